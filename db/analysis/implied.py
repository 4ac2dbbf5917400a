"""Whether the headcount that count and percentage of a claim imply fits what is stated elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from db.quantities import implied_base, overlap
from db.records import Claim
from db.values import Quantity, Status

#: Days after which a reported headcount is too old to compare with.
MAXIMUM_AGE_DAYS = 400

ReportedLevel = tuple[date, Quantity, int]  # day, level, id of the event that reports it


@dataclass(frozen=True, slots=True, kw_only=True)
class BaseConflict:
    """An implied headcount and a stated one without overlap.

    ``stated_event_id`` and ``day`` are those of the reported headcount; None where the claim states the base itself.
    """

    claim_id: int
    implied: Quantity
    stated: Quantity
    stated_event_id: int | None = None
    day: date | None = None


def conflict_with_base(claim: Claim, day: date | None, reported: Sequence[ReportedLevel]) -> BaseConflict | None:
    """The conflict of a claim's count and percentage with its own base, else with the latest headcount before it.

    ``day`` is the counting date of its event; ``reported`` are levels in any order, of which those on ``day`` or at
    most 400 days earlier matter. None if it fits, or if there is nothing to compare: a share of a named unit implies
    no base, and history and denials imply nothing.
    """
    if claim.superseded or claim.status is Status.DENIED or claim.percent_of:
        return None
    count, percent = claim.count, claim.percent
    if count is None or percent is None or not (count.known and percent.known):
        return None
    implied = implied_base(count, percent)
    if claim.base is not None and claim.base.known:
        fits = overlap(implied, claim.base)
        return None if fits else BaseConflict(claim_id=claim.id, implied=implied, stated=claim.base)
    if day is None:
        return None
    recent = [level for level in reported if 0 <= (day - level[0]).days <= MAXIMUM_AGE_DAYS and level[1].known]
    if not recent:
        return None
    known_on, stated, event_id = max(recent, key=lambda level: (level[0], level[2]))
    if overlap(implied, stated):
        return None
    return BaseConflict(claim_id=claim.id, implied=implied, stated=stated, stated_event_id=event_id, day=known_on)


__all__ = ["MAXIMUM_AGE_DAYS", "BaseConflict", "ReportedLevel", "conflict_with_base", "implied_base"]
