"""Deeds in any sequence, for tests that hold whatever was done before."""

from __future__ import annotations

import contextlib
from dataclasses import replace

from db.curation.merge_events import merge_events, move_claim
from db.curation.merge_organizations import merge_organizations
from db.errors import UserError
from db.ledger import Ledger
from db.model.drafts import ClaimDraft
from db.model.records import EventKind, Scope
from db.model.values import KindGroup, Quantity, Status
from helpers.drafts import layoff

DEEDS = (
    "add", "add_other", "edit", "correct", "delete", "duplicate", "prefer", "rename", "relate", "kind", "setting",
    "source", "part", "merge_events", "merge_organizations", "merge_sources", "move", "accept", "undo", "redo",
)  # fmt: skip


def event_ids(ledger: Ledger) -> list[int]:
    """The events there are."""
    return sorted(row.id for row in ledger.at(Scope(minimum_status=Status.DENIED)).events.select_rows())


def do(ledger: Ledger, deed: str, number: int) -> None:
    """One deed; nothing happens where there is nothing to do it with."""
    ids = event_ids(ledger)
    if deed in _FREE:
        _FREE[deed](ledger, number)
    elif ids:
        _ON_EVENT[deed](ledger, ids[number % len(ids)], number)


def _add(ledger: Ledger, number: int) -> None:
    ledger.events.save(layoff(count=number + 1))


def _add_other(ledger: Ledger, number: int) -> None:
    claims = (ClaimDraft(), ClaimDraft(count=Quantity.exact(5, "5")))
    ledger.events.save(layoff(f"Company {number % 3}", claims=claims))


def _relate(ledger: Ledger, number: int) -> None:
    ledger.events.save(layoff(f"Company {number % 3}", kind="relationship_ended", counterparty=f"Client {number % 2}"))


def _kind(ledger: Ledger, number: int) -> None:
    if all(kind.name != f"Own {number}" for kind in ledger.kinds.all().values()):
        ledger.kinds.save(EventKind(code="", name=f"Own {number}", group=KindGroup.STRATEGY, built_in=False))


def _setting(ledger: Ledger, number: int) -> None:
    ledger.settings.set(f"key {number % 2}", str(number))


def _source(ledger: Ledger, number: int) -> None:
    rows = ledger.sources.rows()
    if rows:
        ledger.sources.save(replace(rows[number % len(rows)].source, title=f"Title {number}", origin=f"{number % 2}"))


def _undo(ledger: Ledger, _number: int) -> None:
    if ledger.undo_step() is not None:
        ledger.undo()


def _redo(ledger: Ledger, _number: int) -> None:
    if ledger.redo_step() is not None:
        ledger.redo()


def _edit(ledger: Ledger, event_id: int, number: int) -> None:
    event = ledger.events.get(event_id)
    assert event is not None
    kind = "layoff" if "relationship" in event.kind else event.kind
    ledger.events.save(layoff(event.organization_id, count=number, kind=kind), event_id=event_id)


def _correct(ledger: Ledger, event_id: int, number: int) -> None:
    event, claims = ledger.events.get(event_id), ledger.events.claims(event_id)
    assert event is not None
    if not claims or "relationship" in event.kind:
        return
    kept = tuple(
        ClaimDraft(id=one.id, source=one.source_id, status=one.status, announced=one.announced, count=one.count,
                   supersedes_id=one.supersedes_id, reason=one.reason)
        for one in claims
    )  # fmt: skip
    newer = ClaimDraft(count=Quantity.exact(number, str(number)), supersedes_id=claims[-1].id, reason="misread")
    ledger.events.save(layoff(event.organization_id, kind=event.kind, claims=(*kept, newer)), event_id=event_id)


def _delete(ledger: Ledger, event_id: int, number: int) -> None:
    ids = event_ids(ledger)
    ledger.events.delete([event_id, *ids[: number % 3]])


def _duplicate(ledger: Ledger, event_id: int, _number: int) -> None:
    ledger.events.duplicate(event_id)


def _prefer(ledger: Ledger, event_id: int, _number: int) -> None:
    claims = ledger.events.claims(event_id)
    if claims:
        ledger.events.prefer(event_id, "count", claim_id=claims[0].id, reason="r")


def _rename(ledger: Ledger, event_id: int, number: int) -> None:
    event = ledger.events.get(event_id)
    assert event is not None
    of = event.organization_id
    ledger.organizations.save(name=f"Name {number} {of}", organization_id=of, aliases=(f"Alias {number} {of}",))


def _part(ledger: Ledger, event_id: int, number: int) -> None:
    event = ledger.events.get(event_id)
    assert event is not None
    ledger.events.save(layoff(event.organization_id, count=number, part_of_id=event_id))


def _merge_events(ledger: Ledger, event_id: int, number: int) -> None:
    others = [one for one in event_ids(ledger) if one != event_id]
    if others:
        with contextlib.suppress(UserError):  # two that cannot be one
            merge_events(ledger, event_id, [others[number % len(others)]])


def _move(ledger: Ledger, event_id: int, number: int) -> None:
    others, claims = [one for one in event_ids(ledger) if one != event_id], ledger.events.claims(event_id)
    if others and claims:
        with contextlib.suppress(UserError):
            move_claim(ledger, claims[number % len(claims)].id, others[number % len(others)])


def _merge_organizations(ledger: Ledger, number: int) -> None:
    ids = [row.id for row in ledger.organizations.rows()]
    if len(ids) > 1:
        with contextlib.suppress(UserError):  # the two sides of one event
            merge_organizations(ledger, ids[number % len(ids)], [ids[number % len(ids) - 1]])


def _merge_sources(ledger: Ledger, number: int) -> None:
    ids = [row.source.id for row in ledger.sources.rows()]
    if len(ids) > 1:
        with contextlib.suppress(UserError):
            ledger.sources.merge(ids[number % len(ids)], [ids[number % len(ids) - 1]])


def _accept(ledger: Ledger, number: int) -> None:
    found = ledger.at(Scope(minimum_status=Status.RUMORED)).findings.all()
    if found:
        one = found[number % len(found)]
        if one.accepted:
            ledger.findings.reopen(one)
        else:
            ledger.findings.accept(one, f"note {number}")


_FREE = {
    "add": _add, "add_other": _add_other, "relate": _relate, "kind": _kind, "setting": _setting, "source": _source,
    "merge_organizations": _merge_organizations, "merge_sources": _merge_sources, "accept": _accept,
    "undo": _undo, "redo": _redo,
}  # fmt: skip
_ON_EVENT = {
    "edit": _edit, "correct": _correct, "delete": _delete, "duplicate": _duplicate, "prefer": _prefer,
    "rename": _rename, "part": _part, "merge_events": _merge_events, "move": _move,
}  # fmt: skip
