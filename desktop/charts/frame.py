"""What both charts share: the surface, one time for all panels, mouse, keyboard, and the line that reads them out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAccessible, QAccessibleEvent, QColor, QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.model.ids import EventId
from desktop.charts import draw
from desktop.charts.plot import DAY, Band, Box, DateAxis
from desktop.look import plaintext
from desktop.look.colors import Colors

#: One entry of a legend: what its sample is (the chart draws it) and its words.
LegendEntry = tuple[str, str]


class Chart(QWidget):
    """A chart over time. It draws what it is shown and computes nothing; it needs no session.

    Emits ``event_clicked`` when an event is chosen by mouse or arrow keys, ``event_opened`` on double click or Enter.
    ``paper``: drawn for print, without anything that answers to a mouse.
    """

    event_clicked = Signal(int)
    event_opened = Signal(int)

    def __init__(self, colors: Colors, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.colors = colors
        self.paper = False
        self.selected: EventId | None = None
        self.hover: float | None = None  # the time under the mouse
        self._hovered: EventId | None = None
        self._order: Sequence[EventId] = ()  # events in the order in which the arrow keys step
        self._descriptions: Mapping[EventId, str] = {}
        self._extent = (0.0, DAY)
        self._boxes: list[Box] = []
        self._hits: dict[Any, list[tuple[QRectF, EventId]]] = {}
        self._legend: Sequence[LegendEntry] = ()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.view = pg.GraphicsLayoutWidget(parent=self)
        self.view.setProperty("role", "plain")
        self.view.setAntialiasing(True)
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.viewport().setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.ci.setContentsMargins(8, 4, 14, 0)
        self.view.ci.setSpacing(0)
        self.view.ci.layout.setColumnStretchFactor(1, 1)
        self.readout = plaintext.label(parent=self)
        self.readout.setProperty("role", "muted")
        self.readout.setContentsMargins(12, 2, 12, 4)
        self.readout.setMinimumWidth(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(2, 2, 2, 2)
        box.setSpacing(0)
        box.addWidget(self.view, 1)
        box.addWidget(self.readout)
        self.legend = Band(self._paint_legend)
        self.time = DateAxis()
        scene = self.view.scene()
        scene.sigMouseMoved.connect(self._on_mouse_moved)
        scene.sigMouseClicked.connect(self._on_mouse_clicked)
        self.view.sigDeviceRangeChanged.connect(self._on_resized)
        self._dress()

    # What is shown.

    def set_colors(self, colors: Colors) -> None:
        """Take another scheme."""
        self.colors = colors
        self._dress()
        self.redraw()

    def select(self, event_id: EventId | None) -> None:
        """Mark an event (or none) without telling anybody."""
        if event_id != self.selected:
            self.selected = event_id
            self._say_selected()
            self.redraw()

    @Slot()
    def fit(self) -> None:
        """Show the whole time."""
        self.set_range(*self._extent)

    def set_range(self, first: float, last: float) -> None:
        """Show the time between two places."""
        for box in self._boxes:
            box.setXRange(first, last, padding=0)

    def visible_range(self) -> tuple[float, float]:
        """The time shown, as places."""
        first, last = self._boxes[0].viewRange()[0]
        return float(first), float(last)

    @Slot()
    def zoom_in(self) -> None:
        """Show less time, around the selected event if it is in sight, else around the middle."""
        self._zoom(1 / 1.5)

    @Slot()
    def zoom_out(self) -> None:
        """Show more time."""
        self._zoom(1.5)

    def redraw(self) -> None:
        """Paint again what is there."""
        self.view.viewport().update()
        for item in self.view.scene().items():
            item.update()

    def show_anew(self) -> None:
        """Show the whole time of other data, and say of it what is selected."""
        self.fit()
        self.settle()
        self.fit()
        self._say_selected()
        self.redraw()

    def settle(self) -> None:
        """Bring the layout to rest now, as a print needs it."""
        layout = self.layout()
        if layout is not None:
            layout.activate()
        for _round in range(2):  # widths of axes follow their ranges, which follow the size
            self.view.ci.layout.activate()
            self.arrange()

    def describe(self, event_id: EventId) -> str:
        """An event in words, as the page has given them."""
        return self._descriptions.get(event_id, "")

    # For the two charts.

    def arrange(self) -> None:
        """Fit heights and widths that depend on the size of the chart."""
        # The view gives its layout its size only as it is resized itself; one that had less to show stays low.
        self.view.ci.setGeometry(QRectF(self.view.viewport().rect()))
        self.legend.set_height(self._legend_height())

    def read_out(self, place: float) -> str:
        """What is known about a time, in one line."""
        raise NotImplementedError

    def place_of(self, event_id: EventId) -> float | None:
        """Where an event is drawn in time; None: it is not."""
        raise NotImplementedError

    def paint_sample(self, painter: QPainter, sample: str, rect: QRectF) -> None:
        """The sample of a legend entry."""
        raise NotImplementedError

    def take_boxes(self, boxes: Sequence[Box]) -> None:
        """The panels that share the time, the last of which carries its axis."""
        for box in self._boxes:
            box.sigXRangeChanged.disconnect(self._on_x_range_changed)
        self._boxes = list(boxes)
        for box in self._boxes:
            box.sigXRangeChanged.connect(self._on_x_range_changed)
        self.time.linkToView(self._boxes[-1])

    def set_extent(self, first: float, last: float) -> None:
        """The time that :meth:`fit` shows; nobody gets lost far outside it."""
        last = max(last, first + 14 * DAY)
        margin = (last - first) * 0.03
        self._extent = (first - margin, last + margin)
        span = self._extent[1] - self._extent[0]
        for box in self._boxes:
            box.setLimits(xMin=first - span, xMax=last + span, minXRange=min(14 * DAY, span), maxXRange=span * 2.5)

    def remember(self, item: Any, hits: list[tuple[QRectF, EventId]]) -> None:
        """Where in an item events were drawn, to be found by the mouse."""
        self._hits[item] = hits

    def hit(self, where: QPointF) -> EventId | None:
        """The event drawn at a place of the scene."""
        for item, hits in self._hits.items():
            if item.isVisible() and item.scene() is not None:
                spot = item.mapFromScene(where)
                for rect, event_id in reversed(hits):
                    if rect.contains(spot):
                        return event_id
        return None

    def ring(self, event_id: EventId) -> str:
        """The color of the ring around an event; empty: none."""
        if self.paper:
            return ""
        if event_id == self.selected:
            return self.colors.text
        return self.colors.control if event_id == self._hovered else ""

    # Inside.

    def _dress(self) -> None:
        self.view.setBackground(QColor(self.colors.surface))
        self.time.dress(self.colors)

    def _zoom(self, factor: float) -> None:
        first, last = self.visible_range()
        place = self.place_of(self.selected) if self.selected is not None else None
        center = place if place is not None and first <= place <= last else (first + last) / 2
        self.set_range(center - (center - first) * factor, center + (last - center) * factor)

    def _pan(self, share: float) -> None:
        first, last = self.visible_range()
        self.set_range(first + (last - first) * share, last + (last - first) * share)

    def _step(self, to: int, *, absolute: bool = False) -> None:
        if not self._order:
            return
        if not absolute:
            here = self._order.index(self.selected) if self.selected in self._order else (-1 if to > 0 else 0)
            to = min(max(here + to, 0), len(self._order) - 1)
        event_id = self._order[to]
        self.select(event_id)
        self._reveal(event_id)
        self.event_clicked.emit(event_id)

    def _reveal(self, event_id: EventId) -> None:
        place = self.place_of(event_id)
        first, last = self.visible_range()
        if place is not None and not first <= place <= last:
            half = (last - first) / 2
            self.set_range(place - half, place + half)

    def _say_selected(self) -> None:
        said = "" if self.selected is None else self.describe(self.selected)
        self.readout.setText(said)
        if said != self.accessibleDescription():
            self.setAccessibleDescription(said)
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))

    @Slot(object, object)
    def _on_x_range_changed(self, changed: Box, span: Sequence[float]) -> None:
        for box in self._boxes:
            if box is not changed and tuple(box.viewRange()[0]) != tuple(span):
                box.setXRange(*span, padding=0)
        self.redraw()

    @Slot(object)
    def _on_mouse_moved(self, where: QPointF) -> None:
        box = next((box for box in self._boxes if box.isVisible()), None)
        if box is None:
            return
        hovered = self.hit(where)
        x = box.mapFromScene(where).x()
        self.hover = box.place(x) if 0 <= x <= box.width() else None
        self._hovered = hovered
        self.view.viewport().setCursor(
            Qt.CursorShape.PointingHandCursor if hovered is not None else Qt.CursorShape.ArrowCursor
        )
        if hovered is not None:
            self.readout.setText(self.describe(hovered))
        elif self.hover is not None:
            self.readout.setText(self.read_out(self.hover))
        else:
            self._say_hover_left()
        self.redraw()

    def _say_hover_left(self) -> None:
        self.readout.setText("" if self.selected is None else self.describe(self.selected))

    @Slot(object)
    def _on_mouse_clicked(self, event: Any) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        found = self.hit(event.scenePos())
        if found is None:
            if event.double():
                self.fit()
            return
        self.select(found)
        (self.event_opened if event.double() else self.event_clicked).emit(found)

    @Slot()
    def _on_resized(self) -> None:
        self.view.ci.layout.activate()
        self.arrange()

    def _legend_places(self) -> list[tuple[QRectF, QRectF]]:
        """Where the sample and the words of each entry stand, wrapped to the width."""
        width = self.view.viewport().width() - 30
        x, y = 0.0, 0.0
        found = []
        for _sample, words in self._legend:
            wide = 30 + draw.text_width(words, draw.SMALL) + 18
            if x and x + wide - 12 > width:
                x, y = 0.0, y + 20
            found.append((QRectF(x + 2, y + 2, 22, 16), QRectF(x + 30, y, wide - 30, 20)))
            x += wide
        return found

    def _legend_height(self) -> float:
        places = self._legend_places()
        return places[-1][1].bottom() + 4 if places else 0.0

    def _paint_legend(self, painter: QPainter, _band: Band) -> None:
        for (sample, words), (sample_rect, words_rect) in zip(self._legend, self._legend_places(), strict=True):
            painter.save()
            self.paint_sample(painter, sample, sample_rect)
            painter.restore()
            draw.text(painter, words_rect, words, self.colors.muted, size=draw.SMALL)

    # Qt.

    def sizeHint(self) -> QSize:
        """Wide rather than high."""
        return QSize(720, 420)

    def minimumSizeHint(self) -> QSize:
        """Below this nothing can be read."""
        return QSize(320, 220)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left, Right, Home, End step through events; plus and minus zoom; Ctrl with arrows moves; Enter opens."""
        key, moved = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            way = 1 if key == Qt.Key.Key_Right else -1
            if moved:
                self._pan(0.2 * way)
            else:
                self._step(way)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End) and not moved:
            self._step(0 if key == Qt.Key.Key_Home else len(self._order) - 1, absolute=True)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal) and not moved:
            self.zoom_in()
        elif key == Qt.Key.Key_Minus and not moved:
            self.zoom_out()
        elif key == Qt.Key.Key_0 and not moved:
            self.fit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.selected is not None:
            self.event_opened.emit(self.selected)
        else:
            super().keyPressEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Forget what was under the mouse."""
        self.hover = self._hovered = None
        self._say_hover_left()
        self.redraw()
        super().leaveEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that the focus is gone."""
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The surface, and a frame while it has the focus."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self.colors.surface))
        if self.hasFocus():
            painter.setPen(draw.pen(self.colors.accent, 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        else:
            painter.setPen(draw.pen(self.colors.border))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()
