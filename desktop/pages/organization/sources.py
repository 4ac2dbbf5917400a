"""The sources that the organization's events rest on, those of most events first."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from db.tables.sources import SourceRow
from desktop.look.theme import Theme
from desktop.pages.organization.part import Line, Part
from desktop.pages.organization.reading import Known
from desktop.session.bus import Bus
from desktop.session.requests import ShowPage, ShowSource
from desktop.wording import formatting
from desktop.wording.i18n import _, ngettext


class SourcesPart(Part):
    """Each leads to its row on the page of sources."""

    def __init__(self, theme: Theme, bus: Bus, parent: QWidget | None = None) -> None:
        super().__init__(theme, bus, _("Sources"), link=_("All sources"), parent=parent)
        self.lead(ShowPage("sources"))

    def show_known(self, known: Known) -> None:
        """List them."""
        self.fill(
            [_line(row) for row in known.sources],
            total=known.source_count,
            nothing=_("No event in this scope names a source."),
        )


def _line(row: SourceRow) -> Line:
    source = row.source
    name = source.publisher or source.title or source.url
    events = ngettext("{n} event", "{n} events", row.events).format(n=formatting.number(row.events))
    when = formatting.imprecise(source.published) if source.published is not None else ""
    return Line(
        text=name,
        second=source.title if source.title != name else "",
        right=" · ".join(filter(None, (events, when, source.reliability))),
        asks=(ShowSource(source.id),),
    )
