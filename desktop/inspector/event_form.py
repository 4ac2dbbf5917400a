"""The form: an event with its claims as fields. It knows texts and their echoes; loading and saving is elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QPushButton, QVBoxLayout, QWidget

from db.records import EventKind
from db.values import Population
from desktop import wording
from desktop.i18n import _
from desktop.inspector.blocks import Section
from desktop.inspector.claim_card import ClaimCard
from desktop.inspector.decisions import source_name
from desktop.inspector.fields import ComboBox, EchoField, Field, LineEdit, TextArea, box, in_reading_order, row
from desktop.inspector.form import ClaimForm, EventForm, Named, Stored
from desktop.inspector.layout import CLOSING, counterparty_name, event_fields
from desktop.inspector.pickers import KindField, OrganizationField
from desktop.inspector.reading import Context, read_number
from desktop.session import Session
from desktop.theme import Theme

_LINES = ("category", "person", "role", "place", "unit", "reason", "tags")
_EVENT = ("side", "counterparty", "category", "person", "role", "place", "unit", "population", "own", "tolerance")


class EventFormWidget(QWidget):
    """Edits one :class:`EventForm`. ``edited``: something changed; ``submitted``: Enter on the last field."""

    edited = Signal()
    submitted = Signal()
    remember = Signal(str, str)
    arranged = Signal()  # other widgets are shown, or in another order

    def __init__(self, session: Session, theme: Theme) -> None:
        super().__init__()
        self.session = session
        self.theme = theme
        self.stored: Stored | None = None
        self.cards: list[ClaimCard] = []
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
        name = wording.field_name
        self.kind = KindField(self.theme)
        self.organization = OrganizationField("organization", name("organization"), self.session, self.theme)
        self.counterparty = OrganizationField("counterparty", name("counterparty"), self.session, self.theme)
        side, population = ComboBox(), ComboBox()
        side.set_items([("vendor", name("vendor")), ("client", name("client"))])
        population.set_items(
            [("", _("As usual for this kind")), *((p.value, wording.population_name(p)) for p in Population)]
        )
        self.fields: dict[str, Field] = {
            "kind": self.kind,
            "organization": self.organization,
            "counterparty": self.counterparty,
            "side": Field("side", name("side"), side),
            "population": Field("population", name("population"), population),
            "own": Field("own", name("own"), QCheckBox()),
            "tolerance": EchoField("tolerance", name("tolerance"), self.theme),
            "notes": Field("notes", name("notes"), TextArea()),
            **{field: Field(field, name(field), LineEdit()) for field in _LINES},
        }
        for field in self.fields.values():
            field.edited.connect(self._on_edited)
            field.entered.connect(self._on_entered)

    def _arrange(self) -> None:
        layout = box(spacing=10)
        self.setLayout(layout)
        f = self.fields
        layout.addWidget(self.kind)
        layout.addWidget(self.organization)
        layout.addWidget(f["side"])
        layout.addWidget(self.counterparty)
        layout.addWidget(f["category"])
        layout.addLayout(row(f["person"], f["role"]))
        layout.addLayout(row(f["place"], f["unit"]))
        layout.addWidget(f["population"])
        layout.addWidget(f["own"])
        layout.addWidget(f["tolerance"])
        self._claims: QVBoxLayout = box(spacing=8)
        layout.addLayout(self._claims)
        self.add = QPushButton(_("Add claim"))
        self.add.setAccessibleName(_("Add a claim of another source"))
        self.add.setProperty("role", "link")
        self.add.clicked.connect(self._on_add)
        layout.addLayout(row(self.add, None))
        self.closing = Section(_("Notes, reason and tags"), self.theme)
        for name in CLOSING:
            self.closing.content.addWidget(f[name])
        layout.addWidget(self.closing)

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
        for name, field in self.fields.items():
            if name not in {"organization", "counterparty"}:
                value = getattr(form, name)
                field.set_text(("1" if value else "") if isinstance(value, bool) else value)
                if isinstance(field, EchoField):
                    field.show_echo("")
        self._set_claims(form.claims)
        self.closing.set_open(opened=any(getattr(form, name) for name in CLOSING))
        self._filling = False
        self._refresh()
        for index, card in enumerate(self.cards):
            card.open_filled()
            card.section.set_open(opened=index == 0 or stored is None)
        self.set_editable(editable=self._editable)

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
            side="client" if f["side"] == "client" else "vendor",
            population=f["population"],
            own=bool(f["own"]),
            tolerance=f["tolerance"],
            notes=f["notes"],
            claims=tuple(card.form() for card in self.cards),
            **{name: f[name] for name in _LINES},
        )

    def _set_claims(self, claims: tuple[ClaimForm, ...]) -> None:
        while len(self.cards) > len(claims):
            self._drop(self.cards[-1])
        for index, claim in enumerate(claims):
            if index == len(self.cards):
                self._append()
            self.cards[index].set_form(claim)

    def _append(self) -> ClaimCard:
        card = ClaimCard(self.theme)
        card.edited.connect(self._on_edited)
        card.entered.connect(self._on_entered)
        card.asked.connect(self._on_asked)
        card.remember.connect(self.remember)
        card.set_editable(editable=self._editable)
        self.cards.append(card)
        self._claims.addWidget(card)
        card.show()  # else the layout shows it only later, and keys typed by then pass it over
        return card

    def _drop(self, card: ClaimCard) -> None:
        self.cards.remove(card)
        self._claims.removeWidget(card)
        card.hide()
        card.deleteLater()

    def add_claim(self, form: ClaimForm | None = None) -> None:
        """Adds a claim, empty or with the source of another, and goes there."""
        card = self._append()
        self._filling = True
        card.set_form(form or ClaimForm())
        self._filling = False
        self._on_edited()
        self._refresh()
        card.open_filled()
        card.section.set_open(opened=True)
        card.fields["announced" if form is None else "count"].editor.setFocus(Qt.FocusReason.TabFocusReason)

    def next_claim(self) -> None:
        """Adds a claim with the source of the last one."""
        self.add_claim(self.cards[-1].form().next_fact())

    def set_editable(self, *, editable: bool) -> None:
        """Whether anything can be changed."""
        self._editable = editable
        for field in self.fields.values():
            field.set_editable(editable=editable)
        for card in self.cards:
            card.set_editable(editable=editable)
        self.add.setVisible(editable)

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
        if self._echo.isActive():
            self._echo.stop()
            self._refresh()
        return super().focusNextPrevChild(forward)

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
        self.counterparty.set_label(wording.field_name(counterparty_name(kind, form.side)))
        if kind is not None and self.kind.state:
            self.kind.show_echo("")
        tolerance = self.fields["tolerance"]
        if isinstance(tolerance, EchoField):
            read = read_number(form.tolerance, self._context)
            tolerance.show_echo(read.echo, read.state)
        for index, card in enumerate(self.cards):
            card.show_kind(kind)
            card.show_readings(self.stored, self._context)
            card.set_title(self._title(index, form.claims[index]), alone=len(self.cards) == 1)
        self.arranged.emit()

    def _title(self, index: int, form: ClaimForm) -> str:
        claim = self.stored.claim(form.claim_id) if self.stored else None
        if self.stored is not None and claim is not None:
            return f"{source_name(self.stored, claim)} · {wording.status_name(claim.status)}"
        if form.supersedes_id is not None and self.stored is not None:
            old = self.stored.claim(form.supersedes_id)
            return _("Correction of {source}").format(source=source_name(self.stored, old) if old else "")
        return _("Claim") if len(self.cards) == 1 else _("Claim {number}").format(number=index + 1)

    @Slot()
    def _on_entered(self) -> None:
        """Enter moves on; on the last field it saves."""
        here = self.focusWidget()
        entries = [w for w in in_reading_order(self) if isinstance(w, (LineEdit, TextArea)) and w.isVisible()]
        if entries and here is entries[-1]:
            self.submitted.emit()
        else:
            self.focusNextChild()

    @Slot()
    def _on_add(self) -> None:
        self.add_claim()

    @Slot(object, str)
    def _on_asked(self, card: ClaimCard, what: str) -> None:
        form = card.form()
        if what == "remove":
            self._drop(card)
            self._on_edited()
        elif what == "next":
            self.add_claim(form.next_fact())
        elif what == "correct" and form.claim_id is not None:
            card.set_form(replace(form, claim_id=None, supersedes_id=form.claim_id, reason=""))
            self._on_edited()
            self._refresh()
            card.section.set_open(opened=True)
            card.fields["reason"].editor.setFocus(Qt.FocusReason.TabFocusReason)
