"""Writing what a row does to an event that is there already: a claim beside, above or below one, or what one lacks."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from db.importing.matching.judgment import Deed
from db.model.ids import ClaimId, EventId, OrganizationId
from db.model.text import fold
from db.store.codec import EVENT_TEXTS
from db.store.operations import Operation

Value = str | int | float | None

#: The columns of a claim that belong together: all of them are said, or none.
_GROUPS = tuple(
    (name, tuple(f"{name}{end}" for end in ends))
    for names, ends in (
        (("announced", "effective", "until"), ("", "_mode", "_words")),
        (("count", "percent", "base", "amount"), ("_low", "_best", "_high", "_words")),
    )
    for name in names
)
_BESIDE = {"percent": ("percent_of",), "amount": ("currency",)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a row tells of an event: the columns of its claim, those of its texts, and its kind.

    ``organization_id``: of another organization than the event is of; None: of that.
    """

    claim: Mapping[str, Value]
    texts: Mapping[str, Value]
    kind: str
    organization_id: OrganizationId | None = None


class There(NamedTuple):
    """What a claim that is there says, and its event."""

    event_id: EventId
    values: tuple[Value, ...]
    external_id: str | None
    texts: tuple[Value, ...]

    def says(self, values: tuple[Value, ...], external_id: str | None, texts: tuple[Value, ...]) -> bool:
        """Whether it says all that a row says, so that the row adds nothing to it: true of most that are told again."""
        return (
            self.values == values
            and (not external_id or bool(self.external_id))
            and all(has or not text for has, text in zip(self.texts, texts, strict=True))
        )


class Claiming:
    """Adds claims to events within one import."""

    def __init__(self, operation: Operation, *, newest_day: str, take: Callable[[], int]) -> None:
        """``newest_day``: of the edition that is imported; ``take`` gives the next id of a claim."""
        self._operation = operation
        self._newest_day = newest_day
        self._take = take
        self._db = operation.connection

    def there(self, deeds: Sequence[Deed], values: Sequence[str], texts: Sequence[str]) -> dict[int | None, There]:
        """The claims that rows only tell again, by id: their values, and the texts of their events."""
        wanted = sorted({deed.claim_id for deed in deeds if deed.outcome == "duplicate" and deed.claim_id is not None})
        columns = [*(f"c.{name}" for name in values), *(f"e.{name}" for name in texts)]
        cursor = self._db.cursor()
        cursor.row_factory = None
        rows = cursor.execute(
            f"SELECT {', '.join(['c.id', 'c.event_id', 'c.external_id', *columns])} FROM claims c "
            "JOIN events e ON e.id = c.event_id AND ifnull(e.retired_operation, 0) = 0 "
            "WHERE c.id IN (SELECT value FROM json_each(?)) AND ifnull(c.retired_operation, 0) = 0",
            (json.dumps(wanted),),
        )
        return {row[0]: There(row[1], row[3 : 3 + len(values)], row[2], row[3 + len(values) :]) for row in rows}

    def do(self, deed: Deed, told: Told, *, event_id: EventId | None = None) -> tuple[ClaimId | None, EventId | None]:
        """Do what a row does; ``event_id``: the event that it is about, where the deed names no claim.

        Gives the claim that stands for the row, and its event; None where that is gone.
        """
        if deed.claim_id is None:
            return (None, None) if event_id is None else (self._add(event_id, told.claim), event_id)
        row = self._operation.live("claims", deed.claim_id)
        if row is None:
            return None, None
        about = EventId(row["event_id"])
        if deed.outcome == "new_claim":
            return self._add(about, told.claim), about
        if deed.outcome == "duplicate":
            self._complete(dict(row), told)
            return ClaimId(deed.claim_id), about
        return self._amend(about, dict(row), told), about

    def _add(self, event_id: EventId, columns: Mapping[str, Value]) -> ClaimId:
        self._operation.stale_events.add(event_id)
        return ClaimId(self._operation.add("claims", {**columns, "event_id": event_id}, row_id=self._take()))

    def _complete(self, row: Mapping[str, Value], told: Told) -> None:
        """Give a claim what it lacks and this row says, and its event the texts that it lacks."""
        event_id = EventId(int(row["event_id"] or 0))
        added = _lacking(row, told.claim)
        if added and self._operation.replace("claims", int(row["id"] or 0), added):
            self._operation.stale_events.add(event_id)
        self._texts(event_id, told, over=False)

    def _amend(self, event_id: EventId, row: Mapping[str, Value], told: Told) -> ClaimId:
        """A claim in the chain of corrections, where its edition stands; what it leaves blank it does not take back."""
        chain = self._chain(row)
        above = [one for one in chain if self._day(one) > self._newest_day]
        below = chain[len(above)] if len(above) < len(chain) else None
        columns = {**told.claim, **_lacking(told.claim, below or row)}
        columns["supersedes_id"] = None if below is None else below["id"]
        claim_id = self._add(event_id, columns)
        for one in above:  # what they leave blank was not taken back either
            below_it = {"supersedes_id": claim_id} if one is above[-1] else {}
            self._operation.replace("claims", int(one["id"] or 0), {**_lacking(one, columns), **below_it})
        if not above:
            self._texts(event_id, told, over=True)
        return claim_id

    def _chain(self, row: Mapping[str, Value]) -> list[Mapping[str, Value]]:
        """The corrections that a claim is one of, the newest first."""
        found = [row]
        event_id = int(row["event_id"] or 0)  # by its index: nothing finds a claim by what it supersedes
        while (upper := self._one(f"event_id = {event_id} AND supersedes_id = ?", found[0]["id"])) is not None:
            found.insert(0, upper)
        while found[-1]["supersedes_id"] and (lower := self._one("id = ?", found[-1]["supersedes_id"])) is not None:
            found.append(lower)
        return found

    def _one(self, where: str, value: Value) -> Mapping[str, Value] | None:
        row = self._db.execute(
            f"SELECT * FROM claims WHERE {where} AND import_id IS NOT NULL AND retired_operation IS NULL LIMIT 1",
            (value,),
        ).fetchone()
        return None if row is None else dict(row)

    def _day(self, row: Mapping[str, Value]) -> str:
        """The newest day of the edition that a claim comes from."""
        found = self._db.execute(
            "SELECT newest_day FROM imports WHERE id = ? AND retired_operation IS NULL", (row["import_id"],)
        ).fetchone()
        return str(found[0] or "") if found is not None else ""

    def _texts(self, event_id: EventId, told: Told, *, over: bool) -> None:
        """Fill the texts that an event lacks; ``over``: those that an import gave it are replaced."""
        row = self._operation.live("events", event_id)
        if row is None:
            return
        (code,) = self._db.execute("SELECT code FROM operations WHERE id = ?", (row["added_operation"],)).fetchone()
        ours = over and code == "import.applied"
        changes: dict[str, Value] = {
            name: text for name, text in told.texts.items() if text and (ours or not row[name])
        }
        if ours and told.kind != row["kind"]:
            changes["kind"] = told.kind
        if ours and told.organization_id is not None:
            changes["organization_id"] = told.organization_id
        if changes and any(row[name] != value for name, value in changes.items()):
            texts = {name: changes.get(name, row[name]) for name in EVENT_TEXTS}
            changes["search_key"] = fold(" ".join(str(text) for text in texts.values() if text)) or None
            self._operation.replace("events", event_id, changes)


def _lacking(has: Mapping[str, Value], other: Mapping[str, Value]) -> dict[str, Value]:
    """The values of another claim for all that a claim does not say, or says rounded."""
    found: dict[str, Value] = {}
    for name, columns in _GROUPS:
        if not _says(other, columns) or (_says(has, columns) and not _is_finer(name, other, has)):
            continue
        found.update((column, other.get(column)) for column in (*columns, *_BESIDE.get(name, ())))
    if not has.get("external_id") and other.get("external_id"):
        found["external_id"] = other["external_id"]
    return found


def _is_finer(name: str, other: Mapping[str, Value], has: Mapping[str, Value]) -> bool:
    """Whether another figure is what this one was rounded from: 11.5 and 12."""
    fine, round_ = other.get(f"{name}_best"), has.get(f"{name}_best")
    if not isinstance(fine, float | int) or not isinstance(round_, float | int):
        return False
    return float(round_).is_integer() and not float(fine).is_integer() and abs(fine - round_) <= 0.5


def _says(row: Mapping[str, Value], columns: Sequence[str]) -> bool:
    return any(row.get(column) is not None for column in columns)
