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
from typing import Any

from PySide6.QtCore import QEvent, QPointF, Qt, Signal, Slot
from PySide6.QtGui import QAccessible, QAccessibleEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from desktop.charts.surface import FigureView
from desktop.drawing.marks import Key
from desktop.look import plaintext
from desktop.look.announcing import announce
from desktop.look.colors import Colors


class Chart(FigureView):
    """A figure that answers to mouse and keyboard. It computes nothing and needs no session.

    Emits ``chosen`` with a key when something is chosen by mouse or arrow keys, ``opened`` on double click or Enter.
    """

    chosen = Signal(object)
    opened = Signal(object)

    def __init__(self, colors: Colors, parent: QWidget | None = None, *, tall: bool = False, lines: int = 2) -> None:
        """``lines``: those kept for what is read out, so that nothing moves when it appears."""
        super().__init__(colors, parent, tall=tall, lines=lines)
        self.setProperty("content", True)  # what a pane is there for: F6 and F7 go to it
        self.view.scene().sigMouseMoved.connect(self._on_mouse_moved)
        self.view.scene().sigMouseClicked.connect(self._on_mouse_clicked)

    def select(self, key: Key) -> None:
        """Mark what has this key (None: nothing) without telling anybody, and bring its row in sight."""
        if key != self.selected:
            self.selected = key
            self.say_selected()
            self._bring_row(key)
            self.redraw()

    def describe(self, key: Key) -> str:
        """What is behind a key, in words."""
        return self.figure.describe(key)

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

    def say_selected(self) -> None:
        """What is selected is read out, and is the description for a screen reader; else the headline is."""
        said = "" if self.selected is None else self.describe(self.selected)
        self._read_out(said)
        described = said or self.headline
        if described != self.accessibleDescription():
            self.setAccessibleDescription(described)
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))

    def _read_out(self, words: str) -> None:
        self.readout.setText(words)
        plaintext.tooltip(self.readout, words)

    @Slot(object)
    def _on_mouse_moved(self, where: QPointF) -> None:
        area = self.area_at(where.x())
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
            self._read_out(self.figure.read(self.hover, *self._panel_at(where)))
        else:
            self._read_out("" if self.selected is None else self.describe(self.selected))
        self.overlay.update()

    def _panel_at(self, where: QPointF) -> tuple[int, int]:
        """The panel at a place of the surface, and the row in it (−1: it has none)."""
        y = where.y() + self.offset
        number = self.plan.panel_at(where.x(), y)
        placed = self.plan.panels[number]
        rows = placed.panel.rows
        row = int((y - placed.area.top()) // (rows.height * self.type.unit)) if rows is not None else -1
        return number, row if rows is not None and 0 <= row < rows.count else -1

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

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left, Right, Home, End step; plus, minus and 0 zoom; Ctrl with arrows moves; Enter opens; others scroll."""
        if event.modifiers() & Qt.KeyboardModifier.AltModifier:  # the window's, also where it has no use for them
            event.ignore()
            return
        key, moved = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        ways = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if self.figure.still and not self.bar.maximum():
            ways |= {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        scrolls = {
            Qt.Key.Key_Up: -self.bar.singleStep(), Qt.Key.Key_Down: self.bar.singleStep(),
            Qt.Key.Key_PageUp: -self.bar.pageStep(), Qt.Key.Key_PageDown: self.bar.pageStep(),
        }  # fmt: skip
        if key in ways and moved:
            self.pan(0.2 * ways[Qt.Key(key)])
        elif key in ways:
            self._step(ways[Qt.Key(key)])
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End) and not moved:
            self._step(0 if key == Qt.Key.Key_Home else len(self.figure.stops.all) - 1, absolute=True)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus) and not moved:
            self.zoom(1.5 if key == Qt.Key.Key_Minus else 1 / 1.5)
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
