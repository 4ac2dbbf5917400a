"""Tables as a workbook and as Parquet, read by another hand: numbers are numbers, days are days, nothing is run."""

import io
import json
from datetime import date, datetime

import openpyxl
import pytest
from pyarrow import parquet

from db.errors import UserError
from db.ledger import Ledger
from db.model.drafts import ClaimDraft, EventDraft, SourceDraft
from db.model.records import Scope
from db.model.values import ImpreciseDate, Quantity, Status
from db.output.export import TABLES, export
from db.sample import fill
from helpers.places import SAMPLE

ALL = Scope(minimum_status=Status.DENIED)


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    with Ledger.create(tmp_path_factory.mktemp("ledger") / "sample.headwater") as made:
        fill(made, json.loads(SAMPLE.read_text(encoding="utf-8")))
        yield made


@pytest.fixture
def ledger(tmp_path):
    with Ledger.create(tmp_path / "a.headwater") as made:
        yield made


def out(ledger, table, form):
    target = io.BytesIO()
    count = export(ledger.at(ALL), table, target, format=form)
    return count, target


def book(ledger, table=None):
    count, target = out(ledger, table, "xlsx")
    return count, openpyxl.load_workbook(target)


def rows(sheet):
    names, *found = sheet.iter_rows()
    return [dict(zip((cell.value for cell in names), row, strict=True)) for row in found]


def test_a_workbook_has_a_sheet_for_each_table_with_filters_and_a_header_that_stays(sample):
    count, found = book(sample)
    assert found.sheetnames == list(TABLES)
    for sheet in found:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == sheet.dimensions
        assert sheet.cell(1, 1).font.bold
    assert sum(sheet.max_row - 1 for sheet in found) == count
    assert book(sample, "events")[1].sheetnames == ["events"]


def test_numbers_are_numbers_full_days_are_days_and_vaguer_ones_are_text(sample):
    claims = rows(book(sample)[1]["claims"])
    german = next(row for row in claims if row["count_words"].value == "ca. 200")
    assert (german["count_low"].value, german["count_low"].data_type) == (150, "n")
    assert (german["announced"].value, german["announced"].data_type) == ("2025-07", "s")
    exact = next(row for row in claims if row["announced"].data_type == "d")
    assert isinstance(exact["announced"].value, datetime)
    assert exact["announced"].number_format == "yyyy-mm-dd"
    assert exact["until"].value is None, "unknown is empty"


TEXTS = (
    "=1+1",
    "+49",
    "@x",
    "-5",
    "{=A1}",
    "http://a.example/" + "x" * 3000,
    "2025-07-16",
    "12",
    "a\r\nb",
    " b ",
    "\x01",
    "_x0041_",
    "<b>&",
    "mailto:a@b",
)


def test_a_text_is_a_text_whatever_it_looks_like(ledger):
    for text in TEXTS:
        claim = ClaimDraft(source=SourceDraft(url=text), count=Quantity(None, None, 300.5, text))
        ledger.events.save(EventDraft(kind="layoff", organization="A", notes=text, claims=(claim,)))
    found = book(ledger)[1]
    events, claims = rows(found["events"]), rows(found["claims"])
    for text, event, claim in zip(TEXTS, events, claims, strict=True):
        for cell in (event["notes"], claim["url"], claim["count_words"]):
            assert (cell.data_type, cell.hyperlink) == ("s", None)
            assert openpyxl.utils.escape.unescape(cell.value).replace("\r", "") == text.replace("\r", "")
        assert event["count_high"].value == 300.5


def test_days_before_spreadsheets_agree_on_them_stay_text(ledger):
    for day in (date(1815, 6, 18), date(1900, 2, 28), date(1900, 3, 1)):
        ledger.events.save(
            EventDraft(kind="layoff", organization="A", claims=(ClaimDraft(announced=ImpreciseDate.day(day)),))
        )
    found = [row["announced"].value for row in rows(book(ledger, "events")[1]["events"])]
    assert found == ["1815-06-18", "1900-02-28", datetime(1900, 3, 1)]


def test_a_text_that_no_cell_can_hold_is_refused_and_never_cut(ledger, tmp_path):
    ledger.events.save(EventDraft(kind="layoff", organization="A", notes="x" * 32_767))
    assert len(rows(book(ledger)[1]["events"])[0]["notes"].value) == 32_767
    ledger.events.save(EventDraft(kind="layoff", organization="A", notes="x" * 32_768))
    with pytest.raises(UserError) as refused:
        export(ledger.at(ALL), None, tmp_path / "a.xlsx", format="xlsx")
    assert (refused.value.code, refused.value.values["table"]) == ("export.text_too_long", "events")
    assert not (tmp_path / "a.xlsx").exists()


def test_the_same_ledger_gives_the_same_workbook(sample):
    assert out(sample, None, "xlsx")[1].getvalue() == out(sample, None, "xlsx")[1].getvalue()


@pytest.mark.parametrize("table", TABLES)
def test_parquet_has_typed_columns_and_says_what_the_csv_says(sample, table):
    count, target = out(sample, table, "parquet")
    found = parquet.read_table(target)
    assert found.num_rows == count == out(sample, table, "csv")[0]
    types = {field.name: str(field.type) for field in found.schema}
    if table == "claims":
        assert (types["count_low"], types["id"], types["superseded"], types["announced"]) == (
            "double", "int64", "bool", "string",
        )  # fmt: skip
    if table == "events":
        assert types["earliest"] == "date32[day]"
        stake = next(row for row in found.to_pylist() if row["kind"] == "stake_taken")
        assert stake["earliest"] == date(2025, 6, 13)
