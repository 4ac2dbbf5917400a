"""The latest steps that touched the organization, its events or its relationships."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from db.history.table import HistoryRow, StepState
from desktop.look import plaintext
from desktop.look.theme import Theme
from desktop.pages.organization.part import Line, Part
from desktop.pages.organization.reading import Known
from desktop.session.bus import Bus
from desktop.session.requests import ShowPage, ShowStep
from desktop.wording.changes.details import state_name, when_text
from desktop.wording.changes.past import sentence
from desktop.wording.i18n import _


class HistoryPart(Part):
    """Each leads to its step on the page of the history."""

    def __init__(self, theme: Theme, bus: Bus, parent: QWidget | None = None) -> None:
        super().__init__(theme, bus, _("History"), link=_("All steps"), parent=parent)
        self.lead(ShowPage("history"))

    def show_known(self, known: Known) -> None:
        """List them."""
        self.fill([_line(row, known) for row in known.history], total=known.step_count)


def _line(row: HistoryRow, known: Known) -> Line:
    state = "" if row.state is StepState.IN_EFFECT else state_name(row.state)
    return Line(
        text=plaintext.one_line(sentence(row.step, known.kinds)),
        second=state,
        right=" · ".join(filter(None, (plaintext.one_line(row.step.actor), when_text(row.step)))),
        asks=(ShowStep(row.step.id),),
    )
