"""Whether the headcount that a claim tells fits what is known beside it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from db.analysis.series import LevelBefore
from db.model.ids import ClaimId, EventId
from db.model.records import Claim
from db.model.values import Quantity, Status
from db.reading.quantities import implied_base, overlap


@dataclass(frozen=True, slots=True, kw_only=True)
class BaseConflict:
    """A headcount that a claim tells (``told``: as ``implied`` by count and percentage, or as a base) and another one.

    ``reported``, its id and ``day`` are those of the headcount that the other one is run forward from; None where the
    claim states a base beside its count and percentage.
    """

    claim_id: ClaimId
    told: Quantity
    implied: bool
    stated: Quantity
    reported_id: EventId | None = None
    reported: Quantity | None = None
    day: date | None = None


def conflict_with_base(claim: Claim, before: LevelBefore | None) -> BaseConflict | None:
    """The conflict of a claim's count and percentage with its own base; else with the level just before its event.

    A base without both is compared with that level as well. None if it fits, or if there is nothing to compare: a
    share or a base of a named unit tells nothing of the whole, and history and denials tell nothing.
    """
    if claim.superseded or claim.status is Status.DENIED or claim.percent_of:
        return None
    base = claim.base if claim.base is not None and claim.base.known else None
    implied = _implied(claim)
    if implied is not None and base is not None and not overlap(implied, base):
        return BaseConflict(claim_id=claim.id, told=implied, implied=True, stated=base)
    told = implied if base is None else base
    if told is None or before is None or overlap(told, before.level):
        return None
    return BaseConflict(
        claim_id=claim.id,
        told=told,
        implied=base is None,
        stated=before.level,
        reported_id=before.reported_id,
        reported=before.reported,
        day=before.day,
    )


def _implied(claim: Claim) -> Quantity | None:
    count, percent = claim.count, claim.percent
    if count is None or percent is None or not (count.known and percent.known):
        return None
    return implied_base(count, percent)


__all__ = ["BaseConflict", "conflict_with_base", "implied_base"]
