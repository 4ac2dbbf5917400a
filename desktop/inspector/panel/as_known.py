"""The line above an event that is shown as it was known on an earlier day: that it is, and the way back."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from desktop.inspector.pieces.arranging import box
from desktop.inspector.pieces.prompt import Prompt
from desktop.wording.i18n import _
from desktop.wording.moments import Moment


def show_today() -> str:
    """What the button says that leads back, wherever it stands."""
    return _("Show as known today")


def not_editable(moment: Moment) -> str:
    """Why what is shown cannot be changed; empty: it can."""
    return "" if moment.now else _("{as_known} – not editable here.").format(as_known=moment.sentence)


class AsKnown(QObject):
    """Not there while the ledger is shown as it is known today. ``area`` is its place."""

    left = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.banner = Prompt()
        self.banner.pressed.connect(self._on_pressed)
        self._moment = Moment()
        self.area = box(margins=(16, 0, 16, 8))  # takes no room while there is nothing to say
        self.area.addWidget(self.banner)

    def show_moment(self, moment: Moment) -> None:
        """Says as known when everything below is."""
        if moment == self._moment:
            return
        self._moment = moment
        if moment.now:
            self.banner.hide()
        else:
            self.banner.ask(not_editable(moment), [(show_today(), "")])

    @Slot(int)
    def _on_pressed(self, _index: int) -> None:
        self.left.emit()
