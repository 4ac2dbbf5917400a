"""Backups of a ledger: what they hold, how they are made while work goes on, and what is left when that fails."""

from __future__ import annotations

import gzip
import os
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from db.backups.reading import put_back, unpack
from db.backups.shelf import Shelf, everywhere, header, read_header
from db.backups.writing import make
from db.errors import LedgerError, WorldError
from db.ledger import Ledger
from db.store.lock import WriteLock
from helpers.drafts import layoff
from helpers.places import ROOT

NOW = datetime(2025, 7, 16, 9, 0, tzinfo=UTC)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "backups"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with Ledger.create(tmp_path / "a.headwater") as ledger:
        ledger.events.save(layoff())
    return tmp_path / "a.headwater"


def files(root: Path) -> set[str]:
    return {one.name for one in root.rglob("*") if one.is_file()}


def unpacked(backup: object, target: Path) -> Ledger:
    unpack(backup, target)  # type: ignore[arg-type]
    return Ledger.open(target)


def test_a_backup_is_the_ledger_packed_and_private(root: Path, path: Path, tmp_path: Path) -> None:
    with Ledger.open(path) as ledger:
        backup = ledger.back_up(root, why="import")
        assert ledger.backups(root) == [backup]
        assert everywhere(root, path) == [backup]
        assert (backup.why, backup.contents, backup.operation) == ("import", (1, 1, 1), ledger.last_operation())
        assert backup.path.stat().st_mode & 0o777 == 0o600
        assert backup.path.parent.stat().st_mode & 0o777 == 0o700
        assert backup.size == backup.path.stat().st_size < path.stat().st_size / 10
        # Any program that unpacks makes a ledger of it.
        (tmp_path / "other.headwater").write_bytes(gzip.decompress(backup.path.read_bytes()))
        with Ledger.open(tmp_path / "other.headwater") as other, unpacked(backup, tmp_path / "c.headwater") as copy:
            assert other.check() == copy.check() == []
            assert other.uid == copy.uid == ledger.uid
            assert copy.path.stat().st_mode & 0o777 == 0o600
        assert files(root) == {backup.path.name, "lock"}


def test_where_nothing_was_done_there_is_no_second_one(root: Path, path: Path) -> None:
    with Ledger.open(path) as ledger:
        first = ledger.back_up(root, why="work")
        assert ledger.back_up(root, why="import") == first
        ledger.undo()
        second = ledger.back_up(root, why="work")
        assert ledger.backups(root) == [second, first]


def test_what_is_saved_between_two_steps_is_in_it(root: Path, path: Path, tmp_path: Path) -> None:
    saved: list[int] = []
    with Ledger.open(path) as ledger:
        for n in range(25):  # more than one step of pages
            ledger.events.save(layoff(f"Company {n}", reason="word " * 100_000))

        def between() -> None:
            if len(saved) < 3:
                saved.append(ledger.events.save(layoff("Meanwhile", len(saved) + 1)).operation_id)

        backup = ledger.back_up(root, why="work", between=between)
        assert len(saved) == 3
        assert backup.operation == ledger.last_operation()
        with unpacked(backup, tmp_path / "c.headwater") as copy:
            assert copy.events.total() == ledger.events.total() == 29
            assert copy.check() == []


def test_whoever_waits_can_end_it(root: Path, path: Path) -> None:
    class EndError(Exception):
        pass

    def end() -> None:
        raise EndError

    with Ledger.open(path) as ledger:
        with pytest.raises(EndError):
            ledger.back_up(root, why="work", between=end)
        assert files(root) == {"lock"}
        ledger.events.save(layoff("Later"))
        assert ledger.check() == []


def test_a_damaged_ledger_takes_the_place_of_no_backup(root: Path, path: Path) -> None:
    with Ledger.open(path) as ledger:
        good = ledger.back_up(root, why="work")
        ledger.events.save(layoff("More"))
        page = ledger.store.connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'claims'").fetchone()[0]
    with path.open("r+b") as file:
        file.seek((page - 1) * 4096 + 8)
        file.write(b"\xff" * 900)
    with Ledger.open(path) as ledger:
        with pytest.raises(WorldError, match=r"backup\.damaged"):
            ledger.back_up(root, why="work")
        assert ledger.backups(root) == [good]
    assert files(root) == {good.path.name, "lock"}


def test_one_that_cannot_be_read_is_no_backup_and_is_left_alone(root: Path, path: Path, tmp_path: Path) -> None:
    with Ledger.open(path) as ledger:
        backup = ledger.back_up(root, why="work")
        whole = backup.path.read_bytes()
        for number, bad in enumerate((b"", whole[:40], b"\x1f\x8b\x08\x10" + b"[" * 20_000, whole[:9] + b"\0{}\0"), 2):
            (backup.path.parent / f"{number:06d}-20261103-104200Z.headwater.gz").write_bytes(bad)
        os.mkfifo(backup.path.parent / "000006-20261103-104200Z.headwater.gz")
        assert ledger.backups(root) == [backup]
        ledger.events.save(layoff("More"))
        assert ledger.back_up(root, why="work").number == 7
    for damaged in (whole[:-1], whole[:-9], whole[:2000] + b"\xff" + whole[2001:], whole + b"more"):
        backup.path.write_bytes(damaged)
        with pytest.raises(WorldError, match=r"backup\.unreadable"):
            unpack(backup, tmp_path / "c.headwater")
        assert not (tmp_path / "c.headwater").exists()
    backup.path.unlink()
    with pytest.raises(WorldError, match=r"backup\.unreadable"):
        unpack(backup, tmp_path / "c.headwater")


def test_no_file_is_replaced(root: Path, path: Path) -> None:
    with Ledger.open(path) as ledger:
        backup = ledger.back_up(root, why="work")
    before = path.read_bytes()
    with pytest.raises(WorldError, match=r"ledger\.exists"):
        unpack(backup, path)
    assert path.read_bytes() == before


def test_put_back_it_takes_the_place_and_what_was_there_is_kept(root: Path, path: Path) -> None:
    with Ledger.open(path) as ledger:
        backup = ledger.back_up(root, why="work")
        events = ledger.events.total()
    path.write_bytes(b"damaged")
    journal = path.with_name(path.name + "-journal")
    journal.write_bytes(b"of the damaged one")
    lock = WriteLock(path)
    lock.acquire(now=NOW)
    with pytest.raises(WorldError, match=r"ledger\.in_use"):
        put_back(backup, path, now=NOW)
    lock.release()
    assert path.read_bytes() == b"damaged"
    assert not list(path.parent.glob("*2025*"))

    kept = put_back(backup, path, now=NOW)
    assert kept is not None
    assert kept.read_bytes() == b"damaged"
    assert not journal.exists(), "it would have been rolled back into the backup"
    assert kept.with_name(kept.name + "-journal").read_bytes() == b"of the damaged one"
    with Ledger.open(path) as ledger:
        assert (ledger.events.total(), ledger.check()) == (events, [])
    path.unlink()
    assert put_back(backup, path, now=NOW) is None


def test_a_header_says_what_it_was_told(root: Path, path: Path) -> None:
    with Ledger.open(path) as ledger:
        backup = ledger.back_up(root, why="restore")
    assert read_header(backup.path) == backup
    assert backup.path.read_bytes().startswith(header(backup))


def test_a_uid_that_leads_elsewhere_is_no_folder(root: Path) -> None:
    for uid in ("..", "a/b", "/etc"):
        with pytest.raises(ValueError, match=uid):
            Shelf.of(root, uid)


def test_copies_that_share_a_uid_do_not_crowd_each_other_out(root: Path, path: Path, tmp_path: Path) -> None:
    twin = tmp_path / "twin.headwater"
    shutil.copy(path, twin)
    with Ledger.open(path) as ledger:
        first = ledger.back_up(root, why="work")
    moment = datetime(2026, 11, 3, 10, tzinfo=UTC)
    with Ledger.open(twin, clock=lambda: moment) as ledger:
        assert ledger.back_up(root, why="work") != first
        for _ in range(8):
            moment += timedelta(days=1)
            ledger.events.save(layoff("Twin"))
            make(ledger.store, root, why="work", limit=1)
        assert len([one for one in ledger.backups(root) if one.ledger == twin]) == 3
    assert first in everywhere(root, path)


def test_a_clock_ten_years_ahead_costs_no_newest_backup(root: Path, path: Path) -> None:
    moment = datetime(2036, 11, 3, 10, tzinfo=UTC)
    with Ledger.open(path, clock=lambda: moment) as ledger:
        for years in (0, -10, 10, -2030, 2010, -10):
            moment = moment.replace(year=moment.year + years)
            ledger.events.save(layoff("Year"))
            newest = ledger.back_up(root, why="work")
            assert ledger.backups(root)[0] == newest
    assert len(files(root)) == 7


def test_only_one_program_at_a_time(root: Path, path: Path) -> None:
    with Ledger.open(path) as ledger:
        with pytest.raises(WorldError, match=r"backup\.busy"):
            ledger.back_up(root, why="work", between=lambda: ledger.back_up(root, why="work") and None)  # type: ignore[func-returns-value]
        assert ledger.back_up(root, why="work").number == 1


def limited(run: Callable[[], None], size: int) -> int:
    """Runs something in a process that may write no file longer than so many bytes; gives its exit code."""
    child = os.fork()
    if child == 0:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
        try:
            run()
        except LedgerError as error:
            os._exit(10 if error.code == "backup.cannot_write" else 11)
        except BaseException:  # noqa: BLE001 - told by the exit code
            os._exit(12)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


@pytest.mark.parametrize("size", [4_000, 150_000])
def test_a_full_disk_leaves_the_old_backups_and_nothing_else(root: Path, path: Path, size: int) -> None:
    with Ledger.open(path) as ledger:
        good = ledger.back_up(root, why="work")
        ledger.events.save(layoff("More"))

    def back_up() -> None:
        with Ledger.open(path) as ledger:
            ledger.back_up(root, why="work")

    assert limited(back_up, size) == 10
    assert files(root) == {good.path.name, "lock"}
    assert limited(back_up, 10_000_000) == 0
    assert len(files(root)) == 3


CHILD = """
import os, sys
from pathlib import Path
from db.ledger import Ledger
from db.store.lock import WriteLock
stop = int(sys.argv[3])
def between():
    global stop
    stop -= 1
    if not stop:
        os.kill(os.getpid(), 9)
with Ledger.open(Path(sys.argv[1])) as ledger:
    ledger.back_up(Path(sys.argv[2]), why="work", between=between)
"""


@pytest.mark.parametrize("step", [1, 2])
def test_a_kill_leaves_no_half_backup_and_the_next_run_clears_up(root: Path, path: Path, step: int) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    killed = subprocess.run(
        [sys.executable, "-c", CHILD, str(path), str(root), str(step)], env=environment, check=False
    )
    assert killed.returncode == -signal.SIGKILL
    with Ledger.open(path) as ledger:
        assert ledger.backups(root) == []
        assert any(name.endswith(".part") for name in files(root))
        backup = ledger.back_up(root, why="work")
    assert files(root) == {backup.path.name, "lock"}
