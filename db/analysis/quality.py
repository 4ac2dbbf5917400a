"""The quality line: how well the events that count are documented (METRICS: shares of events)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from db.analysis.series import Finding, FindingKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """Numbers of events out of ``events``; ``not_understood`` are texts nobody has understood, so not charted."""

    events: int = 0
    with_number: int = 0
    with_source: int = 0
    independent: int = 0  # at least two independent sources
    confirmed: int = 0
    contradicted: int = 0
    not_understood: int = 0


def not_understood(findings: Iterable[Finding]) -> int:
    """How many texts among the findings of a scope are not understood, accepted ones included."""
    return sum(one.kind is FindingKind.NOT_UNDERSTOOD for one in findings)
