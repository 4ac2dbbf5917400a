"""The composition root: everything is made and joined here, nothing is decided."""

from __future__ import annotations

import gc
import logging
import sys
import threading
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QStandardPaths, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication

from desktop.frame.window import Window
from desktop.look import icons
from desktop.look.spoken import tell_roles
from desktop.look.theme import STYLE, Theme
from desktop.session.places import backup_folder
from desktop.session.session import Session
from desktop.session.settings import ACTOR, BACKUP_FOLDER, LANGUAGE, LAST_LEDGER, REOPEN_LAST, THEME, Settings
from desktop.session.traces import LogFormatter
from desktop.wording import i18n

if TYPE_CHECKING:
    from PySide6.QtCore import QTranslator

    from desktop.session.requests import Request

log = logging.getLogger(__name__)

#: What killed programs have left is looked for once the first pages are there.
_SWEEP_MS = 2000
#: A log larger than this is put aside at the next start, in the place of the one put aside before.
_LOG_LIMIT = 1_000_000


def run(path: Path | None, *, sample: bool) -> int:
    """Show the window until it is closed: on a ledger, on a fresh copy of the sample, or as it was left.

    Returns the exit code.
    """
    gc.disable()  # a round of it costs more than the start makes garbage; back on after the first picture
    app = QApplication.instance() or QApplication([*sys.argv[:1], *STYLE])
    assert isinstance(app, QApplication)
    app.setProperty("fusion", True)
    app.setApplicationName("Headwater")
    app.setApplicationDisplayName("")
    app.setDesktopFileName("headwater")
    program = Program(app)
    program.catch_errors(start_log())
    program.begin(path, sample=sample)
    code = app.exec()
    program.end()
    return code


class Program(QObject):
    """The parts that live as long as the program; the window is made anew when the language changes."""

    _failed_in_thread = Signal(object)

    def __init__(self, app: QApplication, settings: Settings | None = None) -> None:
        super().__init__()
        self.app = app
        self.settings = settings or Settings()
        self._translator: QTranslator | None = None
        self._log: Path | None = None
        self._crash_shown = False
        self._sample = False  # whether that is opened once there is a picture,
        self._path: Path | None = None  # or this
        self.speak(self.settings.get(LANGUAGE))
        self.session = Session(self)
        self.session.actor = self.settings.get(ACTOR)
        self.session.backups.root = backup_folder(self.settings.get(BACKUP_FOLDER))
        self.theme = Theme(app, mode=self.settings.get(THEME))
        tell_roles()
        self.window = self._make_window()
        self._failed_in_thread.connect(self._on_failed_in_thread, Qt.ConnectionType.QueuedConnection)

    def begin(self, path: Path | None, *, sample: bool) -> None:
        """Show the window, then open what was asked for, else the last ledger."""
        last = self.settings.get(LAST_LEDGER)
        if path is None and not sample and self.settings.get(REOPEN_LAST) and last and Path(last).is_file():
            path = Path(last)
        self._sample, self._path = sample, path
        if not sample and path is None:
            self.window.show_start()
        self.window.painted.connect(self._on_painted)
        self.window.show()

    @Slot()
    def _on_painted(self) -> None:
        first = self._first()
        if first is not None:
            self.window.bus.request(first)
        self.app.setWindowIcon(icons.app_icon())
        gc.enable()
        QTimer.singleShot(_SWEEP_MS, self, _sweep)

    def _first(self) -> Request | None:
        from desktop.session.requests import OpenFile, OpenSample  # after the first picture

        return OpenSample() if self._sample else OpenFile(self._path) if self._path is not None else None

    def end(self) -> None:
        """Take the program's hooks away again, end what still runs, and destroy the window.

        Left to the interpreter, the window's parts would be destroyed in any order.
        """
        self.session.close()
        if shiboken6.isValid(self.window):
            self.window.deleteLater()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__

    # The window.

    def _make_window(self) -> Window:
        window = Window(self.session, self.theme, self.settings, serve)
        window.language_chosen.connect(self._on_language, Qt.ConnectionType.QueuedConnection)
        self.session.failed.connect(window.report)
        return window

    @Slot(str)
    def _on_language(self, code: str) -> None:
        """A window in another language takes the place of the one there is; the ledger stays open."""
        old = self.window
        old.remember()
        old.keeps_session = True
        self.speak(code)
        self.window = self._make_window()
        if self.session.is_open:
            self.window.resume(old.visits.path)
        else:
            self.window.show_start()
        self.window.show()
        old.hide()
        old.deleteLater()

    def speak(self, code: str) -> None:
        """Our texts and Qt's own in a language; empty is the system's."""
        taken = i18n.use(code)
        if self._translator is not None:
            self.app.removeTranslator(self._translator)
            self._translator.deleteLater()  # it would stay with its parent
            self._translator = None
        if taken != "en":
            from PySide6.QtCore import QLibraryInfo, QTranslator

            translator = QTranslator(self)
            folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
            if translator.load(f"qtbase_{taken}", folder):
                self.app.installTranslator(translator)
                self._translator = translator

    # The last net.

    def catch_errors(self, log_file: Path | None) -> None:
        """From now on an error of ours is logged and shown, and the program goes on."""
        self._log = log_file
        sys.excepthook = self._on_error
        threading.excepthook = self._on_thread_error

    def _on_error(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        from db.errors import LedgerError

        if issubclass(kind, KeyboardInterrupt):
            self.app.quit()
            return
        if isinstance(error, LedgerError):
            self.window.report(error)
            return
        log.critical("unexpected", exc_info=(kind, error, trace))
        if self._crash_shown:
            return  # one is enough; the log has them all
        from desktop.dialogs.crash import CrashDialog

        self._crash_shown = True
        try:
            CrashDialog(error, self._log, self.window).exec()
        finally:
            self._crash_shown = False

    def _on_thread_error(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            self._failed_in_thread.emit(args.exc_value)

    @Slot(object)
    def _on_failed_in_thread(self, error: BaseException) -> None:
        self._on_error(type(error), error, error.__traceback__)


def _sweep() -> None:
    from desktop.session.leftovers import sweep

    sweep()


def serve(window: Window) -> None:
    """Give a window those who carry out its commands and requests. The first picture needs none of them."""
    from desktop.actions.backups import BackupActions
    from desktop.actions.damage import DamageActions
    from desktop.actions.events import EventActions
    from desktop.actions.fields import FieldActions
    from desktop.actions.files import FileActions
    from desktop.actions.kinds import KindActions
    from desktop.actions.records import RecordActions
    from desktop.actions.saved_views import SavedViewActions
    from desktop.actions.views import ViewActions

    for make in (
        FileActions, EventActions, RecordActions, KindActions, FieldActions, SavedViewActions, ViewActions,
        BackupActions, DamageActions,
    ):  # fmt: skip
        made = make(window)
        window.actions_.register(made.handlers())
        made.answer(window.bus)


def start_log() -> Path | None:
    """Log warnings and worse to a file in the folder for the program's data; None where that cannot be written."""
    folder = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppDataLocation))
    path = folder / "headwater.log"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if path.exists() and path.stat().st_size > _LOG_LIMIT:
            path.replace(path.with_suffix(".old.log"))
        path.touch(mode=0o600)
        path.chmod(0o600)
        handler = logging.FileHandler(path, encoding="utf-8", delay=True)
    except OSError:
        return None
    handler.setFormatter(LogFormatter())
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.WARNING)
    return path
