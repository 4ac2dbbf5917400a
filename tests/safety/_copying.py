"""What a copying program or a sync client finds between two commits: the one file, and that complete."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from db.ledger import Ledger
from helpers.drafts import layoff

#: Looks at copies as another program would: its own process never opens the ledger that is being written.
_LOOK = """
import sqlite3, sys
for line in sys.stdin:
    path, expected = line.rstrip("\\n").split("\\t")
    try:
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as copy:
            found = copy.execute("SELECT count(*) FROM events WHERE retired_operation IS NULL").fetchone()[0]
            sound = copy.execute("PRAGMA quick_check").fetchone()[0]
        print(int(found != int(expected) or sound != "ok"), flush=True)
    except sqlite3.Error:
        print(1, flush=True)
"""


def copy_after_each(folder: Path, *, commits: int, wal: bool = False) -> int:
    """How many of the copies lack something, or had a file beside them. ``wal``: the negative control."""
    folder.mkdir(parents=True)
    path, bad = folder / "a.headwater", 0
    with subprocess.Popen(
        [sys.executable, "-c", _LOOK], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as look, Ledger.create(path) as ledger:  # fmt: skip
        assert look.stdin is not None
        assert look.stdout is not None
        if wal:
            ledger.store.connection.execute("PRAGMA journal_mode = WAL")
            ledger.store.watch.settle()
        for number in range(commits):
            ledger.events.save(layoff(f"Company {number % 20}", number + 1))
            beside = [one for one in folder.iterdir() if one != path]
            copy = folder.with_name(f"{folder.name}-{number}.headwater")
            # By another process: reading and closing the file in this one would drop its locks.
            subprocess.run(["cp", path, copy], check=True)
            look.stdin.write(f"{copy}\t{number + 1}\n")
            look.stdin.flush()
            bad += int(look.stdout.readline()) or bool(beside and not wal)
            for one in copy.parent.glob(f"{copy.name}*"):
                one.unlink()
    shutil.rmtree(folder)
    return bad
