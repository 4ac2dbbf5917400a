"""The tables of a view as rows of plain values: the words of the ledger as columns, None for what is not known.

Rows are read in short pages, so that a large ledger is neither held in memory nor kept from being written.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import floor
from typing import TYPE_CHECKING

from db.errors import UserError
from db.model.ids import OrganizationId, SourceId
from db.model.own_fields import FieldSubject
from db.model.progress import Progress
from db.model.values import ImpreciseDate, KindGroup, Population, Quantity
from db.output.history_rows import history_rows
from db.tables import export_columns as columns
from db.tables.export_rows import CLAIM_COLUMNS, EVENT_COLUMNS, Cell, claim_rows, event_rows
from db.view.view import View

if TYPE_CHECKING:
    from db.analysis.series import Finding, FindingValue
    from db.store.steps import Step

Row = Sequence[Cell]

#: Subjects whose values are read at once.
_PORTION = 2000

TABLES = (
    "events", "claims", "organizations", "relationships", "sources", "headcount", "active-clients", "findings",
    "history", "fields",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rows:
    """A table on its way out: its name, the names of its columns, and its rows, which are read as they are taken."""

    table: str
    header: tuple[str, ...]
    rows: Iterator[Row]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """How a finding and a step of the history are said, for a column of their own; None: there is none."""

    finding: Callable[[Finding], str] | None = None
    step: Callable[[Step], str] | None = None


def table_rows(view: View, table: str, *, population: Population | None, wording: Wording, progress: Progress) -> Rows:
    """One of :data:`TABLES` of a view. Raises :class:`UserError` ``export.table_unknown``."""
    header, rows = _table(view, table, population, wording, progress)
    return Rows(table, tuple(header), iter(rows))


def _table(
    view: View, table: str, population: Population | None, wording: Wording, progress: Progress
) -> tuple[Sequence[str], Iterable[Row]]:
    match table:
        case "events":
            return EVENT_COLUMNS, event_rows(view, population, progress)
        case "claims":
            return CLAIM_COLUMNS, claim_rows(view, population, progress)
        case "organizations":
            return columns.ORGANIZATION_COLUMNS, _organizations(view)
        case "relationships":
            return columns.RELATIONSHIP_COLUMNS, _relationships(view)
        case "sources":
            return columns.SOURCE_COLUMNS, _sources(view, progress)
        case "headcount":
            return columns.HEADCOUNT_COLUMNS, _headcount(view, population, progress)
        case "active-clients":
            return columns.ACTIVE_CLIENT_COLUMNS, _active_clients(view, progress)
        case "findings":
            extra = (columns.SENTENCE,) if wording.finding else ()
            return (*columns.FINDING_COLUMNS, *extra), _findings(view, wording.finding, progress)
        case "history":
            extra = (columns.SENTENCE,) if wording.step else ()
            return (*columns.HISTORY_COLUMNS, *extra), history_rows(view, wording.step, progress)
        case "fields":
            return columns.FIELD_COLUMNS, _fields(view, progress)
        case _:
            raise UserError("export.table_unknown", table=table)


def _organizations(view: View) -> Iterator[Row]:
    wanted = _organization_ids(view)
    for row in sorted(view.organizations.rows(), key=lambda row: row.id):
        if wanted is not None and row.id not in wanted:
            continue
        full = view.organizations.get(row.id)
        aliases, notes = ("; ".join(full.aliases), full.notes) if full else ("", "")
        yield row.id, row.name, aliases, row.parent, "yes" if row.mine else "no", notes, row.events


def _organization_ids(view: View) -> frozenset[OrganizationId] | None:
    """The organizations of a scope with everything below them; None: all."""
    if not view.scope.organization_ids:
        return None
    return frozenset(view.at.with_subsidiaries(*view.scope.organization_ids))


def _relationships(view: View) -> Iterator[Row]:

    names = view.organizations.names()
    notes = {relationship.id: relationship.notes for relationship in view.relationships.select()}
    for lane in view.relationship_series().lanes:
        yield (
            lane.relationship_id, _name(names, lane.vendor_id), _name(names, lane.client_id), lane.category,
            lane.reference,
            lane.spans[-1].state.value if lane.spans else None,
            lane.last_evidence.isoformat() if lane.last_evidence else None,
            len(lane.event_ids) + len(lane.excluded), notes.get(lane.relationship_id, ""),
        )  # fmt: skip


def _sources(view: View, progress: Progress) -> Iterator[Row]:
    wanted: set[SourceId] | None = None
    if view.scope.organization_ids or view.scope.first or view.scope.last or view.scope.text or view.scope.kinds:
        wanted = view.sources.cited()
    total, page = view.sources.count(), 1000
    for offset in range(max(total - 1, 0) // page * page, -1, -page):  # the table lists the latest first
        progress.report(total - offset, total)
        for row in reversed(view.sources.rows(limit=page, offset=offset)):
            source = row.source
            if wanted is None or source.id in wanted:
                yield (
                    source.id, source.publisher, source.title, source.url, _edtf(source.published),
                    source.published.words if source.published else None, _edtf(source.accessed), source.reliability,
                    source.origin, source.notes, row.claims,
                )  # fmt: skip


def _rounded(value: float | None) -> int | None:
    """Heads are whole: to the nearest."""
    return None if value is None else floor(value + 0.5)


def _edtf(value: ImpreciseDate | None) -> str | None:
    return value.edtf if value is not None else None


def _headcount(view: View, population: Population | None, progress: Progress) -> Iterator[Row]:
    from db.analysis.series import level_changes
    from db.view import series as views

    names = view.organizations.names()
    ids = view.scope.organization_ids or _with_workforce_events(view)
    for done, organization_id in enumerate(ids):
        progress.report(done, len(ids))
        for series in view.headcount(organization_id):
            if population is not None and series.population is not population:
                continue
            for level in level_changes(views.clipped(series, view.scope.first, view.scope.last)):
                yield (
                    names.get(organization_id, ""), series.population.value, level.day.isoformat(),
                    _rounded(level.low), _rounded(level.best), _rounded(level.high), level.basis.value,
                    _rounded(level.unexplained.best) if level.unexplained is not None else None,
                )  # fmt: skip


def _name(names: Mapping[OrganizationId, str], organization_id: OrganizationId | None) -> str | None:
    return names.get(organization_id) if organization_id is not None else None


def _with_workforce_events(view: View) -> Sequence[OrganizationId]:
    codes = [code for code, kind in view.kinds.items() if kind.group is KindGroup.WORKFORCE]
    return view.organizations.with_events(codes)


def _active_clients(view: View, progress: Progress) -> Iterator[Row]:
    """Per vendor: relationships in which it is the client do not count among its clients."""
    from db.analysis.relationships.over_time import count_rows, relationship_series
    from db.view import series as views

    names = view.organizations.names()
    relationships = view.relationships.select()
    kinds = view.kinds
    codes = tuple(code for code, kind in kinds.items() if kind.group is KindGroup.RELATIONSHIP)
    events = view.under(replace(views.whole(view.scope), kinds=codes)).events.select()
    groups: dict[OrganizationId, frozenset[OrganizationId]] = {
        one: frozenset(view.at.with_subsidiaries(one)) for one in view.scope.organization_ids
    } or {one: frozenset((one,)) for one in sorted({r.vendor_id for r in relationships if r.vendor_id is not None})}
    for done, (organization_id, family) in enumerate(groups.items()):
        progress.report(done, len(groups))
        series = relationship_series(
            [relationship for relationship in relationships if relationship.vendor_id in family], events, kinds,
            as_of=view.today, minimum_status=view.scope.minimum_status, first=view.scope.first, last=view.scope.last,
        )  # fmt: skip
        for count in count_rows(series, band=False):
            yield (
                names.get(organization_id, ""), count.day.isoformat(), count.active, count.at_risk, count.reduced,
                count.paused, count.winding_down, count.clients,
            )  # fmt: skip


def _findings(view: View, sentence: Callable[[Finding], str] | None, progress: Progress) -> Iterator[Row]:
    names = view.organizations.names()
    for one in view.findings.all(progress):
        values = (
            json.dumps({name: _value(value) for name, value in one.values}, ensure_ascii=False) if one.values else ""
        )
        said = (sentence(one),) if sentence else ()
        yield (
            one.kind.value, _name(names, one.organization_id), " ".join(map(str, one.event_ids)),
            " ".join(map(str, one.claim_ids)), one.field, values, "yes" if one.accepted else "no", one.note,
            one.identity, *said,
        )  # fmt: skip


def _fields(view: View, progress: Progress) -> Iterator[Row]:
    """Every value of a field of one's own, whose subject is in the scope; what differs has a row each."""
    names, wanted = view.organizations.names(), _organization_ids(view)
    for field in view.fields.all():
        of_events = field.subject is FieldSubject.EVENT
        subjects: Sequence[int]
        owners: Mapping[int, OrganizationId] = {}
        if of_events:
            subjects = events = list(view.events.ids(view.events.order(column="id", descending=False)))
            owners = {event.id: event.organization_id for event in view.events.many(events)}
        else:
            subjects = sorted(names if wanted is None else wanted)
        for start in range(0, len(subjects), _PORTION):
            progress.report(start, len(subjects))
            portion = subjects[start : start + _PORTION]
            for subject_id, by_field in view.fields.steps(field.subject, portion).items():
                organization_id = owners[subject_id] if of_events else OrganizationId(subject_id)
                for one in by_field.get(field.id, ()):
                    when = one.date
                    yield (
                        field.name, field.subject.value, field.type.value, names.get(organization_id),
                        subject_id if of_events else None, one.text, _plain(one.number),
                        when.earliest.isoformat() if when and when.earliest else None,
                        when.latest.isoformat() if when and when.latest else None,
                        one.valid_from.isoformat() if one.valid_from else None, one.source_id,
                    )  # fmt: skip


def _value(value: FindingValue) -> object:
    match value:
        case Quantity():
            return [_plain(value.low), _plain(value.best), _plain(value.high)]
        case ImpreciseDate():
            return value.edtf
        case float():
            return _plain(value)
        case int() | None:
            return value
        case _:
            return str(value)


def _plain(value: float | None) -> float | None:
    """A whole number without a fraction."""
    return int(value) if value is not None and float(value).is_integer() else value
