"""Crafted ledgers: each is refused with a code that has words, and nothing in it is run."""

from __future__ import annotations

import os
import shutil
import sqlite3
import struct
from pathlib import Path

import pytest

from db.errors import LedgerError
from db.ledger import Ledger
from db.output.export import export
from helpers.drafts import layoff

FOREIGN = "ledger.foreign_schema"

#: What is done to a ledger: by SQL, with the schema writable. Every one of them leaves a schema that is not ours.
BY_SQL = {
    "trigger": "CREATE TRIGGER t AFTER INSERT ON operations BEGIN UPDATE claims SET count_best = 7; END",
    "trigger_called_sqlite": (
        "CREATE TRIGGER t AFTER INSERT ON operations BEGIN UPDATE claims SET count_best = 7; END;"
        "UPDATE sqlite_schema SET name = 'sqlite_x', sql = replace(sql, ' t ', ' sqlite_x ') WHERE name = 't'"
    ),
    "trigger_called_sequence": (
        "CREATE TRIGGER t AFTER INSERT ON operations BEGIN DELETE FROM claims; END;"
        "UPDATE sqlite_schema SET name = 'sqlite_sequence', sql = replace(sql, ' t ', ' sqlite_sequence ') "
        "WHERE name = 't'"
    ),
    "trigger_called_statistics": (
        "CREATE TRIGGER t AFTER INSERT ON operations BEGIN DELETE FROM claims; END;"
        "UPDATE sqlite_schema SET name = 'sqlite_stat1', sql = replace(sql, ' t ', ' sqlite_stat1 ') WHERE name = 't'"
    ),
    "trigger_called_autoindex": (
        "CREATE TRIGGER t AFTER INSERT ON operations BEGIN DELETE FROM claims; END;"
        "UPDATE sqlite_schema SET name = 'sqlite_autoindex_t_1', sql = replace(sql, ' t ', ' sqlite_autoindex_t_1 ') "
        "WHERE name = 't'"
    ),
    "trigger_before_delete": "CREATE TRIGGER t BEFORE DELETE ON events BEGIN SELECT raise(IGNORE); END",
    "trigger_on_update": "CREATE TRIGGER t AFTER UPDATE ON events BEGIN DELETE FROM sources; END",
    "trigger_on_view": "CREATE TRIGGER t INSTEAD OF INSERT ON v_events BEGIN DELETE FROM events; END",
    "trigger_on_migrations": "CREATE TRIGGER t AFTER INSERT ON _sqlite_migrations BEGIN DELETE FROM events; END",
    "view_in_the_place_of_a_table": "ALTER TABLE settings RENAME TO s; CREATE VIEW settings AS SELECT * FROM s",
    "view_without_end": (
        "DROP VIEW v_events; CREATE VIEW v_events AS WITH RECURSIVE n(i) AS "
        "(SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT * FROM n"
    ),
    "view_of_800_megabytes": "CREATE VIEW big AS SELECT zeroblob(800000000) AS b",
    "view_that_lies": "DROP VIEW v_claims; CREATE VIEW v_claims AS SELECT 1 AS id",
    "view_missing": "DROP VIEW v_relationships",
    "table_more": "CREATE TABLE more(a)",
    "table_called_sqlite": (
        "CREATE TABLE more(a); UPDATE sqlite_schema SET name = 'sqlite_more', tbl_name = 'sqlite_more', "
        "sql = 'CREATE TABLE sqlite_more(a)' WHERE name = 'more'"
    ),
    "table_missing": "DROP TABLE preferences",
    "table_renamed": "ALTER TABLE claims RENAME TO claimed",
    "table_without_rowid": "CREATE TABLE more(a PRIMARY KEY) WITHOUT ROWID",
    "table_not_strict": "UPDATE sqlite_schema SET sql = replace(sql, ' STRICT', '') WHERE name = 'claims'",
    "column_more": "ALTER TABLE events ADD COLUMN more TEXT",
    "column_renamed": "ALTER TABLE events RENAME COLUMN place TO places",
    "column_dropped": "ALTER TABLE events DROP COLUMN notes",
    "column_default": (
        "UPDATE sqlite_schema SET sql = replace(sql, 'value TEXT NOT NULL', "
        "'value TEXT NOT NULL DEFAULT (hex(randomblob(9)))') WHERE name = 'settings'"
    ),
    "column_generated": "ALTER TABLE settings ADD COLUMN g TEXT GENERATED ALWAYS AS (upper(value)) VIRTUAL",
    "column_collated": "UPDATE sqlite_schema SET sql = replace(sql, 'key TEXT', 'key TEXT COLLATE NOCASE') "
    "WHERE name = 'settings'",
    "check_that_calls": (
        "UPDATE sqlite_schema SET sql = replace(sql, 'key TEXT NOT NULL', "
        "'key TEXT NOT NULL CHECK (load_extension(key) IS NULL)') WHERE name = 'settings'"
    ),
    "check_that_refuses": "UPDATE sqlite_schema SET sql = replace(sql, 'key TEXT NOT NULL', "
    "'key TEXT NOT NULL CHECK (0)') WHERE name = 'settings'",
    "foreign_key_turned": (
        "UPDATE sqlite_schema SET sql = replace(sql, 'retired_operation INTEGER REFERENCES operations(id)', "
        "'retired_operation INTEGER REFERENCES operations(id) ON DELETE CASCADE') WHERE name = 'claims'"
    ),
    "index_more": "CREATE INDEX more ON events(place)",
    "index_of_expression": "CREATE INDEX more ON events(abs(id))",
    "index_missing": "DROP INDEX claims_event",
    "index_not_unique": "DROP INDEX events_live; CREATE INDEX events_live ON events(id, ifnull(retired_operation, 0))",
    "index_called_autoindex": (
        "CREATE INDEX more ON events(place); UPDATE sqlite_schema SET name = 'sqlite_autoindex_events_9', "
        "sql = replace(sql, 'more', 'sqlite_autoindex_events_9') WHERE name = 'more'"
    ),
    "virtual_table": "CREATE VIRTUAL TABLE more USING fts5(text)",
    "virtual_table_of_nobody": "INSERT INTO sqlite_schema VALUES ('table', 'more', 'more', 0, "
    "'CREATE VIRTUAL TABLE more USING nobody(a)')",
    "statistics_that_compute": "ANALYZE; UPDATE sqlite_schema SET "
    "sql = 'CREATE TABLE sqlite_stat1(tbl,idx,stat,more AS (abs(stat)))' WHERE name = 'sqlite_stat1'",
    "statistics_in_the_place_of_a_table": "INSERT INTO sqlite_schema VALUES ('table', 'sqlite_stat2', 'sqlite_stat2', "
    "(SELECT rootpage FROM sqlite_schema WHERE name = 'claims'), 'CREATE TABLE sqlite_stat2(tbl,idx,sampleno,sample)')",
    "sequence_that_is_a_view": "INSERT INTO sqlite_schema VALUES ('view', 'sqlite_sequence', 'sqlite_sequence', 0, "
    "'CREATE VIEW sqlite_sequence AS SELECT 1 AS name, 2 AS seq')",
    "view_called_schema": "INSERT INTO sqlite_schema VALUES ('view', 'sqlite_schema', 'sqlite_schema', 0, 'CREATE VIEW "
    "sqlite_schema AS SELECT type, name, tbl_name, rootpage, sql FROM sqlite_master LIMIT 50')",
    "table_for_the_temporary": "INSERT INTO sqlite_schema VALUES ('table', 'sqlite_temp_schema', 'sqlite_temp_schema', "
    "2, 'CREATE TABLE sqlite_temp_schema(type,name,tbl_name,rootpage,sql)')",
    "index_without_words": "INSERT INTO sqlite_schema VALUES ('index', 'sqlite_autoindex_events_1', 'events', 2, NULL)",
    "table_twice": "INSERT INTO sqlite_schema SELECT * FROM sqlite_schema WHERE name = 'events'",
    "table_that_is_a_view": "UPDATE sqlite_schema SET type = 'table' WHERE name = 'v_claims'",
    "deed_in_the_place_of_a_view": "UPDATE sqlite_schema SET sql = 'DELETE FROM events' WHERE name = 'v_claims'",
    "name_that_is_no_text": "UPDATE sqlite_schema SET name = CAST(x'ff41' AS TEXT) WHERE name = 'v_claims'",
    "number_in_the_place_of_words": "UPDATE sqlite_schema SET sql = 5 WHERE name = 'v_claims'",
    "root_page_of_the_schema": "UPDATE sqlite_schema SET rootpage = 1 WHERE name = 'claims'",
    "root_page_of_another": "UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema "
    "WHERE name = 'events') WHERE name = 'claims'",
    "root_page_of_nobody": "UPDATE sqlite_schema SET rootpage = 0 WHERE name = 'claims'",
    "root_page_beyond_the_end": "UPDATE sqlite_schema SET rootpage = 999999 WHERE name = 'claims'",
    "root_page_below_zero": "UPDATE sqlite_schema SET rootpage = -4 WHERE name = 'claims'",
    "root_page_of_a_view": "UPDATE sqlite_schema SET rootpage = 4 WHERE name = 'v_claims'",
    "same_root_page": "UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema WHERE name = 'events'), "
    "sql = sql || ' ' WHERE name = 'claims'",
    "migrations_with_a_check": "UPDATE sqlite_schema SET sql = replace(sql, 'name TEXT', "
    "'name TEXT CHECK (abs(name) = 0)') WHERE name = '_sqlite_migrations'",
    "migrations_index_of_expression": "CREATE INDEX more ON _sqlite_migrations(lower(name))",
    "name_in_other_letters": "UPDATE sqlite_schema SET name = 'Settings', tbl_name = 'Settings', "
    "sql = replace(sql, 'CREATE TABLE settings', 'CREATE TABLE Settings') WHERE name = 'settings'",
    "statement_that_is_none": "UPDATE sqlite_schema SET sql = 'CREATE TABLE settings(' WHERE name = 'settings'",
    "statement_missing": "UPDATE sqlite_schema SET sql = NULL WHERE name = 'v_events'",
}


def _poke(path: Path, offset: int, value: bytes) -> None:
    with path.open("r+b") as file:
        file.seek(offset)
        file.write(value)


def _cut(path: Path, share: float) -> None:
    with path.open("r+b") as file:
        file.truncate(int(path.stat().st_size * share))


#: What is done to the bytes of a ledger, and what the refusal may be called.
BY_BYTES = {
    "another_application": (lambda path: _poke(path, 68, b"abcd"), {"ledger.other_database"}),
    "from_the_future": (lambda path: _poke(path, 60, struct.pack(">I", 999)), {"ledger.newer"}),
    "version_below_zero": (lambda path: _poke(path, 60, struct.pack(">i", -3)), {"ledger.foreign_schema"}),
    "version_of_nobody": (lambda path: _poke(path, 60, struct.pack(">I", 0)), {"ledger.foreign_schema"}),
    "header_gone": (lambda path: _poke(path, 0, b"\0" * 16), {"ledger.not_a_ledger"}),
    "page_size_of_nothing": (lambda path: _poke(path, 16, b"\0\3"), {"ledger.not_a_ledger", "ledger.damaged"}),
    "first_page_zeroed": (lambda path: _poke(path, 100, b"\0" * 3996), {"ledger.damaged", "ledger.foreign_schema"}),
    "schema_page_noise": (lambda path: _poke(path, 100, b"\xa5" * 400), {"ledger.damaged", "ledger.foreign_schema"}),
    "cut_to_the_header": (lambda path: _cut(path, 0.001), {"ledger.not_a_ledger", "ledger.damaged"}),
    "write_version_wal": (lambda path: _poke(path, 18, b"\2\2"), {"ledger.other_database", "ledger.cannot_open"}),
    "unknown_schema_format": (lambda path: _poke(path, 44, struct.pack(">I", 9)), {"ledger.damaged"}),
    "unknown_file_format": (lambda path: _poke(path, 18, b"\7\7"), {"ledger.not_a_ledger", "ledger.damaged"}),
}


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sound") / "sound.headwater"
    with Ledger.create(path) as ledger:
        ledger.events.save(layoff())
        ledger.events.save(layoff("Acorn", 50))
    return path


@pytest.fixture
def copy(sound: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(sound, tmp_path / "a.headwater"))


def refused(path: Path) -> str:
    """The code with which a ledger is refused for reading and for writing alike; its bytes stay what they were."""
    before = path.read_bytes()
    codes = set()
    for mode in ("read", "write"):
        with pytest.raises(LedgerError) as caught:
            Ledger.open(path, mode=mode).close()
        codes.add(caught.value.code)
    assert path.read_bytes() == before
    assert len(codes) == 1
    return codes.pop()


def test_there_are_enough_of_them() -> None:
    assert len(BY_SQL) + len(BY_BYTES) >= 40


@pytest.mark.parametrize("name", BY_SQL)
def test_a_schema_that_is_not_ours_is_refused_before_anything_of_it_is_run(copy: Path, name: str) -> None:
    with sqlite3.connect(copy) as crafting:
        crafting.execute("PRAGMA writable_schema = ON")
        for statement in _apart(BY_SQL[name]):
            crafting.execute(statement)
    crafting.close()
    assert refused(copy) in {FOREIGN, "ledger.damaged"}


def _apart(script: str) -> list[str]:
    """The statements; a trigger has semicolons inside."""
    found, rest = [], script
    while rest.strip():
        end = rest.find("END;") + 3 if rest.lstrip().startswith("CREATE TRIGGER") and "END;" in rest else rest.find(";")
        if end < 0 or (rest.lstrip().startswith("CREATE TRIGGER") and "END;" not in rest):
            end = len(rest)
        found.append(rest[:end].strip())
        rest = rest[end + 1 :]
    return found


@pytest.mark.parametrize("name", BY_BYTES)
def test_bytes_that_no_ledger_has_are_named(copy: Path, name: str) -> None:
    damage, codes = BY_BYTES[name]
    damage(copy)
    assert refused(copy) in codes


def test_what_sqlite_adds_itself_is_no_reason_to_refuse(copy: Path) -> None:
    with sqlite3.connect(copy) as other:
        other.execute("ANALYZE")
    other.close()
    with Ledger.open(copy) as ledger:
        assert ledger.at().events.count() == 2
        assert ledger.check() == []


def test_a_trigger_that_calls_itself_one_of_sqlite_has_rewritten_nothing(copy: Path) -> None:
    with sqlite3.connect(copy) as crafting:
        crafting.execute("PRAGMA writable_schema = ON")
        for statement in _apart(BY_SQL["trigger_called_sqlite"]):
            crafting.execute(statement)
    crafting.close()
    with pytest.raises(LedgerError):
        Ledger.open(copy)
    reading = sqlite3.connect(copy)
    assert sorted(row[0] for row in reading.execute("SELECT count_best FROM claims")) == [50, 200]
    reading.close()


def _craft(path: Path, *statements: str) -> None:
    with sqlite3.connect(path) as crafting:
        crafting.execute("PRAGMA writable_schema = ON")
        for statement in statements:
            crafting.execute(statement)
    crafting.close()


def _reading(path: Path) -> str:
    """The code of what goes wrong when everything is read."""
    with pytest.raises(LedgerError) as caught:
        _read_all(path)
    return caught.value.code


def _read_all(path: Path) -> None:
    with Ledger.open(path, mode="read") as ledger:
        for table in ("claims", "events"):
            export(ledger.at(), table, path.with_name(f"{table}.csv"))


def test_damage_behind_a_sound_schema_is_found_by_the_check_and_named_where_it_is_read(copy: Path) -> None:
    """A page of zeros opens: opening does not read every row."""
    root, size = _root(copy, "claims")
    _poke(copy, (root - 1) * size, b"\0" * size)
    before = copy.read_bytes()
    with Ledger.open(copy) as ledger:
        assert {problem.code for problem in ledger.check()} == {"check.integrity"}
    assert _reading(copy) == "ledger.damaged"
    assert copy.read_bytes() == before


def test_tables_that_changed_places_are_found_by_the_check(copy: Path) -> None:
    one, other = _root(copy, "claims")[0], _root(copy, "claims_live")[0]
    _craft(
        copy,
        f"UPDATE sqlite_schema SET rootpage = {one} + {other} - rootpage WHERE name IN ('claims', 'claims_live')",
    )
    before = copy.read_bytes()
    with Ledger.open(copy) as ledger:
        assert "check.integrity" in {problem.code for problem in ledger.check()}
    assert _reading(copy) == "ledger.damaged"
    assert copy.read_bytes() == before


def test_a_text_that_is_none_is_named_where_it_is_read(copy: Path) -> None:
    _craft(copy, "UPDATE organizations SET name = CAST(x'ff41' AS TEXT)")
    before = copy.read_bytes()
    assert _reading(copy) == "ledger.damaged"
    assert copy.read_bytes() == before


def test_a_text_longer_than_any_of_ours_is_named_where_it_is_read(copy: Path) -> None:
    _craft(copy, "UPDATE organizations SET name = hex(zeroblob(50000001)) WHERE id = 1")
    assert _reading(copy) == "ledger.too_big"


def test_another_encoding_of_texts_is_harmless(sound: Path, tmp_path: Path) -> None:
    copy = tmp_path / "utf16.headwater"
    with sqlite3.connect(sound) as original, sqlite3.connect(copy) as written:
        written.execute("PRAGMA encoding = 'UTF-16le'")
        written.executescript("\n".join(original.iterdump()))
        for pragma in ("application_id", "user_version"):
            written.execute(f"PRAGMA {pragma} = {original.execute(f'PRAGMA {pragma}').fetchone()[0]}")
    original.close()
    written.close()
    with Ledger.open(copy) as ledger:
        ledger.events.save(layoff("Müller", 7))
        assert "Müller" in ledger.at().organizations.names().values()
        assert ledger.check() == []


def test_no_file_is_waited_for(tmp_path: Path) -> None:
    fifo = tmp_path / "a.headwater"
    os.mkfifo(fifo)
    with pytest.raises(LedgerError) as caught:
        Ledger.open(fifo)
    assert caught.value.code == "file.device"


def test_a_crafted_ledger_among_the_copies_is_not_run(copy: Path, tmp_path: Path) -> None:
    """Erasing a person looks into every ledger beside it for copies of this one: an endless view would never answer."""
    crafted = Path(shutil.copy(copy, tmp_path / "b.headwater"))
    _craft(
        crafted,
        "ALTER TABLE operations RENAME TO o",
        "CREATE VIEW operations AS WITH RECURSIVE n(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n) "
        "SELECT id, id AS recorded_at FROM n",
    )
    twin = Path(shutil.copy(copy, tmp_path / "c.headwater"))
    with Ledger.open(copy) as ledger:
        assert [found.path for found in ledger.erasing.copies()] == [twin]


def _root(path: Path, name: str) -> tuple[int, int]:
    """The page where a table or index begins, and the size of pages."""
    reading = sqlite3.connect(path)
    (root,) = reading.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (name,)).fetchone()
    (size,) = reading.execute("PRAGMA page_size").fetchone()
    reading.close()
    return root, size
