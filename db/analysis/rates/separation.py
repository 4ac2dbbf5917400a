"""Separation rates of a period, in percent, as exact intervals. Pure.

O and C are the headcounts at the end of the day before the period and of its last day, h the hires, l the separations.
What cannot be computed (an input nobody knows, a divisor that is 0, more leavers than there were heads) is None,
never 0. Counts are never below 0: an absent low end is read as 0, an absent high end stays open.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import inf, isfinite, log10

from db.model.intervals import add, at_least, quantity, scale, total
from db.model.values import Quantity

_MONTHS = 12


class SeparationReason(StrEnum):
    """Why people left, as in the JOLTS (US Bureau of Labor Statistics); unknown stays apart, never distributed."""

    VOLUNTARY = "voluntary"  # quits
    INVOLUNTARY = "involuntary"  # layoffs, dismissals, ended contracts, closures
    OTHER = "other"  # retirement, death, transfer
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonRates:
    """Rates by reason, in percent of one base; None: nothing known of it. The parts sum to ``total`` unrounded."""

    total: Quantity | None
    voluntary: Quantity | None = None
    involuntary: Quantity | None = None
    other: Quantity | None = None
    unknown: Quantity | None = None


def reason_of(kind: str) -> SeparationReason:
    """The reason that a built-in event kind tells (by its code); unknown for every other."""
    match kind:
        case "resignation":
            return SeparationReason.VOLUNTARY
        case "layoff" | "site_closure" | "contractors_ended":
            return SeparationReason.INVOLUNTARY
        case "other_separation" | "transfer_out":
            return SeparationReason.OTHER
        case _:
            return SeparationReason.UNKNOWN


# Rates -------------------------------------------------------------------------------------------------------------


def separation_rate(separations: Quantity | None, average: Quantity | None) -> Quantity | None:
    """Separations of an average: l / average * 100 (SHRM; BDA: Abgänge / durchschnittlicher Personalbestand).

    The two are taken as independent. With a closing that follows from the hires and separations themselves,
    ``two_point_rate`` is narrower.
    """
    return _ratio(separations, average)


def two_point_rate(
    *, opening: Quantity | None, hires: Quantity | None, separations: Quantity | None
) -> Quantity | None:
    """Separations of the two-point average, where C = O + h - l: l / (O + (h - l) / 2) * 100.

    It rises in l and falls in O and h, so its exact interval is at the corners: lo = l_lo / (O_hi + (h_hi - l_lo) / 2),
    hi = l_hi / (O_lo + (h_lo - l_hi) / 2). Where that upper corner has a closing below 0, which cannot be, the
    highest possible rate is that of everybody leaving.
    """
    if not (_known(opening) and _known(hires) and _known(separations)):
        return None
    assert opening is not None
    assert hires is not None
    assert separations is not None
    (o_low, o_high), (h_low, h_high), (l_low, l_high) = _ends(opening), _ends(hires), _ends(separations)
    if l_low > o_high + h_high:
        return None
    low = _corner(o_high, h_high, l_low)
    if low is None:
        return None
    if o_low + h_low >= l_high:
        high = _corner(o_low, h_low, l_high)
        high = (0.0 if l_high == 0 else inf) if high is None else high
    else:  # everybody leaves: C = 0 and l = O + h, so the rate is 2 * (1 + h / O)
        least = max(o_low, l_low - h_high)
        high = 200.0 * (1 + min(h_high, l_high - least) / least) if least > 0 else inf if h_high else 200.0
    best = None
    if opening.best is not None and hires.best is not None and separations.best is not None:
        possible = separations.best <= opening.best + hires.best
        best = _corner(opening.best, hires.best, separations.best) if possible else None
    return quantity(low, best, high)


def basis_rate(separations: Quantity | None, opening: Quantity | None) -> Quantity | None:
    """Basis formula of German HR literature: l / O * 100; with hires in between it can exceed 100 %."""
    return _ratio(separations, opening)


def schlueter_rate(
    *, opening: Quantity | None, hires: Quantity | None, separations: Quantity | None
) -> Quantity | None:
    """Schlüter formula of German HR literature: l / (O + h) * 100; at most 100 %."""
    if not (_known(opening) and _known(hires)):
        return None
    assert opening is not None
    assert hires is not None
    return _part(separations, add(at_least(opening, 0.0), at_least(hires, 0.0)))


def leaver_share(separations: Quantity | None, closing: Quantity | None) -> Quantity | None:
    """Leavers of all who are or were there (PeopleHR): l / (C + l) * 100; it rises in l and falls in C."""
    if not (_known(separations) and _known(closing)):
        return None
    assert separations is not None
    assert closing is not None
    (l_low, l_high), (c_low, c_high) = _ends(separations), _ends(closing)
    low, high = _share(l_low, c_high), _share(l_high, c_low)
    if low is None:
        return None
    best = None
    if separations.best is not None and closing.best is not None:
        best = _share(separations.best, closing.best)
    return quantity(low, best, 0.0 if high is None else high)


def closing_rate(separations: Quantity | None, closing: Quantity | None) -> Quantity | None:
    """Separations of a closing that was stated: l / C * 100; it can exceed 100 %."""
    return _ratio(separations, closing)


def zvei_rate(replaced: Quantity | None, average: Quantity | None) -> Quantity | None:
    """Replaced separations / average * 100 (ZVEI); None without a count of those replaced."""
    return _ratio(replaced, average)


def announced_share(count: Quantity | None, base: Quantity | None) -> Quantity | None:
    """As in the press: c / base at the announcement * 100; no separation rate; at most 100 %."""
    return _part(count, base)


def jolts_rate(separations: Quantity | None, employment: Quantity | None) -> Quantity | None:
    """Separations in the month / employment in the pay period with the 12th * 100 (BLS technical note)."""
    return _ratio(separations, employment)


def rates_by_reason(parts: Mapping[SeparationReason, Quantity], *, base: Quantity | None) -> ReasonRates:
    """The rates of the parts of all separations, of the employment of a month (JOLTS) or of an average headcount.

    A part that is not in ``parts`` is not known and has no rate. One without a number makes the total an "at least".
    """
    counts = [Quantity(low=0.0) if not part.known else at_least(part, 0.0) for part in parts.values()]
    return ReasonRates(
        total=_ratio(total(counts), base) if any(part.known for part in parts.values()) else None,
        voluntary=_ratio(parts.get(SeparationReason.VOLUNTARY), base),
        involuntary=_ratio(parts.get(SeparationReason.INVOLUNTARY), base),
        other=_ratio(parts.get(SeparationReason.OTHER), base),
        unknown=_ratio(parts.get(SeparationReason.UNKNOWN), base),
    )


def jolts_annual(months: Sequence[tuple[Quantity, Quantity]]) -> Quantity | None:
    """Sum of monthly separations / mean of monthly employment * 100 (BLS practice); can exceed 100 %.

    ``months``: (separations, employment) of twelve months; None if there are not twelve or one is not known.
    """
    if len(months) != _MONTHS or not all(_known(left) and _known(base) for left, base in months):
        return None
    left = total(at_least(separations, 0.0) for separations, _ in months)
    base = total(at_least(employment, 0.0) for _, employment in months)
    return _ratio(left, scale(base, 1 / _MONTHS))


def decimals(value: Quantity) -> int:
    """With how many decimal places (0 to 2) a rate is shown: no more than its uncertainty leaves a meaning.

    0 for an interval of a percentage point or more and for an open one, 2 for a number without uncertainty.
    """
    if value.low is None or value.high is None:
        return 0
    width = value.high - value.low
    return 2 if width <= 0.01 else min(max(-int(log10(width) // 1), 0), 2)


# Arithmetic --------------------------------------------------------------------------------------------------------


def _known(value: Quantity | None) -> bool:
    return value is not None and value.known


def _ends(value: Quantity) -> tuple[float, float]:
    return max(value.low or 0.0, 0.0), inf if value.high is None else max(value.high, 0.0)


def _ratio(part: Quantity | None, base: Quantity | None) -> Quantity | None:
    """Percentage part / base * 100 for independent counts."""
    if not (_known(part) and _known(base)):
        return None
    assert part is not None
    assert base is not None
    (p_low, p_high), (b_low, b_high) = _ends(part), _ends(base)
    if b_high == 0:
        return None
    low = 0.0 if not isfinite(b_high) else 100.0 * p_low / b_high
    high = 0.0 if p_high == 0 else inf if b_low == 0 else 100.0 * p_high / b_low
    best = None if part.best is None or not base.best else 100.0 * part.best / base.best
    return quantity(low, best, high)


def _part(part: Quantity | None, whole: Quantity | None) -> Quantity | None:
    """Percentage part / whole * 100 where the part is within the whole: at most 100 %; None if it cannot be."""
    found = _ratio(part, whole)
    if found is None or (found.low or 0.0) > 100.0:
        return None
    best = None if found.best is None or found.best > 100.0 else found.best
    return quantity(found.low, best, 100.0 if found.high is None else min(found.high, 100.0))


def _corner(opening: float, hires: float, separations: float) -> float | None:
    """The two-point rate of exact numbers; None where nobody is there on average."""
    if not (isfinite(opening) and isfinite(hires)):
        return 0.0
    mean = opening + (hires - separations) / 2
    return 100.0 * separations / mean if mean > 0 else None


def _share(separations: float, closing: float) -> float | None:
    if not isfinite(separations):
        return 100.0
    if not isfinite(closing):
        return 0.0
    return 100.0 * separations / (closing + separations) if closing + separations > 0 else None
