"""Bars: one for each period with its interval, or one for each group in the order of size.

How a page shows them::

    periods = [Period(date(2025, 1, 1), date(2025, 1, 31), Amount(900, 1000, None, events=12, without=4), key=("m", 1))]
    chart.show_figure(per_period([Series(_("People laid off"), periods)], name_of=formatting.month))
    chart.show_figure(ranked([Ranked("Acme", Amount(400, 400, 400, events=1), key=7)], title=_("People laid off")))

``chart.chosen`` then answers with the ``key`` of what was clicked or stepped to.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from desktop.drawing.compose.amounts import Amount, least, most
from desktop.drawing.figure import Entry, Figure, Panel, Rows, Scale, Stop, Stops, Values
from desktop.drawing.marks import NAN, Bar, Columns, Key, Label, Look, PanelMark, Pattern, RowMark, Whisker, Word
from desktop.drawing.scales import day_at, finest, reach
from desktop.wording import formatting
from desktop.wording.i18n import _, ngettext


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of days, both inclusive. ``partial``: not over yet, or not known to its end."""

    first: date
    last: date
    amount: Amount
    key: Key = None
    partial: bool = False


@dataclass(frozen=True, slots=True)
class Series:
    """One panel of periods, in a color of its own; ``note`` says the unit and what counts."""

    title: str
    periods: Sequence[Period]
    note: str = ""
    color: str = "employees"


@dataclass(frozen=True, slots=True)
class Ranked:
    """A group with its amount. ``rest``: what the others are together, or what is not stated; drawn apart."""

    name: str
    amount: Amount
    key: Key = None
    note: str = ""
    rest: bool = False


def per_period(
    series: Sequence[Series],
    *,
    name_of: Callable[[date], str] = formatting.short_day,
    title: str = "",
    note: str = "",
    same_height: bool = False,
    shares: bool = True,
) -> Figure:
    """Bars over time, a panel for each series. ``same_height``: on one scale, as small multiples are compared.

    ``shares``: below a single series how many of its events have no number, in percent. ``name_of`` names a period by
    its first day.
    """
    panels, stops, found = [], [], {}
    common = max((_top(one) for one in series), default=1.0) if same_height else 0.0
    for number, one in enumerate(series):
        panels.append(_panel(one, common or _top(one), height=150 if len(series) == 1 else 78))
        for period in one.periods:
            stops.append(Stop(period.key, _middle(period), number))
            found[period.key] = (one, period)
    if shares and len(series) == 1 and any(period.amount.without for period in series[0].periods):
        panels.append(_shares(series[0]))

    def words(one: Series, period: Period) -> str:
        name = name_of(period.first)
        if period.partial:
            name = _("{period} (not complete)").format(period=name)
        return _("{name}: {figure}").format(name=name, figure=_said(one, period, several=len(series) > 1))

    def describe(key: Key) -> str:
        return words(*found[key]) if key in found else ""

    def read(x: float, panel: int, _row: int) -> str:
        one = series[min(panel, len(series) - 1)]
        day = day_at(np.floor(x))
        hit = next((period for period in one.periods if period.first <= day <= period.last), None)
        return words(one, hit) if hit is not None else ""

    stretches = [(period.first, period.last) for one in series for period in one.periods]
    stops.sort(key=lambda stop: (stop.x, stop.panel))
    return Figure(
        panels, reach(stretches), title=title, note=note, stops=Stops(lambda: stops), describe=describe, read=read,
        legend=_legend(series), finest=finest(stretches),
    )  # fmt: skip


def _said(one: Series, period: Period, *, several: bool) -> str:
    said = period.amount.whole()
    return _("{name}: {figure}").format(name=one.title, figure=said) if several and one.title else said


def _middle(period: Period) -> float:
    return (period.first.toordinal() + period.last.toordinal() + 1) / 2


def _top(one: Series) -> float:
    return max((period.amount.top for period in one.periods), default=0.0) * 1.14 or 1.0


def _panel(one: Series, top: float, *, height: float) -> Panel:
    periods = [period for period in one.periods if period.amount.events or period.amount.known]
    opened = np.array([period.amount.open for period in periods], dtype=bool)
    most_open = bool(len(opened)) and opened.mean() > 0.5
    note = one.note
    if most_open:  # said once rather than over every bar
        least_of = _("at least, events without a number are not in it")
        note = f"{note} · {least_of}" if note else least_of
    columns = Columns(
        np.array([period.first.toordinal() for period in periods], dtype=np.float64),
        np.array([period.last.toordinal() + 1 for period in periods], dtype=np.float64),
        np.array([least(period.amount) for period in periods], dtype=np.float64),
        np.array([period.amount.middle for period in periods], dtype=np.float64),
        np.array([_bounded(period.amount, most_open=most_open) for period in periods], dtype=np.float64),
        Look("text", one.color),
        open=np.zeros(len(periods), dtype=bool) if most_open else opened,
        partial=np.array([period.partial for period in periods], dtype=bool),
        keys=[period.key for period in periods],
    )
    marks: list[PanelMark] = [columns]
    highest = max(
        (period for period in periods if period.amount.known), key=lambda period: period.amount.middle, default=None
    )
    if highest is not None:
        marks.append(Label(_middle(highest), highest.amount.top, highest.amount.short(), bold=True, above=True))
    low = min((period.amount.bottom for period in periods), default=0.0)
    return Panel(marks, Values(min(low * 1.14, 0.0), top), title=one.title, note=note, height=height, least=46)


def _bounded(amount: Amount, *, most_open: bool) -> float:
    """Where every bar is "at least" an open end is not drawn again over each."""
    high = most(amount)
    return amount.middle if most_open and high == float("inf") else high


def _shares(one: Series) -> Panel:
    """The events without a number, in percent of the events of each period."""
    periods = [period for period in one.periods if period.amount.events]
    share = np.array([period.amount.without / period.amount.events * 100 for period in periods], dtype=np.float64)
    columns = Columns(
        np.array([period.first.toordinal() for period in periods], dtype=np.float64),
        np.array([period.last.toordinal() + 1 for period in periods], dtype=np.float64),
        share, share, share, Look("text", "unexplained"), keys=[period.key for period in periods],
    )  # fmt: skip
    events, without = (sum(getattr(period.amount, name) for period in periods) for name in ("events", "without"))
    note = ngettext("{without} of {n} event", "{without} of {n} events", events).format(
        without=formatting.number(without), n=formatting.number(events)
    )
    values = Values(0.0, 100.0, form=formatting.percent)
    return Panel([columns], values, title=_("Events without a number"), note=note, height=44, least=34)


def _legend(series: Sequence[Series]) -> list[Entry]:
    """Only what occurs."""
    periods = [period for one in series for period in one.periods]
    color = series[0].color if series else "employees"
    found = []
    if any(period.partial for period in periods):
        found.append(Entry([Bar(0, 1, Look(color, "", pattern=Pattern.HATCH), height=0.7)], _("period not complete")))
    if any(period.amount.high is not None and period.amount.high > least(period.amount) for period in periods):
        found.append(
            Entry([Bar(0, 0.55, Look(fill=color), height=0.5), Whisker(0.3, 0.9, Look("text"))], _("lowest to highest"))
        )
    opened = [period.amount.open for period in periods]
    if any(opened) and sum(opened) * 2 <= len(opened):
        found.append(Entry([Word(0.5, "ˆ", "text", "center", 12)], _("at least: some events have no number")))
    return found


def ranked(
    items: Sequence[Ranked],
    *,
    title: str = "",
    note: str = "",
    unit: str = "",
    color: str = "employees",
    name: str = "",
) -> Figure:
    """Horizontal bars in the order given, each with its figure behind it and its interval as a whisker.

    ``unit`` stands behind the title of the panel; ``title`` and ``note`` are those of a picture of its own; ``name`` is
    the title of the panel.
    """
    top = max((one.amount.top for one in items), default=0.0) or 1.0
    low = min((one.amount.bottom for one in items), default=0.0)

    def marks(index: int) -> list[RowMark]:
        one = items[index]
        if not one.amount.known:
            return [Word(0.0, _("unknown"), "muted")]
        look = Look(color, "", pattern=Pattern.HATCH) if one.rest else Look(fill=color)
        found: list[RowMark] = [Bar(min(0.0, one.amount.middle), max(0.0, one.amount.middle), look, key=one.key)]
        high = most(one.amount)
        if high > least(one.amount) and high != float("inf"):
            found.append(Whisker(least(one.amount), high, Look("text", width=0.9)))
        found.append(Word(one.amount.top, _behind(one)))
        return found

    rows = Rows(
        len(items), lambda index: items[index].name, marks, height=17.0, rule=False, key=lambda index: items[index].key,
        faint=lambda index: items[index].rest,
    )  # fmt: skip
    stops = [Stop(one.key, one.amount.middle if one.amount.known else NAN, 0, n) for n, one in enumerate(items)]
    by_key = {one.key: one for one in items}

    def describe(key: Key) -> str:
        one = by_key.get(key)
        if one is None:
            return ""
        words = _("{name}: {figure}").format(name=one.name, figure=one.amount.whole())
        return f"{words}, {one.note}" if one.note else words

    def read(_x: float, _panel: int, row: int) -> str:
        return describe(items[row].key) if 0 <= row < len(items) else ""

    extent = (min(low * 1.05, 0.0), top * 1.02)
    return Figure(
        [Panel(rows=rows, title=name, note=unit)], extent, Scale.NUMBERS, title=title, note=note,
        stops=Stops(lambda: stops), describe=describe, read=read, still=True,
        end_words=[_behind(one) for one in items[:400]],
    )  # fmt: skip


def _behind(one: Ranked) -> str:
    """What stands behind a bar."""
    return "  ·  ".join(filter(None, (one.amount.words(), one.note)))
