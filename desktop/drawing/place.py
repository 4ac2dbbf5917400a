"""Where a panel stands on a device, the pens it is drawn with, and what a pointer finds there."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen

from desktop.drawing.marks import Floats, Key
from desktop.drawing.palette import Palette
from desktop.drawing.text import SMALL, TEXT, Type


@lru_cache(maxsize=2048)
def _pen(color: str, width: float, dash: tuple[float, ...]) -> QPen:
    made = QPen(QColor(color), width)
    made.setCapStyle(Qt.PenCapStyle.FlatCap)
    made.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    if dash:
        made.setDashPattern([part / width for part in dash])
    return made


@lru_cache(maxsize=512)
def _brush(color: str) -> QBrush:
    return QBrush(QColor(color))


_NO_BRUSH = QBrush(Qt.BrushStyle.NoBrush)


@dataclass(eq=False)
class Hits:
    """What a pointer finds: rectangles in the order of painting, each with a key, kept as arrays."""

    _rects: list[tuple[float, float, float, float]] = field(default_factory=list)
    _keys: list[Key] = field(default_factory=list)
    _many: list[tuple[Floats, Sequence[Key]]] = field(default_factory=list)

    def add(self, rect: QRectF, key: Key) -> None:
        """One more; nothing for a mark that nothing is behind."""
        if key is not None:
            self._rects.append((rect.left(), rect.top(), rect.right(), rect.bottom()))
            self._keys.append(key)

    def add_many(self, rects: Floats, keys: Sequence[Key]) -> None:
        """Rows of left, top, right, bottom with their keys."""
        if len(keys):
            self._many.append((rects, keys))

    def move(self, by: float, bottom: float) -> None:
        """Bring all from the content into the surface, where nothing is found below ``bottom`` or above 0."""
        kept = [
            (one, key)
            for one, key in zip(self._rects, self._keys, strict=True)
            if one[3] + by > 0 and one[1] + by < bottom
        ]
        self._rects = [(a, b + by, c, min(d + by, bottom)) for (a, b, c, d), _key in kept]
        self._keys = [key for _one, key in kept]
        moved = [
            np.column_stack([r[:, 0], r[:, 1] + by, r[:, 2], np.minimum(r[:, 3] + by, bottom)]) for r, _ in self._many
        ]
        self._many = [(rects, keys) for rects, (_old, keys) in zip(moved, self._many, strict=True)]

    def extend(self, other: Hits) -> None:
        """Add those of another, over these."""
        self._rects += other._rects
        self._keys += other._keys
        self._many += other._many

    def at(self, x: float, y: float) -> Key:
        """The key of the last mark painted there; None: there is none."""
        for n in range(len(self._rects) - 1, -1, -1):
            left, top, right, bottom = self._rects[n]
            if left <= x <= right and top <= y <= bottom:
                return self._keys[n]
        for rects, keys in reversed(self._many):
            inside = (rects[:, 0] <= x) & (x <= rects[:, 2]) & (rects[:, 1] <= y) & (y <= rects[:, 3])
            found = np.flatnonzero(inside)
            if len(found):
                # Of several the one whose middle is nearest.
                middles = np.abs(rects[found, 0] + rects[found, 2] - 2 * x)
                return keys[int(found[int(middles.argmin())])]
        return None

    def of(self, key: Key) -> list[QRectF]:
        """Where a key was painted."""
        found = [
            QRectF(a, b, c - a, d - b) for (a, b, c, d), one in zip(self._rects, self._keys, strict=True) if one == key
        ]
        for rects, keys in self._many:
            found += [
                QRectF(*map(float, (rects[n, 0], rects[n, 1], rects[n, 2] - rects[n, 0], rects[n, 3] - rects[n, 1])))
                for n, one in enumerate(keys)
                if one == key
            ]
        return found


@dataclass(eq=False)
class Device:
    """What is painted on: a painter, its units in a point, fonts, colors. ``paper``: vectors without whole pixels."""

    painter: QPainter
    type: Type
    palette: Palette
    hits: Hits | None = None

    def __post_init__(self) -> None:
        self.unit = self.type.unit
        self.paper = self.type.paper

    # Units of the device in a point, and whether it is a print: those of its type.
    unit: float = field(init=False)
    paper: bool = field(init=False)

    def pen(self, role: str, width: float = 1.0, dash: tuple[float, ...] = ()) -> None:
        """Take a pen; dashes and width in points. An empty role: none."""
        if not role:
            self.painter.setPen(Qt.PenStyle.NoPen)
            return
        unit = self.unit
        self.painter.setPen(_pen(self.palette[role], width * unit, tuple([part * unit for part in dash])))

    def brush(self, role: str) -> None:
        """Take a fill; an empty role: none."""
        self.painter.setBrush(_brush(self.palette[role]) if role else _NO_BRUSH)

    def fill(self, rect: QRectF, role: str) -> None:
        """Fill a rectangle."""
        self.painter.fillRect(rect, _brush(self.palette[role]))

    def text(
        self, x: float, y: float, words: str, role: str = "text", size: float = TEXT, *, bold: bool = False,
        anchor: str = "left", room: float = math.inf, halo: bool = False,
    ) -> QRectF:  # fmt: skip
        """Words on the baseline ``y``; gives the rectangle they take. ``halo``: the surface shows around them."""
        line = self.type.elided(words, room, size, bold=bold) if room < math.inf else words
        wide = self.type.width(line, size, bold=bold)
        x -= {"left": 0.0, "right": wide, "center": wide / 2}[anchor]
        rect = QRectF(x, y - size * self.unit, wide, size * 1.25 * self.unit)
        if halo:
            self.fill(rect.adjusted(-self.unit, 0, self.unit, 0), "surface")
        if line:
            self.type.draw(self.painter, x, y, line, self.palette[role], size, bold=bold)
        return rect

    def note(self, x: float, y: float, words: str, role: str = "muted", **more: object) -> QRectF:
        """Smaller words, quieter."""
        return self.text(x, y, words, role, SMALL, **more)  # type: ignore[arg-type]

    def middle(self, size: float = TEXT) -> float:
        """How far below the middle of a row the baseline of its words is."""
        return size * self.unit * 0.36


@dataclass(eq=False)
class Place:
    """A panel on a device: its area, the part of its scales that is shown there, and the room words may use beside."""

    device: Device
    area: QRectF
    x0: float
    x1: float
    y0: float = 0.0
    y1: float = 1.0
    margin: float = 0.0  # room to the right of the area, in units
    headroom: float = 0.0  # and above it, as far as no title stands there
    taken: list[QRectF] = field(default_factory=list)  # by words already

    def __post_init__(self) -> None:
        self._left = self.area.left()
        self._scale = self.area.width() / (self.x1 - self.x0)

    def x(self, value: float) -> float:
        """A place on the scale in units of the device; infinite ones at the edge."""
        if not math.isfinite(value):
            return self.area.left() - 99 if value < 0 else self.area.right() + 99
        return self._left + (value - self.x0) * self._scale

    def y(self, value: float) -> float:
        """A value in units of the device."""
        return self.area.bottom() - (value - self.y0) / (self.y1 - self.y0) * self.area.height()

    def xs(self, values: Floats) -> Floats:
        """Many places, those far outside held just outside."""
        a, out = self.area, 99.0 * self.device.unit
        found = a.left() + (values - self.x0) / (self.x1 - self.x0) * a.width()
        return np.clip(found, a.left() - out, a.right() + out)

    def ys(self, values: Floats) -> Floats:
        """Many values, those far outside held just outside; NaN stays."""
        a, out = self.area, 99.0 * self.device.unit
        found = a.bottom() - (values - self.y0) / (self.y1 - self.y0) * a.height()
        return np.clip(found, a.top() - out, a.bottom() + out)

    def free(self, rect: QRectF) -> bool:
        """Whether no words stand in a rectangle yet; it is taken then."""
        if any(rect.intersects(one) for one in self.taken):
            return False
        self.taken.append(rect)
        return True
