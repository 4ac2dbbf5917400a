"""Data sets in the import dialog: what a file is an edition of, choosing another one, reading the next one alike."""

import pytest
from PySide6.QtWidgets import QApplication

from db.importing.fields import Field
from db.ledger import Ledger
from desktop.importing.layout import Step
from desktop.importing.wizard import ImportWizard
from helpers.import_desk import means

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

FIRST = "company,date,total_laid_off\n" + "".join(f"Firm {n},2025-01-{n:02},{n * 10}\n" for n in range(1, 21))
HALF = "company,date,total_laid_off\n" + "".join(
    f"Firm {n},2025-01-{n:02},{n * 10}\n" if n < 7 else f"Other {n},2025-01-{n:02},5\n" for n in range(1, 21)
)
OWN = "Firma;Angekündigt;Leute;Notiz\n" + "".join(f"Firm {n};{n}.1.2025;{n * 10};x\n" for n in range(1, 21))


def offered(combo):
    return [combo.itemText(at) for at in range(combo.count())]


def choose(desk, wizard, combo, value):
    combo.choose(value)
    combo.chosen.emit()
    desk.until(lambda: wizard.checked is not None)
    QApplication.processEvents()


def files(desk):
    with Ledger.open(desk.ledger_path, mode="read") as ledger:
        return [(file.data_set, file.file_name) for file in ledger.at().imports.files()]


def test_the_check_says_what_a_file_is_an_edition_of(desk):
    first = desk.open(desk.file(FIRST, "tracker.csv"))
    desk.check(first)
    line = first.check_step.edition
    assert (line.isVisible(), line.data_set.currentText()) == (True, "found: a new data set")
    desk.run(first)
    newer = desk.open(desk.file(FIRST + "Firm 21,2025-01-21,9\n", "newer.csv"))
    desk.check(newer)
    line = newer.check_step.edition
    assert offered(line.data_set) == [
        "found: an edition of “tracker”", "an edition of “tracker”", "a new data set, “newer”",
    ]  # fmt: skip
    choose(desk, newer, line.data_set, "newer")
    desk.until(lambda: newer.checked is not None and newer.checked.report.new_claim == 20)
    choose(desk, newer, line.match, "separate")
    desk.until(lambda: newer.checked is not None and newer.checked.report.new == 21)
    choose(desk, newer, line.data_set, None)
    desk.until(lambda: newer.checked is not None and newer.checked.report.duplicate == 20)
    desk.run(newer)
    assert files(desk) == [("tracker", "newer.csv"), ("tracker", "tracker.csv")]


def test_what_may_be_an_edition_is_asked_before_anything_is_written(desk):
    desk.run(desk.open(desk.file(FIRST, "tracker.csv")))
    half = desk.open(desk.file(HALF, "half.csv"))
    desk.check(half)
    assert half.check_step.notice.text.startswith("This file has something in common with “tracker”")
    assert not half.next.isEnabled()
    choose(desk, half, half.check_step.edition.data_set, "half")
    assert half.next.isEnabled()
    desk.run(half)
    assert files(desk)[0] == ("half", "half.csv")


def test_the_next_edition_is_read_as_the_last_one_and_goes_straight_to_the_check(desk):
    first = desk.columns(desk.file(OWN, "unsere_layoffs.csv"))
    means(first, "Notiz", Field.REASON)
    means(first, "Leute", Field.COUNT)
    desk.run(first)
    path = desk.file(OWN + "Firm 21;21.1.2025;9;y\n", "anders.csv")
    wizard = ImportWizard(desk.session, desk.theme, desk.settings, path, data_set="unsere_layoffs")
    desk.qtbot.addWidget(wizard)
    wizard.show()
    desk.until(lambda: wizard.checked is not None)
    assert wizard.step is Step.CHECK
    assert wizard.plan.data_set == "unsere_layoffs"
    assert wizard.plan.fields[2:] == (Field.COUNT, Field.REASON)
    assert wizard.check_step.listed.text() == "Recognized as “unsere_layoffs”"
    assert wizard.checked.report.new == 1
    desk.run(wizard)
    assert files(desk)[0] == ("unsere_layoffs", "anders.csv")


def test_a_column_that_is_new_is_looked_at_first(desk):
    first = desk.columns(desk.file(OWN, "unsere_layoffs.csv"))
    means(first, "Leute", Field.COUNT)
    desk.run(first)
    more = OWN.replace("Notiz\n", "Notiz;Ort\n").replace(";x\n", ";x;Ulm\n")
    wizard = desk.open(desk.file(more, "mehr.csv"))
    assert wizard.step is Step.FILE
    assert wizard.choices.mapping is not None
    wizard.next.click()
    told = "New since the last edition of “unsere_layoffs”: Ort. Check what that means."
    assert wizard.columns_step.note.text == told
    assert wizard.plan.fields == (*first.plan.fields, Field.PLACE)


def test_a_new_column_that_is_only_a_guess_is_named_and_not_imported(desk):
    first = desk.columns(desk.file(OWN, "unsere_layoffs.csv"))
    means(first, "Leute", Field.COUNT)
    desk.run(first)
    more = OWN.replace("Notiz\n", "Notiz;Land\n").replace(";x\n", ";x;DE\n")
    wizard = desk.open(desk.file(more, "mehr.csv"))
    wizard.next.click()
    assert "Land" in wizard.columns_step.note.text
    assert wizard.plan.fields == (*first.plan.fields, Field.IGNORE)


def test_a_new_column_of_a_known_tracker_means_what_it_means_there(desk):
    desk.run(desk.open(desk.file(FIRST, "tracker.csv")))
    more = FIRST.replace("laid_off\n", "laid_off,source\n").replace("0\n", "0,https://example.org/x\n")
    wizard = desk.open(desk.file(more, "tracker_2.csv"))
    wizard.next.click()
    assert "source" in wizard.columns_step.note.text
    assert wizard.plan.fields == (Field.ORGANIZATION, Field.ANNOUNCED, Field.COUNT, Field.SOURCE_URL)
    assert offered(wizard.columns_step.known).count("tracker") == 1


def test_one_organization_for_all_rows_is_proposed_for_its_own_data_set_alone(desk):
    text = "Announced,Count\n2025-07-16,200\n"
    first = desk.columns(desk.file(text, "scale_layoffs.csv"))
    first.columns_step.organization.setText("Scale AI")
    first.columns_step.organization.editingFinished.emit()
    desk.run(first)
    other = desk.open(desk.file(text.replace("200", "300"), "other_layoffs.csv"))
    assert other.plan.organization is None
    own = ImportWizard(
        desk.session, desk.theme, desk.settings, desk.file(text, "again_layoffs.csv"), data_set="scale_layoffs"
    )
    desk.qtbot.addWidget(own)
    own.show()
    desk.until(lambda: own.inspection is not None)
    assert own.plan.organization == "Scale AI"


def test_a_name_that_is_taken_is_counted_up(desk):
    desk.run(desk.open(desk.file(FIRST, "tracker.csv")))
    other = desk.open(desk.file(FIRST.replace("Firm", "Works").replace("2025", "2023"), "tracker.csv"))
    desk.check(other)
    assert offered(other.check_step.edition.data_set)[-1] == "a new data set, “tracker 2”"


def test_columns_of_periods_are_read_from_the_file_itself_each_time(desk):
    levels = "Company,2021,2022,2023\nAcme,100,120,130\nBirch,10,12,13\n"
    desk.run(desk.open(desk.file(levels, "levels.csv")))
    more = "Company,2021,2022,2023,2024\nAcme,100,120,130,140\nBirch,10,12,13,14\n"
    wizard = desk.open(desk.file(more, "more.csv"))
    assert wizard.choices.mapping is None
    assert desk.run(wizard)["new"] == 2
    assert desk.events() == 8


def people(number):
    rows = [f"{n},2023-{n % 12 + 1:02}-01,{'2024-03-31' if n < 3 else ''}\n" for n in range(number)]
    return "Employee ID,Hire Date,Exit Date\n" + "".join(rows)


def of_acme(desk, wizard):
    wizard.columns_step.organization.setText("Acme")
    wizard.columns_step.organization.editingFinished.emit()
    return wizard


def test_a_roster_that_lacks_many_is_asked_whether_it_is_complete(desk):
    desk.run(of_acme(desk, desk.columns(desk.file(people(40), "people.csv"))))
    half = of_acme(desk, desk.columns(desk.file(people(20), "people_2.csv")))
    desk.check(half)
    line = half.check_step.edition
    assert half.check_step.notice.text.startswith("This roster has 20 of the 40 hirings that are known")
    assert line.complete.isVisible()
    assert not half.next.isEnabled()
    line.complete.click()
    desk.until(lambda: half.checked is not None)
    assert half.next.isEnabled()
    assert line.complete.isChecked()
    desk.run(half)
    assert files(desk)[0] == ("people", "people_2.csv")
