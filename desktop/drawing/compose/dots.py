"""Dots in rows, each with its interval; what has not happened yet is an arrow from where it is known until.

How a page shows it::

    dots = [Dot(_("Acorn"), Amount(33, 33, 33), key=1), Dot(_("Birch"), Amount(None, None, None), until=200)]
    chart.show_figure(rows_of_dots([(_("First cut"), dots)], unit=_("days")))
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from desktop.drawing.compose.amounts import Amount, least, most
from desktop.drawing.figure import Figure, Panel, Rows, Scale, Stop, Stops
from desktop.drawing.marks import NAN, Key, Look, Point, RowMark, Shape, Whisker, Word
from desktop.wording import formatting
from desktop.wording.i18n import _


@dataclass(frozen=True, slots=True)
class Dot:
    """``until``: not happened by then, where ``amount`` is not known. ``words`` stand behind it in place of the amount.

    ``middle``: it is the median of the others, with their quartiles. ``hollow``: it rests on what is less sure.
    """

    name: str
    amount: Amount
    key: Key = None
    until: float | None = None
    words: str = ""
    middle: bool = False
    hollow: bool = False


def rows_of_dots(
    groups: Sequence[tuple[str, Sequence[Dot]]],
    *,
    unit: str = "",
    title: str = "",
    note: str = "",
    last: float | None = None,
) -> Figure:
    """A panel for each group over one scale from 0, or from below it where something lies there."""
    every = [dot for _name, dots in groups for dot in dots]
    ends = [end for dot in every for end in (dot.amount.top, dot.until or 0.0)]
    low = min((dot.amount.bottom for dot in every if dot.amount.known), default=0.0)
    top = last if last is not None else max(ends, default=0.0) or 1.0
    stops, by_key = [], {dot.key: (name, dot) for name, dots in groups for dot in dots}
    panels = []
    for number, (name, dots) in enumerate(groups):
        panels.append(Panel(rows=_rows(dots), title=name, note=unit))
        for row, dot in enumerate(dots):
            place = dot.amount.middle if dot.amount.known else (dot.until if dot.until is not None else NAN)
            stops.append(Stop(dot.key, place, number, row))

    def said(name: str, dot: Dot) -> str:
        return _("{name}: {figure}").format(name=f"{dot.name}, {name}", figure=_words(dot))

    def read(_x: float, panel: int, row: int) -> str:
        dots = groups[panel][1] if 0 <= panel < len(groups) else ()
        return said(groups[panel][0], dots[row]) if 0 <= row < len(dots) else ""

    return Figure(
        panels, (min(low * 1.05, 0.0), top * 1.02), Scale.NUMBERS, title=title, note=note, stops=Stops(lambda: stops),
        describe=lambda key: said(*by_key[key]) if key in by_key else "", read=read, still=True,
        end_words=[_words(dot) for dot in every[:400]],
    )  # fmt: skip


def _rows(dots: Sequence[Dot]) -> Rows:
    return Rows(
        len(dots), lambda n: dots[n].name, lambda n: _marks(dots[n]), height=18.0, key=lambda n: dots[n].key,
        faint=lambda n: not dots[n].amount.known,
    )  # fmt: skip


def _marks(dot: Dot) -> list[RowMark]:
    words = _words(dot)
    if not dot.amount.known:
        if dot.until is None:
            return [Word(0.0, words, "muted")]
        arrow = Whisker(dot.until, math.inf, Look("unexplained", width=1.0, dash=(2.0, 2.0)))
        return [
            arrow,
            Point(dot.until, Look("unexplained", ""), Shape.DISC, 2.6, key=dot.key),
            Word(0.0, words, "muted"),
        ]
    found: list[RowMark] = []
    high = most(dot.amount)
    if high > least(dot.amount):
        found.append(Whisker(least(dot.amount), high, Look("text", width=0.9)))
    role = "accent" if dot.middle else "negative"
    open_ = dot.hollow or dot.amount.best is None  # that: somewhere in between, or the one limit there is
    look = Look(role, "surface" if open_ else role, width=1.4)
    found.append(Point(dot.amount.middle, look, Shape.DIAMOND if dot.middle else Shape.DISC, 4.2, key=dot.key))
    found.append(Word(dot.amount.top, words, bold=dot.middle))
    return found


def _words(dot: Dot) -> str:
    if dot.words:
        return dot.words
    if not dot.amount.known and dot.until is not None:
        return _("none by day {n}").format(n=formatting.number(dot.until))
    return dot.amount.words()
