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
    from db.model.progress import Progress
    from db.store.operations import ChangeSet
    from desktop.frame.window import Window

#: How often the line is worded anew: yesterday's backup has its day.
_WORDED_MS = 60_000


class BackupActions(Handlers):
    """Backups of the open ledger."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._kept: tuple[Path, Path] | None = None  # a ledger that was restored, and what was there before
        self._waiting: tuple[Backup, Path] | None = None  # what is put back once the ledger is closed
        self._session.opened.connect(self._on_opened)
        self._session.left.connect(self._on_left)
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
        bus.answer(ShowBackups, lambda asked: self.show(asked.path))

    def back_up(self) -> None:
        """Make a backup at once."""
        if self._session.backups.active:
            self._session.backups.now()
        else:
            self._window.status.say(_("The sample is not backed up. Save a copy of it to keep it."))

    def show(self, path: Path | None = None) -> None:
        """The backups, and what going back to one would change; ``path``: of a ledger that cannot be opened."""
        from desktop.dialogs.file.restore import RestoreDialog

        file = self._session.file
        there = path == self._session.path and (file.in_place or file.keeps_mine)
        damaged = None if path is None or there else path
        dialog = RestoreDialog(self._session, self._window, damaged=damaged)
        dialog.put_back_chosen.connect(self._on_put_back)
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

    @Slot(object, object)
    def _on_put_back(self, backup: Backup, path: Path) -> None:
        if not self._window.may_leave():
            return
        if path == self._session.path:
            self._waiting = backup, path
            self._session.leave()
        else:
            self._put_back(backup, path)
        if not self._session.is_open:
            self._window.show_start().tell(_("Restoring “{file}”…").format(file=path.name))

    @Slot()
    def _on_left(self) -> None:
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            self._put_back(*waiting)

    def _put_back(self, backup: Backup, path: Path) -> None:
        work = partial(_put_back, backup=backup, path=path)
        self._session.tasks.aside(work, partial(self._is_back, path), self._not_back)

    def _is_back(self, path: Path, kept: Path | None) -> None:
        self._window.bus.request(OpenFile(path))
        self._kept = (path, kept) if kept is not None else None

    @Slot(object)
    def _not_back(self, error: LedgerError) -> None:
        from desktop.wording.codes import error_sentence

        self._window.tell("restored", error_sentence(error))

    @Slot()
    def _on_opened(self) -> None:
        """The ledger in whose place a backup was put: where the other is now."""
        put, self._kept = self._kept, None
        if put is not None and put[0] == self._session.path:
            text = _(
                "The ledger is as it was in the backup. The file that was in its place is kept as “{file}” beside it."
            )
            self._window.banners.show_notice("restored", text.format(file=put[1].name), icon="info")

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
            task = self._session.tasks.aside(
                partial(_unpack, backup=backup, target=target),
                partial(self._saved, target),
                self._failed,
                progress=status.show_progress,
            )
            status.watch(task, _("Copying"))

    def _saved(self, target: Path, _result: object) -> None:
        self._window.status.finish()
        text = _("The backup is now the ledger “{file}”.").format(file=target.name)
        self._window.tell("restored", text, buttons=((OpenFile(target), _("Open It")),), icon="info")

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

            buttons = ((ShowBackups(), _("Restore a Backup…")),) if error.code == "backup.damaged" else ()
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


def _unpack(progress: Progress, *, backup: Backup, target: Path) -> None:
    from db.backups.reading import unpack

    unpack(backup, target, progress=progress)


def _put_back(progress: Progress, *, backup: Backup, path: Path) -> Path | None:
    from db.backups.reading import put_back
    from db.store.store import local_now

    return put_back(backup, path, now=local_now(), progress=progress)
