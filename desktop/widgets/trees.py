"""How every tree of ours looks: the rows of tables, under groups that stay open."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt
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
    tree.header().setSectionsMovable(False)
    tree.header().setStretchLastSection(False)
    dress_columns(tree, growing=growing)
    tree.viewport().installEventFilter(_Room(tree, growing))


def dress_columns(tree: QTreeView, *, growing: int = 0) -> None:
    """The widths of the columns; to be called anew where a model begins anew."""
    tree.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    tree.header().setSectionResizeMode(growing, QHeaderView.ResizeMode.Stretch)


class _Room(QObject):
    """Leaves the growing column what it needs, up to half of the tree, which scrolls then."""

    def __init__(self, tree: QTreeView, growing: int) -> None:
        super().__init__(tree)
        self._tree, self._growing = tree, growing

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: there is more or less room, or something else is shown in it."""
        if event.type() in {QEvent.Type.Resize, QEvent.Type.Paint}:
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        header, growing, room = self._tree.header(), self._growing, self._tree.viewport().width()
        if header.count() <= growing:
            return
        others = sum(header.sectionSize(column) for column in range(header.count()) if column != growing)
        needs = min(max(self._tree.sizeHintForColumn(growing), header.sectionSizeHint(growing)), room // 2)
        stretched = header.sectionResizeMode(growing) == QHeaderView.ResizeMode.Stretch
        if others + needs <= room:
            if not stretched:
                header.setSectionResizeMode(growing, QHeaderView.ResizeMode.Stretch)
        elif stretched or header.sectionSize(growing) != needs:
            header.setSectionResizeMode(growing, QHeaderView.ResizeMode.Fixed)
            header.resizeSection(growing, needs)


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
