"""Events that may be one and the same, told twice. Pure.

Two events of one kind (or two workforce kinds of one population and direction) are proposed where their dates are at
most a week apart, come from different sources, and nothing that both state differs. How near they have to be depends
on what agrees: a week where a figure, a person or the other side does; three days where only one of them has a figure;
the same day where neither says more than that it happened. Within three days two counts may differ by up to half: two
papers on one event; but not where an event has many such neighbors, as the sites of a large notice have.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from db.analysis.findings.judge import finding
from db.analysis.series import Finding, FindingKind
from db.model.ids import EventId, OrganizationId, SourceId
from db.model.records import Event, EventKind
from db.model.text import fold
from db.model.values import KindGroup, Quantity, RelationshipState
from db.reading.quantities import overlap, subtract

#: Days between two events that may be one: where something agrees, where one has no figure, where none has.
NEAR_DAYS, HALF_SAID_DAYS, UNSAID_DAYS = 7, 3, 0
#: Days between two whose counts differ, the factor by which they may, and how many such neighbors an event may have.
DIFFERING_DAYS, _ALIKE, _DIFFERING = 3, 1.5, 3
#: A date that is vaguer than this many days says little: then something must agree.
_VAGUE_DAYS = 31
#: Earlier events an event is compared with, at most.
_NEIGHBORS = 40

#: States that cannot begin twice in a row: two such events close together are one. The others may be seen repeatedly.
_ENDS = frozenset({RelationshipState.PAUSED, RelationshipState.ENDED})
_STARTS = frozenset({"relationship_started", "relationship_resumed"})
_TEXTS = ("place", "unit", "person", "role")


class Brief(NamedTuple):
    """What of an event tells cheaply that it is not another one told twice; briefs are ordered as their fields are.

    First and last day (ISO, inclusive) of its date; the bounds of count and percentage of the organization (None: open
    to that side), where they are ``counted`` or ``shared``; ``plain``: neither person nor other side nor amount is
    named, so that only count and percentage can agree.
    """

    organization_id: OrganizationId
    first: str
    event_id: EventId
    last: str
    version: int
    place: str | None
    counted: int
    count_low: float | None
    count_high: float | None
    shared: int
    percent_low: float | None
    percent_high: float | None
    plain: int


class Pair(NamedTuple):
    """Two briefs whose events may be one; ``differ``: although their counts do."""

    one: Brief
    other: Brief
    differ: bool


def near(ordered: Iterable[tuple[object, ...]]) -> list[Pair]:
    """Pairs that may be one, of briefs (as plain tuples) in their order: each with a limited number of earlier ones.

    Nothing is compared across organizations.
    """
    return _few(list(_near(ordered)))


def _near(ordered: Iterable[tuple[object, ...]]) -> Iterator[Pair]:
    before: deque[tuple[int, tuple[object, ...]]] = deque(maxlen=_NEIGHBORS)
    briefs: dict[object, Brief] = {}  # of those that have a neighbor
    days = _Days()
    whose: object = None
    reach = 0  # the last day that one of the earlier may be on
    for row in ordered:
        first, last = days[row[1]], days[row[3]]
        if row[0] != whose or reach < first - NEAR_DAYS:
            before.clear()
            briefs.clear()
            whose, reach = row[0], last
        if before:
            while before and before[0][0] < first - NEAR_DAYS:
                before.popleft()
        for other_last, other_row in reversed(before):
            if other_last >= first - NEAR_DAYS:
                one, other = _brief(other_row, briefs), _brief(row, briefs)
                if not _surely_two(one, other, max(first - other_last, 0)):
                    yield Pair(one, other, _counts_apart(one, other))
        before.append((last, row))
        reach = max(reach, last)


def _brief(row: tuple[object, ...], made: dict[object, Brief]) -> Brief:
    found = made.get(row[2])
    if found is None:
        found = made[row[2]] = Brief(*row)  # type: ignore[arg-type]
    return found


class _Days(dict[object, int]):
    """Days as numbers, by their text."""

    def __missing__(self, text: object) -> int:
        found = self[text] = date.fromisoformat(str(text)).toordinal()
        return found


def _few(pairs: list[Pair]) -> list[Pair]:
    """Without the differing ones of an event that has too many of them."""
    times = Counter(one.event_id for pair in pairs if pair.differ for one in (pair.one, pair.other))
    return [
        pair
        for pair in pairs
        if not pair.differ or max(times[pair.one.event_id], times[pair.other.event_id]) <= _DIFFERING
    ]


def _surely_two(one: Brief, other: Brief, days: int) -> bool:
    if one.counted and other.counted:
        if _counts_apart(one, other):
            counts = (one.count_low, one.count_high, other.count_low, other.count_high)
            return days > DIFFERING_DAYS or not _like(*counts) or _elsewhere(one.place, other.place)
        return False
    if one.shared and other.shared:
        return _apart(one.percent_low, one.percent_high, other.percent_low, other.percent_high)
    if one.plain and other.plain:
        said = one.counted or other.counted or one.shared or other.shared
        if days > (HALF_SAID_DAYS if said else UNSAID_DAYS):
            return True
    return _elsewhere(one.place, other.place)


def _counts_apart(one: Brief, other: Brief) -> bool:
    both = bool(one.counted and other.counted)
    return both and _apart(one.count_low, one.count_high, other.count_low, other.count_high)


def _like(low: float | None, high: float | None, other_low: float | None, other_high: float | None) -> bool:
    """Whether the nearest ends of two counts that do not overlap differ by no more than half."""
    if high is not None and other_low is not None and high < other_low:
        return other_low <= _ALIKE * high
    return low is not None and other_high is not None and low <= _ALIKE * other_high


def _elsewhere(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and one != other and not _words(one) & _words(other)


def _apart(low: float | None, high: float | None, other_low: float | None, other_high: float | None) -> bool:
    return (high is not None and other_low is not None and high < other_low) or (
        low is not None and other_high is not None and other_high < low
    )


def duplicates(
    pairs: Iterable[tuple[Event, Event]],
    kinds: Mapping[str, EventKind],
    sources: Mapping[EventId, frozenset[SourceId]],
    *,
    across: bool = False,
) -> Iterator[Finding]:
    """Of pairs of events close in time those that may be one; of several with one event, the most alike.

    ``sources`` are those of each event's claims, by event. ``across``: of two organizations with like names.
    """
    best: dict[EventId, tuple[tuple[int, int], Finding]] = {}
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
    if _differing(one.values.count, other.values.count):
        return _told_with_two_figures(one, other, days)
    verdicts = [*_compared(one, other), *_figures_compared(one, other)]
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


def _differing(one: Quantity | None, other: Quantity | None) -> bool:
    return one is not None and other is not None and one.known and other.known and not overlap(one, other)


def _told_with_two_figures(one: Event, other: Event, days: int) -> tuple[int, int] | None:
    """Days apart, and that nothing agrees; None where they are two."""
    count, other_count = one.values.count, other.values.count
    assert count is not None
    assert other_count is not None
    if one.kind != other.kind or days > DIFFERING_DAYS or max(_vagueness(one), _vagueness(other)) > _VAGUE_DAYS:
        return None
    like = _like(count.low, count.high, other_count.low, other_count.high)
    return (days, -1) if like and False not in list(_compared(one, other)) else None


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


def _figures_compared(one: Event, other: Event) -> Iterator[bool | None]:
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
    words = (_words(one), _words(other))
    return bool(words[0] & words[1]) if words[0] and words[1] else None


@lru_cache(maxsize=4096)
def _words(text: str) -> frozenset[str]:
    return frozenset(fold(text).split(",")[0].split())  # "Dublin, Ireland": what it names first


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
    two = _differing(first.values.count, second.values.count)
    return finding(
        FindingKind.POSSIBLE_DUPLICATE,
        first.organization_id,
        (first.id, second.id),
        days=days,
        other=second.organization_id if across else None,
        one_kind=first.kind if differ else None,
        other_kind=second.kind if differ else None,
        difference=_difference(first.values.count, second.values.count) if two else None,
        count=count[0],
        other_count=count[1],
        percent=percent[0],
        other_percent=percent[1],
        amount=amount[0],
        other_amount=amount[1],
        currency=(first.values.currency or second.values.currency or None) if amount != (None, None) else None,
    )


def _difference(one: Quantity | None, other: Quantity | None) -> Quantity | None:
    """By how many heads two counts differ."""
    if one is None or other is None:
        return None
    ends = [subtract(one, other), subtract(other, one)]
    return next((end for end in ends if end.low is not None and end.low > 0), ends[0])


__all__ = ["DIFFERING_DAYS", "HALF_SAID_DAYS", "NEAR_DAYS", "UNSAID_DAYS", "Brief", "Pair", "duplicates", "near"]
