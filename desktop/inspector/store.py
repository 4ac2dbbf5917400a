"""What the inspector asks of the ledger, run in the threads of its reader and writer. No Qt."""

from __future__ import annotations

import contextlib
import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from db.errors import UserError
from db.ledger import Ledger
from db.operations import ChangeSet
from db.progress import Progress
from db.tables.organizations import NameMatch
from db.text import fold
from desktop import formatting
from desktop.inspector.drafting import Outcome
from desktop.inspector.form import Stored

#: Endings of company names that do not tell two companies apart.
_LEGAL = frozenset(
    re.findall(
        r"\w+",
        "inc incorporated corp corporation co company llc ltd limited plc gmbh mbh ag se kg kgaa sa sas spa srl bv nv "
        "ab oy as holding holdings group",
    )
)
_NEAR = 0.84
_HISTORY = 1000


@dataclass(frozen=True, slots=True)
class Conventions:
    """How dates and numbers are written in this ledger, as far as somebody said so ("" otherwise)."""

    date_order: str = ""
    numbers: str = ""


def load(ledger: Ledger, _progress: Progress, *, event_id: int) -> Stored | None:
    """One event for its form; None if it is not there any more."""
    event = ledger.events.get(event_id)
    if event is None:
        return None
    claims = tuple(ledger.events.claims(event_id))
    ids = {event.organization_id, event.counterparty_id}
    found = {i: ledger.organizations.get(i) for i in ids if i is not None}
    return Stored(
        event=event,
        claims=claims,
        sources=ledger.sources.many(sorted({c.source_id for c in claims if c.source_id is not None})),
        names={i: organization.name for i, organization in found.items() if organization},
        relationship=ledger.relationships.get(event.relationship_id) if event.relationship_id else None,
        preferences=tuple(ledger.events.preferences(event_id)),
        steps=tuple(
            (formatting.moment(step.recorded_at.astimezone()), step.code, step.detail, step.kind)
            for step in ledger.history(limit=_HISTORY)
            if step.detail.get("event") == event_id
        ),
    )


def read_conventions(ledger: Ledger, _progress: Progress) -> Conventions:
    """The conventions of the ledger."""
    return Conventions(ledger.settings.get("date_order"), ledger.settings.get("numbers"))


@dataclass(frozen=True, slots=True)
class Lookup:
    """What a typed name may mean: ``exact`` has it as name or alias, ``near`` is only similar."""

    text: str
    matches: tuple[NameMatch, ...] = ()
    exact: NameMatch | None = None
    near: NameMatch | None = None


def look_up(ledger: Ledger, _progress: Progress, *, text: str) -> Lookup:
    """Looks for the organizations a typed name may mean."""
    matches = tuple(ledger.organizations.matching(text))
    key = fold(text)
    exact = next((match for match in matches if key in {fold(match.name), fold(match.matched)}), None)
    return Lookup(text, matches, exact, None if exact else _near(ledger, text, matches))


def _near(ledger: Ledger, text: str, matches: tuple[NameMatch, ...]) -> NameMatch | None:
    core = core_name(text)
    first = core.partition(" ")[0]
    if len(core) < 3:
        return None
    found = dict.fromkeys((*matches, *ledger.organizations.matching(core), *ledger.organizations.matching(first)))
    rated = [(SequenceMatcher(None, core, core_name(match.matched)).ratio(), match) for match in found]
    best = max(rated, key=lambda pair: pair[0], default=(0.0, None))
    return best[1] if best[0] >= _NEAR else None


def core_name(name: str) -> str:
    """A name without punctuation and legal form: "Scale AI, Inc." and "scale ai" are the same."""
    words = re.sub(r"[^\w\s]", " ", fold(name)).split()
    while len(words) > 1 and words[-1] in _LEGAL:
        words.pop()
    return " ".join(words)


def save(ledger: Ledger, *, outcome: Outcome, event_id: int | None) -> ChangeSet:
    """Writes a form as one operation: the event, corrected details of its sources, new aliases."""
    code = "event.added" if event_id is None else "event.edited"
    with ledger.operation(code, kind=outcome.draft.kind):
        for source in outcome.sources:
            ledger.sources.save(source)
        for organization_id, alias in outcome.aliases:
            _add_alias(ledger, organization_id, alias)
        ledger.events.save(outcome.draft, event_id=event_id)
        for source_id in outcome.replaced:
            with contextlib.suppress(UserError):  # others still rest on it, or it went already
                ledger.sources.delete(source_id)
    return ledger.last_change


def _add_alias(ledger: Ledger, organization_id: int, alias: str) -> None:
    organization = ledger.organizations.get(organization_id)
    if organization is not None and ledger.organizations.find(alias) is None:
        ledger.organizations.save(
            name=organization.name,
            organization_id=organization_id,
            aliases=(*organization.aliases, alias),
            parent=organization.parent_id,
            mine=organization.mine,
            notes=organization.notes,
        )


def delete(ledger: Ledger, *, event_id: int) -> ChangeSet:
    """Deletes an event."""
    return ledger.events.delete([event_id])


def duplicate(ledger: Ledger, *, event_id: int) -> ChangeSet:
    """Copies an event."""
    return ledger.events.duplicate(event_id)


def decide(ledger: Ledger, *, event_id: int, field: str, claim_id: int | None, both: bool, reason: str) -> ChangeSet:
    """Stores a decision on a contradicted field: for a claim, for all (``both``), or none."""
    return ledger.events.prefer(event_id, field, claim_id=claim_id, reason=reason, both=both)


def remember(ledger: Ledger, *, key: str, value: str) -> ChangeSet:
    """Stores how dates or numbers are written in this ledger."""
    return ledger.settings.set(key, value)
