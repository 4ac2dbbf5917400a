"""How a figure explains itself: the button beside it, and what opens below it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton

from db.figures.asking import ask
from db.figures.questions import Asked
from db.ledger import Ledger
from db.model.scope import Scope
from desktop.look.theme import Theme
from desktop.widgets.explained import ExplainButton
from desktop.wording.figures import explaining
from helpers import golden

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def explanation(tmp_path):
    """Of the layoffs per year of the case."""
    with Ledger.create(tmp_path / "case.headwater") as ledger:
        golden.fill(ledger)
        view = ledger.at(Scope())
        answer = ask(view, "people-by-field", Asked(by="place"))
        ids = answer.cells[0].behind.placed
        yield explaining.of_answer(answer, view.scope, view.kinds, event_ids=ids), ids


def test_a_figure_says_its_formula_its_inputs_and_its_rows(explanation, qtbot, qapp):
    found, ids = explanation
    button = ExplainButton(Theme(qapp, mode="light"))
    qtbot.addWidget(button)
    assert not button.isEnabled()
    button.show_explanation(found)
    button.show()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    said = [label.text() for label in button.popup.findChildren(QLabel)]
    assert any("Sum of the counts of the events in a group" in text for text in said)
    assert {"Grouped by", "place", "Minimum status", "reported or better", "1 event is behind it."} <= set(said)
    copy, show = button.popup.findChildren(QPushButton)
    copy.click()
    assert QGuiApplication.clipboard().text() == found.text
    with qtbot.waitSignal(button.rows_asked) as asked:
        show.click()
    assert asked.args == [ids]
    button.show_explanation(None)
    assert not button.isEnabled()


def test_what_cannot_be_worked_out_says_why(tmp_path, qtbot, qapp):
    with Ledger.create(tmp_path / "empty.headwater") as ledger:
        view = ledger.at(Scope())
        found = explaining.of_answer(ask(view, "turnover"), view.scope, view.kinds)
    button = ExplainButton(Theme(qapp, mode="dark"))
    qtbot.addWidget(button)
    button.show_explanation(found)
    button.show()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    said = [label.text() for label in button.popup.findChildren(QLabel)]
    assert "Not computable: A headcount is that of one organization. Choose one." in said
    assert len(button.popup.findChildren(QPushButton)) == 1  # no rows, no button for them
