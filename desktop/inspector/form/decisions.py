"""What the sources of an event do not agree on: the badge with all values, and the choices of the analyst."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QLabel, QPushButton, QRadioButton, QVBoxLayout, QWidget

from db.model.ids import ClaimId
from db.model.records import Claim, Preference
from db.model.values import ImpreciseDate, Quantity, Status
from desktop.entry.form import Stored, one_line
from desktop.inspector.pieces.arranging import box
from desktop.inspector.pieces.editors import LineEdit
from desktop.inspector.pieces.fields import Field
from desktop.look import plaintext
from desktop.look.theme import Theme, set_role
from desktop.wording import codes, formatting
from desktop.wording.i18n import _

#: Ids of the buttons that name no claim; claims have their own id, and a group gives out negative ones itself.
_BOTH, _OPEN = 2**31 - 2, 2**31 - 1


@dataclass(frozen=True, slots=True)
class Decided:
    """What to take for a field: what a claim says, what all say (``both``), or, with neither, nothing yet."""

    field: str
    claim_id: ClaimId | None
    both: bool
    reason: str


class Decision(QFrame):
    """One field: who says what, and what to take. ``decided`` carries a :class:`Decided`."""

    decided = Signal(object)

    def __init__(self, stored: Stored, field: str, theme: Theme) -> None:
        super().__init__()
        self.setProperty("role", "notice")
        self.field = field
        preference = next((p for p in stored.preferences if p.field == field), None)
        layout = box(spacing=8, margins=(8, 8, 8, 8))
        self.setLayout(layout)
        layout.addLayout(_title(_heading(field, preference), theme, open_question=preference is None))
        self.choices = QButtonGroup(self)
        for claim in stored.live:
            if (said := value_text(claim, field)) and claim.status is not Status.DENIED:
                self._add(layout, claim.id, _("Prefer {source}").format(source=_dated(stored, claim)), said)
        several = len(self.choices.buttons()) > 2
        self._add(layout, _BOTH, _("All plausible") if several else _("Both plausible"))
        self._add(layout, _OPEN, _("Leave open"))
        chosen = _OPEN if preference is None else _BOTH if preference.claim_id is None else preference.claim_id
        if (button := self.choices.button(chosen)) is not None:
            button.setChecked(True)
        self.reason = Field("reason", _("Reason for the decision"), LineEdit())
        self.reason.set_text(one_line(preference.reason) if preference else "")
        layout.addWidget(self.reason)
        self.apply = QPushButton(_("Decide"))
        self.apply.setAccessibleName(_("Decide on {field}").format(field=codes.field_name(field)))
        self.apply.clicked.connect(self._on_apply)
        self.reason.entered.connect(self._on_apply)
        buttons = QHBoxLayout()
        buttons.addWidget(self.apply)
        buttons.addStretch(1)
        layout.addLayout(buttons)

    def _add(self, layout: QVBoxLayout, number: int, text: str, value: str = "") -> None:
        best, bracket, bounds = value.partition(" (")  # a button does not wrap: the interval has a line of its own
        parts = (text, best, bracket.strip() + bounds)
        lines = [plaintext.mnemonic_safe(plaintext.elided(line, limit=48)) for line in parts if line]
        button = QRadioButton("\n".join(lines))
        text = f"{text}: {value}" if value else text
        button.setMinimumWidth(1)
        button.setAccessibleName(text)
        plaintext.tooltip(button, text)
        self.choices.addButton(button, number)
        layout.addWidget(button)

    def set_editable(self, *, editable: bool, reason: str) -> None:
        """Whether one may decide, and if not, why."""
        for widget in (*self.choices.buttons(), self.apply):
            widget.setEnabled(editable)
        plaintext.tooltip(self.apply, reason)
        self.reason.set_editable(editable=editable)

    def focus(self) -> None:
        """Goes to the choices; the arrow keys choose."""
        button = self.choices.checkedButton()
        if button is not None:
            button.setFocus(Qt.FocusReason.TabFocusReason)

    @Slot()
    def _on_apply(self) -> None:
        chosen = self.choices.checkedId()
        claim_id = None if chosen in {_BOTH, _OPEN} else ClaimId(chosen)
        self.decided.emit(Decided(self.field, claim_id, chosen == _BOTH, self.reason.text().strip()))


def decisions(stored: Stored, theme: Theme) -> list[Decision]:
    """One for every contradicted or decided field."""
    fields = dict.fromkeys((*stored.event.values.contradicted, *(p.field for p in stored.preferences)))
    return [Decision(stored, field, theme) for field in fields]


def _heading(field: str, preference: Preference | None) -> str:
    name = codes.field_name(field)
    if preference is None:
        return _("{field}: the sources contradict each other").format(field=name)
    return _("{field}: decided by you").format(field=name)


def _title(text: str, theme: Theme, *, open_question: bool) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setSpacing(8)
    icon = QLabel()
    icon.setPixmap(
        theme.icon("warning" if open_question else "check", "warning" if open_question else "positive").pixmap(16, 16)
    )
    title = plaintext.label(text, wrap=True)
    set_role(title, "subheading")
    title.setMinimumWidth(1)
    line.addWidget(icon)
    line.addWidget(title, 1)
    return line


def value_text(claim: Claim, field: str) -> str:
    """What a claim says about a field; empty for nothing."""
    value = getattr(claim, field)
    if isinstance(value, ImpreciseDate):
        return formatting.imprecise(value)
    if isinstance(value, Quantity):
        if field == "percent":
            return formatting.percent(value)
        return formatting.money(value, claim.currency) if field == "amount" else formatting.quantity(value)
    return codes.status_name(value) if isinstance(value, Status) else ""


def source_name(stored: Stored, claim: Claim) -> str:
    """Who says it."""
    source = stored.source(claim)
    name = (source.publisher or source.title or source.url) if source else ""
    return name or _("no source")


def _dated(stored: Stored, claim: Claim) -> str:
    source, name = stored.source(claim), source_name(stored, claim)
    if source is None or source.published is None:
        return name
    return _("{source}, {day}").format(source=name, day=formatting.imprecise(source.published))


def claim_title(stored: Stored, claim: Claim) -> str:
    """A claim in one line: "TechCrunch · reported · ~200 · 14%"."""
    values = [value_text(claim, name) for name in ("announced", "effective", "count", "percent", "amount")]
    return " · ".join([source_name(stored, claim), codes.status_name(claim.status), *filter(None, values)])


def rows(texts: Sequence[str], parent: QVBoxLayout) -> list[QWidget]:
    """Quiet lines of text."""
    made: list[QWidget] = []
    for text in texts:
        line = plaintext.label(text, wrap=True, selectable=True)
        line.setMinimumWidth(1)
        set_role(line, "muted")
        parent.addWidget(line)
        made.append(line)
    return made


def history_rows(stored: Stored, parent: QVBoxLayout) -> None:
    """The superseded claims, struck out, each with what took its place and why."""
    for old in stored.claims:
        if not old.superseded:
            continue
        new = next((claim for claim in stored.claims if claim.supersedes_id == old.id), None)
        text = _("Superseded by {source}").format(source=source_name(stored, new)) if new else _("Superseded")
        if new is not None and new.reason.strip():
            text = _("Superseded by {source}: {reason}").format(
                source=source_name(stored, new), reason=one_line(new.reason)
            )
        line, claim = rows([text, claim_title(stored, old)], parent)
        set_role(line, "")
        claim.setStyleSheet("text-decoration: line-through;")
        claim.setAccessibleName(_("Superseded: {claim}").format(claim=claim_title(stored, old)))
