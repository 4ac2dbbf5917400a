"""Words of kinds that nobody knows, asked once in the step of the columns, and what is decided of one column."""

from __future__ import annotations

import pytest

from db.importing.fields import Field, Shape
from desktop.importing.wizard import Step
from helpers.import_desk import figures

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

_EVENTS = (
    "Company,Notice Date,Notice Type,Laid off\nAcorn,2025-06-13,Internal change,120\nBirch,2025-06-10,Closure,85\n"
    "Cedar,2025-05-28,Expansion,45\nDogwood,2025-05-20,internal change,12\n"
)


def test_words_of_kinds_are_asked_once_and_their_answers_stay(desk):
    wizard = desk.columns(desk.file(_EVENTS))
    asked = wizard.columns_step.words
    assert asked.isVisible()
    assert list(asked.combos) == ["Internal change", "Expansion"], "not twice in other letters"
    asked.combos["Internal change"].choose("restructuring")
    asked.combos["Expansion"].choose("hiring")
    wizard.next.click()
    desk.until(lambda: wizard.checked is not None)
    assert figures(wizard.check_step.totals)["problem"] == 0
    wizard.back.click()
    assert (wizard.step, asked.combos["Expansion"].value) == (Step.COLUMNS, "hiring"), "Back keeps what was decided"
    asked.combos["Expansion"].choose("")
    wizard.next.click()
    desk.until(lambda: wizard.checked is not None)
    assert figures(wizard.check_step.totals)["problem"] == 1, "a word without an answer is a problem of its rows"


def test_a_table_of_known_kinds_asks_for_no_words_and_a_named_column_decides_what_a_row_is(desk):
    wizard = desk.columns(desk.file("Wxyz,Date,Employees\nAcorn,2025-06-13,900\nBirch,2025-06-10,850\n"))
    step = wizard.columns_step
    assert not step.words.isVisible()
    assert wizard.plan.shape is Shape.EVENTS
    step.choose_meaning(0, Field.ORGANIZATION)
    assert wizard.plan.shape is Shape.HEADCOUNT_LEVELS
    assert wizard.plan.fields == (Field.ORGANIZATION, Field.ANNOUNCED, Field.HEADCOUNT)
