"""Headcount over time: levels with their honest band, from reported headcounts, changes and what they imply.

Between two known levels the band holds the level run forward from the earlier and backward from the later one. What
the known changes do not account for is booked on the day of the later level as unexplained.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from math import inf

from db.analysis.headcount.band import Sweep, backward, forward
from db.analysis.headcount.bands import Band, Figures, combined
from db.analysis.headcount.best import BestPath, best_path
from db.analysis.headcount.evidence import gather, negative, signed
from db.analysis.headcount.facts import Anchor, Change, Evidence, Strength
from db.analysis.headcount.tally import Beside, Size, Start
from db.analysis.headcount.telling import apart, aside, bases
from db.analysis.series import Basis, BelowZero, Exclusion, Gap, HeadcountSeries, Level, Mark
from db.model.days import day_of
from db.model.ids import EventId, OrganizationId
from db.model.records import Event, EventKind
from db.model.values import Population, Quantity, Status
from db.reading.quantities import overlap, subtract

_NOISE = 1e-6
_FIRST = date.min.toordinal()
_BASIS = {
    Strength.REPORTED: Basis.REPORTED,
    Strength.STATED: Basis.REPORTED,
    Strength.IMPLIED: Basis.IMPLIED,
}
_DIGITS = 6  # of a head; beyond them lies only the noise of adding and taking away


def reconstruct(
    events: Sequence[Event],
    kinds: Mapping[str, EventKind],
    *,
    organization_id: OrganizationId,
    population: Population,
    as_of: date,
    minimum_status: Status = Status.REPORTED,
) -> HeadcountSeries:
    """The headcount of one organization and population as of the end of ``as_of``.

    ``events`` are all that count toward the organization (those of subsidiaries included), in any order; events of
    other populations and of kinds that are no workforce kinds are ignored. Marks list every event of the population,
    also those that are in no level. Levels end at ``as_of``: what lies later is planned. UNSPECIFIED has marks only.
    """
    evidence = gather(events, kinds, population=population, as_of=as_of, minimum_status=minimum_status)
    run = _Run(evidence, as_of.toordinal())
    if evidence.opening is not None and evidence.opening <= run.today:
        run.calculate()
    return HeadcountSeries(
        organization_id=organization_id,
        population=population,
        levels=tuple(run.levels),
        marks=tuple(_marks(evidence, run)),
        gaps=tuple(gap for gap in run.gaps if gap.last <= as_of),
        relative=bool(run.levels) and not evidence.anchors,
        below_zero=tuple(run.below_zero[event_id] for event_id in sorted(run.below_zero)),
        apart=tuple(apart(evidence)),
        aside=tuple(aside(evidence)),
        bases=tuple(bases(evidence, run.sweeps, run.best.steps)) if run.sweeps else (),
    )


class _Run:
    """The calculation for one organization and population."""

    def __init__(self, evidence: Evidence, today: int) -> None:
        self.evidence, self.today = evidence, today
        self.anchors = evidence.anchors
        self.changes = sorted(evidence.changes, key=lambda change: change.first)
        self.starts = [change.first for change in self.changes]
        self.longest = max((change.last - change.first for change in self.changes), default=0)
        self.known = [anchor.day for anchor in self.anchors]
        self.vaguest = max((anchor.last - anchor.first for anchor in self.anchors), default=0)
        self.returning = [change for change in self.changes if change.back is not None]
        self.sizes: dict[int, Size] = {}
        self.best = BestPath()
        self._days: list[int] = []  # of the best path, in order, when asked for
        self.levels: list[Level] = []
        self.gaps: list[Gap] = []
        self.below_zero: dict[EventId, BelowZero] = {}
        self.sweeps: dict[int, Sweep] = {}

    def calculate(self) -> None:
        """Fill levels, gaps and below_zero."""
        opening = self.evidence.opening
        assert opening is not None
        self.best = best_path(self.evidence.changes, self.anchors, opening=opening)
        for event_id, (day, level) in self.best.below_zero.items():
            self._below_zero(event_id, day, round(level, _DIGITS))
        if self.anchors:
            bands = list(self._bands(opening))
        else:
            start = Start(first=opening, last=opening, low=0.0, high=0.0, until=self.today, floor=False)
            bands = [Band(opening, self.today, forward(start, self.changes, {}).rows)]
        self.levels = list(self._levels(opening, combined(bands, opening, self.today)))

    # Bands

    def _bands(self, opening: int) -> Iterator[Band]:
        yield from self._back_band(0, opening)
        for number, anchor in enumerate(self.anchors):
            following = self.anchors[number + 1] if number + 1 < len(self.anchors) else None
            end = self._superseded(number) - 1
            until = min(max(end, following.last if following else end), self.today)
            low, high = _ends(anchor.after)
            start = Start(first=anchor.first, last=anchor.last, low=low, high=high, until=until, own=self._own(anchor))
            sweep = forward(start, self._relevant(anchor, anchor.first, until), self.sizes)
            self._remember(sweep)
            self.sweeps[number] = sweep
            begin = anchor.first + 1 if anchor.own is not None else anchor.first
            yield Band(begin, end, sweep.rows)
            yield Band(anchor.first, min(anchor.last, end), [(anchor.first, *_ends(anchor.level))])
            self._note_sunk(sweep, begin, end)
            if following is not None:
                self.gaps.append(self._gap(number, sweep))
                yield from self._back_band(number + 1, opening)

    def _back_band(self, number: int, opening: int) -> Iterator[Band]:
        anchor = self.anchors[number]
        begin = opening
        for place in range(number - 1, -1, -1):
            other = self.anchors[place]
            if other.day < begin:
                break
            if _surely_after(other, anchor):
                begin = max(begin, other.first + (other.closes is None))
        if begin >= anchor.last:
            return
        if self._unknown_before(anchor):
            if number == 0:
                yield Band(begin, anchor.last - 1, [(begin, 0.0, inf)])
            return
        low, high = _ends(anchor.level)
        apart = not any(_either_order(other, anchor) for other in self._near(anchor) if other is not anchor)
        start = Start(first=anchor.first, last=anchor.last, low=low, high=high, until=begin, apart=apart)
        sweep = backward(start, self._relevant(anchor, begin, anchor.last, backward=True), self.sizes)
        if number == 0:
            self._remember(sweep)
        yield Band(begin, anchor.last - 1, sweep.rows)

    def _near(self, anchor: Anchor) -> Sequence[Anchor]:
        """The known levels, itself among them, whose windows can overlap with that of a level."""
        reach = 2 * self.vaguest
        days = self.known
        return self.anchors[bisect_left(days, anchor.day - reach) : bisect_right(days, anchor.day + reach)]

    def _own(self, anchor: Anchor) -> Beside | None:
        """The event that tells of its own level: what else happens on its day may come before it."""
        if anchor.own is None or anchor.own_window is None:
            return None
        change = self.evidence.changes[anchor.own]
        heads = change.high if change.share is None else change.share[2] * _ends(anchor.level)[1]
        return Beside(*anchor.own_window, change.sign, heads, change.event_id)

    def _unknown_before(self, anchor: Anchor) -> bool:
        """Whether everybody left, and nothing but the levels before says how many that were."""
        return anchor.closes is not None and self.evidence.changes[anchor.closes].share is not None

    def _superseded(self, number: int) -> int:
        """The day from which on a later known level has certainly taken over."""
        day = self.today + 1
        for place in range(number + 1, len(self.anchors)):
            other = self.anchors[place]
            if other.day > day:
                break
            if _surely_after(self.anchors[number], other):
                day = min(day, other.last)
        return day

    def _relevant(self, anchor: Anchor, begin: int, end: int, *, backward: bool = False) -> list[Change]:
        """Changes that can matter between two days. An event with a level of its own is told by that level."""
        chosen = self.changes[bisect_left(self.starts, begin - self.longest) : bisect_right(self.starts, end)]
        if self.returning:
            numbers = {change.number for change in chosen}
            chosen.extend(change for change in self.returning if change.number not in numbers)
        return [
            change
            for change in chosen
            if (not change.told or _side_by_side(change, anchor)) and (backward or change.number != anchor.closes)
        ]

    def _remember(self, sweep: Sweep) -> None:
        for number, size in sweep.sizes.items():
            low, high = self.sizes.get(number, size)
            self.sizes[number] = (min(low, size[0]), max(high, size[1]))

    def _note_sunk(self, sweep: Sweep, begin: int, end: int) -> None:
        if not sweep.sunk:
            return
        days = self._best_days()
        for day, numbers in sweep.sunk.items():
            position = bisect_right(days, day) - 1
            if begin <= day <= end and position >= 0 and self.best.steps[days[position]] is None:
                for number in numbers:
                    self._below_zero(self.evidence.changes[number].event_id, day, None)

    def _best_days(self) -> list[int]:
        if len(self._days) != len(self.best.steps):
            self._days = sorted(self.best.steps)
        return self._days

    def _below_zero(self, event_id: EventId, day: int, level: float | None) -> None:
        self.below_zero.setdefault(event_id, BelowZero(event_id=event_id, day=day_of(day), level=level))

    def _gap(self, number: int, sweep: Sweep) -> Gap:
        """Between a known level and the next: what the changes lead to, what is stated, what remains."""
        before, after = self.anchors[number], self.anchors[number + 1]
        low, high = sweep.over(after.first, after.last)
        if before.own is not None and after.first <= before.last:
            base = _ends(before.level)
            low, high = base if after.last <= before.first else (min(low, base[0]), max(high, base[1]))
        best = self.best.expected[number + 1]
        expected = _quantity(low, best, high)
        stated = after.level
        slack = (after.event.tolerance or 0.0) + _NOISE
        tolerated = Quantity(
            None if stated.low is None else stated.low - slack,
            None,
            None if stated.high is None else stated.high + slack,
        )
        return Gap(
            first=day_of(before.day),
            last=day_of(after.day),
            expected=expected,
            stated=stated,
            unexplained=subtract(stated, expected),
            reconciles=after.implied or after.closes is not None or overlap(expected, tolerated),
            event_ids=(before.event.id, after.event.id),
        )

    # Levels

    def _levels(self, opening: int, band: Figures) -> Iterator[Level]:
        opening = max(opening, _FIRST)  # the day before the first event of all may be before every calendar
        known = {anchor.day: anchor for anchor in self.anchors}
        unexplained = {gap.last.toordinal(): gap.unexplained for gap in self.gaps}
        causes = self._causes()
        best_days = self._best_days()
        best = self.best.steps[best_days[0]] if best_days else None
        days = sorted({opening, *band.days, *best_days, *known})
        last: tuple[float | None, float | None, float | None] | None = None
        last_basis: Basis | None = None
        ends, position = (0.0, inf), 0
        for day in days:
            while position < len(band.days) and band.days[position] <= day:
                ends = band.ends[position]
                position += 1
            best = self.best.steps.get(day, best)
            if day < opening or day > self.today:
                continue
            shown = best if best is None or not self.anchors else max(best, 0.0)
            figures = _rounded(ends[0], shown, ends[1])
            anchor = known.get(day)
            basis = self._basis(day, opening, anchor)
            if figures == last and day not in unexplained and (anchor is None or basis is last_basis):
                continue
            last, last_basis = figures, basis
            yield Level(
                day=day_of(day),
                low=figures[0],
                best=figures[1],
                high=figures[2],
                basis=basis,
                unexplained=unexplained.get(day),
                event_ids=tuple(sorted(causes.get(day, ()))),
            )

    def _basis(self, day: int, opening: int, anchor: Anchor | None) -> Basis:
        if not self.anchors:
            return Basis.RELATIVE
        first = self.anchors[0]
        window = first.own_window
        if first.closes is not None:
            window = (first.first, first.last)
        alone = day == opening and window is not None and window[0] == opening + 1
        if anchor is not None or (alone and not any(c.last < first.day for c in self.changes)):
            return _BASIS[(anchor or first).strength] if (anchor or first).closes is None else Basis.IMPLIED
        return Basis.CHANGE

    def _causes(self) -> dict[int, set[EventId]]:
        """The events behind a difference on each day."""
        found: dict[int, set[EventId]] = {}
        for change in self.changes:
            days = {change.first, change.last, self.best.days.get(change.number, change.middle)}
            if change.span and change.back is None:
                days.update(range(change.first, change.last + 1))
            if change.back is not None:
                days.update((*change.back, (change.back[0] + change.back[1]) // 2))
            for day in days:
                found.setdefault(day, set()).update(change.event_ids)
        opened = None
        for anchor in reversed(self.anchors):
            for day in {anchor.first, anchor.day, anchor.last}:
                found.setdefault(day, set()).add(anchor.event.id)
            begin = bisect_left(self.starts, anchor.first - self.longest)
            for change in self.changes[begin : bisect_right(self.starts, anchor.last)]:
                if change.last > anchor.first:  # what may also come after it can be felt from the next day on
                    found.setdefault(anchor.first + 1, set()).update(change.event_ids)
            if opened is not None:  # from the next day on, the band also holds the level run back from the later one
                found.setdefault(anchor.last + 1, set()).add(opened)
            opened = anchor.event.id
        return found


def _surely_after(earlier: Anchor, later: Anchor) -> bool:
    """Whether ``later`` comes after ``earlier`` in every placement; on one day the higher id does."""
    return later.first > earlier.last or (later.first == earlier.last and later.event.id > earlier.event.id)


def _either_order(one: Anchor, other: Anchor) -> bool:
    return not (_surely_after(one, other) or _surely_after(other, one))


def _side_by_side(change: Change, anchor: Anchor) -> bool:
    """Whether the event of another implied level can fall on the same day as that of ``anchor``."""
    window = anchor.own_window
    if window is None or change.number == anchor.own:
        return False
    return change.first <= window[1] and change.last >= window[0]


def _ends(level: Quantity) -> Size:
    return max(level.low or 0.0, 0.0), inf if level.high is None else level.high


def _rounded(low: float, best: float | None, high: float) -> tuple[float | None, float | None, float | None]:
    """The band with its best reading; widened by rounding noise only, as both are placements of the same events."""
    if best is not None:
        low, high = min(low, best), max(high, best)
        best = round(best, _DIGITS)
    return None if low == -inf else round(low, _DIGITS) + 0.0, best, None if high == inf else round(high, _DIGITS) + 0.0


def _quantity(low: float, best: float | None, high: float) -> Quantity:
    return Quantity(*_rounded(low, best, high))


# Marks -------------------------------------------------------------------------------------------------------------


def _marks(evidence: Evidence, run: _Run) -> Iterator[Mark]:
    changes: dict[EventId, Change] = {change.event_id: change for change in evidence.changes}
    for event, kind in sorted(evidence.events, key=_mark_order):
        exclusion = evidence.excluded.get(event.id, Exclusion.NONE)
        if kind.level:
            size, level = None, event.values.count or Quantity()
        else:
            size, level = _size(event, kind, changes.get(event.id), run), None
        yield Mark(
            event_id=event.id,
            kind=event.kind,
            date=event.values.counting,
            status=event.values.status or Status.REPORTED,
            size=size,
            level=level,
            exclusion=exclusion,
        )


def _mark_order(pair: tuple[Event, EventKind]) -> tuple[date, int]:
    when = pair[0].values.counting
    return (when.earliest or when.latest or date.max) if when is not None else date.max, pair[0].id


def _size(event: Event, kind: EventKind, change: Change | None, run: _Run) -> Quantity:
    """The signed effect of an event, also of one that does not count."""
    if kind.sign == 0:
        return Quantity.exact(0.0)
    if change is None:
        count = event.values.count or Quantity()
        return count if kind.sign > 0 or not count.known else negative(count)
    if change.share is None:
        return signed(change)
    size = run.sizes.get(change.number)
    if size is None:
        return Quantity()
    quantity = _quantity(size[0], run.best.sizes.get(change.number), size[1])
    return quantity if kind.sign > 0 else negative(quantity)
