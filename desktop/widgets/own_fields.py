"""Entries for fields of one's own, for a form: a list to choose from or a line, each with what is not understood."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QLineEdit, QWidget

from db.model.own_fields import FieldType, OwnField
from db.reading.own_values import read_value
from desktop.look import plaintext
from desktop.widgets.page_parts import field_label
from desktop.wording.i18n import _
from desktop.wording.records import own_fields as words


class OwnFieldRows(QWidget):
    """One entry a field, in so many columns. Emits ``edited`` with every change by hand."""

    edited = Signal()

    def __init__(self, columns: int = 2, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._columns = columns
        self._fields: tuple[OwnField, ...] = ()
        self._before: dict[int, str] = {}
        self._editable = True
        self.lines: dict[int, QLineEdit] = {}
        self._echoes: dict[int, QLabel] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(4)
        self.hide()

    def offer(self, fields: Sequence[OwnField]) -> None:
        """Have an entry for each of these; what is typed in those that stay is kept."""
        fields = tuple(fields)
        if fields == self._fields:
            return
        typed = {field_id: line.text() for field_id, line in self.lines.items()}
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.lines.clear()
        self._echoes.clear()
        self._fields = fields
        for place, field in enumerate(fields):
            row, column = divmod(place, self._columns)
            entry = self._entry(field)
            echo = plaintext.label("", wrap=True)
            echo.setProperty("role", "warning")
            echo.hide()
            self._echoes[field.id] = echo
            for below, widget in enumerate((field_label(plaintext.one_line(field.name), entry), entry, echo)):
                self._grid.addWidget(widget, 3 * row + below, column)
        for column in range(self._columns):
            self._grid.setColumnStretch(column, 1)
        self.setVisible(bool(fields))
        self._show({**self._before, **typed})
        self.set_editable(editable=self._editable)

    def fill(self, texts: Mapping[int, str]) -> None:
        """Show stored values."""
        self._before = {field.id: texts.get(field.id, "") for field in self._fields}
        self._show(self._before)

    def texts(self) -> tuple[tuple[int, str], ...]:
        """What is typed, by field; nothing for those that are empty."""
        found = ((field_id, line.text().strip()) for field_id, line in self.lines.items())
        return tuple((field_id, text) for field_id, text in found if text)

    def changed(self) -> tuple[tuple[int, str], ...]:
        """What differs from the stored values."""
        found = ((field_id, line.text().strip()) for field_id, line in self.lines.items())
        return tuple((field_id, text) for field_id, text in found if text != self._before.get(field_id, "").strip())

    def set_editable(self, *, editable: bool) -> None:
        """Whether anything can be changed; what cannot is still to be read."""
        self._editable = editable
        for line in self.lines.values():
            line.setReadOnly(not editable)
            box = line.parentWidget()
            if isinstance(box, QComboBox):
                box.setEnabled(editable)

    def _show(self, texts: Mapping[int, str]) -> None:
        for field in self._fields:
            line = self.lines[field.id]
            if line.text() != texts.get(field.id, ""):
                line.setText(texts.get(field.id, ""))
                line.setCursorPosition(0)
            self._say(field)

    def _entry(self, field: OwnField) -> QWidget:
        if field.type is FieldType.CHOICE:
            box = _Choices(self)
            box.addItems([plaintext.one_line(choice.name) for choice in field.choices])
            line = box.lineEdit()
            assert line is not None
            box.setCurrentIndex(-1)
            box.activated.connect(self.edited)
            entry: QWidget = box
        else:
            entry = line = QLineEdit(self)
        line.setPlaceholderText(words.not_stated())
        line.setProperty("field", field.id)
        entry.setAccessibleName(plaintext.one_line(field.name))
        line.textEdited.connect(self.edited)
        line.textChanged.connect(self._on_text)
        self.lines[field.id] = line
        return entry

    def _say(self, field: OwnField) -> None:
        text, echo = self.lines[field.id].text(), self._echoes[field.id]
        odd = bool(text) and " / " not in text and not read_value(field.type, text).understood
        plaintext.set_text(echo, words.not_understood(field.type) if odd else "")
        echo.setVisible(odd)

    @Slot()
    def _on_text(self) -> None:
        sender = self.sender()
        field_id = sender.property("field") if sender is not None else None
        for field in self._fields:
            if field.id == field_id and field.id in self._echoes:
                self._say(field)


class _Choices(QComboBox):
    """A list that takes other words, too; the wheel moves the form, not the value."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumContentsLength(6)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        plaintext.tooltip(self, _("Choose one, or type a new one"))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Left to the form."""
        event.ignore()


__all__ = ["OwnFieldRows"]
