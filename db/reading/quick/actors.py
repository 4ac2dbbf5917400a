"""Who is who in a quick line: organization, counterparty and its side, person and role."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from db.model.values import KindGroup
from db.reading.quick.board import Board, Word
from db.reading.quick.match import Match, Mention
from db.reading.quick.names import Names
from db.reading.quick.result import Doubt, Field, Name
from db.reading.quick.words import role_pattern, vocabulary, words_of

_AT = words_of("""
    at bei by of von for from durch beim with mit to zu
""")
_AS = re.compile(r"(?<!\w)(?:as|als)(?: (?:its|the|the company's|interim))?\s+\Z")
_JOINED = re.compile(r"[\s,&/+]*(?:and|und|sowie|or|oder)?[\s,&/+]*")
_NOUNS = re.compile(r"(?:acquisition|takeover|übernahme|stake|license[- ]and[- ]hires?|(?:reverse )?acqui-?hires?)")
_OF_NOUN = re.compile(r"(?:acquisition|takeover|übernahme)\s+(?:of|von)")


@dataclass(slots=True)
class Cast:
    """Who is who; ``doubts`` about it."""

    organization: Name | None = None
    counterparty: Name | None = None
    side: Literal["", "vendor", "client"] = ""
    person: str = ""
    role: str = ""
    doubts: list[Doubt] = field(default_factory=list)


def cast(board: Board, names: Names, match: Match | None, group: KindGroup | None, known: Sequence[Mention]) -> Cast:
    """Finds them for a kind. Known organizations that play no part become words that were not understood."""
    casting = _Casting(board, names, match, known)
    if group is KindGroup.LEADERSHIP:
        casting.leadership()
    elif group is KindGroup.RELATIONSHIP:
        casting.relationship()
    elif group is KindGroup.OWNERSHIP:
        casting.ownership()
    else:
        casting.alone()
    for mention in known:
        if mention not in casting.used:
            board.relabel(mention.start, mention.end, "rest")
    return casting.cast


class _Casting:
    def __init__(self, board: Board, names: Names, match: Match | None, known: Sequence[Mention]) -> None:
        self.board, self.names, self.match, self.known = board, names, match, known
        self.verb = match.start if match else len(board.text)
        self.cast = Cast()
        self.used: list[Mention] = []

    # The kinds of casts.

    def alone(self) -> None:
        """One organization: the one before the verb, else the one behind it."""
        runs = self._runs()
        before = [m for m in self.known if m.start < self.verb] or [m for m in runs if m.start < self.verb][:1]
        if self.match is None:
            at_start = [run for run in runs if run.start == self.board.words[0].start] if self.board.words else []
            found = list(self.known) or at_start
        else:
            behind = [m for m in runs if self._word_before(m) in _AT or self._follows_verb(m)]
            found = before or list(self.known) or behind
        if found:
            self._take(found[0], "organization")
        for first, second in pairwise(found):
            if _JOINED.fullmatch(self.board.text[first.end : second.start]):
                self.cast.doubts.append(Doubt("organization", "several", second.text))
                break

    def relationship(self) -> None:
        """Two sides; which one is the vendor is known from the phrase or from the ledger, or is to be checked."""
        first, second = self._pair()
        if first is not None:
            self._take(first, "organization")
        if second is not None:
            self._take(second, "counterparty")
        said = self.match.first if self.match else ""
        one, other = self.cast.organization, self.cast.counterparty
        known = self.names.side(one.id if one else None, other.id if other else None)
        if said in {"client", "vendor"} and known in {"", said}:
            self.cast.side = "client" if said == "client" else "vendor"
        elif not said and known:
            self.cast.side = "client" if known == "client" else "vendor"
        elif one is not None:
            self.cast.doubts.append(Doubt("organization", "side"))

    def ownership(self) -> None:
        """The organization and who takes it or a part of it."""
        first, second = self._pair()
        match = self.match
        assert match is not None
        said = self.board.low[match.start : match.parts[0][1]]
        actor = match.first == "actor" or (_OF_NOUN.fullmatch(said) is not None and self._is_before(first))
        if actor and second is None and first is not None and not self._is_before(first):
            first, second = None, first
        organization, counterparty = (second, first) if actor else (first, second)
        if organization is not None:
            self._take(organization, "organization")
        if counterparty is not None:
            self._take(counterparty, "counterparty")
        if first is not None and second is not None and _NOUNS.fullmatch(said):
            self.cast.doubts.append(Doubt("organization", "roles"))

    def leadership(self) -> None:
        """A person with a role, the organization left or entered, and perhaps another one the person goes to."""
        role = self._role()
        if role is not None:
            self.cast.role = " ".join(self.board.text[role.start() : role.end()].split())
            self.board.take(role.start(), role.end(), "role")
        runs = self._runs()
        person_first = self.match is not None and self.match.first == "person"
        person = self._person(runs, role, person_first=person_first)
        if person is not None:
            self.cast.person = person.text
            self.board.take(person.start, person.end, "person")
        rest = [run for run in runs if run is not person]
        found = list(self.known) or [run for run in rest if self._names_organization(run, role, person)]
        if found:
            self._take(found[0], "organization")
        for other in self.known[1:]:
            if self._word_before(other) in {"to", "zu", "for", "joins", "join"}:
                self._take(other, "counterparty")
                break

    # Parts.

    def _role(self) -> re.Match[str] | None:
        """The role that is left or taken: of "founder Ann Lee quits as CEO" the one behind "as", else the first."""
        found = list(role_pattern().finditer(self.board.masked()))
        left = (role for role in found if _AS.search(self.board.low, 0, role.start()))
        return next(left, found[0] if found else None)

    def _person(self, runs: Sequence[Mention], role: re.Match[str] | None, *, person_first: bool) -> Mention | None:
        """The person among the unknown names."""
        free = [run for run in runs if self._word_before(run) not in {"at", "bei", "of", "in"}]
        if role is not None:
            behind = [
                run for run in free if run.start >= role.end() and not self.board.text[role.end() : run.start].strip()
            ]
            if behind:
                return behind[0]
        before = [run for run in free if run.start < self.verb]
        after = [run for run in free if run.start >= self.verb]
        if not person_first and not self.known and before:
            return after[0] if after else None
        chosen = (before or ([] if person_first else after)) if person_first else (after or before)
        return chosen[0] if chosen else None

    def _names_organization(self, run: Mention, role: re.Match[str] | None, person: Mention | None) -> bool:
        """Whether an unknown name beside a person is that of an organization."""
        if self._word_before(run) in _AT or run.start >= self.verb:
            return True
        before_role = role is not None and not self.board.text[run.end : role.start()].strip()
        return before_role or (person is not None and run.start < self.verb < person.start)

    def _pair(self) -> tuple[Mention | None, Mention | None]:
        """The first-named and the other one, known names before unknown ones."""
        runs = self._runs()
        before = [m for m in self.known if self._is_before(m)] or [r for r in runs if self._is_before(r)][-1:]
        after = [m for m in self.known if not self._is_before(m)] or [
            r for r in runs if not self._is_before(r) and (self._word_before(r) in _AT or self._follows_verb(r))
        ]
        if not before and len(after) == 1 and after[0].ids:  # "Übernahme von Foo durch SAP": both stand behind
            behind = [r for r in runs if self._word_before(r) in _AT or self._follows_verb(r)]
            after = sorted([*after, *behind], key=lambda mention: mention.start)
        ordered = [*before[:1], *after[:1]] if before and after else [*before, *after]
        return (ordered[0] if ordered else None), (ordered[1] if len(ordered) > 1 else None)

    def _is_before(self, mention: Mention | None) -> bool:
        return mention is not None and mention.start < self.verb

    def _word_before(self, mention: Mention) -> str:
        """The word right before a name, with nothing but blanks between."""
        words = [word for word in self.board.words if word.end <= mention.start]
        if not words or self.board.text[words[-1].end : mention.start].strip():
            return ""
        return words[-1].low

    def _follows_verb(self, mention: Mention) -> bool:
        """Whether nothing but blanks stands between the kind and a name."""
        parts = self.match.parts if self.match else ()
        ends = [end for _, end in parts if end <= mention.start]
        return bool(ends) and not self.board.text[max(ends) : mention.start].strip(" :")

    def _runs(self) -> list[Mention]:
        """Capitalized words nobody knows, one after the other: names, presumably. Places ("in Berlin") are not."""
        found: list[list[Word]] = []
        joining = False
        for word in self.board.words:
            free = self.board.free_word(word)
            named = free and self._capital(word)
            if named and found and (joining or self.board.follows(found[-1][-1], word)) and self._next(found[-1], word):
                found[-1].append(word)
            elif named:
                found.append([word])
            joining = bool(free and word.low in {"&", "of"} and found and self._next(found[-1], word))
        made = [
            Mention(run[0].start, run[-1].end, " ".join(self.board.text[run[0].start : run[-1].end].split()))
            for run in found
        ]
        return [run for run in made if not self._is_place(run)]

    def _is_place(self, mention: Mention) -> bool:
        """Whether a name stands behind "in" that belongs to no phrase ("stake in Acme")."""
        before = [word for word in self.board.words if word.end <= mention.start][-1:]
        return bool(before) and self._word_before(mention) in {"in", "aus"} and self.board.free_word(before[0])

    def _next(self, run: Sequence[Word], word: Word) -> bool:
        """Whether a word stands right behind a run, or is parted from it by an ampersand or "of" alone."""
        between = self.board.text[run[-1].end : word.start].split()
        return not between or between in (["&"], ["of"])

    def _capital(self, word: Word) -> bool:
        text = self.board.text[word.start : word.end]
        named = any(c.isupper() for c in text)  # "xAI" and "3M" as well as "Acme"
        return named and word.low not in vocabulary() and len(word.low) > 1

    def _take(self, mention: Mention, which: Literal["organization", "counterparty"]) -> None:
        """Gives a mention its part."""
        self.used.append(mention)
        label: Field = which
        if mention.ids:
            self.board.relabel(mention.start, mention.end, label)
        else:
            self.board.take(mention.start, mention.end, label)
        name = Name(mention.text)
        if len(mention.ids) == 1:
            name = Name(self.names.name(mention.ids[0]), mention.ids[0])
        elif mention.ids:
            self.cast.doubts.append(Doubt(label, "same_name"))
        else:
            name = Name(_unpossessed(mention.text))
            similar = self.names.similar(name.text)
            self.cast.doubts.append(Doubt(label, "similar_name" if similar else "new_name", similar))
        if which == "organization":
            self.cast.organization = name
        else:
            self.cast.counterparty = name


def _unpossessed(text: str) -> str:
    """A name without its possessive ending."""
    return next((text[:-2] for sign in ("'s", "’s") if text.endswith(sign)), text)
