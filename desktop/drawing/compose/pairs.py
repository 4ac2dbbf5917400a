"""Pairs of bars: the same figure before and after something, in groups with a scale of their own each.

How a page shows it::

    pair = Pair(_("Ended"), Amount(1, 1, 1), Amount(4, 4, 4), keys=("ended-before", "ended-after"))
    chart.show_figure(pairs([(_("Relationships"), [pair])], names=(_("before"), _("after"))))
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.drawing.compose.amounts import Amount, least, most
from desktop.drawing.figure import Entry, Figure, Panel, Rows, Scale, Stop, Stops
from desktop.drawing.marks import NAN, Bar, Key, Look, Pattern, RowMark, Whisker, Word
from desktop.wording.i18n import _


@dataclass(frozen=True, slots=True)
class Pair:
    """One figure on either side; ``unit`` stands behind each of them."""

    name: str
    before: Amount
    after: Amount
    keys: tuple[Key, Key] = (None, None)
    unit: str = ""


def pairs(
    groups: Sequence[tuple[str, Sequence[Pair]]],
    *,
    names: tuple[str, str],
    partial: bool = False,
    title: str = "",
    note: str = "",
) -> Figure:
    """Two rows a figure. ``names``: of both sides. ``partial``: the second side is not over, and is hatched.

    Figures of one group share a scale from 0, groups do not: the axis has no numbers, each bar has its own.
    """
    looks = (
        Look(fill="unspecified"),
        (Look("employees", "employees~75", pattern=Pattern.HATCH) if partial else Look(fill="employees")),
    )
    panels, stops, found = [], [], {}
    for number, (group, items) in enumerate(groups):
        top = max((end for one in items for end in (one.before.top, one.after.top)), default=0.0) or 1.0
        rows = [(one, side) for one in items for side in (0, 1)]
        panels.append(_panel(group, rows, top, looks))
        for row, (one, side) in enumerate(rows):
            amount = (one.before, one.after)[side]
            stops.append(Stop(one.keys[side], amount.middle / top if amount.known else NAN, number, row))
            found[one.keys[side]] = (one, side)

    def describe(key: Key) -> str:
        if key not in found:
            return ""
        one, side = found[key]
        figure = (one.before, one.after)[side].whole()
        return _("{name}: {figure}").format(name=f"{one.name}, {names[side]}", figure=figure)

    def read(_x: float, panel: int, row: int) -> str:
        items = groups[panel][1] if 0 <= panel < len(groups) else ()
        return describe(items[row // 2].keys[row % 2]) if 0 <= row < 2 * len(items) else ""

    legend = [Entry([Bar(0, 1, look, height=0.7)], name) for look, name in zip(looks, names, strict=True)]
    words = [f"{amount.words()} {one.unit}".strip() for _name, items in groups for one in items
             for amount in (one.before, one.after)]  # fmt: skip
    return Figure(
        panels, (0.0, 1.02), Scale.NUMBERS, title=title, note=note, legend=legend, stops=Stops(lambda: stops),
        describe=describe, read=read, still=True, form=lambda _value: "", end_words=words,
    )  # fmt: skip


def _panel(group: str, rows: Sequence[tuple[Pair, int]], top: float, looks: tuple[Look, Look]) -> Panel:
    def marks(index: int) -> list[RowMark]:
        one, side = rows[index]
        amount = (one.before, one.after)[side]
        if not amount.known:
            return [Word(0.0, _("unknown"), "muted")]
        found: list[RowMark] = [Bar(0.0, max(amount.middle, 0.0) / top, looks[side], 0.74, key=one.keys[side])]
        high = most(amount)
        if least(amount) < high != float("inf"):
            found.append(Whisker(least(amount) / top, high / top, Look("text", width=0.9)))
        found.append(Word(max(amount.top, 0.0) / top, f"{amount.words()} {one.unit}".strip()))
        return found

    return Panel(
        rows=Rows(
            len(rows), lambda n: rows[n][0].name if not rows[n][1] else "", marks, height=15.0, rule=False,
            key=lambda n: rows[n][0].keys[rows[n][1]],
            longest=[one.name for one, _side in rows],
        ),
        title=group,
    )  # fmt: skip
