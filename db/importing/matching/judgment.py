"""What a whole file comes to beside what earlier files said. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from db.importing.facts import Facts
from db.importing.matching.likely import Brief, Decide, Likely

#: A fact by the number of its batch and its place among the facts of that.
At = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Deed:
    """What a fact does to an event that is there already.

    ``new_claim`` adds a claim; ``amends`` one that supersedes ``claim_id`` (from an older edition: stands below it);
    ``duplicate`` adds nothing but what ``claim_id`` lacks; ``skipped`` leaves its row out. ``mark``: instead of a
    claim, the mark of the fact of this very file whose event it is.
    """

    outcome: Literal["new_claim", "amends", "duplicate", "skipped"]
    reason: str
    claim_id: int | None = None
    mark: int | None = None


class Proposal(NamedTuple):
    """A partner of a fact: what the fact does if they are one event, why they may be, and what happens undecided."""

    at: At
    deed: Deed
    reason: str
    usual: Decide
    theirs: Brief
    days: int | None


@dataclass(slots=True)
class Judgment:
    """What a whole file comes to. ``deeds``: of each fact that is not simply new.

    ``data_set_id``: the one that it is an edition of; None: a new one. ``maybe``: names of data sets that it has too
    little in common with to be sure. ``gone``: claims of the newest edition that this one lacks although it covers it.
    ``renamed``: for each new name of an organization a claim about it. ``proposals``: the partners of facts, the
    nearest of each first. ``notes``: the codes of why facts are new although they may be known. ``apart``: marks of
    facts that somebody said are not what a claim is about, or another fact of the file (its mark). ``left_out``: marks
    of facts whose rows are left out. ``likely``: the proposals as they are shown, where somebody looks.
    """

    data_set_id: int | None = None
    older: bool = False
    maybe: tuple[int, ...] = ()
    newest_day: str = ""
    deeds: dict[At, Deed] = field(default_factory=dict)
    gone: tuple[int, ...] = ()
    renamed: dict[str, int] = field(default_factory=dict)
    proposals: list[Proposal] = field(default_factory=list)
    notes: dict[At, str] = field(default_factory=dict)
    apart: list[tuple[int, Deed]] = field(default_factory=list)
    left_out: set[int] = field(default_factory=set)
    likely: tuple[Likely, ...] = ()


#: Facts and their marks, batch by batch.
Batches = Sequence[tuple[Facts, list[int]]]
