"""Sources."""

from __future__ import annotations

from dataclasses import dataclass

from db.codec import date_columns, read_source, source_columns
from db.drafts import SourceDraft
from db.errors import UserError
from db.operations import ChangeSet, Operation
from db.records import Source
from db.search import batches, live
from db.tables.base import Table
from db.text import like
from db.values import ImpreciseDate


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRow:
    """A source as its table lists it: with how many claims rest on it."""

    source: Source
    claims: int


class Sources(Table):
    """``ledger.sources``."""

    def get(self, source_id: int, *, known: int | None = None) -> Source | None:
        """One source."""
        return self.many([source_id], known=known).get(source_id)

    def many(self, ids: list[int], *, known: int | None = None) -> dict[int, Source]:
        """Sources by id."""
        condition, parameters = live("s", known)
        found: dict[int, Source] = {}
        for batch in batches(ids):
            rows = self._db.execute(
                f"SELECT * FROM sources s WHERE s.id IN ({', '.join('?' * len(batch))}) AND {condition}",
                (*batch, *parameters),
            )
            found.update((row["id"], read_source(row)) for row in rows)
        return found

    def rows(self, text: str = "", *, known: int | None = None, limit: int = 2000, offset: int = 0) -> list[SourceRow]:
        """The table of sources, the latest entered first; ``text`` is looked for in publisher, title and URL."""
        condition, parameters = live("s", known)
        claim, claim_parameters = live("c", known)
        search = "".join(
            " AND (s.publisher LIKE ? ESCAPE '\\' OR s.title LIKE ? ESCAPE '\\' OR s.url LIKE ? ESCAPE '\\')"
            for _ in text.split()
        )
        searched = [like(word) for word in text.split() for _ in range(3)]
        rows = self._db.execute(
            f"SELECT s.*, (SELECT count(*) FROM claims c WHERE c.source_id = s.id AND {claim}) AS claims "
            f"FROM sources s WHERE {condition}{search} ORDER BY s.id DESC LIMIT ? OFFSET ?",
            (*claim_parameters, *parameters, *searched, limit, offset),
        ).fetchall()
        return [SourceRow(source=read_source(row), claims=row["claims"]) for row in rows]

    def count(self, *, known: int | None = None) -> int:
        """How many there are."""
        condition, parameters = live("s", known)
        return int(self._db.execute(f"SELECT count(*) FROM sources s WHERE {condition}", parameters).fetchone()[0])

    def latest(self) -> Source | None:
        """The source entered last: what the next fact most likely comes from."""
        row = self._db.execute(
            "SELECT * FROM sources WHERE retired_operation IS NULL ORDER BY version DESC LIMIT 1"
        ).fetchone()
        return None if row is None else read_source(row)

    def save(self, source: Source) -> ChangeSet:
        """Give an existing source these values, or add it (id 0)."""
        code = "source.edited" if source.id else "source.added"
        with self._ledger.operation(code, name=source.publisher or source.url or source.title) as operation:
            if source.id:
                operation.replace("sources", source.id, source_columns(source))
                # Its origin decides how many independent sources an event has.
                operation.stale_events.update(
                    row[0]
                    for row in self._db.execute(
                        "SELECT event_id FROM claims WHERE source_id = ? AND retired_operation IS NULL", (source.id,)
                    )
                )
            else:
                operation.add("sources", source_columns(source))
        return self._ledger.last_change

    def delete(self, source_id: int) -> ChangeSet:
        """Remove a source that no claim rests on."""
        source = self.get(source_id)
        if source is None:
            raise UserError("row.gone", table="sources", id=source_id)
        used = self._db.execute(
            "SELECT count(*) FROM claims WHERE source_id = ? AND retired_operation IS NULL", (source_id,)
        ).fetchone()[0]
        name = source.publisher or source.url or source.title
        if used:
            raise UserError("source.in_use", name=name, count=used)
        with self._ledger.operation("source.deleted", name=name) as operation:
            operation.retire("sources", source_id)
        return self._ledger.last_change

    # Within an operation.

    def ensure(self, operation: Operation, draft: SourceDraft) -> int | None:
        """The source a draft describes: the one with its URL, else with its publisher, title and date, else added."""
        if draft.empty:
            return None
        columns = source_columns(
            Source(
                id=0, publisher=draft.publisher, title=draft.title, url=draft.url, published=draft.published,
                accessed=draft.accessed, reliability=draft.reliability, origin=draft.origin, notes=draft.notes,
            )
        )  # fmt: skip
        row = self._db.execute(*self._same(draft)).fetchone()
        if row is None:
            return operation.add("sources", columns)
        # What the draft adds is kept, what it leaves empty stays.
        said: dict[str, ImpreciseDate | None] = {"published": draft.published, "accessed": draft.accessed}
        silent = {name for role, when in said.items() if when is None for name in date_columns(role, None)}
        operation.replace(
            "sources", row["id"], {k: v for k, v in columns.items() if k not in silent and v not in (None, "")}
        )
        return int(row["id"])

    @staticmethod
    def _same(draft: SourceDraft) -> tuple[str, tuple[str | None, ...]]:
        # +id: the rows are gone through as they lie, not one by one in the order of an index.
        live = "retired_operation IS NULL ORDER BY +id LIMIT 1"
        if draft.url:
            same = f"SELECT id FROM sources WHERE url = ? AND publisher IN (?, '') AND {live}"
            return same, (draft.url, draft.publisher)
        same = f"SELECT id FROM sources WHERE url = '' AND publisher = ? AND title = ? AND published IS ? AND {live}"
        return same, (draft.publisher, draft.title, draft.published.edtf if draft.published else None)
