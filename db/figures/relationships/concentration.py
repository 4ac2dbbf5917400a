"""On how few clients, or vendors, the money hangs that is known: in each currency by itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from db.analysis.counting import exclusion
from db.analysis.figures.cells import Answer, Behind, Cell, Refusal
from db.analysis.relationships.concentration import Concentration, concentration
from db.figures.narrowed import of_groups
from db.figures.questions import Asked, answered, refused
from db.model.ids import EventId, OrganizationId, RelationshipId
from db.model.intervals import at_least, total
from db.model.records import Event, Relationship
from db.model.values import Exclusion, KindGroup, Quantity
from db.view.view import View

NAME = "concentration"


@dataclass(slots=True)
class _Money:
    """What is known of one currency: amounts by the other side of a relationship, and their events."""

    amounts: dict[OrganizationId, list[Quantity]] = field(default_factory=lambda: defaultdict(list))
    events: dict[OrganizationId, list[EventId]] = field(default_factory=lambda: defaultdict(list))


def answer(view: View, asked: Asked) -> Answer:
    """Amounts by client (or vendor), each with its share in percent, and the concentration they make.

    Of each relationship the amount stated last. Whose side: that of the other end of the organizations in the scope; of
    all, the vendors, unless clients are asked for. The shares are of everything only where every relationship has an
    amount; else they are at most what they are of the known amounts, and no concentration can be worked out: equal
    shares are never assumed.
    """
    latest, without = _latest(view)
    money: dict[str, _Money] = defaultdict(_Money)
    for relationship, event in latest:
        side = _side(view, relationship, asked)
        assert event.values.amount is not None
        if side is not None:
            money[event.values.currency].amounts[side].append(event.values.amount)
            money[event.values.currency].events[side].append(event.id)
    if not money:
        return refused(NAME, Refusal("figure.no_amounts"), formula="concentration")
    lacking = without > 0 or len(money) > 1
    names = view.organizations.names()
    cells = [cell for currency, known in sorted(money.items()) for cell in _cells(currency, known, names,
                                                                                   lacking=lacking)]  # fmt: skip
    found = answered(NAME, cells, formula="concentration", without_amount=without, currencies=len(money))
    if without:
        return found.remarked(Refusal("figure.amounts_missing", {"n": without}))
    return found.remarked(Refusal("figure.several_currencies")) if len(money) > 1 else found


def _latest(view: View) -> tuple[list[tuple[Relationship, Event]], int]:
    """Relationships with the event that states their amount last, and how many have events but no amount."""
    relationships = {one.id: one for one in view.relationships.select()}
    found: dict[RelationshipId, Event] = {}
    seen: set[RelationshipId] = set()
    for event in of_groups(view, KindGroup.RELATIONSHIP).events.select(any_day=False):
        if event.relationship_id not in relationships:
            continue
        why = exclusion(event.values, as_of=view.today, minimum_status=view.scope.minimum_status)
        if why is not Exclusion.NONE:
            continue
        seen.add(event.relationship_id)
        if event.values.amount is not None and event.values.amount.known:
            found[event.relationship_id] = event  # in the order of their days
    return [(relationships[key], event) for key, event in found.items()], len(seen) - len(found)


def _side(view: View, relationship: Relationship, asked: Asked) -> OrganizationId | None:
    own = view.at.with_subsidiaries(*view.scope.organization_ids) if view.scope.organization_ids else ()
    if relationship.vendor_id in own and relationship.client_id not in own:
        return relationship.client_id
    if relationship.client_id in own and relationship.vendor_id not in own:
        return relationship.vendor_id
    return relationship.client_id if asked.by == "client" else relationship.vendor_id


def _cells(currency: str, known: _Money, names: Mapping[OrganizationId, str], *, lacking: bool) -> list[Cell]:
    sums = {side: total(at_least(one, 0.0) for one in amounts) for side, amounts in known.amounts.items()}
    shares = {side: _share(side, sums) for side in sums}
    ordered = sorted(sums, key=lambda side: (-(sums[side].best or sums[side].low or 0.0), names.get(side, ""), side))
    cells = [
        Cell(
            group=names.get(side, ""),
            organization_id=side,
            events=len(known.events[side]),
            low=sums[side].low,
            best=sums[side].best,
            high=sums[side].high,
            behind=Behind.of(sorted(known.events[side])),
            extra={
                "currency": currency,
                "share_low": None if lacking else shares[side].low,
                "share_best": None if lacking else shares[side].best,
                "share_high": shares[side].high,
            },
        )
        for side in ordered
    ]
    found = None if lacking else concentration(shares)
    return [*_figures(currency, found), *cells]


def _share(side: OrganizationId, sums: Mapping[OrganizationId, Quantity]) -> Quantity:
    """X / (x + the rest) in percent: it rises in x and falls in the rest."""
    rest = total(amount for other, amount in sums.items() if other != side)
    own = sums[side]

    def share(part: float | None, others: float | None) -> float | None:
        if part is None or others is None:
            return None
        return 100 * part / (part + others) if part + others > 0 else None

    return Quantity(share(own.low, rest.high), share(own.best, rest.best), share(own.high, rest.low))


def _figures(currency: str, found: Concentration | None) -> list[Cell]:
    if found is None:
        return [Cell(group="hhi", extra={"currency": currency}, refused=Refusal("figure.amounts_partial"))]
    values = {"hhi": found.hhi, "effective": found.effective, "largest": found.largest, "remainder": found.remainder,
              "major": Quantity(len(found.major), len(found.major), len(found.major) + len(found.maybe_major)),
              "known": Quantity.exact(found.known)}  # fmt: skip
    return [
        Cell(group=group, low=value.low, best=value.best, high=value.high, extra={"currency": currency})
        for group, value in values.items()
    ]
