"""Sources."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from db.errors import UserError
from db.model.drafts import SourceDraft
from db.model.ids import NO_SOURCE, ClaimId, EventId, SourceId
from db.model.records import Source
from db.model.text import like
from db.model.values import ImpreciseDate
from db.store.codec import date_columns, read_source, source_columns
from db.store.operations import ChangeSet, Operation, Value
from db.tables.base import Table
from db.tables.where import batches


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRow:
    """A source as its table lists it: with how many claims rest on it, and of how many events these are.

    ``denied``: how many of the claims say that it is not so.
    """

    source: Source
    claims: int
    events: int = 0
    denied: int = 0


class SourceReads(Table):
    """Sources as a view knows them."""

    def get(self, source_id: SourceId) -> Source | None:
        """One source."""
        return self.many([source_id]).get(source_id)

    def many(self, ids: list[SourceId]) -> dict[SourceId, Source]:
        """Sources by id."""
        condition, parameters = self._at.live("s")
        found: dict[SourceId, Source] = {}
        for batch in batches(ids):
            rows = self._db.execute(
                f"SELECT * FROM sources s WHERE s.id IN ({', '.join('?' * len(batch))}) AND {condition}",
                (*batch, *parameters),
            )
            found.update((row["id"], read_source(row)) for row in rows)
        return found

    def rows(self, text: str = "", *, limit: int = 2000, offset: int = 0) -> list[SourceRow]:
        """The table of sources, the latest entered first; ``text`` is looked for in their texts."""
        condition, parameters = self._at.live("s")
        claim, claim_parameters = self._at.live("c")
        search = "".join(
            " AND (s.publisher LIKE ? ESCAPE '\\' OR s.title LIKE ? ESCAPE '\\' OR s.url LIKE ? ESCAPE '\\' "
            "OR s.origin LIKE ? ESCAPE '\\')"
            for _ in text.split()
        )
        searched = [like(word) for word in text.split() for _ in range(4)]
        rows = self._db.execute(
            f"SELECT s.*, (SELECT count(*) FROM claims c WHERE c.source_id = s.id AND {claim}) AS claims, "
            f"(SELECT count(DISTINCT c.event_id) FROM claims c WHERE c.source_id = s.id AND {claim}) AS events, "
            f"(SELECT count(*) FROM claims c WHERE c.source_id = s.id AND c.status = 'denied' AND {claim}) AS denied "
            f"FROM sources s WHERE {condition}{search} ORDER BY s.id DESC LIMIT ? OFFSET ?",
            (*claim_parameters, *claim_parameters, *claim_parameters, *parameters, *searched, limit, offset),
        ).fetchall()
        return [
            SourceRow(source=read_source(row), claims=row["claims"], events=row["events"], denied=row["denied"])
            for row in rows
        ]

    def cited(self) -> set[SourceId]:
        """The sources that claims on events of the scope rest on."""
        where, parameters = self._at.events_where()
        claim, claim_parameters = self._at.live("c")
        rows = self._db.execute(
            f"SELECT DISTINCT c.source_id FROM claims c JOIN events e ON e.id = c.event_id WHERE {claim} AND {where}",
            (*claim_parameters, *parameters),
        )
        return {row[0] for row in rows}

    def cited_most(self, *, limit: int) -> tuple[list[SourceRow], int]:
        """The sources that most events of the scope rest on, counted within it; and how many there are in all."""
        where, parameters = self._at.events_where()
        claim, claim_parameters = self._at.live("c")
        rows = self._db.execute(
            "SELECT c.source_id, count(*) AS claims, count(DISTINCT c.event_id) AS events, "
            f"total(c.status = 'denied') AS denied FROM claims c JOIN events e ON e.id = c.event_id WHERE {claim} "
            f"AND {where} AND c.source_id IS NOT NULL GROUP BY 1 ORDER BY 3 DESC, 1 DESC",
            (*claim_parameters, *parameters),
        ).fetchall()
        found = self.many([row["source_id"] for row in rows[:limit]])
        told = [
            SourceRow(source=found[row[0]], claims=row["claims"], events=row["events"], denied=int(row["denied"]))
            for row in rows[:limit]
            if row[0] in found
        ]
        return told, len(rows)

    def count(self) -> int:
        """How many there are."""
        condition, parameters = self._at.live("s")
        return int(self._db.execute(f"SELECT count(*) FROM sources s WHERE {condition}", parameters).fetchone()[0])

    def publishers(self, *, limit: int = 5000) -> list[str]:
        """The publishers of all sources, each once; at most ``limit``."""
        rows = self._db.execute(
            "SELECT DISTINCT publisher FROM sources WHERE publisher <> '' AND retired_operation IS NULL LIMIT ?",
            (limit,),
        )
        return [row[0] for row in rows]

    def latest(self) -> Source | None:
        """The source entered last: what the next fact most likely comes from."""
        row = self._db.execute(
            "SELECT * FROM sources WHERE retired_operation IS NULL ORDER BY version DESC LIMIT 1"
        ).fetchone()
        return None if row is None else read_source(row)


class Sources(SourceReads):
    """``ledger.sources``."""

    def save(self, source: Source) -> ChangeSet:
        """Give an existing source these values, or add it (id 0)."""
        code = "source.edited" if source.id else "source.added"
        with self._store.operation(code, name=_name(source)) as operation:
            if source.id:
                self._edit(operation, source.id, source_columns(source))
            else:
                operation.add("sources", source_columns(source))
        return self._store.last_change

    def set_origin(self, ids: Iterable[SourceId], origin: str) -> ChangeSet:
        """Say that sources copy one and the same story (one independent source), or (empty) that each stands alone."""
        wanted, origin = list(dict.fromkeys(ids)), " ".join(origin.split())
        code = "source.origin_set" if origin else "source.origin_cleared"
        with self._store.operation(code, name=origin, count=len(wanted)) as operation:
            for source_id in wanted:
                self._edit(operation, source_id, {"origin": origin})
        return self._store.last_change

    def merge(self, keep_id: SourceId, other_ids: Iterable[SourceId]) -> ChangeSet:
        """Make one of several sources that are the same: it takes over their claims and what it does not say itself.

        Raises ``row.gone`` for a source that is no longer there.
        """
        others = [one for one in dict.fromkeys(other_ids) if one != keep_id]
        found = self.many([keep_id, *others])
        for source_id in (keep_id, *others):
            if source_id not in found:
                raise UserError("row.gone", table="sources", id=source_id)
        with self._store.operation("source.merged", name=_name(found[keep_id]), count=len(others)) as operation:
            self._edit(operation, keep_id, source_columns(_completed(found[keep_id], [found[one] for one in others])))
            for source_id in others:
                operation.stale_events.update(self._event_ids(source_id))
                for row in self._db.execute(
                    "SELECT id FROM claims WHERE source_id = ? AND retired_operation IS NULL", (source_id,)
                ).fetchall():
                    operation.replace("claims", row[0], {"source_id": keep_id})
                operation.retire("sources", source_id)
        return self._store.last_change

    def delete(self, source_id: SourceId) -> ChangeSet:
        """Remove a source that no claim rests on."""
        source = self.get(source_id)
        if source is None:
            raise UserError("row.gone", table="sources", id=source_id)
        used = self._db.execute(
            "SELECT count(*) FROM claims WHERE source_id = ? AND retired_operation IS NULL", (source_id,)
        ).fetchone()[0]
        name = _name(source)
        if used:
            raise UserError("source.in_use", name=name, count=used)
        with self._store.operation("source.deleted", name=name) as operation:
            operation.retire("sources", source_id)
        return self._store.last_change

    # Within an operation.

    def ensure(self, operation: Operation, draft: SourceDraft, *, claim_id: ClaimId | None = None) -> SourceId | None:
        """The source a draft describes: the one with its URL, else with its publisher, title and date, else added.

        ``claim_id`` is the claim it is for, where there is one: mostly it keeps its source.
        """
        if draft.empty:
            return None
        columns = source_columns(
            Source(
                id=NO_SOURCE, publisher=draft.publisher, title=draft.title, url=draft.url, published=draft.published,
                accessed=draft.accessed, reliability=draft.reliability, origin=draft.origin, notes=draft.notes,
            )
        )  # fmt: skip
        row = self._likely(draft, claim_id) or self._db.execute(*self._same(draft)).fetchone()
        if row is None:
            return SourceId(operation.add("sources", columns))
        # What the draft adds is kept, what it leaves empty stays.
        said: dict[str, ImpreciseDate | None] = {"published": draft.published, "accessed": draft.accessed}
        silent = {name for role, when in said.items() if when is None for name in date_columns(role, None)}
        self._edit(operation, row["id"], {k: v for k, v in columns.items() if k not in silent and v not in (None, "")})
        return SourceId(row["id"])

    def _edit(self, operation: Operation, source_id: SourceId, columns: Mapping[str, Value]) -> None:
        before = operation.live("sources", source_id)
        operation.replace("sources", source_id, columns)
        # Its origin decides how many independent sources an event has.
        if before is not None and before["origin"] != columns.get("origin", before["origin"]):
            operation.stale_events.update(self._event_ids(source_id))

    def _event_ids(self, source_id: SourceId) -> list[EventId]:
        rows = self._db.execute(
            "SELECT event_id FROM claims WHERE source_id = ? AND retired_operation IS NULL", (source_id,)
        )
        return [row[0] for row in rows]

    def _likely(self, draft: SourceDraft, claim_id: ClaimId | None) -> sqlite3.Row | None:
        """The claim's own source or the one written last, if it is the same: without going through all of them."""
        row: sqlite3.Row | None = self._db.execute(
            "SELECT id FROM sources WHERE id IN (SELECT source_id FROM claims WHERE id = ? AND retired_operation "
            "IS NULL UNION ALL SELECT id FROM sources WHERE version = (SELECT max(version) FROM sources)) "
            "AND retired_operation IS NULL AND url = ? AND publisher = ? "
            "AND (url <> '' OR (title = ? AND published IS ?)) LIMIT 1",
            (claim_id, draft.url, draft.publisher, draft.title, draft.published.edtf if draft.published else None),
        ).fetchone()
        return row

    @staticmethod
    def _same(draft: SourceDraft) -> tuple[str, tuple[str | None, ...]]:
        # +id: the rows are gone through as they lie, not one by one in the order of an index.
        live = "retired_operation IS NULL ORDER BY +id LIMIT 1"
        if draft.url:
            same = f"SELECT id FROM sources WHERE url = ? AND publisher IN (?, '') AND {live}"
            return same, (draft.url, draft.publisher)
        same = f"SELECT id FROM sources WHERE url = '' AND publisher = ? AND title = ? AND published IS ? AND {live}"
        return same, (draft.publisher, draft.title, draft.published.edtf if draft.published else None)


def _name(source: Source) -> str:
    return source.publisher or source.url or source.title


def _completed(source: Source, others: Sequence[Source]) -> Source:
    """A source with what it leaves empty taken from the first of others that says it."""
    names = ("publisher", "title", "url", "published", "accessed", "reliability", "origin", "notes")
    said = {name: next((value for one in (source, *others) if (value := getattr(one, name))), None) for name in names}
    return replace(source, **{name: value for name, value in said.items() if value is not None})
