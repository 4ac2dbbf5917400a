"""Bytes of a CSV file become rows of text: nothing is lost, nothing invented, and what cannot be read has a code."""

import codecs
import csv
import hashlib
import io
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.errors import CancelledError, ImportFileError
from db.importing.file.dialect import Dialect, Overrides, detect
from db.importing.file.reader import RowProblem, RowReader, clean, display_names, file_digest, read_rows
from db.importing.file.splitter import CELL_LIMIT, Format, Splitter
from db.model.progress import Progress
from helpers.places import DATA


def put(folder: Path, content: str | bytes, encoding: str = "utf-8") -> Path:
    path = folder / "file.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


def load(path: Path, overrides: Overrides | None = None) -> tuple[Dialect, list[list[str]], list[RowProblem]]:
    dialect = detect(path, overrides)
    problems: list[RowProblem] = []
    rows = [cells for _, cells in read_rows(path, dialect, problems=problems)]
    return dialect, rows, problems


def codes(problems: list[RowProblem]) -> list[tuple[int, str]]:
    return [(problem.line, problem.code) for problem in problems]


# Encodings


@pytest.mark.parametrize(
    ("encoding", "bom", "expected"),
    [
        ("utf-8", b"", "utf-8"),
        ("utf-8", codecs.BOM_UTF8, "utf-8-sig"),
        ("utf-16-le", codecs.BOM_UTF16_LE, "utf-16-le"),
        ("utf-16-be", codecs.BOM_UTF16_BE, "utf-16-be"),
        ("utf-16-le", b"", "utf-16-le"),
        ("utf-16-be", b"", "utf-16-be"),
        ("utf-32", b"", "utf-32"),
        ("cp1252", b"", "cp1252"),
    ],
)
def test_umlauts_survive_every_encoding(tmp_path, encoding, bom, expected):
    path = put(tmp_path, bom + "Firma,Ort\nMüller,Köln\nÖzgür,Århus\n".encode(encoding))
    dialect, rows, problems = load(path)
    assert dialect.encoding == expected
    assert dialect.header == ("Firma", "Ort")
    assert rows == [["Müller", "Köln"], ["Özgür", "Århus"]]
    assert not problems


@pytest.mark.no_cover
def test_one_umlaut_at_the_end_of_a_large_file_decides_the_encoding(tmp_path):
    path = put(tmp_path, b"company,count\n" + b"Acme,1\n" * 200_000 + "Müller,2\n".encode("cp1252"))
    assert detect(path).encoding == "cp1252"
    path = put(tmp_path, b"company,count\n" + b"Acme,1\n" * 200_000 + "Müller,2\n".encode())
    assert detect(path).encoding == "utf-8"


def test_a_broken_byte_in_proper_utf8_costs_one_warning_not_all_umlauts(tmp_path):
    path = put(tmp_path, b"Firma,Ort\n" + "Müller,Köln\n".encode() * 20 + b"Bro\xffken,Ulm\n")
    _, rows, problems = load(path)
    assert rows[0] == ["Müller", "Köln"]
    assert rows[-1] == ["Bro\ufffdken", "Ulm"]
    assert [(p.line, p.code, p.warning) for p in problems] == [(22, "row.undecodable", True)]


def test_the_user_may_name_another_encoding(tmp_path):
    path = put(tmp_path, "Firma,Ort\nMüller,Köln\n".encode())
    _, rows, _ = load(path, Overrides(encoding="cp1252"))
    assert rows == [["MÃ¼ller", "KÃ¶ln"]]
    with pytest.raises(ImportFileError) as caught:
        detect(path, Overrides(encoding="no-such-code"))
    assert caught.value.code == "file.encoding"


# Delimiters, quotes, line ends


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_delimiter_with_every_line_end(tmp_path, delimiter, end):
    lines = [["company", "date", "share"], ["Acme, Inc.; (A|B)", "2024-01-05", "1,5"], ["Bolt", "2024-02-06", "2,25"]]
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_MINIMAL).writerows(lines)
    dialect, rows, problems = load(put(tmp_path, text.getvalue()))
    assert dialect.delimiter == delimiter
    assert [list(dialect.header), *rows] == lines
    assert not problems


def test_decimal_commas_do_not_make_a_comma_the_delimiter(tmp_path):
    text = "Firma;Anteil;Umsatz\n" + "".join(f"Werk {n};{n},5;1.{n}00,75\n" for n in range(1, 9))
    assert detect(put(tmp_path, text)).delimiter == ";"


def test_one_column_is_one_column(tmp_path):
    dialect, rows, problems = load(put(tmp_path, "company\nAcme, Inc.\nBolt\nCrane, Derrick, Sons\n"))
    assert rows == [["Acme, Inc."], ["Bolt"], ["Crane, Derrick, Sons"]]
    assert dialect.width == 1
    assert not problems


def test_single_quotes_backslashes_and_blanks_behind_the_delimiter(tmp_path):
    _, rows, _ = load(put(tmp_path, "a,b\n'x, y',1\n'z',2\n'w',3\n"))
    assert rows[0] == ["x, y", "1"]
    _, rows, _ = load(put(tmp_path, 'name,size\n"Table, 48\\" round",2\n"Rod 8\\"",3\n'))
    assert rows == [['Table, 48" round', "2"], ['Rod 8"', "3"]]
    _, rows, _ = load(put(tmp_path, 'name, text\nAcme, "one, two"\nBolt, "three, four"\n'))
    assert rows == [["Acme", "one, two"], ["Bolt", "three, four"]]


def test_delimiter_quote_and_header_can_each_be_overridden(tmp_path):
    path = put(tmp_path, "a;b,c\n1;2,3\n")
    assert detect(path, Overrides(delimiter=",")).header == ("a;b", "c")
    assert load(put(tmp_path, 'a,b\n"x,y"\n'), Overrides(quote=""))[1] == [['"x', 'y"']]
    path = put(tmp_path, "name,city\nAcme,Berlin\nBolt,Ulm\n")
    dialect, rows, _ = load(path, Overrides(header_row=0))
    assert dialect.header_row is None
    assert rows[0] == ["name", "city"]
    dialect, rows, _ = load(path, Overrides(header_row=2))
    assert (dialect.header, rows) == (("Acme", "Berlin"), [["Bolt", "Ulm"]])


# Headers


def test_preamble_blank_line_and_trailing_delimiter_are_no_data():
    dialect, rows, problems = load(DATA / "preamble_trailing_delimiter.csv")
    assert (dialect.header_row, dialect.preamble_rows) == (4, 3)
    assert dialect.header == ("Year", "Month", "Employees")
    assert rows == [["2024", "January", "410"], ["2024", "February", "398"], ["__________", "", ""]]
    assert not problems


def test_a_delimiter_at_the_end_of_every_row_but_not_of_the_header(tmp_path):
    dialect, rows, problems = load(put(tmp_path, "company,count\nAcme,5,\nBolt,6,\n"))
    assert dialect.width == 2
    assert rows == [["Acme", "5"], ["Bolt", "6"]]
    assert not problems


def test_a_file_without_header(tmp_path):
    dialect, rows, _ = load(put(tmp_path, "Acme,2024-01-05,10\nBolt,2024-01-06,20\nCrane,2024-01-07,30\n"))
    assert dialect.header_row is None
    assert dialect.header == ("", "", "")
    assert len(rows) == 3


def test_years_may_head_columns(tmp_path):
    dialect = detect(put(tmp_path, "company,2023,2024\nAcme,10,20\nBolt,30,40\n"))
    assert dialect.header == ("company", "2023", "2024")


def test_grouped_columns_get_the_name_of_their_group(tmp_path):
    text = "Name,Payroll,,Agency,\n,Heads,,Heads,\n,Men,Women,Men,Women\nActon,1,2,3,4\nBarnes,5,6,7,8\n"
    dialect, rows, _ = load(put(tmp_path, text))
    assert dialect.header_rows == 3
    assert dialect.header[1:] == (
        "Payroll Heads Men", "Payroll Heads Women", "Agency Heads Men", "Agency Heads Women",
    )  # fmt: skip
    assert rows == [["Acton", "1", "2", "3", "4"], ["Barnes", "5", "6", "7", "8"]]


def test_equal_header_names_are_told_apart():
    assert display_names(("Date", "Count", "Date", "", "Date", "")) == ("Date", "Count", "Date (2)", "", "Date (3)", "")
    names = display_names(("Date", "Date (2)", "Date"))
    assert len(set(names)) == 3
    assert names[:2] == ("Date", "Date (2)")


def test_sixteen_thousand_empty_columns_are_cut(tmp_path):
    text = "a,b,c" + "," * 16_381 + "\n1,2,3,,\n4,5,6\n7,8,\n9,10\n" + "1,2,3" + "," * 16_381 + "\n"
    dialect, rows, problems = load(put(tmp_path, text))
    assert (dialect.width, dialect.header) == (3, ("a", "b", "c"))
    assert rows == [["1", "2", "3"], ["4", "5", "6"], ["7", "8", ""], ["1", "2", "3"]]
    assert [(p.line, p.code, p.found, p.expected) for p in problems] == [(5, "row.too_few_cells", 2, 3)]


def test_a_column_without_name_keeps_its_content(tmp_path):
    dialect, rows, problems = load(put(tmp_path, "a,b,\n1,2,\n3,4,see below\n"))
    assert dialect.header == ("a", "b", "")
    assert rows == [["1", "2", ""], ["3", "4", "see below"]]
    assert not problems


# Rows that are not what they should be


def test_stray_quotes_and_ragged_rows_cost_only_themselves():
    path = DATA / "stray_quotes.csv"
    dialect = detect(path)
    reader = RowReader(path, dialect)
    batches = list(reader.batches())
    rows = [row for batch in batches for row in batch.rows]
    problems = [problem for batch in batches for problem in batch.problems]
    assert [(line, cells[0]) for line, cells in rows] == [
        (2, "Acme"),
        (4, "Crane"),
        (6, "Delta"),
        (10, 'Golf "Best" Ltd'),
    ]
    assert rows[1][1][3] == "two\nlines"
    assert rows[2][1][3] == 'said "no"'
    assert codes(problems) == [(3, "row.unclosed_quote"), (7, "row.too_few_cells"), (8, "row.too_many_cells")]
    assert problems[2].cells == ("Fox", "2024-01-10", "50", "one", "more")
    assert (reader.data_rows, reader.blank_rows) == (7, 1)


def test_a_quote_that_is_never_closed_does_not_swallow_the_file(tmp_path):
    lines = [f"Company {n},{n}" for n in range(5_000)]
    lines[10] = '"Company 10,10'
    _, rows, problems = load(put(tmp_path, "company,count\n" + "\n".join(lines) + "\n"))
    assert len(rows) == 4_999
    assert codes(problems) == [(12, "row.unclosed_quote")]


def test_a_row_with_one_delimiter_too_many_is_not_shifted_silently(tmp_path):
    text = "company,count,notes\n" + "Acme,5,\n" * 20 + "Bolt,,6,\n" + "Crane,7,\n" * 20
    _, rows, problems = load(put(tmp_path, text))
    assert len(rows) == 40
    assert codes(problems) == [(22, "row.too_many_cells")]


@pytest.mark.no_cover
def test_thousands_of_unclosed_quotes_are_all_accounted_for(tmp_path):
    # Each line opens a quote; the odd number of them keeps one open to the end.
    text = "company,count\n" + "".join(f'"Company {n},{n}\n' for n in range(20_001))
    _, rows, problems = load(put(tmp_path, text), Overrides(delimiter=",", header_row=1))
    assert len(rows) + len(problems) == 20_001


def test_nul_bytes_make_a_row_a_problem(tmp_path):
    _, rows, problems = load(put(tmp_path, b"company,count\n" + b"Acme,1\n" * 50 + b"Bo\0lt,2\nCrane,3\n"))
    assert rows[-1] == ["Crane", "3"]
    assert codes(problems) == [(52, "row.nul")]


def test_a_long_cell_is_read_and_a_monstrous_one_is_a_problem(tmp_path):
    _, rows, problems = load(put(tmp_path, "company,notes\nAcme," + "x" * 400_000 + "\nBolt,y\n"))
    assert len(rows[0][1]) == 400_000
    assert not problems
    _, rows, problems = load(put(tmp_path, "company,notes\nAcme,z\nBolt," + "x" * (CELL_LIMIT + 5) + "\nCrane,y\n"))
    assert [row[0] for row in rows] == ["Acme", "Crane"]
    assert codes(problems) == [(3, "row.cell_too_large")]


def test_blank_rows_are_counted_apart(tmp_path):
    path = put(tmp_path, "a,b\n\n1,2\n , \n\u00a0,\n3,4\n\n\n")
    reader = RowReader(path, detect(path))
    assert [row for batch in reader.batches() for row in batch.rows] == [(3, ["1", "2"]), (6, ["3", "4"])]
    assert (reader.data_rows, reader.blank_rows) == (2, 5)


def test_text_stays_text_and_is_trimmed_only_to_be_understood(tmp_path):
    cells = ["007", "5E1", "12345678901234567890", "\u00a0Acme \u200b"]
    _, rows, _ = load(put(tmp_path, "id,code,number,name\n" + ",".join(cells) + "\n"))
    assert rows == [cells]
    assert clean(rows[0][3]) == "Acme"


# Files that are no tables


@pytest.mark.parametrize(
    ("content", "code", "found"),
    [
        (b"", "file.empty", None),
        (b"\n \r\n\t\n", "file.empty", None),
        (codecs.BOM_UTF8, "file.empty", None),
        (b"PK\x03\x04" + bytes(200), "file.damaged", None),
        (b"<!DOCTYPE html>\n<html><body><table><tr><td>Company</td></tr></table>", "file.binary", "html"),
        (b"\xef\xbb\xbf\n <html><table>", "file.binary", "html"),
        (b'<?xml version="1.0"?>\n<Workbook>', "file.binary", "xml"),
        (b'[{"company": "Acorn", "laid_off": 200}]', "file.binary", "json"),
        (b"%PDF-1.7\n1 0 obj", "file.binary", "pdf"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "file.damaged", None),
        (b"SQLite format 3\0" + bytes(100), "file.binary", "sqlite"),
        (bytes(range(32)) * 40, "file.binary", "unknown"),
        (b"company,date,count\n", "file.no_rows", None),
        (b"company,date,count\n\n,,\n", "file.no_rows", None),
        (b"company", "file.no_rows", None),
    ],
)
def test_what_is_no_table_is_refused_with_a_code(tmp_path, content, code, found):
    with pytest.raises(ImportFileError) as caught:
        detect(put(tmp_path, content))
    assert caught.value.code == code
    assert caught.value.values.get("found") == found


def test_a_missing_file_and_a_folder_are_unreadable(tmp_path):
    for path, code in ((tmp_path / "nowhere.csv", "file.unreadable"), (tmp_path, "file.folder")):
        with pytest.raises(ImportFileError) as caught:
            detect(path)
        assert caught.value.code == code
        with pytest.raises(ImportFileError):
            file_digest(path)
        with pytest.raises(ImportFileError):
            list(read_rows(path, Dialect(width=1, raw_width=1)))


def test_a_header_alone_says_which_columns_it_has(tmp_path):
    with pytest.raises(ImportFileError) as caught:
        detect(put(tmp_path, "company;count\n"))
    assert caught.value.values["header"] == ("company", "count")


# Progress, digest, speed


class Watcher(Progress):
    def __init__(self, stop_at: int | None = None) -> None:
        self.seen: list[tuple[int, int]] = []
        self.stop_at = stop_at

    @property
    def cancelled(self) -> bool:
        return len(self.seen) == self.stop_at

    def _show(self, done: int, total: int) -> None:
        self.seen.append((done, total))


@pytest.mark.no_cover
def test_progress_reaches_the_size_of_the_file_and_can_stop_the_reading(tmp_path):
    path = put(tmp_path, "company,count\n" + "Acme,1\n" * 20_000)
    size = path.stat().st_size
    watcher = Watcher()
    assert sum(1 for _ in read_rows(path, detect(path), progress=watcher)) == 20_000
    assert watcher.seen[-1] == (size, size)
    assert watcher.seen == sorted(watcher.seen)
    with pytest.raises(CancelledError):
        list(read_rows(path, detect(path), progress=Watcher(stop_at=3)))


def test_the_digest_is_that_of_the_bytes(tmp_path):
    content = os.urandom(3_000_000)
    watcher = Watcher()
    assert file_digest(put(tmp_path, content), progress=watcher) == hashlib.sha256(content).hexdigest()
    assert watcher.seen[-1] == (3_000_000, 3_000_000)


# Anything at all

CELL = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs",), exclude_characters="\0\ufffd"), max_size=12
)  # fmt: skip
SLOW = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.mark.no_cover
@SLOW
@given(
    st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=1, max_size=8), st.sampled_from(",;\t|"), st.booleans()
)
def test_what_a_csv_writer_wrote_is_read_back_exactly(tmp_path, rows, delimiter, quote_all):
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, quoting=csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL)
    writer.writerows([["a", "b", "c"], *rows])
    path = put(tmp_path, text.getvalue())
    dialect = Dialect(delimiter=delimiter, width=3, raw_width=3, header=("a", "b", "c"))
    reader = RowReader(path, dialect)
    batches = list(reader.batches())
    assert not any(batch.problems for batch in batches)
    assert [cells for batch in batches for _, cells in batch.rows] == [r for r in rows if any(map(str.strip, r))]
    assert reader.data_rows + reader.blank_rows == len(rows)


@pytest.mark.no_cover
@SLOW
@given(
    st.one_of(
        st.binary(max_size=300),
        st.text("ab1,;\"\n\r\t|\\' 2024-01/05", max_size=300).map(str.encode),
        st.text('ab,"\n', max_size=200).map(str.encode),
    )
)
def test_no_bytes_make_a_traceback_and_every_record_is_accounted_for(tmp_path, content):
    path = put(tmp_path, content)
    try:
        dialect = detect(path)
    except ImportFileError:
        return
    reader = RowReader(path, dialect)
    batches = list(reader.batches())
    assert all(len(cells) == dialect.width for batch in batches for _, cells in batch.rows)
    lines = [line for batch in batches for line, _ in batch.rows]
    lines += [problem.line for batch in batches for problem in batch.problems if not problem.warning]
    assert len(lines) == len(set(lines)) == reader.data_rows


# Real files


@pytest.fixture(scope="module")
def corpus() -> Path:
    folder = os.environ.get("HEADWATER_CORPUS")
    if not folder:
        pytest.skip("HEADWATER_CORPUS is not set")
    return Path(folder)


REAL = [
    ("layoffs/kaggle_2026_01.csv", "utf-8", ",", 1, 4277, {}),
    ("layoffs/kaggle_2023_null_words.csv", "utf-8", ",", 1, 2361, {}),
    ("layoffs/layoffsfyi_utf16_tab.csv", "utf-16-le", "\t", 1, 3282, {}),
    ("layoffs/layoffsfyi_2024_semicolon.csv", "utf-8", ";", 1, 3437, {}),
    ("layoffs/broken_cells_dropped_cp1252.csv", "cp1252", ";", 1, 3132, {"row.too_few_cells", "row.too_many_cells"}),
    ("layoffs/broken_cells_piled_up_cp1252.csv", "cp1252", ";", 1, 3132, {"row.too_few_cells", "row.too_many_cells"}),
    ("warn/ca.csv", "utf-8", ",", 1, 10737, {}),
    ("warn/fl.csv", "utf-8", ",", 1, 2220, {}),
    ("warn/nj.csv", "utf-8", ",", 1, 1912, {}),
    ("warn/ny.csv", "utf-8", ",", 1, 252, {}),
    ("warn/oh.csv", "utf-8", ",", 1, 802, {}),
    ("warn/pa.csv", "utf-8", ",", 1, 231, {}),
    ("warn/il.csv", "utf-8", ",", 1, 5088, {}),
    ("warn/co.csv", "utf-8", ",", 1, 390, {}),
    ("warn/tx.csv", "utf-8", ",", 1, 6582, {}),
    ("warn/wa.csv", "utf-8", ",", 1, 1123, {}),
    ("headcount/tech_employment_2000_2025.csv", "utf-8", ",", 1, 532, {}),
    ("headcount/genesis_de_preamble.csv", "utf-8", ";", 6, 879, {}),
    ("headcount/workforce-management-information-dft_201706.csv", "utf-8", ",", 1, 10, {}),
    ("relationships/contracts_ended_2025_us.csv", "utf-8", ",", 1, 1131, {}),
    ("relationships/media_vendors_at_quarters.csv", "utf-8", ",", 1, 2134, {}),
]


@pytest.mark.corpus
@pytest.mark.parametrize(("name", "encoding", "delimiter", "header_row", "count", "expected"), REAL)
def test_real_files(corpus, name, encoding, delimiter, header_row, count, expected):
    dialect = detect(corpus / name)
    assert (dialect.encoding, dialect.delimiter, dialect.header_row) == (encoding, delimiter, header_row)
    reader = RowReader(corpus / name, dialect)
    batches = list(reader.batches())
    assert reader.data_rows == count
    assert {problem.code for batch in batches for problem in batch.problems} == set(expected)
    assert sum(len(batch.rows) + len(batch.problems) for batch in batches) == count


@given(
    text=st.text(alphabet='ab,"\n\r\\ \0\ufffd', max_size=120), quote=st.sampled_from(('"', "")),
    escape=st.sampled_from(("", "\\")), width=st.sampled_from((None, 1, 3)), size=st.integers(1, 4),
)  # fmt: skip
def test_how_many_lines_are_taken_at_once_makes_no_difference(text, quote, escape, width, size):
    def records(lines_at_once):
        splitter = Splitter(iter(io.StringIO(text, newline="")), Format(quote=quote, escape=escape), width=width)
        found = [
            (number + place, cells, code)
            for number, portion, code in splitter.portions(lines_at_once)
            for place, cells in enumerate(portion)
        ]
        return found, splitter.odd_lines

    assert records(size) == records(1000)
