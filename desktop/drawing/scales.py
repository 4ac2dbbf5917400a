"""What of time is shown, where the labels of an axis stand, and what they say, for screen and paper alike. No Qt.

Dates have two levels where they are finer than years: months or quarters, and below them the years. A day is its
ordinal, so that it is drawn at itself in every time zone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil, floor, log10

from db.model.days import shifted
from desktop.wording import formatting
from desktop.wording.language import conventions

#: Step and unit of the labels of a time axis, the finest first; a label has to fit its step.
_STEPS: tuple[tuple[int, str], ...] = (
    (1, "day"), (2, "day"), (7, "day"), (14, "day"), (1, "month"), (3, "quarter"),
    *((years, "year") for years in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)),
)  # fmt: skip
_DAYS = {"day": 1.0, "month": 30.436875, "quarter": 30.436875, "year": 365.2425}
#: Longer stretches are told by months, however well their days would fit.
_MOST_DAYS = 75
FIRST, LAST = float(date.min.toordinal()), float(date.max.toordinal())


@dataclass(frozen=True, slots=True)
class Tick:
    """A label at ``x``. ``until``: it names the stretch up to there, and stands in its middle; else at its place."""

    x: float
    text: str
    until: float | None = None


@dataclass(frozen=True, slots=True)
class Ticks:
    """The labels of an axis: the fine level, and the one below it (None where there is one level only)."""

    fine: tuple[Tick, ...]
    coarse: tuple[Tick, ...] = ()


def day_at(x: float) -> date:
    """The day nearest to a place, within what a date can hold."""
    return date.fromordinal(int(min(max(round(x), FIRST), LAST)))


def reach(stretches: Sequence[tuple[date, date]]) -> tuple[float, float]:
    """The scale that shows some stretches of days: from the first to the last of them, and no time beside."""
    if not stretches:
        return 730_000.0, 730_365.0
    return float(min(one[0] for one in stretches).toordinal()), float(max(one[1] for one in stretches).toordinal() + 1)


def finest(stretches: Sequence[tuple[date, date]]) -> str:
    """What the axis below some periods tells at most: years below years, not their months."""
    longest = max(((one[1] - one[0]).days + 1 for one in stretches), default=1)
    return next(
        (unit for least_days, unit in ((365, "year"), (90, "quarter"), (28, "month")) if longest >= least_days), "day"
    )


def reach_to(first: date, last: date, until: date) -> date:
    """How far a level that lasts is shown: to now, unless that would squeeze what happened into a corner."""
    return max(last, min(until, shifted(last, max((last - first).days // 2, 90))))


def date_ticks(
    first: float, last: float, width: float, measure: Callable[[str], float], *, finest: str = "day"
) -> Ticks:
    """Labels for the days ``first`` to ``last`` on ``width`` units, at least two where there are two days.

    ``finest``: the unit below which nothing is told, as under a bar for each year; a single one has one label.
    """
    span = max(last - first, 1e-9)
    for step, unit in _STEPS[next(n for n, (_step, unit) in enumerate(_STEPS) if unit == finest) :]:
        wide = measure(_widest(unit)) * 1.6
        if (unit != "day" or span <= _MOST_DAYS) and span / max(width, 1.0) * wide <= step * _DAYS[unit]:
            break
    fine = _fine(first, last, step, unit)
    told = sum(1 for tick in fine if first <= tick.x <= last)
    if told < 2 and floor(last) > ceil(first) and finest == "day":
        return Ticks(_ends(first, last))
    return Ticks(fine, _years(first, last) if unit in {"month", "quarter"} else _months(fine, unit))


def _widest(unit: str) -> str:
    rule = conventions.conventions()
    return {
        "day": "28. ", "month": max(rule.short_months, key=len), "quarter": "Q4",
    }.get(unit, "2000")  # fmt: skip


def _ends(first: float, last: float) -> tuple[Tick, ...]:
    """Where no unit gives two labels: the days at both ends."""
    return tuple(Tick(x, formatting.short_day(day_at(x))) for x in (ceil(first), floor(last)))


def _fine(first: float, last: float, step: int, unit: str) -> tuple[Tick, ...]:
    if unit == "day":
        return tuple(Tick(x, _day_label(day_at(x))) for x in _days(first, last, step))
    found = []
    for x, until in _stretches(first, last, step * (12 if unit == "year" else 1)):
        day = day_at(x)
        if unit == "year":
            found.append(Tick(x, str(day.year), until if step == 1 else None))
        elif unit == "month":
            found.append(Tick(x, conventions.conventions().short_months[day.month - 1], until))
        else:
            found.append(Tick(x, f"Q{(day.month + 2) // 3}", until))
    return tuple(found)


def _day_label(day: date) -> str:
    rule = conventions.conventions()
    return f"{day.day}." if rule.decimal == "," else str(day.day)


def _years(first: float, last: float) -> tuple[Tick, ...]:
    return tuple(Tick(x, str(day_at(x).year), until) for x, until in _stretches(first, last, 12))


def _months(fine: tuple[Tick, ...], unit: str) -> tuple[Tick, ...]:
    """Below days the months with their year."""
    if unit != "day" or not fine:
        return ()
    return tuple(
        Tick(x, formatting.month(day_at(x), short=True), until) for x, until in _stretches(fine[0].x, fine[-1].x + 1, 1)
    )


def _days(first: float, last: float, step: int) -> Iterator[float]:
    ordinal = int(max(ceil(first), FIRST))
    ordinal += (1 - ordinal) % 7 if step >= 7 else -ordinal % step  # weeks begin on Monday
    while ordinal <= min(last, LAST):
        yield float(ordinal)
        ordinal += step


def _stretches(first: float, last: float, months: int) -> Iterator[tuple[float, float]]:
    """The stretches of so many months that touch the axis, each with the first day of the next."""
    begin = day_at(floor(first))
    month = (begin.year * 12 + begin.month - 1) // months * months
    month = max(month, 12 + -12 % months)
    while month // 12 <= date.max.year:
        x = float(date(month // 12, month % 12 + 1, 1).toordinal())
        if x > last:
            return
        month += months
        until = float(date(month // 12, month % 12 + 1, 1).toordinal()) if month // 12 <= date.max.year else LAST
        yield x, until


def month_ticks(first: float, last: float, width: float, measure: Callable[[str], float]) -> Ticks:
    """Months from an anchor: "−12", "0", "+6"."""
    wide = measure("−120") * 1.4
    span = max(last - first, 1e-9)
    step = next((s for s in (1, 3, 6, 12, 24, 60, 120, 240, 600) if span / max(width, 1.0) * wide <= s), 1200)
    places = [float(n) for n in range(ceil(first / step) * step, floor(last) + 1, step)]
    return Ticks(tuple(Tick(x, formatting.signed(x)) for x in places))


def axis_form(form: Callable[[float], str], values: Sequence[float]) -> Callable[[float], str]:
    """How the numbers of an axis are written: where one is a million all are, "0.5 million" below "1 million".

    Only where each is still short, and only what would be written as a bare number.
    """
    largest = max((abs(value) for value in values), default=0.0)
    scale, word = next((one for one in conventions.conventions().scales if largest >= one[0]), (1.0, ""))
    if not word or form not in {formatting.number, formatting.signed}:
        return form
    if any(abs(value / scale - round(value / scale, 2)) > 1e-6 for value in values):
        return form
    return lambda value: form(0.0) if not value else _scaled(form, value / scale) + word


def _scaled(form: Callable[[float], str], value: float) -> str:
    return (formatting.signed if form is formatting.signed else formatting.number)(value, decimals=2)


def value_ticks(low: float, high: float, size: float, *, apart: float, whole: bool = True) -> list[float]:
    """Round numbers between two values, at least ``apart`` units from each other; two at least, however low it is.

    ``whole``: no number between two whole ones.
    """
    if not high > low or size <= 0:
        return []
    least = (high - low) * apart / size
    found: list[float] = []
    while len(found) < 2:
        if whole:
            least = max(least, 1.0)
        power = 10.0 ** floor(log10(least))
        step = next(power * factor for factor in (1, 2, 5, 10, 20) if power * factor >= least * 0.999)
        found = [number * step for number in range(ceil(low / step - 1e-9), floor(high / step + 1e-9) + 1)]
        if step <= 1.0 and whole:
            break
        least = step / 2.6
    return found
