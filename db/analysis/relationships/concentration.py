"""How much of an organization's business hangs on few clients: HHI, effective number, the largest share. Pure.

Shares are in percent of all revenue (or spend); what the known ones leave is the unknown remainder. The scale of the
US Department of Justice is used by analogy; none of this is market power. Equal shares are never assumed: where no
share is known nothing here can be computed and only counts remain.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from db.model.ids import OrganizationId
from db.model.intervals import at_least, quantity, total
from db.model.values import Quantity

#: Share in percent from which a customer has to be named in a filing (ASC 280-10-50-42).
MAJOR_SHARE = 10.0

_WHOLE = 100.0
_NOISE = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class Concentration:
    """Concentration of what is known and what may hide in the rest.

    ``hhi``: 0 to 10,000. ``effective``: as how many equal clients, 10,000 / HHI. ``largest``: the largest share.
    ``remainder``: the share of which nothing is known. ``major``: clients (or groups) with 10 % or more for sure;
    ``maybe_major``: those with possibly that much. ``known``: how many have a share.
    """

    hhi: Quantity
    effective: Quantity
    largest: Quantity
    remainder: Quantity
    major: tuple[OrganizationId, ...]
    maybe_major: tuple[OrganizationId, ...]
    known: int


def concentration(
    shares: Mapping[OrganizationId, Quantity],
    *,
    groups: Mapping[OrganizationId, OrganizationId] | None = None,
    known_are_largest: bool = False,
) -> Concentration | None:
    """HHI = sum of the squared shares in percent, with the bounds that the unknown remainder r leaves.

    ``shares``: client id to its share in percent; one of unknown size belongs to the remainder. ``groups``: client id
    to the id under which it counts, as clients under common control are one. Lower bound: the remainder is fully
    dispersed. Upper bound: it is one client (+ r^2), or, if the user confirms that the known ones are the largest
    (``known_are_largest``), cut into parts no larger than the smallest known share. The bounds are exact for exact
    shares, and hold every possibility for intervals. There is a best only where shares with a best leave no remainder.

    None if no share is known, or if they are more than the whole for sure.
    """
    merged = _merged(shares, groups or {})
    low, high = [_low(share) for share in merged.values()], [_high(share) for share in merged.values()]
    if not merged or sum(share.low or 0.0 for share in merged.values()) > _WHOLE + _NOISE:
        return None
    most = max(_WHOLE - sum(low), 0.0)
    rest = _largest_squares(most, min(high) if known_are_largest else most)
    best = _best(merged)
    upper = min(sum(end**2 for end in high) + rest, _WHOLE**2)
    hhi = quantity(min(sum(end**2 for end in low), upper), best, upper)
    return Concentration(
        hhi=hhi,
        effective=_inverse(hhi),
        largest=_largest(merged, most=0.0 if known_are_largest else most, closed=best is not None),
        remainder=quantity(max(_WHOLE - sum(high), 0.0), _best_remainder(merged), most),
        major=tuple(key for key, share in merged.items() if (share.low or 0.0) >= MAJOR_SHARE),
        maybe_major=tuple(
            key for key, share in merged.items() if (share.low or 0.0) < MAJOR_SHARE and _high(share) >= MAJOR_SHARE
        ),
        known=len(merged),
    )


def _merged(
    shares: Mapping[OrganizationId, Quantity], groups: Mapping[OrganizationId, OrganizationId]
) -> dict[OrganizationId, Quantity]:
    """Known shares by client or group, largest first (by best, else low)."""
    members: dict[OrganizationId, list[Quantity]] = {}
    for key, share in shares.items():
        if share.known:
            members.setdefault(groups.get(key, key), []).append(at_least(share, 0.0))
    merged = {key: total(parts) for key, parts in members.items()}
    return dict(sorted(merged.items(), key=lambda pair: (-(pair[1].best or pair[1].low or 0.0), pair[0])))


def _low(share: Quantity) -> float:
    return min(share.low or 0.0, _WHOLE)


def _high(share: Quantity) -> float:
    return _WHOLE if share.high is None else min(share.high, _WHOLE)


def _largest_squares(remainder: float, cap: float) -> float:
    """The most that the squares of parts of ``remainder`` no larger than ``cap`` can add up to."""
    if cap <= 0 or remainder <= 0:
        return 0.0
    parts = int((remainder + _NOISE) // cap)
    return parts * cap**2 + max(remainder - parts * cap, 0.0) ** 2


def _best(merged: Mapping[OrganizationId, Quantity]) -> float | None:
    rest = _best_remainder(merged)
    if rest is None or rest > _NOISE:
        return None
    return sum((share.best or 0.0) ** 2 for share in merged.values())


def _best_remainder(merged: Mapping[OrganizationId, Quantity]) -> float | None:
    known = [share.best for share in merged.values() if share.best is not None]
    if len(known) < len(merged) or sum(known) > _WHOLE + _NOISE:
        return None
    return max(_WHOLE - sum(known), 0.0)


def _largest(merged: Mapping[OrganizationId, Quantity], *, most: float, closed: bool) -> Quantity:
    best = max((share.best or 0.0) for share in merged.values()) if closed else None
    low = max(_low(share) for share in merged.values())
    return quantity(low, best, max(most, *(_high(share) for share in merged.values())))


def _inverse(hhi: Quantity) -> Quantity:
    """10,000 / HHI; open upward where the HHI may be 0."""
    square = _WHOLE**2
    low, best, high = (square / end if end else None for end in (hhi.high, hhi.best, hhi.low))
    return quantity(low, best, high)
