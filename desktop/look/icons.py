"""Icons in the colors of the theme: drawn with ``currentColor`` on a 24 x 24 grid and recolored here.

One file serves every scheme.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from desktop.assets import text
from desktop.look.colors import BLACK

if TYPE_CHECKING:
    from PySide6.QtGui import QColor, QIcon, QPixmap
    from PySide6.QtSvg import QSvgRenderer

#: Sizes in which an icon is drawn where nobody says its place, in device-independent pixels; between them Qt scales.
SIZES = (16, 20, 24)


def icon(
    name: str, color: QColor | str, *, disabled: QColor | str | None = None, sizes: tuple[int, ...] = SIZES
) -> QIcon:
    """The icon ``name`` in one color, and in ``disabled`` (or the same color at 40 %) for disabled widgets.

    Raises FileNotFoundError for a name without a file. Needs a QGuiApplication.
    """
    from PySide6.QtGui import QColor, QGuiApplication, QIcon

    normal = QColor(color)
    faded = QColor(normal if disabled is None else disabled)
    if disabled is None:
        faded.setAlphaF(0.4)
    ratios = {1.0, *(screen.devicePixelRatio() for screen in QGuiApplication.screens())}
    made = QIcon()
    renderer = _renderer(name, normal)
    for size in sizes:
        for ratio in ratios:
            drawn = _drawn(renderer, normal, size=size, ratio=ratio)
            made.addPixmap(drawn, QIcon.Mode.Normal)
            made.addPixmap(drawn, QIcon.Mode.Selected)  # Qt would tint it, and pale it beside its word
            made.addPixmap(_recolored(drawn, faded), QIcon.Mode.Disabled)
    return made


def pixmap(name: str, color: QColor | str, *, size: int = 24, ratio: float = 1.0) -> QPixmap:
    """The icon ``name`` drawn ``size`` device-independent pixels wide for a screen of the given pixel ratio."""
    from PySide6.QtGui import QColor

    return _drawn(_renderer(name, QColor(color)), QColor(color), size=size, ratio=ratio)


def app_icon() -> QIcon:
    """The program's own icon, in its own colors. Needs a QGuiApplication."""
    from PySide6.QtGui import QIcon

    made = QIcon()
    for size in (16, 24, 32, 48, 64, 128, 256):
        made.addPixmap(pixmap("app", BLACK, size=size))
    return made


def _renderer(name: str, color: QColor) -> QSvgRenderer:
    from PySide6.QtCore import QByteArray
    from PySide6.QtGui import QColor
    from PySide6.QtSvg import QSvgRenderer

    # QtSvg does not know currentColor: it is replaced in the text; the alpha is the painter's.
    drawing = _svg(name).replace("currentColor", color.name(QColor.NameFormat.HexRgb))
    return QSvgRenderer(QByteArray(drawing.encode()))


def _drawn(renderer: QSvgRenderer, color: QColor, *, size: int, ratio: float) -> QPixmap:
    from PySide6.QtCore import QRectF, Qt
    from PySide6.QtGui import QPainter, QPixmap

    made = QPixmap(round(size * ratio), round(size * ratio))
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setOpacity(color.alphaF())
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    return made


def _recolored(drawn: QPixmap, color: QColor) -> QPixmap:
    """The same lines in another color: faster than drawing them again, and the first picture has many icons."""
    from PySide6.QtGui import QPainter, QPixmap

    flat = QPixmap(drawn.size())
    flat.fill(color)
    made = drawn.copy()
    made.setDevicePixelRatio(1.0)
    painter = QPainter(made)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
    painter.drawPixmap(0, 0, flat)
    painter.end()
    made.setDevicePixelRatio(drawn.devicePixelRatio())
    return made


@lru_cache(maxsize=128)
def _svg(name: str) -> str:
    return text(f"icons/{name}.svg")
