"""Event kinds as rows: how they stand in columns, and how a ledger is given one."""

from __future__ import annotations

from db.errors import WorldError
from db.model.kinds import BUILT_IN, by_code
from db.model.records import EventKind
from db.model.values import KindGroup, Population, RelationshipState
from db.store.codec import Row, Value, read_word
from db.store.operations import Operation


def add_kind(operation: Operation, kind: EventKind, *, code: str) -> int:
    """Add a kind behind all others, and give its id."""
    (position,) = operation.connection.execute("SELECT ifnull(max(position), 0) + 1 FROM event_kinds").fetchone()
    return operation.add("event_kinds", {**kind_columns(kind, code=code), "position": position})


def add_all_built_in(operation: Operation) -> None:
    """Give a new ledger every built-in kind, in the order of their list."""
    for kind in BUILT_IN:
        add_kind(operation, kind, code=kind.code)


def add_built_in(operation: Operation, code: str) -> None:
    """Give an older ledger a built-in kind that it lacks; one of the user's own that has the code is left alone.

    The step of a migration that brings a new kind.
    """
    taken = "SELECT 1 FROM event_kinds WHERE code = ? AND retired_operation IS NULL"
    if operation.connection.execute(taken, (code,)).fetchone() is None:
        add_kind(operation, by_code(BUILT_IN)[code], code=code)


def kind_columns(kind: EventKind, *, code: str) -> dict[str, Value]:
    """The columns of a kind, but for its position, which stays what it is."""
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


def read_kind(values: Row) -> EventKind:
    """A kind from its row."""
    return EventKind(
        id=values["id"],
        code=values["code"],
        name=values["name"],
        group=read_word(KindGroup, values["kind_group"]),
        population=read_word(Population, values["population"]) if values["population"] else None,
        sign=_sign(values["sign"]),
        level=bool(values["level"]),
        state=read_word(RelationshipState, values["state"]) if values["state"] else None,
        color=values["color"],
        symbol=values["symbol"],
        built_in=bool(values["built_in"]),
    )


def _sign(number: int) -> int:
    if number not in (-1, 0, 1):
        raise WorldError("ledger.damaged", path="", detail=str(number))
    return number
