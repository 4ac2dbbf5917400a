"""The data of a chart, copied or saved as CSV."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtGui import QAction, QGuiApplication

from db.analysis.figures.cells import Answer
from db.errors import LedgerError
from db.output.answers import csv_of
from db.store.atomic import replacing
from desktop.charts.chart import Chart
from desktop.session.settings import Settings
from desktop.widgets import notify
from desktop.widgets.files import pick_save
from desktop.wording.i18n import N_, _

CSV = (N_("Tables"), ("csv",))
Shown = Callable[[], Answer | None]


def offer_data(chart: Chart, settings: Settings, shown: Shown) -> None:
    """Add to the menu of a chart what copies and saves the answer that it shows (None: nothing yet)."""
    for words, work in (
        (_("Copy Data"), partial(copy_data, shown)),
        (_("Save Data…"), partial(ask_and_save, chart, settings, shown)),
    ):
        action = QAction(words, chart)
        action.triggered.connect(work)
        chart.addAction(action)


def copy_data(shown: Shown, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's
    """Put the cells on the clipboard as CSV."""
    answer = shown()
    if answer is not None:
        QGuiApplication.clipboard().setText(csv_of(answer).decode())


def ask_and_save(chart: Chart, settings: Settings, shown: Shown, _checked: bool = False) -> None:  # noqa: FBT001, FBT002
    """Ask where, and write the cells as CSV."""
    answer = shown()
    if answer is None:
        return
    path = pick_save(chart, settings, title=_("Save the Data"), kind=CSV, name=f"{answer.question}.csv")
    if path is not None:
        try:
            save_data(answer, path)
        except LedgerError as error:
            notify.show_error(chart, error)


def save_data(answer: Answer, path: Path) -> None:
    """Write the cells; the file appears complete or not at all. Raises :class:`~db.errors.WorldError`."""
    with replacing(path) as file:
        file.write(csv_of(answer))
