"""The imports page: editions of data sets, what became of their rows, the next edition, and undoing one."""

import pytest
from PySide6.QtWidgets import QMessageBox

from db.importing.planning.plan import default_plan, inspect_file
from db.importing.run import run_import
from db.ledger import Ledger
from desktop.pages.imports.page import ImportsPage
from desktop.session.requests import ImportTable, OpenEvent
from helpers.pages import Desk, cells

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

FIRST = "company,date,total_laid_off\n" + "".join(f"Firm {n},2025-01-{n:02},{n * 10}\n" for n in range(1, 21))
SECOND = (
    FIRST.replace("Firm 3,2025-01-03,30", "Firm 3,2025-01-03,33").replace("Firm 9,2025-01-09,90\n", "")
    + "Firm 21,2025-01-21,9\nFirm 22,soon,9\n"
)


def bring(ledger, path, text):
    path.write_text(text, encoding="utf-8")
    run_import(ledger, path, default_plan(inspect_file(path)))


@pytest.fixture
def desk(qtbot, tmp_path):
    path = tmp_path / "a.headwater"
    with Ledger.create(path) as ledger:
        bring(ledger, tmp_path / "tracker.csv", FIRST)
        bring(ledger, tmp_path / "newer.csv", SECOND)
    made = Desk(qtbot, ImportsPage, path)
    yield made
    made.close()


def listed(desk):
    return [cells(desk.page.table, row) for row in range(desk.page.table.rowCount())]


def rows(desk):
    model = desk.page.rows.model()
    return [cells(model, row) for row in range(model.rowCount())]


def show_only(desk, outcome):
    desk.page.only.choose(outcome)
    desk.page.only.chosen.emit()
    desk.rest()


def test_editions_are_listed_with_what_became_of_their_rows(desk):
    newest, first = listed(desk)
    assert newest[:2] + newest[3:] == [
        "tracker", "newer.csv", "21 January 2025", "21",
        "1 new, 1 amending an earlier edition, 18 already there and 1 with a problem, not imported", "1",
    ]  # fmt: skip
    assert first[:2] + first[4:] == ["tracker", "tracker.csv", "20", "20 new", ""]
    assert desk.page.count.text() == "2 files of 1 data set"
    assert desk.page.gone.text() == "1 row of the edition before is not in this one."


def test_rows_are_told_by_outcome_with_their_reason_and_lead_to_their_event(desk):
    assert len(rows(desk)) == 21
    show_only(desk, "amends")
    assert rows(desk) == [["4", "Amends", "corrects an earlier edition", "Firm 3 · Layoff · 3 January 2025 · −33"]]
    desk.page.rows.event_opened.emit(desk.page.rows.model().rows[0].event_id)
    assert desk.asked == [OpenEvent(3)]
    show_only(desk, "problem")
    assert rows(desk)[0][3] == "Firm 22 · soon · 9"


def test_the_next_edition_is_asked_for_with_its_data_set(desk):
    desk.click(desk.page.next)
    assert desk.asked == [ImportTable(data_set="tracker")]


@pytest.mark.parametrize("again", [False, True])
def test_an_import_is_undone_after_a_question_also_one_that_was_redone(desk, monkeypatch, again):
    asked = []

    def exec_(box):
        asked.append(box.text())
        next(one for one in box.buttons() if one.text().replace("&", "") == "Revert").click()

    monkeypatch.setattr(QMessageBox, "exec", exec_)
    if again:
        desk.write(lambda ledger: ledger.undo())
        desk.write(lambda ledger: ledger.redo())
    desk.page.view.setCurrentIndex(desk.page.table.index(0, 0))
    desk.click(desk.page.undo)
    assert asked == ["Revert “Import of newer.csv, 2 of 21 rows”?"]
    assert [row[1] for row in listed(desk)] == ["tracker.csv"]
    desk.page.view.setCurrentIndex(desk.page.table.index(0, 0))
    desk.click(desk.page.undo)
    assert listed(desk) == []
    assert desk.page.empty.isVisible()
    assert desk.page.empty.words.startswith("Nothing was imported yet")
    desk.click(desk.page.begin)
    assert desk.asked == [ImportTable()]


def test_a_row_whose_event_was_deleted_says_so(desk):
    desk.write(lambda ledger: ledger.events.delete([3]))
    show_only(desk, "amends")
    assert rows(desk)[0][3] == "This event is not in the ledger any more."


def test_a_hostile_name_is_shown_as_it_is(desk, tmp_path):
    path = tmp_path / "<b>x & y.csv"

    def work(ledger):
        bring(ledger, path, "company,date,total_laid_off\nZed,2020-02-02,7\n")
        return ledger.last_change

    desk.write(work)
    assert listed(desk)[0][:2] == ["<b>x & y", "<b>x & y.csv"]
    desk.page.view.setCurrentIndex(desk.page.table.index(0, 0))
    assert desk.page.sentence.text() == "<b>x & y: <b>x & y.csv"
