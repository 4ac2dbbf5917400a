"""The button that says, and lets one choose, which earlier moment of the ledger is compared with."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from db.model.records import Scope
from db.reading.dates import DateOrder
from db.store.store import local_now
from desktop.look import plaintext
from desktop.look.theme import Theme
from desktop.session.settings import CHANGES_SINCE, DATE_ORDER, Settings
from desktop.widgets.drop_button import DropButton
from desktop.widgets.scope_popups import MomentPopup
from desktop.wording.i18n import _
from desktop.wording.moments import Moment, read_moment


class SinceButton(DropButton):
    """Says "since 15 November 2026". What was chosen is kept: "in the last 7 days" goes on meaning that tomorrow."""

    changed = Signal()

    def __init__(self, settings: Settings, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._settings = settings
        self._popup: MomentPopup | None = None
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setPopupMode(self.ToolButtonPopupMode.InstantPopup)  # leaves room for its sign
        self.clicked.connect(self._on_clicked)
        theme.changed.connect(self._show)
        self._show()

    @property
    def scope(self) -> Scope:
        """The moment, as the as-known-on of a scope."""
        return self._moment().scope

    def _moment(self) -> Moment:
        """The beginning where nothing is chosen, or where what was kept is not understood any more."""
        read = read_moment(self._settings.get(CHANGES_SINCE), today=local_now().date(), order=self._order())
        return read if read is not None else Moment()

    def _order(self) -> DateOrder | None:
        order = self._settings.get(DATE_ORDER)
        return None if order == "ask" else DateOrder(order)

    @Slot()
    def _show(self) -> None:
        words = self._moment().words
        text = _("since {moment}").format(moment=words) if words else _("since the beginning")
        self.setText(plaintext.mnemonic_safe(text))
        self.setAccessibleName(_("{field}: {value}").format(field=_("Compared with"), value=text))
        self.setIcon(self._theme.icon("history", "muted"))
        self.ensurePolished()
        self.setMinimumWidth(self.sizeHint().width())  # the style sheet's own would let a narrow row cut it

    @Slot()
    def _on_clicked(self) -> None:
        if self._popup is None:
            presets = [
                ("day-1", _("Since yesterday")),
                ("day-7", _("In the last 7 days")),
                ("day-30", _("In the last 30 days")),
            ]
            self._popup = MomentPopup(
                self, title=_("Since the end of"), nothing=_("Since the beginning of the ledger"), presets=presets
            )
            self._popup.said.connect(self._on_said)
        self._popup.ask(self._moment().text, today=local_now().date(), order=self._order())
        self._popup.open_under(self)
        self._popup.field.setFocus()

    @Slot(str)
    def _on_said(self, text: str) -> None:
        self._settings.set(CHANGES_SINCE, text)
        self._show()
        self.changed.emit()
