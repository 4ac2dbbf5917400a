"""An event in one line, from its resolved values. No Qt."""

from __future__ import annotations

from db.records import Event, EventKind
from db.values import KindGroup, Population, Quantity
from desktop import formatting, wording
from desktop.i18n import _, ngettext
from desktop.inspector.form import Stored


def headline(stored: Stored, kind: EventKind | None) -> str:
    """For example: Layoff · Scale AI · 200 employees · 14% · 16 July 2025 · reported · 2 sources."""
    event, values = stored.event, stored.event.values
    parts = [wording.kind_name(kind or event.kind), _parties(stored, kind)]
    if values.count is not None:
        parts.append(heads(event, kind))
    if values.percent is not None:
        share = formatting.percent(_rounded(values.percent))
        parts.append(_("{share} of {unit}").format(share=share, unit=values.percent_of) if values.percent_of else share)
    if values.amount is not None:
        parts.append(formatting.money(values.amount, values.currency))
    parts.append(formatting.imprecise(values.counting) if values.counting else _("no date"))
    if values.status is not None:
        parts.append(wording.status_name(values.status))
    count = values.source_count
    parts.append(ngettext("{n} source", "{n} sources", count).format(n=count) if count else _("no source"))
    return " · ".join(filter(None, parts))


def _rounded(percent: Quantity) -> Quantity:
    """A percentage that is uncertain only by its rounding is shown as it was printed."""
    low, best, high = percent.low, percent.best, percent.high
    if low is None or best is None or high is None or high - low > 1:
        return percent
    return Quantity.exact(best)


def _parties(stored: Stored, kind: EventKind | None) -> str:
    event, relationship = stored.event, stored.relationship
    name = stored.names.get(event.organization_id, "")
    other = stored.names.get(event.counterparty_id or 0, "")
    if kind is not None and kind.group is KindGroup.RELATIONSHIP:
        client = relationship is not None and relationship.vendor_id != event.organization_id
        vendor, buyer = (other, name) if client else (name, other)
        unnamed = _("unnamed")
        return _("{vendor} → {client}").format(vendor=vendor or unnamed, client=buyer or unnamed)
    return f"{name} · {other}" if other else name


def heads(event: Event, kind: EventKind | None) -> str:
    """The count with whose heads they are: "≈ 200 (150–250) employees"."""
    count = event.values.count
    number = formatting.quantity(count)
    population = event.population or (kind.population if kind else None)
    n = int(count.best) if count is not None and count.best is not None and count.best == int(count.best) else 2
    if population is Population.EMPLOYEES:
        return ngettext("{number} employee", "{number} employees", n).format(number=number)
    if population is Population.CONTINGENT:
        return ngettext("{number} contingent worker", "{number} contingent workers", n).format(number=number)
    if population is Population.UNSPECIFIED:
        return ngettext(
            "{number} person, population not specified", "{number} people, population not specified", n
        ).format(number=number)
    return number
