"""The headcounts of the organizations of a list, read for the rows in sight, and for all where it is sorted by them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from db.figures.headcount.levels import Levels, OverAYear
from db.ledger import Ledger
from db.model.ids import OrganizationId
from db.model.progress import Progress
from db.model.records import Scope
from db.model.values import Population, Quantity
from db.view.series import whole
from db.view.view import View
from desktop.pages.organization.reading import LIMIT
from desktop.session.session import Session
from desktop.wording import formatting
from desktop.wording.figures import differences
from desktop.wording.i18n import _

#: Organizations read at once; between two portions others are served.
PORTION = 10
#: After the list has moved: while it still moves, nothing is read.
_PAUSE_MS = 60

Known = Mapping[OrganizationId, OverAYear]


class LevelReader(QObject):
    """Knows what was read since the ledger or the scope changed. Emits ``arrived`` with the ids that came."""

    arrived = Signal(object)

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._known: dict[OrganizationId, OverAYear] = {}
        self._wanted: list[OrganizationId] = []
        self._round = 0  # what comes from an earlier one is of another ledger or scope
        self._reading = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE_MS)
        self._timer.timeout.connect(self._read)

    def of(self, organization_id: OrganizationId) -> OverAYear | None:
        """What is known of one; None: it was not read yet."""
        return self._known.get(organization_id)

    def forget(self) -> None:
        """What was read does not hold any more."""
        self._round += 1
        self._known.clear()
        self._wanted.clear()
        self._reading = False

    def want(self, ids: Sequence[OrganizationId]) -> None:
        """Read these next, in this order, and nothing else that was wanted before."""
        self._wanted = [one for one in ids if one not in self._known]
        if self._wanted and not self._timer.isActive():
            self._timer.start()

    def missing(self, ids: Sequence[OrganizationId]) -> int:
        """How many of these are not known yet."""
        return sum(one not in self._known for one in ids)

    @Slot()
    def _read(self) -> None:
        self._wanted = [one for one in self._wanted if one not in self._known]
        if self._reading or not self._wanted or not self._session.is_open:
            return
        self._reading = True
        work = partial(read_levels, scope=self._session.scope, ids=tuple(self._wanted[:PORTION]))
        number = self._round
        self._session.tasks.read(
            work, partial(self._on_read, number), self._session.failed.emit, key="organizations.levels", patient=True
        )

    def _on_read(self, number: int, found: Known) -> None:
        if number != self._round:
            return
        self._reading = False
        self._known.update(found)
        self.arrived.emit(tuple(found))
        self._read()


def read_levels(ledger: Ledger, _progress: Progress, *, scope: Scope, ids: Sequence[OrganizationId]) -> Known:
    """The employees of some organizations on the last day of the scope, with the change over a year."""
    view = ledger.at(scope)
    return {one: _level(view, one) for one in ids}


def _level(view: View, organization_id: OrganizationId) -> OverAYear:
    theirs = view.under(whole(view.scope, organization_id))
    if theirs.events.count(any_status=True) > LIMIT:  # that would take too long in a list
        return OverAYear(day=view.today, since=view.today, level=None, change=None)
    return Levels(view, organization_id, Population.EMPLOYEES).over_a_year()


def level_text(year: OverAYear | None) -> str:
    """The level: "≈ 1,229 (1,179–1,281)"; a sign while it is being read, nothing where none is known."""
    if year is None:
        return "…"
    return "" if year.level is None else formatting.interval(year.level.low, year.level.best, year.level.high)


def change_text(year: OverAYear | None) -> str:
    """The change over a year: "≈ 200 fewer"; empty where it is not known."""
    if year is None or year.change is None:
        return ""
    if year.change.low == year.change.high == 0:
        return _("none recorded")
    return differences.difference(year.change.low, year.change.best, year.change.high)


def size_key(value: Quantity | None) -> tuple[bool, float]:
    """What a list sorts by: best, else what bounds it; what is not known is below everything."""
    ends = [] if value is None else [end for end in (value.best, value.high, value.low) if end is not None]
    return (True, ends[0]) if ends else (False, 0.0)


__all__ = ["PORTION", "LevelReader", "change_text", "level_text", "read_levels", "size_key"]
