"""A moment of the ledger as a person types it: the end of a day, or an operation by the number snapshots print."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Self

from db.model.scope import Scope
from desktop.wording import formatting
from desktop.wording.i18n import _

if TYPE_CHECKING:
    from db.reading.dates import DateOrder

#: "#11", "operation 11", "op. 11"; in German "Vorgang 11". A bare number is a year, never an operation.
_OPERATION = re.compile(r"(?:#|(?:operation|op\.?|vorgang)(?:\s+(?:no\.?|nr\.?))?)\s*(\d{1,15})", re.IGNORECASE)
_DIGITS = re.compile(r"(?<=\d)[.,\u00a0\u202f](?=\d{3}\b)")


@dataclass(frozen=True, slots=True)
class Moment:
    """Both None: now. ``operation`` wins over ``day``, which means the end of that local day."""

    day: date | None = None
    operation: int | None = None

    @classmethod
    def of(cls, scope: Scope) -> Self:
        """As known when a scope shows its events."""
        return cls(scope.known_on, scope.known_operation)

    @property
    def scope(self) -> Scope:
        """Everything that was known then."""
        return Scope(known_on=self.day, known_operation=self.operation)

    @property
    def now(self) -> bool:
        """Whether nothing is left out for being recorded later."""
        return self.day is None and self.operation is None

    @property
    def text(self) -> str:
        """As it can be typed again; empty for now."""
        if self.operation is not None:
            return f"#{self.operation}"
        return self.day.isoformat() if self.day else ""

    @property
    def words(self) -> str:
        """As it is shown; empty for now."""
        if self.operation is not None:
            return _("operation {number}").format(number=formatting.number(self.operation))
        return formatting.day(self.day) if self.day else ""

    @property
    def sentence(self) -> str:
        """As a heading says it: "As known on 20 July 2025"."""
        if self.operation is not None:
            return _("As known at operation {number}").format(number=self.operation)
        return _("As known on {day}").format(day=formatting.day(self.day)) if self.day else _("As known today")


def read_moment(text: str, *, today: date, order: DateOrder | None = None) -> Moment | None:
    """What a text means; None if it is not understood. Of a month, a quarter or a year its last day is meant."""
    text = text.strip()
    if not text:
        return Moment()
    if found := _OPERATION.fullmatch(_DIGITS.sub("", text)):
        return Moment(operation=int(found[1]))
    from desktop.wording.language.periods import read_period  # the first picture names a moment, and reads none

    period = read_period(text, today=today, order=order)
    return Moment(day=period.last) if period is not None and period.last is not None else None
