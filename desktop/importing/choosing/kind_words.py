"""Words of a column of kinds that nobody knows, asked once as a table: what each of them stands for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.importing.widgets import ChoiceCombo, heading, muted
from desktop.look import plaintext
from desktop.wording import codes
from desktop.wording.i18n import _, ngettext

#: Words beside each other, and lines that are seen before the rest is scrolled to.
_ABREAST, _LINES = 2, 3


class KindWords(QFrame):
    """Emits ``answered`` with the word and the code of the kind that it stands for, "" for none.

    A word without an answer is shown in the check, where its rows are problems.
    """

    answered = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "notice")
        self.setAccessibleName(_("What do these words stand for?"))
        self.combos: dict[str, ChoiceCombo[str]] = {}
        self._text = muted(wrap=True)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inner = QVBoxLayout(self)
        inner.setContentsMargins(16, 8, 16, 8)
        inner.setSpacing(4)
        inner.addWidget(heading(self.accessibleName()))
        inner.addWidget(self._text)
        inner.addWidget(self._area)
        self.hide()

    def ask(self, words: Sequence[str], column: str, kinds: Sequence[str], said: Mapping[str, str]) -> None:
        """Ask about these words of a column, with the answers there are so far; without words there is nothing to see.

        ``kinds``: the codes of the ledger's.
        """
        self.setVisible(bool(words))
        if not words:
            self.combos = {}
            return
        self._text.setText(
            ngettext(
                "“{column}” has a word that is no kind of event. Without an answer its rows are problems in the check.",
                "“{column}” has {n} words that are no kind of event. Without an answer their rows are problems in the "
                "check.",
                len(words),
            ).format(column=plaintext.elided(column, limit=60), n=len(words))
        )
        if tuple(self.combos) != tuple(words):
            self._make(words)
        named = [(_("choose one"), ""), *((codes.kind_name(code), code) for code in kinds)]
        for word, combo in self.combos.items():
            combo.fill(named, said.get(word, ""))

    def _make(self, words: Sequence[str]) -> None:
        self.combos = {}
        page = QWidget()
        grid = QGridLayout(page)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        for place, word in enumerate(words):
            shown = plaintext.elided(word, limit=60)
            combo: ChoiceCombo[str] = ChoiceCombo(_("What “{word}” stands for").format(word=shown))
            combo.setProperty("word", word)
            combo.chosen.connect(self._on_chosen)
            line, column = divmod(place, _ABREAST)
            grid.addWidget(plaintext.label(shown, wrap=True), line, 2 * column)
            grid.addWidget(combo, line, 2 * column + 1)
            self.combos[word] = combo
        for column in range(2 * _ABREAST):
            grid.setColumnStretch(column, 1)
        self._area.setWidget(page)
        lines = min(-(-len(words) // _ABREAST), _LINES)
        high = next(iter(self.combos.values())).sizeHint().height() + grid.verticalSpacing()
        self._area.setFixedHeight(lines * high + (high // 2 if len(words) > _ABREAST * _LINES else 0))

    def _on_chosen(self) -> None:
        combo = self.sender()
        assert isinstance(combo, ChoiceCombo)
        self.answered.emit(combo.property("word"), combo.value)


__all__ = ["KindWords"]
