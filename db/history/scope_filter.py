"""Which rows of a comparison concern a scope."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from db.history.comparison_tables import What
from db.model.ids import OrganizationId
from db.model.records import Scope
from db.tables.where import events_where, with_subsidiaries

#: Named values of a statement.
Values = dict[str, int | str]


def known(alias: str, moment: str) -> str:
    """The condition that a version was in effect at a named moment."""
    return (
        f"{alias}.added_operation <= :{moment} "
        f"AND ({alias}.retired_operation IS NULL OR {alias}.retired_operation > :{moment})"
    )


class ScopeFilter:
    """What of a comparison a scope shows in at least one of the two states."""

    def __init__(self, connection: sqlite3.Connection, scope: Scope, first: int, last: int) -> None:
        self.values: Values = {}
        self._named = bool(scope.organization_ids)
        self._organizations: set[OrganizationId] = set()
        wheres = []
        for moment, number in (("first", first), ("last", last)):
            where, parameters = events_where(connection, scope, number)
            wheres.append(f"({self._bound(where, parameters, moment)})")
            self._organizations |= set(with_subsidiaries(connection, scope.organization_ids, number))
        self._events = f"SELECT 1 FROM events e WHERE e.id = {{}} AND ({' OR '.join(wheres)})"

    def _bound(self, where: str, parameters: Sequence[int | str | float], moment: str) -> str:
        """The condition with its question marks named, so that it stands beside named ones."""
        parts = where.split("?")
        named = parts[0]
        for number, (part, value) in enumerate(zip(parts[1:], parameters, strict=True)):
            self.values[f"{moment}{number}"] = value  # type: ignore[assignment]
            named += f":{moment}{number}{part}"
        return named

    def condition(self, what: What) -> str | None:
        """The condition on ``x``, ``b`` and ``a``; None: nothing of this sort is in the scope."""
        event = self._events.format
        match what:
            case What.EVENT:
                return f"EXISTS ({event('x.id')})"
            case What.CLAIM | What.PREFERENCE:
                return f"(EXISTS ({event('b.event_id')}) OR EXISTS ({event('a.event_id')}))"
            case What.SOURCE:
                return (
                    f"EXISTS (SELECT 1 FROM claims l WHERE l.source_id = x.id "
                    f"AND ({known('l', 'first')} OR {known('l', 'last')}) AND EXISTS ({event('l.event_id')}))"
                )
            case _ if not self._named:
                return "1"
            case What.FIELD_VALUE:
                whose = (
                    f"{alias}.organization_id IN {self._listed()} OR EXISTS ({event(f'{alias}.event_id')})"
                    for alias in "ab"
                )
                return f"({' OR '.join(whose)})"
            case What.ORGANIZATION:
                return f"x.id IN {self._listed()}"
            case What.ALIAS:
                return f"(a.organization_id IN {self._listed()} OR b.organization_id IN {self._listed()})"
            case What.RELATIONSHIP:
                sides = (f"{alias}.{side} IN {self._listed()}" for alias in "ab" for side in ("vendor_id", "client_id"))
                return f"({' OR '.join(sides)})"
            case _:
                return None

    def _listed(self) -> str:
        return f"({', '.join(str(int(one)) for one in sorted(self._organizations))})"
