"""Another program writes into the ledger that is open: the window says so, and what can be done about it."""

import subprocess

import pytest
from PySide6.QtWidgets import QPushButton

from db.ledger import Ledger
from db.model.drafts import ClaimDraft, EventDraft
from desktop.actions.files import fill_sample
from desktop.dialogs.file.two_files import TwoFilesDialog
from desktop.session.requests import CompareFile, OpenAgain, SaveCopy
from desktop.session.session import Session
from desktop.widgets import files, notify

pytestmark = [pytest.mark.qt_log_ignore("This plugin does not support"), pytest.mark.timeout(100)]


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "tech.headwater"
    with Ledger.create(path) as ledger:
        fill_sample(ledger)
    return path


@pytest.fixture
def window(qapp, qtbot, path):
    from desktop.app import Program

    program = Program(qapp)
    program.begin(path, sample=False)
    program.window.resize(1366, 768)
    qtbot.waitUntil(lambda: program.session.writable and program.session.file._spare is not None)
    yield program.window
    program.window.keeps_session = True
    program.window.close()
    program.end()
    program.theme.deleteLater()


def layoff(name):
    return EventDraft(kind="layoff", organization=name, claims=(ClaimDraft(),))


def overwrite(path, other):
    subprocess.run(["cp", other, path], check=True)


def another(path, *, goes_on=False):
    """Another ledger, or one that goes on from this."""
    other = path.with_name("other.headwater")
    if goes_on:
        overwrite(other, path)
    with Ledger.open(other) if goes_on else Ledger.create(other) as ledger:
        ledger.events.save(layoff("Bolt"))
    return other


def test_what_was_shown_can_be_compared_and_saved_when_the_file_is_overwritten(window, qtbot, path, monkeypatch):
    session, count = window.session, window.session.facts.events
    overwrite(path, another(path, goes_on=True))
    before = subprocess.run(["sha256sum", path], check=True, capture_output=True).stdout
    qtbot.waitUntil(lambda: session.write_error is not None)
    assert not session.writable
    assert not window.actions_["undo"].isEnabled()
    assert window.banners.texts()[0].startswith("Another program has written into “tech.headwater”.")
    words = [button.text() for button in window.banners.findChildren(QPushButton)]
    assert words == ["Reload", "Save Mine as a Copy…", "Compare…"]

    compared = []

    def look(dialog):  # while it is there
        first, second = dialog.list.topLevelItem(0), dialog.list.topLevelItem(1)
        events = [first.child(0).text(column) for column in range(3)]
        compared.append((dialog.verdict.text(), events, second.text(0), second.child(0).text(0)))

    monkeypatch.setattr(TwoFilesDialog, "exec", look)
    window.bus.request(CompareFile())
    qtbot.waitUntil(lambda: bool(compared))
    verdict, events, added, name = compared[0]
    assert verdict == "The file goes on from what you see here, by 1 step."
    assert events == ["Events", str(count), str(count + 1)]
    assert added == "Only in the file – Events: 1 added"
    assert "Bolt" in name

    mine = path.with_name("mine.headwater")
    monkeypatch.setattr(files, "pick_save", lambda *_args, **_named: mine)
    window.bus.request(SaveCopy())
    qtbot.waitUntil(mine.exists)
    qtbot.waitUntil(lambda: session.tasks.idle)
    with Ledger.open(mine) as saved:
        assert saved.events.total() == count
        assert saved.check() == []
    assert subprocess.run(["sha256sum", path], check=True, capture_output=True).stdout == before

    window.bus.request(OpenAgain())
    qtbot.waitUntil(lambda: session.writable)
    assert session.facts.events == count + 1
    assert not window.banners.texts()


def test_a_save_meets_a_file_that_was_overwritten(window, qtbot, path, monkeypatch):
    session, said = window.session, []
    monkeypatch.setattr(notify, "show_message", lambda *_args, text, **_named: said.append(text))
    session.file._timer.stop()  # the save comes first
    overwrite(path, another(path))
    session.undo()
    qtbot.waitUntil(lambda: session.write_error is not None)
    assert session.write_error.code == "ledger.changed"
    qtbot.waitUntil(lambda: session.tasks.idle)
    assert len(said) == 1
    with Ledger.open(path, mode="read") as other:
        assert set(other.at().organizations.names().values()) == {"Bolt"}


def test_a_second_window_follows_the_first(qapp, qtbot, path):
    first, second = Session(), Session()
    try:
        first.open(path)
        qtbot.waitUntil(lambda: first.writable)
        second.open(path)
        qtbot.waitUntil(lambda: second.write_error is not None)
        assert second.write_error.code == "ledger.in_use"
        heard = []
        second.ledger_changed.connect(heard.append)
        first.undo()
        qtbot.waitUntil(lambda: bool(heard))
        assert second.facts.last_operation == first.facts.last_operation
        assert second.facts.undo.id == first.facts.undo.id
    finally:
        first.close()
        second.close()
        first.deleteLater()
        second.deleteLater()
