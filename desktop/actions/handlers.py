"""What the modules of this room share: handlers of commands, and answers to what other rooms ask for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop.commands.registry import Handler
from desktop.session.bus import Bus
from desktop.wording.i18n import _

if TYPE_CHECKING:
    from desktop.frame.window import Window


class Handlers(QObject):
    """The commands and requests of one subject, carried out in one window."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._session = window.session

    def may_change_events(self) -> bool:
        """Whether events can be changed as they are seen; says so where they are seen as they were known earlier."""
        if self._session.writable and not self._session.shows_now:
            self._window.status.say(
                _("Nothing was changed: events are shown as they were known earlier. Choose “As known today” first.")
            )
        return self._session.writable and self._session.shows_now

    def handlers(self) -> Mapping[str, Handler]:
        """Command id -> what carries it out."""
        raise NotImplementedError

    def answer(self, bus: Bus) -> None:
        """Take the requests that are about this subject; there may be none."""
