"""The rows of an export of events or claims, put together: one event, with its claims."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from db.importing.own.cells import Cells
from db.model.drafts import ClaimDraft, EventDraft, SourceDraft
from db.model.records import EventKind
from db.model.values import KindGroup

#: Columns that are names of rows within one ledger, or follow from others: two equal events need not agree in them.
_NAMES = frozenset((
    "id", "event", "uid", "event_uid", "source", "relationship", "part_of", "supersedes", "superseded", "earliest",
    "latest", "sources", "claims", "contradicted", "denied_beside",
))  # fmt: skip


@dataclass(slots=True)
class OwnClaim:
    """A claim of the file. ``source_id`` and ``supersedes`` are ids of the ledger that it comes from."""

    line: int
    id: int | None
    uid: str
    draft: ClaimDraft
    source_id: int | None
    source: SourceDraft
    supersedes: int | None
    external_id: str


@dataclass(slots=True)
class OwnEvent:
    """An event of the file with its claims. ``id``, ``relationship`` and ``part_of`` are ids of where it comes from."""

    first: Cells
    id: int
    uid: str
    draft: EventDraft
    relationship: int | None
    part_of: int | None
    claims: list[OwnClaim] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    contents: list[tuple[str, ...]] = field(default_factory=list)

    @property
    def key(self) -> tuple[tuple[str, ...], ...]:
        """What makes it the same event as another with the same content: all of its rows, in no order."""
        return tuple(sorted(self.contents))


class Grouping:
    """Puts the rows of one file together. Each row is one claim: of a table of events, what its claims come to."""

    def __init__(self, table: str, header: Iterable[str], kinds: Mapping[str, EventKind]) -> None:
        self._claims = table == "claims"
        #: The columns in which two events must agree to be the same.
        self.compared = [name for name in header if name not in _NAMES]
        self._kinds = kinds
        self.events: dict[int, OwnEvent] = {}

    def add(self, cells: Cells) -> None:
        """Take a row. Raises :class:`BadCellError` and leaves it out."""
        event_id = cells.id("event" if self._claims else "id")
        known = self.events.get(event_id or 0)
        event = known or self._event(cells, event_id or -len(self.events) - 1)
        claim = self._claim(cells)
        if claim is not None:
            event.claims.append(claim)
        event.lines.append(cells.line)
        event.contents.append(tuple(cells.plain(name) for name in self.compared))
        self.events[event.id] = event

    def _event(self, cells: Cells, event_id: int) -> OwnEvent:
        kind = self._kinds.get(cells.text("kind"))
        if kind is None:
            raise cells.unknown_kind()
        organization, population = cells.name("organization"), cells.population()
        is_client = kind.group is KindGroup.RELATIONSHIP and cells.text("vendor") != organization
        draft = EventDraft(
            kind=kind.code,
            organization=organization,
            counterparty=cells.text("counterparty") or None,
            side="client" if is_client else "vendor",
            category=cells.text("category"),
            reference=cells.text("reference"),
            population=population if population is not kind.population else None,
            parts_complete=cells.flag("parts_complete"),
            own=cells.flag("own"),
            tolerance=cells.number("tolerance"),
            place=cells.text("place"),
            unit=cells.text("unit"),
            reason=cells.text("event_reason" if self._claims else "reason"),
            person=cells.text("person"),
            role=cells.text("role"),
            notes=cells.text("notes"),
            tags=cells.text("tags"),
        )
        uid = cells.text("event_uid" if self._claims else "uid")
        return OwnEvent(cells, event_id, uid, draft, cells.id("relationship"), cells.id("part_of"))

    def _claim(self, cells: Cells) -> OwnClaim | None:
        """The claim of a row; None for an event that nobody has claimed."""
        if not self._claims and not cells.text("status"):
            return None
        draft = ClaimDraft(
            status=cells.status(),
            percent_of=cells.text("percent_of"),
            currency=cells.text("currency"),
            wording=cells.text("wording"),
            reason=cells.text("reason") if self._claims else "",
            announced=cells.date("announced"),
            effective=cells.date("effective"),
            until=cells.date("until"),
            count=cells.quantity("count"),
            percent=cells.quantity("percent"),
            base=cells.quantity("base"),
            amount=cells.quantity("amount"),
        )
        return OwnClaim(
            cells.line,
            cells.id("id") if self._claims else None,
            cells.text("uid") if self._claims else "",
            draft,
            cells.id("source"),
            cells.source(),
            cells.id("supersedes"),
            cells.text("external_id"),
        )
