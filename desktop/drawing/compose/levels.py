"""The levels of one headcount as marks: steps with their band, checkpoints, what is unexplained, words at the end."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date

import numpy as np

from db.analysis.series import Basis, Exclusion, Gap, HeadcountSeries, Mark
from db.analysis.series import Level as Headcount
from db.model.values import Quantity
from db.reading.dates import middle_day
from desktop.drawing.figure import Values
from desktop.drawing.marks import (
    NAN,
    Band,
    Gaps,
    Key,
    Label,
    Level,
    Look,
    PanelMark,
    Points,
    Shape,
    Steps,
)
from desktop.wording import formatting
from desktop.wording.i18n import _


def level_marks(series: HeadcountSeries, *, end: float, role: str) -> list[PanelMark]:
    """Band, line, and what is unexplained at the checkpoints."""
    levels = series.levels
    x = np.array([level.day.toordinal() for level in levels], dtype=np.float64)
    best = np.array([NAN if level.best is None else level.best for level in levels], dtype=np.float64)
    low = np.array([_end(level, level.low, -math.inf) for level in levels], dtype=np.float64)
    high = np.array([_end(level, level.high, math.inf) for level in levels], dtype=np.float64)
    until = max(end, float(x[-1])) if len(x) else end
    marks: list[PanelMark] = [Band(x, low, high, until, Look(f"{role}~20", f"{role}~80"))]
    if series.relative:
        marks.append(Level(0.0, Look("control", width=0.9)))
    gaps = [gap for gap in series.gaps if is_drawn(gap)]
    booked = {gap.last for gap in gaps}
    joined = np.array([level.day not in booked for level in levels], dtype=bool)
    marks.append(Steps(x, best, until, Look(role, width=1.5), joined=joined, dashed=_estimates(levels)))
    if gaps:
        marks.append(
            Gaps(
                np.array([gap.last.toordinal() for gap in gaps], dtype=np.float64),
                np.array([_middle(gap.expected) for gap in gaps], dtype=np.float64),
                np.array([_middle(gap.stated) for gap in gaps], dtype=np.float64),
                [_unexplained(gap) for gap in gaps],
                Look("unexplained"),
                [_checkpoint(series, gap) for gap in gaps],
            )
        )
    return marks


def _end(level: Headcount, value: float | None, otherwise: float) -> float:
    if level.low is None and level.high is None:
        return NAN
    return otherwise if value is None else value


def is_drawn(gap: Gap) -> bool:
    """Whether there is something unexplained that has two ends."""
    return is_sized(gap.unexplained) and _middle(gap.expected) is not None and _middle(gap.stated) is not None


def _checkpoint(series: HeadcountSeries, gap: Gap) -> Key:
    """The reported headcount that a gap is booked on."""
    return next((mark.event_id for mark in series.marks if mark.level is not None and _day(mark) == gap.last), None)


def _unexplained(gap: Gap) -> str:
    missing = gap.unexplained
    size = formatting.figure(missing.low, missing.best, missing.high, sign=True)[0]
    return _("unexplained {size}").format(size=size)


def _estimates(levels: Sequence[Headcount]) -> np.ndarray:
    """Dashed where a level rests on an implied one (before the first anchor: on that), not on a reported headcount."""
    anchors = (Basis.REPORTED, Basis.IMPLIED)
    footing = next((level.basis for level in levels if level.basis in anchors), Basis.REPORTED)
    found = []
    for level in levels:
        footing = level.basis if level.basis in anchors else footing
        found.append(footing is Basis.IMPLIED)
    return np.array(found, dtype=bool)


def checkpoints(series: HeadcountSeries, role: str) -> list[PanelMark]:
    """Squares for reported headcounts, hollow in no total; hollow diamonds for implied levels that are set aside."""
    found: list[PanelMark] = []
    marks = [(mark, _day(mark), _middle(mark.level)) for mark in series.marks if mark.level is not None]
    placed = sorted(
        ((day, value, mark) for mark, day, value in marks if day is not None and value is not None),
        key=lambda one: one[0],
    )
    for counts in (True, False):
        mine = [one for one in placed if (one[2].exclusion is Exclusion.NONE) == counts]
        if not mine:
            continue
        look = Look("surface", role, width=1.2) if counts else Look(role, "surface", width=1.2)
        found.append(
            Points(
                np.array([day.toordinal() for day, _value, _mark in mine], dtype=np.float64),
                np.array([value for _day, value, _mark in mine], dtype=np.float64),
                look,
                left=np.array([_bound(mark, "earliest") for _day, _value, mark in mine], dtype=np.float64),
                right=np.array([_bound(mark, "latest") for _day, _value, mark in mine], dtype=np.float64),
                low=np.array(
                    [NAN if mark.level is None or mark.level.low is None else mark.level.low for *_rest, mark in mine]
                ),
                high=np.array(
                    [NAN if mark.level is None or mark.level.high is None else mark.level.high for *_rest, mark in mine]
                ),
                texts=[formatting.number(value) for _day, value, _mark in mine],
                keys=[mark.event_id for *_rest, mark in mine],
            )
        )
    aside = sorted(
        (one.implied.day, value) for one in series.aside if (value := _middle(one.implied.level)) is not None
    )
    if aside:
        found.append(
            Points(
                np.array([day.toordinal() for day, _value in aside], dtype=np.float64),
                np.array([value for _day, value in aside], dtype=np.float64),
                Look("muted", "surface", width=1.2),
                Shape.DIAMOND,
            )
        )
    return found


def _bound(mark: Mark, name: str) -> float:
    """The day a vague headcount begins or ends on, without end where the date is open; NaN for an exact one."""
    if mark.date is None or mark.date.exact:
        return NAN
    day = getattr(mark.date, name)
    return day.toordinal() if day is not None else (-math.inf if name == "earliest" else math.inf)


def last_label(series: HeadcountSeries, end: float, role: str) -> Label | None:
    """The level at the end of the line, in words behind it."""
    if not series.levels:
        return None
    level = series.levels[-1]
    value = _middle(level)
    if value is None:
        return None
    text, note = formatting.figure(level.low, level.best, level.high, sign=series.relative)
    return Label(max(end, float(level.day.toordinal())), value, text, role, bold=True, end=True, note=note)


def values_of(series: HeadcountSeries) -> Values | None:
    """The axis: cut only where most of the height would be empty, and never that of a change; None: only events."""
    levels: list[Headcount | Quantity] = [
        *series.levels,
        *(mark.level for mark in series.marks if mark.level is not None),
    ]
    levels += [Quantity.exact(value) for one in series.aside if (value := _middle(one.implied.level)) is not None]
    found = [value for level in levels for value in (level.low, level.best, level.high) if value is not None]
    if not found:
        return None
    low, high = min(found), max(found)
    if series.relative or low < 0:
        low, high = min(low, 0.0), max(high, 0.0)
        margin = max(high - low, 1.0) * 0.12
        form = formatting.signed if series.relative else formatting.number
        return Values(low - margin if low < 0 else 0.0, high + margin, form)
    open_below = any(level.low is None and level.high is not None for level in series.levels)
    if low < high * 0.55 or open_below:
        return Values(0.0, max(high, 1.0) * 1.12)
    margin = max(high - low, high * 0.04, 2.0) * 0.25
    bottom = max(low - margin, 0.0)
    return Values(bottom, high + margin, cut=bottom > 0)


def is_sized(quantity: Quantity) -> bool:
    """Whether anything but 0 is known of it."""
    return any((quantity.low, quantity.best, quantity.high))


def _middle(quantity: Quantity | Headcount | None) -> float | None:
    """Best, else halfway, else the one bound there is: where a mark is drawn."""
    if quantity is None or quantity.best is not None:
        return quantity.best if quantity is not None else None
    if quantity.low is not None and quantity.high is not None:
        return (quantity.low + quantity.high) / 2
    return quantity.low if quantity.low is not None else quantity.high


def _day(mark: Mark) -> date | None:
    if mark.date is None:
        return None
    return middle_day(mark.date) or mark.date.earliest or mark.date.latest
