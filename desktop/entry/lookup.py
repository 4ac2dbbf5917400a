"""What a text typed into a field may mean: organizations, sources, events. Run in the thread of the reader. No Qt."""

from __future__ import annotations

import re
from dataclasses import dataclass

from db.ledger import Ledger
from db.model.ids import EventId, OrganizationId
from db.model.progress import Progress
from db.model.records import Scope, Source
from db.model.text import fold
from db.model.values import Status
from db.tables.organizations import NameMatch
from desktop.entry.form import Named
from desktop.wording.records.event_line import short_line

#: Endings of company names that do not tell two companies apart.
_LEGAL = frozenset(
    re.findall(
        r"\w+",
        "inc incorporated corp corporation co company llc ltd limited plc gmbh mbh ag se kg kgaa sa sas spa srl bv nv "
        "ab oy as holding holdings group",
    )
)
_NEAR = 84.0
_SHORTEST = 3
_SHOWN = 12
_EVENTS = 400
_SOURCES = 60


# Organizations.


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
    return Lookup(text, matches, exact, None if exact else _near(ledger, text))


def _near(ledger: Ledger, text: str) -> NameMatch | None:
    """The most similar name or alias there is, if any is similar enough; the lowest id among equals."""
    core = core_name(text)
    if len(core) < _SHORTEST:
        return None
    from rapidfuzz import fuzz, process

    known = ledger.organizations.called()
    found = process.extractOne(
        core, [core_name(match.matched) for match in known], scorer=fuzz.ratio, score_cutoff=_NEAR
    )
    return known[found[2]] if found is not None else None


def core_name(name: str) -> str:
    """A name without punctuation and legal form: "Scale AI, Inc." and "scale ai" are the same."""
    words = re.sub(r"[^\w\s]", " ", fold(name)).split()
    while len(words) > 1 and words[-1] in _LEGAL:
        words.pop()
    return " ".join(words)


# Sources.


@dataclass(frozen=True, slots=True)
class Sources:
    """The stored sources that a typed publisher or address may mean, the latest first."""

    text: str
    found: tuple[Source, ...] = ()


def find_sources(ledger: Ledger, _progress: Progress, *, text: str) -> Sources:
    """Looks for sources that have every word of a text; those whose publisher begins so come first."""
    if not text.strip():
        return Sources(text)
    found = [row.source for row in ledger.sources.rows(text.strip(), limit=_SOURCES)]
    key = fold(text)
    found.sort(key=lambda source: not fold(source.publisher).startswith(key))  # the latest first among equals
    return Sources(text, tuple(found[:_SHOWN]))


# Events.


@dataclass(frozen=True, slots=True)
class Events:
    """The events that a typed text may mean, as (id, line), the latest first."""

    text: str
    found: tuple[tuple[EventId, str], ...] = ()


def find_events(
    ledger: Ledger,
    _progress: Progress,
    *,
    text: str,
    organization: Named[OrganizationId],
    without: EventId | None = None,
    parts: bool = False,
) -> Events:
    """Looks through the events of an organization, all it belongs to and all that belongs to it.

    Every word of ``text`` has to be in the line of an event; of very many events the latest are looked through. The
    event ``without`` is left out, and all its parts unless ``parts``.
    """
    own = organization.id if organization.id is not None else ledger.organizations.find(organization.text)
    if own is None:
        return Events(text)
    family = ledger.at().with_subsidiaries(_top(ledger, own))
    record = ledger.organizations.get(own)
    scope = Scope(organization_ids=family, minimum_status=Status.DENIED)
    left_out = {without} if parts else _with_parts(ledger, without)
    kinds, words = ledger.kinds.all(), fold(text).split()
    found: list[tuple[EventId, str]] = []
    for row in ledger.at(scope).events.select_rows(descending=True, limit=_EVENTS):
        if row.id in left_out or row.organization_id not in family:
            continue
        line = short_line(row, kinds.get(row.kind), organization=record.name if record else "")
        if all(word in fold(line) for word in words):
            found.append((row.id, line))
        if len(found) == _SHOWN:
            break
    return Events(text, tuple(found))


def _with_parts(ledger: Ledger, event_id: EventId | None) -> set[EventId]:
    """An event and everything that is a part of it, or of one of its parts."""
    found: set[EventId] = set()
    ahead = [event_id] if event_id else []
    while ahead:
        found.add(one := ahead.pop())
        ahead += [part.id for part in ledger.events.parts(one) if part.id not in found]
    return found


def _top(ledger: Ledger, organization_id: OrganizationId) -> OrganizationId:
    """The organization that an organization belongs to in the end."""
    seen: set[OrganizationId] = set()
    while organization_id not in seen:
        seen.add(organization_id)
        record = ledger.organizations.get(organization_id)
        if record is None or record.parent_id is None:
            break
        organization_id = record.parent_id
    return organization_id


__all__ = ["Events", "Lookup", "Sources", "core_name", "find_events", "find_sources", "look_up"]
