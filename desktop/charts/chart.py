"""The view of a figure on the screen: mouse, keyboard, what is read out, and how it is said to a screen reader.

A page makes a chart once and shows it figures of ``desktop/drawing/compose``::

    chart = Chart(theme.colors, self)
    chart.chosen.connect(self._on_chosen)      # the key of what was clicked or stepped to
    chart.opened.connect(self._on_opened)      # double click or Enter
    saving.offer(chart, settings)              # copy as picture, save as PNG, SVG, PDF
    chart.show_figure(figure, name=_("People laid off"), headline=sentence)

It fills the height it is given and scrolls what does not fit, its axis always in sight. ``tall``: it asks for all the
height that its figure wants, for a page that scrolls by itself.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QColor,
    QFocusEvent,
    QFontInfo,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QHBoxLayout, QScrollBar, QVBoxLayout, QWidget

from desktop.charts.canvas import Canvas, Overlay, TimeBox
from desktop.drawing.figure import LEAST_DAYS, Figure, Scale
from desktop.drawing.layout import Layout, lay_out
from desktop.drawing.marks import Key
from desktop.drawing.painter import Sight
from desktop.drawing.palette import Palette
from desktop.drawing.place import Hits
from desktop.drawing.text import Type
from desktop.look import plaintext
from desktop.look.announcing import announce
from desktop.look.colors import Colors
from desktop.look.theme import BASE_FONT
from desktop.wording.i18n import _

_NOTHING = Figure((), (0.0, 1.0))


class _View(pg.GraphicsView):
    """The surface; its wheel belongs to the chart."""

    def __init__(self, chart: Chart) -> None:
        super().__init__(chart, background=None)
        self._chart = chart

    def wheelEvent(self, event: QWheelEvent) -> None:
        """With Ctrl it zooms around the mouse; else it scrolls what does not fit, or the page."""
        self._chart.wheel(event)


class Chart(QWidget):
    """A figure that answers to mouse and keyboard. It computes nothing and needs no session.

    Emits ``chosen`` with a key when something is chosen by mouse or arrow keys, ``opened`` on double click or Enter.
    """

    chosen = Signal(object)
    opened = Signal(object)

    def __init__(self, colors: Colors, parent: QWidget | None = None, *, tall: bool = False, lines: int = 2) -> None:
        """``lines``: those kept for what is read out, so that nothing moves when it appears."""
        super().__init__(parent)
        self.colors = colors
        self.figure = _NOTHING
        self.selected: Key = None
        self.hovered: Key = None
        self.hover: float | None = None  # the place under the mouse
        self.offset = 0.0
        self.hits = Hits()
        self.hues = Palette(colors)
        self.type = Type(4 / 3)
        self.plan: Layout = lay_out(_NOTHING, self.type, 400)
        self._tall = tall
        self._arranging = False
        self._headline = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.view = _View(self)
        self.view.setProperty("role", "plain")
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.viewport().setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.view.setMouseTracking(True)
        self.box = TimeBox()
        self.canvas = Canvas(self)
        self.overlay = Overlay(self)
        for item in (self.canvas, self.box, self.overlay):
            self.view.scene().addItem(item)
        self.bar = QScrollBar(Qt.Orientation.Vertical, self)
        self.bar.setAccessibleName(_("Scroll through the rows"))
        self.bar.valueChanged.connect(self._on_scrolled)
        self.bar.hide()
        self.readout = plaintext.label(parent=self, wrap=True)
        self.readout.setProperty("role", "muted")
        self.readout.setContentsMargins(8, 2, 8, 2)
        self.readout.setMinimumWidth(1)
        self.readout.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.readout.setFixedHeight(self.readout.fontMetrics().lineSpacing() * lines + 6)
        row = QHBoxLayout()
        row.setContentsMargins(8, 6, 2, 0)
        row.setSpacing(2)
        row.addWidget(self.view, 1)
        row.addWidget(self.bar)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addLayout(row, 1)
        column.addWidget(self.readout)
        self.view.sigDeviceRangeChanged.connect(self._on_resized)
        self.box.sigXRangeChanged.connect(self._on_range_changed)
        self.view.scene().sigMouseMoved.connect(self._on_mouse_moved)
        self.view.scene().sigMouseClicked.connect(self._on_mouse_clicked)
        self._dress()

    # What is shown.

    def show_figure(self, figure: Figure, *, name: str = "", headline: str = "", keep: bool = False) -> None:
        """Draw a figure. ``headline``: what it says in one sentence, for a screen reader.

        ``keep``: go on showing the same stretch of the scale, as where only its details have changed.
        """
        kept = self.visible_range() if keep and self.figure.panels else None
        self.figure = figure
        self._headline = headline
        if name:
            self.setAccessibleName(name)
        if (
            self.selected is not None
            and figure.stops.find(self.selected) is None
            and not figure.describe(self.selected)
        ):
            self.selected = None
        self.hovered = self.hover = None
        self._arrange()
        self._limit()
        self.fit()
        if kept is not None:
            self.set_range(*kept)
        self._say()

    def set_colors(self, colors: Colors) -> None:
        """Take another scheme."""
        self.colors = colors
        self.hues = Palette(colors)
        self._dress()
        self.redraw()

    def select(self, key: Key) -> None:
        """Mark what has this key (None: nothing) without telling anybody, and bring its row in sight."""
        if key != self.selected:
            self.selected = key
            self._say()
            self._bring_row(key)
            self.redraw()

    def describe(self, key: Key) -> str:
        """What is behind a key, in words."""
        return self.figure.describe(key)

    @Slot()
    def fit(self) -> None:
        """Show the whole scale."""
        self.set_range(*self.figure.extent)

    def visible_range(self) -> tuple[float, float]:
        """The stretch of the scale that is shown."""
        first, last = self.box.viewRange()[0]
        return float(first), float(last)

    def set_range(self, first: float, last: float) -> None:
        """Show another stretch."""
        self.box.setXRange(first, last, padding=0)

    @Slot()
    def zoom_in(self) -> None:
        """Show less, around what is selected if it is in sight, else around the middle."""
        self._zoom(1 / 1.5)

    @Slot()
    def zoom_out(self) -> None:
        """Show more."""
        self._zoom(1.5)

    def redraw(self) -> None:
        """Paint again what is there."""
        self.canvas.forget()
        self.overlay.update()

    def settle(self) -> None:
        """Bring the layout to rest now."""
        layout = self.layout()
        if layout is not None:
            layout.activate()
        self._arrange()

    @property
    def sight(self) -> Sight:
        """What is seen of the figure."""
        first, last = self.visible_range()
        return Sight(first, last, self.offset, self.offset + self.seen_height, self.selected)

    @property
    def seen_height(self) -> float:
        """How much of the content is in sight; the axis stands below it."""
        room = self.view.viewport().height() - self.plan.axis - self.plan.foot
        return float(int(max(min(self.plan.content, room), 1.0)))

    def place_of(self, key: Key) -> QPointF | None:
        """Where a key is drawn, in the surface; None: it is out of sight."""
        found = self.hits.of(key)
        return found[-1].center() if found else None

    # Inside.

    def _dress(self) -> None:
        self.view.setBackground(QColor(self.colors.surface))

    def _arrange(self) -> None:
        """Lay the figure out for the size there is."""
        if self._arranging:  # the bar that is shown or hidden resizes the surface
            return
        self._arranging = True
        try:
            self._arrange_once()
        finally:
            self._arranging = False

    def _arrange_once(self) -> None:
        unit = QFontInfo(QApplication.font()).pixelSize() / BASE_FONT * 4 / 3
        if unit != self.type.unit:
            self.type = Type(unit)
        for _round in range(2):  # the bar takes its room from the width
            size = self.view.viewport().size()
            self.plan = lay_out(
                replace(self.figure, title=""),
                self.type,
                max(size.width(), 60),
                height=0 if self._tall else size.height(),
            )
            if self._tall:
                self._claim(self.plan.height)
                break
            beyond = max(int(self.plan.content) - int(self.seen_height), 0)
            self.bar.setRange(0, beyond)
            if self.bar.isVisibleTo(self) == (beyond > 0):
                break
            self.bar.setVisible(beyond > 0)
            layout = self.layout()
            if layout is not None:
                layout.activate()
        self.bar.setPageStep(max(int(self.seen_height * 0.9), 1))
        self.bar.setSingleStep(int(24 * unit))
        if self.plan.panels:
            area = self.plan.panels[0].area
            self.box.setGeometry(QRectF(area.left(), 0, area.width(), self.view.viewport().height()))
        self.canvas.resize_to(QRectF(self.view.viewport().rect()))
        self.overlay.resize_to(QRectF(self.view.viewport().rect()))

    def _claim(self, height: float) -> None:
        """As high as the figure wants to be."""
        wanted = math.ceil(height) + self.readout.height() + 10
        if wanted != self.minimumHeight():
            self.setMinimumHeight(wanted)

    def _limit(self) -> None:
        """Nobody gets lost far outside."""
        first, last = self.figure.extent
        span = last - first
        still = self.figure.still
        self.box.setMouseEnabled(x=not still, y=False)
        least = min(LEAST_DAYS, span) if self.figure.scale is Scale.DAYS else span / 20
        self.box.setLimits(
            xMin=first - span,
            xMax=last + span,
            minXRange=span if still else least,
            maxXRange=span * (1 if still else 2.5),
        )  # fmt: skip

    def _zoom(self, factor: float, around: float | None = None) -> None:
        if self.figure.still:
            return
        first, last = self.visible_range()
        stop = self.figure.stops.find(self.selected)
        center = stop.x if stop is not None and first <= stop.x <= last else (first + last) / 2
        center = around if around is not None else center
        self.set_range(center - (center - first) * factor, center + (last - center) * factor)

    def _pan(self, share: float) -> None:
        first, last = self.visible_range()
        self.set_range(first + (last - first) * share, last + (last - first) * share)

    def _step(self, to: int, *, absolute: bool = False) -> None:
        stops = self.figure.stops.all
        if not stops:
            return
        if not absolute:
            here = self.figure.stops.index(self.selected)
            to += here if here is not None else (-1 if to > 0 else 0)
        stop = stops[min(max(to, 0), len(stops) - 1)]
        self.select(stop.key)
        first, last = self.visible_range()
        if not first <= stop.x <= last and math.isfinite(stop.x) and not self.figure.still:
            self.set_range(stop.x - (last - first) / 2, stop.x + (last - first) / 2)
        announce(self, self.describe(stop.key))
        self.chosen.emit(stop.key)

    def _bring_row(self, key: Key) -> None:
        """Scroll to the row of a key if it is out of sight."""
        stop = self.figure.stops.find(key)
        if stop is None or stop.row < 0 or stop.panel >= len(self.plan.panels):
            return
        placed = self.plan.panels[stop.panel]
        if placed.panel.rows is None:
            return
        high = placed.panel.rows.height * self.type.unit
        top = placed.area.top() + stop.row * high
        if not self.offset <= top <= self.offset + self.seen_height - high:
            self.bar.setValue(int(top - self.seen_height / 2))

    def _say(self) -> None:
        """What is selected is read out, and is the description for a screen reader; else the headline is."""
        said = "" if self.selected is None else self.describe(self.selected)
        self._read_out(said)
        described = said or self._headline
        if described != self.accessibleDescription():
            self.setAccessibleDescription(described)
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))

    def _read_out(self, words: str) -> None:
        self.readout.setText(words)
        plaintext.tooltip(self.readout, words)

    @Slot()
    def _on_resized(self, *_what: object) -> None:
        self._arrange()
        self.redraw()

    @Slot()
    def _on_range_changed(self, *_range: object) -> None:
        self.redraw()

    @Slot(int)
    def _on_scrolled(self, value: int) -> None:
        self.offset = float(value)
        self.canvas.update()
        self.overlay.update()

    @Slot(object)
    def _on_mouse_moved(self, where: QPointF) -> None:
        area = self.box.geometry()
        inside = area.left() <= where.x() <= area.right() and 0 <= where.y() <= self.seen_height
        hovered = self.hits.at(where.x(), where.y())
        self.hover = self.place(where.x()) if inside and self.plan.panels else None
        if hovered != self.hovered:
            self.view.viewport().setCursor(
                Qt.CursorShape.PointingHandCursor if hovered is not None else Qt.CursorShape.ArrowCursor
            )
        self.hovered = hovered
        if hovered is not None and (words := self.describe(hovered)):
            self._read_out(words)
        elif self.hover is not None:
            self._read_out(self.figure.read(self.hover, *self._panel_at(where.y())))
        else:
            self._read_out("" if self.selected is None else self.describe(self.selected))
        self.overlay.update()

    def place(self, x: float) -> float:
        """The place on the scale at a unit of the surface."""
        first, last = self.visible_range()
        area = self.box.geometry()
        return first + (x - area.left()) / max(area.width(), 1) * (last - first)

    def _panel_at(self, y: float) -> tuple[int, int]:
        """The panel at a height of the surface, and the row in it (−1: it has none)."""
        y += self.offset
        for number, placed in enumerate(self.plan.panels):
            if y <= placed.area.bottom() or number == len(self.plan.panels) - 1:
                rows = placed.panel.rows
                row = int((y - placed.area.top()) // (rows.height * self.type.unit)) if rows is not None else -1
                return number, row if rows is not None and 0 <= row < rows.count else -1
        return 0, -1

    @Slot(object)
    def _on_mouse_clicked(self, event: Any) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        where = event.scenePos()
        found = self.hits.at(where.x(), where.y())
        if found is None:
            if event.double():
                self.fit()
            return
        self.select(found)
        (self.opened if event.double() else self.chosen).emit(found)

    # Qt.

    def wheel(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl, move with Shift or sideways, else scroll; what it has no use for goes to the page."""
        turned = event.angleDelta()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and not self.figure.still:
            self._zoom(1.2 ** (-turned.y() / 120), self.place(event.position().x()))
        elif turned.x() and not self.figure.still:
            self._pan(-turned.x() / 1200)
        elif self.bar.maximum() and turned.y():
            self.bar.setValue(self.bar.value() - turned.y())
        else:
            event.ignore()
            return
        event.accept()

    def sizeHint(self) -> QSize:
        """Wide rather than high."""
        return QSize(720, 420)

    def minimumSizeHint(self) -> QSize:
        """Below this nothing can be read."""
        return QSize(240, 180)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out anew; what is shown of the scale stays."""
        super().resizeEvent(event)
        self.settle()
        self.redraw()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left, Right, Home, End step; plus, minus and 0 zoom; Ctrl with arrows moves; Enter opens; others scroll."""
        key, moved = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        ways = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if self.figure.still and not self.bar.maximum():
            ways |= {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        scrolls = {
            Qt.Key.Key_Up: -self.bar.singleStep(), Qt.Key.Key_Down: self.bar.singleStep(),
            Qt.Key.Key_PageUp: -self.bar.pageStep(), Qt.Key.Key_PageDown: self.bar.pageStep(),
        }  # fmt: skip
        if key in ways and moved:
            self._pan(0.2 * ways[Qt.Key(key)])
        elif key in ways:
            self._step(ways[Qt.Key(key)])
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End) and not moved:
            self._step(0 if key == Qt.Key.Key_Home else len(self.figure.stops.all) - 1, absolute=True)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus) and not moved:
            self._zoom(1.5 if key == Qt.Key.Key_Minus else 1 / 1.5)
        elif key == Qt.Key.Key_0 and not moved:
            self.fit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.selected is not None:
            self.opened.emit(self.selected)
        elif key in scrolls and self.bar.maximum():
            self.bar.setValue(self.bar.value() + scrolls[Qt.Key(key)])
        else:
            super().keyPressEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Forget what was under the mouse."""
        self.hover = self.hovered = None
        self._read_out("" if self.selected is None else self.describe(self.selected))
        self.overlay.update()
        super().leaveEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Another font of the desktop is that of the chart."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ApplicationFontChange:
            self.type = Type(0.5)
            self.settle()
            self.redraw()

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
        focused = self.hasFocus()
        painter.setPen(QPen(QColor(self.colors.accent if focused else self.colors.border), 2 if focused else 1))
        painter.drawRect(self.rect().adjusted(1, 1, -1, -1) if focused else self.rect().adjusted(0, 0, -1, -1))
        painter.end()
