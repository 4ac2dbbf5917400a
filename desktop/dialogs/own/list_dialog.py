"""What both lists of one's own share: the list with its buttons, one editor at a time, and a word on what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Slot
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QPushButton,
    QTreeView,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from db.errors import LedgerError
from desktop.look import plaintext
from desktop.session.session import Session
from desktop.wording import codes


class ListDialog(QDialog):
    """A list in groups; each change is written at once and can be undone."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._wanted = ""  # what is to be chosen when the list is filled
        self.editor: QDialog | None = None
        self.note = plaintext.label("", wrap=True)
        self.note.setProperty("role", "warning")
        self.note.hide()

    def arrange(
        self, intro: str, view: QTreeView, buttons: Sequence[tuple[QPushButton, Callable[..., object] | None]]
    ) -> None:
        """Lay out a word on the list, the list, and the buttons with what each does; the last closes the dialog."""
        said = plaintext.label(intro, wrap=True)
        said.setProperty("role", "muted")
        row = QHBoxLayout()
        row.setSpacing(8)
        for button, slot in buttons:
            button.setAccessibleName(button.text().replace("&", "").removesuffix("…"))
            button.setAutoDefault(False)
            if slot is not None:
                button.clicked.connect(slot)
            if button is buttons[-1][0]:
                row.addStretch()
            row.addWidget(button)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 16, 16, 16)
        box.setSpacing(8)
        box.addWidget(said)
        box.addWidget(view, 1)
        box.addWidget(self.note)
        box.addLayout(row)

    def open_editor(self, editor: QDialog) -> None:
        """Show the editor of one of the list, which is gone once it is closed."""
        self.editor = editor
        editor.finished.connect(self._on_edited)
        editor.open()

    def say(self, text: str) -> None:
        """Say something below the list; "": nothing any more."""
        plaintext.set_text(self.note, text)
        self.note.setVisible(bool(text))

    @Slot()
    def _on_edited(self) -> None:
        editor, self.editor = self.editor, None
        if editor is not None:
            editor.deleteLater()

    @Slot(object)
    def _on_failed(self, error: LedgerError) -> None:
        self.say(codes.error_sentence(error))


__all__ = ["ListDialog"]
