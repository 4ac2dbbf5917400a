"""What closes: sites, and organizations that let everybody go."""

from __future__ import annotations

import numpy as np

from db.analysis.figures.cells import Answer, Behind, Cell, Extra
from db.analysis.figures.facts import Counted, Facts
from db.analysis.figures.sums import inside
from db.figures.questions import Asked, answered
from db.figures.workforce.people import LAYOFF, of_kinds, said
from db.model.ids import EventId, OrganizationId
from db.view.view import View

CLOSURE = "site_closure"


def answer(view: View, asked: Asked) -> Answer:
    """Site closures and cuts of 100 % of an organization, a row each, the latest first."""
    block, taken = of_kinds(view, [one for one in (CLOSURE, LAYOFF) if one in view.kinds], None)
    shown = inside(block, taken, view.scope.first, view.scope.last)
    all_gone = (block.floats("percent_best")[taken.rows] == 100) & ~block.flags("of_unit")[taken.rows]
    closes = block.of_kinds([CLOSURE])[taken.rows]
    chosen = np.flatnonzero(shown & (all_gone | closes))
    days = np.maximum(block.ints("earliest"), block.ints("latest"))[taken.rows[chosen]]
    order = chosen[np.lexsort((-block.ints("id")[taken.rows[chosen]], -days))][: asked.top]
    names = view.organizations.names()
    cells = [_cell(block, taken, int(place), names, everybody=bool(all_gone[place])) for place in order]
    return answered("closures", cells, formula="closures", **said(asked))


def _cell(block: Facts, taken: Counted, place: int, names: dict[OrganizationId, str], *, everybody: bool) -> Cell:
    row = int(taken.rows[place])
    organization = OrganizationId(int(block.ints("organization")[row]))
    low, best, high = (_number(block, name, row) for name in ("low", "best", "high"))
    event = EventId(int(block.ints("id")[row]))
    unknown = low is best is high is None
    return Cell(
        group=names.get(organization, ""),
        organization_id=organization,
        events=1,
        without_count=int(unknown),
        low=None if unknown else max(low or 0.0, 0.0),
        best=best,
        high=high,
        behind=Behind.of((event,)),
        extra={
            "what": "everybody" if everybody else block.texts["kind"][int(block.ints("kind")[row])],
            "place": block.texts["place"][int(block.ints("place")[row])],
            "earliest": _day(block, "earliest", row),
            "latest": _day(block, "latest", row),
        },
    )


def _number(block: Facts, name: str, row: int) -> float | None:
    found = float(block.floats(name)[row])
    return None if np.isnan(found) else found


def _day(block: Facts, name: str, row: int) -> Extra:
    from datetime import date

    day = int(block.ints(name)[row])
    return date.fromordinal(day) if day else None
