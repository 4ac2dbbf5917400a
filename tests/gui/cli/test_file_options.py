"""How a file is written, said by options; what was guessed is told, and what must not be guessed is asked."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from desktop.cli import main

DONE, PROBLEMS, USAGE, UNUSABLE = range(4)


@pytest.fixture
def run(tmp_path, capsys):
    """The command on a file of these bytes: its exit code, its report as JSON, and what it complained of."""

    def headwater(content: bytes | Path, *options: str) -> tuple[int, dict, str]:
        path = content if isinstance(content, Path) else tmp_path / "file.csv"
        if isinstance(content, bytes):
            path.write_bytes(content)
        into = str(tmp_path / "t.headwater")
        code = main.main(["import", str(path), "--into", into, "--kind", "layoff", "--dry-run", "--json", *options])
        said = capsys.readouterr()
        return code, json.loads(said.out) if said.out else {}, said.err

    return headwater


def test_every_part_can_be_stated(run):
    text = "# a report\nCompany^Date^Count\n'Acorn^Inc'^16.07.2025^200\n"
    code, report, _ = run(text.encode("cp1250"), "--delimiter", "^", "--quote", "'", "--header-row", "2",
                          "--encoding", "cp1250")  # fmt: skip
    assert (code, report["rows"], report["new"]) == (DONE, 1, 1)
    assert report["file"]["delimiter"] == "^"
    code, report, _ = run(b"x;1\nCompany\tDate\nAcorn\t2025-07-16\n", "--skip-rows", "1", "--delimiter", "tab")
    assert (code, report["new"], report["file"]["header_row"]) == (DONE, 1, 2)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--encoding", "no-such"), "no-such"),
        (("--encoding", "rot13"), "rot13"),
        (("--delimiter", "ab"), "ab"),
        (("--delimiter", ""), "--delimiter"),
        (("--header-row", "-1"), "--header-row"),
    ],
)
def test_what_no_file_can_have_is_refused(run, options, said):
    code, _, complaint = run(b"Company,Date\nAcorn,2025-07-16\n", *options)
    assert code == USAGE
    assert said in complaint


def test_a_guessed_encoding_is_told_and_a_doubtful_one_is_asked(run):
    code, report, complaint = run("Company;Date\nŁódzka Fabryka;2025-07-16\nPlzeň;2025-07-17\n".encode("cp1250"))
    assert code == DONE
    told = {one["encoding"]: one["examples"] for one in report["file"]["encoding_doubt"]}
    assert (report["file"]["encoding"], told["cp1252"][0]) == ("cp1250", "£ódzka")
    assert "Łódzka" in complaint
    doubtful = "Company;Date\nMüller;2025-07-16\n".encode("mac-roman")
    code, report, complaint = run(doubtful)
    (asked,) = report["asked"]
    assert (code, asked["question"]) == (USAGE, "encoding")
    assert {"value": "mac-roman", "option": "--encoding mac-roman"} in asked["choices"]
    assert "Müller" in asked["examples"]
    code, report, complaint = run(doubtful, "--encoding", "mac-roman")
    assert (code, report["new"], complaint) == (DONE, 1, "")


def test_where_the_header_was_found_is_told_if_it_is_not_the_first_row(run):
    text = b"Notices of the state\n\nCompany,Date,Count\nAcorn,2025-07-16,200\nBirch,2025-07-17,30\n"
    code, report, complaint = run(text)
    assert (code, report["new"], report["file"]["header_row"]) == (DONE, 2, 3)
    assert complaint == "The names of the columns are in row 3; 2 rows above it are left out.\n"
    assert run(text, "--header-row", "3")[2] == ""


def test_a_sheet_is_told_and_chosen(run, tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "May"
    book.create_sheet("June")
    for sheet in book:
        sheet.append(["Company", "Date"])
        sheet.append([f"Acorn {sheet.title}", "2025-07-16"])
    book["June"].append(["Birch", "2025-07-17"])
    book.save(tmp_path / "a.xlsx")
    code, report, complaint = run(tmp_path / "a.xlsx")
    assert (code, report["rows"], report["file"]["sheet"]) == (DONE, 1, "May")
    assert "“June”; --sheet NAME chooses" in complaint
    assert run(tmp_path / "a.xlsx", "--sheet", "June")[1]["rows"] == 2
    code, report, _ = run(tmp_path / "a.xlsx", "--sheet", "July")
    assert (code, report["asked"][0]["question"]) == (USAGE, "sheet")
    assert [one["option"] for one in report["asked"][0]["choices"]] == ["--sheet May", "--sheet June"]
