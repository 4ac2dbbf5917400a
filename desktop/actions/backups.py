"""Handlers that are about backups: making one, going back to one, and the line that says when the last was made."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Slot

from desktop.actions.handlers import Handlers
from desktop.commands.registry import Handler
from desktop.operations.ledger import restore
from desktop.session.bus import Bus
from desktop.session.requests import OpenFile, ShowBackups
from desktop.wording.i18n import _

if TYPE_CHECKING:
    from db.backups.shelf import Backup
    from db.errors import LedgerError
    from db.ledger import Ledger
    from db.model.progress import Progress
    from db.store.operations import ChangeSet
    from desktop.frame.window import Window

#: How often the line is worded anew: yesterday's backup has its day.
_WORDED_MS = 60_000


class BackupActions(Handlers):
    """Backups of the open ledger."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._told: LedgerError | None = None  # the failure that the banners speak of
        self._clock = QTimer(self)
        self._clock.setInterval(_WORDED_MS)
        self._clock.timeout.connect(self._word)
        self._session.backups.changed.connect(self._on_changed)
        self._on_changed()

    def handlers(self) -> Mapping[str, Handler]:
        """Command id -> what carries it out."""
        return {"backup.now": self.back_up, "backup.restore": self.show}

    def answer(self, bus: Bus) -> None:
        """Take the requests that are about backups."""
        bus.answer(ShowBackups, lambda _asked: self.show())

    def back_up(self) -> None:
        """Make a backup at once."""
        if self._session.backups.active:
            self._session.backups.now()
        else:
            self._window.status.say(_("The sample is not backed up. Save a copy of it to keep it."))

    def show(self) -> None:
        """The backups, and what going back to one would change."""
        from desktop.dialogs.restore import RestoreDialog

        dialog = RestoreDialog(self._session, self._window)
        dialog.restore_chosen.connect(self._on_restore)
        dialog.save_chosen.connect(self._on_save)
        dialog.exec()
        dialog.deleteLater()

    @Slot(object)
    def _on_restore(self, backup: Backup) -> None:
        if self._window.may_leave():
            self._session.backups.before("restore")
            self._session.write(restore(backup), partial(self._restored, backup), self._window.report)

    def _restored(self, backup: Backup, _change: ChangeSet) -> None:
        from desktop.wording.backups import moment

        text = _("The ledger is as it was on {moment}.").format(moment=moment(backup))
        self._window.status.say(text, undo=True)

    @Slot(object)
    def _on_save(self, backup: Backup) -> None:
        from desktop.widgets import files

        target = files.pick_save(
            self._window,
            self._window.settings,
            title=_("Save as New Ledger"),
            kind=files.LEDGERS,
            name=f"{backup.ledger.stem} {backup.made.astimezone():%Y-%m-%d %H%M}.headwater",
            replace=False,
        )
        if target is not None:
            status = self._window.status
            task = self._session.tasks.read(
                partial(_unpack, backup=backup, target=target),
                partial(self._saved, target),
                self._failed,
                progress=status.show_progress,
            )
            status.watch(task, _("Copying"))

    def _saved(self, target: Path, _result: object) -> None:
        self._window.status.finish()
        self._window.banners.show_notice(
            "restored",
            _("The backup is now the ledger “{file}”.").format(file=target.name),
            buttons=((OpenFile(target), _("Open It")),),
            icon="info",
        )

    def _failed(self, error: LedgerError) -> None:
        self._window.status.finish()
        if error.code != "cancelled":
            self._window.report(error)

    # What the window says of them.

    @Slot()
    def _on_changed(self) -> None:
        self._word()
        error, banners = self._session.backups.error, self._window.banners
        if error is None:
            banners.hide_notice("backups")
        elif self._told is None or str(self._told) != str(error):  # one that was closed stays closed
            from desktop.wording.codes import error_sentence

            buttons = ((ShowBackups(), _("Restore from Backup…")),) if error.code == "backup.damaged" else ()
            banners.show_notice("backups", error_sentence(error), buttons=buttons)
        self._told = error

    @Slot()
    def _word(self) -> None:
        from desktop.wording.backups import last_backup

        backups, status = self._session.backups, self._window.status
        if backups.last is None:
            self._clock.stop()
            status.show_backup("")
        else:
            today = datetime.now().astimezone().date()
            status.show_backup(last_backup(backups.last.made, today=today), str(backups.last.path.parent))
            self._clock.start()


def _unpack(_ledger: Ledger, progress: Progress, *, backup: Backup, target: Path) -> None:
    from db.backups.reading import unpack

    unpack(backup, target, progress=progress)
