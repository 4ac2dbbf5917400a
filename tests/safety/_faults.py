"""System calls that fail: strace answers the k-th of a kind with an error, once or from then on."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from itertools import product
from pathlib import Path

from db.errors import LedgerError
from db.ledger import Ledger
from helpers.places import ROOT
from safety._deeds import _small, ledger_of
from safety._disk import DEEDS, Tried, _amiss, _facts

#: What a disk may refuse, and with which errors; by what the system calls it.
CALLS = {
    "pwrite64": ("EIO", "ENOSPC"), "write": ("EIO", "ENOSPC"), "fdatasync": ("EIO",), "fsync": ("EIO",),
    "ftruncate": ("EIO",), "unlink": ("EIO", "EACCES"), "rename": ("EIO", "EACCES"), "linkat": ("EIO",),
}  # fmt: skip

#: Taking away what was begun cannot be done where nothing can be taken away.
_LEAVES = ("unlink",)


def available() -> bool:
    """Whether the system lets calls be answered."""
    return sys.platform == "linux" and shutil.which("strace") is not None


def fail_each(
    folder: Path, *, deeds: tuple[str, ...], calls: tuple[str, ...], most: int, silent: bool = False
) -> Tried:
    """Each deed with the first, second, ... call failing, at most ``most``. ``silent``: the negative control."""
    found = Tried()
    prepared = folder / "prepared"
    prepared.mkdir(parents=True)
    _small(prepared)
    with Ledger.open(ledger_of(prepared)) as ledger:
        before = _facts(ledger)
    errors = [(call, error) for call in calls for error in CALLS[call]]
    for name, (call, error), ever in product(deeds, errors, ("", "+")):
        for number in range(1, most + 1):
            place = folder / f"{name}-{found.tried}"
            shutil.copytree(prepared, place)
            code, met = _run(name, place, f"{call}:error={error}:when={number}{ever}", silent=silent)
            if met:
                found.tried += 1
                found.refused += code == 10
                amiss = [one for one in _amiss(place, code, before) if call not in _LEAVES or "is left" not in one]
                found.problems += [f"{name}, {call} {number}{ever} {error}: {one}" for one in amiss]
            shutil.rmtree(place)
            if not met:
                break
    return found


def _run(name: str, place: Path, fault: str, *, silent: bool) -> tuple[int, bool]:
    """In a process of its own: 0 done, 10 refused with a known error, 12 an unknown one; and whether the call came."""
    trace = place.with_suffix(".trace")
    call = fault.partition(":")[0]
    command = ["strace", "-qq", "-o", str(trace), "-e", f"trace={call}", "-e", f"inject={fault}"]
    command += [sys.executable, "-m", "tests.safety._faults", name, str(place), *(["silent"] if silent else [])]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "tests"), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, timeout=120, check=False)
    met = "(INJECTED)" in trace.read_text(errors="replace")
    trace.unlink()
    return done.returncode, met


def main(name: str, place: str, silent: str = "") -> None:
    """The deed itself, in the process whose calls fail."""
    try:
        DEEDS[name](Path(place))
    except LedgerError:
        os._exit(0 if silent else 10)
    except BaseException:  # noqa: BLE001 - told by the exit code
        os._exit(0 if silent else 12)
    os._exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:])
