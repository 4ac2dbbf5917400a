"""What changed since an earlier moment: the events that count otherwise now than as known then, with their deltas."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from db.analysis.figures.cells import Answer, Behind, Cell, Extra, Refusal
from db.analysis.figures.facts import Counted, Facts
from db.analysis.figures.sums import inside, sums
from db.figures.questions import Asked, answered, refused
from db.figures.workforce.people import cells_of, changing
from db.model.ids import EventId, OrganizationId
from db.tables.facts import counted, facts
from db.tables.group_values import groups
from db.view.view import View

NAME = "changed-since"
#: So many events are told one by one.
MOST = 1_000


def answer(view: View, asked: Asked) -> Answer:
    """People by kind as known then and now, then the events one by one, the largest changes first.

    ``then``: another as-known-on day or operation. What was not over by then was planned then.
    """
    if asked.then is None:
        return refused(NAME, Refusal("figure.no_then"), formula="changed_since")
    then = view.moment(asked.then)
    block = facts(view)
    now, before = (_shown(one, block) for one in (view, then))
    cells = [*_by_kind(view, block, before, now), *_events(view, block, before, now)]
    return answered(NAME, cells[: asked.top or MOST], formula="changed_since", then=then.operation, now=view.operation)


def _shown(view: View, block: Facts) -> Counted:
    taken = counted(view, block, list(view.kinds))
    which = inside(block, taken, view.scope.first, view.scope.last)
    return Counted(rows=taken.rows[which], rests=taken.rests[which])


def _by_kind(view: View, block: Facts, before: Counted, now: Counted) -> list[Cell]:
    """What each kind came to then, and comes to now."""
    found: list[dict[str, Cell]] = []
    for taken in (before, now):
        kinds = groups(view, block, taken.rows, "kind")
        assert kinds is not None
        from db.analysis.figures.cells import periods

        within = periods(None, view.scope.first, view.scope.last, as_of=view.today)
        made = cells_of(sums(block, taken, within, kinds.codes, len(kinds.labels)), kinds, within)
        found.append({cell.group: cell for cell in made if cell.group in changing(view.kinds)})
    nothing = Cell(low=0, best=0, high=0)
    cells = []
    for kind in dict.fromkeys([*found[0], *found[1]]):
        old, new = found[0].get(kind, nothing), found[1].get(kind, nothing)
        if (old.events, old.low, old.best, old.high) != (new.events, new.low, new.best, new.high):
            cells.append(
                Cell(
                    group=kind, events=new.events, without_count=new.without_count, low=new.low, best=new.best,
                    high=new.high, behind=new.behind,
                    extra={"what": "sum", "then_events": old.events, "then_low": old.low, "then_best": old.best,
                           "then_high": old.high},
                )
            )  # fmt: skip
    return cells


def _events(view: View, block: Facts, before: Counted, now: Counted) -> list[Cell]:
    """The events that differ, the largest deltas first, at most :data:`MOST`."""
    ids = block.ints("id")
    apart = np.setxor1d(before.rows, now.rows)  # most events are the same version then and now
    sides = [np.intersect1d(apart, taken.rows) for taken in (before, now)]
    events = np.unique(ids[apart])
    rows = [np.full(len(events), -1, np.int64) for _ in sides]
    delta = np.zeros(len(events))
    for sign, own, place in zip((-1, 1), sides, rows, strict=True):
        at = np.searchsorted(events, ids[own])
        place[at] = own
        delta[at] += sign * block.sizes.best[own]
    names = view.organizations.names()
    cells: list[Cell] = []
    for place in np.lexsort((-events, -np.abs(delta))).tolist():
        old, new = (int(side[place]) if side[place] >= 0 else None for side in rows)
        if not _alike(block, old, new):
            cells.append(_cell(block, EventId(int(events[place])), (old, new), names))
        if len(cells) == MOST:
            break
    return cells


def _alike(block: Facts, old: int | None, new: int | None) -> bool:
    """Whether two versions are the same but for when they were recorded, as after an undone change."""
    if old is None or new is None:
        return False
    told = [name for name in block.columns if name not in {"version", "added", "retired"}]
    return all(np.array_equal(block.columns[name][old], block.columns[name][new], equal_nan=name in _FLOATS)
               for name in told)  # fmt: skip


_FLOATS = ("low", "best", "high", "percent_low", "percent_best", "percent_high")


def _cell(
    block: Facts, event: EventId, rows: tuple[int | None, int | None], names: Mapping[OrganizationId, str]
) -> Cell:
    old, new = rows
    row = new if new is not None else old
    assert row is not None
    organization = OrganizationId(int(block.ints("organization")[row]))
    then: dict[str, Extra] = {f"then_{end}": _number(block, end, old) for end in ("low", "best", "high")}
    low, best, high = (_number(block, end, new) for end in ("low", "best", "high"))
    what = "added" if old is None else "removed" if new is None else "changed"
    return Cell(
        group=names.get(organization, ""),
        organization_id=organization,
        events=int(new is not None),
        without_count=int(new is not None and low is best is high is None),
        low=low,
        best=best,
        high=high,
        behind=Behind.of((event,)),
        extra={
            "what": what, "kind": block.texts["kind"][int(block.ints("kind")[row])], "event": event,
            "then_events": int(old is not None), **then,
        },
    )  # fmt: skip


def _number(block: Facts, name: str, row: int | None) -> float | None:
    if row is None:
        return None
    found = float(block.floats(name)[row])
    return None if np.isnan(found) else found
