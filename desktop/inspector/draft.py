"""What is typed, beside what the form began with."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal, Slot

from desktop.entry.form import EventForm, Named
from desktop.inspector.form.event_form import EventFormWidget
from desktop.inspector.panel.quick_line import QuickLine


class Draft(QObject):
    """Whether the form and the quick line hold anything that would be lost. ``changed`` after every edit."""

    changed = Signal()

    def __init__(self, form: EventFormWidget, quick: QuickLine, parent: QObject) -> None:
        super().__init__(parent)
        self._form, self._quick = form, quick
        self._base = EventForm()
        self._dirty = False
        form.edited.connect(self.compare)
        quick.edited.connect(self.compare)

    @property
    def base(self) -> EventForm:
        """What the form began with."""
        return self._base

    @property
    def dirty(self) -> bool:
        """Whether something was typed that is not saved."""
        return self._dirty

    def begin(self) -> None:
        """From now on it is measured by what the form holds."""
        self._base = self._form.form()
        self._dirty = False

    def give_up(self) -> None:
        """What was typed is saved, or may be lost."""
        self._dirty = False

    def propose(self, organization: str) -> None:
        """Fills in the organization where none was begun with and none was typed since."""
        if not self._base.organization.text and not self._form.organization.line.text():
            self._base = replace(self._base, organization=Named(organization))
            self._form.organization.set_named(Named(organization))
            self.compare()

    @Slot()
    def compare(self) -> None:
        """Looks whether anything is typed."""
        self._dirty = self._form.form() != self._base or self._quick.typed
        self.changed.emit()
