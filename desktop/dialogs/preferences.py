"""Preferences: what belongs to the person and the machine. Each applies at once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.look import plaintext
from desktop.session.bus import Bus
from desktop.session.places import backup_folder
from desktop.session.requests import UseTheme
from desktop.session.settings import (
    ACTOR,
    BACKUP_FOLDER,
    DATE_ORDER,
    LANGUAGE,
    NUMBERS,
    PAPER,
    REOPEN_LAST,
    THEME,
    Option,
    Settings,
)
from desktop.widgets.fitting import Scrolled, resize_to_contents
from desktop.widgets.forms import FieldForm, over_room
from desktop.wording import i18n
from desktop.wording.i18n import N_, _

Choices = Sequence[tuple[str, str]]

THEMES: Choices = (
    ("system", N_("As the system")),
    ("light", N_("Light")),
    ("dark", N_("Dark")),
    ("contrast", N_("High contrast")),
)
PAPERS: Choices = (("a4", "A4"), ("letter", N_("Letter")))
ORDERS: Choices = (
    ("ask", N_("Ask when it matters")),
    ("dmy", N_("Day first: 3 April")),
    ("mdy", N_("Month first: March 4")),
    ("ymd", N_("Year first")),
)
CONVENTIONS: Choices = (
    ("ask", N_("Ask when it matters")),
    ("point", N_("One thousand four hundred (1,400)")),
    ("comma", N_("One and four tenths (1,4)")),
)


class PreferencesDialog(QDialog):
    """Each choice is kept when it is made. What is to be seen at once is asked for."""

    def __init__(self, settings: Settings, bus: Bus, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._bus = bus
        self._boxes: dict[QComboBox, Option[str]] = {}
        self.setWindowTitle(_("Preferences"))
        self.setMinimumWidth(560)
        self._form = FieldForm()
        languages = [("", _("As the system")), *i18n.LANGUAGES.items()]
        self.languages = self._choice(
            _("&Language"), LANGUAGE, languages, hint=_("Applies when you close this window.")
        )
        self.themes = self._choice(_("&Appearance"), THEME, _translated(THEMES))
        self.papers = self._choice(_("&Paper"), PAPER, _translated(PAPERS))
        self.orders = self._choice(_("03/04/2025 &means"), DATE_ORDER, _translated(ORDERS))
        self.numbers = self._choice(
            _("1,400 mea&ns"),
            NUMBERS,
            _translated(CONVENTIONS),
            hint=_("For texts you type from now on. A ledger that has its own convention keeps it."),
        )
        self.reopen = QCheckBox(_("&Open the last ledger"))
        self.reopen.setChecked(settings.get(REOPEN_LAST))
        self.reopen.toggled.connect(self._on_reopen)
        self._form.add(_("At the start"), self.reopen)
        self.name = QLineEdit(settings.get(ACTOR))
        self.name.setAccessibleName(_("Your name in the history"))
        self.name.setPlaceholderText(_("none"))
        self.name.editingFinished.connect(self._on_name)
        self._form.add(
            _("Your name in the &history"),
            self.name,
            hint=_("Written beside your changes from now on, and read by whoever gets the ledger."),
        )
        self._form.add(_("Backups are in"), self._make_backups())
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 16, 16, 16)
        box.setSpacing(16)
        box.addWidget(Scrolled(over_room(self._form), whole=True), 1)
        box.addWidget(buttons)
        resize_to_contents(self)

    @property
    def language(self) -> str:
        """The code of the language that was chosen, the system's resolved."""
        return self._settings.get(LANGUAGE) or i18n.system_language()

    @property
    def actor(self) -> str:
        """The name for the history."""
        return self.name.text().strip()

    @property
    def backups(self) -> Path:
        """The folder of all backups."""
        return backup_folder(self._settings.get(BACKUP_FOLDER))

    def _make_backups(self) -> QWidget:
        self.folder = QLineEdit()
        self.folder.setReadOnly(True)
        self.folder.setAccessibleName(_("Folder of the backups"))
        self.choose = QPushButton(_("Choose…"))
        self.choose.setAccessibleName(_("Choose the folder of the backups"))
        self.choose.clicked.connect(self._on_choose)
        self.standard = QPushButton(_("Use Default"))
        self.standard.setAccessibleName(_("Keep backups in the standard folder"))
        self.standard.clicked.connect(self._on_standard)
        for button in (self.choose, self.standard):
            button.setAutoDefault(False)  # Enter is not for them
        line = QWidget()
        box = QHBoxLayout(line)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        box.addWidget(self.folder, 1)
        box.addWidget(self.choose)
        box.addWidget(self.standard)
        self._show_folder()
        return line

    def _show_folder(self) -> None:
        self.folder.setText(str(self.backups))
        self.folder.setCursorPosition(0)
        plaintext.tooltip(self.folder, str(self.backups))
        self.standard.setEnabled(bool(self._settings.get(BACKUP_FOLDER)))

    @Slot()
    def _on_choose(self) -> None:
        from desktop.widgets import files

        folder = files.pick_folder(self, title=_("Folder of the Backups"), start=self.backups)
        if folder is not None:
            self._settings.set(BACKUP_FOLDER, str(folder))
            self._show_folder()

    @Slot()
    def _on_standard(self) -> None:
        self._settings.reset(BACKUP_FOLDER)
        self._show_folder()

    def _choice(self, title: str, option: Option[str], choices: Choices, *, hint: str | None = None) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(title.replace("&", ""))
        for value, words in choices:
            box.addItem(words, value)
        box.setCurrentIndex(max(box.findData(self._settings.get(option)), 0))
        box.currentIndexChanged.connect(self._on_chosen)
        self._boxes[box] = option
        self._form.add(title, box, hint=hint)
        return box

    @Slot()
    def _on_chosen(self, _index: int = 0) -> None:
        box = self.sender()
        if isinstance(box, QComboBox):
            option = self._boxes[box]
            self._settings.set(option, str(box.currentData()))
            if option is THEME:
                self._bus.request(UseTheme(box.currentData()))

    @Slot(bool)
    def _on_reopen(self, chosen: bool) -> None:  # noqa: FBT001 - a slot
        self._settings.set(REOPEN_LAST, chosen)

    @Slot()
    def _on_name(self) -> None:
        self._settings.set(ACTOR, self.actor)

    def done(self, result: int) -> None:
        """Also what is still being typed counts."""
        self._on_name()
        super().done(result)


def _translated(choices: Choices) -> Choices:
    return [(value, _(words)) for value, words in choices]
