"""What figures consist of, and that every input has a sensible picture: composed, painted, and said."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from db.analysis.series import Basis, Exclusion, HeadcountSeries
from db.model.values import ImpreciseDate, Population, Quantity, RelationshipState
from desktop.drawing import sheet
from desktop.drawing.compose import states
from desktop.drawing.compose.amounts import Amount
from desktop.drawing.compose.bars import Period, Ranked, Series, per_period, ranked
from desktop.drawing.compose.bridge import CLOSING, UNEXPLAINED, Change, bridge
from desktop.drawing.compose.cohort import Cell, Cohort, cohorts
from desktop.drawing.compose.lane_order import Arrangement, Grouping, Order
from desktop.drawing.compose.parallel import Case, Client, Stretch, parallel
from desktop.drawing.compose.parallel import Point as At
from desktop.drawing.compose.survival import Group, Step, survival
from desktop.drawing.figure import part
from desktop.drawing.layout import lay_out
from desktop.drawing.marks import Bar, Columns, Gaps, Label, Pin, Points, Steps, Style, Wash
from desktop.drawing.palette import Palette
from desktop.drawing.place import Device, Place
from desktop.drawing.rows import paint_row
from desktop.drawing.text import Type, shown
from desktop.look.colors import DARK, LIGHT
from helpers.figures import CONTINGENT, EMPLOYEES, UNTIL, headcount_figure, lanes_figure, level, mark

pytestmark = pytest.mark.usefixtures("qapp")


def _marks(figure, kind, panel=0):
    return [one for one in figure.panels[panel].marks if isinstance(one, kind)]


def _painted(figure, colors=LIGHT, width=400.0):
    """The colors of the picture besides the surface."""
    image = sheet.image(figure, colors, width=width, unit=4 / 3)
    return {image.pixelColor(x, y).name() for x in range(0, image.width(), 2) for y in range(image.height())}


# Headcount.


def test_unexplained_is_a_labeled_gap_at_the_checkpoint_and_no_diagonal():
    figure = headcount_figure()
    (gap,) = _marks(figure, Gaps)
    assert list(gap.texts) == ["unexplained ≈\N{NO-BREAK SPACE}−100"]
    assert (gap.x[0], gap.y0[0], gap.y1[0]) == (date(2025, 10, 1).toordinal(), 1200, 1100)
    (line,) = _marks(figure, Steps)
    assert list(line.joined) == [True, True, True, False]
    assert LIGHT.unexplained in _painted(figure)


def test_squares_and_line_ends_are_labeled_and_events_carry_their_effect():
    figure = headcount_figure()
    (squares,) = _marks(figure, Points)
    assert list(squares.texts) == ["1,500", "1,100"]
    (label,) = _marks(figure, Label)
    assert (label.text, label.end) == ("1,100", True)
    strip = figure.panels[0].strip
    effects = {pin.key: (strip.effect(pin), pin.style) for pin in strip.pins}
    assert effects[1] == ("−200", Style.SOLID)
    assert effects[5] == ("", Style.SOLID)
    assert effects[9] == ("−80", Style.PLANNED)
    (planned,) = _marks(figure, Wash)
    assert planned.first == UNTIL.toordinal() + 1


def test_a_cut_axis_says_so_and_a_change_has_its_zero():
    employees, contingent = headcount_figure().panels
    assert employees.values.cut
    assert "does not begin at 0" in employees.note
    assert contingent.values.low < -500
    assert contingent.values.high >= 0
    small = replace(EMPLOYEES, levels=(*EMPLOYEES.levels, level(date(2025, 11, 1), 90, 100, 110)))
    values = headcount_figure([small]).panels[0].values
    assert (values.low, values.cut) == (0, False)


def test_what_rests_on_an_implied_level_is_dashed():
    series = HeadcountSeries(
        organization_id=1, population=Population.EMPLOYEES,
        levels=(
            level(date(2025, 1, 1), 900, 1000, 1100, Basis.IMPLIED), level(date(2025, 2, 1), 800, 900, 1000),
            level(date(2025, 3, 1), 950, 950, 950, Basis.REPORTED), level(date(2025, 4, 1), 940, 940, 940),
        ),
    )  # fmt: skip
    (line,) = _marks(headcount_figure([series]), Steps)
    assert list(line.dashed) == [True, True, False, False]


def odd(**more):
    return HeadcountSeries(organization_id=1, population=Population.EMPLOYEES, **more)


MANY = tuple(mark(n, "layoff", date(2025, 2, 1), size=Quantity.exact(-1)) for n in range(1, 10_001))
BAD = {
    "nothing": [],
    "one point": [odd(levels=(level(date(2025, 1, 1), 5, 5, 5, Basis.REPORTED),))],
    "ten thousand events on a day": [odd(marks=MANY)],
    "unknown counts only": [odd(marks=(mark(1, "layoff", date(2025, 2, 1), size=Quantity(None, None, None)),))],
    "rumors only": [odd(marks=(mark(1, "layoff", date(2025, 2, 1), exclusion=Exclusion.BELOW_STATUS),))],
    "without bounds": [
        odd(
            levels=(
                level(date(2025, 1, 1), None, None, None),
                level(date(2025, 2, 1), None, 500, 600),
                level(date(2025, 3, 1), 400, None, None),
            ),
            marks=(
                mark(1, "layoff", ImpreciseDate("../2025-02-01", None, date(2025, 2, 1))),
                mark(2, "layoff", ImpreciseDate("2025-02-01/..", date(2025, 2, 1), None)),
                mark(3, "layoff", None, exclusion=Exclusion.UNDATED),
            ),
        )
    ],
    "below zero": [odd(levels=(level(date(2025, 1, 1), -60, -50, -40), level(date(2025, 2, 1), 10, 20, 30)))],
    "the first and the last day there is": [
        odd(levels=(level(date.min, 1, 1, 1), level(date.max - timedelta(days=1), 2, 2, 2)))
    ],
}


@pytest.mark.parametrize("name", BAD)
@pytest.mark.parametrize("until", [UNTIL, date(1999, 1, 1)])
def test_every_headcount_has_a_picture(name, until):
    numbers = {n: n for n in range(1, 10_001)} if "thousand" in name else {1: 1, 2: 2}
    figure = headcount_figure(BAD[name], numbers, until=until, title="An organization " * 20)
    for colors, width in ((LIGHT, 600.0), (DARK, 180.0)):
        found = _painted(figure, colors, width)
        assert len(found) > 1
    keys = [stop.key for stop in figure.stops.all]
    assert 3 not in keys or "thousand" in name
    assert isinstance(figure.read(figure.x[0], 0, -1), str)


def test_an_axis_holds_levels_below_zero():
    values = headcount_figure(BAD["below zero"]).panels[0].values
    assert values.low < -60


# Relationships.


def test_lanes_are_sorted_grouped_searched_and_chosen_by_state():
    def names(arrangement, **more):
        rows = lanes_figure(6, arrangement, **more).panels[-1].rows
        return [rows.name(n) for n in range(rows.count)]

    assert names(Arrangement())[-1] == "Scale AI → Client 2", "one of rumors only stands last"
    assert names(Arrangement(order=Order.CLIENT), own=0)[:2] == ["Client 1 (client)", "Client 3 (client)"]
    assert names(Arrangement(text="client 4 scale")) == ["Scale AI → Client 4"]
    assert names(Arrangement(text="nobody")) == []
    grouped = names(Arrangement(grouping=Grouping.STATE))
    assert grouped[0] == "ended (5)"
    assert grouped[-2] == "in no total (1)"
    assert len(names(Arrangement(states=frozenset({RelationshipState.ENDED})))) == 5
    assert names(Arrangement(states=frozenset({RelationshipState.PAUSED}))) == []
    for order in Order:
        assert len(names(Arrangement(order=order))) == 6


def test_a_lane_names_its_states_and_tapers_where_a_day_is_vague():
    figure = lanes_figure(3)
    rows = figure.panels[-1].rows
    marks = rows.marks(0)  # client 1, whose days are vague
    bars = [one for one in marks if isinstance(one, Bar)]
    assert [bar.text for bar in bars] == ["active", "at risk"]
    assert all(soft > 0 for bar in bars for soft in bar.soft)
    pins = [one for one in marks if isinstance(one, Pin)]
    assert all(pin.vague for pin in pins)
    assert rows.marks(0) is marks, "composed once"
    said = figure.read(date(2024, 3, 1).toordinal(), len(figure.panels) - 1, 0)
    assert "Scale AI → Client 1: active" in said
    assert "active relationships" in said


def test_lanes_are_composed_only_when_they_come_in_sight():
    figure = lanes_figure(300)
    rows = figure.panels[-1].rows
    asked = []
    seen = replace(rows, marks=lambda n: asked.append(n) or rows.marks(n))
    figure = replace(figure, panels=[*figure.panels[:-1], replace(figure.panels[-1], rows=seen)])
    sheet.image(part(figure, len(figure.panels) - 1, 100, 110))
    assert sorted(set(asked)) == list(range(100, 110))


def test_states_differ_by_pattern_and_not_by_color_alone():
    seen = set()
    for state in RelationshipState:
        image = QImage(60, 24, QImage.Format.Format_Grayscale8)
        image.fill(QColor("white"))
        painter = QPainter(image)
        place = Place(Device(painter, Type(4 / 3), Palette(LIGHT)), QRectF(0, 0, 60, 24), 0, 1)
        paint_row(place, states.sample(state).sample, 12, 24)
        painter.end()
        shades = {image.pixelColor(x, y).lightness() // 32 for x in range(60) for y in range(8, 16)}
        seen.add(
            (frozenset(shades), image.pixelColor(30, 7).lightness() // 16, image.pixelColor(30, 9).lightness() // 16)
        )
    assert len(seen) == len(RelationshipState)


# Bars and bridge.


def _months(amounts, **more):
    return [
        Period(date(2025, n + 1, 1), date(2025, n + 2, 1) - timedelta(days=1), amount, key=n, **more)
        for n, amount in enumerate(amounts)
    ]


def test_bars_say_once_that_most_are_at_least_and_hatch_what_is_not_complete():
    periods = _months([Amount(100, 100, None, 5, 2), Amount(50, 60, None, 3, 1), Amount(None, None, None, 2, 2)])
    periods[1] = replace(periods[1], partial=True)
    figure = per_period([Series("People laid off", periods, "announced")])
    assert figure.panels[0].note == "announced · at least, events without a number are not in it"
    (columns,) = _marks(figure, Columns)
    assert not columns.open.any()
    assert list(columns.partial) == [False, True, False]
    assert figure.panels[1].note == "5 of 10 events"
    assert figure.describe(
        2
    ) == "03.2025: unknown" or "unknown, 2 events, 2 of them without a number" in figure.describe(2)
    assert "not complete" in figure.describe(1)
    assert "≥\N{NO-BREAK SPACE}100" in figure.read(date(2025, 1, 20).toordinal(), 0, -1)
    assert LIGHT.employees in _painted(figure)


@pytest.mark.parametrize(
    "amounts",
    [
        [],
        [Amount(None, None, None)],
        [Amount(0, 0, 0)],
        [Amount(-50, -20, 10), Amount(5, None, 10)],
        [Amount(1, None, None, 1)],
    ],
)
def test_every_amount_has_a_picture(amounts):
    for figure in (
        per_period([Series("a", _months(amounts)), Series("b", _months(amounts))], same_height=True),
        ranked([Ranked("An organization " * 20, amount, key=n) for n, amount in enumerate(amounts)]),
        bridge("before", Amount(10, 10, 10), [Change("x", one, key=n) for n, one in enumerate(amounts)], "after", None),
    ):
        for colors, width in ((LIGHT, 500.0), (DARK, 160.0)):
            image = sheet.image(figure, colors, width=width, unit=4 / 3)
            assert image.height() > 10


def test_unknown_is_a_word_and_never_a_bar_of_zero():
    figure = ranked([Ranked("Acme", Amount(None, None, None, 1, 1), key=7)])
    marks = figure.panels[0].rows.marks(0)
    assert [getattr(one, "text", "") for one in marks] == ["unknown"]
    assert figure.describe(7) == "Acme: unknown, 1 event, 1 of them without a number"


def test_a_bridge_steps_from_one_level_to_the_other():
    figure = bridge(
        "1 March", Amount(1500, 1500, 1500), [Change("Layoffs", Amount(-250, -200, -200, 2), key="layoff")],
        "1 October", Amount(1100, 1100, 1100), unexplained=Amount(-200, -200, -150),
    )  # fmt: skip
    rows = figure.panels[0].rows
    bars = [next(one for one in rows.marks(n) if isinstance(one, Bar)) for n in range(rows.count)]
    assert [(bar.first, bar.last) for bar in bars] == [(0, 1500), (1300, 1500), (1100, 1300), (0, 1100)]
    assert figure.x[0] == 0
    assert [stop.key for stop in figure.stops.all][2:] == [UNEXPLAINED, CLOSING]
    assert figure.describe("layoff") == "Layoffs: ≈\N{NO-BREAK SPACE}−200 (−250 to −200), 2 events"


def test_survival_stops_where_few_are_at_risk_and_says_so():
    steps = [Step(n, 1 - n / 20, 0.9 - n / 20, None if n == 2 else 1 - n / 40, 14 - n) for n in range(1, 14)]
    figure = survival([Group("Relationships", steps, 14, median=10, key="all")], unit="months")
    (line,) = _marks(figure, Steps)
    assert (line.x[-1], line.until) == (9, 10)
    assert "fewer than 5" in figure.note
    assert figure.panels[0].foot[0].words[:2] == [(0.0, "14"), (1, "13")]
    assert figure.read(4.5, 0, -1) == "4 months   ·   80% (70%–90%)"
    assert figure.describe("all") == "Relationships: 14 in all, half are left after 10 months"
    for groups in ([], [Group("a", [], 0, None)], [Group("a", steps, 14, None), Group("b", steps[:1], 3, None, key=1)]):
        assert sheet.image(survival(groups, unit="days"), width=300.0).height() > 100


def test_a_cohort_that_is_not_complete_is_hatched_and_never_nothing():
    rows = [
        Cohort("2024", 12, [Cell(1.0, 1.0, 1.0, partial=False), Cell(0.8, 0.9, 1.0, partial=False)], key="a"),
        Cohort("2025", 4, [Cell(None, None, None, partial=True)], key="b"),
    ]
    figure = cohorts(rows, unit="years")
    first, second = (figure.panels[0].rows.marks(n) for n in range(2))
    assert [bar.text for bar in first] == ["100%", "90%"]
    assert [(bar.text, str(bar.look.pattern)) for bar in second] == [("–", "hatch")]
    assert figure.describe(("a", 1)) == "2024: 12 started, after 1 years 90% (80%–100%)"
    assert figure.describe(("b", 0)) == "2025: 4 started, after 0 years unknown (not complete)"
    assert figure.read(0.5, 0, 1) == figure.describe(("b", 0))
    for these in (rows, [], [Cohort("An organization " * 20, 0, [])]):
        assert len(_painted(cohorts(these, unit="years"), DARK, 300.0)) >= 1


def _case(name, **more):
    levels = [At(-3.0, 100, 100, 100), At(0.5, 70, None, 90), At(4.0, 60, 80, 95)]
    more = {"events": (), "clients": (), "vague": None, "rumored": False, "levels": levels, "until": 9.0} | more
    return Case(name=name, **more)


def test_parallel_cases_are_lines_with_names_or_under_a_summary():
    pin = Pin(0.5, 1, "#d55e00", first=0.2, last=0.9, key=12)
    risk = Stretch(RelationshipState.AT_RISK, 1.0, 5.0, (0.0, 1.0))
    client = Client("Google", [risk, Stretch(RelationshipState.ENDED, 5.0, 5.0, (0.0, 0.0))])
    figure = parallel(
        [_case("Acme", events=[pin], clients=[client], vague=(-0.3, 0.4), rumored=True), _case("Bolt")],
        first=-12, last=18, describe=lambda key: f"event {key}",
    )  # fmt: skip
    labels = _marks(figure, Label)
    assert [label.text for label in labels] == ["Acme (rumored) 80", "Bolt 80"]
    assert labels[0].note == "60–95 · nothing later is known yet"
    assert [line.look.dash for line in _marks(figure, Steps)] == [(1.0, 3.0), (5.0, 2.0)], "lines differ in form too"
    assert dict(figure.panels[0].foot[0].words)[12.0] == "0"
    rows = figure.panels[1].rows
    assert [rows.name(n) for n in range(rows.count)] == ["Acme (rumored)", "Google"]
    assert [one.style for one in rows.marks(0) if isinstance(one, Pin)] == [Style.HOLLOW]
    assert figure.describe(figure.stops.all[0].key) == "event 12"
    assert figure.note == "2 stories, no cause."
    assert "Acme: ≈\N{NO-BREAK SPACE}80 (60–95)" in figure.read(5.0, 0, -1)
    # After the last level that has an estimate only limits are known: the name at the end says those.
    limits = _case("Acme", levels=[At(0.0, 100, 100, 100), At(1.0, 0, None, 60)])
    assert [one.text for one in _marks(parallel([limits], first=-6, last=12), Label)] == ["Acme: at most 60"]
    many = parallel([_case(str(n)) for n in range(9)], first=-6, last=12, summary=[At(-3.0, 90, 100, 110)], index=False)
    assert _marks(many, Label) == []
    for these in (figure, many, parallel([], first=-6, last=6), parallel([_case("a", levels=[])], first=-1, last=1)):
        assert len(_painted(these)) > 1


# One drawing.


def test_screen_and_paper_have_the_same_layout():
    figure = headcount_figure((EMPLOYEES, CONTINGENT))
    screen, paper = (lay_out(figure, kind, 500 * kind.unit) for kind in (Type(4 / 3), Type(1200 / 72, paper=True)))
    for a, b in zip(screen.panels, paper.panels, strict=True):
        assert a.area.height() / (4 / 3) == pytest.approx(b.area.height() / (1200 / 72), abs=1)
        assert a.strip_rows == b.strip_rows
    assert len(screen.legend) == len(paper.legend)


def test_a_sign_that_no_font_has_is_said():
    assert shown("Acme Ltd") == "Acme Ltd"
    assert shown("Müller & Söhne") == "Müller & Söhne"
    assert shown("a\n b") == "a b"
    assert shown("x\U0001e900") == "x[U+1E900]"
