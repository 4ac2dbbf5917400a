"""Killed at any moment of editing, importing and undoing: nothing acknowledged is lost, nothing is half done."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from db.ledger import Ledger
from db.records import Scope
from db.values import Status
from helpers.drafts import layoff

#: The full number where time is cheap; enough to notice elsewhere.
KILLS = int(os.environ.get("HEADWATER_KILLS", "200" if os.environ.get("CI") else "40"))

# The child says, after each commit, which operation is safe and how many events there are with it.
CHILD = """
import random, sys
from pathlib import Path
from db.ledger import Ledger
from db.records import Scope
from db.values import Status
from db.importing.plan import default_plan, inspect_file
from db.importing.run import run_import
from helpers.drafts import layoff

path, csv, seed = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
choose = random.Random(seed)
plan = default_plan(inspect_file(csv))
everything = Scope(minimum_status=Status.DENIED)
with Ledger.open(path) as ledger:
    print("open", ledger.last_operation(), ledger.events.count(everything, any_status=True), flush=True)
    while True:
        deed = choose.choice(["save", "save", "edit", "delete", "import", "undo", "undo", "redo"])
        ids = [row.id for row in ledger.events.select_rows(everything, limit=5, descending=True, column="id")]
        if deed == "save":
            ledger.events.save(layoff(f"Company {choose.randrange(9)}", choose.randrange(1, 999)))
        elif deed == "edit" and ids:
            ledger.events.save(layoff("Edited", choose.randrange(1, 999)), event_id=ids[0])
        elif deed == "delete" and ids:
            ledger.events.delete(ids[:2])
        elif deed == "import":
            run_import(ledger, csv, plan)
        elif deed == "undo" and ledger.undo_step():
            ledger.undo()
        elif deed == "redo" and ledger.redo_step():
            ledger.redo()
        print("done", ledger.last_operation(), ledger.events.count(everything, any_status=True), flush=True)
"""


@pytest.fixture
def csv(tmp_path: Path) -> Path:
    path = tmp_path / "rows.csv"
    rows = [f"Company {n % 50},{n},{n % 28 + 1}.{n % 12 + 1}.2024,https://paper.example/{n}" for n in range(1500)]
    path.write_text("company,count,date,source\n" + "\n".join(rows), encoding="utf-8")
    return path


def test_killed_at_random_moments(tmp_path: Path, csv: Path) -> None:
    path = tmp_path / "a.headwater"
    with Ledger.create(path) as ledger:
        ledger.events.save(layoff())
    choose = random.Random(7)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(["tests", ".", os.environ.get("PYTHONPATH", "")])}
    hot = 0
    for round_number in range(KILLS):
        child = subprocess.Popen(
            [sys.executable, "-c", CHILD, str(path), str(csv), str(round_number)],
            stdout=subprocess.PIPE, text=True, env=environment, cwd=Path(__file__).parents[2],
        )  # fmt: skip
        assert child.stdout is not None
        acknowledged = [child.stdout.readline()]
        wanted = choose.randrange(1, 12)
        for _ in range(wanted):
            acknowledged.append(child.stdout.readline())
        # Not on an acknowledgment but somewhere in the work after it.
        until = time.monotonic() + choose.uniform(0, 0.06)
        while time.monotonic() < until:
            pass
        child.send_signal(signal.SIGKILL)
        acknowledged += child.stdout.read().splitlines(keepends=True)
        child.wait()
        child.stdout.close()
        hot += path.with_name(path.name + "-journal").exists()
        whole = [line.split() for line in acknowledged if line.endswith("\n")]
        _, operation, events = whole[-1]
        with Ledger.open(path) as ledger:
            everything = Scope(minimum_status=Status.DENIED, known_operation=int(operation))
            # What was acknowledged is there, to the event; at most one operation more was committed and not yet said.
            assert ledger.events.count(everything, any_status=True) == int(events)
            assert ledger.last_operation() - int(operation) in (0, 1)
            unfinished = ledger.connection.execute(
                "SELECT count(*) FROM operations WHERE detail = '{}' AND code <> 'ledger.created'"
            )
            assert unfinished.fetchone()[0] == 0
            if round_number % 20 == 0 or round_number == KILLS - 1:
                assert ledger.check() == []
            else:
                assert ledger.connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    print(f"{KILLS} kills, {hot} of them inside a transaction")
    assert hot > 0 or KILLS < 50  # else nothing was tested
