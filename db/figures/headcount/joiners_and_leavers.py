"""Who came and who left, period by period: both sides of each bridge, and what is planned after the day of the view."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from db.analysis.figures.cells import Answer, Behind, Cell, Per, Period, Refusal, bounds
from db.analysis.figures.sums import counted_periods
from db.analysis.rates.bridge import Bridge
from db.analysis.series import Exclusion, Mark
from db.figures.headcount.levels import Levels, only_organization
from db.figures.questions import Asked, answered, refused
from db.model.days import shifted
from db.model.ids import EventId
from db.model.intervals import at_least, negate, total
from db.model.values import Population, Quantity
from db.reading.dates import middle_day
from db.view.view import View

NAME = "joiners-and-leavers"


def answer(view: View, asked: Asked) -> Answer:
    """Opening, joined, left, unexplained and closing of each period: opening + joined - left + unexplained = closing.

    Both sides are positive. A side without any event is refused: that none is recorded does not say that nobody came
    or left. Where only changes are known, so are the two sides, and no level. What is planned after the day of the view
    has cells of its own, ``joined:planned`` and ``left:planned``, and is in nothing else.
    """
    organization = only_organization(view)
    if organization is None:
        return refused(NAME, Refusal("figure.one_organization"), formula="joiners_and_leavers")
    per = asked.per or Per.YEAR
    levels = Levels(view, organization, Population(asked.population or Population.EMPLOYEES))
    cells: list[Cell] = []
    unsized = {mark.event_id for mark in levels.series.marks if _sizeless(mark)}
    for period in _periods(levels, view, per):
        assert period.first is not None
        assert period.last is not None
        found = levels.bridge(period.first, period.last)
        cells += _cells(period, found, unsized) if found is not None else []
    cells += _planned(levels, view, per)
    if not cells:
        return refused(NAME, Refusal(levels.lacking()), formula="joiners_and_leavers")
    return answered(NAME, cells, formula="joiners_and_leavers", per=per.value, population=levels.population.value)


def _periods(levels: Levels, view: View, per: Per) -> Sequence[Period]:
    """From the first that anything is known of, or the scope's, to the day of the view."""
    if not levels.series.levels:
        return ()
    first = view.scope.first or bounds(per, levels.series.levels[0].day)[0]
    last = min(view.scope.last or view.today, view.today)
    return counted_periods(per, first, last, as_of=view.today) if first <= last else ()


def _sizeless(mark: Mark) -> bool:
    """Of a change of unknown size: no more than its direction is known."""
    size = mark.size
    return mark.level is None and (size is None or not any((size.low, size.best, size.high)))


def _cells(period: Period, found: Bridge, unsized: Collection[EventId]) -> list[Cell]:
    came = [one for line in found.lines if line.inflow for one in line.event_ids]
    went = [one for line in found.lines if not line.inflow for one in line.event_ids]
    return [
        _level(period, "opening", found.opening),
        _side(period, "joined", found.inflow, came, unsized, "figure.no_joiners"),
        _side(period, "left", found.outflow, went, unsized, "figure.no_separations"),
        _level(period, "unexplained", found.unexplained),
        _level(period, "closing", found.closing),
    ]


def _side(
    period: Period, group: str, size: Quantity, behind: Sequence[EventId], unsized: Collection[EventId], why: str
) -> Cell:
    """Where no event has a number nothing is known, not "0 or more"."""
    events = sorted(set(behind))
    without = sum(one in unsized for one in events)
    value = size if without < len(events) else Quantity()
    return Cell(
        period=period, group=group, events=len(events), without_count=without, low=value.low, best=value.best,
        high=value.high, behind=Behind.of(events), refused=None if events else Refusal(why),
    )  # fmt: skip


def _level(period: Period, group: str, size: Quantity | None) -> Cell:
    value = size or Quantity()
    return Cell(
        period=period, group=group, low=value.low, best=value.best, high=value.high,
        refused=Refusal("figure.no_level_then") if size is None else None,
    )  # fmt: skip


def _planned(levels: Levels, view: View, per: Per) -> list[Cell]:
    """What is to come, in the period of its middle day; its events without a number leave the sum open."""
    plans = [
        (day, mark)
        for mark in levels.series.marks
        if mark.exclusion is Exclusion.PLANNED and mark.size is not None and (day := _day(mark)) is not None
        if day > view.today and (view.scope.last is None or day <= view.scope.last)
    ]
    if not plans:
        return []
    cells = []
    begin = shifted(view.today, 1)
    for period in counted_periods(per, begin, max(day for day, _ in plans), as_of=view.today):
        assert period.first is not None
        assert period.last is not None
        mine = [mark for day, mark in plans if period.first <= day <= period.last]
        for group, sign in (("joined:planned", 1), ("left:planned", -1)):
            sized = [mark for mark in mine if mark.kind in view.kinds and view.kinds[mark.kind].sign == sign]
            if sized:
                cells.append(_plan(period, group, sized, sign))
    return cells


def _plan(period: Period, group: str, marks: Sequence[Mark], sign: int) -> Cell:
    sizes = [size if sign > 0 else negate(size) for mark in marks if (size := mark.size) is not None and size.known]
    value = at_least(total(sizes), 0.0) if sizes else Quantity()
    without = len(marks) - len(sizes)
    events = sorted(mark.event_id for mark in marks)
    return Cell(
        period=period, group=group, events=len(events), without_count=without, low=value.low, best=value.best,
        high=None if without else value.high, behind=Behind.of(events),
    )  # fmt: skip


def _day(mark: Mark) -> date | None:
    return None if mark.date is None else middle_day(mark.date) or mark.date.earliest
