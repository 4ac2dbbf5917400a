"""Both schemes are readable, complete and switchable."""

import re

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon, QImage
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton, QToolButton

from db.model.kinds import BUILT_IN
from desktop import assets
from desktop.look import icons
from desktop.look.colors import DARK, HIGH_DARK, HIGH_LIGHT, LIGHT, Colors, contrast, readable
from desktop.look.theme import Theme, palette, set_role, style_sheet

SCHEMES = pytest.mark.parametrize(
    "colors", [LIGHT, DARK, HIGH_LIGHT, HIGH_DARK], ids=["light", "dark", "high-light", "high-dark"]
)


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


def test_contrast_is_that_of_the_standard():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@SCHEMES
@pytest.mark.parametrize("name", ["text", "muted"])
def test_text_is_readable_on_every_surface(colors: Colors, name):
    for surface in (colors.window, colors.surface, colors.raised, colors.hover):
        assert contrast(getattr(colors, name), surface) >= 4.5


@SCHEMES
def test_colored_text_is_readable(colors: Colors):
    for name in ("accent", "positive", "negative", "warning"):
        for surface in (colors.window, colors.surface, colors.raised):
            assert contrast(getattr(colors, name), surface) >= 4.5, name
    assert contrast(colors.accent_text, colors.accent) >= 4.5
    assert contrast(colors.text, colors.selection) >= 4.5


@SCHEMES
def test_edges_and_chart_marks_are_seen(colors: Colors):
    for surface in (colors.window, colors.surface):
        assert contrast(colors.control, surface) >= 3
    for name in ("employees", "contingent", "unspecified", "axis", "unexplained"):
        assert contrast(getattr(colors, name), colors.surface) >= 3, name
        assert contrast(getattr(colors, name), colors.band) >= 3, name


@SCHEMES
def test_colors_of_the_data_are_fitted_to_the_scheme(colors: Colors):
    for color in {kind.color for kind in BUILT_IN}:
        assert contrast(readable(color, colors.surface), colors.surface) >= 3
    assert readable("#000000", "#ffffff") == "#000000", "what is readable stays as it is"


@SCHEMES
def test_the_style_sheet_leaves_no_name_unfilled(colors: Colors):
    sheet = style_sheet(colors)
    assert "$" not in sheet
    files = re.findall(r'url\("([^"]+)"\)', sheet)
    assert files
    assert all(assets.Path(file).is_file() for file in files)


@SCHEMES
def test_the_palette_shows_selected_text(colors: Colors, qapp):
    made = palette(colors)
    for group in (made.ColorGroup.Active, made.ColorGroup.Inactive):
        text = made.color(group, made.ColorRole.HighlightedText).name()
        assert contrast(text, made.color(group, made.ColorRole.Highlight).name()) >= 4.5


def test_switching_tells_whoever_paints(theme, qapp, qtbot):
    with qtbot.waitSignal(theme.changed):
        theme.set_mode("dark")
    assert theme.colors is DARK
    assert qapp.palette().window().color() == QColor(DARK.window)
    theme.set_mode("light")
    assert theme.colors is LIGHT
    assert LIGHT.accent in qapp.styleSheet()
    with pytest.raises(ValueError, match="sepia"):
        theme.set_mode("sepia")


def test_controls_are_large_enough_to_hit(theme, qtbot):
    for widget in (QPushButton("OK"), QToolButton(), QLineEdit()):
        qtbot.addWidget(widget)
        widget.ensurePolished()
        assert widget.sizeHint().height() >= 24
        assert widget.sizeHint().width() >= 24


def test_a_role_changes_the_look_of_a_shown_widget(theme, qtbot):
    label = QLabel("14 events")
    qtbot.addWidget(label)
    label.show()
    size = label.sizeHint()
    set_role(label, "figure")
    assert label.sizeHint().height() > size.height()


def test_numbers_stand_in_columns(theme):
    assert theme.number_font().pixelSize() >= 13


@pytest.mark.parametrize("name", assets.icon_names())
def test_every_icon_is_drawn_and_takes_its_color(qapp, name):
    image = icons.pixmap(name, "#ff0000", size=24, ratio=2).toImage().convertToFormat(QImage.Format.Format_ARGB32)
    assert image.size() == QSize(48, 48)
    colors = [image.pixelColor(x, y) for x in range(48) for y in range(48)]
    solid = [color for color in colors if color.alpha() > 200]
    assert solid, "nothing was drawn"
    if name != "app":
        assert all(color.red() > 200 and color.green() < 40 for color in solid)
        assert "currentColor" in assets.text(f"icons/{name}.svg")


def test_icons_are_one_family():
    for name in set(assets.icon_names()) - {"app"}:
        drawing = assets.text(f"icons/{name}.svg")
        assert 'viewBox="0 0 24 24"' in drawing
        assert 'stroke-width="1.75" stroke-linecap="round"' in drawing


def test_a_disabled_icon_is_fainter(theme):
    icon = theme.icon("undo")
    assert icon.pixmap(24, icon.Mode.Disabled).toImage() != icon.pixmap(24, icon.Mode.Normal).toImage()
    assert theme.icon("undo") is icon


def test_assets_stay_inside_their_folder():
    with pytest.raises(ValueError, match="not a resource"):
        assets.path("../pyproject.toml")


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_the_list_of_a_choice_shows_all_its_entries(theme, qtbot):
    box = QComboBox()
    qtbot.addWidget(box)
    box.addItems(["Employees (as usual)", "Employees", "Contingent workers", "Not specified"])
    box.show()
    box.showPopup()
    entries = box.view()
    qtbot.waitUntil(entries.isVisible)
    assert entries.verticalScrollBar().maximum() == 0
    assert entries.visualRect(entries.model().index(0, 0)).height() >= 24
    box.hidePopup()


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
@pytest.mark.parametrize("mode", ["light", "dark"])
def test_a_dangerous_button_is_readable_also_where_enter_would_press_it(theme, qtbot, mode):
    theme.set_mode(mode)
    button = QPushButton("Delete")
    button.setProperty("role", "danger")
    button.setDefault(True)
    qtbot.addWidget(button)
    button.show()
    assert button.grab().toImage().pixelColor(8, button.height() // 2).name() == theme.colors.negative


@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_an_icon_of_a_disabled_command_is_its_lines_in_gray(qapp, ratio):
    made = icons.icon("redo", "#102030", disabled="#a0b0c0")
    for mode, color in ((QIcon.Mode.Normal, "#102030"), (QIcon.Mode.Disabled, "#a0b0c0")):
        image = made.pixmap(QSize(24, 24), ratio, mode).toImage()
        pixels = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
        solid = {pixel.name() for pixel in pixels if pixel.alpha() == 255}
        assert solid == {color}
        assert sum(pixel.alpha() == 0 for pixel in pixels) > len(pixels) / 2
