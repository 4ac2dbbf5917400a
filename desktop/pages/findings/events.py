"""The events a finding is about, one line each: what is to be compared. Pressing one shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.ledger import Ledger
from db.model.ids import EventId
from db.model.progress import Progress
from db.model.records import EventKind, Scope
from db.model.values import Status
from desktop.events import columns
from desktop.events.columns import Formatted, formatted
from desktop.look import plaintext
from desktop.look.symbols import Symbols
from desktop.look.theme import Theme
from desktop.pages.overview.tiles import Row
from desktop.session.bus import Bus
from desktop.session.requests import OpenEvent
from desktop.widgets.page_parts import muted
from desktop.wording import formatting
from desktop.wording.i18n import _, ngettext

#: Events listed below the sentence; of more their number is told.
SHOWN = 5


@dataclass(frozen=True, slots=True)
class Involved:
    """The events ``asked`` for, in words, with the publishers that tell of them; ``more`` are not listed."""

    asked: tuple[EventId, ...]
    events: tuple[tuple[Formatted, str], ...]
    kinds: Mapping[str, EventKind]
    more: int


def read_involved(ledger: Ledger, _progress: Progress, *, ids: tuple[EventId, ...], scope: Scope) -> Involved:
    """Read the events of a finding as they were known in the scope."""
    view = ledger.at(scope)
    rows = {row.id: row for row in view.events.listed(ids[:SHOWN])}
    claims = view.events.claims_of(list(rows))
    cited = {claim.source_id for told in claims.values() for claim in told if claim.source_id is not None}
    sources = view.sources.many(sorted(cited))
    events = []
    for event_id in ids[:SHOWN]:
        if event_id in rows:
            live = [claim for claim in claims.get(event_id, ()) if not claim.superseded]
            named = (sources[claim.source_id] for claim in live if claim.source_id in sources)
            publishers = dict.fromkeys(filter(None, (one.publisher or one.title or one.url for one in named)))
            shown = formatted(rows[event_id], view.kinds, view.today, minimum_status=view.scope.minimum_status)
            events.append((shown, plaintext.one_line(formatting.listing(list(publishers)))))
    return Involved(ids, tuple(events), view.kinds, max(0, len(ids) - SHOWN))


class FindingEvents(QWidget):
    """Up to some lines, each of which leads to its event."""

    def __init__(self, theme: Theme, bus: Bus, symbols: Symbols, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._symbols = symbols
        self._involved: Involved | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self.rows = [Row(theme, bus, self) for _number in range(SHOWN)]
        for row in self.rows:
            row.hide()
            layout.addWidget(row)
        self.more = muted(parent=self)
        self.more.hide()
        layout.addWidget(self.more)
        theme.changed.connect(self._draw)
        self.hide()

    def forget(self) -> None:
        """Another finding: its events are not there yet."""
        self._involved = None
        self._draw()

    def show_events(self, involved: Involved) -> None:
        """List events."""
        self._involved = involved
        self._draw()

    @Slot()
    def _draw(self) -> None:
        involved = self._involved
        events = involved.events if involved is not None else ()
        for number, row in enumerate(self.rows):
            row.setVisible(number < len(events))
            if involved is not None and number < len(events):
                self._fill(row, events[number][0], events[number][1], involved.kinds)
        left_out = involved.more if involved is not None else 0
        text = ngettext("and {n} more", "and {n} more", left_out).format(n=formatting.number(left_out))
        plaintext.set_text(self.more, text)
        self.more.setVisible(left_out > 0)
        self.setVisible(bool(events))

    def _fill(self, row: Row, shown: Formatted, publishers: str, kinds: Mapping[str, EventKind]) -> None:
        texts = shown.texts
        first = " · ".join(filter(None, (texts[columns.KIND], texts[columns.EFFECT], texts[columns.AMOUNT])))
        second = " · ".join(
            filter(None, (texts[columns.DATE], texts[columns.ORGANIZATION], texts[columns.COUNTERPARTY],
                          texts[columns.PLACE]))
        )  # fmt: skip
        if shown.row.values.status in {Status.RUMORED, Status.DENIED, Status.CONFIRMED} or shown.planned:
            second = " · ".join(filter(None, (second, texts[columns.STATUS])))
        row.asks, row.organization_id = (OpenEvent(shown.row.id),), shown.row.organization_id
        sign = self._symbols.kind(kinds.get(shown.row.kind), shown.row.values.status, planned=shown.planned)
        right = publishers or _("no source")
        row.say(first, second=second, right=right, sign=sign, tip=f"{first}\n{second}\n{right}")


__all__ = ["SHOWN", "FindingEvents", "Involved", "read_involved"]
