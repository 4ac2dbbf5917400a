"""When a backup is due and which are let go of, whatever the clock says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from hypothesis import example, given, settings
from hypothesis import strategies as st

from db.backups import rule

NOW = datetime(2026, 11, 3, 10, 42, tzinfo=UTC)


@dataclass(frozen=True)
class One:
    number: int
    made: datetime
    size: int = 10


def hours_back(*hours: float) -> list[One]:
    """The oldest first, as they were made."""
    return [One(number, NOW - timedelta(hours=back)) for number, back in enumerate(sorted(hours, reverse=True), 1)]


def kept(backups: list[One], *, now: datetime = NOW, limit: int = rule.LIMIT) -> list[One]:
    gone = rule.superfluous(backups, now=now, limit=limit)
    assert len(set(gone)) == len(gone)
    return [one for one in backups if one not in gone]


def test_two_years_of_work_come_to_the_last_two_days_and_one_a_day_week_and_month() -> None:
    backups = hours_back(*range(0, 24 * 730, 3))
    left = kept(backups)
    ages = [(NOW - one.made) / timedelta(days=1) for one in left]
    recent = [age for age in ages if age < 2]
    older = sorted(age for age in ages if age >= 2)
    assert len(recent) == 16
    assert len(older) == rule.DAYS + rule.WEEKS + rule.MONTHS
    assert older[11] < 15 < older[12]  # twelve days, then weeks
    assert 75 < older[21] < 90  # ten weeks, then months
    assert older[-1] > 330


def test_a_month_without_work_takes_nothing_away() -> None:
    backups = hours_back(0, 1, 2, 24 * 30, 24 * 31, 24 * 32)
    assert kept(backups) == backups


def test_what_takes_too_much_room_goes_from_the_densest_on() -> None:
    backups = hours_back(0.1, 0.2, 0.3, 5.1, 5.2, 5.3, 30, 31, 24 * 9, 24 * 40)
    hours = [round((NOW - one.made) / timedelta(hours=1), 1) for one in kept(backups, limit=80)]
    assert hours == [960, 216, 31, 30, 5.1, 0.3, 0.2, 0.1]
    hours = [round((NOW - one.made) / timedelta(hours=1), 1) for one in kept(backups, limit=50)]
    assert hours == [216, 30, 0.3, 0.2, 0.1]
    assert kept(backups, limit=1) == backups[-3:]


# Clocks that jump by years, in either direction and again and again.
MOMENTS = st.lists(
    st.tuples(st.integers(-3650 * 24, 3650 * 24) | st.integers(-72, 0) | st.integers(-2000, 0), st.integers(1, 400)),
    max_size=60,
)


@settings(max_examples=150)
@given(MOMENTS, st.integers(-3650 * 24, 3650 * 24), st.sampled_from([rule.LIMIT, 3000, 100, 0]))
@example([(0, 1)] * 40, 87600, rule.LIMIT)
def test_whatever_the_clock_says(moments: list[tuple[int, int]], hours: int, limit: int) -> None:
    backups = [One(number, NOW + timedelta(hours=back), size) for number, (back, size) in enumerate(moments, 1)]
    now = NOW + timedelta(hours=hours)
    left = kept(backups, now=now, limit=limit)
    assert left[-3:] == backups[-3:]
    assert sum(one.size for one in left) <= limit or len(left) <= rule.ALWAYS
    recent = [one for one in backups if abs(now - one.made) < rule.RECENT]
    if limit == rule.LIMIT:
        assert set(recent) <= set(left)
        assert len(set(left) - set(recent)) <= rule.ALWAYS + rule.DAYS + rule.WEEKS + rule.MONTHS
    # Nothing more goes when it is asked again, at the same moment.
    assert kept(left, now=now, limit=limit) == left


@given(st.floats(0, 1e9), st.integers(0, 500))
def test_no_work_is_ten_minutes_without_a_backup(unsaved: float, failures: int) -> None:
    wait = rule.seconds_until(unsaved=unsaved)
    assert 0 <= wait < rule.WITHIN_SECONDS
    assert unsaved + wait < rule.WITHIN_SECONDS or wait == 0
    assert 0 <= rule.seconds_until(unsaved=unsaved, failures=failures) <= rule.WITHIN_SECONDS


def test_after_a_failure_it_is_tried_again_soon_and_then_less_often() -> None:
    assert [rule.seconds_until(unsaved=9999, failures=n) for n in (1, 2, 3, 9)] == [60, 120, 240, 600]
