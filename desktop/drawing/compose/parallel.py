"""Parallel cases: several organizations side by side, in months from the same kind of event.

How a page shows it::

    levels = [Point(-3.0, 100, 100, 100), Point(0.5, 78, 83, 90)]  # the last level before the anchor is 100
    case = Case(name="Inflection AI", levels=levels, until=18.0, events=[Pin(0.0, 1, "#d55e00", key=12)], clients=[],
                vague=None, rumored=False)
    chart.show_figure(parallel([case], first=-12, last=18))

Up to :data:`MOST_LINES` cases are lines with their names, up to :data:`MOST_DOTS` dots every quarter of a year with
their range, more are quiet lines under a ``summary``. A case ends where
no more is known of it yet, and says so; how many are in sight stands under the axis.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from db.model.values import RelationshipState
from desktop.drawing.compose import states
from desktop.drawing.figure import Figure, Foot, Panel, Rows, Scale, Stop, Stops, Values
from desktop.drawing.marks import (
    NAN,
    Band,
    Bar,
    Key,
    Label,
    Level,
    Look,
    PanelMark,
    Pin,
    Points,
    RowMark,
    Rule,
    Shape,
    Steps,
    Style,
    Wash,
)
from desktop.drawing.marks import Point as Cross
from desktop.wording import codes, formatting
from desktop.wording.i18n import _, ngettext

MOST_LINES, MOST_DOTS = 4, 9
_EVERY = 3  # months between the dots of a case
_RUMORED = (1.0, 3.0)
_DASHES: tuple[tuple[float, ...], ...] = ((), (5.0, 2.0), (1.5, 1.5), (7.0, 2.0, 1.5, 2.0))


@dataclass(frozen=True, slots=True)
class Point:
    """A level from ``month`` on, as an index or absolute; None: not known to that side."""

    month: float
    low: float | None
    best: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Stretch:
    """A state of a client from ``first`` to ``last`` in months, so far in from both ends not certain."""

    state: RelationshipState
    first: float
    last: float
    soft: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Client:
    """A lane of a case."""

    name: str
    stretches: Sequence[Stretch]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One organization around its anchor: levels, events in months, client lanes, how far anything is known.

    ``vague``: the months between which the anchor lies, where its day is not known. ``rumored``: drawn hollow,
    its line dotted and without a band.
    """

    name: str
    levels: Sequence[Point]
    until: float
    events: Sequence[Pin]
    clients: Sequence[Client]
    vague: tuple[float, float] | None
    rumored: bool


def case_name(name: str, *, rumored: bool) -> str:
    """How a case is named wherever it is drawn."""
    return _("{name} (rumored)").format(name=name) if rumored else name


def parallel(
    cases: Sequence[Case],
    *,
    first: float,
    last: float,
    index: bool = True,
    summary: Sequence[Point] = (),
    describe: Callable[[Key], str] = lambda _key: "",
    title: str = "",
    note: str = "",
) -> Figure:
    """The levels of all cases over one scale, and below them their events and clients. Keys are those of events.

    ``index``: levels are in per cent of the one before the anchor. ``summary``: the middle of many with its range.
    """
    few, dotted = len(cases) <= MOST_LINES, MOST_LINES < len(cases) <= MOST_DOTS
    marks: list[PanelMark] = [Wash(first, 0.0, Look(fill="hover~55"))]
    if index:
        marks.append(Level(100.0, Look("control", width=0.7)))
    words: list[str] = []
    if summary:
        marks += _line(summary, last, "employees", (), banded=True)
    for number, case in enumerate(cases):
        role = f"series{number}" if few else "muted"
        dash = _RUMORED if case.rumored else _DASHES[number] if few else ()
        if dotted:
            marks += _dots(case, number)
            continue
        marks += _line(
            case.levels, min(case.until, last), role, dash, banded=few and not case.rumored, width=1.7 if few else 0.7
        )
        if few and (end := _end(case, role, last)) is not None:
            marks.append(end)
            words.append(end.text)
    marks.append(Rule(0.0, Look("text", width=0.9), _("anchor")))
    values = _values(cases, summary, index=index)
    named = _("Headcount, level before the anchor = 100") if index else _("Headcount")
    sight = Foot(_("cases in sight"), _in_sight(cases, first, last))
    rows, stops = _rows(cases, few=few)
    unit = _("months from the anchor")
    known = bool(summary) or any(case.levels for case in cases) or rows is None
    panels = []
    if known:  # else no axis is made up for what nobody knows
        panels.append(Panel(marks, values, title=named, note=unit, height=170, least=118, foot=[sight]))
    if rows is not None:
        rule = Rule(0.0, Look("text", width=0.9), "" if known else _("anchor"))
        panels.append(Panel([rule], rows=rows, title=_("Events and clients"), note="" if known else unit))
    if few and cases:
        said = ngettext("{n} story, no cause.", "{n} stories, no cause.", len(cases))
        note = f"{said.format(n=len(cases))} {note}".strip()
    return Figure(
        panels, (first, last), Scale.MONTHS, title=title, note=note, stops=Stops(lambda: stops), describe=describe,
        read=lambda x, _panel, _row: _read(cases, x), still=True, end_words=words,
    )  # fmt: skip


def _line(
    points: Sequence[Point], until: float, role: str, dash: tuple[float, ...], *, banded: bool, width: float = 1.7
) -> list[PanelMark]:
    x = np.array([point.month for point in points], dtype=np.float64)
    low, best, high = (
        np.array([NAN if (value := getattr(point, name)) is None else value for point in points], dtype=np.float64)
        for name in ("low", "best", "high")
    )
    if not len(x):
        return []
    until = max(until, float(x[-1]))
    line = Steps(x, best, until, Look(role, width=width, dash=dash))
    return [Band(x, low, high, until, Look(f"{role}~60", f"{role}~86")), line] if banded else [line]


def _dots(case: Case, number: int) -> list[PanelMark]:
    """The level of a case every quarter of a year with its interval; its name stands beside the last one."""
    shown = [point for point in case.levels if point.best is not None and point.month % _EVERY == 0]
    if not shown:
        return []
    x, low, best, high = (
        np.array([NAN if (value := getattr(point, name)) is None else value for point in shown], dtype=np.float64)
        for name in ("month", "low", "best", "high")
    )
    names = [""] * (len(shown) - 1) + [case_name(case.name, rumored=case.rumored)]
    shape = (Shape.DISC, Shape.SQUARE, Shape.DIAMOND)[number % 3]
    role = f"series{number % 6}"
    return [Points(x, best, Look(role, "surface" if case.rumored else role), shape, low=low, high=high, texts=names)]


def _end(case: Case, role: str, last: float) -> Label | None:
    """The name at the end of a line, with its last level; "not yet" where the scale goes on."""
    known = [point for point in case.levels if (point.low, point.best, point.high) != (None, None, None)]
    if not known:
        return None
    point = known[-1]
    name = case_name(case.name, rumored=case.rumored)
    later = _("nothing later is known yet") if case.until < last else ""
    if point.best is None:  # only limits: the name says them, and stands at the one there is
        text = f"{name}: {formatting.interval(point.low, None, point.high)}"
        at = point.high if point.high is not None else point.low
        return Label(min(case.until, last), at or 0.0, text, role, bold=True, end=True, note=later)
    text = f"{name} {formatting.number(point.best)}"
    ends = f"{formatting.number(point.low)}–{formatting.number(point.high)}" if point.low != point.high else ""
    note = " · ".join(filter(None, (ends, later)))
    return Label(min(case.until, last), point.best or 0.0, text, role, bold=True, end=True, note=note)


def _values(cases: Sequence[Case], summary: Sequence[Point], *, index: bool) -> Values:
    points = [*summary, *(point for case in cases for point in case.levels)]
    top = max(
        (end for point in points for end in (point.low, point.best, point.high) if end is not None), default=100.0
    )
    return Values(0.0, max(top, 100.0 if index else 1.0) * 1.08)


def _in_sight(cases: Sequence[Case], first: float, last: float) -> list[tuple[float, str]]:
    """How many cases are known at each half year."""
    step = 6 if last - first > 12 else 3
    found = []
    for month in range(int(-(-first // step)) * step, int(last) + 1, step):
        count = sum(1 for case in cases if month <= case.until and any(point.month <= month for point in case.levels))
        found.append((float(month), formatting.number(count)))
    return found


def _rows(cases: Sequence[Case], *, few: bool) -> tuple[Rows | None, list[Stop]]:
    """For each case a row of its events, and one for each client."""
    rows: list[tuple[str, list[RowMark], bool]] = []
    stops: list[Stop] = []
    for number, case in enumerate(cases):
        if not (case.events or case.clients or case.vague):
            continue
        role = f"series{number}" if few else "muted"
        found: list[RowMark] = []
        if case.vague is not None:
            found.append(Bar(*case.vague, Look(role, "" if case.rumored else f"{role}~70"), height=0.3))
        style = Style.HOLLOW if case.rumored else None
        for one in case.events:
            shown = one if style is None else Pin(one.x, one.number, one.color, style, one.first, one.last, key=one.key)
            found.append(shown)
            stops.append(Stop(one.key, one.x, 1, len(rows)))
        rows.append((case_name(case.name, rumored=case.rumored), found, False))
        for client in case.clients:
            rows.append((client.name, [_stretch(one) for one in client.stretches], True))
    if not rows:
        return None, []
    stops.sort(key=lambda stop: stop.x)
    return Rows(
        len(rows), lambda n: rows[n][0], lambda n: rows[n][1], height=18.0, faint=lambda n: rows[n][2]
    ), stops  # fmt: skip


def _stretch(one: Stretch) -> RowMark:
    if one.state is RelationshipState.ENDED:
        return Cross(one.first, states.end_mark(), Shape.CROSS, 3.2)
    look, name = states.look_of(one.state), codes.state_name(one.state)
    return Bar(one.first, one.last, look, states.height_of(one.state), one.soft, name)


def _read(cases: Sequence[Case], x: float) -> str:
    """The month, and the level of each case in it."""
    parts = [_("month {n}").format(n=formatting.signed(round(x)))]
    for case in cases:
        point = next((one for one in reversed(case.levels) if one.month <= x), None)
        if point is not None and x <= case.until:
            words = formatting.interval(point.low, point.best, point.high)
            parts.append(_("{name}: {figure}").format(name=case.name, figure=words))
    return "   ·   ".join(parts)
