"""Relationships over time: states, counts with their bounds, and before and after an anchor."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from db.analysis.relationships.over_time import LaneRow, count_rows, lane_rows, relationship_series
from db.analysis.series import ActiveCount, Exclusion, RelationshipSeries, StateSpan
from db.model.kinds import by_code
from db.model.records import Event, Relationship, Resolved
from db.model.values import DateMode, ImpreciseDate, RelationshipState, Status

KINDS = by_code()
SCALE, META, GOOGLE, OPENAI = 1, 2, 3, 4
AS_OF = date(2025, 12, 31)
ACTIVE, AT_RISK, ENDED = RelationshipState.ACTIVE, RelationshipState.AT_RISK, RelationshipState.ENDED
PAUSED, WINDING_DOWN = RelationshipState.PAUSED, RelationshipState.WINDING_DOWN


def within(first: date | None, last: date | None, mode: DateMode = DateMode.WITHIN) -> ImpreciseDate:
    return ImpreciseDate(f"{first or '..'}/{last or '..'}", first, last, mode)


def event(
    number: int,
    code: str,
    when: date | ImpreciseDate | None,
    relationship: int | None = 1,
    status: Status | None = Status.REPORTED,
) -> Event:
    day = ImpreciseDate.day(when) if isinstance(when, date) else when
    kind = f"relationship_{code}" if relationship else code
    values = Resolved(status=status, announced=day)
    return Event(id=number, kind=kind, organization_id=SCALE, relationship_id=relationship, values=values)


def series(*events: Event, relationships: int = 1, **options: object) -> RelationshipSeries:
    known = [Relationship(id=number, vendor_id=SCALE, client_id=None) for number in range(1, relationships + 1)]
    return relationship_series(known, events, KINDS, **{"as_of": AS_OF, **options})


def best(found: RelationshipSeries, day: date) -> tuple[int, int, int]:
    count = found.at(day)
    return count.active, count.low, count.high


# The golden case ---------------------------------------------------------------------------------------------------

CLIENTS = [
    Relationship(id=1, vendor_id=SCALE, client_id=GOOGLE),
    Relationship(id=2, vendor_id=SCALE, client_id=OPENAI),
    Relationship(id=3, vendor_id=SCALE, client_id=None, category="large customers"),
]
STAKE = event(1, "stake_taken", date(2025, 6, 13), None)
SUMMER = [
    STAKE,
    event(4, "layoff", date(2025, 7, 16), None),
    event(7, "at_risk", date(2025, 6, 13), 1),
    event(8, "winding_down", date(2025, 6, 18), 2, Status.CONFIRMED),
    event(9, "ended", None, 3, Status.RUMORED),
]


def summer(**options: object) -> RelationshipSeries:
    return relationship_series(CLIENTS, SUMMER, KINDS, as_of=date(2025, 7, 31), **options)


def test_both_clients_were_active_before_their_first_event_and_still_are() -> None:
    found = summer(first=date(2025, 6, 1))
    figures = {"reduced": 0, "paused": 0, "low": 2, "high": 2, "clients": 2, "clients_low": 2, "clients_high": 2}
    assert found.counts == (
        ActiveCount(day=date(2025, 6, 1), active=2, at_risk=0, winding_down=0, **figures),
        ActiveCount(day=date(2025, 6, 13), active=2, at_risk=1, winding_down=0, **figures),
        ActiveCount(day=date(2025, 6, 18), active=2, at_risk=1, winding_down=1, **figures),
    )
    assert found.at(date(2025, 7, 31)).active == 2
    assert not [span for lane in found.lanes for span in lane.spans if span.state is ENDED]


def test_negative_changes_around_the_stake_are_none_before_and_two_after() -> None:
    compared = summer(anchor=STAKE).comparison
    assert (compared.anchor, compared.days) == (date(2025, 6, 13), 90)
    before, after = compared.before, compared.after
    assert (before.first, before.last) == (date(2025, 3, 15), date(2025, 6, 12))
    assert (after.first, after.last) == (date(2025, 6, 13), date(2025, 9, 10))
    assert (before.negative, before.changed) == (0, ())
    assert (after.negative, after.changed) == (2, ((1, 7, 0), (2, 8, 5)))
    assert [(side.active_at_start, side.active_at_end, side.starts, side.ends) for side in (before, after)] == [
        (2, 2, 0, 0)
    ] * 2
    assert summer(anchor=STAKE).at(before.first).active == 2


def test_a_rumored_loss_is_listed_and_changes_no_count() -> None:
    plain, rumors = summer(), summer(minimum_status=Status.RUMORED)
    assert plain.counts == rumors.counts
    assert plain.lanes[2].excluded == ((9, Exclusion.BELOW_STATUS),)
    assert rumors.lanes[2].excluded == ((9, Exclusion.UNDATED),)
    assert rumors.lanes[2].spans == ()


def test_rows_of_the_table_twin() -> None:
    row = LaneRow(relationship_id=1, vendor_id=SCALE, client_id=GOOGLE, category="", reference="")
    start = (date(2025, 6, 13), date(2025, 6, 13))
    loss = LaneRow(relationship_id=3, vendor_id=SCALE, client_id=None, category="large customers", reference="")
    rows = lane_rows(summer())
    assert rows[:2] == [
        replace(row, state=ACTIVE, from_=(None, start[0]), until=start, started=False),
        replace(row, state=AT_RISK, from_=start, evidence=start[0], event_ids=(7,)),
    ]
    assert rows[-1] == replace(loss, event_ids=(9,), exclusion=Exclusion.BELOW_STATUS)
    assert [row.state for row in lane_rows(summer(), last=date(2025, 6, 1))] == [ACTIVE, ACTIVE, None]
    assert [row.state for row in lane_rows(summer(), first=date(2025, 7, 1))] == [AT_RISK, WINDING_DOWN, None]


# States ------------------------------------------------------------------------------------------------------------


def test_states_follow_each_other_and_evidence_for_one_is_gathered() -> None:
    found = series(
        event(1, "started", date(2020, 1, 1)),
        event(2, "expanded", date(2021, 1, 1)),
        event(3, "paused", date(2022, 1, 1)),
        event(4, "resumed", date(2022, 6, 1)),
        event(5, "seen_active", date(2024, 5, 1)),
        event(6, "ended", within(date(2025, 3, 1), date(2025, 3, 31))),
    )
    told = [(span.state, span.first_earliest, span.evidence, span.event_ids) for span in found.lanes[0].spans]
    assert told == [
        (ACTIVE, date(2020, 1, 1), date(2021, 1, 1), (1, 2)),
        (PAUSED, date(2022, 1, 1), date(2022, 1, 1), (3,)),
        (ACTIVE, date(2022, 6, 1), date(2024, 5, 1), (4, 5)),
        (ENDED, date(2025, 3, 1), date(2025, 3, 16), (6,)),
    ]
    last_active = found.lanes[0].spans[2]
    assert (last_active.last_earliest, last_active.last_latest) == (date(2025, 3, 1), date(2025, 3, 31))
    assert [(count.day, count.active, count.paused) for count in count_rows(found, band=False)] == [
        (date(2019, 12, 31), 0, 0),
        (date(2020, 1, 1), 1, 0),
        (date(2022, 1, 1), 0, 1),
        (date(2022, 6, 1), 1, 0),
        (date(2025, 3, 16), 0, 0),
    ]


def test_a_first_sighting_is_no_start() -> None:
    seen = event(1, "seen_active", date(2024, 5, 1))
    found = series(seen, anchor=event(9, "acquisition", date(2024, 4, 20), None))
    assert found.lanes[0].spans == (
        StateSpan(
            state=ACTIVE, first_earliest=None, first_latest=date(2024, 5, 1), last_earliest=None, last_latest=None,
            event_ids=(1,), evidence=date(2024, 5, 1), started=False,
        ),
    )  # fmt: skip
    assert (found.comparison.after.starts, found.comparison.after.active_at_start) == (0, 1)


def test_seen_active_after_ended_is_active_again_but_no_start() -> None:
    ended, seen = event(1, "ended", date(2024, 5, 1)), event(2, "seen_active", date(2024, 7, 1))
    found = series(ended, seen, anchor=event(9, "acquisition", date(2024, 6, 1), None))
    assert [span.state for span in found.lanes[0].spans] == [ACTIVE, ENDED, ACTIVE]
    before, after = found.comparison.before, found.comparison.after
    assert (before.active_at_start, before.ends, before.active_at_end) == (1, 1, 0)
    assert (after.active_at_start, after.starts, after.active_at_end) == (0, 0, 1)


def test_repeated_bad_news_turns_a_relationship_once() -> None:
    news = [event(number, "at_risk", date(2025, 6, 10 + number)) for number in (1, 2, 3)]
    after = series(*news, event(4, "ended", date(2025, 7, 1)), anchor=STAKE).comparison.after
    assert after.negative == 1
    assert after.changed == ((1, 4, 18),)
    assert (after.active_at_start, after.active_at_end, after.ends) == (1, 0, 1)


def test_events_of_one_day_end_last_and_resume_after_a_pause() -> None:
    day = date(2025, 3, 1)
    assert series(event(2, "started", day), event(1, "ended", day)).lanes[0].spans[-1].state is ENDED
    assert series(event(1, "resumed", day), event(2, "paused", day)).lanes[0].spans[-1].state is ACTIVE


def test_no_evidence_for_a_year_is_a_mark_and_not_a_state() -> None:
    seen = event(1, "seen_active", date(2024, 12, 30))
    lane = series(seen).lanes[0]
    assert (lane.stale, lane.last_evidence, lane.spans[-1].state) == (True, date(2024, 12, 30), ACTIVE)
    assert not series(seen, stale_after_days=366).lanes[0].stale
    assert not series(seen, event(2, "ended", date(2024, 12, 31))).lanes[0].stale


# What does not count -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("left_out", "why"),
    [
        (event(2, "ended", date(2026, 1, 1)), Exclusion.PLANNED),
        (event(2, "ended", within(date(2026, 1, 1), None)), Exclusion.PLANNED),
        (event(2, "ended", date(2025, 5, 1), status=Status.RUMORED), Exclusion.BELOW_STATUS),
        (event(2, "ended", date(2025, 5, 1), status=None), Exclusion.BELOW_STATUS),
        (event(2, "ended", date(2025, 5, 1), status=Status.DENIED), Exclusion.DENIED),
        (event(2, "ended", None), Exclusion.UNDATED),
        (event(2, "ended", within(None, None)), Exclusion.UNDATED),
    ],
)
def test_what_does_not_count_is_listed(left_out: Event, why: Exclusion) -> None:
    started = event(1, "started", date(2025, 1, 1))
    found = series(started, left_out)
    assert found.lanes[0].excluded == ((2, why),)
    assert found.counts == series(started).counts
    assert found.lanes[0].spans == series(started).lanes[0].spans


def test_nothing_known_gives_no_numbers() -> None:
    assert series().counts == ()
    assert series(event(1, "ended", None), first=date(2025, 1, 1)).counts == ()
    undated = event(9, "stake_taken", None, None)
    assert series(event(1, "started", date(2025, 1, 1)), anchor=undated).comparison is None


def test_a_relationship_event_without_a_relationship_or_with_an_unknown_kind_is_none() -> None:
    loose = replace(event(1, "ended", date(2025, 1, 1)), relationship_id=None)
    strange = replace(event(2, "ended", date(2025, 1, 1)), kind="gone")
    assert series(loose, strange).lanes[0].spans == ()


# Vague dates -------------------------------------------------------------------------------------------------------


def test_a_vague_end_steps_on_its_middle_day_and_is_bounded_on_both_sides() -> None:
    july = within(date(2025, 7, 1), date(2025, 7, 31))
    found = series(event(1, "started", date(2025, 1, 1)), event(2, "ended", july))
    assert best(found, date(2025, 6, 30)) == (1, 1, 1)
    assert best(found, date(2025, 7, 1)) == (1, 0, 1)
    assert best(found, date(2025, 7, 15)) == (1, 0, 1)
    assert best(found, date(2025, 7, 16)) == (0, 0, 1)
    assert best(found, date(2025, 7, 30)) == (0, 0, 1)
    assert best(found, date(2025, 7, 31)) == (0, 0, 0)


def test_open_dates_reach_back_without_end_and_forward_to_the_known_day() -> None:
    before_july = series(event(1, "started", within(None, date(2025, 6, 30))))
    span = before_july.lanes[0].spans[0]
    assert (span.first_earliest, span.first_latest, span.started) == (None, date(2025, 6, 30), True)
    assert best(before_july, date(2025, 6, 29)) == (0, 0, 1)
    since_july = series(event(1, "ended", within(date(2025, 7, 1), None)), as_of=date(2025, 8, 1))
    assert best(since_july, date(2025, 7, 1)) == (0, 0, 1)
    assert best(since_july, date(2025, 8, 1)) == (0, 0, 0)


def test_a_state_said_of_a_span_holds_from_its_first_day_and_an_end_on_its_last() -> None:
    summer_span = within(date(2025, 7, 1), date(2025, 8, 31), DateMode.SPAN)
    paused = series(event(1, "paused", summer_span))
    assert [best(paused, date(2025, month, day)) for month, day in ((6, 30), (7, 1))] == [(1, 1, 1), (0, 0, 0)]
    assert paused.lanes[0].last_evidence == date(2025, 8, 31)
    ended = series(event(1, "ended", summer_span))
    assert [best(ended, date(2025, month, day)) for month, day in ((8, 30), (8, 31))] == [(1, 1, 1), (0, 0, 0)]


def test_the_first_and_the_last_day_there_is_do_no_harm() -> None:
    first, last = (
        series(event(1, "ended", within(day, day)), as_of=date.max, anchor=event(9, "acquisition", day, None))
        for day in (date.min, date.max)
    )
    assert last.comparison.after.changed == ((1, 1, 0),)
    assert first.comparison is None, "no window lies before the first day"


def test_the_period_bounds_the_counts_and_opens_with_the_state_before() -> None:
    events = [event(1, "started", date(2024, 1, 1)), event(2, "ended", date(2025, 3, 1))]
    found = series(*events, first=date(2025, 1, 1), last=date(2025, 2, 1))
    assert [(count.day, count.active) for count in found.counts] == [(date(2025, 1, 1), 1)]
    assert len(found.lanes[0].spans) == 2


@pytest.mark.no_cover
def test_a_thousand_long_relationships() -> None:
    day = date(2000, 1, 1)
    many = [
        event(
            1000 * relationship + number,
            "ended" if number == 19 else "seen_active",
            within(day + timedelta(400 * number + relationship), day + timedelta(400 * number + relationship + 30)),
            relationship,
        )
        for relationship in range(1, 1001)
        for number in range(20)
    ]
    found = series(*many, relationships=1000)
    assert (found.counts[0].active, found.counts[-1].active) == (1000, 0)
