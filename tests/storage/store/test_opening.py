"""Opening: whatever the path leads to, one known answer, and nothing damaged."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from db.errors import WorldError
from db.ledger import Ledger
from db.model.records import Scope
from db.store import schema
from db.store.lock import WriteLock
from helpers.drafts import layoff


def refused(path: Path, mode: str = "write") -> str:
    with pytest.raises(WorldError) as caught:
        Ledger.open(path, mode=mode)  # type: ignore[arg-type]
    return caught.value.code


def made(path: Path) -> Path:
    with Ledger.create(path) as ledger:
        ledger.events.save(layoff())
    return path


def digest(path: Path) -> bytes:
    return path.read_bytes()


@pytest.mark.parametrize("mode", ["write", "read"])
def test_what_is_no_ledger_is_named_and_left_alone(tmp_path: Path, mode: str) -> None:
    text = tmp_path / "list.csv"
    text.write_text("company,count\n" + "A,1\n" * 500)
    other = tmp_path / "other.db"
    with closing(sqlite3.connect(other)) as connection, connection:
        connection.execute("CREATE TABLE t (a)")
    connection.close()
    empty = tmp_path / "empty.headwater"
    empty.touch()
    before = {path: digest(path) for path in (text, other, empty)}
    assert refused(tmp_path / "missing.headwater", mode) == "ledger.missing"
    assert refused(text, mode) == "ledger.not_a_ledger"
    assert refused(other, mode) == "ledger.other_database"
    assert refused(empty, mode) == "ledger.empty_file"
    assert refused(tmp_path, mode) == "ledger.is_folder"
    assert {path: digest(path) for path in before} == before
    assert not (tmp_path / "missing.headwater").exists()


def test_a_newer_ledger_is_refused(tmp_path: Path) -> None:
    path = made(tmp_path / "a.headwater")
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    before = digest(path)
    assert refused(path) == "ledger.newer"
    assert digest(path) == before


@pytest.mark.parametrize(
    "foreign",
    [
        "CREATE TRIGGER t AFTER INSERT ON events BEGIN DELETE FROM claims; END",
        "CREATE VIEW v AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT * FROM c",
        "CREATE TABLE extra (a)",
        "DROP INDEX claims_event",
    ],
)
def test_a_schema_that_is_not_ours_is_refused(tmp_path: Path, foreign: str) -> None:
    path = made(tmp_path / "a.headwater")
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(foreign)
    connection.close()
    assert refused(path) == "ledger.foreign_schema"


def test_a_new_ledger_has_the_pinned_schema_and_is_private(tmp_path: Path) -> None:
    path = made(tmp_path / "a.headwater")
    with closing(sqlite3.connect(path)) as connection:  # a ledger with another one would not be opened
        assert schema.fingerprint(connection) == schema.FINGERPRINTS[schema.newest()]
    with Ledger.open(path) as ledger:
        assert ledger.store.connection.execute("PRAGMA journal_mode").fetchone()[0] == "delete"
        assert ledger.store.connection.execute("PRAGMA synchronous").fetchone()[0] == 3
    assert path.stat().st_mode & 0o077 == 0
    assert list(tmp_path.iterdir()) == [path]
    with pytest.raises(WorldError, match=r"ledger\.exists"):
        Ledger.create(path)


@pytest.mark.skipif(
    os.geteuid() != 0 if hasattr(os, "geteuid") else True, reason="drops root's rights to test without them"
)
def test_a_read_only_ledger_is_read_and_not_written(tmp_path: Path) -> None:
    path = made(tmp_path / "a.headwater")
    path.chmod(0o444)
    tmp_path.chmod(0o555)
    code = (
        # Loaded before the rights are dropped: the interpreter's own files may be closed to others.
        "import os, sys, _strptime, urllib.parse, db.reading.dates\n"
        "from pathlib import Path\nfrom db.ledger import Ledger\n"
        "from db.errors import LedgerError\nos.setresuid(65534, 65534, 65534)\n"
        f"path = Path({str(path)!r})\n"
        "print(Ledger.open(path, mode='read').at().events.count())\n"
        "try:\n    Ledger.open(path).undo()\nexcept LedgerError as error:\n    print(error.code)\n"
    )
    for parent in path.parents:
        if parent.stat().st_mode & 0o005 != 0o005 and parent != Path("/tmp"):
            parent.chmod(parent.stat().st_mode | 0o055)
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    tmp_path.chmod(0o755)
    assert found.stdout.split() == ["1", "ledger.read_only"], found.stderr


@pytest.mark.skipif(
    os.geteuid() != 0 if hasattr(os, "geteuid") else True, reason="drops root's rights to test without them"
)
@pytest.mark.parametrize("rights", [0o444, 0o666])
def test_a_change_cut_short_in_a_folder_that_cannot_be_written_is_said_to_be(tmp_path: Path, rights: int) -> None:
    path = made(tmp_path / "a.headwater")
    killed = (
        "import os, sqlite3, sys\nc = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "c.execute('PRAGMA cache_size = 1')\nc.execute('BEGIN')\nc.execute('CREATE TABLE t(a)')\n"
        "c.executemany('INSERT INTO t VALUES (?)', [('x' * 3000,)] * 100)\nos.kill(os.getpid(), 9)\n"
    )
    subprocess.run([sys.executable, "-c", killed, path], check=False)
    assert path.with_name(path.name + "-journal").exists()
    path.chmod(rights)
    tmp_path.chmod(0o555)
    for parent in path.parents:
        if parent.stat().st_mode & 0o005 != 0o005 and parent != Path("/tmp"):
            parent.chmod(parent.stat().st_mode | 0o055)
    code = (
        "import os, sys, _strptime, urllib.parse, db.reading.dates\n"
        "from pathlib import Path\nfrom db.ledger import Ledger\n"
        "from db.errors import LedgerError\nos.setresuid(65534, 65534, 65534)\n"
        "for mode in ('read', 'write'):\n"
        f"    try:\n        Ledger.open({str(path)!r}, mode=mode)\n"
        "    except LedgerError as error:\n        print(error.code)\n"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    tmp_path.chmod(0o755)
    assert found.stdout.split() == ["ledger.needs_recovery"] * 2, found.stderr
    Ledger.open(path).close()  # where it may be written, nothing is asked


def test_a_ledger_locked_by_another_program_is_said_to_be(tmp_path: Path) -> None:
    path = made(tmp_path / "a.headwater")
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    assert refused(path) == "ledger.locked"
    other.execute("ROLLBACK")
    other.close()
    Ledger.open(path).close()


def test_only_one_writer_and_the_second_is_told_who(tmp_path: Path) -> None:
    path = made(tmp_path / "a.headwater")
    code = (
        "import sys, time\nfrom datetime import datetime\nfrom pathlib import Path\n"
        "from db.store.lock import WriteLock\n"
        f"lock = WriteLock(Path({str(path)!r}))\nlock.acquire(now=datetime(2025, 7, 16, 9, 30))\n"
        "print('held', flush=True)\nsys.stdin.read()\n"
    )
    holder = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert holder.stdout.readline() == "held\n"
    mine = WriteLock(path)
    with pytest.raises(WorldError) as caught:
        mine.acquire(now=datetime(2025, 7, 16))
    assert caught.value.code == "ledger.in_use"
    assert str(holder.pid) in caught.value.values["holder"]
    holder.kill()
    holder.communicate()
    mine.acquire(now=datetime(2025, 7, 16))  # after a crash nothing is asked
    mine.release()
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("how", ["renamed", "deleted", "replaced"])
def test_a_ledger_moved_under_the_app_is_never_written(tmp_path: Path, how: str) -> None:
    path = made(tmp_path / "a.headwater")
    other = made(tmp_path / "b.headwater")
    with Ledger.open(path) as ledger:
        if how == "renamed":
            path.rename(tmp_path / "c.headwater")
        elif how == "deleted":
            path.unlink()
        else:
            other.replace(path)
        files = {file: digest(file) for file in tmp_path.iterdir()}
        assert ledger.store.watch.look() == "ledger.moved"
        with pytest.raises(WorldError, match=r"ledger\.moved"):
            ledger.events.save(layoff("Other"))
        assert {file: digest(file) for file in tmp_path.iterdir()} == files
        ledger.save_copy(tmp_path / "rescued.headwater")
    with Ledger.open(tmp_path / "rescued.headwater") as rescued:
        assert rescued.at(Scope()).events.count() == 1


def test_a_plain_copy_after_a_commit_is_complete(tmp_path: Path) -> None:
    path = made(tmp_path / "a.headwater")
    copy = tmp_path / "copy.headwater"
    with Ledger.open(path) as ledger:
        for number in range(100):
            ledger.events.save(layoff(f"Company {number}"))
            # In another process: opening and closing the file in this one would drop SQLite's locks.
            if number % 10:
                subprocess.run(["cp", path, copy], check=True)
            else:
                subprocess.run(
                    [sys.executable, "-c", "import shutil, sys; shutil.copy(*sys.argv[1:])", path, copy], check=True
                )
            with Ledger.open(copy, mode="read") as copied:
                assert copied.at(Scope()).events.count() == number + 2
                assert copied.check() == []


def test_a_copy_is_saved_and_never_over_another_file(tmp_path: Path) -> None:
    path = made(tmp_path / "a.headwater")
    with Ledger.open(path) as ledger:
        ledger.save_copy(tmp_path / "b.headwater")
        with pytest.raises(WorldError, match=r"ledger\.exists"):
            ledger.save_copy(tmp_path / "b.headwater")
    with Ledger.open(tmp_path / "b.headwater") as copy:
        assert copy.undo_step().code == "event.added"
