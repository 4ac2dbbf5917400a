"""A chart as a reader sees and steers it, and what it saves."""

import io

import pyqtgraph as pg
import pytest
from pypdf import PdfReader
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from db.errors import WorldError
from desktop.charts import saving
from desktop.charts.chart import Chart
from desktop.drawing.compose.amounts import Amount
from desktop.drawing.compose.bars import Ranked, ranked
from desktop.drawing.compose.compared import Line, multiples
from desktop.drawing.compose.lane_order import Arrangement, Order
from desktop.look.colors import DARK, LIGHT
from desktop.session.settings import Settings
from helpers.figures import EMPLOYEES, UNTIL, headcount_figure, lanes_figure

# The offscreen platform of the tests says so of every window with a least size.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

_NO_KEY = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def chart(qtbot):
    made = Chart(LIGHT)
    qtbot.addWidget(made)
    made.resize(800, 520)
    with qtbot.waitExposed(made):
        made.show()
    return made


@pytest.fixture
def headcount(chart):
    chart.show_figure(headcount_figure(), name="Headcount", headline="1,100 employees")
    chart.grab()
    return chart


def _area(chart, panel=0):
    return chart.plan.panels[panel].area


def _at(chart, day, value, panel=0):
    """Where a value of a day is drawn, in the picture of the view."""
    area, values = _area(chart, panel), chart.plan.panels[panel].panel.values
    first, last = chart.visible_range()
    x = area.left() + (day - first) / (last - first) * area.width()
    return QPoint(round(x), round(area.bottom() - (value - values.low) / (values.high - values.low) * area.height()))


def test_the_level_is_drawn_at_its_value_and_the_band_around_it(headcount):
    image = headcount.view.grab().toImage()
    day = EMPLOYEES.levels[2].day.toordinal() + 60

    def color(value):
        return image.pixelColor(_at(headcount, day, value)).name()

    assert color(1200) == LIGHT.employees
    assert color(1270) == color(1170)
    assert color(1270) not in {LIGHT.surface, LIGHT.employees}
    assert color(1450) == LIGHT.surface


def test_arrows_step_through_the_events_in_time_and_say_them(headcount, qtbot):
    chosen = []
    headcount.chosen.connect(chosen.append)
    for key in (Qt.Key.Key_Home, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_End):
        QTest.keyClick(headcount, key)
    assert chosen == [5, 6, 1, 6, 9]
    assert headcount.accessibleDescription() == headcount.readout.text() == "event no. 9"
    with qtbot.waitSignal(headcount.opened) as opened:
        QTest.keyClick(headcount, Qt.Key.Key_Return)
    assert opened.args == [9]


def test_keys_and_wheel_zoom_and_zero_shows_everything_again(headcount):
    first, last = headcount.visible_range()
    QTest.keyClick(headcount, Qt.Key.Key_Plus)
    nearer = headcount.visible_range()
    assert nearer[1] - nearer[0] == pytest.approx((last - first) / 1.5)
    QTest.keyClick(headcount, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert headcount.visible_range()[0] > nearer[0]
    QTest.keyClick(headcount, Qt.Key.Key_0)
    assert headcount.visible_range() == pytest.approx((first, last))
    where = QPointF(_at(headcount, last, 1200))

    def turn(held):
        event = QWheelEvent(
            where, where, QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton, held, Qt.ScrollPhase.NoScrollPhase, False
        )
        headcount.wheel(event)
        return event.isAccepted()

    assert not turn(Qt.KeyboardModifier.NoModifier), "the page scrolls"
    assert turn(Qt.KeyboardModifier.ControlModifier)
    assert headcount.visible_range()[0] > first
    assert headcount.visible_range()[1] == pytest.approx(last), "what is under the mouse stays there"


def test_a_click_on_a_disc_chooses_its_event_and_nothing_moves(headcount, qtbot):
    before = [(placed.top, placed.area) for placed in headcount.plan.panels], headcount.readout.geometry()
    with qtbot.waitSignal(headcount.chosen) as clicked:
        place = headcount.view.mapFromScene(headcount.place_of(8))
        QTest.mouseClick(headcount.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert clicked.args == [8]
    assert headcount.selected == 8
    headcount.grab()
    assert ([(placed.top, placed.area) for placed in headcount.plan.panels], headcount.readout.geometry()) == before


def test_what_is_under_the_mouse_is_read_out(headcount):
    headcount._on_mouse_moved(QPointF(_at(headcount, EMPLOYEES.levels[2].day.toordinal() + 35, 1200)))
    said = headcount.readout.text().replace("\N{NO-BREAK SPACE}", " ")
    assert said.startswith("20 August 2025")
    assert "1,200 (1,150–1,300)" in said
    assert "Contingent workers: 500 fewer than at the start" in said
    headcount._on_mouse_moved(QPointF(3, 300))
    assert headcount.readout.text() == ""


def test_what_is_said_of_an_event_ends_with_its_data(headcount):
    headcount.select(2)
    assert headcount.readout.text() == "event no. 2"
    headcount.show_figure(headcount_figure([EMPLOYEES], {5: 1}), headline="other data")
    assert headcount.readout.text() == ""
    assert headcount.accessibleDescription() == "other data"


def test_other_data_and_colors_take_no_new_items(headcount):
    before = len(headcount.view.scene().items())
    for colors in (DARK, LIGHT, DARK):
        headcount.show_figure(headcount_figure([EMPLOYEES]))
        headcount.set_colors(colors)
        headcount.show_figure(headcount_figure())
    assert len(headcount.view.scene().items()) == before
    assert headcount.view.grab().toImage().pixelColor(3, 300).name() == DARK.surface
    headcount.show_figure(headcount_figure([]))
    QTest.keyClick(headcount, Qt.Key.Key_Right)
    assert headcount.selected is None
    assert not headcount.grab().isNull()


def test_many_lanes_scroll_and_a_chosen_event_comes_in_sight(chart, qtbot):
    chart.show_figure(lanes_figure(40))
    assert chart.bar.isVisible()
    QTest.keyClick(chart, Qt.Key.Key_PageDown)
    assert chart.bar.value() > 0
    chart.bar.setValue(0)
    last = chart.figure.stops.all[-1].key
    chart.select(last)
    assert chart.bar.value() > 0
    chart.grab()
    with qtbot.waitSignal(chart.chosen) as clicked:
        place = chart.view.mapFromScene(chart.place_of(last))
        QTest.mouseClick(chart.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert clicked.args == [last]
    first, end = chart.visible_range()
    chart.set_range(first + 100, end)
    chart.show_figure(lanes_figure(40, Arrangement(order=Order.LENGTH)), keep=True)
    assert chart.visible_range()[0] == pytest.approx(first + 100), "another order shows the same time"
    chart.show_figure(lanes_figure(3))
    assert not chart.bar.isVisible()


def differing(one: QImage, other: QImage) -> int:
    """How many pixels of two pictures differ."""
    if one == other:
        return 0
    pixels = [(x, y) for x in range(one.width()) for y in range(one.height())]
    return sum(one.pixel(x, y) != other.pixel(x, y) for x, y in pixels)


def test_what_is_scrolled_looks_as_if_painted_anew_and_is_found_where_it_is(chart):
    chart.show_figure(lanes_figure(60))
    for value in (0, 37, 500, 450, 451, chart.bar.maximum(), 0):
        chart.bar.setValue(value)
        scrolled = chart.view.grab().toImage()
        places = {stop.key: chart.place_of(stop.key) for stop in chart.figure.stops.all}
        chart.redraw()
        assert differing(chart.view.grab().toImage(), scrolled) < 300, value  # what is smoothed at a seam may differ
        assert {stop.key: chart.place_of(stop.key) for stop in chart.figure.stops.all} == places, value


def test_a_chart_that_is_tall_asks_for_all_its_height(qtbot):
    made = Chart(LIGHT, tall=True)
    qtbot.addWidget(made)
    made.resize(600, 200)
    made.show_figure(lanes_figure(40))
    assert made.minimumHeight() > 40 * 24
    assert not made.bar.isVisibleTo(made)


def test_a_picture_is_saved_as_what_its_name_ends_with(headcount, tmp_path, monkeypatch):
    saving.offer(headcount, Settings())
    for ending, begins in (("png", b"\x89PNG"), ("svg", b"<?xml"), ("pdf", b"%PDF")):
        monkeypatch.setattr(saving, "pick_save", lambda *_, ending=ending, **__: tmp_path / f"a.{ending}")
        next(action for action in headcount.actions() if "Save" in action.text()).trigger()
        assert (tmp_path / f"a.{ending}").read_bytes().startswith(begins)
    page = PdfReader(io.BytesIO((tmp_path / "a.pdf").read_bytes())).pages[0]
    assert list(page.images) == [], "vectors only"
    words = " ".join(page.extract_text().split())
    for word in ("Employees", "Contingent workers", "1,500", "2025", "planned", "unexplained"):
        assert word in words
    headcount.actions()[0].trigger()
    copied = QGuiApplication.clipboard().image()
    assert copied.pixelColor(1, 1).name() == "#ffffff"
    assert copied.width() > headcount.view.width()
    with pytest.raises(WorldError):
        saving.save(headcount, tmp_path / "missing" / "a.png")


def test_of_very_many_lanes_a_picture_has_those_in_sight_and_says_so(chart, tmp_path):
    chart.show_figure(lanes_figure(700))
    chart.bar.setValue(3000)
    saving.save(chart, tmp_path / "a.png")
    assert QImage(str(tmp_path / "a.png")).height() < 3000
    saving.save(chart, tmp_path / "a.pdf")
    words = " ".join(PdfReader(tmp_path / "a.pdf").pages[0].extract_text().split())
    assert "of 700." in words


def test_another_figure_over_the_same_stretch_is_painted(chart):
    def shown(name):
        chart.show_figure(ranked([Ranked(name, Amount(1, 1, 1), key=1)]))
        return chart.view.grab().toImage()

    first = shown("Acorn")
    assert shown("Birch") != first
    assert shown("Acorn") == first


def drag(viewport, start, end):
    """By the left button, in steps as a hand makes them."""
    steps = [start + (end - start) * share / 4 for share in range(5)]
    left = Qt.MouseButton.LeftButton
    for kind, at, button, held in (
        (QEvent.Type.MouseButtonPress, start, left, left),
        *((QEvent.Type.MouseMove, at, Qt.MouseButton.NoButton, left) for at in steps[1:]),
        (QEvent.Type.MouseButtonRelease, end, left, Qt.MouseButton.NoButton),
    ):
        place = QPointF(viewport.mapToGlobal(at))
        QApplication.sendEvent(viewport, QMouseEvent(kind, QPointF(at), place, button, held, _NO_KEY))


def test_small_charts_beside_each_other_are_pointed_at_and_moved_alike(chart, monkeypatch):
    monkeypatch.setitem(pg.CONFIG_OPTIONS, "mouseRateLimit", 0)  # however soon one move follows another
    lines = [Line(name=f"Company {number}", series=EMPLOYEES, key=number) for number in range(6)]
    chart.resize(1000, 620)
    chart.show_figure(multiples(lines, until=UNTIL, same_scale=False))
    chart.grab()
    assert chart.plan.columns == 2
    for number in (0, 1, 3):
        area = _area(chart, number)
        QTest.mouseMove(chart.view.viewport(), area.center().toPoint())
        assert f"Company {number}: " in chart.readout.text()
        assert chart.hover == pytest.approx(sum(chart.visible_range()) / 2, abs=3)
    before = chart.visible_range()
    start = _area(chart, 3).center().toPoint()
    by = QPoint(round(_area(chart).width() / 4), 0)
    drag(chart.view.viewport(), start, start + by)
    span = before[1] - before[0]
    assert chart.visible_range()[0] == pytest.approx(before[0] - span / 4, abs=span * 0.02)
    assert chart.visible_range()[1] - chart.visible_range()[0] == pytest.approx(span)
