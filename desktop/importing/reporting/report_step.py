"""The last step of an import: how far it is, then what came of it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QProgressBar,
    QPushButton,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from db.importing.planning.plan import ImportPlan, Inspection
from db.importing.run import ImportReport
from desktop.importing.reporting.column_fates import FatesModel
from desktop.importing.totals import Totals, totals
from desktop.importing.widgets import Table, muted
from desktop.look import plaintext
from desktop.look.theme import Theme
from desktop.wording import formatting
from desktop.wording.i18n import _, ngettext
from desktop.wording.imports import importing as words


class ReportStep(QWidget):
    """Emits ``save_requested`` for the rejected rows and ``undo_requested``."""

    save_requested = Signal()
    undo_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icon = "check"
        self.working = plaintext.label()
        self.working.setProperty("role", "heading")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 1000)
        self.bar.setAccessibleName(_("Progress of the import"))
        self.percent = muted()
        self.picture = QLabel()
        self.sentence = plaintext.label(wrap=True, selectable=True)
        self.sentence.setProperty("role", "heading")
        self.sentence.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.totals = Totals()
        self.detail = plaintext.label(wrap=True)
        self.save = QPushButton(_("&Save Rejected Rows…"))
        self.save.setAccessibleName(_("Save the rejected rows with their reasons"))
        self.save.clicked.connect(self.save_requested)
        self.undo = QPushButton(_("&Undo This Import"))
        self.undo.setAccessibleName(_("Undo this import"))
        self.undo.clicked.connect(self.undo_requested)
        self.fates = FatesModel(theme, self)
        self.columns = Table(_("What became of the columns of the file"))
        self.columns.setModel(self.fates)
        self.note = plaintext.label(wrap=True)
        self.note.setProperty("role", "muted")
        self._pages = QStackedLayout(self)
        self._build()
        theme.changed.connect(self._on_theme)

    def show_working(self, file: str) -> None:
        """The import begins."""
        self.working.setText(_("Importing {file}…").format(file=plaintext.elided(file)))
        self.show_progress(0, 0)
        self._pages.setCurrentIndex(0)

    def show_progress(self, done: int, total: int) -> None:
        """How much of the file is done; a ``total`` of 0: not known yet."""
        self.bar.setValue(int(1000 * done / total) if total else 0)
        said = _("The ledger changes only when the whole file has been read.")
        if total:
            share = formatting.percent(100 * done / total, decimals=0)
            said = " ".join((_("{share} of the file.").format(share=share), said))
        self.percent.setText(said)

    def show_stopping(self) -> None:
        """It was cancelled and is being taken back."""
        self.percent.setText(_("Stopping; the ledger stays as it was…"))

    def show_report(self, report: ImportReport, inspection: Inspection, plan: ImportPlan) -> None:
        """What came of it, and of each column of the file."""
        self.fates.show(inspection, plan)
        text = words.report_sentence(report.file_name, totals(report))
        self.sentence.setText(text)
        self.sentence.setAccessibleName(text)
        self.totals.show_report(report)
        self.detail.setText(self._detail(report))
        self.detail.setVisible(bool(self.detail.text()))
        self.save.setVisible(report.problem > 0)
        self.undo.setVisible(report.change is not None)
        self.undo.setEnabled(True)
        self.note.setText(_("Undo takes back all of it in one step, also later with Edit > Undo.")
                          if report.change is not None else "")  # fmt: skip
        self._icon = "check" if report.change is not None else "info"
        self._on_theme()
        self._pages.setCurrentIndex(1)

    def show_saved(self, text: str) -> None:
        """Something was done with the result."""
        self.note.setText(text)
        self.note.setAccessibleName(text)

    @staticmethod
    def _detail(report: ImportReport) -> str:
        counted = words.persons_counted(report.persons, report.alone)
        return " ".join(filter(None, (_events(report), counted, words.kept_count(len(report.kept)))))

    def _build(self) -> None:
        running, inner = QWidget(), QVBoxLayout()
        inner.addStretch(2)
        for widget in (self.working, self.bar, self.percent):
            inner.addWidget(widget)
        inner.addStretch(3)
        inner.setSpacing(16)
        beside = QHBoxLayout(running)
        beside.addStretch(1)
        beside.addLayout(inner, 4)
        beside.addStretch(1)
        done = QWidget()
        top = QHBoxLayout()
        top.setSpacing(16)
        top.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignTop)
        top.addWidget(self.sentence, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.save)
        buttons.addWidget(self.undo)
        buttons.addStretch(1)
        page = QVBoxLayout(done)
        page.setContentsMargins(0, 8, 0, 0)
        page.setSpacing(8)
        self.columns.verticalHeader().hide()
        self.columns.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        page.addLayout(top)
        page.addWidget(self.totals)
        page.addWidget(self.detail)
        page.addLayout(buttons)
        page.addWidget(self.note)
        page.addWidget(self.columns, 1)
        self._pages.addWidget(running)
        self._pages.addWidget(done)

    def _on_theme(self) -> None:
        color = "positive" if self._icon == "check" else "muted"
        self.picture.setPixmap(self._theme.icon(self._icon, color).pixmap(28, 28))


__all__ = ["ReportStep"]


def _events(report: ImportReport) -> str:
    """How many events came of it, and how many of them say a number."""
    if not report.events:
        return ""
    n, known = formatting.number, []
    if report.counts:
        text = ngettext("{n} with a count", "{n} with a count", report.counts)
        known.append(text.format(n=n(report.counts)))
    if report.percents:
        text = ngettext("{n} with a percentage", "{n} with a percentage", report.percents)
        known.append(text.format(n=n(report.percents)))
    if not known:
        return ngettext("That makes {n} event.", "That makes {n} events.", report.events).format(n=n(report.events))
    text = ngettext("That makes {n} event, {known}.", "That makes {n} events, {known}.", report.events)
    return text.format(n=n(report.events), known=formatting.listing(known))
