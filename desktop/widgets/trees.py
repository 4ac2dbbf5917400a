"""How every tree of ours looks: the rows of tables, under groups that stay open."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyleOptionViewItem,
    QTreeView,
    QTreeWidget,
    QTreeWidgetItem,
)

from desktop.widgets.record_tables import ROW_HEIGHT, Cell, CellDelegate

_INDENT = 16


class _Rows(CellDelegate):
    """Cells as in the tables, in rows a little closer than there: there are many, and nothing beside them."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Cell) -> QSize:
        """As high as a row."""
        return super().sizeHint(option, index).expandedTo(QSize(0, ROW_HEIGHT - 3))


def dress_tree(tree: QTreeView, *, growing: int = 0) -> None:
    """One look for all trees; the column ``growing`` takes the room that the others leave."""
    tree.setItemDelegate(_Rows(tree))
    tree.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    tree.setRootIsDecorated(False)
    tree.setItemsExpandable(False)
    tree.setUniformRowHeights(True)
    tree.setIndentation(_INDENT)
    header = tree.header()
    header.setSectionsMovable(False)
    header.setStretchLastSection(False)
    header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    header.setSectionResizeMode(growing, QHeaderView.ResizeMode.Stretch)


def add_group(tree: QTreeWidget, texts: Sequence[str]) -> QTreeWidgetItem:
    """A group at the end of a tree, which cannot be chosen itself; one text stands over all columns."""
    group = QTreeWidgetItem(tree, list(texts))
    group.setFlags(Qt.ItemFlag.ItemIsEnabled)
    group.setFirstColumnSpanned(len(texts) == 1)
    group.setExpanded(True)
    font = tree.font()
    font.setBold(True)
    for column in range(len(texts)):
        group.setFont(column, font)
    return group
