"""Writing what an import found: new facts with their organizations and sources, and every raw row, in batches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import repeat

from db.importing.facts import Facts, SourceKey, Standing
from db.importing.file.raw import as_json
from db.importing.file.reader import RowProblem
from db.importing.writing.claiming import Claiming, Told
from db.importing.writing.intake import Intake
from db.importing.writing.settling import Settled
from db.model.drafts import SourceDraft
from db.model.ids import EventId, OrganizationId, RelationshipId, SourceId
from db.model.records import RelationshipKey
from db.model.text import fold, identity
from db.store.codec import date_columns
from db.store.operations import Operation
from db.tables.organizations import name_columns
from db.tables.tables import Tables

#: Texts whose folding is remembered.
_REMEMBERED = 50_000

Value = str | int | float | None


class Writer:
    """Writes batch by batch, with ids of its own counting: nobody else writes within the operation."""

    def __init__(self, tables: Tables, operation: Operation, intake: Intake, file_name: str) -> None:
        self._tables = tables
        self._operation = operation
        interpreter, judgment = intake.interpreter, intake.judgment
        self._value_columns, self._text_columns = interpreter.value_columns, interpreter.text_columns
        self.import_id = operation.next_id("imports")
        connection = tables.store.connection
        live = "retired_operation IS NULL"
        self._by_key = tables.organizations.by_identity()
        self._by_name: dict[str, OrganizationId] = {}
        self._folded: dict[tuple[str | None, ...], str | None] = {}
        self._known_sources: dict[str | tuple[Value, ...], SourceId] = {
            url or (publisher, title, published): row_id
            for url, publisher, title, published, row_id in connection.execute(
                f"SELECT url, publisher, title, published, id FROM sources WHERE {live} ORDER BY id DESC"
            )
        }
        self._titles: set[str] = set()  # of sources without more, those that were looked for
        self._known_relationships: dict[RelationshipKey, RelationshipId] = {
            _relationship_key(vendor, client, category, reference): row_id
            for vendor, client, category, reference, row_id in connection.execute(
                f"SELECT vendor_id, client_id, category, reference, id FROM relationships WHERE {live}"
            )
        }
        self._next = {
            table: operation.next_id(table)
            for table in ("organizations", "sources", "relationships", "events", "claims")
        }
        self._new: dict[str, list[tuple[Value, ...]]] = {table: [] for table in _COLUMNS}
        self._claiming = Claiming(operation, newest_day=judgment.newest_day, take=lambda: self._take("claims"))
        self._has_source = interpreter.has_source
        self._apart = judgment.apart
        self._events_of: dict[int, EventId] = {}
        #: The events of the rows of the last batch, by their places.
        self.events: dict[int, EventId] = {}
        self._own_source = _key_of(intake.plan.source or SourceDraft(title=file_name))
        self._hosts: dict[str, str] = {}
        self._rename(judgment.renamed, older=judgment.older)

    def _rename(self, renamed: Mapping[str, int], *, older: bool) -> None:
        """Let another name stand for the organization that a claim is about.

        One that an import gave its name has the newest edition's, and the other one as an alias (``older``: this
        edition's is the other one); what the user called an organization it stays.
        """
        for name, claim_id in renamed.items():
            row = self._tables.store.connection.execute(
                "SELECT e.organization_id FROM claims c JOIN events e ON e.id = c.event_id "
                "WHERE c.id = ? AND c.retired_operation IS NULL AND e.retired_operation IS NULL",
                (claim_id,),
            ).fetchone()
            key = identity(name)
            if row is None or key in self._by_key:
                continue
            self._by_key[key] = OrganizationId(row[0])
            alias = name
            organization = self._operation.live("organizations", row[0])
            if organization is not None and not older and self._imported(organization["added_operation"]):
                alias = organization["name"]
                self._operation.replace("organizations", row[0], name_columns(name))
            self._operation.add("aliases", {"organization_id": row[0], **name_columns(alias)})

    def _imported(self, operation_id: int) -> bool:
        """Whether nobody but an import wrote a row."""
        row = self._tables.store.connection.execute("SELECT code FROM operations WHERE id = ?", (operation_id,))
        return bool(row.fetchone()[0] == "import.applied")

    def write(self, batch: Settled) -> None:
        """Write the new facts of a batch of rows, and keep the raw rows with what became of them."""
        self.events.clear()
        claims, count = batch.facts, len(batch.facts)
        standing = Standing.of(claims) if any(claims.follows) or batch.wholes else None
        facts = claims.only(standing.last) if standing else claims
        event_ids = [EventId(one) for one in self._ids("events", len(facts))]
        claim_ids = self._ids("claims", count)
        organizations = self._organizations(facts.organizations)
        counterparties = self._organizations(facts.counterparties)
        relationships = self._relationships(facts, organizations, counterparties)
        sources = self._sources(claims.sources, claims.organizations)
        self._flush()
        texts = dict(zip(self._text_columns, facts.texts, strict=True))
        once = [1] * len(facts)
        events: dict[str, Sequence[Value]] = {
            "id": event_ids, "kind": facts.kinds, "organization_id": organizations, "counterparty_id": counterparties,
            "relationship_id": relationships, "population": facts.populations, "status": facts.statuses,
            "earliest": facts.earliest, "latest": facts.latest, "claim_count": once, "source_count": once,
            "search_key": self._search_keys(facts.texts, len(facts)), **texts, **self._values(facts),
        }  # fmt: skip
        found: dict[str, Sequence[Value]] = {
            "id": claim_ids, "event_id": event_ids, "source_id": sources, "status": claims.statuses,
            "import_id": [self.import_id] * count, "import_line": [batch.lines[place] for place in claims.places],
            "fingerprint": batch.marks, "external_id": claims.external_ids, **self._values(claims),
        }  # fmt: skip
        of_claims = event_ids
        if standing:
            of_claims = [event_ids[one] for one in standing.events]
            events["part_of_id"] = self._wholes(batch, standing, event_ids)
            found["event_id"] = of_claims
            again = [one == before for one, before in zip(standing.events, [-1, *standing.events], strict=False)]
            found["supersedes_id"] = [one - 1 if amends else None for one, amends in zip(claim_ids, again, strict=True)]
        self._operation.add_many("events", events)
        self._operation.add_many("claims", found)
        if self._has_source or self._apart:
            self._events_of.update(zip(batch.marks, of_claims, strict=True))
        first_claims: dict[int, Value] = dict(zip(reversed(claims.places), reversed(claim_ids), strict=True))
        for place, claim_id in self._claim(batch).items():
            first_claims.setdefault(place, claim_id)
        for place, (held_against, _mark) in batch.left_out.items():
            first_claims[place] = held_against
        self.events.update(zip(reversed(claims.places), reversed(of_claims), strict=True))
        kept = [first_claims.get(place) for place in range(len(batch.lines))]
        cells = [
            raw if outcome == "problem" else None for raw, outcome in zip(batch.cells, batch.outcomes, strict=True)
        ]
        marks = {place: mark for place, (_, mark) in batch.left_out.items()}
        self._keep(batch.lines, batch.outcomes, kept, cells, batch.reasons, marks)

    @property
    def organizations(self) -> Mapping[str, OrganizationId]:
        """The organizations that there are by now, by what makes names one."""
        return self._by_key

    def file_source(self) -> SourceId:
        """The source that is the file itself."""
        (found,) = self._sources([None])
        self._flush()
        return found

    def _wholes(self, batch: Settled, standing: Standing, event_ids: Sequence[EventId]) -> list[Value]:
        """What each new event is part of: another new one, or one whose claim an earlier file brought."""
        found: list[Value] = [None if one is None else event_ids[one] for one in standing.wholes]
        for place, claim_id in batch.wholes.items():
            row = self._operation.live("claims", claim_id)
            found[standing.events[place]] = None if row is None else row["event_id"]
        return found

    def _claim(self, batch: Settled) -> dict[int, Value]:
        """What rows do to events that are there; the claims that stand for them, by the rows' places."""
        facts, found = batch.told, dict[int, Value]()
        if not batch.deeds:
            return found
        speaking = [
            at for at, deed in enumerate(batch.deeds) if deed.outcome != "duplicate"
        ]  # the others name no source
        named = self._sources([facts.sources[at] for at in speaking], [facts.organizations[at] for at in speaking])
        sources = dict(zip(speaking, named, strict=True))
        moving = [
            name if deed.reason == "other_organization" else None
            for name, deed in zip(facts.organizations, batch.deeds, strict=True)
        ]
        organizations = self._organizations(moving)
        self._flush()
        values, texts_of = list(zip(*facts.values, strict=True)), list(zip(*facts.texts, strict=True))
        values, texts_of = values or [()] * len(batch.deeds), texts_of or [()] * len(batch.deeds)
        there = self._claiming.there(batch.deeds, self._value_columns, self._text_columns)
        for at, (place, deed) in enumerate(zip(facts.places, batch.deeds, strict=True)):
            same = there.get(deed.claim_id) if deed.outcome == "duplicate" else None
            if same is not None and same.says(values[at], facts.external_ids[at], texts_of[at]):
                found.setdefault(place, deed.claim_id)
                self.events.setdefault(place, same.event_id)
                self._events_of.setdefault(batch.told_marks[at], same.event_id)
                continue
            claim = dict(zip(self._value_columns, values[at], strict=True))
            claim |= {
                "source_id": sources.get(at), "status": facts.statuses[at], "import_id": self.import_id,
                "import_line": batch.lines[place], "fingerprint": batch.told_marks[at],
                "external_id": facts.external_ids[at],
            }  # fmt: skip
            texts = dict(zip(self._text_columns, texts_of[at], strict=True))
            told = Told(claim=claim, texts=texts, kind=facts.kinds[at], organization_id=organizations[at])
            about = None if deed.mark is None else self._events_of.get(deed.mark)
            claim_id, event_id = self._claiming.do(deed, told, event_id=about)
            found.setdefault(place, claim_id)
            if event_id is not None:
                self.events.setdefault(place, event_id)
                self._events_of.setdefault(batch.told_marks[at], event_id)
        return found

    def _values(self, facts: Facts) -> dict[str, list[Value]]:
        return dict(zip(self._value_columns, facts.values, strict=True))

    def reject(self, problems: Sequence[RowProblem]) -> None:
        """Keep records that are no rows of the table."""
        count = len(problems)
        self._keep(
            [problem.line for problem in problems], [_outcome(problem.code) for problem in problems], [None] * count,
            [as_json(problem.cells) for problem in problems], [problem.code for problem in problems],
        )  # fmt: skip

    def events_apart(self) -> list[tuple[EventId, EventId]]:
        """The events that somebody said are not one although they look so: a new one, and what it was held against."""
        found = []
        for mark, deed in self._apart:
            other = None if deed.mark is None else self._events_of.get(deed.mark)
            row = None if deed.claim_id is None else self._operation.live("claims", deed.claim_id)
            other = EventId(row["event_id"]) if row is not None else other
            if other is not None and (one := self._events_of.get(mark)) is not None and one != other:
                found.append((one, other))
        return found

    def discard(self) -> None:
        """Take the raw rows back: the file brought nothing new."""
        self._operation.discard_rows(self.import_id)

    def _keep(
        self,
        lines: Sequence[int],
        outcomes: Sequence[str],
        claim_ids: Sequence[Value],
        cells: Sequence[str | None],
        reasons: Sequence[str | None],
        marks: Mapping[int, int] | None = None,
    ) -> None:
        columns: dict[str, Sequence[Value]] = {
            "import_id": [self.import_id] * len(lines), "line": lines, "outcome": outcomes, "reason": reasons,
            "claim_id": claim_ids, "cells": cells,
        }  # fmt: skip
        if marks:  # of rows that were left out, so that the next edition need not ask
            columns["mark"] = [marks.get(place) for place in range(len(lines))]
        self._operation.keep_rows(columns)

    def _organizations(self, names: Sequence[str | None]) -> list[OrganizationId | None]:
        known, add = self._by_name.get, self._organization
        return [(known(name) or add(name)) if name else None for name in names]

    def _organization(self, name: str) -> OrganizationId:
        key = identity(name)
        found = self._by_key.get(key)
        if found is None:
            found = self._by_key[key] = OrganizationId(self._take("organizations"))
            self._new["organizations"].append((found, *name_columns(name).values()))
        self._by_name[name] = found
        return found

    def _search_keys(self, texts: Sequence[Sequence[str | None]], count: int) -> list[str | None]:
        known, add = self._folded, self._search_key
        if not texts:
            return [None] * count
        return [known[one] if one in known else add(one) for one in zip(*texts, strict=True)]

    def _search_key(self, texts: tuple[str | None, ...]) -> str | None:
        found = fold(" ".join([text for text in texts if text])) or None
        if len(self._folded) < _REMEMBERED:
            self._folded[texts] = found
        return found

    def _relationships(
        self, facts: Facts, organizations: list[OrganizationId | None], counterparties: list[OrganizationId | None]
    ) -> list[RelationshipId | None]:
        found: list[RelationshipId | None] = [None] * len(facts)
        for place, kind in enumerate(facts.kinds):
            if kind.startswith("relationship_"):
                one, other = organizations[place], counterparties[place]
                sides = (None, one) if facts.client_only[place] else (one, other)
                found[place] = self._relationship(*sides, facts.categories[place] or "", facts.references[place] or "")
        return found

    def _relationship(
        self, vendor_id: OrganizationId | None, client_id: OrganizationId | None, category: str, reference: str
    ) -> RelationshipId:
        key = _relationship_key(vendor_id, client_id, category, reference)
        found = self._known_relationships.get(key)
        if found is None:
            found = self._known_relationships[key] = RelationshipId(self._take("relationships"))
            self._new["relationships"].append((found, vendor_id, client_id, category, reference))
        return found

    def _sources(self, sources: Sequence[SourceKey | None], about: Iterable[str] = repeat("")) -> list[SourceId]:
        """The sources of facts; new ones, in many files each of them, are added.

        ``about``: the organizations of the facts. Of a source only its title may be known, such as "Internal memo":
        those of two organizations are two.
        """
        known, own, new, host = self._known_sources, self._own_source, self._new["sources"], self._host
        next_id, found = self._next["sources"], []
        for source, name in zip(sources, about, strict=False):
            url, publisher, title, published, accessed = source or own
            key: str | tuple[Value, ...] = url or (publisher, title, published[0])
            if not (url or publisher or published[0] or source is None):
                key = self._titled(title, name)
            row_id = known.get(key)
            if row_id is None:
                row_id = known[key] = SourceId(next_id)
                next_id += 1
                new.append((row_id, publisher or host(url), title, url, *published, *accessed))
            found.append(row_id)
        self._next["sources"] = next_id
        return found

    def _titled(self, title: str, name: str) -> tuple[Value, ...]:
        """The key of a source of which nothing but its title is known, in what an organization is said to have done."""
        if title not in self._titles:
            self._titles.add(title)
            rows = self._tables.store.connection.execute(
                "SELECT DISTINCT o.identity_key, s.id FROM sources s "
                "JOIN claims c ON c.source_id = s.id AND c.retired_operation IS NULL "
                "JOIN events e ON e.id = c.event_id AND e.retired_operation IS NULL "
                "JOIN organizations o ON o.id = e.organization_id AND o.retired_operation IS NULL "
                "WHERE s.title = ? AND s.url = '' AND s.publisher = '' AND s.published IS NULL "
                "AND s.retired_operation IS NULL ORDER BY s.id DESC",
                (title,),
            )
            self._known_sources.update((("", title, whose), SourceId(row_id)) for whose, row_id in rows)
        return "", title, identity(name)

    def _host(self, url: str) -> str:
        """The host of a web address without ``www.``; empty if it has none."""
        parts = url.split("/", 3)
        if len(parts) < 3:
            return ""
        found = self._hosts.get(parts[2])
        if found is None:
            name = parts[2].lower()
            if "@" in name or ":" in name:
                name = name.rpartition("@")[2].partition(":")[0]
            found = self._hosts[parts[2]] = name.removeprefix("www.")
        return found

    def _take(self, table: str, number: int = 1) -> int:
        """The first of so many fresh ids."""
        first = self._next[table]
        self._next[table] = first + number
        return first

    def _ids(self, table: str, number: int) -> range:
        first = self._take(table, number)
        return range(first, first + number)

    def _flush(self) -> None:
        """Write what the events of a batch refer to."""
        for table, rows in self._new.items():
            if rows:
                self._operation.add_many(table, dict(zip(_COLUMNS[table], zip(*rows, strict=True), strict=True)))
                rows.clear()


_COLUMNS: dict[str, tuple[str, ...]] = {
    "organizations": ("id", "name", "name_key", "identity_key"),
    "sources": (
        "id", "publisher", "title", "url", *date_columns("published", None), *date_columns("accessed", None),
    ),
    "relationships": ("id", "vendor_id", "client_id", "category", "reference"),
}  # fmt: skip


def _outcome(code: str) -> str:
    return "skipped" if code.startswith("skip.") else "problem"


def _relationship_key(
    vendor_id: OrganizationId | None, client_id: OrganizationId | None, category: str, reference: str
) -> RelationshipKey:
    """As in :attr:`Relationship.identity`; but rows without a client are all of the same one: start and end of one."""
    return vendor_id, client_id, category.strip().casefold(), reference.strip().casefold()


def _key_of(draft: SourceDraft) -> SourceKey:
    published = tuple(date_columns("published", draft.published).values())
    accessed = tuple(date_columns("accessed", draft.accessed).values())
    return SourceKey(draft.url, draft.publisher, draft.title, published, accessed)


__all__ = ["Writer"]
