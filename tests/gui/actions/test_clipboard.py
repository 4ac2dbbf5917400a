"""A table that was copied in another program comes in as a file of its cells."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QGuiApplication

from db.importing.planning.plan import inspect_file
from desktop.actions.files import FileActions
from desktop.app import Program


@pytest.fixture
def program(qapp):
    made = Program(qapp)
    yield made
    made.end()
    made.theme.deleteLater()


def test_copied_cells_are_imported_as_they_are(program, monkeypatch):
    files = FileActions(program.window)
    asked = []
    monkeypatch.setattr(files, "import_table", asked.append)
    QGuiApplication.clipboard().setText('Company\tDate\nMüller\t2025-07-16\n"Two\nlines"\t2025-07-17\n')
    files.import_clipboard()
    assert [cells for _, cells in inspect_file(asked[0]).sample] == [
        ["Müller", "2025-07-16"], ["Two\nlines", "2025-07-17"],
    ]  # fmt: skip
    QGuiApplication.clipboard().setText(" \n")
    files.import_clipboard()
    assert len(asked) == 1
    assert program.window.status.done.text() == "The clipboard holds no table. Copy its cells first."
