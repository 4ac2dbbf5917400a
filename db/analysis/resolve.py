"""What the live claims of one event come to, field by field: intersection, contradiction, the analyst's decision.

Pure: no I/O, no clock. The rules, in the order in which they apply to a field:

1. Superseded claims are history and say nothing. Denials are heard only where nobody asserts, rumors only where
   nobody reports or confirms: a rumor neither narrows, contradicts nor completes a report.
2. Of the claims that say something about the field, only those of the strongest status count.
3. They overlap: the intersection. They do not: *contradicted*, and the hull without a best, unless the analyst
   prefers one of them or holds all plausible.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from math import inf, isclose
from typing import Literal

from db.model.ids import ClaimId
from db.model.records import Claim, Preference, Resolved
from db.model.values import STATUS_ORDER, DateMode, ImpreciseDate, Quantity, Status

DateField = Literal["announced", "effective", "until"]
QuantityField = Literal["count", "percent", "base", "amount"]

DATE_FIELDS: tuple[DateField, ...] = ("announced", "effective", "until")
QUANTITY_FIELDS: tuple[QuantityField, ...] = ("count", "percent", "base", "amount")

_RANK = {status: rank for rank, status in enumerate(STATUS_ORDER)}

_Dates = Sequence[tuple[ClaimId, ImpreciseDate]]
_Quantities = Sequence[tuple[ClaimId, Quantity]]


def resolve(
    claims: Sequence[Claim], preferences: Sequence[Preference] = (), *, independent_sources: int | None = None
) -> Resolved:
    """The values of an event from its claims (in any order; superseded ones may be among them).

    ``preferences`` are those of this event; one that names a claim which is not heard for its field (superseded,
    weaker than another) has no effect. ``independent_sources`` is the number of sources by origin; without it every
    source id counts as one. No live claim gives an empty result with status None.

    Of a percentage "of the organization" and one of a named unit the former is taken: they answer different
    questions and do not contradict. Amounts in different currencies are contradicted and never combined: without a
    preferred claim the amount is all-None and the currency empty.
    """
    live = live_claims(claims)
    if not live:
        return Resolved()
    sources = _source_count(live) if independent_sources is None else independent_sources
    if len(live) == 1:
        return _alone(live[0], sources)
    return _several(live, _by_field(preferences), sources)


def live_claims(claims: Sequence[Claim]) -> Sequence[Claim]:
    """The claims that no other one supersedes, by id. The superseded of a superseded claim stays superseded."""
    if len(claims) == 1:
        return () if claims[0].superseded else claims
    gone = {claim.supersedes_id for claim in claims if claim.supersedes_id != claim.id}
    return sorted((c for c in claims if not c.superseded and c.id not in gone), key=lambda claim: claim.id)


def standing_behind(claims: Sequence[Claim]) -> Sequence[Claim]:
    """The live claims that a count of sources takes: what a source denies, it does not stand behind.

    Where all deny, it is theirs.
    """
    live = live_claims(claims)
    return [claim for claim in live if claim.status is not Status.DENIED] or live


def _source_count(live: Sequence[Claim]) -> int:
    return len({claim.source_id for claim in standing_behind(live) if claim.source_id is not None})


def _alone(claim: Claim, sources: int) -> Resolved:
    """The values of a single claim are its own; an import resolves hundreds of thousands of these."""
    return Resolved(
        status=claim.status,
        announced=claim.announced,
        effective=claim.effective,
        until=claim.until,
        count=claim.count,
        percent=claim.percent,
        percent_of=claim.percent_of if claim.percent is not None or claim.base is not None else "",
        base=claim.base,
        amount=claim.amount,
        currency=claim.currency if claim.amount is not None else "",
        claim_count=1,
        source_count=sources,
    )


def _by_field(preferences: Iterable[Preference]) -> dict[str, Preference]:
    """The latest decision on each field."""
    return {preference.field: preference for preference in sorted(preferences, key=lambda p: p.id)}


def _several(live: Sequence[Claim], decisions: Mapping[str, Preference], sources: int) -> Resolved:
    asserted = [claim for claim in live if claim.status is not Status.DENIED]
    heard = [claim for claim in asserted if claim.status is not Status.RUMORED] or asserted or live
    contradicted: list[str] = []

    def dated(field: DateField) -> ImpreciseDate | None:
        value, clash = _date(_dates_said(heard, field), decisions.get(field))
        contradicted.extend([field] * clash)
        return value

    def sized(field: QuantityField, claims: Sequence[Claim]) -> Quantity | None:
        value, clash = _quantity(_quantities_said(claims, field), decisions.get(field))
        contradicted.extend([field] * clash)
        return value

    of_one_whole, percent_of = _one_whole(heard, decisions.get("percent"))
    amount, currency, amount_clash = _amount(_strongest(heard, "amount"), decisions.get("amount"))
    resolved = Resolved(
        status=_status(live, asserted, decisions.get("status")),
        announced=dated("announced"),
        effective=dated("effective"),
        until=dated("until"),
        count=sized("count", heard),
        percent=sized("percent", of_one_whole),
        percent_of=percent_of,
        # "40 of its 300 engineers": the base of a unit is none of the organization.
        base=sized("base", [c for c in heard if c.percent is not None or not c.percent_of.strip()]),
        amount=amount,
        currency=currency,
        denied_beside=0 < len(asserted) < len(live),
        claim_count=len(live),
        source_count=sources,
    )
    contradicted.extend(["amount"] * amount_clash)
    return replace(resolved, contradicted=tuple(contradicted)) if contradicted else resolved


def _status(live: Sequence[Claim], asserted: Sequence[Claim], decision: Preference | None) -> Status:
    preferred = [claim.status for claim in live if decision is not None and claim.id == decision.claim_id]
    return (preferred or sorted((claim.status for claim in asserted or live), key=_RANK.__getitem__))[0]


# What is said about a field ----------------------------------------------------------------------------------------


def _strongest(claims: Sequence[Claim], field: DateField | QuantityField) -> Sequence[Claim]:
    """The claims heard for a field: those that say something definite, of the strongest status among them.

    Where nobody is definite, those who at least mention it ("several", "unknown") are heard.
    """
    mentions = [claim for claim in claims if getattr(claim, field) is not None]
    speaking = [claim for claim in mentions if getattr(claim, field).known] or mentions
    rank = min((_RANK[claim.status] for claim in speaking), default=0)
    return [claim for claim in speaking if _RANK[claim.status] == rank]


def _dates_said(claims: Sequence[Claim], field: DateField) -> _Dates:
    said = [(claim.id, getattr(claim, field)) for claim in _strongest(claims, field)]
    return sorted(said, key=lambda pair: (_days(pair[1]), pair[0]))


def _quantities_said(claims: Sequence[Claim], field: QuantityField) -> _Quantities:
    """Claim id and value, the narrowest first; the earliest claim first among the equally narrow."""
    said = [(claim.id, getattr(claim, field)) for claim in _strongest(claims, field)]
    return sorted(said, key=lambda pair: (_high(pair[1]) - _low(pair[1]), pair[0]))


def _one_whole(claims: Sequence[Claim], decision: Preference | None) -> tuple[Sequence[Claim], str]:
    """The claims whose percentage is of the same whole, and that whole.

    The preferred claim's, else the organization, else the unit of the earliest claim of the strongest status.
    """
    mentions = [claim for claim in claims if claim.percent is not None]
    speaking = [claim for claim in mentions if claim.percent is not None and claim.percent.known] or mentions
    if not speaking:
        return (), ""
    preferred = [claim for claim in speaking if decision is not None and claim.id == decision.claim_id]
    whole = [claim for claim in speaking if not claim.percent_of.strip()]
    chosen = (preferred or whole or _strongest(speaking, "percent"))[0].percent_of
    key = chosen.strip().casefold()
    return [claim for claim in speaking if claim.percent_of.strip().casefold() == key], chosen


# Quantities --------------------------------------------------------------------------------------------------------


def _low(quantity: Quantity) -> float:
    return -inf if quantity.low is None else quantity.low


def _high(quantity: Quantity) -> float:
    return inf if quantity.high is None else quantity.high


def _interval(low: float, best: float | None, high: float, said: _Quantities) -> Quantity:
    """The interval; with the wording of a claim that says exactly this."""
    ends = (None if low == -inf else low, best, None if high == inf else high)
    same = [value.words for _, value in said if (value.low, value.best, value.high) == ends]
    return Quantity(*ends, words=same[0] if same else "")


def _quantity(said: _Quantities, decision: Preference | None) -> tuple[Quantity | None, bool]:
    """The value of a field and whether it is contradicted; ``said`` comes narrowest first."""
    if len(said) < 2:
        return (said[0][1] if said else None), False
    low, high = max(_low(value) for _, value in said), min(_high(value) for _, value in said)
    preferred = [value for claim_id, value in said if decision is not None and claim_id == decision.claim_id]
    if low <= high or isclose(low, high):  # isclose: 14 % written as 14 and as 0.14 is one number
        low = min(low, high)
        bests = (value.best for value in (*preferred, *(value for _, value in said)))
        best = next((best for best in bests if best is not None and low <= best <= high), None)
        return _interval(low, best, high, said), False
    if preferred:
        return preferred[0], False
    hull = Quantity(_finite(min(_low(value) for _, value in said)), None, _finite(max(_high(v) for _, v in said)))
    return hull, not _all_plausible(decision)


def _finite(value: float) -> float | None:
    return value if abs(value) < inf else None


def _all_plausible(decision: Preference | None) -> bool:
    return decision is not None and decision.claim_id is None


def _amount(speaking: Sequence[Claim], decision: Preference | None) -> tuple[Quantity | None, str, bool]:
    """The amount, its currency, and whether it is contradicted."""
    currencies = {claim.currency.strip().upper() for claim in speaking}
    if len(currencies) < 2:
        value, clash = _quantity(_quantities_said(speaking, "amount"), decision)
        return value, speaking[0].currency if speaking else "", clash
    for claim in speaking:
        if decision is not None and claim.id == decision.claim_id:
            return claim.amount, claim.currency, False
    return Quantity(), "", not _all_plausible(decision)


# Dates -------------------------------------------------------------------------------------------------------------


def _first(value: ImpreciseDate) -> date:
    return value.earliest or date.min


def _last(value: ImpreciseDate) -> date:
    return value.latest or date.max


def _days(value: ImpreciseDate) -> int:
    return (_last(value) - _first(value)).days


def _date(said: _Dates, decision: Preference | None) -> tuple[ImpreciseDate | None, bool]:
    """The date of a field and whether it is contradicted; ``said`` comes narrowest first."""
    if len(said) < 2:
        return (said[0][1] if said else None), False
    values = [value for _, value in said]
    if not values[0].known:  # nobody is definite: the wording of the earliest claim
        return values[0], False
    first, last = max(map(_first, values)), min(map(_last, values))
    if first <= last:
        return _date_between(first, last, values, values[0].mode, values[0].words), False
    for claim_id, value in said:
        if decision is not None and claim_id == decision.claim_id:
            return value, False
    mode = DateMode.SPAN if all(value.mode is DateMode.SPAN for value in values) else DateMode.WITHIN
    hull = _date_between(min(map(_first, values)), max(map(_last, values)), values, mode, "")
    return hull, not _all_plausible(decision)


def _date_between(
    first: date, last: date, values: Sequence[ImpreciseDate], mode: DateMode, words: str
) -> ImpreciseDate:
    """The date of these bounds: a claim's own where one says exactly this, else an EDTF interval."""
    for value in values:
        if (_first(value), _last(value), value.mode) == (first, last, mode):
            return value
    if first == last:
        return ImpreciseDate.day(first, words)
    earliest, latest = None if first == date.min else first, None if last == date.max else last
    if earliest is None and latest is None:  # "until 15 July" against "from 16 July": nobody knows
        return ImpreciseDate("", None, None, mode, words)
    edtf = f"{earliest.isoformat() if earliest else '..'}/{latest.isoformat() if latest else '..'}"
    return ImpreciseDate(edtf, earliest, latest, mode, words)
