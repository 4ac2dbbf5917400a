"""A file that grows: every version that was released opens, is backed up, and says the same as it always did."""

from __future__ import annotations

import csv
import re
import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from db.errors import WorldError
from db.ledger import Ledger
from db.model import kinds
from db.model.scope import Scope
from db.output.export import TABLES, export
from db.store import migrations, schema
from db.store.kinds import add_built_in
from db.store.migrations import Migration
from helpers.drafts import layoff
from helpers.places import ROOT

STORED = ROOT / "tests" / "data" / "ledgers"
#: Every stored ledger, and the tables as its own version exported them: now, and as known at an operation.
RELEASED = sorted(STORED.glob("*.headwater"))
NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
UID = re.compile("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")

opened = partial(Ledger.open, clock=lambda: NOW)


def copied(stored: Path, folder: Path) -> Path:
    return Path(shutil.copy(stored, folder / "a.headwater"))


def contents(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


def column(ledger: Ledger, sql: str) -> list[object]:
    return [row[0] for row in ledger.store.connection.execute(sql)]


def test_there_is_a_ledger_of_every_version_before_this_one() -> None:
    assert [stored.stem for stored in RELEASED] == [str(number) for number in range(1, schema.newest())]
    assert len(migrations.MIGRATIONS) == schema.newest()


@pytest.mark.parametrize("stored", RELEASED, ids=lambda stored: stored.stem)
def test_an_older_ledger_is_backed_up_then_migrated_and_sound(stored: Path, tmp_path: Path) -> None:
    path = copied(stored, tmp_path)
    before = path.read_bytes()
    with pytest.raises(WorldError, match=r"ledger\.older"):
        opened(path, mode="read")
    assert path.read_bytes() == before
    with opened(path) as ledger:
        backup = ledger.migrated_from
        assert ledger.check() == []
    assert backup == tmp_path / f"a.before-{stored.stem}-20261128-120000.headwater"
    assert contents(backup) == contents(stored)
    assert sorted(tmp_path.iterdir()) == sorted((path, backup))
    with opened(path, mode="read") as ledger:
        assert ledger.migrated_from is None


@pytest.mark.parametrize("stored", RELEASED, ids=lambda stored: stored.stem)
@pytest.mark.parametrize("table", TABLES)
def test_a_migrated_ledger_exports_what_it_always_did(stored: Path, table: str, tmp_path: Path) -> None:
    with opened(copied(stored, tmp_path)) as ledger:
        for folder in stored.with_suffix("").iterdir():
            known = None if folder.name == "now" else int(folder.name.removeprefix("operation-"))
            export(ledger.at(Scope(known_operation=known)), table, tmp_path / "export.csv")
            then = folder / f"{table}.csv"
            rows, expected = _rows(tmp_path / "export.csv"), _rows(then) if then.exists() else []  # a table since then
            if table == "history" and known is None:  # a migration with a step stands in the history itself
                steps = [one for one in migrations.MIGRATIONS[int(stored.stem) :] if one.step is not None]
                assert [row["action"] for row in rows[len(expected) :]] == ["ledger.migrated"] * len(steps)
                rows = rows[: len(expected)]
            if table == "findings":  # more is found by now, and which of them weigh most is judged anew
                found = {row["identity"]: row for row in rows}
                rows = [found[row["identity"]] for row in expected]
            # What it could not say then may have columns now.
            assert [{name: row[name] for name in then} for row, then in zip(rows, expected, strict=True)] == expected


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("stored", RELEASED, ids=lambda stored: stored.stem)
def test_a_migration_takes_no_undo_and_no_redo_away(stored: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(stored)) as before:
        last = "SELECT code FROM operations WHERE kind = 'do' AND undone_by IS NULL ORDER BY id DESC LIMIT 1"
        (code,) = before.execute(last).fetchone()
    with opened(copied(stored, tmp_path)) as ledger:
        assert ledger.undo_step().code == code != "ledger.migrated"
        assert ledger.undo().code == code
        assert ledger.redo().code == code
    path = copied(stored, tmp_path)
    with closing(sqlite3.connect(path)) as crafting:  # as if Undo had been the last thing done in the older version
        crafting.execute("UPDATE operations SET undone_by = 1 WHERE code = 'event.added'")
        crafting.commit()
    with opened(path) as ledger:
        assert ledger.redo_step().code == "event.added"


def test_old_operations_get_uids_in_the_order_in_which_they_were_recorded(tmp_path: Path) -> None:
    with opened(copied(STORED / "1.headwater", tmp_path)) as ledger:
        old = "FROM operations WHERE code <> 'ledger.migrated'"
        uids = column(ledger, f"SELECT uid {old} ORDER BY recorded_at, id")
        assert uids == sorted(set(uids))
        assert all(UID.fullmatch(uid) for uid in uids)
        first = datetime.fromisoformat(column(ledger, "SELECT recorded_at FROM operations WHERE id = 1")[0])
        assert int(uids[0].replace("-", "")[:12], 16) == first.timestamp() * 1000
        assert UID.fullmatch(*column(ledger, "SELECT uid FROM ledger"))


def test_every_operation_has_a_uid_and_a_copy_keeps_them_but_for_that_of_the_ledger(tmp_path: Path) -> None:
    with Ledger.create(tmp_path / "a.headwater") as ledger:
        ledger.events.save(layoff())
        ledger.undo()
        operations, (own,) = column(ledger, "SELECT uid FROM operations"), column(ledger, "SELECT uid FROM ledger")
        assert all(UID.fullmatch(uid) for uid in (*operations, own))
        assert len({*operations, own}) == 4
        ledger.save_copy(tmp_path / "b.headwater")
    with Ledger.open(tmp_path / "b.headwater") as copy:
        assert column(copy, "SELECT uid FROM operations") == operations
        assert column(copy, "SELECT uid FROM ledger") != [own]
        assert UID.fullmatch(*column(copy, "SELECT uid FROM ledger"))


def test_a_migrated_ledger_has_the_schema_of_a_new_one_and_its_kinds_in_order(tmp_path: Path) -> None:
    with opened(copied(STORED / "1.headwater", tmp_path)) as old, Ledger.create(tmp_path / "new.headwater") as new:
        assert schema.fingerprint(old.store.connection) == schema.fingerprint(new.store.connection)
        assert list(new.kinds.all()) == [kind.code for kind in kinds.BUILT_IN]
        assert list(old.kinds.all())[: len(kinds.BUILT_IN)] == [kind.code for kind in kinds.BUILT_IN]


# What a later version does: a kind more.

STRIKE = replace(kinds.BUILT_IN[0], code="strike", sign=0)


@pytest.fixture
def with_strikes(monkeypatch: pytest.MonkeyPatch) -> None:
    """A Headwater that knows strikes, added as the README says."""
    monkeypatch.setattr("db.store.kinds.BUILT_IN", (*kinds.BUILT_IN, STRIKE))
    step = partial(add_built_in, code="strike")
    monkeypatch.setattr(migrations, "MIGRATIONS", (*migrations.MIGRATIONS, Migration("later", step=step)))
    monkeypatch.setattr("db.store.migrating.MIGRATIONS", migrations.MIGRATIONS)
    monkeypatch.setattr("db.store.creating.MIGRATIONS", migrations.MIGRATIONS)
    now = schema.FINGERPRINTS[schema.newest()]
    monkeypatch.setattr(schema, "FINGERPRINTS", {**schema.FINGERPRINTS, schema.newest() + 1: now})


def codes(ledger: Ledger) -> list[str]:
    return list(ledger.kinds.all())


@pytest.mark.parametrize("stored", [*RELEASED, None], ids=lambda stored: stored.stem if stored else "newest")
def test_a_built_in_kind_reaches_older_ledgers_behind_all_others(
    stored: Path | None, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    path = tmp_path / "a.headwater"
    if stored is None:
        Ledger.create(path).close()
    else:
        copied(stored, tmp_path)
    request.getfixturevalue("with_strikes")
    with opened(path) as ledger:
        assert codes(ledger)[-1] == "strike"
        assert ledger.kinds.all()["strike"].built_in
        ledger.events.save(replace(layoff(), kind="strike"))
        (last,) = column(ledger, "SELECT max(id) FROM operations WHERE code = 'ledger.migrated'")
        assert "strike" not in ledger.at(Scope(known_operation=last - 1)).kinds
        assert ledger.check() == []


def test_a_new_ledger_has_a_new_kind_from_the_beginning(tmp_path: Path, with_strikes: None) -> None:
    with Ledger.create(tmp_path / "a.headwater") as ledger:
        assert codes(ledger) == [*(kind.code for kind in kinds.BUILT_IN), "strike"]
        assert column(ledger, "SELECT code FROM operations") == ["ledger.created"]
        ledger.events.save(replace(layoff(), kind="strike"))
        assert ledger.check() == []
    with opened(tmp_path / "a.headwater") as ledger:
        assert ledger.migrated_from is None


def test_a_kind_of_the_users_own_is_not_replaced_by_a_built_in_one(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    path = copied(STORED / "1.headwater", tmp_path)
    with opened(path) as ledger:
        own = replace(STRIKE, code="", name="Strike", sign=-1)
        ledger.kinds.save(own)
    request.getfixturevalue("with_strikes")
    with opened(path) as ledger:
        assert codes(ledger).count("strike") == 1
        assert ledger.kinds.all()["strike"].name == "Strike"
        assert ledger.kinds.all()["strike"].sign == -1


def test_a_kind_of_the_users_own_stands_behind_the_built_in_ones_and_keeps_its_place(tmp_path: Path) -> None:
    with Ledger.create(tmp_path / "a.headwater") as ledger:
        for name in ("Walkout", "Merger talks"):
            ledger.kinds.save(replace(STRIKE, code="", name=name))
        ledger.kinds.save(replace(ledger.kinds.all()["walkout"], name="Walk-out"))
        assert codes(ledger)[-2:] == ["walkout", "merger_talks"]


# What goes wrong leaves the file as it was.


def _failing(operation: object) -> None:
    raise WorldError("ledger.disk_full", path="")


FAILING = (Migration("later", "CREATE TABLE more (a TEXT) STRICT"), Migration("later", step=_failing))


@pytest.mark.parametrize("later", FAILING, ids=["another schema", "step"])
def test_a_migration_that_fails_leaves_the_ledger_as_it_was(
    tmp_path: Path, with_strikes: None, monkeypatch: pytest.MonkeyPatch, later: Migration
) -> None:
    monkeypatch.setattr("db.store.migrating.MIGRATIONS", (*migrations.MIGRATIONS[:-1], later))
    path = copied(STORED / "1.headwater", tmp_path)
    before = contents(path)
    with pytest.raises(WorldError):
        opened(path)
    assert contents(path) == before


@pytest.mark.parametrize(
    "crafted",
    [
        "CREATE TRIGGER t AFTER UPDATE ON operations BEGIN DELETE FROM claims; END",
        "CREATE VIEW ledger AS SELECT 1 AS uid",
        "CREATE TABLE ledger (uid TEXT NOT NULL) STRICT",
        "UPDATE _sqlite_migrations SET name = '0002_identities'",
        "INSERT INTO _sqlite_migrations(migration_set, name) VALUES ('headwater', '0002_identities')",
        "PRAGMA user_version = 2",
    ],
)
def test_a_crafted_older_ledger_is_refused_and_left_as_it_is(tmp_path: Path, crafted: str) -> None:
    path = copied(STORED / "1.headwater", tmp_path)
    with closing(sqlite3.connect(path)) as crafting:
        crafting.execute(crafted)
        crafting.commit()
    before = contents(path)
    with pytest.raises(WorldError, match=r"ledger\.foreign_schema"):
        opened(path)
    assert contents(path) == before
