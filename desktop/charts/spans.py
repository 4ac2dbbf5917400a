"""How one lane is painted: its states by color and pattern, fuzzy beginnings faded, its events."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QLinearGradient, QPainter

from db.analysis.series import Lane
from db.model.ids import NO_EVENT, EventId
from db.model.values import RelationshipState
from desktop.charts import draw
from desktop.charts.draw import Look, Spot
from desktop.charts.frame import Chart
from desktop.charts.plot import Box, seconds
from desktop.look.colors import Colors


def with_look(spot: Spot, look: Look) -> Spot:
    """The same event in another look."""
    return replace(spot, look=look)


def fill(state: RelationshipState | None, colors: Colors) -> str:
    """The ground color of a state; that of nothing is the surface."""
    active = draw.mix(colors.positive, colors.surface, 0.15)
    match state:
        case RelationshipState.ACTIVE:
            return active
        case RelationshipState.REDUCED:
            return draw.mix(colors.positive, colors.surface, 0.6)
        case RelationshipState.AT_RISK:
            return draw.mix(colors.warning, colors.surface, 0.62)
        case RelationshipState.WINDING_DOWN:
            return draw.mix(colors.negative, colors.surface, 0.68)
        case RelationshipState.PAUSED:
            return draw.mix(colors.unspecified, colors.surface, 0.75)
        case _:
            return colors.surface


def edge(state: RelationshipState, colors: Colors) -> str:
    """The outline and pattern of a state, which keep the contrast that its ground may lack."""
    return {
        RelationshipState.AT_RISK: colors.warning,
        RelationshipState.WINDING_DOWN: colors.negative,
        RelationshipState.PAUSED: colors.unspecified,
        RelationshipState.ENDED: colors.muted,
    }.get(state, colors.positive)


def paint_state(painter: QPainter, rect: QRectF, state: RelationshipState, colors: Colors) -> None:
    """A stretch of one state."""
    if rect.width() <= 0:
        return
    color = edge(state, colors)
    if state is RelationshipState.ENDED:
        painter.setPen(draw.pen(color, 1.5))
        painter.drawLine(QPointF(rect.left(), rect.center().y()), QPointF(rect.right(), rect.center().y()))
        return
    painter.fillRect(rect, QColor(fill(state, colors)))
    _pattern(painter, rect, state, color)
    painter.setPen(draw.pen(color, 1))
    painter.drawLine(rect.topLeft(), rect.topRight())
    painter.drawLine(rect.bottomLeft(), rect.bottomRight())


def _pattern(painter: QPainter, rect: QRectF, state: RelationshipState, color: str) -> None:
    if state is RelationshipState.AT_RISK:
        draw.hatch(painter, rect, color)
    elif state is RelationshipState.WINDING_DOWN:
        draw.hatch(painter, rect, color, rising=False, step=9, width=2)
    elif state is RelationshipState.PAUSED:
        draw.dotted(painter, rect, color)


def paint_lane(painter: QPainter, box: Box, lane: Lane, row: QRectF, *, colors: Colors, until: float) -> None:
    """The states of a relationship one after the other; a change on some day of an interval fades over it."""
    height = min(row.height() - 8, 16)
    top = row.center().y() - height / 2
    before: RelationshipState | None = None
    end = max(until, max((seconds(day) for span in lane.spans for day in (span.first_latest,) if day), default=until))
    for span in lane.spans:
        fades = seconds(span.first_earliest) if span.first_earliest is not None else None
        begins = seconds(span.first_latest) if span.first_latest is not None else None
        if begins is None:
            begins = fades if fades is not None else box.place(0)
        leaves = seconds(span.last_earliest) if span.last_earliest is not None else None
        if leaves is None:
            leaves = seconds(span.last_latest) if span.last_latest is not None else end
        left = -12.0 if fades is None else box.x(fades)
        if fades is None:
            _paint_unknown(painter, QRectF(0, top, min(box.x(begins), box.width() + 12), height), span.state, colors)
        elif box.x(begins) > left:
            rect = QRectF(left, top, box.x(begins) - left, height)
            _fade(painter, rect, fill(before, colors), fill(span.state, colors), edge(span.state, colors))
        start, stop = max(box.x(begins), -12.0), min(box.x(leaves), box.width() + 12)
        _paint_span(painter, box, QRectF(start, top, stop - start, height), span.state, lane, colors)
        if span.state is RelationshipState.ENDED:
            _cross(painter, QPointF(box.x(begins), row.center().y()), edge(span.state, colors))
        before = span.state


def _paint_span(
    painter: QPainter, box: Box, rect: QRectF, state: RelationshipState, lane: Lane, colors: Colors
) -> None:
    seen = box.x(seconds(lane.last_evidence)) if lane.stale and lane.last_evidence is not None else rect.right()
    if state is RelationshipState.ENDED or seen >= rect.right():
        paint_state(painter, rect, state, colors)
        return
    cut = max(seen, rect.left())
    paint_state(painter, QRectF(rect.left(), rect.top(), cut - rect.left(), rect.height()), state, colors)
    paint_stale(painter, QRectF(cut, rect.top(), rect.right() - cut, rect.height()), state, colors)


def paint_stale(painter: QPainter, rect: QRectF, state: RelationshipState, colors: Colors) -> None:
    """A state that nothing has been heard of for long: paler, with an outline of dots."""
    if rect.width() <= 0:
        return
    color = edge(state, colors)
    pale = draw.mix(color, colors.surface, 0.55)
    painter.fillRect(rect, QColor(draw.mix(fill(state, colors), colors.surface, 0.8)))
    _pattern(painter, rect, state, pale)
    painter.setPen(draw.pen(color, 1.2, dash=(2, 4)))
    painter.drawLine(rect.topLeft(), rect.topRight())
    painter.drawLine(rect.bottomLeft(), rect.bottomRight())


def _fade(painter: QPainter, rect: QRectF, start: str, stop: str, line: str) -> None:
    # Opaque at both ends: a print would turn transparency into a picture.
    shade = QLinearGradient(rect.topLeft(), rect.topRight())
    shade.setColorAt(0, QColor(start))
    shade.setColorAt(1, QColor(stop))
    painter.fillRect(rect, shade)
    painter.setPen(draw.pen(line, 1, dash=(2, 2)))
    painter.drawLine(rect.bottomLeft(), rect.bottomRight())


def _paint_unknown(painter: QPainter, rect: QRectF, state: RelationshipState, colors: Colors) -> None:
    """A state from an unknown start: paler than where there is evidence, coming in from the left edge."""
    if rect.width() <= 0:
        return
    pale = draw.mix(fill(state, colors), colors.surface, 0.62)
    edge_width = min(48.0, rect.width())
    painter.fillRect(rect.adjusted(edge_width - 0.5, 0, 0, 0), QColor(pale))
    _fade(painter, QRectF(rect.left(), rect.top(), edge_width, rect.height()), colors.surface, pale, pale)
    painter.setPen(draw.pen(edge(state, colors), 1, dash=(2, 2)))
    painter.drawLine(rect.topLeft(), rect.topRight())
    painter.drawLine(rect.bottomLeft(), rect.bottomRight())


def _cross(painter: QPainter, at: QPointF, color: str) -> None:
    painter.setPen(draw.pen(color, 2))
    for way in (1, -1):
        painter.drawLine(at + QPointF(-4, -4 * way), at + QPointF(4, 4 * way))


def paint_events(
    painter: QPainter, box: Box, spots: Sequence[Spot], row: QRectF, *, chart: Chart
) -> list[tuple[QRectF, EventId]]:
    """The events of a lane as discs on it, without a number where they would cover one another."""
    hits = []
    right = -1e9
    for spot in sorted(spots, key=lambda one: one.middle):
        x = box.x(spot.middle)
        if not -20 < x < box.width() + 20:
            continue
        room = draw.disc_width(spot.number) / 2
        shown = spot if x - room >= right + 1 and row.height() >= 17 else replace(spot, number=None)
        right = max(right, x + draw.disc_width(shown.number) / 2)
        rect = draw.disc(
            painter, QPointF(x, row.center().y()), shown, surface=chart.colors.surface, ring=chart.ring(spot.event_id)
        )
        hits.append((rect.adjusted(-3, -3, 3, 3), spot.event_id))
    return hits


def paint_sample(painter: QPainter, sample: str, rect: QRectF, colors: Colors) -> None:
    """A legend's sample: a state, a fade, a stretch without evidence, or an event in no total."""
    bar = rect.adjusted(0, 2, 0, -2)
    if sample == "unknown":
        _paint_unknown(painter, bar, RelationshipState.ACTIVE, colors)
    elif sample == "fuzzy":
        active = RelationshipState.ACTIVE
        _fade(painter, bar, colors.surface, fill(active, colors), edge(active, colors))
    elif sample == "stale":
        paint_stale(painter, bar, RelationshipState.ACTIVE, colors)
    elif sample == Look.HOLLOW.value:
        spot = Spot(event_id=NO_EVENT, first=0, middle=0, last=0, number=1, color=colors.muted, look=Look.HOLLOW)
        draw.disc(painter, rect.center(), spot, surface=colors.surface)
    else:
        paint_state(painter, bar, RelationshipState(sample), colors)
