"""Disks that fail: files that may not grow, and syncs that are answered with an error."""

from __future__ import annotations

import os
import random
import resource
import shutil
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from db.errors import LedgerError
from db.importing.planning.plan import default_plan, inspect_file
from db.importing.run import run_import
from db.ledger import Ledger
from helpers.drafts import layoff
from safety._deeds import EVERYTHING, _small, ledger_of

#: What is tried on a disk without room; each ends in an error that is known, or in the whole of what it promises.
DEEDS: dict[str, Callable[[Path], object]] = {}


def _deed(work: Callable[[Ledger, Path], object]) -> None:
    def run(folder: Path) -> None:
        with Ledger.open(ledger_of(folder)) as ledger:
            work(ledger, folder)

    DEEDS[work.__name__.strip("_").replace("_", " ")] = run


@_deed
def _save(ledger: Ledger, _folder: Path) -> object:
    return [ledger.events.save(layoff("Long", reason="word " * 40_000)) for _ in range(3)]


@_deed
def _import(ledger: Ledger, folder: Path) -> object:
    return run_import(ledger, folder / "rows.csv", default_plan(inspect_file(folder / "rows.csv")))


@_deed
def _undo(ledger: Ledger, _folder: Path) -> object:
    return [ledger.undo() for _ in range(5)]


@_deed
def _save_a_copy(ledger: Ledger, folder: Path) -> object:
    return ledger.save_copy(folder / "copy.headwater")


@_deed
def _back_up(ledger: Ledger, folder: Path) -> object:
    return ledger.back_up(folder / "backups", why="work")


@_deed
def _export(ledger: Ledger, folder: Path) -> object:
    from desktop.cli.main import main

    ledger.close()
    sys.stdout = sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - until the process ends
    if main(["export", str(ledger_of(folder)), "--table", "events", "--output", str(folder / "events.csv")]):
        raise LedgerError("ledger.cannot_write")
    return None


@dataclass
class Tried:
    """How often a disk failed, and what was found amiss afterwards."""

    tried: int = 0
    refused: int = 0
    problems: list[str] = field(default_factory=list)


def try_all(folder: Path, *, steps: int, seed: int = 7, silent: bool = False) -> Tried:
    """Each deed with files that may grow to so many bytes, ``steps`` sizes each. ``silent``: the negative control."""
    found, choose = Tried(), random.Random(seed)
    prepared = folder / "prepared"
    prepared.mkdir(parents=True)
    _small(prepared)
    size = ledger_of(prepared).stat().st_size
    with Ledger.open(ledger_of(prepared)) as ledger:
        before = _facts(ledger)
    for name, run in DEEDS.items():
        for step in range(steps):
            limit = choose.choice([0, 1000, size // 4, size // 2, size - 4096, size, size + 4096, size + 50_000])
            place = folder / f"{name}-{step}"
            shutil.copytree(prepared, place)
            code = _limited(run, place, limit, silent=silent)
            found.tried += 1
            found.refused += code == 10
            found.problems += [f"{name} at {limit}: {one}" for one in _amiss(place, code, before)]
            shutil.rmtree(place)
    return found


def _limited(run: Callable[[Path], object], place: Path, limit: int, *, silent: bool) -> int:
    """In a process of its own: 0 done, 10 refused with a known error, 12 an unknown one."""
    child = os.fork()
    if child == 0:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        try:
            run(place)
        except LedgerError:
            os._exit(0 if silent else 10)
        except BaseException:  # noqa: BLE001 - told by the exit code
            os._exit(0 if silent else 12)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _facts(ledger: Ledger) -> tuple[int, int]:
    return ledger.last_operation(), ledger.at(EVERYTHING).events.count(any_status=True)


def _amiss(place: Path, code: int, before: tuple[int, int]) -> list[str]:
    found = [] if code in (0, 10) else [f"ended with {code}"]
    with Ledger.open(ledger_of(place)) as ledger:
        found += [str(one) for one in ledger.check()]
        done = {
            "save": ledger.last_operation() >= before[0] + 3, "import": ledger.last_operation() == before[0] + 1,
            "undo": ledger.last_operation() == before[0] + 5, "save a copy": (place / "copy.headwater").exists(),
            "back up": len(ledger.backups(place / "backups")) == 1, "export": (place / "events.csv").exists(),
        }[place.name.rpartition("-")[0]]  # fmt: skip
        if code == 0 and not done:
            found.append("said to be done, and is not")
        ledger.events.save(layoff("Afterwards"))  # work goes on
    if (place / "copy.headwater").exists():
        with Ledger.open(place / "copy.headwater") as copy:
            found += [str(one) for one in copy.check()]
    left = [one.name for one in place.rglob("*") if one.name.endswith((".part", "-journal"))]
    return found + [f"{one} is left" for one in left]
