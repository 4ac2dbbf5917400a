"""Events can be read row by row and column by column: what a file comes to must not depend on which is taken."""

from __future__ import annotations

from dataclasses import fields

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.importing.facts import Facts
from db.importing.fields import DATE_FIELDS, Field, Shape
from db.importing.file.dialect import Dialect
from db.importing.file.reader import Row
from db.importing.planning.plan import ImportPlan
from db.importing.rows import columnwise
from db.importing.rows.layout import Layout
from db.importing.rows.row_by_row import RowByRow
from db.model.values import Status
from db.reading.dates import DateOrder
from db.reading.quantities import NumberConvention

KINDS = frozenset({"layoff", "hiring", "site_closure"})

#: Cells that say something, by what their column means; one bad cell keeps a row out, so most must be good.
NUMBERS = [
    "200",
    "~200",
    "1400",
    "100-150",
    "up to 300",
    "500+",
    "several hundred",
    "200 (14 %)",
    "40 of 300 engineers",
    "120 (revised from 100)",
    "Phase 1: 120, Phase 2: 60",
    "12/15",
    "120*",
    "#VALUE!",
]
DATES = ["2025-07-14", "July 2025", "Q3 2025", "mid-July 2025", "2024", "unknown", "last month", "45234", "9999-12-31",
         "3/1/2025 (38 workers); 4/1/2025 (59 workers)"]  # fmt: skip
NAMES = ["Acme", " Acme  Corp ", "ACME", "Ödön", "a\x1fb", "x, y"]
GOOD = {
    Field.COUNT: NUMBERS,
    Field.COUNT_EARLIER: NUMBERS,
    Field.BASE: NUMBERS,
    Field.HEADCOUNT: NUMBERS,
    Field.EMPLOYEES_START: NUMBERS,
    Field.EMPLOYEES_END: NUMBERS,
    Field.HIRES: NUMBERS,
    Field.LAYOFFS: NUMBERS,
    Field.PERCENT: ["14 %", "14", "10-15 %", "0.5%", "14% of 1400", "10% of its engineering team", "14 % (200)"],
    Field.PERCENT_FRACTION: ["0.14", "1", "0.35000000000000003"],
    Field.KIND: ["layoff", "Hiring", "Site closure"],
    Field.STATUS: ["confirmed", "Rumored", "denied"],
    Field.POPULATION: ["employees", "Contingent"],
    Field.YEAR: ["2025", "2024.0"],
    Field.CLOSURE_FLAG: ["yes", "no", "Plant Closing"],
    Field.SOURCE_URL: ["https://example.org/a", "HTTP://example.org", "Internal memo"],
    **dict.fromkeys(DATE_FIELDS, DATES),
}
#: Anything, in any column: blanks, words for nothing, what needs an order or a convention, what nobody understands.
ANY = st.sampled_from(["", " ", "n/a", "NULL", "-", "1.400", "03/04/2025", "-3", "tomorrow week"]) | st.text(max_size=8)

#: The fields of which :func:`db.importing.rows.columnwise.readable` accepts any choice, save the two of a percentage.
ACCEPTED = sorted(
    set(Field)
    - {
        Field.TEMPORARY_FLAG, Field.COUNT_LOW, Field.COUNT_HIGH, Field.PERCENT_LOW, Field.PERCENT_HIGH, Field.AMOUNT,
        Field.IGNORE,
    }
)  # fmt: skip


def cell(field: Field) -> st.SearchStrategy[str]:
    """Texts of a column with this meaning: good ones mostly, nothing often, anything seldom."""
    good = st.sampled_from(GOOD.get(field, NAMES))
    return st.integers(0, 15).flatmap(lambda which: ANY if which == 15 else st.just("") if which > 11 else good)


#: Fields that are read together with another: a date counts where another is blank, a source has many parts.
TOGETHER = [
    Field.ANNOUNCED, Field.EFFECTIVE, Field.KIND, Field.CLOSURE_FLAG, Field.COUNT, Field.SOURCE_URL,
    Field.SOURCE_TITLE, Field.SOURCE_PUBLISHED,
]  # fmt: skip


@st.composite
def tables(draw: st.DrawFn) -> tuple[ImportPlan, list[Row]]:
    """A plan that both ways accept, and rows of its width."""
    mapped = [field for field in TOGETHER if draw(st.booleans())]
    mapped += draw(st.lists(st.sampled_from(ACCEPTED).filter(lambda f: f not in TOGETHER), unique=True, max_size=5))
    if {Field.PERCENT, Field.PERCENT_FRACTION} <= set(mapped):
        mapped.remove(Field.PERCENT_FRACTION)
    if Field.ORGANIZATION not in mapped and draw(st.integers(0, 9)):  # most tables say who; else nothing is taken
        mapped.append(Field.ORGANIZATION)
    columns = draw(st.permutations([*mapped, *[Field.IGNORE] * draw(st.integers(0, 2))]))
    plan = ImportPlan(
        dialect=Dialect(header=tuple(map(str, columns))),
        shape=Shape.EVENTS,
        fields=tuple(columns),
        date_order=draw(st.sampled_from([None, *DateOrder])),
        convention=draw(st.sampled_from([None, *NumberConvention])),
        kind=draw(st.sampled_from(sorted(KINDS))),
        status=draw(st.sampled_from(Status)),
        organization=draw(st.sampled_from([None, "Acme Holding"])),
        null_words=draw(st.sampled_from([(), ("Acme", "yes")])),
        keep_rest=draw(st.booleans()),
    )
    row = st.tuples(*(cell(field) for field in columns))
    rows = draw(st.lists(row, max_size=6))
    return plan, [(line, list(cells)) for line, cells in enumerate(rows, 2)]


def plain(facts: Facts) -> dict[str, list[object]]:
    return {field.name: list(getattr(facts, field.name)) for field in fields(facts)}


@pytest.mark.no_cover
@settings(max_examples=300)
@given(tables())
def test_both_ways_give_the_same_facts_and_the_same_problems(table: tuple[ImportPlan, list[Row]]) -> None:
    plan, rows = table
    header = tuple(f"{place} {field}" for place, field in enumerate(plan.fields))
    one_layout, other_layout = Layout(plan, header, KINDS), Layout(plan, header, KINDS)  # neither knows a cell before
    assert columnwise.readable(one_layout)
    row_by_row = RowByRow(one_layout)
    column_by_column = columnwise.ColumnByColumn(other_layout, RowByRow(other_layout))

    facts, problems = row_by_row.read_many(rows)
    other_facts, other_problems = column_by_column.read_many(rows)

    assert plain(other_facts) == plain(facts)
    assert other_problems == problems
    assert column_by_column.kept == row_by_row.kept
