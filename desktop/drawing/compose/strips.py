"""A row for each of several, with its events at their days and a word about it at the end.

How a page shows it::

    strip = Strip(_("Acme"), pins, _("2 rules: cuts, leaders gone"), key=7, marked=True)
    chart.show_figure(strips([strip], first=first, last=last, describe=words))
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from db.model.days import day_of
from desktop.drawing.figure import Figure, Panel, Rows, Stop, Stops
from desktop.drawing.marks import Bar, Key, Look, Pin, RowMark, Word
from desktop.wording import formatting
from desktop.wording.i18n import _


@dataclass(frozen=True, slots=True)
class Strip:
    """``pins`` on a scale of days. ``marked``: it stands out; ``faint``: nothing is known of it."""

    name: str
    pins: Sequence[Pin]
    words: str
    key: Key = None
    marked: bool = False
    faint: bool = False


def strips(
    items: Sequence[Strip],
    *,
    first: date,
    last: date,
    describe: Callable[[Key], str] = lambda _key: "",
    title: str = "",
    note: str = "",
    name: str = "",
) -> Figure:
    """From ``first`` to ``last``, in the order given; a click on a row answers with its key."""
    begin, end = float(first.toordinal()), float(last.toordinal() + 1)

    def marks(index: int) -> list[RowMark]:
        one = items[index]
        back = "negative~88" if one.marked else "hover~40"
        found: list[RowMark] = [Bar(begin, end, Look(fill=back), 0.8, key=one.key), *one.pins]
        found.append(Word(end, f"  {one.words}", "text" if one.marked else "muted", bold=one.marked))
        return found

    told = {one.key: one for one in items}

    def said(key: Key) -> str:
        one = told.get(key)
        return describe(key) if one is None else _("{name}: {figure}").format(name=one.name, figure=one.words)

    def read(x: float, _panel: int, row: int) -> str:
        day = formatting.day(day_of(int(x)))
        return f"{day}   ·   {said(items[row].key)}" if 0 <= row < len(items) else day

    rows = Rows(
        len(items), lambda n: items[n].name, marks, height=20.0, key=lambda n: items[n].key,
        faint=lambda n: items[n].faint,
    )  # fmt: skip
    stops = [Stop(one.key, end, 0, n) for n, one in enumerate(items)]
    return Figure(
        [Panel(rows=rows, title=name)], (begin, end), title=title, note=note, stops=Stops(lambda: stops), describe=said,
        read=read, still=True, end_words=[f"  {one.words}" for one in items[:400]],
    )  # fmt: skip
