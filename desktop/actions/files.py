"""Handlers of the File menu: ledgers, import, export, copies, printing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot

from db.errors import LedgerError
from desktop.actions.handlers import Handlers
from desktop.actions.unopened import Unopened
from desktop.commands.registry import Handler
from desktop.session.bus import Bus
from desktop.session.requests import (
    ChooseLedger,
    CompareFile,
    ImportTable,
    NewLedger,
    OpenAgain,
    OpenFile,
    OpenSample,
    Request,
    SaveCopy,
    ShowBackups,
)
from desktop.session.settings import RECENT
from desktop.wording.i18n import _

if TYPE_CHECKING:
    from db.history.two_files import TwoFiles
    from db.ledger import Ledger
    from db.model.progress import Progress
    from desktop.frame.window import Window

#: Endings that are taken for tables to import.
TABLES = (".csv", ".tsv", ".tab", ".txt", ".xlsx", ".xls", ".ods", ".zip", ".gz")


class FileActions(Handlers):
    """Opening, making, importing, copying; and the banners that speak of the file."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._pending: Path | None = None  # what is being opened
        self._import_next: Path | None = None  # a table that waits for a new ledger
        self._unopened = Unopened(window)
        session = self._session
        session.opened.connect(self._on_opened)
        session.open_failed.connect(self._on_open_failed)
        session.writable_changed.connect(self._on_writable)
        recent = window.actions_.menu("recent")
        recent.aboutToShow.connect(self._fill_recent)
        self._fill_recent()
        self._on_writable()  # the window may have taken the place of another that said it

    def handlers(self) -> Mapping[str, Handler]:
        """Command id -> what carries it out."""
        return {
            "file.new": self.new,
            "file.open": self.open,
            "file.sample": self.sample,
            "file.sample_parallel": self.sample_parallel,
            "file.save_copy": self.save_copy,
            "file.close": self.close,
            "file.quit": self.quit,
            "import": self.import_table,
            "import.clipboard": self.import_clipboard,
            "export": self.export,
            "snapshot": self.snapshot,
        }

    def answer(self, bus: Bus) -> None:
        """Take the requests that are about files."""
        bus.answer(NewLedger, lambda _asked: self.new())
        bus.answer(ChooseLedger, lambda _asked: self.open())
        bus.answer(OpenSample, lambda _asked: self.sample())
        bus.answer(OpenAgain, lambda _asked: self.open_again())
        bus.answer(CompareFile, lambda _asked: self.compare())
        bus.answer(SaveCopy, lambda _asked: self.save_copy())
        bus.answer(OpenFile, lambda asked: self.open_path(asked.path))
        bus.answer(ImportTable, lambda asked: self.import_table(asked.path, data_set=asked.data_set))

    # Ledgers.

    def new(self) -> None:
        """Ask for a place and make an empty ledger there."""
        from desktop.widgets import files

        if not self._window.may_leave():
            return
        path = files.pick_save(
            self._window, self._window.settings, title=_("New Ledger"), kind=files.LEDGERS, replace=False
        )
        if path is not None:
            self._begin(path)
            self._session.create(path)

    def open(self) -> None:
        """Ask for a ledger and open it."""
        from desktop.widgets import files

        path = files.pick_open(self._window, self._window.settings, title=_("Open Ledger"), kinds=[files.LEDGERS])
        if path is not None:
            self.open_path(path)

    def open_path(self, path: Path) -> None:
        """Open a ledger; a table is imported instead."""
        if path.suffix.lower() in TABLES:
            self.import_table(path)
        elif self._window.may_leave():
            self._begin(path)
            self._session.open(path)

    def open_again(self) -> None:
        """Open the ledger that is shown once more, from its path."""
        if self._session.path is not None:
            self.open_path(self._session.path)

    def sample(self) -> None:
        """Open a fresh copy of the sample, which is gone when the program ends."""
        self._open_sample(_("Scale AI (sample).headwater"), fill_sample)

    def sample_parallel(self) -> None:
        """The same with the sample of parallel cases."""
        self._open_sample(_("Parallel cases (sample).headwater"), fill_parallel_sample)

    def _open_sample(self, name: str, fill: Callable[[Ledger], None]) -> None:
        if self._window.may_leave():
            path = self._session.temporary_folder() / name
            self._begin(path)
            self._session.create(path, fill=fill)

    def close(self) -> None:
        """Close the ledger and show the start page."""
        if self._window.may_leave():
            self._session.leave()
            self._window.banners.clear()
            self._window.show_start()

    def quit(self) -> None:
        """Close the window, and with it the program."""
        self._window.close()

    def _begin(self, path: Path) -> None:
        self._pending = path
        self._window.show_work()

    @Slot()
    def _on_opened(self) -> None:
        path = self._session.path
        if path is not None and not self.is_sample(path):
            self._window.settings.add_recent(str(path.resolve()))
        self._pending = None
        if self._session.backup is not None:
            self._window.banners.show_notice(
                "backup",
                _("This ledger was brought up to date. A copy of how it was is kept as “{file}” beside it.").format(
                    file=self._session.backup.name
                ),
                icon="info",
            )
        if self._import_next is not None:
            path, self._import_next = self._import_next, None
            self._run_wizard(path)

    @Slot(object)
    def _on_open_failed(self, error: LedgerError) -> None:
        path, self._pending, self._import_next = self._pending, None, None
        if error.code == "ledger.missing" and path is not None:
            self._window.settings.forget_recent(str(path))
        self._unopened.tell(error, path)

    def is_sample(self, path: Path) -> bool:
        """Whether a path is that of the sample's copy."""
        return path.parent in self._session.temporary

    @Slot()
    def _fill_recent(self) -> None:
        from desktop.look import plaintext

        menu = self._window.actions_.menu("recent")
        menu.clear()
        paths = [Path(known) for known in self._window.settings.get(RECENT)]
        for path in paths:
            action = menu.addAction(plaintext.mnemonic_safe(plaintext.elided(path.name)))
            action.setData(str(path))
            action.setStatusTip(str(path))
            action.triggered.connect(self._on_recent)
        menu.setEnabled(bool(paths))

    @Slot()
    def _on_recent(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.open_path(Path(sender.data()))  # type: ignore[attr-defined]

    # What the window says of the file.

    @Slot()
    def _on_writable(self) -> None:
        from desktop.wording.codes import error_sentence

        banners, error = self._window.banners, self._session.write_error
        banners.hide_notice("file")
        if error is None:
            return
        copy, again = (SaveCopy(), _("Save a Copy…")), (OpenAgain(), _("Open Again"))
        reload, compare = (OpenAgain(), _("Reload")), (CompareFile(), _("Compare…"))
        replaced = self._session.path is not None and self._session.path.is_file()
        buttons: tuple[tuple[Request, str], ...] = {
            "ledger.moved": (copy, again, compare) if replaced else (copy, again),
            "ledger.changed": (reload, (SaveCopy(), _("Save Mine as a Copy…")), compare),
            "ledger.changed_large": (reload, (ShowBackups(self._session.path), _("Restore a Backup…"))),
            "ledger.in_use": ((OpenAgain(), _("Try Again")),),
            "ledger.locked": ((OpenAgain(), _("Try Again")),),
        }.get(error.code, (copy,))
        banners.show_notice("file", error_sentence(error), buttons=buttons, closable=self._session.file.in_place)

    # Tables, copies, print.

    def import_table(self, path: Path | None = None, *, data_set: str = "") -> None:
        """Import a table: the given one, else one that is asked for. Without a ledger a new one comes first.

        ``data_set``: the name of the data set whose next edition it is; "": the one that it is found to be of.
        """
        from desktop.widgets import files

        if path is None:
            path = files.pick_open(self._window, self._window.settings, title=_("Import"), kinds=[files.TABLES])
        if path is None:
            return
        if self._session.is_open:
            self._run_wizard(path, data_set)
        else:
            self._import_next = path
            self.new()
            if self._pending is None:
                self._import_next = None

    def import_clipboard(self) -> None:
        """Import the table that was copied, from a spreadsheet for example: its text is kept in a file meanwhile."""
        from PySide6.QtGui import QGuiApplication

        text = QGuiApplication.clipboard().text()
        if not text.strip():
            self._window.status.say(_("The clipboard holds no table. Copy its cells first."))
            return
        path = self._session.temporary_folder() / _("Clipboard.tsv")
        path.write_text(text, encoding="utf-8", newline="")
        self.import_table(path)

    def _run_wizard(self, path: Path, data_set: str = "") -> None:
        from db.package.reading import is_package

        if is_package(path):
            from desktop.actions.packages import PackageImport

            PackageImport(self._window).start(path)
            return
        from desktop.importing.wizard import ImportWizard

        window = self._window
        wizard = ImportWizard(window.session, window.theme, window.settings, path, window, data_set=data_set)
        wizard.exec()
        wizard.deleteLater()

    def export(self) -> None:
        """Write a table of the scope, all of them, or the whole ledger."""
        from desktop.dialogs.file.export import ExportDialog

        window = self._window
        dialog = ExportDialog(window.session, window.settings, window)
        dialog.chosen.connect(self._on_export_chosen)
        dialog.exec()
        dialog.deleteLater()

    @Slot(object)
    def _on_export_chosen(self, order: object) -> None:
        from desktop.dialogs.file.export import Order, run

        assert isinstance(order, Order)
        status = self._window.status
        task = self._session.tasks.read(
            partial(run, order=order),
            partial(self._written, order.path),
            self._failed,
            progress=status.show_progress,
        )
        status.watch(task, _("Exporting {file}").format(file=order.path.name))

    def save_copy(self) -> None:
        """Write a complete copy of the ledger beside it or elsewhere."""
        from desktop.widgets import files

        path = self._session.path
        target = files.pick_save(
            self._window,
            self._window.settings,
            title=_("Save a Copy"),
            kind=files.LEDGERS,
            name=_("{name} copy.headwater").format(name=path.stem) if path else "",
            replace=False,
        )
        if target is not None:
            task = self._session.tasks.read(partial(_copy, target=target), partial(self._written, target), self._failed)
            self._window.status.watch(task, _("Copying"))

    def compare(self) -> None:
        """Show what differs between what the window shows and what another program has put into the file."""
        path = self._session.path
        if path is not None:
            task = self._session.tasks.read(partial(_compared, path=path), self._show_compared, self._failed)
            self._window.status.watch(task, _("Comparing"))

    def _show_compared(self, found: TwoFiles) -> None:
        from desktop.dialogs.file.two_files import TwoFilesDialog

        self._window.status.finish()
        dialog = TwoFilesDialog(found, self._session.facts.kinds, self._window)
        dialog.exec()
        dialog.deleteLater()

    def snapshot(self) -> None:
        """Print the scope as a PDF."""
        from desktop.dialogs.file.snapshot import SnapshotDialog

        window = self._window
        dialog = SnapshotDialog(window.session, window.theme, window.settings, window)
        dialog.exec()
        dialog.deleteLater()

    def _written(self, path: Path, _result: object) -> None:
        self._window.status.finish()
        self._window.status.say(_("Wrote {path}").format(path=path))

    def _failed(self, error: LedgerError) -> None:
        self._window.status.finish()
        if error.code != "cancelled":
            self._window.report(error)


def fill_sample(ledger: Ledger) -> None:
    """Write the sample into a new ledger."""
    _fill_with(ledger, "samples/scale_ai.json")


def fill_parallel_sample(ledger: Ledger) -> None:
    """Write the sample of parallel cases into a new ledger."""
    _fill_with(ledger, "samples/parallel_cases.json")


def _fill_with(ledger: Ledger, name: str) -> None:
    import json

    from db.sample import fill
    from desktop import assets

    fill(ledger, json.loads(assets.text(name)))


def _compared(ledger: Ledger, _progress: Progress, *, path: Path) -> TwoFiles:
    return ledger.compared_with(path)


def _copy(ledger: Ledger, _progress: Progress, *, target: Path) -> None:
    ledger.save_copy(target)
