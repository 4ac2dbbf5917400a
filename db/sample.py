"""Filling a ledger with a sample: plain data in, written through the door as a person would have entered it.

The data is a mapping of ``sources`` (by a name of their own) and ``events``, each event with its ``claims``. A date is
``[EDTF, wording]``, a quantity ``[low, best, high, wording]``; ``source`` names one of the sources; ``supersedes``
is the number (from 1) of an earlier claim of the same event. Every other key is a field of a draft.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from db.model.drafts import ClaimDraft, EventDraft, SourceDraft
from db.model.ids import EventId, SourceId
from db.model.values import ImpreciseDate, Quantity, Status
from db.reading.edtf import from_edtf
from db.store.codec import DATE_ROLES, QUANTITIES
from db.store.operations import Operation

if TYPE_CHECKING:
    from db.ledger import Ledger


def fill(ledger: Ledger, data: Mapping[str, Any]) -> None:
    """Write the sample, each event as an operation of its own, so that its history reads like a day's work."""
    sources: dict[str, SourceId] = {}
    for said in data["events"]:
        fields = {name: value for name, value in said.items() if name != "claims"}
        draft = EventDraft(**fields)
        with ledger.operation("event.added", kind=draft.kind, organization=draft.organization) as operation:
            for name in (claim["source"] for claim in said["claims"]):
                if name not in sources:
                    source_id = ledger.sources.ensure(operation, _source(data["sources"][name]))
                    assert source_id is not None
                    sources[name] = source_id
            operation.detail["event"] = _write(ledger, operation, draft, said["claims"], sources)


def _write(
    ledger: Ledger,
    operation: Operation,
    draft: EventDraft,
    said: Sequence[Mapping[str, Any]],
    sources: Mapping[str, SourceId],
) -> EventId:
    claims = [_claim(claim, sources) for claim in said]
    superseding = {number: claim["supersedes"] for number, claim in enumerate(said) if "supersedes" in claim}
    first = tuple(claim for number, claim in enumerate(claims) if number not in superseding)
    event_id = ledger.events.write(operation, replace(draft, claims=first))
    if superseding:  # a claim has an id to point to only once it is there
        written = [claim.id for claim in ledger.events.claims(event_id)]
        kept = [replace(claim, id=claim_id) for claim, claim_id in zip(first, written, strict=True)]
        later = [replace(claims[number], supersedes_id=written[of - 1]) for number, of in superseding.items()]
        ledger.events.write(operation, replace(draft, claims=(*kept, *later)), event_id=event_id)
    return event_id


def _source(said: Mapping[str, Any]) -> SourceDraft:
    return SourceDraft(**{**said, "published": _date(said.get("published"))})


def _claim(said: Mapping[str, Any], sources: Mapping[str, SourceId]) -> ClaimDraft:
    read: dict[str, Any] = {name: value for name, value in said.items() if name != "supersedes"}
    read["source"] = sources[read["source"]]
    read["status"] = Status(read.get("status", Status.REPORTED))
    read.update((role, _date(said.get(role))) for role in DATE_ROLES)
    read.update((name, _quantity(said.get(name))) for name in QUANTITIES)
    return ClaimDraft(**read)


def _date(said: Sequence[str] | None) -> ImpreciseDate | None:
    return None if said is None else from_edtf(said[0], words=said[1])


def _quantity(said: Sequence[Any] | None) -> Quantity | None:
    return None if said is None else Quantity(*said)
