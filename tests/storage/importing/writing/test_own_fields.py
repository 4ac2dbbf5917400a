"""Columns that go into fields of one's own: what they add, what they never overwrite, and that a mapping keeps them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from db.errors import UserError
from db.importing.fields import Field, Shape
from db.importing.file.reader import display_names
from db.importing.planning.mapping import mapping_of_plan, plan_of
from db.importing.planning.mapping_text import mapping_of, read_mapping
from db.importing.planning.plan import OwnTarget, Stated, default_plan, inspect_file
from db.importing.planning.rest import targets
from db.importing.run import ImportReport, run_import
from db.ledger import Ledger
from db.model.own_fields import FieldSubject, FieldType
from db.model.values import FindingKind

HEADER = "company,date,total_laid_off,industry,stage,score\n"
TRACKER = HEADER + (
    "Acorn,2024-01-10,120,Retail,Series B,1\n"
    "Birch,2024-02-10,50,Finance,Series A,2\n"
    "Acorn,2024-06-10,80,retail,Public,3\n"
    "Cedar,2024-03-01,10,,Unknown,\n"
)
INDUSTRY, STAGE = OwnTarget("Industry"), OwnTarget("Stage")


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    with Ledger.create(tmp_path / "a.headwater") as opened:
        yield opened


def plan_for(ledger: Ledger, text: str, own: dict[int, OwnTarget]):
    path = ledger.store.path.with_name("tracker.csv")
    path.write_text(text, encoding="utf-8")
    return path, default_plan(inspect_file(path), Stated(own=own))


def brought(ledger: Ledger, text: str, own: dict[int, OwnTarget] | None = None, *, dry_run=False) -> ImportReport:
    path, plan = plan_for(ledger, text, {3: INDUSTRY, 4: STAGE} if own is None else own)
    return run_import(ledger, path, plan, dry_run=dry_run)


def told(ledger: Ledger, organization: str, field: str) -> list[tuple[str, str | None]]:
    own, one = ledger.fields.find(field), ledger.organizations.find(organization)
    values = ledger.fields.steps(FieldSubject.ORGANIZATION, [one]).get(one, {}).get(own.id, ())
    return [(value.text, value.valid_from and value.valid_from.isoformat()) for value in values]


def differing(ledger: Ledger) -> list[str]:
    found = (one for one in ledger.at().findings.all() if one.kind is FindingKind.FIELD_DIFFERS)
    return [str(dict(one.values)["told"]) for one in found]


def test_values_come_with_the_rows_once_and_go_with_the_import(ledger):
    looked = brought(ledger, TRACKER, dry_run=True)
    report = brought(ledger, TRACKER)
    assert looked.field_values == report.field_values == 5
    assert [column.own for column in report.columns] == ["", "", "", "Industry", "Stage", ""]
    assert told(ledger, "Acorn", "Industry") == [("Retail", None)]
    assert told(ledger, "Acorn", "Stage") == [("Series B", None), ("Public", "2024-06-10")]
    assert told(ledger, "Cedar", "Stage") == []
    assert not differing(ledger)
    assert brought(ledger, TRACKER).change.empty
    ledger.undo()
    assert ledger.fields.all() == ()
    assert brought(ledger, TRACKER).field_values == 5
    assert not ledger.check()


def test_what_another_edition_says_otherwise_stands_beside_it_until_somebody_decides(ledger):
    brought(ledger, TRACKER)
    amended = TRACKER.replace("50,Finance", "50,Fintech")
    brought(ledger, amended)
    assert told(ledger, "Birch", "Industry") == [("Finance", None), ("Fintech", None)]
    assert differing(ledger) == ["Finance / Fintech"]
    industry, birch = ledger.fields.find("Industry"), ledger.organizations.find("Birch")
    ledger.fields.set(industry.id, [birch], "Finance")
    assert brought(ledger, amended).change.empty, "it was said before, and decided"
    assert told(ledger, "Birch", "Industry") == [("Finance", None)]
    later = amended + "Birch,2025-03-10,5,Finance,Public,9\n"
    brought(ledger, later)
    assert told(ledger, "Birch", "Stage") == [("Series A", None), ("Public", "2025-03-10")]
    assert not differing(ledger)


def test_a_column_is_mapped_later_and_an_old_name_of_a_choice_is_still_that_choice(ledger):
    brought(ledger, TRACKER, {})
    assert brought(ledger, TRACKER, {3: INDUSTRY}).field_values == 2, "though every row is there already"
    industry = ledger.fields.find("Industry")
    by_name = {choice.name: choice.id for choice in industry.choices}
    ledger.fields.merge_choices(by_name["Retail"], [by_name["Finance"]])
    ledger.fields.edit(industry.id, name="Industry", choices=[(by_name["Retail"], "Trade")])
    brought(ledger, TRACKER + "Dogwood,2025-01-01,7,Finance,,\nElm,2025-01-01,7,Retail,,\n", {3: INDUSTRY})
    assert told(ledger, "Dogwood", "Industry") == told(ledger, "Elm", "Industry") == [("Trade", None)]
    assert told(ledger, "Birch", "Industry") == [("Trade", None)]
    assert not differing(ledger)


def test_the_type_of_a_new_field_follows_from_its_values_and_events_have_their_own(ledger):
    brought(ledger, TRACKER, {5: OwnTarget("Score", FieldSubject.EVENT), 1: OwnTarget("Day", FieldSubject.EVENT)})
    score = ledger.fields.find("Score", FieldSubject.EVENT)
    assert score.type is FieldType.NUMBER
    events = ledger.at().events.select_rows(column="id", descending=False)
    found = ledger.fields.values(FieldSubject.EVENT, [one.id for one in events])
    assert sorted(fields[score.id][0].number for fields in found.values() if score.id in fields) == [1, 2, 3]


def test_a_list_of_organizations_brings_them_and_a_roster_is_refused(ledger):
    text = "name,parent,industry\nAcorn,Oak,Retail\nBirch,,Finance\n"
    path, plan = plan_for(ledger, text, {2: INDUSTRY})
    plan = replace(plan, shape=Shape.ORGANIZATIONS, fields=(Field.ORGANIZATION, Field.PARENT, Field.IGNORE))
    assert run_import(ledger, path, plan).field_values == 2
    assert told(ledger, "Acorn", "Industry") == [("Retail", None)]
    with pytest.raises(UserError) as refused:
        run_import(ledger, path, replace(plan, shape=Shape.PERSONS))
    assert refused.value.code == "field.of_roster"


def test_a_mapping_keeps_the_fields_as_text_and_in_its_data_set(ledger):
    path, plan = plan_for(ledger, TRACKER, {3: INDUSTRY, 5: OwnTarget("Score", FieldSubject.EVENT)})
    header = display_names(plan.dialect.header)
    mapping = read_mapping(mapping_of(plan, header))
    assert mapping.own == mapping_of_plan(plan, header).own
    assert plan_of(mapping, inspect_file(path)).own == plan.own
    run_import(ledger, path, plan)
    (kept,) = ledger.store.connection.execute("SELECT mapping FROM data_sets").fetchone()
    assert read_mapping(kept).own == mapping.own


def kept(ledger: Ledger, text: str, **stated: object):
    path, _ = plan_for(ledger, text, {})
    return path, default_plan(inspect_file(path), Stated(keep_rest=True, **stated))


def test_columns_without_a_meaning_are_kept_as_fields(ledger):
    text = "company,date,laid off,industry,notes,seats,gone\nAcorn,2025-01-10,20,Retail,by mail,,x\n"
    text += "Birch,2025-01-11,3,,,7,y\n"
    path, plan = kept(ledger, text, fields={6: Field.IGNORE})
    report = run_import(ledger, path, plan)
    fields = {(field.name, field.subject, field.type) for field in ledger.fields.all()}
    assert fields == {
        ("industry", FieldSubject.ORGANIZATION, FieldType.CHOICE), ("seats", FieldSubject.EVENT, FieldType.NUMBER)
    }  # fmt: skip
    assert told(ledger, "Acorn", "industry") == [("Retail", None)]
    assert sorted(event.notes for event in ledger.at().events.select()) == ["", "by mail"]
    assert [(one.name, one.own) for one in report.columns if one.own or not one.imported] == [
        ("industry", "industry"), ("seats", "seats"), ("gone", "")
    ]  # fmt: skip


def test_the_next_edition_keeps_the_rest_too_but_for_what_was_left_out(ledger):
    path, plan = kept(ledger, TRACKER, fields={5: Field.IGNORE})
    header = display_names(plan.dialect.header)
    mapping = read_mapping(mapping_of(plan, header))
    path.write_text(TRACKER.replace("score", "score,county").replace(",1\n", ",1,Kent\n"), encoding="utf-8")
    again = plan_of(mapping, inspect_file(path))
    assert [target.name for _, target in targets(again)] == ["industry", "stage", "county"]


def test_a_matrix_is_not_made_a_thousand_fields(ledger):
    names = [f"question {number}" for number in range(201)]
    path, plan = kept(ledger, ",".join(["company", "date", "laid off", *names]) + "\nAcorn,2025-01-10,20\n")
    with pytest.raises(UserError) as refused:
        run_import(ledger, path, plan)
    assert (refused.value.code, refused.value.values["n"]) == ("import.too_many_fields", 201)
    assert not ledger.fields.all()
