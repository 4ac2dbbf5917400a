"""Contracts that overlap, and how many clients there are: by example, and against every placement of vague dates."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.analysis.relationships import bounds
from db.analysis.relationships.over_time import count_rows, relationship_series
from db.analysis.series import RelationshipSeries
from db.model.kinds import by_code
from db.model.records import Event, Relationship, Resolved
from db.model.values import ImpreciseDate, Status

KINDS = by_code()
VENDOR, FIRST, SECOND = 1, 2, 3
AS_OF = date(2025, 12, 31)
BASE = date(2025, 1, 10)


def event(number: int, code: str, first: date, last: date | None = None, relationship: int = 1) -> Event:
    last = last or first
    when = ImpreciseDate.day(first) if first == last else ImpreciseDate(f"{first}/{last}", first, last)
    values = Resolved(status=Status.REPORTED, announced=when)
    return Event(
        id=number, kind=f"relationship_{code}", organization_id=VENDOR, relationship_id=relationship, values=values
    )


def series(*events: Event, clients: tuple[int | None, ...] = (FIRST,), **options: object) -> RelationshipSeries:
    known = [Relationship(id=number, vendor_id=VENDOR, client_id=one) for number, one in enumerate(clients, 1)]
    return relationship_series(known, events, KINDS, **{"as_of": AS_OF, **options})


def states(found: RelationshipSeries) -> list[tuple[str, tuple[int, ...]]]:
    return [(span.state.value, span.event_ids) for span in found.lanes[0].spans]


# By example --------------------------------------------------------------------------------------------------------

RENEWED = (
    event(1, "started", date(2020, 1, 1)),
    event(2, "started", date(2021, 1, 1)),
    event(3, "ended", date(2021, 12, 31)),
)


def test_a_contract_that_overlaps_the_one_before_keeps_the_relationship_open() -> None:
    found = series(*RENEWED)
    assert states(found) == [("active", (1, 2, 3))]
    assert [(count.day, count.active) for count in found.counts] == [(date(2019, 12, 31), 0), (date(2020, 1, 1), 1)]
    assert not found.lanes[0].spans[0].last_latest
    over = series(*RENEWED, event(4, "ended", date(2024, 6, 30)))
    assert states(over) == [("active", (1, 2, 3)), ("ended", (4,))]


def test_an_end_before_the_next_start_is_an_end() -> None:
    found = series(RENEWED[0], event(2, "ended", date(2020, 12, 31)), event(3, "started", date(2021, 1, 1)))
    assert states(found) == [("active", (1,)), ("ended", (2,)), ("active", (3,))]


def test_what_was_active_before_a_start_is_no_span_of_its_own() -> None:
    found = series(event(1, "seen_active", date(2019, 1, 1)), *(replace(one, id=one.id + 1) for one in RENEWED[::2]))
    assert states(found) == [("active", (1, 2)), ("ended", (4,))]


def test_what_was_said_holds_when_another_span_ends_but_a_winding_down_is_over() -> None:
    day = date(2021, 6, 1)
    for code, state in (("at_risk", "at_risk"), ("paused", "paused"), ("winding_down", "active")):
        assert states(series(*RENEWED, event(9, code, day)))[-1][0] == state


def test_starts_and_ends_are_those_of_the_relationship_and_a_resumption_after_an_end_is_a_start() -> None:
    anchor = Event(id=99, kind="acquisition", organization_id=VENDOR,
                   values=Resolved(status=Status.REPORTED, announced=ImpreciseDate.day(date(2021, 6, 1))))  # fmt: skip
    told = [*RENEWED, event(4, "ended", date(2021, 12, 31)), event(5, "resumed", date(2022, 2, 1))]
    after = series(*told, anchor=anchor, window_days=400).comparison.after
    assert (after.starts, after.ends, after.active_at_start, after.active_at_end) == (1, 1, 1, 1)
    paused = [*RENEWED, event(4, "paused", date(2021, 8, 1)), event(5, "resumed", date(2022, 2, 1))]
    after = series(*paused, anchor=anchor, window_days=400).comparison.after
    assert (after.starts, after.ends) == (0, 0)


def test_clients_are_counted_once_whatever_their_contracts() -> None:
    found = series(
        event(1, "started", date(2020, 1, 1)), event(2, "started", date(2021, 1, 1), relationship=2),
        event(3, "started", date(2022, 1, 1), relationship=3), event(4, "started", date(2023, 1, 1), relationship=4),
        event(5, "ended", date(2024, 1, 1)), event(6, "paused", date(2024, 6, 1), relationship=2),
        clients=(FIRST, FIRST, SECOND, None),
    )  # fmt: skip
    assert [(count.day.year, count.active, count.clients) for count in count_rows(found, band=False)] == [
        (2019, 0, 0), (2020, 1, 1), (2021, 2, 1), (2022, 3, 2), (2023, 4, 3), (2024, 3, 3), (2024, 2, 2),
    ]  # fmt: skip


def test_who_only_buys_is_nobodys_client_in_its_own_view() -> None:
    starts = [event(1, "started", date(2020, 1, 1)), event(2, "started", date(2020, 1, 1), relationship=2)]
    for own, clients in (((), 2), ((VENDOR,), 2), ((FIRST,), 1), ((VENDOR, FIRST), 2), ((FIRST, SECOND), 0)):
        found = series(*starts, clients=(FIRST, SECOND), own=own)
        assert (found.counts[-1].active, found.counts[-1].clients) == (2, clients)


@pytest.mark.no_cover
def test_of_too_many_contracts_either_is_held_possible() -> None:
    vague = [
        event(number, "started" if number % 2 else "ended", date(2020, 1, 1) + timedelta(number), date(2020, 12, 1))
        for number in range(1, 41)
    ]
    count = series(*vague).at(date(2020, 6, 1))
    assert (count.low, count.high) == (0, 1)


def test_many_contracts_of_the_same_vague_dates_are_told_exactly() -> None:
    year = (date(2020, 1, 1), date(2020, 12, 31))
    vague = [event(number, "started" if number % 2 else "ended", *year) for number in range(1, 42)]
    found = series(*vague)
    assert [(count.low, count.high) for count in (found.at(date(2020, 6, 1)), found.at(year[1]))] == [(0, 1), (1, 1)]


# Against every placement -------------------------------------------------------------------------------------------

ORDER = (
    "started", "seen_active", "expanded", "at_risk", "reduced", "paused", "winding_down", "ended", "resumed",
)  # fmt: skip
#: Those of one rank are in the order of their ids.
RANK = {code: rank for rank, code in enumerate(ORDER)} | {"expanded": 1}
WORDS = {"started": "active", "seen_active": "active", "expanded": "active", "resumed": "active"}
NEVER = ("", "paused", "ended")


def story(codes: Iterable[str]) -> list[str]:
    """The state after each event, from the contracts that are open: nothing of it is taken from the program."""
    open_contracts: list[int] = []
    told: list[str] = []
    for number, code in enumerate(codes):
        state = told[-1] if told else ""
        if code == "started" or (code == "resumed" and state == "ended"):
            open_contracts.append(number)
        if code == "ended":
            del open_contracts[:1]
            still = "active" if state == "winding_down" else state
            told.append(still if open_contracts else "ended")
        else:
            told.append(WORDS.get(code, code))
    return told


def state_by_hand(own: list[tuple[date, Event]], day: date) -> str:
    """The state at the end of a day if every event happened on the day it is given; "": not yet begun."""
    codes = [(when, e.kind.removeprefix("relationship_"), e.id) for when, e in own]
    codes.sort(key=lambda one: (one[0], RANK[one[1]], one[2]))
    happened = [code for when, code, _ in codes if when <= day]
    if not happened:
        return "" if not codes or codes[0][1] == "started" else "active"
    return story(happened)[-1]


def placements(events: list[Event]) -> list[list[tuple[date, Event]]]:
    options = []
    for one in events:
        when = one.values.announced
        options.append([when.earliest + timedelta(shift) for shift in range((when.latest - when.earliest).days + 1)])
    return [list(zip(days, events, strict=True)) for days in product(*options)]


def middle(events: list[Event]) -> list[tuple[date, Event]]:
    whens = [one.values.announced for one in events]
    days = [when.earliest + (when.latest - when.earliest) // 2 for when in whens]
    return list(zip(days, events, strict=True))


def drawn(codes: tuple[str, ...], *, most: int, longest: int, relationships: int) -> st.SearchStrategy[list[Event]]:
    one = st.tuples(st.sampled_from(codes), st.integers(0, 6), st.integers(0, longest), st.integers(1, relationships))
    return st.lists(one, min_size=1, max_size=most).map(
        lambda facts: [
            event(number, code, BASE + timedelta(start), BASE + timedelta(start + length), relationship)
            for number, (code, start, length, relationship) in enumerate(facts, 1)
        ]
    )


def check(events: list[Event], clients: tuple[int | None, ...]) -> None:
    first = BASE - timedelta(2)
    found = series(*events, clients=clients, first=first)
    worlds = placements(events)

    def figures(placed: list[tuple[date, Event]], day: date) -> tuple[list[str], int, int]:
        own: dict[int, list[tuple[date, Event]]] = {number: [] for number in range(1, len(clients) + 1)}
        for when, one in placed:
            own[one.relationship_id].append((when, one))
        now = [state_by_hand(told, day) for told in own.values()]
        served = {
            client or -number
            for number, (client, state) in enumerate(zip(clients, now, strict=True), 1)
            if state not in NEVER
        }
        return now, sum(state not in NEVER for state in now), len(served)

    for day in (first + timedelta(shift) for shift in range(14)):
        count = found.at(day)
        now, active, served = figures(middle(events), day)
        assert (count.active, count.clients) == (active, served)
        assert [count.at_risk, count.reduced, count.paused, count.winding_down] == [
            now.count(state) for state in ("at_risk", "reduced", "paused", "winding_down")
        ]
        possible = [figures(placed, day)[1:] for placed in worlds]
        least, most = map(min, zip(*possible, strict=True)), map(max, zip(*possible, strict=True))
        assert [(count.low, count.high), (count.clients_low, count.clients_high)] == [*zip(least, most, strict=True)]


@pytest.mark.no_cover
@pytest.mark.no_cover
@settings(max_examples=250, deadline=None)
@given(drawn(ORDER, most=4, longest=3, relationships=3))
def test_figures_are_what_some_placement_of_the_vague_days_gives(events: list[Event]) -> None:
    check(events, (FIRST, FIRST, None))


CONTRACTS = ("started", "started", "ended", "ended", "resumed", "paused", "winding_down", "seen_active")


@pytest.mark.no_cover
@settings(max_examples=250, deadline=None)
@given(drawn(CONTRACTS, most=5, longest=2, relationships=1))
def test_overlapping_contracts_are_what_some_placement_gives(events: list[Event]) -> None:
    check(events, (FIRST,))


@pytest.mark.no_cover
@settings(max_examples=100, deadline=None)
@given(drawn(("started", "ended", "ended", "resumed"), most=8, longest=1, relationships=1))
def test_many_contracts_are_what_some_placement_gives(events: list[Event]) -> None:
    check(events, (FIRST,))


@settings(max_examples=100, deadline=None)
@given(drawn(ORDER, most=5, longest=0, relationships=2))
def test_exact_days_leave_nothing_open(events: list[Event]) -> None:
    for count in series(*events, clients=(FIRST, SECOND)).counts:
        assert (count.low, count.high) == (count.active, count.active)
        assert (count.clients_low, count.clients_high) == (count.clients, count.clients)


def test_the_limit_is_far_beyond_what_is_told() -> None:
    assert bounds.MOST_COMBINATIONS > 2**14
