"""The second step of an import: the keyboard is where the question is answered that holds up the next one."""

from __future__ import annotations

import pytest

from db.importing.fields import Field
from desktop.importing.choosing.preview import ColumnsModel
from helpers.import_desk import means

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

DATES = "Company,Announced,Laid off\nAcme,03/04/2025,200\nBeta,04/05/2025,85\n"
PEOPLE = "company,born,salary\nAnna,1980-02-01,4000\nBen,1990-03-04,5000\n"


def test_the_keyboard_is_at_the_question_that_is_open(desk):
    wizard = desk.columns(desk.file(DATES))
    step = wizard.columns_step
    assert not wizard.next.isEnabled()
    assert wizard.focusWidget() is step.dates.buttons[0]
    step.dates.buttons[0].click()
    wizard.back.click()
    wizard.next.click()
    assert wizard.next.isEnabled()
    assert wizard.focusWidget() is step.table, "nothing is open"


def test_the_keyboard_is_at_the_column_that_is_not_sure_then_at_the_kind(desk):
    wizard = desk.columns(desk.file(PEOPLE, "people.csv"))
    step = wizard.columns_step
    assert wizard.focusWidget() is step.table
    assert step.model.name(step.table.currentIndex().row()) in step.missing.text
    assert step.table.currentIndex().column() == ColumnsModel.MEANING
    assert step.missing.y() < step.known.y(), "said where it is seen in a small window, too"
    means(wizard, "company", Field.ORGANIZATION)
    means(wizard, "born", Field.ANNOUNCED)
    wizard.back.click()
    wizard.next.click()
    assert wizard.focusWidget() is step.kind
