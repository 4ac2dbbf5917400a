"""Survival, churn, cohorts and concentration: worked figures, brute force, and another library where there is one."""

import warnings
from collections import Counter
from datetime import date, timedelta
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from db.analysis.relationships.churn import churn, cohort
from db.analysis.relationships.concentration import concentration
from db.analysis.relationships.over_time import relationship_series
from db.analysis.relationships.survival import Spell, kaplan_meier, relationship_spells
from db.analysis.series import Lane, RelationshipSeries, StateSpan
from db.model.kinds import by_code
from db.model.records import Event, Relationship, Resolved
from db.model.values import ImpreciseDate, Quantity, RelationshipState, Status

exact = Quantity.exact
ACTIVE, PAUSED, ENDED = RelationshipState.ACTIVE, RelationshipState.PAUSED, RelationshipState.ENDED


def ends(value: Quantity | None) -> tuple[float | None, float | None, float | None]:
    assert value is not None
    return value.low, value.best, value.high


# Survival ----------------------------------------------------------------------------------------------------------


def spells(*said: str) -> list[Spell]:
    """ "5" ended at 5, "6c" was last seen at 6, "2-5" entered at 2."""
    found = []
    for text in said:
        entry, _, rest = text.rpartition("-")
        found.append(Spell(entry=float(entry or 0), exit=float(rest.rstrip("c")), ended=not rest.endswith("c")))
    return found


def test_six_durations():
    found = kaplan_meier(spells("2", "4", "4", "5", "6c", "6c"))
    assert [(point.time, point.at_risk, point.ended) for point in found.points] == [(2, 6, 1), (4, 5, 2), (5, 3, 1)]
    figures = [(point.survival, point.error, point.low, point.high) for point in found.points]
    expected = [
        (0.8333, 0.1521, 0.2731, 0.9747), (0.5, 0.2041, 0.1109, 0.8037), (0.3333, 0.1925, 0.0461, 0.6756),
    ]  # fmt: skip
    assert figures == [pytest.approx(row, abs=5e-5) for row in expected]
    assert (found.subjects, found.ends, found.median) == (6, 4, 4)
    assert [found.at(time) for time in (1.9, 2, 3.9)] == pytest.approx([1, 5 / 6, 5 / 6])


def test_an_earlier_loss_can_raise_the_curve_later_on():
    assert kaplan_meier(spells("5", "3c", "8")).at(6) == pytest.approx(0.5)
    assert kaplan_meier(spells("2", "3c", "8")).at(6) == pytest.approx(2 / 3)


def test_late_entries_are_at_risk_only_after_they_came():
    found = kaplan_meier(spells("2", "4", "2-4", "4-9c"))
    assert [(point.time, point.at_risk) for point in found.points] == [(2, 2), (4, 2)]
    assert found.at(4) == 0
    assert kaplan_meier(spells("3-3", "1-1c")) is None
    assert kaplan_meier([]) is None
    with pytest.raises(ValueError, match="before it begins"):
        kaplan_meier([Spell(entry=3, exit=2, ended=True)])


def test_when_nobody_is_left_the_formulas_say_nothing_about_it():
    found = kaplan_meier(spells("1", "2"))
    assert found.points[0].error is not None
    last = found.points[-1]
    assert (last.survival, last.error, last.low, last.high) == (0, None, None, None)
    assert kaplan_meier(spells("1c", "2c")).points == ()
    assert kaplan_meier(spells("1c", "2c")).median is None


@st.composite
def observed(draw, *, late: bool = True) -> list[Spell]:
    found = []
    for _ in range(draw(st.integers(1, 12))):
        entry = draw(st.integers(0, 5)) if late else 0
        found.append(Spell(entry=float(entry), exit=float(entry + draw(st.integers(1, 6))), ended=draw(st.booleans())))
    return found


@given(observed())
def test_the_curve_is_the_product_over_the_risk_sets(subjects):
    found = kaplan_meier(subjects)
    for moment in range(13):
        left = Fraction(1)
        for time in range(1, moment + 1):
            here = [one for one in subjects if time in range(int(one.entry) + 1, int(one.exit) + 1)]
            staying = [one for one in here if not (one.ended and one.exit == time)]
            left *= Fraction(len(staying), len(here)) if here else 1
        assert found.at(moment) == pytest.approx(float(left))
    for point in found.points:
        if point.survival:
            assert 0 < point.low <= point.survival <= point.high < 1


@given(observed(late=False))
def test_the_curve_hands_the_weight_of_the_censored_on_to_those_who_stay(subjects):
    """Without late entries the estimator is also that of Efron: redistribute to the right."""
    order = sorted(subjects, key=lambda one: (one.exit, not one.ended))
    weights = [Fraction(1, len(order))] * len(order)
    for number, one in enumerate(order):
        later = len(order) - number - 1
        if not one.ended and later:
            for following in range(number + 1, len(order)):
                weights[following] += weights[number] / later
            weights[number] = Fraction(0)
    found = kaplan_meier(subjects)
    for moment in range(13):
        gone = sum(weight for weight, one in zip(weights, order, strict=True) if one.ended and one.exit <= moment)
        assert found.at(moment) == pytest.approx(float(1 - gone))


def test_another_library_agrees():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        lifelines = pytest.importorskip("lifelines")
    fitter = lifelines.KaplanMeierFitter()

    @settings(max_examples=50, deadline=None)
    @given(observed())
    def agrees(subjects):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                fitter.fit(
                    [one.exit for one in subjects], [one.ended for one in subjects],
                    entry=[one.entry for one in subjects],
                )  # fmt: skip
            except lifelines.exceptions.StatError:  # it gives up where early on nobody is left
                assume(False)
        for point in kaplan_meier(subjects).points:
            assert point.survival == pytest.approx(float(fitter.predict(point.time)), abs=1e-9)
            if point.survival:
                interval = fitter.confidence_interval_.loc[point.time]
                assert (point.low, point.high) == pytest.approx(tuple(interval), abs=1e-6)

    agrees()


# Relationships -----------------------------------------------------------------------------------------------------

KINDS = by_code()
AS_OF = date(2025, 12, 31)


def said(relationship: int, code: str, first: str, last: str = "") -> tuple[int, str, ImpreciseDate]:
    earliest, latest = date.fromisoformat(first), date.fromisoformat(last or first)
    return relationship, code, ImpreciseDate(f"{earliest}/{latest}", earliest, latest)


def series(*facts: tuple[int, str, ImpreciseDate]) -> RelationshipSeries:
    events = [
        Event(id=number, kind=f"relationship_{code}", organization_id=1, relationship_id=relationship,
              values=Resolved(status=Status.REPORTED, announced=when))
        for number, (relationship, code, when) in enumerate(facts, start=1)
    ]  # fmt: skip
    known = [Relationship(id=number, vendor_id=1, client_id=None) for number in sorted({fact[0] for fact in facts})]
    return relationship_series(known, events, KINDS, as_of=AS_OF)


CLIENTS = series(
    said(1, "started", "2024-03-01"), said(1, "ended", "2025-02-10"),
    said(2, "started", "2024-05-01"), said(2, "ended", "2025-03-01"), said(2, "resumed", "2025-03-20"),
    said(3, "seen_active", "2024-06-01"), said(3, "paused", "2025-02-01"),
    said(4, "started", "2025-01-15"), said(4, "ended", "2025-03-31"),
    said(5, "started", "2024-03-31"), said(5, "at_risk", "2025-01-05"),
    said(6, "ended", "2025-06-30"),
)  # fmt: skip


def test_churn_is_of_those_who_were_active_before():
    found = churn(CLIENTS, first=date(2025, 1, 1), last=date(2025, 3, 31))
    assert (found.churned.part, found.churned.whole) == (1, 5), "client 4 is new; 6 was active, since nobody knows when"
    assert ends(found.churned.percent) == (20, 20, 20)
    assert ends(found.retention) == (80, 80, 80)
    assert found.resumed == 1


def test_a_vague_end_bounds_the_churn():
    vague = series(
        said(1, "started", "2024-01-01"), said(1, "ended", "2025-03-01", "2025-04-30"),
        said(2, "started", "2024-01-01"), said(3, "started", "2024-12-01", "2025-02-01"),
    )  # fmt: skip
    first = churn(vague, first=date(2025, 1, 1), last=date(2025, 3, 31))
    assert ends(first.churned.percent) == (0, 50, 50)
    assert ends(first.retention) == (50, 50, 100)
    assert churn(vague, first=date(2023, 1, 1), last=date(2023, 12, 31)).churned.percent is None
    with pytest.raises(ValueError, match="before it begins"):
        churn(vague, first=date(2025, 1, 2), last=date(2025, 1, 1))


def test_a_cohort_is_followed_month_by_month_as_far_as_is_known():
    rows = cohort(CLIENTS, first=date(2024, 3, 1), last=date(2024, 3, 31), as_of=date(2025, 4, 15), months=24)
    assert [row.day for row in rows[:3]] == [date(2024, 3, 31), date(2024, 4, 30), date(2024, 5, 31)]
    assert len(rows) == 13, "14 months later is not over yet"
    assert {row.active.whole for row in rows} == {2}
    assert [row.active.percent.best for row in rows[-3:]] == [100, 50, 50]
    assert cohort(CLIENTS, first=date(2024, 6, 1), last=date(2024, 6, 30), as_of=AS_OF)[0].active.percent is None


def test_relationships_as_subjects_of_a_survival_curve():
    found = {spell.relationship_id: spell for spell in relationship_spells(CLIENTS, as_of=AS_OF)}
    assert sorted(found) == [1, 2, 3, 4, 5], "6 is known only by its end"
    assert (found[1].entry, found[1].exit, found[1].ended) == (0, 347, True)
    assert (found[2].exit, found[2].ended) == (305, True), "its first end, though it resumed"
    assert (found[3].exit, found[3].ended, found[3].known_start) == (579, False, False)
    assert found[4].known_start


def test_on_one_clock_for_all_later_ones_enter_later():
    stake = date(2025, 1, 1)
    found = {one.relationship_id: one for one in relationship_spells(CLIENTS, as_of=AS_OF, origin=stake)}
    assert (found[1].entry, found[1].exit) == (0, 41)
    assert (found[4].entry, found[4].exit) == (14, 90)
    late = relationship_spells(CLIENTS, as_of=AS_OF, origin=date(2025, 3, 1))
    assert [one.relationship_id for one in late] == [2, 3, 4, 5], "1 had ended before"


@st.composite
def lanes(draw) -> RelationshipSeries:
    """Lanes whose states begin within a few days of each other, in order."""
    found = []
    for number in range(1, 1 + draw(st.integers(1, 3))):
        started = draw(st.booleans())
        spans, state = [], None
        for position in range(draw(st.integers(1, 3))):
            states = [one for one in (ACTIVE, PAUSED, ENDED) if one is not state] if position else [ACTIVE]
            state = draw(st.sampled_from(states))
            first = draw(st.integers(2 * position, 2 * position + 2))
            window = (first, first + draw(st.integers(0, 3)))
            if spans:  # as they come from a series: in the order of their middle days
                before = spans[-1]
                window = (max(window[0], before[1][0]), max(window[1], before[1][1]))
            spans.append((state, window))
        found.append(
            Lane(relationship_id=number, vendor_id=1, client_id=None,
                 spans=tuple(StateSpan(state=state, first_earliest=None if not started and not position else at(first),
                                       first_latest=at(last), last_earliest=None, last_latest=None,
                                       started=started or position > 0)
                             for position, (state, (first, last)) in enumerate(spans)))
        )  # fmt: skip
    return RelationshipSeries(lanes=tuple(found))


def at(number: int) -> date:
    return date(2025, 1, 1) + timedelta(days=number)


def histories(lane: Lane) -> list[list[tuple[date, RelationshipState]]]:
    """Every placement of the beginnings in their order; what was active before has always been."""
    days = [
        [date.min] if span.first_earliest is None else days_between(span.first_earliest, span.first_latest)
        for span in lane.spans
    ]
    placed = [placement for placement in product(*days) if list(placement) == sorted(placement)]
    return [[(day, span.state) for day, span in zip(one, lane.spans, strict=True)] for one in placed]


def days_between(first: date, last: date) -> list[date]:
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def state_on(history: list[tuple[date, RelationshipState]], day: date) -> RelationshipState | None:
    return next((state for begins, state in reversed(history) if begins <= day), None)


@settings(max_examples=150, deadline=None)
@given(lanes(), st.integers(1, 6), st.integers(0, 4))
def test_churn_and_cohorts_are_bounded_by_some_placement(found, begin, length):
    first, last = at(begin), at(begin + length)
    churns, kept = [], []
    for chosen in product(*map(histories, found.lanes)):
        active = [one for one in chosen if state_on(one, first - timedelta(days=1)) is ACTIVE]
        if active:
            churns.append(100 * sum(state_on(one, last) is ENDED for one in active) / len(active))
        cohort_of = [one for one in chosen if first <= one[0][0] <= last]
        if cohort_of:
            kept.append(100 * sum(state_on(one, last) is ACTIVE for one in cohort_of) / len(cohort_of))
    percent = churn(found, first=first, last=last).churned.percent
    zero = cohort(found, first=first, last=last, as_of=last, months=0)[0].active.percent
    for value, readings in ((percent, churns), (zero, kept)):
        if value is None:
            assert not readings
            continue
        assert (value.low, value.high) == (pytest.approx(min(readings)), pytest.approx(max(readings)))
        assert value.best is None or value.low <= value.best <= value.high


# Concentration -----------------------------------------------------------------------------------------------------


def shares(*percent: float) -> dict[int, Quantity]:
    return {number: exact(share) for number, share in enumerate(percent, start=1)}


def test_three_clients_that_are_all():
    found = concentration(shares(50, 30, 20))
    assert ends(found.hhi) == (3800, 3800, 3800)
    assert ends(found.effective) == pytest.approx((2.63,) * 3, abs=0.005)
    assert ends(found.largest) == (50, 50, 50)
    assert found.remainder == exact(0)
    assert found.major == (1, 2, 3)


def test_what_the_unknown_rest_may_hide():
    confirmed = concentration(shares(40, 20), known_are_largest=True)
    assert ends(confirmed.hhi) == (2000, None, 2800)
    assert ends(confirmed.largest) == (40, None, 40)
    free = concentration(shares(40, 20))
    assert ends(free.hhi) == (2000, None, 3600)
    assert ends(free.effective) == pytest.approx((10000 / 3600, None, 5))
    assert ends(concentration(shares(30, 20)).largest) == (30, None, 50)


def test_clients_under_common_control_are_one():
    apart = concentration(shares(6, 5, 30))
    assert apart.major == (3,)
    together = concentration(shares(6, 5, 30), groups={1: 9, 2: 9})
    assert together.major == (3, 9)
    assert together.known == 2


def test_a_share_that_may_reach_ten_percent():
    found = concentration({1: Quantity(9.5, 10, 10.5), 2: exact(10), 3: exact(9.9), 4: Quantity()})
    assert (found.major, found.maybe_major) == ((2,), (1,))
    assert found.known == 3


def test_without_any_share_nothing_is_computed_and_no_equal_shares_are_assumed():
    assert concentration({}) is None
    assert concentration({1: Quantity(), 2: Quantity()}) is None
    assert concentration(shares(60, 50)) is None, "more than the whole"


@given(st.lists(st.integers(1, 60), min_size=1, max_size=4), st.booleans())
def test_the_bounds_are_those_of_every_cut_of_the_rest(known, largest):
    rest = 100 - sum(known)
    found = concentration(shares(*known), known_are_largest=largest)
    if rest < 0:
        assert found is None
        return
    cap = min(known) if largest else rest
    squares = sum(share**2 for share in known)
    reached = [squares + sum(size**2 * times for size, times in cut.items()) for cut in cuts(rest, cap)]
    assert found.hhi.high == pytest.approx(max(reached))
    assert found.hhi.low == squares <= min(reached)
    for value in (found.hhi, found.effective, found.largest, found.remainder):
        present = [end for end in ends(value) if end is not None]
        assert present == sorted(present)


def cuts(rest: int, cap: int) -> list[Counter[int]]:
    """Some cuts of ``rest`` into parts of at most ``cap``: of each size as many as fit, then of the next smaller."""
    found = []
    for size in range(1, cap + 1):
        left, cut = rest, Counter()
        for part in range(size, 0, -1):
            cut[part], left = divmod(left, part)
        found.append(cut)
    return found or [Counter()]


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 10)), min_size=1, max_size=3))
def test_vague_shares_keep_every_possibility(rough):
    vague = {number: Quantity(float(low), None, float(low + more)) for number, (low, more) in enumerate(rough)}
    found = concentration(vague)
    for chosen in product(*[range(low, low + more + 1, max(more, 1)) for low, more in rough]):
        rest = 100 - sum(chosen)
        squares = sum(share**2 for share in chosen)
        if rest >= 0:
            assert found.hhi.low <= squares <= squares + rest**2 <= found.hhi.high
            assert found.remainder.low <= rest <= found.remainder.high
