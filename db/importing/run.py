"""Importing a file: every row becomes events, is already there, or is a problem; all of it in one operation.

Nothing is written unless everything is: a cancelled or failed import leaves the ledger as it was. The raw rows are
kept with what became of them.
"""

from __future__ import annotations

import contextlib
import gc
import json
import struct
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import count
from json.encoder import encode_basestring
from pathlib import Path

from db.codec import date_columns
from db.drafts import SourceDraft
from db.errors import UserError
from db.importing.plan import ImportPlan, Inspection
from db.importing.reader import Row, RowProblem, RowReader, display_names, file_digest
from db.importing.rows import CellProblem, Fact, Interpreter, SourceKey, host
from db.ledger import Ledger
from db.operations import ChangeSet, Operation
from db.progress import Progress
from db.text import fold

#: Problems kept with their place; all of them are counted.
_LISTED = 10_000

#: Rows written at once.
_PORTION = 5000

#: Texts whose folding is remembered.
_REMEMBERED = 50_000

Value = str | int | float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """What became of the data rows of a file; ``new`` to ``problem`` add up to ``rows``.

    ``new_claim`` and ``amends`` count rows that add to, or change, what an earlier import brought; ``events``,
    ``counts`` and ``percents`` count the events written and those of them with a number.
    """

    file_name: str
    rows: int
    new: int
    duplicate: int
    problem: int
    new_claim: int = 0
    amends: int = 0
    skipped: int = 0
    events: int = 0
    counts: int = 0
    percents: int = 0
    problems: tuple[CellProblem, ...] = ()
    change: ChangeSet | None = None


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """A row as it would be taken: what each cell means (None: nothing), and its problems by column."""

    line: int
    cells: list[str]
    meanings: list[object]
    problems: dict[int | None, CellProblem]


def preview(inspection: Inspection, plan: ImportPlan, kind_codes: Iterable[str]) -> list[PreviewRow]:
    """The sample rows of a file as the plan reads them."""
    interpreter = Interpreter(plan, inspection.header, frozenset(kind_codes))
    rows = []
    for line, cells in inspection.sample:
        _facts, problems = interpreter.read(line, cells)
        by_column = {problem.index: problem for problem in problems}
        rows.append(PreviewRow(line, cells, interpreter.meanings(cells), by_column))
    return rows


def run_import(
    ledger: Ledger, path: Path, plan: ImportPlan, *, progress: Progress | None = None, dry_run: bool = False
) -> ImportReport:
    """Import a file as one operation, or (``dry_run``) only say what would become of it.

    Raises :class:`db.errors.ImportFileError` for a file that is no table, :class:`UserError` ``kind.unknown``,
    :class:`db.errors.CancelledError` when ``progress`` says so.
    """
    kinds = ledger.kinds.all()
    if plan.kind not in kinds:
        raise UserError("event.kind_unknown", kind=plan.kind)
    header = display_names(plan.dialect.header)
    interpreter = Interpreter(plan, header, frozenset(kinds))
    sorter = _Sorter(ledger, interpreter)
    reader = RowReader(path, plan.dialect, progress=progress)
    if dry_run:
        with _no_collection():
            for batch in reader.batches(_PORTION):
                sorter.sort(batch.rows)
                sorter.reject(batch.problems)
        return sorter.report(path.name, reader.data_rows, None)
    with ledger.operation("import.applied", file=path.name) as operation, _no_collection():
        writer = _Writer(ledger, operation, plan, interpreter, path.name)
        for batch in reader.batches(_PORTION):
            sorted_rows = sorter.sort(batch.rows)
            writer.write(sorted_rows)
            writer.keep(sorted_rows, sorter.reject(batch.problems))
        report = sorter.report(path.name, reader.data_rows, None)
        if report.new:
            writer.finish(report, file_digest(path))
        else:  # nothing new: no step to undo, no second copy of the rows
            operation.connection.execute("DELETE FROM import_rows WHERE import_id = ?", (writer.import_id,))
        operation.detail.update(rows=report.rows, new=report.new, events=report.events)
    return sorter.report(path.name, reader.data_rows, ledger.last_change)


@contextlib.contextmanager
def _no_collection() -> Iterator[None]:
    """Hundreds of thousands of tuples without cycles: the collector would walk them again and again for nothing."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


@dataclass(slots=True)
class _Sorted:
    """A row with its outcome and the facts that are new."""

    line: int
    raw: str
    outcome: str
    facts: Sequence[tuple[Fact, int]]
    problem: str | None = None


class _Sorter:
    """Decides for every row: new, already there, or a problem."""

    def __init__(self, ledger: Ledger, interpreter: Interpreter) -> None:
        self._interpreter = interpreter
        self._known: set[int] = {
            row[0]
            for row in ledger.connection.execute(
                "SELECT fingerprint FROM claims WHERE fingerprint IS NOT NULL AND retired_operation IS NULL"
            )
        }
        self._seen_rows: set[int] = set()
        self._count_at, self._percent_at = (
            interpreter.value_columns.index(f"{name}_words") if f"{name}_words" in interpreter.value_columns else None
            for name in ("count", "percent")
        )
        self.new = self.duplicate = self.problem = self.events = self.counts = self.percents = 0
        self.problems: list[CellProblem] = []

    def sort(self, rows: list[Row]) -> list[_Sorted]:
        """The outcome of each row, in order."""
        return [
            self._sort(line, cells, facts, problems)
            for (line, cells), (facts, problems) in zip(rows, self._interpreter.read_many(rows), strict=True)
        ]

    def _sort(self, line: int, cells: list[str], facts: list[Fact], problems: list[CellProblem]) -> _Sorted:
        raw = _raw(cells)
        if problems:
            self.problem += 1
            self._list(problems)
            return _Sorted(line, raw, "problem", (), problems[0].code)
        # Twice the same row in one file is one row; rows that only agree in what is imported are two facts.
        row_hash = hash(raw)
        if row_hash in self._seen_rows:
            self.duplicate += 1
            return _Sorted(line, raw, "duplicate", ())
        self._seen_rows.add(row_hash)
        fresh = [(fact, mark) for fact in facts if (mark := _mark(fact[11])) not in self._known]
        if not fresh:
            self.duplicate += 1
            return _Sorted(line, raw, "duplicate", ())
        self.new += 1
        for fact, _ in fresh:
            self.events += 1
            values = fact[8]
            self.counts += self._count_at is not None and values[self._count_at] is not None
            self.percents += self._percent_at is not None and values[self._percent_at] is not None
        return _Sorted(line, raw, "new", fresh)

    def reject(self, problems: Iterable[RowProblem]) -> list[_Sorted]:
        """Records that are no rows of the table; a warning is listed but keeps its row."""
        rejected = []
        for problem in problems:
            found = CellProblem(problem.line, "", None, str(problem.found), problem.code, str(problem.expected))
            self._list([found])
            if not problem.warning:
                self.problem += 1
                rejected.append(_Sorted(problem.line, _raw(problem.cells), "problem", (), problem.code))
        return rejected

    def report(self, file_name: str, rows: int, change: ChangeSet | None) -> ImportReport:
        """The figures so far."""
        return ImportReport(
            file_name=file_name,
            rows=rows,
            new=self.new,
            duplicate=self.duplicate,
            problem=self.problem,
            events=self.events,
            counts=self.counts,
            percents=self.percents,
            problems=tuple(self.problems),
            change=change,
        )

    def _list(self, problems: list[CellProblem]) -> None:
        if len(self.problems) < _LISTED:
            self.problems.extend(problems)


_unpack = struct.Struct(">q").unpack


def _raw(cells: Sequence[str]) -> str:
    """The cells as a JSON list; most rows as one string cut at its separators, which is five times as fast."""
    joined = "\x1f".join(cells)
    if "\\" in joined or joined.count("\x1f") != len(cells) - 1:
        return json.dumps(cells, ensure_ascii=False)
    return f"[{encode_basestring(joined)}]".replace("\\u001f", '","')


def _mark(key: str) -> int:
    """A number of 64 bits that is the same for the same evidence in every run."""
    return _unpack(blake2b(key.encode(), digest_size=8).digest())[0]  # type: ignore[no-any-return]


class _Writer:
    """Writes new facts in portions, with ids of its own counting: nobody else writes within the operation."""

    def __init__(
        self, ledger: Ledger, operation: Operation, plan: ImportPlan, interpreter: Interpreter, file_name: str
    ) -> None:
        self._ledger = ledger
        self._operation = operation
        self._plan = plan
        self._values, self._texts = interpreter.value_columns, interpreter.text_columns
        self.import_id = operation.next_id("imports")
        connection = ledger.connection
        live = "retired_operation IS NULL"
        self._organizations: dict[str, int] = {}
        for table, owner in (("aliases", "organization_id"), ("organizations", "id")):
            for key, row_id in connection.execute(
                f"SELECT name_key, {owner} FROM {table} WHERE {live} ORDER BY id DESC"
            ):
                self._organizations[key] = row_id
        self._names: dict[str, int] = {}
        self._search_keys: dict[tuple[str | None, ...], str] = {}
        self._sources: dict[tuple[str, str, str | None] | str, int] = {}
        self._load_sources()
        self._relationships: dict[tuple[int | None, int | None, str], int] = {
            (row[0], row[1], row[2].casefold()): row[3]
            for row in connection.execute(f"SELECT vendor_id, client_id, category, id FROM relationships WHERE {live}")
        }
        self._next = {
            table: operation.next_id(table)
            for table in ("organizations", "sources", "relationships", "events", "claims")
        }
        self._new: dict[str, list[tuple[Value, ...]]] = {table: [] for table in self._next}
        own = plan.source or SourceDraft(title=file_name)
        self._file_source: int | None = None
        self._own_source = own
        self._events_at: dict[int, int] = {}

    def write(self, rows: list[_Sorted]) -> None:
        """Write the new facts of some rows."""
        facts = [(fact, mark, row.line) for row in rows for fact, mark in row.facts]
        if not facts:
            return
        organization, source, search_key = self._organization, self._source, self._search_key
        first_event, first_claim = self._take("events", len(facts)), self._take("claims", len(facts))
        events, claims = self._new["events"], self._new["claims"]
        import_id, events_at = self.import_id, self._events_at
        for event_id, claim_id, (fact, mark, line) in zip(count(first_event), count(first_claim), facts):
            kind, name, other, _, population, status, earliest, latest, values, texts, said, _, _ = fact
            organization_id = organization(name)
            counterparty_id = organization(other) if other else None
            relationship_id = None
            if kind.startswith("relationship_"):
                relationship_id = self._relationship(fact, organization_id, counterparty_id)
            events.append(
                (
                    event_id, kind, organization_id, counterparty_id, relationship_id, population, status, earliest,
                    latest, 1, 1, search_key(texts), *texts, *values,
                )
            )  # fmt: skip
            claims.append((claim_id, event_id, source(said), status, import_id, line, mark, *values))
            events_at.setdefault(line, event_id)
        self._flush()

    def keep(self, rows: list[_Sorted], rejected: list[_Sorted]) -> None:
        """Keep the raw rows with what became of them."""
        events = self._events_at
        self._ledger.connection.executemany(
            "INSERT INTO import_rows(import_id, line, outcome, event_id, cells, problem) VALUES (?, ?, ?, ?, ?, ?)",
            [
                (self.import_id, row.line, row.outcome, events.get(row.line), row.raw, row.problem)
                for part in (rows, rejected)
                for row in part
            ],
        )
        events.clear()

    def finish(self, report: ImportReport, digest: str) -> None:
        """Record the import itself."""
        plan = self._plan
        self._operation.add(
            "imports",
            {
                "file_name": report.file_name,
                "digest": digest,
                "encoding": plan.dialect.encoding,
                "delimiter": plan.dialect.delimiter,
                "header": json.dumps(plan.dialect.header, ensure_ascii=False),
                "mapping": json.dumps({"shape": plan.shape, "fields": plan.fields, "date_order": plan.date_order}),
                "row_count": report.rows,
                "new_count": report.new,
                "duplicate_count": report.duplicate,
                "skipped_count": report.skipped,
                "problem_count": report.problem,
            },
            row_id=self.import_id,
        )

    def _organization(self, name: str) -> int:
        found = self._names.get(name)
        if found is None:
            key = fold(name)
            found = self._organizations.get(key)
            if found is None:
                found = self._organizations[key] = self._take("organizations")
                self._new["organizations"].append((found, name, key))
            self._names[name] = found
        return found

    def _search_key(self, texts: tuple[str | None, ...]) -> str | None:
        found = self._search_keys.get(texts)
        if found is None:
            found = fold(" ".join([text for text in texts if text]))
            if len(self._search_keys) < _REMEMBERED:
                self._search_keys[texts] = found
        return found or None

    def _relationship(self, fact: Fact, organization_id: int, counterparty_id: int | None) -> int:
        sides = (None, organization_id) if fact.client_only else (organization_id, counterparty_id)
        category = fact.category or ""
        key = (*sides, category.casefold())
        found = self._relationships.get(key)
        if found is None:
            found = self._relationships[key] = self._take("relationships")
            self._new["relationships"].append((found, *sides, category))
        return found

    def _source(self, source: SourceKey | None) -> int:
        if source is None:
            if self._file_source is None:
                self._file_source = self._source(_key_of(self._own_source))
            return self._file_source
        key = source.url or (source.publisher, source.title, source.published[0])
        known = self._sources.get(key)  # type: ignore[arg-type]
        if known is None:
            known = self._sources[key] = self._take("sources")  # type: ignore[index]
            self._new["sources"].append(
                (
                    known,
                    source.publisher or host(source.url),
                    source.title,
                    source.url,
                    *source.published,
                    *source.accessed,
                )
            )
        return known

    def _load_sources(self) -> None:
        for row in self._ledger.connection.execute(
            "SELECT url, publisher, title, published, id FROM sources WHERE retired_operation IS NULL ORDER BY id DESC"
        ):
            self._sources[row[0] or (row[1], row[2], row[3])] = row[4]

    def _take(self, table: str, number: int = 1) -> int:
        """The first of so many fresh ids."""
        first = self._next[table]
        self._next[table] = first + number
        return first

    def _flush(self) -> None:
        columns: dict[str, tuple[str, ...]] = {
            "organizations": ("id", "name", "name_key"),
            "sources": (
                "id", "publisher", "title", "url",
                *date_columns("published", None), *date_columns("accessed", None),
            ),
            "relationships": ("id", "vendor_id", "client_id", "category"),
            "events": (
                "id", "kind", "organization_id", "counterparty_id", "relationship_id", "population", "status",
                "earliest", "latest", "claim_count", "source_count", "search_key", *self._texts, *self._values,
            ),
            "claims": (
                "id", "event_id", "source_id", "status", "import_id", "import_line", "fingerprint", *self._values,
            ),
        }  # fmt: skip
        for table, rows in self._new.items():
            if rows:
                self._operation.add_many(table, columns[table], rows)
                rows.clear()


def _key_of(draft: SourceDraft) -> SourceKey:
    published = tuple(date_columns("published", draft.published).values())
    accessed = tuple(date_columns("accessed", draft.accessed).values())
    return SourceKey(draft.url, draft.publisher, draft.title, published, accessed)


def rejected_rows(ledger: Ledger, import_id: int) -> Iterator[tuple[int, list[str], str]]:
    """The rows of an import that were not taken: line, cells, code of the reason."""
    for row in ledger.connection.execute(
        "SELECT line, cells, problem FROM import_rows WHERE import_id = ? AND outcome = 'problem' ORDER BY line",
        (import_id,),
    ):
        yield row["line"], json.loads(row["cells"]), row["problem"]


__all__ = ["ImportReport", "PreviewRow", "preview", "rejected_rows", "run_import"]
