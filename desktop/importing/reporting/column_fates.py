"""What became of every column of a file, in the report of an import."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from db.importing.fields import Field
from db.importing.planning.fates import ColumnFate, fates
from db.importing.planning.plan import ImportPlan, Inspection
from desktop.look.plaintext import elided, tooltip_text
from desktop.look.theme import Theme
from desktop.wording import formatting
from desktop.wording.i18n import _
from desktop.wording.imports import importing

_Index = QModelIndex | QPersistentModelIndex
_ROLE = Qt.ItemDataRole
_NOWHERE = QModelIndex()


class FatesModel(QAbstractTableModel):
    """One row a column of the file: what it is called, and what it became. What was left out is named as well."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rows: Sequence[tuple[str, str, bool]] = ()

    def show(self, inspection: Inspection, plan: ImportPlan) -> None:
        """Show the columns of a file that was imported under a plan."""
        self.beginResetModel()
        try:
            self._rows = [
                (_name(one.name, one.place), _fate(one), one.imported) for one in fates(plan, inspection.header)
            ]
        finally:
            self.endResetModel()

    # Qt.

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        """Qt: how many rows."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        """Qt: how many columns."""
        return 0 if parent.isValid() else 2

    def data(self, index: _Index, role: int = _ROLE.DisplayRole) -> Any:
        """Qt: a cell in one of its roles."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        name, fate, taken = self._rows[index.row()]
        if role == _ROLE.DisplayRole:
            return elided((name, fate)[index.column()])
        if role == _ROLE.ToolTipRole:
            return tooltip_text((name, fate)[index.column()])
        return self._theme.color("muted") if role == _ROLE.ForegroundRole and not taken else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole) -> Any:
        """Qt: names of columns."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == _ROLE.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return (_("Column of the file"), _("Became"))[section] if role == _ROLE.DisplayRole else None


def _name(name: str, place: int) -> str:
    return name or _("Column {number}").format(number=formatting.number(place))


def _fate(column: ColumnFate) -> str:
    """What a column became, in words."""
    if column.own:
        return _("own field: {name}").format(name=column.own)
    if column.field is not Field.IGNORE:
        return importing.field_name(column.field)
    return _("not imported")


__all__ = ["FatesModel"]
