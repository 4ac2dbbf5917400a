"""The proposals of a judgment as somebody looks at them: both sides, why, and what becomes of them. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from db.importing.matching.decided import partner
from db.importing.matching.judgment import At, Batches, Judgment
from db.importing.matching.likely import Brief, Decide, Likely, Wishes
from db.importing.matching.statement import Statement


def listed(
    found: Judgment,
    batches: Batches,
    lines: Sequence[Sequence[int]],
    wishes: Wishes,
    state: Callable[[At], Statement],
) -> tuple[Likely, ...]:
    """Every proposal in the order of the file, the nearest partner of a row first."""
    decided = {(one.line, one.mark) for one in wishes.decisions}
    wanted = {proposal.deed.mark for proposal in found.proposals} - {None}
    line_of = _lines_of_marks(batches, lines, wanted)
    result = []
    for proposal in sorted(found.proposals, key=lambda one: one.at):
        facts, marks = batches[proposal.at[0]]
        place = proposal.at[1]
        line, one = lines[proposal.at[0]][facts.places[place]], state(proposal.at)
        claim_id, other = partner(proposal.deed)
        result.append(
            Likely(
                line=line, mark=marks[place], organization=facts.organizations[place], kind=facts.kinds[place],
                claim_id=claim_id, other=other, other_line=None if other is None else line_of.get(other),
                reason=proposal.reason, days=proposal.days, mine=Brief(one.day, *one.figures[:2]),
                theirs=proposal.theirs, what=_stands(found, proposal.at, claim_id, other),
                decided=(line, marks[place]) in decided,
            )
        )  # fmt: skip
    return tuple(result)


def _stands(found: Judgment, at: At, claim_id: int | None, other: int | None) -> Decide:
    deed = found.deeds.get(at)
    if deed is None:
        return "separate"
    if deed.outcome == "skipped":
        return "skip"
    return "join" if partner(deed) == (claim_id, other) else "separate"


def _lines_of_marks(batches: Batches, lines: Sequence[Sequence[int]], wanted: set[int | None]) -> dict[int | None, int]:
    if not wanted:
        return {}
    found: dict[int | None, int] = {}
    for number, (facts, marks) in enumerate(batches):
        for place, mark in enumerate(marks):
            if mark in wanted:
                found.setdefault(mark, lines[number][facts.places[place]])
    return found


__all__ = ["listed"]
