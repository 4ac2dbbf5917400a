"""Relationships over time: how many are active, and below it a lane for each, composed when it comes in sight.

A page shows it with ``chart.show_figure(lanes(series, lines, …))``, ``lines`` from
:func:`~desktop.drawing.compose.lane_order.arranged`; keys are the ids of events.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from db.analysis.series import BeforeAfter, Exclusion, Lane, RelationshipSeries, StateSpan
from db.model.days import shifted
from db.model.ids import EventId, OrganizationId
from db.model.records import Event, EventKind
from db.model.values import RelationshipState
from desktop.drawing.compose import states
from desktop.drawing.compose.events import pin, style_of
from desktop.drawing.compose.lane_order import Line
from desktop.drawing.figure import Entry, Figure, Panel, Rows, Stop, Stops, Values
from desktop.drawing.marks import (
    Band,
    Bar,
    Key,
    Label,
    Look,
    PanelMark,
    Pin,
    Point,
    RowMark,
    Rule,
    Shape,
    Steps,
    Style,
    Wash,
    Word,
)
from desktop.drawing.scales import day_at
from desktop.wording import codes, formatting
from desktop.wording.figures.active import sentence
from desktop.wording.i18n import _
from desktop.wording.records.relationships import lane_name, shared_sides

#: Lanes whose marks are kept.
_KEPT = 3000


@dataclass(eq=False)
class _Lanes:
    """The lanes with what their marks are made of."""

    lines: Sequence[Line]
    events: Mapping[EventId, Event]
    numbers: Mapping[EventId, int]
    kinds: Mapping[str, EventKind]
    names: Mapping[OrganizationId, str]
    own: OrganizationId | None
    first: float
    until: float
    shared: frozenset = frozenset()
    _made: dict[int, list[RowMark]] = field(default_factory=dict)

    def name(self, index: int) -> str:
        """The name of a lane, or the title of a group."""
        line = self.lines[index]
        return line if isinstance(line, str) else lane_name(line, self.names, own=self.own, shared=self.shared)

    def marks(self, index: int) -> Sequence[RowMark]:
        """The states of a lane one after the other, and its events."""
        found = self._made.get(index)
        if found is None:
            line = self.lines[index]
            found = [] if isinstance(line, str) else [*_state_marks(line, self.until), *self.pins(line)]
            if not found and isinstance(line, Lane):
                found = [Word(self.first, _("no date is known"), "muted")]
            if len(self._made) > _KEPT:
                self._made.clear()
            self._made[index] = found
        return found

    def pins(self, lane: Lane) -> list[Pin]:
        """The events of a lane that have a place in time, those in no total hollow."""
        found = []
        for event_id, exclusion in (*((one, Exclusion.NONE) for one in lane.event_ids), *lane.excluded):
            event = self.events.get(event_id)
            if event is None or event_id not in self.numbers:
                continue
            kind, style = self.kinds.get(event.kind), style_of(exclusion)
            one = pin(event_id, event.values.counting, self.numbers[event_id], kind, style=style)
            if one is not None:
                found.append(one)
        return found

    def stops(self, panel: int) -> list[Stop]:
        """Every event in the order of time."""
        found = [
            Stop(one.key, one.x, panel, index)
            for index, line in enumerate(self.lines)
            if not isinstance(line, str)
            for one in self.pins(line)
        ]
        found.sort(key=lambda stop: (stop.x, stop.key))
        return found


def lanes(
    series: RelationshipSeries,
    lines: Sequence[Line],
    numbers: Mapping[EventId, int],
    *,
    events: Mapping[EventId, Event],
    kinds: Mapping[str, EventKind],
    names: Mapping[OrganizationId, str],
    describe: Callable[[EventId], str] = lambda _event: "",
    own: OrganizationId | None = None,
    first: date | None = None,
    last: date | None = None,
    until: date | None = None,
    title: str = "",
    note: str = "",
) -> Figure:
    """The lines with the active count above them. ``events``: those of the lanes, for their dates; ``names``: of the
    organizations; ``own``: the only one that is looked at.

    ``first`` and ``last`` bound the time shown at first; states that last are drawn to ``until`` (today, or the
    as-known-on day).
    """
    extent = _extent(series, lines, events, first, last, until)
    end = float(until.toordinal()) + 1 if until is not None else extent[1]
    made = _Lanes(lines, events, numbers, kinds, names, own, extent[0], end, shared_sides(series.lanes))
    panels: list[Panel] = []
    counts = _counts(series, end)
    if counts is not None:
        words = _anchor_words(series.comparison, events, kinds, numbers)
        marks = [*_window_marks(series.comparison, words), *counts[0]]
        panels.append(Panel(marks, counts[1], title=_("Active relationships"), height=66, least=46))
    rows = Rows(
        len(lines), made.name, made.marks, height=19.0, heading=lambda index: isinstance(lines[index], str),
        faint=lambda index: isinstance(line := lines[index], Lane) and not line.spans,
        longest=sorted((made.name(n) for n, line in enumerate(lines) if isinstance(line, Lane)), key=len)[-40:],
    )  # fmt: skip
    panels.append(Panel(_window_marks(series.comparison, ""), rows=rows))
    panel = len(panels) - 1
    days = [count.day for count in series.counts]

    def told(key: Key) -> str:
        return describe(EventId(key)) if isinstance(key, int) and key in events else ""

    def read(x: float, at: int, row: int) -> str:
        day = day_at(math.floor(x))
        parts = [formatting.day(day)]
        line = lines[row] if at == panel and row >= 0 else None
        if isinstance(line, Lane):
            state = state_on(line, day)
            if state is not None:
                parts.append(_("{name}: {figure}").format(name=made.name(row), figure=codes.state_name(state)))
        found = bisect_right(days, day) - 1
        if found >= 0:
            parts.append(sentence(series.counts[found]))
        return "   ·   ".join(parts)

    return Figure(
        panels, extent, legend=_legend(lines, made), title=title, note=note, stops=Stops(lambda: made.stops(panel)),
        describe=told, read=read, end_words=counts[2] if counts is not None else (),
    )  # fmt: skip


def state_on(lane: Lane, day: date) -> RelationshipState | None:
    """The state that is certain on a day, or may be so; None before the first."""
    found = None
    for span in lane.spans:
        begin = span.first_latest or span.first_earliest
        if begin is None or begin <= day:
            found = span.state
    return found


def _extent(
    series: RelationshipSeries, lines: Sequence[Line], events: Mapping[EventId, Event],
    first: date | None, last: date | None, until: date | None,
) -> tuple[float, float]:  # fmt: skip
    days: list[date] = []
    for line in lines:
        if isinstance(line, str):
            continue
        for span in (*line.spans[:1], *line.spans[-1:]):
            days += [day for day in (span.first_earliest, span.first_latest, span.last_latest) if day is not None]
        if not line.spans:
            dates = [events[one].values.counting for one, _why in line.excluded if one in events]
            days += [
                day for when in dates if when is not None for day in (when.earliest, when.latest) if day is not None
            ]
    if series.comparison is not None:
        days += [series.comparison.before.first, series.comparison.after.last]
    days = [day for day in days if day.year > 1800]
    if until is not None:
        days.append(until if last is None else min(until, last))
    begin = first or min(days, default=until or date(2000, 1, 1))
    end = last or max(days, default=begin)
    if begin >= end:
        begin = shifted(end, -90)
    return float(begin.toordinal()), float(end.toordinal() + 1)


# Marks of a lane.


def _state_marks(lane: Lane, until: float) -> list[RowMark]:
    end = max(until, *(day.toordinal() for span in lane.spans if (day := span.first_latest) is not None), until)
    found: list[RowMark] = []
    for span in lane.spans:
        begin, sure = _begin(span)
        leave, left = _leave(span, end)
        if span.state is RelationshipState.ENDED:
            found.append(Point(sure, states.end_mark(), Shape.CROSS, 3.2))
            continue
        found += _stretch(lane, span, (begin, sure), (leave, left))
    return found


def _stretch(lane: Lane, span: StateSpan, begin: tuple[float, float], leave: tuple[float, float]) -> list[RowMark]:
    """A state, from where it may have begun to where it may have ended; paler from where nothing was heard of it."""
    look, high = states.look_of(span.state), states.height_of(span.state)
    first, sure = begin
    soft = 1.0 if not math.isfinite(first) else max(sure - first, 0.0)
    last = max(leave[1], sure)
    name = codes.state_name(span.state)
    heard = lane.last_evidence.toordinal() + 1.0 if lane.stale and lane.last_evidence is not None else math.inf
    if heard >= last:
        return [Bar(first, last, look, high, (soft, max(leave[1] - leave[0], 0.0)), name)]
    heard = max(heard, sure)
    longer = heard - max(first, sure - 365) >= last - heard  # has the name
    out = 0.0, max(leave[1] - leave[0], 0.0)
    return [
        Bar(first, heard, look, high, (soft, 0.0), name if longer else ""),
        Bar(heard, last, states.unheard(span.state), high, out, "" if longer else name),
    ]


def _begin(span: StateSpan) -> tuple[float, float]:
    """From where it may have begun, and where it had for certain."""
    first = -math.inf if span.first_earliest is None else float(span.first_earliest.toordinal())
    sure = span.first_latest or span.first_earliest
    return first, float(sure.toordinal()) if sure is not None else -math.inf


def _leave(span: StateSpan, end: float) -> tuple[float, float]:
    """From where the next may have begun, and where it had for certain."""
    if span.last_earliest is None and span.last_latest is None:
        return end, end
    last = float(span.last_latest.toordinal()) if span.last_latest is not None else end
    return (float(span.last_earliest.toordinal()) if span.last_earliest is not None else last), last


# Around them.


def _counts(series: RelationshipSeries, until: float) -> tuple[list[PanelMark], Values, list[str]] | None:
    if not series.counts:
        return None
    x = np.array([count.day.toordinal() for count in series.counts], dtype=np.float64)
    low, active, high = (
        np.array([getattr(count, name) for count in series.counts], dtype=np.float64)
        for name in ("low", "active", "high")
    )
    until = max(until, float(x[-1]))
    latest = series.counts[-1]
    text = formatting.number(latest.active)
    note = f"{latest.low}–{latest.high}" if latest.low != latest.high else ""
    marks: list[PanelMark] = [
        Band(x, low, high, until, Look("employees~20", "employees~80")),
        Steps(x, active, until, Look("employees", width=1.5)),
        Label(until, float(latest.active), text, "employees", bold=True, end=True, note=note),
    ]
    return marks, Values(0.0, max(float(high.max()), 1.0) * 1.18), [max(text, note, key=len)]


def _window_marks(comparison: BeforeAfter | None, words: str) -> list[PanelMark]:
    """The two stretches that are compared, and the line of the event between them."""
    if comparison is None:
        return []
    windows = [
        Wash(float(one.first.toordinal()), float(one.last.toordinal() + 1), Look(fill="hover~55"))
        for one in (comparison.before, comparison.after)
    ]
    return [*windows, Rule(float(comparison.anchor.toordinal()), Look("text", width=0.9), words)]


def _anchor_words(
    comparison: BeforeAfter | None, events: Mapping[EventId, Event], kinds: Mapping[str, EventKind],
    numbers: Mapping[EventId, int],
) -> str:  # fmt: skip
    event = events.get(comparison.anchor_event_id) if comparison is not None else None
    if event is None or comparison is None:
        return ""
    words, number = codes.kind_name(kinds.get(event.kind, event.kind)), numbers.get(comparison.anchor_event_id)
    return f"{number}  {words}" if number is not None else words


def _legend(lines: Sequence[Line], made: _Lanes) -> list[Entry]:
    shown = [line for line in lines if isinstance(line, Lane)]
    occurring = {span.state for lane in shown for span in lane.spans}
    found = [states.sample(state) for state in RelationshipState if state in occurring]
    spans = [span for lane in shown for span in lane.spans]
    return [
        *found,
        *states.other_samples(
            unknown=any(span.first_earliest is None for span in spans),
            vague=any(span.first_earliest is not None and span.first_earliest != span.first_latest for span in spans),
            stale=any(lane.stale for lane in shown),
            hollow=any(pin.style is Style.HOLLOW for lane in shown if lane.excluded for pin in made.pins(lane)),
        ),
    ]
