"""What is being done when a program is killed: each deed goes on until then, and says what it has finished.

A deed has a folder of its own, and a way of looking at what a kill has left there. ``bare`` does the same without what
protects it: the negative control, which must be caught.
"""

from __future__ import annotations

import contextlib
import csv
import io
import random
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from db.backups.reading import unpack
from db.importing.planning.plan import default_plan, inspect_file
from db.importing.run import run_import
from db.ledger import Ledger
from db.model.records import Scope
from db.model.values import Status
from helpers.drafts import layoff
from helpers.places import ROOT

Say = Callable[..., None]
EVERYTHING = Scope(minimum_status=Status.DENIED)
OLD = ROOT / "tests" / "data" / "ledgers"


@dataclass(frozen=True)
class Deed:
    """``prepare`` fills the folder, ``do`` works until killed, ``problems`` looks at what is left.

    ``do`` says words after each step; ``problems`` is given the last words said. A kill comes at most ``seconds``
    after words: as long as a step takes.
    """

    name: str
    prepare: Callable[[Path], None]
    do: Callable[[Path, random.Random, Say], None]
    problems: Callable[[Path, list[str]], list[str]]
    seconds: float = 0.12


def ledger_of(folder: Path) -> Path:
    return folder / "a.headwater"


def _small(folder: Path) -> None:
    with Ledger.create(ledger_of(folder)) as ledger:
        for n in range(30):
            ledger.events.save(layoff(f"Company {n % 7}", n + 1))
    rows = [f"Company {n % 50},{n},{n % 28 + 1}.{n % 12 + 1}.2024,https://paper.example/{n}" for n in range(300)]
    (folder / "rows.csv").write_text("company,laid off,date,source\n" + "\n".join(rows), encoding="utf-8")


def _state(ledger: Ledger) -> tuple[int, int]:
    return ledger.last_operation(), ledger.at(EVERYTHING).events.count(any_status=True)


def _whole(folder: Path, said: list[str]) -> list[str]:
    """The ledger is sound, what was said last is in it, and at most one operation more."""
    found = []
    with Ledger.open(ledger_of(folder)) as ledger:
        found += [str(one) for one in ledger.check()]
        operation, events = int(said[0]), int(said[1])
        then = Scope(minimum_status=Status.DENIED, known_operation=operation)
        if ledger.at(then).events.count(any_status=True) != events:
            found.append("what was said is not there")
        if ledger.last_operation() - operation not in (0, 1):
            found.append(f"{ledger.last_operation() - operation} operations were never said")
        unfinished = ledger.store.connection.execute(
            "SELECT count(*) FROM operations WHERE detail = '{}' AND code <> 'ledger.created'"
        ).fetchone()[0]
        found += ["half an operation"] * bool(unfinished)
    return found


# Editing, importing, undoing, going back.


def _edit(folder: Path, choose: random.Random, say: Say) -> None:
    plan = default_plan(inspect_file(folder / "rows.csv"))
    with Ledger.open(ledger_of(folder)) as ledger:
        say(*_state(ledger))
        while True:
            deed = choose.choice(["save", "save", "edit", "delete", "import", "undo", "undo", "redo"])
            ids = [row.id for row in ledger.at(EVERYTHING).events.select_rows(limit=5, descending=True, column="id")]
            if deed == "save":
                ledger.events.save(layoff(f"Company {choose.randrange(9)}", choose.randrange(1, 999)))
            elif deed == "edit" and ids:
                ledger.events.save(layoff("Edited", choose.randrange(1, 999)), event_id=ids[0])
            elif deed == "delete" and ids:
                ledger.events.delete(ids[:2])
            elif deed == "import":
                run_import(ledger, folder / "rows.csv", plan)
            elif deed == "undo" and ledger.undo_step():
                ledger.undo()
            elif deed == "redo" and ledger.redo_step():
                ledger.redo()
            say(*_state(ledger))


def _restore(folder: Path, choose: random.Random, say: Say) -> None:
    with Ledger.open(ledger_of(folder)) as ledger:
        while True:
            say(*_state(ledger))
            ledger.events.save(layoff("Kept", choose.randrange(1, 999)))
            say(*_state(ledger))
            backup = ledger.back_up(folder / "backups", why="restore")
            ledger.events.delete([row.id for row in ledger.at(EVERYTHING).events.select_rows(limit=9)])
            say(*_state(ledger))
            ledger.restore(backup)
            say(*_state(ledger))
            ledger.undo()


# Backups and copies.


def _back_up(folder: Path, choose: random.Random, say: Say) -> None:
    with Ledger.open(ledger_of(folder)) as ledger:
        say(0)
        while True:
            ledger.events.save(layoff("More", choose.randrange(1, 999)))
            say(ledger.back_up(folder / "backups", why="work").number)


def _backups(folder: Path, said: list[str]) -> list[str]:
    found = []
    target = folder / "taken.headwater"
    with Ledger.open(ledger_of(folder)) as ledger:
        backups = ledger.backups(folder / "backups")
        files = {one.name for one in (folder / "backups").rglob("*.gz")}
        if {one.path.name for one in backups} != files:
            found.append("a file looks like a backup and is none")
        if max((one.number for one in backups), default=0) < int(said[0]):
            found.append("a backup that was said is not there")
        for one in backups[:3]:
            target.unlink(missing_ok=True)
            unpack(one, target)
            with Ledger.open(target) as copy:
                found += [str(each) for each in copy.check()]
                if copy.last_operation() != one.operation or copy.events.total() != one.events:
                    found.append("a backup does not hold what it says")
        target.unlink(missing_ok=True)
        ledger.events.save(layoff("After"))
        ledger.back_up(folder / "backups", why="work")
    if list((folder / "backups").rglob("*.part*")):
        found.append("a part is left after the next run")
    return found


def _save_as(folder: Path, choose: random.Random, say: Say) -> None:
    (folder / "copies").mkdir(exist_ok=True)
    with Ledger.open(ledger_of(folder)) as ledger:
        say(0, ledger.events.total())
        number = choose.randrange(10**9)
        while True:
            number += 1
            ledger.save_copy(folder / "copies" / f"{number}.headwater")
            say(number, ledger.events.total())


def _copies(folder: Path, said: list[str]) -> list[str]:
    found = []
    copies = list((folder / "copies").glob("*.headwater"))
    if int(said[0]) and not (folder / "copies" / f"{said[0]}.headwater").exists():
        found.append("a copy that was said is not there")
    for path in copies:
        with Ledger.open(path) as copy:
            found += [str(one) for one in copy.check()]
            if copy.events.total() != int(said[1]):
                found.append("a copy is not whole")
    shutil.rmtree(folder / "copies")
    return found


# Exports.


def _exporting(*words: str) -> Callable[[Path, random.Random, Say], None]:
    def do(folder: Path, _choose: random.Random, say: Say) -> None:
        from desktop.cli.main import main

        target = folder / "out" / "file"
        target.parent.mkdir(exist_ok=True)
        with contextlib.redirect_stdout(None), contextlib.redirect_stderr(None):
            while True:
                say("ready")
                if main([words[0], str(ledger_of(folder)), *words[1:], "--output", str(target)]):
                    raise AssertionError("not exported")

    return do


def _exported(kind: str) -> Callable[[Path, list[str]], list[str]]:
    def problems(folder: Path, _said: list[str]) -> list[str]:
        target = folder / "out" / "file"
        found = [f"{one.name} is left" for one in target.parent.iterdir() if one != target]
        for one in target.parent.iterdir():
            if one != target:
                one.unlink()
        if not target.exists():
            return found
        if kind == "csv":
            with target.open(newline="", encoding="utf-8") as file:
                rows = list(csv.reader(file))
            if len(rows) != 31 or {len(row) for row in rows} != {len(rows[0])}:
                found.append("a table is cut off")
        else:
            data = target.read_bytes()
            if not data.startswith(b"%PDF-") or not data.rstrip().endswith(b"%%EOF"):
                found.append("a PDF is cut off")
        return found

    return problems


# Settings.


def _set(folder: Path, _choose: random.Random, say: Say) -> None:
    from PySide6.QtCore import QSettings

    from desktop.session.settings import ACTOR, RECENT, Settings

    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(folder / "settings"))
    settings = Settings()
    settings.set(RECENT, [f"/ledgers/{n}.headwater" for n in range(10)])
    number = int(settings.get(ACTOR) or 0)
    while True:
        settings.set(ACTOR, str(number))
        if not settings.sync():
            raise AssertionError("not written")
        say(number)
        number += 1


def _kept(folder: Path, said: list[str]) -> list[str]:
    text = (folder / "settings" / "Headwater" / "headwater.ini").read_text(encoding="utf-8")
    values = dict(line.split("=", 1) for line in text.splitlines() if "=" in line)
    found = [] if int(values.get("actor", -1)) - int(said[0]) in (0, 1) else ["a setting that was said is lost"]
    return found if "9.headwater" in values.get("recent", "") else [*found, "other settings are lost"]


# Migrating.


def _old(folder: Path) -> None:
    shutil.copy(OLD / "1.headwater", folder / "old.headwater")


def _migrate(folder: Path, _choose: random.Random, say: Say) -> None:
    path = ledger_of(folder)
    while True:
        path.unlink(missing_ok=True)  # before its backup: a kill in between is none of a migration
        for one in folder.glob("a.*"):
            one.unlink()
        shutil.copy(folder / "old.headwater", path)
        say("ready")
        Ledger.open(path).close()


def _migrated(folder: Path, _said: list[str]) -> list[str]:
    path = ledger_of(folder)
    if not path.exists() or path.stat().st_size < (folder / "old.headwater").stat().st_size:
        return []  # while it was being put there by the test itself
    backups = list(folder.glob("a.before-*.headwater"))
    found = [] if len(backups) <= 1 else ["two backups"]
    with Ledger.open(path) as ledger:
        found += [str(one) for one in ledger.check()]
        events = ledger.events.total()
        if ledger.migrated_from is None and not backups:
            found.append("migrated without a backup")
    for one in folder.glob("a.before-*.headwater"):
        with Ledger.open(one) as before:
            if before.events.total() != events:
                found.append("the backup is not the ledger")
    return found


DEEDS = (
    Deed("edit, import, undo", _small, _edit, _whole),
    Deed("restore", _small, _restore, _whole),
    Deed("backup", _small, _back_up, _backups),
    Deed("save as", _small, _save_as, _copies),
    Deed("export CSV", _small, _exporting("export", "--table", "events"), _exported("csv")),
    Deed("export PDF", _small, _exporting("snapshot"), _exported("pdf"), seconds=0.6),
    Deed("settings", lambda _folder: None, _set, _kept),
    Deed("migrate", _old, _migrate, _migrated),
)


# Without what protects.


class _Slow(io.FileIO):
    """A disk that takes its time for a file."""

    def write(self, data: object) -> int:
        """In pieces."""
        whole = memoryview(data).cast("B")  # type: ignore[arg-type]
        for start in range(0, len(whole), 8192):
            super().write(whole[start : start + 8192])
            time.sleep(0.002)
        return len(whole)


@contextlib.contextmanager
def bare() -> Iterator[None]:
    """Transactions without a journal, files written under their own names."""
    from unittest.mock import patch

    from db.backups import writing
    from db.output import export
    from db.store import atomic, connection, copies

    settle = connection._settle

    def unsettled(opened: object, *sizes: int) -> None:
        settle(opened, *sizes)  # type: ignore[arg-type]
        for pragma in ("journal_mode = OFF", "cache_spill = ON", "cache_size = 5", "synchronous = OFF"):
            opened.execute(f"PRAGMA {pragma}")  # type: ignore[attr-defined]

    @contextlib.contextmanager
    def straight(path: Path | str, *, follow_links: bool = True) -> Iterator[object]:
        with _Slow(path, "w+b") as file:
            yield file

    @contextlib.contextmanager
    def copied(opened: object, target: Path) -> Iterator[object]:
        with contextlib.closing(connection.raw_connect(target, "rwc")) as copy:
            opened.backup(copy, pages=1)  # type: ignore[attr-defined]
            yield copy

    patches = [patch.object(connection, "_settle", unsettled), patch.object(copies, "_copied", copied)]
    patches += [patch.object(module, "replacing", straight) for module in (atomic, writing, export)]
    with contextlib.ExitStack() as stack:
        for one in patches:
            stack.enter_context(one)
        yield


__all__ = ["DEEDS", "Deed", "bare"]
