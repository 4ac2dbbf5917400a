"""How a figure explains itself: a button beside it that opens its formula, its inputs, its rows, and its limits.

How a page uses it::

    self.explain = ExplainButton(theme)
    self.explain.rows_asked.connect(self._on_rows)      # the ids of the events behind the figure
    self.explain.show_explanation(explaining.of_answer(answer, scope, kinds))
"""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from desktop.look import plaintext
from desktop.look.theme import Theme
from desktop.widgets.fitting import Scrolled
from desktop.widgets.page_parts import muted
from desktop.widgets.scope_popups import Popup
from desktop.wording.figures.explaining import Explanation
from desktop.wording.i18n import _

_WIDTH = 460


class ExplainButton(QToolButton):
    """Disabled until there is something to explain. ``rows_asked`` carries the ids of the events behind the figure."""

    rows_asked = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.explanation: Explanation | None = None
        self.popup: ExplanationPopup | None = None
        self.setIconSize(QSize(18, 18))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("How is this worked out?"))
        plaintext.tooltip(self, _("How is this worked out?"))
        self.setEnabled(False)
        self.clicked.connect(self._on_clicked)
        theme.changed.connect(self._restyle)
        self._restyle()

    def show_explanation(self, explanation: Explanation | None) -> None:
        """Take what there is to say about the figure that is shown now."""
        self.explanation = explanation
        self.setEnabled(explanation is not None)
        if self.popup is not None:
            self.popup.hide()

    @Slot()
    def _restyle(self) -> None:
        self.setIcon(self._theme.icon("info", "muted"))

    @Slot()
    def _on_clicked(self) -> None:
        if self.explanation is None:
            return
        if self.popup is not None:
            self.popup.deleteLater()
        self.popup = ExplanationPopup(self.explanation, self)
        self.popup.rows_asked.connect(self.rows_asked)
        self.popup.open_under(self)


class ExplanationPopup(Popup):
    """What a figure says about itself; closes with Esc."""

    rows_asked = Signal(object)

    def __init__(self, explanation: Explanation, parent: QWidget) -> None:
        super().__init__(parent)
        self._explanation = explanation
        self.setAccessibleName(explanation.title)
        self.setAccessibleDescription(explanation.text)
        title = plaintext.label(explanation.title, wrap=True)
        title.setProperty("role", "subheading")
        self.box.addWidget(title)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        if explanation.formula:
            column.addWidget(plaintext.label(explanation.formula, wrap=True, selectable=True))
        column.addLayout(_form(explanation))
        for sentence in explanation.why_not:
            said = plaintext.label(_("Not computable: {why}").format(why=sentence), wrap=True, selectable=True)
            said.setProperty("role", "warning")
            column.addWidget(said)
        if explanation.rows:
            column.addWidget(plaintext.label(explanation.rows, wrap=True, selectable=True))
        column.addStretch(1)
        scrolled = Scrolled(inside, whole=True)
        for one in (scrolled.viewport(), inside):  # on the card's own ground
            one.setAutoFillBackground(False)
        self.box.addWidget(scrolled, 1)
        self.box.addLayout(self._buttons())
        self.setFixedWidth(_WIDTH)
        room = self.screen().availableGeometry().height() * 2 // 3
        inside.ensurePolished()
        scrolled.setFixedHeight(min(column.heightForWidth(_WIDTH - 24), room))

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        copy = QPushButton(_("Copy"))
        copy.setAccessibleName(_("Copy this explanation"))
        copy.clicked.connect(self._on_copy)
        row.addStretch(1)
        row.addWidget(copy)
        if self._explanation.event_ids:
            self.rows = QPushButton(_("Show These Events"))
            self.rows.setAccessibleName(_("Show These Events"))
            self.rows.setProperty("role", "primary")
            self.rows.clicked.connect(self._on_rows)
            row.addWidget(self.rows)
        return row

    @Slot()
    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self._explanation.text)

    @Slot()
    def _on_rows(self) -> None:
        self.hide()
        self.rows_asked.emit(tuple(self._explanation.event_ids))

    def open_under(self, button: QWidget) -> None:
        """Show it below the button, inside the screen, its right edge with the button's where that is nearer."""
        super().open_under(button)
        corner = button.mapToGlobal(QPoint(button.width() - self.width(), button.height() + 2))
        screen = button.screen().availableGeometry()
        if self.geometry().right() >= screen.right() - 1:
            self.move(max(corner.x(), screen.left()), self.y())


def _form(explanation: Explanation) -> QFormLayout:
    form = QFormLayout()
    form.setHorizontalSpacing(16)
    form.setVerticalSpacing(4)
    form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.DontWrapRows)
    for name, value in explanation.inputs:
        form.addRow(muted(name), plaintext.label(value, wrap=True, selectable=True))
    return form
