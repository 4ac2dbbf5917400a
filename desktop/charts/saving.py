"""A chart copied as a picture, or saved as PNG, SVG or PDF: the same marks, painted once more."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication

from db.errors import LedgerError
from desktop.charts.chart import Chart
from desktop.drawing import sheet
from desktop.drawing.figure import Figure, part
from desktop.drawing.painter import Sight, rows_in_sight
from desktop.look.colors import LIGHT
from desktop.session.settings import Settings
from desktop.widgets import notify
from desktop.widgets.files import pick_save
from desktop.wording import formatting
from desktop.wording.i18n import N_, _

PICTURES = (N_("Pictures"), sheet.FORMATS)
#: Points that a picture is high at most; of a longer panel the rows in sight are shown, and it is said.
_MOST = 9000.0


def offer(chart: Chart, settings: Settings) -> None:
    """Give a chart a menu with both; its actions can stand in a menu of the page as well (``chart.actions()``)."""
    for words, work in (
        (_("Copy as Picture"), partial(copy, chart)),
        (_("Save Picture…"), partial(ask_and_save, chart, settings)),
    ):
        action = QAction(words, chart)
        action.triggered.connect(work)
        chart.addAction(action)
    chart.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)


def copy(chart: Chart, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's
    """Put the chart on the clipboard, as it is shown, on white."""
    QGuiApplication.clipboard().setImage(sheet.image(_figure(chart), LIGHT, width=_width(chart), sight=_shown(chart)))


def ask_and_save(chart: Chart, settings: Settings, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's
    """Ask where, and write what the name ends with."""
    path = pick_save(chart, settings, title=_("Save the Picture"), kind=PICTURES, name=f"{_name(chart)}.png")
    if path is not None:
        try:
            save(chart, path)
        except LedgerError as error:
            notify.show_error(chart, error)


def save(chart: Chart, path: Path) -> None:
    """Write the stretch of time that is shown. Raises :class:`~db.errors.WorldError`."""
    sheet.write(_figure(chart), path, LIGHT, width=_width(chart), sight=_shown(chart))


def _shown(chart: Chart) -> Sight:
    return Sight(*chart.visible_range())


def _figure(chart: Chart) -> Figure:
    figure = chart.figure
    for number, placed in enumerate(chart.plan.panels):
        rows = placed.panel.rows
        if rows is not None and rows.count * rows.height > _MOST:
            sight = rows_in_sight(placed, chart.sight, chart.type.unit)
            first, last = sight.start, max(sight.stop, sight.start + 1)
            words = _("Rows {first} to {last} of {count}.").format(
                first=formatting.number(first + 1), last=formatting.number(last), count=formatting.number(rows.count)
            )
            figure = replace(part(figure, number, first, last), note=f"{figure.note}\n{words}".strip())
    return figure


def _width(chart: Chart) -> float:
    """In points of the reader, as on the screen: what is beside each other there is so in the picture."""
    return max(chart.view.viewport().width() / chart.type.unit, 240.0)


def _name(chart: Chart) -> str:
    """A name for the file, from that of the chart."""
    name = "".join(sign if sign.isalnum() or sign in " -_." else "_" for sign in chart.accessibleName())
    return name.strip()[:80] or "chart"
