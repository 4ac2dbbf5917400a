"""The QActions of the window, made from the table of commands, and everything that is built from them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu, QToolBar, QToolButton

from desktop.commands.catalog import COMMANDS, MENUS, SUBMENUS, Command, plain_text
from desktop.look import plaintext
from desktop.look.theme import Theme
from desktop.wording.i18n import _

Handler = Callable[[], None]

_ICONS = (16, 20)  # pixels: in a menu, on the toolbar
_ROLES = {
    "about": QAction.MenuRole.AboutRole,
    "preferences": QAction.MenuRole.PreferencesRole,
    "quit": QAction.MenuRole.QuitRole,
}


class Actions(QObject):
    """The commands of one window: an action each, and the handlers behind them.

    :meth:`perform` is the way in for menus, keys and tests alike. ``prepare`` is called before the handlers matter:
    they may be made only then.
    """

    def __init__(self, theme: Theme, window: QMainWindow, prepare: Callable[[], None]) -> None:
        super().__init__(window)
        self._theme = theme
        self._prepare = prepare
        self._handlers: dict[str, Handler] = {}
        self._facts: frozenset[str] = frozenset()
        self._actions: dict[str, QAction] = {}
        self._menus: dict[str, QMenu] = {}
        self._plain: set[str] = set()  # commands whose icon is not yet in the theme's colors
        groups: dict[str, QActionGroup] = {}
        for command in COMMANDS:
            if not command.opens:
                self._actions[command.id] = self._made(command, window, groups)
        self.restyle()
        self.set_facts(set())
        theme.changed.connect(self.restyle)

    def _made(self, command: Command, window: QMainWindow, groups: dict[str, QActionGroup]) -> QAction:
        action = QAction(_(command.text), window)
        action.setObjectName(command.id)
        action.setShortcuts(key_sequences(command.shortcut))
        action.setCheckable(command.checkable)
        action.setMenuRole(_ROLES.get(command.role, QAction.MenuRole.NoRole))
        if command.short:
            action.setIconText(_(command.short))
        self._describe(action)
        if command.exclusive:
            key = f"{command.menu}/{command.group}"
            if key not in groups:
                groups[key] = QActionGroup(self)
            groups[key].addAction(action)
        action.triggered.connect(self._on_triggered)
        window.addAction(action)
        return action

    def __getitem__(self, command_id: str) -> QAction:
        return self._actions[command_id]

    # Handlers.

    def register(self, handlers: Mapping[str, Handler]) -> None:
        """Give commands their handlers."""
        self._handlers.update(handlers)

    @property
    def handled(self) -> frozenset[str]:
        """The ids that have a handler."""
        self._prepare()
        return frozenset(self._handlers)

    def perform(self, command_id: str) -> None:
        """Carry out a command, unless it is disabled for what is shown now."""
        if self._actions[command_id].isEnabled():
            self._prepare()
            self._handlers[command_id]()

    @Slot()
    def _on_triggered(self) -> None:
        sender = self.sender()
        if isinstance(sender, QAction):
            self.perform(sender.objectName())

    # What holds now.

    def set_facts(self, facts: set[str]) -> None:
        """Enable the commands whose conditions hold."""
        self._facts = frozenset(facts)
        for command in COMMANDS:
            if not command.opens:
                self._actions[command.id].setEnabled(self._facts.issuperset(command.when))

    def rename(self, command_id: str, text: str) -> None:
        """Another text for a command (Undo names its step); taken as it is, without mnemonic."""
        action = self._actions[command_id]
        action.setText(plaintext.mnemonic_safe(text))
        self._describe(action)

    def _describe(self, action: QAction) -> None:
        keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        text = plain_text(action.text())
        plaintext.tooltip(action, f"{text} ({keys})" if keys else text)
        for button in action.associatedObjects():
            if isinstance(button, QToolButton):
                button.setAccessibleDescription(f"{text} ({keys})" if keys else text)

    @Slot()
    def restyle(self) -> None:
        """Icons in the theme's colors: now those of the toolbar, those of a menu when it is opened."""
        self._plain = {command.id for command in COMMANDS if command.icon}
        self._dress(command for command in COMMANDS if command.toolbar)

    def _dress(self, commands: Iterable[Command]) -> None:
        for command in commands:
            if command.id in self._plain:
                self._plain.discard(command.id)
                self._actions[command.id].setIcon(self._theme.icon(command.icon, sizes=_ICONS))

    @Slot()
    def _on_menu_opens(self) -> None:
        self._dress(COMMANDS)

    # What is built.

    def menu(self, menu_id: str) -> QMenu:
        """A menu or submenu of the menu bar."""
        return self._menus[menu_id]

    def build_menus(self, window: QMainWindow) -> None:
        """Fill the menu bar."""
        bar = window.menuBar()
        for menu_id, title in MENUS.items():
            self._menus[menu_id] = bar.addMenu(_(title))
            self._menus[menu_id].aboutToShow.connect(self._on_menu_opens)
        for menu_id, (parent, title) in SUBMENUS.items():
            self._menus[menu_id] = QMenu(_(title), self._menus[parent])
        last: dict[str, str] = {}
        for command in COMMANDS:
            menu = self._menus[command.menu]
            if last.setdefault(command.menu, command.group) != command.group:
                menu.addSeparator()
                last[command.menu] = command.group
            if command.opens:
                menu.addMenu(self._menus[command.opens])
            else:
                menu.addAction(self._actions[command.id])

    def build_toolbar(self, bar: QToolBar) -> None:
        """Fill the toolbar: commands with a short text show it beside their icon, the others their icon alone."""
        order = {"go": 0, "new": 1, "undo": 2, "print": 3}
        shown = sorted((one for one in COMMANDS if one.toolbar), key=lambda one: order[one.toolbar])
        # New event stands before Import whatever the order of the menus.
        shown.sort(key=lambda one: (order[one.toolbar], one.id == "import"))
        group = ""
        for command in shown:
            if group and group != command.toolbar:
                bar.addSeparator()
            group = command.toolbar
            action = self._actions[command.id]
            bar.addAction(action)
            button = bar.widgetForAction(action)
            assert isinstance(button, QToolButton)
            button.setAccessibleName(plain_text(_(command.text)))
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self._describe(action)
            if command.short:
                button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)

    def context_menu(self, menu: QMenu, command_ids: tuple[str, ...]) -> None:
        """Add commands to a context menu; an empty id draws a line."""
        self._on_menu_opens()
        for command_id in command_ids:
            if command_id:
                menu.addAction(self._actions[command_id])
            else:
                menu.addSeparator()


def key_sequences(shortcut: str) -> list[QKeySequence]:
    """The keys of a shortcut of the table; of a standard key the first of the platform."""
    made: list[QKeySequence] = []
    for part in filter(None, shortcut.split("|")):
        standard = getattr(QKeySequence.StandardKey, part, None)
        if standard is None:
            made.append(QKeySequence(part))
        else:
            made += QKeySequence.keyBindings(standard)[:1]
    return made
