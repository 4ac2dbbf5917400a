"""The charts as a reader sees and steers them, and as a print draws them."""

import time
from dataclasses import replace
from datetime import date, timedelta

import pytest
from PySide6.QtCore import QBuffer, QIODevice, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QPageSize, QPainter, QPdfWriter
from PySide6.QtTest import QTest

from db.analysis.relationships.over_time import relationship_series
from db.analysis.series import Basis, Exclusion, Gap, HeadcountSeries, Level, Mark
from db.model.kinds import by_code
from db.model.records import Event, Relationship, Resolved
from db.model.values import ImpreciseDate, Population, Quantity, Status
from desktop.charts import plot, strip
from desktop.charts.draw import Spot
from desktop.charts.headcount import HeadcountChart
from desktop.charts.lanes import RelationshipChart
from desktop.charts.plot import seconds
from desktop.look.colors import DARK, LIGHT
from desktop.wording import i18n
from helpers.numbering import numbered

# The offscreen platform of the tests says so of every window with a least size.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

KINDS = by_code()
MAY = ImpreciseDate("2025-05", date(2025, 5, 1), date(2025, 5, 31))


def _level(day, low, best, high, basis=Basis.CHANGE, **more):
    return Level(day=day, low=low, best=best, high=high, basis=basis, **more)


def _mark(event_id, kind, when, **more):
    when = ImpreciseDate.day(when) if isinstance(when, date) else when
    return Mark(event_id=event_id, kind=kind, date=when, status=Status.REPORTED, **more)


EMPLOYEES = HeadcountSeries(
    organization_id=1,
    population=Population.EMPLOYEES,
    levels=(
        _level(date(2025, 3, 1), 1500, 1500, 1500, Basis.REPORTED, event_ids=(5,)),
        _level(date(2025, 5, 16), 1350, 1400, 1500, event_ids=(6,)),
        _level(date(2025, 7, 16), 1150, 1200, 1300, event_ids=(1,)),
        _level(date(2025, 10, 1), 1100, 1100, 1100, Basis.REPORTED, unexplained=Quantity(-200, -100, -50)),
    ),
    marks=(
        _mark(1, "layoff", date(2025, 7, 16), size=Quantity.exact(-200)),
        _mark(5, "reported_headcount", date(2025, 3, 1), level=Quantity.exact(1500)),
        _mark(6, "resignation", MAY, size=Quantity(-150, -100, 0)),
        _mark(7, "reported_headcount", date(2025, 10, 1), level=Quantity.exact(1100)),
        _mark(8, "layoff", date(2025, 9, 1), size=Quantity.exact(-50), exclusion=Exclusion.BELOW_STATUS),
        _mark(9, "layoff", date(2025, 12, 1), size=Quantity.exact(-80), exclusion=Exclusion.PLANNED),
        _mark(10, "hiring", date(2025, 8, 1), size=Quantity.exact(80), exclusion=Exclusion.DENIED),
    ),
    gaps=(
        Gap(
            first=date(2025, 3, 1), last=date(2025, 10, 1), expected=Quantity(1150, 1200, 1300),
            stated=Quantity.exact(1100), unexplained=Quantity(-200, -100, -50), reconciles=False,
        ),
    ),
)  # fmt: skip
CONTINGENT = HeadcountSeries(
    organization_id=1,
    population=Population.CONTINGENT,
    relative=True,
    levels=(
        _level(date(2025, 6, 30), 0, 0, 0, Basis.RELATIVE),
        _level(date(2025, 7, 16), -500, -500, -500, Basis.RELATIVE, event_ids=(2,)),
    ),
    marks=(_mark(2, "contractors_ended", date(2025, 7, 16), size=Quantity.exact(-500)),),
)
NUMBERS = {5: 1, 6: 2, 1: 3, 2: 4, 10: 5, 8: 6, 7: 7, 9: 8}
UNTIL = date(2025, 11, 22)


@pytest.fixture
def headcount(qtbot):
    chart = HeadcountChart(LIGHT)
    qtbot.addWidget(chart)
    chart.resize(800, 520)
    with qtbot.waitExposed(chart):
        chart.show()
    _show(chart)
    return chart


def _show(chart, series=(EMPLOYEES, CONTINGENT)):
    chart.show_series(
        series, NUMBERS, kinds=KINDS, descriptions={one: f"event no. {one}" for one in NUMBERS}, until=UNTIL
    )


def _place_of(chart, event_id):
    """Where in the view an event can be clicked."""
    chart.grab()
    item, rect = next(
        (item, rect) for item, hits in chart._hits.items() for rect, found in reversed(hits) if found == event_id
    )
    return chart.view.mapFromScene(item.mapToScene(rect.center()))


# Axes.


@pytest.mark.parametrize("zone", ["America/Los_Angeles", "Europe/Berlin", "Pacific/Auckland"])
def test_a_day_is_drawn_and_labeled_as_itself_in_every_zone(qtbot, monkeypatch, zone):
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        for day in (date(2025, 3, 30), date(2025, 7, 16), date(2025, 10, 26), date(2025, 1, 1)):
            assert plot.day_at(seconds(day)) == day
        axis = plot.DateAxis()
        axis.tickValues(seconds(date(2025, 7, 14)), seconds(date(2025, 7, 18)), 800)
        assert axis.tickStrings([seconds(date(2025, 7, 16))], 1, 1) == ["16 Jul 2025"]
    finally:
        monkeypatch.undo()
        time.tzset()


@pytest.mark.parametrize(
    ("days", "unit"), [(10, "day"), (200, "month"), (700, "quarter"), (4000, "year"), (700_000, "year")]
)
def test_labels_are_as_fine_as_fits_and_stand_on_first_days(days, unit):
    first = seconds(date(1000, 1, 1) if days > 10_000 else date(2014, 3, 12))
    found, places = plot.date_ticks(first, first + days * plot.DAY, 800, lambda text: 7.0 * len(text))
    assert found == unit
    assert 2 <= len(places) <= 12
    starts = {"day": range(1, 32), "month": (1,), "quarter": (1,), "year": (1,)}[unit]
    assert all(plot.day_at(place).day in starts for place in places)
    if unit == "quarter":
        assert {plot.day_at(place).month for place in places} <= {1, 4, 7, 10}


def test_labels_speak_the_readers_language():
    assert plot.date_label(date(2025, 7, 1), "month") == "Jul 2025"
    i18n.use("de")
    try:
        assert plot.date_label(date(2025, 7, 1), "month") == "Juli 2025"
        assert plot.date_label(date(2025, 7, 1), "quarter") == "3. Quartal 2025"
    finally:
        i18n.use("en")


def test_values_are_whole_numbers_apart_from_each_other():
    assert plot.value_ticks(0, 3, 400) == [0, 1, 2, 3]
    assert plot.value_ticks(1100, 1500, 200) == [1100, 1200, 1300, 1400, 1500]
    assert plot.value_ticks(5, 5, 100) == []


# Headcount.


def test_a_panel_is_there_only_where_there_is_data(headcount):
    employees, contingent = headcount.panels[Population.EMPLOYEES], headcount.panels[Population.CONTINGENT]
    assert employees.box.scene() is not None
    assert contingent.box.scene() is not None
    half = employees.box.height()
    _show(headcount, [EMPLOYEES])
    assert contingent.box.scene() is None
    assert employees.box.height() > 1.5 * half
    _show(headcount)
    assert contingent.box.scene() is not None
    assert employees.box.height() == pytest.approx(half, abs=2)


def test_the_level_is_drawn_at_its_value_and_the_band_around_it(headcount):
    panel = headcount.panels[Population.EMPLOYEES]
    headcount.settle()
    image = headcount.view.grab().toImage()
    x = panel.box.x(seconds(date(2025, 9, 20)))

    def color(value):
        spot = headcount.view.mapFromScene(panel.box.mapToScene(x, panel.box.y(value)))
        return image.pixelColor(spot)

    assert color(1200).name() == LIGHT.employees
    assert color(1270) == color(1170)
    assert color(1270).name() not in {LIGHT.surface, LIGHT.employees}
    assert color(1450).name() == LIGHT.surface


def test_a_cut_axis_says_so_and_a_change_has_its_zero(headcount):
    assert headcount.panels[Population.EMPLOYEES].cut
    relative = headcount.panels[Population.CONTINGENT]
    assert not relative.cut
    low, high = relative.box.viewRange()[1]
    assert low < -500
    assert high > 0
    small = replace(EMPLOYEES, levels=(*EMPLOYEES.levels, _level(date(2025, 11, 1), 90, 100, 110)))
    _show(headcount, [small])
    assert not headcount.panels[Population.EMPLOYEES].cut
    assert headcount.panels[Population.EMPLOYEES].box.viewRange()[1][0] == 0


def test_arrows_step_through_the_events_in_time_and_say_them(headcount, qtbot):
    chosen = []
    headcount.event_clicked.connect(chosen.append)
    for key in (Qt.Key.Key_Home, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_End):
        QTest.keyClick(headcount, key)
    assert chosen == [5, 6, 1, 6, 9]
    assert headcount.accessibleDescription() == "event no. 9"
    assert headcount.readout.text() == "event no. 9"
    with qtbot.waitSignal(headcount.event_opened) as opened:
        QTest.keyClick(headcount, Qt.Key.Key_Return)
    assert opened.args == [9]


def test_keys_zoom_and_zero_shows_everything_again(headcount):
    first, last = headcount.visible_range()
    QTest.keyClick(headcount, Qt.Key.Key_Plus)
    nearer = headcount.visible_range()
    assert nearer[1] - nearer[0] == pytest.approx((last - first) / 1.5)
    QTest.keyClick(headcount, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert headcount.visible_range()[0] > nearer[0]
    for panel in headcount.panels.values():
        if panel.shown:
            assert tuple(panel.box.viewRange()[0]) == pytest.approx(headcount.visible_range())
    QTest.keyClick(headcount, Qt.Key.Key_0)
    assert headcount.visible_range() == pytest.approx((first, last))


def test_a_click_on_a_disc_chooses_its_event(headcount, qtbot):
    with qtbot.waitSignal(headcount.event_clicked) as clicked:
        QTest.mouseClick(headcount.view.viewport(), Qt.MouseButton.LeftButton, pos=_place_of(headcount, 8))
    assert clicked.args == [8]
    assert headcount.selected == 8


def test_what_is_under_the_mouse_is_read_out(headcount):
    box = headcount.panels[Population.EMPLOYEES].box
    where = box.mapToScene(box.x(seconds(date(2025, 8, 20))), box.height() / 2)
    headcount._on_mouse_moved(where)
    assert headcount.readout.text().startswith("20 August 2025")
    assert "1,200 (1,150–1,300)" in headcount.readout.text().replace("\N{NO-BREAK SPACE}", " ")
    assert "Contingent workers: 500 fewer than at the start" in headcount.readout.text()


def test_what_is_said_of_an_event_ends_with_its_data(headcount):
    headcount.select(2)
    assert headcount.readout.text() == "event no. 2"
    headcount.show_series([EMPLOYEES], {5: 1}, kinds=KINDS, descriptions={5: "event no. 5"}, until=UNTIL)
    assert headcount.readout.text() == ""
    assert headcount.accessibleDescription() == ""


def test_data_without_bounds_best_or_levels_is_drawn(headcount):
    odd = HeadcountSeries(
        organization_id=1,
        population=Population.EMPLOYEES,
        levels=(
            _level(date(2025, 1, 1), None, None, None),
            _level(date(2025, 2, 1), None, 500, 600),
            _level(date(2025, 3, 1), 400, None, None),
        ),
        marks=(
            _mark(1, "layoff", ImpreciseDate("../2025-02-01", None, date(2025, 2, 1))),
            _mark(2, "layoff", ImpreciseDate("2025-02-01/..", date(2025, 2, 1), None)),
            _mark(3, "layoff", None, exclusion=Exclusion.UNDATED),
        ),
    )
    total = HeadcountSeries(
        organization_id=1, population=Population.UNSPECIFIED, marks=(_mark(9, "layoff", date(2025, 2, 1)),)
    )
    _show(headcount, [odd, total])
    assert _place_of(headcount, 1)
    assert _place_of(headcount, 9)
    assert 3 not in headcount._order
    _show(headcount, [])
    assert not headcount.grab().isNull()
    QTest.keyClick(headcount, Qt.Key.Key_Right)
    assert headcount.selected is None


def test_other_data_and_colors_take_no_new_items(headcount):
    before = len(headcount.view.scene().items())
    for colors in (DARK, LIGHT, DARK):
        _show(headcount, [EMPLOYEES])
        headcount.set_colors(colors)
        _show(headcount)
    assert len(headcount.view.scene().items()) == before
    assert headcount.view.grab().toImage().pixelColor(3, 3).name() == DARK.surface


def test_crowded_events_are_stacked_then_counted(headcount):
    box = headcount.panels[Population.EMPLOYEES].box
    day = seconds(date(2025, 6, 1))
    spots = [
        Spot(event_id=number, first=day, middle=day, last=day, number=number, color="#000000") for number in range(1, 9)
    ]
    placed = strip.stack(spots, box)
    assert [one.row for one in placed] == [0, 1, 2, 3, 4, strip.ROWS]
    assert placed[-1].more == 3


# Print.


def _pdf(chart, size):
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(96)
    writer.setPageSize(QPageSize(QSizeF(210, 297), QPageSize.Unit.Millimeter))
    painter = QPainter(writer)
    plot.render(chart, painter, size)
    painter.end()
    return bytes(buffer.data().data())


def test_a_print_is_vectors_with_text_and_without_pictures(qtbot):
    import io

    from pypdf import PdfReader

    chart = HeadcountChart(LIGHT)
    qtbot.addWidget(chart)
    _show(chart)
    data = _pdf(chart, QRectF(20, 20, 640, 420))
    page = PdfReader(io.BytesIO(data)).pages[0]
    assert list(page.images) == []
    words = " ".join(page.extract_text().split())
    for word in ("Employees", "Contingent workers", "1,500", "Q3 2025", "planned"):
        assert word in words
    lanes = RelationshipChart(LIGHT)
    qtbot.addWidget(lanes)
    _lanes(lanes, 12)
    page = PdfReader(io.BytesIO(_pdf(lanes, QRectF(20, 20, 640, lanes.wanted_height())))).pages[0]
    assert list(page.images) == []
    words = " ".join(page.extract_text().split())
    assert all(f"Client {number}" in words for number in range(1, 13))


# Relationships.


def _lanes(chart, count):
    events, number = [], 0
    names = {0: "Scale AI", **{one: f"Client {one}" for one in range(1, count + 1)}}
    relationships = [Relationship(id=one, vendor_id=0, client_id=one, category="data") for one in names if one]
    for one in relationships:
        steps = ["relationship_started", "relationship_at_risk", "relationship_ended"]
        if one.id == 2:
            steps = ["relationship_ended"]
        for step, kind in enumerate(steps):
            number += 1
            day = date(2024, 1, 1) + timedelta(days=10 * one.id + 100 * step)
            when = ImpreciseDate("x", day - timedelta(days=9), day + timedelta(days=9)) if one.id % 2 else None
            status = Status.RUMORED if one.id == 2 else Status.REPORTED
            values = Resolved(status=status, announced=when or ImpreciseDate.day(day))
            events.append(Event(id=number, kind=kind, organization_id=0, relationship_id=one.id, values=values))
    anchor = Event(
        id=9000, kind="stake_taken", organization_id=0,
        values=Resolved(status=Status.CONFIRMED, announced=ImpreciseDate.day(date(2024, 6, 1))),
    )  # fmt: skip
    events.append(anchor)
    series = relationship_series(relationships, events, KINDS, as_of=UNTIL, anchor=anchor, window_days=30)
    chart.show_series(
        series,
        numbered(events),
        events={event.id: event for event in events},
        kinds=KINDS,
        names=names,
        descriptions={event.id: f"event no. {event.id}" for event in events},
        until=UNTIL,
    )


@pytest.fixture
def lanes(qtbot):
    chart = RelationshipChart(LIGHT)
    qtbot.addWidget(chart)
    chart.resize(800, 520)
    with qtbot.waitExposed(chart):
        chart.show()
    return chart


def test_a_relationship_of_rumors_stands_at_the_bottom(lanes):
    _lanes(lanes, 6)
    assert [lane.relationship_id for lane in lanes.lanes] == [1, 3, 4, 5, 6, 2]
    assert lanes.lane_name(lanes.lanes[0]) == "Scale AI → Client 1 (data)"
    assert not lanes.bar.isVisible()


def test_many_lanes_scroll_and_a_chosen_event_comes_in_sight(lanes, qtbot):
    _lanes(lanes, 40)
    assert lanes.bar.isVisible()
    assert lanes.bar.maximum() > 0
    QTest.keyClick(lanes, Qt.Key.Key_PageDown)
    assert lanes.bar.value() > 0
    lanes.bar.setValue(0)
    last = max(lanes._lane_of, key=lanes._lane_of.__getitem__)
    lanes.select(last)
    assert lanes.bar.value() > 0
    with qtbot.waitSignal(lanes.event_clicked) as clicked:
        QTest.mouseClick(lanes.view.viewport(), Qt.MouseButton.LeftButton, pos=_place_of(lanes, last))
    assert clicked.args == [last]


def test_states_differ_by_pattern_and_not_by_color_alone(qapp):
    from PySide6.QtGui import QImage

    from db.model.values import RelationshipState
    from desktop.charts import spans

    seen = set()
    for state in RelationshipState:
        image = QImage(60, 20, QImage.Format.Format_Grayscale8)
        image.fill(QColor("white"))
        painter = QPainter(image)
        spans.paint_state(painter, QRectF(0, 2, 60, 16), state, LIGHT)
        painter.end()
        shades = {image.pixelColor(x, y).lightness() // 32 for x in range(60) for y in range(5, 15)}
        seen.add((frozenset(shades), image.pixelColor(30, 6).lightness() // 16))
    assert len(seen) == len(RelationshipState)


def test_the_mouse_outside_the_chart_reads_nothing_out(lanes):
    _lanes(lanes, 3)
    box = lanes.box
    lanes._on_mouse_moved(box.mapToScene(box.x(seconds(date(2024, 6, 1))), box.height() - 2))
    assert "1 June 2024" in lanes.readout.text()
    lanes._on_mouse_moved(box.mapToScene(-40, 5))
    assert lanes.readout.text() == ""
