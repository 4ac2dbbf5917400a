"""How the marks within a row are painted, and the events of a strip."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from PySide6.QtCore import QLineF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPixmap, QPolygonF

from desktop.drawing.layout import AIR, NUMBER, RADIUS, SYMBOL, pin_width
from desktop.drawing.marks import Bar, Pattern, Pin, Point, RowMark, Style, Tie, Whisker, Word
from desktop.drawing.patterns import fill_pattern
from desktop.drawing.place import Device, Place
from desktop.drawing.placing import Stacked
from desktop.drawing.shapes import paint_shape
from desktop.drawing.text import SMALL
from desktop.look.outlines import outline

#: The width of a symbol that stands for itself.
ALONE = 8.0
#: How long what comes from an unknown start takes to its full height, in points.
TAPER = 30.0
#: Pictures of discs that are kept at most.
_KEPT = 6000


def paint_row(place: Place, marks: Sequence[RowMark], middle: float, height: float, *, full: float = 0.0) -> None:
    """The marks of a row around ``middle``; ``full``: the height that ``Bar.height`` is a share of, if not the row's.

    Bars first, then intervals and points, then events, then words where nothing stands.
    """
    for mark in marks:
        if isinstance(mark, Tie):
            place.device.pen(mark.look.ink, mark.look.width, mark.look.dash)
            place.device.painter.drawLine(QLineF(place.x(mark.x), middle, place.x(mark.x), middle + height))
    for mark in marks:
        if isinstance(mark, Bar):
            paint_bar(place, mark, middle, (full or height) * mark.height)
    for mark in marks:
        if isinstance(mark, Whisker):
            _whisker(place, mark, middle)
        elif isinstance(mark, Point):
            _point(place, mark, middle)
    taken = _pins(place, [mark for mark in marks if isinstance(mark, Pin)], middle, height)
    for mark in marks:
        if isinstance(mark, Bar) and mark.text:
            _bar_words(place, mark, middle, (full or height) * mark.height, taken)
    reached: list[QRectF] = []
    for mark in marks:
        if isinstance(mark, Word):
            _word(place, mark, middle, _clear_of_points(place, mark, marks), reached)


def _clear_of_points(place: Place, word: Word, marks: Sequence[RowMark]) -> float:
    """Where words may begin that stand behind the points of their row."""
    unit, x = place.device.unit, min(max(place.x(word.x), place.area.left()), place.area.right())
    behind = (place.x(mark.x) + (mark.radius + 3) * unit for mark in marks if isinstance(mark, Point))
    return max((end for end in behind if end - 12 * unit <= x), default=x)


def paint_bar(place: Place, bar: Bar, middle: float, height: float) -> None:
    """A stretch: its uncertain ends taper, whatever the device; its words stand in it where they fit."""
    if bar.last <= place.x0 or bar.first >= place.x1:
        return
    device, a = place.device, place.area
    out = 12 * device.unit
    x0, x1 = max(place.x(bar.first), a.left() - out), min(place.x(bar.last), a.right() + out)
    if x1 <= x0:
        return
    if not math.isfinite(bar.first) and bar.soft[0]:
        x0 = a.left()
    top, bottom = middle - height / 2, middle + height / 2
    if not device.paper:
        top, bottom = round(top), round(bottom)
    in_first = (
        place.x(bar.first + bar.soft[0])
        if math.isfinite(bar.first)
        else a.left() + min(bar.soft[0], 1) * TAPER * device.unit
    )
    in_last = place.x(bar.last - bar.soft[1])
    left = min(max(in_first, x0), x1) if bar.soft[0] else x0
    right = max(min(in_last, x1), left) if bar.soft[1] else x1
    look, painter = bar.look, device.painter
    rect = QRectF(left, top, right - left, bottom - top)
    sharp = left <= x0 and right >= x1
    if sharp:
        if look.fill:
            device.fill(QRectF(x0, top, x1 - x0, bottom - top), look.fill)
    else:
        c, tip = (top + bottom) / 2, 0.8 * device.unit
        points = (
            (x0, c - tip),
            (left, top),
            (right, top),
            (x1, c - tip),
            (x1, c + tip),
            (right, bottom),
            (left, bottom),
            (x0, c + tip),
        )
        device.pen(look.ink, 0.7)
        device.brush(look.fill)
        painter.drawPolygon(QPolygonF([QPointF(*one) for one in points]))
    fill_pattern(device, rect.intersected(a.adjusted(-2, -9999, 2, 9999)), look.pattern, look.ink)
    if look.ink and sharp:
        device.pen(look.ink, look.width if look.dash else 0.8, look.dash)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(QRectF(x0, top, x1 - x0, bottom - top))
    if device.hits is not None:
        device.hits.add(QRectF(x0, top - 2, x1 - x0, bottom - top + 4), bar.key)


def _bar_words(place: Place, bar: Bar, middle: float, height: float, taken: Sequence[tuple[float, float]]) -> None:
    """The words of a bar in the first gap between events that has room for them."""
    device, unit, size = place.device, place.device.unit, 7.6
    if height < size * unit * 0.7:
        return
    wide = device.type.width(bar.text, size)
    if math.isfinite(bar.first):
        left = max(place.x(bar.first + bar.soft[0]), place.area.left()) + 4 * unit
    else:
        left = place.area.left() + TAPER * unit
    right = min(place.x(bar.last - bar.soft[1]), place.area.right()) - 3 * unit
    for begin, end in (*taken, (math.inf, math.inf)):
        if end + 2 * unit < left:
            continue
        if min(begin - 2 * unit, right) - left >= wide:
            break
        left = max(left, end + 2.5 * unit)
    if right - left < wide:
        return
    ink = f"on:{bar.look.fill}" if bar.look.fill else "text"
    low = height < size * unit * 1.15
    if bar.look.pattern or low:  # the words stand clear of the pattern, and of the line around a low bar
        half = 4.6 * unit if low else min(4.6 * unit, height / 2 - 0.5)
        device.fill(QRectF(left - 1.5 * unit, middle - half, wide + 3 * unit, 2 * half), bar.look.fill or "surface")
    device.text(left, middle + device.middle(size), bar.text, ink, size)


def _whisker(place: Place, mark: Whisker, middle: float) -> None:
    device, unit, a = place.device, place.device.unit, place.area
    opened = [not math.isfinite(mark.low), not math.isfinite(mark.high)]
    x0 = a.left() if opened[0] else place.x(mark.low)
    x1 = a.right() if opened[1] else place.x(mark.high)
    x0, x1 = max(x0, a.left() - unit), min(x1, a.right() + unit)
    if not mark.look.dash:  # seen on the bar it lies on
        device.pen("surface", mark.look.width + 1.8)
        device.painter.drawLine(QLineF(x0, middle, x1, middle))
    device.pen(mark.look.ink, mark.look.width, mark.look.dash)
    device.painter.drawLine(QLineF(x0, middle, x1, middle))
    device.pen(mark.look.ink, mark.look.width)
    device.painter.setBrush(Qt.BrushStyle.NoBrush)
    for x, way, open_ in ((x0, 1, opened[0]), (x1, -1, opened[1])):
        if open_:
            points = ((3.2 * way, -2.6), (0.0, 0.0), (3.2 * way, 2.6))
            device.painter.drawPolyline(QPolygonF([QPointF(x + dx * unit, middle + dy * unit) for dx, dy in points]))
        else:
            device.painter.drawLine(QLineF(x, middle - 2.6 * unit, x, middle + 2.6 * unit))


def _point(place: Place, mark: Point, middle: float) -> None:
    x, device = place.x(mark.x), place.device
    if not place.area.left() - 9 * device.unit <= x <= place.area.right() + 9 * device.unit:
        return
    device.pen(mark.look.ink, mark.look.width)
    device.brush(mark.look.fill)
    paint_shape(device, x, middle, mark.shape, mark.radius)
    if device.hits is not None:
        reach = (mark.radius + 2) * device.unit
        device.hits.add(QRectF(x - reach, middle - reach, 2 * reach, 2 * reach), mark.key)


def _word(place: Place, mark: Word, middle: float, clear: float, reached: list[QRectF]) -> None:
    device, unit, a = place.device, place.device.unit, place.area
    wide = device.type.width(mark.text, mark.size, bold=mark.bold)
    x, end = min(max(place.x(mark.x), a.left()), a.right()), a.right() + place.margin
    left = {"left": max(x + 4 * unit, clear), "right": x - wide - 4 * unit, "center": x - wide / 2}[mark.anchor]
    words = mark.text
    if mark.anchor == "left" and left + wide > end:  # cut rather than pushed over the bar; pointing at it reads all
        words = device.type.elided(words, end - left, mark.size, bold=mark.bold)
        wide = device.type.width(words, mark.size, bold=mark.bold)
    elif mark.anchor == "right" and left < a.left():
        left = x + 4 * unit
    rect = QRectF(left, middle - mark.size * 0.6 * unit, wide, mark.size * 1.2 * unit)
    if mark.anchor == "left" and any(
        rect.intersects(one) for one in reached
    ):  # behind the one before, if there is room
        left = max(one.right() for one in reached if one.right() > left) + 6 * unit
        rect.moveLeft(left)
        if rect.right() > end:
            return
    if not words or any(rect.intersects(one) for one in reached):
        return
    reached.append(rect)
    device.fill(rect.adjusted(-unit, 0, unit, 0), "surface")  # over the grid, and over an arrow that goes on
    device.text(left, middle + device.middle(mark.size), words, mark.ink, mark.size, bold=mark.bold)


# Events.


def _pins(place: Place, pins: Sequence[Pin], middle: float, height: float) -> list[tuple[float, float]]:
    """The events of a row: where they would cover one another only a dot; a vague one with its interval.

    Gives the stretches they take, from left to right.
    """
    device = place.device
    reached = -math.inf
    taken: list[tuple[float, float]] = []
    for pin in sorted(pins, key=lambda pin: pin.x):
        x = place.x(pin.x)
        if not place.area.left() - 20 * device.unit <= x <= place.area.right() + 20 * device.unit:
            continue
        shown = pin
        if x - pin_width(device.type, pin) / 2 < reached + device.unit or height < 12 * device.unit:
            shown = Pin(pin.x, 0, pin.color, pin.style, pin.first, pin.last, key=pin.key, symbol=pin.symbol)
        reached = max(reached, x + pin_width(device.type, shown) / 2)
        if pin.vague:
            paint_interval(place, pin, middle, thin=True)
        box = paint_disc(device, x, middle, shown)
        taken.append((box.left(), box.right()))
    return taken


def paint_interval(place: Place, pin: Pin, middle: float, *, thin: bool = False) -> None:
    """The days on which a vague event may lie: a bar with ends, open where the date is open."""
    device, unit, a = place.device, place.device.unit, place.area
    left, right = max(place.x(pin.first), a.left() - 4 * unit), min(place.x(pin.last), a.right() + 4 * unit)
    if right <= left:
        return
    half = (1.6 if thin else 2.8) * unit
    rect = QRectF(left, middle - half, right - left, 2 * half)
    hollow = pin.style is not Style.SOLID
    device.fill(rect, "surface" if hollow else f"{pin.color}~62")
    dash = (2.4, 1.6) if pin.style is Style.PLANNED else ()
    device.pen(pin.color, 0.9, dash)
    lines = [QLineF(rect.topLeft(), rect.topRight()), QLineF(rect.bottomLeft(), rect.bottomRight())]
    for x, end in ((rect.left(), pin.first), (rect.right(), pin.last)):
        if math.isfinite(end):
            lines.append(QLineF(x, rect.top() - 1.6 * unit, x, rect.bottom() + 1.6 * unit))
    device.painter.drawLines(lines)
    if device.hits is not None:
        device.hits.add(rect.adjusted(0, -4 * unit, 0, 4 * unit), pin.key)


def paint_disc(device: Device, x: float, y: float, pin: Pin) -> QRectF:
    """An event as a disc with its symbol and number, or as its symbol alone; gives its place.

    On a screen a picture of it is kept for the next frames.
    """
    unit = device.unit
    width, height = pin_width(device.type, pin), 2 * RADIUS * unit if pin.number else 7.0 * unit
    box = QRectF(x - width / 2, y - height / 2, width, height)
    if device.paper:
        _disc(device, box, pin)
    else:
        air = 2
        key = (unit, pin.number, pin.color, pin.symbol, pin.style, device.painter.device().devicePixelRatioF())
        picture = device.palette.kept.get(key)
        if picture is None:
            if len(device.palette.kept) > _KEPT:
                device.palette.kept.clear()
            picture = device.palette.kept[key] = _picture(device, box.size(), pin, air, key[-1])
        device.painter.drawPixmap(QPointF(round(box.left()) - air, round(box.top()) - air), picture)
    if device.hits is not None:
        device.hits.add(box.adjusted(-2 * unit, -2 * unit, 2 * unit, 3 * unit), pin.key)
    return box


def _picture(device: Device, size: QSizeF, pin: Pin, air: int, ratio: float) -> QPixmap:
    made = QPixmap(math.ceil((size.width() + 2 * air) * ratio), math.ceil((size.height() + 2 * air) * ratio))
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _disc(Device(painter, device.type, device.palette), QRectF(QPointF(air, air), size), pin)
    painter.end()
    return made


def _disc(device: Device, box: QRectF, pin: Pin) -> None:
    painter = device.painter
    solid = pin.style is Style.SOLID
    if pin.symbol and not pin.number:
        _lone_symbol(device, box.center().x(), box.center().y(), pin)
        return
    device.brush(pin.color if solid else "surface")
    if solid:
        device.pen("surface", 0.8)
    else:
        device.pen(pin.color, 1.2, (2.2, 1.5) if pin.style is Style.PLANNED else ())
    painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
    if pin.style is Style.PLANNED:
        _hatched_disc(device, box, pin)
    if pin.number:
        ink, center = f"on:{pin.color}" if solid else "text", box.center()
        x, base = center.x(), center.y() + device.middle(NUMBER)
        if pin.symbol:
            left = box.left() + 3.2 * device.unit
            _symbol(
                device, pin.symbol, left + SYMBOL * device.unit / 2, center.y(), SYMBOL, ink if solid else pin.color
            )
            x = (left + (SYMBOL + AIR) * device.unit + box.right() - 3.2 * device.unit) / 2
        device.text(x, base, str(pin.number), ink, NUMBER, bold=True, anchor="center")
    if pin.style is Style.DENIED:
        device.pen(pin.color, 1.2)
        painter.drawLine(QLineF(box.bottomLeft() + QPointF(1, -1), box.topRight() + QPointF(-1, 1)))


def _symbol(device: Device, symbol: str, x: float, y: float, size: float, role: str, *, hollow: bool = False) -> None:
    """The symbol of a kind, filled, or as a line around the surface."""
    side = size * device.unit
    device.pen(role, 1.1)
    device.brush("surface" if hollow else role)
    device.painter.drawPath(outline(symbol, QRectF(x - side / 2, y - side / 2, side, side)))


def _lone_symbol(device: Device, x: float, y: float, pin: Pin) -> None:
    """A symbol where there is no room for a number, with a little of the surface around it."""
    _symbol(device, pin.symbol, x, y, ALONE + 1.6, "surface")
    _symbol(device, pin.symbol, x, y, ALONE - 1.6, pin.color, hollow=pin.style is not Style.SOLID)
    if pin.style is Style.DENIED:
        reach = ALONE / 2 * device.unit
        device.painter.drawLine(QLineF(x - reach, y + reach, x + reach, y - reach))


def _hatched_disc(device: Device, box: QRectF, pin: Pin) -> None:
    painter, unit = device.painter, device.unit
    painter.save()
    clip = QPainterPath()
    clip.addRoundedRect(box, box.height() / 2, box.height() / 2)
    painter.setClipPath(clip, Qt.ClipOperation.IntersectClip)
    fill_pattern(device, box, Pattern.HATCH, f"{pin.color}~45")
    painter.restore()
    if pin.number:  # the digits stand clear of the hatching
        device.pen("")
        device.brush("surface")
        painter.drawRoundedRect(box.adjusted(2.4 * unit, 2.4 * unit, -2.4 * unit, -2.4 * unit), 3 * unit, 3 * unit)


def paint_stacked(
    place: Place, found: Sequence[Stacked], effect: Callable[[Pin], str], bottom: float, row: float
) -> None:
    """The events of a strip above ``bottom``, in rows of ``row`` units: intervals first, then discs, then effects."""
    device, unit = place.device, place.device.unit

    def middle(one: Stacked) -> float:
        return bottom - one.row * row - row / 2 - 1.5 * unit

    for one in found:
        if one.pin.vague and not one.more:
            paint_interval(place, one.pin, middle(one))
    for one in found:
        if one.more:
            shown = device.note(
                one.center, middle(one) + device.middle(SMALL), f"+{one.more}", bold=True, anchor="center", halo=True
            )
            if device.hits is not None:
                device.hits.add(shown, one.pin.key)
            continue
        box = paint_disc(device, one.center, middle(one), one.pin)
        if one.effect:
            device.note(box.right() + 2 * unit, middle(one) + device.middle(SMALL), effect(one.pin), "text", halo=True)
        if one.pin.sign:
            _arrow(device, one.center, box.bottom(), down=one.pin.sign < 0, role=one.pin.color)


def _arrow(device: Device, x: float, y: float, *, down: bool, role: str) -> None:
    """A small triangle under a disc that says which way the level goes."""
    unit = device.unit
    device.pen("")
    device.brush(role)
    base, tip = (y + 0.8 * unit, y + 3.6 * unit) if down else (y + 3.6 * unit, y + 0.8 * unit)
    device.painter.drawPolygon(
        QPolygonF([QPointF(x - 2.6 * unit, base), QPointF(x + 2.6 * unit, base), QPointF(x, tip)])
    )
