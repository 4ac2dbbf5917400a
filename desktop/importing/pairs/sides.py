"""Both sides of a pair in words, field by field: a row of the file, and what the ledger or another row says."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from db.importing.fields import Field
from db.importing.matching.likely import Brief, Likely
from db.importing.matching.statement import Figure
from db.ledger import Ledger
from db.model.ids import NO_ORGANIZATION
from db.model.progress import Progress
from db.model.values import Quantity
from desktop.importing.rows import CheckedRows
from desktop.wording import codes, formatting
from desktop.wording.imports.importing import meaning_text
from desktop.wording.language.lines import elided
from desktop.wording.records.record_values import record_value

#: What a side says, by the name of the field.
Side = Mapping[str, str]

#: The fields in the order in which they are compared, and where a row of a file says each.
_FIELDS: Mapping[str, tuple[Field, ...]] = {
    "organization": (),
    "kind": (),
    "counterparty": (Field.COUNTERPARTY, Field.CLIENT),
    "announced": (Field.ANNOUNCED, Field.YEAR),
    "effective": (Field.EFFECTIVE, Field.START),
    "until": (Field.UNTIL, Field.END),
    "count": (),
    "percent": (),
    "base": (Field.BASE,),
    "amount": (Field.AMOUNT,),
    "status": (Field.STATUS,),
    "person": (Field.PERSON,),
    "role": (Field.ROLE,),
    "place": (Field.PLACE,),
    "unit": (Field.UNIT,),
    "reason": (Field.REASON,),
    "notes": (Field.NOTES,),
}
_OF_EVENT = ("person", "role", "place", "unit", "reason", "notes")
_OF_CLAIM = ("announced", "effective", "until", "count", "percent", "base", "amount", "status")
#: Characters of a text that are shown.
_SHOWN = 240


@dataclass(frozen=True, slots=True)
class Theirs:
    """What the ledger says, and where that stands: the file and line that brought it, or nothing."""

    claim_id: int
    side: Side
    file: str = ""
    line: int | None = None


def theirs(claim_id: int) -> Callable[[Ledger, Progress], Theirs | None]:
    """What the event of a claim says now; None: it is gone. In the reader's thread."""

    def read(ledger: Ledger, _progress: Progress) -> Theirs | None:
        view = ledger.at()
        found = view.imports.told(claim_id)
        event = view.events.get(found.event_id) if found is not None else None
        if found is None or event is None:
            return None
        names = ledger.organizations.names()
        side = {name: record_value(event.values, name) for name in _OF_CLAIM if name != "base"}
        side |= {name: elided(getattr(event, name), limit=_SHOWN) for name in _OF_EVENT}
        side["organization"] = names.get(event.organization_id, "")
        side["counterparty"] = names.get(event.counterparty_id or NO_ORGANIZATION, "")
        side["kind"] = codes.kind_name(ledger.kinds.all().get(event.kind, event.kind))
        claim = next((one for one in view.events.claims(event.id) if one.id == claim_id), None)
        side["base"] = record_value(claim, "base")
        side["sources"] = found.source
        return Theirs(claim_id, side, found.file, found.line)

    return read


def mine(rows: CheckedRows, line: int, one: Likely, brief: Brief) -> Side:
    """What a row of the file says; ``brief``: its figures, of which a row may have several."""
    place = rows.place_of(line)
    meanings = dict(zip(rows.fields, rows.meanings(place), strict=False))
    side = {
        name: next((text for field in fields if (text := meaning_text(meanings.get(field), field))), "")
        for name, fields in _FIELDS.items()
    }
    side = {name: elided(text, limit=_SHOWN) for name, text in side.items()}
    side["organization"], side["kind"] = one.organization, codes.kind_name(one.kind)
    side["count"] = formatting.quantity(quantity(brief.heads)) if brief.heads else ""
    side["percent"] = formatting.percent(quantity(brief.share)) if brief.share else ""
    sources = (Field.SOURCE_PUBLISHER, Field.SOURCE_TITLE, Field.SOURCE_URL)
    side["sources"] = next((text for field in sources if (text := meaning_text(meanings.get(field), field))), "")
    return side


def beside(one: Side, other: Side) -> Iterator[tuple[str, str, str, bool]]:
    """Field by field what two sides say and whether they differ: what one leaves blank is no difference."""
    for name in (*_FIELDS, "sources"):
        texts = one.get(name, ""), other.get(name, "")
        if any(texts):
            yield codes.field_name(name), *texts, all(texts) and texts[0].casefold() != texts[1].casefold()


def quantity(figure: Figure | None) -> Quantity | None:
    """A figure as it is worded."""
    return None if figure is None else Quantity(*figure)


__all__ = ["Side", "Theirs", "beside", "mine", "quantity", "theirs"]
