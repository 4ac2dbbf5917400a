"""Headcounts beside each other, who came and left, and dot plots: composed, painted, and said."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from db.analysis.series import Basis
from desktop.drawing import sheet
from desktop.drawing.compose.amounts import Amount
from desktop.drawing.compose.bridge import Change, bridge
from desktop.drawing.compose.compared import Line, indexed, multiples, overlaid
from desktop.drawing.compose.dot_plot import Dot, dot_plot
from desktop.drawing.compose.flows import Flow, joined_and_left
from desktop.drawing.layout import lay_out
from desktop.drawing.marks import Band, Columns, Gaps, Label, Points, Steps, Tie, Wash, Word
from desktop.drawing.text import Type
from desktop.look.colors import DARK, LIGHT
from desktop.pdf import flow as pdf_flow
from desktop.pdf.canvas import UNIT, Drawing
from desktop.pdf.drawn import draw_figure
from desktop.wording import formatting
from helpers.figures import EMPLOYEES, UNTIL, level

pytestmark = pytest.mark.usefixtures("qapp")

SMALL = replace(
    EMPLOYEES,
    organization_id=2,
    levels=(
        level(date(2025, 1, 31), 80, 80, 80, Basis.REPORTED, event_ids=(20,)),
        level(date(2025, 8, 31), 30, 40, 60, event_ids=(21,)),
    ),
    marks=(),
    gaps=(),
)
LINES = [Line(name="Acme", series=EMPLOYEES, key=1), Line(name="Beta " * 60, series=SMALL, key=2)]


def _marks(figure, kind, panel=0):
    return [one for one in figure.panels[panel].marks if isinstance(one, kind)]


def _painted(figure, colors=LIGHT):
    image = sheet.image(figure, colors, width=400.0, unit=4 / 3)
    return {image.pixelColor(x, y).name() for x in range(0, image.width(), 2) for y in range(image.height())}


def test_lines_differ_in_dash_shape_and_color_and_are_named_at_their_ends():
    figure = overlaid(LINES, until=UNTIL)
    lines = [one for one in _marks(figure, Steps) if one.look.width > 1]
    assert len({one.look.dash for one in lines}) == len({one.look.ink for one in lines}) == 2
    assert len({one.shape for one in _marks(figure, Points)}) == 2
    ends = [one.text for one in _marks(figure, Label) if one.end]
    assert ends[0].startswith("Acme ")
    assert len(ends[1]) < 40  # a name of 300 letters is cut there, and whole in the legend
    assert [one.words for one in figure.legend][:1] == [LINES[1].name], "named at its end, no line is named twice"
    kinds = [type(one) for one in figure.panels[0].marks]
    assert kinds.index(Points) > max(n for n, kind in enumerate(kinds) if kind is Band)  # no band covers a line
    assert figure.panels[0].values.low == 0
    for colors in (LIGHT, DARK):
        assert len(_painted(figure, colors)) > 4


def test_what_is_unexplained_is_a_gap_and_a_click_answers_with_line_and_day():
    figure = overlaid(LINES, until=UNTIL)
    (gap,) = _marks(figure, Gaps)
    key = (1, date(2025, 10, 1))
    assert gap.keys == [key]
    assert "−200 to −50" in figure.describe(key) or "(−200" in figure.describe(key)
    assert "unexplained" in figure.describe(key)
    assert "Acme: " in figure.read(date(2025, 9, 1).toordinal(), 0, -1)
    assert [stop.x for stop in figure.stops.all] == sorted(stop.x for stop in figure.stops.all)
    assert _marks(figure, Wash)  # a layoff is planned beyond the day of the view


def test_multiples_have_a_panel_each_on_their_own_scale_or_on_one():
    own = multiples(LINES, until=UNTIL, same_scale=False)
    assert [panel.title for panel in own.panels] == [line.name for line in LINES]
    assert own.panels[0].values.high > 10 * own.panels[1].values.high
    same = multiples(LINES, until=UNTIL, same_scale=True)
    assert {(panel.values.low, panel.values.cut) for panel in same.panels} == {(0.0, False)}
    assert len({panel.values.high for panel in same.panels}) == 1
    assert _painted(same)


@pytest.mark.parametrize(("width", "columns"), [(320, 1), (700, 2), (1100, 3)])
def test_multiples_stand_beside_each_other_where_there_is_room(width, columns):
    figure = multiples([*LINES, replace(LINES[0], name="Gamma", key=3)] * 3, until=UNTIL, same_scale=False)
    made = lay_out(figure, Type(1.0), width, height=400)
    assert made.columns == columns
    for number, one in enumerate(made.panels):
        assert made.panel_at(one.area.center().x(), one.area.center().y()) == number
        first = made.panels[number - number % columns]
        assert (one.top, one.area.top(), one.area.height()) == (first.top, first.area.top(), first.area.height())
        assert one.area.right() + made.right <= (number % columns + 1) * made.column + 0.001
        if number >= columns:
            assert one.top > made.panels[number - columns].area.bottom()
    assert {round(one.area.width(), 3) for one in made.panels} == {round(made.panels[0].area.width(), 3)}
    assert made.content > made.panels[-1].area.bottom()


def test_more_multiples_than_a_page_holds_go_on_over_the_next_ones():
    lines = [replace(LINES[0], name=f"Company {number}", key=number) for number in range(41)]
    flow = pdf_flow.Flow("a4", "", "")
    flow.y = flow.bottom - 300
    draw_figure(flow, multiples(lines, until=UNTIL, same_scale=True, note="All of them."))
    drawn = [(page, mark) for page in flow.pages for mark in page.marks if isinstance(mark, Drawing)]
    titles = [panel.title for _page, mark in drawn for panel in mark.layout.figure.panels]
    assert titles == [line.name for line in lines]
    assert len({id(page) for page, _mark in drawn}) == len(drawn) > 2
    for _page, mark in drawn:
        assert mark.y + mark.layout.height / UNIT <= flow.bottom
    assert [bool(mark.layout.figure.note) for _page, mark in drawn] == [False] * (len(drawn) - 1) + [True]


def test_the_index_is_100_on_its_day_and_its_band_is_that_of_a_quotient():
    line = indexed(LINES[1], date(2025, 3, 1))
    assert [(one.low, one.best, one.high) for one in line.series.levels] == [(100, 100, 100), (37.5, 50, 75)]
    later = indexed(LINES[1], date(2025, 9, 1))
    first, base = later.series.levels
    assert (base.low, base.best, base.high) == (100, 100, 100)
    assert (first.low, first.best, first.high) == pytest.approx((100 * 80 / 60, 200, 100 * 80 / 30))
    assert indexed(LINES[1], date(2025, 1, 30)) is None  # before anything is known
    nobody = replace(SMALL, levels=(level(date(2025, 1, 1), 0, 0, 0),))
    assert indexed(Line(name="Nobody", series=nobody), date(2025, 2, 1)) is None
    figure = overlaid([line], until=UNTIL, index=date(2025, 3, 1))
    assert figure.panels[0].values.high > 100


def _flow(year, joined, left, **more):
    return Flow(first=date(year, 1, 1), last=date(year, 12, 31), joined=joined, left=left, key=str(year), **more)


def test_joiners_stand_above_0_and_leavers_hang_below_it():
    flows = [
        _flow(2023, Amount(50, 50, 50, events=1), Amount(150, 200, 250, events=2)),
        _flow(2024, None, Amount(None, None, None, events=1, without=1), partial=True),
        _flow(2025, None, Amount(90, 90, 90, events=1), planned=True),
    ]
    figure = joined_and_left(flows, name_of=lambda flow: flow.key)
    joined, left = _marks(figure, Columns)
    assert list(joined.best) == [50]
    assert (left.low[0], left.best[0], left.high[0]) == (-250, -200, -150)
    assert np.isnan(left.best[1])  # unknown is no bar of 0
    assert list(left.partial) == [False, True, True]
    assert left.keys == [("2023", "left"), ("2024", "left"), ("2025", "left:planned")]
    assert [(one.text, one.below) for one in _marks(figure, Label)] == [
        ("50", False), ("200", True), ("unknown", True), ("90", True),
    ]  # fmt: skip
    assert figure.describe(("2025", "left:planned")) == "2025: 90, 1 event left, planned"
    assert "no joiner is recorded" in figure.read(date(2024, 6, 1).toordinal(), 0, -1)
    assert figure.panels[0].values.form(-200) == "200"
    assert _painted(figure)
    assert joined_and_left([], name_of=str).extent


def test_a_dot_plot_begins_at_0_and_says_why_a_figure_is_missing():
    dots = [
        Dot(name="A", amount=Amount(14.5, 15.4, 15.6), words="15.4%", key="a", note="200 / 1,300"),
        Dot(name="Parts", heading=True),
        Dot(name="B", key="b", note="Nothing says which leavers were replaced."),
    ]
    figure = dot_plot(dots, form=formatting.percent)
    rows = figure.panels[0].rows
    assert figure.x[0] == 0
    assert rows.heading(1)
    (word,) = rows.marks(2)
    assert word.text == "Nothing says which leavers were replaced."
    assert [stop.key for stop in figure.stops.all] == ["a", "b"]
    assert figure.describe("a") == "A: 15.4%. 200 / 1,300"
    assert _painted(figure)


def test_a_bridge_ends_where_its_closing_begins_and_says_what_is_open_in_words():
    changes = [Change("Layoff", Amount(None, None, -460, events=5), key="layoff")]
    gap = Amount(-90, None, 1160)
    figure = bridge("a", Amount(1400, 1400, 1400), changes, "b", Amount(890, None, None), unexplained=gap)
    rows = figure.panels[0].rows
    marks = [rows.marks(n) for n in range(rows.count)]
    assert [one.text for one in marks[1] if isinstance(one, Word)] == ["460 fewer, or more", "5 events"]
    (tie,) = [one for one in marks[2] if isinstance(one, Tie)]
    assert tie.x == 890
