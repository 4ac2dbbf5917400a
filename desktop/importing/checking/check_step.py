"""The third step of an import: what would become of every row, and what can be put right before it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from db.importing.fields import Field, Shape
from db.importing.run import ImportReport
from desktop.importing.checking.check_model import CheckModel
from desktop.importing.checking.edition_line import EditionLine
from desktop.importing.checking.problems_panel import ProblemsPanel, Reading
from desktop.importing.choices import Choices
from desktop.importing.pairs.model import Pairs
from desktop.importing.pairs.panel import PairsPanel
from desktop.importing.rows import CheckedRows
from desktop.importing.totals import Totals, totals
from desktop.importing.widgets import ChoiceCombo, Table, muted
from desktop.importing.work import Checked
from desktop.look import plaintext
from desktop.look.theme import Theme
from desktop.widgets.notice import Notice
from desktop.wording import formatting
from desktop.wording.i18n import _, ngettext
from desktop.wording.imports import importing as words

#: The places of the views.
_PROBLEMS, _PAIRS = 1, 2


class CheckStep(QWidget):
    """What would become of the rows, before anything is written.

    Emits ``edited`` with line, column of the file and text of a cell that was corrected, ``repaired`` with a
    :class:`db.importing.file.repairs.Repair`, and ``chosen`` after a choice that :meth:`taken` gives.
    """

    edited = Signal(int, int, str)
    repaired = Signal(object)
    chosen = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rows: CheckedRows | None = None
        self._problems: Sequence[int] = ()
        self._as_known = ""
        self.totals = Totals()
        self.notice = Notice(theme)
        self.edition = EditionLine()
        self.views = QTabBar()
        self.views.setAccessibleName(_("Rows, problems by what repairs them, or pairs"))
        self.views.addTab(_("Rows"))
        self.views.addTab(_("Problems"))
        self.views.addTab(_("Pairs"))
        self.only: ChoiceCombo[str | None] = ChoiceCombo(_("Show only rows that become"))
        self.previous = QPushButton(theme.icon("chevron-up"), _("Previous Problem"))
        self.next = QPushButton(theme.icon("chevron-down"), _("Next Problem"))
        self.model = CheckModel(theme, self)
        self.table = Table(_("Rows as they would be imported"))
        self.table.setModel(self.model)
        self.panel = ProblemsPanel()
        self.pairs = PairsPanel(theme)
        self.reason = plaintext.label(wrap=True, selectable=True)
        self.reason.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.listed = muted(wrap=True)
        self._days_name = muted(self.pairs.days.accessibleName())
        self._stack = QStackedWidget()
        self._build()
        self._connect()

    def show_waiting(self) -> None:
        """The file is being checked. Rows that were corrected stay in sight meanwhile."""
        self._tell(_("Checking every row…"))
        if self._rows is None:
            self.totals.show_report(None)
            self.notice.say("")
        for widget in (self.next, self.previous, self.only):
            widget.setEnabled(False)

    def show_known(self, name: str) -> None:
        """The file is taken for a known table; "": for none."""
        self._as_known = _("Recognized as “{name}”").format(name=name) if name else ""

    def show_nothing(self) -> None:
        """What was checked holds no more."""
        self._rows, self._problems = None, ()
        self.model.show(None)
        self.panel.show_groups((), (), None, _no_words)
        self.pairs.show_pairs(Pairs(), None, Choices())
        self.reason.setText("")

    def show_checked(
        self,
        checked: Checked,
        read: Callable[[int, str], Reading],
        known: Callable[[Field], Sequence[tuple[str, str]]],
        undecided: str = "",
    ) -> None:
        """What the import would come to. ``read`` and ``known`` as :meth:`ProblemsPanel.show_groups` takes them.

        ``undecided``: why it has to be said first what the file is an edition of.
        """
        first, place = self._rows is None, self._place()
        self._rows, report = checked.rows, checked.report
        self._problems = checked.rows.places("problem")
        self.totals.show_report(report)
        shown = self.only.value if self.only.count() else None
        counts = totals(report)
        self.only.fill(
            [(_("All rows ({n})").format(n=formatting.number(len(checked.rows))), None)]
            + [
                (f"{words.total_name(name)} ({formatting.number(counts[name])})", name)
                for name in words.TOTALS
                if counts[name]
            ],
            shown if shown and counts[shown] else None,
        )
        self.model.show(checked.rows, editable=checked.plan.shape is not Shape.PERSONS)
        self.model.show_only(self.only.value)
        if first:
            self.table.fit_columns(widest=220)
            names = map(self.table.fontMetrics().horizontalAdvance, map(words.total_name, words.TOTALS))
            self.table.setColumnWidth(self.model.STATE, max(names) + 48)  # an icon before it
        self.panel.show_groups(checked.groups, checked.rows.fields, read, known)
        self.views.setTabText(_PROBLEMS, _("Problems ({n})").format(n=formatting.number(report.problem)))
        self.views.setTabEnabled(_PROBLEMS, bool(checked.groups))
        if not checked.groups and self.views.currentIndex() == _PROBLEMS:
            self.views.setCurrentIndex(0)
        for widget in (self.next, self.previous):
            widget.setEnabled(bool(self._problems))
        self.only.setEnabled(True)
        self.notice.say(undecided or " ".join(filter(None, (_notice(report), _pairs_notice(checked.pairs)))))
        self._tell(self._as_known)
        self.reason.setText("")
        if place is not None:
            self._show(*place)

    def show_pairs(self, pairs: Pairs, rows: CheckedRows, choices: Choices) -> None:
        """Show which rows may be one with something; ``choices``: those that the check came of."""
        self.pairs.show_pairs(pairs, rows, choices)
        self.views.setTabText(_PAIRS, _("Pairs ({n})").format(n=formatting.number(len(pairs.every))))
        self.views.setTabEnabled(_PAIRS, bool(pairs.every))
        if not pairs.every and self.views.currentIndex() == _PAIRS:
            self.views.setCurrentIndex(0)

    def taken(self, choices: Choices) -> Choices:
        """Choices with what was chosen here."""
        return self.edition.taken(self.pairs.taken(choices))

    def say(self, sentence: str) -> None:
        """Show why it cannot be imported."""
        self.notice.say(sentence)
        self._tell("")

    def go_next(self) -> None:
        """The next problem after the current cell; after the last one the first."""
        self._go(forward=True)

    def go_previous(self) -> None:
        """The last problem before the current cell; before the first one the last."""
        self._go(forward=False)

    def _tell(self, sentence: str) -> None:
        self.listed.setText(sentence)
        self.listed.setVisible(bool(sentence))

    # Moving.

    def _go(self, *, forward: bool) -> None:
        if not self._problems or not self.next.isEnabled():
            return
        self.views.setCurrentIndex(0)
        if self.only.value not in {None, "problem"}:
            self.only.choose(None)
        index = self.table.currentIndex()
        place, column = (self.model.place(index.row()), index.column()) if index.isValid() else (-1, -1)
        here = self.model.problem_columns(index.row()) if index.isValid() else []
        beside = [one for one in here if (one > column if forward else one < column)]
        if beside:
            self._show(place, beside[0 if forward else -1])
        else:
            at = bisect_right(self._problems, place) if forward else bisect_left(self._problems, place) - 1
            place = self._problems[at % len(self._problems)]
            columns = self.model.problem_columns(self.model.row_of(place))
            self._show(place, columns[0 if forward else -1] if columns else self.model.WHY)
        self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _place(self) -> tuple[int, int] | None:
        """The place in the file, and the column, of the current cell."""
        index = self.table.currentIndex()
        return (self.model.place(index.row()), index.column()) if index.isValid() else None

    def _show(self, place: int, column: int) -> None:
        """Go to a cell by the place of its row in the file, or to the next row that is shown."""
        row = min(self.model.row_of(place), self.model.rowCount() - 1)
        if row >= 0:
            self.table.setCurrentIndex(self.model.index(row, column))

    # Set-up.

    def _build(self) -> None:
        over = QHBoxLayout()
        over.setSpacing(8)
        over.addWidget(self.views)
        over.addStretch(1)
        for widget in (self.only, self.previous, self.next, self._days_name, self.pairs.days):
            over.addWidget(widget)
        self.pairs.days.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.only.setMinimumContentsLength(16)
        rows = QWidget()
        inner = QVBoxLayout(rows)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(8)
        inner.addWidget(self.table, 1)
        inner.addWidget(self.reason)
        self._stack.addWidget(rows)
        self._stack.addWidget(self.panel)
        self._stack.addWidget(self.pairs)
        self.reason.setMinimumHeight(self.reason.fontMetrics().height() * 2 + 2)
        self.reason.setAlignment(Qt.AlignmentFlag.AlignTop)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(8)
        page.addWidget(self.totals)
        page.addWidget(self.edition)
        page.addWidget(self.notice)
        page.addWidget(self.listed)
        page.addLayout(over)
        page.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self.table.went.connect(self._on_current)
        self.model.edited.connect(self.edited)
        self.panel.repaired.connect(self.repaired)
        self.pairs.decided.connect(self.chosen)
        self.edition.chosen.connect(self.chosen)
        self.panel.looked_at.connect(self._on_looked_at)
        self.views.currentChanged.connect(self._on_view)
        self.only.chosen.connect(self._on_only)
        self.next.clicked.connect(self.go_next)
        self.previous.clicked.connect(self.go_previous)
        for button, key, name, slot in (
            (self.next, "F8", _("Next problem"), self.go_next),
            (self.previous, "Shift+F8", _("Previous problem"), self.go_previous),
        ):
            button.setAccessibleName(name)
            plaintext.tooltip(button, QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText))
            QShortcut(QKeySequence(key), self, slot, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._theme.changed.connect(self._on_theme)
        self._on_view(0)

    def _on_view(self, view: int) -> None:
        self._stack.setCurrentIndex(view)
        of_rows: tuple[QWidget, ...] = (self.only, self.previous, self.next)
        of_pairs: tuple[QWidget, ...] = (self._days_name, self.pairs.days)
        for widget in (*of_rows, *of_pairs):
            widget.setVisible((widget in of_pairs) is (view == _PAIRS))

    def _on_only(self) -> None:
        place = self._place()
        self.model.show_only(self.only.value)
        if place is not None:
            self._show(*place)

    def _on_looked_at(self, place: int) -> None:
        self.views.setCurrentIndex(0)
        if self.only.value not in {None, "problem"}:
            self.only.choose(None)
        row = self.model.row_of(place)
        columns = self.model.problem_columns(row)
        self._show(place, columns[0] if columns else self.model.WHY)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_current(self, current: QModelIndex) -> None:
        text = self.model.reason_text(current.row(), current.column()) if current.isValid() else ""
        self.reason.setText(text)
        self.reason.setAccessibleName(text)

    def _on_theme(self) -> None:
        self.previous.setIcon(self._theme.icon("chevron-up"))
        self.next.setIcon(self._theme.icon("chevron-down"))


def _no_words(_field: Field) -> Sequence[tuple[str, str]]:
    return ()


def _pairs_notice(pairs: Pairs) -> str:
    if not pairs.open:
        return ""
    return ngettext(
        "{n} row may tell of something that is known already: look under Pairs. Undecided it stays an event of its"
        " own.",
        "{n} rows may tell of something that is known already: look under Pairs. Undecided they stay events of their"
        " own.",
        pairs.open,
    ).format(n=formatting.number(pairs.open))


def _notice(report: ImportReport) -> str:
    number = formatting.number
    if report.duplicate and report.duplicate + report.skipped == report.rows:
        return ngettext(
            "Nothing new: the {n} row is already in the ledger.",
            "Nothing new: all {n} rows are already in the ledger.",
            report.duplicate,
        ).format(n=number(report.duplicate))
    if report.problem == report.rows:
        return _("No row can be imported as it is. Go back and look at the meanings of the columns.")
    if report.problem:
        return ngettext(
            "{n} row has a problem and will not be imported. Put it right here, or save it to a file afterwards.",
            "{n} rows have a problem and will not be imported. Put them right here, or save them to a file afterwards.",
            report.problem,
        ).format(n=number(report.problem))
    if report.skipped:
        return ngettext(
            "{n} row is not part of the table and is skipped: a total, a note or the header again. It is shown in"
            " gray, with the reason.",
            "{n} rows are not part of the table and are skipped: totals, notes or the header again. They are shown"
            " in gray, with the reasons.",
            report.skipped,
        ).format(n=number(report.skipped))
    return ""


__all__ = ["CheckStep"]
