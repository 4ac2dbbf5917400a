"""A dialog that takes a file dropped on it, and does not close over work that runs."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QDialog


class FileDialog(QDialog):
    """What a subclass says of itself: whether it takes a file now, what it does with it, and what work runs."""

    @property
    def takes_files(self) -> bool:
        """Whether a file may be dropped now."""
        raise NotImplementedError

    def take_file(self, path: Path) -> None:
        """A file was dropped."""
        raise NotImplementedError

    @property
    def busy(self) -> bool:
        """Whether work runs that has to be stopped before the dialog closes."""
        raise NotImplementedError

    def stop(self) -> None:
        """Stop that work; nothing of it stays."""
        raise NotImplementedError

    # Qt.

    def reject(self) -> None:
        """Stop what runs, else close."""
        if self.busy:
            self.stop()
        else:
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Qt: what runs is stopped first."""
        if self.busy:
            event.ignore()
            self.reject()
            return
        super().closeEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Qt: a file may be dropped."""
        if self.takes_files and any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Qt: take the first of what is dropped."""
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths and self.takes_files:
            self.take_file(paths[0])
