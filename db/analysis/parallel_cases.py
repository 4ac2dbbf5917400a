"""Several stories beside each other, each from the day of one event of its own: what followed, and how soon. Pure.

Days are counted from the anchor: its own days are 0 to the length of its date, so a vague one makes intervals of what
followed. What had not happened by the as-known-on day is censored, never "no".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from db.analysis.counting import settle_all
from db.analysis.headcount.facts import fractions
from db.analysis.relationships.anchor import first_day
from db.analysis.series import HeadcountSeries
from db.model.days import day_before
from db.model.ids import OrganizationId
from db.model.intervals import add, at_least, multiply, quantity, scale
from db.model.records import Event, EventKind
from db.model.values import KindGroup, Population, Quantity, RelationshipState, Status

#: What takes work from employees.
CUTS = ("layoff", "site_closure")
#: What an anchor is, unless kinds are chosen.
ANCHORS = ("stake_taken", "acquisition", "license_and_hire")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One story: its organization, its anchor event with the first and last day of that, and its events in order."""

    organization_id: OrganizationId
    anchor: Event
    first: date
    last: date
    events: tuple[Event, ...]

    @property
    def rumored(self) -> bool:
        """Whether the anchor is no more than a rumor."""
        return self.anchor.values.status is Status.RUMORED

    def days_to(self, event: Event) -> Quantity:
        """Days from the anchor to an event: least, between the middle days, and most."""
        when = event.values.counting
        assert when is not None
        begin, end = when.earliest or self.first, when.latest or when.earliest or self.last
        middle = begin + (end - begin) // 2 - (self.first + (self.last - self.first) // 2)
        return Quantity((begin - self.last).days, middle.days, (end - self.first).days)

    def next(self, what: Callable[[Event], bool]) -> Event | None:
        """The first event of a sort that is not over before the anchor; by middle days."""
        after = [event for event in self.events if what(event) and (self.days_to(event).best or 0) >= 0]
        return min(after, key=lambda event: (self.days_to(event).best or 0, event.id), default=None)


def cases(
    events: Sequence[Event], kinds: Mapping[str, EventKind], anchors: Iterable[str], *, as_of: date, minimum: Status
) -> tuple[Case, ...]:
    """One case an organization: its first event of these kinds that counts. In the order of their days."""
    wanted = set(anchors)
    by_organization: dict[OrganizationId, list[Event]] = {}
    for event in settle_all(events, kinds, as_of=as_of, minimum_status=minimum).counted:
        by_organization.setdefault(event.organization_id, []).append(event)
    found = []
    for organization, own in by_organization.items():
        dated = [(day, event.id, event) for event in own if event.kind in wanted and (day := first_day(event))]
        if dated:
            first, _, anchor = min(dated)
            when = anchor.values.counting
            last = (when.latest if when else None) or first
            found.append(Case(organization_id=organization, anchor=anchor, first=first, last=last, events=tuple(own)))
    return tuple(sorted(found, key=lambda case: (case.first, case.organization_id)))


def is_cut(event: Event) -> bool:
    """Whether it takes work from employees against their will."""
    return event.kind in CUTS and event.population is not Population.CONTINGENT


def is_leader(event: Event) -> bool:
    """Whether a leader went."""
    return event.kind == "leadership_departure"


def is_loss(kinds: Mapping[str, EventKind]) -> Callable[[Event], bool]:
    """Whether a client was lost, or is on the way out."""
    lost = (RelationshipState.ENDED, RelationshipState.WINDING_DOWN)

    def test(event: Event) -> bool:
        kind = kinds.get(event.kind)
        return kind is not None and kind.group is KindGroup.RELATIONSHIP and kind.state in lost

    return test


def base_of(case: Case, series: HeadcountSeries | None) -> Quantity | None:
    """The last level at or before the day before the anchor; None where none is known."""
    eve = day_before(case.first)
    level = None if series is None or series.relative or eve is None else series.at(eve)
    if level is None or level.best is None or not level.low:
        return None
    return Quantity(level.low, level.best, level.high)


def index_on(base: Quantity, series: HeadcountSeries, day: date) -> Quantity | None:
    """The level of a day where the base is 100: [low / base high, high / base low]; None: not known."""
    level = series.at(day)
    if level is None:
        return None

    def part(end: float | None, of: float | None) -> float | None:
        return None if end is None or not of else 100 * end / of

    return quantity(part(level.low, base.high), part(level.best, base.best), part(level.high, base.low))


def cuts_within(case: Case, until: date) -> tuple[Event, ...]:
    """The cuts that can lie between the anchor and ``until``."""
    bounds = ((event, *_bounds(event)) for event in case.events if is_cut(event))
    return tuple(event for event, begin, end in bounds if end >= case.first and begin <= until)


def share_cut(case: Case, base: Quantity | None, until: date) -> Quantity | None:
    """What share of the base was cut from the anchor to ``until``, in percent; None where it cannot be told.

    The percentage of an event counts as it is stated, else its count of the base. Cuts whose vague days reach out of
    the window may count in it. No cut that is known is nothing known, and not 0.
    """
    cuts = cuts_within(case, until)
    whole = Quantity.exact(0.0)
    for event in cuts:
        size = _share(event, base)
        if size is None:
            return None
        whole = add(whole, _inside(event, size, case.first, until))
    if not cuts:
        return None
    low, best, high = (
        None if end is None else round(min(end, 100.0), 6) for end in (whole.low, whole.best, whole.high)
    )
    return Quantity(low, best, high)


def _inside(event: Event, size: Quantity, first: date, last: date) -> Quantity:
    begin, end = _bounds(event)
    if first <= begin and end <= last:
        return size
    placed = first <= begin + (end - begin) // 2 <= last
    return quantity(0.0, size.best if placed else 0.0, size.high)


def _bounds(event: Event) -> tuple[date, date]:
    when = event.values.counting
    assert when is not None
    return when.earliest or date.min, when.latest or date.max


def _share(event: Event, base: Quantity | None) -> Quantity | None:
    count, percent = event.values.count, event.values.percent
    if percent is not None and percent.known and not event.values.percent_of:
        low, best, high = fractions(percent)
        return Quantity(100 * low, None if best is None else 100 * best, 100 * high)
    if count is None or not count.known or base is None:
        return None
    inverse = Quantity(1 / base.high if base.high else 0.0, 1 / base.best if base.best else None,
                       1 / base.low if base.low else None)  # fmt: skip
    return scale(multiply(at_least(count, 0.0), inverse), 100)
