"""Words of a figure are read: none lies on a bar, on others or on an event, and the axis says what there is."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtGui import QColor, QImage, QPainter

from desktop.drawing.compose.amounts import Amount
from desktop.drawing.compose.bars import Period, Ranked, Series, per_period, ranked
from desktop.drawing.compose.dot_plot import Dot, dot_plot
from desktop.drawing.compose.flows import Flow, joined_and_left
from desktop.drawing.figure import Strip
from desktop.drawing.layout import lay_out
from desktop.drawing.marks import Pin, Point
from desktop.drawing.painter import paint_figure
from desktop.drawing.palette import Palette
from desktop.drawing.place import Device, Hits
from desktop.drawing.scales import axis_form, date_ticks, value_ticks
from desktop.drawing.text import SMALL, Type
from desktop.look.colors import LIGHT
from desktop.wording import formatting, i18n
from helpers.figures import headcount_figure

pytestmark = pytest.mark.usefixtures("qapp")


class Reader(Device):
    """A device that keeps where it wrote what."""

    def text(self, x, y, words, *more, **named):
        rect = super().text(x, y, words, *more, **named)
        if rect.width() and words:
            self.__dict__.setdefault("written", []).append((words, rect.adjusted(0.5, 2, -0.5, -2)))
        return rect


def read(figure, width=520, height=260):
    """Where words and marks of a figure stand on a small surface."""
    kind = Type(4 / 3)
    layout = lay_out(figure, kind, width, height=height)
    image = QImage(width, max(round(layout.height), 1), QImage.Format.Format_RGB32)
    image.fill(QColor(LIGHT.surface))
    painter = QPainter(image)
    device = Reader(painter, kind, Palette(LIGHT), Hits())
    paint_figure(device, layout)
    painter.end()
    return device, layout


def touching(written):
    return [(one[0], other[0]) for n, one in enumerate(written) for other in written[:n] if one[1].intersects(other[1])]


def test_words_behind_a_bar_are_cut_rather_than_laid_over_it():
    amount = Amount(199_500_000, 200_000_000, 200_500_000, events=3)
    items = [Ranked(name, amount, key=name, note="at most 100% of all that is known") for name in ("Scale AI", "Acme")]
    device, _layout = read(ranked(items, name="Known amounts"))
    bars = [rect for name in ("Scale AI", "Acme") for rect in device.hits.of(name)]
    assert len(bars) >= 2
    behind = [rect for words, rect in device.written if "200" in words and "–" in words]
    assert len(behind) == 2
    assert [rect for rect in behind for bar in bars if rect.intersects(bar)] == []
    assert all(rect.right() <= 520 for rect in behind)


def test_no_words_of_a_figure_touch_and_all_are_on_it():
    months = [
        Period(date(2023, n, 1), date(2023, n, 28), Amount(n * 9000, n * 9000, n * 9000, n, 1), n) for n in range(1, 12)
    ]
    for figure in (headcount_figure(), per_period([Series("People laid off", months)], title="")):
        device, layout = read(figure, width=640)
        assert touching(device.written) == []
        assert all(rect.left() >= -1 and rect.right() <= layout.width + 1 for _words, rect in device.written)


@pytest.mark.parametrize("digits", [1, 40, 4000])
def test_no_event_covers_another_however_long_its_number(digits):
    pins = [Pin(730_000.0 + 9 * n, digits + n, "#d55e00", symbol="down", sign=-1, key=("pin", n)) for n in range(20)]
    figure = headcount_figure()
    first = replace(figure.panels[0], strip=Strip(pins), marks=())
    device, _layout = read(replace(figure, panels=[first], x=(730_000.0, 730_190.0)), width=640)
    discs = [(n, rect) for n in range(20) for rect in device.hits.of(("pin", n))]
    assert discs
    near = [
        (n, m)
        for n, one in discs
        for m, other in discs
        if n < m and one.adjusted(3, 3, -3, -4).intersects(other.adjusted(3, 3, -3, -4))
    ]
    assert near == []


def test_periods_are_shown_with_no_time_beside_them_and_told_by_their_own_unit():
    one = Period(date(2025, 1, 1), date(2025, 12, 31), Amount(200, 200, 200, events=1), "2025")
    figure = per_period([Series("Layoff", [one])])
    assert figure.extent == (date(2025, 1, 1).toordinal(), date(2026, 1, 1).toordinal())
    device, layout = read(figure, width=900)
    axis = {words for words, rect in device.written if rect.top() > layout.panels[0].area.bottom()}
    assert axis == {"2025"}
    (bar,) = device.hits.of("2025")
    assert bar.width() > 700, "clicked anywhere in its period"
    painted = Type(4 / 3)
    ticks = date_ticks(*figure.extent, 900, lambda words: painted.width(words, SMALL), finest="quarter")
    assert [tick.text for tick in ticks.fine] == ["Q1", "Q2", "Q3", "Q4", "Q1"]


def test_the_legend_has_what_is_drawn_and_nothing_else():
    over = Flow(first=date(2025, 1, 1), last=date(2025, 12, 31), joined=None, left=Amount(9, 9, 9, events=1), key="a")
    empty = Flow(first=date(2026, 1, 1), last=date(2026, 3, 1), joined=None, left=None, key="b", partial=True)
    figure = joined_and_left([over, empty], name_of=lambda flow: flow.key)
    assert [entry.words for entry in figure.legend] == ["left"]


def test_a_point_stands_only_where_a_best_figure_is_known():
    dots = [
        Dot(name="known", amount=Amount(13, 14, 15), words="14", key=1),
        Dot(name="between", amount=Amount(0, None, 100), words="at most 100", key=2),
        Dot(name="at least", amount=Amount(0.5, None, None), words="0.5 or more", key=3),
    ]
    rows = dot_plot(dots).panels[0].rows
    fills = [[mark.look.fill for mark in rows.marks(n) if isinstance(mark, Point)] for n in range(3)]
    assert fills == [["employees"], [], ["surface"]]


def test_an_axis_of_millions_is_written_in_millions():
    ticks = value_ticks(0, 3_100_000, 300, apart=40)
    form = axis_form(formatting.number, ticks)
    assert [form(value) for value in ticks][:3] == ["0", "0.5\N{NO-BREAK SPACE}million", "1\N{NO-BREAK SPACE}million"]
    i18n.use("de")
    try:
        assert form is not formatting.number
        assert axis_form(formatting.number, ticks)(2_500_000) == "2,5\N{NO-BREAK SPACE}Mio."
    finally:
        i18n.use("en")
    assert axis_form(formatting.number, [0, 400_000]) is formatting.number
    assert axis_form(formatting.percent, [0, 2e6]) is formatting.percent
