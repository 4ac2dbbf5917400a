"""Event kinds: the built-in ones and the user's own."""

from __future__ import annotations

import re
from dataclasses import replace

from db.errors import UserError, WorldError
from db.model.kinds import code_of
from db.model.records import EventKind
from db.model.text import fold
from db.model.values import KindGroup, Population
from db.store.kinds import add_kind, kind_columns, read_kind
from db.store.operations import ChangeSet
from db.tables.base import Table

_COLOR = re.compile("#[0-9a-fA-F]{6}")


class KindReads(Table):
    """Event kinds as a view knows them."""

    def all(self) -> dict[str, EventKind]:
        """Every kind by its code, in their order: the built-in ones, then as they were added."""
        condition, parameters = self._at.live("k")
        rows = self._db.execute(
            f"SELECT k.* FROM event_kinds k WHERE {condition} ORDER BY k.position, k.id", parameters
        )
        return _Known((row["code"], read_kind(row)) for row in rows)

    def get(self, code: str) -> EventKind | None:
        """One kind."""
        condition, parameters = self._at.live("k")
        row = self._db.execute(
            f"SELECT k.* FROM event_kinds k WHERE k.code = ? AND {condition}", (code, *parameters)
        ).fetchone()
        return None if row is None else read_kind(row)

    def uses(self) -> dict[str, int]:
        """How many events each kind has, by code; kinds without any are left out."""
        condition, parameters = self._at.live("e")
        rows = self._db.execute(f"SELECT e.kind, count(*) FROM events e WHERE {condition} GROUP BY 1", parameters)
        return {row[0]: row[1] for row in rows}


class _Known(dict[str, EventKind]):
    """Kinds by code. Asked for one that is not among them, and only a damaged ledger has events of such a kind, it
    raises ``ledger.damaged``.
    """

    def __missing__(self, code: str) -> EventKind:
        raise WorldError("ledger.damaged", path="", detail=code)


class Kinds(KindReads):
    """``ledger.kinds``."""

    def save(self, kind: EventKind) -> ChangeSet:
        """Add a kind (empty ``code``: made from its name) or edit one of the user's own; built-in ones stay.

        What its group has no use for (a state for a workforce kind) is left out. Raises :class:`UserError`:
        ``kind.name_missing``, ``kind.built_in``, ``kind.exists`` (another one of the user's own has the name; the
        words of built-in kinds are the face's), ``kind.state_missing``, ``kind.color`` (not ``#rrggbb``),
        ``kind.group_in_use`` (its group changes and events have it), ``row.gone`` for a code that is no kind.
        """
        kind = _coherent(kind)
        existing = self.get(kind.code) if kind.code else None
        if existing is None and kind.code:
            raise UserError("row.gone", table="event_kinds", id=kind.id)
        if existing is not None and existing.built_in:
            raise UserError("kind.built_in", name=kind.code)
        self._refuse_same_name(kind)
        if existing is not None and existing.group is not kind.group:
            used = self._uses(kind.code)
            if used:
                raise UserError("kind.group_in_use", name=existing.name, count=used)
        code = "kind.added" if existing is None else "kind.edited"
        with self._store.operation(code, name=kind.name) as operation:
            if existing is not None:
                operation.replace("event_kinds", existing.id, kind_columns(kind, code=existing.code))
            else:
                add_kind(operation, kind, code=self._free_code(kind.name))
        return self._store.last_change

    def delete(self, code: str) -> ChangeSet:
        """Remove one of the user's own kinds that no event has. Raises ``kind.built_in``, ``.in_use``, ``row.gone``."""
        kind = self.get(code)
        if kind is None:
            raise UserError("row.gone", table="event_kinds", id=0)
        if kind.built_in:
            raise UserError("kind.built_in", name=code)
        used = self._uses(code)
        if used:
            raise UserError("kind.in_use", name=kind.name, count=used)
        with self._store.operation("kind.deleted", name=kind.name) as operation:
            operation.retire("event_kinds", kind.id)
        return self._store.last_change

    def _uses(self, code: str) -> int:
        sql = "SELECT count(*) FROM events WHERE kind = ? AND retired_operation IS NULL"
        return int(self._db.execute(sql, (code,)).fetchone()[0])

    def _refuse_same_name(self, kind: EventKind) -> None:
        wanted = fold(kind.name)
        for other in self.all().values():
            if other.code != kind.code and fold(other.name) == wanted:
                raise UserError("kind.exists", name=other.name)

    def _free_code(self, name: str) -> str:
        code = code_of(name) or "kind"
        taken, number, free = self.all(), 1, code
        while free in taken:
            number += 1
            free = f"{code}_{number}"
        return free


def _coherent(kind: EventKind) -> EventKind:
    """A kind of the user's own with what its group needs, and nothing else."""
    name = " ".join(kind.name.split())
    if not name:
        raise UserError("kind.name_missing")
    if kind.color and not _COLOR.fullmatch(kind.color):
        raise UserError("kind.color", found=kind.color)
    workforce, relationship = kind.group is KindGroup.WORKFORCE, kind.group is KindGroup.RELATIONSHIP
    if relationship and kind.state is None:
        raise UserError("kind.state_missing")
    return replace(
        kind,
        name=name,
        population=(kind.population or Population.EMPLOYEES) if workforce else None,
        level=workforce and kind.level,
        sign=(kind.sign > 0) - (kind.sign < 0) if workforce and not kind.level else 0,
        state=kind.state if relationship else None,
        built_in=False,
    )
