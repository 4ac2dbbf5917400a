"""The claims of the form, one card each: adding, removing, naming them, and the source they have in common."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.model.records import EventKind
from db.model.text import fold
from db.model.values import Status
from desktop.entry.form import ClaimForm, Stored
from desktop.entry.reading import Context
from desktop.inspector.form.claim_card import ClaimCard
from desktop.inspector.form.decisions import source_name
from desktop.inspector.pieces.arranging import box
from desktop.look import plaintext
from desktop.look.theme import Theme, set_role
from desktop.session.session import Session
from desktop.wording import codes
from desktop.wording.i18n import _, ngettext


class ClaimCards(QWidget):
    """Edits the claims of one event. ``asked`` carries a card and the :class:`ClaimDeed` its menu asks for."""

    edited = Signal()
    entered = Signal()
    asked = Signal(object, object)
    remember = Signal(str, str)

    def __init__(self, session: Session, theme: Theme) -> None:
        super().__init__()
        self._session, self._theme = session, theme
        self.cards: list[ClaimCard] = []
        self._editable = True
        self._remembered: ClaimForm | None = None
        self._list: QVBoxLayout = box(spacing=8)
        self.independence = plaintext.label(wrap=True)
        self.independence.setMinimumWidth(1)
        set_role(self.independence, "muted")
        self.independence.hide()
        layout = box(spacing=8)
        layout.addLayout(self._list)
        layout.addWidget(self.independence)
        self.setLayout(layout)

    def set_claims(self, claims: tuple[ClaimForm, ...]) -> None:
        """Shows these claims and no others."""
        while len(self.cards) > len(claims):
            self.drop(self.cards[-1])
        for index, claim in enumerate(claims):
            if index == len(self.cards):
                self.append()
            self.cards[index].set_form(claim)

    def append(self) -> ClaimCard:
        """A card at the end, empty."""
        card = ClaimCard(self._session, self._theme)
        card.edited.connect(self.edited)
        card.entered.connect(self.entered)
        card.asked.connect(self.asked)
        card.remember.connect(self.remember)
        card.set_editable(editable=self._editable)
        self.cards.append(card)
        self._list.addWidget(card)
        card.show()  # else the layout shows it only later, and keys typed by then pass it over
        return card

    def drop(self, card: ClaimCard) -> None:
        """Takes a card away."""
        self.cards.remove(card)
        self._list.removeWidget(card)
        card.hide()
        card.deleteLater()

    def set_editable(self, *, editable: bool) -> None:
        """Whether anything can be changed."""
        self._editable = editable
        for card in self.cards:
            card.set_editable(editable=editable)

    def refresh(self, kind: EventKind | None, stored: Stored | None, context: Context) -> None:
        """Shows the fields of the kind, what the texts are taken for, and how many independent sources there are."""
        forms = [card.form() for card in self.cards]
        for index, card in enumerate(self.cards):
            card.show_kind(kind)
            card.show_readings(stored, context)
            card.set_title(self._title(index, forms[index], stored), alone=len(self.cards) == 1)
            card.offer_source(self._remembered)
        self.independence.setText(independence(forms))
        self.independence.setVisible(bool(self.independence.text()))

    def _title(self, index: int, form: ClaimForm, stored: Stored | None) -> str:
        claim = stored.claim(form.claim_id) if stored else None
        if stored is not None and claim is not None:
            return f"{source_name(stored, claim)} · {codes.status_name(claim.status)}"
        if form.supersedes_id is not None and stored is not None:
            old = stored.claim(form.supersedes_id)
            return _("Correction of {source}").format(source=source_name(stored, old) if old else "")
        return _("Claim") if len(self.cards) == 1 else _("Claim {number}").format(number=index + 1)

    # The source used last.

    @property
    def remembers(self) -> bool:
        """Whether there is a source to be used again."""
        return self._remembered is not None

    def remember_source(self, claim: ClaimForm | None) -> None:
        """Offers the source of a claim to claims that name none; None forgets it."""
        if claim is None:
            self._remembered = None
        elif claim.has_source:
            self._remembered = claim.same_source()
        for card in self.cards:
            card.offer_source(self._remembered)

    def take_source(self) -> bool:
        """Fills the source used last into the last claim; False if that one has a source, or there is none to take."""
        if self._remembered is None or self.cards[-1].form().has_source:
            return False
        self.cards[-1].section.set_open(opened=True)
        self.cards[-1].take_remembered()
        return True


def independence(claims: Sequence[ClaimForm]) -> str:
    """How many independent sources stand behind an event: copies of one origin are one. Empty for fewer than two."""
    asserting = [claim for claim in claims if claim.status is not Status.DENIED]
    named = [claim for claim in asserting or claims if claim.has_source]
    sources = {_identity(claim) for claim in named}
    origins: set[Hashable] = {fold(claim.origin) or _identity(claim) for claim in named}
    if len(sources) < 2:
        return ""
    if len(origins) == len(sources):
        return _("{n} independent sources").format(n=len(origins))
    return ngettext(
        "{sources} sources with {n} origin: one independent source",
        "{sources} sources, of which {n} are independent",
        len(origins),
    ).format(sources=len(sources), n=len(origins))


def _identity(claim: ClaimForm) -> Hashable:
    """What tells one source from another, as the ledger does."""
    return claim.url.strip() or (claim.publisher.strip(), claim.title.strip(), claim.published.strip())


__all__ = ["ClaimCards", "independence"]
