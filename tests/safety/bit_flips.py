"""One bit of a ledger is turned, wherever it lies: ``python -m tests.safety bit_flips [EFFECTIVE [ROWS]]``.

A flip is effective where plain SQLite then reads another content, or none. Every effective one is to be found by the
check of a ledger, or the ledger refused. The negative controls are SQLite's own quick_check and integrity_check.
"""

from __future__ import annotations

import random
import sys
import tempfile
from collections import Counter
from pathlib import Path

from db.errors import LedgerError
from db.ledger import Ledger
from tests.safety._ledgers import dump, make, passes
from tests.safety.report import Result, tell


def found_by_check(path: Path) -> bool:
    """Whether the check says anything, or the file is not opened at all; anything but a sentence is a failure."""
    try:
        with Ledger.open(path, mode="read") as ledger:
            return bool(ledger.check())
    except LedgerError:
        return True


def flips(original: Path, target: Path, effective: int, *, seed: int = 0) -> Counter[str]:
    """So many effective flips of a ledger, each in ``target``; how many of them each check misses."""
    chance = random.Random(seed)
    data, sound = original.read_bytes(), dump(original)
    counts: Counter[str] = Counter()
    while counts["effective"] < effective:
        damaged = bytearray(data)
        place = chance.randrange(len(data))
        damaged[place] ^= 1 << chance.randrange(8)
        target.write_bytes(damaged)
        counts["tried"] += 1
        if dump(target) == sound:
            continue
        counts["effective"] += 1
        for pragma in ("quick_check", "integrity_check"):
            counts[pragma] += passes(target, pragma)
        if not found_by_check(target):
            counts["check"] += 1
            print("missed: byte", place, "of page", place // 4096 + 1)
    return counts


def main(effective: int = 600, rows: int = 1500) -> None:
    """Turn bits and tell."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        original = make(folder, rows=rows)
        with Ledger.open(original) as ledger:
            alarms = len(ledger.check())
        counts = flips(original, folder / "flipped.headwater", effective)
    quick, integrity = (counts["effective"], counts["quick_check"]), (counts["effective"], counts["integrity_check"])
    tell(
        Result("false alarms of the check on the sound ledger", 1, alarms),
        Result("effective flips that the check misses", effective, counts["check"], quick, "control: quick_check"),
        Result("the same beside integrity_check", effective, counts["check"], integrity, f"of {counts['tried']} flips"),
    )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
