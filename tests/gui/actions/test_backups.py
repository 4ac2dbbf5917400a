"""Backups in the window: made in time, told in the status line, gone back to with one button, and that undone."""

import subprocess

import pytest
from PySide6.QtTest import QTest

from db.history.comparison_tables import What
from db.ledger import Ledger
from db.store import spare
from desktop.dialogs.file.restore import RestoreDialog
from desktop.dialogs.preferences import PreferencesDialog
from desktop.session import backups as module
from desktop.session.requests import OpenFile
from desktop.session.settings import BACKUP_FOLDER
from desktop.widgets import files, notify
from desktop.wording.backups import SORTS
from helpers.drafts import layoff
from helpers.program import Running, button

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def running(qtbot, tmp_path, monkeypatch):
    monkeypatch.setattr(module, "_FIRST_MS", 0)
    with Ledger.create(tmp_path / "a.headwater") as ledger:
        for n in range(12):
            ledger.events.save(layoff(f"Company {n}", n + 1))
    program = Running(tmp_path / "a.headwater")
    yield program
    program.close()


def made(running):
    """The reasons of the backups, the oldest first."""
    found = running.read(lambda ledger: ledger.backups(running.session.backups.root))
    return [one.why for one in reversed(found)]


def restored(running, act):
    return running.in_dialog(
        RestoreDialog, lambda: running.do("backup.restore"), act, ready=lambda dialog: dialog.sentence.text() != ""
    )


def test_made_told_and_gone_back_to(running, monkeypatch, tmp_path):
    session, status = running.session, running.window.status
    running.until(lambda: session.backups.last is not None)
    assert made(running) == ["work"]
    assert status.backup.text().startswith("Last backup ")
    assert status.backup.isVisible()
    assert not session.backups._timer.isActive()

    # A change waits for the next one, ten minutes at the most.
    running.write(lambda ledger: ledger.events.save(layoff("New Ltd", 5)))
    assert session.backups._timer.isActive()
    assert 0 < session.backups._timer.interval() < 600_000

    # Many events are about to be deleted: what they were is in one first.
    monkeypatch.setattr(notify, "ask", lambda *_parts, **_named: True)
    ids = running.read(lambda ledger: [row.id for row in ledger.at().events.select_rows(limit=20)])
    running.window.actions_.perform("page.events")
    from desktop.session.requests import DeleteEvents

    running.ask(DeleteEvents(tuple(ids)))
    running.until(lambda: session.facts.events == 0)
    running.rest()
    assert made(running) == ["work", "deletion"]

    # Back to it: one command, one button.
    def restore(dialog):
        assert [row.cells[2] for row in dialog.table._rows.rows] == ["13", "12"]
        assert [row.cells[:4] for row in dialog.effect._rows.rows[:1]] == [("Events", "0", "13", "13")]
        assert "Undo takes it back" in dialog.sentence.text()
        button(dialog, "Restore").click()

    restored(running, restore)
    running.until(lambda: session.facts.events == 13)
    running.rest()
    assert made(running) == ["work", "deletion", "restore"]
    assert status.done.text().startswith("The ledger is as it was on ")
    assert running.window.actions_["undo"].text().startswith("Undo Restore Backup of ")

    # And that is taken back with the button beside it.
    status.undo.click()
    running.until(lambda: session.facts.events == 0)

    # An older one as a ledger of its own.
    target = tmp_path / "old.headwater"
    monkeypatch.setattr(files, "pick_save", lambda *_parts, **_named: target)

    def save(dialog):
        dialog.table.selectRow(2)
        dialog.save.click()

    restored(running, save)
    running.until(target.exists)
    running.rest()
    assert running.window.banners.texts() == ["The backup is now the ledger “old.headwater”."]
    with Ledger.open(target) as ledger:
        assert ledger.events.total() == 12

    # The dialog of today's state offers nothing to restore.
    running.do("backup.now")
    assert restored(running, lambda dialog: (dialog.restore.isEnabled(), dialog.sentence.text())) == (
        False,
        "The ledger is as it was in this backup.",
    )


def test_a_folder_of_ones_own_and_one_that_cannot_be_written(running, monkeypatch, tmp_path):
    session, banners = running.session, running.window.banners
    running.until(lambda: session.backups.last is not None)
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    chosen = [blocked / "backups"]
    monkeypatch.setattr(files, "pick_folder", lambda *_parts, **_named: chosen[0])

    def choose(dialog):
        dialog.choose.click()
        return dialog.folder.text()

    shown = running.in_dialog(PreferencesDialog, lambda: running.window.actions_.perform("preferences"), choose)
    assert shown == str(blocked / "backups")
    running.until(lambda: session.backups.error is not None)
    assert "No backup could be written in" in banners.texts()[0]
    assert session.backups._timer.interval() == 60_000  # tried again in a minute
    # Work goes on.
    running.write(lambda ledger: ledger.events.save(layoff("New Ltd", 5)))
    assert session.facts.events == 13

    chosen[0] = tmp_path / "mine"
    running.in_dialog(PreferencesDialog, lambda: running.window.actions_.perform("preferences"), choose)
    running.until(lambda: session.backups.last is not None)
    assert banners.texts() == []
    assert session.backups.last.path.is_relative_to(tmp_path / "mine")
    assert running.window.settings.get(BACKUP_FOLDER) == str(tmp_path / "mine")

    def standard(dialog):
        dialog.standard.click()
        assert not dialog.standard.isEnabled()

    running.in_dialog(PreferencesDialog, lambda: running.window.actions_.perform("preferences"), standard)
    assert running.window.settings.get(BACKUP_FOLDER) == ""


def test_what_is_asked_meanwhile_is_done_between_two_steps(running):
    session, order = running.session, []

    def slow(_ledger, _progress):
        for _ in range(2000):
            session.tasks.writer.serve()
            if "saved" in order:
                break
            QTest.qSleep(1)
        order.append("ended")

    session.tasks.write(slow, lambda _done: order.append("slow told"))
    session.write(lambda ledger: ledger.events.save(layoff("Quick")), lambda _change: order.append("told"))
    session.tasks.write(lambda _ledger, _progress: order.append("saved"))
    running.until(lambda: "slow told" in order)
    assert order.index("saved") < order.index("ended")
    assert "told" in order


def test_every_sort_of_record_has_a_name():
    assert set(SORTS) == set(What)


def test_whoever_runs_in_steps_ends_when_the_ledger_is_closed(running):
    session, ended = running.session, []

    def endless(_ledger, _progress):
        while True:
            session.tasks.writer.serve()
            QTest.qSleep(1)

    session.tasks.write(endless, None, ended.append)
    running.window.actions_.perform("file.close")
    running.until(lambda: ended)
    assert ended[0].code == "cancelled"


def test_without_one_it_is_said_when_there_will_be_one(running):
    running.until(lambda: running.session.backups.last is not None)
    running.session.backups.last.path.unlink()
    said = running.in_dialog(
        RestoreDialog,
        lambda: running.do("backup.restore"),
        lambda dialog: dialog.empty.text(),
        ready=lambda dialog: dialog.empty.isVisible(),
    )
    assert "There is no backup of this ledger yet" in said


def test_work_that_is_in_no_backup_is_in_one_when_the_ledger_is_closed(running, tmp_path):
    session = running.session
    running.until(lambda: session.backups.last is not None)
    root = session.backups.root
    running.write(lambda ledger: ledger.events.save(layoff("New Ltd", 5)))
    running.do("file.close")
    with Ledger.open(tmp_path / "a.headwater") as ledger:
        assert [one.events for one in ledger.backups(root)] == [13, 12]

    # Nothing was changed: nothing is copied. Then, at the end of the program, what was.
    running.ask(OpenFile(tmp_path / "a.headwater"))
    running.until(lambda: session.writable)
    running.write(lambda ledger: ledger.events.save(layoff("Newer Ltd", 5)))
    session.close()
    with Ledger.open(tmp_path / "a.headwater") as ledger:
        assert [one.events for one in ledger.backups(root)] == [14, 13, 12]


def test_what_was_overwritten_and_is_too_large_to_be_kept_comes_back_from_a_backup(running, tmp_path, monkeypatch):
    monkeypatch.setattr(spare, "LIMIT", 0)
    session, path, other = running.session, tmp_path / "a.headwater", tmp_path / "other.headwater"
    running.until(lambda: session.backups.last is not None)
    Ledger.create(other).close()
    running.write(lambda ledger: ledger.events.save(layoff("New Ltd", 5)))
    running.do("backup.now")
    running.until(lambda: session.file._spare is None)
    subprocess.run(["cp", other, path], check=True)
    running.until(lambda: not session.file.in_place)
    (said,) = running.window.banners.texts()
    assert "too large to be kept" in said

    def restore(dialog):
        assert "takes the place of “a.headwater”" in dialog.sentence.text()
        dialog.restore.click()

    running.in_dialog(
        RestoreDialog,
        lambda: button(running.window.banners, "Restore a Backup…").click(),
        restore,
        ready=lambda dialog: dialog.restore.isEnabled(),
    )
    running.until(lambda: session.writable)
    assert session.facts.events == 13
    (kept,) = tmp_path.glob("a set aside*.headwater")
    with Ledger.open(kept, mode="read") as ledger:
        assert ledger.events.total() == 0
