"""How long something lasts: the share that is left after a time, with its interval and how many are at risk.

How a page shows it::

    steps = [Step(point.time, point.survival, point.low, point.high, point.at_risk) for point in found.points]
    chart.show_figure(survival([Group(_("Relationships"), steps, found.subjects, median=found.median)], unit=_("days")))

Nothing is drawn where fewer than :data:`FEWEST` are at risk, and that is said; how many there are stands below.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from desktop.drawing.figure import Figure, Foot, Panel, Scale, Stop, Stops, Values
from desktop.drawing.marks import NAN, Band, Key, Label, Level, Look, PanelMark, Steps
from desktop.wording import formatting
from desktop.wording.i18n import _, ngettext

FEWEST = 5


@dataclass(frozen=True, slots=True)
class Step:
    """From ``time`` on: the share that is left (0 to 1) with its ends, None where nothing is known of them."""

    time: float
    share: float
    low: float | None
    high: float | None
    at_risk: int


@dataclass(frozen=True, slots=True)
class Group:
    """A curve. ``subjects``: how many were at risk at some time; ``median``: None where half are left at the end."""

    name: str
    steps: Sequence[Step]
    subjects: int
    median: float | None
    key: Key = None


def survival(groups: Sequence[Group], *, unit: str, title: str = "", note: str = "", name: str = "") -> Figure:
    """Curves from 100 % at 0 over time in ``unit``; ``name`` is the title of the panel."""
    marks: list[PanelMark] = [Level(50.0, Look("control", width=0.7, dash=(2.0, 2.0)))]
    end, foots, words, stops, cut = 1.0, [], [], [], False
    for number, group in enumerate(groups):
        shown = [step for step in group.steps if step.at_risk >= FEWEST]
        cut = cut or len(shown) < len(group.steps)
        role = "employees" if len(groups) == 1 else f"series{number}"
        last = max((step.time for step in group.steps[: len(shown) + 1]), default=1.0)
        end = max(end, last)
        marks += _curve(shown, last, role)
        final = shown[-1].share * 100 if shown else 100.0
        text = formatting.percent(final, decimals=0)
        text = f"{group.name} {text}" if len(groups) > 1 else text
        marks.append(Label(last, final, text, role, bold=True, end=True))
        words.append(text)
        foots.append(Foot(group.name if len(groups) > 1 else _("at risk"), _at_risk(group, shown)))
        stops.append(Stop(group.key, last))
    if cut:
        said = _("Nothing is drawn where fewer than {n} are at risk.").format(n=FEWEST)
        note = f"{note}\n{said}".strip()
    by_key = {group.key: group for group in groups}

    def describe(key: Key) -> str:
        return _told(by_key[key], unit) if key in by_key else ""

    def read(x: float, _panel: int, _row: int) -> str:
        time = max(math.floor(x), 0)
        parts = [f"{formatting.number(time)} {unit}", *(_left(group, x, several=len(groups) > 1) for group in groups)]
        return "   ·   ".join(parts)

    panel = Panel(
        marks, Values(0.0, 104.0, form=lambda value: formatting.percent(value, decimals=0)), title=name,
        note=_("share that is left, by {unit} since the start").format(unit=unit), foot=foots, height=170,
    )  # fmt: skip
    return Figure(
        [panel], (0.0, end), Scale.NUMBERS, title=title, note=note, stops=Stops(lambda: stops), describe=describe,
        read=read, still=True, end_words=words,
    )  # fmt: skip


def _curve(shown: Sequence[Step], last: float, role: str) -> list[PanelMark]:
    x = np.array([0.0, *(step.time for step in shown)], dtype=np.float64)
    share = np.array([100.0, *(step.share * 100 for step in shown)], dtype=np.float64)
    low = np.array([NAN, *(NAN if step.low is None else step.low * 100 for step in shown)], dtype=np.float64)
    high = np.array([NAN, *(NAN if step.high is None else step.high * 100 for step in shown)], dtype=np.float64)
    return [Band(x, low, high, last, Look(f"{role}~20", f"{role}~84")), Steps(x, share, last, Look(role, width=1.6))]


def _at_risk(group: Group, shown: Sequence[Step]) -> list[tuple[float, str]]:
    found = [(0.0, group.subjects), *((step.time, step.at_risk) for step in shown)]
    return [(time, formatting.number(count)) for time, count in found]


def _told(group: Group, unit: str) -> str:
    count = ngettext("{n} in all", "{n} in all", group.subjects).format(n=formatting.number(group.subjects))
    if group.median is None:
        half = _("more than half are left at the end")
    else:
        half = _("half are left after {n} {unit}").format(n=formatting.number(group.median), unit=unit)
    return _("{name}: {figure}").format(name=group.name, figure=f"{count}, {half}")


def _left(group: Group, time: float, *, several: bool) -> str:
    found = None
    for step in group.steps:
        if step.time > time:
            break
        found = step
    if found is not None and found.at_risk < FEWEST:
        words = _("fewer than {n} at risk").format(n=FEWEST)
    elif found is None:
        words = formatting.percent(100.0, decimals=0)
    else:
        words = formatting.percent(found.share * 100, decimals=0)
        if found.low is not None and found.high is not None:
            ends = [formatting.percent(end * 100, decimals=0) for end in (found.low, found.high)]
            words = f"{words} ({ends[0]}–{ends[1]})"
    return _("{name}: {figure}").format(name=group.name, figure=words) if several else words
