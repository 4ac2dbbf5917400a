"""One claim in the form: dates, sizes, status, source and wording, with an echo under every field that is read."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout

from db.model.records import EventKind, Source
from db.model.values import Status
from desktop.entry.drafting import readings
from desktop.entry.form import DATES, SIZES, SOURCE, SOURCE_DATES, ClaimForm, Stored, source_texts
from desktop.entry.layout import layout_of
from desktop.entry.reading import Context
from desktop.inspector.form.claim_menu import ClaimDeed, ClaimMenu
from desktop.inspector.pieces.arranging import box
from desktop.inspector.pieces.blocks import Link, Section
from desktop.inspector.pieces.editors import ComboBox, LineEdit, TextArea
from desktop.inspector.pieces.fields import EchoField, Field, row
from desktop.inspector.pieces.source_field import SourceSuggester
from desktop.look import plaintext
from desktop.look.theme import Theme, set_role
from desktop.session.session import Session
from desktop.wording import codes
from desktop.wording.i18n import N_, _
from desktop.wording.language.lines import host_of

_EXAMPLES: Mapping[str, str] = {
    "announced": N_("16 July 2025, in July, Q3 2025"),
    "count": N_("~200, 14%"),
    "percent": N_("14%"),
    "amount": N_("USD 14.3 billion"),
    "url": "https://",
    "origin": N_("dpa: what several papers print"),
}
_TOP = Qt.AlignmentFlag.AlignTop
#: Fields that stand beside each other where both are shown.
_PAIRS: Mapping[str, str] = {"count": "percent", "effective": "until", "percent_of": "base", "amount": "percent"}


class ClaimCard(QFrame):
    """Edits one :class:`ClaimForm`.

    ``asked`` carries the card and a :class:`ClaimDeed` for the form to do.
    """

    edited = Signal()
    entered = Signal()
    asked = Signal(object, object)
    remember = Signal(str, str)

    def __init__(self, session: Session, theme: Theme) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.theme = theme
        self.base = ClaimForm()
        self._picked: Source | None = None
        self._editable = True
        self._alone = False
        self._remembered = ClaimForm()
        self._choices: dict[str, int] = {}
        self._remember: dict[str, tuple[str, tuple[str, ...]]] = {}
        self._filling = False
        self._host = ""  # the publisher we filled in ourselves
        self.fields: dict[str, Field] = {}
        self._make_fields()
        self.menu = ClaimMenu(theme)
        self.section = Section("", theme, opened=True, beside=self.menu)
        self.menu.asked.connect(self._on_menu)
        self.more = Section(_("More dates and figures"), theme)
        self._arrange()
        for field in self.fields.values():
            field.edited.connect(self._on_edited)
            field.entered.connect(self.entered)
        url, publisher = self.fields["url"].editor, self.fields["publisher"].editor
        assert isinstance(url, LineEdit)
        assert isinstance(publisher, LineEdit)
        url.textEdited.connect(self._on_url)
        for line in (publisher, url):
            SourceSuggester(line, session, self).picked.connect(self.show_source)

    def _make_fields(self) -> None:
        for name in (*DATES, *SIZES, *SOURCE_DATES):
            field = EchoField(name, codes.field_name(name), self.theme)
            field.answered.connect(self._on_answered)
            self.fields[name] = field
        status, reliability = ComboBox(), ComboBox()
        status.set_items([(s.value, codes.status_name(s)) for s in Status])
        reliability.set_items([(letter, codes.reliability_name(letter)) for letter in codes.RELIABILITIES])
        for index, letter in enumerate(codes.RELIABILITIES):
            tip = plaintext.tooltip_text(codes.reliability_text(letter))
            reliability.setItemData(index, tip, Qt.ItemDataRole.ToolTipRole)
        reliability.currentIndexChanged.connect(self._on_rated)
        editors = {"status": status, "reliability": reliability, "wording": TextArea()}
        for name in ("status", "percent_of", "reason", "publisher", "url", "title", "reliability", "origin", "wording"):
            self.fields[name] = Field(name, codes.field_name(name), editors.get(name) or LineEdit())
        self.fields["reason"].set_label(_("Why it corrects the earlier claim"))
        self.fields["wording"].set_label(_("Wording of the source"))
        for name, example in _EXAMPLES.items():
            editor = self.fields[name].editor
            assert isinstance(editor, LineEdit)
            editor.setPlaceholderText(_(example))

    def _arrange(self) -> None:
        layout = box(spacing=4, margins=(8, 4, 8, 8))
        self.setLayout(layout)
        layout.addWidget(self.section)
        body = self.section.content
        body.setContentsMargins(8, 0, 4, 4)
        f = self.fields
        self._main, self._behind = _grid(), _grid()
        body.addLayout(self._main)
        body.addWidget(self.more)
        self.more.content.addLayout(self._behind)
        body.addWidget(f["status"])
        body.addWidget(f["reason"])
        heading = plaintext.label(codes.field_name("source"))
        set_role(heading, "subheading")
        body.addSpacing(4)
        body.addWidget(heading)
        self.same = Link(_("Same source"))
        self.same.clicked.connect(self.take_remembered)
        self.same.hide()
        body.addWidget(self.same)
        body.addWidget(f["publisher"])
        body.addWidget(f["url"])
        body.addLayout(row(f["published"], f["accessed"]))
        body.addWidget(f["reliability"])
        body.addWidget(f["origin"])
        body.addWidget(f["title"])
        body.addWidget(f["wording"])
        self._placed: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())

    # Content.

    def set_form(self, form: ClaimForm) -> None:
        """Shows a claim; it becomes the text that "untouched" is measured by in the echoes."""
        self._filling = True
        self.base = form
        self._picked = form.picked
        self._choices = dict(form.choices)
        for name, field in self.fields.items():
            value = getattr(form, name)
            field.set_text(value.value if isinstance(value, Status) else value)
        self._filling = False

    def form(self) -> ClaimForm:
        """The claim as it stands."""
        texts = {name: field.text() for name, field in self.fields.items() if name != "status"}
        choices = tuple((name, i) for name, i in sorted(self._choices.items()) if texts.get(name))
        return ClaimForm(
            claim_id=self.base.claim_id,
            supersedes_id=self.base.supersedes_id,
            status=Status(self.fields["status"].text()),
            picked=self._picked,
            choices=choices,
            **texts,
        )

    def show_kind(self, kind: EventKind | None) -> None:
        """Places the fields of a kind; others only if they hold something."""
        layout = layout_of(kind)
        form = self.form()
        filled = [n for n in (*DATES, *SIZES, "percent_of") if getattr(form, n)]
        main = layout.claim
        more = (*layout.more, *(n for n in filled if n not in layout.claim and n not in layout.more))
        self.fields["reason"].setVisible(form.supersedes_id is not None)
        if (main, more) != self._placed:
            self._placed = (main, more)
            self._place(self._main, main)
            self._place(self._behind, more)
            for name in (*DATES, *SIZES, "percent_of"):
                self.fields[name].setVisible(name in main or name in more)
        self.more.setVisible(bool(more))

    def open_filled(self) -> None:
        """Opens "More" if it holds something."""
        form = self.form()
        self.more.set_open(opened=any(getattr(form, name) for name in self._placed[1]))

    def _place(self, grid: QGridLayout, names: tuple[str, ...]) -> None:
        while grid.count():
            grid.takeAt(0)
        line, rest = 0, list(names)
        while rest:
            name = rest.pop(0)
            partner = _PAIRS.get(name)
            if partner in rest:
                rest.remove(partner)
                grid.addWidget(self.fields[name], line, 0, _TOP)
                grid.addWidget(self.fields[partner], line, 1, _TOP)
            else:
                grid.addWidget(self.fields[name], line, 0, 1, 2)
            line += 1

    def reveal(self, name: str) -> None:
        """Opens what hides a field."""
        self.section.set_open(opened=True)
        if name in self._placed[1]:
            self.more.set_open(opened=True)

    def show_readings(self, stored: Stored | None, context: Context) -> None:
        """Says beneath each field what its text was taken for."""
        for name, reading in readings(self.form(), stored, context).items():
            field = self.fields[name]
            assert isinstance(field, EchoField)
            field.show_reading(reading)
            self._remember[name] = reading.remember

    def set_title(self, title: str, *, alone: bool) -> None:
        """Heads the card, with what it says while it is closed; ``alone``: the event has no other claim."""
        form = self.form()
        said = {name: getattr(form, name).strip() for name in ("count", "base", "percent", "amount")}
        if said["base"]:
            said["base"] = _("out of {base}").format(base=said["base"])
        figures = [text for text in said.values() if text]
        head = figures or [text for name in ("effective", "announced") if (text := getattr(form, name).strip())][:1]
        self.section.set_title(title, closed=" · ".join([*head, title]))
        self._alone = alone
        self.menu.offer(stored=self.base.claim_id is not None, alone=alone)
        self._show_menu()

    def set_editable(self, *, editable: bool) -> None:
        """Whether it can be changed."""
        self._editable = editable
        for field in self.fields.values():
            field.set_editable(editable=editable)
        self._show_menu()

    def _show_menu(self) -> None:
        """The menu, unless nothing in it is for this claim: the only one of a new event."""
        new = self._alone and self.base.claim_id is None and self.base.supersedes_id is None
        self.menu.setVisible(self._editable and not new)

    # The source.

    @Slot(object)
    def show_source(self, source: Source) -> None:
        """Shows a stored source, which is then used again and not written a second time."""
        self._fill_source(ClaimForm(**source_texts(source)))
        self.fields["url"].editor.setFocus(Qt.FocusReason.TabFocusReason)

    def offer_source(self, remembered: ClaimForm | None) -> None:
        """Offers the source used last while this claim names none."""
        form = self.form()
        wanted = remembered is not None and not form.has_source and form.claim_id is None
        if remembered is not None and wanted:
            self._remembered = remembered
            name = " · ".join(filter(None, (remembered.publisher, remembered.title or remembered.url)))
            self.same.say(_("Same source (Ctrl+D): {source}").format(source=name))
        self.same.setVisible(wanted)

    @Slot()
    def take_remembered(self) -> None:
        """Takes over the source used last."""
        self._fill_source(self._remembered)
        self.fields["wording"].editor.setFocus(Qt.FocusReason.TabFocusReason)

    def _fill_source(self, form: ClaimForm) -> None:
        self._picked = form.picked
        for name in SOURCE:
            if name != "picked":
                self.fields[name].set_text(getattr(form, name))
                self._choices.pop(name, None)
        self._choices |= {name: answer for name, answer in form.choices if name in SOURCE}
        self._host = ""
        self.edited.emit()

    # What happens.

    @Slot(int)
    def _on_rated(self, _index: int) -> None:
        box = self.fields["reliability"].editor if "reliability" in self.fields else None
        if isinstance(box, QComboBox):
            plaintext.tooltip(box, codes.reliability_text(str(box.currentData() or "")))

    @Slot()
    def _on_edited(self) -> None:
        if self._filling:
            return
        field = self.sender()
        if isinstance(field, Field):
            self._choices.pop(field.name, None)  # another text is another question
        self.edited.emit()

    @Slot(str, int, bool)
    def _on_answered(self, name: str, index: int, remember: bool) -> None:  # noqa: FBT001 - a slot
        key, values = self._remember.get(name, ("", ()))
        self._choices[name] = index
        self.edited.emit()
        self.fields[name].editor.setFocus()
        if remember and key:
            self.remember.emit(key, values[index])

    @Slot(str)
    def _on_url(self, text: str) -> None:
        """A pasted address names its publisher: the host, and nothing is looked up."""
        publisher = self.fields["publisher"]
        host = host_of(text)
        if host and (not publisher.text().strip() or publisher.text() == self._host):
            publisher.set_text(host)
            self._host = host

    @Slot(object)
    def _on_menu(self, deed: ClaimDeed) -> None:
        self.asked.emit(self, deed)


def _grid() -> QGridLayout:
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(8)
    grid.setVerticalSpacing(8)
    grid.setColumnStretch(0, 1)
    grid.setColumnStretch(1, 1)
    return grid
