"""What a cell says, all of it: two claims, parts, days, footnotes, nothing; and what it never says."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from db.importing.facts import CellProblem, Fact, Follows
from db.importing.fields import Field, Shape
from db.importing.file.dialect import Dialect
from db.importing.planning.plan import ImportPlan
from db.importing.rows.interpreter import Interpreter
from db.importing.run import ImportReport, run_import
from db.ledger import Ledger
from db.model.records import Event, Scope
from db.model.values import DateMode, FindingKind
from db.reading.dates import DateOrder

TODAY = date(2026, 11, 29)
KINDS = frozenset({"layoff", "site_closure"})


def plan_of(fields: list[Field], **given: Any) -> ImportPlan:
    header = tuple(str(field) for field in fields)
    return ImportPlan(dialect=Dialect(header=header), shape=Shape.EVENTS, fields=tuple(fields), **given)


def read(**cells: str) -> tuple[list[Fact], list[CellProblem], Interpreter]:
    """What one row of Acme says, whose other cells are given by their fields."""
    fields = [Field.ORGANIZATION, *map(Field, cells)]
    plan = plan_of(fields, date_order=DateOrder.MDY)
    interpreter = Interpreter(plan, plan.dialect.header, KINDS, TODAY)
    facts, problems = interpreter.read(2, ["Acme", *cells.values()])
    return facts, problems, interpreter


def values(interpreter: Interpreter, fact: Fact, name: str) -> tuple[object, ...]:
    """A date or a quantity of a fact as it stands in columns, without its words."""
    ends = (name, f"{name}_mode") if name in {"announced", "effective", "until"} else ()
    columns = ends or (f"{name}_low", f"{name}_best", f"{name}_high")
    return tuple(fact.values[interpreter.value_columns.index(column)] for column in columns)


def counts(**cells: str) -> list[tuple[Follows, tuple[object, ...]]]:
    facts, problems, interpreter = read(**cells)
    assert problems == []
    return [(fact.follows, values(interpreter, fact, "count")) for fact in facts]


def effective(text: str) -> tuple[object, ...]:
    facts, problems, interpreter = read(effective=text)
    assert problems == []
    return values(interpreter, facts[0], "effective")


def problem(**cells: str) -> str:
    facts, problems, _ = read(**cells)
    assert facts == []
    return problems[0].code


NOTHING, AMENDS, PART = Follows.NOTHING, Follows.AMENDS, Follows.PART


def test_a_corrected_figure_is_a_claim_that_supersedes_the_first() -> None:
    expected = [(NOTHING, (100, 100, 100)), (AMENDS, (120, 120, 120))]
    assert counts(count="120 (revised from 100)") == expected
    assert counts(count="zunächst 100, jetzt 120") == expected


@pytest.mark.parametrize(
    ("earlier", "now", "expected"),
    [
        ("100", "120", [(NOTHING, (100, 100, 100)), (AMENDS, (120, 120, 120))]),
        ("100", "100", [(NOTHING, (100, 100, 100))]),
        ("100", "0", [(NOTHING, (100, 100, 100))]),
        ("100", "", [(NOTHING, (100, 100, 100))]),
        ("", "120", [(NOTHING, (120, 120, 120))]),
        ("0", "120", [(NOTHING, (0, 0, 0)), (AMENDS, (120, 120, 120))]),
        ("0", "0", [(NOTHING, (0, 0, 0))]),
        ("", "", [(NOTHING, (None, None, None))]),
    ],
)
def test_a_column_of_later_figures_amends_where_it_says_something_else(
    earlier: str, now: str, expected: list[tuple[Follows, tuple[object, ...]]]
) -> None:
    assert counts(count_earlier=earlier, count=now) == expected


def test_what_a_cell_adds_up_becomes_parts_of_a_whole() -> None:
    whole, *parts = counts(count="Phase 1: 120, Phase 2: 60")
    assert whole == (NOTHING, (180, 180, None))
    assert parts == [(PART, (120, 120, 120)), (PART, (60, 60, 60))]
    assert counts(count="62 (50 FT, 12 PT)")[0] == (NOTHING, (62, 62, 62))


def test_parts_take_their_days_from_the_cell_of_days() -> None:
    facts, _, interpreter = read(effective="Phase 1: 3/1/2025; Phase 2: 4/1/2025", count="Phase 1: 120; Phase 2: 60")
    assert [values(interpreter, fact, "effective") for fact in facts] == [
        ("2025-03-01/2025-04-01", "span"), ("2025-03-01", "within"), ("2025-04-01", "within"),
    ]  # fmt: skip
    facts, _, interpreter = read(effective="3/1/2025 (38 workers) ... 4/1/2025 (59 workers)", count="114")
    assert [values(interpreter, fact, "count")[1] for fact in facts] == [114, 38, 59]
    assert [fact.earliest for fact in facts] == ["2025-03-01", "2025-03-01", "2025-04-01"]


def test_a_day_that_was_moved_is_a_claim_that_supersedes_the_first() -> None:
    facts, _, interpreter = read(announced="2/1/2025", effective="3/1/2025 revised 4/1/2025", count="7")
    assert [(fact.follows, values(interpreter, fact, "effective")[0]) for fact in facts] == [
        (NOTHING, "2025-03-01"), (AMENDS, "2025-04-01"),
    ]  # fmt: skip
    facts, _, interpreter = read(announced="3/1/2025 Updated4/1/2025")
    assert [values(interpreter, fact, "announced")[0] for fact in facts] == ["2025-03-01"]


@pytest.mark.parametrize(
    "text",
    ["beginning: 3/1/2025; completed: 4/1/2025", "3/1/2025; ending: 4/1/2025", "layoffs: 3/1/2025; closure: 4/1/2025"],
)
def test_first_and_last_days_in_words(text: str) -> None:
    assert effective(text) == ("2025-03-01/2025-04-01", "span")


def test_a_part_has_no_percentage_of_the_whole() -> None:
    facts, _, interpreter = read(count="50 FT; 12 PT", percent="14 %")
    assert [values(interpreter, fact, "percent")[1] for fact in facts] == [14, None, None]


@pytest.mark.parametrize("text", ["120*", "120 [1]", "120†"])
def test_the_mark_of_a_footnote_is_wording(text: str) -> None:
    facts, _, interpreter = read(count=text)
    assert values(interpreter, facts[0], "count") == (120, 120, 120)
    assert text in facts[0].values


@pytest.mark.parametrize("text", ["12/15", "1,200 / 300", "100; 200", "#VALUE!", "########"])
def test_a_cell_kept_as_text_is_said(text: str) -> None:
    facts, problems, interpreter = read(count=text)
    assert (problems, values(interpreter, facts[0], "count")) == ([], (None, None, None))
    assert text in facts[0].values
    assert [(kept.line, kept.column, kept.found) for kept in interpreter.kept] == [(2, "count", text)]


@pytest.mark.parametrize("text", ["#N/A", "#NV", "n/a", "NULL", "-", "TBD"])
def test_a_word_for_nothing_says_nothing_of_a_number(text: str) -> None:
    facts, _, interpreter = read(count=text)
    assert values(interpreter, facts[0], "count") == (None, None, None)
    assert interpreter.kept == []


def test_a_word_for_nothing_may_be_a_name() -> None:
    facts, _, _ = read(place="NA", notes="None", reason="-", unit="#REF!")
    assert facts[0].texts == ("NA", None, None, "None")


@pytest.mark.parametrize("text", ["#NAME?", "#REF!", "#BEZUG!", "####"])
def test_an_error_of_a_spreadsheet_is_nobody(text: str) -> None:
    plan = plan_of([Field.ORGANIZATION])
    _, problems = Interpreter(plan, plan.dialect.header, KINDS, TODAY).read(2, [text])
    assert [one.code for one in problems] == ["cell.error"]


def test_low_best_and_high_are_one_interval() -> None:
    assert counts(count_low="75", count="100", count_high="125") == [(NOTHING, (75, 100, 125))]
    assert counts(count_low="300", count="", count_high="") == [(NOTHING, (300, None, None))]
    assert counts(count_low="", count="100", count_high="") == [(NOTHING, (100, 100, 100))]
    assert problem(count_low="125", count="100", count_high="75") == "number.reversed_range"


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("45234", "2023-11-04"), ("46000.0", "2025-12-09"), ("20250303", "2025-03-03"), ("1740787200", "2025-03-01"),
        ("2025Q3", "2025-07/2025-09"), ("Q1/25", "2025-01/2025-03"), ("3Q25", "2025-07/2025-09"), ("Mar-25", "2025-03"),
        ("2025-W30", "2025-07-21/2025-07-27"), ("KW 30/2025", "2025-07-21/2025-07-27"),
        ("week ending 7/18/2025", "2025-07-12/2025-07-18"), ("2025-03-03T23:30:00-08:00", "2025-03-03"),
        ("٣/١/٢٠٢٥", "2025-03-01"), ("12/25/25*", "2025-12-25"), ("1815-06-18", "1815-06-18"),
    ],
)  # fmt: skip
def test_ways_of_writing_a_day(text: str, edtf: str) -> None:
    assert effective(text) == (edtf, "within")


@pytest.mark.parametrize("text", ["00.00.0000", "1900-01-00", "#N/A", "n/a"])
def test_no_day(text: str) -> None:
    assert effective(text) == (None, None)


def test_the_last_day_that_systems_know_is_no_end_but_a_day_elsewhere() -> None:
    facts, _, interpreter = read(until="31.12.9999", effective="12/31/9999")
    assert values(interpreter, facts[0], "until") == (None, None)
    assert values(interpreter, facts[0], "effective") == ("9999-12-31", "within")


@pytest.mark.parametrize(
    "text", ["3/1/2025, 4/1/2025", "3/1/2025 & 4/1/2025", "3/1/2025\n4/1/2025", "3/1/20254/1/2025"]
)
def test_two_days_are_a_span_with_their_words(text: str) -> None:
    facts, _, _ = read(effective=text)
    assert len(facts) == 1
    assert ("2025-03-01/2025-04-01", DateMode.SPAN.value, text) == facts[0].values[:3]


@pytest.mark.parametrize(
    ("field", "text", "code"),
    [
        ("announced", "1/15/2026 1/28/2026", "date.several"), ("until", "3/1/2025, 4/1/2025", "date.several"),
        ("effective", "4/31/2025", "date.impossible_date"), ("effective", "4/15/45", "date.two_digit_year"),
        ("effective", "4/15/69", "date.two_digit_year"), ("effective", "20123", "date.not_understood"),
        ("effective", "3 brumaire 2025", "date.not_understood"),
        ("effective", "next month", "date.needs_publication_date"),
        ("count", "200 employees, 500 contractors", "number.not_understood"),
    ],
)  # fmt: skip
def test_a_problem_by_name(field: str, text: str, code: str) -> None:
    assert problem(**{field: text}) == code


def test_words_count_from_the_day_on_which_the_row_was_published() -> None:
    facts, problems, interpreter = read(
        source_url="https://example.org", source_published="2026-07-20", effective="last month"
    )
    assert (problems, values(interpreter, facts[0], "effective")) == ([], ("2026-06", "within"))
    facts, _, interpreter = read(announced="1/5/2026", effective="in December")
    assert values(interpreter, facts[0], "effective") == ("2025-12", "within")


# Into the ledger -----------------------------------------------------------------------------------------------------


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    with Ledger.create(tmp_path / "cells.headwater") as opened:
        yield opened


def imported(ledger: Ledger, tmp_path: Path, fields: list[Field], *rows: str) -> ImportReport:
    """What became of rows whose cells are separated by semicolons."""
    path = tmp_path / "rows.csv"
    path.write_text("\n".join([";".join(fields), *rows]), encoding="utf-8")
    plan = plan_of(fields, date_order=DateOrder.MDY)
    dialect = Dialect(header=tuple(map(str, fields)), delimiter=";", header_row=1, width=len(fields))
    report = run_import(
        ledger, path, ImportPlan(dialect=dialect, shape=plan.shape, fields=plan.fields, date_order=plan.date_order)
    )
    assert ledger.check() == []
    return report


def events(ledger: Ledger) -> list[Event]:
    return ledger.at(Scope()).events.select()


def test_a_corrected_figure_stands_and_the_first_is_history(ledger: Ledger, tmp_path: Path) -> None:
    fields = [Field.ORGANIZATION, Field.ANNOUNCED, Field.COUNT, Field.SOURCE_URL]
    report = imported(ledger, tmp_path, fields, "Acme;2025-03-03;120 (revised from 100);https://example.org/a")
    assert (report.events, report.counts) == (1, 1)
    [event] = events(ledger)
    first, second = ledger.at(Scope()).events.claims(event.id)
    assert [claim.count.best for claim in (first, second)] == [100, 120]
    assert (first.superseded, second.supersedes_id, first.source_id) == (True, first.id, second.source_id)
    assert (event.values.count.best, event.values.contradicted, event.values.claim_count) == (120, (), 1)


def test_parts_belong_to_their_whole_and_nothing_counts_twice(ledger: Ledger, tmp_path: Path) -> None:
    fields = [Field.ORGANIZATION, Field.ANNOUNCED, Field.COUNT]
    imported(ledger, tmp_path, fields, "Acme;2025-03-03;50 FT, 12 PT", "Birch;2025-03-04;7")
    whole, *parts, other = events(ledger)
    assert [part.part_of_id for part in parts] == [whole.id, whole.id]
    assert (whole.part_of_id, other.part_of_id, other.values.count.best) == (None, None, 7)
    assert imported(ledger, tmp_path, fields, "Acme;2025-03-03;50 FT, 12 PT").duplicate == 1


def test_what_is_kept_as_text_is_in_the_report_and_a_finding(ledger: Ledger, tmp_path: Path) -> None:
    report = imported(ledger, tmp_path, [Field.ORGANIZATION, Field.ANNOUNCED, Field.COUNT], "Acme;2025-03-03;12/15")
    assert [(kept.line, kept.found, kept.code) for kept in report.kept] == [(2, "12/15", "text.several")]
    found = ledger.at(Scope()).findings.all()
    assert [one.kind for one in found if one.kind is FindingKind.NOT_UNDERSTOOD] == [FindingKind.NOT_UNDERSTOOD]


def test_a_title_that_many_share_is_a_source_of_each(ledger: Ledger, tmp_path: Path) -> None:
    fields = [Field.ORGANIZATION, Field.ANNOUNCED, Field.COUNT, Field.SOURCE_TITLE]
    rows = ["Acme;2025-03-03;1;Internal memo", "Birch;2025-03-04;2;Internal memo", "Acme;2025-03-05;3;Internal memo"]
    imported(ledger, tmp_path, fields, *rows)
    imported(ledger, tmp_path, fields, "Birch;2025-03-06;4;Internal memo", "Cedar;2025-03-06;5;Internal memo")
    sources: dict[object, set[str]] = {}
    for row in ledger.at(Scope()).events.select_rows():
        for claim in ledger.at(Scope()).events.claims(row.id):
            sources.setdefault(claim.source_id, set()).add(row.organization)
    assert sorted(map(sorted, sources.values())) == [["Acme"], ["Birch"], ["Cedar"]]
