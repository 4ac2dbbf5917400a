"""Events and levels in words: what the charts' read-out, their tables and a screen reader say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from db.analysis.series import Basis, HeadcountSeries, Level
from db.records import Event, EventKind
from db.values import Population, Quantity
from desktop import formatting, wording
from desktop.i18n import _, ngettext


def event_date(event: Event) -> str:
    """When it happened, as precisely as is known."""
    return formatting.imprecise(event.values.counting)


def event_size(event: Event) -> str:
    """Its count, its percentage, or both; empty for an event of another sort."""
    parts = []
    if event.values.count is not None:
        parts.append(formatting.quantity(event.values.count))
    if event.values.percent is not None:
        parts.append(formatting.percent(event.values.percent))
    return ", ".join(parts)


def event_sentence(
    event: Event, *, kinds: Mapping[str, EventKind], names: Mapping[int, str], number: int | None = None
) -> str:
    """An event in one line: "3: 16 July 2025, Scale AI, Layoff, ≈ 200 (150–250), 3 sources, confirmed"."""
    kind = kinds.get(event.kind)
    who = names.get(event.organization_id, "")
    if event.counterparty_id is not None and event.counterparty_id in names:
        who = f"{who} / {names[event.counterparty_id]}"
    count = event.values.source_count
    parts = [
        event_date(event),
        who,
        wording.kind_name(kind if kind is not None else event.kind),
        event_size(event),
        event.person,
        ngettext("{count} source", "{count} sources", count).format(count=formatting.number(count)) if count else "",
        wording.status_name(event.values.status) if event.values.status is not None else "",
    ]
    words = ", ".join(part for part in parts if part)
    return words if number is None else f"{number}:  {words}"


def event_numbers(event_ids: Sequence[int], numbers: Mapping[int, int]) -> str:
    """The numbers of events, in order: "2, 5"."""
    return ", ".join(str(number) for number in sorted(numbers[one] for one in event_ids if one in numbers))


def level_words(level: Level) -> str:
    """A level, or a change since the first event, with its interval."""
    return formatting.interval(level.low, level.best, level.high, sign=level.basis is Basis.RELATIVE)


def unexplained_words(quantity: Quantity | None) -> str:
    """What the known changes do not account for, with its sign; empty where there is nothing to say."""
    if quantity is None:
        return ""
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
            _("{organization}: {level} employees since {day}; no level is known")
            if employees
            else _("{organization}: {level} contingent workers since {day}; no level is known")
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


def _footing(series: HeadcountSeries) -> str:
    """What the last level rests on: itself, or the level that the changes before it started from."""
    last = series.levels[-1]
    if last.basis is not Basis.CHANGE:
        return wording.basis_name(last.basis)
    footing = next((level for level in reversed(series.levels) if level.basis is not Basis.CHANGE), None)
    if footing is None or footing.basis is not Basis.REPORTED:
        return wording.basis_name(Basis.IMPLIED if footing is not None else last.basis)
    return _("calculated from what was reported for {day}").format(day=formatting.day(footing.day))
