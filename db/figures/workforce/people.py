"""How many people events are about: per period and kind, and by anything that events are grouped by."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

import numpy as np

from db.analysis.figures.cells import Answer, Cell, Extra, Per, Period
from db.analysis.figures.facts import Counted, Facts, Floats, Ints
from db.analysis.figures.sums import Sums, covering, sums
from db.errors import UserError
from db.figures.questions import Asked, answered
from db.model.records import EventKind
from db.model.values import KindGroup, Population
from db.tables.facts import counted, facts
from db.tables.group_values import Groups, groups, names
from db.view.view import View

LAYOFF = "layoff"


def per_period(view: View, asked: Asked) -> Answer:
    """People per period and kind; of one kind by a field, if one is asked for."""
    per = asked.per or Per.MONTH
    if asked.by:
        taken = of_kind(view, asked)
        found, within = summed(view, taken, per, by=asked.by)
    else:
        kinds = [_kind(view, asked.kind)] if asked.kind else changing(view.kinds)
        taken = of_kinds(view, kinds, _only(asked))
        found, within = summed(view, taken, per, by="kind", population=True)
    return answered(
        "people-per-period", cells_of(*found, within),
        formula="people.per_period", per=per.value, by=asked.by or "kind", **said(asked),
    )  # fmt: skip


def by_field(view: View, asked: Asked) -> Answer:
    """People of one kind by a field over the whole period, the most first."""
    by = asked.by or "organization"
    found, within = summed(view, of_kind(view, asked), None, by=by)
    return answered(
        "people-by-field", cells_of(*found, within, ranked(*found)[: asked.top]),
        formula="people.by_field", by=by, **said(asked),
    )  # fmt: skip


# What is counted ---------------------------------------------------------------------------------------------------


def changing(kinds: Mapping[str, EventKind]) -> list[str]:
    """The kinds of events that are about a number of people, and state no level."""
    return [code for code, kind in kinds.items() if kind.group is KindGroup.WORKFORCE and not kind.level]


def of_kind(view: View, asked: Asked) -> tuple[Facts, Counted]:
    """What counts of one kind (layoffs, if nothing is said) and of one population.

    The kind's own population, if nothing is said, and what nobody has split.
    """
    code = _kind(view, asked.kind or LAYOFF)
    if asked.population:
        return of_kinds(view, [code], _only(asked))
    own = view.kinds[code].population
    return of_kinds(view, [code], None if own is None else (own, Population.UNSPECIFIED))


def of_kinds(view: View, kinds: Collection[str], populations: Collection[Population] | None) -> tuple[Facts, Counted]:
    """What counts of some kinds and populations (None: of any)."""
    block = facts(view)
    taken = counted(view, block, kinds)
    if populations is None:
        return block, taken
    by_population = groups(view, block, taken.rows, "population")
    assert by_population is not None
    wanted = np.array([label in populations for label in by_population.labels], np.bool_)[by_population.codes]
    return block, Counted(rows=taken.rows[wanted], rests=taken.rests[wanted])


def _only(asked: Asked) -> Collection[Population] | None:
    return (Population(asked.population),) if asked.population else None


def _kind(view: View, code: str) -> str:
    known = changing(view.kinds)
    if code not in known:
        raise UserError("figures.no_kind", name=code, names=", ".join(known))
    return code


def said(asked: Asked) -> dict[str, Extra]:
    """What of kind and population an answer rests on."""
    return {"kind": asked.kind or ("" if not asked.by else LAYOFF), "population": asked.population}


# Sums as cells -----------------------------------------------------------------------------------------------------


def summed(
    view: View, taken: tuple[Facts, Counted], per: Per | None, *, by: str, population: bool = False
) -> tuple[tuple[Sums, Groups], tuple[Period, ...]]:
    """Sums by period and group with the groups; ``population``: a kind's events of another population are apart."""
    block, rows = taken
    grouped = groups(view, block, rows.rows, by)
    if grouped is None:
        raise UserError("figures.no_field", name=by, names=", ".join(names(view)))
    if population:
        grouped = _with_population(view, block, rows.rows, grouped)
    within = covering(block, rows, per, view.scope.first, view.scope.last, as_of=view.today)
    return (sums(block, rows, within, grouped.codes, len(grouped.labels)), grouped), within


def _with_population(view: View, block: Facts, rows: Ints, kinds: Groups) -> Groups:
    populations = groups(view, block, rows, "population")
    assert populations is not None
    number = len(populations.labels)
    labels = []
    for code in kinds.labels:
        own = view.kinds[code].population if code in view.kinds else None
        labels += [code if one in {own, ""} else f"{code}:{one}" for one in populations.labels]
    return Groups(codes=kinds.codes * number + populations.codes, labels=labels)


def cells_of(
    found: Sums, grouped: Groups, within: Sequence[Period], order: Iterable[int] | None = None
) -> tuple[Cell, ...]:
    """Sums as cells, by period and group, or in another order."""
    low, best, high = (_plain(column) for column in (found.low, found.best, found.high))
    period, group = found.period.tolist(), found.group.tolist()
    events, without = found.events.tolist(), found.without.tolist()
    return tuple(
        Cell(
            period=within[period[row]],
            group=grouped.labels[group[row]],
            organization_id=grouped.organizations[group[row]] if grouped.organizations else None,
            events=events[row],
            without_count=without[row],
            low=low[row],
            best=best[row],
            high=high[row],
            behind=found.behind(row),
        )
        for row in (range(len(found)) if order is None else order)
    )


def _plain(column: Floats) -> list[float | None]:
    """What is no number as None; more than a number can hold is open."""
    values: list[float | None] = column.tolist()
    for place in np.flatnonzero(~np.isfinite(column)):
        values[place] = None
    return values


def ranked(found: Sums, grouped: Groups) -> list[int]:
    """The rows of sums by size (best, else what there is at least), then by events; what is not stated comes last.

    A size that is not known is less than 0.
    """
    size = np.where(np.isnan(found.best), np.where(np.isnan(found.low), -1.0, found.low), found.best)
    unstated = np.array([not label for label in grouped.labels], np.bool_)[found.group]
    order: list[int] = np.lexsort((found.group, -found.events, -size, unstated)).tolist()
    return order
