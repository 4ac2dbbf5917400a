"""A button that stands for a request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QPushButton, QWidget

from desktop.session.bus import Bus

if TYPE_CHECKING:
    from desktop.session.requests import Request


class RequestButton(QPushButton):
    """Puts its request on the bus when it is pressed; named for a screen reader by its text."""

    def __init__(self, text: str, request: Request, bus: Bus, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._request, self._bus = request, bus
        self.setAccessibleName(text)
        self.clicked.connect(self._on_clicked)

    @Slot()
    def _on_clicked(self) -> None:
        self._bus.request(self._request)
