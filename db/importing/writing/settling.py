"""What the rows of a file come to once it is known which of them earlier files said: what is written, and counts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from db.importing.facts import Facts, Follows, SkippedRow, Standing
from db.importing.matching.judgment import Deed, Judgment
from db.importing.rows.deciding import Sorted

#: The outcome of a row is the first of these that one of its facts has.
_ORDER = ("new", "new_claim", "amends", "duplicate", "skipped")


@dataclass(frozen=True, slots=True)
class Settled:
    """A batch of rows with their outcomes: ``new``, ``new_claim``, ``amends``, ``duplicate``, ``skipped``, ``problem``.

    ``facts`` are the new ones with their ``marks``; ``told`` those that do something to an event that is there, with
    their marks and their ``deeds``. ``wholes``: for new facts that are parts of an event that is there, its claim.
    ``left_out``: of rows that somebody left out by their places, the claim they were held against and the mark.
    """

    lines: list[int]
    cells: list[str]
    outcomes: list[str]
    reasons: list[str | None]
    facts: Facts
    marks: list[int]
    told: Facts
    told_marks: list[int]
    deeds: list[Deed]
    wholes: dict[int, int]
    left_out: dict[int, tuple[int | None, int]]


@dataclass(slots=True)
class Totals:
    """How many rows have which outcome, and how many events are new and say a count or a percentage.

    ``left_out``: rows that somebody left out, here or of an earlier edition.
    """

    outcomes: Counter[str] = field(default_factory=Counter)
    reasons: Counter[tuple[str, str]] = field(default_factory=Counter)
    events: int = 0
    counts: int = 0
    percents: int = 0
    left_out: list[SkippedRow] = field(default_factory=list)

    @property
    def left_out_now(self) -> int:
        """How many rows somebody left out of this file."""
        return self.reasons["skipped", "skip.left_out"]


class Settler:
    """Settles batch by batch, and counts."""

    def __init__(self, value_columns: tuple[str, ...]) -> None:
        self.totals = Totals()
        self._count_at, self._percent_at = (
            value_columns.index(f"{name}_words") if f"{name}_words" in value_columns else None
            for name in ("count", "percent")
        )

    def settle(self, batch: Sorted, judgment: Judgment, number: int) -> Settled:
        """A batch by its number among all of the file, with what it was judged to be."""
        deeds: dict[int, Deed] = (
            {place: deed for place in range(len(batch.facts)) if (deed := judgment.deeds.get((number, place)))}
            if judgment.deeds
            else {}
        )
        for place in batch.again:
            if batch.marks[place] in judgment.left_out:
                continue
            deeds.setdefault(place, Deed("new_claim", "same_content_other_source", mark=batch.marks[place]))
        wholes = _follow(batch.facts, deeds) if deeds and any(batch.facts.follows) else dict[int, int]()
        outcomes, reasons = list(batch.outcomes), list(batch.reasons)
        facts, marks, told, told_marks = batch.facts, batch.marks, batch.facts.only(()), list[int]()
        speaking = [place for place in sorted(deeds) if deeds[place].outcome != "skipped"]
        if deeds:
            self._give_reasons(batch, deeds, outcomes, reasons)
            facts = batch.facts.only(place not in deeds for place in range(len(batch.facts)))
            telling = set(speaking)
            told = batch.facts.only(place in telling for place in range(len(batch.facts)))
            marks = [mark for place, mark in enumerate(batch.marks) if place not in deeds]
            told_marks = [batch.marks[place] for place in speaking]
            kept = [place for place in range(len(batch.facts)) if place not in deeds]
            wholes = {kept.index(place): claim_id for place, claim_id in wholes.items()}
        for place, row in enumerate(batch.facts.places) if judgment.notes else ():
            if (number, place) in judgment.notes and outcomes[row] == "new":
                reasons[row] = judgment.notes[number, place] or None
        left_out = _left_out(batch, deeds) if len(speaking) < len(deeds) else {}
        who = dict(zip(batch.facts.places, batch.facts.organizations, strict=True)) if left_out else {}
        self.totals.left_out += [SkippedRow(batch.lines[row], str(reasons[row]), who[row]) for row in left_out]
        self._count(outcomes, reasons, facts)
        return Settled(
            batch.lines, batch.cells, outcomes, reasons, facts, marks, told, told_marks,
            [deeds[place] for place in speaking], wholes, left_out,
        )  # fmt: skip

    def _give_reasons(
        self, batch: Sorted, deeds: dict[int, Deed], outcomes: list[str], reasons: list[str | None]
    ) -> None:
        """Each row has the outcome of the fact that does most, and its reason."""
        found: dict[int, tuple[int, str | None]] = {}
        for place, row in enumerate(batch.facts.places):
            deed = deeds.get(place)
            does = (0, None) if deed is None else (_ORDER.index(deed.outcome), deed.reason)
            if row not in found or does[0] < found[row][0]:
                found[row] = does
        for row, (order, reason) in found.items():
            outcomes[row], reasons[row] = _ORDER[order], reason

    def _count(self, outcomes: list[str], reasons: list[str | None], facts: Facts) -> None:
        self.totals.outcomes.update(outcomes)
        self.totals.reasons.update(
            (outcome, reason) for outcome, reason in zip(outcomes, reasons, strict=True) if reason is not None
        )
        if any(facts.follows):
            facts = facts.only(Standing.of(facts).last)
        self.totals.events += len(facts)
        if self._count_at is not None:
            self.totals.counts += len(facts) - facts.values[self._count_at].count(None)
        if self._percent_at is not None:
            self.totals.percents += len(facts) - facts.values[self._percent_at].count(None)


def _left_out(batch: Sorted, deeds: dict[int, Deed]) -> dict[int, tuple[int | None, int]]:
    """Of the rows that are left out what they were held against, and the mark of the first thing that each says."""
    found: dict[int, tuple[int | None, int]] = {}
    for place, row in enumerate(batch.facts.places):
        deed = deeds.get(place)
        if deed is not None and deed.outcome == "skipped":
            found.setdefault(row, (deed.claim_id, batch.marks[place]))
    return found


def _follow(facts: Facts, deeds: dict[int, Deed]) -> dict[int, int]:
    """Where a row says several things of which some are known, what the others do; parts get the claim of their whole.

    A corrected figure amends the one before it in its row; a figure that was corrected in a row whose correction is
    known says nothing new.
    """
    wholes: dict[int, int] = {}
    row, whole = -1, -1
    last = len(facts) - 1
    for at, (place, follows) in enumerate(zip(facts.places, facts.follows, strict=True)):
        first, row = place != row, place
        if first or follows is Follows.NOTHING:
            whole = at
        if follows is Follows.AMENDS and not first and at not in deeds and (before := deeds.get(at - 1)):
            deeds[at] = Deed("amends", "corrected", before.claim_id, before.mark)
        elif follows is Follows.PART and not first and at not in deeds:
            above = deeds.get(whole)
            if above is not None and above.claim_id is not None:
                wholes[at] = above.claim_id
        if at < last and at not in deeds and facts.follows[at + 1] is Follows.AMENDS and facts.places[at + 1] == place:
            after = deeds.get(at + 1)
            if after is not None:
                deeds[at] = Deed("duplicate", "same_content", after.claim_id)
    return wholes


__all__ = ["Settled", "Settler", "Totals"]
