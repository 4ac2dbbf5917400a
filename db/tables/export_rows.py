"""The two long tables as flat rows, events and claims with names in place of ids, read in pages of versions."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence

from db.model.progress import Progress
from db.model.values import Population
from db.store.codec import DATE_ROLES, EVENT_TEXTS, QUANTITIES
from db.store.naming import name_sql
from db.tables.base import At
from db.tables.reads import Reads
from db.tables.where import batches

Cell = str | int | float | None

_PAGE = 2000
_FLAG = "CASE WHEN {0} THEN 'yes' ELSE 'no' END"


def _quantity(alias: str, name: str) -> list[tuple[str, str]]:
    return [(f"{name}_{end}", f"{alias}.{name}_{end}") for end in ("low", "best", "high", "words")]


def _dates(alias: str) -> list[tuple[str, str]]:
    """EDTF text, wording, and whether the date is one day within or the whole span."""
    return [(f"{role}{part}", f"{alias}.{role}{part}") for role in DATE_ROLES for part in ("", "_words", "_mode")]


def _columns(*columns: tuple[str, str]) -> tuple[tuple[str, ...], str]:
    return tuple(name for name, _ in columns), ", ".join(expression for _, expression in columns)


#: Of a relationship, as an event or a claim on it tells it.
_RELATIONSHIP = (
    ("relationship", "e.relationship_id"),
    ("vendor", "v.name"),
    ("client", "b.name"),
    ("category", "r.category"),
    ("reference", "r.reference"),
)
#: What an event is beside its claims.
_EVENT = (
    ("part_of", "e.part_of_id"),
    ("parts_complete", _FLAG.format("e.parts_complete")),
    ("own", _FLAG.format("e.own")),
    ("tolerance", "e.tolerance"),
)

EVENT_COLUMNS, _EVENT_SQL = _columns(
    ("id", "e.id"),
    ("kind", "e.kind"),
    ("organization", "o.name"),
    ("counterparty", "c.name"),
    ("announced", "e.announced"),
    ("effective", "e.effective"),
    ("earliest", "e.earliest"),
    ("latest", "e.latest"),
    *(column for name in ("count", "percent") for column in _quantity("e", name)[:3]),
    ("status", "e.status"),
    ("sources", "e.source_count"),
    ("population", "ifnull(e.population, k.population)"),
    ("until", "e.until"),
    ("percent_of", "e.percent_of"),
    *(column for name in ("base", "amount") for column in _quantity("e", name)[:3]),
    ("currency", "e.currency"),
    *_RELATIONSHIP,
    *((name, f"e.{name}") for name in EVENT_TEXTS),
    *_EVENT,
    ("contradicted", "e.contradicted"),
    ("denied_beside", _FLAG.format("e.denied_beside")),
    ("claims", "e.claim_count"),
    *((f"{role}_words", f"e.{role}_words") for role in DATE_ROLES),
    *((f"{role}_mode", f"e.{role}_mode") for role in DATE_ROLES),
    *((f"{name}_words", f"e.{name}_words") for name in QUANTITIES),
    ("uid", name_sql("events", "e.id")),
)

CLAIM_COLUMNS, _CLAIM_SQL = _columns(
    ("id", "l.id"),
    ("event", "e.id"),
    ("kind", "e.kind"),
    ("organization", "o.name"),
    ("counterparty", "c.name"),
    ("status", "l.status"),
    *_dates("l"),
    *(column for name in QUANTITIES for column in _quantity("l", name)),
    ("percent_of", "l.percent_of"),
    ("currency", "l.currency"),
    ("wording", "l.wording"),
    ("source", "l.source_id"),
    ("publisher", "s.publisher"),
    ("title", "s.title"),
    ("url", "s.url"),
    ("published", "s.published"),
    ("published_words", "s.published_words"),
    ("accessed", "s.accessed"),
    ("reliability", "s.reliability"),
    ("origin", "s.origin"),
    ("supersedes", "l.supersedes_id"),
    ("superseded", "{superseded}"),
    ("reason", "l.reason"),
    ("published_mode", "s.published_mode"),
    ("accessed_words", "s.accessed_words"),
    ("accessed_mode", "s.accessed_mode"),
    ("source_notes", "s.notes"),
    ("population", "ifnull(e.population, k.population)"),
    *_RELATIONSHIP,
    # The reason of a claim says why it corrects another one; that of an event is told apart.
    *((f"event_{name}" if name == "reason" else name, f"e.{name}") for name in EVENT_TEXTS),
    *_EVENT,
    ("external_id", "l.external_id"),
    ("uid", name_sql("claims", "l.id")),
    ("event_uid", name_sql("events", "e.id")),
)


def event_rows(reads: Reads, population: Population | None, progress: Progress) -> Iterator[Sequence[Cell]]:
    """The events of a scope by id."""
    joins, parameters = _joins(reads.at, "o", "c", "k", "r", "v", "b")
    where, where_parameters = _where(reads, population)
    versions = _versions(reads, f"SELECT e.version FROM events e WHERE {where} ORDER BY e.id", where_parameters)
    sql = f"SELECT {_EVENT_SQL} FROM events e {joins} WHERE e.version IN ({{marks}}) ORDER BY +e.id"
    yield from _pages(reads, versions, sql, parameters, progress)


def claim_rows(reads: Reads, population: Population | None, progress: Progress) -> Iterator[Sequence[Cell]]:
    """The claims of the events of a scope by id, superseded ones included and marked."""
    joins, parameters = _joins(reads.at, "e", "o", "c", "k", "r", "v", "b", "s")
    newer, newer_parameters = reads.at.live("n")
    superseded = _FLAG.format(
        f"EXISTS (SELECT 1 FROM claims n WHERE n.event_id = l.event_id AND n.supersedes_id = l.id AND {newer})"
    )
    where, where_parameters = _where(reads, population)
    claim, claim_parameters = reads.at.live("l")
    versions = _versions(
        reads,
        f"SELECT l.version FROM claims l JOIN events e ON e.id = l.event_id WHERE {claim} AND {where} ORDER BY l.id",
        (*claim_parameters, *where_parameters),
    )
    sql = (
        f"SELECT {_CLAIM_SQL.format(superseded=superseded)} FROM claims l {joins} "
        "WHERE l.version IN ({marks}) ORDER BY +l.id"
    )
    yield from _pages(reads, versions, sql, (*newer_parameters, *parameters), progress)


_JOINS = {
    "e": "events e ON e.id = l.event_id",
    "o": "organizations o ON o.id = e.organization_id",
    "c": "organizations c ON c.id = e.counterparty_id",
    "k": "event_kinds k ON k.code = e.kind",
    "r": "relationships r ON r.id = e.relationship_id",
    "v": "organizations v ON v.id = r.vendor_id",
    "b": "organizations b ON b.id = r.client_id",
    "s": "sources s ON s.id = l.source_id",
}


def _joins(at: At, *aliases: str) -> tuple[str, tuple[Cell, ...]]:
    parts, parameters = [], []
    for alias in aliases:
        # Kinds have a code, which an index does not cover, and hardly a history.
        condition, values = at.live(alias)
        parts.append(f"LEFT JOIN {_JOINS[alias]} AND {condition}")
        parameters += values
    return " ".join(parts), tuple(parameters)


def _where(reads: Reads, population: Population | None) -> tuple[str, Sequence[Cell]]:
    where, parameters = reads.at.events_where()
    if population is None:
        return where, parameters
    codes = [code for code, kind in reads.kinds.items() if kind.population is population]
    return (
        f"{where} AND (e.population = ? OR (e.population IS NULL AND e.kind IN ({', '.join('?' * len(codes))})))",
        (*parameters, population.value, *codes),
    )


def _versions(reads: Reads, sql: str, parameters: Sequence[Cell]) -> array[int]:
    cursor = reads.at.store.connection.execute(sql, parameters)
    cursor.row_factory = None
    versions: array[int] = array("q")
    while portion := cursor.fetchmany(20_000):
        versions.extend([row[0] for row in portion])
    return versions


def _pages(
    reads: Reads, versions: array[int], sql: str, parameters: Sequence[Cell], progress: Progress
) -> Iterator[Sequence[Cell]]:
    """Rows of versions, page by page: nothing is locked between two pages, and a version never changes.

    The order of a page is by ``+id``: by the id itself SQLite would go through the index of all of them for each page.
    """
    for number, batch in enumerate(batches(versions, _PAGE)):
        progress.report(number * _PAGE, len(versions))
        cursor = reads.at.store.connection.cursor()
        cursor.row_factory = None
        yield from cursor.execute(sql.format(marks=", ".join("?" * len(batch))), (*parameters, *batch)).fetchall()
