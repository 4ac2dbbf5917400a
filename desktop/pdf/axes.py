"""What both figures of a snapshot stand on: the time axis, round numbers, and numbered markers that do not overlap."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from db.model.values import ImpreciseDate
from desktop.pdf.canvas import HAIR, MUTED, PAPER, Style
from desktop.pdf.flow import Badge, Flow, badge_half, draw_badge
from desktop.wording import conventions, formatting

AXIS = Style(6.6, color=MUTED)
_MONTH_STEPS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600)


@dataclass(frozen=True, slots=True)
class TimeAxis:
    """Days from ``first`` to ``last`` on points from ``left`` to ``right``."""

    first: date
    last: date
    left: float
    right: float

    def x(self, day: date) -> float:
        """Where a day is, held within the axis."""
        total = max(1, (self.last - self.first).days)
        part = (day - self.first).days / total
        return self.left + min(1.0, max(0.0, part)) * (self.right - self.left)

    def holds(self, when: ImpreciseDate | None) -> bool:
        """Whether something with this date is to be drawn at all: it has a day, and one within the axis."""
        if when is None or not when.known:
            return False
        return (when.latest or date.max) >= self.first and (when.earliest or date.min) <= self.last

    def ends(self, when: ImpreciseDate) -> tuple[float, float]:
        """From where to where a date reaches; an open end reaches to the end of the axis."""
        return self.x(when.earliest or self.first), self.x(when.latest or self.last)

    def ticks(self) -> list[tuple[date, str]]:
        """Round days with their labels: years, else months with the year where it changes, else days."""
        room = max(2, int((self.right - self.left) / 46))
        days = (self.last - self.first).days
        if days <= 45:
            step = max(1, math.ceil(days / room))
            step = next((s for s in (1, 2, 7, 14) if s >= step), 14)
            found = [self.first + timedelta(n) for n in range(step - (self.first.toordinal() % step), days + 1, step)]
            return [(day, formatting.short_day(day)) for day in found]
        step = next((s for s in _MONTH_STEPS if days / 30.44 / s <= room), _MONTH_STEPS[-1])
        index = -(-(self.first.year * 12 + self.first.month - 1) // step) * step
        ticks: list[tuple[date, str]] = []
        while index < 120_000 and (day := date(index // 12, index % 12 + 1, 1)) <= self.last:
            if day >= self.first:
                ticks.append((day, self._label(day, step, first=not ticks)))
            index += step
        return ticks

    @staticmethod
    def _label(day: date, step: int, *, first: bool) -> str:
        if step >= 12:
            return str(day.year)
        if first or day.month <= step:
            return formatting.month(day, short=True)
        return conventions.conventions().short_months[day.month - 1]

    def draw(self, flow: Flow, top: float, bottom: float, *, labels: bool = True) -> None:
        """Ticks below ``bottom``, with a hairline up to ``top``."""
        reached = -math.inf
        for day, label in self.ticks():
            x = self.x(day)
            flow.page.line((x, top), (x, bottom), color="#eceae6", width=0.35)
            half = flow.measure.width(label, AXIS) / 2
            if labels and x - half > reached + 4 and x - half >= self.left - 20 and x + half <= self.right + 20:
                flow.page.line((x, bottom), (x, bottom + 2.5), color=MUTED)
                flow.center(x, bottom + 9.5, label, AXIS)
                reached = x + half
        flow.page.line((self.left, bottom), (self.right, bottom), color=MUTED, width=0.5)


def time_axis(
    days: Iterable[date], *, first: date | None, last: date | None, left: float, right: float
) -> TimeAxis | None:
    """An axis for the period, its open ends taken from ``days`` with some air; None without any day."""
    found = sorted(days)
    if not found and (first is None or last is None):
        return None
    begin, end = first or min(found[0], last or date.max), last or max(found[-1], first or date.min)
    air = timedelta(max(12, (end - begin).days // 16))
    begin = begin if first is not None else _shifted(begin, -air)
    end = end if last is not None else _shifted(end, air)
    return TimeAxis(begin, max(end, _shifted(begin, timedelta(1))), left, right)


def _shifted(day: date, by: timedelta) -> date:
    try:
        return day + by
    except OverflowError:
        return date.max if by > timedelta() else date.min


def middle(when: ImpreciseDate) -> date:
    """The day a marker stands on: halfway between the bounds, or the only one there is."""
    if when.earliest is not None and when.latest is not None:
        return when.earliest + (when.latest - when.earliest) // 2
    return when.earliest or when.latest or date.min


@dataclass(frozen=True, slots=True)
class ValueAxis:
    """Numbers from ``low`` to ``high`` on points from ``bottom`` up to ``top``. ``cut``: it does not begin at 0."""

    low: float
    high: float
    top: float
    bottom: float
    step: float
    cut: bool = False

    def y(self, value: float) -> float:
        """Where a number is, held within the axis."""
        part = (min(max(value, self.low), self.high) - self.low) / (self.high - self.low)
        return self.bottom - part * (self.bottom - self.top)

    def ticks(self) -> list[float]:
        """Round numbers within the axis."""
        count = round((self.high - self.low) / self.step)
        return [self.low + n * self.step for n in range(count + 1)]

    def draw(self, flow: Flow, left: float, right: float, *, sign: bool = False) -> None:
        """Hairlines with their numbers at the left; a zigzag where the axis is cut."""
        for value in self.ticks():
            y = self.y(value)
            strong = sign and value == 0
            flow.page.line((left, y), (right, y), color=MUTED if strong else HAIR, width=0.5 if strong else 0.35)
            decimals = 0 if self.step >= 1 else 1
            text = (formatting.signed if sign else formatting.number)(value, decimals=decimals)
            flow.right(left - 5, y + 2.3, text, AXIS)
        if self.cut:
            y = self.bottom
            flow.page.shape((left - 3, y - 2), (left + 3, y - 4), (left - 3, y - 6), (left + 3, y - 8), line="#ffffff")
            for a, b in (((-3, -2), (3, -4)), ((3, -4), (-3, -6)), ((-3, -6), (3, -8))):
                flow.page.line((left + a[0], y + a[1]), (left + b[0], y + b[1]), color=MUTED, width=0.6)


def value_axis(values: Iterable[float], *, top: float, bottom: float, relative: bool = False) -> ValueAxis:
    """A round axis around ``values``: from 0, unless all lie close together far from it (never a relative one)."""
    found = [*values] or [0.0]
    low, high = min(found), max(found)
    cut = not relative and low > 0 and (high - low) < 0.3 * high
    if not cut:
        low, high = min(0.0, low), max(0.0, high)
    elif high == low:
        low, high = low * 0.95, high * 1.05
    else:
        low, high = low - 0.4 * (high - low), high + 0.15 * (high - low)
    room = max(2, int((bottom - top) / 24))
    step = _round_step((high - low or 1.0) / room)
    low = math.floor(low / step + 1e-9) * step
    high = max(low + step, math.ceil(high / step - 1e-9) * step)
    return ValueAxis(max(low, 0.0) if cut else low, high, top, bottom, step, cut=cut and low > 0)


def _round_step(raw: float) -> float:
    power = 10 ** math.floor(math.log10(raw))
    step = next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= raw * 0.999)
    return max(1.0, 3.0 if step == 2.5 else step) if step < 3 else step


# Numbered markers.

_RADIUS = 5.0
_ROWS = 3
#: From one row of markers to the next above it.
ROW = 2 * _RADIUS + 2.6
_CROWD = Style(5.4, bold=True, color=MUTED)


@dataclass(frozen=True, slots=True)
class Pin:
    """A numbered marker at ``x``; ``reach`` is the stretch of a date that is known only vaguely."""

    x: float
    badge: Badge
    reach: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Pins:
    """Markers with their rows from the bottom, and groups of those that found no place: drawn together."""

    placed: tuple[tuple[int, Pin], ...] = ()
    crowds: tuple[tuple[Pin, ...], ...] = ()

    @property
    def height(self) -> float:
        """What they take in points."""
        rows = max((row for row, _pin in self.placed), default=-1) + 1
        return (rows + bool(self.crowds)) * ROW


def place_pins(flow: Flow, pins: Iterable[Pin]) -> Pins:
    """Markers in up to three rows, so that none covers another; the rest in groups that stand side by side."""
    rows = [-math.inf] * _ROWS
    placed: list[tuple[int, Pin]] = []
    crowds: list[list[Pin]] = []
    for pin in sorted(pins, key=lambda pin: (pin.x, pin.badge.number)):
        half = badge_half(pin.badge.number, _RADIUS)
        row = next((n for n, end in enumerate(rows) if pin.x - half >= end + 1), None)
        if row is not None:
            rows[row] = pin.x + half
            placed.append((row, pin))
        elif crowds and pin.x < _crowd_end(flow, crowds[-1]) + 14:
            crowds[-1].append(pin)
        else:
            crowds.append([pin])
    return Pins(tuple(placed), tuple(map(tuple, crowds)))


def _crowd_text(pins: Sequence[Pin]) -> str:
    numbers = sorted(pin.badge.number for pin in pins)
    return str(numbers[0]) if len(numbers) == 1 else f"{numbers[0]}…{numbers[-1]}"


def _crowd_end(flow: Flow, pins: Sequence[Pin]) -> float:
    return max(pins[0].x - _RADIUS + flow.measure.width(_crowd_text(pins), _CROWD) + 5, pins[-1].x)


def draw_pins(flow: Flow, pins: Pins, *, right: float, base: float, foot: float) -> None:
    """Markers upward from ``base``, a hairline from each down to ``foot``; groups as "12…17", first and last number."""
    page = flow.page
    for row, pin in pins.placed:
        y = base - row * ROW
        page.line((pin.x, y + _RADIUS), (pin.x, foot), color="#d3cec7", width=0.35)
    for row, pin in pins.placed:
        y = base - row * ROW
        if pin.reach is not None:
            low, high = pin.reach
            page.rect(low, y + _RADIUS - 0.3, max(high - low, 1.0), 1.9, fill=pin.badge.color)
        draw_badge(page, flow.measure, pin.x, y, pin.badge, radius=_RADIUS)
    for crowd in pins.crowds:
        text, y = _crowd_text(crowd), base - _ROWS * ROW
        width = flow.measure.width(text, _CROWD) + 5
        x = min(crowd[0].x - _RADIUS, right - width)
        page.rect(x, y - 4.2, width, 8.4, fill=PAPER, line=MUTED, stroke=0.5)
        page.text(x + 2.5, y + 1.9, text, _CROWD)
