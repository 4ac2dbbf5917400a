"""Exports on the command line: whole ledgers, workbooks, links, and what a table cannot carry."""

import json
import zipfile

import openpyxl
import pytest

from db.ledger import Ledger
from desktop.cli.main import main
from helpers import golden
from helpers.drafts import layoff

DONE, PROBLEMS, USAGE, UNUSABLE = range(4)


@pytest.fixture
def ledger(tmp_path):
    path = tmp_path / "a.headwater"
    with Ledger.create(path) as made:
        golden.fill(made)
    return path


def run(capsys, *arguments):
    code = main([str(one) for one in arguments])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_a_data_package_makes_a_new_ledger_the_same(ledger, tmp_path, capsys):
    package, new = tmp_path / "a.zip", tmp_path / "new.headwater"
    code, out, err = run(capsys, "export", ledger, "--format", "datapackage", "--output", package)
    assert (code, err) == (DONE, "")
    assert str(package) in out
    assert run(capsys, "import", package, "--into", new, "--dry-run")[0] == DONE
    assert not new.exists()
    code, out, err = run(capsys, "import", package, "--into", new)
    assert (code, err) == (DONE, "")
    assert "as it is" in out
    tables = [run(capsys, "export", one, "--table", "history", "--output", "-")[1] for one in (ledger, new)]
    assert tables[0] == tables[1] != ""


def test_another_ledger_is_told_what_it_got_and_what_stays_as_it_is(ledger, tmp_path, capsys):
    package, other = tmp_path / "a.zip", tmp_path / "other.headwater"
    run(capsys, "export", ledger, "--format", "datapackage", "--output", package)
    with Ledger.create(other) as made:
        made.events.save(layoff("Meta"))
        meta = made.organizations.find("Meta")
        made.organizations.save(name="Meta", organization_id=meta, notes="ours")
    code, out, err = run(capsys, "import", package, "--into", other)
    assert code == PROBLEMS
    assert "rows added" in out
    assert "other values" in err
    assert f"organization {meta}" in err
    said = json.loads(run(capsys, "import", package, "--into", other, "--json")[1])
    assert said["added"] == {}
    assert said["differences"] == [["organizations", meta]]


def test_a_broken_package_leaves_no_ledger_behind(ledger, tmp_path, capsys):
    package, new = tmp_path / "a.zip", tmp_path / "new.headwater"
    run(capsys, "export", ledger, "--format", "datapackage", "--output", package)
    with zipfile.ZipFile(package) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(package, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, b"uid\r\n" if name == "data/ledger.csv" else data)
    code, _out, err = run(capsys, "import", package, "--into", new)
    assert code == UNUSABLE
    assert "a.zip" in err
    assert not new.exists()


@pytest.mark.parametrize("option", [("--table", "events"), ("--organization", "Meta"), ("--status", "denied")])
def test_a_data_package_is_always_whole(ledger, tmp_path, capsys, option):
    target = tmp_path / "a.zip"
    code, _out, err = run(capsys, "export", ledger, "--format", "datapackage", *option, "--output", target)
    assert code == USAGE
    assert option[0] in err
    assert not target.exists()


def test_what_does_not_apply_to_a_package_is_not_taken_in_silence(ledger, tmp_path, capsys):
    package = tmp_path / "a.zip"
    run(capsys, "export", ledger, "--format", "datapackage", "--output", package)
    code, _out, err = run(capsys, "import", package, "--into", tmp_path / "b.headwater", "--date-order", "dmy")
    assert code == USAGE
    assert "--date-order" in err


def test_a_workbook_has_all_tables_unless_one_is_named(ledger, tmp_path, capsys):
    target = tmp_path / "a.xlsx"
    code, _out, err = run(capsys, "export", ledger, "--format", "xlsx", "--output", target)
    assert code == DONE
    assert "data package" in err
    assert len(openpyxl.load_workbook(target).sheetnames) == 10
    run(capsys, "export", ledger, "--format", "xlsx", "--table", "claims", "--output", target)
    assert openpyxl.load_workbook(target).sheetnames == ["claims"]


def test_a_format_of_one_table_asks_for_its_name(ledger, tmp_path, capsys):
    code, _out, err = run(capsys, "export", ledger, "--format", "parquet", "--output", tmp_path / "a.parquet")
    assert code == USAGE
    assert "--table" in err


def test_what_one_table_cannot_carry_is_named(ledger, tmp_path, capsys):
    for table, word in (("events", "sources"), ("claims", "decisions"), ("headcount", "follows from")):
        code, _out, err = run(capsys, "export", ledger, "--table", table, "--output", tmp_path / "a.csv")
        assert code == DONE
        assert word in err


def test_a_link_is_written_through_only_when_that_is_said(ledger, tmp_path, capsys):
    real, link = tmp_path / "real.csv", tmp_path / "link.csv"
    link.symlink_to(real)
    code, _out, err = run(capsys, "export", ledger, "--table", "events", "--output", link)
    assert code == UNUSABLE
    assert str(real) in err
    assert not real.exists()
    assert run(capsys, "export", ledger, "--table", "events", "--output", link, "--follow-links")[0] == DONE
    assert real.stat().st_mode & 0o777 == 0o600
    assert link.is_symlink()
