"""The clickable parts of the overview: a card with a figure, a row with a sign, a text and, if need be, a sparkline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Slot
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFont,
    QFontMetrics,
    QIcon,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractButton, QMenu, QSizePolicy, QWidget

from db.analysis.series import Basis, Level
from db.model.ids import OrganizationId
from desktop.look import plaintext
from desktop.look.theme import Theme
from desktop.session.bus import Bus
from desktop.session.requests import OpenOrganization, Request
from desktop.wording.i18n import _

_PAD = 12
#: How high a sparkline is that stands below its words.
_SPARK = 40
#: Less than this says nothing of a text that is cut.
_LEAST = 30


class Tile(QAbstractButton):
    """A button that paints itself: hover, focus ring, and what a subclass adds. Enter and Space press it.

    Pressed, it puts what it ``asks`` on the bus, in that order. Its menu leads to the organization that it names.
    """

    def __init__(self, theme: Theme, bus: Bus, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.asks: Sequence[Request] = ()
        self.organization_id: OrganizationId | None = None
        self._bus = bus
        self.clicked.connect(self._on_clicked)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        theme.changed.connect(self.update)

    @Slot()
    def _on_clicked(self) -> None:
        for request in self.asks:
            self._bus.request(request)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be done with the organization that it names."""
        if self.organization_id is None:
            super().contextMenuEvent(event)
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(_("Open Organization"), self._on_open_organization)
        menu.popup(event.globalPos())

    @Slot()
    def _on_open_organization(self) -> None:
        if self.organization_id is not None:
            self._bus.request(OpenOrganization(self.organization_id))

    def paint_back(self, painter: QPainter, *, card: bool) -> None:
        """The ground: a card's own, or none but for hover and focus."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if card or self.underMouse():
            painter.setPen(QPen(self.theme.color("border"), 1) if card else Qt.PenStyle.NoPen)
            painter.setBrush(self.theme.color("hover" if self.underMouse() else "surface"))
            painter.drawRoundedRect(box.adjusted(-0.5, -0.5, 0.5, 0.5), 8, 8)
        if self.hasFocus():
            painter.setPen(QPen(self.theme.color("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box, 7, 7)

    def _pixels(self, factor: float, *, bold: bool = False) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(round(self.fontInfo().pixelSize() * factor))
        if bold:
            font.setWeight(QFont.Weight.DemiBold)
        return font


class FigureCard(Tile):
    """A caption, a figure, and a quiet line that says how sure it is or whose."""

    def __init__(self, theme: Theme, bus: Bus, caption: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, bus, parent)
        self._caption, self._figure, self._detail = caption, "", ""
        self._detail_lines = 1
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.say("…")

    def call(self, caption: str) -> None:
        """Name what the next figure is of."""
        self._caption = caption

    def say(self, figure: str, detail: str = "") -> None:
        """Show a figure."""
        self._figure, self._detail = plaintext.one_line(figure), plaintext.one_line(detail)
        words = f"{self._caption}: {self._figure}"
        self.setAccessibleName(f"{words}, {self._detail}" if self._detail else words)
        plaintext.tooltip(self, f"{words}\n{self._detail}".strip())
        self._fit()
        self.update()

    @property
    def words(self) -> str:
        """What it says, as a screen reader has it."""
        return self.accessibleName()

    def sizeHint(self) -> QSize:
        """High enough for caption, figure and the quiet line, which takes a second one where it has to."""
        line = self.fontMetrics().height()
        return QSize(140, round(line * (1 + 1.9 + self._detail_lines)) + 2 * _PAD - 2)

    def minimumSizeHint(self) -> QSize:
        """Narrow windows cut the quiet line first."""
        return QSize(104, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrower card may need another line."""
        super().resizeEvent(event)
        self._fit()

    def _area(self) -> QRect:
        return self.rect().adjusted(_PAD + 2, _PAD - 2, -_PAD, -_PAD + 2)

    def _caption_font(self, width: int) -> QFont:
        """A little smaller where the whole caption fits then."""
        sizes = [self._pixels(factor) for factor in (1.0, 0.92, 0.85)]
        return next((font for font in sizes if QFontMetrics(font).horizontalAdvance(self._caption) <= width), sizes[0])

    def _figure_font(self, width: int) -> QFont:
        """As large as the whole figure fits: a number that is cut is another number."""
        sizes = [self._pixels(factor, bold=True) for factor in (1.75, 1.5, 1.3, 1.15, 1.0, 0.9)]
        return next((font for font in sizes if QFontMetrics(font).horizontalAdvance(self._figure) <= width), sizes[-1])

    def _fit(self) -> None:
        lines = 2 if self.fontMetrics().horizontalAdvance(self._detail) > self._area().width() else 1
        if lines != self._detail_lines:
            self._detail_lines = lines
            self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Caption, figure and the quiet line on a card."""
        painter = QPainter(self)
        self.paint_back(painter, card=True)
        area = self._area()
        line = self.fontMetrics().height()
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        caption = self._caption_font(area.width())
        for text, color, font, box in (
            (self._caption, "muted", caption, QRect(area.left(), area.top(), area.width(), line)),
            (self._figure, "text", self._figure_font(area.width()),
             QRect(area.left(), area.top() + line, area.width(), round(line * 1.9))),
        ):  # fmt: skip
            painter.setFont(font)
            painter.setPen(self.theme.color(color))
            painter.drawText(
                box, left, painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, box.width())
            )
        painter.setFont(self.font())
        painter.setPen(self.theme.color("muted"))
        box = QRect(area.left(), area.top() + round(line * 2.9), area.width(), line * self._detail_lines)
        flags = Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextDontClip
        painter.drawText(box, flags, self._detail)


@dataclass(frozen=True, slots=True)
class Spark:
    """A headcount small: levels in order, and the last day drawn."""

    levels: Sequence[Level]
    last: date
    relative: bool
    color: str  # a field of Colors
    wide: bool = False  # below the words of its row, as wide as the card


class Row(Tile):
    """One line of a list: a sign, a text, beside it another, a sparkline, and a text on the right."""

    def __init__(self, theme: Theme, bus: Bus, parent: QWidget | None = None) -> None:
        super().__init__(theme, bus, parent)
        self._sign = QIcon()
        self._texts = "", "", ""
        self._kept = ""
        self._spark: Spark | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def say(
        self, text: str, *, second: str = "", kept: str = "", right: str = "", sign: QIcon | None = None, tip: str = ""
    ) -> None:
        """Show texts; ``second`` stands quietly behind the first, ``tip`` is the whole of what may be cut.

        ``kept``: a figure behind the second, which is whole or not there: "−…" says a sign and no number.
        """
        self._texts = plaintext.one_line(text), plaintext.one_line(second), plaintext.one_line(right)
        self._kept = plaintext.one_line(kept)
        self._sign = sign or QIcon()
        quiet = " · ".join(filter(None, (self._texts[1], self._kept)))
        self.setAccessibleName(", ".join(filter(None, (self._texts[0], quiet, self._texts[2]))))
        plaintext.tooltip(self, tip)
        self.update()

    def draw(self, spark: Spark | None) -> None:
        """Show a sparkline between text and figure."""
        self._spark = spark
        if spark is not None and spark.wide:  # read as it stands
            text, second, right = self._texts
            self.setAccessibleName(", ".join(filter(None, (text, right, second))))
        self.update()

    @property
    def words(self) -> str:
        """What it says, as a screen reader has it."""
        return self.accessibleName()

    def sizeHint(self) -> QSize:
        """One line; a sparkline needs more."""
        line = max(28, self.fontMetrics().height() + 10)
        if self._spark is None:
            return QSize(200, line)
        return QSize(200, line + (_SPARK + self.fontMetrics().height() + 8 if self._spark.wide else 8))

    def minimumSizeHint(self) -> QSize:
        """Texts are cut where there is no room."""
        return QSize(80, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """From the left: sign, text, quiet text or sparkline; on the right the figure."""
        painter = QPainter(self)
        self.paint_back(painter, card=False)
        area = self.rect().adjusted(8, 0, -8, 0)
        if not self._sign.isNull():
            self._sign.paint(painter, area.left(), area.center().y() - 7, 16, 16)
            area.setLeft(area.left() + 24)
        if self._spark is not None and self._spark.wide:
            self._paint_wide(painter, area, self._spark)
        elif self._spark is not None:
            self._paint_columns(painter, area, self._spark)
        else:
            self._paint_texts(painter, area)

    def _paint_texts(self, painter: QPainter, area: QRect) -> None:
        text, second, right = self._texts
        metrics, middle = self.fontMetrics(), Qt.AlignmentFlag.AlignVCenter
        if right:
            width = min(metrics.horizontalAdvance(right) + 2, round(area.width() * 0.55))
            box = QRect(area.right() - width, area.top(), width, area.height())
            painter.setPen(self.theme.color("muted"))
            painter.drawText(box, middle | Qt.AlignmentFlag.AlignRight, _cut(metrics, right, width))
            area.setRight(box.left() - 12)
        shown = _cut(metrics, text, area.width())
        painter.setPen(self.theme.color("text"))
        painter.drawText(area, middle, shown)
        rest = area.adjusted(metrics.horizontalAdvance(shown) + 10, 0, 0, 0)
        painter.setPen(self.theme.color("muted"))
        painter.drawText(rest, middle, with_figure(metrics, second, self._kept, rest.width()))

    def _paint_wide(self, painter: QPainter, area: QRect, spark: Spark) -> None:
        """Name and figure, below them the sparkline over all of the width, and how it has changed."""
        text, second, right = self._texts
        line = self.fontMetrics().height()
        self._texts = text, "", right
        self._paint_texts(painter, QRect(area.left(), area.top() + 4, area.width(), line + 4))
        self._texts = text, second, right
        top = area.top() + line + 12
        draw_spark(painter, QRectF(area.left() + 1, top, area.width() - 5, _SPARK - 4), spark, self.theme)
        painter.setPen(self.theme.color("muted"))
        box = QRect(area.left(), round(top + _SPARK + 2), area.width(), line + 2)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, _cut(self.fontMetrics(), second, area.width()))

    def _paint_columns(self, painter: QPainter, area: QRect, spark: Spark) -> None:
        """Name, sparkline and figure below those of the other rows."""
        text, _second, right = self._texts
        metrics, middle = self.fontMetrics(), Qt.AlignmentFlag.AlignVCenter
        name, figure = round(area.width() * 0.34), round(area.width() * 0.42)
        figure = max(figure, min(metrics.horizontalAdvance(right) + 2, round(area.width() * 0.58)))
        painter.setPen(self.theme.color("text"))
        painter.drawText(QRect(area.left(), area.top(), name, area.height()), middle, _cut(metrics, text, name))
        box = QRect(area.right() - figure, area.top(), figure, area.height())
        painter.drawText(box, middle | Qt.AlignmentFlag.AlignRight, _cut(metrics, right, figure))
        room = QRectF(area.left() + name + 8, area.top() + 6, box.left() - area.left() - name - 12, area.height() - 12)
        draw_spark(painter, room, spark, self.theme)


def with_figure(metrics: QFontMetrics, text: str, figure: str, width: int) -> str:
    """A text that is cut for the figure behind it, and the figure whole, as far as there is room for both."""
    behind = f" · {figure}" if figure and text else figure
    room = width - metrics.horizontalAdvance(behind)
    if behind and room >= min(_LEAST, metrics.horizontalAdvance(text)):
        return _cut(metrics, text, room) + behind
    return _cut(metrics, text, width) if width > _LEAST else ""


def _cut(metrics: QFontMetrics, text: str, width: int) -> str:
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)


def draw_spark(painter: QPainter, room: QRectF, spark: Spark, theme: Theme) -> None:
    """Levels as a step line over the band of what is possible; a day's level lasts until the next."""
    ends = [end for level in spark.levels for end in (level.low, level.best, level.high) if end is not None]
    if not ends or room.width() < 20:
        return
    bottom, top = min(ends), max(ends)
    if top == bottom:
        bottom, top = bottom - 1, top + 1
    first = spark.levels[0].day.toordinal()
    days = max(1, spark.last.toordinal() - first)

    def x(day: int) -> float:
        return room.left() + room.width() * (day - first) / days

    def y(value: float) -> float:
        return room.bottom() - room.height() * (value - bottom) / (top - bottom)

    nexts = [level.day.toordinal() for level in spark.levels[1:]] + [max(spark.last.toordinal(), first + 1)]
    color = QColor(theme.color(spark.color))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("band"))
    for level, end in zip(spark.levels, nexts, strict=True):
        if level.low is not None or level.high is not None:
            upper = y(top if level.high is None else level.high)
            lower = y(bottom if level.low is None else level.low)
            left = x(level.day.toordinal())
            painter.drawRect(QRectF(left, upper, x(end) - left, max(0.5, lower - upper)))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    line = QPolygonF()
    painter.setPen(QPen(color, 1.5))
    for level, end in zip(spark.levels, nexts, strict=True):
        if level.best is None:
            painter.drawPolyline(line)
            line = QPolygonF()
            continue
        line.append(QPointF(x(level.day.toordinal()), y(level.best)))
        line.append(QPointF(x(end), y(level.best)))
    painter.drawPolyline(line)
    painter.setBrush(color)
    painter.setPen(Qt.PenStyle.NoPen)
    for level in spark.levels:
        if level.basis is Basis.REPORTED and level.best is not None and len(spark.levels) < 40:
            painter.drawRect(QRectF(x(level.day.toordinal()) - 1.75, y(level.best) - 1.75, 3.5, 3.5))
    if spark.levels[-1].best is not None:  # where it stands now
        painter.drawEllipse(QPointF(room.right(), y(spark.levels[-1].best)), 2.75, 2.75)
