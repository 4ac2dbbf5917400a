"""A figure in a widget: laid out for the size there is, moved and zoomed along its scale, scrolled, painted."""

from __future__ import annotations

import math
from dataclasses import replace

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Slot
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFontInfo,
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
from desktop.look.colors import Colors
from desktop.look.theme import BASE_FONT
from desktop.wording.i18n import _

_NOTHING = Figure((), (0.0, 1.0))
#: The least height of a chart is between these, in pixels; of many rows so many are seen at least.
_LEAST, _MOST, _ROWS = 180, 560, 6


class _View(pg.GraphicsView):
    """The surface; its wheel belongs to the chart."""

    def __init__(self, chart: FigureView) -> None:
        super().__init__(chart, background=None)
        self._chart = chart

    def wheelEvent(self, event: QWheelEvent) -> None:
        """With Ctrl it zooms around the mouse; else it scrolls what does not fit, or the page."""
        self._chart.wheel(event)


class FigureView(QWidget):
    """What a chart is without anybody who points at it or steps through it."""

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
        self._least = _LEAST
        self.headline = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("spoken", "chart")
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
        self._dress()

    # What is shown.

    def show_figure(self, figure: Figure, *, name: str = "", headline: str = "", keep: bool = False) -> None:
        """Draw a figure. ``headline``: what it says in one sentence, for a screen reader.

        ``keep``: go on showing the same stretch of the scale, as where only its details have changed.
        """
        kept = self.visible_range() if keep and self.figure.panels else None
        self.figure = figure
        self.headline = headline
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
        self.say_selected()
        self.redraw()  # over the same stretch no change of range asks for it

    def set_colors(self, colors: Colors) -> None:
        """Take another scheme."""
        self.colors = colors
        self.hues = Palette(colors)
        self._dress()
        self.redraw()

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
        self.zoom(1 / 1.5)

    @Slot()
    def zoom_out(self) -> None:
        """Show more."""
        self.zoom(1.5)

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

    def say_selected(self) -> None:
        """Say anew what is selected."""

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
            if beyond < 5 * unit:  # less than the air below the words of the last row
                beyond = 0
            self.bar.setRange(0, beyond)
            if self.bar.isVisibleTo(self) == (beyond > 0):
                break
            self.bar.setVisible(beyond > 0)
            layout = self.layout()
            if layout is not None:
                layout.activate()
        self._need()
        room = QRectF(self.view.rect())
        if self.view.range != room:  # it was resized out of sight, and hears of it only when it is shown
            self.view.setRange(room, padding=0, disableAutoPixel=False)
        self.bar.setPageStep(max(int(self.seen_height * 0.9), 1))
        self.bar.setSingleStep(int(24 * unit))
        if self.plan.panels:
            first, last = self.plan.heads[0].area, self.plan.heads[-1].area
            self.box.column = first.width()
            self.box.setGeometry(QRectF(first.left(), 0, last.right() - first.left(), self.view.viewport().height()))
        self.canvas.resize_to(QRectF(self.view.viewport().rect()))
        self.overlay.resize_to(QRectF(self.view.viewport().rect()))

    def _need(self) -> None:
        """Ask for the height in which the figure is still read; a page that has less scrolls, rather than the chart."""
        plan = lay_out(replace(self.figure, title=""), self.type, self.plan.width, least=True)
        later = sum(max(rows.count - _ROWS, 0) * rows.height for one in plan.panels if (rows := one.panel.rows))
        high = math.ceil(plan.height - later * self.type.unit) + self.readout.height() + 10
        least = min(max(high, _LEAST), _MOST)
        if least != self._least and not self._tall:
            self._least = least
            self.updateGeometry()

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

    def zoom(self, factor: float, around: float | None = None) -> None:
        """Show so many times as much, around a place; None: what is selected if it is in sight, else the middle."""
        if self.figure.still:
            return
        first, last = self.visible_range()
        stop = self.figure.stops.find(self.selected)
        center = stop.x if stop is not None and first <= stop.x <= last else (first + last) / 2
        center = around if around is not None else center
        self.set_range(center - (center - first) * factor, center + (last - center) * factor)

    def pan(self, share: float) -> None:
        """Show what lies beside, by a share of what is shown."""
        first, last = self.visible_range()
        self.set_range(first + (last - first) * share, last + (last - first) * share)

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

    def place(self, x: float) -> float:
        """The place on the scale at a unit of the surface."""
        first, last = self.visible_range()
        area = self.area_at(x)
        return first + (x - area.left()) / max(area.width(), 1) * (last - first)

    def area_at(self, x: float) -> QRectF:
        """The area of the column at a unit of the surface: that of its first panel."""
        return self.plan.heads[self.plan.column_at(x)].area if self.plan.panels else QRectF(self.box.geometry())

    # Qt.

    def wheel(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl, move with Shift or sideways, else scroll; what it has no use for goes to the page."""
        turned = event.angleDelta()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and not self.figure.still:
            self.zoom(1.2 ** (-turned.y() / 120), self.place(event.position().x()))
        elif turned.x() and not self.figure.still:
            self.pan(-turned.x() / 1200)
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
        """Below this nothing can be read: every panel at its least height, and the first of many rows."""
        return QSize(240, self._least)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out anew; what is shown of the scale stays."""
        super().resizeEvent(event)
        self.settle()
        self.redraw()

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
        if focused or not self._tall:  # in a card that has a frame of its own there is none
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1) if focused else self.rect().adjusted(0, 0, -1, -1))
        painter.end()
