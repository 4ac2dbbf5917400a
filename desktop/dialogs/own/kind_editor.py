"""One event kind of the user's own: its name, what it does, its color and symbol, with a look at it on both grounds."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QRectF, QSize, Qt, Slot
from PySide6.QtGui import QColor, QIcon, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QButtonGroup,
    QColorDialog,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from db.errors import LedgerError
from db.model.records import EventKind
from db.model.values import KindGroup, Population, RelationshipState
from db.store.operations import ChangeSet
from desktop.dialogs.own.kind_table import (
    COLORS,
    EFFECTS,
    SYMBOLS,
    color_problem,
    contrast_text,
    name_problem,
    taken_names,
)
from desktop.look import plaintext
from desktop.look.colors import DARK, LIGHT, Colors, readable
from desktop.look.outlines import outline
from desktop.look.symbols import Symbols
from desktop.look.theme import Theme, set_role
from desktop.operations.ledger import save_kind
from desktop.session.session import Session
from desktop.widgets.forms import FieldForm, name_label
from desktop.wording import codes, formatting
from desktop.wording.i18n import _, ngettext

_NAME_LENGTH = 80


class KindDialog(QDialog):
    """Adds a kind (empty code) or edits one. Closes when it is written; a refusal is said and everything stays."""

    def __init__(
        self,
        session: Session,
        theme: Theme,
        kind: EventKind,
        *,
        uses: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._theme = theme
        self._before = kind
        self._uses = uses
        self._taken = taken_names(session.facts.kinds)
        self._symbols = Symbols(theme, self)
        self.setWindowTitle(_("Edit Kind") if kind.code else _("New Kind"))
        self._make_fields()
        self._make_color()
        self._make_symbols()
        self._lay_out()
        self._fill(kind)
        self._connect()
        self._judge()

    # Building.

    def _make_fields(self) -> None:
        self.name = QLineEdit()
        self.name.setMaxLength(_NAME_LENGTH)
        self.name.setPlaceholderText(_("for example Early retirement"))
        self.group = _box([(group.value, codes.group_name(group)) for group in KindGroup])
        self.effect = QComboBox()
        for effect, words in EFFECTS.items():
            self.effect.addItem(_(words), effect)
        self.population = _box([(one.value, codes.population_name(one)) for one in Population])
        self.state = _box([(state.value, codes.state_name(state)) for state in RelationshipState])
        self.problem = _note("warning")
        self.warning = _note("warning")
        self.contrast = _note("muted")

    def _make_color(self) -> None:
        self.colors = QButtonGroup(self)
        self.color_row = QWidget()
        row = _row(self.color_row)
        for number, words in enumerate(COLORS.values()):
            button = _choice(_(words))
            self.colors.addButton(button, number)
            row.addWidget(button)
        self.hex = QLineEdit()
        self.hex.setAccessibleName(_("Color as # and six digits"))
        self.hex.setMaxLength(7)
        self.hex.setFixedWidth(self.hex.fontMetrics().horizontalAdvance("#DDDDDD") + 30)
        self.custom = QPushButton(_("Other…"))
        self.custom.setAccessibleName(_("Another color"))
        row.addSpacing(6)
        row.addWidget(self.hex)
        row.addSpacing(6)
        row.addWidget(self.custom)
        row.addStretch()

    def _make_symbols(self) -> None:
        self.symbols = QButtonGroup(self)
        self.symbol_row = QWidget()
        row = _row(self.symbol_row)
        self._symbol_names = list(SYMBOLS)
        if self._before.symbol not in SYMBOLS:  # made elsewhere: it stays a choice
            self._symbol_names.append(self._before.symbol)
        for number, symbol in enumerate(self._symbol_names):
            button = _choice(_(SYMBOLS[symbol]) if symbol in SYMBOLS else symbol)
            self.symbols.addButton(button, number)
            row.addWidget(button)
        row.addStretch()

    def _lay_out(self) -> None:
        self.form = form = FieldForm()
        self.preview = Preview()
        for words, field in (
            (_("&Name"), self.name), ("", self.problem), (_("&Group"), self.group), (_("&Effect"), self.effect),
            (_("&Population"), self.population), (_("S&tate"), self.state), ("", self.warning),
            (_("&Color"), self.color_row), ("", self.contrast), (_("S&ymbol"), self.symbol_row),
            (_("In charts"), self.preview),
        ):  # fmt: skip
            form.addRow(name_label(words, field), field)
            if words and not field.accessibleName():
                field.setAccessibleName(words.replace("&", ""))
        for row, field in ((self.color_row, self.hex), (self.symbol_row, self.symbols.buttons()[0])):
            label = form.labelForField(row)
            assert isinstance(label, QLabel)
            label.setBuddy(field)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel)
        self.save_button = self.buttons.button(QDialogButtonBox.StandardButton.Save)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 16, 16, 16)
        box.setSpacing(16)
        box.addLayout(form)
        box.addStretch()
        box.addWidget(self.buttons)

    def _connect(self) -> None:
        self.name.textChanged.connect(self._judge)
        self.hex.textChanged.connect(self._on_hex)
        for field in (self.group, self.effect, self.population, self.state):
            field.currentIndexChanged.connect(self._judge)
        self.colors.idClicked.connect(self._on_color)
        self.symbols.idClicked.connect(self._judge)
        self.custom.clicked.connect(self._on_custom)
        self.buttons.accepted.connect(self.save)
        self.buttons.rejected.connect(self.reject)
        self._theme.changed.connect(self._judge)

    def _fill(self, kind: EventKind) -> None:
        self.name.setText(kind.name)
        _choose(self.group, kind.group.value)
        self.effect.setCurrentIndex(max(list(EFFECTS).index((kind.sign, kind.level)), 0))
        _choose(self.population, (kind.population or Population.EMPLOYEES).value)
        _choose(self.state, (kind.state or RelationshipState.ACTIVE).value)
        self.hex.setText(kind.color or next(iter(COLORS)))
        self._mark_color()
        self.symbols.button(self._symbol_names.index(kind.symbol)).setChecked(True)
        if self._uses:
            self.group.setEnabled(False)
            plaintext.tooltip(self.group, _("Events are of this kind, so its group stays as it is."))

    # What is chosen.

    def kind(self) -> EventKind:
        """The kind as the fields describe it."""
        sign, level = self.effect.currentData()
        return replace(
            self._before,
            name=" ".join(self.name.text().split()),
            group=KindGroup(self.group.currentData()),
            sign=sign,
            level=level,
            population=Population(self.population.currentData()),
            state=RelationshipState(self.state.currentData()),
            color=self.hex.text().strip(),
            symbol=self._symbol_names[max(self.symbols.checkedId(), 0)],
            built_in=False,
        )

    @Slot()
    def _judge(self) -> None:
        """Say what is the matter while it is being typed, and show how it will look."""
        kind = self.kind()
        workforce, relationship = kind.group is KindGroup.WORKFORCE, kind.group is KindGroup.RELATIONSHIP
        for field, shown in ((self.effect, workforce), (self.population, workforce), (self.state, relationship)):
            self.form.setRowVisible(field, shown)
        problem = name_problem(kind.name, kind.code, self._taken)
        self._say(self.problem, problem if kind.name or self.name.isModified() else "")
        set_role(self.name, "error" if problem and kind.name else "", name="state")
        bad_color = color_problem(kind.color)
        set_role(self.hex, "error" if bad_color else "", name="state")
        self._say(self.contrast, bad_color or contrast_text(kind.color))
        self._say(self.warning, self._effect_of(kind))
        self.save_button.setEnabled(not problem and not bad_color and self._session.writable)
        if not bad_color:
            self._draw(kind)
        self.adjustSize()

    def _effect_of(self, kind: EventKind) -> str:
        """What changes beside the kind itself."""
        before = self._before
        same = (kind.sign, kind.level) == (before.sign, before.level) and kind.population == before.population
        if kind.group is not KindGroup.WORKFORCE:
            same = kind.group is not KindGroup.RELATIONSHIP or kind.state is before.state
        if same or not self._uses:
            return ""
        return ngettext(
            "{n} event is of this kind: charts and totals with it change at once, also in the past.",
            "{n} events are of this kind: charts and totals with them change at once, also in the past.",
            self._uses,
        ).format(n=formatting.number(self._uses))

    def _draw(self, kind: EventKind) -> None:
        for number, symbol in enumerate(self._symbol_names):
            self.symbols.button(number).setIcon(self._symbols.kind(replace(kind, symbol=symbol), None))
        for number, color in enumerate(COLORS):
            self.colors.button(number).setIcon(self._symbols.kind(replace(kind, color=color, symbol="circle"), None))
        self.preview.show_kind(kind)

    def _say(self, label: QLabel, text: str) -> None:
        plaintext.set_text(label, text)
        self.form.setRowVisible(label, bool(text))

    # Slots.

    @Slot(int)
    def _on_color(self, number: int) -> None:
        self.hex.setText(list(COLORS)[number])

    @Slot()
    def _on_hex(self) -> None:
        self._mark_color()
        self._judge()

    def _mark_color(self) -> None:
        """The swatch of the color is pressed, or none."""
        known = list(COLORS)
        color = self.hex.text().strip().upper()
        self.colors.setExclusive(False)
        for number, button in enumerate(self.colors.buttons()):
            button.setChecked(known[number] == color)
        self.colors.setExclusive(True)

    @Slot()
    def _on_custom(self) -> None:
        chosen = QColorDialog.getColor(QColor(self.hex.text()), self, _("Another Color"))
        if chosen.isValid():
            self.hex.setText(chosen.name())

    @Slot()
    def save(self) -> None:
        """Write the kind."""
        if not self.save_button.isEnabled():
            return
        kind = self.kind()
        self.save_button.setEnabled(False)
        self._session.write(save_kind(kind), self._on_saved, self._on_failed)

    @Slot(object)
    def _on_saved(self, _change: ChangeSet) -> None:
        self.accept()

    @Slot(object)
    def _on_failed(self, error: LedgerError) -> None:
        self._judge()
        self._say(self.problem, codes.error_sentence(error))


class Preview(QWidget):
    """The symbol on light and on dark ground, reported and rumored, whatever the theme is."""

    def __init__(self) -> None:
        super().__init__()
        self._kind: EventKind | None = None
        self.setFixedHeight(34)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_kind(self, kind: EventKind) -> None:
        """Show another one."""
        self._kind = kind
        self.update()

    def sizeHint(self) -> QSize:
        """Two grounds beside each other."""
        return QSize(360, 34)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Two halves."""
        if self._kind is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        half = (self.width() - 8) / 2
        for left, colors in ((0.0, LIGHT), (half + 8, DARK)):
            self._paint(painter, QRectF(left, 0, half, self.height()), colors, self._kind)
        painter.end()

    def _paint(self, painter: QPainter, ground: QRectF, colors: Colors, kind: EventKind) -> None:
        painter.setPen(QPen(QColor(colors.control), 1))
        painter.setBrush(QColor(colors.surface))
        painter.drawRoundedRect(ground.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        ink = QColor(readable(kind.color, colors.surface))
        middle = ground.center().y()
        painter.setPen(QPen(ink, 1.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
        for at, filled in ((12.0, True), (34.0, False)):
            painter.setBrush(ink if filled else Qt.BrushStyle.NoBrush)
            painter.drawPath(outline(kind.symbol, QRectF(ground.left() + at, middle - 6, 12, 12)))
        painter.setPen(QColor(colors.text))
        room = ground.adjusted(58, 0, -10, 0)
        name = plaintext.one_line(kind.name) or _("unnamed")
        text = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)


def _box(items: list[tuple[str, str]]) -> QComboBox:
    made = QComboBox()
    for data, words in items:
        made.addItem(words, data)
    return made


def _choose(box: QComboBox, data: str) -> None:
    box.setCurrentIndex(max(box.findData(data), 0))


def _note(role: str) -> QLabel:
    made = plaintext.label("", wrap=True)
    made.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
    made.setProperty("role", role)
    policy = made.sizePolicy()
    policy.setHorizontalPolicy(QSizePolicy.Policy.Expanding)
    made.setSizePolicy(policy)
    return made


def _row(widget: QWidget) -> QHBoxLayout:
    row = QHBoxLayout(widget)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(4)
    return row


def _choice(name: str) -> QToolButton:
    made = QToolButton()
    made.setCheckable(True)
    made.setIconSize(QSize(16, 16))
    made.setIcon(QIcon())
    made.setAccessibleName(name)
    plaintext.tooltip(made, name)
    return made


__all__ = ["KindDialog", "Preview"]
