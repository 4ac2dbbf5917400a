"""The findings of the session's scope, read once for navigation, overview and their own page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from db.analysis.series import Finding, FindingKind
from db.errors import LedgerError
from db.ledger import Ledger
from db.operations import ChangeSet
from db.progress import Progress
from db.records import Scope
from db.search import known_operation
from db.tables.findings import Look
from desktop.session import Session

#: Findings of one kind and state that are kept to be listed; the counts know of all.
KEPT = 300
#: Reading waits this long for the next change, so that a burst of them is read once.
_PAUSE_MS = 250
_TABLES = ("events", "claims", "organizations", "sources", "relationships", "event_kinds", "preferences",
           "accepted_findings")  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """How many findings there are, and those kept; ``counts``: (open, accepted) by kind."""

    counts: Mapping[FindingKind, tuple[int, int]]
    findings: tuple[Finding, ...]
    names: Mapping[int, str]
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
    """Reads the findings after every change, as the last thing the reader does.

    The words searched for and the kinds filtered on other pages leave it alone: typing changes no finding. Emits
    ``changed`` when :attr:`summary` is another one (None: not known), ``counted`` with the number of open findings,
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
        self.summary = None
        self.changed.emit()
        self._ask()

    @Slot(object)
    def _on_scope_changed(self, scope: Scope) -> None:
        if self.summary is None or _reduced(scope) != self.summary.scope:
            self._ask()

    @Slot(object)
    def _on_ledger_changed(self, change: ChangeSet) -> None:
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
        self._session.tasks.read(
            Summarizing(scope),
            self._on_read,
            self._on_failed,
            key="findings",
            progress=self.progressed.emit,
            patient=True,
        )

    @Slot(object)
    def _on_read(self, summary: Summary) -> None:
        self.reading = self._timer.isActive()
        self.summary = summary
        self.changed.emit()
        self.counted.emit(summary.open)

    @Slot(object)
    def _on_failed(self, error: LedgerError) -> None:
        self.reading = False
        self.failed.emit(error)


class Summarizing:
    """The findings of a scope, counted; at most :data:`KEPT` of each kind and state are kept.

    A function for the thread that reads. Where it has to make way, it goes on later from where it was.
    """

    def __init__(self, scope: Scope) -> None:
        self._look = Look(scope)
        self._scope = scope

    def __call__(self, ledger: Ledger, progress: Progress) -> Summary:
        """Look through what has not been looked through yet."""
        return _summary(ledger, self._scope, self._look.run(ledger, progress))


def _summary(ledger: Ledger, scope: Scope, findings: Iterable[Finding]) -> Summary:
    counts: dict[FindingKind, list[int]] = {}
    kept = []
    for finding in findings:
        count = counts.setdefault(finding.kind, [0, 0])
        count[finding.accepted] += 1
        if count[finding.accepted] <= KEPT:
            kept.append(finding)
    wanted = {finding.organization_id for finding in kept}
    names = ledger.organizations.names(known=known_operation(ledger.connection, scope)) if kept else {}
    return Summary(
        counts={kind: (count[0], count[1]) for kind, count in counts.items()},
        findings=tuple(kept),
        names={key: name for key, name in names.items() if key in wanted},
        scope=scope,
    )


def _reduced(scope: Scope) -> Scope:
    return replace(scope, text="", kinds=())
