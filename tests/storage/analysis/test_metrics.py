"""Separation rates and the uncertainty rules, held against worked figures and against brute force.

The rules for what people write ("~200", "500+", "up to 300") are in test_quantities.py, agreement of claims in
test_resolve.py, headcounts that do not reconcile in test_findings.py; here is what follows from them. Averages are in
test_metrics_averages.py, bridges in test_metrics_bridge.py, relationships in test_metrics_survival.py.
"""

from itertools import product

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from db.analysis.rates.averages import two_point
from db.analysis.rates.separation import (
    SeparationReason,
    announced_share,
    basis_rate,
    closing_rate,
    decimals,
    jolts_annual,
    jolts_rate,
    leaver_share,
    rates_by_reason,
    reason_of,
    schlueter_rate,
    separation_rate,
    two_point_rate,
    zvei_rate,
)
from db.model.kinds import by_code
from db.model.values import Quantity
from db.reading.quantities import (
    NumberConvention,
    ParsedQuantity,
    hull,
    implied_base,
    intersect,
    multiply,
    parse_quantity,
    scale,
    total,
)

exact = Quantity.exact
KINDS = by_code()


def ends(value: Quantity | None) -> tuple[float | None, float | None, float | None]:
    assert value is not None
    return value.low, value.best, value.high


def near(value: Quantity | None, low: float, high: float, best: float | None = None) -> bool:
    return ends(value) == (pytest.approx(low, abs=0.005), best, pytest.approx(high, abs=0.005))


def is_exactly(value: Quantity | None, number: float) -> bool:
    return ends(value) == (pytest.approx(number, abs=0.005),) * 3


def counted(text: str) -> Quantity:
    found = parse_quantity(text, convention=NumberConvention.POINT)
    assert isinstance(found, ParsedQuantity)
    assert found.count is not None
    return found.count


# Worked figures ----------------------------------------------------------------------------------------------------


def test_one_year_under_every_formula():
    opening, hires, left, closing = exact(1400), exact(50), exact(250), exact(1200)
    average = two_point(opening, closing)
    assert is_exactly(average, 1300)
    assert is_exactly(separation_rate(left, average), 19.23)
    assert is_exactly(two_point_rate(opening=opening, hires=hires, separations=left), 19.23)
    assert is_exactly(basis_rate(left, opening), 17.86)
    assert is_exactly(schlueter_rate(opening=opening, hires=hires, separations=left), 17.24)
    assert is_exactly(leaver_share(left, closing), 17.24)
    assert is_exactly(closing_rate(left, closing), 20.83)
    assert is_exactly(zvei_rate(exact(30), average), 2.31)
    assert zvei_rate(None, average) is None, "nobody said how many were replaced"


def test_the_announced_share_is_not_the_rate():
    share = announced_share(exact(200), exact(1400))
    assert is_exactly(share, 14.29)
    stated = Quantity(13.5, 14, 14.5)
    assert intersect(share, stated) is not None, "the press rounds it to 14 %"
    assert intersect(share, two_point_rate(opening=exact(1400), hires=exact(0), separations=exact(200))) is None


def test_rates_of_uncertain_leavers_are_intervals():
    left = Quantity(189, None, 203)
    assert near(two_point_rate(opening=exact(1400), hires=exact(0), separations=left), 14.48, 15.63)
    found = two_point_rate(opening=Quantity(1379, None, 1481), hires=Quantity(0, None, 30), separations=left)
    assert near(found, 13.49, 15.89)


@pytest.mark.parametrize(
    ("count", "percent", "low", "high"),
    [(exact(200), "14 %", 1379.3, 1481.5), (Quantity(195, None, 204), "14 %", 1344.8, 1511.1),
     (exact(305), "3 %", 8714.3, 12200.0)],
)  # fmt: skip
def test_implied_bases(count, percent, low, high):
    stated = parse_quantity(percent)
    assert isinstance(stated, ParsedQuantity)
    found = implied_base(count, stated.percent)
    assert (found.low, found.high) == (pytest.approx(low, abs=0.05), pytest.approx(high, abs=0.05))


# Uncertainty rules -------------------------------------------------------------------------------------------------


def test_about_a_number_is_half_a_rounding_unit_and_a_share_of_the_base_narrows_it_only_on_request():
    assert ends(counted("~200")) == (150, 200, 250)
    assert ends(counted("~1,000")) == (750, 1000, 1250)
    share = scale(multiply(Quantity(13.5, 14, 14.5), exact(1400)), 0.01)
    assert (share.low, share.high) == (pytest.approx(189), pytest.approx(203))
    rates = [
        two_point_rate(opening=exact(1400), hires=exact(0), separations=left)
        for left in (counted("~200"), intersect(counted("~200"), share))
    ]
    assert near(rates[0], 11.32, 19.61, best=pytest.approx(15.38, abs=0.005))
    assert near(rates[1], 14.48, 15.63, best=pytest.approx(15.38, abs=0.005))


def test_more_than_stays_open_and_sums_become_at_least():
    assert ends(counted("500+")) == (500, None, None)
    assert ends(total([counted("500+"), exact(100)])) == (600, None, None)
    assert ends(separation_rate(counted("500+"), exact(2000))) == (25, None, None)
    # Of 1,400 no more than all can have left: 1,400 of 700 on average.
    assert near(two_point_rate(opening=exact(1400), hires=exact(0), separations=counted("500+")), 43.48, 200)
    assert ends(announced_share(counted("500+"), exact(2000))) == (25, None, 100)


def test_up_to_is_no_number_of_its_own():
    assert ends(counted("up to 300")) == (0, None, 300)
    assert ends(basis_rate(counted("up to 300"), exact(1500))) == (0, None, 20)


def test_sums_add_ends_and_events_without_number_make_them_at_least():
    parts = {
        SeparationReason.INVOLUNTARY: counted("~200"),
        SeparationReason.VOLUNTARY: Quantity(10, None, 20),
    }
    assert near(rates_by_reason(parts, base=exact(1000)).total, 16, 27)
    found = rates_by_reason({**parts, SeparationReason.UNKNOWN: Quantity()}, base=exact(1000))
    assert ends(found.total) == (16, None, None)
    assert found.unknown is None
    assert found.other is None


def test_two_claims_that_agree_intersect_and_two_plausible_ones_span_both():
    one, other = Quantity(150, 200, 250), Quantity(180, None, 300)
    assert ends(intersect(one, other)) == (180, 200, 250)
    assert ends(hull(one, other)) == (150, None, 300)


def test_a_rate_is_shown_as_precisely_as_its_input_allows():
    vague = two_point_rate(opening=exact(1400), hires=exact(0), separations=counted("~200"))
    narrow = two_point_rate(opening=exact(1400), hires=exact(0), separations=Quantity(199, 200, 201))
    sharp = two_point_rate(opening=exact(1400), hires=exact(0), separations=exact(200))
    assert [decimals(rate) for rate in (vague, narrow, sharp, Quantity(25, None, None))] == [0, 1, 2, 0]


# Rates -------------------------------------------------------------------------------------------------------------


def test_the_parts_of_a_month_sum_to_its_rate_before_rounding():
    parts = dict(zip(SeparationReason, (exact(17), exact(200), exact(5), exact(1)), strict=True))
    found = rates_by_reason(parts, base=exact(1307))
    single = (found.voluntary, found.involuntary, found.other, found.unknown)
    assert sum(rate.best for rate in single) == pytest.approx(found.total.best, abs=1e-12)
    assert found.total == jolts_rate(exact(223), exact(1307))
    assert is_exactly(found.involuntary, 15.30)


def test_a_year_of_months_can_exceed_the_whole():
    months = [(exact(100), exact(900 + 200 * (number % 2))) for number in range(12)]
    assert is_exactly(jolts_annual(months), 120)
    assert ends(jolts_annual([(Quantity(90, 100, 110), Quantity(1000, 1000, 1000))] * 12)) == pytest.approx(
        (108, 120, 132)
    )
    assert jolts_annual(months[:11]) is None
    assert jolts_annual([*months[:11], (Quantity(), exact(1000))]) is None


def test_kinds_tell_why_people_left():
    reasons = {code: reason_of(code) for code, kind in KINDS.items() if kind.sign < 0}
    assert reasons == {
        "layoff": SeparationReason.INVOLUNTARY, "site_closure": SeparationReason.INVOLUNTARY,
        "contractors_ended": SeparationReason.INVOLUNTARY, "resignation": SeparationReason.VOLUNTARY,
        "other_separation": SeparationReason.OTHER, "transfer_out": SeparationReason.OTHER,
    }  # fmt: skip
    assert reason_of("early_retirement") is SeparationReason.UNKNOWN, "a kind that a user added says nothing"


def test_what_cannot_be_computed_is_absent_and_never_nothing():
    some, none, unknown = exact(100), exact(0), Quantity()
    assert separation_rate(some, none) is None
    assert separation_rate(some, unknown) is None
    assert separation_rate(unknown, some) is None
    assert two_point_rate(opening=unknown, hires=none, separations=some) is None
    assert two_point_rate(opening=some, hires=unknown, separations=some) is None
    assert two_point_rate(opening=none, hires=none, separations=none) is None
    assert two_point_rate(opening=some, hires=none, separations=exact(101)) is None, "more left than there were"
    assert schlueter_rate(opening=some, hires=none, separations=exact(101)) is None
    assert announced_share(exact(101), some) is None
    assert leaver_share(none, none) is None
    assert rates_by_reason({}, base=some).total is None
    assert is_exactly(basis_rate(none, some), 0), "nobody left is a number"
    assert is_exactly(two_point_rate(opening=some, hires=none, separations=some), 200), "everybody left"


@st.composite
def counts(draw, most: int = 9) -> Quantity:
    low, best, high = sorted(draw(st.tuples(*[st.integers(0, most)] * 3)))
    return Quantity(float(low), draw(st.sampled_from([float(best), None])), float(high))


def whole_numbers(value: Quantity) -> range:
    return range(int(value.low), int(value.high) + 1)


@given(counts(), counts(), counts())
@example(Quantity(1, None, 5), Quantity(0, None, 1), Quantity(4, None, 4))  # of 1 and 1 hired, 4 cannot leave
@example(Quantity(0, None, 5), Quantity(0, None, 3), Quantity(2, None, 8))
@example(Quantity(0, 0, 1), Quantity(0, 0, 0), Quantity(0, 0, 1))  # nobody hired: at most all that were there leave
def test_the_corners_are_the_extremes_of_every_reading(opening, hires, left):
    readings = list(product(*map(whole_numbers, (opening, hires, left))))
    possible = [(o, h, gone) for o, h, gone in readings if gone <= o + h]
    rates = [100 * gone / (o + (h - gone) / 2) for o, h, gone in possible if o + h - gone + o > 0]
    found = two_point_rate(opening=opening, hires=hires, separations=left)
    if found is None:
        assert not rates
    else:
        unlimited = any(2 * o + h == gone and gone for o, h, gone in possible)  # nobody was there at either end
        assert found.low == pytest.approx(min(rates, default=found.low))
        assert found.high is None if unlimited else found.high == pytest.approx(max(rates))
    shares = [100 * gone / (o + h) for o, h, gone in possible if o + h]
    found = schlueter_rate(opening=opening, hires=hires, separations=left)
    if found is None:
        assert not shares
    else:
        assert (found.low, found.high) == (pytest.approx(min(shares)), pytest.approx(max(shares)))


@given(counts(), counts(), counts())
def test_the_other_formulas_hold_every_reading_in_order(left, base, hires):
    found = [
        (separation_rate(left, base), lambda gone, heads: gone / heads),
        (basis_rate(left, base), lambda gone, heads: gone / heads),
        (leaver_share(left, base), lambda gone, heads: gone / (gone + heads)),
        (closing_rate(left, base), lambda gone, heads: gone / heads),
        (two_point_rate(opening=base, hires=hires, separations=left), None),
        (schlueter_rate(opening=base, hires=hires, separations=left), None),
        (announced_share(left, base), None),
    ]
    for rate, formula in found:
        if rate is not None:
            present = [end for end in ends(rate) if end is not None]
            assert present == sorted(present)
        readings = [pair for pair in product(whole_numbers(left), whole_numbers(base)) if pair[1]]
        if formula is None or not readings:
            continue
        values = [100 * formula(*pair) for pair in readings]
        assert rate.low == pytest.approx(min(values))
        if base.low > 0:
            assert rate.high == pytest.approx(max(values))
