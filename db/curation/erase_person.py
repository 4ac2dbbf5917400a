"""Erasing a person: the one thing that overwrites history, and cannot be undone.

The name is taken out of every version of every row, live and retired, out of the raw rows of imports and out of what
operations wrote about themselves. Then the file is rewritten, so that its bytes are nowhere in it. Fingerprints of
imported claims stay: they do not hold the text, and without them the same file would bring everything again.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from db.errors import LedgerError, UserError
from db.model.progress import Progress
from db.model.text import fold, identity
from db.reading.spellings import Spellings
from db.store.codec import EVENT_TEXTS
from db.store.connection import NeedsMigration, check_identity, raw_connect
from db.store.operations import ChangeSet, Operation
from db.store.schema import SUFFIX, VERSIONED
from db.store.store import Store

_SILENT = Progress()
_PORTION = 2000
_EXAMPLES = 3

#: What stands where a text may not be empty (it would mean something else) and nothing was left of it.
ERASED = "[…]"
_NEVER_EMPTY = {
    ("organizations", "name"), ("event_kinds", "name"), ("events", "percent_of"), ("claims", "percent_of"),
    ("fields", "name"), ("field_choices", "name"), ("field_values", "words"), ("saved_views", "name"),
}  # fmt: skip

#: Columns of ours that hold codes, days and numbers written as text, or are derived from others here.
_NOT_WRITTEN = frozenset({
    "code", "kind", "kind_group", "population", "state", "color", "symbol", "status", "earliest", "latest",
    "announced", "effective", "until", "published", "accessed", "announced_mode", "effective_mode", "until_mode",
    "published_mode", "accessed_mode", "currency", "contradicted", "reliability", "digest", "encoding", "delimiter",
    "outcome", "uid", "field", "identity", "key", "recorded_at", "recorded_day", "name_key", "identity_key",
    "search_key", "newest_day", "gone", "words_key", "subject", "type", "day", "date", "date_mode", "valid_from",
})  # fmt: skip

#: How a row of a table is named, where it is not by its version.
_ROW: Mapping[str, tuple[str, ...]] = {"import_rows": ("import_id", "line"), "operations": ("id",)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a name was found: ``code`` is table and column, ``claims.words`` all the wordings of figures and dates.

    ``now`` counts live rows (and raw rows of imports), ``before`` what history holds.
    """

    code: str
    now: int
    before: int
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Copy:
    """A file that may hold the name as well: a copy of this ledger as it was."""

    path: Path
    modified: datetime
    size: int


@dataclass(slots=True)
class _Counter:
    now: int = 0
    before: int = 0
    examples: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Row:
    """A row with the name in it: its key, its live or raw or past, and the texts by column."""

    key: tuple[int, ...]
    row: sqlite3.Row
    columns: list[str]


class Erasing:
    """``ledger.erasing``."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._db = store.connection

    def preview(self, spellings: Iterable[str], progress: Progress = _SILENT) -> tuple[Place, ...]:
        """Where the name is, the places with most of it first. Raises ``person.name_missing``."""
        name = _spellings(spellings)
        counters: dict[str, _Counter] = {}
        for table, row in self._rows(name, progress):
            codes = {_place(table, column): column for column in reversed(row.columns)}
            for code, column in codes.items():
                counter = counters.setdefault(code, _Counter())
                if _is_past(table, row.row):
                    counter.before += 1
                else:
                    counter.now += 1
                if len(counter.examples) < _EXAMPLES:
                    excerpt = _excerpt(name, row.row[column])
                    if excerpt not in counter.examples:
                        counter.examples.append(excerpt)
        found = [
            Place(code=code, now=one.now, before=one.before, examples=tuple(one.examples))
            for code, one in counters.items()
        ]
        return tuple(sorted(found, key=lambda one: (-one.now, -one.before, one.code)))

    def erase(self, spellings: Iterable[str], *, replacement: str = "", progress: Progress = _SILENT) -> ChangeSet:
        """Take the name out of everything and rewrite the file. ``count`` of the detail: texts that held it.

        ``compacted`` of the detail is False where the file could not be rewritten at once (somebody reads it): the
        name is out of every row, its bytes may still be in unused places until this is done again.
        Raises ``person.name_missing`` and ``person.not_found``.
        """
        name = _spellings(spellings)
        if name.found(replacement):
            raise UserError("person.replacement")
        self._db.execute("PRAGMA secure_delete = ON")
        try:
            with self._store.operation("person.erased") as operation:
                count = self._clean(operation, name, replacement, progress)
                if not count:
                    raise UserError("person.not_found")
                operation.detail["count"] = count
            self._store.actor = name.without(self._store.actor, replacement)  # what is written from now on
            change = self._store.last_change
            return replace(change, detail={**change.detail, "compacted": self._compact()})
        finally:
            self._db.execute("PRAGMA secure_delete = OFF")

    def copies(self, folders: Iterable[Path] = ()) -> tuple[Copy, ...]:
        """Copies of this ledger beside it and in ``folders``, the latest first: earlier states, with the name in them.

        A copy is known by the moment in which the ledger was made, whatever it is called.
        """
        path = self._store.path.resolve()
        birth = _birth(self._db)
        found: dict[Path, Copy] = {}
        for folder in (path.parent, *folders):
            with contextlib.suppress(OSError):
                for other in sorted(folder.resolve().iterdir()):
                    ours = other.name.startswith(f"{path.stem}.before-")
                    if other == path or not (ours or other.suffix == SUFFIX) or not other.is_file():
                        continue
                    if ours or _birth_of(other) == birth:
                        facts = other.stat()
                        when = datetime.fromtimestamp(facts.st_mtime).astimezone()
                        found[other] = Copy(other, when, facts.st_size)
        return tuple(sorted(found.values(), key=lambda one: one.modified, reverse=True))

    # Finding.

    def _rows(self, name: Spellings, progress: Progress) -> Iterator[tuple[str, _Row]]:
        """Every row that holds the name, table by table."""
        tables = (*VERSIONED, "import_rows", "operations")
        total = sum(self._db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables)
        done = 0
        for table in tables:
            columns, keys = self.columns(table), _ROW.get(table, ("version",))
            where = " AND ".join(f"{key} = ?" for key in keys)
            cursor = self._db.execute(f"SELECT {', '.join((*keys, *columns))} FROM {table} ORDER BY {', '.join(keys)}")
            cursor.row_factory = None
            while rows := cursor.fetchmany(_PORTION):
                for values in rows:
                    key, texts = values[: len(keys)], values[len(keys) :]
                    if not _may_hold(name, texts):
                        continue
                    held = [column for column, text in zip(columns, texts, strict=True) if _holds(name, text)]
                    if held:
                        row = self._db.execute(f"SELECT * FROM {table} WHERE {where}", key).fetchone()
                        yield table, _Row(key, row, held)
                done += len(rows)
                progress.report(done, total)

    def columns(self, table: str) -> list[str]:
        """The columns of a table that hold what somebody wrote."""
        columns = [
            row[1]
            for row in self._db.execute(f"PRAGMA table_info({table})")
            if row[2] == "TEXT" and row[1] not in _NOT_WRITTEN
        ]
        return [*columns, "code"] if table == "event_kinds" else columns

    # Cleaning.

    def _clean(self, operation: Operation, name: Spellings, replacement: str, progress: Progress) -> int:
        count = 0
        operation.rewrote = True
        rows: dict[str, list[_Row]] = {}
        for table, row in self._rows(name, progress):
            rows.setdefault(table, []).append(row)
        for table, found in rows.items():
            for row in found:
                count += len(row.columns)
                self._clean_row(table, row, name, replacement)
            if table in VERSIONED:
                operation.touch(table, (row.row["id"] for row in found))
        return count

    def _clean_row(self, table: str, row: _Row, name: Spellings, replacement: str) -> None:
        texts = {column: _cleaned(name, row.row[column], replacement) for column in row.columns if column != "code"}
        if "code" in row.columns and not row.row["built_in"]:  # made from the name of a kind of one's own
            texts["code"] = f"kind_{row.row['id']}"
            self._db.execute("UPDATE events SET kind = ? WHERE kind = ?", (texts["code"], row.row["code"]))
        for column, text in texts.items():
            if (table, column) in _NEVER_EMPTY and not text.strip():
                texts[column] = f"{ERASED} {row.row['id']}" if table == "organizations" else ERASED
        keys = _ROW.get(table, ("version",))
        where = " AND ".join(f"{key} = ?" for key in keys)
        if table == "aliases" and not texts["name"].strip():  # nothing is left to be found by
            self._db.execute(f"DELETE FROM aliases WHERE {where}", row.key)
            return
        if table == "sources" and not any(texts.get(one, row.row[one]) for one in ("publisher", "title", "url")):
            texts["publisher"] = ERASED
        texts |= _derived(table, {**dict(row.row), **texts})
        assignments = ", ".join(f"{column} = ?" for column in texts)
        self._db.execute(f"UPDATE {table} SET {assignments} WHERE {where}", (*texts.values(), *row.key))

    def _compact(self) -> bool:
        """Write the file anew, without what was deleted. Waits for readers as long as any statement does."""
        watch = self._store.watch
        if watch is None or watch.look():
            return False
        limit = self._db.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 1)  # SQLite attaches the new file to write it
        try:
            self._db.execute("VACUUM")
            watch.settle()
        except sqlite3.OperationalError:
            return False
        finally:
            self._db.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, limit)
        return True


def _spellings(spellings: Iterable[str]) -> Spellings:
    name = Spellings(spellings)
    if not name:
        raise UserError("person.name_missing")
    return name


def _derived(table: str, row: Mapping[str, Any]) -> dict[str, str]:
    """What is made from the texts of a row, made anew."""
    if table in {"organizations", "aliases"}:
        return {"name_key": fold(row["name"]), "identity_key": identity(row["name"])}
    if table == "events":
        return {"search_key": fold(" ".join(row[column] for column in EVENT_TEXTS if row[column]))}
    if table == "field_choices":
        return {"name_key": fold(row["name"])}
    if table == "field_values":
        return {"words_key": fold(row["words"])}
    return {}


def _is_past(table: str, row: sqlite3.Row) -> bool:
    return table == "operations" or (table in VERSIONED and row["retired_operation"] is not None)


def _place(table: str, column: str) -> str:
    return f"{table}.{'words' if column.endswith('_words') else column}"


# A text may be JSON, or a web address with letters as %C3%BC: the name is looked for in what it says.


def _may_hold(name: Spellings, texts: Sequence[str | None]) -> bool:
    """Whether a look at each of the texts is worth while: one search instead of one for every column."""
    joined = "\n".join(filter(None, texts))
    return "\\" in joined or "%" in joined or name.found(joined)


def _holds(name: Spellings, text: str | None) -> bool:
    if not text:
        return False
    value = _decoded(text) if "\\" in text else None
    return any(name.found(said) for one in ([text] if value is None else _strings(value)) for said in _said(one))


def _said(text: str) -> Iterator[str]:
    yield text
    if "%" in text:
        yield unquote(text)


def _excerpt(name: Spellings, text: str) -> str:
    value = _decoded(text)
    texts = [text] if value is None else _strings(value)
    return next((found for one in texts for said in _said(one) if (found := name.excerpt(said))), "")


def _cleaned(name: Spellings, text: str, replacement: str) -> str:
    def clean(one: str) -> str:
        kept = name.without(one, replacement)
        said = unquote(kept) if "%" in kept else kept
        return name.without(said, replacement) if name.found(said) else kept

    value = _decoded(text)
    if value is None:
        return clean(text)
    separators = None if text.startswith("{") else (",", ":")
    return json.dumps(_mapped(value, clean), ensure_ascii=False, separators=separators)


def _decoded(text: str) -> list[Any] | dict[str, Any] | None:
    if not text.startswith(("[", "{")):
        return None
    try:
        value = json.loads(text)
    except ValueError:
        return None
    return value if isinstance(value, list | dict) else None


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, one in value.items():
            yield str(key)
            yield from _strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one)


def _mapped(value: Any, clean: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {clean(key): _mapped(one, clean) for key, one in value.items()}
    if isinstance(value, list):
        return [_mapped(one, clean) for one in value]
    return value


# Copies.


def _birth(connection: sqlite3.Connection) -> str | None:
    row = connection.execute("SELECT recorded_at FROM operations ORDER BY id LIMIT 1").fetchone()
    return None if row is None else str(row[0])


def _birth_of(path: Path) -> str | None:
    """When the ledger in a file was made; None where it is none, or cannot be read."""
    try:
        with contextlib.closing(raw_connect(path, "ro")) as connection:
            with contextlib.suppress(NeedsMigration):  # an older one is a copy as well
                check_identity(connection, path)
            return _birth(connection)
    except (sqlite3.Error, LedgerError, OSError, UnicodeDecodeError):
        return None


__all__ = ["ERASED", "Copy", "Erasing", "Place"]
