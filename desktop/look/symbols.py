"""The small drawn signs of tables and lists: the symbol of a kind in its color, the sign of a status.

A rumor is hollow, a denial is crossed out, what is planned is hatched: the same everywhere, and never by color alone.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QLineF, QObject, QPointF, QRectF, Qt, Slot
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPen, QPixmap

from db.model.records import EventKind
from db.model.values import Status
from desktop.look.outlines import outline
from desktop.look.theme import Theme

SIZE = 16


class Symbols(QObject):
    """Icons of kinds and statuses in the colors of the theme, drawn once each."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._made: dict[tuple[str, ...], QIcon] = {}
        theme.changed.connect(self._on_theme_changed)

    def kind(self, kind: EventKind | None, status: Status | None, *, planned: bool = False) -> QIcon:
        """The symbol of a kind, drawn for how strongly it is asserted."""
        symbol, color = (kind.symbol, kind.color) if kind is not None else ("circle", "")
        return self._icon(
            (symbol, color, status or "", "planned" if planned else ""),
            lambda painter: self._paint_kind(painter, symbol, color, status, planned=planned),
        )

    def status(self, status: Status | None) -> QIcon:
        """The sign of a status; empty for an event nobody claims anything about."""
        if status is None:
            return QIcon()
        return self._icon(("status", status), lambda painter: self._paint_status(painter, status))

    def warning(self) -> QIcon:
        """The sign of a field whose claims contradict each other."""
        return self._theme.icon("warning", "warning")

    @Slot()
    def _on_theme_changed(self) -> None:
        self._made.clear()

    def _icon(self, key: tuple[str, ...], paint: Callable[[QPainter], None]) -> QIcon:
        icon = self._made.get(key)
        if icon is None:
            icon = self._made[key] = QIcon()
            for ratio in {1.0, *(screen.devicePixelRatio() for screen in QGuiApplication.screens())}:
                pixmap = QPixmap(round(SIZE * ratio), round(SIZE * ratio))
                pixmap.setDevicePixelRatio(ratio)
                pixmap.fill(Qt.GlobalColor.transparent)
                painter = QPainter(pixmap)
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                paint(painter)
                painter.end()
                # Also for selected rows: Qt would tint it otherwise.
                icon.addPixmap(pixmap, QIcon.Mode.Normal)
                icon.addPixmap(pixmap, QIcon.Mode.Selected)
        return icon

    def _paint_kind(self, painter: QPainter, symbol: str, color: str, status: Status | None, *, planned: bool) -> None:
        ink = self._theme.chart_color(color) if color else self._theme.color("muted")
        path = outline(symbol, QRectF(3, 3, 10, 10))
        hollow = planned or status in {Status.RUMORED, Status.DENIED}
        painter.setPen(QPen(ink, 1.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
        painter.setBrush(Qt.BrushStyle.NoBrush if hollow else ink)
        painter.drawPath(path)
        if planned:
            painter.save()
            painter.setClipPath(path)
            painter.setPen(QPen(ink, 1))
            painter.drawLines([QLineF(3, y, 13, y - 10) for y in range(4, 26, 3)])
            painter.restore()
        if status is Status.DENIED:
            painter.setPen(QPen(self._theme.color("muted"), 1.5))
            painter.drawLine(QPointF(2, 14), QPointF(14, 2))

    def _paint_status(self, painter: QPainter, status: Status) -> None:
        ink = QColor(self._theme.color("muted"))
        painter.setPen(QPen(ink, 1.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
        disc = QRectF(4, 4, 8, 8)
        if status is Status.CONFIRMED:
            painter.drawPolyline([QPointF(3, 8.5), QPointF(6.5, 12), QPointF(13, 4.5)])
        elif status is Status.REPORTED:
            painter.setBrush(ink)
            painter.drawEllipse(disc)
        else:
            painter.drawEllipse(disc)
            if status is Status.DENIED:
                painter.drawLine(QPointF(3, 13), QPointF(13, 3))
