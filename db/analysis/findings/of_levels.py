"""Findings of a headcount: levels that do not agree, and bases that do not fit. Pure; their values: see ``judge``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import inf

from db.analysis.findings.implied import BaseConflict, conflict_with_base
from db.analysis.findings.judge import at_least, finding
from db.analysis.series import (
    BelowZero,
    Finding,
    FindingKind,
    Gap,
    HeadcountSeries,
    ImpliedLevel,
    LevelBefore,
    LevelsApart,
    SetAside,
)
from db.model.ids import EventId, OrganizationId
from db.model.records import Claim, Event, EventKind
from db.model.values import Population, Quantity, Status


def of_headcount(series: HeadcountSeries) -> Iterator[Finding]:
    """What the levels of a headcount do not agree on: reported ones, implied ones, and what leads below zero."""
    whose, population = series.organization_id, series.population
    for gap in series.gaps:
        if not gap.reconciles:
            yield _not_reconciled(series, gap)
    for sunk in series.below_zero:
        yield below_zero(whose, population, sunk)
    for one in series.apart:
        yield levels_apart(whose, population, one)
    for one_aside in series.aside:
        yield set_aside(whose, population, one_aside)


def _not_reconciled(series: HeadcountSeries, gap: Gap) -> Finding:
    return finding(
        FindingKind.NOT_RECONCILED,
        series.organization_id,
        gap.event_ids,
        field=series.population.value,
        day=gap.last,
        expected=gap.expected,
        stated=gap.stated,
        gap=gap.unexplained,
    )


def below_zero(organization_id: OrganizationId, population: Population, sunk: BelowZero) -> Finding:
    """An event after which the level would be below zero."""
    return finding(
        FindingKind.BELOW_ZERO,
        organization_id,
        (sunk.event_id,),
        field=population.value,
        level=sunk.level,
        day=sunk.day,
    )


def levels_apart(organization_id: OrganizationId, population: Population, apart: LevelsApart) -> Finding:
    """Two neighboring implied levels that differ by too much."""
    ids = (apart.before_id, apart.implied.event_id)
    factor = round(apart.factor, 3) if apart.factor < inf else None
    kind = FindingKind.IMPLIED_APART
    return _implied(kind, organization_id, population, ids, apart.implied, expected=apart.expected, factor=factor)


def set_aside(organization_id: OrganizationId, population: Population, aside: SetAside) -> Finding:
    """An implied level that fits neither neighbor, while they fit each other."""
    ids = (aside.implied.event_id, aside.before_id, aside.after_id)
    kind = FindingKind.IMPLIED_ASIDE
    return _implied(kind, organization_id, population, ids, aside.implied, expected=aside.expected, after=aside.after)


def _implied(
    kind: FindingKind,
    organization_id: OrganizationId,
    population: Population,
    event_ids: tuple[EventId, ...],
    implied: ImpliedLevel,
    *,
    expected: Quantity,
    factor: float | None = None,
    after: Quantity | None = None,
) -> Finding:
    return finding(
        kind,
        organization_id,
        event_ids,
        field=population.value,
        count=implied.count,
        percent=implied.percent,
        implied=implied.level,
        day=implied.day,
        expected=expected,
        factor=factor,
        after=after,
    )


def implied_bases(
    organization_id: OrganizationId,
    events: Iterable[Event],
    claims: Mapping[EventId, Sequence[Claim]],
    before: Mapping[EventId, LevelBefore],
    kinds: Mapping[str, EventKind],
    *,
    minimum_status: Status,
) -> Iterator[Finding]:
    """Changes of one organization that tell another headcount than is known beside them.

    Each claim is compared by itself, with a base of its own or with the level just before its event; all claims of an
    event that do not fit are one finding, with the figures of the first.
    """
    for event in events:
        status = event.values.status
        if event.organization_id != organization_id or status is None or not at_least(status, minimum_status):
            continue
        heard = [claim for claim in claims.get(event.id, ()) if at_least(claim.status, minimum_status)]
        conflicts = [conflict_with_base(claim, before.get(event.id)) for claim in heard]
        found = [(claim, conflict) for claim, conflict in zip(heard, conflicts, strict=True) if conflict is not None]
        if found:
            yield _implied_base(event, found, event.population or kinds[event.kind].population)


def _implied_base(event: Event, found: Sequence[tuple[Claim, BaseConflict]], population: Population | None) -> Finding:
    claim, conflict = found[0]
    beside = sorted({other.reported_id for _, other in found if other.reported_id is not None})
    return finding(
        FindingKind.IMPLIED_BASE,
        event.organization_id,
        (event.id, *beside),
        claim_ids=[one.id for one, _ in found],
        field=population.value if population is Population.CONTINGENT else "",
        figures=[figure for _, other in found for figure in (other.told, other.stated)],
        count=claim.count if conflict.implied else None,
        percent=claim.percent if conflict.implied else None,
        implied=conflict.told if conflict.implied else None,
        base=None if conflict.implied else conflict.told,
        stated=conflict.stated,
        day=conflict.day,
        reported=conflict.reported if _moved(conflict.reported, conflict.stated) else None,
    )


def _moved(reported: Quantity | None, now: Quantity) -> bool:
    return reported is not None and (reported.low, reported.high) != (now.low, now.high)
