"""Mappings opened from files and saved to them, in the import dialog."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from db.errors import LedgerError, WorldError
from db.importing.planning.mapping import FileMapping
from db.importing.planning.mapping_text import mapping_of
from db.importing.planning.plan import ImportPlan, Inspection
from desktop.importing.choosing.columns_step import ColumnsStep
from desktop.importing.presets import from_file
from desktop.look import plaintext
from desktop.session.settings import LAST_FOLDER, Settings
from desktop.wording.codes import error_sentence
from desktop.wording.i18n import _


class MappingFiles(QObject):
    """What the columns step asks for about files of mappings. Emits ``opened`` with a :class:`FileMapping`."""

    opened = Signal(object)

    def __init__(self, step: ColumnsStep, settings: Settings, parent: QObject) -> None:
        super().__init__(parent)
        self._step, self._settings = step, settings
        step.open_requested.connect(self._on_open)
        step.save_requested.connect(self._on_save)

    @Slot()
    def _on_open(self) -> None:
        found = pick_mapping(self._step, self._settings.get(LAST_FOLDER))
        if isinstance(found, LedgerError):
            self._step.note.say(error_sentence(found))
        elif found is not None:
            self.opened.emit(found)

    @Slot()
    def _on_save(self) -> None:
        inspection, plan = self._step.shown
        done = save_mapping(self._step, inspection, plan) if inspection is not None and plan is not None else None
        if isinstance(done, LedgerError):
            self._step.note.say(error_sentence(done))
        elif done is not None:
            self._step.note.say(_("Saved as {file}.").format(file=plaintext.elided(done.name, limit=80)))


def pick_mapping(parent: QWidget, folder: str) -> FileMapping | LedgerError | None:
    """The mapping of a file that is asked for; why it is none; None: no file was chosen."""
    found, _filter = QFileDialog.getOpenFileName(
        parent, _("Open a Mapping"), folder, ";;".join((_("Mappings (*.toml)"), _("All files (*)")))
    )
    if not found:
        return None
    try:
        return from_file(Path(found))
    except LedgerError as error:
        return error


def save_mapping(parent: QWidget, inspection: Inspection, plan: ImportPlan) -> Path | LedgerError | None:
    """Save what was decided about columns to a file that is asked for, and say which; why not; None: none chosen."""
    suggested = inspection.path.with_suffix(".toml")
    found, _filter = QFileDialog.getSaveFileName(parent, _("Save the Mapping"), str(suggested), _("Mappings (*.toml)"))
    if not found:
        return None
    target = Path(found)
    try:
        target.write_text(mapping_of(plan, inspection.header, target.stem), encoding="utf-8", newline="\n")
    except OSError as error:
        return WorldError("ledger.cannot_write", path=str(target), detail=error.strerror or str(error))
    return target


__all__ = ["MappingFiles"]
