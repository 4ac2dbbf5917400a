"""Deciding which events of our own export are new.

An event is known by its name (the same ledger, or a copy of it) or by its content (an export that was taken before).
What is known stays as it is here, also where it was deleted; only claims that this ledger never had are added to it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from db.importing.facts import CellProblem
from db.importing.file.raw import as_json
from db.importing.file.reader import RowReader
from db.importing.file.repairs import Edit, by_line, edited
from db.importing.own.cells import BadCellError, Cells
from db.importing.own.events import Grouping, OwnClaim, OwnEvent
from db.importing.own.recognizing import own_table
from db.model.ids import EventId
from db.model.progress import Progress
from db.model.scope import Scope
from db.model.values import Status
from db.store.naming import row_named
from db.tables.export_rows import CLAIM_COLUMNS, EVENT_COLUMNS, claim_rows, event_rows
from db.tables.reads import Reads
from db.tables.tables import Tables

#: Problems kept with their place; all of them are counted.
_LISTED = 10_000


@dataclass(slots=True)
class OwnFile:
    """What a file of ours brings to a ledger.

    ``new``: events that it does not have; ``more``: claims that it does not have, by the event of this ledger that they
    are on. ``outcomes``: what becomes of each line; of a problem, ``reasons`` has the code and ``cells`` the row
    as a JSON list. ``problems`` are listed by cell and may be warnings, too.
    """

    rows: int = 0
    new: list[OwnEvent] = field(default_factory=list)
    more: list[tuple[EventId, OwnClaim]] = field(default_factory=list)
    known: dict[int, EventId] = field(default_factory=dict)
    outcomes: dict[int, str] = field(default_factory=dict)
    reasons: dict[int, str] = field(default_factory=dict)
    cells: dict[int, str] = field(default_factory=dict)
    problems: list[CellProblem] = field(default_factory=list)

    def count(self, outcome: str) -> int:
        """How many rows have an outcome."""
        return sum(one == outcome for one in self.outcomes.values())


def read_own(tables: Tables, reader: RowReader, edits: Sequence[Edit], progress: Progress) -> OwnFile:
    """Read a file that :func:`own_table` recognizes, and decide about each of its rows; nothing is written."""
    table = own_table(reader.dialect.header)
    assert table is not None
    file = OwnFile()
    grouping = Grouping(table, reader.dialect.header, tables.kinds.all())
    _read(reader, grouping, edits, file)
    file.rows = reader.data_rows
    _decide(tables, table, grouping, file, progress)
    return file


def _read(reader: RowReader, grouping: Grouping, edits: Sequence[Edit], file: OwnFile) -> None:
    places = {name: place for place, name in enumerate(reader.dialect.header)}
    corrected = by_line(edits)
    spreadsheet = reader.dialect.encoding == "utf-8-sig"
    for batch in reader.batches():
        for problem in batch.problems:
            _list(file, CellProblem(problem.line, "", None, str(problem.found), problem.code, str(problem.expected)))
            if not problem.warning:
                _refuse(file, problem.line, problem.code, problem.cells)
        for line, cells in edited(batch.rows, corrected):
            try:
                grouping.add(Cells(line, cells, places, spreadsheet=spreadsheet))
            except BadCellError as bad:
                _refuse(file, line, bad.problem.code, cells)
                _list(file, bad.problem)


def _decide(tables: Tables, table: str, grouping: Grouping, file: OwnFile, progress: Progress) -> None:
    connection = tables.store.connection
    unknown: list[OwnEvent] = []
    for event in grouping.events.values():
        found = row_named(connection, "events", event.uid)
        if found is None:
            unknown.append(event)
            continue
        file.known[event.id] = EventId(found)
        file.outcomes.update(dict.fromkeys(event.lines, "duplicate"))
        if tables.events.get(EventId(found)) is not None:
            for claim in event.claims:
                if claim.uid and row_named(connection, "claims", claim.uid) is None:
                    file.more.append((EventId(found), claim))
                    file.outcomes[claim.line] = "new"
    here = _contents(tables, table, grouping, progress) if unknown else {}
    for event in unknown:
        same = here.get(event.key)
        if same:
            file.known[event.id] = same.pop()
        else:
            file.new.append(event)
        file.outcomes.update(dict.fromkeys(event.lines, "duplicate" if event.id in file.known else "new"))
    ids = grouping.events.keys()
    for event in file.new:
        if event.part_of is not None and event.part_of not in ids:
            _list(file, event.first.whole_missing())


def _contents(
    tables: Tables, table: str, grouping: Grouping, progress: Progress
) -> dict[tuple[tuple[str, ...], ...], list[EventId]]:
    """The events of this ledger by what an export of them says."""
    reads = Reads.of(tables.now.under(Scope(minimum_status=Status.DENIED)))
    if table == "claims":
        header, rows = CLAIM_COLUMNS, claim_rows(reads, None, progress)
    else:
        header, rows = EVENT_COLUMNS, event_rows(reads, None, progress)
    event_at = header.index("event" if table == "claims" else "id")
    compared = [header.index(name) for name in grouping.compared]
    contents: dict[int, list[tuple[str, ...]]] = defaultdict(list)
    for row in rows:
        contents[int(row[event_at] or 0)].append(tuple(_written(row[place]) for place in compared))
    found: dict[tuple[tuple[str, ...], ...], list[EventId]] = defaultdict(list)
    for event_id, content in contents.items():
        found[tuple(sorted(content))].append(EventId(event_id))
    return dict(found)


def _written(cell: str | float | None) -> str:
    """A cell as it stands in a file."""
    if type(cell) is float and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)


def _refuse(file: OwnFile, line: int, code: str, cells: Sequence[str]) -> None:
    file.outcomes[line], file.reasons[line], file.cells[line] = "problem", code, as_json(cells)


def _list(file: OwnFile, problem: CellProblem) -> None:
    if len(file.problems) < _LISTED:
        file.problems.append(problem)
