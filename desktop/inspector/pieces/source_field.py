"""Known sources under the lines that name one, so that an article is entered once."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from desktop.entry.lookup import Sources, find_sources
from desktop.entry.source_line import source_brief
from desktop.inspector.pieces.editors import LineEdit
from desktop.inspector.pieces.suggesting import Suggester
from desktop.session.session import Session

#: A single letter is in nearly every source.
_SHORTEST = 2


class SourceSuggester(Suggester):
    """Offers stored sources; ``picked`` carries a :class:`db.model.records.Source`."""

    def __init__(self, line: LineEdit, session: Session, owner: QWidget) -> None:
        super().__init__(line, owner)
        self._session = session
        line.textEdited.connect(self._look)

    @Slot(str)
    def _look(self, text: str) -> None:
        if len(text.strip()) < _SHORTEST:
            self.clear()
            return
        self._session.tasks.read(partial(find_sources, text=text), self._on_found, key=f"look up {id(self)}")

    def _on_found(self, found: Sources) -> None:
        if found.text == self.line.text():
            self.offer([(found.text, source_brief(source), source) for source in found.found])


__all__ = ["SourceSuggester"]
