"""Tab goes as the eye does: navigation, toolbar, scope, page, inspector, status line; within each as it is laid out.

Qt's own order is that in which widgets were made, and pages are made when they are first shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QGridLayout,
    QLayout,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QSplitter,
    QWidget,
)

#: What takes the focus for all that is in it.
_WHOLE = (QAbstractItemView, QComboBox, QLineEdit, QPlainTextEdit)


def takers(regions: Sequence[QWidget]) -> list[QWidget]:
    """What takes the focus by Tab, region by region."""
    return [widget for region in regions if region.isVisible() for widget in _within(region)]


def step(regions: Sequence[QWidget], *, forward: bool) -> bool:
    """Put the focus on the next taker, or the one before. False: this is not for the regions to decide."""
    here = QApplication.focusWidget()
    region = next((one for one in regions if here is not None and (one is here or one.isAncestorOf(here))), None)
    if here is None or region is None:
        return False
    order = takers(regions)
    places = [number for number, one in enumerate(order) if one is here or one.isAncestorOf(here)]
    if not places:  # it is being hidden: what is near it takes its place
        order, places = takers((region,)) or order, [-1 if forward else 0]
    if not order:
        return False
    place = places[-1] + (1 if forward else -1)  # of two that hold it, the inner one comes later
    reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
    show_and_focus(order[place % len(order)], reason)
    return True


def show_and_focus(widget: QWidget, reason: Qt.FocusReason) -> None:
    """Put the focus on a widget, and have it seen: what scrolls around it scrolls there."""
    widget.setFocus(reason)
    inside, above = widget, widget.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea):
            above.ensureWidgetVisible(inside)
        above = above.parentWidget()


def _within(widget: QWidget) -> Iterator[QWidget]:
    if not widget.isVisible():
        return
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isEnabled():
        yield widget
    if isinstance(widget, _WHOLE):
        return
    for child in _children(widget):
        yield from _within(child)


def _children(widget: QWidget) -> Iterator[QWidget]:
    """The widgets right inside of one, in the order in which they are laid out; at the end those that are not."""
    if isinstance(widget, QScrollArea):
        inner = widget.widget()
        if inner is not None:
            yield inner
        return
    if isinstance(widget, QSplitter):
        yield from map(widget.widget, range(widget.count()))
        return
    layout, seen = widget.layout(), set()
    if layout is not None:
        for child in _of_layout(layout):
            seen.add(child)
            yield child
    for other in widget.children():
        if isinstance(other, QWidget) and other not in seen and not other.isWindow():
            yield other


def _of_layout(layout: QLayout) -> Iterator[QWidget]:
    places = list(range(layout.count()))
    if isinstance(layout, QGridLayout):
        places.sort(key=lambda place: layout.getItemPosition(place)[:2])  # type: ignore[index]  # a tuple of four
    for place in places:
        item = layout.itemAt(place)
        if item is None:
            continue
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            yield widget
        elif inner is not None:
            yield from _of_layout(inner)
