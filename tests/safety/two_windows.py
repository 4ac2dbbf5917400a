"""Two programs that edit one ledger in turn: no edit is lost, and a killed one leaves nothing to be asked.

``python -m tests.safety two_windows [--edits 1000]``. Each edit reads a number and writes the next one. For the
control the number is read without holding the lock, as by a program that does not know of it.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from db.errors import LedgerError
from db.ledger import Ledger
from db.store.lock import WriteLock
from db.store.store import local_now
from tests.safety.report import Result, tell

_KEY = "order"


def edit(path: Path, *, locked: bool) -> None:
    """Count on by one; waits for its turn."""
    lock, number = WriteLock(path), -1
    if not locked:
        with Ledger.open(path, mode="read") as ledger:
            number = int(ledger.settings.get(_KEY) or 0)
        time.sleep(0.002)
    while True:
        try:
            lock.acquire(now=local_now())
            break
        except LedgerError:
            time.sleep(0.001)
    try:
        with Ledger.open(path) as ledger:
            number = int(ledger.settings.get(_KEY) or 0) if locked else number
            ledger.settings.set(_KEY, str(number + 1))
    finally:
        lock.release()


def edits(path: Path, count: int, *, locked: bool) -> None:
    """So many, one after the other; each is acknowledged. Begins when it is told to, so that two begin together."""
    print("ready", flush=True)
    sys.stdin.readline()
    for _number in range(count):
        while True:
            try:
                edit(path, locked=locked)
                break
            except LedgerError as error:
                if error.code != "ledger.locked":
                    raise
    print(count, flush=True)


def lost(count: int, *, locked: bool) -> int:
    """How many of the edits of two programs are not there in the end."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "a.headwater"
        Ledger.create(path).close()
        command = [sys.executable, "-m", "tests.safety.two_windows", "--path", str(path), "--edits", str(count // 2)]
        command += [] if locked else ["--unlocked"]
        both = [
            subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8")
            for _ in "ab"
        ]
        for one in both:
            assert one.stdout is not None
            one.stdout.readline()
        for one in both:
            assert one.stdin is not None
            one.stdin.write("\n")
            one.stdin.flush()
        done = sum(int(one.communicate()[0]) for one in both)
        with Ledger.open(path) as ledger:
            return done - int(ledger.settings.get(_KEY) or 0)


def left_behind() -> float:
    """Seconds until a ledger can be edited again after its program was killed."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "a.headwater"
        Ledger.create(path).close()
        code = (
            "import sys, time\nfrom pathlib import Path\nfrom db.store.lock import WriteLock\n"
            "from db.store.store import local_now\n"
            "lock = WriteLock(Path(sys.argv[1]))\nlock.acquire(now=local_now())\nprint(flush=True)\ntime.sleep(60)"
        )
        holder = subprocess.Popen([sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE)
        assert holder.stdout is not None
        holder.stdout.readline()
        os.kill(holder.pid, signal.SIGKILL)
        holder.communicate()
        start = time.monotonic()
        edit(path, locked=True)
        return time.monotonic() - start


def results(count: int) -> list[Result]:
    """Both, with the control."""
    control = min(count, 100)
    unlocked, waited = lost(control, locked=False), left_behind()
    return [
        Result("edits of two programs that are lost", count, lost(count, locked=True), (control, unlocked)),
        Result("a killed program keeps the ledger", 1, int(waited > 1), note=f"{waited:.2f} s"),
    ]


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--edits", type=int, default=1000)
    parser.add_argument("--path", type=Path)
    parser.add_argument("--unlocked", action="store_true")
    asked = parser.parse_args()
    if asked.path is None:
        tell(*results(asked.edits))
    else:
        edits(asked.path, asked.edits, locked=not asked.unlocked)
