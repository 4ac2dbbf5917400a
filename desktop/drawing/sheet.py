"""A figure on its own: as a picture, as vectors in a file, or somewhere on a page."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, QSizeF
from PySide6.QtGui import QColor, QImage, QImageWriter, QPageLayout, QPageSize, QPainter, QPdfWriter

from db.store.atomic import replacing
from desktop.drawing.figure import Figure
from desktop.drawing.layout import Layout, lay_out
from desktop.drawing.painter import Sight, paint_figure
from desktop.drawing.palette import Palette
from desktop.drawing.place import Device
from desktop.drawing.text import Type
from desktop.look.colors import LIGHT, Colors

#: The width of a picture of its own, in points of the reader: as wide as a column of a page can show it.
WIDTH = 540.0
_AIR = 10.0
_RESOLUTION = 1200

FORMATS = ("png", "svg", "pdf")


def image(
    figure: Figure, colors: Colors = LIGHT, *, width: float = WIDTH, unit: float = 8 / 3, sight: Sight | None = None
) -> QImage:
    """A picture, by default twice as fine as a screen of 96 dots per inch."""
    layout = lay_out(figure, Type(unit), width * unit)
    air = _AIR * unit
    made = QImage(round(layout.width + 2 * air), round(layout.height + 2 * air), QImage.Format.Format_RGB32)
    made.fill(QColor(colors.surface))
    painter = QPainter(made)
    painter.translate(air, air)
    paint_figure(Device(painter, Type(unit), Palette(colors)), layout, sight)
    painter.end()
    return made


def write(
    figure: Figure, path: Path | str, colors: Colors = LIGHT, *, width: float = WIDTH, sight: Sight | None = None
) -> None:
    """Save as what the name ends with, one of :data:`FORMATS`; the file appears complete or not at all.

    Raises :class:`~db.errors.WorldError` ``ledger.cannot_write``.
    """
    kind = Path(path).suffix.lower().removeprefix(".")
    if kind not in FORMATS:
        raise ValueError(kind)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if kind == "png":
        QImageWriter(buffer, b"png").write(image(figure, colors, width=width, sight=sight))
    elif kind == "svg":
        _svg(buffer, figure, colors, width, sight)
    else:
        _pdf(buffer, figure, width, sight)
    with replacing(path) as file:
        file.write(_bytes(buffer))


def _bytes(buffer: QBuffer) -> bytes:
    data: QByteArray = buffer.data()
    return bytes(data.data())


def _svg(buffer: QBuffer, figure: Figure, colors: Colors, width: float, sight: Sight | None) -> None:
    from PySide6.QtSvg import QSvgGenerator

    kind = Type(4 / 3, paper=True)
    layout = lay_out(figure, kind, width * kind.unit)
    air = _AIR * kind.unit
    size = QSizeF(layout.width + 2 * air, layout.height + 2 * air)
    made = QSvgGenerator()
    made.setOutputDevice(buffer)
    made.setResolution(96)
    made.setSize(size.toSize())
    made.setViewBox(QRectF(0, 0, size.width(), size.height()))
    made.setTitle(figure.title)
    painter = QPainter(made)
    painter.fillRect(QRectF(0, 0, size.width(), size.height()), QColor(colors.surface))
    painter.translate(air, air)
    paint_figure(Device(painter, kind, Palette(colors)), layout, sight)
    painter.end()


def _pdf(buffer: QBuffer, figure: Figure, width: float, sight: Sight | None) -> None:
    """On white, whatever the scheme: it is printed."""
    kind = Type(_RESOLUTION / 72, paper=True)
    layout: Layout = lay_out(figure, kind, width * kind.unit)
    writer = QPdfWriter(buffer)
    writer.setResolution(_RESOLUTION)
    size = QSizeF(width + 2 * _AIR, layout.height / kind.unit + 2 * _AIR)
    writer.setPageLayout(
        QPageLayout(QPageSize(size, QPageSize.Unit.Point), QPageLayout.Orientation.Portrait, QMarginsF())
    )
    writer.setTitle(figure.title)
    painter = QPainter(writer)
    painter.translate(_AIR * kind.unit, _AIR * kind.unit)
    paint_figure(Device(painter, kind, Palette(LIGHT)), layout, sight)
    painter.end()
