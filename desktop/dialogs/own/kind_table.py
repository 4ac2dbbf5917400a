"""Event kinds as their dialog lists and judges them: by group, with what they do, and whether a name or color will do.

The lists of colors and symbols are what can be chosen; a kind made elsewhere may have others and keeps them.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel

from db.model.records import EventKind
from db.model.text import fold
from db.model.values import KindGroup
from desktop.look import plaintext
from desktop.look.colors import DARK, LIGHT, contrast
from desktop.look.symbols import Symbols
from desktop.wording import codes, formatting, i18n
from desktop.wording.i18n import N_, _

#: The least contrast of what is drawn (WCAG 2.2, 1.4.11).
CONTRAST = 3.0

#: The Okabe-Ito set, told apart by color-blind readers too.
COLORS: Mapping[str, str] = {
    "#D55E00": N_("Vermilion"),
    "#E69F00": N_("Orange"),
    "#009E73": N_("Green"),
    "#56B4E9": N_("Sky blue"),
    "#0072B2": N_("Blue"),
    "#CC79A7": N_("Purple"),
    "#7F7F7F": N_("Gray"),
}

SYMBOLS: Mapping[str, str] = {
    "circle": N_("Circle"),
    "square": N_("Square"),
    "diamond": N_("Diamond"),
    "triangle_up": N_("Triangle up"),
    "triangle_down": N_("Triangle down"),
    "triangle_left": N_("Triangle left"),
    "triangle_right": N_("Triangle right"),
    "pentagon": N_("Pentagon"),
    "hexagon": N_("Hexagon"),
    "star": N_("Star"),
    "cross": N_("Cross"),
    "pause": N_("Two bars"),
}

#: What a workforce kind does to a headcount: (sign, level) -> words.
EFFECTS: Mapping[tuple[int, bool], str] = {
    (-1, False): N_("Lowers headcount"),
    (1, False): N_("Raises headcount"),
    (0, False): N_("Leaves headcount alone"),
    (0, True): N_("States the headcount"),
}

_CODE = Qt.ItemDataRole.UserRole
_HEX = re.compile("#[0-9a-fA-F]{6}")


@dataclass(frozen=True, slots=True)
class KindRow:
    """A kind with how many events have it."""

    kind: EventKind
    uses: int


def effect_text(kind: EventKind) -> str:
    """What events of a kind do: "Lowers headcount · Employees", "State: at risk"; empty where they only mark a day."""
    if kind.group is KindGroup.WORKFORCE:
        effect = _(EFFECTS[kind.sign, kind.level])
        population = codes.population_name(kind.population) if kind.population is not None else ""
        return f"{effect} · {population}" if population else effect
    if kind.state is not None:
        return _("State: {state}").format(state=codes.state_name(kind.state))
    return ""


def taken_names(kinds: Mapping[str, EventKind]) -> dict[str, EventKind]:
    """Every folded name that a kind has. Built-in kinds have theirs in every language, since ledgers travel."""
    built_in = i18n.in_all(codes.KINDS[code] for code in kinds if code in codes.KINDS)
    taken: dict[str, EventKind] = {}
    for kind in kinds.values():
        names = {kind.name} if kind.name else built_in.get(codes.KINDS.get(kind.code, ""), {kind.code})
        taken.update((fold(name), kind) for name in names)
    return taken


def name_problem(name: str, code: str, taken: Mapping[str, EventKind]) -> str:
    """Why a kind (``code``; empty: a new one) cannot have this name; empty if it can."""
    wanted = fold(name)
    if not wanted:
        return _("The kind has no name. Type one, for example “Early retirement”.")
    other = taken.get(wanted)
    if other is None or other.code == code:
        return ""
    return _("There is already a kind “{name}”. Use that one, or another name.").format(
        name=plaintext.elided(codes.kind_name(other), limit=60)
    )


def copy_name(kind: EventKind, taken: Mapping[str, EventKind]) -> str:
    """A free name for a copy: "Layoff (copy)", "Layoff (copy 2)"."""
    name, number = _("{name} (copy)").format(name=codes.kind_name(kind)), 1
    while name_problem(name, "", taken):
        number += 1
        name = _("{name} (copy {number})").format(name=codes.kind_name(kind), number=formatting.number(number))
    return name


def color_problem(color: str) -> str:
    """Why a text is no color; empty if it is one."""
    if _HEX.fullmatch(color):
        return ""
    return _("“{text}” is not a color. Type # and six digits, for example #0072B2.").format(
        text=plaintext.elided(color, limit=20)
    )


def contrast_text(color: str) -> str:
    """Whether a color can be seen on light and on dark ground, and what charts do where it cannot."""
    on_light, on_dark = contrast(color, LIGHT.surface), contrast(color, DARK.surface)
    # Rounded down: what is below 3 must not read as 3.
    light, dark = (formatting.number(math.floor(one * 10) / 10, decimals=1) for one in (on_light, on_dark))
    if on_light < CONTRAST:
        text = _("Contrast {light}:1 on light and {dark}:1 on dark. Below 3:1, so it is drawn darker on light.")
    elif on_dark < CONTRAST:
        text = _("Contrast {light}:1 on light and {dark}:1 on dark. Below 3:1, so it is drawn lighter on dark.")
    else:
        text = _("Contrast {light}:1 on light and {dark}:1 on dark: easily seen on both.")
    return text.format(light=light, dark=dark)


class KindList(QStandardItemModel):
    """Kinds below their groups: name with symbol, effect, number of events, whose they are."""

    def __init__(self, symbols: Symbols, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._symbols = symbols
        self.rows: dict[str, KindRow] = {}

    def fill(self, kinds: Mapping[str, EventKind], uses: Mapping[str, int]) -> None:
        """Show these; within a group one's own first (they are what one looks for), then the built-in ones."""
        self.clear()
        self.setHorizontalHeaderLabels([_("Kind"), _("Effect"), _("Events"), _("Made by")])
        self.horizontalHeaderItem(2).setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.rows = {code: KindRow(kind, uses.get(code, 0)) for code, kind in kinds.items()}
        for group in KindGroup:
            members = [row for row in self.rows.values() if row.kind.group is group]
            if members:
                header = _item(codes.group_name(group))
                header.setFlags(Qt.ItemFlag.ItemIsEnabled)
                font = header.font()
                font.setBold(True)
                header.setFont(font)
                self.appendRow(header)
                for row in sorted(members, key=lambda row: row.kind.built_in):
                    header.appendRow(self._cells(row))

    def place_of(self, code: str) -> QStandardItem | None:
        """The item of a kind in the first column."""
        for group in range(self.rowCount()):
            header = self.item(group)
            for row in range(header.rowCount()):
                if header.child(row).data(_CODE) == code:
                    return header.child(row)
        return None

    def _cells(self, row: KindRow) -> list[QStandardItem]:
        name = _item(codes.kind_name(row.kind))
        name.setIcon(self._symbols.kind(row.kind, None))
        events = _item(formatting.number(row.uses) if row.uses else "")
        events.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        cells = [name, _item(effect_text(row.kind)), events, _item(_("built in") if row.kind.built_in else _("you"))]
        for cell in cells:
            cell.setData(row.kind.code, _CODE)
        return cells


def code_of(item: QStandardItem | None) -> str:
    """The code of the kind an item stands for; empty for a group."""
    return str(item.data(_CODE) or "") if item is not None else ""


def _item(text: str) -> QStandardItem:
    made = QStandardItem(plaintext.one_line(text))
    made.setEditable(False)
    made.setToolTip(plaintext.tooltip_text(text))
    return made
