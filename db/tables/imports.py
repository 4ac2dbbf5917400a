"""What was imported: data sets with their editions, and what became of each row of a file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from db.model.ids import DataSetId, EventId, ImportId
from db.store.codec import read_day, read_json, read_moment
from db.tables.base import Table


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedFile:
    """One file that was imported: an edition of its data set.

    ``outcomes``: how many rows have each outcome; together they are ``rows``. ``newest_day``: the newest day in it,
    ISO, or "". ``gone``: claims of the edition before that this one lacks. ``operation``: the one that
    imported it, also where it was undone and redone since.
    """

    id: ImportId
    data_set_id: DataSetId
    data_set: str
    file_name: str
    encoding: str
    delimiter: str
    rows: int
    outcomes: dict[str, int]
    newest_day: str
    gone: tuple[int, ...]
    operation: int
    recorded_at: datetime
    recorded_day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedRow:
    """What became of one row. ``event_id``: the event that its claim is on now; None: none, or it was deleted."""

    line: int
    outcome: str
    reason: str
    claim_id: int | None
    event_id: EventId | None
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DataSet:
    """A table that comes again and again. ``mapping``: how its last edition was read, as TOML; "": not kept."""

    id: DataSetId
    name: str
    mapping: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Where a claim comes from: its event now, its source, and the file and line that brought it ("" and None: nobody
    imported it).
    """

    event_id: EventId
    source: str
    file: str
    line: int | None


class ImportReads(Table):
    """Imports as a view knows them."""

    def files(self) -> list[ImportedFile]:
        """Every file that was imported and not undone, the newest first."""
        condition, parameters = self._at.live("i")
        rows = self._db.execute(
            "SELECT i.*, o.id AS operation, ifnull(d.name, i.file_name) AS data_set, o.recorded_at, o.recorded_day "
            "FROM imports i JOIN operations o ON o.id = (SELECT min(f.added_operation) FROM imports f "
            "WHERE f.id = i.id) LEFT JOIN data_sets d ON d.id = i.data_set_id "
            f"AND d.retired_operation IS NULL WHERE {condition} ORDER BY i.id DESC",
            parameters,
        )
        names = ("new", "new_claim", "amends", "duplicate", "skipped", "problem")
        return [
            ImportedFile(
                id=row["id"],
                data_set_id=DataSetId(row["data_set_id"] or 0),
                data_set=row["data_set"],
                file_name=row["file_name"],
                encoding=row["encoding"],
                delimiter=row["delimiter"],
                rows=row["row_count"],
                outcomes={name: row[f"{name}_count"] for name in names},
                newest_day=row["newest_day"] or "",
                gone=tuple(read_json(row["gone"], list)) if row["gone"] else (),
                operation=row["operation"],
                recorded_at=read_moment(row["recorded_at"]),
                recorded_day=read_day(row["recorded_day"]),
            )
            for row in rows
        ]

    def data_sets(self) -> list[DataSet]:
        """The data sets that have editions, the one first that an edition came of last."""
        data_set, of_data_set = self._at.live("d")
        file, of_file = self._at.live("i")
        rows = self._db.execute(
            f"SELECT d.id, d.name, d.mapping FROM data_sets d JOIN imports i ON i.data_set_id = d.id AND {file} "
            f"WHERE {data_set} GROUP BY d.id ORDER BY max(i.id) DESC",
            (*of_file, *of_data_set),
        )
        return [DataSet(id=DataSetId(row["id"]), name=row["name"], mapping=row["mapping"]) for row in rows]

    def told(self, claim_id: int) -> Told | None:
        """Where a claim comes from; None: it is gone."""
        condition, parameters = self._at.live("c")
        file, of_file = self._at.live("i")
        source, of_source = self._at.live("s")
        row = self._db.execute(
            "SELECT c.event_id, c.import_line, i.file_name, "
            "coalesce(nullif(s.publisher, ''), nullif(s.title, ''), s.url) AS source "
            f"FROM claims c LEFT JOIN imports i ON i.id = c.import_id AND {file} "
            f"LEFT JOIN sources s ON s.id = c.source_id AND {source} WHERE c.id = ? AND {condition}",
            (*of_file, *of_source, claim_id, *parameters),
        ).fetchone()
        if row is None:
            return None
        return Told(
            event_id=row["event_id"], source=row["source"] or "", file=row["file_name"] or "", line=row["import_line"]
        )

    def rows(self, import_id: ImportId, *, outcome: str | None = None, limit: int = 500) -> list[ImportedRow]:
        """What became of the rows of a file, in its order; ``outcome`` narrows them."""
        condition, parameters = self._at.live("c")
        where, values = ("AND r.outcome = ?", [outcome]) if outcome else ("", [])
        rows = self._db.execute(
            f"SELECT r.*, c.event_id FROM import_rows r LEFT JOIN claims c ON c.id = r.claim_id AND {condition} "
            f"WHERE r.import_id = ? {where} ORDER BY r.line LIMIT ?",
            (*parameters, import_id, *values, limit),
        )
        return [
            ImportedRow(
                line=row["line"],
                outcome=row["outcome"],
                reason=row["reason"] or "",
                claim_id=row["claim_id"],
                event_id=row["event_id"],
                cells=tuple(read_json(row["cells"], list)) if row["cells"] else (),
            )
            for row in rows
        ]


class Imports(ImportReads):
    """``ledger.imports``."""

    def find_data_set(self, name: str) -> DataSetId | None:
        """The data set of a name, whatever its case."""
        for row in self._db.execute("SELECT id, name FROM data_sets WHERE retired_operation IS NULL ORDER BY id"):
            if row["name"].casefold() == name.strip().casefold():
                return DataSetId(row["id"])
        return None
