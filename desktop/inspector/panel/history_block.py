"""The history of one event: every step that touched it, its claims, decisions or sources, with before and after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from db.history.table import StepState
from db.ledger import Ledger
from db.model.ids import EventId
from db.model.progress import Progress
from db.model.records import EventKind
from desktop.inspector.pieces.arranging import box
from desktop.look import plaintext
from desktop.look.theme import set_role
from desktop.session.session import Session
from desktop.wording import formatting
from desktop.wording.changes.details import state_name, when_text
from desktop.wording.changes.past import read_lines, sentence
from desktop.wording.i18n import _, ngettext
from desktop.wording.moments import Moment

#: Steps shown at first, and with each press of "Show more".
STEPS = 12
#: Lines of one step; the history page has all.
_LINES = 20


@dataclass(frozen=True, slots=True)
class Entry:
    """A step as the block shows it: when and who, what, and its lines."""

    about: str
    what: str
    lines: tuple[str, ...]
    quiet: bool


@dataclass(frozen=True, slots=True)
class Past:
    """The latest steps of an event up to a moment, and how many there are."""

    event_id: EventId
    moment: Moment
    entries: Sequence[Entry]
    total: int


class HistoryBlock(QWidget):
    """Shows the steps of :meth:`show_event`; reads only what is asked for by :meth:`set_seen`."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._event_id: EventId | None = None
        self._moment = Moment()
        self._shown = STEPS
        self._seen = False
        self._entries: list[_EntryWidget] = []
        self._list: QVBoxLayout = box(spacing=8)
        self.more = QPushButton()
        self.more.setAccessibleName(_("Show earlier steps"))
        self.more.clicked.connect(self._on_more)
        self.more.hide()
        layout = box(spacing=8)
        layout.addLayout(self._list)
        layout.addWidget(self.more)
        self.setLayout(layout)

    def show_event(self, event_id: EventId | None, moment: Moment) -> None:
        """Show the history of an event up to a moment, read anew; None: of nothing."""
        if (event_id, moment) != (self._event_id, self._moment):
            self._shown = STEPS
            self._clear()
        self._event_id, self._moment = event_id, moment
        self._read()

    @Slot(bool)
    def set_seen(self, seen: bool) -> None:  # noqa: FBT001 - a slot of "toggled"
        """Whether somebody looks: nothing is read for a closed section."""
        self._seen = seen
        self._read()

    def texts(self) -> list[str]:
        """What stands there, line by line."""
        return [label.text() for entry in self._entries for label in entry.labels]

    def _read(self) -> None:
        if self._event_id is None or not self._seen:
            return
        work = partial(
            read_past,
            event_id=self._event_id,
            moment=self._moment,
            limit=self._shown,
            kinds=self._session.facts.kinds,
        )
        self._session.tasks.read(work, self._on_past, key="inspector history")

    @Slot(object)
    def _on_past(self, past: Past) -> None:
        if (past.event_id, past.moment) != (self._event_id, self._moment):
            return
        self._clear()
        self._entries = [_EntryWidget(entry) for entry in past.entries]
        for entry in self._entries:
            self._list.addWidget(entry)
        left = past.total - len(past.entries)
        self.more.setVisible(left > 0)
        text = ngettext("Show {n} earlier step", "Show {n} earlier steps", min(left, STEPS))
        self.more.setText(text.format(n=formatting.number(min(left, STEPS))))
        self.more.setAccessibleName(self.more.text())

    @Slot()
    def _on_more(self) -> None:
        self._shown += STEPS
        self._read()

    def _clear(self) -> None:
        self.more.hide()
        self._entries = []
        while (item := self._list.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()


class _EntryWidget(QWidget):
    """One step: when and who, quiet; what; and the changes."""

    def __init__(self, entry: Entry) -> None:
        super().__init__()
        layout = box(spacing=4)
        self.labels = [self._line(entry.what, "muted" if entry.quiet else "strong")]
        self.labels += [self._line(line, "muted" if entry.quiet else "") for line in entry.lines]
        self.labels.append(self._line(entry.about, "muted"))
        for label in self.labels:
            layout.addWidget(label)
        self.setLayout(layout)
        self.setAccessibleName(entry.what)

    @staticmethod
    def _line(text: str, role: str) -> QLabel:
        made = plaintext.label(text, wrap=True, selectable=True)
        made.setMinimumWidth(1)
        if role == "strong":
            font = made.font()
            font.setWeight(QFont.Weight.DemiBold)
            made.setFont(font)
        elif role:
            set_role(made, role)
        return made


def read_past(
    ledger: Ledger, progress: Progress, *, event_id: EventId, moment: Moment, limit: int, kinds: Mapping[str, EventKind]
) -> Past:
    """The latest steps of an event in words; run in the thread that reads."""
    history = ledger.at(moment.scope).history
    ids = history.of_event(event_id)
    entries = []
    for number, row in enumerate(history.rows(ids[:limit])):
        progress.report(number, len(ids))
        told = read_lines(ledger, row.step.id, kinds, event_id=event_id, limit=_LINES)
        about = (when_text(row.step), plaintext.one_line(row.step.actor), _state(row.state))
        entries.append(
            Entry(
                about=" · ".join(filter(None, about)),
                what=plaintext.one_line(sentence(row.step, kinds)),
                lines=tuple(plaintext.one_line(line.text) for line in told.lines),
                quiet=row.state is not StepState.IN_EFFECT,
            )
        )
    return Past(event_id, moment, entries, len(ids))


def _state(state: StepState) -> str:
    """Only what is not as expected is said."""
    return "" if state is StepState.IN_EFFECT else state_name(state)


__all__ = ["STEPS", "HistoryBlock", "read_past"]
