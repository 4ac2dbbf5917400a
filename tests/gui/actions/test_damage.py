"""Damage in the window: checked on request, told once with what to do, recovered into a new file."""

import contextlib
import sqlite3

import pytest
from PySide6.QtWidgets import QLabel

from db.errors import WorldError
from db.ledger import Ledger
from desktop.actions import damage
from desktop.cli.main import main
from desktop.dialogs.file.restore import RestoreDialog
from desktop.session.places import backup_folder
from desktop.session.requests import OpenFile
from desktop.widgets import files
from helpers.drafts import layoff
from helpers.program import Running, button

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def running(qtbot, tmp_path):
    with Ledger.create(tmp_path / "a.headwater") as ledger:
        for n in range(5):
            ledger.events.save(layoff(f"Company {n}", n + 1))
    program = Running(tmp_path / "a.headwater")
    yield program
    program.close()


def notices(running):
    return {
        key: " ".join(label.text() for label in banner.findChildren(QLabel))
        for key, banner in running.window.banners._banners.items()
    }


def test_checked_told_and_recovered(running, tmp_path, monkeypatch):
    window = running.window
    window.actions_.perform("ledger.check")
    running.until(lambda: "it is sound" in window.status.done.text())

    target = tmp_path / "new.headwater"
    monkeypatch.setattr(files, "pick_open", lambda *_parts, **_named: tmp_path / "a.headwater")
    monkeypatch.setattr(files, "pick_save", lambda *_parts, **_named: target)
    window.actions_.perform("ledger.recover")
    running.until(lambda: "5 of 5 events" in notices(running)["recovered"])
    with Ledger.open(target, mode="read") as ledger:
        assert ledger.check() == []
        assert len(ledger.at().events.select_rows()) == 5


def test_damage_is_told_once_and_is_no_fault_of_the_program(qtbot, tmp_path):
    path = tmp_path / "b.headwater"
    with Ledger.create(path) as ledger:
        ledger.events.save(layoff("Acorn", 4))
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE operations SET actor = 'x' WHERE id = 1")
        connection.commit()
    running = Running(path)
    try:
        for _page in range(2):  # two pages meet the same
            running.window.report(WorldError("ledger.damaged", path=str(path), detail="certain"))
        assert list(notices(running)) == ["damaged"]
        assert "certain" in notices(running)["damaged"]
        running.window.actions_.perform("ledger.check")
        running.until(lambda: "The check found 1 problem." in notices(running)["damaged"])
    finally:
        running.close()


def test_what_cannot_be_opened_is_recovered_or_replaced_by_a_backup(qtbot, tmp_path, monkeypatch):
    path, target = tmp_path / "a.headwater", tmp_path / "new.headwater"
    with Ledger.create(path) as ledger:
        for n in range(5):
            ledger.events.save(layoff(f"Company {n}", n + 1))
            if n in {2, 4}:
                ledger.back_up(backup_folder(""), why="work")
    running = Running(path)
    try:
        running.do("file.close")
        page = running.window.start_shown
        before = bytes(4096) + path.read_bytes()[4096:]
        path.write_bytes(before)
        running.window.bus.request(OpenFile(path))
        running.until(lambda: "The newest backup of it was made on " in page.problem_text.text())
        assert page.problem_text.text().endswith(" and holds 5 events.")

        monkeypatch.setattr(files, "pick_save", lambda *_parts, **_named: target)
        button(page, "Recover…").click()
        running.until(lambda: "5 of 5 events" in page.problem_text.text())
        assert page.problem_text.isVisible()

        running.failures.clear()

        # The older of the two takes the place, and what was there is kept.
        def restore(dialog):
            assert [row.cells[2] for row in dialog.table._rows.rows] == ["5", "3"]
            dialog.table.selectRow(1)
            assert "takes the place of “a.headwater”, and the file that is there now is kept" in dialog.sentence.text()
            assert not dialog.effect.isVisible()
            dialog.restore.click()

        running.in_dialog(
            RestoreDialog, button(page, "Restore a Backup…").click, restore, ready=lambda one: one.restore.isEnabled()
        )
        running.until(lambda: running.session.writable)
        assert running.session.facts.events == 3
        (kept,) = tmp_path.glob("a set aside*.headwater")
        assert kept.read_bytes() == before
        assert f"“{kept.name}”" in notices(running)["restored"]
        assert {one.name for one in tmp_path.glob("*.headwater")} == {path.name, kept.name, target.name}
    finally:
        running.close()


def test_a_page_that_was_changed_while_nobody_looked_is_told_soon_after_opening(qtbot, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(damage, "_FIRST_MS", 0)
    path = tmp_path / "a.headwater"
    with Ledger.create(path) as ledger:
        ledger.events.save(layoff("Acorn", 4))
    Running(path).close()
    assert main(["check", str(path), "--pages"]) == 0
    assert capsys.readouterr().out == "Every byte is as it was left.\n"

    data = bytearray(path.read_bytes())
    data[data.index(b"Acorn")] ^= 1
    path.write_bytes(data)
    assert main(["check", str(path), "--pages"]) == 1
    running = Running(path)
    try:
        running.until(lambda: "The check found" in notices(running).get("damaged", ""))
    finally:
        running.close()

    # Written to since by somebody who notes nothing: nothing is claimed.
    with Ledger.open(path) as ledger:
        ledger.events.save(layoff("Birch", 4))
    assert main(["check", str(path), "--pages", "--json"]) == 0
    assert '"differ": null' in capsys.readouterr().out
