"""What a disk may hold after the power went: what was written and not synced is there, torn, or lost.

The calls of a program that saves are taken down by strace, and played on a model of a disk. Of the writes to a file
since its last sync each is there, there up to a sector, or not at all; of the names in a folder that were made or
taken away since the folder's last sync, the first so many are.
"""

from __future__ import annotations

import os
import random
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from db.ledger import Ledger
from helpers.drafts import layoff
from helpers.places import ROOT
from safety._deeds import _small, ledger_of

_SECTOR = 512
_TRACED = "openat,close,pwrite64,write,fdatasync,fsync,ftruncate,unlink,rename"
_CALL = re.compile(r"(\w+)\((.*)\)\s+= (-?\d+)")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')


@dataclass(frozen=True, slots=True)
class Call:
    """One call that succeeded: its name, its texts, its other arguments, what it gave."""

    name: str
    texts: tuple[bytes, ...]
    rest: tuple[str, ...]
    gave: int


@dataclass
class _File:
    synced: bytes = b""
    pending: list[tuple[int, bytes | None]] = field(default_factory=list)  # (where, what), or (length, None)


class Disk:
    """The files of one folder, as what is known to be on the disk and what is under way to it."""

    def __init__(self, folder: Path) -> None:
        self._folder = str(folder).encode()
        self._names = {os.fsencode(one): _File(one.read_bytes()) for one in folder.iterdir() if one.is_file()}
        self._durable = dict(self._names)
        self._changes: list[tuple[bytes, _File | None]] = []
        self._open: dict[int, _File | bytes] = {}
        self.acknowledged = 0

    def play(self, call: Call) -> bool:
        """Do a call; whether it has changed anything."""
        number = int(call.rest[0]) if call.rest and call.rest[0].isdigit() else -1
        file = self._open.get(number)
        if call.name == "openat":
            return self._opened(call)
        if call.name == "write" and call.texts and call.texts[0].startswith(b"acknowledged "):
            self.acknowledged = int(call.texts[0].split()[1])
        elif call.name == "close":
            self._open.pop(number, None)
        elif call.name == "unlink" and call.texts[0] in self._names:
            del self._names[call.texts[0]]
            self._changes.append((call.texts[0], None))
        elif isinstance(file, _File) and call.name in {"pwrite64", "ftruncate"}:
            file.pending.append((int(call.rest[-1]), call.texts[0] if call.name == "pwrite64" else None))
        elif isinstance(file, _File) and call.name in {"fdatasync", "fsync"}:
            file.synced, file.pending = _applied(file.synced, file.pending), []
        elif file is not None and call.name in {"fdatasync", "fsync"}:
            self._durable, self._changes = dict(self._names), []
        else:
            return False
        return True

    def _opened(self, call: Call) -> bool:
        path = call.texts[0]
        if path == self._folder:
            self._open[call.gave] = path
        elif path.startswith(self._folder + b"/"):
            if path not in self._names and "O_CREAT" in call.rest[1]:
                self._names[path] = _File()
                self._changes.append((path, self._names[path]))
            if path in self._names:
                self._open[call.gave] = self._names[path]
        return False

    def lose_power(self, chance: random.Random) -> dict[str, bytes]:
        """What the folder holds when the machine starts again: name -> content."""
        names = dict(self._durable)
        for path, file in self._changes[: chance.randint(0, len(self._changes))]:
            if file is None:
                names.pop(path, None)
            else:
                names[path] = file
        return {Path(os.fsdecode(path)).name: _torn(file, chance) for path, file in names.items()}


def _applied(content: bytes, writes: list[tuple[int, bytes | None]]) -> bytes:
    data = bytearray(content)
    for where, what in writes:
        if what is None:
            data = data[:where].ljust(where, b"\0")
        else:
            data = data.ljust(where, b"\0")
            data[where : where + len(what)] = what
    return bytes(data)


def _torn(file: _File, chance: random.Random) -> bytes:
    kept: list[tuple[int, bytes | None]] = []
    for where, what in file.pending:
        fate = chance.choice(("there", "there", "torn", "lost"))
        if fate == "torn" and what is not None:
            kept.append((where, what[: _SECTOR * chance.randint(0, len(what) // _SECTOR)]))
        elif fate != "lost":
            kept.append((where, what))
    return _applied(file.synced, kept)


def taken_down(folder: Path, *, saves: int, bare: bool = False) -> tuple[Disk, list[Call]]:
    """A ledger with what is saved into it: the disk before, and the calls. ``bare``: without syncing, the control."""
    folder.mkdir(parents=True)
    _small(folder)
    disk, trace = Disk(folder), folder.with_suffix(".trace")
    command = ["strace", "-qq", "-xx", "-s", "1000000", "-e", f"trace={_TRACED}", "-o", str(trace), sys.executable]
    command += ["-m", "tests.safety._power", str(folder), str(saves), *(["bare"] if bare else [])]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "tests"), "PYTHONDONTWRITEBYTECODE": "1"}
    subprocess.run(command, env=environment, cwd=ROOT, check=True, stdout=subprocess.DEVNULL, timeout=120)
    with trace.open() as lines:
        calls = list(_calls(lines))
    trace.unlink()
    return disk, calls


def _calls(lines: Iterator[str]) -> Iterator[Call]:
    for line in lines:
        found = _CALL.match(line)
        if found and int(found[3]) >= 0:
            texts = tuple(bytes.fromhex(one.replace("\\x", "")) for one in _TEXT.findall(found[2]))
            rest = tuple(part.strip() for part in _TEXT.sub("", found[2]).split(",") if part.strip())
            yield Call(found[1], texts, rest, int(found[3]))


def main(folder: str, saves: str, bare: str = "") -> None:
    """Save, and say so each time, in the process that is watched."""
    with Ledger.open(ledger_of(Path(folder))) as ledger:
        if bare:
            ledger.store.connection.execute("PRAGMA synchronous = OFF")
        for number in range(int(saves)):
            ledger.events.save(layoff("Long", reason="word " * (4000 * (number % 3))))
            if number % 3 == 2:
                ledger.undo()
            os.write(1, b"acknowledged %d\n" % ledger.last_operation())


if __name__ == "__main__":
    main(*sys.argv[1:])
