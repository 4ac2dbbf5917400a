"""Handlers that are about damage: checking the ledger, saying that it is damaged, and recovering what can be read."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QProcess, Slot

import desktop
from desktop.actions.handlers import Handlers
from desktop.commands.registry import Handler
from desktop.frame.telling import ways_out
from desktop.session.bus import Bus
from desktop.session.requests import OpenFile, RecoverLedger, ShowBackups
from desktop.wording.i18n import _, ngettext

if TYPE_CHECKING:
    from db.errors import LedgerError
    from db.ledger import Ledger
    from db.model.progress import Progress
    from desktop.frame.window import Window


class DamageActions(Handlers):
    """The check of the open ledger, and recovering any."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._recovering: QProcess | None = None
        self._path = self._target = Path()

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
        process = QProcess(self)
        frozen = getattr(sys, "frozen", False)
        process.setWorkingDirectory(str(Path(desktop.__file__).parents[1]))
        arguments = ["recover", str(path.absolute()), "--output", str(target.absolute()), "--json"]
        process.finished.connect(self._recovered)
        process.errorOccurred.connect(self._not_started)
        self._recovering, self._target = process, target
        self._window.tell("recovered", _("Recovering “{file}”…").format(file=path.name), icon="info")
        process.start(sys.executable, arguments if frozen else ["-m", "desktop", *arguments])

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
