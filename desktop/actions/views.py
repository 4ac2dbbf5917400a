"""Handlers of the View and Help menus: pages, panes, appearance, language, dialogs; numbers beside the pages."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Slot

from db.model.scope import Scope
from desktop.actions.handlers import Handlers
from desktop.commands.registry import Handler
from desktop.frame.page_table import LISTED
from desktop.look.theme import MODES
from desktop.session.bus import Bus
from desktop.session.requests import FollowLink, NarrowScope, Say, ShowPage, ShowSource, ShowStep, UseTheme
from desktop.session.settings import LANGUAGE, THEME
from desktop.widgets import notify
from desktop.wording import formatting, i18n
from desktop.wording.i18n import ngettext

if TYPE_CHECKING:
    from db.ledger import Ledger
    from db.model.progress import Progress
    from desktop.frame.window import Window


class ViewActions(Handlers):
    """What is shown and how."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        session = self._session
        session.opened.connect(self._on_changed)
        session.scope_changed.connect(self._on_changed)
        session.ledger_changed.connect(self._on_changed)
        window.search.searched.connect(self._on_searched)
        window.search.left.connect(self._on_search_left)
        QTimer.singleShot(0, self, self._watch_findings)
        if session.is_open:
            self._on_changed()

    def handlers(self) -> Mapping[str, Handler]:
        """Command id -> what carries it out."""
        return {
            **{f"page.{page_id}": partial(self.page, page_id) for page_id in LISTED},
            "go.back": partial(self._window.go, -1),
            "go.forward": partial(self._window.go, 1),
            **{f"theme.{mode}": partial(self.theme, mode) for mode in MODES},
            **{f"language.{code}": partial(self.language, code) for code in i18n.LANGUAGES},
            "view.table": self.table,
            "view.inspector": self.inspector,
            "view.next_pane": partial(self.pane, 1),
            "view.previous_pane": partial(self.pane, -1),
            "view.full_screen": self.full_screen,
            "edit.search": self.search,
            "preferences": self.preferences,
            "help.shortcuts": self.shortcuts,
            "help.about": self.about,
        }

    def answer(self, bus: Bus) -> None:
        """Take the requests that are about what is shown."""
        bus.answer(ShowPage, lambda asked: self.page(asked.page_id))
        bus.answer(ShowSource, lambda asked: self.record("sources", asked.source_id))
        bus.answer(ShowStep, lambda asked: self.record("history", asked.operation_id))
        bus.answer(NarrowScope, lambda asked: self._session.change_scope(organization_ids=(asked.organization_id,)))
        bus.answer(UseTheme, lambda asked: self.theme(asked.mode))
        bus.answer(Say, lambda asked: self._window.status.say(asked.text))
        bus.answer(FollowLink, lambda asked: self.follow(asked.address))

    # Pages and panes.

    def page(self, page_id: str) -> None:
        """Show a page; the keyboard goes with it, unless it is in the list of pages or the scope bar."""
        panes = self._window.panes
        follows = panes.current() not in {0, 1}
        self._window.show_page(page_id)
        if follows:
            panes.focus_content(2)

    def record(self, page_id: str, record_id: int) -> None:
        """Show a record on its page."""
        self._window.show_page(page_id)
        if self._window.page is not None:
            self._window.page.show_record(record_id)

    def table(self) -> None:
        """The chart of the page as a table, and back."""
        if self._window.page is not None:
            self._window.page.toggle_table()
            self._window.panes.focus_content(2)

    def inspector(self) -> None:
        """Open or close the inspector."""
        hidden = self._window.inspector_pane.isHidden()
        self._window.show_inspector(shown=hidden, remember=True)

    def pane(self, by: int) -> None:
        """Go to another pane."""
        self._window.panes.step(by)

    def full_screen(self) -> None:
        """Use the whole screen, or no longer."""
        window = self._window
        if window.isFullScreen():
            window.showNormal()
        else:
            window.showFullScreen()
        window.actions_["view.full_screen"].setChecked(window.isFullScreen())

    def search(self) -> None:
        """Go to the search field."""
        self._window.search.setFocus()
        self._window.search.selectAll()

    @Slot(str)
    def _on_searched(self, _text: str) -> None:
        self._window.show_page("events")

    @Slot()
    def _on_search_left(self) -> None:
        self._window.show_page("events")
        self._window.panes.focus(2)

    # Appearance and language.

    def theme(self, mode: str) -> None:
        """Follow the system's colors, or keep to one scheme."""
        self._window.settings.set(THEME, mode)
        self._window.theme.set_mode(mode)
        self._window.actions_[f"theme.{mode}"].setChecked(True)

    def language(self, code: str) -> None:
        """Speak another language, at once."""
        if code == i18n.language():
            return
        if not self._window.may_leave():
            self._window.actions_[f"language.{i18n.language()}"].setChecked(True)
            return
        self._window.settings.set(LANGUAGE, code)
        self._window.language_chosen.emit(code)

    # Dialogs.

    def follow(self, address: str) -> None:
        """Follow a link, after it was shown."""
        notify.open_link(self._window, address)

    def preferences(self) -> None:
        """The preferences."""
        from desktop.dialogs.preferences import PreferencesDialog

        dialog = PreferencesDialog(self._window.settings, self._window.bus, self._window)
        dialog.exec()
        self._session.set_actor(dialog.actor)
        self._session.backups.move_to(dialog.backups)
        chosen = dialog.language
        dialog.deleteLater()
        if chosen != i18n.language():
            self._window.language_chosen.emit(chosen)

    def shortcuts(self) -> None:
        """All keys on one sheet."""
        from desktop.dialogs.shortcuts import ShortcutsDialog

        dialog = ShortcutsDialog(self._window)
        dialog.exec()
        dialog.deleteLater()

    def about(self) -> None:
        """What this is."""
        from desktop.dialogs.about import AboutDialog

        dialog = AboutDialog(self._window.theme, self._window)
        dialog.exec()
        dialog.deleteLater()

    # Numbers beside the pages.

    @Slot()
    def _on_changed(self, _what: object = None) -> None:
        if self._session.is_open:
            scope = self._session.scope
            work = partial(_events, scope=scope)
            self._session.tasks.read(work, self._on_events, key="window.events", patient=True)

    @Slot(object)
    def _on_events(self, count: int) -> None:
        text = ngettext("{n} event in scope", "{n} events in scope", count).format(n=formatting.number(count))
        self._window.status.events.setText(text)

    @Slot(int)
    def _on_findings(self, count: int) -> None:
        self._window.navigation.set_findings(count)

    @Slot()
    def _watch_findings(self) -> None:
        from desktop.session.findings import FindingList  # with the whole ledger behind it: after the first picture

        findings = FindingList.of(self._session)
        findings.counted.connect(self._on_findings)
        if findings.summary is not None:
            self._on_findings(findings.summary.open)


def _events(ledger: Ledger, _progress: Progress, *, scope: Scope) -> int:
    return ledger.at(scope).events.count()
