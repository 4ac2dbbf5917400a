"""The line of the check that says which data set a file is an edition of, and lets its user say otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from db.importing.matching.likely import Match
from db.importing.run import ImportReport
from desktop.importing.choices import Choices
from desktop.importing.widgets import ChoiceCombo, muted
from desktop.look import plaintext
from desktop.wording.formatting import listing, number
from desktop.wording.i18n import _
from desktop.wording.imports import outcomes as words


class EditionLine(QWidget):
    """Data set and match mode, and whether a roster that lacks many is complete. Emits ``chosen`` when its user took
    another one of these.
    """

    chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._match: Match = "propose"
        self.data_set: ChoiceCombo[str | None] = ChoiceCombo(_("Data set"))
        self.match: ChoiceCombo[Match] = ChoiceCombo(_("What another source told of"))
        both = QVBoxLayout(self)
        both.setContentsMargins(0, 0, 0, 0)
        both.setSpacing(8)
        line = QHBoxLayout()
        line.setSpacing(8)
        for combo, share in ((self.data_set, 4), (self.match, 3)):
            line.addWidget(muted(combo.accessibleName()))
            line.addWidget(combo, share)
            combo.chosen.connect(self._on_chosen)
        plaintext.tooltip(
            self.data_set,
            _("A newer or older file of a data set adds what is new and corrects what was corrected; nothing counts"
              " twice."),
        )  # fmt: skip
        both.addLayout(line)
        self.complete = QCheckBox(_("This roster is complete"))
        self.complete.setAccessibleName(self.complete.text())
        self.complete.toggled.connect(self._on_chosen)
        both.addWidget(self.complete)
        self.hide()

    def show_choices(
        self, report: ImportReport, choices: Choices, names: Sequence[str], stem: str, match: Match
    ) -> None:
        """Show what the file was found to be, and what was chosen; ``names`` of the data sets, ``stem`` of the file,
        ``match``: as it stands.
        """
        new = unused(stem, names)
        items: list[tuple[str, str | None]] = [(_found(report, choices), None)]
        items += [(_("an edition of “{name}”").format(name=name), name) for name in names]
        items.append((_("a new data set, “{name}”").format(name=new), new))
        if choices.data_set is not None and choices.data_set not in {value for _text, value in items}:
            items.append((_("a new data set, “{name}”").format(name=choices.data_set), choices.data_set))
        self.data_set.fill(items, choices.data_set)
        self.complete.setVisible(report.lacks is not None or choices.fewer_hired)
        with QSignalBlocker(self.complete):
            self.complete.setChecked(choices.fewer_hired)
        self._match = match
        self.match.fill([(words.match_name(one), one) for one in words.MATCHES], match)
        self.show()

    def taken(self, choices: Choices) -> Choices:
        """Choices with what is chosen here."""
        alike = choices.alike
        choices = replace(choices, fewer_hired=self.complete.isChecked() and not self.complete.isHidden())
        if self.match.value != self._match:
            alike = {reason: what for reason, what in alike.items() if reason != "other_source"}
            return replace(choices, data_set=self.data_set.value, match=self.match.value, alike=alike)
        return replace(choices, data_set=self.data_set.value)

    @Slot()
    def _on_chosen(self) -> None:
        self.chosen.emit()


def undecided(report: ImportReport, choices: Choices) -> str:
    """Why it has to be said first what a file is an edition of, or whether a roster is complete, in words; empty if
    it need not.
    """
    if report.lacks is not None:
        found, known = map(number, report.lacks)
        return _(
            "This roster has {found} of the {known} hirings that are known; the others would be taken back. Import one "
            "that keeps those who left, say that it is complete all the same, or choose a new data set."
        ).format(found=found, known=known)
    if choices.data_set is not None or not report.maybe:
        return ""
    return _(
        "This file has something in common with {names}, though not enough to be sure. Choose whether it is an edition"
        " of it or a new data set."
    ).format(names=listing([_("“{name}”").format(name=plaintext.elided(name, limit=40)) for name in report.maybe]))


def unused(stem: str, names: Sequence[str]) -> str:
    """A name for a new data set that no other one has."""
    taken = {name.casefold() for name in names}
    name, number = stem.strip() or _("Table"), 1
    found = name
    while found.casefold() in taken:
        number += 1
        found = f"{name} {number}"
    return found


def _found(report: ImportReport, choices: Choices) -> str:
    if choices.data_set is not None:
        return _("as its rows say")
    if report.maybe:
        return _("still open")
    if report.data_set:
        return _("found: an edition of “{name}”").format(name=report.data_set)
    return _("found: a new data set")


__all__ = ["EditionLine", "undecided", "unused"]
