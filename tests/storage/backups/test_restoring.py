"""Going back to a backup: the ledger is what it was then, and Undo brings everything back."""

from __future__ import annotations

import contextlib
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.backups.reading import unpack
from db.errors import UserError
from db.history.comparison import Change, What
from db.ledger import Ledger
from db.store import schema
from helpers.drafts import layoff


def contents(ledger: Ledger) -> dict[str, list[tuple[object, ...]]]:
    """Every live row without what says when it came."""
    found = {}
    for table in schema.VERSIONED:
        rows = ledger.store.connection.execute(f"SELECT * FROM {table} WHERE retired_operation IS NULL ORDER BY id")
        found[table] = [(row["id"], *tuple(row)[4:]) for row in rows]
    return found


DEEDS = st.lists(st.tuples(st.sampled_from("sseddurkp"), st.integers(0, 7)), min_size=1, max_size=6)


def do(ledger: Ledger, deeds: list[tuple[str, int]]) -> None:
    for deed, number in deeds:
        ids = sorted(row[0] for row in ledger.store.connection.execute(
            "SELECT id FROM events WHERE retired_operation IS NULL"))  # fmt: skip
        if deed == "s":
            ledger.events.save(layoff(f"Company {number}", number + 1))
        elif deed == "e" and ids:
            ledger.events.save(layoff(f"Company {number}", 99), event_id=ids[number % len(ids)])
        elif deed == "d" and ids:
            ledger.events.delete([ids[number % len(ids)]])
        elif deed == "u" and ledger.undo_step():
            ledger.undo()
        elif deed == "r" and ledger.redo_step():
            ledger.redo()
        elif deed == "k":
            ledger.settings.set("numbers", "comma" if number % 2 else "point")
        elif deed == "p" and ledger.events.total():
            last = ledger.undo_step()
            if last is not None and last.code == "event.added":
                ledger.revert(last.id)


@settings(max_examples=12)
@given(DEEDS, DEEDS, DEEDS)
def test_it_is_what_the_backup_holds_and_undo_brings_back_the_rest(
    before: list[tuple[str, int]], after: list[tuple[str, int]], later: list[tuple[str, int]]
) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with Ledger.create(folder / "a.headwater") as ledger:
            do(ledger, before)
            backup = ledger.back_up(folder / "b", why="work")
            unpack(backup, folder / "copy.headwater")
            do(ledger, after)
            was = contents(ledger)
            assert backup == ledger.backups(folder / "b")[-1]
            with Ledger.open(folder / "copy.headwater") as copy:
                then = contents(copy)
            with contextlib.suppress(UserError):  # nothing differs
                ledger.restore(backup)
            assert contents(ledger) == then
            assert ledger.check() == []
            if ledger.last_change.code == "ledger.restored":
                ledger.undo()
                assert contents(ledger) == was
                ledger.redo()
                assert contents(ledger) == then
            do(ledger, later)
            assert ledger.check() == []


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger.create(tmp_path / "a.headwater")


def test_the_preview_says_what_goes_and_what_comes_back(ledger: Ledger, tmp_path: Path) -> None:
    first = ledger.events.save(layoff("Scale AI", 200)).detail["event"]
    gone = ledger.events.save(layoff("Gone Ltd", 7)).detail["event"]
    backup = ledger.back_up(tmp_path / "b", why="work")
    ledger.events.delete([gone])
    ledger.events.save(layoff("New Ltd", 9))
    ledger.events.save(layoff("Scale AI", 201), event_id=first)
    preview = ledger.restore_preview(backup)
    assert (preview.now, preview.then, preview.operations) == ((2, 2, 3), (2, 2, 2), 3)
    assert preview.differences[What.EVENT] == {Change.ADDED: 1, Change.REMOVED: 1, Change.CHANGED: 1}
    change = ledger.restore(backup)
    assert (change.code, change.ids("events")) == ("ledger.restored", frozenset({1, 2, 3}))
    with pytest.raises(UserError, match=r"restore\.nothing"):
        ledger.restore(backup)
    assert ledger.last_operation() == change.operation_id
    ledger.close()


def test_of_another_history_it_is_not_taken(ledger: Ledger, tmp_path: Path) -> None:
    ledger.events.save(layoff())
    with Ledger.create(tmp_path / "other.headwater") as other:
        other.events.save(layoff())
        foreign = other.back_up(tmp_path / "b", why="work")
    with pytest.raises(UserError, match=r"restore\.other_history"):
        ledger.restore(foreign)
    # The ledger itself as it would be had something else been done since.
    early = ledger.back_up(tmp_path / "b", why="work")
    ledger.events.save(layoff("One way"))
    late = ledger.back_up(tmp_path / "b", why="work")
    unpack(early, tmp_path / "c.headwater")
    with Ledger.open(tmp_path / "c.headwater") as turned:
        turned.events.save(layoff("Another way"))
        with pytest.raises(UserError, match=r"restore\.other_history"):
            turned.restore_preview(late)
        turned.restore(early)
    ledger.close()


def test_who_was_erased_stays_erased(ledger: Ledger, tmp_path: Path) -> None:
    ledger.events.save(layoff(person="Erika Muster"))
    backup = ledger.back_up(tmp_path / "b", why="work")
    ledger.events.save(layoff("New Ltd"))
    ledger.erasing.erase(("Erika Muster",), replacement="somebody")
    ledger.restore(backup)
    assert ledger.events.total() == 1
    assert b"Muster" not in (tmp_path / "a.headwater").read_bytes()
    ledger.close()


def test_what_was_recorded_before_a_migration_is_a_ledger_of_its_own(ledger: Ledger, tmp_path: Path) -> None:
    ledger.events.save(layoff())
    backup = ledger.back_up(tmp_path / "b", why="work")
    ledger.store.connection.execute(
        "INSERT INTO operations(code, detail, kind, recorded_at, recorded_day, uid) "
        "VALUES ('ledger.migrated', '{}', 'do', ?, '2026-11-03', 'm')",
        (datetime(2026, 11, 3, tzinfo=UTC).isoformat(),),
    )
    ledger.store.watch.settle()  # no other program wrote that
    with pytest.raises(UserError, match=r"restore\.migrated"):
        ledger.restore(backup)
    ledger.close()
