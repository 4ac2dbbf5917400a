"""The frame: menus, toolbar, navigation, scope bar, pages, inspector and status line. It holds no action bodies.

Pages, inspector and dialogs are imported when they are first shown, so that the first picture does not wait for them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMainWindow,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QToolBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from db.model.ids import EventId
from db.model.scope import Scope
from desktop.commands.catalog import LEDGER, NOW, REDO, SELECTED, UNDO, WRITABLE
from desktop.commands.registry import Actions
from desktop.frame import memory
from desktop.frame.hands import dropped_files, is_plain_enter
from desktop.frame.navigation import Navigation
from desktop.frame.page_table import PAGES
from desktop.frame.panes import Panes
from desktop.frame.scope_bar import ScopeBar
from desktop.frame.search_field import SearchField
from desktop.frame.status_line import StatusLine
from desktop.look.theme import Theme
from desktop.session.bus import Bus
from desktop.session.session import Session
from desktop.session.settings import INSPECTOR, PAGE, SCOPE, Settings
from desktop.widgets.fitting import Scrolled
from desktop.widgets.notify import Banners
from desktop.wording import i18n
from desktop.wording.i18n import _

if TYPE_CHECKING:
    from db.errors import LedgerError
    from desktop.inspector.inspector import Inspector
    from desktop.pages.base import Page
    from desktop.pages.start import StartPage

#: Narrower than this, the inspector gives its place to the page until an event is opened.
_ROOM_FOR_INSPECTOR = 1180
#: From this width on it may stand there empty.
_ROOM_FOR_EMPTY_INSPECTOR = 1400


class Window(QMainWindow):
    """One ledger's window.

    ``language_chosen`` asks whoever made it for a new one in another language; ``painted`` follows the first picture.
    ``serve`` gives it those who carry out commands and requests: after the first picture, or when one is to be.
    """

    language_chosen = Signal(str)
    painted = Signal()

    def __init__(
        self, session: Session, theme: Theme, settings: Settings, serve: Callable[[Window], None] | None = None
    ) -> None:
        super().__init__()
        self.session = session
        self.theme = theme
        self.settings = settings
        self._serve = serve
        self.bus = Bus(self._be_served)
        self.keeps_session = False  # set when another window takes the session over
        self._pages: dict[str, Page] = {}
        self._places: dict[str, int] = {}  # in the stack
        self._start: StartPage | None = None
        self._inspector: Inspector | None = None
        self._page_id = settings.get(PAGE) if settings.get(PAGE) in PAGES else "overview"
        self._inspector_wanted = settings.get(INSPECTOR)
        self._was_painted = False
        self._entered: QWidget | None = None  # what had the keyboard when Enter was pressed
        self.setObjectName("window")
        self.setAcceptDrops(True)
        self.setMinimumSize(780, 440)
        self.actions_ = Actions(theme, self, self._be_served)
        self._build()
        self._connect()
        self._restore()
        self._refresh_facts()

    # Building.

    def _build(self) -> None:
        self.actions_.build_menus(self)
        self.toolbar = QToolBar(_("Toolbar"), self)
        self.toolbar.setObjectName("toolbar")
        self.toolbar.setMovable(False)
        self.toolbar.setIconSize(QSize(20, 20))
        self.toolbar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.actions_.build_toolbar(self.toolbar)
        self.search = SearchField(self.session, self.theme, self)
        self.toolbar.addWidget(self.search.spacer)
        self.toolbar.addWidget(self.search)
        self.addToolBar(self.toolbar)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.status = StatusLine(self.theme, self)
        self.setStatusBar(self.status)

        self.navigation = Navigation(self.theme)
        self.scope_bar = ScopeBar(self.session, self.theme, self.settings)
        self.banners = Banners(self.theme, self.bus)
        self.stack = QStackedWidget()
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.banners)
        column.addWidget(self.stack, 1)
        self.inspector_pane = QWidget()
        self.inspector_pane.setMinimumWidth(320)
        pane = QVBoxLayout(self.inspector_pane)
        pane.setContentsMargins(0, 0, 0, 0)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(middle)
        self.splitter.addWidget(self.inspector_pane)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setStretchFactor(1, 0)
        work = QWidget()
        rows = QVBoxLayout(work)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self.scope_bar)
        columns = QHBoxLayout()
        columns.setSpacing(0)
        columns.addWidget(self.navigation)
        columns.addWidget(self.splitter, 1)
        rows.addLayout(columns, 1)
        self.frames = QStackedWidget()
        self.frames.addWidget(work)
        self.setCentralWidget(self.frames)
        self.panes = Panes((self.navigation, self.scope_bar, middle, self.inspector_pane), self)

    def _connect(self) -> None:
        session = self.session
        session.opened.connect(self._on_opened)
        session.writable_changed.connect(self._refresh_facts)
        session.ledger_changed.connect(self._refresh_facts)
        session.scope_changed.connect(self._refresh_facts)
        session.selection_changed.connect(self._on_selection)
        self.navigation.page_chosen.connect(self.show_page)
        self.status.undo_clicked.connect(session.undo)

    # What is shown.

    @Slot(str)
    def show_page(self, page_id: str) -> None:
        """Show a page, made now if it was never shown."""
        self._page_id = page_id
        self.navigation.show_page(page_id)
        self.actions_[f"page.{page_id}"].setChecked(True)
        if not self.session.is_open:
            return
        if page_id not in self._pages:
            page = PAGES[page_id].load()(self.session, self.theme, self.settings, self.bus)
            self._pages[page_id] = page
            self._places[page_id] = self.stack.addWidget(Scrolled(page))
        self.stack.setCurrentIndex(self._places[page_id])

    @property
    def page_id(self) -> str:
        """The id of the page that is shown."""
        return self._page_id

    @property
    def page(self) -> Page | None:
        """The page that is shown; None before a ledger is open."""
        return self._pages.get(self._page_id)

    def show_work(self) -> None:
        """The frame around the pages, also while a ledger is still being opened."""
        self.frames.setCurrentIndex(0)
        self._show_bars(shown=True)

    def resume(self) -> None:
        """Show the ledger the session has open, for a window that was made after it was opened."""
        self._on_opened()

    def show_start(self) -> StartPage:
        """The start page in the place of everything else."""
        if self._start is None:
            from desktop.pages.start import StartPage

            self._start = StartPage(self.theme, self.settings, self.bus)
            self.frames.addWidget(self._start)
        self._start.refresh()
        self.frames.setCurrentWidget(self._start)
        self._show_bars(shown=False)
        self._refresh_facts()
        return self._start

    def _show_bars(self, *, shown: bool) -> None:
        self.toolbar.setVisible(shown)
        self.status.setVisible(shown)

    # The inspector.

    @property
    def inspector(self) -> Inspector:
        """The inspector, made now if it was never needed."""
        if self._inspector is None:
            from desktop.inspector.inspector import Inspector

            self._inspector = Inspector(self.session, self.theme, self.settings)
            self._inspector.closed.connect(self._on_inspector_closed)
            layout = self.inspector_pane.layout()
            assert layout is not None
            layout.addWidget(self._inspector)
        return self._inspector

    @property
    def unsaved(self) -> bool:
        """Whether the inspector holds something that was typed and not saved."""
        return self._inspector is not None and self._inspector.dirty

    def show_inspector(self, *, shown: bool, remember: bool = False) -> None:
        """Open or close the inspector; ``remember`` what the person wants it to be from now on."""
        if remember:
            self._inspector_wanted = shown
            self.settings.set(INSPECTOR, shown)
        if shown and self._was_painted and self.session.is_open:
            _ = self.inspector
        self.inspector_pane.setVisible(shown)
        self.actions_["view.inspector"].setChecked(shown)

    @Slot()
    def _on_inspector_closed(self) -> None:
        self.show_inspector(shown=False, remember=True)
        self.panes.focus(2)

    @Slot(object)
    def _on_selection(self, event_id: EventId | None) -> None:
        self._refresh_facts()
        if event_id is not None and self._inspector_wanted and self.inspector_pane.isHidden():
            self.show_inspector(shown=self.width() >= _ROOM_FOR_INSPECTOR)

    # What the session says.

    @Slot()
    def _on_opened(self) -> None:
        self.banners.clear()
        self._restore_scope()
        self.show_work()
        self._refresh_facts()
        self.show_page(self._page_id)
        self.navigation.setFocus()
        QTimer.singleShot(0, self, self._fill_inspector)

    def _restore_scope(self) -> None:
        text = self.settings.get(SCOPE)
        if text and self.session.path is not None and self.session.scope == Scope():
            from desktop.session.scope_memory import restored

            scope = restored(text, self.session.path)
            if scope is not None:
                self.session.set_scope(scope)

    @Slot()
    def _fill_inspector(self) -> None:
        """Once there is a picture and a ledger, the pane that is open gets its inspector."""
        if self._was_painted and self.session.is_open and not self.inspector_pane.isHidden():
            _ = self.inspector

    @Slot()
    def _refresh_facts(self, _change: object = None) -> None:
        session, facts = self.session, self.session.facts
        holds = set()
        for name, true in (
            (LEDGER, session.is_open),
            (WRITABLE, session.writable),
            (SELECTED, session.selected is not None),
            (NOW, session.shows_now),
            (UNDO, facts.undo is not None),
            (REDO, facts.redo is not None),
        ):
            if true:
                holds.add(name)
        self.actions_.set_facts(holds)
        if session.is_open:
            from desktop.wording import steps

            self.actions_.rename("undo", steps.undo_text(facts.undo, kinds=facts.kinds))
            self.actions_.rename("redo", steps.redo_text(facts.redo, kinds=facts.kinds))
        name = session.path.name.removesuffix(".headwater") if session.path else ""
        self.setWindowTitle(_("{file} — Headwater").format(file=name) if name else "Headwater")
        self.setWindowFilePath("" if session.path is None else str(session.path))
        self.actions_[f"theme.{self.theme.mode}"].setChecked(True)
        self.actions_[f"language.{i18n.language()}"].setChecked(True)

    def report(self, error: LedgerError) -> None:
        """A failure nobody else has taken; that the file is damaged is said once, whatever met it."""
        from desktop.widgets import notify

        if error.code == "ledger.damaged":
            from desktop.session.requests import RecoverLedger, ShowBackups
            from desktop.wording.codes import error_sentence

            buttons = (
                (RecoverLedger(self.session.path), _("Recover…")),
                (ShowBackups(), _("Restore from Backup…")),
            )
            self.banners.show_notice("damaged", error_sentence(error), buttons=buttons)
            return

        notify.show_error(self, error)

    @Slot()
    def _be_served(self) -> None:
        serve, self._serve = self._serve, None
        if serve is not None:
            serve(self)

    # Places and sizes.

    def _restore(self) -> None:
        memory.restore(self, self.splitter, self.settings)
        self.show_inspector(shown=self._inspector_wanted and self.width() >= _ROOM_FOR_EMPTY_INSPECTOR)
        self.navigation.show_page(self._page_id)
        self.actions_[f"page.{self._page_id}"].setChecked(True)

    def remember(self) -> None:
        """Keep places and sizes for the next start."""
        memory.keep(self, self.splitter, self.settings, panes=not self.inspector_pane.isHidden())
        self.settings.set(PAGE, self._page_id)
        if self.session.path is not None and self.session.path.parent not in self.session.temporary:
            from desktop.session.scope_memory import kept

            self.settings.set(SCOPE, kept(self.session.path, self.session.scope))
        self.settings.sync()

    # Qt.

    def paintEvent(self, event: QPaintEvent) -> None:
        """After the first picture, what it did not need is made."""
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            QTimer.singleShot(0, self, self.painted.emit)
            QTimer.singleShot(0, self, self._be_served)
            QTimer.singleShot(0, self, self._fill_inspector)

    def event(self, event: QEvent) -> bool:
        """Notes what had the keyboard when Enter came: whoever takes the key first may move the focus on."""
        if event.type() == QEvent.Type.ShortcutOverride and is_plain_enter(event):
            self._entered = self.focusWidget()
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the keyboard, in the window as in any dialog."""
        button, self._entered = self._entered, None
        here = isinstance(button, QPushButton | QToolButton) and button == self.focusWidget()
        if here and is_plain_enter(event) and not event.isAutoRepeat():
            assert isinstance(button, QPushButton | QToolButton)
            button.click()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files are welcome."""
        if dropped_files(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """A ledger is opened, anything else taken for a table to import."""
        from desktop.session.requests import OpenFile

        event.acceptProposedAction()
        self.bus.request(OpenFile(dropped_files(event)[0]))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask about unsaved input, keep sizes, end the background work."""
        if not self.keeps_session and not self.may_leave():
            event.ignore()
            return
        self.remember()
        if not self.keeps_session:
            self.session.close()
        super().closeEvent(event)

    def may_leave(self) -> bool:
        """Whether nothing typed would be lost; else it is asked."""
        if not self.unsaved:
            return True
        from desktop.widgets import notify

        return notify.ask(
            self,
            title=_("Unsaved Event"),
            text=_("The event in the inspector has changes that are not saved. Discard them?"),
            yes=_("Discard"),
            danger=True,
        )
