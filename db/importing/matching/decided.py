"""What becomes of rows that may be one with something: as somebody decided, else as is usual. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from operator import attrgetter

from db.importing.matching.judgment import At, Batches, Deed, Judgment, Proposal
from db.importing.matching.likely import Decide, Decision, Wishes

#: Why facts are new although they may be known: somebody said so, two are equally near, another source may tell of it.
_NOTES = {"equally_near": "equally_near", "other_source": "may_be_told"}


def decide(found: Judgment, batches: Batches, lines: Sequence[Sequence[int]], wishes: Wishes) -> None:
    """Carry out what was decided about the proposals of a judgment; the nearest partner of each stands for all."""
    singles = {(one.line, one.mark): one for one in wishes.decisions}
    rules: dict[str, Decide] = {} if wishes.match == "propose" else {"other_source": wishes.match}
    rules.update(wishes.alike)
    for at, group in groupby(sorted(found.proposals, key=attrgetter("at")), key=attrgetter("at")):
        partners = list(group)
        facts, marks = batches[at[0]]
        single = singles.get((lines[at[0]][facts.places[at[1]]], marks[at[1]]))
        what, chosen, said = _wish(partners, single, rules)
        if what == "join":
            found.deeds[at] = chosen.deed
        elif what == "separate":
            _separate(found, at, partners, mark=marks[at[1]], said=said)
        elif said or chosen.reason != "left_out_before":
            leave_out(found, batches, at, Deed("skipped", "skip.left_out", chosen.deed.claim_id))
    for at, deed in [(at, deed) for at, deed in found.deeds.items() if deed.mark in found.left_out]:
        if deed.outcome != "skipped":
            del found.deeds[at]  # the row that it would have gone with is left out


def leave_out(found: Judgment, batches: Batches, at: At, deed: Deed) -> None:
    """Leave out all that the row of a fact says."""
    (facts, marks), row = batches[at[0]], batches[at[0]][0].places[at[1]]
    first = last = at[1]
    while first > 0 and facts.places[first - 1] == row:
        first -= 1
    while last + 1 < len(facts) and facts.places[last + 1] == row:
        last += 1
    for place in range(first, last + 1):
        found.deeds[at[0], place] = deed
        found.left_out.add(marks[place])


def partner(deed: Deed) -> tuple[int | None, int | None]:
    """What a fact is one with: a claim, or the mark of another fact of the file."""
    return deed.claim_id, deed.mark


def _wish(
    partners: Sequence[Proposal], single: Decision | None, rules: Mapping[str, Decide]
) -> tuple[Decide, Proposal, bool]:
    """What becomes of a fact, with which partner, and whether somebody said so."""
    if single is not None:
        same = [one for one in partners if partner(one.deed) == (single.claim_id, single.other)]
        if same or single.what != "join":
            return single.what, (same or partners)[0], True
    first = partners[0]
    rule = rules.get(first.reason)
    return rule or first.usual, first, rule is not None


def _separate(found: Judgment, at: At, partners: Sequence[Proposal], *, mark: int, said: bool) -> None:
    found.deeds.pop(at, None)
    of = {one.deed.claim_id for one in partners}
    for name, claim_id in list(found.renamed.items()):
        if claim_id in of and partners[0].reason == "renamed":
            del found.renamed[name]
    found.notes[at] = "kept_apart" if said else _NOTES.get(partners[0].reason, "")
    if said:
        found.apart += [(mark, one.deed) for one in partners]


__all__ = ["decide", "leave_out", "partner"]
