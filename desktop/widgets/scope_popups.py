"""The small windows under the buttons of the scope bar."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtCore import QDate, QEvent, QObject, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from db.model.ids import OrganizationId
from db.reading.dates import DateOrder
from desktop.look import plaintext
from desktop.widgets.calendar import calendar
from desktop.widgets.undo_line import clearable
from desktop.wording import formatting
from desktop.wording.i18n import N_, _, ngettext
from desktop.wording.language.periods import PRESETS, Period, preset, read_period
from desktop.wording.moments import Moment, read_moment

PRESET_NAMES: Mapping[str, str] = {
    "all": N_("All dates"),
    "this_year": N_("This year"),
    "last_year": N_("Last year"),
    "twelve_months": N_("Last twelve months"),
    "this_quarter": N_("This quarter"),
    "last_quarter": N_("Last quarter"),
}


class Popup(QFrame):
    """A frame that opens under a button and closes with Esc, or when something else is clicked."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("role", "card")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(16, 16, 16, 16)
        self.box.setSpacing(8)

    def open_under(self, button: QWidget) -> None:
        """Show it at the lower edge of a button, inside the screen."""
        self.adjustSize()
        corner = button.mapToGlobal(QPoint(0, button.height() + 2))
        screen = button.screen().availableGeometry()
        corner.setX(max(screen.left(), min(corner.x(), screen.right() - self.width())))
        corner.setY(max(screen.top(), min(corner.y(), screen.bottom() - self.height())))
        self.move(corner)
        self.show()


class OrganizationsPopup(Popup):
    """A searchable list of organizations, several of which can be chosen; none chosen means all."""

    chosen = Signal(object)  # ids, in the order of the list

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setMinimumWidth(320)
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("Search organizations"))
        self.search.setAccessibleName(_("Search organizations"))
        clearable(self.search)
        self.search.textChanged.connect(self._on_text)
        self.search.installEventFilter(self)
        self.list = QListWidget()
        self.list.setAccessibleName(_("Organizations"))
        self.list.setUniformItemSizes(True)
        self.list.setProperty("role", "suggestions")
        self.list.setMinimumHeight(280)
        self.list.itemChanged.connect(self._on_changed)
        self.list.itemActivated.connect(self._on_activated)
        self.said = plaintext.label()
        self.said.setProperty("role", "muted")
        self.all = QPushButton(_("All organizations"))
        self.all.setAccessibleName(_("All organizations"))
        self.all.setAutoDefault(False)
        self.all.clicked.connect(self._on_all)
        row = QHBoxLayout()
        row.addWidget(self.said, 1)
        row.addWidget(self.all)
        for widget in (self.search, self.list):
            self.box.addWidget(widget)
        self.box.addLayout(row)
        self._filling = False

    def fill(self, names: Mapping[OrganizationId, str], selected: Sequence[OrganizationId]) -> None:
        """Show these organizations, the chosen ones first."""
        self._filling = True
        self.list.clear()
        picked = set(selected)
        for id_, name in sorted(names.items(), key=lambda pair: (pair[0] not in picked, pair[1].casefold())):
            item = QListWidgetItem(plaintext.one_line(name))
            item.setData(Qt.ItemDataRole.UserRole, id_)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if id_ in picked else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self._filling = False
        self.search.clear()
        self._say()
        self.search.setFocus()

    def selected(self) -> tuple[OrganizationId, ...]:
        """The ids that are checked."""
        items = (self.list.item(row) for row in range(self.list.count()))
        return tuple(
            item.data(Qt.ItemDataRole.UserRole) for item in items if item.checkState() is Qt.CheckState.Checked
        )

    def _say(self) -> None:
        count = len(self.selected())
        if self.list.count() == 0:
            self.said.setText(_("No organizations yet"))
        elif count:
            self.said.setText(ngettext("{n} chosen", "{n} chosen", count).format(n=formatting.number(count)))
        else:
            self.said.setText("")
        self.all.setEnabled(count > 0)

    @Slot(str)
    def _on_text(self, text: str) -> None:
        wanted = text.casefold().split()
        first = None
        for row in range(self.list.count()):
            item = self.list.item(row)
            name = item.text().casefold()
            item.setHidden(not all(word in name for word in wanted))
            if first is None and not item.isHidden():
                first = row
        if first is not None:
            self.list.setCurrentRow(first)

    @Slot(QListWidgetItem)
    def _on_changed(self, _item: QListWidgetItem) -> None:
        if not self._filling:
            self._say()
            self.chosen.emit(self.selected())

    @Slot(QListWidgetItem)
    def _on_activated(self, item: QListWidgetItem) -> None:
        checked = item.checkState() is Qt.CheckState.Checked
        item.setCheckState(Qt.CheckState.Unchecked if checked else Qt.CheckState.Checked)

    @Slot()
    def _on_all(self) -> None:
        self._filling = True
        for row in range(self.list.count()):
            self.list.item(row).setCheckState(Qt.CheckState.Unchecked)
        self._filling = False
        self._say()
        self.chosen.emit(())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrow keys in the search field walk through the list, Enter checks what is marked there."""
        if watched is self.search and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
                self.list.setFocus()
                return True
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                item = self.list.currentItem()
                if item is not None and not item.isHidden():
                    self._on_activated(item)
                return True
        return super().eventFilter(watched, event)


class DatePopup(Popup):
    """A field for free text with an echo of what it means, and buttons for the usual answers."""

    def __init__(
        self, parent: QWidget, *, title: str, example: str, presets: Sequence[tuple[str, str]], beside: bool = False
    ) -> None:
        """``beside``: the usual answers stand beside the field, where all of it would be higher than a screen."""
        super().__init__(parent)
        self.setMinimumWidth(330)
        self.today = date.min
        self.order: DateOrder | None = None
        usual, self.typed = QVBoxLayout(), QVBoxLayout()
        for column in (usual, self.typed):
            column.setSpacing(8)
        parts = QHBoxLayout() if beside else QVBoxLayout()
        parts.setSpacing(16 if beside else 8)
        parts.addLayout(usual)
        for code, words in presets:
            button = QPushButton(words)
            button.setObjectName(code)
            button.setAccessibleName(words)
            button.setProperty("role", "link")
            button.setAutoDefault(False)
            button.clicked.connect(self._on_preset)
            usual.addWidget(button)
        if beside:
            usual.addStretch(1)
        else:
            line = QFrame()
            line.setProperty("role", "line")
            line.setFixedHeight(1)
            parts.addWidget(line)
        parts.addLayout(self.typed, 1)
        self.box.addLayout(parts)
        label = QLabel(title)
        label.setTextFormat(Qt.TextFormat.PlainText)
        self.field = QLineEdit()
        self.field.setPlaceholderText(example)
        self.field.setAccessibleName(title)
        clearable(self.field)
        label.setBuddy(self.field)
        self.field.textChanged.connect(self._on_text)
        self.field.returnPressed.connect(self._on_entered)
        self.echo = plaintext.label(wrap=True)
        self.echo.setProperty("role", "muted")
        self.echo.setMinimumHeight(self.echo.fontMetrics().height() + 2)
        for widget in (label, self.field, self.echo):
            self.typed.addWidget(widget)

    def ask(self, text: str, *, today: date, order: DateOrder | None) -> None:
        """Start with what holds now."""
        self.today, self.order = today, order
        self.field.setText(text)
        self.field.selectAll()
        self._on_text(text)
        self.field.setFocus()

    def show_echo(self, text: str, *, understood: bool) -> None:
        """What the text means, or that it means nothing."""
        self.echo.setText(text)
        self.field.setProperty("state", "" if understood else "error")
        self.field.style().polish(self.field)

    @Slot(str)
    def _on_text(self, text: str) -> None:
        raise NotImplementedError

    @Slot()
    def _on_entered(self) -> None:
        raise NotImplementedError

    @Slot()
    def _on_preset(self) -> None:
        raise NotImplementedError


class PeriodPopup(DatePopup):
    """The period of the scope."""

    chosen = Signal(object)  # Period

    def __init__(self, parent: QWidget) -> None:
        super().__init__(
            parent,
            title=_("From and to"),
            example=_("2025, 2025-Q3 or 2025-07 - 2025-12"),
            presets=[(code, _(PRESET_NAMES[code])) for code in PRESETS],
            beside=True,
        )
        self.result: Period | None = None
        self.calendar = calendar(_("Calendar: click the first day, then the last"))
        self.calendar.clicked.connect(self._on_day)
        self._first: date | None = None  # clicked, while the last day is still to come
        hint = plaintext.label(_("Click the first day, then the last."))
        hint.setProperty("role", "muted")
        self.apply = QPushButton(_("Show this period"))
        self.apply.setAccessibleName(_("Show this period"))
        self.apply.setProperty("role", "primary")
        self.apply.setAutoDefault(False)
        self.apply.clicked.connect(self._on_entered)
        for widget in (self.calendar, hint, self.apply):
            self.typed.addWidget(widget)

    def ask(self, text: str, *, today: date, order: DateOrder | None) -> None:
        """Start with what holds now; the calendar shows where that ends."""
        self._first = None
        super().ask(text, today=today, order=order)
        shown = (self.result.last or self.result.first) if self.result is not None else None
        day = shown or today
        self.calendar.setSelectedDate(QDate(day.year, day.month, day.day))

    @Slot(QDate)
    def _on_day(self, clicked: QDate) -> None:
        day = date(clicked.year(), clicked.month(), clicked.day())
        if self._first is None:
            self._first = day
            self.field.setText(day.isoformat())
            return
        first, last = sorted((self._first, day))
        self._first = None
        self.field.setText(f"{first.isoformat()} - {last.isoformat()}")

    @Slot(str)
    def _on_text(self, text: str) -> None:
        self.result = read_period(text, today=self.today, order=self.order)
        if self.result is None:
            self.show_echo(_("Not understood. Example: 2025-07 - 2025-12"), understood=False)
        elif text.strip():
            self.show_echo(formatting.period(self.result.first, self.result.last), understood=True)
        else:
            self.show_echo(_("All dates"), understood=True)

    @Slot()
    def _on_entered(self) -> None:
        if self.result is not None:
            self.chosen.emit(self.result)
            self.close()

    @Slot()
    def _on_preset(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.chosen.emit(preset(sender.objectName(), self.today))
            self.close()


class MomentPopup(DatePopup):
    """A day or an operation of the ledger. The codes of the presets are texts that could have been typed."""

    chosen = Signal(object)  # Moment
    said = Signal(str)  # the same as a text, which may be relative to today

    def __init__(self, parent: QWidget, *, title: str, nothing: str, presets: Sequence[tuple[str, str]] = ()) -> None:
        """``nothing``: what an empty text means, the first of the presets."""
        super().__init__(
            parent,
            title=title,
            example=_("2025-07-21 or operation 11"),
            presets=[("", nothing), *presets],
        )
        self._nothing = nothing
        self.result: Moment | None = Moment()

    @Slot(str)
    def _on_text(self, text: str) -> None:
        self.result = read_moment(text, today=self.today, order=self.order)
        if self.result is None:
            self.show_echo(_("Not understood. Examples: 21 July 2025, operation 11"), understood=False)
        else:
            self.show_echo(self.result.words or self._nothing, understood=True)

    @Slot()
    def _on_entered(self) -> None:
        self._choose(self.field.text())

    @Slot()
    def _on_preset(self) -> None:
        sender = self.sender()
        if sender is not None:
            self._choose(sender.objectName())

    def _choose(self, text: str) -> None:
        moment = read_moment(text, today=self.today, order=self.order)
        if moment is not None:
            self.chosen.emit(moment)
            self.said.emit(text.strip())
            self.close()


class KnownOnPopup(MomentPopup):
    """The day or operation whose knowledge is shown."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, title=_("As known at the end of"), nothing=_("Everything recorded until now"))
