"""What becomes of the rows of a file beside what earlier files said: new, a new claim, amends, or a duplicate."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from db.importing.facts import Facts, Follows, SourceKey
from db.importing.matching.decided import decide, leave_out
from db.importing.matching.editions import MAYBE, SAME, in_common, is_older, same_numbers
from db.importing.matching.elsewhere import Elsewhere
from db.importing.matching.judgment import At, Batches, Deed, Judgment, Proposal
from db.importing.matching.likely import Brief, Decide, Wishes
from db.importing.matching.listed import listed
from db.importing.matching.pairing import Pair, pairs
from db.importing.matching.said import Earlier, Edition, Said
from db.importing.matching.statement import Reader, Statement, days_between


class Matcher:
    """Judges one file. ``data_set_id``: the data set that was chosen; ``looked_at``: somebody sees the proposals."""

    def __init__(
        self,
        earlier: Earlier,
        reader: Reader,
        *,
        wishes: Wishes,
        digest: str,
        today: str,
        data_set_id: int | None = None,
        new_data_set: bool = False,
        looked_at: bool = False,
    ) -> None:
        self._earlier = earlier
        self._reader = reader
        self._wishes = wishes
        self._looked_at = looked_at
        self._digest = digest
        self._today = today
        self._chosen = data_set_id
        self._is_new = new_data_set

    def judge(self, batches: Batches, lines: Sequence[Sequence[int]]) -> Judgment:
        """What becomes of each fact of a file; ``lines``: those of the rows of each batch."""
        found = Judgment(newest_day=self.newest_day(facts for facts, _ in batches), data_set_id=self._chosen)
        hits = self._hits(batches)
        if found.data_set_id is None and not self._is_new:
            found.data_set_id, found.maybe = self._data_set(batches, hits)
        again = any(edition.digest == self._digest for edition in self._editions(found.data_set_id))
        found.older = not again and is_older(
            found.newest_day, [edition.newest_day for edition in self._editions(found.data_set_id)]
        )
        self._exact(found, batches, hits, every=again or found.older)
        self._left_out_before(found, batches)
        every: list[Said] = []
        if found.data_set_id is not None and not again:
            every = self._earlier.statements(found.data_set_id)
            self._near(found, batches, every)
        if self._looked_at or self._wishes.match != "propose" or self._wishes.decisions:
            self._elsewhere(found, batches)
        decide(found, batches, lines, self._wishes)
        if every and not found.older:
            met = {deed.claim_id for deed in found.deeds.values() if deed.claim_id is not None}
            there = {one.event_id for one in every if one.claim_id in met}
            found.gone = _gone(batches, every, self._earlier.superseding(), there)
        if self._looked_at:
            found.likely = listed(found, batches, lines, self._wishes, lambda at: self._statement(batches, at))
        return found

    def newest_day(self, batches: Iterable[Facts]) -> str:
        """The newest day on which something was announced (or happened) that is not in the future; "" for none."""
        newest = ""
        for facts in batches:
            for day in self._reader.announced(facts):
                if day and newest < day <= self._today:
                    newest = day
        return newest

    def _hits(self, batches: Batches) -> dict[At, int]:
        """The marks that are known already, by the fact that has them."""
        known = self._earlier.marks
        if not known:
            return {}
        return {
            (number, place): mark
            for number, (_, marks) in enumerate(batches)
            if not known.keys().isdisjoint(marks)
            for place, mark in enumerate(marks)
            if mark in known
        }

    def _data_set(self, batches: Batches, hits: Mapping[At, int]) -> tuple[int | None, tuple[int, ...]]:
        """The data set that a file is an edition of, and those that it may be one of."""
        data_sets = list(dict.fromkeys(edition.data_set_id for edition in reversed(self._earlier.editions)))
        if not data_sets:
            return None, ()
        traces, of = self._earlier.marks, self._earlier.data_set_of
        hit = Counter(one for mark in hits.values() for one in {of[trace.import_id] for trace in traces[mark]})
        total = sum(len(marks) for _, marks in batches)
        for data_set_id, count in hit.most_common(1):
            if count >= SAME * total:
                return data_set_id, ()
        days = {
            (self._earlier.named(name), day or "")
            for facts, _ in batches
            for name, day in zip(facts.organizations, facts.earliest, strict=True)
        }
        numbers: dict[str, set[str]] = defaultdict(set)
        for facts, _ in batches:
            for number, name in zip(facts.external_ids, facts.organizations, strict=True):
                if number:
                    numbers[number.casefold()].add(self._earlier.named(name))
        shares = {one: in_common(days, self._earlier.days(one)) for one in data_sets}
        best = max(shares, key=lambda one: shares[one])
        if shares[best] >= SAME:
            return best, ()
        for one in data_sets:
            if numbers and same_numbers(numbers, self._earlier.numbers(one)):
                return one, ()
        return None, tuple(one for one in data_sets if shares[one] >= MAYBE)

    def _exact(self, found: Judgment, batches: Batches, hits: Mapping[At, int], *, every: bool) -> None:
        """Facts that were said before, word for word or rather value for value.

        Where several claims say the same, each is met by a fact of its own, as far as there are enough.
        """
        traces, of = self._earlier.marks, self._earlier.data_set_of
        superseding = self._earlier.superseding() if hits else {}
        met: set[int] = set()
        for at, mark in hits.items():
            claim_id, import_id = min(
                traces[mark],
                key=lambda one: (
                    of[one.import_id] != found.data_set_id,
                    one.claim_id in met,
                    one.claim_id in superseding,
                ),
            )
            met.add(claim_id)
            if of[import_id] == found.data_set_id:
                if claim_id in superseding and not every and not _is_corrected(batches[at[0]][0], at[1]):
                    continue  # a figure that was corrected is back: that is another correction
                found.deeds[at] = Deed("duplicate", "same_content", claim_id)
            elif self._same_source(batches[at[0]][0].sources[at[1]], claim_id):
                found.deeds[at] = Deed("duplicate", "same_content", claim_id)
            elif self._wishes.match != "separate":
                found.deeds[at] = Deed("new_claim", "same_content_other_source", claim_id)

    def _same_source(self, source: SourceKey | None, claim_id: int) -> bool:
        return self._earlier.source_of(claim_id) == (source.url or source.title if source else "")

    def _left_out_before(self, found: Judgment, batches: Batches) -> None:
        """Rows that somebody left out of an earlier edition stay so until somebody says otherwise."""
        known = self._earlier.left_out(found.data_set_id) if found.data_set_id is not None else {}
        if not known:
            return
        for number, (facts, marks) in enumerate(batches):
            for place, mark in enumerate(marks):
                at = number, place
                if mark not in known or at in found.deeds:
                    continue
                leave_out(found, batches, at, Deed("skipped", "skip.left_out_before", known[mark]))
                against = known[mark]
                row = None if against is None else self._earlier.brief(against)
                if row is not None and facts.kinds[place] in _JOINED:
                    days = days_between(facts.earliest[place], row.day)
                    deed = Deed("new_claim", "other_source", known[mark])
                    found.proposals.append(Proposal(at, deed, "left_out_before", "skip", row, days))

    def _near(self, found: Judgment, batches: Batches, every: list[Said]) -> None:
        """Facts that are another edition of what the data set said (``every``) of an event."""
        superseding = self._earlier.superseding()
        met = {deed.claim_id for deed in found.deeds.values()}
        met_events = {one.event_id for one in every if one.claim_id in met}
        left = [one for one in every if one.event_id not in met_events]
        ends = self._oldest(left) if found.older else [one for one in left if one.claim_id not in superseding]
        old = {number: one.statement for number, one in enumerate(ends)}
        places = [
            (number, place)
            for number, (facts, _) in enumerate(batches)
            for place in range(len(facts))
            if (number, place) not in found.deeds and not _is_corrected(facts, place)
        ]
        new = {number: self._statement(batches, at) for number, at in enumerate(places)}
        chosen, doubtful = pairs(new, old)
        named = self._named(batches)
        alive = self._earlier.live_events(ends[pair.old].claim_id for pair in chosen)
        for pair in chosen:
            claim_id, at = ends[pair.old].claim_id, places[pair.new]
            if claim_id not in alive:
                found.deeds[at] = Deed("duplicate", "deleted_here", claim_id)
            else:
                self._take(found, batches, at, pair, ends[pair.old], is_named=named)
            if (deed := found.deeds[at]).outcome == "amends":
                found.proposals.append(_proposal(at, deed, deed.reason, "join", new[pair.new], ends[pair.old]))
        for number, rivals in doubtful.items():
            for rival in rivals[:_RIVALS]:
                deed = Deed("amends", "corrected", ends[rival].claim_id)
                found.proposals.append(
                    _proposal(places[number], deed, "equally_near", "separate", new[number], ends[rival])
                )

    def _take(
        self, found: Judgment, batches: Batches, at: At, pair: Pair, old: Said, *, is_named: Collection[str]
    ) -> None:
        """Let a fact do what a pair says, with what becomes of another name."""
        claim_id = old.claim_id
        found.deeds[at] = Deed("duplicate" if pair.equal else "amends", pair.reason, claim_id)
        name = batches[at[0]][0].organizations[at[1]]
        if pair.reason != "renamed" and self._earlier.owner(name) is None:  # spelled in another way
            found.renamed.setdefault(name, claim_id)
        if pair.reason == "renamed" and old.statement.organization not in is_named:
            found.renamed[name] = claim_id
        elif pair.reason == "renamed":
            found.deeds[at] = Deed("amends", "other_organization", claim_id)

    def _elsewhere(self, found: Judgment, batches: Batches) -> None:
        """Rows that may tell of an event which another source told of, here or in this file."""
        left = [
            (number, place)
            for number, (facts, _) in enumerate(batches)
            for place in range(len(facts))
            if facts.kinds[place] in _JOINED and not facts.follows[place] and (number, place) not in found.deeds
        ]
        own = {edition.import_id for edition in self._editions(found.data_set_id)}
        search = Elsewhere(self._earlier.owner, self._earlier.candidates, own=own, within=self._wishes.days)
        found.proposals += search.proposals(batches, left, lambda at: self._statement(batches, at))

    def _named(self, batches: Batches) -> set[str]:
        """Every organization that a file speaks of: one that it still names has not been renamed."""
        return {self._earlier.named(name) for facts, _ in batches for name in set(facts.organizations)}

    def _oldest(self, every: Iterable[Said]) -> list[Said]:
        """The statement of the oldest edition about each event."""
        newest = {edition.import_id: edition.newest_day for edition in self._earlier.editions}
        found: dict[int, Said] = {}
        for one in sorted(every, key=lambda one: newest[one.import_id]):
            found.setdefault(one.event_id, one)
        return list(found.values())

    def _statement(self, batches: Batches, at: At) -> Statement:
        facts = batches[at[0]][0]
        found = self._reader.statement(facts, at[1])
        return found._replace(
            organization=self._earlier.named(facts.organizations[at[1]]),
            counterparty=self._earlier.named(facts.counterparties[at[1]] or "") if facts.counterparties[at[1]] else "",
        )

    def _editions(self, data_set_id: int | None) -> list[Edition]:
        return [one for one in self._earlier.editions if one.data_set_id == data_set_id]


#: Kinds of which two papers tell in two figures; a level or a contract is no such story.
_JOINED = frozenset({
    "layoff", "site_closure", "furlough", "resignation", "other_separation", "hiring", "contractors_ended",
    "contractors_engaged",
})  # fmt: skip

#: Earlier rows that are named where several are equally near.
_RIVALS = 5
#: The share of an edition that a file must have to be more than an excerpt of it.
_COVERS = 0.9


def _proposal(at: At, deed: Deed, reason: str, usual: Decide, new: Statement, old: Said) -> Proposal:
    one = old.statement
    theirs = Brief(one.day, *one.figures[:2])
    return Proposal(at, deed, reason, usual, theirs, days_between(new.day, one.day))


def _is_corrected(facts: Facts, place: int) -> bool:
    """Whether a fact is a figure that the next one in its row corrects."""
    after = place + 1
    return after < len(facts) and facts.follows[after] is Follows.AMENDS and facts.places[after] == facts.places[place]


def _gone(batches: Batches, every: list[Said], superseding: Mapping[int, int], there: set[int]) -> tuple[int, ...]:
    """The earlier claims within the span of a file that it lacks, if it covers that span."""
    days = [day for facts, _ in batches for day in facts.earliest if day]
    if not days:
        return ()
    first, last = min(days), max(days)
    within = [
        one
        for one in every
        if one.claim_id not in superseding and one.statement.day and first <= one.statement.day <= last
    ]
    lacking = [one for one in within if one.event_id not in there]
    if len(within) - len(lacking) < _COVERS * len(within):
        return ()
    return tuple(one.claim_id for one in lacking)
