"""Importing a data package in the window: asked for, taken in the background, and told."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from db.errors import LedgerError
from desktop.widgets import notify
from desktop.wording.exporting import package_sentences
from desktop.wording.i18n import _

if TYPE_CHECKING:
    from db.ledger import Ledger
    from db.model.progress import Progress
    from db.package.adding import AddedPackage
    from db.store.operations import ChangeSet
    from desktop.frame.window import Window


class PackageImport(QObject):
    """Takes one package into the open ledger. Lives as long as the window."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window, self._session = window, window.session
        self._path = Path()

    def start(self, path: Path) -> None:
        """Ask, and take it as soon as the ledger can be written."""
        self._path = path
        agreed = notify.ask(
            self._window,
            title=_("Import"),
            text=_(
                "“{file}” is a data package, a whole ledger. An empty ledger becomes the same as it; any other gets "
                "what it has not, as one step that can be undone."
            ).format(file=path.name),
            yes=_("Import"),
        )
        if not agreed:
            return
        if self._session.writable or self._session.write_error is not None:
            self._take()
        else:  # a new ledger is just being opened for writing
            self._session.writable_changed.connect(self._on_writable)

    @Slot()
    def _on_writable(self) -> None:
        self._session.writable_changed.disconnect(self._on_writable)
        self._take()

    def _take(self) -> None:
        error = self._session.write_error
        if error is not None:
            self._window.report(error)
            return
        status = self._window.status
        self._session.backups.before("import")
        # Not Session.write: an empty ledger takes over a history, which is no change that views could follow.
        task = self._session.tasks.write(
            partial(_take, path=self._path), self._on_taken, self._on_failed, progress=status.show_progress
        )
        status.watch(task, _("Importing {file}").format(file=self._path.name))

    @Slot(object)
    def _on_taken(self, taken: AddedPackage) -> None:
        self._taken = taken
        path = self._session.path
        if taken.whole and path is not None:
            self._session.opened.connect(self._on_opened)
            self._session.open(path)
        elif taken.change is not None:
            self._session.announce(taken.change, self._tell)
        else:
            self._tell()

    @Slot()
    def _on_opened(self) -> None:
        self._session.opened.disconnect(self._on_opened)
        self._tell()

    def _tell(self, _change: ChangeSet | None = None) -> None:
        """In one line; what is not as the package says has to be read before work goes on."""
        self._window.status.finish()
        first, *others = package_sentences(self._path.name, self._taken)
        self._window.status.say(first)
        if others:
            notify.show_message(self._window, title=_("Import"), text=first, details="\n".join(others))

    @Slot(object)
    def _on_failed(self, error: LedgerError) -> None:
        self._window.status.finish()
        if error.code != "cancelled":
            self._window.report(error)


def _take(ledger: Ledger, progress: Progress, *, path: Path) -> AddedPackage:
    from db.package.taking import take_package

    return take_package(ledger, path, progress=progress)
