"""What a screen reader is told a widget is, where Qt knows less: headings, charts, and what opens and closes.

A label is a heading by its ``role``; a widget says what else it is by the dynamic property ``spoken``: *chart*, or
*disclosure* for a button that is checked while what it discloses is seen.
"""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAbstractButton, QAccessibleWidget, QLabel, QWidget

_HEADINGS = frozenset({"heading", "subheading"})
_PRESS = "Press"


class _Heading(QAccessibleWidget):
    """A label that is the title of what follows."""

    def __init__(self, label: QLabel) -> None:
        super().__init__(label, QAccessible.Role.Heading)

    def text(self, kind: QAccessible.Text) -> str:
        """Its words are its name."""
        label = self.object()
        if kind == QAccessible.Text.Name and isinstance(label, QLabel):
            return label.accessibleName() or label.text()
        return super().text(kind)


class _Disclosure(QAccessibleWidget):
    """A button that says whether what it opens is open."""

    def __init__(self, button: QAbstractButton) -> None:
        super().__init__(button, QAccessible.Role.Button)

    def state(self) -> QAccessible.State:
        """Expanded or collapsed, beside what every widget is."""
        found, button = super().state(), self.object()
        opened = isinstance(button, QAbstractButton) and button.isChecked()
        found.expandable = True
        found.expanded, found.collapsed = opened, not opened
        return found

    def actionNames(self) -> list[str]:
        """It can be pressed."""
        return [_PRESS, *super().actionNames()]

    def doAction(self, name: str) -> None:
        """Press it."""
        button = self.object()
        if name == _PRESS and isinstance(button, QAbstractButton):
            button.click()
        else:
            super().doAction(name)


def _speak(_class_name: str, thing: QObject | None) -> QAccessibleInterface | None:
    if isinstance(thing, QLabel) and thing.property("role") in _HEADINGS:
        return _Heading(thing)
    if isinstance(thing, QWidget) and (spoken := thing.property("spoken")):
        if spoken == "disclosure" and isinstance(thing, QAbstractButton):
            return _Disclosure(thing)
        return QAccessibleWidget(thing, QAccessible.Role.Chart)
    return None


def tell_roles() -> None:
    """Have widgets speak as this module says, from now on; once for the program."""
    if not _told:
        _told.append(True)
        QAccessible.installFactory(_speak)


_told: list[bool] = []
