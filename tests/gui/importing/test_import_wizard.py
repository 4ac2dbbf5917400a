"""The import dialog as its user meets it: file, columns, check, import, report."""

import csv
import gc
import weakref
from itertools import permutations
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QTableView

from db.importing.fields import Field, Shape
from db.ledger import Ledger
from db.reading.dates import DateOrder
from db.reading.quantities import NumberConvention
from desktop.importing.wizard import Step
from desktop.wording import i18n
from desktop.wording.imports.importing import TOTALS
from helpers.import_desk import LAYOFFS, answer, column, figures, means, rows, texts

# The offscreen platform says so about any window or list; it says nothing about ours.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

# The way through


def test_a_file_goes_in_by_keyboard_alone(desk):
    wizard = desk.open(desk.file("Company,Announced,Count\nAcme,2025-07-16,200\nNordlicht,2025-07-17,85\n"))
    QTest.keyClick(wizard, Qt.Key.Key_Return)
    assert wizard.step is Step.COLUMNS
    QTest.keyClick(wizard, Qt.Key.Key_N, Qt.KeyboardModifier.AltModifier)
    desk.until(lambda: wizard.checked is not None)
    assert rows(wizard.check_step) == [["Acme", "16 July 2025", "200"], ["Nordlicht", "17 July 2025", "85"]]
    with desk.qtbot.waitSignal(wizard.imported) as caught:
        QTest.keyClick(wizard, Qt.Key.Key_I, Qt.KeyboardModifier.AltModifier)
    assert caught.args[0].touches("events")
    assert wizard.report_step.sentence.text() == "Imported 2 rows of layoffs.csv: 2 new."
    assert desk.events() == 2
    QTest.keyClick(wizard, Qt.Key.Key_Return)
    assert not wizard.isVisible()


def test_check_and_report_give_the_same_numbers_and_they_add_up(desk):
    wizard = desk.columns(desk.file(LAYOFFS + "Nordlicht,05/06/2025,200,\n"))
    answer(wizard.columns_step.dates, "4 March 2025")
    desk.check(wizard)
    checked = figures(wizard.check_step.totals)
    reported = desk.run(wizard)
    assert checked == reported == {"new": 3, "duplicate": 1, "problem": 3, "rows": 7}
    assert wizard.report_step.sentence.text() == (
        "Imported 3 of 7 rows of layoffs.csv: 3 new, 1 already there and 3 with a problem, not imported."
    )
    assert desk.events() == 3


def test_the_same_file_again_adds_nothing_and_says_so(desk):
    path = desk.file("Company,Announced,Count\nAcme,2025-07-16,200\nNordlicht,2025-07-17,85\n")
    desk.run(desk.open(path))
    operation = desk.session.facts.last_operation
    again = desk.open(path)
    assert desk.run(again) == {"new": 0, "duplicate": 2, "problem": 0, "rows": 2}
    assert again.check_step.notice.text == "Nothing new: all 2 rows are already in the ledger."
    assert again.report_step.sentence.text() == "Nothing new: all 2 rows are already in the ledger."
    assert not again.report_step.undo.isVisible()
    assert (desk.events(), len(desk.changes), desk.session.facts.last_operation) == (2, 1, operation)


def test_an_import_is_undone_from_its_report(desk):
    wizard = desk.open(desk.file("Company,Announced,Count\nAcme,2025-07-16,200\n"))
    desk.run(wizard)
    wizard.report_step.undo.click()
    desk.until(lambda: "undone" in wizard.report_step.note.text())
    assert desk.events() == 0
    assert not wizard.report_step.undo.isEnabled()


def test_undo_from_the_report_takes_back_nothing_else(desk):
    wizard = desk.open(desk.file("Company,Announced,Count\nAcme,2025-07-16,200\n"))
    desk.run(wizard)
    desk.run(desk.open(desk.file("Company,Announced,Count\nNordlicht,2025-07-17,85\n", "other_layoffs.csv")))
    wizard.report_step.undo.click()
    assert wizard.report_step.note.text().startswith("Something was done after the import.")
    assert desk.events() == 2


def test_cancel_leaves_the_ledger_as_it_was(desk):
    rows = "".join(f"Company {n},2025-07-{1 + n % 28:02},{n}\n" for n in range(10_000))
    wizard = desk.open(desk.file("Company,Announced,Count\n" + rows))
    desk.check(wizard)
    wizard.next.click()
    QTest.keyClick(wizard, Qt.Key.Key_Escape)
    desk.until(lambda: wizard.step is Step.CHECK)
    assert wizard.check_step.notice.text == "Cancelled; nothing was changed."
    assert wizard.isVisible()
    assert desk.events() == 0
    assert desk.changes == []
    desk.until(wizard.next.isEnabled)  # it can be begun again


def test_an_import_cancelled_before_its_turn_comes_back_to_the_check(desk):
    wizard = desk.open(desk.file("Company,Announced,Count\nAcme,2025-07-16,200\n"))
    desk.check(wizard)
    gate = Event()
    desk.session.tasks.write(lambda _ledger, _progress: gate.wait(20) and None)
    wizard.next.click()
    wizard.cancel.click()
    gate.set()
    desk.until(lambda: wizard.step is Step.CHECK)
    assert (desk.events(), wizard.busy) == (0, False)


# File


@pytest.mark.parametrize(
    ("encoding", "separator", "found"),
    [
        ("utf-8", ",", ("UTF-8", "Comma ,")),
        ("utf-8-sig", ";", ("UTF-8 with BOM", "Semicolon ;")),
        ("utf-16", "\t", ("UTF-16, little endian", "Tab")),
        ("cp1252", "|", ("Western European (Windows-1252)", "Bar |")),
    ],
)
def test_how_a_file_is_written_is_shown_with_its_umlauts(desk, encoding, separator, found):
    rows = [["Firma", "Ort", "Datum", "Anzahl"], ["Müller & Söhne KG", "Köln", "03.07.2025", "1.200"]]
    rows += [[f"Straße {n} GmbH", "Gütersloh", f"{n:02}.07.2025", str(n)] for n in range(10, 20)]
    step = desk.open(desk.file("\n".join(map(separator.join, rows)), encoding=encoding)).file_step
    assert (step.encoding.currentText(), step.delimiter.currentText()) == tuple(f"Detected: {name}" for name in found)
    assert step.header.currentText() == "Detected: Row 1"
    assert step.date_order.currentText() == "Detected: day, month, year"
    assert texts(step.table)[0] == rows[1]
    assert step.facts.text() == "11 rows · 4 columns"


def test_every_finding_can_be_overridden(desk):
    wizard = desk.open(desk.file("Report of July\nCompany;Announced;Count\nAcme;2025-07-16;'1;5'\n"))
    step = wizard.file_step
    step.quote.choose("'")
    desk.inspected(wizard)
    assert texts(step.table) == [["Acme", "2025-07-16", "1;5"]]
    step.header.choose(0)
    desk.inspected(wizard)
    assert [row[0] for row in texts(step.table)] == ["Company", "Acme"]
    step.header.choose(2)
    step.delimiter.choose(",")
    desk.inspected(wizard)
    assert texts(step.table)[0] == ["Acme;2025-07-16;'1;5'"]
    step.delimiter.choose(None)
    desk.inspected(wizard)
    assert step.delimiter.currentText() == "Detected: Semicolon ;"
    assert texts(step.table) == [["Acme", "2025-07-16", "1;5"]]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "“bad.csv” is empty."),
        (b"Company,Date\n", "“bad.csv” has a header but no rows"),
        (b"PK\x03\x04" + bytes(200), "“bad.csv” is damaged or cut off"),
        (None, "“bad.csv” could not be read"),
    ],
)
def test_a_file_that_cannot_be_used_is_one_sentence_and_another_can_be_taken(desk, content, sentence):
    path = desk.folder / "bad.csv"
    if content is not None:
        path.write_bytes(content)
    wizard = desk.open(path)
    assert wizard.file_step.error.text.startswith(sentence)
    assert not wizard.next.isEnabled()
    wizard.set_path(desk.file("Company,Announced,Count\nAcme,2025-07-16,200\n"))
    desk.inspected(wizard)
    assert wizard.file_step.error.text == ""
    assert desk.run(wizard)["new"] == 1


def test_a_wrong_encoding_can_be_taken_back(desk):
    wizard = desk.open(desk.file("Company,Announced,Count\nAcme,2025-07-16,200\n"))
    wizard.file_step.encoding.choose("utf-16-le")
    desk.until(lambda: wizard.file_step.error.text or wizard.inspection)
    wizard.file_step.encoding.choose(None)
    desk.inspected(wizard)
    assert texts(wizard.file_step.table) == [["Acme", "2025-07-16", "200"]]


def test_names_and_cells_are_shown_as_stored(desk):
    name = "<b>a & b layoffs.csv"
    wizard = desk.columns(desk.file(LAYOFFS, name))
    answer(wizard.columns_step.dates, "3 April 2025")
    desk.run(wizard)
    assert wizard.file_step.name.text() == name
    assert wizard.file_step.name.textFormat() is Qt.TextFormat.PlainText
    assert name in wizard.report_step.sentence.text()
    assert wizard.report_step.sentence.textFormat() is Qt.TextFormat.PlainText
    assert rows(wizard.check_step)[0][0] == "<b>Acme</b> & Co"


# Columns


def test_the_order_of_dates_is_asked_once_with_both_readings_of_a_cell_of_the_file(desk):
    wizard = desk.columns(desk.file(LAYOFFS))
    question = wizard.columns_step.dates
    assert question.isVisible()
    assert "“03/04/2025”" in question.text.text()
    assert [button.text() for button in question.buttons] == ["3 April 2025", "4 March 2025"]
    assert not any(button.isChecked() for button in question.buttons)
    assert not wizard.next.isEnabled()
    answer(question, "4 March 2025")
    assert wizard.next.isEnabled()
    assert wizard.file_step.date_order.value is DateOrder.MDY
    desk.check(wizard)
    assert rows(wizard.check_step)[0][1:3] == ["4 March 2025", "1,400"]


def test_the_decimal_sign_is_asked_with_both_readings_of_an_amount(desk):
    wizard = desk.columns(desk.file("Company,Announced,Amount\nAcme,2025-07-16,$1.400\nNordlicht,2025-07-17,$200\n"))
    question = wizard.columns_step.numbers
    assert not wizard.columns_step.dates.isVisible()
    assert [button.text() for button in question.buttons] == ["1.4 (decimal point)", "1400 (decimal comma)"]
    answer(question, "1400 (decimal comma)")
    desk.check(wizard)
    assert any("1,400" in text for text in rows(wizard.check_step)[0])
    assert wizard.plan.convention is NumberConvention.COMMA


def test_nothing_is_asked_about_people_who_are_whole(desk):
    wizard = desk.columns(desk.file('Company,Announced,Count\nAcme,2025-07-16,1.400\nNordlicht,2025-07-17,"1,200"\n'))
    assert not wizard.columns_step.numbers.isVisible()
    desk.check(wizard)
    assert [row[2] for row in rows(wizard.check_step)] == ["1,400", "1,200"]


def test_a_file_that_proves_its_order_is_not_asked_about(desk):
    wizard = desk.columns(desk.file("Company,Announced,Count\nAcme,03/04/2025,5\nNordlicht,28/04/2025,6\n"))
    assert not wizard.columns_step.dates.isVisible()
    assert wizard.next.isEnabled()


def test_settings_answer_what_a_file_leaves_open(desk):
    from desktop.session.settings import DATE_ORDER

    desk.settings.set(DATE_ORDER, "dmy")
    wizard = desk.columns(desk.file("Company,Announced,Count\nAcme,03/04/2025,5\n"))
    assert [button.isChecked() for button in wizard.columns_step.dates.buttons] == [True, False]
    assert wizard.next.isEnabled()


def test_a_chosen_meaning_takes_the_place_of_the_proposed_one(desk):
    wizard = desk.columns(desk.file("Company,Announced,Count,Total\nAcme,2025-07-16,200,300\n"))
    means(wizard, "Total", Field.COUNT)
    assert [item.value for item in wizard.plan.fields] == ["organization", "announced", "ignore", "count"]
    table = texts(wizard.columns_step.table)
    assert table[3][2:] == ["Count", "chosen by you"]
    means(wizard, "Count", Field.COUNT)
    assert not wizard.next.isEnabled()
    assert wizard.columns_step.missing.text == (
        "Count and Total have the same meaning, “Count”. Only one column may have it."
    )
    means(wizard, "Total", Field.IGNORE)
    desk.check(wizard)
    assert rows(wizard.check_step) == [["Acme", "16 July 2025", "200"]]


def test_what_is_missing_is_said_and_keeps_from_going_on(desk):
    wizard = desk.columns(desk.file("Company,Announced,Count\nAcme,2025-07-16,200\n"))
    means(wizard, "Company", Field.NOTES)
    assert "which organization" in wizard.columns_step.missing.text
    assert not wizard.next.isEnabled()
    means(wizard, "Company", Field.ORGANIZATION)
    assert wizard.columns_step.missing.text == ""
    assert wizard.next.isEnabled()


def test_rows_can_be_said_to_be_something_else(desk):
    wizard = desk.columns(desk.file("Company,Announced,Count\nAcme,2025-07-16,200\n"))
    wizard.columns_step.shape.choose(Shape.HEADCOUNT_LEVELS)
    assert [item.value for item in wizard.plan.fields] == ["organization", "announced", "headcount"]
    assert not wizard.columns_step.kind.isEnabled()
    wizard.columns_step.shape.choose(Shape.EVENTS)
    wizard.columns_step.kind.choose("hiring")
    desk.run(wizard)
    with Ledger.open(desk.ledger_path, mode="read") as ledger:
        assert ledger.events.get(1).kind == "hiring"


def test_back_keeps_every_choice(desk):
    wizard = desk.columns(desk.file(LAYOFFS))
    answer(wizard.columns_step.dates, "3 April 2025")
    means(wizard, "Notes", Field.REASON)
    wizard.columns_step.kind.choose("furlough")
    desk.check(wizard)
    plan = wizard.plan
    wizard.back.click()
    wizard.back.click()
    assert wizard.step is Step.FILE
    assert not wizard.back.isEnabled()
    wizard.next.click()
    assert wizard.columns_step.kind.value == "furlough"
    assert wizard.columns_step.dates.buttons[0].isChecked()
    assert texts(wizard.columns_step.table)[column(wizard, "Notes")][2] == "Reason"
    wizard.next.click()
    assert wizard.plan == plan
    assert wizard.checked is not None  # nothing was decided anew, so nothing is checked anew


@pytest.mark.no_cover
def test_the_result_does_not_depend_on_the_order_of_the_choices(desk):
    path = desk.file("Firm;Day;People;Extra\nAcme;03/04/2025;1.400;x\nNordlicht;05/06/2025;200;y\n")
    plans = []
    for order in permutations(range(4)):
        wizard = desk.open(path)
        for number in order:
            step = wizard.columns_step
            match number:
                case 0:
                    wizard.file_step.delimiter.choose(";")
                case 1:
                    wizard.file_step.date_order.choose(DateOrder.MDY)
                case 2:
                    step.choose_meaning(2, Field.COUNT)
                case 3:
                    step.choose_meaning(3, Field.NOTES)
            desk.inspected(wizard)
        plans.append(wizard.plan)
        wizard.close()
    assert all(plan == plans[0] for plan in plans)
    assert plans[0].date_order is DateOrder.MDY
    assert plans[0].fields[2:] == (Field.COUNT, Field.NOTES)


# Check


def bad(desk):
    wizard = desk.columns(desk.file(LAYOFFS))
    answer(wizard.columns_step.dates, "3 April 2025")
    desk.check(wizard)
    return wizard


def test_problems_are_marked_with_icon_and_reason_and_reached_by_f8(desk):
    step = bad(desk).check_step
    seen = []
    for _ in range(4):
        QTest.keyClick(step.table, Qt.Key.Key_F8)
        index = step.table.currentIndex()
        assert not index.data(Qt.ItemDataRole.DecorationRole).isNull()
        seen.append((index.row(), step.reason.text()))
    assert seen == [
        (2, "Line 4, Announced: “soon” is not understood. Expected: a date, for example 16 July 2025."),
        (3, "Line 5, Company: The name is missing. Expected: an organization, for example Scale AI."),
        (4, "Line 6: The line has fewer cells than the header. Check the separators, or skip the line."),
        seen[0],
    ]
    assert "“soon” is not understood" in step.table.model().index(2, 3).data(Qt.ItemDataRole.ToolTipRole)
    QTest.keyClick(step.table, Qt.Key.Key_F8, Qt.KeyboardModifier.ShiftModifier)
    assert step.table.currentIndex().row() == 4


def test_only_problems(desk):
    step = bad(desk).check_step
    step.only.choose("problem")
    assert step.only.currentText() == "Problem (3)"
    assert [row[0] for row in rows(step)] == ["Übermut AG", "", "too"]
    QTest.keyClick(step.table, Qt.Key.Key_F8)
    assert step.reason.text().startswith("Line 4,")
    step.only.choose(None)
    assert step.only.currentText() == "All rows (6)"
    assert len(rows(step)) == 6


def test_a_problem_far_down_the_file_is_shown_too(desk):
    rows = "".join(f"Company {n},2025-07-16,{n}\n" for n in range(3000))
    wizard = desk.open(desk.file("Company,Announced,Count\n" + rows + "Last,tomorrow maybe,1\n"))
    desk.check(wizard)
    QTest.keyClick(wizard.check_step.table, Qt.Key.Key_F8)
    assert wizard.check_step.reason.text().startswith("Line 3,002, Announced: “tomorrow maybe”")
    assert wizard.check_step.table.model().rowCount() == 3001


def test_rejected_rows_are_saved_with_reasons_and_come_in_after_correction(desk):
    wizard = bad(desk)
    desk.run(wizard)
    target = desk.folder / "rejected_layoffs.csv"
    wizard.save_rejected(target)
    desk.until(lambda: wizard.report_step.note.text().startswith("Saved 3 rows to rejected_layoffs.csv"))
    with target.open(encoding="utf-8", newline="") as file:
        header, *rows = list(csv.reader(file))
    assert header == ["Company", "Announced", "Count", "Notes", "reason_not_imported"]
    assert [row[0] for row in rows] == ["Übermut AG", "", "too"]
    assert "“soon” is not understood" in rows[0][-1]
    rows[0][1], rows[1][0], rows[2][1:3] = "2025-07-01", "Named Ltd", ["2025-07-02", "3"]
    with target.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    again = desk.open(target)
    again.file_step.date_order.choose(DateOrder.DMY)
    assert desk.run(again)["new"] == 3
    assert Field.REASON not in again.plan.fields


def test_a_ledger_that_cannot_be_changed_is_said_before_the_import(desk):
    wizard = desk.open(desk.file("Company,Announced,Count\nAcme,2025-07-16,200\n"))
    desk.session.writable = False
    desk.check(wizard)
    assert wizard.check_step.notice.text
    assert not wizard.next.isEnabled()


# Everywhere


@pytest.mark.parametrize("language", ["en", "de"])
def test_it_fits_a_small_screen_with_everything_asked(desk, language):
    i18n.use(language)
    try:
        wizard = desk.columns(desk.file(LAYOFFS))
        means(wizard, "Company", Field.NOTES)
        hint = wizard.minimumSizeHint()
        assert hint.width() <= 1100
        assert hint.height() <= 700
        for step in (Step.FILE, Step.COLUMNS):
            wizard.pages.setCurrentIndex(step)
            assert wizard.pages.currentWidget().minimumSizeHint().width() <= 1060
    finally:
        i18n.use("en")


def test_every_control_has_a_name(desk):
    wizard = bad(desk)
    desk.run(wizard)
    controls = [
        *wizard.findChildren(QComboBox), *wizard.findChildren(QTableView), *wizard.findChildren(QLineEdit),
        *(b for b in wizard.findChildren(QAbstractButton) if b.objectName() != "qt_spinbox" and b.text()),
    ]  # fmt: skip
    assert len(controls) > 20
    nameless = [item for item in controls if not (item.accessibleName() or item.parent().inherits("QLineEdit"))]
    assert nameless == []


def test_work_that_is_done_does_not_keep_a_closed_dialog(desk):
    wizard = desk.open(desk.file("Company,Announced,Count\nAcme,2025-07-16,200\n"))
    desk.run(wizard)
    desk.until(lambda: desk.session.tasks.idle)
    gone = weakref.ref(wizard)
    wizard.close()
    desk.wizards.clear()
    del wizard
    gc.collect()
    assert gone() is None


def test_totals_are_read_out(desk):
    wizard = bad(desk)
    said = wizard.check_step.totals.accessibleName()
    assert said.startswith("New: 3, ")
    assert said.endswith("Rows in the file: 6")
    assert len(TOTALS) == 6


# Real files


@pytest.mark.no_cover
@pytest.mark.corpus
@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("layoffs/kaggle_2026_01.csv", 4277),
        ("warn/wa.csv", None),
        ("headcount/tech_employment_2000_2025.csv", None),
    ],
)
def test_real_files_go_in_without_a_question_and_only_once(desk, corpus, name, rows):
    wizard = desk.open(corpus / name)
    wizard.next.click()
    assert wizard.columns_step.missing.text == ""
    first = desk.run(wizard)
    assert first["rows"] == sum(count for total, count in first.items() if total != "rows")
    assert rows in {None, first["rows"]}
    assert first["new"] + first["duplicate"] > 0.95 * first["rows"]
    again = desk.run(desk.open(corpus / name))
    known = sum(first.get(outcome, 0) for outcome in ("new", "new_claim", "duplicate"))
    taken = {outcome: count for outcome, count in first.items() if outcome != "new_claim"}
    assert again == {**taken, "new": 0, "duplicate": known}
