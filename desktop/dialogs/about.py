"""About: what this is, which version, and that it keeps to itself."""

from __future__ import annotations

import platform

from PySide6.QtCore import Qt, qVersion
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.look import icons, plaintext
from desktop.look.theme import Theme
from desktop.version import VERSION
from desktop.widgets.fitting import resize_to_contents
from desktop.wording.i18n import _


class AboutDialog(QDialog):
    """Name, version, license, and the statement on network access."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("About Headwater"))
        mark = QLabel()
        mark.setPixmap(icons.pixmap("app", theme.colors.accent, size=64, ratio=self.devicePixelRatioF()))
        name = plaintext.label("Headwater")
        name.setProperty("role", "figure")
        line = plaintext.label(_("Headcount, traced back to its source."), wrap=True)
        line.setProperty("role", "muted")
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(name)
        words.addWidget(line)
        words.addStretch(1)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(words, 1)
        self.network = plaintext.label(
            _(
                "Headwater does not use the network. Your ledgers stay on this computer; nothing is sent or fetched. "
                "A web address is opened in your browser only when you click it and agree."
            ),
            wrap=True,
        )
        self.versions = plaintext.label(
            _("Version {version} · Python {python} · Qt {qt} · MIT license").format(
                version=VERSION, python=platform.python_version(), qt=qVersion()
            ),
            wrap=True,
            selectable=True,
        )
        self.versions.setProperty("role", "muted")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 24, 24, 16)
        box.setSpacing(16)
        box.addLayout(head)
        for widget in (self.network, self.versions, buttons):
            box.addWidget(widget)
        self.setFixedWidth(max(440, 34 * self.fontMetrics().height()))
        resize_to_contents(self)
