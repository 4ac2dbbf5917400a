"""A row and what it may be one with, as both sides are shown, and what somebody decided about it. Pure."""

from __future__ import annotations

from typing import Literal, NamedTuple

from db.importing.matching.statement import Figure

#: What becomes of rows that tell of an event which another source told of.
Match = Literal["propose", "join", "separate"]
#: A row and its partner are one event, two events, or the row is left out.
Decide = Literal["join", "separate", "skip"]


class Decision(NamedTuple):
    """What was decided about one thing that a row says: its line, its mark (it says no longer what it said otherwise).

    The partner is a claim, or the mark of another row of the file.
    """

    line: int
    mark: int
    what: Decide
    claim_id: int | None = None
    other: int | None = None


class Wishes(NamedTuple):
    """What is to become of rows and their partners: ``match`` of another source's within ``days``, ``alike`` of all by
    the reason, ``decisions`` of single ones, which go first.
    """

    match: Match = "propose"
    days: int = 7
    alike: tuple[tuple[str, Decide], ...] = ()
    decisions: tuple[Decision, ...] = ()


class Brief(NamedTuple):
    """What tells two sides apart at a glance: the day that counts (ISO), people, and their share."""

    day: str | None
    heads: Figure | None
    share: Figure | None = None


class Likely(NamedTuple):
    """A row that may be one with a claim, or with another row of the file (``other_line``, ``other``: its mark).

    ``reason`` is the code of why; ``days`` lie between the two, None: one has no day. ``what`` becomes of it as things
    stand, ``decided``: because somebody said so of this very row.
    """

    line: int
    mark: int
    organization: str
    kind: str
    claim_id: int | None
    other: int | None
    other_line: int | None
    reason: str
    days: int | None
    mine: Brief
    theirs: Brief
    what: Decide = "separate"
    decided: bool = False


__all__ = ["Brief", "Decide", "Decision", "Likely", "Match", "Wishes"]
