"""Cohorts: of those that started in a period, how many are left after each period since.

How a page shows it::

    cells = [Cell(1.0, 1.0, 1.0, partial=False), Cell(0.8, 0.9, 1.0, partial=True)]
    row = Cohort("Q1 2024", 12, cells, key="2024-Q1")
    chart.show_figure(cohorts([row], unit=_("quarters")))

A cell is shaded by its share and says it; one whose period is not over is hatched, and is never 0 for that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.drawing.figure import Entry, Figure, Panel, Rows, Scale, Stop, Stops
from desktop.drawing.marks import Bar, Key, Look, Pattern, RowMark
from desktop.wording import formatting
from desktop.wording.i18n import _, ngettext


@dataclass(frozen=True, slots=True)
class Cell:
    """The share (0 to 1) that is left after so many periods, with its ends. ``partial``: the period is not over."""

    low: float | None
    best: float | None
    high: float | None
    partial: bool


@dataclass(frozen=True, slots=True)
class Cohort:
    """Those that started in a period: how many, and their cells from age 0 on."""

    name: str
    size: int
    cells: Sequence[Cell]
    key: Key = None


def cohorts(
    rows: Sequence[Cohort], *, unit: str, title: str = "", note: str = "", name: str = "", color: str = "employees"
) -> Figure:
    """A triangle with a row for each cohort; ``unit`` names the periods of its ages. Keys: (key of the cohort, age)."""
    longest = max((len(row.cells) for row in rows), default=1)
    stops = [Stop((row.key, age), age + 0.5, 0, n) for n, row in enumerate(rows) for age in range(len(row.cells))]
    by_key = {row.key: row for row in rows}

    def marks(index: int) -> list[RowMark]:
        row = rows[index]
        return [_cell(row, age, cell, color) for age, cell in enumerate(row.cells)]

    def describe(key: Key) -> str:
        if not (isinstance(key, tuple) and len(key) == 2 and key[0] in by_key):
            return ""
        row, age = by_key[key[0]], key[1]
        return _told(row, age, unit) if isinstance(age, int) and 0 <= age < len(row.cells) else ""

    def read(x: float, _panel: int, index: int) -> str:
        return describe((rows[index].key, int(x))) if 0 <= index < len(rows) and x >= 0 else ""

    panel = Panel(
        rows=Rows(len(rows), lambda n: _name(rows[n]), marks, height=17.0, rule=False), title=name,
        note=_("share that is left, by {unit} since the start").format(unit=unit),
    )  # fmt: skip
    return Figure(
        [panel], (0.0, float(longest)), Scale.NUMBERS, title=title, note=note, stops=Stops(lambda: stops),
        describe=describe, read=read, still=True, legend=_legend(rows, color),
    )  # fmt: skip


def _name(row: Cohort) -> str:
    return _("{name} ({count})").format(name=row.name, count=formatting.number(row.size))


def _cell(row: Cohort, age: int, cell: Cell, color: str) -> Bar:
    share = cell.best if cell.best is not None else cell.low
    # From nearly the surface to the color: shares that differ by ten points can be told apart.
    fill = f"{color}~{round(92 - 80 * share)}" if share is not None else ""
    look = Look(color, fill, pattern=Pattern.HATCH) if cell.partial else Look("", fill)
    if share is None and not cell.partial:
        look = Look("control")
    text = formatting.percent(share * 100, decimals=0) if share is not None else formatting.ABSENT
    return Bar(age + 0.03, age + 0.97, look, height=0.86, text=text, key=(row.key, age))


def _told(row: Cohort, age: int, unit: str) -> str:
    cell = row.cells[age]
    ends = [None if end is None else end * 100 for end in (cell.low, cell.best, cell.high)]
    if all(end is None for end in ends):
        words = _("unknown")
    elif ends[0] == ends[1] == ends[2] or ends[0] is None or ends[2] is None:
        words = formatting.percent(ends[1] if ends[1] is not None else ends[0], decimals=0)
    else:
        low, high = (formatting.percent(end, decimals=0) for end in (ends[0], ends[2]))
        words = f"{formatting.percent(ends[1], decimals=0)} ({low}–{high})"
    if cell.partial:
        words = _("{period} (not complete)").format(period=words)
    started = ngettext("{n} started", "{n} started", row.size).format(n=formatting.number(row.size))
    after = _("after {n} {unit}").format(n=formatting.number(age), unit=unit)
    return _("{name}: {figure}").format(name=row.name, figure=f"{started}, {after} {words}")


def _legend(rows: Sequence[Cohort], color: str) -> list[Entry]:
    if any(cell.partial for row in rows for cell in row.cells):
        return [Entry([Bar(0, 1, Look(color, f"{color}~80", pattern=Pattern.HATCH))], _("period not complete"))]
    return []
