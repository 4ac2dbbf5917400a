"""The number of a contract or subscription in a quick line: what follows "ref", "PO" or "Vertragsnummer"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from db.reading.quick.board import Board

_NUMBER = r"(?:no|nr|number|nummer|id|code)"
_DEALS = r"contract|agreement|subscription|order|purchase order|vertrag|bestellung|auftrag|abo|abonnement"
#: The word for what has the number is left to whatever else the line says with it ("Vertrag Nr. 7 gekündigt").
_REFERENCE = re.compile(
    rf"(?<!\w)(?:(?P<deal>{_DEALS})(?:\s*#|[\s-]+{_NUMBER}\b)"
    rf"|(?:vertrags|bestell|auftrags|abo|rahmenvertrags|referenz)-?{_NUMBER}\b|po|ref|reference|referenz|po[\s-]+{_NUMBER}\b"
    rf"|ref[\s.-]+{_NUMBER}\b)\s*[.:#]*\s*(?P<number>(?=[\w./-]*\d)\w(?:[\w./-]*\w)?)"
)


@dataclass(frozen=True, slots=True)
class FoundReference:
    """Where a reference stands with the words before it, and where alone; ``deal``: the noun it is the number of."""

    start: int
    end: int
    number: int
    deal: tuple[int, int] | None
    text: str


def find_reference(board: Board) -> FoundReference | None:
    """The first reference of a line, taking nothing."""
    match = _REFERENCE.search(board.masked())
    if match is None:
        return None
    deal = match.span("deal") if match["deal"] else None
    start = deal[1] if deal else match.start()
    return FoundReference(
        start=start,
        end=match.end(),
        number=match.start("number"),
        deal=deal,
        text=board.text[match.start("number") : match.end()],
    )


__all__ = ["FoundReference", "find_reference"]
