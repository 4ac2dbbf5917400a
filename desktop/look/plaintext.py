"""The one way text from a ledger reaches the screen: always as stored, never as markup.

Qt guesses from the first characters whether a text is rich, and pyqtgraph always takes it for HTML. A company named
``<b>Acme</b> & Co`` would be shown wrongly, and one with an ``<img src=...>`` in its name would open a file. Every
sink that guesses is reached through a function of this module instead.

Where no function is needed: item views, line edits, window titles and QPainter never guess. Menu texts and tabs do not
either, but take ``&`` for a shortcut: ``mnemonic_safe``. ``QTextEdit`` and ``QTextBrowser``: ``setPlainText`` only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from desktop.wording.language.lines import CONTROLS, elided, one_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtWidgets import QMessageBox, QPlainTextEdit


class _HasToolTip(Protocol):
    def setToolTip(self, text: str, /) -> None: ...


_TIP = "tip"  # the description that came with a tool tip, and goes with it
_CONTROLS_BUT_LINES = {**CONTROLS, ord("\n"): "\n", ord("\t"): "\t"}


def label(text: str = "", *, parent: QWidget | None = None, wrap: bool = False, selectable: bool = False) -> QLabel:
    """A label that shows ``text`` as it is. Change it later with :func:`set_text` or ``setText``: both stay plain."""
    made = QLabel(parent)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    if selectable:
        made.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
    made.setText(text)
    return made


def typed(editor: QPlainTextEdit) -> str:
    """What was typed, letter by letter: Qt's own plain text turns blanks that do not break into ordinary ones."""
    return editor.document().toRawText().replace("\u2029", "\n").replace("\u2028", "\n")


def set_text(widget: QLabel, text: str) -> None:
    """Shows ``text`` in a label made elsewhere, as it is."""
    widget.setTextFormat(Qt.TextFormat.PlainText)
    widget.setText(text)


def escape(text: str) -> str:
    """``text`` as HTML that shows it as stored, line breaks and runs of spaces included."""
    safe = text.translate(_CONTROLS_BUT_LINES).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return safe.replace('"', "&quot;").replace("'", "&#39;")


def tooltip_text(text: str) -> str:
    """``text`` in the form in which a tool tip shows it as stored: escaped, wrapped at a readable width.

    Always markup, since a tool tip that is left to guess takes a name such as ``<Unknown>`` for a tag. Empty stays
    empty, which shows no tool tip.
    """
    return f'<p style="white-space:pre-wrap">{escape(text)}</p>' if text else ""


def tooltip(target: _HasToolTip, text: str) -> None:
    """Gives a widget, action or item a tool tip that shows ``text`` as stored. Models: :func:`tooltip_text`."""
    target.setToolTip(tooltip_text(text))
    if isinstance(target, QWidget) and target.accessibleDescription() in ("", target.property(_TIP) or ""):
        # Left to itself a screen reader is given the tool tip with its markup.
        target.setAccessibleDescription(text if text != target.accessibleName() else " ")
        target.setProperty(_TIP, target.accessibleDescription())


def mnemonic_safe(text: str) -> str:
    """``text`` for a menu entry, button, tab or group box: an ``&`` in it stays one and is no shortcut."""
    return one_line(text).replace("&", "&&")


def without_mnemonic(text: str) -> str:
    """The text of a button or menu entry as it is read: without the letter's mark, "&&" as one "&"."""
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&")


def message_box(
    parent: QWidget | None,
    *,
    icon: QMessageBox.Icon | None = None,
    title: str,
    text: str,
    details: str = "",
    buttons: Iterable[QMessageBox.StandardButton] | None = None,
) -> QMessageBox:
    """A message box, not yet shown, whose ``text`` and smaller ``details`` are plain. The caller opens it.

    ``icon`` None: the one of an information; ``buttons`` None: OK.
    """
    from PySide6.QtWidgets import QMessageBox

    box = QMessageBox(parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setIcon(icon or QMessageBox.Icon.Information)
    box.setWindowTitle(title)
    box.setText(text)
    for button in (QMessageBox.StandardButton.Ok,) if buttons is None else buttons:
        box.addButton(button)
    if details:
        box.setInformativeText(details)
        # The informative text is a label of its own that setTextFormat does not reach.
        for part in box.findChildren(QLabel):
            part.setTextFormat(Qt.TextFormat.PlainText)
    return box


__all__ = [
    "elided", "escape", "label", "message_box", "mnemonic_safe", "one_line", "set_text", "tooltip",
    "tooltip_text", "without_mnemonic",
]  # fmt: skip
