"""Fields of one's own: what is kept, what holds on a day, what differs, and that all of it can be taken back."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.curation.merge_organizations import merge_organizations
from db.errors import UserError
from db.history.comparison import What, differences
from db.ledger import Ledger
from db.model.own_fields import FieldSubject, FieldType
from db.model.records import Scope
from db.model.scope import FieldFilter
from db.model.values import FindingKind, ImpreciseDate
from db.output.export import export
from db.package.adding import add_package
from db.package.loading import load_package
from db.package.writing import write_package
from db.tables.fields.reads import DIFFERING, NOT_STATED
from helpers.drafts import layoff

ORGANIZATION, EVENT = FieldSubject.ORGANIZATION, FieldSubject.EVENT


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    with Ledger.create(tmp_path / "a.headwater", clock=lambda: datetime(2025, 7, 20, 9, tzinfo=UTC)) as opened:
        yield opened


def made(ledger: Ledger, name: str, subject=ORGANIZATION, type_=FieldType.CHOICE, choices=()):
    ledger.fields.add(name, subject=subject, type_=type_, choices=choices)
    return ledger.fields.find(name, subject)


def named(ledger: Ledger, *names: str) -> list[int]:
    for name in names:
        ledger.organizations.save(name=name)
    return [ledger.organizations.find(name) for name in names]


def on(day: date, organization: str):
    draft = layoff(organization)
    return replace(draft, claims=tuple(replace(one, announced=ImpreciseDate.day(day)) for one in draft.claims))


def shown(ledger: Ledger, field, subject_id: int, scope: Scope | None = None) -> list[str]:
    by_field = ledger.at(scope).fields.values(field.subject, [subject_id]).get(subject_id, {})
    return [one.text for one in by_field.get(field.id, ())]


def differing(ledger: Ledger):
    return [one for one in ledger.at().findings.all() if one.kind is FindingKind.FIELD_DIFFERS]


def test_a_value_is_set_for_many_at_once_read_back_undone_and_known_as_it_was(ledger):
    industry = made(ledger, "Industry", choices=["Software", "Retail"])
    acme, apex = named(ledger, "Acme", "Apex")
    ledger.fields.set(industry.id, [acme, apex], "software")
    first = ledger.last_operation()
    assert shown(ledger, industry, acme) == shown(ledger, industry, apex) == ["Software"]
    ledger.fields.set(industry.id, [acme], "Fintech")
    assert [choice.name for choice in ledger.fields.get(industry.id).choices] == ["Software", "Retail", "Fintech"]
    assert shown(ledger, industry, acme, Scope(known_operation=first)) == ["Software"]
    (told,) = differences(ledger.store, first=first, last=ledger.last_operation(), what=[What.FIELD_VALUE])
    assert told.change.value == "changed"
    ledger.undo()
    assert shown(ledger, industry, acme) == ["Software"]
    ledger.fields.set(industry.id, [acme, apex], "")
    assert shown(ledger, industry, acme) == []
    assert not ledger.check()


def test_what_a_type_does_not_understand_is_kept_and_told_as_such(ledger):
    founded, size = made(ledger, "Founded", type_=FieldType.DATE), made(ledger, "Score", type_=FieldType.NUMBER)
    (acme,) = named(ledger, "Acme")
    for field, text, good in (
        (founded, "2016", True), (founded, "March 2016", True), (founded, "long ago", False),
        (size, "12.5", True), (size, "−4", True), (size, "n/a", False),
    ):  # fmt: skip
        ledger.fields.set(field.id, [acme], text)
        ((value,),) = (ledger.at().fields.values(ORGANIZATION, [acme])[acme][field.id],)
        assert (value.text, value.understood(field.type)) == (text, good)


def test_a_value_holds_from_its_day_on_and_an_event_is_told_with_that_of_its_day(ledger):
    stage = made(ledger, "Stage")
    for day in (date(2020, 5, 1), date(2023, 2, 1)):
        ledger.events.save(on(day, "Acme"))
    acme = ledger.organizations.find("Acme")
    ledger.fields.set(stage.id, [acme], "Series B")
    ledger.fields.set(stage.id, [acme], "Public", valid_from=date(2022, 1, 1))
    stage = ledger.fields.get(stage.id)
    view = ledger.at()
    events = {event.values.counting.earliest.year: event for event in view.events.select()}
    found = view.fields.of_events((one.id, acme, one.values.counting.earliest) for one in events.values())
    assert [found[events[year].id][stage.id][0].text for year in (2020, 2023)] == ["Series B", "Public"]
    labels, codes = view.fields.codes(stage, [acme, acme, acme], ["2020-05-01", "2023-02-01", None])
    assert [labels[code] for code in codes] == ["Series B", "Public", "Public"]
    public = ledger.at(Scope(fields=(view.fields.filter_of(stage, "Public"),)))
    assert [row.id for row in public.events.select_rows()] == [events[2023].id]


def test_filters_search_and_order_agree_with_the_values(ledger):
    industry, score = made(ledger, "Industry"), made(ledger, "Score", EVENT, FieldType.NUMBER)
    for name in ("Acme", "Apex", "Zeta"):
        ledger.events.save(layoff(name))
    ids = {row.organization: row.id for row in ledger.at().events.select_rows()}
    ledger.fields.set(industry.id, [ledger.organizations.find("Acme")], "Softwäre")
    ledger.fields.set(score.id, [ids["Zeta"]], "7")
    ledger.fields.set(score.id, [ids["Acme"]], "10")
    industry, score = ledger.fields.get(industry.id), ledger.fields.get(score.id)

    def of(**scope) -> list[str]:
        view = ledger.at(Scope(**scope))
        return [
            row.organization for row in view.events.rows(view.events.order(column="organization", descending=False))
        ]

    chosen = industry.choices[0].id
    assert of(fields=(FieldFilter(field_id=industry.id, values=(chosen,)),)) == ["Acme"]
    assert of(fields=(FieldFilter(field_id=industry.id, not_stated=True),)) == ["Apex", "Zeta"]
    assert of(fields=(FieldFilter(field_id=score.id, values=(7.0,), not_stated=True),)) == ["Apex", "Zeta"]
    assert of(fields=(FieldFilter(field_id=industry.id, differing=True),)) == []
    assert of(text="software") == ["Acme"]
    assert of(fields=(FieldFilter(field_id=999, not_stated=True),)) == []
    view = ledger.at()
    for descending, expected in ((False, ["Zeta", "Acme", "Apex"]), (True, ["Acme", "Zeta", "Apex"])):
        order = view.events.order(column=f"field:{score.id}", descending=descending)
        assert [row.organization for row in view.events.rows(order)] == expected


def test_merged_organizations_keep_what_both_had_and_what_differs_is_found_until_somebody_decides(ledger):
    industry, country = made(ledger, "Industry"), made(ledger, "Country", type_=FieldType.TEXT)
    acme, other = named(ledger, "Acme", "Acme Inc")
    ledger.fields.set(industry.id, [acme], "Software")
    ledger.fields.set(industry.id, [other], "Retail")
    ledger.fields.set(country.id, [other], "Germany")
    kept = ledger.at().findings
    assert not differing(ledger)
    merge_organizations(ledger, acme, [other])
    assert shown(ledger, industry, acme) == ["Software", "Retail"]
    assert shown(ledger, country, acme) == ["Germany"]
    (found,) = differing(ledger)
    assert dict(found.values) == {"own_field": "Industry", "told": "Software / Retail"}
    industry = ledger.fields.get(industry.id)
    assert list(ledger.at().fields.codes(industry, [acme, 99]).codes) == [DIFFERING, NOT_STATED]
    assert kept is not None
    assert not ledger.check()
    ledger.fields.set(industry.id, [acme], "Retail")
    assert not differing(ledger)
    ledger.undo()
    assert len(differing(ledger)) == 1
    ledger.undo()
    assert shown(ledger, industry, other) == ["Retail"]


def test_choices_are_merged_and_renamed_with_what_has_them(ledger):
    industry = made(ledger, "Industry", choices=["Software", "software & IT", "Retail"])
    acme, apex = named(ledger, "Acme", "Apex")
    software, twin, retail = (one.id for one in industry.choices)
    ledger.fields.set(industry.id, [acme], "Software")
    ledger.fields.set(industry.id, [apex], "software & IT")
    ledger.fields.merge_choices(software, [twin])
    assert shown(ledger, industry, apex) == ["Software"]
    assert ledger.fields.uses(industry.id) == {software: 2}
    ledger.fields.edit(industry.id, name="Branche", choices=[(retail, "Retail"), (software, "Tech"), (None, "Energy")])
    assert [one.name for one in ledger.fields.get(industry.id).choices] == ["Retail", "Tech", "Energy"]
    assert shown(ledger, industry, acme) == ["Tech"]
    ledger.fields.edit(industry.id, name="Branche", choices=[(retail, "Retail")])
    assert shown(ledger, industry, acme) == []
    ledger.undo()
    ledger.fields.delete(industry.id)
    assert ledger.fields.all() == ()
    ledger.undo()
    assert shown(ledger, industry, acme) == ["Tech"]
    assert not ledger.check()


def test_what_cannot_be_is_refused_by_name(ledger):
    made(ledger, "Industry")
    for code, write in (
        ("field.exists", lambda: made(ledger, " industry ")),
        ("field.name_missing", lambda: made(ledger, "  ")),
        ("choice.exists", lambda: made(ledger, "Stage", choices=["A", "a"])),
        ("row.gone", lambda: ledger.fields.set(99, [1], "x")),
        ("row.gone", lambda: ledger.fields.set(1, [99], "x")),
        ("row.gone", lambda: ledger.fields.merge_choices(99, [1])),
    ):
        with pytest.raises(UserError) as refused:
            write()
        assert refused.value.code == code
    assert made(ledger, "Industry", EVENT) is not None  # of events there may be one of the same name


def test_values_go_with_what_they_are_of_and_come_back_with_it(ledger):
    score = made(ledger, "Score", EVENT, FieldType.NUMBER)
    ledger.events.save(layoff("Acme"))
    (event,) = ledger.at().events.ids(ledger.at().events.order())
    ledger.fields.set(score.id, [event], "3")
    ledger.events.delete([event])
    assert ledger.fields.uses(score.id) == {}
    ledger.undo()
    assert shown(ledger, score, event) == ["3"]
    assert not ledger.check()


def test_a_package_and_an_export_carry_them(ledger, tmp_path):
    industry = made(ledger, "Industry")
    (acme,) = named(ledger, "Acme")
    ledger.fields.set(industry.id, [acme], "=Software")
    out = io.BytesIO()
    assert export(ledger.at(), "fields", out) == 1
    (row,) = csv.DictReader(io.StringIO(out.getvalue().decode("utf-8-sig")))
    assert (row["field"], row["organization"], row["type"]) == ("Industry", "Acme", "choice")
    assert row["value"].endswith("=Software")
    with (tmp_path / "p.zip").open("wb") as file:
        write_package(ledger.store, file)
    with Ledger.create(tmp_path / "whole.headwater") as whole, Ledger.create(tmp_path / "more.headwater") as more:
        load_package(whole.store, tmp_path / "p.zip")
        assert shown(whole, whole.fields.find("Industry"), whole.organizations.find("Acme")) == ["=Software"]
        other = made(more, "industry")
        (here,) = named(more, "Acme")
        more.fields.set(other.id, [here], "Retail")
        assert add_package(more, tmp_path / "p.zip").complete
        assert shown(more, other, here) == ["Retail", "=Software"]
        assert len(differing(more)) == 1
        assert not add_package(more, tmp_path / "p.zip").added
        assert not more.check()


@settings(max_examples=25, deadline=None)
@given(
    words=st.lists(
        st.tuples(st.integers(0, 3), st.sampled_from(["a", "B", "b", "", "ß", "SS"]), st.booleans()), max_size=12
    )
)
def test_however_it_is_written_every_subject_has_one_value_or_none(tmp_path_factory, words):
    path = tmp_path_factory.mktemp("fields") / "a.headwater"
    with Ledger.create(path, clock=lambda: datetime(2025, 7, 20, 9, tzinfo=UTC)) as ledger:
        field = made(ledger, "F")
        ids = named(ledger, "o0", "o1", "o2", "o3")
        expected: dict[int, str] = {}
        for which, text, undone in words:
            before = ledger.last_operation()
            ledger.fields.set(field.id, [ids[which]], text)
            if undone:
                if ledger.last_operation() != before:
                    ledger.undo()
            elif text:
                expected[ids[which]] = text.casefold()
            else:
                expected.pop(ids[which], None)
        for one in ids:
            found = [text.casefold() for text in shown(ledger, field, one)]
            assert found == ([expected[one]] if one in expected else [])
        assert not ledger.check()
