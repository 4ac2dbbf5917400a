"""What a screen reader is given: everything that can be used has a name and a role, and what happens is announced."""

import pytest
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QApplication, QPushButton

from desktop.cli.commands import write_sample
from desktop.dialogs.erase_person import ErasePersonDialog
from desktop.dialogs.export import ExportDialog
from desktop.dialogs.kind_list import KindsDialog
from desktop.dialogs.preferences import PreferencesDialog
from desktop.dialogs.shortcuts import ShortcutsDialog
from desktop.dialogs.snapshot import SnapshotDialog
from desktop.importing.wizard import ImportWizard
from desktop.session.requests import OpenOrganization
from helpers.program import PAGES, Running

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

#: What is pressed also where the Tab key passes it by, as the icons in a search field.
PRESSED = {QAccessible.Role.Button, QAccessible.Role.ButtonDropDown, QAccessible.Role.ButtonMenu}
#: As many as headers and a first row have.
CELLS = 40


@pytest.fixture
def running(qtbot, tmp_path):
    path = tmp_path / "a.headwater"
    write_sample(path)
    made = Running(path)
    yield made
    made.close()


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
        if "<p" in one.text(QAccessible.Text.Description):
            found.append(("markup", who, one.text(QAccessible.Text.Description)))
    return found


def test_everything_on_every_page_and_in_every_dialog_has_a_name_and_a_role(running):
    found = {}
    for page in PAGES:
        running.window.show_page(page)
        running.rest()
        found[page] = wrong(running.window)
    running.ask(OpenOrganization(1))
    found["organization"] = wrong(running.window)
    window = running.window
    for button in (window.scope_bar.organizations, window.scope_bar.period, window.scope_bar.known_on):
        button.click()
        running.rest()
        popup = QApplication.activePopupWidget()
        assert popup is not None
        found[button.objectName()] = wrong(popup)
        popup.close()
    session, theme, settings, bus = running.session, window.theme, window.settings, window.bus
    for dialog in (
        PreferencesDialog(settings, bus, running.window),
        ExportDialog(session, settings, running.window),
        ErasePersonDialog(session, running.window),
        KindsDialog(session, theme, running.window),
        ShortcutsDialog(running.window),
        SnapshotDialog(session, theme, settings, running.window),
        ImportWizard(session, theme, settings, None, window),
    ):
        dialog.show()
        running.rest()
        found[type(dialog).__name__] = wrong(dialog)
        dialog.close()
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


def test_the_scope_bar_says_what_is_narrowed_and_to_what(running):
    bar = running.window.scope_bar
    assert bar.period.accessibleName() == "Period: All dates"
    assert bar.status.accessibleName() == "Minimum status: Reported or better"
    assert "<" not in QAccessible.queryAccessibleInterface(bar.period).text(QAccessible.Text.Description)
    assert not [one for one in bar.findChildren(QPushButton) if not one.accessibleName()]
