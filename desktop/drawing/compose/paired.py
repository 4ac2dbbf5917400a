"""Pairs of bars: a period beside the same days of the year before.

How a page shows it::

    pairs = [Pair(first, last, Amount(900, 1000, None), Amount(700, 800, 900), "125%", key=0)]
    chart.show_figure(paired(pairs, name_of=formatting.period, names=(_("this year"), _("the year before"))))
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from desktop.drawing.compose.amounts import Amount, least, most
from desktop.drawing.figure import Entry, Figure, Panel, Stop, Stops, Values
from desktop.drawing.marks import Bar, Columns, Key, Label, Look, PanelMark, Pattern
from desktop.drawing.scales import day_at, finest, reach
from desktop.wording.i18n import _

#: The share of a period that its two bars take.
_SHARE = 0.84
_NOW, _BEFORE = "employees", "employees~58"


@dataclass(frozen=True, slots=True)
class Pair:
    """A stretch of days, both inclusive, with its amount and that of the year before; ``ratio`` stands above them.

    ``partial``: not over yet; the amount before is then that of as many days.
    """

    first: date
    last: date
    now: Amount
    before: Amount | None
    ratio: str = ""
    key: Key = None
    partial: bool = False


def paired(
    pairs: Sequence[Pair], *, name_of: Callable[[date, date], str], names: tuple[str, str], title: str = "",
    note: str = "", name: str = "",
) -> Figure:  # fmt: skip
    """The earlier amount at the left half of each period, the later one at the right. ``name``: that of the panel."""
    top = max((amount.top for pair in pairs for amount in (pair.now, pair.before) if amount is not None), default=0.0)
    marks: list[PanelMark] = [_columns(pairs, before=True), _columns(pairs, before=False)]
    for pair in pairs:
        if pair.ratio:
            high = max(pair.now.top, pair.before.top if pair.before is not None else 0.0)
            marks.append(Label(_middle(pair), high, pair.ratio, above=True))
    by_key = {pair.key: pair for pair in pairs}

    def words(pair: Pair) -> str:
        parts = [_("{name}: {figure}").format(name=name_of(pair.first, pair.last), figure=pair.now.whole())]
        if pair.before is not None:
            parts.append(_("{name}: {figure}").format(name=names[1], figure=pair.before.whole()))
        if pair.ratio:
            parts.append(_("{share} of the year before").format(share=pair.ratio))
        if pair.partial:
            parts.append(_("not complete"))
        return "   ·   ".join(parts)

    def describe(key: Key) -> str:
        return words(by_key[key]) if key in by_key else ""

    def read(x: float, _panel: int, _row: int) -> str:
        day = day_at(np.floor(x))
        return next((words(pair) for pair in pairs if pair.first <= day <= pair.last), "")

    stops = [Stop(pair.key, _middle(pair)) for pair in pairs]
    stretches = [(pair.first, pair.last) for pair in pairs]
    extent = reach(stretches)
    return Figure(
        [Panel(marks, Values(0.0, top * 1.18 or 1.0), title=name, height=190)], extent, title=title, note=note,
        stops=Stops(lambda: stops), describe=describe, read=read, legend=_legend(pairs, names),
        finest=finest(stretches),
    )  # fmt: skip


def _middle(pair: Pair) -> float:
    return (pair.first.toordinal() + pair.last.toordinal() + 1) / 2


def _half(pair: Pair) -> float:
    """How wide a bar is in days: less than half of the period, so that its two bars are seen to be a pair."""
    return (pair.last.toordinal() + 1 - pair.first.toordinal()) / 2 * _SHARE


def _columns(pairs: Sequence[Pair], *, before: bool) -> Columns:
    shown = [(pair, pair.before if before else pair.now) for pair in pairs]
    kept = [(pair, amount) for pair, amount in shown if amount is not None and (amount.events or amount.known)]

    def column(values: Sequence[float]) -> np.ndarray:
        return np.array(values, dtype=np.float64)

    return Columns(
        column([_middle(pair) - _half(pair) if before else _middle(pair) for pair, _amount in kept]),
        column([_middle(pair) if before else _middle(pair) + _half(pair) for pair, _amount in kept]),
        column([least(amount) for _pair, amount in kept]),
        column([amount.middle for _pair, amount in kept]),
        column([most(amount) for _pair, amount in kept]),
        Look("text", _BEFORE if before else _NOW),
        open=np.array([amount.open for _pair, amount in kept], dtype=bool),
        partial=np.array([pair.partial and not before for pair, _amount in kept], dtype=bool),
        keys=[pair.key for pair, _amount in kept],
    )


def _legend(pairs: Sequence[Pair], names: tuple[str, str]) -> list[Entry]:
    found = [
        Entry([Bar(0, 1, Look(fill=color), height=0.6)], words)
        for color, words in ((_BEFORE, names[1]), (_NOW, names[0]))
    ]
    if any(pair.partial for pair in pairs):
        found.append(Entry([Bar(0, 1, Look(_NOW, "", pattern=Pattern.HATCH), height=0.7)], _("period not complete")))
    return found
