"""The check of an import: done in the background, shown in its step, done again after every correction."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from db.errors import LedgerError
from db.importing.cells.cell import Cell
from db.importing.facts import CellProblem
from db.importing.fields import Field, Shape
from db.importing.own.recognizing import own_table
from db.importing.planning.plan import ImportPlan, Inspection
from db.model.values import STATUS_ORDER, Population
from desktop.importing.checking.check_step import CheckStep
from desktop.importing.checking.edition_line import undecided
from desktop.importing.checking.problems_panel import Reading
from desktop.importing.choices import Choices
from desktop.importing.pairs.sides import theirs
from desktop.importing.widgets import Later
from desktop.importing.work import Checked, checking
from desktop.session.session import Session
from desktop.wording import codes
from desktop.wording.codes import error_sentence
from desktop.wording.i18n import _
from desktop.wording.imports import importing as words


class Checker(QObject):
    """Checks one plan at a time; what was checked under another plan is forgotten. Emits ``changed``."""

    changed = Signal()

    def __init__(self, session: Session, step: CheckStep, key: str, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._step, self._key = session, step, key
        self._plan: ImportPlan | None = None
        self._choices = Choices()
        self.checked: Checked | None = None
        step.pairs.asked.connect(self._on_asked)

    def forget(self, *, rows: bool = True) -> None:
        """What was checked holds no more; ``rows``: nor do the rows that are shown."""
        self.checked = self._plan = None
        if rows:
            self._step.show_nothing()

    @property
    def decided(self) -> bool:
        """Whether a plan was checked, and nothing about it has to be said first."""
        return self.checked is not None and not undecided(self.checked.report, self._choices)

    def check(self, inspection: Inspection, plan: ImportPlan, choices: Choices) -> None:
        """Check a plan, unless it was. ``choices``: those that it came of."""
        if plan == self._plan:
            return
        self._choices = choices
        self.checked = None
        self._plan = plan
        self._step.show_waiting()
        self.changed.emit()
        work = checking(inspection, plan)
        self._session.tasks.read(work, Later(self._on_checked), Later(self._on_failed), key=self._key)

    @Slot(object)
    def _on_checked(self, checked: Checked) -> None:
        if checked.plan != self._plan:
            return
        self.checked = checked
        open_ = undecided(checked.report, self._choices)
        self._step.show_checked(checked, self._reading, self._known_words, undecided=open_)
        self._step.show_pairs(checked.pairs, checked.rows, self._choices)
        if checked.plan.shape is not Shape.ORGANIZATIONS and own_table(checked.plan.dialect.header) is None:
            stem = Path(checked.report.file_name).stem
            match = checked.plan.match
            self._step.edition.show_choices(checked.report, self._choices, checked.data_sets, stem, match)
        else:
            self._step.edition.hide()
        if not self._session.writable:
            error = self._session.write_error
            self._step.say(error_sentence(error) if error else _("The ledger cannot be changed here."))
        self.changed.emit()

    @Slot(object)
    def _on_failed(self, error: LedgerError) -> None:
        self._step.say(error_sentence(error))
        self.changed.emit()

    @Slot(int)
    def _on_asked(self, claim_id: int) -> None:
        show, key = Later(self._step.pairs.show_theirs), f"{self._key}-pair"
        self._session.tasks.read(theirs(claim_id), show, Later(self._on_gone), key=key)

    @Slot(object)
    def _on_gone(self, _error: LedgerError) -> None:
        self._step.pairs.show_theirs(None)

    def _reading(self, index: int, text: str) -> Reading:
        assert self.checked is not None
        field, cell = self.checked.rows.fields[index], self.checked.rows.reading(index, text)
        if cell.bad:
            return words.problem_sentence(_problem(text, cell)), False
        return words.meaning_text(cell.value, field) or _("says nothing"), True

    def _known_words(self, field: Field) -> Sequence[tuple[str, str]]:
        """The words that a field knows, with what they are called."""
        if field is Field.KIND:
            return [(codes.kind_name(kind), code) for code, kind in self._session.facts.kinds.items()]
        if field is Field.STATUS:
            return [(codes.status_name(item), item.value) for item in STATUS_ORDER]
        if field is Field.POPULATION:
            return [(codes.population_name(item), item.value) for item in Population]
        return ()


def _problem(text: str, cell: Cell) -> CellProblem:
    return CellProblem(0, "", None, text, cell.bad, cell.expected)


__all__ = ["Checker"]
