"""What the workforce page shows, read in the reader's thread."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from db.analysis.figures.cells import Answer, Behind, Cell
from db.figures.questions import Asked
from db.ledger import Ledger
from db.model.ids import EventId, OrganizationId
from db.model.progress import Progress
from db.model.records import EventKind
from db.model.scope import Scope
from desktop.events.columns import Formatted, formatted
from desktop.pages.workforce.choice import FIRST, Choice

if TYPE_CHECKING:
    from db.view.view import View

#: Cells that are shown, rows that are listed, and rows whose days are drawn, at most.
CELLS, LISTED, DRAWN = 1000, 500, 100
_TOTALED = frozenset((FIRST, "people-by-field", "largest-organizations", "reasons", "year-over-year"))
#: Of these only so many groups are made: that there are more is said.
_RANKED = frozenset(("people-by-field", "largest-organizations", "reasons"))
_DATED = frozenset(("repeat-cuts", "closures"))


@dataclass(frozen=True, slots=True)
class Dated:
    """The kind of an event and its days as ordinals; 0: open there."""

    kind: str
    earliest: int
    latest: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkforceView:
    """An answer, cut to so many cells (``of`` all there are), and what showing it needs besides.

    ``totals``: the sum over the whole period, of each population by itself where they are shown so. ``events``: those
    whose days are drawn. ``names``: of the organizations of the scope.
    """

    choice: Choice
    answer: Answer
    of: int
    totals: Sequence[Cell]
    events: Mapping[EventId, Dated]
    names: Mapping[OrganizationId, str]
    kinds: Mapping[str, EventKind]
    scope: Scope
    today: date

    @property
    def cells(self) -> Sequence[Cell]:
        """What is shown; a cell is known by its place."""
        return self.answer.cells


@dataclass(frozen=True, slots=True, kw_only=True)
class BehindView:
    """The events behind some cells, in words; ``possible`` of them are only in the high end. ``more``: not listed."""

    places: tuple[int, ...]
    events: tuple[Formatted, ...]
    event_ids: tuple[EventId, ...]
    possible: frozenset[EventId]
    more: int


def read_workforce(ledger: Ledger, _progress: Progress, *, scope: Scope, choice: Choice) -> WorkforceView:
    """Ask the question under the scope."""
    from db.figures.asking import ask  # loads numpy

    view = ledger.at(scope)
    choice = choice.among(view.kinds, [field.name for field in view.fields.all()])
    asked = replace(choice.asked, top=CELLS + 1) if choice.question in _RANKED else choice.asked
    answer = ask(view, choice.question, asked)
    shown = replace(answer, cells=answer.cells[:CELLS])
    totals = _totals(view, choice, answer) if choice.question in _TOTALED and choice.of_kind else ()
    return WorkforceView(
        choice=choice,
        answer=shown,
        of=len(answer.cells),
        totals=totals,
        events=_dated(view, shown) if choice.question in _DATED else {},
        names={one: view.organizations.names().get(one, "") for one in scope.organization_ids},
        kinds=view.kinds,
        scope=scope,
        today=view.today,
    )


def _totals(view: View, choice: Choice, answer: Answer) -> tuple[Cell, ...]:
    from db.figures.asking import ask

    own = view.kinds[choice.of_kind].population
    labels = dict.fromkeys(cell.group for cell in answer.cells) if choice.question == FIRST else {choice.of_kind: None}
    found = []
    for label in labels if not choice.grouping else (choice.of_kind,):
        whose = label.partition(":")[2] or (own.value if own is not None and len(labels) > 1 else "")
        whole = ask(view, "people-by-field", Asked(by="kind", kind=choice.of_kind, population=whose))
        found += [replace(cell, group=label) for cell in whole.cells[:1]]
    return tuple(found)


def _dated(view: View, answer: Answer) -> dict[EventId, Dated]:
    """Of the facts in memory: an event has thousands of neighbors, and a row of a table is slow to read."""
    import numpy as np

    from db.tables.facts import counted, facts

    block = facts(view)
    rows = counted(view, block, list(view.kinds)).rows
    wanted = np.array([one for cell in answer.cells[:DRAWN] for one in cell.behind.placed], np.int64)
    rows = rows[np.isin(block.ints("id")[rows], wanted)]
    columns = [block.ints(name)[rows].tolist() for name in ("id", "kind", "earliest", "latest")]
    return {
        EventId(event): Dated(block.texts["kind"][kind], earliest, latest)
        for event, kind, earliest, latest in zip(*columns, strict=True)
    }


def read_behind(
    ledger: Ledger, _progress: Progress, *, scope: Scope, places: tuple[int, ...], behind: Sequence[Behind]
) -> BehindView:
    """The events behind some cells, by date, those that may lie in them last."""
    view = ledger.at(scope)
    placed = dict.fromkeys(one for found in behind for one in found.placed)
    possible = [one for one in dict.fromkeys(one for found in behind for one in found.possible) if one not in placed]
    ids = [*placed, *possible]
    rows = view.events.listed(ids[:LISTED])
    first = date.max.toordinal()

    def order(row: Formatted) -> tuple[bool, int, int]:
        when = row.row.values.counting
        day = (when.earliest or when.latest) if when is not None else None
        return row.row.id not in placed, day.toordinal() if day else first, row.row.id

    shown = [formatted(row, view.kinds, view.today, minimum_status=scope.minimum_status) for row in rows]
    return BehindView(
        places=places, events=tuple(sorted(shown, key=order)), event_ids=tuple(ids), possible=frozenset(possible),
        more=max(len(ids) - LISTED, 0),
    )  # fmt: skip


def read_narrowed(
    ledger: Ledger, _progress: Progress, *, scope: Scope, choice: Choice, cells: Sequence[Cell]
) -> Scope | None:
    """The scope narrowed to the periods of some cells, and to the group of a single one; None: it cannot be."""
    narrowed = scope
    days = [cell.period for cell in cells if cell.period is not None and cell.period.first and cell.period.last]
    if choice.length is not None and days:
        narrowed = replace(narrowed, first=min(one.first for one in days if one.first),
                           last=max(one.last for one in days if one.last))  # fmt: skip
    if len(cells) == 1:
        of_group = _of_group(ledger.at(scope), narrowed, choice, cells[0])
        if of_group is None and choice.length is None:
            return None
        narrowed = of_group or narrowed
    return narrowed


def _of_group(view: View, scope: Scope, choice: Choice, cell: Cell) -> Scope | None:
    if cell.organization_id is not None:
        return replace(scope, organization_ids=(cell.organization_id,))
    if choice.question == FIRST and not choice.grouping:
        return replace(scope, kinds=(cell.group.partition(":")[0],))
    field = view.fields.find(choice.grouping) if choice.grouping else None
    if field is None or cell.group.startswith(":"):
        return None
    found = view.fields.filter_of(field, cell.group or None)
    return replace(scope, fields=(*(one for one in scope.fields if one.field_id != field.id), found))
