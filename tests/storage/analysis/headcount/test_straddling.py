"""Where changes with days on both sides of a level go: never more is left unexplained than there has to be."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.analysis.headcount.evidence import gather
from db.analysis.headcount.reconstruct import reconstruct
from db.analysis.headcount.straddling import best_days
from db.model.kinds import by_code
from db.model.records import Event, Resolved
from db.model.values import ImpreciseDate, Population, Quantity, Status
from db.reading.dates import middle_day
from helpers.work import calls

BEGIN = date(2025, 1, 1)
KINDS = by_code()


@dataclass(frozen=True)
class Told:
    """A report or a change; days are counted from BEGIN, a change with ``share`` takes or adds that much of all."""

    number: int
    first: int
    last: int
    sign: int  # 0: a report
    size: float
    share: bool = False


def event(told: Told) -> Event:
    first, last = BEGIN + timedelta(days=told.first), BEGIN + timedelta(days=told.last)
    when = ImpreciseDate(f"{first}/{last}", first, last)
    size = Quantity.exact(told.size * 100 if told.share else told.size)
    values = Resolved(
        status=Status.REPORTED,
        announced=when,
        count=None if told.share else size,
        percent=size if told.share else None,
    )
    return Event(
        id=told.number,
        kind=("reported_headcount", "hiring", "layoff")[told.sign],
        organization_id=1,
        values=values,
    )


def days_by_side(told: Told, reports: Sequence[int]) -> list[int]:
    """For every way of lying before or after the reports, the day nearest to the middle."""
    nearest: dict[tuple[bool, ...], int] = {}
    for day in sorted(range(told.first, told.last + 1), key=lambda day: abs(day - middle(told))):
        nearest.setdefault(tuple(day <= report for report in reports), day)
    return list(nearest.values())


def worlds(facts: Sequence[Told]) -> Iterator[tuple[float, int, list[tuple[int, int]]]]:
    """What remains unexplained in all, and which changes are away from the side of their middle day."""
    reports = sorted((fact for fact in facts if not fact.sign), key=lambda fact: (middle(fact), fact.number))
    changes = sorted((fact for fact in facts if fact.sign), key=lambda fact: (middle(fact), fact.number))
    known = [middle(report) for report in reports]
    for days in product(*(days_by_side(change, known) for change in changes)):
        total, level = 0.0, 0.0
        for number, report in enumerate(reports):
            if number:
                between = [
                    (day, change.sign < 0, change.number, change)
                    for day, change in zip(days, changes, strict=True)
                    if known[number - 1] < day <= known[number]
                ]
                for _, _, _, change in sorted(between, key=lambda item: item[:3]):
                    level += change.sign * (change.size * max(level, 0.0) if change.share else change.size)
                total += abs(report.size - level)
            level = report.size
        moved = [
            (middle(change), change.number)
            for day, change in zip(days, changes, strict=True)
            if [day <= report for report in known] != [middle(change) <= report for report in known]
        ]
        yield round(total, 6), len(moved), moved


def middle(told: Told) -> int:
    when = event(told).values.counting
    found = None if when is None else middle_day(when)
    assert found is not None
    return (found - BEGIN).days


@st.composite
def ledgers(draw) -> list[Told]:
    def window(widest: int) -> tuple[int, int]:
        first = draw(st.integers(0, 30))
        return first, first + draw(st.integers(0, widest))

    reports = [
        Told(number, *window(draw(st.sampled_from([0, 8, 14]))), 0, float(draw(st.sampled_from([50, 700, 800, 1000]))))
        for number in range(1, 1 + draw(st.integers(1, 4)))
    ]
    changes = []
    for number in range(11, 11 + draw(st.integers(1, 5))):
        sign = draw(st.sampled_from([-1, -1, 1]))
        share = draw(st.booleans()) and draw(st.booleans())
        size = draw(st.sampled_from([0.1, 0.25])) if share else float(draw(st.sampled_from([50, 100, 200])))
        changes.append(Told(number, *window(25), sign, size, share))
    return reports + changes


@pytest.mark.no_cover
@settings(max_examples=300)
@given(ledgers())
def test_no_more_is_unexplained_than_there_has_to_be(facts):
    events = [event(fact) for fact in facts]
    found = reconstruct(
        events, KINDS, organization_id=1, population=Population.EMPLOYEES, as_of=BEGIN + timedelta(days=90)
    )
    least, _, moved = min(worlds(facts))
    assert sum(abs(gap.unexplained.best) for gap in found.gaps) == pytest.approx(least, abs=1e-5)
    evidence = gather(
        events,
        KINDS,
        population=Population.EMPLOYEES,
        as_of=BEGIN + timedelta(days=90),
        minimum_status=Status.REPORTED,
    )
    known = [anchor.day for anchor in evidence.anchors]
    days = best_days(evidence.changes, evidence.anchors).days
    assert [
        (change.middle - BEGIN.toordinal(), change.event_id)
        for change in sorted(evidence.changes, key=lambda change: (change.middle, change.event_id))
        if [days[change.number] <= day for day in known] != [change.middle <= day for day in known]
    ] == moved


def test_of_two_that_would_do_the_first_by_middle_day_and_id_moves():
    facts = [Told(1, 0, 0, 0, 1000), Told(2, 20, 20, 0, 900), Told(3, 60, 60, 0, 800)]
    alike = [Told(12, 10, 33, -1, 100), Told(11, 10, 33, -1, 100)]
    evidence = gather(
        [event(fact) for fact in facts + alike],
        KINDS,
        population=Population.EMPLOYEES,
        as_of=BEGIN + timedelta(days=90),
        minimum_status=Status.REPORTED,
    )
    days = best_days(evidence.changes, evidence.anchors).days
    early = [change.event_id for change in evidence.changes if days[change.number] <= BEGIN.toordinal() + 20]
    assert early == [11]


def test_many_at_one_report_are_tried_within_three_flips():
    facts = [Told(1, 0, 0, 0, 10_000), Told(2, 20, 20, 0, 9_700), Told(3, 60, 60, 0, 8_000)]
    facts += [Told(number, 10, 33, -1, 100) for number in range(11, 41)]
    evidence = gather(
        [event(fact) for fact in facts],
        KINDS,
        population=Population.EMPLOYEES,
        as_of=BEGIN + timedelta(days=90),
        minimum_status=Status.REPORTED,
    )
    found = best_days(evidence.changes, evidence.anchors)
    assert found.partly
    assert sum(day <= BEGIN.toordinal() + 20 for day in found.days.values()) == 3


def test_sixty_over_twenty_five_reports_are_little_work():
    facts = [Told(number, number * 30, number * 30, 0, 1000 - number) for number in range(25)]
    facts += [Told(100 + number, number * 12, number * 12 + 35, -1, 1 + number % 7) for number in range(60)]
    evidence = gather(
        [event(fact) for fact in facts if fact.number],
        KINDS,
        population=Population.EMPLOYEES,
        as_of=BEGIN + timedelta(days=900),
        minimum_status=Status.REPORTED,
    )
    assert calls(lambda: best_days(evidence.changes, evidence.anchors)) < 400_000
