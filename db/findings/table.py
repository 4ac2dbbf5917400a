"""Findings: what the numbers or sources of a scope do not agree on, and which of it the analyst has accepted."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from itertools import chain

from db.analysis.series import Finding
from db.findings.base import Found, Only, Subject
from db.findings.duplicates import DuplicateSearch, Names
from db.findings.editions import EditionSearch
from db.findings.evidence import FindingSearch
from db.findings.fields import FieldSearch
from db.findings.finding_set import FindingSet, Order, Shelf, in_order
from db.findings.headcounts import HeadcountSearch
from db.findings.touched import Touched, touched
from db.model.ids import EventId, OrganizationId
from db.model.progress import Progress
from db.model.records import Scope
from db.store.operations import ChangeSet
from db.store.store import Store
from db.tables.reads import Reads

_SILENT = Progress()

Work = Callable[[], Iterable[Found]]


class FindingReads:
    """Findings as a view knows them."""

    def __init__(self, reads: Reads) -> None:
        self._reads = reads

    def all(self, progress: Progress = _SILENT) -> list[Finding]:
        """The findings of the scope, by kind and then by what they may change, accepted ones marked.

        What is about status (a single rumor, a denial beside an assertion) is found whatever the scope's minimum
        status; all else concerns the events that count. A finding is in a period when the event it is about is; like
        names are in any.
        """
        return self.marked(Look().run(self._reads, progress))

    def follow(self, previous: FindingSet, change: ChangeSet) -> FindingSet | None:
        """The findings after a change, looking only at what it touched; None where it takes a new look.

        That is where the change set says "many" or does not follow upon ``previous``, where scope or day are others,
        or where the change may touch anything (a kind of events). ``change`` may be known to ``previous`` already.
        """
        reads = self._reads
        if change.operation_id > previous.operation + 1 or previous.kept != str(reads.at.store.path):
            return None
        if (previous.scope, previous.as_of) != (reads.scope, reads.today):
            return None
        about = touched(FindingSearch(reads), previous.scope, change)
        return None if about is None else _Update(reads, previous, about).run(change.operation_id)

    def update(self, previous: FindingSet, change: ChangeSet, progress: Progress = _SILENT) -> FindingSet:
        """The findings after a change, from those before it: the same as of a new look, most often much sooner."""
        found = self.follow(previous, change)
        return Look().run(self._reads, progress) if found is None else found

    def marked(self, findings: FindingSet) -> list[Finding]:
        """The findings as a list, by kind, accepted ones marked."""
        accepted = self.accepted()
        if not accepted:
            return findings.all()
        return [
            replace(one, accepted=True, note=accepted[one.identity]) if one.identity in accepted else one
            for one in findings.all()
        ]

    def accepted(self) -> dict[str, str]:
        """The notes of accepted findings by the findings' identity, whether or not they are still found."""
        condition, parameters = self._reads.at.live("f")
        rows = self._reads.at.store.connection.execute(
            f"SELECT f.identity, f.note FROM accepted_findings f WHERE {condition}", parameters
        )
        return {row[0]: row[1] for row in rows}


class Look:
    """One look through a scope, which can be cancelled and run again: what it had found by then is kept.

    What was changed meanwhile is to be followed up by :meth:`FindingReads.update`, operation by operation. In another
    ledger or scope it starts over.
    """

    def __init__(self) -> None:
        self._of: tuple[Store, Scope] | None = None
        self._empty: FindingSet | None = None
        self._work: list[tuple[str, Work]] = []
        self._done = 0
        self._found: dict[str, dict[Subject, list[Finding]]] = {}

    def run(self, reads: Reads, progress: Progress = _SILENT) -> FindingSet:
        """What there is to find, as of the operation at which the look began."""
        if self._of != (reads.at.store, reads.scope) or self._empty is None:
            self._start(reads)
        with _uncollected():
            for shelf, work in self._work[self._done :]:
                progress.report(self._done, len(self._work))
                for subject, one in list(work()):  # a portion that is interrupted leaves nothing
                    self._found.setdefault(shelf, {}).setdefault(subject, []).append(one)
                self._done += 1
                self._work[self._done - 1] = (shelf, tuple)  # done: nothing more, and what it held is let go
        progress.report(self._done, self._done)
        assert self._empty is not None
        shelves = {shelf: _closed(found) for shelf, found in self._found.items()}
        return replace(self._empty, shelves=shelves, order=in_order(shelves))

    def _start(self, reads: Reads) -> None:
        self._of = self._empty = None
        operation = reads.at.store.last_operation()
        find = FindingSearch(reads)
        twice = DuplicateSearch(reads)
        parts, names = find.parts(), twice.names()
        like = list(twice.organizations(names))
        pairs = _pairs(one for _, one in like)
        among: dict[str, Only] = {}

        def candidates() -> Iterable[Found]:
            among.update(find.candidates())
            return ()

        self._work = [
            ("candidates", candidates),
            *((step, partial(_of_events, find, step, among)) for step in _OF_EVENTS),
            ("parts_exceed", lambda: find.parts_exceed(parts=parts)),
            ("active_after_ended", find.active_after_ended),
            ("gone", EditionSearch(reads).gone),
            ("fields", FieldSearch(reads).differing),
            ("like_names", lambda: like),
            ("told_across", lambda: twice.across(pairs)),
            *(("told_twice", work) for work in twice.portions()),
            *(("headcounts", work) for work in HeadcountSearch(reads).portions()),
        ]
        self._done, self._found = 0, {}
        self._empty = FindingSet(
            scope=reads.scope, as_of=reads.today, kept=str(reads.at.store.path), operation=operation,
            shelves={}, order=Order(), parts=parts, names=names,
        )  # fmt: skip
        self._of = (reads.at.store, reads.scope)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without looking for cycles: a look makes a great many rows that have none, and it would take a third longer."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


_OF_EVENTS = (
    "contradicted", "denied_beside", "end_before_start", "implausible_dates", "single_rumor", "no_source",
    "not_understood",
)  # fmt: skip


def _of_events(find: FindingSearch, step: str, among: Mapping[str, Only]) -> Iterable[Found]:
    """What a step finds, among its candidates where they are known."""
    found: Iterable[Found] = getattr(find, step)(among.get(step))
    return found


def _closed(found: Mapping[Subject, list[Finding]]) -> Shelf:
    return {subject: tuple(findings) for subject, findings in found.items()}


def _pairs(like: Iterable[Finding]) -> list[tuple[OrganizationId, OrganizationId]]:
    """The organizations with like names."""
    others = ((one.organization_id, dict(one.values)["other"]) for one in like)
    return sorted({(one, OrganizationId(other)) for one, other in others if one is not None and isinstance(other, int)})


class _Update:
    """Looking again at what a change has touched."""

    def __init__(self, reads: Reads, previous: FindingSet, about: Touched) -> None:
        self._reads, self._previous, self._about = reads, previous, about
        self._shelves: dict[str, Shelf] = dict(previous.shelves)
        self._gone: list[Finding] = []
        self._fresh: list[Finding] = []

    def run(self, operation: int) -> FindingSet:
        """The findings as they are now; the previous ones stay as they were."""
        reads, previous, about = self._reads, self._previous, self._about
        find = FindingSearch(reads)
        parts = self._with_parts(find.parts(about.events))
        for step in _OF_EVENTS:
            self._again(step, about.events, getattr(find, step)(about.events))
        self._again("parts_exceed", about.wholes, find.parts_exceed(about.wholes, parts))
        self._again("active_after_ended", about.relationships, find.active_after_ended(about.relationships))
        self._again("gone", about.events, EditionSearch(reads).gone(about.events))
        self._again("fields", self._previous.shelves.get("fields", {}), FieldSearch(reads).differing())
        headcounts = HeadcountSearch(reads).portions(about.families)
        self._again("headcounts", about.families, chain.from_iterable(work() for work in headcounts))
        names = self._duplicates(DuplicateSearch(reads))
        return replace(
            previous, operation=max(operation, previous.operation), shelves=self._shelves,
            order=previous.order.moved(self._gone, self._fresh), parts=parts, names=names,
        )  # fmt: skip

    def _with_parts(self, fresh: Mapping[EventId, frozenset[EventId]]) -> Mapping[EventId, frozenset[EventId]]:
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

    def _like(self) -> list[tuple[OrganizationId, OrganizationId]]:
        return _pairs(chain.from_iterable(self._shelves.get("like_names", {}).values()))

    def _again(self, step: str, subjects: Iterable[Subject], found: Iterator[Found] | Iterable[Found]) -> None:
        """Put what was found in the place of what had been found for these subjects."""
        told: dict[Subject, list[Finding]] = {}
        for subject, one in found:
            told.setdefault(subject, []).append(one)
        fresh, shelf = _closed(told), self._shelves.get(step, {})
        changed = [one for one in {*subjects, *fresh} if shelf.get(one) != fresh.get(one)]
        if not changed:
            return
        kept = dict(shelf)
        for subject in changed:
            self._gone += kept.pop(subject, ())
            self._fresh += fresh.get(subject, ())
        self._shelves[step] = {**kept, **{subject: fresh[subject] for subject in changed if subject in fresh}}
