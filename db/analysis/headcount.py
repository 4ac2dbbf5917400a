"""Headcount over time: levels with their honest band, from reported headcounts, changes and what they imply.

Between two known levels the band holds the level run forward from the earlier and backward from the later one. What
the known changes do not account for is booked on the day of the later level as unexplained.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from math import inf

from db.analysis.best import BestPath, best_path
from db.analysis.changes import Anchor, Change, Evidence, gather, negative, signed
from db.analysis.levels import Sweep, backward, forward
from db.analysis.series import Basis, Exclusion, Gap, HeadcountSeries, Level, Mark
from db.analysis.tally import Row, Size, Start
from db.quantities import overlap, subtract
from db.records import Event, EventKind
from db.values import Population, Quantity, Status

_NOISE = 1e-6
_DIGITS = 6  # of a head; beyond them lies only the noise of adding and taking away


def reconstruct(
    events: Sequence[Event],
    kinds: Mapping[str, EventKind],
    *,
    organization_id: int,
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
        below_zero=tuple(sorted(run.below_zero)),
    )


@dataclass(frozen=True, slots=True)
class _Band:
    """Rows that apply from day ``first`` to day ``last``."""

    first: int
    last: int
    rows: list[Row]


@dataclass(slots=True)
class _Figures:
    """Low and high by the day on which they begin to hold."""

    days: list[int] = field(default_factory=list)
    ends: list[Size] = field(default_factory=list)


class _Run:
    """The calculation for one organization and population."""

    def __init__(self, evidence: Evidence, today: int) -> None:
        self.evidence, self.today = evidence, today
        self.anchors = evidence.anchors
        self.changes = sorted(evidence.changes, key=lambda change: change.first)
        self.starts = [change.first for change in self.changes]
        self.longest = max((change.last - change.first for change in self.changes), default=0)
        self.returning = [change for change in self.changes if change.back is not None]
        self.sizes: dict[int, Size] = {}
        self.best = BestPath()
        self.levels: list[Level] = []
        self.gaps: list[Gap] = []
        self.below_zero: set[int] = set()

    def calculate(self) -> None:
        """Fill levels, gaps and below_zero."""
        opening = self.evidence.opening
        assert opening is not None
        self.best = best_path(self.evidence.changes, self.anchors, opening=opening)
        self.below_zero |= self.best.below_zero
        if self.anchors:
            bands = list(self._bands(opening))
        else:
            start = Start(first=opening, last=opening, low=0.0, high=0.0, until=self.today, floor=False)
            bands = [_Band(opening, self.today, forward(start, self.changes, {}).rows)]
        self.levels = list(self._levels(opening, _combined(bands, opening, self.today)))

    # Bands

    def _bands(self, opening: int) -> Iterator[_Band]:
        yield from self._back_band(0, opening)
        for number, anchor in enumerate(self.anchors):
            following = self.anchors[number + 1] if number + 1 < len(self.anchors) else None
            end = self._superseded(number) - 1
            until = min(max(end, following.last if following else end), self.today)
            low, high = _ends(anchor.after)
            start = Start(first=anchor.first, last=anchor.last, low=low, high=high, until=until)
            sweep = forward(start, self._relevant(anchor, anchor.first, until), self.sizes)
            self._remember(sweep)
            begin = anchor.first + 1 if anchor.implied else anchor.first
            yield _Band(begin, end, sweep.rows)
            yield _Band(anchor.first, min(anchor.last, end), [(anchor.first, *_ends(anchor.level))])
            self._note_sunk(sweep, begin, end)
            if following is not None:
                self.gaps.append(self._gap(number, sweep))
                yield from self._back_band(number + 1, opening)

    def _back_band(self, number: int, opening: int) -> Iterator[_Band]:
        anchor = self.anchors[number]
        begin = opening
        for other in reversed(self.anchors[:number]):
            if other.day < begin:
                break
            if _surely_after(other, anchor):
                begin = max(begin, other.first + 1)
        if begin >= anchor.last:
            return
        low, high = _ends(anchor.level)
        start = Start(first=anchor.first, last=anchor.last, low=low, high=high, until=begin)
        sweep = backward(start, self._relevant(anchor, begin, anchor.last), self.sizes)
        if number == 0:
            self._remember(sweep)
        yield _Band(begin, anchor.last - 1, sweep.rows)

    def _superseded(self, number: int) -> int:
        """The day from which on a later known level has certainly taken over."""
        day = self.today + 1
        for other in self.anchors[number + 1 :]:
            if other.day > day:
                break
            if _surely_after(self.anchors[number], other):
                day = min(day, other.last)
        return day

    def _relevant(self, anchor: Anchor, begin: int, end: int) -> list[Change]:
        """Changes that can matter between two days. The event of an implied level is told by that level."""
        chosen = self.changes[bisect_left(self.starts, begin - self.longest) : bisect_right(self.starts, end)]
        if self.returning:
            numbers = {change.number for change in chosen}
            chosen.extend(change for change in self.returning if change.number not in numbers)
        if not self.anchors[0].implied:
            return chosen
        return [change for change in chosen if not change.implied or _side_by_side(change, anchor)]

    def _remember(self, sweep: Sweep) -> None:
        for number, size in sweep.sizes.items():
            low, high = self.sizes.get(number, size)
            self.sizes[number] = (min(low, size[0]), max(high, size[1]))

    def _note_sunk(self, sweep: Sweep, begin: int, end: int) -> None:
        if not sweep.sunk:
            return
        days = sorted(self.best.steps)
        for day, numbers in sweep.sunk.items():
            position = bisect_right(days, day) - 1
            if begin <= day <= end and position >= 0 and self.best.steps[days[position]] is None:
                self.below_zero.update(self.evidence.changes[number].event_id for number in numbers)

    def _gap(self, number: int, sweep: Sweep) -> Gap:
        """Between a known level and the next: what the changes lead to, what is stated, what remains."""
        before, after = self.anchors[number], self.anchors[number + 1]
        low, high = sweep.over(after.first, after.last)
        if before.implied and after.first <= before.last:
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
            first=date.fromordinal(before.day),
            last=date.fromordinal(after.day),
            expected=expected,
            stated=stated,
            unexplained=subtract(stated, expected),
            reconciles=after.implied or overlap(expected, tolerated),  # implied levels need not agree
            event_ids=(before.event.id, after.event.id),
        )

    # Levels

    def _levels(self, opening: int, band: _Figures) -> Iterator[Level]:
        known = {anchor.day: anchor for anchor in self.anchors}
        unexplained = {gap.last.toordinal(): gap.unexplained for gap in self.gaps}
        causes = self._causes()
        best_days = sorted(self.best.steps)
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
            figures = _rounded(ends[0], best, ends[1])
            anchor = known.get(day)
            basis = self._basis(day, opening, anchor)
            if figures == last and day not in unexplained and (anchor is None or basis is last_basis):
                continue
            last, last_basis = figures, basis
            yield Level(
                day=date.fromordinal(day),
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
        alone = day == opening and first.implied and first.own_window is not None and first.own_window[0] == opening + 1
        if anchor is not None or (alone and not any(c.last < first.day for c in self.changes)):
            return Basis.IMPLIED if (anchor or first).implied else Basis.REPORTED
        return Basis.CHANGE

    def _causes(self) -> dict[int, set[int]]:
        """The events behind a difference on each day."""
        found: dict[int, set[int]] = {}
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
            around = self.changes[bisect_left(self.starts, anchor.first - self.longest) :]
            for change in around:  # what may also come after it can be felt from the next day on
                if change.first > anchor.last:
                    break
                if change.last > anchor.first:
                    found.setdefault(anchor.first + 1, set()).update(change.event_ids)
            if opened is not None:  # from the next day on, the band also holds the level run back from the later one
                found.setdefault(anchor.last + 1, set()).add(opened)
            opened = anchor.event.id
        return found


def _surely_after(earlier: Anchor, later: Anchor) -> bool:
    """Whether ``later`` comes after ``earlier`` in every placement; on one day the higher id does."""
    return later.first > earlier.last or (later.first == earlier.last and later.event.id > earlier.event.id)


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


def _combined(bands: Sequence[_Band], opening: int, today: int) -> _Figures:
    """The hull of all bands that apply, by day."""
    moves: dict[int, list[tuple[int, Size | None]]] = {}
    for number, band in enumerate(bands):
        first, last = max(band.first, opening), min(band.last, today)
        if first > last or not band.rows:
            continue
        begin = max(bisect_right(band.rows, (first, inf, inf)) - 1, 0)
        for position in range(begin, len(band.rows)):
            day, low, high = band.rows[position]
            if day > last:
                break
            moves.setdefault(max(day, first) if position > begin else first, []).append((number, (low, high)))
        moves.setdefault(last + 1, []).append((number, None))
    found = _Figures()
    active: dict[int, Size] = {}
    for day in sorted(moves):
        for number, ends in moves[day]:
            if ends is None:
                active.pop(number, None)
            else:
                active[number] = ends
        if active:
            found.days.append(day)
            found.ends.append((min(ends[0] for ends in active.values()), max(ends[1] for ends in active.values())))
    return found


# Marks -------------------------------------------------------------------------------------------------------------


def _marks(evidence: Evidence, run: _Run) -> Iterator[Mark]:
    changes: dict[int, Change] = {change.event_id: change for change in evidence.changes}
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
