"""What earlier files said, as they said it: read from the claims that imports added, whatever became of these since."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from db.importing.cells.names import core
from db.importing.matching.elsewhere import Candidate, candidates
from db.importing.matching.likely import Brief
from db.importing.matching.statement import Statement, figure, said
from db.model.text import identity


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """A file that was imported and not undone. ``newest_day``: the newest day in it, ISO."""

    import_id: int
    data_set_id: int
    data_set: str
    digest: str
    newest_day: str


class Trace(NamedTuple):
    """Where a claim comes from."""

    claim_id: int
    import_id: int


class Said(NamedTuple):
    """What a claim said when it was imported. ``event_id``: that of its event then."""

    claim_id: int
    event_id: int
    import_id: int
    statement: Statement


class Earlier:
    """What a ledger remembers of the files that it was given."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    @cached_property
    def editions(self) -> list[Edition]:
        """Every import that was not undone, the oldest first."""
        rows = self._db.execute(
            "SELECT i.id, i.data_set_id, d.name, i.digest, i.newest_day FROM imports i JOIN data_sets d "
            "ON d.id = i.data_set_id AND d.retired_operation IS NULL WHERE i.retired_operation IS NULL ORDER BY i.id"
        )
        return [
            Edition(import_id=one, data_set_id=of, data_set=name, digest=digest, newest_day=day or "")
            for one, of, name, digest, day in rows
        ]

    @cached_property
    def data_set_of(self) -> dict[int, int]:
        """The data set of each import."""
        return {edition.import_id: edition.data_set_id for edition in self.editions}

    @cached_property
    def marks(self) -> dict[int, list[Trace]]:
        """What was said already, by its mark; claims of events that were deleted since are among them.

        Mostly it was said once. Rows of one file that differ in nothing but an address are several, and so is what
        several data sets say; the first comes first.
        """
        rows = self._db.execute(
            "SELECT fingerprint, id, import_id FROM claims WHERE fingerprint IS NOT NULL AND import_id IN "
            "(SELECT id FROM imports WHERE retired_operation IS NULL) ORDER BY version"
        )
        found: dict[int, list[Trace]] = {}
        for mark, claim_id, import_id in rows:
            trace, known = Trace(claim_id, import_id), found.get(mark)
            if known is None:
                found[mark] = [trace]
            elif trace not in known:
                known.append(trace)
        return found

    def days(self, data_set_id: int) -> set[tuple[str, str]]:
        """Whom a data set speaks of and on which day, each pair once."""
        found = set()
        for edition in self._of(data_set_id):
            for organization_id, day in self._db.execute(
                "SELECT DISTINCT e.organization_id, e.earliest FROM claims c JOIN events e ON e.id = c.event_id "
                f"AND {_THEN} WHERE c.import_id = ? AND c.added_operation = ?",
                (edition.import_id, self._added(edition)),
            ):
                found.add((self.organization(organization_id), day or ""))
        return found

    def numbers(self, data_set_id: int) -> dict[str, set[str]]:
        """The organizations of each number that a data set's rows have."""
        found: dict[str, set[str]] = {}
        for edition in self._of(data_set_id):
            for number, organization_id in self._db.execute(
                f"SELECT c.external_id, e.organization_id FROM claims c JOIN events e ON e.id = c.event_id AND {_THEN} "
                "WHERE c.import_id = ? AND c.added_operation = ? AND c.external_id IS NOT NULL",
                (edition.import_id, self._added(edition)),
            ):
                found.setdefault(number.casefold(), set()).add(self.organization(organization_id))
        return found

    def statements(self, data_set_id: int) -> list[Said]:
        """What each claim of a data set said, with what later editions added to it, in the order of the imports."""
        found: dict[int, Said] = {}
        for edition in self._of(data_set_id):
            rows = self._db.execute(
                f"{_STATEMENTS} JOIN operations o ON o.id = c.added_operation WHERE c.import_id = ? "
                "AND o.code = 'import.applied' AND o.kind = 'do' AND o.undone_by IS NULL ORDER BY c.version",
                (edition.import_id,),
            )
            rows.row_factory = sqlite3.Row
            for row in rows:
                statement = said(
                    row,
                    organization=self.organization(row["organization_id"]),
                    counterparty=self.organization(row["counterparty_id"]),
                )
                first = found.get(row["id"])
                if first is not None:  # of what a later edition adds only the figures: the rest may be somebody's edit
                    statement = first.statement._replace(dates=statement.dates, figures=statement.figures)
                found[row["id"]] = Said(row["id"], row["event_id"], edition.import_id, statement)
        return list(found.values())

    def counts(self, data_set_id: int, kinds: Sequence[str]) -> list[tuple[str, str, str, str, int]]:
        """The counts of a data set that stand, of some kinds: organization, kind, first and last day, and the count."""
        rows = self._db.execute(
            "SELECT o.name, e.kind, e.earliest, e.latest, c.count_best FROM claims c "
            "JOIN events e ON e.id = c.event_id AND e.retired_operation IS NULL "
            "JOIN organizations o ON o.id = e.organization_id AND o.retired_operation IS NULL "
            "JOIN imports i ON i.id = c.import_id AND i.retired_operation IS NULL AND i.data_set_id = ? "
            "WHERE c.retired_operation IS NULL AND c.count_best IS NOT NULL "
            f"AND e.kind IN ({','.join('?' * len(kinds))}) "
            "AND NOT EXISTS (SELECT 1 FROM claims s WHERE s.supersedes_id = c.id AND s.retired_operation IS NULL)",
            (data_set_id, *kinds),
        )
        return [(name, kind, first, last, int(count)) for name, kind, first, last, count in rows]

    def superseding(self) -> dict[int, int]:
        """For each imported claim that a later one of an import supersedes, that one."""
        rows = self._db.execute(
            "SELECT supersedes_id, id FROM claims WHERE supersedes_id IS NOT NULL AND import_id IS NOT NULL "
            "AND retired_operation IS NULL"
        )
        return {row[0]: row[1] for row in rows}

    @cached_property
    def has_events(self) -> bool:
        """Whether the ledger has events at all, whoever entered them."""
        return self._db.execute("SELECT 1 FROM events WHERE retired_operation IS NULL LIMIT 1").fetchone() is not None

    def left_out(self, data_set_id: int) -> dict[int, int | None]:
        """The marks of rows left out of a data set's editions, with the claim that each was held against."""
        rows = self._db.execute(
            "SELECT r.mark, r.claim_id FROM imports i JOIN import_rows r ON r.import_id = i.id AND r.mark IS NOT NULL "
            "WHERE i.data_set_id = ? AND i.retired_operation IS NULL",
            (data_set_id,),
        )
        return {row[0]: row[1] for row in rows}

    def brief(self, claim_id: int) -> Brief | None:
        """What the event of a claim says at a glance; None: it is gone."""
        row = self._db.execute(
            "SELECT e.earliest, e.count_low, e.count_best, e.count_high, e.percent_low, e.percent_best, e.percent_high "
            "FROM claims c JOIN events e ON e.id = c.event_id AND e.retired_operation IS NULL "
            "WHERE c.id = ? AND c.retired_operation IS NULL",
            (claim_id,),
        ).fetchone()
        return None if row is None else Brief(row[0], figure(*row[1:4]), figure(*row[4:7]))

    def live_events(self, claim_ids: Iterable[int]) -> dict[int, int]:
        """The event of each of these claims that is still there, where it belongs now."""
        found = {}
        for claim_id in claim_ids:
            row = self._db.execute(
                "SELECT event_id FROM claims WHERE id = ? AND retired_operation IS NULL", (claim_id,)
            ).fetchone()
            if row is not None:
                found[claim_id] = row[0]
        return found

    def source_of(self, claim_id: int) -> str:
        """What the source of a claim is known by: its address, else its title."""
        row = self._db.execute(
            "SELECT s.url, s.title FROM claims c JOIN sources s ON s.id = c.source_id WHERE c.id = ? "
            "ORDER BY c.version DESC, s.version DESC LIMIT 1",
            (claim_id,),
        ).fetchone()
        return "" if row is None else str(row[0] or row[1])

    # Names.

    @cached_property
    def _names(self) -> dict[int, str]:
        return {row[0]: row[1] for row in self._db.execute("SELECT id, name FROM organizations ORDER BY version")}

    @cached_property
    def _identities(self) -> dict[str, int]:
        """The organization of each name and alias that is in use."""
        found: dict[str, int] = {}
        for table, owner in (("aliases", "organization_id"), ("organizations", "id")):
            rows = self._db.execute(
                f"SELECT identity_key, {owner} FROM {table} WHERE retired_operation IS NULL ORDER BY id DESC"
            )
            found.update((row[0], row[1]) for row in rows)
        return found

    @cached_property
    def _cores(self) -> dict[int | None, str]:
        return {None: ""}

    def organization(self, organization_id: int | None) -> str:
        """How an organization is compared; of one that was merged into another, as that one."""
        found = self._cores.get(organization_id)
        if found is None:
            assert organization_id is not None
            found = self._cores[organization_id] = self.named(self._names.get(organization_id, ""))
        return found

    def owner(self, name: str) -> int | None:
        """The organization that has a name or alias."""
        return self._identities.get(identity(name))

    def candidates(self, organization_ids: Iterable[int]) -> dict[int, list[Candidate]]:
        """The events of some organizations that rows may tell of."""
        return candidates(self._db, organization_ids)

    def named(self, name: str) -> str:
        """How the organization of a name is compared: by the name that it has in the ledger, if it is there."""
        owner = self._identities.get(identity(name))
        return core(self._names[owner] if owner is not None else name)

    def _of(self, data_set_id: int) -> list[Edition]:
        return [edition for edition in self.editions if edition.data_set_id == data_set_id]

    def _added(self, edition: Edition) -> int:
        """The operation that imported a file: an undone import that was redone has the rows of its first time."""
        row = self._db.execute("SELECT min(added_operation) FROM imports WHERE id = ?", (edition.import_id,)).fetchone()
        return int(row[0])


#: The version of an event that its claim met.
_THEN = (
    "e.added_operation <= c.added_operation AND ifnull(e.retired_operation, c.added_operation + 1) > c.added_operation"
)

_STATEMENTS = f"""
SELECT c.id, c.event_id, c.status, e.kind, e.organization_id, e.counterparty_id, e.earliest, e.place, e.unit, e.person,
  c.announced, c.effective, c.until, c.count_low, c.count_best, c.count_high, c.percent_low, c.percent_best,
  c.percent_high, c.base_low, c.base_best, c.base_high, c.amount_low, c.amount_best, c.amount_high, c.external_id,
  (SELECT r.reference FROM relationships r WHERE r.id = e.relationship_id ORDER BY r.version DESC LIMIT 1) AS reference,
  (SELECT s.url FROM sources s WHERE s.id = c.source_id ORDER BY s.version DESC LIMIT 1) AS url
FROM claims c JOIN events e ON e.id = c.event_id AND {_THEN}"""
