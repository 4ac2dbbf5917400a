"""A ledger deleted, renamed, replaced or overwritten under the program: noticed, and never written into.

``python -m tests.safety noticed [--trials 200]``. What protects is taken away for the control: without looking at the
file an overwritten ledger is written into, and in SQLite's other journal mode what was moved, deleted or replaced is.
"""

from __future__ import annotations

import argparse
import contextlib
import random
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

from db.errors import LedgerError
from db.ledger import Ledger
from db.model.drafts import ClaimDraft, EventDraft
from tests.safety.report import Result, tell

#: What is done to a file by the other program; beside it lies another ledger.
DEEDS = {
    "deleted": "os.remove(path)",
    "renamed": "os.rename(path, path + '.away')",
    "replaced": "os.replace(other, path)",
    "overwritten": "open(path, 'r+b').write(open(other, 'rb').read()); os.truncate(path, os.path.getsize(other))",
}


class Other:
    """Another program, kept running: it is told what to do, and says when that is done."""

    def __init__(self) -> None:
        code = "import os, sys\nfor line in sys.stdin:\n    exec(line)\n    print(flush=True)"
        self._run = subprocess.Popen(
            [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def do(self, deed: str, path: Path, other: Path) -> None:
        """Do it, and wait for it."""
        assert self._run.stdin is not None
        assert self._run.stdout is not None
        self._run.stdin.write(f"path, other = {str(path)!r}, {str(other)!r}; {deed}\n")
        self._run.stdin.flush()
        self._run.stdout.readline()

    def digests(self, folder: Path) -> dict[str, str]:
        """The content of every file, read in another process: this one would lose its locks by closing them."""
        found = subprocess.run(
            ["sha256sum", *(one for one in folder.iterdir() if not one.name.endswith("-journal"))],
            capture_output=True,
            text=True,
            check=False,
        )
        return {line.split()[1]: line.split()[0] for line in found.stdout.splitlines()}

    def end(self) -> None:
        """Let it go."""
        self._run.communicate()


def draft(name: str) -> EventDraft:
    """Something to write."""
    return EventDraft(kind="layoff", organization=name, claims=(ClaimDraft(),))


def made(path: Path, name: str) -> Path:
    """A ledger with one event."""
    with Ledger.create(path) as ledger:
        ledger.events.save(draft(name))
    return path


def trial(other: Other, deed: str, chance: random.Random, *, guarded: bool = True) -> bool:
    """Whether a write after (or in the middle of which) a deed was done leaves every file as it was, and is refused."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path, spare = made(folder / "a.headwater", "Acme"), made(folder / "b.headwater", "Bolt")
        with Ledger.open(path) as ledger:
            for number in range(chance.randrange(3)):
                ledger.events.save(draft(f"Before {number}"))
            if not guarded and ledger.store.watch is not None:
                ledger.store.watch.look = lambda *, writing=False: ""  # type: ignore[method-assign]
            within, refused, files = chance.random() < 0.5, False, {}
            try:
                with ledger.operation("import.added") if within else contextlib.nullcontext():
                    if within:
                        ledger.events.save(draft("Lost"))
                    other.do(DEEDS[deed], path, spare)
                    files = other.digests(folder)
                if not within:
                    ledger.events.save(draft("Lost"))
            except LedgerError:
                refused = True
            return refused and other.digests(folder) == files


def silent(other: Other, deed: str) -> bool:
    """The control: a plain connection in the other journal mode. Whether it takes a write for done."""
    with tempfile.TemporaryDirectory() as name:
        path, spare = Path(name) / "a.headwater", made(Path(name) / "b.headwater", "Bolt")
        connection = sqlite3.connect(path, isolation_level=None)
        with contextlib.closing(connection):
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("CREATE TABLE t(a)")
            other.do(DEEDS[deed], path, spare)
            with contextlib.suppress(sqlite3.Error):
                connection.execute("INSERT INTO t VALUES (1)")
                return True
        return False


def results(trials: int, controls: int, seed: int = 1) -> list[Result]:
    """Every deed, so many times."""
    other, chance, found = Other(), random.Random(seed), []
    try:
        for deed in DEEDS:
            failed = sum(not trial(other, deed, chance) for _ in range(trials))
            if deed == "overwritten":
                bad = sum(not trial(other, deed, chance, guarded=False) for _ in range(controls))
            else:
                bad = sum(silent(other, deed) for _ in range(controls))
            found.append(Result(f"{deed} under the program: written into, or told as saved", trials, failed,
                                (controls, bad)))  # fmt: skip
    finally:
        other.end()
    return found


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--trials", type=int, default=200)
    tell(*results(parser.parse_args().trials, 20))
