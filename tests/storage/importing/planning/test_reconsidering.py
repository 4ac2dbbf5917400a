"""What somebody states of a column, and what follows for the row and for the other columns."""

from __future__ import annotations

from pathlib import Path

import pytest

from db.importing.fields import Field, Shape
from db.importing.planning.plan import Stated, default_plan, inspect_file, reconsidered


@pytest.mark.parametrize(
    ("table", "named", "organization", "shape", "others"),
    [
        # A headcount on a day is a level once it is known whose it is.
        ("Month,Headcount,Hires\n2024-01,1200,12\n2024-02,1204,9\n", {}, "Acorn", Shape.HEADCOUNT_LEVELS,
         {"Month": Field.ANNOUNCED, "Headcount": Field.HEADCOUNT}),
        # The link that is called a notice gives its place to the day beside it.
        ("Company,Date Received,Number of Layoffs,Notice\nAcorn,6/13/2025,120,View\nBirch,6/10/2025,85,View\n",
         {"Notice": Field.IGNORE}, "", Shape.EVENTS, {"Date Received": Field.ANNOUNCED}),
        # A vendor with a term is a contract, whatever its column is called.
        ("Partei,Effective Date - Date,Expiration Date - Date\nAcorn,2023-01-01,2025-12-31\n",
         {"Partei": Field.VENDOR}, "", Shape.RELATIONSHIPS,
         {"Effective Date - Date": Field.START, "Expiration Date - Date": Field.END}),
        # What a row is follows what is stated, also where its words say otherwise.
        ("Company,Date,Employees\nAcorn,2025-06-13,900\n", {"Employees": Field.BASE}, "", Shape.EVENTS,
         {"Date": Field.ANNOUNCED}),
    ],
)  # fmt: skip
def test_what_is_stated_of_a_column_decides_the_others(
    tmp_path: Path, table: str, named: dict[str, Field], organization: str, shape: Shape, others: dict[str, Field]
) -> None:
    path = tmp_path / "table.csv"
    path.write_text(table, encoding="utf-8")
    found = inspect_file(path)
    stated = Stated(
        fields={found.header.index(name): field for name, field in named.items()}, organization=organization or None
    )
    plan = default_plan(reconsidered(found, stated), stated)
    assert plan.shape is shape
    meant = dict(zip(found.header, plan.fields, strict=True))
    assert {name: meant[name] for name in (*named, *others)} == named | others
