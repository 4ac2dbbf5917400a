"""Views saved under a name: what is shown comes back, without what was deleted since; and events edited at once."""

from datetime import date

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest

from db.ledger import Ledger
from db.model.own_fields import FieldSubject, FieldType
from db.model.scope import FieldFilter
from db.model.values import Status
from desktop.app import Program
from desktop.dialogs.records.edit_events import EditEventsDialog
from desktop.dialogs.saved_views import SavedViewsDialog
from desktop.pages.events import EventsPage
from desktop.widgets.scope_popups import PeriodPopup
from helpers.drafts import layoff
from helpers.pages import Desk

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def program_window(qapp, qtbot):
    """Shows the window on a file and waits until it can be edited."""
    program = Program(qapp)

    def begin(path):
        program.begin(path, sample=False)
        program.window.resize(1366, 768)
        qtbot.waitUntil(lambda: program.session.writable)
        return program.window

    yield begin
    program.window.keeps_session = True
    program.window.close()
    program.end()
    program.theme.deleteLater()


@pytest.fixture
def case(tmp_path):
    path = tmp_path / "case.headwater"
    with Ledger.create(path) as ledger:
        for name in ("Acme", "Birch"):
            ledger.events.save(layoff(name))
        ledger.fields.add("Industry", subject=FieldSubject.ORGANIZATION, type_=FieldType.CHOICE, choices=["IT"])
        ledger.fields.add("Score", subject=FieldSubject.EVENT, type_=FieldType.NUMBER)
    return path


def test_a_view_comes_back_with_scope_page_and_columns(program_window, qtbot, case):
    window = program_window(case)
    session, actions = window.session, window.actions_
    (industry, _score) = session.facts.fields
    window.show_page("events")
    page = window.page
    qtbot.waitUntil(lambda: page.model.rowCount() == 2)
    page.arrange({"columns": ["organization", "date", "kind", f"field:{industry.id}"], "sort": "organization"})
    wanted = FieldFilter(field_id=industry.id, not_stated=True)
    session.change_scope(first=date(2025, 1, 1), fields=(wanted,), minimum_status=Status.RUMORED)
    saved = next(one for one in window.findChildren(object) if type(one).__name__ == "SavedViewActions")
    dialog = SavedViewsDialog(session, saved.content(), window)
    qtbot.addWidget(dialog)
    QTest.keyClicks(dialog.name, "Mine")
    QTest.keyClick(dialog.name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(session.facts.views))
    before = page.arrangement()
    page.arrange({"columns": ["date", "kind"], "sort": "date"})
    session.change_scope(first=None, fields=(), minimum_status=Status.REPORTED)
    window.show_page("overview")
    menu = actions.menu("views")
    assert [action.text() for action in menu.actions()] == ["Mine"]
    menu.actions()[0].trigger()
    qtbot.waitUntil(lambda: session.scope.first == date(2025, 1, 1))
    assert (session.scope.fields, session.scope.minimum_status) == ((wanted,), Status.RUMORED)
    assert window.page is page
    assert page.arrangement() == before
    assert before["columns"] == ["organization", "date", "kind", f"field:{industry.id}"]
    session.write(lambda ledger: ledger.fields.delete(industry.id))
    qtbot.waitUntil(lambda: len(session.facts.fields) == 1)
    saved.apply(session.facts.views[0])
    qtbot.waitUntil(lambda: "deleted since" in window.status.done.text())
    assert session.scope.fields == ()
    dialog.list.setCurrentRow(0)
    dialog.list.item(0).setText("Ours")
    qtbot.waitUntil(lambda: session.facts.views[0].name == "Ours")
    dialog.list.setCurrentRow(0)
    QTest.mouseClick(dialog.delete_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not session.facts.views)
    session.undo()
    qtbot.waitUntil(lambda: bool(session.facts.views))


def test_the_chosen_events_are_edited_at_once(qtbot, case):
    desk = Desk(qtbot, EventsPage, case)
    ids = [desk.page.model.event_id(row) for row in range(2)]
    dialog = EditEventsDialog(desk.session, ids)
    qtbot.addWidget(dialog)
    dialog.show()
    assert not dialog.change.isEnabled()
    QTest.keyClicks(dialog.organization, "Oak")
    QTest.keyClicks(next(iter(dialog.own.lines.values())), "3")
    desk.click(dialog.change)
    assert {desk.page.model.shown(row).row.organization for row in range(2)} == {"Oak"}
    assert desk.session.facts.undo.code == "event.edited_many"
    desk.session.undo()
    desk.rest()
    assert {desk.page.model.shown(row).row.organization for row in range(2)} == {"Acme", "Birch"}
    desk.close()


def test_two_days_of_the_calendar_are_a_period(qtbot):
    from PySide6.QtWidgets import QWidget

    parent = QWidget()
    qtbot.addWidget(parent)
    popup = PeriodPopup(parent)
    popup.ask("", today=date(2025, 7, 16), order=None)
    got = []
    popup.chosen.connect(got.append)
    popup.calendar.clicked.emit(QDate(2025, 7, 9))
    assert popup.field.text() == "2025-07-09"
    popup.calendar.clicked.emit(QDate(2025, 7, 2))
    QTest.mouseClick(popup.apply, Qt.MouseButton.LeftButton)
    assert (got[0].first, got[0].last) == (date(2025, 7, 2), date(2025, 7, 9))
