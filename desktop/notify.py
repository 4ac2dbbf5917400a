"""Messages to the person: banners above the page, questions, errors. Tests replace ``ask`` and ``show_message``."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from db.errors import LedgerError
from desktop import plaintext
from desktop.i18n import _
from desktop.theme import Theme

#: The links that may be followed, and only after they were shown.
LINK_SCHEMES = ("http", "https", "mailto")


def show_message(parent: QWidget | None, *, title: str, text: str, details: str = "", warning: bool = False) -> None:
    """A sentence that has to be read before work goes on."""
    from PySide6.QtWidgets import QMessageBox

    icon = QMessageBox.Icon.Warning if warning else QMessageBox.Icon.Information
    plaintext.message_box(parent, icon=icon, title=title, text=text, details=details).exec()


def show_error(parent: QWidget | None, error: LedgerError) -> None:
    """The sentence of a known failure."""
    from desktop.wording import error_sentence

    show_message(parent, title=_("Headwater"), text=error_sentence(error), warning=True)


def ask(parent: QWidget | None, *, title: str, text: str, yes: str, details: str = "", danger: bool = False) -> bool:
    """A question with ``yes`` (a verb) and Cancel; Cancel is the default where something is lost."""
    from PySide6.QtWidgets import QMessageBox

    box = plaintext.message_box(
        parent, icon=QMessageBox.Icon.Question, title=title, text=text, details=details, buttons=()
    )
    agree = box.addButton(plaintext.mnemonic_safe(yes), QMessageBox.ButtonRole.AcceptRole)
    cancel = box.addButton(QMessageBox.StandardButton.Cancel)
    if danger:
        agree.setProperty("role", "danger")
    box.setDefaultButton(agree if not danger else cancel)
    box.setEscapeButton(cancel)
    box.exec()
    return box.clickedButton() is agree


def open_link(parent: QWidget | None, url: str) -> bool:
    """Show where a link leads and follow it if the person agrees; other schemes than ours are refused."""
    from PySide6.QtCore import QUrl
    from PySide6.QtGui import QDesktopServices

    target = QUrl(url.strip(), QUrl.ParsingMode.StrictMode)
    if not target.isValid() or target.scheme().lower() not in LINK_SCHEMES:
        show_message(
            parent,
            title=_("Link"),
            text=_("Only web and mail addresses are opened from here."),
            details=url,
            warning=True,
        )
        return False
    shown = target.toString(QUrl.ComponentFormattingOption.FullyEncoded)
    question = _("Open this address in your browser?")
    if not ask(parent, title=_("Open Link"), text=question, details=shown, yes=_("Open")):
        return False
    return QDesktopServices.openUrl(target)


class Notice(QFrame):
    """One banner: a sentence, buttons for what can be done, and a cross to put it away."""

    dismissed = Signal(str)
    chosen = Signal(str)

    def __init__(
        self, key: str, text: str, *, theme: Theme, buttons: Sequence[tuple[str, str]], closable: bool, icon: str
    ) -> None:
        super().__init__()
        self.key = key
        self._theme = theme
        self._icon_name = icon
        self.setProperty("role", "notice")
        self.setAccessibleName(text)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 8, 8)
        row.setSpacing(10)
        self._icon = QLabel()
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        self.text = plaintext.label(text, wrap=True, selectable=True)
        row.addWidget(self.text, 1)
        for action_id, words in buttons:
            button = QPushButton(words)
            button.setObjectName(action_id)
            button.setAccessibleName(words)
            button.clicked.connect(self._on_clicked)
            row.addWidget(button)
        if closable:
            self._close = QToolButton()
            self._close.setAccessibleName(_("Hide message"))
            plaintext.tooltip(self._close, _("Hide message"))
            self._close.clicked.connect(self._on_closed)
            row.addWidget(self._close)
        self.restyle()
        theme.changed.connect(self.restyle)

    @Slot()
    def restyle(self) -> None:
        """Icons in the theme's colors."""
        color = "warning" if self._icon_name == "warning" else "accent"
        self._icon.setPixmap(self._theme.icon(self._icon_name, color).pixmap(20, 20))
        if hasattr(self, "_close"):
            self._close.setIcon(self._theme.icon("close", "muted"))

    @Slot()
    def _on_clicked(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.chosen.emit(sender.objectName())

    @Slot()
    def _on_closed(self) -> None:
        self.dismissed.emit(self.key)


class Banners(QWidget):
    """The banners above the page, one per subject. ``chosen`` names the command of the button that was pressed."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._notices: dict[str, Notice] = {}
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(12, 10, 12, 0)
        self._box.setSpacing(6)
        self.hide()

    def show_notice(
        self,
        key: str,
        text: str,
        *,
        buttons: Sequence[tuple[str, str]] = (),
        closable: bool = True,
        icon: str = "warning",
    ) -> None:
        """Show a banner, in the place of one with the same key. ``buttons`` are (command id, text)."""
        self.hide_notice(key)
        notice = Notice(key, text, theme=self._theme, buttons=buttons, closable=closable, icon=icon)
        notice.dismissed.connect(self.hide_notice)
        notice.chosen.connect(self.chosen)
        self._notices[key] = notice
        self._box.addWidget(notice)
        self.show()

    @Slot(str)
    def hide_notice(self, key: str) -> None:
        """Take a banner away."""
        notice = self._notices.pop(key, None)
        if notice is not None:
            self._box.removeWidget(notice)
            notice.hide()
            notice.deleteLater()
        self.setVisible(bool(self._notices))

    def clear(self) -> None:
        """Take all banners away."""
        for key in tuple(self._notices):
            self.hide_notice(key)

    def texts(self) -> list[str]:
        """What is shown, for tests and for reading aloud."""
        return [notice.text.text() for notice in self._notices.values()]
