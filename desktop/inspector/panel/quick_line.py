"""The quick line: one typed line that is read as one types, and fills the form of a new event."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from db.model.records import EventKind
from desktop.entry.form import ClaimForm, Named
from desktop.entry.reading import Context
from desktop.inspector.form.event_form import EventFormWidget
from desktop.inspector.pieces.arranging import box
from desktop.inspector.pieces.editors import LineEdit
from desktop.inspector.state import Intent
from desktop.look import plaintext
from desktop.look.theme import Theme, set_role
from desktop.session.session import Session
from desktop.wording.i18n import _

if TYPE_CHECKING:
    from db.ledger import Ledger
    from db.model.progress import Progress
    from db.reading.quick.names import Names
    from db.reading.quick.result import QuickEntry
    from db.store.operations import ChangeSet

_TABLES = ("organizations", "aliases", "relationships", "sources")
#: Read once in the reader's thread, so that the first key finds every pattern made.
_WARM = ("Acme lays off ~200, 14% in July 2025 (Reuters)", "Acme beendet Zusammenarbeit mit Foo, 1.7.2025 laut Bar")


class _Line(LineEdit):
    """The entry; with Ctrl it is taken over and saved."""

    pressed = Signal(object)  # Intent
    focused = Signal()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Says that names will be needed."""
        super().focusInEvent(event)
        self.focused.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter fills and saves, with Shift goes on to the next; an empty line leaves both to the form."""
        enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier and self.text().strip():
            shift = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            self.pressed.emit(Intent.NEXT if shift else Intent.SAVE)
            return
        super().keyPressEvent(event)


class QuickLine(QWidget):
    """A line with its echo beneath.

    ``accepted`` carries what it says (a :class:`db.reading.quick.result.QuickEntry`) and what to do with it, an
    :class:`Intent`.
    """

    accepted = Signal(object, object)
    edited = Signal()

    def __init__(self, session: Session, theme: Theme) -> None:
        super().__init__()
        self.session, self.theme = session, theme
        self.entry: QuickEntry | None = None
        self._names: Names | None = None
        self._fresh = False  # the names are those of the ledger as it is
        self._asked = False
        self._wanted: Intent | None = None  # pressed before the names were there
        self._read_by: Callable[[], tuple[Context, ClaimForm]] | None = None
        self._build()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._show)
        self.line.textChanged.connect(self._on_text)
        self.line.entered.connect(self._on_entered)
        self.line.pressed.connect(self._accept)
        self.line.focused.connect(self._prepare)
        session.ledger_changed.connect(self._on_ledger_changed)
        session.opened.connect(self._on_opened)
        theme.changed.connect(self._restyle)

    def _build(self) -> None:
        self.label = plaintext.label(_("Quick entry"))
        set_role(self.label, "muted")
        self.line = _Line()
        self.line.setAccessibleName(_("Quick entry"))
        self.line.setPlaceholderText(_("Acme layoff ~200 14% 16 July 2025 Reuters"))
        self.label.setBuddy(self.line)
        plaintext.tooltip(
            self.line,
            _("One line with kind, organization, numbers, date and source. Enter fills the form, Ctrl+Enter saves it."),
        )
        self.echo = plaintext.label(wrap=True)
        self.rest = plaintext.label(wrap=True)
        self.question = plaintext.label(wrap=True)
        set_role(self.rest, "muted")
        set_role(self.question, "warning")
        self._icon = plaintext.label()
        self._asking = QWidget()
        asking = QHBoxLayout(self._asking)
        asking.setContentsMargins(0, 0, 0, 0)
        asking.setSpacing(4)
        asking.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        asking.addWidget(self.question, 1)
        layout: QVBoxLayout = box(spacing=4)
        self.setLayout(layout)
        for part in (self.label, self.line, self.echo, self._asking, self.rest):
            part.setMinimumWidth(1)
            layout.addWidget(part)
        for part in (self.echo, self._asking, self.rest):
            part.hide()
        self._restyle()

    # What the inspector calls.

    def read_by(self, read_by: Callable[[], tuple[Context, ClaimForm]]) -> None:
        """By which conventions dates and numbers are read, and into which claim: its source may be known already."""
        self._read_by = read_by

    def focus(self) -> None:
        """Goes to the line."""
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.line.selectAll()

    def clear(self) -> None:
        """Empties it, and its undo history."""
        blocked = self.line.blockSignals(True)  # nobody typed
        self.line.setText("")
        self.line.blockSignals(blocked)
        self._timer.stop()
        self._show()

    def take(self, intent: Intent) -> None:
        """Hands on what is typed, as its keys do."""
        self._accept(intent)

    @property
    def typed(self) -> bool:
        """Whether something stands in it that is not in the form yet."""
        return bool(self.line.text().strip())

    @property
    def ready(self) -> bool:
        """Whether the names are there that lines are searched for."""
        return self._names is not None

    @property
    def settled(self) -> bool:
        """Whether the echo says what the line says."""
        return not self._timer.isActive()

    # Reading.

    @Slot()
    def _prepare(self) -> None:
        """Has the names read where they are wanted, and only then."""
        if not self._fresh and not self._asked and self.session.is_open:
            self._asked = True
            self.session.tasks.read(_read, self._on_names, self._on_failed, key="quick names")

    def _on_names(self, names: Names) -> None:
        self._names, self._fresh, self._asked = names, True, False
        self._show()
        wanted, self._wanted = self._wanted, None
        if wanted is not None:
            self._accept(wanted)

    def _on_failed(self, _error: object) -> None:
        self._asked, self._wanted = False, None

    @Slot()
    def _show(self) -> None:
        """Says beneath the line what was understood, what is to be checked, and what was not understood."""
        self.entry, context = self._parse()
        echo = asked = rest = ""
        if self.entry is not None and context is not None:
            from desktop.entry.quick_reading import questions, sentence

            kinds = self.session.facts.kinds
            echo = sentence(self.entry, context, kinds) or _("Nothing understood yet")
            asked = questions(self.entry, context)
            if self.entry.wording:
                rest = _("Kept as wording: {words}").format(words=self.entry.wording)
        for label, text, shown in (
            (self.echo, echo, self.echo), (self.question, asked, self._asking), (self.rest, rest, self.rest),
        ):  # fmt: skip
            label.setText(text)
            shown.setVisible(bool(text))
        self.line.setAccessibleDescription(" ".join(text for text in (echo, asked, rest) if text))

    def _parse(self) -> tuple[QuickEntry | None, Context | None]:
        """What the line says, and by what it was read: "last month" by the source of the form, unless it names one."""
        if self._names is None or self._read_by is None or not self.typed:
            return None, None
        from desktop.entry.quick_reading import read_line

        context, claim = self._read_by()
        return read_line(
            self.line.text(), names=self._names, kinds=self.session.facts.kinds, context=context, claim=claim
        )

    # What happens.

    @Slot()
    def _on_text(self) -> None:
        self._prepare()
        self._timer.start(0)  # once for all changes of this moment
        self.edited.emit()

    @Slot()
    def _on_entered(self) -> None:
        self._accept(Intent.FILL)

    @Slot(object)
    def _accept(self, intent: Intent) -> None:
        if not self.typed or not self.session.writable:
            return
        if self._names is None:
            self._wanted = intent
            self._prepare()
            return
        self._timer.stop()
        entry, _context = self._parse()
        if entry is not None:
            self.clear()
            self.accepted.emit(entry, intent)

    @Slot(object)
    def _on_ledger_changed(self, change: ChangeSet) -> None:
        if change.touches(*_TABLES):
            self._fresh = False
            if self.line.hasFocus():
                self._prepare()

    @Slot()
    def _on_opened(self) -> None:
        self._names, self._fresh, self._asked = None, False, False

    @Slot()
    def _restyle(self) -> None:
        self._icon.setPixmap(self.theme.icon("warning", "warning").pixmap(16, 16))


def fill_quickly(
    form: EventFormWidget, entry: QuickEntry, context: Context, kinds: Mapping[str, EventKind]
) -> tuple[str, int] | None:
    """Fills the form with what a line says; gives the first field that is empty or to be checked."""
    from desktop.entry.quick_reading import filled, first_to_check

    made = filled(form.form(), entry)
    form.show_form(made, None, context, kinds)
    for name, field in ((entry.organization, form.organization), (entry.counterparty, form.counterparty)):
        if name is not None and name.id is None:  # as if it had been typed: the field says whether it resembles another
            field.set_named(Named())
            field.line.insert(name.text)
    return first_to_check(made, entry, kinds)


def _read(ledger: Ledger, _progress: Progress) -> Names:
    """The names, in the reader's thread; the parsers are made ready there too."""
    from db.reading.quick.entry import parse_quick
    from db.view.quick_names import quick_names

    names, kinds = quick_names(ledger.at()), ledger.kinds.all()
    for line in _WARM:
        parse_quick(line, names=names, kinds=kinds)
    return names
