"""Organizations and their aliases."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from db.errors import UserError
from db.model.ids import OrganizationId
from db.model.own_fields import FieldSubject
from db.model.records import Organization
from db.model.text import fold, identity, like
from db.store.operations import ChangeSet, Operation
from db.tables.base import At, Table
from db.tables.fields.writes import Fields


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganizationRow:
    """An organization as its table lists it: with how much is known about it."""

    id: OrganizationId
    name: str
    aliases: str
    parent: str
    mine: bool
    events: int
    vendors: int
    clients: int


def name_columns(name: str) -> dict[str, str]:
    """The columns of a name: as it is written, as a search finds it, and as what makes two names one."""
    return {"name": name, "name_key": fold(name), "identity_key": identity(name)}


@dataclass(frozen=True, slots=True)
class NameMatch:
    """An organization that a typed text may mean, with the name or alias that matched."""

    id: OrganizationId
    name: str
    matched: str


class OrganizationReads(Table):
    """Organizations as a view knows them."""

    def get(self, organization_id: OrganizationId) -> Organization | None:
        """One organization with its aliases."""
        condition, parameters = self._at.live("o")
        row = self._db.execute(
            f"SELECT * FROM organizations o WHERE o.id = ? AND {condition}", (organization_id, *parameters)
        ).fetchone()
        if row is None:
            return None
        condition, parameters = self._at.live("a")
        aliases = self._db.execute(
            f"SELECT name FROM aliases a WHERE a.organization_id = ? AND {condition} ORDER BY a.id",
            (organization_id, *parameters),
        ).fetchall()
        return Organization(
            id=row["id"],
            name=row["name"],
            parent_id=row["parent_id"],
            mine=bool(row["mine"]),
            notes=row["notes"],
            aliases=tuple(alias[0] for alias in aliases),
        )

    def subsidiaries(self, organization_id: OrganizationId) -> list[str]:
        """The names of what belongs to an organization directly, in order."""
        condition, parameters = self._at.live("o")
        rows = self._db.execute(
            f"SELECT o.name FROM organizations o WHERE o.parent_id = ? AND {condition} ORDER BY o.name_key, o.id",
            (organization_id, *parameters),
        )
        return [row[0] for row in rows]

    def names(self) -> dict[OrganizationId, str]:
        """The name of every organization by its id."""
        condition, parameters = self._at.live("o")
        return dict(self._db.execute(f"SELECT o.id, o.name FROM organizations o WHERE {condition}", parameters))

    def own(self) -> list[OrganizationId]:
        """The analyst's own organization, if one is marked."""
        condition, parameters = self._at.live("o")
        rows = self._db.execute(f"SELECT o.id FROM organizations o WHERE o.mine = 1 AND {condition}", parameters)
        return [row[0] for row in rows]

    def aliases(self) -> list[tuple[OrganizationId, str]]:
        """Every alias with the id of its organization, as they are now."""
        rows = self._db.execute("SELECT organization_id, name FROM aliases WHERE retired_operation IS NULL ORDER BY id")
        return [(row[0], row[1]) for row in rows]

    def children(self, organization_id: OrganizationId) -> list[OrganizationId]:
        """The organizations right below one."""
        condition, parameters = self._at.live("o")
        rows = self._db.execute(
            f"SELECT o.id FROM organizations o WHERE o.parent_id = ? AND {condition} ORDER BY o.id",
            (organization_id, *parameters),
        )
        return [row[0] for row in rows]

    def with_events(self, kinds: Sequence[str]) -> Sequence[OrganizationId]:
        """The organizations with events of some kinds in the scope, whatever these events' status and day."""
        where, parameters = self._at.events_where(any_status=True, any_day=True)
        rows = self._db.execute(
            f"SELECT DISTINCT e.organization_id FROM events e WHERE {where} "
            f"AND e.kind IN ({', '.join('?' * len(kinds))}) ORDER BY 1",
            (*parameters, *kinds),
        )
        return cast("Sequence[OrganizationId]", array("q", (row[0] for row in rows)))

    def find(self, name: str) -> OrganizationId | None:
        """The organization with this name or alias; lowest id first where several have it."""
        row = self._db.execute(
            "SELECT id FROM organizations WHERE identity_key = :key AND retired_operation IS NULL UNION ALL "
            "SELECT organization_id FROM aliases WHERE identity_key = :key AND retired_operation IS NULL LIMIT 1",
            {"key": identity(name)},
        ).fetchone()
        return None if row is None else OrganizationId(row[0])

    def by_identity(self) -> dict[str, OrganizationId]:
        """Every organization by what makes its names one; a name of one goes before an alias of another."""
        found: dict[str, OrganizationId] = {}
        for table, owner in (("aliases", "organization_id"), ("organizations", "id")):
            rows = self._db.execute(
                f"SELECT identity_key, {owner} FROM {table} WHERE retired_operation IS NULL ORDER BY id DESC"
            )
            found.update((row[0], row[1]) for row in rows)
        return found

    def called(self) -> list[NameMatch]:
        """Every name and every alias there is, by id, with what it names."""
        rows = self._db.execute(
            "SELECT id, name, name AS matched, 0 AS also FROM organizations WHERE retired_operation IS NULL UNION ALL "
            "SELECT o.id, o.name, a.name, 1 FROM aliases a JOIN organizations o ON o.id = a.organization_id "
            "AND o.retired_operation IS NULL WHERE a.retired_operation IS NULL ORDER BY id, also"
        )
        return [NameMatch(row["id"], row["name"], row["matched"]) for row in rows]

    def matching(self, text: str, *, limit: int = 12) -> list[NameMatch]:
        """Organizations whose name or alias has every word of ``text``: one's own, then those that start with it."""
        key = fold(text)
        words = key.split()
        if not words:
            return []
        where = " AND ".join(["name_key LIKE ? ESCAPE '\\'"] * len(words))
        patterns = [like(word) for word in words]
        rows = self._db.execute(
            f"SELECT id, matched FROM (SELECT id, name AS matched, name_key, mine FROM organizations "
            f"WHERE {where} AND retired_operation IS NULL UNION ALL "
            "SELECT organization_id, name, name_key, organization_id IN (SELECT id FROM organizations WHERE mine AND "
            f"retired_operation IS NULL) FROM aliases WHERE {where} AND retired_operation IS NULL) "
            "ORDER BY mine DESC, name_key LIKE ? ESCAPE '\\' DESC, length(name_key), name_key LIMIT ?",
            (*patterns, *patterns, like(key)[1:], limit * 2),
        ).fetchall()
        found: dict[OrganizationId, str] = {}
        for row in rows:
            found.setdefault(row["id"], row["matched"])
        names = {row_id: self.get(row_id) for row_id in list(found)[:limit]}
        return [NameMatch(row_id, org.name, found[row_id]) for row_id, org in names.items() if org is not None]

    def by_events(self) -> list[OrganizationId]:
        """Those that have events, the ones with most of them first: what :meth:`rows` counts, and no more than that."""
        condition, parameters = self._at.live("o")
        event, event_parameters = self._at.live("e")
        rows = self._db.execute(
            f"WITH counted AS (SELECT e.organization_id AS id, count(*) AS n FROM events e WHERE {event} GROUP BY 1) "
            f"SELECT o.id FROM counted JOIN organizations o ON o.id = counted.id AND {condition} "
            "ORDER BY counted.n DESC, o.id",
            (*event_parameters, *parameters),
        )
        return [row[0] for row in rows]

    def rows(self, text: str = "", limit: int = 100_000) -> list[OrganizationRow]:
        """The table of organizations, by name; one's own comes first."""
        condition, parameters = self._at.live("o")
        event, event_parameters = self._at.live("e")
        relation, relation_parameters = self._at.live("r")
        alias, alias_parameters = self._at.live("a")
        parent, parent_parameters = self._at.live("p")
        words = fold(text).split()
        search = "".join(
            f" AND (o.name_key LIKE ? ESCAPE '\\' OR EXISTS (SELECT 1 FROM aliases a WHERE a.organization_id = o.id "
            f"AND a.name_key LIKE ? ESCAPE '\\' AND {alias}))"
            for _ in words
        )
        searched = [value for word in words for value in (like(word), like(word), *alias_parameters)]
        rows = self._db.execute(
            f"WITH counted AS (SELECT e.organization_id AS id, count(*) AS n FROM events e WHERE {event} GROUP BY 1), "
            f"sold AS (SELECT r.vendor_id AS id, count(*) AS n FROM relationships r WHERE {relation} GROUP BY 1), "
            f"bought AS (SELECT r.client_id AS id, count(*) AS n FROM relationships r WHERE {relation} GROUP BY 1), "
            "also AS (SELECT a.organization_id AS id, group_concat(a.name, ' · ') AS names FROM aliases a "
            f"WHERE {alias} GROUP BY 1) "
            "SELECT o.id, o.name, ifnull(also.names, '') AS aliases, ifnull(p.name, '') AS parent, o.mine, "
            "ifnull(counted.n, 0) AS events, ifnull(bought.n, 0) AS vendors, ifnull(sold.n, 0) AS clients "
            "FROM organizations o LEFT JOIN counted ON counted.id = o.id LEFT JOIN sold ON sold.id = o.id "
            "LEFT JOIN bought ON bought.id = o.id LEFT JOIN also ON also.id = o.id "
            f"LEFT JOIN organizations p ON p.id = o.parent_id AND {parent} "
            f"WHERE {condition}{search} ORDER BY o.mine DESC, o.name_key, o.id LIMIT ?",
            (
                *event_parameters, *relation_parameters, *relation_parameters, *alias_parameters, *parent_parameters,
                *parameters, *searched, limit,
            ),
        ).fetchall()  # fmt: skip
        return [OrganizationRow(**{**dict(row), "mine": bool(row["mine"])}) for row in rows]


class Organizations(OrganizationReads):
    """``ledger.organizations``."""

    def __init__(self, at: At, *, fields: Fields) -> None:
        super().__init__(at)
        self._fields = fields

    def save(
        self,
        *,
        name: str,
        organization_id: OrganizationId | None = None,
        aliases: tuple[str, ...] | None = None,
        parent: OrganizationId | str | None = None,
        mine: bool = False,
        notes: str = "",
    ) -> ChangeSet:
        """Add an organization, or give an existing one these values (``aliases`` None: leave them).

        Raises ``organization.name_missing``, ``organization.exists``, ``organization.alias_taken`` (a new alias is
        the name or alias of another one) and ``organization.parent_circle``.
        """
        name = " ".join(name.split())
        if not name:
            raise UserError("organization.name_missing")
        same = self.find(name)
        if same is not None and same != organization_id:
            raise UserError("organization.exists", name=name, id=same)
        self._refuse_taken(organization_id, aliases or ())
        code = "organization.added" if organization_id is None else "organization.edited"
        with self._store.operation(code, name=name) as operation:
            parent_id = self.ensure(operation, parent) if parent is not None else None
            if organization_id is None:
                organization_id = self.add(operation, name)
            if parent_id is not None:
                self._refuse_circle(organization_id, parent_id)
            operation.replace(
                "organizations",
                organization_id,
                {**name_columns(name), "parent_id": parent_id, "mine": int(mine), "notes": notes},
            )
            if mine:
                self._unmark_others(operation, organization_id)
            if aliases is not None:
                self.set_aliases(operation, organization_id, aliases)
        return self._store.last_change

    def delete(self, organization_id: OrganizationId) -> ChangeSet:
        """Remove an organization that nothing refers to."""
        row = self.get(organization_id)
        if row is None:
            raise UserError("row.gone", table="organizations", id=organization_id)
        used = self._db.execute(
            "SELECT (SELECT count(*) FROM events WHERE retired_operation IS NULL AND (organization_id = :id OR "
            "counterparty_id = :id)) + (SELECT count(*) FROM relationships WHERE retired_operation IS NULL AND "
            "(vendor_id = :id OR client_id = :id)) + (SELECT count(*) FROM organizations WHERE parent_id = :id AND "
            "retired_operation IS NULL)",
            {"id": organization_id},
        ).fetchone()[0]
        if used:
            raise UserError("organization.in_use", name=row.name, count=used)
        with self._store.operation("organization.deleted", name=row.name) as operation:
            self.set_aliases(operation, organization_id, ())
            self._fields.forget(operation, FieldSubject.ORGANIZATION, [organization_id])
            operation.retire("organizations", organization_id)
        return self._store.last_change

    # Within an operation.

    def ensure(self, operation: Operation, organization: OrganizationId | str) -> OrganizationId:
        """The id of an organization given by id or name, added if no organization has that name or alias."""
        if isinstance(organization, int):
            return organization
        name = " ".join(organization.split())
        if not name:
            raise UserError("organization.name_missing")
        return self.find(name) or self.add(operation, name)

    def add(self, operation: Operation, name: str) -> OrganizationId:
        """Add one by name."""
        return OrganizationId(operation.add("organizations", name_columns(name)))

    def set_aliases(self, operation: Operation, organization_id: OrganizationId, aliases: tuple[str, ...]) -> None:
        """Give an organization these aliases and no others."""
        wanted = {identity(alias): " ".join(alias.split()) for alias in aliases if alias.strip()}
        for row in self._db.execute(
            "SELECT id, name, identity_key FROM aliases WHERE organization_id = ? AND retired_operation IS NULL",
            (organization_id,),
        ).fetchall():
            if wanted.get(row["identity_key"]) == row["name"]:
                del wanted[row["identity_key"]]
            else:
                operation.retire("aliases", row["id"])
        for name in wanted.values():
            operation.add("aliases", {"organization_id": organization_id, **name_columns(name)})

    def _unmark_others(self, operation: Operation, organization_id: OrganizationId) -> None:
        """At most one organization is the analyst's own."""
        for row in self._db.execute(
            "SELECT id FROM organizations WHERE mine AND id <> ? AND retired_operation IS NULL", (organization_id,)
        ).fetchall():
            operation.replace("organizations", row[0], {"mine": 0})

    def _refuse_taken(self, organization_id: OrganizationId | None, aliases: tuple[str, ...]) -> None:
        """A name is one organization's; those that two have already had stay."""
        row = None if organization_id is None else self.get(organization_id)
        known = {identity(alias) for alias in row.aliases} if row is not None else set()
        for alias in aliases:
            same = self.find(alias) if alias.strip() and identity(alias) not in known else None
            if same is not None and same != organization_id:
                raise UserError("organization.alias_taken", name=" ".join(alias.split()), id=same)

    def _refuse_circle(self, organization_id: OrganizationId, parent_id: OrganizationId) -> None:
        seen = {organization_id}
        above: OrganizationId | None = parent_id
        while above is not None:
            if above in seen:
                raise UserError("organization.parent_circle")
            seen.add(above)
            row = self.get(above)
            above = row.parent_id if row else None
