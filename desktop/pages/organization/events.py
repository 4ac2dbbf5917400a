"""The latest events of the organization."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.events import columns
from desktop.events.columns import Formatted
from desktop.look.symbols import Symbols
from desktop.look.theme import Theme
from desktop.pages.organization.part import Line, Part
from desktop.pages.organization.reading import Known
from desktop.session.bus import Bus
from desktop.session.requests import NarrowScope, OpenEvent, ShowPage
from desktop.wording import formatting
from desktop.wording.i18n import _


class EventsPart(Part):
    """Each leads to its event."""

    def __init__(self, theme: Theme, bus: Bus, symbols: Symbols, parent: QWidget | None = None) -> None:
        super().__init__(theme, bus, _("Events"), link=_("All events"), parent=parent)
        self._symbols = symbols

    def show_known(self, known: Known) -> None:
        """List them."""
        self.lead(NarrowScope(known.asked), ShowPage("events"))
        self.fill(
            [self._line(shown, known) for shown in known.latest],
            total=known.events,
            nothing=_("No event in this scope. Choose a wider one above."),
        )

    def _line(self, shown: Formatted, known: Known) -> Line:
        row, texts = shown.row, shown.texts
        whose = texts[columns.ORGANIZATION] if row.organization_id != known.asked else ""
        when = formatting.imprecise(row.values.counting) if row.values.counting else _("no date")
        return Line(
            text=texts[columns.KIND],
            second=" · ".join(
                filter(None, (whose, texts[columns.COUNTERPARTY], texts[columns.EFFECT], texts[columns.AMOUNT]))
            ),
            right=when,
            sign=self._symbols.kind(known.kinds.get(row.kind), row.values.status, planned=shown.planned),
            asks=(OpenEvent(row.id),),
            organization_id=row.organization_id if whose else None,
        )
