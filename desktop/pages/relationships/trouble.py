"""Vendors in trouble and clients that one depends on: facts against rules that the reader sets, and no score."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from db.analysis.figures.cells import Answer, Cell
from db.figures.asking import ask
from db.figures.questions import Asked
from db.figures.relationships.rules import Rules, kept_rules
from db.model.ids import EventId, OrganizationId
from db.model.records import Event, EventKind
from db.model.values import RelationshipState
from db.view.series import whole
from db.view.view import View
from desktop.drawing.compose.events import pin
from desktop.drawing.compose.strips import Strip, strips
from desktop.pages.answers.shown import (
    About,
    Chosen,
    Line,
    Option,
    Shown,
    all_behind,
    behind,
    explained,
    picked,
    refused,
    remarks,
)
from desktop.wording import codes, formatting
from desktop.wording.i18n import _, ngettext
from desktop.wording.records import event_line
from desktop.wording.rules import limit_words, rule_name, rules_sentence

_SIDES = ("vendor", "client")
_PINS = 4000  # of so many events at most a pin is drawn


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The answer with the rules, the events behind it, and what is known of each side's relationship with us."""

    answer: Answer
    rules: Rules
    events: Mapping[EventId, Event]
    names: Mapping[OrganizationId, str]
    us: tuple[OrganizationId, ...]
    states: Mapping[OrganizationId, tuple[RelationshipState, ...]]
    amounts: Mapping[OrganizationId, Sequence[Cell]]
    itself: bool = False


def read(view: View, chosen: Chosen) -> Found:
    """The other sides of one's own relationships: of the chosen organizations, else of one's own, else of all."""
    side = picked(chosen, "side", _SIDES)
    us = tuple(view.at.with_subsidiaries(*(view.scope.organization_ids or tuple(view.organizations.own()))))
    others = _others(view, us, side)
    everybody = view.under(replace(whole(view.scope), organization_ids=()))
    asked = view.under(replace(view.scope, organization_ids=tuple(sorted(others)))) if others else view
    answer = ask(asked, "vendors-in-trouble")
    ids = [one for cell in answer.cells for one in cell.behind.placed][:_PINS]
    ours = everybody.under(replace(everybody.scope, organization_ids=us)) if us else everybody
    amounts: dict[OrganizationId, list[Cell]] = {}
    for cell in ask(ours, "concentration", Asked(by=side)).cells:
        if cell.organization_id is not None:
            amounts.setdefault(cell.organization_id, []).append(cell)
    return Found(
        answer=answer,
        rules=kept_rules(view),
        events={event.id: event for event in view.events.many(ids)},
        names=view.organizations.names(),
        us=us,
        states=_states(ours, side, us),
        amounts=amounts,
        itself=bool(us) and not others,
    )


def show(found: Found, about: About) -> Shown:
    """A row each with its events, the rules that it meets, and what is known of the relationship."""
    answer, side = found.answer, picked(about.chosen, "side", _SIDES)
    sides = Option("side", _("Look at"), [("vendor", _("vendors")), ("client", _("clients"))], side)
    if not answer.cells:
        nobody = refused(answer, about, [sides])
        return replace(nobody, headline=_("No client is known.")) if side == "client" else nobody
    first, last = answer.inputs["first"], answer.inputs["last"]
    assert isinstance(first, date)
    assert isinstance(last, date)
    limits = {code: limit for code, limit in found.rules.limits.items() if limit}
    items = [_strip(found, about.kinds, cell) for cell in answer.cells]
    rules = rules_sentence(found.rules.days, found.rules.limits)
    figure = strips(
        items, first=first, last=last, describe=lambda key: _event_words(found, about.kinds, key),
        title=_("Trouble by rules"), name=_whose(found, side),
        note=_("{rules} Nothing known is not the same as well.").format(rules=rules),
    )  # fmt: skip
    met = sum(1 for cell in answer.cells if cell.extra["met"])
    silent = sum(1 for cell in answer.cells if cell.refused is not None)
    count = len(answer.cells)
    headline = ngettext("{met} of {n} meets a rule", "{met} of {n} meet a rule", met).format(
        met=formatting.number(met), n=formatting.number(count)
    )
    if silent:
        headline = _("{words}; nothing is known of {n}").format(words=headline, n=formatting.number(silent))
    everything = all_behind(answer)
    events: dict[Hashable, Sequence[EventId]] = {
        ("organization", cell.organization_id): cell.behind.placed for cell in answer.cells
    }
    return Shown(
        figure=figure,
        headline=headline,
        headers=[
            _("Organization"), _("Rules met"), *(limit_words(code, limit) for code, limit in limits.items()),
            _("Latest event"), _("Relationship"), _("Amount stated last"),
        ],
        numeric=range(2, 2 + len(limits)),
        lines=[_line(found, cell, limits) for cell in answer.cells],
        behind=behind(events),
        explanation=explained(answer, about, everything),
        options=[sides],
        remark=remarks(answer),
    )  # fmt: skip


def _others(view: View, us: Sequence[OrganizationId], side: str) -> set[OrganizationId]:
    """Who stands on that side of our relationships; of all relationships where nobody is us."""
    own = set(us)
    found = set()
    for one in view.relationships.select():
        other, ours = (one.vendor_id, one.client_id) if side == "vendor" else (one.client_id, one.vendor_id)
        if other is not None and other not in own and (not own or ours in own):
            found.add(other)
    return found


def _states(view: View, side: str, us: Sequence[OrganizationId]) -> dict[OrganizationId, tuple[RelationshipState, ...]]:
    found: dict[OrganizationId, tuple[RelationshipState, ...]] = {}
    for lane in view.relationship_series().lanes:
        other, ours = (lane.vendor_id, lane.client_id) if side == "vendor" else (lane.client_id, lane.vendor_id)
        if other is not None and lane.spans and (not us or ours in us):
            found[other] = (*found.get(other, ()), lane.spans[-1].state)
    return found


def _whose(found: Found, side: str) -> str:
    if found.itself:
        return _("The chosen organizations themselves: no relationship with that side is known")
    if not found.us:
        return _("All vendors") if side == "vendor" else _("All clients")
    names = formatting.listing([found.names.get(one, "") for one in found.us[:3]])
    return (_("Vendors of {names}") if side == "vendor" else _("Clients of {names}")).format(names=names)


def _strip(found: Found, kinds: Mapping[str, EventKind], cell: Cell) -> Strip:
    events = [found.events[one] for one in cell.behind.placed if one in found.events]
    pins = [pin(event.id, event.values.counting, 0, kinds.get(event.kind)) for event in events]
    return Strip(
        cell.group or _("unnamed"),
        [one for one in pins if one is not None],
        _met(cell) or (_("nothing known") if cell.refused is not None else _("no rule met")),
        ("organization", cell.organization_id),
        marked=bool(cell.extra["met"]),
        faint=cell.refused is not None,
    )


def _met(cell: Cell) -> str:
    met = cell.extra["met"]
    return formatting.listing([rule_name(code) for code in met.split(", ")]) if isinstance(met, str) and met else ""


def _event_words(found: Found, kinds: Mapping[str, EventKind], key: object) -> str:
    event = found.events.get(EventId(key)) if isinstance(key, int) else None
    return event_line.whole_line(event, kinds.get(event.kind), found.names) if event is not None else ""


def _line(found: Found, cell: Cell, limits: Mapping[str, float]) -> Line:
    other = cell.organization_id
    latest = cell.extra.get("latest")
    amounts = found.amounts.get(other, ()) if other is not None else ()
    states = dict.fromkeys(found.states.get(other, ()) if other is not None else ())
    unknown = _("nothing known")
    return Line(
        (
            cell.group or _("unnamed"),
            _met(cell) or (unknown if cell.refused is not None else _("none")),
            *(_value(cell, code, unknown) for code in limits),
            formatting.short_day(latest) if isinstance(latest, date) else "",
            formatting.listing([codes.state_name(state) for state in states]),
            formatting.listing([_money(one) for one in amounts]),
        ),
        ("organization", other),
    )


def _value(cell: Cell, code: str, unknown: str) -> str:
    if cell.refused is not None:
        return unknown
    value = cell.extra.get(code)
    if not isinstance(value, int | float):
        return _("not stated")
    return formatting.percent(value) if code == "share_cut" else formatting.number(value)


def _money(cell: Cell) -> str:
    middle = cell.best if cell.best is not None else cell.low
    return formatting.money(middle, str(cell.extra["currency"]))
