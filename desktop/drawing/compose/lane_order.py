"""Which relationships are shown, in which order, and in which groups."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from db.analysis.series import Lane
from db.model.ids import OrganizationId
from db.model.values import RelationshipState
from desktop.wording import codes
from desktop.wording.i18n import _
from desktop.wording.records.relationships import whole_name


class Order(StrEnum):
    """What lanes are sorted by."""

    START = "start"
    CLIENT = "client"
    CATEGORY = "category"
    STATE = "state"
    LENGTH = "length"  # the longest first
    CHANGE = "change"  # the last change first


class Grouping(StrEnum):
    """What lanes are put together by."""

    NONE = ""
    VENDOR = "vendor"
    CLIENT = "client"
    CATEGORY = "category"
    STATE = "state"


@dataclass(frozen=True, slots=True)
class Arrangement:
    """What a reader has chosen: order, groups, words to be found in a name, states (none: all)."""

    order: Order = Order.START
    grouping: Grouping = Grouping.NONE
    text: str = ""
    states: frozenset[RelationshipState] = frozenset()


#: A lane, or the title of a group.
Line = Lane | str


def arranged(
    lanes: Sequence[Lane], names: Mapping[OrganizationId, str], wanted: Arrangement, *, today: date
) -> list[Line]:
    """The lanes that are wanted, in their order, below the titles of their groups.

    Those with excluded events only come last in every order. A search finds all of its words anywhere in a name.
    """
    words = wanted.text.casefold().split()
    shown = [
        lane
        for lane in lanes
        if (not wanted.states or state_of(lane) in wanted.states)
        and (not words or all(word in whole_name(lane, names).casefold() for word in words))
    ]
    key = _key(names, wanted.order, today)
    shown.sort(key=lambda lane: (not lane.spans, key(lane)))
    if wanted.grouping is Grouping.NONE:
        return list(shown)
    groups: dict[str, list[Lane]] = {}
    for lane in shown:
        groups.setdefault(_group(lane, names, wanted.grouping), []).append(lane)
    found: list[Line] = []
    for title in sorted(groups, key=lambda title: (not title, title.casefold())):
        found.append(_("{name} ({count})").format(name=title or _("not stated"), count=len(groups[title])))
        found += groups[title]
    return found


def state_of(lane: Lane) -> RelationshipState | None:
    """The last state; None: there are only events in no total."""
    return lane.spans[-1].state if lane.spans else None


def _side(side: OrganizationId | None, names: Mapping[OrganizationId, str]) -> str:
    return names.get(side, "") if side is not None else ""


def _group(lane: Lane, names: Mapping[OrganizationId, str], grouping: Grouping) -> str:
    if grouping is Grouping.VENDOR:
        return _side(lane.vendor_id, names)
    if grouping is Grouping.CLIENT:
        return _side(lane.client_id, names)
    if grouping is Grouping.CATEGORY:
        return lane.category
    state = state_of(lane)
    return codes.state_name(state) if state is not None else _("in no total")


def _key(names: Mapping[OrganizationId, str], order: Order, today: date) -> Callable[[Lane], tuple[object, ...]]:
    def name(lane: Lane) -> tuple[bool, str, str]:
        client = _side(lane.client_id, names)
        return not client, client.casefold(), _side(lane.vendor_id, names).casefold()

    def begin(lane: Lane) -> int:
        days = [day for span in lane.spans[:1] for day in (span.first_earliest, span.first_latest) if day is not None]
        return min(days, default=date.min).toordinal()

    def length(lane: Lane) -> int:
        last = lane.spans[-1] if lane.spans else None
        ended = last is not None and last.state is RelationshipState.ENDED
        end = (last.first_latest or last.first_earliest) if ended and last is not None else today
        return -((end or today).toordinal() - max(begin(lane), 1))

    def change(lane: Lane) -> int:
        days = [day for span in lane.spans for day in (span.first_latest, span.first_earliest) if day is not None]
        return -max(days, default=date.min).toordinal()

    states = list(RelationshipState)
    return {
        Order.START: lambda lane: (begin(lane), *name(lane)),
        Order.CLIENT: name,
        Order.CATEGORY: lambda lane: (not lane.category, lane.category.casefold(), *name(lane)),
        Order.STATE: lambda lane: (states.index(lane.spans[-1].state) if lane.spans else len(states), *name(lane)),
        Order.LENGTH: lambda lane: (length(lane), *name(lane)),
        Order.CHANGE: lambda lane: (change(lane), *name(lane)),
    }[order]
