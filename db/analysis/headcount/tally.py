"""One pass through the days of a sweep: the raw ends of the band, changed by what can or must have happened.

Sizes are in heads, ``inf`` for an open upper end. A share of the level on a known day gets its size on the way.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import inf
from typing import NamedTuple

from db.analysis.headcount.facts import Window

Size = tuple[float, float]
Row = tuple[int, float, float]  # day, low, high: from this day on
_NOISE = 1e-9
_NEVER = -(10**9)  # before every day, mirrored ones included


class Beside(NamedTuple):
    """The event whose level a sweep begins with: how many heads more or fewer there were just before it."""

    first: int
    last: int
    sign: int
    heads: float
    event_id: int


@dataclass(slots=True)
class Flow:
    """A change as one sweep sees it; ``rate`` are the bounds of its share as fractions of the level before."""

    number: int
    event_id: int
    sign: int
    first: int
    last: int
    span: bool = False
    size: Size = (0.0, inf)
    rate: Size | None = None
    back: Window | None = None
    start: int = 0  # the first day on which it can be felt in this sweep
    sure: bool = True  # it comes after the anchor in every placement
    inline: bool = False  # its size can be told when its day is reached
    mirrored: bool = False
    beside: Beside | None = None  # on its day it may come before the event whose level the sweep begins with
    tight: bool = False  # of a loss: its size goes with the level at either end, so that the ends part no farther
    taken: Size | None = None  # what the high and the low end lose by it, where that is less than its size may be


@dataclass(slots=True, kw_only=True)
class Start:
    """Where a sweep begins: the level at the end of a day within [first, last], and where it stops."""

    first: int
    last: int
    low: float
    high: float
    until: int
    floor: bool = True  # levels end at 0; without it they count from 0 in both directions
    own: Beside | None = None
    apart: bool = True  # no other known level may lie on its other side: sizes seen from there are known


@dataclass(slots=True)
class Day:
    """What happens on one day, in heads: gains first, then losses.

    Exact days and sizes are summed at once (low and high each); ``busy`` says that the lists hold something.
    """

    busy: bool = False
    gain: list[float] = field(default_factory=lambda: [0.0, 0.0])
    loss: list[float] = field(default_factory=lambda: [0.0, 0.0])
    losing: list[int] = field(default_factory=list)  # numbers of the flows in ``loss``

    starts: list[Flow] = field(default_factory=list)  # flows that can first be felt today
    ends: list[Flow] = field(default_factory=list)  # flows that have happened by today
    back_starts: list[Flow] = field(default_factory=list)
    back_ends: list[Flow] = field(default_factory=list)
    stops: list[Flow] = field(default_factory=list)  # spans whose last day was yesterday
    sure_starts: list[Flow] = field(default_factory=list)  # spans that run in every placement from today on


def times(factor: float, level: float) -> float:
    """The product, where nothing of something open is nothing."""
    return 0.0 if factor <= 0 or level <= 0 else factor * level


def least(factor: float, level: float) -> float:
    """The product as the least that something is: nothing is known of a share of a level that is open."""
    return times(factor, level) if level < inf else 0.0


def hull(size: Size, known: Size | None) -> Size:
    """Both bounds of both."""
    return size if known is None else (min(size[0], known[0]), max(size[1], known[1]))


class Tally:
    """One pass through the days of a sweep: raw ends of the band, which rows cut at 0.

    A level that is cut at 0 goes on from 0. The low end goes on from below 0 (it is safe either way); where it was
    below, ``_restart`` is how high a level can be that was cut on the way. A loss of open size empties the level at
    most, so that the low end stops at 0 as long as the loss may come.
    """

    def __init__(self, start: Start, known: Mapping[int, Size]) -> None:
        self.low, self.high, self.floor, self.known = start.low, start.high, start.floor, known
        self.days: list[int] = []
        self.before: list[float] = []  # low ends before anything happens on the day
        self.lows: list[float] = []
        self.peaks: list[float] = []  # high ends between gains and losses
        self._restart = -inf
        self.rows: list[Row] = [(start.first, *self._cut())]
        self.sums: list[Row] = [(start.first, self.low, self.high)]  # the same ends, not cut at 0
        self.sunk: dict[int, list[int]] = {}
        self._cut_day = _NEVER
        self._pending = 0.0  # gains that may or may not have come
        self.seen_low: list[float] = []  # the most and the least that a loss of the day can be a share of,
        self.seen_high: list[float] = []  # seen from the low and the high end
        self.rest: list[Size] = []  # the same on the days that follow
        self._late_low = 0.0  # of what may come today or later: what the low end has lost, or will gain
        self._late_high = 0.0  # what the high end will lose, or has gained
        self._open_until = _NEVER
        self._running = 0  # spans that have begun and not stopped
        self._gain = [0.0, 0.0]  # per day, low and high, of running spans
        self._loss = [0.0, 0.0]

    def _cut(self) -> Size:
        if not self.floor:
            return self.low, self.high
        low = max(self.low, 0.0)
        return low, max(low, self.high, self._restart)

    def run(self, table: Mapping[int, Day]) -> None:
        """All days in order."""
        for day, work in table.items():
            low_before = self.low
            if work.busy or self._running or self._restart > -inf:
                peak, loss_low = self._day(day, work)
            else:
                (gain_low, gain_high), (loss_low, loss_high) = work.gain, work.loss
                peak = self.high + gain_high
                self.high = peak - loss_low
                self.low = low_before + gain_low - loss_high
                self.seen_low.append(low_before + gain_low + self._late_low)
                self.seen_high.append(self.high - self._late_high)
                if day <= self._open_until:
                    self.low = min(self.low, 0.0) if self.floor else -inf
            self.rest.append((self.low + self._late_low, self.high - self._late_high))
            self._note(day, work, low_before, peak, loss_low)

    def _day(self, day: int, work: Day) -> Size:
        """A day with more than exact sizes; the high end between gains and losses, and what it loses."""
        low_before = self.low
        self._running += sum(flow.span for flow in work.starts) - len(work.stops)
        for flow in work.stops:
            self._rate(flow, -1, flow.taken or flow.size)
        inline_gains = [flow for flow in work.starts if flow.inline and flow.sign > 0]
        inline_losses = [flow for flow in work.starts if flow.inline and flow.sign < 0]
        for flow in work.starts:
            if flow.span and not flow.inline:
                self._rate_felt(flow)
        for flow in work.sure_starts:
            if flow.span and not flow.inline:
                self._rate_sure(flow)
        gain_low, gain_high, back_low, restart_gain = self._gains(work)
        self._late_gains(work)
        if inline_gains:
            more = self._share_gains(inline_gains, low_before, gain_high)
            gain_low, gain_high = gain_low + more[0], gain_high + more[1]
        self.high += gain_high
        if self._restart > -inf:
            self._restart += gain_high + restart_gain
        peak = max(self.high, self._restart)
        loss_low, loss_high, sure_restart = self._losses(work)
        self.low += gain_low + back_low - loss_high
        self._seen(self.low + loss_high, self.high - loss_low, work)
        if inline_losses:
            lost, lost_restart = self._share_losses(inline_losses, peak, day)
            loss_low, sure_restart = loss_low + lost, sure_restart + lost_restart
            self.seen_high[-1] -= lost
        self._late_losses(work)
        if day <= self._open_until:
            self.low = min(self.low, 0.0) if self.floor else -inf
        self.high -= loss_low
        self._restart -= sure_restart
        return peak, loss_low

    # What a loss can be a share of: all that the low end has lost may still come, all that the high end has gained too

    def _late_gains(self, work: Day) -> None:
        for flow in work.ends:
            if flow.sign > 0 and not flow.inline and not flow.span and flow.start < flow.last:
                self._late(flow, -1)
        for flow in work.starts:
            if flow.sign > 0 and not flow.inline and not flow.span and flow.start < flow.last:
                self._late(flow, 1)

    def _late_losses(self, work: Day) -> None:
        for flow in work.ends:
            if flow.sign < 0 and not flow.inline and not flow.span and flow.start < flow.last:
                self._late(flow, -1)
        for flow in work.starts:
            if flow.sign < 0 and not flow.inline and not flow.span and flow.start < flow.last:
                self._late(flow, 1)

    def _late(self, flow: Flow, way: int) -> None:
        low, high = flow.taken or flow.size
        sure = low if flow.sure else 0.0
        top = high if high < inf else 0.0
        self._late_low += way * (sure if flow.sign > 0 else top)
        self._late_high += way * (top if flow.sign > 0 else sure)

    def _seen(self, low: float, high: float, work: Day) -> None:
        """``low`` before the losses of the day, ``high`` after those that are known to have come by then."""
        moved = 0.0
        for flows, way in ((work.ends, 1), (work.starts, -1)):
            for flow in flows:
                if flow.sign < 0 and flow.sure and not flow.inline and not flow.span and flow.start < flow.last:
                    moved += way * (flow.taken or flow.size)[0]
        self.seen_low.append(low + self._late_low)
        self.seen_high.append(high - self._late_high + moved)

    def _note(self, day: int, work: Day, low_before: float, peak: float, loss_low: float) -> None:
        if self.floor and self.low < -_NOISE:
            self._restart, self._cut_day = max(self._restart, self._pending), day
        if self.floor and self.high < -_NOISE and loss_low > 0:
            vague = [flow.number for flow in (*work.ends, *work.starts) if flow.sign < 0]
            self.sunk[day] = vague + work.losing
        self.days.append(day)
        self.before.append(low_before)
        self.lows.append(self.low)
        self.peaks.append(peak)
        if (self.low, self.high) != self.sums[-1][1:]:
            self.sums.append((day, self.low, self.high))
        low, high = self._cut()
        last = self.rows[-1]
        if low != last[1] or high != last[2]:
            self.rows.append((day, low, high))

    def _gains(self, work: Day) -> tuple[float, float, float, float]:
        """Gains at the low and the high end, returns at the low end, and what only a restarted level gains."""
        low, high, back_low, restart = self._gain[0] + work.gain[0], self._gain[1] + work.gain[1], 0.0, 0.0
        for flow in work.starts:
            if flow.sign > 0 and not flow.span and not flow.inline:
                high += flow.size[1]
                if flow.start < flow.last or not flow.sure:
                    self._pending += flow.size[1]
        for flow in work.ends:
            if flow.sign > 0 and not flow.inline:
                if flow.sure and flow.first > self._open_until:
                    low += flow.size[0]
                if flow.start < flow.last or not flow.sure:
                    self._pending -= flow.size[1] if flow.size[1] < inf else 0.0
        for flow in work.back_starts:
            gain = flow.size[0] if flow.sure else flow.size[1]
            high += gain
            restart += flow.size[1] - gain if flow.size[1] < inf else 0.0
            self._pending += flow.size[1]
        for flow in work.back_ends:
            if flow.first > self._open_until:
                back_low += flow.size[1] if flow.size[1] < inf else 0.0
            elif flow.back is not None and flow.back[0] > self._open_until and flow.sure:
                back_low += flow.size[0]
            self._pending -= flow.size[1] if flow.size[1] < inf else 0.0
        return low, high, back_low, restart

    def _losses(self, work: Day) -> tuple[float, float, float]:
        """Losses at the high and the low end, and what a restarted level loses for sure."""
        low, high = self._loss[0] + work.loss[0], self._loss[1] + work.loss[1]
        sure = low
        for flow in work.starts:
            if flow.sign < 0 and not flow.inline:
                most = (flow.taken or flow.size)[1]
                if most == inf:
                    self._open_until = max(self._open_until, flow.last)
                elif not flow.span:
                    high += most
        for flow in work.ends:
            if flow.sign < 0 and flow.sure and not flow.inline:
                low += (flow.taken or flow.size)[0]
                sure += flow.size[0] if flow.first > self._cut_day else 0.0
        return low, high, sure

    # Spans: a part of the size per day

    def _rate(self, flow: Flow, way: int, size: Size) -> None:
        days = flow.last - flow.first + 1
        low, high = size[0] / days, (size[1] / days if size[1] < inf else 0.0)
        rates = self._gain if flow.sign > 0 else self._loss
        rates[0] += way * low
        rates[1] += way * high

    def _rate_felt(self, flow: Flow) -> None:
        days = flow.last - flow.first + 1
        if flow.size[1] == inf:
            if flow.sign > 0:
                self.high = inf
            return
        (self._gain if flow.sign > 0 else self._loss)[1] += flow.size[1] / days

    def _rate_sure(self, flow: Flow) -> None:
        days = flow.last - flow.first + 1
        (self._gain if flow.sign > 0 else self._loss)[0] += flow.size[0] / days

    # Shares whose day is known: the size follows from the level at hand

    def _share_gains(self, flows: Sequence[Flow], low_before: float, gain_high: float) -> Size:
        """Several on one day may come in either order."""
        parts = [1 / (flow.last - flow.first + 1) if flow.span else 1.0 for flow in flows]
        rates = [flow.rate or (0.0, 0.0) for flow in flows]
        compound = 1.0
        for (_, top), part in zip(rates, parts, strict=True):
            compound *= 1 + top * part
        reach = max(self.high, self._restart) + gain_high
        low = high = 0.0
        for flow, (bottom, top), part in zip(flows, rates, parts, strict=True):
            most = times(top, reach + self._beside(flow, -1))
            most *= compound / (1 + top * part) if compound < inf else 1.0
            fewest = times(bottom, low_before - self._beside(flow, 1)) if bottom < inf else 0.0
            flow.size = hull((min(fewest, most), most), self.known.get(flow.number))
            low += flow.size[0] * part if flow.sure and flow.first > self._open_until else 0.0
            high += flow.size[1] * part
            self._begin_span(flow)
        return low, high

    def _share_losses(self, flows: Sequence[Flow], peak: float, day: int) -> Size:
        """Takes them from the low end; what the high end loses, and a restarted level."""
        parts = [1 / (flow.last - flow.first + 1) if flow.span else 1.0 for flow in flows]
        seen_low, seen_high = self.seen_low[-1], self.seen_high[-1]
        for flow, part in zip(flows, parts, strict=True):
            assert flow.rate is not None
            known = self.known.get(flow.number)
            reach = peak + self._beside(flow, -1)
            most = hull((0.0, times(flow.rate[1], reach)), known)[1]
            flow.size, taken = (0.0, most), most
            if flow.tight:
                taken = min(most, hull((0.0, times(flow.rate[1], seen_low + self._beside(flow, -1))), known)[1])
                seen_low -= taken
            flow.taken = (0.0, taken)
            if taken == inf:
                self._open_until = max(self._open_until, flow.last, day)
            else:
                self.low -= taken * part
        lost = restart = 0.0
        for flow, part in zip(flows, parts, strict=True):
            assert flow.rate is not None
            assert flow.taken is not None
            most, (_, taken) = flow.size[1], flow.taken
            known = self.known.get(flow.number)
            empty = taken == inf or day <= self._open_until  # something of open size may have come first
            bottom = 0.0 if empty else min(times(flow.rate[0], self.low + taken * part), most)
            flow.size = hull((bottom, most), known)
            sure = flow.size[0]
            if flow.tight and flow.sure:
                sure = max(sure, hull((least(flow.rate[0], seen_high), most), known)[0])
                seen_high -= sure
            flow.taken = (sure, taken)
            lost += sure * part if flow.sure else 0.0
            restart += flow.size[0] * part if flow.sure else 0.0
            self._begin_span(flow)
        return lost, restart

    @staticmethod
    def _beside(flow: Flow, sign: int) -> float:
        """Heads that an event had not taken (-1) or brought (+1) yet where the flow came before it on its day."""
        beside = flow.beside
        return beside.heads if beside is not None and beside.sign == sign else 0.0

    def _begin_span(self, flow: Flow) -> None:
        if flow.span:  # today's part is counted above; the rest day by day
            self._rate(flow, 1, flow.taken or flow.size)
