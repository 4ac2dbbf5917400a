"""Events that may be one and the same, told twice. Pure.

Two events of one kind (or two workforce kinds of one population and direction) are proposed where their dates are at
most a week apart, come from different sources, and nothing that both state differs. How near they have to be depends
on what agrees: a week where a figure, a person or the other side does; three days where only one of them has a figure;
the same day where neither says more than that it happened.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from db.analysis.findings import finding
from db.analysis.series import Finding, FindingKind
from db.quantities import overlap
from db.records import Event, EventKind
from db.text import fold
from db.values import KindGroup, Quantity, RelationshipState

#: Days between two events that may be one: where something agrees, where one has no figure, where none has.
NEAR_DAYS, HALF_SAID_DAYS, UNSAID_DAYS = 7, 3, 0
#: A date that is vaguer than this many days says little: then something must agree.
_VAGUE_DAYS = 31
#: Earlier events an event is compared with, at most.
_NEIGHBORS = 40

#: States that cannot begin twice in a row: two such events close together are one. The others may be seen repeatedly.
_ENDS = frozenset({RelationshipState.PAUSED, RelationshipState.ENDED})
_STARTS = frozenset({"relationship_started", "relationship_resumed"})
_TEXTS = ("place", "unit", "person", "role")


class Brief(NamedTuple):
    """What of an event tells cheaply that it is not another one told twice.

    First and last day (numbers, inclusive) of its date; the bounds of count and percentage of the organization (None:
    open to that side), where they are ``counted`` or ``shared``; ``plain``: neither person nor other side nor amount
    is named, so that only count and percentage can agree.
    """

    organization_id: int
    first: int
    event_id: int
    last: int
    version: int
    counted: int
    count_low: float | None
    count_high: float | None
    shared: int
    percent_low: float | None
    percent_high: float | None
    plain: int


def near(ordered: Iterable[Brief]) -> Iterator[tuple[Brief, Brief]]:
    """Pairs that may be one, of events ordered by their first day: each with a limited number of earlier ones."""
    before: deque[Brief] = deque(maxlen=_NEIGHBORS)
    for this in ordered:
        earliest = this.first - NEAR_DAYS
        while before and before[0].last < earliest:
            before.popleft()
        for other in reversed(before):
            if other.last >= earliest and not _surely_two(other, this):
                yield other, this
        before.append(this)


def _surely_two(one: Brief, other: Brief) -> bool:
    if one.counted and other.counted:
        return _apart(one.count_low, one.count_high, other.count_low, other.count_high)
    if one.shared and other.shared:
        return _apart(one.percent_low, one.percent_high, other.percent_low, other.percent_high)
    if not (one.plain and other.plain):
        return False
    said = one.counted or other.counted or one.shared or other.shared
    return other.first - one.last > (HALF_SAID_DAYS if said else UNSAID_DAYS)


def _apart(low: float | None, high: float | None, other_low: float | None, other_high: float | None) -> bool:
    return (high is not None and other_low is not None and high < other_low) or (
        low is not None and other_high is not None and other_high < low
    )


def duplicates(
    pairs: Iterable[tuple[Event, Event]],
    kinds: Mapping[str, EventKind],
    sources: Mapping[int, frozenset[int]],
    *,
    across: bool = False,
) -> Iterator[Finding]:
    """Of pairs of events close in time those that may be one; of several with one event, the most alike.

    ``sources`` are those of each event's claims, by event. ``across``: of two organizations with like names.
    """
    best: dict[int, tuple[tuple[int, int], Finding]] = {}
    for one, other in pairs:
        if across is (one.organization_id == other.organization_id):
            continue
        if sources.get(one.id, frozenset()) & sources.get(other.id, frozenset()):
            continue  # one source told them as two
        found = _alike(one, other, kinds)
        if found is None:
            continue
        days, agreed = found
        rank = (-agreed, days)
        if other.id not in best or rank < best[other.id][0]:
            best[other.id] = (rank, _finding(one, other, days=days, across=across))
    for _, proposed in best.values():
        yield proposed


def _alike(one: Event, other: Event, kinds: Mapping[str, EventKind]) -> tuple[int, int] | None:
    """Days apart and how many statements agree; None where they are two events."""
    days = _days_apart(one, other)
    if days is None or not _same_sort(one, other, kinds) or _belong_together(one, other):
        return None
    verdicts = list(_compared(one, other))
    if False in verdicts:
        return None
    agreed = sum(verdict is True for verdict in verdicts)
    if one.kind != other.kind and not _overlapping(one.values.count, other.values.count):
        return None
    said = any(value is not None and value.known for event in (one, other) for value in _figures(event))
    limit = NEAR_DAYS if agreed else HALF_SAID_DAYS if said else UNSAID_DAYS
    if not agreed and max(_vagueness(one), _vagueness(other)) > _VAGUE_DAYS:
        return None
    return (days, agreed) if days <= limit else None


def _days_apart(one: Event, other: Event) -> int | None:
    spans = []
    for event in (one, other):
        counting = event.values.counting
        if counting is None or not counting.known:
            return None
        first, last = counting.earliest or counting.latest, counting.latest or counting.earliest
        assert first is not None
        assert last is not None
        spans.append((first, last))
    (first_one, last_one), (first_other, last_other) = spans
    return max(0, (first_other - last_one).days, (first_one - last_other).days)


def _vagueness(event: Event) -> int:
    counting = event.values.counting
    if counting is None or counting.earliest is None or counting.latest is None:
        return _VAGUE_DAYS + 1
    return (counting.latest - counting.earliest).days + 1


def _same_sort(one: Event, other: Event, kinds: Mapping[str, EventKind]) -> bool:
    kind, other_kind = kinds.get(one.kind), kinds.get(other.kind)
    if kind is None or other_kind is None or (one.population or kind.population) != (
        other.population or other_kind.population
    ):  # fmt: skip
        return False
    if kind.group is KindGroup.RELATIONSHIP and kind.state not in _ENDS and kind.code not in _STARTS:
        return False
    if kind.code == other_kind.code:
        return True
    both_changes = kind.sign == other_kind.sign != 0 and not (kind.level or other_kind.level)
    return kind.group is other_kind.group is KindGroup.WORKFORCE and both_changes


def _belong_together(one: Event, other: Event) -> bool:
    """Whether one is a part of the other, or both are parts of one whole."""
    wholes = (one.part_of_id, other.part_of_id)
    return one.id in wholes or other.id in wholes or (wholes[0] is not None and wholes[0] == wholes[1])


def _compared(one: Event, other: Event) -> Iterator[bool | None]:
    """Whether what both state agrees (True) or differs (False); None where one does not say, or it proves nothing."""
    if one.relationship_id is not None and other.relationship_id is not None:
        yield one.relationship_id == other.relationship_id
    elif one.counterparty_id is not None and other.counterparty_id is not None:
        yield one.counterparty_id == other.counterparty_id
    for name in _TEXTS:
        shared = _share_a_word(getattr(one, name), getattr(other, name))
        # The same place or role is no evidence; another one is. A person is both.
        yield shared if name == "person" or shared is not True else None
    counts = (one.values.count, other.values.count)
    if _both_known(*counts):
        yield _overlapping(*counts)
        return  # the count decides: a percentage of the same people may be of another whole
    if one.values.percent_of.casefold() == other.values.percent_of.casefold() and _both_known(
        one.values.percent, other.values.percent
    ):
        yield _overlapping(one.values.percent, other.values.percent)
    if one.values.currency == other.values.currency and _both_known(one.values.amount, other.values.amount):
        yield _overlapping(one.values.amount, other.values.amount)


def _share_a_word(one: str, other: str) -> bool | None:
    words = [set(fold(text).split(",")[0].split()) for text in (one, other)]  # "Dublin, Ireland": what it names first
    return bool(words[0] & words[1]) if words[0] and words[1] else None


def _figures(event: Event) -> Sequence[Quantity | None]:
    return event.values.count, event.values.percent, event.values.amount


def _both_known(one: Quantity | None, other: Quantity | None) -> bool:
    return one is not None and other is not None and one.known and other.known


def _overlapping(one: Quantity | None, other: Quantity | None) -> bool:
    return one is not None and other is not None and one.known and other.known and overlap(one, other)


def _finding(one: Event, other: Event, *, days: int, across: bool) -> Finding:
    """The pair with what the sentence says: days apart, both kinds where they differ, both figures."""
    first, second = sorted((one, other), key=lambda event: event.id)
    sizes = [(first.values.count, second.values.count), (first.values.percent, second.values.percent),
             (first.values.amount, second.values.amount)]  # fmt: skip
    telling = next((n for n, pair in enumerate(sizes) if any(one is not None and one.known for one in pair)), None)
    count, percent, amount = (pair if n == telling else (None, None) for n, pair in enumerate(sizes))
    differ = first.kind != second.kind
    return finding(
        FindingKind.POSSIBLE_DUPLICATE,
        first.organization_id,
        (first.id, second.id),
        days=days,
        other=second.organization_id if across else None,
        one_kind=first.kind if differ else None,
        other_kind=second.kind if differ else None,
        count=count[0],
        other_count=count[1],
        percent=percent[0],
        other_percent=percent[1],
        amount=amount[0],
        other_amount=amount[1],
        currency=(first.values.currency or second.values.currency or None) if amount != (None, None) else None,
    )


__all__ = ["HALF_SAID_DAYS", "NEAR_DAYS", "UNSAID_DAYS", "Brief", "duplicates", "near"]
