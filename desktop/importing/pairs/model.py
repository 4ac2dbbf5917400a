"""The list of pairs: what becomes of each, why the two may be one, and both sides at a glance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from db.importing.matching.likely import Decide, Decision, Likely
from desktop.look.plaintext import elided, one_line, tooltip_text
from desktop.look.theme import Theme
from desktop.wording import formatting
from desktop.wording.i18n import _
from desktop.wording.imports import pairs as words

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_ROLE = Qt.ItemDataRole

_MARKS: Mapping[Decide, tuple[str, str]] = {
    "join": ("sources", "positive"),
    "separate": ("add", "accent"),
    "skip": ("remove", "muted"),
}


@dataclass(frozen=True, slots=True)
class Pairs:
    """All pairs of a check, and how many there are for each reason."""

    every: Sequence[Likely] = ()
    alike: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, every: Sequence[Likely]) -> Pairs:
        """Count them; not for the window's thread."""
        return cls(every=every, alike=Counter(one.reason for one in every))

    @property
    def open(self) -> int:
        """How many may be one with something while nobody said whether they are."""
        return self.alike.get("other_source", 0) + self.alike.get("equally_near", 0)


class PairsModel(QAbstractTableModel):
    """One row a pair. What was decided since the check shows at once."""

    BECOMES, ORGANIZATION, MINE, THEIRS, WHY = range(5)

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.pairs: Sequence[Likely] = ()
        self._decisions: Mapping[tuple[int, int], Decision] = {}
        self._alike: Mapping[str, Decide] = {}

    def show(
        self, pairs: Sequence[Likely], decisions: Mapping[tuple[int, int], Decision], alike: Mapping[str, Decide]
    ) -> None:
        """Show other pairs."""
        self.beginResetModel()
        try:
            self.pairs, self._decisions, self._alike = pairs, decisions, alike
        finally:
            self.endResetModel()

    def show_decided(self, decisions: Mapping[tuple[int, int], Decision], alike: Mapping[str, Decide]) -> None:
        """Show what was decided since."""
        self._decisions, self._alike = decisions, alike
        if self.pairs:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.pairs) - 1, self.WHY))

    def pair(self, row: int) -> Likely | None:
        """The pair of a row; None: there is no such row."""
        return self.pairs[row] if 0 <= row < len(self.pairs) else None

    def becomes(self, one: Likely) -> tuple[Decide, bool]:
        """What becomes of a pair, and whether somebody said so."""
        said = self._decisions.get((one.line, one.mark))
        if said is not None:
            same = (said.claim_id, said.other) == (one.claim_id, one.other)
            return ("separate" if said.what == "join" and not same else said.what), True
        rule = self._alike.get(one.reason)
        return (one.what, False) if rule is None else (rule, True)

    # Qt.

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        """Qt: how many rows."""
        return 0 if parent.isValid() else len(self.pairs)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        """Qt: how many columns."""
        return 0 if parent.isValid() else 5

    def data(self, index: _Index, role: int = _ROLE.DisplayRole) -> Any:
        """Qt: a cell in one of its roles."""
        one = self.pair(index.row()) if index.isValid() else None
        if one is None:
            return None
        what, said = self.becomes(one)
        if role == _ROLE.DisplayRole:
            return self._text(one, index.column(), what, said=said)
        if role == _ROLE.ToolTipRole:
            return tooltip_text(self._text(one, index.column(), what, said=said))
        if role == _ROLE.DecorationRole and index.column() == self.BECOMES:
            return self._theme.icon(*_MARKS[what])
        if role == _ROLE.ForegroundRole and index.column() == self.BECOMES:
            return self._theme.color(_MARKS[what][1] if said else "muted")
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole) -> Any:
        """Qt: names of columns, lines of the file."""
        if role == _ROLE.TextAlignmentRole and orientation == Qt.Orientation.Horizontal:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        if role != _ROLE.DisplayRole:
            return None
        if orientation == Qt.Orientation.Vertical:
            one = self.pair(section)
            return None if one is None else formatting.number(one.line)
        return (_("Becomes"), _("Organization"), _("This file"), _("Known"), _("Why they may be one"))[section]

    def _text(self, one: Likely, column: int, what: Decide, *, said: bool) -> str:
        match column:
            case self.BECOMES:
                name = words.decided_name(what)
                usual = not said and one.reason in {"other_source", "equally_near"}
                return _("{decision}, undecided").format(decision=name) if usual else name
            case self.ORGANIZATION:
                return one_line(elided(one.organization, limit=60))
            case self.MINE:
                return words.brief_text(one.mine) or formatting.ABSENT
            case self.THEIRS:
                return words.brief_text(one.theirs) or formatting.ABSENT
        return words.why_sentence(one)


__all__ = ["Pairs", "PairsModel"]
