"""The bridge from one level to another: what each kind of event did in between, and what remains unexplained.

How a page shows it::

    opening, closing = Amount(1500, 1500, 1500), Amount(1100, 1100, 1100)
    changes = [Change(_("Layoffs"), Amount(-250, -200, -200, events=2), key="layoff")]
    gap = Amount(-200, -200, -150)
    chart.show_figure(bridge("1 March 2025", opening, changes, "1 October 2025", closing, unexplained=gap))

Rows from the top down; the axis begins at 0. Without ``closing`` the sum stands at the end.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.drawing.compose.amounts import Amount, least, most
from desktop.drawing.figure import Figure, Panel, Rows, Scale, Stop, Stops
from desktop.drawing.marks import Bar, Key, Look, Pattern, RowMark, Tie, Whisker, Word
from desktop.wording.figures.differences import difference
from desktop.wording.i18n import _

OPENING, CLOSING, UNEXPLAINED = "opening", "closing", "unexplained"


@dataclass(frozen=True, slots=True)
class Change:
    """What one kind did to the level: a signed amount. ``note`` stands behind its figure."""

    name: str
    amount: Amount
    key: Key = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class _Row:
    name: str
    amount: Amount
    start: float  # where its bar begins
    key: Key
    look: Look
    level: bool = False
    note: str = ""
    until: float | None = None  # where it ends for sure, whatever lies in its middle

    @property
    def end(self) -> float:
        if self.until is not None:
            return self.until
        return self.start + (self.amount.middle if self.amount.known else 0.0)

    @property
    def counts(self) -> str:
        """How many events are in it, and how many of them without a number."""
        return self.amount.whole(sign=True).removeprefix(self.amount.words(sign=True)).removeprefix(", ")

    @property
    def words(self) -> str:
        """A change that is open to a side says so in words: a sign alone reads wrong there."""
        amount = self.amount
        if self.level or not amount.known or (amount.low is not None and amount.high is not None and not amount.open):
            return amount.words(sign=not self.level)
        return difference(amount.low, amount.best, None if amount.without else amount.high)


def bridge(
    opening_name: str,
    opening: Amount,
    changes: Sequence[Change],
    closing_name: str,
    closing: Amount | None,
    *,
    unexplained: Amount | None = None,
    title: str = "",
    name: str = "",
    unit: str = "",
    note: str = "",
    color: str = "employees",
) -> Figure:
    """A waterfall in rows. ``unexplained``: the closing level less the opening one and all changes; hatched.

    Keys of the rows that are no change: :data:`OPENING`, :data:`CLOSING`, :data:`UNEXPLAINED`.
    """
    rows = [_Row(opening_name, opening, 0.0, OPENING, Look(fill=color), level=True)]
    at = rows[0].end
    for one in changes:
        role = "muted" if not one.amount.known else ("positive" if one.amount.middle >= 0 else "negative")
        rows.append(_Row(one.name, one.amount, at, one.key, Look(fill=role), note=one.note))
        at = rows[-1].end
    if unexplained is not None:
        look = Look("unexplained", "unexplained~80", pattern=Pattern.HATCH)
        until = closing.middle if closing is not None and closing.known and unexplained.best is None else None
        rows.append(_Row(_("unexplained"), unexplained, at, UNEXPLAINED, look, until=until))
        at = rows[-1].end
    if closing is not None:
        rows.append(_Row(closing_name, closing, 0.0, CLOSING, Look(fill=color), level=True))
    ends = [end for row in rows for end in (row.start, row.end, *_reach(row))]
    low, high = min(0.0, *ends), max(0.0, *ends)
    air = (high - low or 1.0) * 0.03

    def marks(index: int) -> list[RowMark]:
        return _marks(rows[index], tied=index + 1 < len(rows))

    stops = [Stop(row.key, row.end, 0, n) for n, row in enumerate(rows)]
    by_key = {row.key: row for row in rows}

    def describe(key: Key) -> str:
        row = by_key.get(key)
        if row is None:
            return ""
        words = ", ".join(filter(None, (_("{name}: {figure}").format(name=row.name, figure=row.words), row.counts)))
        return f"{words}, {row.note}" if row.note else words

    def read(_x: float, _panel: int, index: int) -> str:
        return describe(rows[index].key) if 0 <= index < len(rows) else ""

    panel = Panel(
        rows=Rows(len(rows), lambda n: rows[n].name, marks, height=19.0, key=lambda n: rows[n].key),
        title=name,
        note=unit,
    )
    return Figure(
        [panel], (low - air if low < 0 else 0.0, high + air), Scale.NUMBERS, title=title, note=note,
        stops=Stops(lambda: stops), describe=describe, read=read, still=True,
        end_words=[row.words for row in rows],
    )  # fmt: skip


def _reach(row: _Row) -> tuple[float, ...]:
    """Both ends of its interval, on the axis."""
    if not row.amount.known:
        return ()
    return tuple(
        row.start + end for end in (least(row.amount), most(row.amount)) if end not in {float("inf"), float("-inf")}
    )


def _marks(row: _Row, *, tied: bool) -> list[RowMark]:
    found: list[RowMark] = []
    if tied:
        found.append(Tie(row.end, Look("control", width=0.7)))
    words = row.words
    if not row.amount.known:
        found.append(Word(row.start, words, "muted"))
        return found
    found.append(Bar(min(row.start, row.end), max(row.start, row.end), row.look, key=row.key))
    ends = _reach(row)
    if len(ends) == 2 and ends[0] != ends[1]:
        found.append(Whisker(min(ends), max(ends), Look("text", width=0.9)))
    at = max(row.start, row.end, *ends)
    ink = "unexplained" if row.key == UNEXPLAINED else "text"
    found.append(Word(at, words, ink, bold=row.level))
    found += [Word(at, text, "muted") for text in (row.counts, row.note) if text]
    return found
