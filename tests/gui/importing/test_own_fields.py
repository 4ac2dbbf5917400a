"""A column of a file that goes into a field of one's own: chosen in the step of the columns, told in the report."""

import pytest
from PySide6.QtWidgets import QInputDialog

from db.importing.planning.plan import OwnTarget
from db.model.own_fields import FieldSubject
from helpers.import_desk import column, means, texts

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
FILE = "Company,Announced,Count,Sector\nAcme,2025-07-16,200,Retail\nBirch,2025-07-17,85,IT\n"


def test_a_column_goes_into_a_new_field_then_into_the_one_there_is(desk, monkeypatch):
    asked = []

    def name(_parent, _title, _label, _echo, text):
        asked.append(text)
        return "Industry", True

    monkeypatch.setattr(QInputDialog, "getText", name)
    wizard = desk.columns(desk.file(FILE))
    means(wizard, "Sector", OwnTarget(""))
    assert asked == ["Sector"]
    model = wizard.columns_step.model
    shown = texts(wizard.columns_step.table)[column(wizard, "Sector")]
    assert shown[model.MEANING :] == ["own field: Industry", "chosen by you"]
    desk.run(wizard)
    assert ["Sector", "own field: Industry"] in texts(wizard.report_step.columns)
    (field,) = desk.session.facts.fields
    assert [choice.name for choice in field.choices] == ["Retail", "IT"]
    again = desk.columns(desk.file(FILE.replace("IT", "Retail"), name="next.csv"))
    shown = texts(again.columns_step.table)[column(again, "Sector")]
    assert shown[model.MEANING :] == ["own field: Industry", "known table"]
    means(again, "Sector", OwnTarget("Industry", FieldSubject.ORGANIZATION))
    desk.run(again)
    assert [one.name for one in desk.session.facts.fields] == ["Industry"]
