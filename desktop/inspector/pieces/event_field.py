"""Choosing an event: the field that searches an organization and its family, and the bar that moves a claim."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QPushButton

from db.model.ids import ClaimId, EventId, OrganizationId
from desktop.entry.form import Named
from desktop.entry.lookup import Events, find_events
from desktop.inspector.pieces.arranging import box
from desktop.inspector.pieces.editors import LineEdit
from desktop.inspector.pieces.fields import EchoField, row
from desktop.inspector.pieces.suggesting import Suggester
from desktop.look import plaintext
from desktop.look.theme import Theme
from desktop.session.session import Session
from desktop.wording.i18n import _


class EventField(EchoField):
    """A line that finds events by their kind, count, place and date. Arrow down lists the latest ones."""

    chosen = Signal()

    def __init__(self, name: str, label: str, session: Session, theme: Theme) -> None:
        super().__init__(name, label, theme)
        self.session = session
        self._named: Named[EventId] = Named()
        self._organization: Named[OrganizationId] = Named()
        self._without: EventId | None = None
        self._parts = False
        assert isinstance(self.editor, LineEdit)
        self.line: LineEdit = self.editor
        self.line.setPlaceholderText(_("Type to search, or arrow down"))
        self.line.installEventFilter(self)
        self.suggester = Suggester(self.line, self)
        self.suggester.picked.connect(self._on_picked)
        self.line.textEdited.connect(self._look)

    def among(self, organization: Named[OrganizationId], without: EventId | None, *, parts: bool) -> None:
        """Whose events are offered; one of them is not, nor are its ``parts`` unless they may be."""
        self._organization, self._without, self._parts = organization, without, parts

    def named(self) -> Named[EventId]:
        """The chosen event, or the text of none."""
        text = self.line.text()
        return self._named if text == self._named.text else Named(text)

    def set_named(self, named: Named[EventId]) -> None:
        """Shows an event."""
        self._named = named
        self.line.setText(named.text)
        self.line.setCursorPosition(0)
        plaintext.tooltip(self.line, named.text)
        self.show_echo("")

    @Slot(str)
    def _look(self, text: str) -> None:
        work = partial(
            find_events, text=text, organization=self._organization, without=self._without, parts=self._parts
        )
        self.session.tasks.read(work, self._on_found, key=f"look up {id(self)}")

    def _on_found(self, found: Events) -> None:
        if found.text != self.line.text():
            return
        self.suggester.offer([(line, line, Named(line, event_id)) for event_id, line in found.found])
        if not found.found:
            self.show_echo(_("No event of this organization is like that"), "warning")
        else:
            self.show_echo("")

    @Slot(object)
    def _on_picked(self, named: Named[EventId]) -> None:
        self.set_named(Named(plaintext.one_line(named.text), named.id))
        self.edited.emit()
        self.chosen.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrow down in the empty line lists what there is."""
        if (
            watched is self.line
            and event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Down
            and not self.line.text()
            and not self.line.isReadOnly()
        ):
            self._look("")
            return True
        return super().eventFilter(watched, event)


class Mover(QFrame):
    """Asks which event a claim is to be moved to. ``moved`` carries the claim and the event."""

    moved = Signal(int, int)
    left = Signal()

    def __init__(self, session: Session, theme: Theme) -> None:
        super().__init__()
        self.setProperty("role", "notice")
        self._claim_id = 0
        self.text = plaintext.label(wrap=True)
        self.text.setMinimumWidth(1)
        self.field = EventField("event", _("The event it speaks of"), session, theme)
        self.field.chosen.connect(self._on_chosen)
        self.field.entered.connect(self._on_move)
        self.move_button = QPushButton(_("Move"))
        self.keep_button = QPushButton(_("Keep"))
        for button in (self.move_button, self.keep_button):
            button.setAccessibleName(button.text())
            button.setAutoDefault(True)
        self.move_button.setProperty("role", "primary")
        self.move_button.clicked.connect(self._on_move)
        self.keep_button.clicked.connect(self._on_keep)
        layout = box(spacing=8, margins=(8, 8, 8, 8))
        layout.addWidget(self.text)
        layout.addWidget(self.field)
        layout.addLayout(row(self.move_button, self.keep_button, None, spacing=8))
        self.setLayout(layout)
        self.hide()

    def ask(self, claim_id: ClaimId, title: str, organization: Named[OrganizationId], event_id: EventId) -> None:
        """Begins to ask, for a claim of an event."""
        self._claim_id = claim_id
        self.text.setText(_("Move the claim “{claim}” to another event?").format(claim=title))
        self.field.among(organization, event_id, parts=True)
        self.field.set_named(Named())
        self.move_button.setEnabled(False)
        self.show()
        self.field.line.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_chosen(self) -> None:
        self.move_button.setEnabled(True)
        self.move_button.setFocus(Qt.FocusReason.TabFocusReason)

    @Slot()
    def _on_move(self) -> None:
        event_id = self.field.named().id
        if event_id is None:
            self.field.show_echo(_("Choose an event from the list, or Keep."), "error")
            return
        self.hide()
        self.moved.emit(self._claim_id, event_id)

    @Slot()
    def _on_keep(self) -> None:
        self.hide()
        self.left.emit()


__all__ = ["EventField", "Mover"]
