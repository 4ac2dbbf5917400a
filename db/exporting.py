"""Tables of a ledger as CSV: the words of the ledger as columns, numbers plain, an empty cell for what is not known.

``csv`` is RFC 4180 in UTF-8, exactly as recorded. ``excel-csv`` is for spreadsheets: a byte order mark, in German
semicolons and decimal commas, and an apostrophe before texts that a spreadsheet would take for a formula; numbers stay
numbers. Rows are read in short pages, so that a large ledger is neither held in memory nor kept from being written.
"""

from __future__ import annotations

import csv
import io
import json
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Literal

from db.atomic import replacing
from db.errors import UserError
from db.export_tables import (
    CLAIM_COLUMNS,
    EVENT_COLUMNS,
    HISTORY_COLUMNS,
    Cell,
    claim_rows,
    event_rows,
    history_rows,
    rounded,
)
from db.progress import Progress
from db.records import Scope
from db.search import events_where, known_operation, live, with_subsidiaries
from db.values import ImpreciseDate, KindGroup, Population, Quantity

if TYPE_CHECKING:
    from db.analysis.series import Finding, FindingValue
    from db.ledger import Ledger
    from db.operations import Step

Format = Literal["csv", "excel-csv"]
Row = Sequence[Cell]

TABLES = (
    "events", "claims", "organizations", "relationships", "sources", "headcount", "active-clients", "findings",
    "history",
)  # fmt: skip
FORMATS: tuple[Format, ...] = ("csv", "excel-csv")

HEADCOUNT_COLUMNS = ("organization", "population", "date", "low", "best", "high", "basis", "unexplained")
ACTIVE_CLIENT_COLUMNS = ("organization", "date", "active", "at_risk", "reduced", "paused", "winding_down")

_SILENT = Progress()
#: What a spreadsheet takes for the beginning of a formula or of a command, full-width forms included.
_FORMULA = tuple("=+-@\t\r\n\0＝＋－＠")


def export(
    ledger: Ledger,
    table: str,
    scope: Scope,
    target: Path | str | BinaryIO,
    *,
    population: Population | None = None,
    format: Format = "csv",  # noqa: A002 - the word of the command line
    language: str = "en",
    sentence: Callable[[Finding], str] | None = None,
    step_sentence: Callable[[Step], str] | None = None,
    progress: Progress = _SILENT,
) -> int:
    """Write one of :data:`TABLES` for a scope and give the number of rows; a path is replaced as a whole or not at all.

    ``population`` narrows events, claims and headcount. ``sentence`` and ``step_sentence`` word a finding and a step of
    the history for a column of its own. ``language`` only decides the signs of ``excel-csv``. Raises
    :class:`UserError` ``export.table_unknown``.
    """
    if isinstance(target, Path | str):
        with replacing(target) as file:
            return export(
                ledger, table, scope, file, population=population, format=format, language=language,
                sentence=sentence, step_sentence=step_sentence, progress=progress,
            )  # fmt: skip
    header, rows = _table(ledger, table, scope, population, sentence, step_sentence, progress)
    text = io.TextIOWrapper(target, encoding="utf-8", newline="", write_through=False)
    try:
        return _write(text, header, rows, format=format, german=language == "de")
    finally:
        text.flush()
        text.detach()


def _table(
    ledger: Ledger,
    table: str,
    scope: Scope,
    population: Population | None,
    sentence: Callable[[Finding], str] | None,
    step_sentence: Callable[[Step], str] | None,
    progress: Progress,
) -> tuple[Sequence[str], Iterable[Row]]:
    match table:
        case "events":
            return EVENT_COLUMNS, event_rows(ledger, scope, population, progress)
        case "claims":
            return CLAIM_COLUMNS, claim_rows(ledger, scope, population, progress)
        case "organizations":
            return ("id", "name", "aliases", "parent", "mine", "notes", "events"), _organizations(ledger, scope)
        case "relationships":
            return (
                ("id", "vendor", "client", "category", "state", "last_evidence", "events", "notes"),
                _relationships(ledger, scope),
            )
        case "sources":
            return (
                ("id", "publisher", "title", "url", "published", "published_words", "accessed", "reliability",
                 "origin", "notes", "claims"),
                _sources(ledger, scope, progress),
            )  # fmt: skip
        case "headcount":
            return HEADCOUNT_COLUMNS, _headcount(ledger, scope, population, progress)
        case "active-clients":
            return ACTIVE_CLIENT_COLUMNS, _active_clients(ledger, scope, progress)
        case "findings":
            columns = ("kind", "organization", "event_ids", "claim_ids", "field", "values", "accepted", "note")
            extra = ("sentence",) if sentence else ()
            return (*columns, "identity", *extra), _findings(ledger, scope, sentence, progress)
        case "history":
            extra = ("sentence",) if step_sentence else ()
            return (*HISTORY_COLUMNS, *extra), history_rows(ledger, scope, step_sentence, progress)
        case _:
            raise UserError("export.table_unknown", table=table)


# Writing -----------------------------------------------------------------------------------------------------------


def _write(text: io.TextIOWrapper, header: Sequence[str], rows: Iterable[Row], *, format: Format, german: bool) -> int:  # noqa: A002
    excel = format == "excel-csv"
    if excel:
        text.write("\ufeff")
    writer = csv.writer(text, delimiter=";" if excel and german else ",", lineterminator="\r\n")
    writer.writerow(header)
    cell = (_german_cell if german else _excel_cell) if excel else _cell
    count = 0
    for row in rows:
        writer.writerow([cell(value) for value in row])
        count += 1
    return count


def _cell(value: Cell) -> Cell:
    if type(value) is float and value.is_integer():
        return int(value)  # 200, not 200.0
    return value


def _excel_cell(value: Cell) -> Cell:
    if type(value) is str:
        return "'" + value if value.startswith(_FORMULA) else value
    return _cell(value)


def _german_cell(value: Cell) -> Cell:
    value = _excel_cell(value)
    return str(value).replace(".", ",") if type(value) is float else value


# Tables ------------------------------------------------------------------------------------------------------------


def _organizations(ledger: Ledger, scope: Scope) -> Iterator[Row]:
    known = known_operation(ledger.connection, scope)
    wanted = _organization_ids(ledger, scope)
    for row in sorted(ledger.organizations.rows(known=known), key=lambda row: row.id):
        if wanted is not None and row.id not in wanted:
            continue
        full = ledger.organizations.get(row.id, known=known)
        aliases, notes = ("; ".join(full.aliases), full.notes) if full else ("", "")
        yield row.id, row.name, aliases, row.parent, "yes" if row.mine else "no", notes, row.events


def _organization_ids(ledger: Ledger, scope: Scope) -> frozenset[int] | None:
    """The organizations of a scope with everything below them; None: all."""
    if not scope.organization_ids:
        return None
    known = known_operation(ledger.connection, scope)
    return frozenset(with_subsidiaries(ledger.connection, scope.organization_ids, known))


def _relationships(ledger: Ledger, scope: Scope) -> Iterator[Row]:
    from db import views

    names = ledger.organizations.names(known=known_operation(ledger.connection, scope))
    notes = {relationship.id: relationship.notes for relationship in ledger.relationships.select(scope)}
    for lane in views.relationships(ledger, scope).lanes:
        yield (
            lane.relationship_id, names.get(lane.vendor_id or 0), names.get(lane.client_id or 0), lane.category,
            lane.spans[-1].state.value if lane.spans else None,
            lane.last_evidence.isoformat() if lane.last_evidence else None,
            len(lane.event_ids) + len(lane.excluded), notes.get(lane.relationship_id, ""),
        )  # fmt: skip


def _sources(ledger: Ledger, scope: Scope, progress: Progress) -> Iterator[Row]:
    known = known_operation(ledger.connection, scope)
    wanted: set[int] | None = None
    if scope.organization_ids or scope.first or scope.last or scope.text or scope.kinds:
        where, parameters = events_where(ledger.connection, scope)
        claim, claim_parameters = live("c", known)
        rows = ledger.connection.execute(
            f"SELECT DISTINCT c.source_id FROM claims c JOIN events e ON e.id = c.event_id WHERE {claim} AND {where}",
            (*claim_parameters, *parameters),
        )
        wanted = {row[0] for row in rows}
    total, page = ledger.sources.count(known=known), 1000
    for offset in range(max(total - 1, 0) // page * page, -1, -page):  # the table lists the latest first
        progress.report(total - offset, total)
        for row in reversed(ledger.sources.rows(known=known, limit=page, offset=offset)):
            source = row.source
            if wanted is None or source.id in wanted:
                yield (
                    source.id, source.publisher, source.title, source.url, _edtf(source.published),
                    source.published.words if source.published else None, _edtf(source.accessed), source.reliability,
                    source.origin, source.notes, row.claims,
                )  # fmt: skip


def _edtf(value: ImpreciseDate | None) -> str | None:
    return value.edtf if value is not None else None


def _headcount(ledger: Ledger, scope: Scope, population: Population | None, progress: Progress) -> Iterator[Row]:
    from db import views
    from db.analysis.series import level_changes

    names = ledger.organizations.names(known=known_operation(ledger.connection, scope))
    ids = scope.organization_ids or _with_workforce_events(ledger, scope)
    for done, organization_id in enumerate(ids):
        progress.report(done, len(ids))
        for series in views.headcount(ledger, scope, organization_id):
            if population is not None and series.population is not population:
                continue
            for level in level_changes(views.clipped(series, scope.first, scope.last)):
                yield (
                    names.get(organization_id, ""), series.population.value, level.day.isoformat(),
                    rounded(level.low), rounded(level.best), rounded(level.high), level.basis.value,
                    rounded(level.unexplained.best) if level.unexplained is not None else None,
                )  # fmt: skip


def _with_workforce_events(ledger: Ledger, scope: Scope) -> Sequence[int]:
    codes = [code for code, kind in ledger.kinds.of(scope).items() if kind.group is KindGroup.WORKFORCE]
    where, parameters = events_where(ledger.connection, scope, any_status=True, any_day=True)
    rows = ledger.connection.execute(
        f"SELECT DISTINCT e.organization_id FROM events e WHERE {where} AND e.kind IN ({', '.join('?' * len(codes))}) "
        "ORDER BY 1",
        (*parameters, *codes),
    )
    return array("q", (row[0] for row in rows))


def _active_clients(ledger: Ledger, scope: Scope, progress: Progress) -> Iterator[Row]:
    """Per vendor: relationships in which it is the client do not count among its clients."""
    from db import views
    from db.analysis.relationships import count_rows, relationship_series

    known = known_operation(ledger.connection, scope)
    names = ledger.organizations.names(known=known)
    relationships = ledger.relationships.select(scope)
    kinds = ledger.kinds.of(scope)
    codes = tuple(code for code, kind in kinds.items() if kind.group is KindGroup.RELATIONSHIP)
    events = ledger.events.select(replace(views.whole(scope), kinds=codes))
    groups: dict[int, frozenset[int]] = {
        one: frozenset(with_subsidiaries(ledger.connection, (one,), known)) for one in scope.organization_ids
    } or {one: frozenset((one,)) for one in sorted({r.vendor_id for r in relationships if r.vendor_id is not None})}
    for done, (organization_id, family) in enumerate(groups.items()):
        progress.report(done, len(groups))
        series = relationship_series(
            [relationship for relationship in relationships if relationship.vendor_id in family], events, kinds,
            as_of=views.as_of(ledger, scope), minimum_status=scope.minimum_status, first=scope.first, last=scope.last,
        )  # fmt: skip
        for count in count_rows(series, band=False):
            yield (
                names.get(organization_id, ""), count.day.isoformat(), count.active, count.at_risk, count.reduced,
                count.paused, count.winding_down,
            )  # fmt: skip


def _findings(
    ledger: Ledger, scope: Scope, sentence: Callable[[Finding], str] | None, progress: Progress
) -> Iterator[Row]:
    names = ledger.organizations.names(known=known_operation(ledger.connection, scope))
    for one in ledger.findings.all(scope, progress):
        values = (
            json.dumps({name: _value(value) for name, value in one.values}, ensure_ascii=False) if one.values else ""
        )
        said = (sentence(one),) if sentence else ()
        yield (
            one.kind.value, names.get(one.organization_id or 0), " ".join(map(str, one.event_ids)),
            " ".join(map(str, one.claim_ids)), one.field, values, "yes" if one.accepted else "no", one.note,
            one.identity, *said,
        )  # fmt: skip


def _value(value: FindingValue) -> object:
    match value:
        case Quantity():
            return [_cell(value.low), _cell(value.best), _cell(value.high)]
        case ImpreciseDate():
            return value.edtf
        case float():
            return _cell(value)
        case int() | None:
            return value
        case _:
            return str(value)
