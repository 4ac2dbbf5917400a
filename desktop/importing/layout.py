"""How the import dialog is laid out: the steps above, the pages, the buttons below."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.importing.widgets import StepBar
from desktop.widgets.fitting import Scrolled, resize_within
from desktop.wording.i18n import _


class Step(IntEnum):
    """Where the dialog is; during and after the import it is at the last one."""

    FILE = 0
    COLUMNS = 1
    CHECK = 2
    IMPORT = 3


def step_beside(step: Step, direction: int, *, own: bool) -> Step:
    """The next step (``direction`` 1) or the one before (-1); the columns of our own export need no meaning."""
    beside = Step(step + direction)
    return Step(beside + direction) if beside is Step.COLUMNS and own else beside


def lay_out(
    dialog: QDialog, steps: StepBar, stack: QStackedWidget, pages: Sequence[QWidget], back: QPushButton, go: QPushButton
) -> tuple[QPushButton, Scrolled]:
    """Lay out the dialog; gives the button that cancels, and what the pages scroll in."""
    for page in pages:
        stack.addWidget(page)
    rule = QFrame()
    rule.setProperty("role", "line")
    rule.setFixedHeight(1)
    back.setAccessibleName(_("Previous step"))
    box = QDialogButtonBox()
    box.addButton(go, QDialogButtonBox.ButtonRole.AcceptRole)
    cancel = box.addButton(QDialogButtonBox.StandardButton.Cancel)
    cancel.setText(_("Cancel"))
    layout = QVBoxLayout(dialog)
    layout.setContentsMargins(24, 16, 24, 16)
    layout.setSpacing(16)
    layout.addWidget(steps)
    layout.addWidget(rule)
    scrolled = Scrolled(stack, whole=True)
    layout.addWidget(scrolled, 1)
    line = QHBoxLayout()
    line.setSpacing(8)
    line.addStretch(1)
    line.addWidget(back)  # beside the box: it would put it behind Next
    line.addWidget(box)
    layout.addLayout(line)
    resize_within(dialog, 1100, 660)
    return cancel, scrolled


__all__ = ["lay_out"]
