"""Which of the findings the overview shows. No Qt."""

from __future__ import annotations

from db.analysis.series import Finding

TOP_FINDINGS = 5


def top(findings: tuple[Finding, ...]) -> list[Finding]:
    """The open findings shown first: one of each kind before a second one of any."""
    rounds: dict[str, int] = {}
    ranked = []
    for place, finding in enumerate(one for one in findings if not one.accepted):
        nth = rounds[finding.kind] = rounds.get(finding.kind, 0) + 1
        ranked.append((nth, place, finding))
    return [finding for _nth, _place, finding in sorted(ranked, key=lambda one: one[:2])[:TOP_FINDINGS]]
