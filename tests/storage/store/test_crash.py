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
from db.model.records import Scope
from db.model.values import Status
from helpers.drafts import layoff
from helpers.places import ROOT

#: The full number where time is cheap; enough to notice elsewhere.
KILLS = int(os.environ.get("HEADWATER_KILLS", "200" if os.environ.get("CI") else "40"))

# For each line it reads, a seed, a new process edits until it is killed. It says its own number at first, and then,
# after each commit, which operation is safe and how many events there are with it. (A process forked from one that has
# imported everything begins at once; what it opens and writes is its own.)
PARENT = """
import os, random, sys, traceback
from pathlib import Path
from db.ledger import Ledger
from db.model.records import Scope
from db.model.values import Status
from db.importing.planning.plan import default_plan, inspect_file
from db.importing.run import run_import
from helpers.drafts import layoff

path, csv = Path(sys.argv[1]), Path(sys.argv[2])
plan = default_plan(inspect_file(csv))
everything = Scope(minimum_status=Status.DENIED)


def say(*words):
    # In one piece: print() may write a line in several, and whoever is killed between two leaves half of it.
    os.write(1, (" ".join(map(str, words)) + "\\n").encode())


def work(seed):
    choose = random.Random(seed)
    with Ledger.open(path) as ledger:
        say(os.getpid(), ledger.last_operation(), ledger.at(everything).events.count(any_status=True))
        while True:
            deed = choose.choice(["save", "save", "edit", "delete", "import", "undo", "undo", "redo"])
            ids = [row.id for row in ledger.at(everything).events.select_rows(limit=5, descending=True, column="id")]
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
            say("done", ledger.last_operation(), ledger.at(everything).events.count(any_status=True))


for line in iter(sys.stdin.readline, ""):
    child = os.fork()
    if child == 0:
        try:
            work(int(line))
        except BaseException:
            say("failed", *traceback.format_exc().splitlines())
        os._exit(1)
    os.waitpid(child, 0)
    say("dead")
"""


@pytest.fixture
def csv(tmp_path: Path) -> Path:
    path = tmp_path / "rows.csv"
    rows = [f"Company {n % 50},{n},{n % 28 + 1}.{n % 12 + 1}.2024,https://paper.example/{n}" for n in range(500)]
    path.write_text("company,laid off,date,source\n" + "\n".join(rows), encoding="utf-8")
    return path


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a process that is forked starts at once")
def test_killed_at_random_moments(tmp_path: Path, csv: Path) -> None:
    path = tmp_path / "a.headwater"
    with Ledger.create(path) as ledger:
        ledger.events.save(layoff())
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(["tests", ".", os.environ.get("PYTHONPATH", "")])}
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, str(path), str(csv)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment, cwd=ROOT,
    )  # fmt: skip
    with parent:
        hot = killed(parent, path)
        assert parent.stdin is not None
        parent.stdin.close()
    print(f"{KILLS} kills, {hot} of them inside a transaction")
    assert hot > 0 or KILLS < 50  # else nothing was tested


def said(parent: subprocess.Popen[str]) -> list[str]:
    """The next acknowledgment. Who has failed by itself is told here: it would never say another."""
    assert parent.stdout is not None
    line = parent.stdout.readline()
    assert not line.startswith(("failed", "dead")), line
    return line.split()


def killed(parent: subprocess.Popen[str], path: Path) -> int:
    """Kills one after the other and looks at what each leaves. Returns how many left a journal."""
    assert parent.stdin is not None
    assert parent.stdout is not None
    choose = random.Random(7)
    hot = 0
    for round_number in range(KILLS):
        parent.stdin.write(f"{round_number}\n")
        parent.stdin.flush()
        acknowledged = [said(parent)]
        child = int(acknowledged[0][0])
        acknowledged += [said(parent) for _ in range(choose.randrange(1, 8))]
        # Not on an acknowledgment but somewhere in the work after it.
        until = time.monotonic() + choose.uniform(0, 0.06)
        while time.monotonic() < until:
            pass
        os.kill(child, signal.SIGKILL)
        acknowledged += [line.split() for line in iter(parent.stdout.readline, "dead\n")]
        hot += path.with_name(path.name + "-journal").exists()
        _, operation, events = acknowledged[-1]
        with Ledger.open(path) as ledger:
            everything = Scope(minimum_status=Status.DENIED, known_operation=int(operation))
            # What was acknowledged is there, to the event; at most one operation more was committed and not yet said.
            assert ledger.at(everything).events.count(any_status=True) == int(events)
            assert ledger.last_operation() - int(operation) in (0, 1)
            unfinished = ledger.store.connection.execute(
                "SELECT count(*) FROM operations WHERE detail = '{}' AND code <> 'ledger.created'"
            )
            assert unfinished.fetchone()[0] == 0
            if round_number % 20 == 0 or round_number == KILLS - 1:
                assert ledger.check() == []
            else:
                assert ledger.store.connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    return hot
