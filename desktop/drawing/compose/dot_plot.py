"""A dot plot: a figure for each of several definitions on one scale, its interval, and how it comes about.

How a page shows it::

    dots = [Dot(_("Two points"), Amount(14.5, 15.4, 15.6), key="two_point", note="200 / 1,300")]
    chart.show_figure(dot_plot(dots, form=formatting.percent, unit=_("percent")))
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from desktop.drawing.compose.amounts import Amount, least, most
from desktop.drawing.figure import Figure, Panel, Rows, Scale, Stop, Stops
from desktop.drawing.marks import NAN, Bar, Key, Look, Point, RowMark, Shape, Whisker, Word
from desktop.wording import formatting
from desktop.wording.i18n import _


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """A row: its name, its figure in ``words``, and a ``note`` on how it comes about. Unknown: the note says why not.

    ``heading``: the row is the title of those below it.
    """

    name: str
    amount: Amount | None = None
    words: str = ""
    key: Key = None
    note: str = ""
    heading: bool = False


def dot_plot(
    dots: Sequence[Dot],
    *,
    form: Callable[[float], str] = formatting.number,
    title: str = "",
    note: str = "",
    name: str = "",
    unit: str = "",
    color: str = "employees",
) -> Figure:
    """Rows from the top down over one scale that begins at 0."""
    known = [dot.amount for dot in dots if dot.amount is not None and dot.amount.known]
    top = max((amount.top for amount in known), default=1.0) or 1.0
    bottom = min((amount.bottom for amount in known), default=0.0)

    def marks(index: int) -> list[RowMark]:
        return _marks(dots[index], left=min(bottom * 1.05, 0.0), color=color)

    rows = Rows(
        len(dots), lambda n: dots[n].name, marks, height=19.0, key=lambda n: dots[n].key,
        heading=lambda n: dots[n].heading, faint=lambda n: dots[n].amount is None and not dots[n].heading,
    )  # fmt: skip
    stops = [Stop(dot.key, _at(dot), 0, n) for n, dot in enumerate(dots) if dot.key is not None]
    by_key = {dot.key: dot for dot in dots if dot.key is not None}

    def describe(key: Key) -> str:
        dot = by_key.get(key)
        if dot is None:
            return ""
        words = _("{name}: {figure}").format(name=dot.name, figure=dot.words or _("unknown"))
        return f"{words}. {dot.note}" if dot.note else words

    def read(_x: float, _panel: int, row: int) -> str:
        return describe(dots[row].key) if 0 <= row < len(dots) else ""

    return Figure(
        [Panel(rows=rows, title=name, note=unit)], (min(bottom * 1.05, 0.0), top * 1.5), Scale.NUMBERS, title=title,
        note=note, stops=Stops(lambda: stops), describe=describe, read=read, still=True, form=form,
        end_words=[f"{dot.words} {dot.note}"[:46] for dot in dots],
    )  # fmt: skip


def _at(dot: Dot) -> float:
    return dot.amount.middle if dot.amount is not None and dot.amount.known else NAN


def _marks(dot: Dot, *, left: float, color: str) -> list[RowMark]:
    if dot.heading:
        return []
    if dot.amount is None or not dot.amount.known:
        return [Word(left, dot.note or _("unknown"), "muted")]
    amount = dot.amount
    found: list[RowMark] = []
    high = most(amount)
    if math.isfinite(high) and high > least(amount):
        found.append(Whisker(least(amount), high, Look(color, width=1.3)))
        found.append(Bar(least(amount), high, Look(), key=dot.key))  # to be pointed at, also where no point is
    if amount.best is not None or amount.low == amount.high:
        found.append(Point(amount.middle, Look("surface", color), Shape.DISC, 4.2, key=dot.key))
    elif not math.isfinite(high) or amount.low is None:  # the one limit there is
        found.append(Point(amount.middle, Look(color, "surface", width=1.4), Shape.DISC, 4.2, key=dot.key))
    found.append(Word(amount.top, dot.words, bold=True))
    if dot.note:
        found.append(Word(amount.top, dot.note, "muted"))
    return found
