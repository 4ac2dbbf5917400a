"""Where one has been in the window, to go back and forward as in a browser."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QMouseEvent

from db.model.ids import EventId, OrganizationId
from db.model.scope import Scope

#: Places that are kept.
MOST = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What is looked at: a page (of an organization, if it is one's own), under which scope, with which event."""

    page_id: str
    organization_id: OrganizationId | None
    scope: Scope
    event_id: EventId | None

    def near(self, other: Place) -> bool:
        """Whether it is the same place but for the event that is marked and the words that are searched for."""
        return replace(self, event_id=None, scope=replace(self.scope, text="")) == replace(
            other, event_id=None, scope=replace(other.scope, text="")
        )


class Path:
    """The places in the order in which they were visited, and which of them one is at."""

    def __init__(self) -> None:
        self._places: list[Place] = []
        self._at = -1

    @property
    def back(self) -> bool:
        """Whether there is somewhere to go back to."""
        return self._at > 0

    @property
    def forward(self) -> bool:
        """Whether one has gone back, and may go forward again."""
        return self._at < len(self._places) - 1

    def clear(self) -> None:
        """Forget it all."""
        self._places.clear()
        self._at = -1

    def visit(self, place: Place) -> None:
        """Note where one is: a place nearby takes the place of this one, any other follows it and ends the old way."""
        if self._at >= 0 and place.near(self._places[self._at]):
            self._places[self._at] = place
            return
        del self._places[self._at + 1 :]
        self._places.append(place)
        del self._places[:-MOST]
        self._at = len(self._places) - 1

    def step(self, by: int) -> Place | None:
        """Go one place back (-1) or forward (1); None: there is none."""
        if not 0 <= self._at + by < len(self._places):
            return None
        self._at += by
        return self._places[self._at]


class Visits(QObject):
    """Notes places once what a person did is done, so that a command that changes page and scope is one step.

    Emits ``due`` when the place of this moment is to be told by :meth:`note`.
    """

    due = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.path = Path()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self.due)

    @Slot()
    def moved(self, _what: object = None) -> None:
        """Something else may be looked at by now."""
        self._timer.start()

    def note(self, place: Place) -> None:
        """Take the place one is at."""
        self.path.visit(place)

    def step(self, by: int, here: Place) -> Place | None:
        """Where to go, from here; None: nowhere."""
        if self._timer.isActive():
            self._timer.stop()
            self.path.visit(here)
        return self.path.step(by)


class SideButtons(QObject):
    """The two buttons at the side of a mouse, wherever in a window they are pressed. Emits ``pressed``: -1 or 1."""

    pressed = Signal(int)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Of a window's own surface: widgets would take the buttons for themselves."""
        if event.type() == QEvent.Type.MouseButtonPress and isinstance(event, QMouseEvent):
            by = {Qt.MouseButton.BackButton: -1, Qt.MouseButton.ForwardButton: 1}.get(event.button())
            if by is not None:
                self.pressed.emit(by)
                return True
        return False
