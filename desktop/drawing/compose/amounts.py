"""An amount as figures show it: low, best and high of a cell, how many events it has, how many without a number."""

from __future__ import annotations

import math
from dataclasses import dataclass

from desktop.drawing.marks import NAN
from desktop.wording import formatting
from desktop.wording.i18n import _, ngettext


@dataclass(frozen=True, slots=True)
class Amount:
    """``high`` None: open above, as where an event has no number. All None: nothing is known, which is never 0."""

    low: float | None
    best: float | None
    high: float | None
    events: int = 0
    without: int = 0  # events without a number

    @property
    def known(self) -> bool:
        """Whether there is anything to draw."""
        return self.low is not None or self.best is not None or self.high is not None

    @property
    def middle(self) -> float:
        """Where it is drawn: best, else halfway, else the one bound there is; NaN: nowhere."""
        if self.best is not None:
            return self.best
        if self.low is not None and self.high is not None:
            return (self.low + self.high) / 2
        return next((end for end in (self.low, self.high) if end is not None), NAN)

    @property
    def open(self) -> bool:
        """Whether it is "at least"."""
        return self.known and (self.high is None or self.without > 0)

    @property
    def top(self) -> float:
        """The highest place that is drawn."""
        return max(
            (end for end in (self.low, self.best, self.high) if end is not None and math.isfinite(end)), default=0.0
        )

    @property
    def bottom(self) -> float:
        """The lowest."""
        return min(
            (end for end in (self.low, self.best, self.high) if end is not None and math.isfinite(end)), default=0.0
        )

    def words(self, *, sign: bool = False) -> str:
        """The figure: "≈ 1,200 (1,150–1,300)", "≥ 300"; "unknown" where nothing is known."""
        if not self.known:
            return _("unknown")
        if self.open and self.low == self.best:  # "at least" says it all
            return formatting.interval(self.low, None, None, sign=sign)
        return formatting.interval(self.low, self.best, None if self.open else self.high, sign=sign)

    def short(self, *, sign: bool = False) -> str:
        """The same in one number, for a label: "1,200", "≥ 300"."""
        if not self.known:
            return _("unknown")
        number = (formatting.signed if sign else formatting.number)(self.middle)
        return f"≥\N{NO-BREAK SPACE}{number}" if self.open else number

    def whole(self, *, sign: bool = False) -> str:
        """The figure with what it was made of: "≥ 300, 12 events, 5 of them without a number"."""
        parts = [self.words(sign=sign)]
        if self.events:
            parts.append(ngettext("{n} event", "{n} events", self.events).format(n=formatting.number(self.events)))
        if self.without:
            text = ngettext("{n} of them without a number", "{n} of them without a number", self.without)
            parts.append(text.format(n=formatting.number(self.without)))
        return ", ".join(parts)


def least(amount: Amount) -> float:
    """The lower end, for a whisker: the lowest that is known."""
    return amount.low if amount.low is not None else amount.middle


def most(amount: Amount) -> float:
    """The upper end: infinite where it is open."""
    return math.inf if amount.known and amount.high is None else (amount.high if amount.high is not None else NAN)
