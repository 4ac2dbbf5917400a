"""What is seen when no ledger is open: new, open, the sample, and the recent ones."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLayout, QPushButton, QVBoxLayout, QWidget

from desktop.look import icons, plaintext
from desktop.look.colors import BLACK
from desktop.look.theme import Theme
from desktop.session.bus import Bus
from desktop.session.requests import ChooseLedger, NewLedger, OpenFile, OpenSample, Request
from desktop.session.settings import RECENT, Settings
from desktop.widgets.flow import Flow
from desktop.widgets.request_button import RequestButton
from desktop.wording.i18n import _

_SHOWN = 6
_WIDTH = 440


class StartPage(QWidget):
    """Asks for a new ledger, one that is chosen, the sample, or one of the recent ones."""

    def __init__(self, theme: Theme, settings: Settings, bus: Bus, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._settings = settings
        self._bus = bus
        self._buttons: list[tuple[QPushButton, str, str]] = []
        outer = QHBoxLayout(self)
        column = QWidget()
        column.setFixedWidth(_WIDTH)
        outer.addStretch(1)
        outer.addWidget(column)
        outer.addStretch(1)
        self._box = QVBoxLayout(column)
        self._box.setSpacing(8)
        self._box.addStretch(2)
        self._add_head()
        self._problem = self._add_problem()
        self.new = self._add_button(NewLedger(), "file", _("New Ledger…"), primary=True)
        self.open = self._add_button(ChooseLedger(), "open", _("Open…"))
        self.sample = self._add_button(OpenSample(), "headcount", _("Try the Sample"))
        self._recent = QWidget()
        self._recent_box = QVBoxLayout(self._recent)
        self._recent_box.setContentsMargins(0, 24, 0, 0)
        self._recent_box.setSpacing(4)
        self._box.addWidget(self._recent)
        hint = plaintext.label(_("Or drop a ledger or a CSV file here."), wrap=True)
        hint.setProperty("role", "muted")
        hint.setContentsMargins(4, 16, 0, 0)
        self._box.addWidget(hint)
        self._box.addStretch(3)
        self.refresh()
        self.restyle()
        theme.changed.connect(self.restyle)

    def _add_head(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(16)
        self._mark = QLabel()
        self._mark.setAccessibleName("Headwater")
        row.addWidget(self._mark)
        words = QVBoxLayout()
        words.setSpacing(4)
        name = plaintext.label("Headwater")
        name.setProperty("role", "figure")
        line = plaintext.label(_("Headcount, traced back to its source."))
        line.setProperty("role", "muted")
        words.addWidget(name)
        words.addWidget(line)
        row.addLayout(words, 1)
        self._box.addLayout(row)
        self._box.addSpacing(20)

    def _add_problem(self) -> QFrame:
        frame = QFrame()
        frame.setProperty("role", "notice")
        box = QVBoxLayout(frame)
        box.setContentsMargins(16, 8, 16, 8)
        self.problem_text = plaintext.label(wrap=True, selectable=True)
        self.problem_text.setAccessibleName(_("Problem"))
        box.addWidget(self.problem_text)
        self._ways = Flow()
        box.addLayout(self._ways)
        frame.hide()
        self._box.addWidget(frame)
        return frame

    def _add_button(self, request: Request, icon: str, text: str, *, primary: bool = False) -> QPushButton:
        button = RequestButton(text, request, self._bus)
        button.setMinimumHeight(40)
        button.setIconSize(QSize(20, 20))
        if primary:
            button.setProperty("role", "primary")
        self._buttons.append((button, icon, "accent_text" if primary else "text"))
        self._box.addWidget(button)
        return button

    def tell(self, text: str, *, buttons: Sequence[tuple[Request, str]] = ()) -> None:
        """Say what became of a file, with what can be done about it. Empty text takes it away."""
        _empty(self._ways)
        self.problem_text.setText(text)
        for request, words in buttons:
            self._ways.addWidget(RequestButton(words, request, self._bus))
        self._problem.setVisible(bool(text))

    @Slot()
    def refresh(self) -> None:
        """List the recent ledgers anew; those that are gone are left out."""
        _empty(self._recent_box)
        paths = [Path(known) for known in self._settings.get(RECENT) if Path(known).exists()][:_SHOWN]
        self._recent.setVisible(bool(paths))
        if paths:
            title = plaintext.label(_("Recent ledgers"))
            title.setProperty("role", "subheading")
            title.setContentsMargins(4, 0, 0, 4)
            self._recent_box.addWidget(title)
        for path in paths:
            self._recent_box.addWidget(self._recent_button(path))

    def _recent_button(self, path: Path) -> QWidget:
        row = QWidget()
        box = QHBoxLayout(row)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        name = plaintext.mnemonic_safe(plaintext.elided(path.stem, limit=36))
        button = RequestButton(name, OpenFile(path), self._bus)
        button.setProperty("role", "link")
        button.setAccessibleName(_("Open {file}").format(file=path.name))
        plaintext.tooltip(button, str(path))
        folder = plaintext.label()
        folder.setProperty("role", "muted")
        metrics = QFontMetrics(folder.font())
        space = _WIDTH - button.sizeHint().width() - 30
        folder.setText(metrics.elidedText(str(path.parent), Qt.TextElideMode.ElideMiddle, max(space, 60)))
        box.addWidget(button)
        box.addWidget(folder, 1)
        return row

    @Slot()
    def restyle(self) -> None:
        """Icons in the theme's colors."""
        self._mark.setPixmap(icons.pixmap("app", BLACK, size=56, ratio=self.devicePixelRatioF()))
        for button, icon, color in self._buttons:
            button.setIcon(self._theme.icon(icon, color))


def _empty(layout: QLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
