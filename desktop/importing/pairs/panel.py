"""Pairs of rows and what they may be one with: the list, both sides of one, and the decision about it or all alike."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from db.importing.matching.likely import Decide, Decision, Likely
from db.importing.planning.plan import NEAR_DAYS
from desktop.importing.choices import Choices
from desktop.importing.pairs.model import Pairs, PairsModel
from desktop.importing.pairs.sides import Side, Theirs, beside, mine
from desktop.importing.rows import CheckedRows
from desktop.importing.widgets import ChoiceCombo, Table
from desktop.look import plaintext
from desktop.look.theme import Theme
from desktop.wording import formatting
from desktop.wording.i18n import _, ngettext
from desktop.wording.imports import pairs as words

_DAYS = (NEAR_DAYS, 30, 90)


class PairsPanel(QWidget):
    """Rows that may be one with something. Emits ``decided`` after a decision, and ``asked`` with the claim whose side
    is to be read; :meth:`show_theirs` takes it.
    """

    decided = Signal()
    asked = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rows: CheckedRows | None = None
        self._choices = Choices()
        self._pairs = Pairs()
        self._theirs: Theirs | None = None
        self.model = PairsModel(theme, self)
        self.table = Table(_("Rows that may be one with something"))
        self.table.setModel(self.model)
        self.days: ChoiceCombo[int] = ChoiceCombo(_("Days apart, at most"))
        self.one_event = QPushButton(_("&One Event"))
        self.two_events = QPushButton(_("&Two Events"))
        self.leave_out = QPushButton(_("&Leave Row Out"))
        self.all_alike = QCheckBox()
        self.why = plaintext.label(wrap=True)
        self._area = QScrollArea()
        self._build()
        self.table.went.connect(self._on_went)
        self.days.chosen.connect(self._on_days)
        self.one_event.clicked.connect(self._on_one_event)
        self.two_events.clicked.connect(self._on_two_events)
        self.leave_out.clicked.connect(self._on_leave_out)
        theme.changed.connect(self._show_pair)

    def show_pairs(self, pairs: Pairs, rows: CheckedRows | None, choices: Choices) -> None:
        """Show other pairs. ``choices``: those that the check came of."""
        here = self.model.pair(self.table.currentIndex().row())
        at = self.table.currentIndex().row()
        self._pairs, self._rows, self._choices, self._theirs = pairs, rows, choices, None
        self.model.show(pairs.every, choices.decisions, choices.alike)
        days = choices.near_days or NEAR_DAYS
        self.days.fill([(_("{n} days").format(n=formatting.number(one)), one) for one in sorted({*_DAYS, days})], days)
        if pairs.every:
            same = here is not None and 0 <= at < len(pairs.every) and _same(pairs.every[at], here)
            self.table.setCurrentIndex(self.model.index(at if same else min(max(at, 0), len(pairs.every) - 1), 0))
        self._show_pair()

    def taken(self, choices: Choices) -> Choices:
        """Choices with what was decided here."""
        own = self._choices
        return replace(choices, decisions=own.decisions, alike=own.alike, near_days=own.near_days)

    def show_theirs(self, found: Theirs | None) -> None:
        """Show what the ledger says about the pair that is looked at."""
        self._theirs = found
        self._show_sides()

    # Reactions.

    def _on_went(self, _index: QModelIndex) -> None:
        self._theirs = None
        self._show_pair()

    def _on_one_event(self) -> None:
        self._decide("join")

    def _on_two_events(self) -> None:
        self._decide("separate")

    def _on_leave_out(self) -> None:
        self._decide("skip")

    def _on_days(self) -> None:
        self._choices = replace(self._choices, near_days=self.days.value)
        self.decided.emit()

    def _decide(self, what: Decide) -> None:
        row = self.table.currentIndex().row()
        one = self.model.pair(row)
        if one is None:
            return
        if self.all_alike.isChecked():
            kept = {at: said for at, said in self._choices.decisions.items() if at not in self._alike(one.reason)}
            alike = {**self._choices.alike, one.reason: what}
            self._choices = replace(self._choices, alike=alike, decisions=kept)
        else:
            said = Decision(one.line, one.mark, what, one.claim_id, one.other)
            decisions = {**self._choices.decisions, (one.line, one.mark): said}
            self._choices = replace(self._choices, decisions=decisions)
        self.model.show_decided(self._choices.decisions, self._choices.alike)
        if not self.all_alike.isChecked() and row + 1 < self.model.rowCount():
            self.table.setCurrentIndex(self.model.index(row + 1, 0))
        self.all_alike.setChecked(False)
        self.decided.emit()

    def _alike(self, reason: str) -> set[tuple[int, int]]:
        """The rows with single decisions whose pairs are of one reason."""
        decided = self._choices.decisions
        return {at for one in self._pairs.every if one.reason == reason and (at := (one.line, one.mark)) in decided}

    # Showing.

    def _show_pair(self) -> None:
        one = self.model.pair(self.table.currentIndex().row())
        for widget in (self.one_event, self.two_events, self.leave_out, self.all_alike):
            widget.setEnabled(one is not None)
        if one is None:
            self.why.setText("")
            self._put(QWidget())
            return
        alike = self._pairs.alike.get(one.reason, 1)
        text = ngettext("For the {n} pair of this sort", "For all {n} pairs of this sort", alike)
        self.all_alike.setText(text.format(n=formatting.number(alike)))
        self.all_alike.setEnabled(alike > 1)
        why = _("Line {line}: {sentence}").format(line=formatting.number(one.line), sentence=words.why_sentence(one))
        self.why.setText(why)
        self.why.setAccessibleName(why)
        self._show_sides()
        if one.claim_id is not None and self._theirs is None:
            self.asked.emit(one.claim_id)

    def _show_sides(self) -> None:
        one = self.model.pair(self.table.currentIndex().row())
        if one is None or self._rows is None:
            return
        known: Side = {}
        name = _("Known")
        if one.other_line is not None:
            known = mine(self._rows, one.other_line, one, one.theirs)
            name = _("Known: line {line} of this file").format(line=formatting.number(one.other_line))
        elif self._theirs is not None and self._theirs.claim_id == one.claim_id:
            known = self._theirs.side
            place = words.place_text(self._theirs.file, self._theirs.line)
            name = _("Known: {place}").format(place=plaintext.elided(place, limit=60)) if place else name
        self._put(_grid(list(beside(mine(self._rows, one.line, one, one.mine), known)), name))

    def _put(self, sides: QWidget) -> None:
        self._area.setWidget(sides)
        sides.setAutoFillBackground(False)  # the card's color shines through

    # Qt.

    def sizeHint(self) -> QSize:
        """Qt: as high as is needed; both sides scroll by themselves."""
        return QSize(super().sizeHint().width(), self.minimumSizeHint().height())

    def hasHeightForWidth(self) -> bool:
        """Qt: its lines that wrap ask for no more height: both sides give it."""
        return False

    # Set-up.

    def _build(self) -> None:
        table = self.table
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        header, wide = table.horizontalHeader(), table.fontMetrics().averageCharWidth()
        header.setSectionResizeMode(PairsModel.WHY, QHeaderView.ResizeMode.Stretch)
        for column, letters in enumerate((26, 24, 24, 24)):
            table.setColumnWidth(column, letters * wide)
        self._area.setAccessibleName(_("Both sides of the pair"))
        self._area.setWidgetResizable(True)
        self._area.setProperty("role", "plain")
        self._area.viewport().setAutoFillBackground(False)
        card = QFrame()
        card.setProperty("role", "card")
        inner = QVBoxLayout(card)
        inner.setContentsMargins(4, 4, 4, 4)
        inner.addWidget(self._area)
        for button in (self.one_event, self.two_events, self.leave_out):
            button.setAccessibleName(button.text().replace("&", ""))
        plaintext.tooltip(self.one_event, _("The row adds what it says to the event that is there."))
        plaintext.tooltip(self.two_events, _("The row becomes an event of its own; nobody is asked again."))
        plaintext.tooltip(self.leave_out, _("The row is not imported; the next edition does not ask again."))
        below = QHBoxLayout()
        below.setSpacing(8)
        for widget in (self.one_event, self.two_events, self.leave_out, self.all_alike):
            below.addWidget(widget)
        below.addStretch(1)
        table.setMinimumHeight(110)
        card.setMinimumHeight(150)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(8)
        page.addWidget(table, 3)
        page.addWidget(self.why)
        page.addLayout(below)
        page.addWidget(card, 4)


def _same(one: Likely, other: Likely) -> bool:
    return (one.line, one.mark, one.claim_id, one.other) == (other.line, other.mark, other.claim_id, other.other)


def _grid(lines: list[tuple[str, str, str, bool]], name: str) -> QWidget:
    made = QWidget()
    grid = QGridLayout(made)
    grid.setContentsMargins(16, 8, 16, 8)
    grid.setHorizontalSpacing(24)
    grid.setVerticalSpacing(4)
    for column, text in enumerate(("", _("This file"), name)):
        grid.addWidget(_cell(text, "muted"), 0, column)
        grid.setColumnStretch(column, 1 if column else 0)
    for place, (field, *texts, differs) in enumerate(lines, 1):
        grid.addWidget(_cell(field, "muted"), place, 0)
        for column, text in enumerate(texts, 1):
            grid.addWidget(_cell(str(text) or formatting.ABSENT, "subheading" if differs else ""), place, column)
    grid.setRowStretch(len(lines) + 1, 1)
    return made


def _cell(text: str, role: str) -> QLabel:
    made = plaintext.label(text, wrap=True)
    made.setProperty("role", role)
    made.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
    return made


__all__ = ["PairsPanel"]
