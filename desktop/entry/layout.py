"""Which fields the form shows for which kinds: a table, read by group. No Qt.

A field that holds something is shown in any case: what a ledger knows is never hidden by a change of kind.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from db.model.records import EventKind
from db.model.values import KindGroup


@dataclass(frozen=True, slots=True)
class Layout:
    """Field names: of the event above its claims, of a claim, and of a claim behind "More"."""

    event: tuple[str, ...]
    claim: tuple[str, ...]
    more: tuple[str, ...]


LAYOUTS: Mapping[KindGroup, Layout] = {
    KindGroup.WORKFORCE: Layout(
        event=("place", "unit"),
        claim=("announced", "count", "percent"),
        more=("effective", "until", "percent_of", "base", "amount"),
    ),
    KindGroup.RELATIONSHIP: Layout(
        event=("side", "counterparty", "category", "reference"),
        claim=("announced",),
        more=("effective", "until", "amount"),
    ),
    KindGroup.LEADERSHIP: Layout(
        event=("person", "role", "counterparty"),
        claim=("announced", "effective"),
        more=("until",),
    ),
    KindGroup.OWNERSHIP: Layout(
        event=("counterparty",),
        claim=("announced", "amount", "percent"),
        more=("effective", "until", "percent_of", "count", "base"),
    ),
    KindGroup.STRATEGY: Layout(
        event=("unit",),
        claim=("announced",),
        more=("effective", "until", "count", "percent", "percent_of", "base", "amount"),
    ),
}

#: Beside the fields of the group, for single kinds and for those that state a level.
_COUNTERPARTY_NAMES: Mapping[str, str] = {
    "stake_taken": "investor",
    "acquisition": "acquirer",
    "license_and_hire": "acquirer",
    "leadership_departure": "goes_to",
    "leadership_appointment": "comes_from",
}

#: At the end of the form, behind a heading of their own.
CLOSING = ("part_of", "notes", "reason", "tags")


def layout_of(kind: EventKind | None) -> Layout:
    """The fields of a kind; those of a workforce kind while none is chosen."""
    return LAYOUTS[kind.group if kind else KindGroup.WORKFORCE]


def event_fields(kind: EventKind | None) -> tuple[str, ...]:
    """The fields of the event itself, in the order of the form."""
    if kind is None or kind.group is not KindGroup.WORKFORCE:
        return layout_of(kind).event
    return (*layout_of(kind).event, "population", *(("own", "tolerance") if kind.level else ()))


def counterparty_name(kind: EventKind | None, side: str) -> str:
    """What the other organization is called for this kind: a name for :func:`desktop.wording.codes.field_name`."""
    if kind is None:
        return "counterparty"
    if kind.group is KindGroup.RELATIONSHIP:
        return {"vendor": "client", "client": "vendor"}.get(side, "counterparty")
    return _COUNTERPARTY_NAMES.get(kind.code, "counterparty")
