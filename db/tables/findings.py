"""Findings: what the numbers or sources of a scope do not agree on, and which of it the analyst has accepted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING

from db.analysis.series import Finding, FindingKind
from db.operations import ChangeSet
from db.progress import Progress
from db.records import Scope
from db.search import live
from db.tables.base import Table
from db.tables.finding_base import Found, Subject, narrowed
from db.tables.finding_duplicates import DuplicateSearch, Names
from db.tables.finding_headcounts import HeadcountSearch
from db.tables.finding_search import FindingSearch
from db.tables.finding_touch import Touched, touched

if TYPE_CHECKING:
    from db.ledger import Ledger
    from db.tables.events import EventRow

_SILENT = Progress()
_ORDER = {kind: number for number, kind in enumerate(FindingKind)}

#: What was found by one step of the search, by what it was found for.
Shelf = Mapping[Subject, tuple[Finding, ...]]
Work = Callable[[], Iterable[Found]]


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingSet:
    """The findings of a scope, kept so that after a change only what it touched is looked at again.

    ``shelves`` by step. ``parts`` are the events that are or were parts, by their whole; ``names`` those of the
    organizations, taken apart.
    """

    scope: Scope
    as_of: date
    kept: str  # the file it was read from
    operation: int
    known: int | None
    shelves: Mapping[str, Shelf]
    parts: Mapping[int, frozenset[int]] = field(repr=False)
    names: Names = field(repr=False)

    def all(self) -> list[Finding]:
        """The findings by kind; what was found in two ways is one."""
        unique = {
            (one.identity, one.organization_id): one
            for shelf in self.shelves.values()
            for one in chain.from_iterable(shelf.values())
        }
        return sorted(unique.values(), key=_place)


def _place(one: Finding) -> tuple[int, tuple[int, ...], str, tuple[int, ...], int, str]:
    return _ORDER[one.kind], one.event_ids, one.field, one.claim_ids, one.organization_id or 0, one.identity


class Findings(Table):
    """``ledger.findings``."""

    def all(self, scope: Scope, progress: Progress = _SILENT) -> list[Finding]:
        """The findings of a scope, by kind, accepted ones marked.

        What is about status (a single rumor, a denial beside an assertion) is found whatever the scope's minimum
        status; all else concerns the events that count. A finding is in a period when the event it is about is; like
        names are in any.
        """
        return self.marked(Look(scope).run(self._ledger, progress))

    def for_organization(self, organization_id: int, scope: Scope, progress: Progress = _SILENT) -> list[Finding]:
        """The findings of one organization with its subsidiaries, in an otherwise given scope."""
        return self.all(replace(scope, organization_ids=(organization_id,)), progress)

    def update(self, previous: FindingSet, change: ChangeSet, progress: Progress = _SILENT) -> FindingSet:
        """The findings after a change, from those before it: the same as of a new look, most often much sooner."""
        found = self.follow(previous, change)
        return Look(previous.scope).run(self._ledger, progress) if found is None else found

    def follow(self, previous: FindingSet, change: ChangeSet) -> FindingSet | None:
        """The findings after a change, looking only at what it touched; None where it takes a new look.

        That is where the change set says "many" or does not follow upon ``previous``, where the day is another, or
        where the change may touch anything (a kind of events). ``change`` may be known to ``previous`` already.
        """
        search = FindingSearch(self._ledger, previous.scope)
        if change.operation_id > previous.operation + 1 or previous.kept != str(self._ledger.path):
            return None
        about = touched(search, previous.scope, change) if search.as_of == previous.as_of else None
        return None if about is None else _Update(self._ledger, previous, about).run(change.operation_id, search.known)

    def marked(self, findings: FindingSet) -> list[Finding]:
        """The findings as a list, by kind, accepted ones marked."""
        accepted = self.accepted(known=findings.known)
        return [
            replace(one, accepted=True, note=accepted[one.identity]) if one.identity in accepted else one
            for one in findings.all()
        ]

    def events(self, event_ids: Sequence[int], *, known: int | None = None) -> list[EventRow]:
        """Some events a finding is about, in their order; those that are not there (any more) are left out."""
        versions: dict[int, int] = {}
        condition, parameters = live("e", known)
        for among, ids in narrowed("e.id", set(event_ids)):
            rows = self._db.execute(
                f"SELECT e.id, e.version FROM events e WHERE {condition}{among}", (*parameters, *ids)
            ).fetchall()
            versions.update((row[0], row[1]) for row in rows)
        ordered = [versions[event_id] for event_id in dict.fromkeys(event_ids) if event_id in versions]
        return self._ledger.events.rows(ordered, known=known)

    def accepted(self, *, known: int | None = None) -> dict[str, str]:
        """The notes of accepted findings by the findings' identity, whether or not they are still found."""
        condition, parameters = live("f", known)
        rows = self._db.execute(f"SELECT f.identity, f.note FROM accepted_findings f WHERE {condition}", parameters)
        return {row[0]: row[1] for row in rows}

    def accept(self, finding: Finding, note: str = "") -> ChangeSet:
        """Accept a finding with a note, or give an accepted one another note."""
        with self._ledger.operation("finding.accepted", kind=finding.kind.value, note=note) as operation:
            row_id = self._row_id(finding)
            if row_id is None:
                operation.add(
                    "accepted_findings", {"identity": finding.identity, "kind": finding.kind.value, "note": note}
                )
            else:
                operation.replace("accepted_findings", row_id, {"note": note})
        return self._ledger.last_change

    def reopen(self, finding: Finding) -> ChangeSet:
        """Take an acceptance back; one that is open already stays so."""
        with self._ledger.operation("finding.reopened", kind=finding.kind.value) as operation:
            row_id = self._row_id(finding)
            if row_id is not None:
                operation.retire("accepted_findings", row_id)
        return self._ledger.last_change

    def _row_id(self, finding: Finding) -> int | None:
        row = self._db.execute(
            "SELECT id FROM accepted_findings WHERE identity = ? AND retired_operation IS NULL", (finding.identity,)
        ).fetchone()
        return None if row is None else int(row[0])


class Look:
    """One look through a scope, which can be cancelled and run again: what it had found by then is kept.

    What was changed meanwhile is to be followed up by :meth:`Findings.update`, operation by operation. In another
    ledger it starts over.
    """

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._of: Ledger | None = None
        self._empty: FindingSet | None = None
        self._work: list[tuple[str, Work]] = []
        self._done = 0
        self._found: dict[str, dict[Subject, list[Finding]]] = {}

    def run(self, ledger: Ledger, progress: Progress = _SILENT) -> FindingSet:
        """What there is to find, as of the operation at which the look began."""
        if self._of is not ledger or self._empty is None:
            self._start(ledger)
        for shelf, work in self._work[self._done :]:
            progress.report(self._done, len(self._work))
            for subject, one in list(work()):  # a portion that is interrupted leaves nothing
                self._found.setdefault(shelf, {}).setdefault(subject, []).append(one)
            self._done += 1
        progress.report(self._done, self._done)
        assert self._empty is not None
        return replace(self._empty, shelves={shelf: _closed(found) for shelf, found in self._found.items()})

    def _start(self, ledger: Ledger) -> None:
        self._of = self._empty = None
        operation = ledger.last_operation()
        find = FindingSearch(ledger, self._scope)
        twice = DuplicateSearch(ledger, self._scope)
        parts, names = find.parts(), twice.names()
        like = list(twice.organizations(names))
        pairs = _pairs(one for _, one in like)
        self._work = [
            *((step, getattr(find, step)) for step in _OF_EVENTS),
            ("parts_exceed", lambda: find.parts_exceed(parts=parts)),
            ("active_after_ended", find.active_after_ended),
            ("like_names", lambda: like),
            ("told_across", lambda: twice.across(pairs)),
            *(("told_twice", work) for work in twice.portions()),
            *(("headcounts", work) for work in HeadcountSearch(ledger, self._scope).portions()),
        ]
        self._done, self._found = 0, {}
        self._empty = FindingSet(
            scope=self._scope, as_of=find.as_of, kept=str(ledger.path), operation=operation, known=find.known,
            shelves={}, parts=parts, names=names,
        )  # fmt: skip
        self._of = ledger


_OF_EVENTS = ("contradicted", "denied_beside", "end_before_start", "single_rumor", "no_source", "not_understood")


def _closed(found: Mapping[Subject, list[Finding]]) -> Shelf:
    return {subject: tuple(findings) for subject, findings in found.items()}


def _pairs(like: Iterable[Finding]) -> list[tuple[int, int]]:
    """The organizations with like names."""
    others = ((one.organization_id, dict(one.values)["other"]) for one in like)
    return sorted({(one, other) for one, other in others if isinstance(one, int) and isinstance(other, int)})


class _Update:
    """Looking again at what a change has touched."""

    def __init__(self, ledger: Ledger, previous: FindingSet, about: Touched) -> None:
        self._ledger, self._previous, self._about = ledger, previous, about
        self._shelves: dict[str, Shelf] = dict(previous.shelves)

    def run(self, operation: int, known: int | None) -> FindingSet:
        """The findings as they are now; the previous ones stay as they were."""
        ledger, previous, about = self._ledger, self._previous, self._about
        find = FindingSearch(ledger, previous.scope)
        parts = self._with_parts(find.parts(about.events))
        for step in _OF_EVENTS:
            self._again(step, about.events, getattr(find, step)(about.events))
        self._again("parts_exceed", about.wholes, find.parts_exceed(about.wholes, parts))
        self._again("active_after_ended", about.relationships, find.active_after_ended(about.relationships))
        headcounts = HeadcountSearch(ledger, previous.scope).portions(about.families)
        self._again("headcounts", about.families, chain.from_iterable(work() for work in headcounts))
        names = self._duplicates(DuplicateSearch(ledger, previous.scope))
        return replace(
            previous, operation=max(operation, previous.operation), known=known, shelves=self._shelves, parts=parts,
            names=names,
        )  # fmt: skip

    def _with_parts(self, fresh: Mapping[int, frozenset[int]]) -> Mapping[int, frozenset[int]]:
        known = self._previous.parts
        return {**known, **{whole: known.get(whole, frozenset()) | parts for whole, parts in fresh.items()}}

    def _duplicates(self, twice: DuplicateSearch) -> Names:
        about, names = self._about, self._previous.names
        before = set(self._like())
        if about.named:
            names = {key: value for key, value in names.items() if key not in about.named}
            fresh = twice.names(about.named)
            keys = {
                name.key for one in about.named for name in (*self._previous.names.get(one, ()), *fresh.get(one, ()))
            }
            names.update(fresh)
            self._again("like_names", keys, twice.organizations(names, keys))
        like = set(self._like())
        moved = {pair for pair in like if about.organizations.intersection(pair)}
        self._again("told_across", before ^ like | moved, twice.across(sorted(like - before | moved)))
        portions = twice.portions(about.organizations)
        self._again("told_twice", about.organizations, chain.from_iterable(work() for work in portions))
        return names

    def _like(self) -> list[tuple[int, int]]:
        return _pairs(chain.from_iterable(self._shelves.get("like_names", {}).values()))

    def _again(self, step: str, subjects: Iterable[Subject], found: Iterator[Found] | Iterable[Found]) -> None:
        """Put what was found in the place of what had been found for these subjects."""
        fresh: dict[Subject, list[Finding]] = {}
        for subject, one in found:
            fresh.setdefault(subject, []).append(one)
        shelf = self._shelves.get(step, {})
        gone = [subject for subject in subjects if subject in shelf]
        if not gone and not fresh:
            return
        kept = dict(shelf)
        for subject in gone:
            del kept[subject]
        self._shelves[step] = {**kept, **_closed(fresh)}
