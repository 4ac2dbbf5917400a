"""Mappings: recognized by the names of columns, the same after writing and reading, one for every known table."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.errors import UserError
from db.importing.fields import Field, Shape
from db.importing.file.dialect import Overrides
from db.importing.planning.mapping import FileMapping, best_fit, fits, inspect_for, located, plan_of
from db.importing.planning.mapping_text import mapping_of, read_mapping, written
from db.importing.planning.plan import Stated, default_plan, inspect_file
from db.model.values import Status
from db.reading.dates import DateOrder
from db.reading.quantities import NumberConvention

TRACKER = FileMapping(
    name="Tracker",
    columns={"Firma": Field.ORGANIZATION, "Datum": Field.ANNOUNCED, "Anzahl": Field.COUNT, "Art": Field.IGNORE},
    date_order=DateOrder.DMY,
)

_texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
_words = st.one_of(st.none(), _texts)
_fields = st.sampled_from(Field)


@given(
    st.builds(
        FileMapping,
        name=_texts,
        recognized_by=st.lists(_texts, max_size=3).map(tuple),
        columns=st.dictionaries(_texts, _fields, max_size=4).map(lambda found: {**found, "Firma": Field.ORGANIZATION}),
        places=st.dictionaries(st.integers(1, 99_999), _fields, max_size=3),
        overrides=st.builds(Overrides, _words, _words, _words, st.one_of(st.none(), st.integers(0, 10**9))),
        shape=st.sampled_from(Shape),
        kind=_texts,
        status=st.sampled_from(Status),
        publisher=_texts,
        organization=_texts,
        kinds=st.dictionaries(_texts, _texts, max_size=2).map(lambda found: tuple(found.items())),
        keep_rest=st.booleans(),
        null_words=st.lists(_texts, max_size=2).map(tuple),
        percent=st.sampled_from([None, "share", "percent"]),
        date_order=st.one_of(st.none(), st.sampled_from(DateOrder)),
        convention=st.one_of(st.none(), st.sampled_from(NumberConvention)),
    )
)
def test_a_mapping_comes_back_as_it_was_written(mapping: FileMapping) -> None:
    assert read_mapping(written(mapping)) == mapping


def file(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "table.csv"
    path.write_bytes(text.encode(encoding))
    return path


def test_columns_added_reordered_and_spelled_otherwise_are_the_same_columns(tmp_path: Path) -> None:
    path = file(tmp_path, "neu,ANZAHL,Datum,firma\nx,200,03/04/2025,Acme\n")
    inspection = inspect_file(path)
    plan = plan_of(TRACKER, inspection)
    assert plan.fields == (Field.IGNORE, Field.COUNT, Field.ANNOUNCED, Field.ORGANIZATION)
    assert plan.date_order is DateOrder.DMY


def test_a_table_that_lacks_a_column_is_another_table() -> None:
    assert fits(TRACKER, ["Firma", "Datum", "Anzahl"])
    assert not fits(TRACKER, ["Firma", "Datum"])
    assert best_fit([TRACKER], ["Firma", "Datum"]) is None


def test_of_two_that_fit_the_one_that_knows_more_columns_is_taken() -> None:
    small = FileMapping(name="small", columns={"Firma": Field.ORGANIZATION, "Datum": Field.ANNOUNCED})
    assert best_fit([small, TRACKER], ["Firma", "Datum", "Anzahl"]) is TRACKER


def test_a_name_as_written_goes_before_one_that_only_looks_alike() -> None:
    assert located(["count", "Count"], ["Count", "count"]) == {"count": 1, "Count": 0}


def test_what_the_file_proves_goes_before_what_is_kept(tmp_path: Path) -> None:
    inspection = inspect_file(file(tmp_path, "Firma,Datum,Anzahl\nAcme,12/31/2024,5\nAcme,1/2/2025,6\n"))
    assert plan_of(TRACKER, inspection).date_order is DateOrder.MDY


def test_a_percentage_is_read_as_the_file_writes_it(tmp_path: Path) -> None:
    mapping = FileMapping(columns={"Firma": Field.ORGANIZATION, "Anteil": Field.PERCENT})
    for cell, meant in (("0.14", Field.PERCENT_FRACTION), ("14%", Field.PERCENT)):
        inspection = inspect_file(file(tmp_path, f"Firma,Anteil\nAcme,{cell}\n"))
        assert plan_of(mapping, inspection).fields == (Field.ORGANIZATION, meant)


def test_a_plan_is_kept_and_used_again(tmp_path: Path) -> None:
    inspection = inspect_file(file(tmp_path, "Firma;Datum;\nAcme;03/04/2025;17\n"))
    fields = (Field.ORGANIZATION, Field.EFFECTIVE, Field.COUNT)
    plan = default_plan(inspection)
    kept = read_mapping(mapping_of(_with(plan, fields), inspection.header, "Unser Tracker"))
    assert kept.name == "Unser Tracker"
    said = replace(_with(plan, fields), settled=frozenset({0, 1, 2}))  # nobody is asked again
    assert plan_of(kept, inspection) == said


def test_every_column_of_a_period_is_kept_and_used_again(tmp_path: Path) -> None:
    path = tmp_path / "levels.csv"
    path.write_text("Company,2021,2022,2023\nAcme,100,120,130\nBirch,10,12,13\n", encoding="utf-8")
    inspection = inspect_file(path)
    plan = default_plan(inspection)
    kept = read_mapping(mapping_of(plan, inspection.header))
    assert plan_of(kept, inspection).fields == plan.fields == (Field.ORGANIZATION, *[Field.LEVEL] * 3)


def test_what_is_stated_goes_before_what_is_kept(tmp_path: Path) -> None:
    kept = FileMapping(columns=TRACKER.columns, organization="Acme", kind="hiring", null_words=("leer",))
    inspection = inspect_file(file(tmp_path, "Firma,Datum,Anzahl,Art\nAcme,1.2.2025,5,x\n"))
    plan = plan_of(kept, inspection, Stated(fields={3: Field.NOTES}, organization="Birch", null_words=("nix",)))
    assert (plan.organization, plan.kind, plan.null_words) == ("Birch", "hiring", ("leer", "nix"))
    assert plan.fields == (Field.IGNORE, Field.ANNOUNCED, Field.COUNT, Field.NOTES)


def test_what_a_year_hired_is_taken_where_the_mapping_says_so(tmp_path: Path) -> None:
    text = "company,year,employees_start,hires\nAcme,2024,10,3\n"
    columns = {"company": "organization", "year": "year", "employees_start": "employees_start", "hires": "hires"}
    kept = FileMapping(columns={name: Field(one) for name, one in columns.items()}, shape=Shape.HEADCOUNT_LEVELS)
    assert plan_of(kept, inspect_file(file(tmp_path, text))).fields[3] is Field.HIRES


def _with(plan, fields):
    return replace(plan, fields=fields, date_order=DateOrder.DMY, kind="hiring", status=Status.RUMORED)


def test_an_encoding_is_taken_over_only_where_the_bytes_leave_it_open(tmp_path: Path) -> None:
    kept = FileMapping(columns=TRACKER.columns, overrides=Overrides(encoding="cp1250", delimiter="\t"))
    for encoding, read in (("cp1250", "cp1250"), ("utf-8", "utf-8")):
        inspection = inspect_file(file(tmp_path, "Firma,Datum,Anzahl\nŁódzka,1.2.2025,5\n", encoding))
        again = inspect_for(kept, inspection, stated=Overrides())
        assert again.dialect.encoding == read
        assert again.sample[0][1][0] == "Łódzka"
        assert again.dialect.delimiter == ","


def test_separator_and_header_row_are_taken_over_where_the_columns_are_not_found_else(tmp_path: Path) -> None:
    text = "a,b,c\nd,e,f\nFirma|Datum|Anzahl\nAcme|1.2.2025|5\n"
    kept = FileMapping(columns=TRACKER.columns, overrides=Overrides(delimiter="|", header_row=3))
    inspection = inspect_file(file(tmp_path, text), Overrides(delimiter=","))
    assert not fits(kept, inspection.header)
    assert fits(kept, inspect_for(kept, inspection, stated=Overrides()).header)
    # What the user states stays.
    assert not fits(kept, inspect_for(kept, inspection, stated=Overrides(delimiter=",")).header)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("name = ", "mapping.unreadable"),
        ('[columns]\n"A" = "organisation?"', "mapping.unknown"),
        ('colour = "red"\n[columns]\nA = "count"', "mapping.unknown"),
        ('[rows]\nare = "births"\n[columns]\nA = "count"', "mapping.unknown"),
        ('[file]\nheader_row = -1\n[columns]\nA = "count"', "mapping.unknown"),
        ('[unnamed_columns]\nfirst = "count"', "mapping.unknown"),
        ('columns = "A"', "mapping.unknown"),
        ("recognized_by = [1]\n[columns]\nA = 'count'", "mapping.unknown"),
        ('name = 7\n[columns]\nA = "count"', "mapping.unknown"),
        ('[columns]\nA = "ignore"', "mapping.no_columns"),
        ('[file]\npercent = "14"\n[columns]\nA = "count"', "mapping.unknown"),
        ('[rows]\nkeep_rest = "yes"\n[columns]\nA = "count"', "mapping.unknown"),
        ('[kinds]\nEnde = 7\n[columns]\nA = "count"', "mapping.unknown"),
    ],
)
def test_a_mapping_that_says_something_else_is_refused_by_name(text: str, code: str) -> None:
    with pytest.raises(UserError) as refused:
        read_mapping(text)
    assert refused.value.code == code
