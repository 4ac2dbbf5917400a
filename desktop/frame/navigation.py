"""The list of pages on the left."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop.frame.page_table import LISTED, PAGES, listed
from desktop.look.announcing import announce
from desktop.look.theme import Theme
from desktop.wording import formatting
from desktop.wording.i18n import _, ngettext

_ICON = 20  # pixels
_ROW = 24, 30  # the height of a row, where there is little room and where there is enough


class _Rows(QStyledItemDelegate):
    """Rows of one height."""

    height = _ROW[1]

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """As wide as its words."""
        return QSize(super().sizeHint(option, index).width(), self.height)


class Navigation(QListWidget):
    """The pages by name; ``page_chosen`` follows the mouse and the arrow keys."""

    page_chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._found: int | None = None  # how many findings were told
        self.setProperty("role", "nav")
        self.setAccessibleName(_("Pages"))
        self.setIconSize(QSize(_ICON, _ICON))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._rows = _Rows(self)
        self.setItemDelegate(self._rows)
        for page_id in LISTED:
            item = QListWidgetItem(_(PAGES[page_id].text))
            item.setData(Qt.ItemDataRole.UserRole, page_id)
            self.addItem(item)
        self.restyle()
        self._fit()
        theme.changed.connect(self.restyle)
        self.currentItemChanged.connect(self._on_current)

    def show_page(self, page_id: str) -> None:
        """Mark a page, or the one it is reached from, without choosing it anew."""
        self.blockSignals(True)
        self.setCurrentRow(LISTED.index(listed(page_id)))
        self.blockSignals(False)

    def set_findings(self, count: int | None) -> None:
        """The number of open findings behind their page; None or 0 shows none."""
        item = self.item(LISTED.index("findings"))
        name = _(PAGES["findings"].text)
        item.setText(_("{page} ({n})").format(page=name, n=formatting.number(count)) if count else name)
        self._fit()
        if count is not None and self._found is not None and self._found != count:
            text = ngettext("{n} open finding", "{n} open findings", count)
            announce(self, text.format(n=formatting.number(count)))
        self._found = count

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Rows that all pages fit in, as far as they can still be hit and read."""
        super().resizeEvent(event)
        least = max(_ROW[0], self.fontMetrics().height() + 6)
        high = max(least, min(_ROW[1], self.viewport().height() // max(self.count(), 1)))
        if high != self._rows.height:
            self._rows.height = high
            self.scheduleDelayedItemsLayout()

    def _fit(self) -> None:
        self.setFixedWidth(max(150, min(self.sizeHintForColumn(0) + 34, 260)))

    @Slot()
    def restyle(self) -> None:
        """Icons in the theme's colors."""
        for row in range(self.count()):
            item = self.item(row)
            item.setIcon(self._theme.icon(item.data(Qt.ItemDataRole.UserRole), "muted", sizes=(_ICON,)))

    @Slot(QListWidgetItem, QListWidgetItem)
    def _on_current(self, item: QListWidgetItem | None, _before: QListWidgetItem | None) -> None:
        if item is not None:
            self.page_chosen.emit(item.data(Qt.ItemDataRole.UserRole))
