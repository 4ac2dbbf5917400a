"""What is known to have changed where no level is known, in words: how many fewer or more, and since when.

A sign alone reads wrong where a size is unknown: "at most −31,294" would be 31,294 fewer, or more.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, auto

from db.model.values import Quantity
from desktop.wording import formatting
from desktop.wording.i18n import N_, _
from desktop.wording.language.conventions import NBSP
from desktop.wording.language.rounding import rounded


class _Case(Enum):
    """What can be known of a difference."""

    SAME = auto()
    UNKNOWN = auto()
    FEWER = auto()
    MORE = auto()
    FEWER_OR_MORE = auto()
    MORE_OR_MORE = auto()
    UNKNOWN_FEWER = auto()
    UNKNOWN_MORE = auto()
    AT_MOST_FEWER = auto()
    AT_MOST_MORE = auto()
    BETWEEN = auto()
    ABOUT = auto()


#: What is said of a difference, by itself and of one that counts from the start.
_TEXTS: Mapping[_Case, tuple[str, str]] = {
    _Case.SAME: (N_("as many"), N_("as many as at the start")),
    _Case.UNKNOWN: (N_("by an unknown number"), N_("an unknown number more or fewer than at the start")),
    _Case.FEWER: (N_("{size} fewer"), N_("{size} fewer than at the start")),
    _Case.MORE: (N_("{size} more"), N_("{size} more than at the start")),
    _Case.FEWER_OR_MORE: (N_("{size} fewer, or more"), N_("{size} fewer than at the start, or more")),
    _Case.MORE_OR_MORE: (N_("{size} more, or more still"), N_("{size} more than at the start, or more still")),
    _Case.UNKNOWN_FEWER: (N_("fewer, by an unknown number"), N_("fewer than at the start, by an unknown number")),
    _Case.UNKNOWN_MORE: (N_("more, by an unknown number"), N_("more than at the start, by an unknown number")),
    _Case.AT_MOST_FEWER: (N_("at most {size} fewer"), N_("at most {size} fewer than at the start")),
    _Case.AT_MOST_MORE: (N_("at most {size} more"), N_("at most {size} more than at the start")),
    _Case.BETWEEN: (N_("{low} fewer to {high} more"), N_("{low} fewer to {high} more than at the start")),
    _Case.ABOUT: (
        N_("{about} ({low} fewer to {high} more)"),
        N_("{about} than at the start ({low} fewer to {high} more)"),
    ),
}


def difference(low: float | None, best: float | None, high: float | None) -> str:
    """A change: "500 fewer", "≈ 500 (200–800) fewer", "31,294 fewer, or more", "fewer, by an unknown number"."""
    return _worded(low, best, high, since=0)


def since_start(low: float | None, best: float | None, high: float | None) -> str:
    """The same of a change that counts from a start: "31,294 fewer than at the start, or more"."""
    return _worded(low, best, high, since=1)


def parts(low: float | None, best: float | None, high: float | None) -> tuple[str, str]:
    """A change since the start in large and in small: "≈ 500 fewer", and "200–800 fewer than at the start"."""
    if best is None or low is None or high is None or low == high:
        return difference(low, best, high), _("since the start")
    return _about(low, best, high), since_start(low, None, high)


def in_a_year(change: Quantity | None) -> str:
    """The change over a year: "in a year: ≈ 200 fewer"; that it is not known, where it is not."""
    if change is None:
        return _("a year before unknown")
    if change.low == change.high == 0:
        return _("no change recorded in a year")
    return _("in a year: {change}").format(change=difference(change.low, change.best, change.high))


def _worded(low: float | None, best: float | None, high: float | None, *, since: int) -> str:
    key, values = _case(low, best, high)
    return _(_TEXTS[key][since]).format(**values)


def _case(low: float | None, best: float | None, high: float | None) -> tuple[_Case, dict[str, str]]:
    """Which text, and what it says."""
    if low is None and high is None:
        return (_Case.UNKNOWN, {}) if best is None else _case(best, best, best)
    if low == high == 0:
        return _Case.SAME, {}
    if low is None or high is None:
        return _open(low, high)
    if high <= 0:
        return _Case.FEWER, {"size": formatting.interval(-high, None if best is None else -best, -low)}
    if low >= 0:
        return _Case.MORE, {"size": formatting.interval(low, best, high)}
    shown = rounded(low, best, high)
    size = {"low": formatting.number(-(shown.low or 0)), "high": formatting.number(shown.high)}
    return (_Case.ABOUT, {**size, "about": _about(low, best, high)}) if shown.best else (_Case.BETWEEN, size)


def _about(low: float, best: float | None, high: float) -> str:
    """The best alone, as finely as the whole is shown."""
    shown = rounded(low, best, high).best
    middle = best if shown is None else shown
    return f"≈{NBSP}{difference(middle, middle, middle)}"


def _open(low: float | None, high: float | None) -> tuple[_Case, dict[str, str]]:
    """One end is unknown: some size is."""
    end = high if low is None else low
    assert end is not None
    size = {"size": formatting.number(abs(end))}
    if end == 0:
        return (_Case.UNKNOWN_FEWER if low is None else _Case.UNKNOWN_MORE), {}
    if low is None:
        return (_Case.FEWER_OR_MORE if end < 0 else _Case.AT_MOST_MORE), size
    return (_Case.MORE_OR_MORE if end > 0 else _Case.AT_MOST_FEWER), size


__all__ = ["difference", "parts", "since_start"]
