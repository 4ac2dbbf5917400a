"""A letter with Alt means one thing: on every page, in every dialog and every step of the wizard, in both languages."""

from collections import Counter

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QAbstractButton, QGroupBox, QLabel, QTabBar, QWidget

from desktop.cli.commands import write_sample
from desktop.importing.wizard import ImportWizard
from desktop.wording import i18n
from helpers.faces import dialogs, faces
from helpers.program import Running

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture(params=["en", "de"])
def running(qtbot, tmp_path, request):
    path = tmp_path / "a.headwater"
    write_sample(path)
    made = Running(path)
    made.do(f"language.{request.param}")
    yield made
    made.close()
    i18n.use("en")


def texts(widget):
    """What can hold a letter to be pressed with Alt, of all that is seen."""
    for one in widget.findChildren(QWidget):
        if one.window() is not widget.window() or not one.isVisible():
            continue
        if isinstance(one, QAbstractButton) or (isinstance(one, QLabel) and one.buddy() is not None):
            yield one.text()
        elif isinstance(one, QGroupBox):
            yield one.title()
        elif isinstance(one, QTabBar):
            yield from (one.tabText(number) for number in range(one.count()))


def doubled(found):
    """Letters that mean several things."""
    letters = [(QKeySequence.mnemonic(text).toString(), text) for text in found]
    count = Counter(letter for letter, _text in letters if letter)
    return [one for one in letters if count[one[0]] > 1]


def test_no_letter_means_two_things(running, tmp_path):
    window, session = running.window, running.session
    bar = [action.text() for action in window.menuBar().actions()]
    found = {}
    session.select(1)
    window.show_inspector(shown=True)
    for page in faces(running):
        found[page] = doubled([*bar, *texts(window)])
    for dialog in dialogs(running):
        dialog.show()
        running.rest()
        found[type(dialog).__name__] = doubled(texts(dialog))
        dialog.close()
    table = tmp_path / "cuts.csv"
    table.write_text("company,date,laid off,note\nAcme,03/04/2025,10 (was 12),\nBeta,04/05/2025,many,x\n")
    wizard = ImportWizard(session, window.theme, window.settings, table, window)
    wizard.show()
    for step in ("file", "columns", "check"):
        running.rest()
        found[step] = doubled(texts(wizard))
        if wizard.next.isEnabled():
            wizard.next.click()
    running.rest()
    wizard.reject()
    assert {place: letters for place, letters in found.items() if letters} == {}
