"""The row above the figure: what is asked, per which period, of which kind, by what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QWidget

from db.analysis.figures.cells import Per
from db.model.records import EventKind
from desktop.look import plaintext
from desktop.pages.workforce.choice import GROUPS, QUESTION_NAMES, Choice, changing
from desktop.widgets.flow import Flow, labeled
from desktop.widgets.page_parts import field_label
from desktop.wording import codes
from desktop.wording.figures.explaining import PERS, grouping_name
from desktop.wording.i18n import _


class ChoiceBar(QWidget):
    """Emits ``changed`` with the choice of the reader. What the question has no use for is not shown."""

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choice = Choice()
        self._kinds: Mapping[str, EventKind] = {}
        self._fields: Sequence[str] = ()
        row = Flow(self)
        self.question, self.per, self.by, self.kind = (_Box(self) for _number in range(4))
        self._pairs: dict[QComboBox, QWidget] = {}
        for box, name in (
            (self.question, _("Figure")), (self.kind, _("Kind")), (self.by, _("By")), (self.per, _("Per")),
        ):  # fmt: skip
            pair = self._pairs[box] = labeled(field_label(name, box), box)
            row.addWidget(pair)
            box.activated.connect(self._on_activated)
        self._fill()

    @property
    def choice(self) -> Choice:
        """What is chosen."""
        return self._choice

    def show_choice(self, choice: Choice) -> None:
        """Show another choice without telling anybody."""
        self._choice = choice
        self._fill()

    def offer(self, kinds: Mapping[str, EventKind], fields: Iterable[str]) -> None:
        """Offer the kinds and the fields of one's own that there are."""
        self._kinds, self._fields = kinds, tuple(dict.fromkeys(fields))
        self._choice = self._choice.among(kinds, self._fields)
        self._fill()

    # Inside.

    def _fill(self) -> None:
        choice = self._choice
        self.question.offer([(name, _(words)) for name, words in QUESTION_NAMES.items()], choice.question)
        pers = [(one.value, _(PERS[one.value])) for one in Per]
        self.per.offer(pers, choice.length.value if choice.length is not None else "")
        groups = [(by, grouping_name(by)) for by in (*GROUPS, *self._fields)]
        if choice.question != "people-by-field":
            groups.insert(0, ("", _("no groups")))
        self.by.offer(groups, choice.grouping)
        kinds = [(code, codes.kind_name(self._kinds[code])) for code in changing(self._kinds)]
        if choice.question == "people-per-period" and not choice.grouping:
            kinds.insert(0, ("", _("every kind")))
        self.kind.offer(kinds, choice.of_kind)
        for box, what in ((self.per, "per"), (self.by, "by"), (self.kind, "kind")):
            self._pairs[box].setVisible(choice.takes(what))

    @Slot()
    def _on_activated(self, _index: int = 0) -> None:
        """What the question has no use for stays as it was chosen."""
        choice = replace(self._choice, question=str(self.question.currentData()))
        if choice.question == self._choice.question:
            if choice.takes("per"):
                choice = replace(choice, per=Per(self.per.currentData()))
            if choice.takes("by"):
                choice = replace(choice, by=str(self.by.currentData()))
            if choice.takes("kind"):
                choice = replace(choice, kind=str(self.kind.currentData()))
        else:
            choice = replace(choice, per=None)
        self._choice = choice
        self._fill()
        self.changed.emit(choice)


class _Box(QComboBox):
    """A list of values with their words."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.setMaximumWidth(220)

    def offer(self, choices: Sequence[tuple[str, str]], chosen: str) -> None:
        """Offer values; one of them is chosen."""
        if [self.itemData(n) for n in range(self.count())] != [value for value, _words in choices] or any(
            self.itemText(n) != plaintext.elided(words, limit=40) for n, (_value, words) in enumerate(choices)
        ):
            self.clear()
            for value, words in choices:
                self.addItem(plaintext.elided(words, limit=40), value)
        self.setCurrentIndex(max(self.findData(chosen), 0))
