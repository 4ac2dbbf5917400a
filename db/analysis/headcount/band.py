"""The lowest and the highest level that any placement of the vague dates allows, run from one known level.

A sweep goes forward in time. Running backward is the same sweep over mirrored days and turned signs: the end of day d
becomes -d, a change on day d becomes one on day 1 - d. A share p of the level before is p / (1 - p) of the level after
a cut, and p / (1 + p) of that after a gain.

Within a sweep a change moves the low end as soon as it can lower it and as late as it can raise it, and the other way
around at the high end. Sizes that follow from the level take the levels possible within the days of the change.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import inf

from db.analysis.headcount.facts import Change
from db.analysis.headcount.tally import Beside, Day, Flow, Row, Size, Start, Tally, hull, least, times

_ROUNDS = 4  # passes over shares with vague days; every pass only narrows what is already safe


@dataclass(slots=True)
class Sweep:
    """The band from one anchor on: rows, the sizes its shares came to, and what sank the high end below 0.

    ``sums`` are the rows before they are cut at 0.
    """

    rows: list[Row] = field(default_factory=list)
    sums: list[Row] = field(default_factory=list)
    sizes: dict[int, Size] = field(default_factory=dict)
    sunk: dict[int, list[int]] = field(default_factory=dict)

    def over(self, first: int, last: int) -> Size:
        """Lowest low and highest high from the end of day ``first`` to that of ``last``, not cut at 0."""
        begin = max(bisect_right(self.sums, (first, inf, inf)) - 1, 0)
        rows = self.sums[begin : max(bisect_right(self.sums, (last, inf, inf)), begin + 1)]
        return min(row[1] for row in rows), max(row[2] for row in rows)


def forward(start: Start, changes: Iterable[Change], known: Mapping[int, Size]) -> Sweep:
    """Run forward. ``known``: sizes that earlier sweeps found, for shares that took effect before this one."""
    flows = [_flow(change, mirrored=False) for change in changes]
    return _run(start, [flow for flow in flows if _enter(flow, start, known)], {})


def backward(start: Start, changes: Iterable[Change], known: Mapping[int, Size]) -> Sweep:
    """Run backward; ``start.until`` is the earliest day wanted. Rows come in ascending days.

    Sizes also span those that a run forward found (``known``).
    """
    mirror = Start(
        first=-start.last, last=-start.first, low=start.low, high=start.high, until=-start.until, apart=start.apart
    )
    flows = [_flow(change, mirrored=True) for change in changes]
    found = _run(mirror, [flow for flow in flows if _enter(flow, mirror, known)], known)
    days = [1 - row[0] for row in found.rows[1:]] + [start.until]
    found.rows = [(day, low, high) for day, (_, low, high) in zip(days, found.rows, strict=True)][::-1]
    return found


def _flow(change: Change, *, mirrored: bool) -> Flow:
    rate = None if change.share is None else (change.share[0], change.share[2])
    size, sign, back = (change.low, change.high), change.sign, change.back
    first, last = change.first, change.last
    span = change.span and back is None  # a band that holds "not yet" and "already" also holds what lies between
    if mirrored:
        if rate is not None:
            rate = (_before(rate[0], sign), _before(rate[1], sign))
        if back is not None:  # seen backward, it first goes away again
            (first, last), back = (1 - back[1], 1 - back[0]), (1 - last, 1 - first)
            rate = None if change.share is None else (change.share[0], rate[1] if rate else 0.0)
        else:
            first, last, sign = 1 - last, 1 - first, -sign
    return Flow(change.number, change.event_id, sign, first, last, span, size, rate, back, mirrored=mirrored)


def _before(share: float, sign: int) -> float:
    if sign > 0:
        return share / (1 + share)
    return share / (1 - share) if share < 1 else inf


def _enter(flow: Flow, start: Start, known: Mapping[int, Size]) -> bool:
    """Place the flow in the sweep; False if it cannot be felt after the anchor."""
    if flow.rate is not None and not start.floor:  # a share of a level that nobody knows
        flow.rate, flow.size = None, (0.0, inf)
    if flow.last <= start.first and flow.back is not None:  # gone before the anchor, but it may come back after it
        flow.first, flow.last = flow.back
        flow.sign, flow.back = -flow.sign, None
        if flow.rate is not None and not flow.mirrored:
            flow.size, flow.rate = known.get(flow.number, (0.0, inf)), None
    if flow.last <= start.first or flow.first > start.until:
        return False
    flow.sure = flow.first > start.last
    flow.start = max(flow.first, start.first + 1)
    if flow.rate is not None and flow.span and not flow.sure and not flow.mirrored:
        # The level before it lies before the anchor: what an earlier sweep found, else what is safe.
        most = times(_before(flow.rate[1], -1), start.high) if flow.sign < 0 else times(flow.rate[1], start.high)
        flow.size = known.get(flow.number, (0.0, most))
        flow.rate = None
    own = start.own
    if own is not None and flow.first <= own.last and flow.last >= own.first and _before_own(flow, own):
        flow.beside = own
    if flow.rate is not None:
        flow.inline = (flow.first == flow.last or flow.span) and not (flow.mirrored and (flow.span or flow.back))
    return True


def _before_own(flow: Flow, own: Beside) -> bool:
    """Whether a flow can come first on the day of the event whose level the sweep begins with: gains do, then by id."""
    if flow.sign != own.sign:
        return flow.sign > 0
    return flow.event_id < own.event_id


def _timetable(flows: Sequence[Flow], start: Start) -> dict[int, Day]:
    table: dict[int, Day] = {}
    spans: set[int] = set()

    def at(day: int) -> Day:
        found = table.get(day)
        if found is None:
            found = table[day] = Day()
        return found

    for flow in flows:
        begun = at(flow.start)
        exact = flow.first == flow.last and flow.sure and flow.rate is None and flow.back is None
        if exact and flow.size[1] < inf:
            sums = begun.gain if flow.sign > 0 else begun.loss
            sums[0] += flow.size[0]
            sums[1] += flow.size[1]
            if flow.sign < 0:
                begun.losing.append(flow.number)
            continue
        begun.starts.append(flow)
        if flow.span:
            spans.update(range(flow.start, min(flow.last + 1, start.until) + 1))
            at(flow.last + 1).stops.append(flow)
            at(min(max(flow.first, start.last + 1), flow.last + 1)).sure_starts.append(flow)
        else:
            at(flow.last).ends.append(flow)
        if flow.back is not None:
            first = max(flow.back[0], start.first + 1)
            at(max(first, flow.last) if flow.sure else first).back_starts.append(flow)
            at(max(flow.back[1], flow.last)).back_ends.append(flow)
    for day in spans:
        at(day)
    for work in table.values():
        work.busy = bool(
            work.starts or work.ends or work.back_starts or work.back_ends or work.stops or work.sure_starts
        )
    return {day: table[day] for day in sorted(table) if day <= start.until}


def _run(start: Start, flows: list[Flow], known: Mapping[int, Size]) -> Sweep:
    if start.apart:
        _tighten(flows)
    table = _timetable(flows, start)
    vague = [flow for flow in flows if flow.rate is not None and not flow.inline]
    if vague:
        ceiling = start.high + (start.own.heads if start.own is not None else 0.0)
        ceiling += sum(flow.size[1] for flow in flows if flow.sign > 0 and flow.rate is None)
        ceiling += sum(flow.size[1] for flow in flows if flow.back is not None and flow.rate is None)
        for flow in flows:
            if flow.rate is not None and (flow.sign > 0 or flow.back is not None):
                ceiling *= 1 + flow.rate[1]
        for flow in vague:
            assert flow.rate is not None
            flow.size = hull((0.0, times(flow.rate[1], ceiling)), known.get(flow.number))
        for _ in range(min(_ROUNDS, 1 + len(vague))):
            tally = Tally(start, known)
            tally.run(table)
            before = [flow.size for flow in vague]
            for flow in vague:
                _narrow(flow, tally, known)
            if before == [flow.size for flow in vague]:
                break
        _take_no_more(vague, flows, start, known)
    tally = Tally(start, known)
    tally.run(table)
    sizes = {flow.number: flow.size for flow in flows if flow.rate is not None}
    return Sweep(tally.rows, tally.sums, sizes, tally.sunk)


def _narrow(flow: Flow, tally: Tally, known: Mapping[int, Size]) -> None:
    """The size from the levels that were possible, its own effect taken out, on the days it can have had."""
    assert flow.rate is not None
    plain = not flow.span and (flow.back is None or (not flow.mirrored and flow.back[0] > flow.last))
    last = flow.last if plain or flow.back is None else max(flow.last, flow.back[1])
    begin, end = bisect_left(tally.days, flow.start), bisect_right(tally.days, last)
    if begin == end:
        return
    own_low, own_high = flow.size
    high = max(tally.peaks[begin:end])
    if flow.beside is not None:
        high += flow.beside.heads if flow.beside.sign < 0 else 0.0
    if flow.sign < 0:
        low = min(tally.lows[begin:end])
        if plain and own_high < inf:
            low += own_high
        elif not plain:
            high += own_low
    else:
        low = min(tally.before[begin:end])
        if flow.beside is not None and flow.beside.sign > 0:
            low -= flow.beside.heads
        if not plain:
            low -= own_low
        elif own_high < inf:
            high -= own_high
    size = (times(flow.rate[0], low) if flow.rate[0] < inf else 0.0, times(flow.rate[1], high))
    low_size, high_size = hull(size, known.get(flow.number))
    flow.size = (max(low_size, own_low), max(min(high_size, own_high), low_size, own_low))


def _tighten(flows: Sequence[Flow]) -> None:
    """Mark losses whose size may go with the level at either end: not where something comes back or is spread beside.

    What comes back, or goes on day by day, is of a level that another share has not changed yet.
    """
    shares = [flow for flow in flows if flow.rate is not None]
    if any(flow.back is not None for flow in flows):
        return
    alone = len(shares) == 1
    for flow in shares:
        flow.tight = flow.sign < 0 and (alone or not any(other.span for other in shares))


def _take_no_more(vague: Sequence[Flow], flows: Sequence[Flow], start: Start, known: Mapping[int, Size]) -> None:
    """What losses on vague days take at either end, from the levels there would be without any of them."""
    if not all(flow.tight for flow in vague):
        return
    names = {flow.number for flow in vague}
    tally = Tally(start, known)
    tally.run(_timetable([flow for flow in flows if flow.number not in names], start))
    for flow in vague:
        assert flow.rate is not None
        begin, end = bisect_left(tally.days, flow.start), bisect_right(tally.days, flow.last)
        before = tally.rest[begin - 1] if begin else (start.low, start.high)
        seen = max([*tally.seen_low[begin:end], before[0]])
        most = times(flow.rate[1], seen + (flow.beside.heads if flow.beside and flow.beside.sign < 0 else 0.0))
        taken = min(flow.size[1], hull((0.0, most), known.get(flow.number))[1])
        lost = flow.size[0]
        if len(vague) == 1:
            fewest = least(flow.rate[0], min([*tally.seen_high[begin:end], before[1]]))
            lost = max(lost, hull((fewest, flow.size[1]), known.get(flow.number))[0])
        flow.taken = (lost, taken)
