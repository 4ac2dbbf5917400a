"""What other programs do to a ledger that is open: noticed before every write, and never written into."""

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
from db.model.drafts import ClaimDraft, EventDraft
from db.store import watch
from db.store.lock import WriteLock


def layoff(name: str) -> EventDraft:
    return EventDraft(kind="layoff", organization=name, claims=(ClaimDraft(),))


def made(path: Path, *names: str) -> Path:
    with Ledger.create(path) as ledger:
        for name in names:
            ledger.events.save(layoff(name))
    return path


def by_another(code: str, *arguments: object) -> None:
    """In a process of its own: opening and closing the file here would drop SQLite's locks."""
    subprocess.run([sys.executable, "-c", code, *map(str, arguments)], check=True)


OVERWRITE = (
    "import sys\nwith open(sys.argv[1], 'rb') as a, open(sys.argv[2], 'r+b') as b: b.write(a.read()); b.truncate()"
)
TOUCH = "import os, sys; os.utime(sys.argv[1])"
CHMOD = "import os, sys; os.chmod(sys.argv[1], 0o640)"
LINK = "import os, sys; os.link(sys.argv[1], sys.argv[1] + str(os.getpid()))"
SQL = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute('UPDATE events SET place = 5'); c.commit()"
SAME = "import sys\nwith open(sys.argv[1], 'r+b') as a: text = a.read(); a.seek(0); a.write(text)"
GARBAGE = "import sys\nwith open(sys.argv[1], 'r+b') as a: a.write(b'no ledger at all' * 2000)"
HALF = "import os, sys; os.truncate(sys.argv[1], os.path.getsize(sys.argv[1]) // 2)"
EMPTY = "import os, sys; os.truncate(sys.argv[1], 0)"


WRITES = pytest.mark.parametrize("code", [OVERWRITE, GARBAGE, HALF, EMPTY], ids=["other", "garbage", "half", "empty"])


def digest(path: Path) -> str:
    return subprocess.run(["sha256sum", path], capture_output=True, check=True, text=True).stdout.split()[0]


def write_while(ledger: Ledger, code: str, *arguments: object) -> None:
    """Another program does something between the beginning and the end of a write."""
    with ledger.operation("import.added"):
        ledger.events.save(layoff("Between"))
        by_another(code, *arguments)


def names(ledger: Ledger) -> set[str]:
    return set(ledger.at().organizations.names().values())


@WRITES
def test_a_ledger_that_is_overwritten_in_place_is_never_written(tmp_path, code):
    path, other = made(tmp_path / "a.headwater", "Acme"), made(tmp_path / "b.headwater", "Bolt")
    with Ledger.open(path) as ledger:
        ledger.events.save(layoff("Wire"))
        spare = ledger.spare()
        by_another(code, *((other, path) if code == OVERWRITE else (path,)))
        after = digest(path)
        assert ledger.store.watch.stirred()
        assert ledger.store.watch.look() == "ledger.changed"
        for _again in range(2):
            with pytest.raises(WorldError, match=r"ledger\.changed"):
                ledger.events.save(layoff("Lost"))
        assert ledger.spare() is None, "it is another's"
    assert digest(path) == after
    with Ledger.kept(spare, path) as mine:
        assert names(mine) == {"Acme", "Wire"}
        with pytest.raises(WorldError, match=r"ledger\.read_only"):
            mine.events.save(layoff("Lost"))
        mine.save_copy(tmp_path / "mine.headwater")
    with Ledger.open(tmp_path / "mine.headwater") as saved:
        assert names(saved) == {"Acme", "Wire"}
        assert saved.check() == []


@WRITES
def test_it_is_noticed_between_the_beginning_and_the_end_of_a_write(tmp_path, code):
    path, other = made(tmp_path / "a.headwater", "Acme"), made(tmp_path / "b.headwater", "Bolt")
    with Ledger.open(path) as ledger:
        with pytest.raises(WorldError, match=r"ledger\.changed"):
            write_while(ledger, code, *((other, path) if code == OVERWRITE else (path,)))
        after = digest(path)
        with pytest.raises(WorldError, match=r"ledger\.changed"):
            ledger.events.save(layoff("Lost"))
    assert digest(path) == after
    assert (digest(other) == after) == (code == OVERWRITE), "it was not touched when the write was given up either"


def test_a_commit_of_another_program_is_noticed(tmp_path):
    path = made(tmp_path / "a.headwater", "Acme")
    with Ledger.open(path) as ledger:
        by_another(SQL, path)
        after = digest(path)
        with pytest.raises(WorldError, match=r"ledger\.changed"):
            ledger.events.save(layoff("Lost"))
    assert digest(path) == after


def test_what_leaves_the_content_as_it_was_is_no_alarm(tmp_path):
    path = made(tmp_path / "a.headwater", "Acme")
    with Ledger.open(path) as ledger:
        for number, code in enumerate((TOUCH, CHMOD, LINK, SAME, TOUCH)):
            by_another(code, path)
            assert ledger.store.watch.look() == ""
            ledger.events.save(layoff(f"Company {number}"))
            write_while(ledger, CHMOD, path)
            assert ledger.store.watch.look() == ""
        with pytest.raises(WorldError, match=r"ledger\.locked"):
            write_while(ledger, TOUCH, path)
        write_while(ledger, LINK, path)
        assert len(names(ledger)) == 1 + 5 + 1


def test_a_copy_with_the_same_count_of_changes_is_told_apart(tmp_path):
    """SQLite itself takes it for the same file: its counter stands where ours does."""
    path, other = made(tmp_path / "a.headwater", "Acme"), made(tmp_path / "b.headwater", "Acme")
    with Ledger.open(path) as ledger:
        by_another(OVERWRITE, other, path)
        by_another("import os, sys; os.utime(sys.argv[1], ns=(0, int(sys.argv[2])))", path, path.stat().st_mtime_ns)
        assert ledger.store.connection.execute("PRAGMA data_version").fetchone()[0] == ledger.store.watch._known[0]
        with pytest.raises(WorldError, match=r"ledger\.changed"):
            ledger.events.save(layoff("Lost"))


def test_a_table_that_is_a_query_without_end_is_not_waited_for(tmp_path):
    path = tmp_path / "a.headwater"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(
            "CREATE VIEW operations AS WITH RECURSIVE c(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM c) "
            "SELECT id, id AS uid FROM c"
        )
    with pytest.raises(sqlite3.Error):
        watch.fresh_uid(path)


def test_who_reads_follows_who_writes(tmp_path):
    path = made(tmp_path / "a.headwater", "Acme")
    with Ledger.open(path) as first, Ledger.open(path, mode="read") as second:
        assert second.store.follow() is None
        first.events.save(layoff("Bolt"))
        change = second.store.follow()
        assert change.operation_id == first.last_operation()
        assert change.ids("events") is None
        assert names(second) == {"Acme", "Bolt"}
        assert second.store.follow() is None
        by_another(OVERWRITE, made(tmp_path / "b.headwater", "Wire"), path)
        with pytest.raises(WorldError, match=r"ledger\.changed"):
            second.store.follow()


def test_a_ledger_that_is_too_large_is_not_kept(tmp_path, monkeypatch):
    with Ledger.open(made(tmp_path / "a.headwater", "Acme")) as ledger:
        assert ledger.spare() is not None
        monkeypatch.setattr("db.store.spare.LIMIT", 1000)
        assert ledger.spare() is None


def test_links_to_one_ledger_share_one_lock(tmp_path):
    path = made(tmp_path / "a.headwater", "Acme")
    (tmp_path / "elsewhere").mkdir()
    symbolic, hard = tmp_path / "elsewhere" / "s.headwater", tmp_path / "elsewhere" / "h.headwater"
    symbolic.symlink_to(path)
    os.link(path, hard)
    now = datetime(2025, 7, 16, 9, 30)
    for held in (path, symbolic, hard):
        lock = WriteLock(held)
        lock.acquire(now=now)
        for other in (path, symbolic, hard):
            with pytest.raises(WorldError, match=r"ledger\.in_use") as caught:
                WriteLock(other).acquire(now=now)
            assert str(os.getpid()) in caught.value.values["holder"]
        lock.release()
    assert {one.name for one in tmp_path.rglob("*")} == {path.name, "elsewhere", symbolic.name, hard.name}
    other = WriteLock(made(tmp_path / "b.headwater", "Bolt"))
    lock.acquire(now=now)
    other.acquire(now=now)
    other.release()
    lock.release()


def test_of_a_file_whose_last_operation_cannot_be_read_nothing_goes_on(tmp_path: Path) -> None:
    path = made(tmp_path / "a.headwater", "Acme")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("ALTER TABLE operations RENAME TO lost")
        assert not watch.Watch(connection, path).goes_on()
