"""The power goes while work is saved: ``python -m tests.safety power [--states 10000]``."""

from __future__ import annotations

import argparse
import random
import sqlite3
import sys
import tempfile
from collections import Counter
from pathlib import Path

from db.errors import LedgerError
from db.ledger import Ledger
from safety._faults import available
from safety._power import taken_down
from tests.safety.report import Result, tell


def lost(folder: Path, *, states: int, seed: int = 1, bare: bool = False) -> Counter[str]:
    """So many states a disk may be in, over all that is saved; how many of them lack or break what."""
    disk, calls = taken_down(folder / "work", saves=6, bare=bare)
    chance, found = random.Random(seed), Counter[str]()
    for number, call in enumerate(calls):
        if not disk.play(call):
            continue
        left = len(calls) - number
        while found["tried"] < states and chance.random() < (states - found["tried"]) / left:
            found["tried"] += 1
            place = folder / "after"
            place.mkdir()
            for name, content in disk.lose_power(chance).items():
                (place / name).write_bytes(content)
            found[_amiss(place / "a.headwater", disk.acknowledged)] += 1
            for one in place.iterdir():
                one.unlink()
            place.rmdir()
    return found


def _amiss(path: Path, acknowledged: int) -> str:
    """What is wrong with a ledger after the power was lost; empty: nothing."""
    try:
        with Ledger.open(path) as ledger:
            if ledger.store.connection.execute("PRAGMA integrity_check(1)").fetchone()[0] != "ok" or ledger.check():
                return "damaged"
            return "" if ledger.last_operation() >= acknowledged else "lost"
    except (LedgerError, sqlite3.Error, FileNotFoundError):
        return "damaged"


def main() -> None:
    """With what protects, and without syncing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--states", type=int, default=10_000)
    options = parser.parse_args()
    if not available():
        print("No strace here: nothing is tried.")
        sys.exit(0)
    with tempfile.TemporaryDirectory() as name:
        found = lost(Path(name) / "a", states=options.states)
        bare = lost(Path(name) / "b", states=min(500, options.states), bare=True)
    control = (bare["tried"], bare["damaged"] + bare["lost"])
    note = f"{bare['damaged']} of the control damaged"
    tell(
        Result("power lost: acknowledged work that is gone", found["tried"], found["lost"], control),
        Result("power lost: damaged ledgers", found["tried"], found["damaged"], control, note),
    )


if __name__ == "__main__":
    main()
