"""The window as a person uses it: through its commands and keys, on real ledgers."""

import contextlib
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from db.ledger import Ledger
from db.model.drafts import ClaimDraft, EventDraft
from db.model.records import Scope
from db.model.values import Status
from desktop.actions.files import fill_sample
from desktop.app import Program, start_log
from desktop.dialogs.about import AboutDialog
from desktop.dialogs.crash import CrashDialog
from desktop.dialogs.preferences import PreferencesDialog
from desktop.frame.page_table import LISTED, PAGES
from desktop.session import settings
from desktop.session.requests import DeleteEvents, NarrowScope, NewEvent, OpenAgain, OpenFile, UseTheme
from desktop.widgets import files, notify
from desktop.wording import i18n
from helpers.program import button
from helpers.requests import noting

# The platform without a screen says so when a popup wants to be on top.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def ledger_file(tmp_path):
    """The sample as a ledger of one's own."""
    path = tmp_path / "tech.headwater"
    with Ledger.create(path) as ledger:
        fill_sample(ledger)
    return path


@pytest.fixture
def programs(qapp, qtbot):
    """Makes programs, and ends them."""
    made = []

    def make():
        made.append(Program(qapp))
        return made[-1]

    yield make
    for one in made:
        if shiboken6.isValid(one.window):
            one.window.keeps_session = True
            one.window.close()
        one.end()
        one.theme.deleteLater()
    i18n.use("en")


@pytest.fixture
def program(programs):
    return programs()


@pytest.fixture
def start(program, qtbot):
    """Shows the window on a file and waits until it can be edited."""

    def begin(path):
        program.begin(path, sample=False)
        program.window.resize(1366, 768)
        qtbot.waitUntil(lambda: program.session.writable)
        return program.window

    return begin


@pytest.fixture
def answers(monkeypatch):
    """What is asked and said, and the answer to it (yes)."""
    said = []

    def ask(_parent, *, title, text, yes, details="", danger=False):
        said.append(f"{text} {details}".strip())
        return True

    monkeypatch.setattr(notify, "ask", ask)
    monkeypatch.setattr(notify, "show_message", lambda _parent, **words: said.append(words["text"]))
    return said


def perform(window, command):
    window.actions_.perform(command)


def first_event(window):
    with Ledger.open(window.session.path, mode="read") as ledger:
        return ledger.at(Scope(minimum_status=Status.DENIED)).events.select()[0].id


def test_first_start_offers_new_open_and_sample(program, qtbot):
    program.begin(None, sample=False)
    qtbot.waitUntil(program.window.isVisible)
    page = program.window.show_start()
    assert page.isVisible()
    assert [page.new.isEnabled(), page.open.isEnabled(), page.sample.isEnabled()] == [True] * 3
    assert program.window.windowTitle() == "Headwater"


def test_sample_shows_events_and_findings_and_is_fresh_each_time(program, qtbot):
    program.begin(None, sample=True)
    window = program.window
    qtbot.waitUntil(lambda: program.session.writable)
    assert window.windowTitle() == "Scale AI (sample) — Headwater"
    qtbot.waitUntil(lambda: "events in scope" in window.status.events.text())
    qtbot.waitUntil(lambda: "(" in window.navigation.item(list(LISTED).index("findings")).text())
    first = program.session.path
    perform(window, "file.sample")
    qtbot.waitUntil(lambda: program.session.path != first and program.session.writable)
    assert program.settings.get(settings.RECENT) == []
    program.session.close()
    assert not first.exists()


def test_last_ledger_is_opened_again(program, qtbot, ledger_file):
    program.settings.add_recent(str(ledger_file))
    program.begin(None, sample=False)
    qtbot.waitUntil(lambda: program.session.is_open)
    assert program.session.path == ledger_file


def test_what_does_not_open_is_said_on_the_start_page(program, qtbot, tmp_path):
    odd = tmp_path / "table.headwater"
    odd.write_text("organization,date\nScale AI,2025-07-16\n", encoding="utf-8")
    program.begin(odd, sample=False)
    page = program.window.show_start()
    qtbot.waitUntil(lambda: "not a ledger" in page.problem_text.text())
    # By its name it was a ledger once: what may be left of it comes first.
    assert [button(page, name).isVisibleTo(page) for name in ("Recover…", "Import It into a New Ledger…")] == [True] * 2


def test_a_failed_opening_leaves_the_open_ledger_alone(start, qtbot, ledger_file, tmp_path):
    window = start(ledger_file)
    window.bus.request(OpenFile(tmp_path / "gone.headwater"))
    qtbot.waitUntil(lambda: any("does not exist" in text for text in window.banners.texts()))
    assert window.session.path == ledger_file
    read = []
    window.session.tasks.read(lambda ledger, _progress: ledger.last_operation(), read.append)
    qtbot.waitUntil(lambda: bool(read))
    assert read[0] > 1


def test_pages_by_key_and_by_list(start, qtbot, ledger_file):
    window = start(ledger_file)
    for number, page_id in enumerate(("overview", "events", "headcount", "relationships", "organizations"), start=1):
        QTest.keyClick(window, getattr(Qt.Key, f"Key_{number}"), Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda page_id=page_id: window.page_id == page_id)
        assert window.page.isVisible()
    window.navigation.setFocus()
    QTest.keyClick(window.navigation, Qt.Key.Key_Home)
    assert window.page_id == "overview"
    assert window.actions_["page.overview"].isChecked()


def test_delete_asks_with_the_effect_and_undo_stands_in_the_status_line(start, qtbot, ledger_file, answers):
    window = start(ledger_file)
    before = window.session.facts.events
    window.bus.request(DeleteEvents((first_event(window),)))
    qtbot.waitUntil(lambda: window.session.facts.events == before - 1)
    assert "removes" in answers[0]
    assert "claim" in answers[0]
    assert "Undo brings it back." in answers[0]
    qtbot.waitUntil(window.status.undo.isVisible)
    assert window.status.done.text() == "Deleted License-and-hire: Inflection AI"
    assert window.actions_["undo"].text() == "Undo Delete License-and-hire: Inflection AI"
    qtbot.mouseClick(window.status.undo, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.session.facts.events == before)
    assert window.actions_["redo"].text() == "Redo Delete License-and-hire: Inflection AI"
    assert not window.status.undo.isVisible()


def test_undo_and_redo_by_key(start, qtbot, ledger_file):
    window = start(ledger_file)
    before = window.session.facts.events
    window.navigation.setFocus()
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.session.facts.events == before - 1)
    QTest.keyClick(window, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.session.facts.events == before)


def press(key, *, shift=False):
    """A key with Ctrl, where the focus is."""
    modifiers = Qt.KeyboardModifier.ControlModifier
    QTest.keyClick(
        QApplication.focusWidget(), key, modifiers | Qt.KeyboardModifier.ShiftModifier if shift else modifiers
    )


def test_undo_in_a_field_is_the_texts_until_it_is_saved_and_the_ledgers_after(start, qtbot, ledger_file):
    window = start(ledger_file)
    before = window.session.facts.events
    press(Qt.Key.Key_N)
    form = window.inspector.form
    for name, text in (("kind", "layoff"), ("organization", "Ruhr Guss"), ("notes", "a note"), ("place", "Essen")):
        form.focus_on(name)
        QTest.keyClicks(QApplication.focusWidget(), text)
    press(Qt.Key.Key_Z)
    assert form.fields["place"].text() == ""
    press(Qt.Key.Key_Z, shift=True)
    assert form.fields["place"].text() == "Essen"
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.session.facts.events == before + 1)
    qtbot.waitUntil(lambda: not window.inspector_pane.unsaved and window.inspector.mode == "event")
    qtbot.waitUntil(lambda: window.session.tasks.idle)
    event_id = window.session.selected
    for name in ("place", "kind", "organization", "notes"):
        window.session.select(event_id)
        window.show_inspector(shown=True)  # there is little room here
        qtbot.waitUntil(lambda: form.isVisible() and form.fields["notes"].text() == "a note")
        qtbot.waitUntil(lambda: window.session.tasks.idle)
        form.closing.set_open(opened=True)
        form.focus_on(name)
        press(Qt.Key.Key_Z)
        qtbot.waitUntil(lambda: window.session.facts.events == before)
        qtbot.waitUntil(lambda: window.session.selected is None)
        window.search.setFocus()
        press(Qt.Key.Key_Z, shift=True)
        qtbot.waitUntil(lambda: window.session.facts.events == before + 1)


def test_undo_in_the_search_is_of_its_words_first(start, qtbot, ledger_file):
    window = start(ledger_file)
    before = window.session.facts.events
    window.search.setFocus()
    QTest.keyClicks(window.search, "zz")
    press(Qt.Key.Key_Z)
    assert window.search.text() == ""
    assert window.session.facts.events == before
    press(Qt.Key.Key_Z)
    qtbot.waitUntil(lambda: window.session.facts.events == before - 1)


def test_a_new_event_takes_keys_at_once_and_the_organization_of_the_scope(start, qtbot, ledger_file):
    window = start(ledger_file)
    with Ledger.open(ledger_file, mode="read") as ledger:
        chosen = ledger.organizations.find("OpenAI")
    window.session.change_scope(organization_ids=(chosen,))
    press(Qt.Key.Key_N)
    QTest.keyClicks(QApplication.focusWidget(), "layoff")
    form = window.inspector.form
    qtbot.waitUntil(lambda: form.organization.text() == "OpenAI")
    assert form.form().kind == "layoff"
    form.kind.set_text("")
    assert not window.inspector_pane.unsaved, "what was filled in for its user was not typed"


def test_an_organization_name_with_an_ampersand_names_the_step_as_it_is(start, qtbot, ledger_file):
    window = start(ledger_file)
    draft = EventDraft(kind="layoff", organization="R&D <b>Ltd</b>", claims=(ClaimDraft(),))
    window.session.write(lambda ledger: ledger.events.save(draft))
    qtbot.waitUntil(lambda: "R&&D" in window.actions_["undo"].text())
    assert window.status.done.text() == "Added Layoff: R&D <b>Ltd</b>"
    assert window.status.done.textFormat() is Qt.TextFormat.PlainText


def test_new_event_opens_the_inspector_and_esc_closes_it(start, qtbot, ledger_file):
    window = start(ledger_file)
    window.show_inspector(shown=False)
    QTest.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(window.inspector_pane.isVisible)
    assert window.inspector.mode == "new"
    QTest.keyClick(window, Qt.Key.Key_F9)
    assert not window.inspector_pane.isVisible()
    assert not window.actions_["view.inspector"].isChecked()


def test_new_event_takes_the_organization_of_the_scope(start, qtbot, ledger_file):
    window = start(ledger_file)
    with Ledger.open(ledger_file, mode="read") as ledger:
        scale = ledger.organizations.find("Scale AI")
    window.bus.request(NarrowScope(scale))
    window.bus.request(NewEvent("layoff"))
    qtbot.waitUntil(lambda: window.inspector.form.form().organization.text == "Scale AI")


def test_search_narrows_the_scope_and_shows_the_events(start, qtbot, ledger_file):
    window = start(ledger_file)
    QTest.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(window.search, "openai")
    qtbot.waitUntil(lambda: window.page_id == "events")
    assert window.session.scope.text == "openai"
    qtbot.waitUntil(lambda: window.status.events.text() == "1 event in scope")
    QTest.keyClick(window.search, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: window.session.scope.text == "")


def test_scope_bar_includes_rumors_and_resets(start, qtbot, ledger_file):
    window = start(ledger_file)
    bar = window.scope_bar
    assert not bar.reset.isVisible()
    bar.rumors.click()
    assert window.session.scope.minimum_status is Status.RUMORED
    assert bar.status.text() == "Rumored or better"
    assert bar.reset.isVisible()
    bar.reset.click()
    assert window.session.scope == Scope()
    assert not bar.rumors.isChecked()


def test_period_is_typed(start, qtbot, ledger_file):
    window = start(ledger_file)
    bar = window.scope_bar
    bar.period.click()
    popup = bar._popups["period"]
    popup.field.setText("2025-07 - 2025-12")
    assert popup.echo.text() == "H2 2025"
    QTest.keyClick(popup.field, Qt.Key.Key_Return)
    assert window.session.scope.first.isoformat() == "2025-07-01"
    assert window.session.scope.last.isoformat() == "2025-12-31"
    assert not popup.isVisible()
    bar.period.click()
    popup.field.setText("some day")
    QTest.keyClick(popup.field, Qt.Key.Key_Return)
    assert popup.isVisible()
    assert "Not understood" in popup.echo.text()
    popup.close()


def test_organizations_are_chosen_by_typing(start, qtbot, ledger_file):
    window = start(ledger_file)
    bar = window.scope_bar
    qtbot.waitUntil(lambda: bool(bar._names))
    bar.organizations.click()
    popup = bar._popups["organizations"]
    QTest.keyClicks(popup.search, "scale")
    QTest.keyClick(popup.search, Qt.Key.Key_Return)
    popup.close()
    assert bar.organizations.text() == "Scale AI"
    assert len(window.session.scope.organization_ids) == 1


def test_f6_goes_round_the_panes(start, qtbot, ledger_file):
    window = start(ledger_file)
    perform(window, "page.events")
    perform(window, "view.inspector") if window.inspector_pane.isHidden() else None
    window.navigation.setFocus()
    seen = []
    for _step in range(4):
        QTest.keyClick(window, Qt.Key.Key_F6)
        seen.append(window.panes.current())
    assert seen == [1, 2, 3, 0]
    QTest.keyClick(window, Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert window.panes.current() == 3


def test_a_second_window_reads_only_and_says_who_writes(start, qtbot, programs, ledger_file):
    start(ledger_file)
    second = programs()
    second.begin(ledger_file, sample=False)
    qtbot.waitUntil(lambda: any("already open" in text for text in second.window.banners.texts()))
    assert not second.window.actions_["event.new"].isEnabled()


def test_a_moved_ledger_is_said_and_nothing_is_written(start, qtbot, ledger_file):
    window = start(ledger_file)
    ledger_file.rename(ledger_file.with_name("elsewhere.headwater"))
    window.session.file.look()
    assert any("moved" in text for text in window.banners.texts())
    buttons = {button.text() for button in window.banners.findChildren(notify.QPushButton)}
    assert buttons == {"Save a Copy…", "Open Again"}
    assert not window.actions_["event.new"].isEnabled()
    ledger_file.with_name("elsewhere.headwater").rename(ledger_file)
    window.bus.request(OpenAgain())
    qtbot.waitUntil(lambda: window.session.writable)
    assert window.banners.texts() == []


def test_save_a_copy_and_new_ledger(start, qtbot, ledger_file, tmp_path, monkeypatch):
    window = start(ledger_file)
    copy = tmp_path / "copy.headwater"
    monkeypatch.setattr(files, "pick_save", lambda *_args, **_named: copy)
    perform(window, "file.save_copy")
    qtbot.waitUntil(lambda: str(copy) in window.status.done.text())
    with Ledger.open(copy, mode="read") as ledger:
        assert ledger.at(Scope()).events.count() == 9
    fresh = tmp_path / "fresh.headwater"
    monkeypatch.setattr(files, "pick_save", lambda *_args, **_named: fresh)
    perform(window, "file.new")
    qtbot.waitUntil(lambda: window.session.path == fresh and window.session.writable)
    assert window.session.facts.events == 0
    assert window.windowTitle() == "fresh — Headwater"


def test_close_shows_the_start_page_and_frees_the_file(start, qtbot, ledger_file):
    window = start(ledger_file)
    perform(window, "file.close")
    assert window.show_start().isVisible()
    assert window.windowTitle() == "Headwater"
    assert not window.actions_["page.events"].isEnabled()

    def free():
        from db.store.lock import WriteLock
        from db.store.store import local_now

        lock = WriteLock(ledger_file)
        with contextlib.suppress(Exception):
            lock.acquire(now=local_now())
            lock.release()
            return True
        return False

    qtbot.waitUntil(free)
    window.bus.request(OpenFile(ledger_file))
    qtbot.waitUntil(lambda: window.session.writable)
    assert window.page.isVisible()


def test_dropping_a_ledger_opens_it(start, qtbot, ledger_file, tmp_path):
    window = start(ledger_file)
    other = tmp_path / "other.headwater"
    Ledger.create(other).close()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(other))])
    actions = Qt.DropAction.CopyAction
    drop = QDropEvent(QPointF(9, 9), actions, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    window.dropEvent(drop)
    qtbot.waitUntil(lambda: window.session.path == other)


def test_language_is_taken_at_once_and_the_ledger_stays_open(start, program, qtbot, ledger_file):
    window = start(ledger_file)
    perform(window, "page.events")
    perform(window, "language.de")
    qtbot.waitUntil(lambda: program.window is not window and program.window.isVisible())
    assert i18n.language() == "de"
    assert program.session.path == ledger_file
    assert program.window.page_id == "events"
    assert program.window.actions_["language.de"].isChecked()
    assert program.settings.get(settings.LANGUAGE) == "de"


def test_theme_applies_at_once(start, ledger_file):
    window = start(ledger_file)
    perform(window, "theme.dark")
    assert window.theme.colors.dark
    assert window.settings.get(settings.THEME) == "dark"
    assert window.actions_["theme.dark"].isChecked()
    perform(window, "theme.light")
    assert not window.theme.colors.dark


def test_places_are_remembered(start, program, ledger_file, qtbot):
    window = start(ledger_file)
    perform(window, "page.sources")
    window.remember()
    assert program.settings.get(settings.PAGE) == "sources"
    assert program.settings.get(settings.WINDOW_GEOMETRY)


def test_closing_ends_the_threads(start, program, ledger_file):
    window = start(ledger_file)
    assert window.close()
    assert not program.session.tasks.reader.is_alive()
    assert not program.session.tasks.writer.is_alive()


def test_links_other_than_web_and_mail_are_refused(qapp, answers, monkeypatch):
    assert not notify.open_link(None, "file:///etc/passwd")
    assert not notify.open_link(None, "javascript:alert(1)")
    assert answers == ["Only web and mail addresses are opened from here."] * 2


def test_about_says_that_the_network_is_not_used(start, ledger_file):
    window = start(ledger_file)
    dialog = AboutDialog(window.theme, window)
    assert "does not use the network" in dialog.network.text()
    dialog.deleteLater()


def test_preferences_are_kept_when_chosen(program):
    bus, asked = noting()
    dialog = PreferencesDialog(program.settings, bus)
    dialog.themes.setCurrentIndex(dialog.themes.findData("dark"))
    dialog.papers.setCurrentIndex(dialog.papers.findData("letter"))
    assert dialog.reopen.isChecked()
    dialog.reopen.click()
    dialog.name.setText(" Ada ")
    dialog.reject()
    assert asked == [UseTheme("dark")]
    assert program.settings.get(settings.PAPER) == "letter"
    assert program.settings.get(settings.ACTOR) == "Ada"
    assert program.settings.get(settings.REOPEN_LAST) is False
    dialog.deleteLater()


def test_an_error_of_ours_is_logged_shown_and_survived(start, program, ledger_file, monkeypatch):
    window = start(ledger_file)
    shown = []

    def note(dialog):
        shown.append(dialog)

    monkeypatch.setattr(CrashDialog, "exec", note)
    log_file = start_log()
    program.catch_errors(log_file)
    try:
        raise ValueError("of <b>Erika Muster</b>")
    except ValueError as error:
        program._on_error(type(error), error, error.__traceback__)
    (dialog,) = shown
    logged = Path(log_file).read_text(encoding="utf-8")
    for text in (dialog.report.toPlainText(), logged):
        assert "ValueError" in text
        assert "test_window.py" in text
        assert "Muster" not in text.replace('raise ValueError("of <b>Erika Muster</b>")', "")  # a line of the code
    assert Path(log_file).stat().st_mode & 0o777 == 0o600
    assert str(log_file) in dialog.place.text()
    perform(window, "page.events")
    assert window.page_id == "events"


def test_every_control_of_the_frame_has_a_name(start, ledger_file):
    window = start(ledger_file)
    from PySide6.QtWidgets import QAbstractButton, QLineEdit

    frame = [window.toolbar, window.scope_bar, window.status, window.navigation]
    for part in frame:
        for kind in (QAbstractButton, QLineEdit):
            for widget in part.findChildren(kind):
                if widget.objectName() == "qt_toolbar_ext_button" or isinstance(widget.parent(), QLineEdit):
                    continue
                assert widget.accessibleName(), widget


def test_a_ledger_opens_with_the_scope_it_was_left_with(programs, qtbot, ledger_file):
    first = programs()
    first.begin(ledger_file, sample=False)
    qtbot.waitUntil(lambda: first.session.writable)
    first.session.change_scope(minimum_status=Status.RUMORED, organization_ids=(1,), text="meta")
    first.window.remember()
    first.end()
    second = programs()
    second.begin(ledger_file, sample=False)
    qtbot.waitUntil(lambda: second.session.writable)
    assert second.session.scope == Scope(minimum_status=Status.RUMORED, organization_ids=(1,))


def test_enter_on_a_finding_opens_its_event_and_presses_nothing_there(start, qtbot, ledger_file):
    window = start(ledger_file)
    before = window.session.facts.events
    perform(window, "page.findings")
    view = window.page.view
    qtbot.waitUntil(lambda: view.model().rowCount() > 1)
    window.show_inspector(shown=True)
    window.inspector.panel.header.close_button.setFocus()
    assert window.panes.current() == 3  # where the focus comes back to
    window.panes.focus(2)
    view.setCurrentIndex(view.model().index(view.model().rowCount() - 1, 0))
    QTest.keyClick(view, Qt.Key.Key_Return)
    inspector = window.inspector
    qtbot.waitUntil(lambda: inspector.mode == "event")
    assert inspector.form.kind.box.isAncestorOf(QApplication.focusWidget()), "the first field"
    qtbot.waitUntil(lambda: window.session.tasks.idle)
    assert window.inspector_pane.isVisible()
    assert window.session.facts.events == before

    inspector.panel.header.close_button.setFocus()
    QTest.keyClick(inspector.panel.header.close_button, Qt.Key.Key_Return)
    assert not window.inspector_pane.isVisible()


def test_enter_on_a_contradiction_goes_to_the_choice_and_the_choice_ends_it(start, qtbot, ledger_file):
    window = start(ledger_file)
    perform(window, "page.findings")
    page = window.page
    qtbot.waitUntil(lambda: page.findings.summary is not None)
    assert page.findings.summary.open == 2
    for _again in range(2):  # also where the event is shown already
        page.view.setFocus()
        page.view.setCurrentIndex(page.view.model().index(1, 0))
        QTest.keyClick(page.view, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: QApplication.focusWidget().accessibleName() == "Leave open")
        qtbot.waitUntil(lambda: window.session.tasks.idle)
        qtbot.waitUntil(lambda: QApplication.focusWidget().y() > 0)
    assert QApplication.focusWidget().accessibleName() == "Leave open"
    for _step in range(4):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Up)
        if QApplication.focusWidget().accessibleName().startswith("Prefer TechCrunch"):
            break
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    QTest.keyClicks(QApplication.focusWidget(), "decimal slip")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.findings.summary.open == 1)
    qtbot.waitUntil(lambda: "14.3" in window.inspector.panel.header.title.text())


def test_each_entry_of_the_page_table_loads_the_page_of_its_name():
    assert {page_id: entry.load().page_id for page_id, entry in PAGES.items()} == {name: name for name in PAGES}
