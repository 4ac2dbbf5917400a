"""What a screen reader is given: everything that can be used has a name and a role, and what happens is announced."""

import pytest
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QApplication, QPushButton

from desktop.cli.commands import write_sample
from desktop.importing.wizard import ImportWizard
from desktop.inspector.pieces.blocks import Section
from desktop.session.settings import LANGUAGE, Settings
from desktop.wording import i18n
from helpers.faces import dialogs, faces
from helpers.program import Running

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

#: What is pressed also where the Tab key passes it by, as the icons in a search field.
PRESSED = {QAccessible.Role.Button, QAccessible.Role.ButtonDropDown, QAccessible.Role.ButtonMenu}
HEADERS = {QAccessible.Role.ColumnHeader}
#: As many as headers and a first row have.
CELLS = 40


BOTH = pytest.mark.parametrize("running", ["en", "de"], indirect=True)


@pytest.fixture
def running(request, qtbot, tmp_path):
    path = tmp_path / "a.headwater"
    settings = Settings()
    settings.set(LANGUAGE, getattr(request, "param", "en"))
    write_sample(path)
    made = Running(path)
    yield made
    made.close()
    i18n.use("en")
    settings.set(LANGUAGE, "")


def parts(interface):
    """All that is seen of it, depth first; of tables and lists the first cells, headers among them."""
    count = interface.childCount()
    if interface.role() in {QAccessible.Role.Table, QAccessible.Role.List, QAccessible.Role.Tree}:
        count = min(count, CELLS)
    for number in range(count):
        child = interface.child(number)
        if child is not None and child.isValid() and not child.state().invisible:
            yield child
            yield from parts(child)


def wrong(widget):
    """What can be used and has no name or role, and what is described with markup."""
    found = []
    for one in parts(QAccessible.queryAccessibleInterface(widget)):
        state, name = one.state(), one.text(QAccessible.Text.Name)
        owner = one.object()
        who = type(owner).__name__, owner.objectName() if owner is not None else "", one.role(), one.rect()
        if (state.focusable or one.role() in PRESSED) and not name.strip() and owner is not None:
            found.append(("no name", who))
        if one.role() == QAccessible.Role.NoRole:
            found.append(("no role", who))
        if one.role() in HEADERS and not name.strip():
            found.append(("no words", who))
        if (cell := one.tableCellInterface()) is not None and one.role() == QAccessible.Role.Cell:
            titles = [header.text(QAccessible.Text.Name) for header in cell.columnHeaderCells()]
            if not any(title.strip() for title in titles):
                found.append(("no header", who, name))
            if any(title.strip() and name.startswith(f"{title}:") for title in titles):
                found.append(("header twice", who, name))
        if "<p" in one.text(QAccessible.Text.Description):
            found.append(("markup", who, one.text(QAccessible.Text.Description)))
    return found


@BOTH
def test_everything_on_every_page_and_in_every_dialog_has_a_name_and_a_role(running):
    found = {face: wrong(running.window) for face in faces(running)}
    window = running.window
    for button in (window.scope_bar.organizations, window.scope_bar.period, window.scope_bar.known_on):
        button.click()
        running.rest()
        popup = QApplication.activePopupWidget()
        assert popup is not None
        found[button.objectName()] = wrong(popup)
        popup.close()
    importing = ImportWizard(running.session, window.theme, window.settings, None, window)
    for dialog in (*dialogs(running), importing):
        dialog.show()
        running.rest()
        found[type(dialog).__name__] = wrong(dialog)
        dialog.close()
        dialog.deleteLater()
    assert {place: unsaid for place, unsaid in found.items() if unsaid} == {}


@pytest.fixture
def said(monkeypatch):
    """What is announced."""
    found = []

    def listen(event):
        if isinstance(event, QAccessibleAnnouncementEvent):
            found.append(event.message())

    monkeypatch.setattr(QAccessible, "updateAccessibility", listen)
    return found


def test_what_is_done_undone_and_refused_is_announced(running, said):
    running.session.write(lambda ledger: ledger.events.delete([1]), lambda change: None)
    running.rest()
    running.do("undo")
    assert said[0].startswith("Deleted ")
    assert any(text.startswith("Undone: ") for text in said)


def test_the_keyboard_goes_to_the_page_that_a_key_shows(running):
    running.do("event.new")
    assert running.window.inspector_pane.isAncestorOf(QApplication.focusWidget())
    for page in ("events", "headcount", "findings"):
        running.do(f"page.{page}")
        running.rest()
        assert running.page.isAncestorOf(QApplication.focusWidget()), page


def test_the_scope_bar_says_what_is_narrowed_and_to_what(running):
    bar = running.window.scope_bar
    assert bar.period.accessibleName() == "Period: All dates"
    assert bar.status.accessibleName() == "Minimum status: Reported or better"
    assert "<" not in QAccessible.queryAccessibleInterface(bar.period).text(QAccessible.Text.Description)
    assert not [one for one in bar.findChildren(QPushButton) if not one.accessibleName()]


@BOTH
def test_headings_charts_and_what_opens_say_what_they_are(running):
    running.window.show_page("headcount")
    running.rest()
    page = running.page
    spoken = {one.role(): one for one in parts(QAccessible.queryAccessibleInterface(page))}
    assert spoken[QAccessible.Role.Heading].text(QAccessible.Text.Name).strip()
    chart = spoken[QAccessible.Role.Chart]
    assert chart.text(QAccessible.Text.Name)
    assert chart.text(QAccessible.Text.Description)

    running.do("event.new")
    section = next(one for one in running.window.findChildren(Section) if one.isVisible())
    button = QAccessible.queryAccessibleInterface(section.header)
    assert button.state().expandable
    before = section.opened
    assert (button.state().expanded, button.state().collapsed) == (before, not before)
    button.actionInterface().doAction("Press")
    assert section.opened != before
    assert (button.state().expanded, button.state().collapsed) == (not before, before)
    assert button.text(QAccessible.Text.Name) == section.header.accessibleName()
