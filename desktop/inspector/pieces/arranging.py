"""Layouts of the panel, and the order in which Tab goes through them."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFrame, QLayout, QPlainTextEdit, QScrollArea, QVBoxLayout, QWidget


def box(*, spacing: int = 4, margins: tuple[int, int, int, int] = (0, 0, 0, 0)) -> QVBoxLayout:
    """A vertical layout without margins of its own."""
    layout = QVBoxLayout()
    layout.setSpacing(spacing)
    layout.setContentsMargins(*margins)
    return layout


def clear(layout: QLayout) -> None:
    """Removes every widget of a layout."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()


def in_reading_order(widget: QWidget) -> Iterator[QWidget]:
    """Everything below ``widget`` that takes the focus by Tab, in the order of its layouts."""
    if isinstance(widget, QScrollArea):
        inner = widget.widget()
        if inner is not None:
            yield from in_reading_order(inner)
    layout = widget.layout()
    if layout is None or isinstance(widget, (QComboBox, QPlainTextEdit)):
        return
    yield from _of_layout(layout)


def _of_layout(layout: QLayout) -> Iterator[QWidget]:
    for index in range(layout.count()):
        item = layout.itemAt(index)
        child = item.widget() if item is not None else None
        if child is not None:
            skipped = isinstance(child, QFrame) and not isinstance(child, QPlainTextEdit)
            if child.focusPolicy() & Qt.FocusPolicy.TabFocus and not skipped:
                yield child
            yield from in_reading_order(child)
        elif (inner := item.layout() if item is not None else None) is not None:
            yield from _of_layout(inner)
