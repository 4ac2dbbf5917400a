"""The figures of an import; they add up to the rows of the file."""

from __future__ import annotations

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from db.importing.run import ImportReport
from desktop.importing.widgets import muted
from desktop.look import plaintext
from desktop.look.theme import set_role
from desktop.wording import formatting
from desktop.wording.i18n import _
from desktop.wording.imports import importing as words

#: Figures that are shown even if they are 0.
_ALWAYS = frozenset({"new", "duplicate", "problem", "rows"})


class Totals(QFrame):
    """The figures of an import beside each other; the rows of the file, which they add up to, stand at the end."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.figures: dict[str, QLabel] = {}
        self._boxes: dict[str, QWidget] = {}
        line = QHBoxLayout(self)
        line.setContentsMargins(16, 8, 16, 8)
        line.setSpacing(24)
        for name in words.TOTALS:
            line.addWidget(self._box(name, words.total_name(name)))
            plaintext.tooltip(self._boxes[name], words.total_explained(name))
        line.addStretch(1)
        line.addWidget(self._box("rows", _("Rows in the file")))

    def show_report(self, report: ImportReport | None) -> None:
        """Show other figures; None: not known yet."""
        counts = totals(report) if report else {}
        for name, figure in self.figures.items():
            count = counts.get(name)
            figure.setText(formatting.number(count))
            set_role(figure, "figure")
            self._boxes[name].setVisible(name in _ALWAYS or bool(count))
        said = [f"{words.total_name(name)}: {self.figures[name].text()}" for name in words.TOTALS]
        self.setAccessibleName(", ".join([*said, _("Rows in the file: {n}").format(n=self.figures["rows"].text())]))

    # Qt.

    def showEvent(self, event: QShowEvent) -> None:
        """Qt: figures that changed while another page was shown need their own room."""
        super().showEvent(event)
        for box in self._boxes.values():
            box.updateGeometry()

    def _box(self, name: str, text: str) -> QWidget:
        box, figure = QWidget(), plaintext.label()
        inner = QVBoxLayout(box)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        figure.setProperty("role", "figure")
        inner.addWidget(figure)
        inner.addWidget(muted(text))
        self.figures[name], self._boxes[name] = figure, box
        return box


def totals(report: ImportReport) -> dict[str, int]:
    """The figures of a report by name, with ``rows``."""
    return {name: int(getattr(report, name)) for name in (*words.TOTALS, "rows")}


__all__ = ["Totals", "totals"]
