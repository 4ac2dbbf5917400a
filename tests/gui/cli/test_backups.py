"""``headwater backups`` and ``headwater restore``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from db.ledger import Ledger
from desktop.cli.main import main
from helpers.drafts import layoff


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    code = main([str(one) for one in arguments])
    said = capsys.readouterr()
    return code, said.out, said.err


def total(path: Path) -> int:
    with Ledger.open(path) as ledger:
        return ledger.events.total()


def test_listed_gone_back_to_and_taken_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, table = tmp_path / "a.headwater", tmp_path / "t.csv"
    with Ledger.create(path) as ledger:
        ledger.events.save(layoff())
    assert run(capsys, "backups", path) == (0, "There is no backup of this ledger.\n", "")
    # An import makes one first.
    table.write_text("company,date,laid off\nAcorn,2025-01-02,10\nBirch,2025-01-03,20\n", encoding="utf-8")
    assert run(capsys, "import", table, "--into", path)[0] == 0
    assert total(path) == 3
    code, out, _said = run(capsys, "backups", path)
    assert code == 0
    assert "before an import" in out
    (listed,) = json.loads(run(capsys, "backups", path, "--json")[1])
    assert (listed["backup"], listed["why"], listed["events"]) == (1, "import", 1)

    assert run(capsys, "restore", path, "--backup", 7)[0] == 2
    code, out, _said = run(capsys, "restore", path, "--backup", 1)
    assert (code, total(path)) == (0, 1)
    assert out.startswith("The ledger is as it was on ")
    assert [one["why"] for one in json.loads(run(capsys, "backups", path, "--json")[1])] == ["restore", "import"]
    code, _out, said = run(capsys, "restore", path, "--backup", 1)
    assert (code, said) == (3, "The ledger is as it was in this backup, so there is nothing to restore.\n")
    with Ledger.open(path) as ledger:
        ledger.undo()
    assert total(path) == 3

    new = tmp_path / "new.headwater"
    assert run(capsys, "restore", path, "--backup", 1, "--output", new)[0] == 0
    assert total(new) == 1
    assert run(capsys, "restore", path, "--backup", 1, "--output", new)[0] == 3

    # Of one that is damaged they are listed all the same, and it is not touched.
    path.write_bytes(b"not a ledger at all" * 100)
    code, out, said = run(capsys, "backups", path)
    assert code == 0
    assert "before an import" in out
    assert "is not a ledger" in said
    assert run(capsys, "restore", path, "--backup", 2)[0] == 3
    assert path.read_bytes().startswith(b"not a ledger")
    # Where nothing of it can be recovered the newest is named, with the command.
    code, _out, said = run(capsys, "recover", path, "--output", tmp_path / "recovered.headwater")
    assert code == 3
    assert "The newest backup of it was made on " in said
    assert said.splitlines()[-1] == f'headwater restore {path} --backup 3 --output "{tmp_path}/a restored.headwater"'
    # Of one that is gone, it takes the place.
    path.unlink()
    assert run(capsys, "restore", path, "--backup", 2)[0] == 0
    assert total(path) == 3
    path.unlink()
    assert run(capsys, "backups", tmp_path / "never.headwater")[0] == 3
