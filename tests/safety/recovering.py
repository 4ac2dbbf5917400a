"""Damaged ledgers, recovered: ``python -m tests.safety recovering [TRIALS [ROWS]]``.

Four kinds of damage. What counts is the share of rows of evidence (events and claims, every version) that the new
ledger has as the old one had them. The negative control is a plain SELECT of the damaged file.
"""

from __future__ import annotations

import contextlib
import random
import sqlite3
import statistics
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from db.errors import LedgerError
from db.ledger import Ledger
from db.recovering.recover import recover
from tests.safety._ledgers import make
from tests.safety._mutations import PAGE
from tests.safety.report import Result, tell

Rows = frozenset[tuple[object, ...]]
Damage = Callable[[bytearray, random.Random], None]


def evidence(path: Path) -> Rows:
    """The events and claims of a ledger as plain SQLite reads them; none where it cannot read all."""
    found: set[tuple[object, ...]] = set()
    with contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        for table in ("events", "claims"):
            try:
                names = sorted(row[1] for row in connection.execute(f"PRAGMA table_info({table})"))
                names = [name for name in names if name != "retired_operation"]
                found.update((table, *row) for row in connection.execute(f"SELECT {', '.join(names)} FROM {table}"))
            except (sqlite3.Error, UnicodeDecodeError):
                return frozenset()
    return frozenset(found)


def zeroed(number: int) -> Damage:
    """So many pages are zero, page 1 not among them."""

    def damage(data: bytearray, chance: random.Random) -> None:
        for page in chance.sample(range(1, len(data) // PAGE), number):
            data[page * PAGE : (page + 1) * PAGE] = bytes(PAGE)

    return damage


def cut(data: bytearray, _chance: random.Random) -> None:
    """The last tenth is gone."""
    del data[len(data) * 9 // 10 // PAGE * PAGE :]


def headless(data: bytearray, _chance: random.Random) -> None:
    """The first page is zero."""
    data[:PAGE] = bytes(PAGE)


#: By name: the damage, and the least share that the middle and the worst trial must have.
DAMAGES: dict[str, tuple[Damage, float, float]] = {
    "one page zeroed": (zeroed(1), 0.995, 0.95),
    "eight pages zeroed": (zeroed(8), 0.985, 0.95),
    "a tenth cut off": (cut, 0.90, 0.88),
    "page 1 zeroed": (headless, 0.98, 0.95),
}


def share(original: Path, folder: Path, damage: Damage, seed: int) -> tuple[float, bool, bool]:
    """What share was recovered, whether a plain SELECT gave everything, and whether the new ledger is sound."""
    data = bytearray(original.read_bytes())
    damage(data, random.Random(seed))
    damaged, target = folder / "damaged.headwater", folder / "recovered.headwater"
    damaged.write_bytes(data)
    before = evidence(original)
    plain = evidence(damaged) == before
    target.unlink(missing_ok=True)
    try:
        report = recover(damaged, target)
    except LedgerError as error:
        print(error)
        return 0.0, plain, True
    if report.problems:
        print(report.problems[:5])
    with Ledger.open(target, mode="read") as ledger:
        sound = not ledger.check()
    assert damaged.read_bytes() == data, "the old one is untouched"
    return len(before & evidence(target)) / len(before), plain, sound


def main(trials: int = 12, rows: int = 3000) -> None:
    """Damage, recover and tell."""
    results = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        original = make(folder, rows=rows)
        for damage, (do, middle, worst) in DAMAGES.items():
            found = [share(original, folder, do, seed) for seed in range(trials)]
            shares = [one for one, _, _ in found]
            failed = sum(one < worst for one in shares) + (statistics.median(shares) < middle)
            failed += sum(not sound for _, _, sound in found)
            control = trials, sum(not plain for _, plain, _ in found)
            note = f"median {statistics.median(shares):.2%}, worst {min(shares):.2%}"
            results.append(Result(f"recovered too little, or unsound: {damage}", trials, failed, control, note))
            print(results[-1], flush=True)
    tell(*results)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
