"""The findings of the session's scope, read once for navigation, overview and their own page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import shiboken6
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from db.analysis.series import Finding, FindingKind
from db.errors import LedgerError
from db.findings.finding_set import FindingSet
from db.findings.table import Look
from db.ledger import Ledger
from db.model.ids import OrganizationId
from db.model.progress import Progress
from db.model.records import Scope
from db.store.operations import ChangeSet
from db.view.view import View
from desktop.session.session import Session

#: Findings of one kind and state that are kept to be listed; the counts know of all.
KEPT = 300
#: Reading waits this long for the next change, so that a burst of them is read once.
_PAUSE_MS = 250
_TABLES = ("events", "claims", "organizations", "sources", "relationships", "event_kinds", "preferences",
           "accepted_findings", "fields", "field_choices", "field_values")  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """How many findings there are, and those kept; ``counts``: (open, accepted) by kind."""

    counts: Mapping[FindingKind, tuple[int, int]]
    findings: tuple[Finding, ...]
    names: Mapping[OrganizationId, str]
    scope: Scope

    @property
    def open(self) -> int:
        """Findings nobody has accepted."""
        return sum(count[0] for count in self.counts.values())

    @property
    def accepted(self) -> int:
        """Findings that were accepted."""
        return sum(count[1] for count in self.counts.values())


class FindingList(QObject):
    """Keeps the findings after every change, as the last thing the reader does.

    They are looked for once; after a change only what it touched is looked at again. The words searched for and the
    kinds filtered on other pages leave it alone: typing changes no finding. Emits ``changed`` when :attr:`summary` is
    another one (None: not known), ``counted`` with the number of open findings,
    ``progressed`` with done and total, ``failed`` with a LedgerError.
    """

    changed = Signal()
    counted = Signal(int)
    progressed = Signal(int, int)
    failed = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self.summary: Summary | None = None
        self.reading = False
        self._found: FindingSet | None = None
        self._changes: list[ChangeSet] = []  # since what was found
        self._looking: Looking | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE_MS)
        self._timer.timeout.connect(self._read)
        session.opened.connect(self._on_opened)
        session.scope_changed.connect(self._on_scope_changed)
        session.ledger_changed.connect(self._on_ledger_changed)
        if session.is_open:
            self._on_opened()

    @staticmethod
    def of(session: Session) -> FindingList:
        """The one of a session, made when first asked for."""
        found = session.findChild(FindingList)
        return found if isinstance(found, FindingList) else FindingList(session)

    @Slot()
    def _on_opened(self) -> None:
        self.summary = self._found = self._looking = None
        self._changes.clear()
        self.changed.emit()
        self._ask()

    @Slot(object)
    def _on_scope_changed(self, scope: Scope) -> None:
        if self.summary is None or _reduced(scope) != self.summary.scope:
            self._ask()

    @Slot(object)
    def _on_ledger_changed(self, change: ChangeSet) -> None:
        self._changes.append(change)  # also what touches nothing here: operation follows upon operation
        if change.touches(*_TABLES):
            self._ask()

    def _ask(self) -> None:
        self.reading = True
        self._timer.start()

    @Slot()
    def _read(self) -> None:
        if not self._session.is_open:
            return
        scope = _reduced(self._session.scope)
        if self._looking is not None and self._looking.scope == scope:
            return  # what changed since is followed up when it is done
        if self._found is not None and self._found.scope != scope:
            self._found = None
        self._looking = Looking(scope, self._found, tuple(self._changes))
        self._session.tasks.read(
            self._looking,
            _Looked(self, self._looking),
            self._on_failed,
            key="findings",
            progress=self.progressed.emit,
            patient=True,
        )

    def ask_of(self, organization_id: OrganizationId, then: Callable[[OfOne], None]) -> bool:
        """Tell what of it is about one organization, however much there is in all. False: nothing is known yet."""
        if self._found is None:
            return False
        work = partial(_of_one, found=self._found, organization_id=organization_id)
        self._session.tasks.read(work, then, self._on_failed, key="findings.organization")
        return True

    def take(self, looking: Looking, summary: Summary) -> None:
        """Show what was found, and follow up what changed meanwhile."""
        if looking is not self._looking:
            return  # of another scope or ledger
        self._looking, self._found = None, looking.found
        del self._changes[: len(looking.changes)]
        if any(change.touches(*_TABLES) for change in self._changes) and not self._timer.isActive():
            self._ask()
        self.reading = self._timer.isActive()
        self.summary = summary
        self.changed.emit()
        self.counted.emit(summary.open)

    @Slot(object)
    def _on_failed(self, error: LedgerError) -> None:
        self.reading, self._looking = False, None
        self.failed.emit(error)


#: An organization, the findings about it, and the names of the organizations in them.
OfOne = tuple[OrganizationId, Sequence[Finding], Mapping[OrganizationId, str]]


def _of_one(ledger: Ledger, _progress: Progress, *, found: FindingSet, organization_id: OrganizationId) -> OfOne:
    view = ledger.at(found.scope)
    accepted = view.findings.accepted()
    told = [
        replace(one, accepted=True, note=accepted[one.identity]) if one.identity in accepted else one
        for one in found.all()
        if organization_id in {one.organization_id, other_organization(one)}
    ]
    return organization_id, told, view.organizations.names() if told else {}


class _Looked:
    """Called in the GUI thread when it has been looked."""

    def __init__(self, findings: FindingList, looking: Looking) -> None:
        self._findings, self._looking = findings, looking

    def __call__(self, summary: Summary) -> None:
        if shiboken6.isValid(self._findings):
            self._findings.take(self._looking, summary)


class Looking:
    """The findings of a scope, counted: from those found before and what has changed since, else from a new look.

    A function for the thread that reads. Where it has to make way, it goes on later from where it was. ``found`` is
    there when it is done.
    """

    def __init__(self, scope: Scope, found: FindingSet | None, changes: tuple[ChangeSet, ...]) -> None:
        self.scope, self.changes = scope, changes
        self.found = found
        self._look: Look | None = None
        self._followed = 0

    def __call__(self, ledger: Ledger, progress: Progress) -> Summary:
        """Look at what has not been looked at yet."""
        view = ledger.at(self.scope)
        if self.found is None:
            self._look = self._look or Look()
            self.found = self._look.run(view, progress)
        for change in self.changes[self._followed :]:
            if change.operation_id > self.found.operation or self._look is None:
                followed = view.findings.follow(self.found, change)
                if followed is None:
                    self.found = self._look = None
                    return self(ledger, progress)
                self.found = followed
            self._followed += 1
        return _summary(view, view.findings.marked(self.found))


def _summary(view: View, findings: Iterable[Finding]) -> Summary:
    counts: dict[FindingKind, list[int]] = {}
    kept = []
    for finding in findings:
        count = counts.setdefault(finding.kind, [0, 0])
        count[finding.accepted] += 1
        if count[finding.accepted] <= KEPT:
            kept.append(finding)
    wanted = {finding.organization_id for finding in kept} | {other_organization(finding) for finding in kept}
    names = view.organizations.names() if kept else {}
    return Summary(
        counts={kind: (count[0], count[1]) for kind, count in counts.items()},
        findings=tuple(kept),
        names={key: name for key, name in names.items() if key in wanted},
        scope=view.scope,
    )


def other_organization(finding: Finding) -> OrganizationId | None:
    """The second organization that a possible duplicate is about."""
    other = dict(finding.values).get("other")
    return OrganizationId(other) if isinstance(other, int) else None


def _reduced(scope: Scope) -> Scope:
    return replace(scope, text="", kinds=())
