"""Event kinds: the built-in ones and the user's own."""

from __future__ import annotations

import re

from db.errors import UserError
from db.operations import ChangeSet, Operation, Value
from db.records import EventKind
from db.tables.base import Table
from db.text import fold
from db.values import KindGroup, Population, RelationshipState


class Kinds(Table):
    """``ledger.kinds``."""

    def all(self) -> dict[str, EventKind]:
        """Every kind by its code, in the order they were added."""
        rows = self._db.execute("SELECT * FROM event_kinds WHERE retired_operation IS NULL ORDER BY id")
        return {row["code"]: _read(row) for row in rows}

    def get(self, code: str) -> EventKind | None:
        """One kind."""
        row = self._db.execute(
            "SELECT * FROM event_kinds WHERE code = ? AND retired_operation IS NULL", (code,)
        ).fetchone()
        return None if row is None else _read(row)

    def save(self, kind: EventKind) -> ChangeSet:
        """Add a kind (empty ``code``: made from its name) or edit one of the user's own; built-in ones stay."""
        if not kind.name.strip():
            raise UserError("kind.name_missing")
        existing = self.get(kind.code) if kind.code else None
        if existing is not None and existing.built_in:
            raise UserError("kind.built_in", name=kind.code)
        code = "kind.added" if existing is None else "kind.edited"
        with self._ledger.operation(code, name=kind.name) as operation:
            if existing is not None:
                operation.replace("event_kinds", existing.id, _columns(kind, code=existing.code))
            else:
                self.add(operation, kind, code=self._free_code(kind.name))
        return self._ledger.last_change

    def delete(self, code: str) -> ChangeSet:
        """Remove one of the user's own kinds that no event has."""
        kind = self.get(code)
        if kind is None or kind.built_in:
            raise UserError("kind.built_in", name=code)
        used = self._db.execute(
            "SELECT count(*) FROM events WHERE kind = ? AND retired_operation IS NULL", (code,)
        ).fetchone()[0]
        if used:
            raise UserError("kind.in_use", name=kind.name, count=used)
        with self._ledger.operation("kind.deleted", name=kind.name) as operation:
            operation.retire("event_kinds", kind.id)
        return self._ledger.last_change

    def add(self, operation: Operation, kind: EventKind, *, code: str) -> int:
        """Add a kind within an operation."""
        return operation.add("event_kinds", _columns(kind, code=code))

    def _free_code(self, name: str) -> str:
        code = re.sub(r"[^a-z0-9]+", "_", fold(name)).strip("_") or "kind"
        taken, number, free = self.all(), 1, code
        while free in taken:
            number += 1
            free = f"{code}_{number}"
        return free


def _columns(kind: EventKind, *, code: str) -> dict[str, Value]:
    return {
        "code": code,
        "name": kind.name,
        "kind_group": kind.group.value,
        "population": kind.population.value if kind.population else None,
        "sign": kind.sign,
        "level": int(kind.level),
        "state": kind.state.value if kind.state else None,
        "color": kind.color,
        "symbol": kind.symbol,
        "built_in": int(kind.built_in),
    }


def _read(row: object) -> EventKind:
    values = dict(row)  # type: ignore[call-overload]
    return EventKind(
        id=values["id"],
        code=values["code"],
        name=values["name"],
        group=KindGroup(values["kind_group"]),
        population=Population(values["population"]) if values["population"] else None,
        sign=values["sign"],
        level=bool(values["level"]),
        state=RelationshipState(values["state"]) if values["state"] else None,
        color=values["color"],
        symbol=values["symbol"],
        built_in=bool(values["built_in"]),
    )
