"""The program from a shell: what it prints, the files it writes, and its exit codes."""

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from pypdf import PdfReader

from helpers.patience import PATIENCE

ROOT = Path(__file__).parents[2]
DONE, PROBLEMS, USAGE, UNUSABLE = range(4)

LAYOFFS = """\
company,total_laid_off,percentage_laid_off,date,source
Acme,200,0.14,7/16/2025,https://example.org/a
Globex,35,,7/17/2025,https://example.org/b
"""


def run(*arguments, env=None, cwd=None):
    """The program in a process of its own; texts in English."""
    return subprocess.run(
        [sys.executable, "-m", "desktop", *map(str, arguments)],
        cwd=cwd or ROOT, env={**os.environ, "PYTHONPATH": str(ROOT), **(env or {})}, text=True, encoding="utf-8",
        capture_output=True, timeout=PATIENCE, check=False,
    )  # fmt: skip


def without_display():
    """What a machine without a display says of itself."""
    env = {"DISPLAY": "", "WAYLAND_DISPLAY": "", "QT_QPA_PLATFORM": ""}
    if sys.platform in {"win32", "darwin"}:
        pytest.skip("this system always has a display")
    return env


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    path = tmp_path_factory.mktemp("cli") / "sample.headwater"
    result = run("sample", path)
    assert result.returncode == DONE, result.stderr
    return path


def rows(path, **options):
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8"), newline=""), **options))


# Help ---------------------------------------------------------------------------------------------------------------


def test_help_names_every_command_and_exit_code():
    result = run("--help")
    assert result.returncode == DONE
    for word in ("import", "export", "snapshot", "check", "sample", "--sample", "exit codes"):
        assert word in result.stdout
    assert result.stderr == ""


@pytest.mark.parametrize("command", ["import", "export", "snapshot", "check", "sample"])
def test_every_command_explains_itself(command):
    result = run(command, "--help")
    assert (result.returncode, result.stderr) == (DONE, "")
    assert f"usage: headwater {command}" in result.stdout


def test_help_offers_every_table_there_is():
    from db.output.export import FORMATS, TABLES
    from desktop.cli import parser

    assert (TABLES, (*FORMATS, "datapackage")) == (parser.TABLES, parser.FORMATS)


def test_version():
    result = run("--version")
    assert result.returncode == DONE
    assert result.stdout.startswith("Headwater ")


@pytest.mark.parametrize(
    "arguments",
    [
        ("export",),
        ("export", "{sample}", "--table", "sheets", "--output", "x.csv"),
        ("export", "{sample}", "--table", "events", "--output", "x.csv", "--from", "yesteryear"),
        ("export", "{sample}", "--table", "events", "--output", "x.csv", "--from", "2025-08", "--to", "2025-07"),
        ("export", "{sample}", "--table", "events", "--output", "x.csv", "--organization", "Nobody"),
        ("{sample}", "--sample"),
        ("{sample}", "--no-such-option"),
    ],
)
def test_what_is_not_understood_is_usage(sample, tmp_path, arguments):
    result = run(*(argument.format(sample=sample) for argument in arguments), cwd=tmp_path)
    assert result.returncode == USAGE
    assert result.stderr
    assert "Traceback" not in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_name_that_is_nearly_right_is_answered_with_the_right_one(sample, tmp_path):
    result = run("export", sample, "--table", "events", "--organization", "Scale", "--output", tmp_path / "x.csv")
    assert result.returncode == USAGE
    assert "Scale AI" in result.stderr


# The file ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["export", "check", "snapshot"])
@pytest.mark.parametrize("content", [None, b"", b"no ledger at all\n" * 100])
def test_a_file_that_cannot_be_used(tmp_path, command, content):
    path = tmp_path / "x.headwater"
    if content is not None:
        path.write_bytes(content)
    more = {"export": ["--table", "events", "--output", "-"], "snapshot": ["--output", tmp_path / "x.pdf"]}
    result = run(command, path, *more.get(command, ()))
    assert result.returncode == UNUSABLE
    assert result.stderr.count("\n") == 1, "one sentence"
    assert "x.headwater" in result.stderr
    assert (path.read_bytes() if path.exists() else None) == content


def test_a_sample_replaces_nothing(sample):
    before = sample.read_bytes()
    result = run("sample", sample)
    assert result.returncode == UNUSABLE
    assert "sample.headwater" in result.stderr
    assert sample.read_bytes() == before


def test_a_window_on_nothing_is_refused(tmp_path):
    result = run(tmp_path / "missing.headwater")
    assert result.returncode == UNUSABLE
    assert "missing.headwater" in result.stderr


# Export and check ----------------------------------------------------------------------------------------------------


def test_headcount_of_the_golden_case(sample, tmp_path):
    target = tmp_path / "headcount.csv"
    result = run(
        "export", sample, "--table", "headcount", "--organization", "scale ai", "--population", "employees",
        "--output", target,
    )  # fmt: skip
    assert result.returncode == DONE, result.stderr
    assert result.stdout.startswith("2 rows")
    assert [list(row.values()) for row in rows(target)] == [
        ["Scale AI", "employees", "2025-07-15", "1379", "1429", "1481", "implied", ""],
        ["Scale AI", "employees", "2025-07-16", "1179", "1229", "1281", "change", ""],
    ]


def test_standard_output_takes_the_table_alone(sample):
    result = run("export", sample, "--table", "active-clients", "--from", "2025-06", "--to", "2025-07", "--output", "-")
    assert result.returncode == DONE
    assert [row["active"] for row in csv.DictReader(io.StringIO(result.stdout))] == ["2", "2", "2"]


def test_rumors_only_when_asked_for(sample, tmp_path):
    target = tmp_path / "events.csv"
    run("export", sample, "--table", "events", "--output", target)
    assert "rumored" not in {row["status"] for row in rows(target)}
    run("export", sample, "--table", "events", "--status", "rumored", "--output", target)
    assert "rumored" in {row["status"] for row in rows(target)}


def test_a_german_spreadsheet(sample, tmp_path):
    target = tmp_path / "events.csv"
    result = run("export", sample, "--table", "events", "--format", "excel-csv", "--language", "de", "--output", target)
    assert result.returncode == DONE
    text = target.read_bytes()
    assert text.startswith(b"\xef\xbb\xbfid;kind;organization;")
    assert b";13,5;14;14,5;" in text


def test_before_anything_was_recorded(sample, tmp_path):
    target = tmp_path / "events.csv"
    result = run("export", sample, "--table", "events", "--as-known-on", "2020-01-01", "--output", target)
    assert (result.returncode, rows(target)) == (DONE, [])


def test_the_history_in_sentences_of_both_languages(sample, tmp_path):
    said = {}
    for language in ("en", "de"):
        target = tmp_path / f"{language}.csv"
        assert run(
            "export", sample, "--table", "history", "--language", language, "--output", target
        ).returncode == DONE  # fmt: skip
        said[language] = rows(target)
    first = said["en"][0]
    assert (first["operation"], first["action"], first["state"]) == ("1", "ledger.created", "in_effect")
    assert first["sentence"] == "Created the ledger"
    assert said["de"][0]["sentence"] not in {"", "Created the ledger"}
    assert all(row["recorded_at"] and row["recorded_day"] and row["sentence"] for row in said["en"])


def test_check_counts_open_findings_only(sample, tmp_path):
    copy = tmp_path / "copy.headwater"
    copy.write_bytes(sample.read_bytes())
    result = run("check", copy)
    assert result.returncode == PROBLEMS
    assert "2 open findings" in result.stdout
    said = [json.loads(run("check", one, "--json").stdout) for one in (copy, sample)]
    assert [one["open"] for one in said] == [2, 2]
    assert said[0]["ledger"] == said[1]["ledger"] != "", "a copy made by the system is the same ledger"

    from db.ledger import Ledger
    from db.model.records import Scope

    with Ledger.open(copy) as ledger:
        for finding in ledger.at(Scope()).findings.all():
            ledger.findings.accept(finding, "known")
    result = run("check", copy)
    assert (result.returncode, result.stderr) == (DONE, "")
    assert "2 accepted" in result.stdout


def test_check_of_a_damaged_file(sample, tmp_path):
    copy = tmp_path / "copy.headwater"
    content = bytearray(sample.read_bytes())
    for place in range(len(content) // 2, len(content) - 4096, 4096):
        content[place : place + 64] = b"\xff" * 64
    copy.write_bytes(content)
    result = run("check", copy)
    assert result.returncode in {PROBLEMS, UNUSABLE}
    assert "damaged" in result.stdout + result.stderr
    assert "Traceback" not in result.stderr


# Import --------------------------------------------------------------------------------------------------------------


def test_import_makes_the_ledger_and_takes_nothing_twice(tmp_path):
    source, ledger = tmp_path / "layoffs.csv", tmp_path / "new.headwater"
    source.write_text(LAYOFFS)
    first = run("import", source, "--into", ledger, "--date-order", "mdy", "--json")
    assert first.returncode == DONE, first.stderr
    figures = json.loads(first.stdout)
    assert list(figures)[:7] == ["rows", "new", "new_claim", "amends", "duplicate", "skipped", "problem"]
    assert figures["columns"][2] == {"column": "percentage_laid_off", "place": 3, "became": "percent_fraction"}
    assert figures["kind"] == "layoff"
    assert (figures["rows"], figures["new"]) == (2, 2)
    second = json.loads(run("import", source, "--into", ledger, "--date-order", "mdy", "--json").stdout)
    assert (second["new"], second["duplicate"]) == (0, 2)
    assert sum(second[name] for name in list(figures)[:7]) == 2 * second["rows"]  # the rows, and all their outcomes
    target = tmp_path / "events.csv"
    run("export", ledger, "--table", "events", "--output", target)
    assert [(row["organization"], row["announced"], row["count_best"]) for row in rows(target)] == [
        ("Acme", "2025-07-16", "200"), ("Globex", "2025-07-17", "35"),
    ]  # fmt: skip


def test_what_a_file_leaves_open_is_asked_with_the_options_that_answer(tmp_path):
    source, ledger = tmp_path / "rows.csv", tmp_path / "new.headwater"
    source.write_text("wer,wann,company,seats\nAcme,03/04/2025,Bolt,7\n")
    asked = run("import", source, "--into", ledger, "--json")
    assert (asked.returncode, asked.stderr) == (USAGE, "")
    questions = {one["question"]: one for one in json.loads(asked.stdout)["asked"]}
    assert set(questions) == {"column", "date_order", "kind"}
    assert questions["column"]["choices"][0] == {"value": "announced", "option": '--map "wann=announced"'}
    assert questions["date_order"]["examples"] == ["03/04/2025"]
    assert [one["option"] for one in questions["date_order"]["choices"]] == ["--date-order dmy", "--date-order mdy"]
    assert not ledger.exists()
    said = run("import", source, "--into", ledger)
    assert said.returncode == USAGE
    assert '--map "wann=announced"' in said.stderr
    done = run("import", source, "--into", ledger, "--map", "wann=announced", "--date-order", "dmy", "--kind", "layoff")
    assert done.returncode == DONE, done.stderr
    assert "Not imported: wer · seats." in done.stdout


def test_a_dry_run_writes_nothing(tmp_path):
    source, ledger = tmp_path / "layoffs.csv", tmp_path / "new.headwater"
    source.write_text(LAYOFFS)
    result = run("import", source, "--into", ledger, "--date-order", "mdy", "--dry-run")
    assert result.returncode == DONE, result.stderr
    assert list(tmp_path.iterdir()) == [source]


def test_rows_with_problems_come_back_in_a_file(tmp_path):
    source, ledger, rejects = (tmp_path / name for name in ("layoffs.csv", "new.headwater", "rejects.csv"))
    source.write_text(LAYOFFS + "Initech,12,0.5,31/31/2025,https://example.org/c\n")
    result = run("import", source, "--into", ledger, "--date-order", "mdy", "--rejects", rejects)
    assert result.returncode == PROBLEMS
    assert "Line 4" in result.stderr
    (row,) = rows(rejects)
    assert (row["company"], row["date"]) == ("Initech", "31/31/2025")
    assert "31/31/2025" in row["reason"]


@pytest.mark.parametrize("content", [None, b"", b"only,a,header\n"])
def test_an_import_of_nothing_leaves_no_ledger(tmp_path, content):
    source, ledger = tmp_path / "layoffs.csv", tmp_path / "new.headwater"
    if content is not None:
        source.write_bytes(content)
    result = run("import", source, "--into", ledger)
    assert result.returncode == UNUSABLE
    assert "layoffs.csv" in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["layoffs.csv"] * (content is not None)


# Snapshots, and no display -----------------------------------------------------------------------------------------


def test_snapshot_writes_a_pdf_without_a_display(sample, tmp_path):
    target = tmp_path / "scale.pdf"
    result = run("snapshot", sample, "--organization", "Scale AI", "--output", target, env=without_display())
    assert result.returncode == DONE, result.stderr
    assert target.read_bytes().startswith(b"%PDF-")


def test_a_snapshot_says_what_changed_since_an_operation(sample, tmp_path):
    target = tmp_path / "scale.pdf"
    result = run("snapshot", sample, "--changed-since", "operation 7", "--output", target, env=without_display())
    assert result.returncode == DONE, result.stderr
    text = " ".join(" ".join(page.extract_text() for page in PdfReader(target).pages).split())
    assert "WHAT CHANGED" in text
    assert "(operation 7) to" in text
    assert "Relationship winding down · Scale AI · OpenAI · 18 June 2025" in text


def test_as_known_at_an_operation(sample, tmp_path):
    target = tmp_path / "events.csv"
    run("export", sample, "--table", "events", "--as-known-on", "operation 3", "--output", target)
    assert len(target.read_text(encoding="utf-8").splitlines()) == 3
    result = run("export", sample, "--table", "events", "--as-known-on", "soon", "--output", target)
    assert result.returncode == USAGE
    assert "operation 11" in result.stderr


def test_without_a_display_the_window_names_the_snapshot(sample):
    result = run(sample, env=without_display())
    assert result.returncode == UNUSABLE
    assert "headwater snapshot" in result.stderr


def test_without_a_display_the_sample_is_printed(tmp_path):
    result = run("--sample", env=without_display(), cwd=tmp_path)
    assert result.returncode == DONE, result.stderr
    (pdf,) = tmp_path.iterdir()
    assert str(pdf) in result.stdout
    assert pdf.read_bytes().startswith(b"%PDF-")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems bring these libraries")
def test_a_missing_system_library_is_named_with_its_package(sample, tmp_path):
    broken = tmp_path / "broken" / "PySide6"
    broken.mkdir(parents=True)
    reason = "libEGL.so.1: cannot open shared object file: No such file or directory"
    (broken / "__init__.py").write_text(f"raise ImportError({reason!r})")
    env = {"PYTHONPATH": f"{broken.parent}{os.pathsep}{ROOT}"}
    result = run("snapshot", sample, "--output", tmp_path / "x.pdf", env=env)
    assert result.returncode == UNUSABLE
    assert "libEGL.so.1" in result.stderr
    assert "apt install libegl1" in result.stderr
    assert "Traceback" not in result.stderr
    assert run("check", sample, env=env).returncode == PROBLEMS, "without a window nothing is missing"


@pytest.mark.parametrize("command", ["sample", "export", "check", "import"])
def test_commands_without_a_window_load_no_qt(sample, tmp_path, command):
    source = tmp_path / "layoffs.csv"
    source.write_text(LAYOFFS)
    arguments = {
        "import": [str(source), "--into", str(tmp_path / "new.headwater"), "--date-order", "mdy"],
        "sample": [str(tmp_path / "new.headwater")],
        "export": [str(sample), "--table", "findings", "--output", str(tmp_path / "x.csv")],
        "check": [str(sample)],
    }[command]
    code = (
        "import sys; from desktop.cli.main import main; main(sys.argv[1:]);"
        "print('LOADED', sorted({name.partition('.')[0] for name in sys.modules} & "
        "{'PySide6', 'pyqtgraph', 'numpy', 'sqlite_utils'}))"
    )
    result = subprocess.run(
        [sys.executable, "-c", code, command, *arguments], cwd=ROOT, text=True, capture_output=True, check=True,
        timeout=PATIENCE,
    )  # fmt: skip
    assert result.stdout.splitlines()[-1] == "LOADED []"
