"""The form: an event with its claims as fields. It knows texts and their echoes; loading and saving is elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QPushButton, QToolButton, QWidget

from db.model.own_fields import FieldSubject
from db.model.records import EventKind
from db.model.values import KindGroup, Population, Status
from desktop.entry.drafting import of_kind
from desktop.entry.form import ClaimForm, EventForm, Named, Stored
from desktop.entry.layout import CLOSING, counterparty_name, event_fields
from desktop.entry.next_fact import other_population
from desktop.entry.reading import Context
from desktop.inspector.form.claim_card import ClaimCard
from desktop.inspector.form.claim_cards import ClaimCards
from desktop.inspector.form.claim_menu import ClaimDeed
from desktop.inspector.form.decisions import claim_title
from desktop.inspector.form.event_echoes import show_echoes
from desktop.inspector.form.form_links import FormLinks
from desktop.inspector.form.whole_and_parts import PartsList, WholeLink
from desktop.inspector.pieces.arranging import box, in_reading_order
from desktop.inspector.pieces.blocks import Section
from desktop.inspector.pieces.editors import ComboBox, LineEdit, TextArea
from desktop.inspector.pieces.event_field import EventField
from desktop.inspector.pieces.fields import EchoField, Field, row
from desktop.inspector.pieces.pickers import KindField, OrganizationField
from desktop.look.theme import Theme
from desktop.session.session import Session
from desktop.widgets.own_fields import OwnFieldRows
from desktop.wording import codes
from desktop.wording.i18n import _

_LINES = ("category", "reference", "person", "role", "place", "unit", "reason", "tags")
_EVENT = (
    "side", "counterparty", "category", "reference", "person", "role", "place", "unit", "population", "own",
    "tolerance",
)  # fmt: skip


class EventFormWidget(QWidget):
    """Edits one :class:`EventForm`. ``edited``: something changed; ``submitted``: Enter on the last field."""

    edited = Signal()
    submitted = Signal()
    remember = Signal(str, str)
    arranged = Signal()  # other widgets are shown, or in another order
    other = Signal(str)  # the other population of the same news, as a kind
    part = Signal()  # a new part of this event
    opened = Signal(int)  # the whole, or a part
    moving = Signal(int, str)  # a claim, by id and in words

    def __init__(self, session: Session, theme: Theme) -> None:
        super().__init__()
        self.session = session
        self.theme = theme
        self.stored: Stored | None = None
        self.claims = ClaimCards(session, theme)
        self.links = FormLinks()
        self._context: Context | None = None
        self._kinds: Mapping[str, EventKind] = {}
        self._editable = True
        self._filling = False
        self._make_fields()
        self._arrange()
        self._echo = QTimer(self)
        self._echo.setSingleShot(True)
        self._echo.timeout.connect(self._refresh)

    def _make_fields(self) -> None:
        name = codes.field_name
        self.kind = KindField(self.theme)
        self.organization = OrganizationField("organization", name("organization"), self.session, self.theme)
        self.part_of = EventField("part_of", name("part_of"), self.session, self.theme)
        self.parts = PartsList()
        self.whole = WholeLink()
        self.counterparty = OrganizationField("counterparty", name("counterparty"), self.session, self.theme)
        side, population = ComboBox(), ComboBox()
        population.set_items(
            [("", _("As usual for this kind")), *((p.value, codes.population_name(p)) for p in Population)]
        )
        self.fields: dict[str, Field] = {
            "kind": self.kind,
            "organization": self.organization,
            "counterparty": self.counterparty,
            "side": EchoField("side", name("side"), self.theme, side),
            "population": EchoField("population", name("population"), self.theme, population),
            "own": Field("own", name("own"), QCheckBox()),
            "tolerance": EchoField("tolerance", name("tolerance"), self.theme),
            "part_of": self.part_of,
            "parts_complete": self.parts.complete,
            "notes": Field("notes", name("notes"), TextArea()),
            **{field: Field(field, name(field), LineEdit()) for field in _LINES},
        }
        editor = self.fields["reference"].editor
        assert isinstance(editor, LineEdit)
        editor.setPlaceholderText(_("contract number"))
        self._offer_sides(open_=False)
        for field in self.fields.values():
            field.edited.connect(self._on_edited)
            field.entered.connect(self._on_entered)

    def _arrange(self) -> None:
        layout = box(spacing=8)
        self.setLayout(layout)
        f = self.fields
        layout.addWidget(self.whole)
        layout.addWidget(self.kind)
        layout.addWidget(self.organization)
        layout.addLayout(row(f["person"], f["role"]))
        layout.addWidget(f["side"])
        layout.addWidget(self.counterparty)
        layout.addLayout(row(f["category"], f["reference"]))
        layout.addWidget(self.parts)
        layout.addWidget(self.claims)
        self.claims.edited.connect(self._on_edited)
        self.claims.entered.connect(self._on_entered)
        self.claims.asked.connect(self._on_asked)
        self.claims.remember.connect(self.remember)
        self.links.add.clicked.connect(self._on_add)
        self.links.other.clicked.connect(self._on_other)
        self.links.part.clicked.connect(self.part)
        layout.addWidget(self.links)
        # Beneath what is asked of every report, its day, size and source: where, and what is seldom said.
        layout.addLayout(row(f["place"], f["unit"]))
        layout.addWidget(f["population"])
        layout.addWidget(f["own"])
        layout.addWidget(f["tolerance"])
        for linked in (self.whole, self.parts):
            linked.opened.connect(self.opened)
        self.closing = Section(_("Part of, notes, reason and tags"), self.theme)
        for name in CLOSING:
            self.closing.content.addWidget(f[name])
        self.own_fields = OwnFieldRows(parent=self)
        self.own_fields.edited.connect(self._on_edited)
        layout.addWidget(self.own_fields)
        layout.addWidget(self.closing)

    @property
    def cards(self) -> list[ClaimCard]:
        """The claims, in their order."""
        return self.claims.cards

    # Content.

    def show_form(
        self, form: EventForm, stored: Stored | None, context: Context, kinds: Mapping[str, EventKind]
    ) -> None:
        """Shows an event, stored or new."""
        self._filling = True
        self.stored, self._context, self._kinds = stored, context, kinds
        self.kind.box.set_kinds(kinds)
        self.organization.set_named(form.organization)
        self.counterparty.set_named(form.counterparty)
        self.part_of.set_named(form.part_of)
        self.whole.show_whole(stored)
        self._offer_sides(open_=not form.side)
        for name, field in self.fields.items():
            if name not in {"organization", "counterparty", "part_of"}:
                value = getattr(form, name)
                field.set_text(("1" if value else "") if isinstance(value, bool) else value)
                if isinstance(field, EchoField):
                    field.show_echo("")
        self.offer_fields()
        self.own_fields.fill(dict(form.own_fields))
        self.claims.set_claims(form.claims)
        self.parts.show_parts(stored, kinds)
        filled = [form.part_of.text if name == "part_of" else getattr(form, name) for name in CLOSING]
        self.closing.set_open(opened=any(filled))
        self._filling = False
        self._refresh()
        for index, card in enumerate(self.cards):
            card.open_filled()
            card.section.set_open(opened=index == 0 or stored is None)
        self.set_editable(editable=self._editable)

    def _offer_sides(self, *, open_: bool) -> None:
        """Offers vendor and client, and neither while that is asked."""
        sides = self.fields["side"].editor
        assert isinstance(sides, ComboBox)
        asked = [("", _("Choose vendor or client"))] if open_ else []
        sides.set_items([*asked, ("vendor", codes.field_name("vendor")), ("client", codes.field_name("client"))])

    def offer_fields(self) -> None:
        """Has an entry for each field of one's own of events."""
        fields = self.session.facts.fields
        self.own_fields.offer([field for field in fields if field.subject is FieldSubject.EVENT])

    def set_kinds(self, kinds: Mapping[str, EventKind]) -> None:
        """Offers kinds that were added, renamed or removed meanwhile; what is chosen stays."""
        if self._context is None:
            return
        self._filling, self._kinds = True, kinds
        self.kind.box.set_kinds(kinds)
        self._filling = False
        self._refresh()

    def set_context(self, context: Context) -> None:
        """Reads the texts by other conventions."""
        self._context = context
        self._refresh()

    def form(self) -> EventForm:
        """The event as it stands."""
        f = {name: field.text() for name, field in self.fields.items()}
        return EventForm(
            kind=f["kind"],
            organization=self.organization.named(),
            counterparty=self.counterparty.named(),
            side="client" if f["side"] == "client" else "vendor" if f["side"] else "",
            population=f["population"],
            own=bool(f["own"]),
            part_of=self.part_of.named(),
            parts_complete=bool(f["parts_complete"]),
            tolerance=f["tolerance"],
            notes=f["notes"],
            claims=tuple(card.form() for card in self.cards),
            own_fields=self.own_fields.texts(),
            **{name: f[name] for name in _LINES},
        )

    def add_claim(self, form: ClaimForm | None = None, focus: str = "") -> None:
        """Adds a claim, empty or with the source of another, and goes there."""
        card = self.claims.append()
        self._filling = True
        card.set_form(form or ClaimForm())
        self._filling = False
        self._on_edited()
        self._refresh()
        card.open_filled()
        card.section.set_open(opened=True)
        self.arranged.emit()
        self.focus_on(focus or self._first(card, form), len(self.cards) - 1)

    def _first(self, card: ClaimCard, form: ClaimForm | None) -> str:
        """Where a new claim begins: with its date, or after that where it is known."""
        shown = [name for name in ("count", "amount", "status") if not card.fields[name].isHidden()]
        return "announced" if form is None or not form.announced else shown[0]

    def next_claim(self) -> None:
        """Adds a claim with the source of the last one."""
        self.add_claim(self.cards[-1].form().next_fact())

    def set_editable(self, *, editable: bool) -> None:
        """Whether anything can be changed."""
        self._editable = editable
        for field in self.fields.values():
            field.set_editable(editable=editable)
        self.claims.set_editable(editable=editable)
        self.own_fields.set_editable(editable=editable)
        self.links.setVisible(editable)
        self.links.part.setVisible(editable and self._may_have_parts())
        self.parts.set_editable(editable=editable)
        self._show_other()

    def show_problem(self, name: str, index: int, sentence: str) -> None:
        """Puts an error beneath a field."""
        field = self._field(name, index)
        if isinstance(field, EchoField) and field.state != "question":
            field.show_echo(sentence, "error")

    def focus_on(self, name: str, index: int = -1) -> None:
        """Goes to a field, opening what hides it."""
        field = self._field(name, index)
        if index >= 0:
            self.cards[index].reveal(name)
        elif name in CLOSING:
            self.closing.set_open(opened=True)
        field.editor.setFocus(Qt.FocusReason.TabFocusReason)
        if isinstance(field.editor, LineEdit):
            field.editor.selectAll()

    def forget(self) -> None:
        """Begins the undo history of every text anew."""
        for fields in (self.fields, *(card.fields for card in self.cards)):
            for field in fields.values():
                field.forget()

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: FBT001 - Qt's
        """Goes on among the fields that what was typed asks for, however fast it was typed."""
        self.kind.box.settle()  # a list that closes at this moment keeps word of it from the kind
        self.settle()
        return super().focusNextPrevChild(forward)

    @property
    def settled(self) -> bool:
        """Whether the echoes say what the texts say."""
        return not self._echo.isActive()

    def settle(self) -> None:
        """Shows now what the texts of this moment are taken for."""
        if self._echo.isActive():
            self._echo.stop()
            self._refresh()

    def _field(self, name: str, index: int) -> Field:
        return self.fields[name] if index < 0 else self.cards[index].fields[name]

    # What happens.

    @Slot()
    def _on_edited(self) -> None:
        if self._filling:
            return
        self._echo.start(0)  # once for all changes of this moment
        self.edited.emit()

    @Slot()
    def _refresh(self) -> None:
        """Shows the fields of the kind and what the texts are taken for."""
        if self._context is None:
            return
        form = self.form()
        kind = self._kinds.get(form.kind)
        shown = event_fields(kind)
        for name in _EVENT:
            value = getattr(form, name)
            holds = bool(value.text if isinstance(value, Named) else value) and name != "side"
            self.fields[name].setVisible(name in shown or holds)
        self.counterparty.set_label(codes.field_name(counterparty_name(kind, form.side)))
        if kind is not None and self.kind.state:
            self.kind.show_echo("")
        show_echoes(self.fields, form, self._kinds, self._context)
        itself = self.stored.event.id if self.stored is not None else None
        self.part_of.among(form.organization, itself, parts=False)
        self._show_other()
        self.claims.refresh(kind, self.stored, of_kind(self._context, form.kind, self.stored, self._kinds))
        self.arranged.emit()

    def _may_have_parts(self) -> bool:
        """Whether the shown event is stored, and of heads that can be counted in parts."""
        kind = self._kinds.get(self.stored.event.kind) if self.stored is not None else None
        return kind is not None and kind.group is KindGroup.WORKFORCE and not kind.level

    def _show_other(self) -> None:
        """Offers to go on with the other population of the same news."""
        kind = other_population(self.fields["kind"].text(), self._kinds)
        name = codes.kind_name(self._kinds[kind]) if kind and self._editable else ""
        contingent = bool(kind) and self._kinds[kind].population is Population.CONTINGENT
        self.links.offer_other(name, contingent=contingent)

    @Slot()
    def _on_entered(self) -> None:
        """Enter moves on to the next field, past buttons; on the last text it saves."""
        here = self.focusWidget()
        fields = [w for w in in_reading_order(self) if w.isVisible() and not isinstance(w, (QPushButton, QToolButton))]
        texts = [w for w in fields if isinstance(w, (LineEdit, TextArea))]
        if texts and here is texts[-1]:
            self.submitted.emit()
        elif here in fields[:-1]:
            fields[fields.index(here) + 1].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.focusNextChild()

    @Slot()
    def _on_add(self) -> None:
        self.add_claim()

    @Slot()
    def _on_other(self) -> None:
        self.kind.box.settle()
        kind = other_population(self.kind.text(), self._kinds)
        if kind:
            self.other.emit(kind)

    @Slot(object, object)
    def _on_asked(self, card: ClaimCard, deed: ClaimDeed) -> None:
        form = card.form()
        if deed is ClaimDeed.REMOVE:
            self.claims.drop(card)
            self._on_edited()
        elif deed is ClaimDeed.NEXT:
            self.add_claim(form.next_fact())
        elif deed is ClaimDeed.DENY:
            self.add_claim(ClaimForm(status=Status.DENIED), "publisher")
        elif deed is ClaimDeed.MOVE and form.claim_id is not None and self.stored is not None:
            claim = self.stored.claim(form.claim_id)
            if claim is not None:
                self.moving.emit(claim.id, claim_title(self.stored, claim))
        elif deed is ClaimDeed.CORRECT and form.claim_id is not None:
            card.set_form(replace(form, claim_id=None, supersedes_id=form.claim_id, reason=""))
            self._on_edited()
            self._refresh()
            card.section.set_open(opened=True)
            card.fields["reason"].editor.setFocus(Qt.FocusReason.TabFocusReason)
