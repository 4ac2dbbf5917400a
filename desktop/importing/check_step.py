"""The third step of an import: what it would come to, and every cell that cannot be taken."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from db.importing.plan import Inspection
from db.importing.run import ImportReport
from desktop.importing.preview import CheckModel
from desktop.importing.widgets import Table, heading, muted
from desktop.importing.work import Checked
from desktop.look import plaintext
from desktop.look.theme import Theme, set_role
from desktop.widgets.notice import Notice
from desktop.wording import formatting
from desktop.wording import importing as words
from desktop.wording.i18n import _, ngettext

#: Totals that are shown even if they are 0.
_ALWAYS = ("new", "duplicate", "problem")


class Totals(QFrame):
    """The figures of an import; they add up to the rows of the file, which stand at the end."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.figures: dict[str, QLabel] = {}
        self._boxes: dict[str, QWidget] = {}
        line = QHBoxLayout(self)
        line.setContentsMargins(18, 10, 18, 10)
        line.setSpacing(28)
        for name in (*words.TOTALS, "rows"):
            if name == "rows":
                line.addStretch(1)
            box = QWidget()
            inner = QVBoxLayout(box)
            inner.setContentsMargins(0, 0, 0, 0)
            inner.setSpacing(0)
            figure = plaintext.label()
            figure.setProperty("role", "figure")
            inner.addWidget(figure)
            inner.addWidget(muted(words.total_name(name) if name != "rows" else _("Rows in the file")))
            if name != "rows":
                plaintext.tooltip(box, words.total_explained(name))
            self.figures[name], self._boxes[name] = figure, box
            line.addWidget(box)

    def show_report(self, report: ImportReport | None) -> None:
        """Show other figures; None: not known yet."""
        counts = totals(report) if report else {}
        for name, figure in self.figures.items():
            count = counts.get(name)
            figure.setText(formatting.number(count))
            set_role(figure, "figure")
            self._boxes[name].setVisible(name in {*_ALWAYS, "rows"} or bool(count))
        said = [f"{words.total_name(name)}: {self.figures[name].text()}" for name in words.TOTALS]
        self.setAccessibleName(", ".join([*said, _("Rows in the file: {n}").format(n=self.figures["rows"].text())]))


def totals(report: ImportReport) -> dict[str, int]:
    """The figures of a report by name, with ``rows``."""
    return {name: getattr(report, name) for name in (*words.TOTALS, "rows")}


class CheckStep(QWidget):
    """What would become of the rows, before anything is written."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._inspection: Inspection | None = None
        self._cells: list[tuple[int, int]] = []
        self.totals = Totals()
        self.notice = Notice(theme)
        self.only = QCheckBox(_("Only &problems"))
        self.only.setAccessibleName(_("Show only rows with a problem"))
        self.previous = QPushButton(theme.icon("chevron-up"), _("Previous Problem"))
        self.next = QPushButton(theme.icon("chevron-down"), _("Next Problem"))
        self._theme = theme
        self.model = CheckModel(theme, self)
        self.table = Table(_("Rows as they would be imported"))
        self.table.setModel(self.model)
        self.reason = plaintext.label(wrap=True, selectable=True)
        self.reason.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.listed = muted()
        self._build()
        self.table.went.connect(self._on_current)
        self.only.toggled.connect(self._on_only)
        self.next.clicked.connect(self.go_next)
        self.previous.clicked.connect(self.go_previous)
        for button, key, name, slot in (
            (self.next, "F8", _("Next problem"), self.go_next),
            (self.previous, "Shift+F8", _("Previous problem"), self.go_previous),
        ):
            button.setAccessibleName(name)
            plaintext.tooltip(button, QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText))
            QShortcut(QKeySequence(key), self, slot, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        theme.changed.connect(self._on_theme)

    def show_waiting(self) -> None:
        """The file is being checked."""
        self.totals.show_report(None)
        self.notice.say("")
        self.model.show(None, None, ())
        self._cells = []
        self._enable()
        self.listed.setText(_("Checking every row …"))
        self.reason.setText("")

    def show_checked(self, inspection: Inspection, checked: Checked) -> None:
        """What the import would come to."""
        report = checked.report
        self._inspection = inspection
        self.totals.show_report(report)
        self.model.show(inspection, checked.plan, checked.rows)
        self.table.fit_columns(widest=220)
        if not report.problem and self.only.isChecked():
            self.only.setChecked(False)
        self._refresh()
        self.notice.say(self._notice(report))
        self.listed.setText(self._listed(checked))

    def say(self, sentence: str) -> None:
        """Show why it cannot be imported."""
        self.notice.say(sentence)
        self.listed.setText("")

    def go_next(self) -> None:
        """The next problem after the current cell; after the last one the first."""
        self._go(bisect_right(self._cells, self._place()))

    def go_previous(self) -> None:
        """The last problem before the current cell; before the first one the last."""
        self._go(bisect_left(self._cells, self._place()) - 1)

    def _go(self, at: int) -> None:
        if self._cells:
            row, column = self._cells[at % len(self._cells)]
            self.table.setCurrentIndex(self.model.index(row, column))
            self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _place(self) -> tuple[int, int]:
        index = self.table.currentIndex()
        return (index.row(), index.column()) if index.isValid() else (-1, -1)

    def _refresh(self) -> None:
        self._cells = self.model.problem_cells()
        self.table.setCurrentIndex(QModelIndex())
        self._enable()
        self.reason.setText("")

    def _enable(self) -> None:
        any_problem = bool(self._cells)
        for button in (self.next, self.previous):
            button.setEnabled(any_problem)
        self.only.setEnabled(any_problem or self.only.isChecked())

    @staticmethod
    def _notice(report: ImportReport) -> str:
        if report.duplicate and report.duplicate + report.skipped == report.rows:
            return ngettext(
                "Nothing new: the {n} row is already in the ledger.",
                "Nothing new: all {n} rows are already in the ledger.",
                report.duplicate,
            ).format(n=formatting.number(report.duplicate))
        if report.problem == report.rows:
            return _("No row can be imported as it is. Go back and look at the meanings of the columns.")
        if report.problem:
            return ngettext(
                "{n} row has a problem and will not be imported. You can save it to a file afterwards, with the"
                " reason.",
                "{n} rows have a problem and will not be imported. You can save them to a file afterwards, with the"
                " reasons.",
                report.problem,
            ).format(n=formatting.number(report.problem))
        if report.skipped:
            return ngettext(
                "{n} row is not part of the table and is skipped: a total, a note or the header again. It is shown in"
                " gray, with the reason.",
                "{n} rows are not part of the table and are skipped: totals, notes or the header again. They are shown"
                " in gray, with the reasons.",
                report.skipped,
            ).format(n=formatting.number(report.skipped))
        return ""

    @staticmethod
    def _listed(checked: Checked) -> str:
        shown, rows = len(checked.rows), checked.report.rows
        if shown >= rows:
            return ""
        return _("The first rows, those skipped and those with a problem, {n} of {rows}").format(
            n=formatting.number(shown), rows=formatting.number(rows)
        )

    def _build(self) -> None:
        over = QHBoxLayout()
        over.setSpacing(10)
        over.addWidget(heading(_("As it would be imported")))
        over.addWidget(self.listed)
        over.addStretch(1)
        for widget in (self.only, self.previous, self.next):
            over.addWidget(widget)
        self.reason.setMinimumHeight(self.reason.fontMetrics().height() * 2 + 2)
        self.reason.setAlignment(Qt.AlignmentFlag.AlignTop)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(12)
        page.addWidget(self.totals)
        page.addWidget(self.notice)
        page.addLayout(over)
        page.addWidget(self.table, 1)
        page.addWidget(self.reason)

    def _on_only(self, checked: bool) -> None:  # noqa: FBT001 - Qt's signature
        self.model.set_only_problems(only=checked)
        self._refresh()

    def _on_current(self, current: QModelIndex) -> None:
        text = self.model.problem_text(current.row(), current.column()) if current.isValid() else ""
        self.reason.setText(text)
        self.reason.setAccessibleName(text)

    def _on_theme(self) -> None:
        self.previous.setIcon(self._theme.icon("chevron-up"))
        self.next.setIcon(self._theme.icon("chevron-down"))


__all__ = ["CheckStep", "Totals", "totals"]
