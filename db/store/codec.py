"""How values stand in columns: an imprecise date in three, a quantity in four. No SQL beyond column names."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from math import isfinite
from typing import Any, Protocol, TypedDict, TypeVar

from db.errors import WorldError
from db.model.records import Claim, Event, Relationship, Resolved, Source
from db.model.values import DateMode, ImpreciseDate, Population, Quantity, Status

Value = str | int | float | None

_Word = TypeVar("_Word", bound=StrEnum)
_Json = TypeVar("_Json", dict[str, Any], list[Any])

#: What a value that cannot be read is shown as, at most.
_SHOWN = 80


class Row(Protocol):
    """What a read needs of a row."""

    def __getitem__(self, key: str, /) -> Any: ...


class WholeRow(Row, Protocol):
    """What reading many rows needs of each."""

    def keys(self) -> list[str]:  # noqa: D102 - of sqlite3.Row
        ...

    def __iter__(self) -> Iterator[Any]: ...


@contextmanager
def reading(value: object) -> Iterator[None]:
    """Reading a value of a row: where no build of ours writes such a one, the ledger is damaged.

    Raises :class:`WorldError` ``ledger.damaged``, without the path, which whoever opened the file adds
    (:func:`db.errors.known`).
    """
    try:
        yield
    except (ValueError, TypeError, RecursionError, OverflowError) as error:
        raise WorldError("ledger.damaged", path="", detail=str(value)[:_SHOWN]) from error


def read_word(kind: type[_Word], value: str) -> _Word:
    """A word of a closed list. Raises ``ledger.damaged``."""
    try:
        return kind(value)
    except ValueError as error:
        raise WorldError("ledger.damaged", path="", detail=str(value)[:_SHOWN]) from error


def read_json(text: str, kind: type[_Json]) -> _Json:
    """An object or a list written as JSON. Raises ``ledger.damaged``."""
    with reading(text):
        found = json.loads(text)
        if not isinstance(found, kind):
            raise TypeError(text)
        return found


def read_day(text: str) -> date:
    """A day of the calendar. Raises ``ledger.damaged``."""
    with reading(text):
        return date.fromisoformat(text)


def read_moment(text: str) -> datetime:
    """A moment with its zone. Raises ``ledger.damaged``."""
    with reading(text):
        return datetime.fromisoformat(text)


@lru_cache(maxsize=4096)
def _date(edtf: str, mode: str, words: str) -> ImpreciseDate:
    from db.reading.dates import from_edtf  # the grammar is loaded with the first date that is read

    # Open to both sides: what version 1 stored where one claim said "until" and another "from".
    with reading(edtf):
        return from_edtf("" if edtf == "../.." else edtf, DateMode(mode), words)


def date_of(edtf: str, mode: str | None) -> ImpreciseDate:
    """A date without its wording, from two of its three columns."""
    return _date(edtf, mode or "within", "")


def read_date(row: Row, role: str) -> ImpreciseDate | None:
    """The date of a role, or None where the row says nothing."""
    edtf = row[role]
    if edtf is None:
        return None
    return _date(str(edtf), str(row[f"{role}_mode"] or "within"), str(row[f"{role}_words"] or ""))


def date_columns(role: str, value: ImpreciseDate | None) -> dict[str, Value]:
    """The three columns of a date."""
    if value is None:
        return {role: None, f"{role}_mode": None, f"{role}_words": None}
    return {role: value.edtf, f"{role}_mode": value.mode.value, f"{role}_words": value.words}


def read_quantity(row: Row, name: str) -> Quantity | None:
    """A quantity, or None where the row says nothing."""
    words = row[f"{name}_words"]
    if words is None:
        return None
    low, best, high = row[f"{name}_low"], row[f"{name}_best"], row[f"{name}_high"]
    floor, ceiling = best if low is None else low, best if high is None else high
    ends = floor is not None and ceiling is not None and floor > ceiling
    if ends or not isfinite((low or 0) + (best or 0) + (high or 0)):
        raise WorldError("ledger.damaged", path="", detail=f"{low} {best} {high}")
    return Quantity(low, best, high, str(words))


def quantity_columns(name: str, value: Quantity | None) -> dict[str, Value]:
    """The four columns of a quantity."""
    if value is None:
        return dict.fromkeys((f"{name}_low", f"{name}_best", f"{name}_high", f"{name}_words"))
    return {
        f"{name}_low": _real(value.low),
        f"{name}_best": _real(value.best),
        f"{name}_high": _real(value.high),
        f"{name}_words": value.words,
    }


def _real(value: float | None) -> float | None:
    return None if value is None else float(value)


DATE_ROLES = ("announced", "effective", "until")
QUANTITIES = ("count", "percent", "base", "amount")


def _values(
    announced: ImpreciseDate | None,
    effective: ImpreciseDate | None,
    until: ImpreciseDate | None,
    quantities: Sequence[Quantity | None],
) -> dict[str, Value]:
    columns: dict[str, Value] = {}
    for role, when in zip(DATE_ROLES, (announced, effective, until), strict=True):
        columns.update(date_columns(role, when))
    for name, quantity in zip(QUANTITIES, quantities, strict=True):
        columns.update(quantity_columns(name, quantity))
    return columns


def claim_columns(claim: Claim) -> dict[str, Value]:
    """A claim's columns, without its identity and its trace to an import."""
    return {
        "event_id": claim.event_id,
        "source_id": claim.source_id,
        "status": claim.status.value,
        **_values(
            claim.announced, claim.effective, claim.until, (claim.count, claim.percent, claim.base, claim.amount)
        ),
        "percent_of": claim.percent_of or None,
        "currency": claim.currency or None,
        "wording": claim.wording or None,
        "supersedes_id": claim.supersedes_id,
        "reason": claim.reason or None,
    }


class _Said(TypedDict):
    """What a claim says, and an event comes to: the values that both have under the same names."""

    announced: ImpreciseDate | None
    effective: ImpreciseDate | None
    until: ImpreciseDate | None
    count: Quantity | None
    percent: Quantity | None
    percent_of: str
    base: Quantity | None
    amount: Quantity | None
    currency: str


def _said(row: Row) -> _Said:
    return {
        "announced": read_date(row, "announced"),
        "effective": read_date(row, "effective"),
        "until": read_date(row, "until"),
        "count": read_quantity(row, "count"),
        "percent": read_quantity(row, "percent"),
        "percent_of": str(row["percent_of"] or ""),
        "base": read_quantity(row, "base"),
        "amount": read_quantity(row, "amount"),
        "currency": str(row["currency"] or ""),
    }


def read_claim(row: Row, *, superseded: bool = False) -> Claim:
    """A claim of a full row."""
    return Claim(
        id=row["id"],
        event_id=row["event_id"],
        source_id=row["source_id"],
        status=read_word(Status, row["status"]),
        **_said(row),
        wording=str(row["wording"] or ""),
        supersedes_id=row["supersedes_id"],
        reason=str(row["reason"] or ""),
        superseded=superseded,
    )


def resolved_columns(values: Resolved) -> dict[str, Value]:
    """An event's derived columns."""
    counting = values.counting
    return {
        "status": values.status.value if values.status else None,
        "earliest": counting.earliest.isoformat() if counting and counting.earliest else None,
        "latest": counting.latest.isoformat() if counting and counting.latest else None,
        **_values(
            values.announced, values.effective, values.until, (values.count, values.percent, values.base, values.amount)
        ),
        "percent_of": values.percent_of or None,
        "currency": values.currency or None,
        "contradicted": ",".join(values.contradicted) or None,
        "denied_beside": 1 if values.denied_beside else None,
        "claim_count": values.claim_count,
        "source_count": values.source_count,
    }


def read_resolved(row: Row) -> Resolved:
    """An event's derived values."""
    return Resolved(
        status=read_word(Status, row["status"]) if row["status"] else None,
        **_said(row),
        contradicted=tuple(str(row["contradicted"]).split(",")) if row["contradicted"] else (),
        denied_beside=bool(row["denied_beside"]),
        claim_count=row["claim_count"],
        source_count=row["source_count"],
    )


#: The free texts of an event, which the search box looks in.
EVENT_TEXTS = ("place", "unit", "reason", "person", "role", "notes", "tags")


def event_columns(event: Event) -> dict[str, Value]:
    """An event's own columns, without the derived ones."""
    return {
        "kind": event.kind,
        "organization_id": event.organization_id,
        "counterparty_id": event.counterparty_id,
        "relationship_id": event.relationship_id,
        "population": event.population.value if event.population else None,
        "part_of_id": event.part_of_id,
        "parts_complete": int(event.parts_complete) or None,
        "own": int(event.own) or None,
        "tolerance": event.tolerance,
        **{name: getattr(event, name) or None for name in EVENT_TEXTS},
    }


def read_events(rows: Sequence[WholeRow]) -> list[Event]:
    """The events of full rows of one statement; by far most of the time of a row goes into finding a column by name."""
    if not rows:
        return []
    names = rows[0].keys()
    return [read_event(dict(zip(names, row, strict=True))) for row in rows]


def read_event(row: Row) -> Event:
    """An event of a full row, derived values included."""
    return Event(
        id=row["id"],
        kind=str(row["kind"]),
        organization_id=row["organization_id"],
        counterparty_id=row["counterparty_id"],
        relationship_id=row["relationship_id"],
        population=read_word(Population, row["population"]) if row["population"] else None,
        part_of_id=row["part_of_id"],
        parts_complete=bool(row["parts_complete"]),
        own=bool(row["own"]),
        tolerance=row["tolerance"],
        place=row["place"] or "",
        unit=row["unit"] or "",
        reason=row["reason"] or "",
        person=row["person"] or "",
        role=row["role"] or "",
        notes=row["notes"] or "",
        tags=row["tags"] or "",
        values=read_resolved(row),
    )


def read_relationship(row: Row) -> Relationship:
    """A relationship of a full row."""
    return Relationship(
        **{name: row[name] for name in ("id", "vendor_id", "client_id", "category", "reference", "notes")}
    )


def source_columns(source: Source) -> dict[str, Value]:
    """A source's columns."""
    return {
        "publisher": source.publisher,
        "title": source.title,
        "url": source.url,
        **date_columns("published", source.published),
        **date_columns("accessed", source.accessed),
        "reliability": source.reliability,
        "origin": source.origin,
        "notes": source.notes,
    }


def read_source(row: Row) -> Source:
    """A source of a full row."""
    texts: Mapping[str, str] = {
        name: str(row[name]) for name in ("publisher", "title", "url", "reliability", "origin", "notes")
    }
    return Source(
        id=row["id"],
        published=read_date(row, "published"),
        accessed=read_date(row, "accessed"),
        **texts,
    )
