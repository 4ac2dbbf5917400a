"""The printed snapshot: page flow and painting.

:func:`write` makes the file; :func:`lay_out`, :func:`paint` and :func:`picture` serve printer and preview.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from db.errors import WorldError

if TYPE_CHECKING:
    from PySide6.QtGui import QImage, QPagedPaintDevice

    from db.output.snapshot import Snapshot
    from desktop.pdf.report import Report


def lay_out(snapshot: Snapshot, *, paper: str) -> Report:
    """The pages of a snapshot. Needs a QGuiApplication."""
    from desktop.pdf.report import lay_out

    return lay_out(snapshot, paper=paper)


def write(snapshot: Snapshot, path: Path | str, *, paper: str) -> int:
    """Write a snapshot as a PDF on "a4" or "letter"; gives the number of its pages. Needs a QGuiApplication.

    The file appears complete or not at all: what was at ``path`` stays until the new one is written. Raises
    :class:`WorldError` ``ledger.cannot_write``.
    """
    return write_report(lay_out(snapshot, paper=paper), path, version=snapshot.app_version)


def write_report(report: Report, path: Path | str, *, version: str = "") -> int:
    """:func:`write` for pages that are laid out already."""
    from PySide6.QtCore import QBuffer, QIODevice
    from PySide6.QtGui import QPdfWriter

    from db.store.atomic import replacing
    from desktop.pdf.canvas import RESOLUTION

    made = QBuffer()
    made.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(made)
    writer.setResolution(RESOLUTION)
    writer.setTitle(report.title)
    writer.setCreator(f"Headwater {version}".strip())
    prepare(writer, report)
    paint(report, writer, dpi=RESOLUTION)
    with replacing(path) as file:
        file.write(made.data().data())
    return len(report.pages)


def prepare(device: QPagedPaintDevice, report: Report) -> None:
    """Give a printer or PDF the paper of a report, without margins: the pages have their own."""
    from PySide6.QtCore import QMarginsF
    from PySide6.QtGui import QPageLayout, QPageSize

    size = QPageSize.PageSizeId.A4 if report.paper == "a4" else QPageSize.PageSizeId.Letter
    layout = QPageLayout(QPageSize(size), QPageLayout.Orientation.Portrait, QMarginsF())
    layout.setMode(QPageLayout.Mode.FullPageMode)
    device.setPageLayout(layout)


def paint(report: Report, device: QPagedPaintDevice, *, dpi: float, first: int = 1, last: int | None = None) -> None:
    """Paint pages ``first`` to ``last`` (from 1, inclusive) on a device of so many dots per inch.

    Raises :class:`WorldError` ``ledger.cannot_write`` if the device cannot be painted on.
    """
    from PySide6.QtGui import QPainter

    from desktop.pdf.canvas import Press

    painter = QPainter()
    if not painter.begin(device):
        raise WorldError("ledger.cannot_write", path="", detail="")
    try:
        press = Press(painter, dpi=dpi)
        for number, page in enumerate(report.pages[first - 1 : last]):
            if number:
                device.newPage()
            press.put(page)
    finally:
        painter.end()


def picture(report: Report, page: int, *, dpi: float = 96.0, ratio: float = 1.0) -> QImage:
    """Page ``page`` (from 0) on white, for a screen of the given pixel ratio."""
    from PySide6.QtGui import QColor, QImage, QPainter

    from desktop.pdf.canvas import PAPER, Press

    scale = dpi * ratio / 72
    image = QImage(round(report.width * scale), round(report.height * scale), QImage.Format.Format_RGB32)
    image.fill(QColor(PAPER))
    painter = QPainter(image)
    Press(painter, dpi=dpi * ratio).put(report.pages[page])
    painter.end()
    image.setDevicePixelRatio(ratio)
    return image
