"""The first step of an import: what was found in the file's bytes, what is doubtful, and what else could be chosen."""

from __future__ import annotations

import openpyxl
import pytest

from desktop.importing.choosing import looking
from desktop.importing.wizard import Step

# The offscreen platform says so about any window or list; it says nothing about ours.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def put(desk, content: bytes, name: str = "file.csv"):
    path = desk.folder / name
    path.write_bytes(content)
    return path


def test_a_doubtful_encoding_is_asked_before_going_on(desk):
    wizard = desk.open(put(desk, "Company,Date\nMüller,2025-07-16\n".encode("mac-roman")))
    step = wizard.file_step
    assert "Müller" in step.doubt.text
    assert "Choose the encoding" in step.doubt.text
    assert not wizard.next.isEnabled()
    assert wizard.focusWidget() is step.encoding
    step.encoding.choose("mac-roman")
    step.changed.emit()
    desk.until(lambda: wizard.inspection is not None)
    assert step.doubt.text == ""
    assert wizard.inspection.sample[0][1][0] == "Müller"
    assert wizard.next.isEnabled()


def test_another_reading_is_shown_and_keeps_nobody_from_going_on(desk):
    wizard = desk.open(put(desk, "Company;Date\nŁódzka;2025-07-16\nPlzeň;2025-07-17\n".encode("cp1250")))
    assert "£ódzka" in wizard.file_step.doubt.text
    assert wizard.next.isEnabled()


def test_a_sheet_of_a_workbook_is_chosen(desk):
    book = openpyxl.Workbook()
    for name in ("May", "June"):
        sheet = book.create_sheet(name)
        sheet.append(["Company", "Date"])
        sheet.append([f"Acorn {name}", "2025-07-16"])
    del book["Sheet"]
    book.save(desk.folder / "a.xlsx")
    wizard = desk.open(desk.folder / "a.xlsx")
    assert wizard.inspection.sample[0][1][0] == "Acorn May"
    assert wizard.file_step.sheet.isEnabled()
    wizard.file_step.sheet.choose("June")
    wizard.file_step.changed.emit()
    desk.until(lambda: wizard.inspection is not None)
    assert wizard.inspection.sample[0][1][0] == "Acorn June"


def test_the_first_rows_of_a_large_file_are_there_before_the_rest_is_read(desk, monkeypatch):
    monkeypatch.setattr(looking, "_LARGE", 1000)
    monkeypatch.setattr(looking, "_ROWS", 10)
    seen = []
    path = put(desk, b"Company,Date\n" + b"Acorn,2025-07-16\n" * 20_000)
    wizard = desk.open(desk.file("Company,Date\nBirch,2025-07-16\n"))
    wizard._looking.glanced.connect(lambda found: seen.append((found.complete, found.sample[0][1][0])))
    wizard.set_path(path)
    desk.until(lambda: wizard.inspection is not None)
    assert seen == [(False, "Acorn")]
    assert (wizard.inspection.complete, wizard.inspection.data_rows) == (True, 20_000)
    assert wizard.step is Step.FILE
