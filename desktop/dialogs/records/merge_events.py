"""Merging events: the events side by side, what differs emphasized, and which one to keep."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QDialogButtonBox,
    QFrame,
    QGridLayout,
    QLabel,
    QRadioButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from db.errors import LedgerError
from db.ledger import Ledger
from db.model.ids import NO_ORGANIZATION, EventId
from db.model.records import Event, EventKind
from db.store.operations import ChangeSet
from desktop.look import plaintext
from desktop.look.theme import set_role
from desktop.operations.events import merge_events
from desktop.session.session import Session
from desktop.widgets.fitting import resize_within
from desktop.wording import codes, formatting
from desktop.wording.i18n import _, ngettext

_COLUMN = 190
_LINES = 240  # characters of a note that are shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One of the events, with the names that belong to it."""

    event: Event
    organization: str
    counterparty: str
    sources: tuple[str, ...]
    claims: int


def read_candidates(ledger: Ledger, ids: Sequence[EventId]) -> list[Candidate]:
    """The events of these ids that there are, in their order; in the reader's thread."""
    names = ledger.organizations.names()
    claims = ledger.events.claims_of(ids)
    wanted = {claim.source_id for found in claims.values() for claim in found if claim.source_id is not None}
    sources = ledger.sources.many(sorted(wanted))
    found = []
    for event_id in dict.fromkeys(ids):
        event = ledger.events.get(event_id)
        if event is None:
            continue
        own = claims.get(event_id, [])
        named = [sources[claim.source_id] for claim in own if claim.source_id in sources]
        found.append(
            Candidate(
                event=event,
                organization=names.get(event.organization_id, ""),
                counterparty=names.get(event.counterparty_id or NO_ORGANIZATION, ""),
                sources=tuple(dict.fromkeys(one.publisher or one.title or one.url for one in named)),
                claims=len(own),
            )
        )
    return found


class MergeEventsDialog(QDialog):
    """Merges when Merge is pressed; closes once that is done, else says why not."""

    def __init__(self, session: Session, candidates: Sequence[Candidate], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._candidates = {one.event.id: one for one in candidates}
        self.setWindowTitle(_("Merge Events"))
        self.choices = QButtonGroup(self)
        self.choices.idClicked.connect(self._on_chosen)
        title = plaintext.label(_("Which event is the one to keep?"))
        title.setProperty("role", "subheading")
        self.rows = list(comparison(candidates, session.facts.kinds))
        self.effect = plaintext.label(wrap=True)
        self.effect.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.effect.setMinimumHeight(self.effect.fontMetrics().lineSpacing() * 3)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.merge = buttons.addButton(_("Merge"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.merge.setAccessibleName(_("Merge"))
        buttons.accepted.connect(self._on_merge)
        buttons.rejected.connect(self.reject)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 16, 16, 16)
        box.setSpacing(16)
        box.addWidget(title)
        box.addWidget(self._make_table(), 1)
        box.addWidget(self.effect)
        box.addWidget(buttons)
        best = max(candidates, key=lambda one: (one.claims, one.event.values.source_count, -one.event.id))
        chosen = self.choices.button(best.event.id)
        chosen.setChecked(True)
        chosen.setFocus()
        self._on_chosen(best.event.id)
        resize_within(self, min(230 + (_COLUMN + 24) * len(candidates), 1060), min(235 + 33 * len(self.rows), 640))

    def _make_table(self) -> QWidget:
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(16, 8, 16, 16)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(8)
        for column, event_id in enumerate(self._candidates, 1):
            button = QRadioButton(_("Keep this one"))
            number = formatting.number(column)
            button.setAccessibleName(_("Keep event {number} of those compared").format(number=number))
            self.choices.addButton(button, event_id)
            grid.addWidget(button, 0, column)
            grid.setColumnStretch(column, 1)
            grid.setColumnMinimumWidth(column, _COLUMN)
        for place, (name, texts, differs) in enumerate(self.rows):
            line = QFrame()
            line.setProperty("role", "line")
            line.setFixedHeight(1)
            grid.addWidget(line, 2 * place + 1, 0, 1, len(texts) + 1)
            grid.addWidget(_cell(name, "muted"), 2 * place + 2, 0)
            for column, text in enumerate(texts, 1):
                grid.addWidget(_cell(text, "subheading" if differs else ""), 2 * place + 2, column)
        grid.setRowStretch(2 * len(self.rows) + 1, 1)
        area = QScrollArea()
        area.setAccessibleName(_("The events side by side"))
        area.setWidgetResizable(True)
        card = QFrame()
        card.setProperty("role", "card")
        inner = QVBoxLayout(card)
        inner.setContentsMargins(4, 4, 4, 4)  # its corners are round
        area.setProperty("role", "plain")
        area.setWidget(inside)
        inside.setAutoFillBackground(False)
        area.viewport().setAutoFillBackground(False)
        inner.addWidget(area)
        return card

    @property
    def kept(self) -> EventId:
        """The event that is to stay."""
        return EventId(self.choices.checkedId())

    @property
    def others(self) -> tuple[EventId, ...]:
        """Those that become it."""
        return tuple(one for one in self._candidates if one != self.kept)

    @Slot(int)
    def _on_chosen(self, event_id: EventId) -> None:
        kept = self._candidates[event_id]
        others = [one for one in self._candidates.values() if one is not kept]
        set_role(self.effect, "")
        plaintext.set_text(self.effect, effect_text(kept, others, self._session.facts.kinds))

    @Slot()
    def _on_merge(self) -> None:
        kept, others = self.kept, self.others
        self.merge.setEnabled(False)
        self._session.write(merge_events(kept, others), self._on_merged, self._on_failed)

    @Slot(object)
    def _on_merged(self, _change: ChangeSet) -> None:
        self.accept()

    @Slot(object)
    def _on_failed(self, error: LedgerError) -> None:
        self.merge.setEnabled(True)
        set_role(self.effect, "warning")
        plaintext.set_text(self.effect, codes.error_sentence(error))


def comparison(
    candidates: Sequence[Candidate], kinds: Mapping[str, EventKind]
) -> Iterator[tuple[str, list[str], bool]]:
    """What the events say, field by field: its name, the texts, whether they differ. Fields nobody fills are left out.

    A text that is missing differs from one that is there only for a reader; it will be filled, so it is no difference.
    """
    for name, texts in _said(candidates, kinds):
        if any(texts):
            yield name, texts, len({text.casefold() for text in texts if text}) > 1


def _said(candidates: Sequence[Candidate], kinds: Mapping[str, EventKind]) -> Iterator[tuple[str, list[str]]]:
    events = [one.event for one in candidates]
    values = [event.values for event in events]
    field = codes.field_name
    yield field("organization"), [one.organization for one in candidates]
    yield field("kind"), [codes.kind_name(kinds.get(event.kind, event.kind)) for event in events]
    yield field("counterparty"), [one.counterparty for one in candidates]
    yield field("announced"), [formatting.imprecise(one.announced) if one.announced else "" for one in values]
    yield field("effective"), [formatting.imprecise(one.effective) if one.effective else "" for one in values]
    yield field("until"), [formatting.imprecise(one.until) if one.until else "" for one in values]
    yield field("count"), [formatting.quantity(one.count) if one.count else "" for one in values]
    yield field("percent"), [_share(event) for event in events]
    yield field("amount"), [formatting.money(one.amount, one.currency) if one.amount else "" for one in values]
    yield field("status"), [codes.status_name(one.status) if one.status else "" for one in values]
    for name in ("person", "role", "place", "unit", "reason", "tags", "notes"):
        texts = [str(getattr(event, name)) for event in events]
        yield field(name), [plaintext.elided(text, limit=_LINES) if len(text) > _LINES else text for text in texts]
    yield field("sources"), [formatting.listing(list(one.sources)) or _("no source") for one in candidates]


def _share(event: Event) -> str:
    if event.values.percent is None:
        return ""
    share = formatting.percent(event.values.percent)
    whole = event.values.percent_of
    return _("{share} of {unit}").format(share=share, unit=whole) if whole else share


def effect_text(kept: Candidate, others: Sequence[Candidate], kinds: Mapping[str, EventKind]) -> str:
    """What merging does, in some sentences; what would be given up is said first."""
    sentences = []
    if any(one.event.organization_id != kept.event.organization_id for one in others):
        sentences.append(_("The events are of different organizations: {name} stays.").format(name=kept.organization))
    if any(one.event.kind != kept.event.kind for one in others):
        kind = codes.kind_name(kinds.get(kept.event.kind, kept.event.kind))
        sentences.append(_("The events are of different kinds: {kind} stays.").format(kind=kind))
    ids = {one.event.id for one in (kept, *others)}
    if any(one.event.part_of_id in ids for one in (kept, *others)):
        sentences.append(_("One of them is a part of another: as one event, their figures contradict each other."))
    count = kept.claims + sum(one.claims for one in others)
    sentences.append(
        ngettext(
            "One event remains, with {n} claim. What it leaves empty is filled from the others, notes are joined.",
            "One event remains, with {n} claims. What it leaves empty is filled from the others, notes are joined.",
            count,
        ).format(n=formatting.number(count))
    )
    sentences.append(_("Where the claims disagree, you decide afterwards. Undo separates the events again."))
    return "\n".join(sentences)


def _cell(text: str, role: str) -> QLabel:
    made = plaintext.label(text or "–", wrap=True, selectable=bool(text))
    made.setProperty("role", role if text else "muted")
    made.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
    made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.MinimumExpanding)
    return made


__all__ = ["Candidate", "MergeEventsDialog", "comparison", "effect_text", "read_candidates"]
