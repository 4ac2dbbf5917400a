"""Handlers that are about damage: checking the ledger, saying that it is damaged, and recovering what can be read."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QProcess, QTimer, Slot

import desktop
from desktop.actions.handlers import Handlers
from desktop.commands.registry import Handler
from desktop.frame.telling import ways_out
from desktop.session.bus import Bus
from desktop.session.places import page_sums
from desktop.session.requests import OpenFile, RecoverLedger, ShowBackups
from desktop.wording.backups import pages_differ
from desktop.wording.i18n import _, ngettext

if TYPE_CHECKING:
    from db.errors import LedgerError
    from db.ledger import Ledger
    from db.model.progress import Progress
    from desktop.frame.window import Window

#: After a ledger was opened: the first pages come first.
_FIRST_MS = 3000


class DamageActions(Handlers):
    """The check of the open ledger, and recovering any."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._recovering: QProcess | None = None
        self._path = self._target = Path()
        self._looking: QProcess | None = None
        self._session.opened.connect(self._on_opened)
        self._on_opened()  # the window may have come after the ledger

    def handlers(self) -> Mapping[str, Handler]:
        """Command id -> what carries it out."""
        return {"ledger.check": self.check, "ledger.recover": self.recover}

    def answer(self, bus: Bus) -> None:
        """Take the requests that are about damage."""
        bus.answer(RecoverLedger, lambda asked: self.recover(asked.path))

    # Checking.

    def check(self) -> None:
        """Look for damage, with progress; a save meanwhile comes first."""
        status = self._window.status
        # Patient: a commit need not wait for it, it begins again afterwards.
        task = self._session.tasks.read(
            _check, self._checked, self._failed, progress=status.show_progress, patient=True
        )
        status.watch(task, _("Checking the ledger"))

    def _checked(self, problems: list[LedgerError]) -> None:
        from desktop.wording.codes import error_sentence

        window = self._window
        window.status.finish()
        if not problems:
            window.banners.hide_notice("damaged")
            window.status.say(_("The ledger was checked: it is sound."))
            return
        text = ngettext("The check found {n} problem.", "The check found {n} problems.", len(problems))
        self._tell(f"{text.format(n=len(problems))} {error_sentence(problems[0])}")

    def _failed(self, error: LedgerError) -> None:
        self._window.status.finish()
        if error.code == "cancelled":
            self._window.status.say(_("The check was stopped; nothing is known of what it had not reached."))
        else:
            self._window.report(error)

    def _tell(self, text: str) -> None:
        self._window.tell("damaged", text, buttons=ways_out(self._session.path))

    # Looking at the bytes.

    @Slot()
    def _on_opened(self) -> None:
        """Soon look whether the bytes are as they were left, where that is noted."""
        path = self._session.path
        if path is not None and page_sums(path).exists():
            QTimer.singleShot(_FIRST_MS, self, self._look)

    @Slot()
    def _look(self) -> None:
        path = self._session.path
        if path is None or self._looking is not None:
            return
        self._looking = self._process(["check", str(path.absolute()), "--pages", "--json"], self._looked)

    @Slot()
    def _looked(self) -> None:
        process, self._looking = self._looking, None
        path = self._session.path
        if process is None or path is None:
            return
        process.deleteLater()
        try:
            found = json.loads(bytes(process.readAllStandardOutput().data()))
        except ValueError:
            return  # it could not be started; the check on request can
        if found["differ"]:
            text = pages_differ(found["differ"], found["pages"], path)
            self._tell(" ".join([text, _("The ledger is being checked.")]))
            self.check()

    def _process(self, arguments: list[str], done: Callable[[], None]) -> QProcess:
        """A command in a process of its own: in this one, reading the file beside SQLite would drop its locks."""
        process = QProcess(self)
        frozen = getattr(sys, "frozen", False)
        process.setWorkingDirectory(str(Path(desktop.__file__).parents[1]))
        process.finished.connect(done)
        process.start(sys.executable, arguments if frozen else ["-m", "desktop", *arguments])
        return process

    # Recovering.

    def recover(self, path: Path | None = None) -> None:
        """Ask for a damaged ledger (unless it is given) and for the new file, and recover in a process of its own.

        It reads the file beside SQLite, which in this process would drop the lock of a ledger that is open.
        """
        from desktop.widgets import files

        if self._recovering is not None:
            self._window.tell("recovered", _("A ledger is being recovered already."), icon="info")
            return
        window = self._window
        if path is None:
            path = files.pick_open(window, window.settings, title=_("Recover Ledger"), kinds=[files.LEDGERS])
        if path is None:
            return
        target = files.pick_save(
            window,
            window.settings,
            title=_("Save Recovered Ledger"),
            kind=files.LEDGERS,
            name=_("{name} recovered.headwater").format(name=path.stem),
            replace=False,
        )
        if target is not None:
            self._start(path, target)

    def _start(self, path: Path, target: Path) -> None:
        self._path = path
        arguments = ["recover", str(path.absolute()), "--output", str(target.absolute()), "--json"]
        self._recovering, self._target = self._process(arguments, self._recovered), target
        self._recovering.errorOccurred.connect(self._not_started)
        self._window.tell("recovered", _("Recovering “{file}”…").format(file=path.name), icon="info")

    @Slot()
    def _not_started(self) -> None:
        process = self._recovering
        if process is not None and process.error() is QProcess.ProcessError.FailedToStart:
            self._recovered()

    @Slot()
    def _recovered(self) -> None:
        process, self._recovering = self._recovering, None
        if process is None:
            return
        said = bytes(process.readAllStandardOutput().data()).decode(errors="replace")
        complained = bytes(process.readAllStandardError().data()).decode(errors="replace").strip()
        process.deleteLater()
        restore = (ShowBackups(self._path), _("Restore a Backup…"))
        try:
            found = json.loads(said)
        except ValueError:
            text = complained or _("The ledger could not be recovered.")
            self._window.tell("recovered", text, buttons=(restore,))
            return
        buttons = ((OpenFile(self._target), _("Open It")), *([restore] if found["backup"] else []))
        self._window.tell("recovered", " ".join(found["said"]), buttons=buttons, icon="info")


def _check(ledger: Ledger, progress: Progress) -> list[LedgerError]:
    return ledger.check(progress)


__all__ = ["DamageActions"]
