"""The frame: menus, toolbar, navigation, scope bar, pages, inspector and status line. It holds no action bodies.

Pages, inspector and dialogs are imported when they are first shown, so that the first picture does not wait for them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent, QPaintEvent, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMainWindow,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from db.model.ids import OrganizationId
from db.model.scope import Scope
from desktop.commands.registry import Actions
from desktop.frame import facts, memory, tab_order
from desktop.frame.hands import dropped_files, is_plain_enter
from desktop.frame.inspector_pane import InspectorPane
from desktop.frame.navigation import Navigation
from desktop.frame.page_table import PAGES, listed
from desktop.frame.panes import Panes
from desktop.frame.scope_bar import ScopeBar
from desktop.frame.status_line import StatusLine
from desktop.frame.toolbar import Toolbar
from desktop.frame.visits import Path, Place, SideButtons, Visits
from desktop.look.theme import Theme
from desktop.session.bus import Bus
from desktop.session.session import Session
from desktop.session.settings import PAGE, SCOPE, Settings
from desktop.widgets.fitting import Scrolled
from desktop.widgets.notify import Banners

if TYPE_CHECKING:
    from db.errors import LedgerError
    from desktop.frame.telling import Buttons
    from desktop.inspector.inspector import Inspector
    from desktop.pages.base import Page
    from desktop.pages.start import StartPage


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
        self._page_id = settings.get(PAGE) if settings.get(PAGE) in PAGES else "overview"
        self._was_painted = False
        self._entered: QWidget | None = None  # what had the keyboard when Enter was pressed
        self.visits = Visits(self)
        self._side_buttons = SideButtons(self)
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
        self.toolbar = Toolbar(self.session, self.theme, self.actions_, self)
        self.search = self.toolbar.search
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
        self.inspector_pane = InspectorPane(self.session, self.theme, self.settings, self.bus)
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
        self._regions = (self.navigation, self.toolbar, self.scope_bar, middle, self.inspector_pane, self.status)

    def _connect(self) -> None:
        session = self.session
        session.opened.connect(self._on_opened)
        for told in (
            session.writable_changed,
            session.ledger_changed,
            session.scope_changed,
            session.selection_changed,
        ):
            told.connect(self._refresh_facts)
        self.inspector_pane.opened.connect(self.actions_["view.inspector"].setChecked)
        self.inspector_pane.left.connect(self._on_inspector_left)
        session.scope_changed.connect(self.visits.moved)
        session.selection_changed.connect(self.visits.moved)
        self.visits.due.connect(self._on_visit)
        self._side_buttons.pressed.connect(self.go)
        self.navigation.page_chosen.connect(self.show_page)
        self.status.undo_clicked.connect(session.undo)

    # What is shown.

    @Slot(str)
    def show_page(self, page_id: str) -> None:
        """Show a page, made now if it was never shown."""
        self._page_id = page_id
        self.navigation.show_page(page_id)
        self.actions_[f"page.{listed(page_id)}"].setChecked(True)
        if not self.session.is_open:
            return
        self._made(page_id)
        self.stack.setCurrentIndex(self._places[page_id])
        self.visits.moved()

    def _made(self, page_id: str) -> Page:
        if page_id not in self._pages:
            page = PAGES[page_id].load()(self.session, self.theme, self.settings, self.bus)
            self._pages[page_id] = page
            self._places[page_id] = self.stack.addWidget(Scrolled(page, whole=True))
        return self._pages[page_id]

    def show_organization(self, organization_id: OrganizationId) -> None:
        """Show the page of an organization."""
        self._made("organization").show_record(organization_id)
        self.show_page("organization")

    def go(self, by: int) -> None:
        """Go to where one was before (-1), or forward again (1)."""
        place = self.visits.step(by, self._place()) if self.session.is_open else None
        if place is None:
            return
        self.session.set_scope(place.scope)
        if place.organization_id is not None:
            self.show_organization(place.organization_id)
        else:
            self.show_page(place.page_id)
        self.session.select(place.event_id)
        self._refresh_facts()

    def _place(self) -> Place:
        organization_id = self.page.subject if self.page is not None else None
        session = self.session
        return Place(
            page_id=self._page_id, organization_id=organization_id, scope=session.scope, event_id=session.selected
        )

    @Slot()
    def _on_visit(self) -> None:
        if self.session.is_open:
            self.visits.note(self._place())
            self._refresh_facts()

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

    def resume(self, path: Path) -> None:
        """Show the ledger that is open, in the place of a window in which one had come by a ``path``."""
        self._on_opened()
        self.visits.path = path

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

    @property
    def start_shown(self) -> StartPage | None:
        """The start page, where it is what is seen."""
        return self._start if self._start is not None and self.frames.currentWidget() is self._start else None

    def _show_bars(self, *, shown: bool) -> None:
        self.toolbar.setVisible(shown)
        self.status.setVisible(shown)

    # The inspector.

    @property
    def inspector(self) -> Inspector:
        """The inspector, made now if it was never needed."""
        return self.inspector_pane.inspector

    def show_inspector(self, *, shown: bool, remember: bool = False) -> None:
        """Open or close the inspector; ``remember`` what the person wants it to be from now on."""
        self.inspector_pane.open(shown=shown, remember=remember)

    @Slot()
    def _on_inspector_left(self) -> None:
        self.panes.focus(2)

    # What the session says.

    @Slot()
    def _on_opened(self) -> None:
        self.banners.clear()
        self.visits.path.clear()
        self._restore_scope()
        self.show_work()
        self._refresh_facts()
        self.show_page(self._page_id)
        self.navigation.setFocus()
        QTimer.singleShot(0, self.inspector_pane, self.inspector_pane.fill)

    def _restore_scope(self) -> None:
        text = self.settings.get(SCOPE)
        if text and self.session.path is not None and self.session.scope == Scope():
            from desktop.session.scope_memory import restored

            self.session.set_scope(restored(text, self.session.path) or Scope())

    @Slot()
    def _refresh_facts(self, _change: object = None) -> None:
        facts.refresh(self, self.session, self.actions_, self.visits.path)
        self.actions_[f"theme.{self.theme.mode}"].setChecked(True)

    def tell(self, key: str, text: str, *, buttons: Buttons = (), icon: str = "warning") -> None:
        """Say what became of a file: above the pages where those are seen, else on the start page."""
        if self.start_shown is not None:
            self.start_shown.tell(text, buttons=buttons)
        else:
            self.banners.show_notice(key, text, buttons=buttons, icon=icon)

    def report(self, error: LedgerError) -> None:
        """A failure nobody else has taken; that the file is damaged is said once, whatever met it."""
        if error.code == "ledger.damaged":
            from desktop.frame.telling import ways_out
            from desktop.wording.codes import error_sentence

            self.tell("damaged", error_sentence(error), buttons=ways_out(self.session.path))
        else:
            from desktop.widgets import notify

            notify.show_error(self, error)

    @Slot()
    def _be_served(self) -> None:
        serve, self._serve = self._serve, None
        if serve is not None:
            serve(self)

    # Places and sizes.

    def _restore(self) -> None:
        memory.restore(self, self.splitter, self.settings)
        self.show_inspector(shown=False)
        self.navigation.show_page(self._page_id)
        self.actions_[f"page.{listed(self._page_id)}"].setChecked(True)

    def remember(self) -> None:
        """Keep places and sizes for the next start."""
        memory.keep(self, self.splitter, self.settings, panes=not self.inspector_pane.isHidden())
        self.settings.set(PAGE, listed(self._page_id))
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
            QTimer.singleShot(0, self.inspector_pane, self.inspector_pane.begin)

    def event(self, event: QEvent) -> bool:
        """Notes what had the keyboard when Enter came: whoever takes the key first may move the focus on."""
        if event.type() == QEvent.Type.ShortcutOverride and is_plain_enter(event):
            self._entered = self.focusWidget()
        return super().event(event)

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: FBT001 - Qt's
        """Tab goes as the eye does."""
        return tab_order.step(self._regions, forward=forward) or super().focusNextPrevChild(forward)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the keyboard, in the window as in any dialog."""
        button, self._entered = self._entered, None
        here = isinstance(button, QPushButton | QToolButton) and button == self.focusWidget()
        if here and is_plain_enter(event) and not event.isAutoRepeat():
            assert isinstance(button, QPushButton | QToolButton)
            button.click()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """The buttons at the side of the mouse go back and forward."""
        super().showEvent(event)
        self.windowHandle().installEventFilter(self._side_buttons)  # once, however often it is done

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
            self.hide()  # a last backup of a large ledger takes some seconds
            self.session.close()
        super().closeEvent(event)

    def may_leave(self) -> bool:
        """Whether nothing typed would be lost; else it is asked."""
        return self.inspector_pane.may_leave()
