"""Finding the earlier row of each row that has no equal: one to one, the surest pairs first. Pure.

The thresholds were measured on editions of public trackers and on edited notices; in the order in which they are tried:

1. the same number in its source, where numbers name rows;
2. the same dates, figures equal, blank or rounded: the same row, wherever its place is said to be;
3. a row that was corrected: all dates equal; one of two dates with place or figure; a figure equal and at most 60 days
   apart, or a year (both figures: 400 days); the same address and at most 31 days; at most 7 days and one figure blank;
4. a renamed organization: the same dates and figure, one to one, and no other place.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import NamedTuple

from db.importing.matching.statement import Likeness, Statement, likeness

_NEAR = 60
_YEAR = frozenset({365, 366})
_BOTH_FIGURES = 400
_SAME_ADDRESS = 31
_FIGURE_BLANK = 7
#: Rows of one organization beyond which not every pair is compared.
_MANY = 400


class Pair(NamedTuple):
    """A row and the earlier statement that it is another edition of; ``equal``: it says nothing else."""

    new: int
    old: int
    equal: bool
    reason: str


def pairs(new: Mapping[int, Statement], old: Mapping[int, Statement]) -> tuple[list[Pair], Mapping[int, Sequence[int]]]:
    """Pairs of statements by their keys, and the new ones that have several earlier ones equally near, with these."""
    left_new, left_old = dict(new), dict(old)
    found: list[Pair] = []
    doubtful: dict[int, list[int]] = {}

    def take(pair: Pair) -> None:
        found.append(pair)
        del left_new[pair.new], left_old[pair.old]

    for pair in _by_id(left_new, left_old):
        take(pair)
    for group_new, group_old in _groups(left_new, left_old):
        for rank, equal, reason in _RANKS:
            chosen, unclear = _one_to_one(rank, group_new, group_old, left_new, left_old, equal=equal)
            for one, two in chosen:
                take(Pair(one, two, equal, reason))
            if not equal:
                doubtful.update(unclear)
    for pair in _renamed(left_new, left_old):
        take(pair)
    return found, {one: rivals for one, rivals in doubtful.items() if one in left_new}


def _by_id(new: Mapping[int, Statement], old: Mapping[int, Statement]) -> list[Pair]:
    """Rows with the same number in their source; a number that repeats names a notice, not a row."""
    at_new, at_old = _unique(new, lambda one: one.external_id), _unique(old, lambda one: one.external_id)
    found = []
    for number in at_new.keys() & at_old.keys():
        one, two = at_new[number], at_old[number]
        if new[one].family == old[two].family:
            how = likeness(new[one], old[two])
            same_name = new[one].organization == old[two].organization
            found.append(Pair(one, two, _equal(how) and same_name, "same_id"))
    return sorted(found)


def _unique(statements: Mapping[int, Statement], key: object) -> dict[Hashable, int]:
    places: dict[Hashable, list[int]] = defaultdict(list)
    for place, statement in statements.items():
        found = key(statement)  # type: ignore[operator]
        if found:
            places[found].append(place)
    return {found: at[0] for found, at in places.items() if len(at) == 1}


def _groups(new: Mapping[int, Statement], old: Mapping[int, Statement]) -> Iterable[tuple[list[int], list[int]]]:
    """The rows of each organization and family of kinds, on both sides."""
    by_new: dict[tuple[str, str], list[int]] = defaultdict(list)
    by_old: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place, one in new.items():
        by_new[one.organization, one.family].append(place)
    for place, one in old.items():
        by_old[one.organization, one.family].append(place)
    return [(by_new[key], by_old[key]) for key in sorted(by_new.keys() & by_old.keys())]


def _one_to_one(
    rank: object,
    group_new: list[int],
    group_old: list[int],
    new: Mapping[int, Statement],
    old: Mapping[int, Statement],
    *,
    equal: bool,
) -> tuple[list[tuple[int, int]], dict[int, list[int]]]:
    """The pairs that a rank allows, the nearest first; and the rows for which several are equally near, with these.

    Among equals the choice makes no difference: they are taken in order.
    """
    scored: list[tuple[tuple[int, ...], int, int]] = []
    for one in group_new[:_MANY]:
        if one not in new:
            continue
        for two in group_old[:_MANY]:
            if two in old:
                how = likeness(new[one], old[two])
                if how.other >= 0 and rank(how):  # type: ignore[operator]
                    scored.append((_distance(how), one, two))
    scored.sort()
    taken_new: set[int] = set()
    taken_old: set[int] = set()
    chosen: list[tuple[int, int]] = []
    unclear: dict[int, list[int]] = {}
    for distance, one, two in scored:
        if one in taken_new or two in taken_old or one in unclear:
            continue
        rivals = [
            other
            for far, same, other in scored
            if far == distance and same == one and other != two and other not in taken_old
        ]
        if rivals and not equal and any(old[other].figures != old[two].figures for other in rivals):
            unclear[one] = [two, *rivals]
            continue
        taken_new.add(one)
        taken_old.add(two)
        chosen.append((one, two))
    return chosen, unclear


def _distance(how: Likeness) -> tuple[int, ...]:
    neither_day = how.dates_both > 1 and not how.dates_equal  # then an equal figure is likely that of another notice
    return (
        neither_day, how.figures_both - how.figures_equal, -how.figures_equal, how.one_sided,
        how.dates_both - how.dates_equal, -how.place, how.days if how.days is not None else 10_000,
        0 if how.same_url else 1,
    )  # fmt: skip


def _equal(how: Likeness) -> bool:
    same = how.dates_equal == how.dates_both and how.figures_equal == how.figures_both
    return same and how.other >= 0 and how.same_status


def _same_row(how: Likeness) -> bool:
    return how.dates_both > 0 and _equal(how)


def _undated_row(how: Likeness) -> bool:
    return how.dates_both == 0 and how.days is None and how.figures_both > 0 and _equal(how) and how.place >= 0


def _corrected(how: Likeness) -> bool:
    if how.dates_both and how.dates_equal == how.dates_both:
        return True
    if how.dates_both > 1 and how.dates_equal and (how.place > 0 or how.figures_equal):
        return True
    days = how.days
    if days is None:  # without a day only what a source takes back is told from another event
        return not how.same_status and how.figures_both == how.figures_equal > 0 and how.place >= 0
    if how.figures_equal and (days <= _NEAR or days in _YEAR):
        return True
    if how.figures_equal > 1 and days <= _BOTH_FIGURES:
        return True
    if how.same_url and days <= _SAME_ADDRESS:
        return True
    return days <= _FIGURE_BLANK and not how.figures_both


_RANKS = (
    (_same_row, True, "same_content"),
    (_undated_row, True, "same_content"),
    (_corrected, False, "corrected"),
)


def _renamed(new: Mapping[int, Statement], old: Mapping[int, Statement]) -> list[Pair]:
    """The same dates and figure under another name, one to one."""

    def key(one: Statement) -> Hashable:
        figures = one.figures[:2]
        return (one.family, one.dates, figures) if one.day and any(figures) else ""

    at_new, at_old = _unique(new, key), _unique(old, key)
    found = []
    for same in at_new.keys() & at_old.keys():
        one, two = at_new[same], at_old[same]
        how = likeness(new[one], old[two])
        if how.place >= 0 and how.other >= 0:
            found.append(Pair(one, two, equal=False, reason="renamed"))
    return sorted(found)
