"""What both charts draw with: pens, discs with numbers, hatching, text. Everything in pixels and as vectors.

All pens and fonts are sized in pixels of the scene, so that a print scales them with the rest.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF

from db.analysis.series import Exclusion
from db.model.ids import EventId
from desktop.look.colors import Colors, contrast
from desktop.look.plaintext import one_line

#: Text of a chart, in pixels.
TEXT = 12
SMALL = 11
RADIUS = 9.0


class Look(StrEnum):
    """How an event is drawn: by shape and pattern, never by color alone."""

    SOLID = "solid"
    HOLLOW = "hollow"  # weaker than the scope asks for, or in no total for another reason
    PLANNED = "planned"
    DENIED = "denied"


def look_of(exclusion: Exclusion) -> Look:
    """The look of an event that counts, or does not for this reason."""
    return {
        Exclusion.NONE: Look.SOLID,
        Exclusion.PLANNED: Look.PLANNED,
        Exclusion.DENIED: Look.DENIED,
    }.get(exclusion, Look.HOLLOW)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """An event to be drawn at its date. Days as seconds; None: open to that side. ``number`` None: a plain dot."""

    event_id: EventId
    first: float | None
    middle: float
    last: float | None
    number: int | None
    color: str
    look: Look = Look.SOLID
    sign: int = 0  # -1 and +1 show which way the level goes

    @property
    def vague(self) -> bool:
        """Whether it has an interval rather than a day."""
        return self.first is None or self.last is None or self.last > self.first


def font(size: int = TEXT, *, bold: bool = False) -> QFont:
    """The font of the application in a size of the chart."""
    made = QFont()
    made.setPixelSize(size)
    if bold:
        made.setWeight(QFont.Weight.DemiBold)
    return made


def text_width(text: str, size: int = TEXT, *, bold: bool = False) -> float:
    """How wide a text is drawn."""
    return QFontMetricsF(font(size, bold=bold)).horizontalAdvance(text)


def text(
    painter: QPainter,
    rect: QRectF,
    words: str,
    color: str,
    *,
    size: int = TEXT,
    bold: bool = False,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> None:
    """One line of plain text in ``rect``, vertically centered, elided where it does not fit."""
    face = font(size, bold=bold)
    painter.setFont(face)
    painter.setPen(QColor(color))
    shown = QFontMetricsF(face).elidedText(one_line(words), Qt.TextElideMode.ElideRight, rect.width() + 0.5)
    flags = int(align | Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextSingleLine)
    painter.drawText(rect, flags, shown)


def pen(color: str, width: float = 1.0, *, dash: tuple[float, ...] = (), square: bool = False) -> QPen:
    """A pen in pixels; ``dash`` gives strokes and gaps in pixels."""
    made = QPen(QColor(color), width)
    made.setCapStyle(Qt.PenCapStyle.SquareCap if square and not dash else Qt.PenCapStyle.FlatCap)
    made.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    if dash:
        made.setDashPattern([part / width for part in dash])
    return made


def mix(color: str, other: str, share: float) -> str:
    """``color`` with a ``share`` (0 to 1) of ``other``: opaque, so that a print needs no transparency."""
    return "#" + "".join(
        f"{round(int(color[at : at + 2], 16) * (1 - share) + int(other[at : at + 2], 16) * share):02x}"
        for at in (1, 3, 5)
    )


def ink_on(fill: str) -> str:
    """Black or white, whichever is read better on ``fill``."""
    return max("#ffffff", "#1a1a1a", key=lambda color: contrast(color, fill))


def hatch(
    painter: QPainter, rect: QRectF, color: str, *, step: float = 6, width: float = 1.2, rising: bool = True
) -> None:
    """Diagonal lines over a rectangle, drawn one by one: a pattern brush would be a picture in a print."""
    if rect.width() <= 0:
        return
    painter.save()
    painter.setClipRect(rect, Qt.ClipOperation.IntersectClip)
    painter.setPen(pen(color, width))
    height = rect.height()
    at = rect.left() - height - (rect.left() - height) % step
    while at < rect.right():
        ends = (rect.bottom(), rect.top()) if rising else (rect.top(), rect.bottom())
        painter.drawLine(QPointF(at, ends[0]), QPointF(at + height, ends[1]))
        at += step
    painter.restore()


def dotted(painter: QPainter, rect: QRectF, color: str, *, step: float = 6) -> None:
    """Rows of dots over a rectangle."""
    painter.save()
    painter.setClipRect(rect, Qt.ClipOperation.IntersectClip)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(color))
    at = rect.left() - rect.left() % step
    while at < rect.right() + step:
        for share, shift in ((0.3, 0.0), (0.7, step / 2)):
            painter.drawEllipse(QPointF(at + shift, rect.top() + rect.height() * share), 1.1, 1.1)
        at += step
    painter.restore()


def disc_width(number: int | None) -> float:
    """How wide a disc with this number is: round up to two digits, longer after that."""
    if number is None:
        return 9.0
    return max(2 * RADIUS, text_width(str(number), SMALL, bold=True) + 9)


def disc(painter: QPainter, center: QPointF, spot: Spot, *, surface: str, ring: str = "") -> QRectF:
    """An event as a disc with its number; ``ring`` is the color of a ring around it (selected). Gives its place."""
    width = disc_width(spot.number)
    height = 2 * RADIUS if spot.number is not None else 9.0
    box = QRectF(center.x() - width / 2, center.y() - height / 2, width, height)
    round_ = height / 2
    if ring:
        painter.setPen(pen(ring, 2))
        painter.setBrush(QColor(surface))
        painter.drawRoundedRect(box.adjusted(-3, -3, 3, 3), round_ + 3, round_ + 3)
    solid = spot.look is Look.SOLID
    painter.setBrush(QColor(spot.color if solid else surface))
    painter.setPen(pen(surface, 1) if solid else pen(spot.color, 1.5, dash=(3, 2) if spot.look is Look.PLANNED else ()))
    painter.drawRoundedRect(box, round_, round_)
    if spot.look is Look.PLANNED:
        painter.save()
        clip = QPainterPath()
        clip.addRoundedRect(box, round_, round_)
        painter.setClipPath(clip, Qt.ClipOperation.IntersectClip)
        hatch(painter, box, mix(spot.color, surface, 0.45), step=4, width=1)
        painter.restore()
    ink = ink_on(spot.color) if solid else spot.color
    if spot.number is not None:
        painter.setFont(font(SMALL, bold=True))
        if spot.look is Look.PLANNED:  # the digits stand clear of the hatching
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(surface))
            painter.drawRoundedRect(box.adjusted(3, 3, -3, -3), 5, 5)
        painter.setPen(QColor(ink))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), str(spot.number))
    if spot.look is Look.DENIED:
        painter.setPen(pen(spot.color, 1.5))
        painter.drawLine(box.bottomLeft() + QPointF(2, -2), box.topRight() + QPointF(-2, 2))
    return box


def arrow(painter: QPainter, tip: QPointF, *, down: bool, color: str) -> None:
    """A small triangle that says which way the level goes, its wide side centered at ``tip``."""
    way = 1 if down else -1
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(color))
    base = tip - QPointF(0, 2.0 * way)
    painter.drawPolygon(QPolygonF([base + QPointF(-3.5, 0), base + QPointF(3.5, 0), base + QPointF(0, 4.5 * way)]))


def fuzzy_bar(painter: QPainter, rect: QRectF, spot: Spot, surface: str) -> None:
    """The interval of a vague date: a bar with ends, open where the date is open."""
    fill = mix(spot.color, surface, 0.62)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QBrush(QColor(fill)) if spot.look is Look.SOLID else QBrush(QColor(surface)))
    painter.drawRect(rect)
    if spot.look is Look.PLANNED:
        hatch(painter, rect, fill, step=4, width=1)
    painter.setPen(pen(spot.color, 1.2, dash=(3, 2) if spot.look is Look.PLANNED else ()))
    painter.drawLine(rect.topLeft(), rect.topRight())
    painter.drawLine(rect.bottomLeft(), rect.bottomRight())
    if spot.first is not None:
        painter.drawLine(rect.topLeft() - QPointF(0, 2), rect.bottomLeft() + QPointF(0, 2))
    if spot.last is not None:
        painter.drawLine(rect.topRight() - QPointF(0, 2), rect.bottomRight() + QPointF(0, 2))


def wash(colors: Colors) -> QColor:
    """The shade behind a stretch of time that is looked at."""
    return QColor(mix(colors.hover, colors.surface, 0.45))
