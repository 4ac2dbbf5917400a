"""Messages to the person: banners above the page, questions, errors. Tests replace ``ask`` and ``show_message``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QPushButton, QToolButton, QVBoxLayout, QWidget

from db.errors import LedgerError
from desktop.look import plaintext
from desktop.look.theme import Theme, set_role
from desktop.session.bus import Bus
from desktop.widgets.notice import Notice
from desktop.widgets.request_button import RequestButton
from desktop.wording.i18n import _

if TYPE_CHECKING:
    from desktop.session.requests import Request

#: The links that may be followed, and only after they were shown.
LINK_SCHEMES = ("http", "https", "mailto")


def show_message(parent: QWidget | None, *, title: str, text: str, details: str = "", warning: bool = False) -> None:
    """A sentence that has to be read before work goes on."""
    from PySide6.QtWidgets import QMessageBox

    icon = QMessageBox.Icon.Warning if warning else QMessageBox.Icon.Information
    plaintext.message_box(parent, icon=icon, title=title, text=text, details=details).exec()


def show_error(parent: QWidget | None, error: LedgerError) -> None:
    """The sentence of a known failure."""
    from desktop.wording.codes import error_sentence

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
        set_role(agree, "danger")
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


class _Banner(QWidget):
    """One notice with buttons for what can be done, and a cross to put it away."""

    dismissed = Signal(str)

    def __init__(
        self, key: str, text: str, *, theme: Theme, buttons: Sequence[QPushButton], closable: bool, icon: str
    ) -> None:
        super().__init__()
        self._key = key
        self._theme = theme
        self.notice = Notice(theme, icon=icon)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.notice)
        for button in buttons:
            self.notice.add(button)
        self._close = self._cross() if closable else None
        self.notice.say(text)
        self._restyle()
        theme.changed.connect(self._restyle)

    def _cross(self) -> QToolButton:
        button = QToolButton()
        button.setAccessibleName(_("Hide message"))
        plaintext.tooltip(button, _("Hide message"))
        button.clicked.connect(self._on_closed)
        self.notice.add(button)
        return button

    @Slot()
    def _restyle(self) -> None:
        if self._close is not None:
            self._close.setIcon(self._theme.icon("close", "muted"))

    @Slot()
    def _on_closed(self) -> None:
        self.dismissed.emit(self._key)


class Banners(QWidget):
    """The banners above the page, one per subject, with buttons for what can be done about it."""

    def __init__(self, theme: Theme, bus: Bus, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._bus = bus
        self._banners: dict[str, _Banner] = {}
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(16, 8, 16, 0)
        self._box.setSpacing(8)
        self.hide()

    def show_notice(
        self,
        key: str,
        text: str,
        *,
        buttons: Sequence[tuple[Request, str]] = (),
        closable: bool = True,
        icon: str = "warning",
    ) -> None:
        """Show a banner, in the place of one with the same key. ``buttons`` are (request, text)."""
        self.hide_notice(key)
        made = [RequestButton(words, request, self._bus) for request, words in buttons]
        banner = _Banner(key, text, theme=self._theme, buttons=made, closable=closable, icon=icon)
        banner.dismissed.connect(self.hide_notice)
        self._banners[key] = banner
        self._box.addWidget(banner)
        self.show()

    @Slot(str)
    def hide_notice(self, key: str) -> None:
        """Take a banner away."""
        banner = self._banners.pop(key, None)
        if banner is not None:
            self._box.removeWidget(banner)
            banner.hide()
            banner.deleteLater()
        self.setVisible(bool(self._banners))

    def clear(self) -> None:
        """Take all banners away."""
        for key in tuple(self._banners):
            self.hide_notice(key)

    def texts(self) -> list[str]:
        """What is shown, for tests and for reading aloud."""
        return [banner.notice.text for banner in self._banners.values()]
