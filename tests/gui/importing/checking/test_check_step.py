"""The check of an import: every row with what becomes of it, corrected in place, many cells in one go."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from db.ledger import Ledger
from db.model.records import Scope
from helpers.import_desk import figures, rows, texts

# The offscreen platform says so about any window or list; it says nothing about ours.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

SEASONS = "Company,Announced,Count\nAcme,Summer,1\nBirch,soonish,2\nCedar,soonish,3\nDogwood,2025-07-17,x1y\n"


def checked(desk, text=SEASONS):
    wizard = desk.open(desk.file(text))
    desk.check(wizard)
    return wizard


def again(desk, wizard):
    desk.until(lambda: wizard.checked is not None)
    return wizard.check_step


def edit(desk, wizard, row, column, text):
    """Edit a cell in place as a person without a mouse does."""
    step, before = wizard.check_step, wizard.choices.edits
    step.table.setFocus()
    step.table.setCurrentIndex(step.model.index(row, step.model.CELLS + column))
    QTest.keyClick(step.table, Qt.Key.Key_F2)
    editor = step.table.findChild(QLineEdit)
    editor.setText(text)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    desk.until(lambda: wizard.choices.edits != before)
    return again(desk, wizard)


def stored(desk):
    with Ledger.open(desk.ledger_path, mode="read") as ledger:
        found = ledger.store.connection.execute(
            "SELECT o.name, c.announced, c.announced_words, c.count_best, c.count_words FROM claims c"
            " JOIN events e ON e.id = c.event_id JOIN organizations o ON o.id = e.organization_id ORDER BY o.name"
        )
        return [tuple(row) for row in found]


def test_every_row_says_what_becomes_of_it_and_the_rows_can_be_filtered(desk):
    step = checked(desk, "Company,Announced,Count\nAcme,2025-07-16,1\nAcme,2025-07-16,1\nBirch,soonish,2\n").check_step
    assert [row[0] for row in texts(step.table)] == ["New", "Already there", "Problem"]
    assert texts(step.table)[2][1] == "“soonish” is not understood. Expected: a date, for example 16 July 2025."
    step.only.choose("duplicate")
    assert [step.table.model().headerData(0, Qt.Orientation.Vertical)] == ["3"]
    QTest.keyClick(step.table, Qt.Key.Key_F8)  # goes to problems, whatever is filtered
    assert step.only.value is None
    assert step.reason.text().startswith("Line 4, Announced: “soonish”")


def test_a_cell_is_corrected_in_place_and_its_row_read_again(desk):
    wizard = checked(desk)
    step = edit(desk, wizard, 1, 1, "2025-07-18")
    assert step.table.currentIndex().row() == 1
    assert rows(step)[1] == ["Birch", "18 July 2025", "2"]
    assert texts(step.table)[1][0] == "New"
    assert figures(step.totals)["problem"] == 3
    wizard.back.click()
    desk.check(wizard)  # going back keeps what was corrected
    assert rows(wizard.check_step)[1] == ["Birch", "18 July 2025", "2"]
    desk.run(wizard)
    assert stored(desk) == [("Birch", "2025-07-18", "2025-07-18", 2.0, "2")]
    assert wizard.path.read_text(encoding="utf-8") == SEASONS


def test_cells_that_say_the_same_are_solved_in_one_go(desk):
    wizard = checked(desk)
    step = wizard.check_step
    step.views.setCurrentIndex(1)
    panel = step.panel
    assert [row[:3] for row in texts(panel.table)] == [
        ["2", "Announced", "soonish"],
        ["1", "Announced", "Summer"],
        ["1", "Count", "x1y"],
    ]
    assert not panel.apply.isEnabled()
    panel.instead.setText("later")
    assert panel.echo.text() == "“later” is not understood. Expected: a date, for example 16 July 2025."
    assert not panel.apply.isEnabled()
    panel.instead.setText("July 2025")
    assert panel.echo.text() == "July 2025"
    QTest.keyClick(panel.instead, Qt.Key.Key_Return)
    step = again(desk, wizard)
    assert [row[2] for row in texts(panel.table)] == ["Summer", "x1y"]
    panel.as_text.click()
    step = again(desk, wizard)
    assert [row[2] for row in texts(panel.table)] == ["x1y"]
    panel.blank.click()
    step = again(desk, wizard)
    assert not step.views.isTabEnabled(1)
    assert desk.run(wizard)["new"] == 4
    assert stored(desk) == [
        ("Acme", "", "Summer", 1.0, "1"),
        ("Birch", "2025-07", "July 2025", 2.0, "2"),
        ("Cedar", "2025-07", "July 2025", 3.0, "3"),
        ("Dogwood", "2025-07-17", "2025-07-17", None, None),
    ]


def test_a_date_kept_as_text_is_in_no_total_and_listed_with_its_words(desk):
    wizard = checked(desk, "Company,Announced,Count\nAcme,Summer,1\nBirch,2025-07-01,2\n")
    wizard.check_step.panel.as_text.click()
    again(desk, wizard)
    desk.run(wizard)
    with Ledger.open(desk.ledger_path, mode="read") as ledger:
        first = ledger.at(Scope()).events.count(any_status=True)
    assert first == 2


def test_words_that_a_field_knows_are_offered(desk):
    text = "Company,Announced,Count,Event kind\nAcme,2025-07-16,1,Rausschmiss\nBirch,2025-07-17,2,layoff\n"
    wizard = checked(desk, text)
    panel = wizard.check_step.panel
    wizard.check_step.views.setCurrentIndex(1)
    assert panel.words.isVisible()
    panel.words.choose("resignation")
    panel.apply.click()
    step = again(desk, wizard)
    assert rows(step)[0][3] == "Resignation"
    assert figures(step.totals)["new"] == 2


def test_from_a_group_to_the_first_of_its_rows(desk):
    wizard = checked(desk)
    wizard.check_step.views.setCurrentIndex(1)
    wizard.check_step.panel.show_row.click()
    assert wizard.check_step.views.currentIndex() == 0
    assert wizard.check_step.reason.text().startswith("Line 3, Announced: “soonish”")


def test_rows_that_lack_cells_stand_among_the_others_and_are_not_edited(desk):
    step = checked(desk, "Company,Announced,Count\nAcme,2025-07-16,1\ntoo,few\nBirch,2025-07-17,2\n").check_step
    assert [row[0] for row in rows(step)] == ["Acme", "too", "Birch"]
    assert not step.model.flags(step.model.index(1, 2)) & Qt.ItemFlag.ItemIsEditable
    assert step.model.flags(step.model.index(0, 2)) & Qt.ItemFlag.ItemIsEditable


def test_corrections_are_of_one_file(desk):
    wizard = checked(desk)
    edit(desk, wizard, 1, 1, "2025-07-18")
    wizard.back.click()
    wizard.back.click()
    wizard.set_path(desk.file(SEASONS, "other_layoffs.csv"))
    desk.inspected(wizard)
    desk.check(wizard)
    assert figures(wizard.check_step.totals)["problem"] == 4


def test_an_export_of_ours_and_a_roster_are_shown_as_what_comes_of_them(desk):
    from db.output.export import export

    desk.run(desk.open(desk.file("Company,Announced,Count\nAcme,2025-07-16,1\n")))
    target = desk.folder / "events.csv"
    with Ledger.open(desk.ledger_path, mode="read") as ledger:
        export(ledger.at(Scope()), "events", target)
    wizard = desk.open(target)
    desk.check(wizard)
    assert [row[0] for row in texts(wizard.check_step.table)] == ["Already there"]
    roster = "Employee ID,Name,Hire Date,Termination Date,Termination Reason\n1,Ann,2024-03-01,2025-02-28,Layoff\n"
    wizard = desk.open(desk.file(roster, "roster.csv"))
    wizard.columns_step.organization.setText("Acme")
    wizard.columns_step.organization.editingFinished.emit()
    desk.check(wizard)
    step = wizard.check_step
    assert {row[0] for row in rows(step)} == {"Acme"}
    assert "Ann" not in str(texts(step.table))
    assert not step.model.flags(step.model.index(0, 2)) & Qt.ItemFlag.ItemIsEditable
