"""Relationships over periods: from the active ones at the start to those at the end, churn, and cohorts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from db.analysis.figures.cells import Answer, Behind, Cell, Per, Period, Refusal, bounds
from db.analysis.figures.sums import counted_periods
from db.analysis.relationships.churn import churn, cohort
from db.analysis.relationships.survival import middle
from db.analysis.relationships.tracks import NOT_ACTIVE
from db.analysis.series import RelationshipSeries, StateSpan
from db.figures.questions import Asked, answered, refused
from db.model.days import day_before
from db.model.values import Quantity, RelationshipState
from db.view.series import whole
from db.view.view import View

CHURN, COHORTS = "client-churn", "client-cohorts"


def of_periods(view: View, asked: Asked) -> Answer:
    """By period: active before it, starts, ends, others (paused, resumed), active at its end; churn and retention.

    Churn is of those active before the period, in percent; who starts within it is not in it. Changes are counted on
    the middle days of their dates, the shares with what vague dates leave open.
    """
    per = asked.per or Per.YEAR
    series, within = _over(view, per)
    if not within:
        return refused(CHURN, Refusal("figure.no_relationships"), formula="client_churn")
    cells = [cell for period in within for cell in _bridge(series, period)]
    return answered(CHURN, cells, formula="client_churn", per=per.value)


def of_cohorts(view: View, asked: Asked) -> Answer:
    """Of the relationships that started in a period, how many are still active so many months after its end.

    In percent; months that are not over are not there. A cohort that nobody is in has no share.
    """
    per = asked.per or Per.YEAR
    series, within = _over(view, per)
    cells = [
        Cell(
            period=period,
            low=share.low,
            best=share.best,
            high=share.high,
            extra={"months": month.months, "date": month.day, "active": month.active.part, "whole": month.active.whole},
            behind=_starting(series, period),
        )
        for period in within
        for month in cohort(series, first=_first(period), last=_last(period), as_of=view.today)
        if (share := month.active.percent) is not None
    ]
    if not cells:
        return refused(COHORTS, Refusal("figure.no_starts"), formula="client_cohorts")
    return answered(COHORTS, cells, formula="client_cohorts", per=per.value)


def _over(view: View, per: Per) -> tuple[RelationshipSeries, tuple[Period, ...]]:
    """The relationships whatever the period, and the periods of the scope in which anything is known of them."""
    series = view.under(whole(view.scope)).relationship_series()
    days = [span.evidence for lane in series.lanes for span in lane.spans if span.evidence is not None]
    begins = [day for lane in series.lanes for span in lane.spans for day in (span.first_earliest,) if day is not None]
    if not days or not series.counts:
        return series, ()
    first = view.scope.first or bounds(per, min([*begins, *days]))[0]
    last = min(view.scope.last or view.today, view.today)
    return series, counted_periods(per, first, last, as_of=view.today) if first <= last else ()


def _bridge(series: RelationshipSeries, period: Period) -> Iterator[Cell]:
    first, last = _first(period), _last(period)
    starts = [span for span in _begins(series, period) if span.state is not RelationshipState.ENDED]
    ends = [
        span
        for lane in series.lanes
        for span in lane.spans
        if span.state is RelationshipState.ENDED and span.started and first <= _day(span) <= last
    ]
    opening, closing = _active(series, day_before(first)), _active(series, last)
    others = (closing.best or 0) - (opening.best or 0) - len(starts) + len(ends)
    found = churn(series, first=first, last=last)
    percent, retention = found.churned.percent, found.retention
    yield _cell(period, "opening", opening)
    yield _cell(period, "starts", Quantity(None, len(starts), None), starts)
    yield _cell(period, "ends", Quantity(None, len(ends), None), ends)
    yield _cell(period, "others", Quantity(None, others, None))
    yield _cell(period, "closing", closing)
    yield _cell(period, "churned", Quantity(None, found.churned.part, None))
    yield _cell(period, "resumed", Quantity(None, found.resumed, None))
    yield _cell(period, "churn_percent", percent)
    yield _cell(period, "retention_percent", retention)


def _active(series: RelationshipSeries, day: date | None) -> Quantity:
    """At the end of a day; before anything is known (None: before all days), what was so from an unknown start."""
    if day is None:
        firsts = [lane.spans[0] for lane in series.lanes if lane.spans]
        return Quantity.exact(sum(not span.started and span.state not in NOT_ACTIVE for span in firsts))
    found = series.at(day) or series.counts[0]
    return Quantity(found.low, found.active, found.high)


def _begins(series: RelationshipSeries, period: Period) -> list[StateSpan]:
    firsts = [lane.spans[0] for lane in series.lanes if lane.spans and lane.spans[0].started]
    return [span for span in firsts if _first(period) <= _day(span) <= _last(period)]


def _starting(series: RelationshipSeries, period: Period) -> Behind:
    return Behind.of(sorted({event for span in _begins(series, period) for event in span.event_ids}))


def _cell(period: Period, group: str, value: Quantity | None, spans: list[StateSpan] | None = None) -> Cell:
    events = sorted({event for span in spans or () for event in span.event_ids})
    size = value or Quantity()
    return Cell(
        period=period,
        group=group,
        events=len(events),
        low=size.low,
        best=size.best,
        high=size.high,
        behind=Behind.of(events),
        refused=Refusal("figure.no_active") if value is None else None,
    )


def _day(span: StateSpan) -> date:
    return middle(span.first_earliest, span.first_latest)


def _first(period: Period) -> date:
    assert period.first is not None
    return period.first


def _last(period: Period) -> date:
    assert period.last is not None
    return period.last
