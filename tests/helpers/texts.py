"""Every text a widget tree shows, as it is drawn, and whether the place it is shown in could take it for HTML."""

from html import unescape

from PySide6.QtCore import QAbstractListModel, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QGraphicsTextItem,
    QGraphicsView,
    QGroupBox,
    QLabel,
    QLineEdit,
    QMainWindow,
    QMenu,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

_DISPLAY, _TOOLTIP = Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole
#: So many rows of a table are looked at; few while it is hidden: all are when its own page is shown.
_ROWS, _HIDDEN_ROWS = 300, 12
#: What our own tool tips begin with: markup of which all the rest is escaped.
_OWN_TOOLTIP = '<p style="white-space:pre-wrap">'


class Sink:
    """One text in one place: ``where`` for people, ``raw`` as given, ``guesses`` whether the place reads HTML."""

    def __init__(self, where, raw, *, guesses=False, rich=False):
        self.where, self.raw = where, raw
        # Qt guesses by the first tag it knows; here every text that could be one counts, whatever Qt knows next year.
        self.html = rich or (guesses and ("<" in raw or "&" in raw))

    @property
    def drawn(self):
        """What a person sees, of a sink that is :attr:`trusted`; else the markup."""
        return unescape(self._inside) if self.html and self.trusted else self.raw

    @property
    def _inside(self):
        return self.raw.removeprefix(_OWN_TOOLTIP).removesuffix("</p>")

    @property
    def trusted(self):
        """Whether markup, if it is read as such, can only be ours."""
        if not self.html:
            return True
        return self.raw.startswith(_OWN_TOOLTIP) and "<" not in self._inside and ">" not in self._inside

    def __repr__(self):
        return f"{self.where}: {self.raw!r}"


def sinks(root, *, hidden=True):
    """Every place in a widget and the widgets in it that shows a text."""
    found = []
    for widget in [root, *root.findChildren(QWidget)]:
        if hidden or widget.isVisible():
            found += _of(widget)
    if hidden:
        for action in root.findChildren(QAction):
            found.append(Sink("action", action.text().replace("&&", "&")))
            if any(_shows_tool_tips(place) for place in action.associatedObjects()):
                found.append(Sink("action tool tip", action.toolTip(), guesses=True))
    return [sink for sink in found if sink.raw]


def _shows_tool_tips(place):
    """Whether a place of an action shows its tool tip: a menu does not unless it is told to."""
    return not isinstance(place, QMenu | QMainWindow) or (isinstance(place, QMenu) and place.toolTipsVisible())


def _of(widget):
    name = f"{type(widget).__name__} {widget.objectName() or widget.accessibleName()}"
    yield Sink(f"{name}, tool tip", widget.toolTip(), guesses=True)
    yield Sink(f"{name}, what's this", widget.whatsThis(), guesses=True)
    yield Sink(f"{name}, accessible name", widget.accessibleName())
    yield Sink(f"{name}, accessible description", widget.accessibleDescription())
    if widget.isWindow():
        yield Sink(f"{name}, title", widget.windowTitle())
    match widget:
        case QLabel():
            form = widget.textFormat()
            rich = form in {Qt.TextFormat.RichText, Qt.TextFormat.MarkdownText}
            yield Sink(f"{name}, label", widget.text(), guesses=form == Qt.TextFormat.AutoText, rich=rich)
        case QAbstractButton() | QGroupBox():
            text = widget.title() if isinstance(widget, QGroupBox) else widget.text()
            yield Sink(f"{name}, button", text.replace("&&", "&"))
        case QLineEdit():
            yield Sink(f"{name}, field", widget.text())
            yield Sink(f"{name}, hint", widget.placeholderText())
        case QPlainTextEdit():
            yield Sink(f"{name}, field", widget.toPlainText())
        case QTextEdit():
            yield Sink(f"{name}, rich field", widget.toHtml(), rich=True)
        case QMenu():
            yield Sink(f"{name}, menu", widget.title().replace("&&", "&"))
        case QGraphicsView():
            for item in widget.scene().items() if widget.scene() else ():
                yield Sink(f"{name}, graphics tool tip", item.toolTip(), guesses=True)
                if isinstance(item, QGraphicsTextItem):
                    yield Sink(f"{name}, graphics text", item.toPlainText())
        case QAbstractItemView():
            yield from _items(name, widget.model(), rows=_ROWS if widget.isVisible() else _HIDDEN_ROWS)
        case QComboBox():
            yield from _items(name, widget.model())


def _items(name, model, *, rows=_ROWS):
    if model is None:
        return
    columns = columns_of(model)
    for column in columns:
        for role in (_DISPLAY, _TOOLTIP):
            text = model.headerData(column, Qt.Orientation.Horizontal, role)
            yield Sink(f"{name}, header", str(text or ""), guesses=role == _TOOLTIP)
    for row in range(min(model.rowCount(), rows)):
        for column in columns:
            index = model.index(row, column)
            yield Sink(f"{name}, cell", str(index.data(_DISPLAY) or ""))
            yield Sink(f"{name}, cell tool tip", str(index.data(_TOOLTIP) or ""), guesses=True)


def columns_of(model):
    """The columns of a model; a list has one and hides how it says so."""
    return range(1 if isinstance(model, QAbstractListModel) else model.columnCount())


def shown_texts(root):
    """The texts that can be seen now."""
    return [sink.drawn.replace("\N{NO-BREAK SPACE}", " ") for sink in sinks(root, hidden=False)]


def top_levels():
    """All windows there are, popups and dialogs among them."""
    return QApplication.topLevelWidgets()
