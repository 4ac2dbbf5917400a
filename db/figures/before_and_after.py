"""Before and after an event: the same figures of a window on either side of its first day."""

from __future__ import annotations

from datetime import date
from statistics import median

from db.analysis.figures.cells import Answer, Behind, Cell, Period, Refusal
from db.analysis.figures.sums import sums
from db.analysis.relationships.anchor import default_anchor
from db.analysis.relationships.survival import middle
from db.analysis.relationships.tracks import NOT_ACTIVE
from db.analysis.series import Lane, RelationshipSeries, WindowFigures
from db.figures.narrowed import of_groups
from db.figures.questions import Asked, answered, refused
from db.figures.workforce.people import changing, of_kinds
from db.model.days import day_before
from db.model.ids import EventId
from db.model.values import KindGroup, RelationshipState
from db.tables.group_values import groups
from db.view.series import whole
from db.view.view import View

NAME = "before-and-after"
DAYS = 90


def answer(view: View, asked: Asked) -> Answer:
    """Of the windows [a - n, a - 1] and [a, a + n - 1]: relationships, those that changed, and people by kind.

    Without an anchor it is the latest change of ownership in the scope, else of leadership. The window before is the
    measure of the one after; one that is not over is incomplete.
    """
    days = asked.days or DAYS
    anchor = asked.anchor or default_anchor(
        of_groups(view, KindGroup.OWNERSHIP, KindGroup.LEADERSHIP).events.select(any_day=False),
        view.kinds,
        as_of=view.today,
        minimum_status=view.scope.minimum_status,
    )
    series = None if anchor is None else view.relationship_series(EventId(anchor), days)
    if series is None or series.comparison is None:
        return refused(NAME, Refusal("figure.no_anchor"), formula="before_and_after", days=days)
    comparison, cells = series.comparison, []
    for window in (comparison.before, comparison.after):
        period = Period(window.first, window.last, f"{window.first}/{window.last}", window.last > view.today)
        cells += [*_relationships(series, window, period), *_people(view, period)]
    return answered(
        NAME, cells, formula="before_and_after", days=days, anchor=comparison.anchor_event_id, day=comparison.anchor
    )


def _relationships(series: RelationshipSeries, window: WindowFigures, period: Period) -> list[Cell]:
    """Active at both ends with what vague dates leave open; changes on the best days of their events."""
    event_ids = [event for _relationship, event, _day in window.changed]
    fast = [abs(day) for _relationship, _event, day in window.changed]
    plain = {
        "starts": (window.starts, _beginning(series, window, ended=False)),
        "ends": (window.ends, _beginning(series, window, ended=True)),
        "negative": (window.negative, event_ids),
    }
    return [
        _active(series, day_before(window.first), "active_at_start", window.active_at_start, period),
        _active(series, window.last, "active_at_end", window.active_at_end, period),
        *(
            Cell(
                period=period,
                group=group,
                events=len(ids),
                best=number,
                behind=Behind.of(ids),
            )
            for group, (number, ids) in plain.items()
        ),
        Cell(period=period, group="median_days", best=median(fast) if fast else None, behind=Behind.of(event_ids)),
    ]


def _active(series: RelationshipSeries, day: date | None, group: str, number: int, period: Period) -> Cell:
    """At the end of ``day``; None: before all days."""
    found = None if day is None else series.at(day)
    low, high = (0, 0) if found is None else (found.low, found.high)
    ids = sorted({event for lane in series.lanes for event in _keeping(lane, day)})
    return Cell(
        period=period, group=group, events=len(ids), low=min(low, number), best=number, high=max(high, number),
        behind=Behind.of(ids),
    )  # fmt: skip


def _beginning(series: RelationshipSeries, window: WindowFigures, *, ended: bool) -> list[EventId]:
    """The events that begin or end a relationship within a window."""
    found: set[EventId] = set()
    for lane in series.lanes:
        for number, span in enumerate(lane.spans):
            over = span.state is RelationshipState.ENDED
            wanted = over if ended else number == 0 and not over
            if (
                wanted
                and span.started
                and window.first <= middle(span.first_earliest, span.first_latest) <= window.last
            ):
                found.update(span.event_ids)
    return sorted(found)


def _keeping(lane: Lane, day: date | None) -> tuple[EventId, ...]:
    """The events that make a relationship active on a day; of one from an unknown start, all that tell of it."""
    current = None
    for number, span in enumerate(lane.spans):
        begun = day is not None and middle(span.first_earliest, span.first_latest) <= day
        if begun or (number == 0 and not span.started):
            current = span
    if current is None or current.state in NOT_ACTIVE:
        return ()
    return current.event_ids or lane.event_ids


def _people(view: View, period: Period) -> list[Cell]:
    from db.figures.workforce.people import cells_of

    block, taken = of_kinds(view.under(whole(view.scope)), changing(view.kinds), None)
    kinds = groups(view, block, taken.rows, "kind")
    assert kinds is not None
    return list(cells_of(sums(block, taken, (period,), kinds.codes, len(kinds.labels)), kinds, (period,)))
