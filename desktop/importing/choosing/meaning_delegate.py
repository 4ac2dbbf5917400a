"""The meaning of a column, chosen in its row of the table."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QStyleOptionViewItem,
    QWidget,
)

from db.importing.fields import Field
from db.importing.planning.plan import OwnTarget
from db.model.own_fields import FieldSubject
from desktop.importing.choices import (
    OFFERED,
)
from desktop.importing.choosing.preview import ColumnsModel
from desktop.importing.widgets import ChoiceCombo
from desktop.look.theme import Theme
from desktop.widgets.record_tables import CellDelegate
from desktop.wording import formatting
from desktop.wording.i18n import _
from desktop.wording.imports import importing as words

_Index = QModelIndex | QPersistentModelIndex


class MeaningDelegate(CellDelegate):
    """A list of meanings in a cell. Emits ``chosen`` with column (of the file) and field."""

    chosen = Signal(int, object)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.fields: tuple[OwnTarget, ...] = ()

    # Qt.

    def initStyleOption(self, option: QStyleOptionViewItem, index: _Index) -> None:
        """Qt: how the cell is drawn."""
        super().initStyleOption(option, index)
        # The arrow of a list, behind the text: here something can be chosen.
        option.features |= QStyleOptionViewItem.ViewItemFeature.HasDecoration
        option.icon = self._theme.icon("chevron-down", "muted")
        option.decorationPosition = QStyleOptionViewItem.Position.Right
        option.decorationAlignment = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        option.decorationSize = option.decorationSize.scaled(14, 14, Qt.AspectRatioMode.IgnoreAspectRatio)

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: _Index) -> QWidget:
        """Qt: the list, opened."""
        model = index.model()
        assert isinstance(model, ColumnsModel)
        combo: ChoiceCombo[Field | OwnTarget] = ChoiceCombo(
            _("Meaning of {column}").format(column=model.name(index.row())), parent
        )
        combo.setMaxVisibleItems(18)
        offered: list[tuple[str, Field | OwnTarget]] = [
            (words.field_name(item), item) for item in (Field.IGNORE, *OFFERED[model.shape])
        ]
        chosen = model.own(index.row())
        own = [*self.fields, *([chosen] if chosen is not None and chosen not in self.fields else [])]
        offered += [(_("own field: {name}").format(name=target.name), target) for target in own]
        offered.append((_("Own field of organizations…"), OwnTarget("")))
        offered.append((_("Own field of events…"), OwnTarget("", FieldSubject.EVENT)))
        combo.fill(offered, chosen or model.field(index.row()))
        combo.separate_first()
        combo.setProperty("row", index.row())
        combo.chosen.connect(self._on_chosen)
        QTimer.singleShot(0, combo, combo.showPopup)
        return combo

    def setEditorData(self, editor: QWidget, index: _Index) -> None:
        """The editor was filled when it was made."""

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: _Index) -> None:
        """What was chosen went its own way: the dialog decides what follows from it."""

    def _on_chosen(self) -> None:
        combo = self.sender()
        assert isinstance(combo, ChoiceCombo)
        self.chosen.emit(combo.property("row"), combo.value)
        self.commitData.emit(combo)
        self.closeEditor.emit(combo)


def _unmistakable(value: float | None) -> str:
    """A number without a mark between thousands: the question is what such a mark means."""
    return str(round(value)) if value is not None and value >= 1000 else formatting.number(value, decimals=3)
