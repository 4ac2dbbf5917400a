"""The values of the ledger's records in words, whatever their type: what history and comparisons are told with."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from db.model.records import Claim
from db.model.values import DateMode, ImpreciseDate, KindGroup, Population, Quantity, RelationshipState, Status
from db.reading.dates import parse_date
from desktop.wording import codes, formatting
from desktop.wording.i18n import N_, _
from desktop.wording.language.lines import elided

#: Fields as the ledger names them that are called otherwise in the window, or are nowhere else.
FIELD_NAMES: Mapping[str, str] = {
    "organization_id": N_("Organization"),
    "counterparty_id": N_("Counterparty"),
    "part_of_id": N_("Part of"),
    "source_id": N_("Source"),
    "vendor_id": N_("Vendor"),
    "client_id": N_("Client"),
    "parent_id": N_("Parent"),
    "event_id": N_("Event"),
    "mine": N_("My organization"),
    "contradicted": N_("Contradicted"),
    "denied_beside": N_("Denied beside an assertion"),
    "note": N_("Note"),
    "value": N_("Value"),
    "code": N_("Code"),
    "group": N_("Group"),
    "sign": N_("Effect on the level"),
    "level": N_("States a level"),
    "state": N_("State of the relationship"),
    "color": N_("Color"),
    "symbol": N_("Symbol"),
}

#: What a claim says, in the order in which it is told.
SHOWN = ("announced", "effective", "count", "percent", "amount", "base")
#: Characters of a text that are shown.
TEXT_LIMIT = 160


def record_field(name: str) -> str:
    """What a field is called."""
    return _(FIELD_NAMES[name]) if name in FIELD_NAMES else codes.field_name(name)


def claim_values(claim: Claim) -> str:
    """What a claim says: "reported · 16 July 2025 · 200"."""
    values = [codes.status_name(claim.status), *(record_value(claim, name) for name in SHOWN)]
    return " · ".join(filter(None, values))


def _fiscal_year(value: str) -> str:
    """When a fiscal year begins, by an example; another text as it is."""
    read = parse_date("FY2025", fiscal=int(value)) if re.fullmatch(r"-?\d{1,2}", value, re.ASCII) else None
    if not isinstance(read, ImpreciseDate):
        return value
    period = formatting.imprecise(replace(read, mode=DateMode.SPAN))
    return _("fiscal 2025 is {period}").format(period=period)


def record_value(record: object, name: str) -> str:
    """A value in words, whatever its type; empty for nothing."""
    value = getattr(record, name, None)
    match value:
        case ImpreciseDate():
            return formatting.imprecise(value)
        case Quantity():
            if name == "percent":
                return formatting.percent(value)
            if name == "amount":
                return formatting.money(value, getattr(record, "currency", ""))
            return formatting.quantity(value)
        case Status():
            return codes.status_name(value)
        case Population():
            return codes.population_name(value)
        case RelationshipState():
            return codes.state_name(value)
        case KindGroup():
            return codes.group_name(value)
        case bool():
            return _("yes") if value else _("no")
        case int() | float():
            return formatting.number(value, decimals=2)
        case tuple():
            return formatting.listing([codes.field_name(str(one)) for one in value]) if value else ""
        case str():
            if name == "reliability" and value:
                return codes.reliability_name(value)
            if name == "value" and getattr(record, "key", "") == "fiscal_year":
                return _fiscal_year(value)
            return elided(value, limit=TEXT_LIMIT)
    return ""


__all__ = ["FIELD_NAMES", "SHOWN", "TEXT_LIMIT", "claim_values", "record_field", "record_value"]
