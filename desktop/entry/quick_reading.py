"""What a quick line says, in words, and the form it fills. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from db.model.records import EventKind
from db.model.text import fold
from db.model.values import KindGroup
from db.reading.quantities import Kind
from desktop.entry.drafting import context_of, of_kind
from desktop.entry.form import ClaimForm, EventForm, Named
from desktop.entry.layout import counterparty_name
from desktop.entry.reading import Context, read_date, read_number
from desktop.wording import codes, formatting
from desktop.wording.i18n import N_, _
from desktop.wording.language.lines import host_of
from desktop.wording.records.event_line import joined

if TYPE_CHECKING:
    from db.reading.quick.names import Names
    from db.reading.quick.result import Doubt, Name, QuickEntry

_CLAIM = ("announced", "effective", "count", "percent", "amount", "publisher", "url", "wording")
_SOURCE = frozenset(("publisher", "url"))

#: What is to be checked, by reason; dates and sizes say it themselves in their echo.
_DOUBTS: Mapping[str, str] = {
    "year_or_count": N_("Is “{text}” the year or the count?"),
    "qualified": N_("Check the date: a word before it was not understood."),
    "side": N_("Is {organization} the vendor or the client?"),
    "roles": N_("Check which organization is which."),
    "similar_name": N_("“{text}” is new, but similar to {detail}."),
    "same_name": N_("Several organizations are called “{text}”."),
    "number": N_("What is “{detail}”?"),
    "percent_of": N_("What is {text} a percentage of?"),
    "negation": N_("The line says “{detail}”: check what happened."),
    "hedge": N_("The line says “{detail}”: check its status."),
}
_SEVERAL: Mapping[str, str] = {
    "kind": N_("The line speaks of more than one kind of event."),
    "organization": N_("More than one organization: {detail} is left out."),
    "announced": N_("More than one date: the first one is taken."),
    "effective": N_("More than one date: the first one is taken."),
    "status": N_("More than one status: choose one."),
}


def read_line(
    text: str, *, names: Names, kinds: Mapping[str, EventKind], context: Context, claim: ClaimForm
) -> tuple[QuickEntry, Context]:
    """Reads a line that is to go into a claim, and gives the context it was read by.

    The claim may have its source already, as the next fact of an article has: then "last month" is that before the
    article. A line that names another source leaves nothing of it.
    """
    from db.reading.quick.entry import parse_quick

    known = context_of(claim, context)
    for tried in (known, context):
        entry = parse_quick(
            text,
            names=names,
            kinds=kinds,
            order=tried.order,
            convention=tried.convention,
            published=tried.published,
            fiscal=tried.fiscal,
        )
        if not _other_source(entry, claim):
            return entry, tried
    return entry, context


def _other_source(entry: QuickEntry, claim: ClaimForm) -> bool:
    """Whether a line names another source than the claim has."""
    publisher = entry.publisher or host_of(entry.url)
    pairs = ((publisher, claim.publisher), (entry.url, claim.url))
    return any(said and known.strip() and fold(said) != fold(known) for said, known in pairs)


# The echo.


def sentence(entry: QuickEntry, context: Context, kinds: Mapping[str, EventKind]) -> str:
    """What was understood in one line: "Layoff · Scale AI · ≈ 200 (150–250) · 16 July 2025 · TechCrunch"."""
    kind = kinds.get(entry.kind)
    context = of_kind(context, entry.kind, None, kinds)
    reference = _("reference {number}").format(number=entry.reference) if entry.reference else ""
    sides = filter(None, (_organization(entry), _counterparty(entry, kind), reference))
    named = bool(entry.person and entry.role)
    days = [_day(entry.announced, context)]
    if entry.effective:
        days.append(_("effective from {day}").format(day=_day(entry.effective, context)))
    return joined(
        kind=codes.kind_name(kind) if kind else "",
        who=" · ".join(sides),
        figures=[_size(getattr(entry, name), context, name) for name in ("count", "percent", "amount")],
        person=_("{person}, {role}").format(person=entry.person, role=entry.role)
        if named
        else entry.person or entry.role,
        when=" · ".join(filter(None, days)),
        status=codes.status_name(entry.status) if entry.status else "",
        sources=entry.publisher or host_of(entry.url),
    )


def _size(text: str, context: Context, kind: Kind) -> str:
    read = read_number(text, context, kind=kind)
    value = read.value
    if value is None:
        return read.echo
    parts = []
    if value.count is not None:
        counted = formatting.quantity(value.count)
        parts.append(f"{counted} {value.unit}" if value.unit else counted)
    if value.percent is not None:
        share = formatting.percent(value.percent)
        parts.append(_("{share} of {unit}").format(share=share, unit=value.percent_of) if value.percent_of else share)
    parts.append(formatting.money(value.amount, value.currency) if value.amount is not None else "")
    if value.base is not None:
        parts.append(_("base {base}").format(base=formatting.quantity(value.base)))
    return " · ".join(part for part in parts if part)


def _day(text: str, context: Context) -> str:
    value = read_date(text, context).value
    return text if value is None or not value.known else formatting.imprecise(value)


def _organization(entry: QuickEntry) -> str:
    if entry.organization is None:
        return ""
    name = _named(entry.organization)
    if entry.side:
        return _("{side}: {name}").format(name=name, side=codes.field_name(entry.side))
    return name


def _counterparty(entry: QuickEntry, kind: EventKind | None) -> str:
    if entry.counterparty is None:
        return ""
    name = _named(entry.counterparty)
    related = kind is not None and kind.group is KindGroup.RELATIONSHIP
    if related and not entry.side:
        return name
    side = codes.field_name(counterparty_name(kind, entry.side or "vendor"))
    return _("{side}: {name}").format(name=name, side=side)


def _named(name: Name) -> str:
    return name.text if name.id is not None else _("{name} (new)").format(name=name.text)


def questions(entry: QuickEntry, context: Context) -> str:
    """What is to be checked, a sentence in each line; empty if nothing is."""
    found = dict.fromkeys(_question(doubt, entry, context) for doubt in entry.doubts)
    return "\n".join(text for text in found if text)


def _question(doubt: Doubt, entry: QuickEntry, context: Context) -> str:
    if doubt.reason == "new_name":
        return ""  # the echo says so beside the name
    if doubt.reason == "several" and doubt.field in _SEVERAL:
        return _(_SEVERAL[doubt.field]).format(detail=doubt.detail)
    if doubt.reason == "several":
        return _("More than one number: “{detail}” is left out.").format(detail=doubt.detail)
    value = getattr(entry, doubt.field, "")
    text = value if isinstance(value, str) else getattr(value, "text", "")
    if doubt.reason in _DOUBTS:
        name = entry.organization.text if entry.organization else ""
        return _(_DOUBTS[doubt.reason]).format(text=text, detail=doubt.detail, organization=name)
    if doubt.field in {"announced", "effective"}:
        return read_date(text, context).echo
    if doubt.field in {"percent", "amount"}:
        return read_number(text, context, kind="percent" if doubt.field == "percent" else "amount").echo
    return read_number(text, context).echo


# The form.


def filled(form: EventForm, entry: QuickEntry) -> EventForm:
    """A form with everything the line says filled in; what it does not say stays."""
    event: dict[str, Any] = {
        name: getattr(entry, name) for name in ("kind", "side", "reference", "person", "role") if getattr(entry, name)
    }
    if any(doubt.reason == "side" for doubt in entry.doubts):
        event["side"] = ""  # the form goes on asking
    for name in ("organization", "counterparty"):
        value = getattr(entry, name)
        if value is not None:
            event[name] = Named(value.text, value.id)
    claim = form.claims[0] if form.claims else ClaimForm()
    if _other_source(entry, claim):
        claim = claim.without_source()
    said: dict[str, Any] = {name: getattr(entry, name) for name in _CLAIM if getattr(entry, name)}
    if entry.url and not entry.publisher and (host := host_of(entry.url)):
        said["publisher"] = host
    if entry.status is not None:
        said["status"] = entry.status
    if _SOURCE & said.keys():
        said["picked"] = None
    said["choices"] = tuple(pair for pair in claim.choices if pair[0] not in said)
    return replace(form, claims=(replace(claim, **said), *form.claims[1:]), **event)


def first_to_check(form: EventForm, entry: QuickEntry, kinds: Mapping[str, EventKind]) -> tuple[str, int] | None:
    """The first field that is empty or to be checked, and its claim (-1: the event); None if nothing is open."""
    kind = kinds.get(form.kind)
    claim = form.claims[0]
    missing = _missing(form, claim, kind)
    doubted = {_place(doubt) for doubt in entry.doubts}
    for name in ("kind", "organization", "side", "counterparty", "person"):
        if name in missing or name in doubted:
            return name, -1
    for name in ("announced", "effective", "count", "percent", "amount", "status", "publisher", "wording"):
        if name in missing or name in doubted:
            return name, 0
    return None


def _place(doubt: Doubt) -> str:
    """The field where a doubt is settled."""
    if doubt.reason == "side":
        return "side"
    return "wording" if doubt.field == "rest" else doubt.field


def _missing(form: EventForm, claim: ClaimForm, kind: EventKind | None) -> set[str]:
    """What an event of its kind usually has and this one has not."""
    if kind is None:
        return {"kind"}
    wanted = {"organization": form.organization.text, "announced": claim.announced or claim.effective}
    if kind.group is KindGroup.WORKFORCE:
        wanted["count"] = claim.count or claim.percent
    elif kind.group is KindGroup.LEADERSHIP:
        wanted["person"] = form.person
    elif kind.group in {KindGroup.RELATIONSHIP, KindGroup.OWNERSHIP}:
        wanted["counterparty"] = form.counterparty.text
    return {name for name, text in wanted.items() if not text.strip()}
