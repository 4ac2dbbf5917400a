"""What the user states of a file goes before everything that the file suggests, and is carried out."""

from __future__ import annotations

from pathlib import Path

import pytest

from db.errors import UserError
from db.importing.fields import Field
from db.importing.planning.asking import questions
from db.importing.planning.plan import Stated, default_plan, inspect_file
from db.importing.run import run_import
from db.ledger import Ledger
from db.model.records import Scope
from db.reading.dates import DateOrder
from db.tables.event_reads import EventRow


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    with Ledger.create(tmp_path / "stated.headwater") as opened:
        yield opened


def taken(ledger: Ledger, folder: Path, text: str, **stated: object) -> list[EventRow]:
    path = folder / "rows.csv"
    path.write_text(text, encoding="utf-8")
    inspection = inspect_file(path)
    plan = default_plan(inspection, Stated(**stated))  # type: ignore[arg-type]
    assert questions(inspection, plan) == ()
    run_import(ledger, path, plan)
    return sorted(ledger.at(Scope()).events.select_rows(), key=lambda row: row.id)


def test_one_organization_for_all_rows(ledger: Ledger, tmp_path: Path) -> None:
    rows = taken(ledger, tmp_path, "date,laid off\n2025-01-10,20\n2025-02-10,30\n", organization="Acorn  Ltd")
    assert [row.organization for row in rows] == ["Acorn Ltd", "Acorn Ltd"]
    assert [row.values.count.best for row in rows] == [20, 30]


def test_one_organization_goes_before_a_column_of_names(ledger: Ledger, tmp_path: Path) -> None:
    rows = taken(ledger, tmp_path, "company,date,laid off\nPlant 7,2025-01-10,20\n", organization="Acorn")
    assert [row.organization for row in rows] == ["Acorn"]


def test_a_column_means_what_is_stated(ledger: Ledger, tmp_path: Path) -> None:
    text = "company,date,weg,laid off\nAcorn,2025-01-10,7,20\n"
    assert taken(ledger, tmp_path, text, fields={2: Field.COUNT})[0].values.count.best == 7


def test_a_stated_order_goes_before_the_one_that_the_file_proves(ledger: Ledger, tmp_path: Path) -> None:
    text = "company,date,laid off\nAcorn,03/04/2025,7\nBirch,02/13/2025,8\n"
    rows = taken(ledger, tmp_path, text, date_order=DateOrder.DMY)
    assert rows[0].values.announced.edtf == "2025-04-03"


def test_a_percentage_of_less_than_one(ledger: Ledger, tmp_path: Path) -> None:
    text = "company,date,percentage laid off\nAcorn,2025-01-10,0.5\n"
    assert taken(ledger, tmp_path, text, percent="percent")[0].values.percent.best == 0.5


def test_words_that_stand_for_nothing_in_this_file(ledger: Ledger, tmp_path: Path) -> None:
    text = "company,date,laid off,location\nAcorn,2025-01-10,keine,Keine \nBirch,2025-01-11,3,Rom\n"
    rows = taken(ledger, tmp_path, text, null_words=("keine",))
    assert [row.values.count and row.values.count.best for row in rows] == [None, 3]
    assert [row.place for row in rows] == ["", "Rom"]


def test_words_of_kinds(ledger: Ledger, tmp_path: Path) -> None:
    text = "company,date,laid off,event type\nAcorn,2025-01-10,3,Big Bang\nBirch,2025-01-10,3,furlough\n"
    rows = taken(ledger, tmp_path, text, kinds=(("big bang", "site_closure"),))
    assert [row.kind for row in rows] == ["site_closure", "furlough"]


def test_a_kind_for_all_rows(ledger: Ledger, tmp_path: Path) -> None:
    rows = taken(ledger, tmp_path, "company,date,laid off\nAcorn,2025-01-10,20\n", kind="furlough")
    assert [row.kind for row in rows] == ["furlough"]


def test_the_only_day_of_a_contract_is_kept(ledger: Ledger, tmp_path: Path) -> None:
    rows = taken(ledger, tmp_path, "vendor,client,quarter,amount\nA,B,20123,100\nC,B,Q4 2012,5\n")
    assert [(row.kind, row.values.announced.edtf) for row in rows] == [
        ("relationship_seen_active", "2012-07/2012-09"), ("relationship_seen_active", "2012-10/2012-12")
    ]  # fmt: skip


def test_what_happened_to_contracts_on_their_only_day_is_stated(ledger: Ledger, tmp_path: Path) -> None:
    rows = taken(ledger, tmp_path, "vendor,client,date\nA,B,2025-03-31\n", kind="relationship_ended")
    assert [(row.kind, row.organization, row.counterparty) for row in rows] == [("relationship_ended", "A", "B")]


def test_a_kind_in_each_row_and_two_sides(ledger: Ledger, tmp_path: Path) -> None:
    rows = taken(ledger, tmp_path, "vendor,client,kind,date\nA,B,relationship_at_risk,2025-03-31\n")
    assert [(row.kind, row.organization, row.counterparty) for row in rows] == [("relationship_at_risk", "A", "B")]


def test_the_day_on_which_a_contract_was_announced_stands_at_its_start(ledger: Ledger, tmp_path: Path) -> None:
    text = "vendor,client,signed,start,end\nA,B,2024-06-01,2024-07-01,2025-01-01\n"
    rows = taken(ledger, tmp_path, text, fields={2: Field.ANNOUNCED})
    assert [row.values.announced and row.values.announced.edtf for row in rows] == ["2024-06-01", None]
    assert [row.values.effective.edtf for row in rows] == ["2024-07-01", "2025-01-01"]


def test_what_the_rows_are_not_read_for_is_no_meaning(ledger: Ledger, tmp_path: Path) -> None:
    text = "vendor,client,start,headcount\nA,B,2024-07-01,44\n"
    with pytest.raises(UserError, match=r"import\.field_not_read"):
        taken(ledger, tmp_path, text, fields={3: Field.HEADCOUNT})
    inspection = inspect_file(tmp_path / "rows.csv")
    assert default_plan(inspection).fields[3] is Field.IGNORE
