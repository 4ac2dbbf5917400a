"""What must be seen is seen: computed over all colors, told apart by the color-blind, and looked up in pictures."""

import re
from collections import Counter
from dataclasses import fields
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QItemSelectionModel, QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QListWidget, QPushButton, QTableWidget, QTableWidgetItem

import desktop
from db.model.kinds import BUILT_IN
from db.model.values import RelationshipState
from desktop.drawing.compose import states
from desktop.drawing.lines import paint_band
from desktop.drawing.marks import Band, Bar, Look, Pin, Style
from desktop.drawing.palette import Palette
from desktop.drawing.place import Device, Place
from desktop.drawing.rows import paint_bar, paint_disc
from desktop.drawing.text import Type
from desktop.look.colors import DARK, HIGH_DARK, HIGH_LIGHT, LIGHT, PRINT, WHITE, Colors, contrast
from desktop.look.theme import Theme
from desktop.widgets.record_tables import dress
from helpers.vision import SIGHTS, delta, distance

ALL = pytest.mark.parametrize(
    "colors", [LIGHT, DARK, HIGH_LIGHT, HIGH_DARK], ids=["light", "dark", "high-light", "high-dark"]
)
HIGH = {HIGH_LIGHT, HIGH_DARK}
#: The least ΔE2000 of what stands side by side, for every sight.
APART = 10
ROOTS = Path(desktop.__file__).parent

#: What stands side by side in a figure, or says opposite things in a text.
NEIGHBORS = (
    ("employees", "contingent", "unspecified"),
    ("positive", "negative", "unexplained", "employees"),
    ("positive", "negative", "unexplained", "contingent"),
    ("positive", "warning", "negative"),
    tuple(f"series{number}" for number in range(6)),
)
STATES = [state for state in RelationshipState if state is not RelationshipState.ENDED]


def nearest(first, second):
    return min(distance(first, second, sight) for sight in SIGHTS)


def test_the_distance_is_that_of_the_paper():
    assert delta((50, 2.6772, -79.7751), (50, 0, -82.7485)) == pytest.approx(2.0425, abs=1e-4)
    assert delta((50, 0, 0), (50, -1, 2)) == pytest.approx(2.3669, abs=1e-4)
    assert delta((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514)) == pytest.approx(0.9082, abs=1e-4)
    assert distance("#d55e00", "#8c6d00", "protanopia") < 3, "two colors that were taken for one"


@ALL
def test_texts_keep_their_contrast_on_every_ground(colors: Colors):
    least = 7 if colors in HIGH else 4.5
    for ground in ("window", "surface", "raised", "hover", "selection"):
        for name in ("text", "muted", "accent", "positive", "negative", "warning"):
            assert contrast(getattr(colors, name), getattr(colors, ground)) >= least, (name, ground)
    for ground in ("accent", "negative"):
        assert contrast(colors.accent_text, getattr(colors, ground)) >= least, ground
    for name in ("axis", "unexplained", "employees", "contingent", "positive", "negative"):
        assert contrast(getattr(colors, name), colors.surface) >= 4.5, name
    assert min(contrast(one, colors.surface) for one in colors.series) >= 4.5


@ALL
def test_what_is_drawn_is_seen(colors: Colors):
    hues = Palette(colors)
    for ground in ("window", "surface"):
        for name in ("control", "accent", "positive", "negative", "warning", "employees", "contingent", "unspecified"):
            assert contrast(getattr(colors, name), getattr(colors, ground)) >= (4.5 if colors in HIGH else 3), name
    assert contrast(colors.accent, colors.selection) >= 3, "the bar of a chosen row, on its ground"
    inks = {states.look_of(state).ink for state in STATES} | {"unspecified"}
    for role in (*inks, *(kind.color for kind in BUILT_IN)):
        assert contrast(hues[role], colors.surface) >= 3, role
    for role in ("employees", "contingent", "unspecified", *NEIGHBORS[-1]):
        assert contrast(hues[f"{role}~20"], colors.surface) >= 3, "the edge of a band"
        assert contrast(hues[f"{role}~20"], hues[f"{role}~80"]) >= 2, "the edge beside its fill"
    for kind in BUILT_IN:
        assert contrast(hues[f"on:{kind.color}"], hues[kind.color]) >= 4.5, "digits on a full disc"


def test_what_is_printed_is_read():
    assert [name for name, color in PRINT.items() if contrast(color, WHITE) < 4.5] == ["hair"]


@ALL
def test_neighbors_are_told_apart_by_everybody(colors: Colors):
    hues = Palette(colors)
    near = [
        (first, second, nearest(hues[first], hues[second]))
        for group in NEIGHBORS
        for first, second in combinations(group, 2)
    ]
    assert [one for one in near if one[2] < APART] == []


@ALL
def test_states_and_kinds_are_told_apart_by_form_or_by_everybody(colors: Colors):
    hues = Palette(colors)
    for first, second in combinations(STATES, 2):
        one, other = (states.look_of(state) for state in (first, second))
        assert nearest(hues[one.fill], hues[other.fill]) >= APART, (first, second)
    forms = Counter((states.look_of(state).pattern, states.height_of(state)) for state in STATES)
    assert max(forms.values()) == 1, "in gray they are told apart by pattern and height"
    for first, second in combinations(BUILT_IN, 2):
        alike = first.symbol == second.symbol and nearest(hues[first.color], hues[second.color]) < APART
        assert not alike, (first.code, second.code)


def test_colors_are_in_one_place_and_each_is_used():
    used = (Path(desktop.__file__).parent.parent / "resources" / "styles" / "app.qss").read_text("utf-8")
    for path in ROOTS.rglob("*.py"):
        text = path.read_text("utf-8")
        if path.name not in {"colors.py", "kind_table.py", "kind_editor.py"}:  # these two name what is data of kinds
            assert re.findall(r'"#[0-9a-fA-F]{6}"', re.sub(r'""".*?"""', "", text, flags=re.DOTALL)) == [], path.name
        if path.name != "colors.py":
            used += text
    for field in fields(Colors):
        assert re.search(rf"\b{field.name}\b", used), field.name


# Looked up in pictures.


@pytest.fixture
def theme(qapp):
    before = qapp.font(), qapp.palette()
    made = Theme(qapp, mode="light")
    yield made
    made.set_mode("system")
    qapp.setStyleSheet("")
    qapp.setFont(before[0])
    qapp.setPalette(before[1])
    made.deleteLater()


def found_in(image, box):
    """The colors in a rectangle of a picture, with how many pixels each has."""
    return Counter(
        image.pixelColor(x, y).name()
        for y in range(box.top(), box.bottom() + 1)
        for x in range(box.left(), box.right() + 1)
    )


def test_the_scheme_of_high_contrast_takes_the_ground_of_the_system(theme, qapp):
    theme.set_mode("contrast")
    assert theme.colors in HIGH
    assert qapp.palette().window().color().name() == theme.colors.window


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
@pytest.mark.parametrize("mode", ["light", "dark", "contrast"])
def test_a_chosen_row_or_page_and_a_dangerous_button_are_seen_in_a_picture(theme, qtbot, mode):
    theme.set_mode(mode)
    colors = theme.colors
    table = QTableWidget(3, 2)
    for row in range(3):
        table.setItem(row, 0, QTableWidgetItem("a"))
    dress(table)
    nav = QListWidget()
    nav.setProperty("role", "nav")
    nav.addItems(["Overview", "Events"])
    for view, ground in ((table, colors.surface), (nav, colors.window)):
        qtbot.addWidget(view)
        view.resize(220, 160)
        view.show()
        # By itself, whatever keys an earlier test left held: with Ctrl a second choice would take the first back.
        flag = QItemSelectionModel.SelectionFlag
        view.selectionModel().setCurrentIndex(view.model().index(1, 0), flag.ClearAndSelect | flag.Rows)
        image = view.viewport().grab().toImage()
        box = view.visualRect(view.model().index(1, 0))
        box.setLeft(box.left() if view is nav else 0)
        box.setWidth(3)
        bar = found_in(image, box.adjusted(0, 8, 0, -8)).most_common(1)[0][0]
        assert contrast(bar, ground) >= 3
        assert contrast(bar, colors.selection) >= 3
    button = QPushButton("Delete")
    button.setProperty("role", "danger")
    qtbot.addWidget(button)
    button.show()
    image = button.grab().toImage()
    assert found_in(image, button.rect()).most_common(1)[0][0] == colors.negative
    inks = found_in(image, button.rect().adjusted(10, 6, -10, -6))
    assert max(contrast(ink, colors.negative) for ink in inks) >= 4.5


def drawn(colors, paint, width=80, height=40):
    image = QImage(width * 3, height * 3, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    device = Device(painter, Type(4), Palette(colors))
    device.fill(QRectF(image.rect()), "surface")
    paint(device, QRectF(image.rect()))
    painter.end()
    return image


@ALL
def test_digits_symbols_edges_and_stale_lanes_are_seen_in_a_picture(colors: Colors, qapp):
    for style in (Style.HOLLOW, Style.PLANNED, Style.SOLID):
        for kind in (BUILT_IN[0], BUILT_IN[1], BUILT_IN[2]):
            pin = Pin(0.0, 8, kind.color, style, symbol=kind.symbol)
            boxes = []
            image = drawn(colors, lambda device, _area, p=pin, at=boxes: at.append(paint_disc(device, 100, 60, p)))
            # Half of the disc is the number's.
            box = boxes[0].toRect().adjusted(round(boxes[0].width() * 0.55), 12, -14, -12)
            inks = found_in(image, box)
            ground = inks.most_common(1)[0][0]
            assert max(contrast(ink, ground) for ink in inks) >= 4.5, (style, kind.code)
            signed = found_in(image, boxes[0].toRect().adjusted(14, 12, -round(boxes[0].width() * 0.5), -12))
            assert len([ink for ink, many in signed.items() if many > 20 and contrast(ink, ground) >= 3]) >= 1
    stale = states.unheard(RelationshipState.ACTIVE)
    image = drawn(colors, lambda device, area: paint_bar(Place(device, area, 0, 1), Bar(0.1, 0.9, stale), 60, 60))
    edge = found_in(image, QRectF(40, 27, 160, 6).toRect())
    assert max(contrast(ink, colors.surface) for ink, many in edge.items() if many > 20) >= 3
    look = Look("employees~20", "employees~80")
    band = Band(np.array([0.1]), np.array([0.2]), np.array([0.8]), 0.9, look)
    image = drawn(colors, lambda device, area: paint_band(Place(device, area, 0, 1), band))
    column = [image.pixelColor(120, y).name() for y in range(image.height())]
    assert max(contrast(ink, colors.surface) for ink in column) >= 3
