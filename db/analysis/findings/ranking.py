"""What a finding may change, in heads: findings of one kind are told in this order. Pure."""

from __future__ import annotations

from math import inf

from db.analysis.series import Finding, FindingKind, FindingValue
from db.model.values import Quantity


def weight(finding: Finding) -> float:
    """The larger, the more depends on it; of levels that do not meet the factor between them."""
    if not finding.event_ids:  # what organizations are comes before what happened to them
        return inf
    values = dict(finding.values)
    match finding.kind:
        case FindingKind.IMPLIED_APART:
            factor = values.get("factor")
            return factor if isinstance(factor, int | float) else inf
        case FindingKind.CONTRADICTED:
            return _between(values.get("low"), values.get("high")) if finding.field == "count" else 0.0
        case FindingKind.IMPLIED_BASE:
            return _between(values.get("implied", values.get("base")), values.get("stated"))
        case FindingKind.IMPLIED_ASIDE:
            return _between(values.get("implied"), values.get("after"))
        case FindingKind.NOT_RECONCILED:
            return abs(_middle(values.get("gap")))
        case FindingKind.BELOW_ZERO:
            return abs(_middle(values.get("level")))
        case FindingKind.PARTS_EXCEED:
            return _between(values.get("parts"), values.get("whole"))
        case FindingKind.POSSIBLE_DUPLICATE:
            return min(_middle(values.get("count")), _middle(values.get("other_count")))
        case _:
            return 0.0


def _between(one: FindingValue, other: FindingValue) -> float:
    return abs(_middle(one) - _middle(other))


def _middle(value: FindingValue) -> float:
    if isinstance(value, Quantity):
        known = [end for end in (value.low, value.high) if end is not None]
        return value.best if value.best is not None else sum(known) / len(known) if known else 0.0
    return float(value) if isinstance(value, int | float) else 0.0
