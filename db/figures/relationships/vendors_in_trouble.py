"""Which vendors are in trouble, by rules that the reader sees and changes: facts of some months, and no score."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta

from db.analysis.counting import settle_all
from db.analysis.figures.cells import Answer, Behind, Cell, Extra, Refusal
from db.figures.narrowed import of_organizations
from db.figures.questions import Asked, answered, refused
from db.figures.relationships.rules import kept_rules
from db.model.ids import EventId, OrganizationId
from db.model.records import Event, EventKind
from db.model.values import KindGroup, RelationshipState
from db.view.series import touches
from db.view.view import View

NAME = "vendors-in-trouble"
_LOSING = (
    RelationshipState.AT_RISK,
    RelationshipState.REDUCED,
    RelationshipState.WINDING_DOWN,
    RelationshipState.ENDED,
)


def answer(view: View, asked: Asked) -> Answer:
    """Each vendor with what is known of it within the days before the as-known-on day, and the rules that it meets.

    Vendors are those of one's own organization; without one, of every relationship. A vendor of which nothing is known
    in these days is named as such: that is not the same as well. A limit of 0 takes a rule out; what is not asked along
    is as the ledger keeps it.
    """
    kept = kept_rules(view)
    days, limits = asked.days or kept.days, {**kept.limits, **dict(asked.rules)}
    vendors = _vendors(view)
    if not vendors:
        return refused(NAME, Refusal("figure.no_vendors"), formula="vendors_in_trouble")
    last = min(view.scope.last or view.today, view.today)
    first = last - timedelta(days=min(days, last.toordinal()) - 1)
    events = of_organizations(view, vendors).events.select()
    settled = settle_all(events, view.kinds, as_of=view.today, minimum_status=view.scope.minimum_status)
    of_vendor: dict[OrganizationId, list[Event]] = defaultdict(list)
    for event in settled.counted:
        if event.organization_id in vendors and touches(event.values.counting, first, last):
            of_vendor[event.organization_id].append(event)
    names = view.organizations.names()
    cells = [_cell(one, names.get(one, ""), of_vendor[one], view.kinds, limits) for one in vendors]
    cells.sort(key=lambda cell: (-_met(cell), -cell.events, cell.group))
    return answered(NAME, cells[: asked.top], formula="vendors_in_trouble", first=first, last=last, **limits)


def _vendors(view: View) -> set[OrganizationId]:
    own = view.organizations.own()
    if view.scope.organization_ids:
        return set(view.at.with_subsidiaries(*view.scope.organization_ids))
    sold = [one for one in view.relationships.select() if one.vendor_id is not None]
    bought = [one for one in sold if one.client_id in own] if own else sold
    return {one.vendor_id for one in bought if one.vendor_id is not None}


def _cell(
    vendor: OrganizationId, name: str, events: Sequence[Event], kinds: Mapping[str, EventKind],
    limits: Mapping[str, float],
) -> Cell:  # fmt: skip
    counts: dict[str, list[Event]] = {
        code: [event for event in events if event.kind in kinds and test(event, kinds[event.kind])]
        for code, test in _TESTS.items()
    }
    lost = {event.relationship_id for event in counts["clients_lost"]}
    shares = [event.values.percent for event in counts["cuts"] if event.values.percent and not event.values.percent_of]
    largest = max((share.best or share.low or 0.0 for share in shares), default=None)
    values: dict[str, float | None] = {
        **{code: float(len(found)) for code, found in counts.items()},
        "clients_lost": float(len(lost)),
        "share_cut": largest,
    }
    met = [code for code, limit in limits.items() if limit and (values[code] or 0.0) >= limit]
    extra: dict[str, Extra] = {code: value for code, value in values.items() if events}
    found_ids: list[EventId] = sorted(event.id for found in counts.values() for event in found)
    return Cell(
        group=name,
        organization_id=vendor,
        events=len(events),
        behind=Behind.of(found_ids or sorted(event.id for event in events)),
        refused=None if events else Refusal("figure.nothing_known"),
        extra={**extra, "met": ", ".join(met), "latest": _latest(events)},
    )


def _met(cell: Cell) -> int:
    met = cell.extra["met"]
    return len(met.split(", ")) if isinstance(met, str) and met else 0


def _latest(events: Sequence[Event]) -> date | None:
    days = [event.values.counting.latest or event.values.counting.earliest for event in events if event.values.counting]
    return max((day for day in days if day is not None), default=None)


#: What each rule counts.
_TESTS: Mapping[str, Callable[[Event, EventKind], bool]] = {
    "cuts": lambda _event, kind: kind.group is KindGroup.WORKFORCE and kind.sign < 0,
    "leaders_left": lambda event, _kind: event.kind == "leadership_departure",
    "owner_changed": lambda _event, kind: kind.group is KindGroup.OWNERSHIP,
    "clients_lost": lambda _event, kind: kind.state in _LOSING,
}
