"""An event in one line, the same wherever it is told: charts, screen reader, inspector, lists, history and paper.

Always in this order, as far as it is known and not clear from where the line stands: number, kind, who, figures,
person, place, when, status, sources. For example "3: Layoff · Scale AI · 200 employees · 14% · 16 July 2025".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from db.model.ids import NO_ORGANIZATION, OrganizationId
from db.model.records import Event, EventKind, Resolved
from db.model.values import Population, Quantity
from desktop.wording import codes, formatting
from desktop.wording.i18n import _, ngettext
from desktop.wording.language.lines import one_line
from desktop.wording.records.relationships import Between, sides_of, told_apart

if TYPE_CHECKING:
    from db.tables.event_reads import EventRow


def joined(
    *,
    kind: str = "",
    who: str = "",
    figures: Iterable[str] = (),
    person: str = "",
    place: str = "",
    when: str = "",
    status: str = "",
    sources: str = "",
    number: int | None = None,
) -> str:
    """The parts that are there, in the order of every such line."""
    kind, who, person, place, sources = map(one_line, (kind, who, person, place, sources))
    # Figures and days are ours: their blanks that do not break stay.
    line = " · ".join(filter(None, (kind, who, *figures, person, place, when, status, sources)))
    return line if number is None else f"{number}: {line}"


def whole_line(
    event: Event,
    kind: EventKind | None,
    names: Mapping[OrganizationId, str],
    *,
    relationship: Between | None = None,
    number: int | None = None,
) -> str:
    """All of an event, from its resolved values; ``names`` of organizations by id."""
    values, count = event.values, event.values.source_count
    return joined(
        kind=codes.kind_name(kind or event.kind),
        who=parties(event, names, relationship),
        figures=figures(values, population=population_of(event, kind)),
        person=event.person,
        place=event.place,
        when=date_of(event) or _("no date"),
        status=codes.status_name(values.status) if values.status is not None else "",
        sources=ngettext("{n} source", "{n} sources", count).format(n=formatting.number(count))
        if count
        else _("no source"),
        number=number,
    )


def short_line(row: EventRow, kind: EventKind | None, *, organization: str = "", beside: str = "") -> str:
    """An event in a list to choose from: "Layoff · 49 · Ridgefield · 16 July 2025".

    Without its organization if it is that one, and without its kind if that is the one of an event ``beside`` it.
    """
    name = row.organization if row.organization != organization else ""
    values = row.values
    return joined(
        kind=codes.kind_name(kind or row.kind) if row.kind != beside else "",
        who=" · ".join(filter(None, (name, row.counterparty))),
        figures=[formatting.quantity(values.count)] if values.count is not None else (),
        place=row.place,
        when=formatting.imprecise(values.counting) if values.counting is not None else "",
    )


def parties(event: Event, names: Mapping[OrganizationId, str], relationship: Between | None = None) -> str:
    """Whom it is about: "vendor → client" of a relationship that is given, else with its counterparty."""
    if relationship is not None:
        return told_apart(sides_of(relationship, names), relationship)
    name, other = names.get(event.organization_id, ""), names.get(event.counterparty_id or NO_ORGANIZATION, "")
    return f"{name} · {other}" if other else name


def population_of(event: Event, kind: EventKind | None) -> Population | None:
    """Whose heads are counted: the event's own population, else that of its kind."""
    return event.population or (kind.population if kind is not None else None)


def date_of(event: Event) -> str:
    """When it happened, as precisely as is known; empty for an event without a date."""
    return formatting.imprecise(event.values.counting) if event.values.counting else ""


def figures(values: Resolved, *, population: Population | None = None) -> list[str]:
    """Count (whose heads, where a population is given), stated base, percentage with its unit, amount, as known."""
    found = []
    if values.count is not None:
        found.append(heads(values.count, population))
    if values.base is not None:
        found.append(out_of(values.base))
    if values.percent is not None:
        share = formatting.percent(_rounded(values.percent))
        unit = one_line(values.percent_of)
        found.append(_("{share} of {unit}").format(share=share, unit=unit) if unit else share)
    if values.amount is not None:
        found.append(formatting.money(values.amount, values.currency))
    return found


def out_of(base: Quantity) -> str:
    """The base that a source states beside a count: "out of 1,400"."""
    return _("out of {base}").format(base=formatting.quantity(base))


def _rounded(percent: Quantity) -> Quantity:
    """A percentage that is uncertain only by its rounding is shown as it was printed."""
    low, best, high = percent.low, percent.best, percent.high
    if low is None or best is None or high is None or high - low > 1:
        return percent
    return Quantity.exact(best)


def heads(count: Quantity, population: Population | None) -> str:
    """A count with whose heads they are: "≈ 200 (150–250) employees"; alone without a population."""
    number = formatting.quantity(count)
    n = int(count.best) if count.best is not None and count.best == int(count.best) else 2
    if population is Population.EMPLOYEES:
        return ngettext("{number} employee", "{number} employees", n).format(number=number)
    if population is Population.CONTINGENT:
        return ngettext("{number} contingent worker", "{number} contingent workers", n).format(number=number)
    if population is Population.UNSPECIFIED:
        return ngettext(
            "{number} person, population not specified", "{number} people, population not specified", n
        ).format(number=number)
    return number


__all__ = ["date_of", "figures", "heads", "joined", "out_of", "parties", "population_of", "short_line", "whole_line"]
