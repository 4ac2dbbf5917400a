"""Forms of dialogs: names before their fields, what is to be said of a field below it, one rhythm between."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QFormLayout, QLabel, QVBoxLayout, QWidget

from desktop.look import plaintext
from desktop.widgets.page_parts import muted

#: What an underlined letter costs beyond what Qt measures: letters are no longer drawn closer together around it.
_UNDERLINED = 4


class FieldForm(QFormLayout):
    """Rows of fields that are all as wide as there is room."""

    def __init__(self) -> None:
        super().__init__()
        self.setContentsMargins(0, 0, 0, 0)
        self.setHorizontalSpacing(16)
        self.setVerticalSpacing(8)
        self.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)

    def add(self, title: str, field: QWidget, *, hint: str | None = None) -> QLabel:
        """A field behind its name; gives the quiet words below it, if there is to be a ``hint``."""
        said = muted(hint or "", wrap=True)
        if hint is None:
            self.addRow(name_label(title, field), field)
            return said
        both = QVBoxLayout()
        both.setSpacing(4)
        both.addWidget(field)
        both.addWidget(said)
        self.addRow(name_label(title, field), both)
        return said


class _Name(QLabel):
    """A name whose letter is underlined, with the room that this takes."""

    def sizeHint(self) -> QSize:
        """Qt: what is measured without the line."""
        return super().sizeHint() + QSize(_UNDERLINED, 0)

    def minimumSizeHint(self) -> QSize:
        """Qt: the same."""
        return super().minimumSizeHint() + QSize(_UNDERLINED, 0)


def name_label(title: str, field: QWidget) -> QLabel:
    """The name of a field; its letter goes there."""
    made = _Name() if "&" in title else QLabel()
    plaintext.set_text(made, title)
    made.setBuddy(field)
    return made


def over_room(form: QFormLayout) -> QWidget:
    """A widget with a form in it that leaves the room it does not need below."""
    made = QWidget()
    box = QVBoxLayout(made)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(0)
    box.addLayout(form)
    box.addStretch(1)
    return made
