"""What a view shows. In a module of its own: the first picture needs it, and none of the other records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from db.model.ids import OrganizationId
from db.model.values import Status


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldFilter:
    """What is asked of the value of a field of one's own, on the day of an event; one of these is enough.

    ``values``: ids of choices, folded words of a text, numbers, or dates as EDTF; words that were not understood stand
    for themselves. ``not_stated``: there is no value. ``differing``: there are several, and nobody decided.
    """

    field_id: int
    values: tuple[int | float | str, ...] = ()
    not_stated: bool = False
    differing: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What a view shows. One scope serves window, export and PDF.

    ``organization_ids`` empty: all organizations. ``first`` and ``last`` bound the period inclusively; None is open.
    ``known_on``: only what had been recorded by the end of that local day; ``known_operation`` is the same by
    operation number and wins. ``fields``: all of these must hold.
    """

    organization_ids: tuple[OrganizationId, ...] = ()
    first: date | None = None
    last: date | None = None
    minimum_status: Status = Status.REPORTED
    known_on: date | None = None
    known_operation: int | None = None
    text: str = ""
    kinds: tuple[str, ...] = ()
    fields: tuple[FieldFilter, ...] = ()
