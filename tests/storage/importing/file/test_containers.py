"""Workbooks and packed files come in as rows; what has no end, or grows without one, is refused by name."""

from __future__ import annotations

import datetime as dt
import gzip
import io
import os
import stat
import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.table import Table

from db.errors import ImportFileError
from db.importing.file.containers import Container, Unpacked
from db.importing.file.dialect import Overrides, examine
from db.importing.file.reader import RowReader
from db.importing.file.rejects import write_rejects
from db.importing.planning.plan import Stated, default_plan, inspect_file
from db.importing.run import run_import
from db.ledger import Ledger

TEXT = b"company,date,count\nAcorn,2025-07-16,200\nBirch,2025-08-01,30\n"
ROWS = [(2, ["Acorn", "2025-07-16", "200"]), (3, ["Birch", "2025-08-01", "30"])]


def rows_of(path: Path, **given: object) -> list[tuple[int, list[str]]]:
    dialect = examine(path, Overrides(**given)).dialect  # type: ignore[arg-type]
    return [row for batch in RowReader(path, dialect).batches() for row in batch.rows]


def refused(path: Path, **given: object) -> ImportFileError:
    with pytest.raises(ImportFileError) as caught:
        rows_of(path, **given)
    return caught.value


def workbook(path: Path, *sheets: tuple[str, list[list[object]]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


# Workbooks


def test_typed_cells_become_texts_as_a_file_would_have_them(tmp_path):
    day, moment = dt.date(2025, 7, 16), dt.datetime(2025, 7, 16, 14, 30)
    path = workbook(
        tmp_path / "a.xlsx",
        ("2025", [["company", "date", "count", "share", "closed", "at"], ["Acorn", day, 200, 0.14, True, moment],
                  ["007", "July 2025", 16000.0, None, False, None]]),
    )  # fmt: skip
    dialect = examine(path).dialect
    assert (dialect.container, dialect.sheet, dialect.header_row) == (Container.WORKBOOK, "2025", 1)
    assert rows_of(path) == [
        (2, ["Acorn", "2025-07-16", "200", "0.14", "TRUE", "2025-07-16 14:30:00"]),
        (3, ["007", "July 2025", "16000", "", "FALSE", ""]),
    ]


def test_an_error_in_a_cell_keeps_its_name(tmp_path):
    path = workbook(tmp_path / "a.xlsx", ("One", [["company", "date", "count"], ["Acorn", "2025-07-16", "#N/A"],
                                                  ["#NAME?", "2025-07-17", "30"]]))  # fmt: skip
    book = openpyxl.load_workbook(path)
    book["One"]["C2"].data_type = book["One"]["A3"].data_type = "e"
    book.save(path)
    assert rows_of(path) == [(2, ["Acorn", "2025-07-16", "#N/A"]), (3, ["#NAME?", "2025-07-17", "30"])]


def test_a_sheet_and_a_table_in_a_sheet_can_be_chosen(tmp_path):
    rows = [["company", "date", "count"], ["Acorn", "2025-07-16", 200], ["Birch", "2025-08-01", 30]]
    path = workbook(
        tmp_path / "a.xlsx", ("Cover", [["A report"]]), ("Data", [["A title"], [], *rows]), ("Other", rows[:2])
    )
    book = openpyxl.load_workbook(path)
    book["Data"].add_table(Table(displayName="Notices", ref="A3:C5"))
    book.save(path)
    found = examine(path)
    assert found.tables == ("Cover", "Data", "Other", "Notices")
    assert found.dialect.sheet == "Data"  # the first with more than a row
    moved = [(line + 2, cells) for line, cells in ROWS]
    assert rows_of(path) == rows_of(path, sheet="Notices") == moved
    assert rows_of(path, sheet="Other") == ROWS[:1]
    error = refused(path, sheet="Nowhere")
    assert (error.code, error.values["names"]) == ("file.no_sheet", found.tables)


def test_a_workbook_is_imported_and_its_bad_rows_are_saved(tmp_path):
    path = workbook(tmp_path / "a.xlsx", ("One", [["company", "date", "count"], ["Acorn", dt.date(2025, 7, 16), 200],
                                                  ["Birch", "some day", 30], ["Total", None, 230]]))  # fmt: skip
    inspection = inspect_file(path)
    plan = default_plan(inspection, Stated(kind="layoff"))
    with Ledger.create(tmp_path / "t.headwater") as ledger:
        report = run_import(ledger, path, plan)
    assert (report.rows, report.new, report.skipped, report.problem) == (3, 1, 1, 1)
    target = tmp_path / "rejected.csv"
    assert write_rejects(path, target, plan.dialect, {report.problems[0].line: "no date"}) == 1
    assert target.read_text().splitlines()[1] == "Birch,some day,30,no date"


@pytest.mark.parametrize("corner", ["XFD1048576", "ZZ1048576"])
def test_a_sheet_that_is_nearly_all_empty_is_refused(tmp_path, corner):
    book = openpyxl.Workbook()
    book.active["A1"], book.active[corner] = "a", "z"
    book.save(tmp_path / "a.xlsx")
    assert refused(tmp_path / "a.xlsx").code == "file.unpacks_too_large"


def test_one_stray_cell_far_below_is_no_reason(tmp_path):
    book = openpyxl.Workbook()
    for row in (["company", "date"], ["Acorn", "2025-07-16"]):
        book.active.append(row)
    book.active["A200000"] = "z"
    book.save(tmp_path / "a.xlsx")
    assert [line for line, _ in rows_of(tmp_path / "a.xlsx")] == [2, 200_000]


def open_document(path: Path, *rows: str) -> Path:
    """A sheet of OpenDocument with such rows; after them, as programs write it, a million empty ones."""
    names = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    empty = '<table:table-row table:number-rows-repeated="1048570"><table:table-cell/></table:table-row>'
    content = (
        f"<office:document-content{names}><office:body><office:spreadsheet>"
        f'<table:table table:name="Blatt">{"".join(rows)}{empty}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in (("mimetype", kind), ("content.xml", content), ("META-INF/manifest.xml", manifest)):
            archive.writestr(name, text)
    return path


def words(*texts: str) -> str:
    cells = (
        f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>' for text in texts
    )
    return f"<table:table-row>{''.join(cells)}</table:table-row>"


def test_a_sheet_of_open_document_is_read(tmp_path):
    date = 'office:value-type="date" office:date-value="2025-07-16"'
    day = f"<table:table-cell {date}><text:p>16.07.25</text:p></table:table-cell>"
    size = '<table:table-cell office:value-type="float" office:value="200"><text:p>200</text:p></table:table-cell>'
    row = words("Acorn").replace("</table:table-row>", f"{day}{size}</table:table-row>")
    assert rows_of(open_document(tmp_path / "a.ods", words("company", "date", "count"), row)) == ROWS[:1]


def test_a_sheet_of_open_document_that_repeats_itself_without_measure_is_refused(tmp_path):
    row = (
        '<table:table-row table:number-rows-repeated="1000"><table:table-cell office:value-type="string" '
        'table:number-columns-repeated="16000"><text:p>x</text:p></table:table-cell></table:table-row>'
    )
    assert refused(open_document(tmp_path / "a.ods", words("company", "date"), row)).code == "file.unpacks_too_large"


# Packed


def zipped(path: Path, **members: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("_csv", ".csv"), content)
    return path


def test_a_packed_text_is_read_as_it_is_inside(tmp_path):
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress(TEXT))
    assert rows_of(path) == ROWS
    path = zipped(tmp_path / "a.zip", **{"data/notices.csv": TEXT, "__MACOSX/x.csv": b"junk"})
    assert rows_of(path) == ROWS
    assert inspect_file(path).data_rows == 2


def test_of_several_tables_one_has_to_be_chosen(tmp_path):
    path = zipped(tmp_path / "a.zip", one_csv=TEXT, two_csv=TEXT[:41])
    error = refused(path)
    assert (error.code, error.values["names"]) == ("file.several_tables", ("one.csv", "two.csv"))
    assert rows_of(path, sheet="one.csv") == ROWS
    assert examine(path, Overrides(sheet="two.csv")).tables == ("one.csv", "two.csv")
    assert refused(path, sheet="three.csv").code == "file.no_sheet"


def test_what_is_cut_off_damaged_or_locked_is_refused(tmp_path):
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress(TEXT * 1000)[:-40])
    assert refused(path).code == "file.damaged"
    path = tmp_path / "b.zip"
    path.write_bytes(b"PK\x03\x04 no more of it")
    assert refused(path).code == "file.damaged"
    content = bytearray(zipped(tmp_path / "c.zip", a_csv=TEXT).read_bytes())
    content[6] |= 1  # in the header of the member and in the directory: it is encrypted
    content[content.index(b"PK\x01\x02") + 8] |= 1
    (tmp_path / "c.zip").write_bytes(content)
    assert refused(tmp_path / "c.zip").code == "file.encrypted"
    assert refused(zipped(tmp_path / "d.zip", **{"picture.png": b"x"})).code == "file.no_table"
    assert refused(zipped(tmp_path / "e.zip", a_csv=gzip.compress(TEXT))).code == "file.binary"


def test_a_bomb_is_refused_before_it_goes_off(tmp_path):
    path = zipped(tmp_path / "a.zip", a_csv=bytes(36 << 20))
    assert path.stat().st_size < 100_000
    assert refused(path).code == "file.unpacks_too_large"
    small = io.BytesIO()
    with gzip.GzipFile(fileobj=small, mode="wb") as file:
        for _ in range(34):
            file.write(b"a,b,c\n" * 180_000)
    (tmp_path / "a.gz").write_bytes(small.getvalue())
    assert refused(tmp_path / "a.gz").code == "file.unpacks_too_large"


def test_a_stream_fills_any_buffer_to_its_end():
    stream, buffer = Unpacked(Path("a.gz"), io.BytesIO(TEXT), len(TEXT)), bytearray(10)
    assert stream.readable()
    assert [stream.readinto(buffer) for _ in range(len(TEXT) // 10 + 2)] == [10] * 6 + [len(TEXT) - 60, 0]


# What is no file


@pytest.mark.skipif(os.name == "nt", reason="no pipes with names")
def test_what_is_no_file_is_refused_without_being_opened(tmp_path):
    os.mkfifo(tmp_path / "pipe.csv")
    assert stat.S_ISFIFO((tmp_path / "pipe.csv").stat().st_mode)
    assert refused(tmp_path / "pipe.csv").code == "file.pipe"
    assert refused(Path("/dev/zero")).code == "file.device"
    assert refused(tmp_path).code == "file.folder"
    assert refused(Path("bad\0name")).code == "file.unreadable"


def test_what_is_too_large_is_refused_without_being_read(tmp_path):
    path = tmp_path / "a.csv"
    with path.open("wb") as file:
        file.write(TEXT)
        file.truncate(2 << 30)
    assert refused(path).code == "file.too_large"
    with path.open("wb") as file:
        file.truncate(200 << 20)  # of zeros, without an end of line
    assert refused(path).code == "file.line_too_long"
