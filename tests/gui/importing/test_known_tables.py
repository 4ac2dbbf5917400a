"""A known table is recognized, said, and needs no decisions; mappings are opened and saved as files."""

import pytest
from PySide6.QtWidgets import QFileDialog

from db.importing.fields import Field
from desktop.importing.presets import found
from desktop.importing.wizard import Step
from helpers.import_desk import means, rows, texts

# The offscreen platform says so about any window or list; it says nothing about ours.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

WASHINGTON = (
    "Company,Location,Layoff Start Date,# of Workers,Closure Layoff,Type of Layoff,Received Date\n"
    "Acme,Kent,12/31/2024,40,Layoff,Permanent,11/1/2024\n"
)
OWN = "Firma;Tag;Leute;Notiz\nAcme;03.07.2025;12;x\n"


def settled(desk, wizard):
    desk.until(lambda: wizard.checked is not None)
    return wizard


def test_a_known_table_goes_straight_to_the_check_which_says_what_it_is(desk):
    more = "".join(f"Company {n},Kent,12/31/2024,{n},Layoff,Permanent,11/1/2024\n" for n in range(1, 1200))
    wizard = settled(desk, desk.open(desk.file(WASHINGTON + more)))
    assert wizard.step is Step.CHECK
    assert wizard.check_step.listed.text() == "Recognized as “WARN of Washington”"
    figure = wizard.check_step.totals.figures["new"]
    assert figure.text() == "1,200"
    desk.until(lambda: figure.width() >= figure.fontMetrics().horizontalAdvance("1,200"))
    wizard.back.click()
    step = wizard.columns_step
    assert step.known.currentText() == "WARN of Washington"
    assert step.publisher.text() == "WARN notices of Washington"
    assert texts(step.table)[0][3] == "known table"


def test_the_columns_of_a_known_table_can_be_taken_as_found(desk):
    wizard = settled(desk, desk.open(desk.file(WASHINGTON)))
    wizard.back.click()
    wizard.columns_step.known.choose(None)
    assert wizard.choices.mapping is None
    assert wizard.columns_step.publisher.text() == ""
    desk.check(wizard)
    assert wizard.check_step.listed.text() == ""


def test_a_decision_goes_before_the_known_table(desk):
    wizard = settled(desk, desk.open(desk.file(WASHINGTON)))
    wizard.back.click()
    means(wizard, "Location", Field.NOTES)
    assert wizard.plan.fields[1] is Field.NOTES
    assert texts(wizard.columns_step.table)[1][3] == "chosen by you"


def test_another_file_is_another_table(desk):
    wizard = settled(desk, desk.open(desk.file(WASHINGTON)))
    wizard.back.click()
    wizard.back.click()
    wizard.set_path(desk.file("Company,Announced,Count\nAcme,2025-07-16,200\n", "other.csv"))
    desk.inspected(wizard)
    assert wizard.choices.mapping is None
    assert wizard.step is Step.FILE


def test_a_mapping_is_saved_opened_and_said_where_it_does_not_fit(desk, monkeypatch):
    target = desk.folder / "Unser Tracker.toml"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(target), ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(target), ""))
    wizard = desk.columns(desk.file(OWN))
    means(wizard, "Notiz", Field.REASON)
    means(wizard, "Leute", Field.COUNT)
    wizard.columns_step.save.click()
    assert wizard.columns_step.note.text == "Saved as Unser Tracker.toml."
    kept = found(str(target))
    assert (kept.name, kept.columns["Notiz"]) == ("Unser Tracker", Field.REASON)
    again = desk.columns(desk.file(OWN.replace("Firma;", "Neu;Firma;").replace("Acme;", "n;Acme;"), "next.csv"))
    again.columns_step.open.click()
    desk.inspected(again)
    assert again.columns_step.known.currentText() == "Unser Tracker"
    assert again.plan.fields[1] is Field.ORGANIZATION
    assert again.plan.fields[4] is Field.REASON
    other = desk.columns(desk.file("Company,Announced,Count\nAcme,2025-07-16,200\n", "other.csv"))
    before = other.plan
    other.columns_step.open.click()
    desk.inspected(other)
    assert other.columns_step.note.text.startswith("“Unser Tracker” does not fit this file, which has no column Firma")
    assert other.plan.fields == before.fields


def test_a_file_that_is_no_mapping_is_one_sentence(desk, monkeypatch):
    broken = desk.folder / "broken.toml"
    broken.write_text('[columns]\n"Firma" = "organisation?"', encoding="utf-8")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(broken), ""))
    wizard = desk.columns(desk.file(OWN))
    wizard.columns_step.open.click()
    assert wizard.columns_step.note.text.startswith("The mapping says “organisation?”, which means nothing here.")


def test_one_organization_for_all_rows_and_what_is_left_over_as_fields(desk):
    wizard = desk.columns(desk.file("Announced,Count,Color\n2025-07-16,200,blue\n"))
    assert not wizard.next.isEnabled()
    step = wizard.columns_step
    step.organization.setText("Scale AI")
    step.organization.editingFinished.emit()
    assert wizard.next.isEnabled()
    step.rest.click()
    assert wizard.plan.keep_rest
    assert "own field: Color" in [row[2] for row in texts(wizard.columns_step.table)]
    desk.check(wizard)
    assert rows(wizard.check_step) == [["16 July 2025", "200"]]
    desk.run(wizard)
    assert desk.events() == 1


def test_the_report_names_every_column_with_what_it_became(desk):
    wizard = desk.open(desk.file("Company,Announced,Count,Color\nAcme,2025-07-16,200,blue\n"))
    desk.run(wizard)
    assert texts(wizard.report_step.columns) == [
        ["Company", "Organization"],
        ["Announced", "Announced"],
        ["Count", "Count"],
        ["Color", "not imported"],
    ]
    kept = desk.columns(desk.file("Company,Announced,Count,Color\nBirch,2025-07-16,200,blue\n", "next_layoffs.csv"))
    kept.columns_step.rest.click()
    desk.run(kept)
    assert texts(kept.report_step.columns)[3] == ["Color", "own field: Color"]
