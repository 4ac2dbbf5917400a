"""The relationships as they are printed: active count on top, one lane for each relationship, one time axis.

A state is told by its pattern: plain active, hatched at risk, low reduced, outlined paused, hatched and low winding
down, a cross ended. Where a stretch may begin or end on several days its bar tapers; one from an unknown start tapers
out of the left edge.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from db.analysis.series import ActiveCount, Exclusion, Lane, RelationshipSeries, StateSpan
from db.model.ids import EventId
from db.model.values import RelationshipState
from db.output.snapshot import Snapshot
from desktop.look.colors import LIGHT
from desktop.pdf.axes import TimeAxis, middle, time_axis, value_axis
from desktop.pdf.canvas import HAIR, MUTED, PAPER, PageMarks, Shape, Style
from desktop.pdf.figures import event_badge
from desktop.pdf.flow import CELL, CELL_BOLD, MARGIN, NOTE, Flow, badge_half, draw_badge
from desktop.wording import codes, formatting
from desktop.wording.i18n import _, ngettext
from desktop.wording.relationships import apart, shared_sides, sides_of

#: Lanes in one figure; a reader follows no more, and the table has the rest.
MOST_LANES = 30
_LANE, _BAR, _COUNT, _MARKER = 15.0, 7.0, 42.0, 4.7
_NAMES, _BOTH_NAMES = 104.0, 146.0  # for one side of the relationship, for both
_FILL = {
    RelationshipState.ACTIVE: "#8fbfc6",
    RelationshipState.AT_RISK: "#f2dfb8",
    RelationshipState.REDUCED: "#d9c08a",
    RelationshipState.PAUSED: PAPER,
    RelationshipState.WINDING_DOWN: "#e9bfb6",
}
_EDGE = {
    RelationshipState.ACTIVE: "#3f7f89",
    RelationshipState.AT_RISK: "#8a6414",
    RelationshipState.REDUCED: "#8a6414",
    RelationshipState.PAUSED: MUTED,
    RelationshipState.WINDING_DOWN: "#a2402f",
}
_HATCHED = {RelationshipState.AT_RISK: 2.6, RelationshipState.WINDING_DOWN: 1.5}
_LOW = {RelationshipState.REDUCED, RelationshipState.WINDING_DOWN}


@dataclass(frozen=True, slots=True)
class _Event:
    """An event on a lane: where it is, and its marker's number and looks."""

    event_id: EventId
    kind: str
    x: float
    exclusion: Exclusion


def draw_relationships(flow: Flow, snapshot: Snapshot) -> None:
    """The figure with its legend; it goes on over pages if there are many lanes."""
    series = snapshot.relationships
    lanes = _chosen(series.lanes)
    axis = _axis(flow, snapshot, lanes)
    if axis is None:
        return
    flow.need(least_height(lanes))
    _active(flow, series, axis, snapshot)
    top, under = flow.y, len(flow.page.marks)
    for position, lane in enumerate(lanes):
        if flow.room < _LANE + 16:
            _close(flow, snapshot, axis, top=top, under=under)
            flow.new_page()
            top, under = flow.y, len(flow.page.marks)
        _lane(flow, snapshot, lane, axis=axis, ruled=position > 0)
    _close(flow, snapshot, axis, top=top, under=under)
    _legend(flow, lanes)
    left_out = len(series.lanes) - len(lanes)
    if left_out:
        text = ngettext(
            "One more relationship is not drawn; its events are in the table.",
            "{number} more relationships are not drawn; their events are in the table.",
            left_out,
        )
        flow.paragraph(text.format(number=formatting.number(left_out)), NOTE)


def least_height(lanes: Sequence[Lane]) -> float:
    """What the figure needs on the page it begins on."""
    return _COUNT + 40 + _LANE * min(len(lanes), 12)


def _chosen(lanes: Sequence[Lane]) -> list[Lane]:
    """Those with the most events if there are too many, in their old order."""
    most = sorted(lanes, key=lambda lane: -len(lane.event_ids))[:MOST_LANES]
    kept = {lane.relationship_id for lane in most}
    return [lane for lane in lanes if lane.relationship_id in kept]


def _axis(flow: Flow, snapshot: Snapshot, lanes: Sequence[Lane]) -> TimeAxis | None:
    days: list[date] = []
    for lane in lanes:
        for span in lane.spans:
            ends = (span.first_earliest, span.first_latest, span.last_earliest, span.last_latest, span.evidence)
            days += [day for day in ends if day is not None]
    comparison = snapshot.relationships.comparison
    if comparison is not None and days:
        days += [comparison.before.first, min(comparison.after.last, max(snapshot.as_of, comparison.anchor))]
    scope = snapshot.scope
    return time_axis(
        days, first=scope.first, last=scope.last, left=MARGIN + _room(snapshot), right=flow.width - MARGIN - 20
    )


# The active count.


def _active(flow: Flow, series: RelationshipSeries, axis: TimeAxis, snapshot: Snapshot) -> None:
    counts = [count for count in series.counts if count.day <= axis.last]
    flow.page.text(MARGIN, flow.y + 8, _("Active relationships"), CELL_BOLD)
    top, bottom = flow.y + 6, flow.y + 6 + _COUNT
    if counts:
        values = value_axis([0, 1, *(count.high for count in counts)], top=top, bottom=bottom)
        axis.draw(flow, top, bottom, labels=False)
        values.draw(flow, axis.left, axis.right)
        upper, lower, best = ([*_path(counts, name, axis, snapshot)] for name in ("high", "low", "active"))

        def placed(points: list[tuple[float, int]]) -> list[tuple[float, float]]:
            return [(x, values.y(value)) for x, value in points]

        if upper != lower:
            flow.page.shape(*placed(upper), *reversed(placed(lower)), fill="#dcebed")
        line = tuple(placed(best))
        flow.page.marks.append(Shape(line, line=LIGHT.employees, width=1.3))
        x, y = line[-1]
        text, style = formatting.number(counts[-1].active), Style(7.4, bold=True)
        flow.page.rect(x + 3, y - 4, flow.measure.width(text, style) + 4, 8, fill=PAPER)
        flow.page.text(x + 5, y + 2.6, text, style)
    else:
        flow.page.text(MARGIN, flow.y + 20, _("none counted"), NOTE)
    flow.y = bottom + 10


def _path(counts: Sequence[ActiveCount], name: str, axis: TimeAxis, snapshot: Snapshot) -> list[tuple[float, int]]:
    """The corners of a step line, as far as anything is known."""
    end = min(axis.last, max(snapshot.as_of, counts[-1].day))
    points: list[tuple[float, int]] = []
    for count, until in zip(counts, [count.day for count in counts[1:]] + [end], strict=True):
        value = int(getattr(count, name))
        points += [(axis.x(count.day), value), (axis.x(until), value)]
    return points


# Lanes.


def _room(snapshot: Snapshot) -> float:
    return _NAMES if len(snapshot.scope.organization_ids) == 1 else _BOTH_NAMES


def lane_name(snapshot: Snapshot, lane: Lane) -> str:
    """The relationship by its other side where the scope has one organization, else "vendor → client".

    With what tells it apart, where the sides do not: "unnamed client · data labeling, 4711".
    """
    what = apart(lane, shared_sides(snapshot.relationships.lanes))
    return " · ".join(filter(None, (_short_name(snapshot, lane), what)))


def _short_name(snapshot: Snapshot, lane: Lane) -> str:
    own, names = snapshot.scope.organization_ids, snapshot.names
    if len(own) == 1 and lane.vendor_id == own[0]:
        if lane.client_id is None:
            return _("unnamed client")
        return _("{name} (client)").format(name=names.get(lane.client_id, _("unnamed")))
    if len(own) == 1 and lane.client_id == own[0]:
        if lane.vendor_id is None:
            return _("unnamed vendor")
        return _("{name} (vendor)").format(name=names.get(lane.vendor_id, _("unnamed")))
    return sides_of(lane, names)


def _lane(flow: Flow, snapshot: Snapshot, lane: Lane, *, axis: TimeAxis, ruled: bool) -> None:
    page, center = flow.page, flow.y + _LANE / 2
    if ruled:
        page.line((MARGIN, flow.y), (axis.right, flow.y), color=HAIR, width=0.3)
    name = flow.measure.elided(lane_name(snapshot, lane), CELL, axis.left - MARGIN - 8)
    page.text(MARGIN, center + 2.6, name, CELL)
    for span in lane.spans:
        _span(page, span, axis, center, end=min(axis.last, snapshot.as_of))
    numbers = snapshot.numbers
    reached = -1e9
    for event in _events(snapshot, lane, axis):
        if event.event_id not in numbers:
            continue
        badge = event_badge(snapshot, event.kind, numbers[event.event_id], event.exclusion)
        half = badge_half(badge.number, _MARKER)
        x = max(event.x, reached + half + 0.6)
        draw_badge(page, flow.measure, x, center, badge, radius=_MARKER)
        reached = x + half
    flow.y += _LANE


def _events(snapshot: Snapshot, lane: Lane, axis: TimeAxis) -> list[_Event]:
    lines = {line.event.id: line for line in (*snapshot.events, *snapshot.not_counted)}
    found: list[_Event] = []
    for event_id, exclusion in [*((i, Exclusion.NONE) for i in lane.event_ids), *lane.excluded]:
        line = lines.get(event_id)
        when = line.event.values.counting if line is not None else None
        if line is None:
            continue
        if when is not None and axis.holds(when):
            found.append(_Event(event_id, line.event.kind, axis.x(middle(when)), exclusion))
        elif when is None or not when.known:
            found.append(_Event(event_id, line.event.kind, axis.right + 14, exclusion))
    return sorted(found, key=lambda event: event.x)


def _span(page: PageMarks, span: StateSpan, axis: TimeAxis, center: float, *, end: date) -> None:
    begin = axis.x(span.first_earliest) if span.first_earliest is not None else axis.left
    sure = axis.x(span.first_latest) if span.first_latest is not None else begin
    if span.state is RelationshipState.ENDED:
        if span.first_latest is None or axis.first <= span.first_latest <= axis.last:
            _cross(page, sure, center)
        return
    open_end = span.last_earliest is None and span.last_latest is None
    until = axis.x(end if open_end else span.last_earliest or end)
    last = until if open_end else axis.x(span.last_latest or end)
    if last <= begin:
        return
    half = _BAR / 2 * (0.55 if span.state in _LOW else 1.0)
    fill, edge = _FILL[span.state], _EDGE[span.state]
    # From an unknown start the whole way up to the first evidence is no less sure than it is long: it tapers at once.
    soft = min(sure, begin + 26) if span.first_earliest is None else sure
    left, right = max(begin, min(soft, until)), max(until, min(soft, last))
    shape = ((begin, center - 0.6), (left, center - half), (right, center - half), (last, center - 0.6),
             (last, center + 0.6), (right, center + half), (left, center + half), (begin, center + 0.6))  # fmt: skip
    dash = (2.0, 1.4) if span.state is RelationshipState.PAUSED else ()
    page.marks.append(Shape(shape, line=edge, fill=fill, width=0.5, dash=dash, closed=True))
    if span.state in _HATCHED and right - left > 2:
        page.hatch(left, center - half, right - left, 2 * half, color=edge, step=_HATCHED[span.state])


def _cross(page: PageMarks, x: float, y: float) -> None:
    for sign in (1, -1):
        page.line((x + 4, y - 3 * sign), (x + 10, y + 3 * sign), color="#a2402f", width=1.1)


def _close(flow: Flow, snapshot: Snapshot, axis: TimeAxis, *, top: float, under: int) -> None:
    """The time axis below the lanes, and the anchor's line under them (before the mark numbered ``under``)."""
    comparison = snapshot.relationships.comparison
    if comparison is not None and snapshot.anchor is not None and axis.first <= comparison.anchor <= axis.last:
        x = axis.x(comparison.anchor)
        line = Shape(((x, top - 8), (x, flow.y)), line=LIGHT.marker, width=0.8, dash=(3.0, 1.6))
        flow.page.marks.insert(under, line)
        badge = event_badge(snapshot, snapshot.anchor.event.kind, snapshot.anchor.number, snapshot.anchor.exclusion)
        draw_badge(flow.page, flow.measure, x, top - 8, badge, radius=_MARKER)
    flow.page.line((MARGIN, flow.y), (axis.left, flow.y), color=HAIR)
    axis.draw(flow, flow.y, flow.y)
    flow.y += 20


def _legend(flow: Flow, lanes: Sequence[Lane]) -> None:
    """The patterns that were drawn."""
    states = {span.state for lane in lanes for span in lane.spans}
    x = MARGIN
    flow.need(14)
    entries = [(state, codes.state_name(state)) for state in RelationshipState if state in states]
    texts = [*entries, (None, _("a tapered end: the day is not known exactly"))]
    for state, text in texts:
        width = 20 + flow.measure.width(text, NOTE) + 14
        if x + width > flow.width - MARGIN + 14 and x > MARGIN:
            x, flow.y = MARGIN, flow.y + 11
        y = flow.y + 5
        if state is RelationshipState.ENDED:
            _cross(flow.page, x, y)
        else:
            _sample(flow.page, state, x, y)
        flow.page.text(x + 20, flow.y + 7.4, text, NOTE)
        x += width
    flow.y += 14


def _sample(page: PageMarks, state: RelationshipState | None, x: float, y: float) -> None:
    if state is None:
        fill, edge = _FILL[RelationshipState.ACTIVE], _EDGE[RelationshipState.ACTIVE]
        page.shape((x, y - 3), (x + 7, y - 3), (x + 15, y), (x + 7, y + 3), (x, y + 3), fill=fill, line=edge)
        return
    half = 3.0 * (0.55 if state in _LOW else 1.0)
    dash = (2.0, 1.4) if state is RelationshipState.PAUSED else ()
    page.rect(x, y - half, 15, 2 * half, fill=_FILL[state], line=_EDGE[state], dash=dash)
    if state in _HATCHED:
        page.hatch(x, y - half, 15, 2 * half, color=_EDGE[state], step=_HATCHED[state])
