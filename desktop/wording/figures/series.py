"""Levels in words: what the charts' read-out, their tables and a screen reader say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from db.analysis.series import Basis, HeadcountSeries, Level
from db.model.ids import EventId
from db.model.values import Population, Quantity
from desktop.wording import codes, formatting
from desktop.wording.figures import differences
from desktop.wording.i18n import _, ngettext


def event_numbers(event_ids: Sequence[EventId], numbers: Mapping[EventId, int]) -> str:
    """The numbers of events, in order: "2, 5"."""
    return ", ".join(str(number) for number in sorted(numbers[one] for one in event_ids if one in numbers))


def level_words(level: Level) -> str:
    """A level with its interval; where no level is known, how many fewer or more since the first event."""
    if level.basis is Basis.RELATIVE:
        return differences.since_start(level.low, level.best, level.high)
    return formatting.interval(level.low, level.best, level.high)


def unexplained_words(quantity: Quantity | None) -> str:
    """What the known changes do not account for, with its sign; empty where there is nothing to say."""
    if quantity is None:
        return ""
    if quantity.low is None or quantity.high is None:
        return differences.difference(quantity.low, quantity.best, quantity.high)
    return formatting.interval(quantity.low, quantity.best, quantity.high, sign=True)


def headline(series: HeadcountSeries, name: str) -> str:
    """The last level in one sentence: "Scale AI: ≈ 1,229 (1,179–1,281) employees since 16 July 2025, implied"."""
    if not series.levels:
        return ""
    level = series.levels[-1]
    values = {"organization": name, "level": level_words(level), "day": formatting.day(level.day)}
    values["basis"] = _footing(series)
    plural = 1 if level.low == level.best == level.high == 1 else 2
    employees = series.population is Population.EMPLOYEES
    if series.relative:
        values["day"] = formatting.day(series.levels[0].day)
        pattern = (
            _("{organization}, employees since {day}: {level}; no level is known")
            if employees
            else _("{organization}, contingent workers since {day}: {level}; no level is known")
        )
    elif employees:
        pattern = ngettext(
            "{organization}: {level} employee since {day} ({basis})",
            "{organization}: {level} employees since {day} ({basis})",
            plural,
        )
    else:
        pattern = ngettext(
            "{organization}: {level} contingent worker since {day} ({basis})",
            "{organization}: {level} contingent workers since {day} ({basis})",
            plural,
        )
    return pattern.format(**values)


def implied(series: HeadcountSeries) -> bool:
    """Whether its last level rests on what count and percentage of an event imply."""
    footing = _footing_of(series)
    return footing is not None and footing.basis is Basis.IMPLIED


def _footing_of(series: HeadcountSeries) -> Level | None:
    """The known level that the last one is, or that the changes before it started from; None where it comes later."""
    return next((level for level in reversed(series.levels) if level.basis is not Basis.CHANGE), None)


def _footing(series: HeadcountSeries) -> str:
    """What the last level rests on: itself, or the level that the changes before it started from."""
    last = series.levels[-1]
    if last.basis is not Basis.CHANGE:
        return codes.basis_name(last.basis)
    footing = _footing_of(series)
    if footing is None or footing.basis is not Basis.REPORTED:
        return codes.basis_name(Basis.IMPLIED if footing is not None else last.basis)
    return _("calculated from what was reported for {day}").format(day=formatting.day(footing.day))
