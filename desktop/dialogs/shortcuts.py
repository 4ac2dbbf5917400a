"""The sheet of shortcuts, built from the table of commands."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from desktop.commands.catalog import COMMANDS, MENUS, SUBMENUS, plain_text
from desktop.commands.registry import key_sequences
from desktop.widgets.fitting import resize_within
from desktop.widgets.trees import add_group, dress_tree
from desktop.wording.i18n import N_, _

#: Keys that belong to a place rather than to a command: place, key, what it does.
ELSEWHERE = (
    (N_("New event"), "Ctrl+Return", N_("Save")),
    (N_("New event"), "Ctrl+Shift+Return", N_("Save and begin the next")),
    (N_("New event"), "Ctrl+D", N_("Same source: for the next claim or the next event")),
    (N_("New event"), "Esc", N_("Leave")),
    (N_("Charts"), "Left", N_("Previous event")),
    (N_("Charts"), "Right", N_("Next event")),
    (N_("Charts"), "Return", N_("Open the event")),
    (N_("Charts"), "+", N_("Zoom in")),
    (N_("Charts"), "-", N_("Zoom out")),
)


class ShortcutsDialog(QDialog):
    """All shortcuts, by menu and place."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Keyboard Shortcuts"))
        resize_within(self, 560, 640)
        self.sheet = QTreeWidget()
        self.sheet.setAccessibleName(_("Keyboard Shortcuts"))
        self.sheet.setHeaderLabels([_("Command"), _("Keys")])
        dress_tree(self.sheet)
        groups: dict[str, QTreeWidgetItem] = {}
        for place, text, keys in lines():
            if place not in groups:
                groups[place] = add_group(self.sheet, [place])
            QTreeWidgetItem(groups[place], [text, keys])
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 16, 16, 16)
        box.setSpacing(16)
        box.addWidget(self.sheet)
        box.addWidget(buttons)


def lines() -> Iterator[tuple[str, str, str]]:
    """Every shortcut: the menu or place, the command, its keys as the platform writes them."""
    for command in COMMANDS:
        keys = key_sequences(command.shortcut)
        if keys:
            menu = SUBMENUS[command.menu][0] if command.menu in SUBMENUS else command.menu
            yield plain_text(_(MENUS[menu])), plain_text(_(command.text)), _native(keys)
    for place, key, text in ELSEWHERE:
        yield _(place), _(text), _native([QKeySequence(key)])


def _native(keys: list[QKeySequence]) -> str:
    return ", ".join(key.toString(QKeySequence.SequenceFormat.NativeText) for key in keys)
