"""What several claims about one event come to."""

from dataclasses import replace
from datetime import date
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.analysis.resolve import live_claims, resolve
from db.model.records import Claim, Preference, Resolved
from db.model.values import DateMode, ImpreciseDate, Quantity, Status
from helpers.work import calls

JULY = ImpreciseDate("2025-07", date(2025, 7, 1), date(2025, 7, 31), DateMode.WITHIN, "im Juli")
DAY = ImpreciseDate.day(date(2025, 7, 16), "July 16")
ABOUT_200 = Quantity(150, 200, 250, "ca. 200")
EXACTLY_200 = Quantity.exact(200, "200")


def claim(number: int, status: Status = Status.REPORTED, **said: object) -> Claim:
    return Claim(id=number, event_id=1, status=status, source_id=said.pop("source_id", number), **said)


def counts(*values: Quantity) -> list[Claim]:
    return [claim(number, count=value) for number, value in enumerate(values, 1)]


def prefer(field: str, claim_id: int | None) -> list[Preference]:
    return [Preference(event_id=1, field=field, claim_id=claim_id, reason="decimal slip")]


# The golden case ---------------------------------------------------------------------------------------------------


def test_the_layoff_of_two_articles_is_200_and_14_percent_on_july_16() -> None:
    percent = Quantity(13.5, 14, 14.5, "roughly 14 %")
    first = claim(1, announced=DAY, count=EXACTLY_200, percent=percent)
    second = claim(2, announced=JULY, count=ABOUT_200, percent=replace(percent, words="etwa 14 %"))
    for order in ([first, second], [second, first]):
        assert resolve(order) == Resolved(
            status=Status.REPORTED, announced=DAY, count=EXACTLY_200, percent=percent, claim_count=2, source_count=2
        )


BILLION = 1_000_000_000.0
STAKE = [
    claim(1, amount=Quantity(14.25 * BILLION, 14.3 * BILLION, 14.35 * BILLION, "14.3 billion"), currency="USD"),
    claim(2, amount=Quantity(13.5 * BILLION, 14 * BILLION, 14.5 * BILLION, "14 billion"), currency="USD"),
    claim(3, amount=Quantity(1.425 * BILLION, 1.43 * BILLION, 1.435 * BILLION, "1,43 Milliarden"), currency="USD"),
]


def test_a_decimal_slip_contradicts_the_amount_until_one_is_preferred() -> None:
    opened = resolve(STAKE)
    assert opened.contradicted == ("amount",)
    assert opened.amount == Quantity(1.425 * BILLION, None, 14.5 * BILLION)
    assert opened.currency == "USD"

    decided = resolve(STAKE, prefer("amount", 1))
    assert decided.contradicted == ()
    assert decided.amount == STAKE[0].amount

    both = resolve(STAKE, prefer("amount", None))
    assert both.contradicted == ()
    assert both.amount == opened.amount


def test_14_billion_and_14_3_billion_agree() -> None:
    agreed = resolve(STAKE[:2])
    assert agreed.contradicted == ()
    assert agreed.amount == STAKE[0].amount


def test_a_superseded_denial_leaves_no_trace() -> None:
    denial = claim(1, Status.DENIED)
    phase_out = claim(2, Status.CONFIRMED, announced=DAY, supersedes_id=1, reason="spokesperson")
    for old in (denial, replace(denial, superseded=True)):
        found = resolve([old, phase_out])
        assert (found.status, found.denied_beside, found.claim_count) == (Status.CONFIRMED, False, 1)


# Status ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "status", "beside"),
    [
        ("reported rumored", "reported", False),
        ("rumored confirmed reported", "confirmed", False),
        ("rumored denied", "rumored", True),
        ("denied denied", "denied", False),
        ("denied", "denied", False),
    ],
)
def test_the_strongest_assertion_gives_the_status(given: str, status: str, beside: object) -> None:
    found = resolve([claim(number, Status(word)) for number, word in enumerate(given.split(), 1)])
    assert (found.status, found.denied_beside) == (status, beside)


def test_the_preferred_claim_gives_its_status() -> None:
    claims = [claim(1, Status.REPORTED), claim(2, Status.RUMORED)]
    assert resolve(claims, prefer("status", 2)).status is Status.RUMORED
    assert resolve(claims, prefer("status", 99)).status is Status.REPORTED


def test_without_a_live_claim_nothing_is_known() -> None:
    assert resolve([]) == Resolved()
    assert resolve([claim(1, superseded=True, count=ABOUT_200)]) == Resolved()


def test_a_chain_of_corrections_leaves_its_last_link() -> None:
    chain = [claim(1), claim(2, supersedes_id=1), claim(3, supersedes_id=2)]
    for order in permutations(chain):
        assert [link.id for link in live_claims(order)] == [3]


# Who is heard ------------------------------------------------------------------------------------------------------


def test_a_rumor_neither_narrows_contradicts_nor_completes_a_report() -> None:
    report = claim(1, count=ABOUT_200)
    for rumored in (Quantity.exact(210), Quantity.exact(900)):
        found = resolve([report, claim(2, Status.RUMORED, count=rumored, announced=DAY)])
        assert (found.count, found.announced, found.contradicted) == (ABOUT_200, None, ())


def test_a_confirmation_without_a_number_keeps_the_reported_number() -> None:
    found = resolve([claim(1, Status.CONFIRMED, announced=DAY), claim(2, count=ABOUT_200, announced=JULY)])
    assert (found.status, found.announced, found.count) == (Status.CONFIRMED, DAY, ABOUT_200)


def test_a_confirmed_number_outweighs_a_reported_one() -> None:
    found = resolve([claim(1, Status.CONFIRMED, count=Quantity.exact(180)), claim(2, count=Quantity.exact(500))])
    assert (found.count, found.contradicted) == (Quantity.exact(180), ())


def test_only_denials_still_tell_what_was_denied() -> None:
    found = resolve([claim(1, Status.DENIED, announced=DAY), claim(2, Status.DENIED, announced=JULY)])
    assert (found.status, found.announced) == (Status.DENIED, DAY)


def test_several_does_not_widen_a_number_and_is_kept_when_alone() -> None:
    several, unknown = Quantity(words="several"), Quantity(words="unknown")
    assert resolve(counts(several, ABOUT_200)).count == ABOUT_200
    assert resolve(counts(several, unknown)).count == several


# Quantities --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "value"),
    [
        ([Quantity(100, None, 150), Quantity(120, None, 300)], Quantity(120, None, 150)),
        ([Quantity(0, None, 300, "up to 300"), ABOUT_200], ABOUT_200),
        ([Quantity(180, None, None, "180+"), ABOUT_200], Quantity(180, 200, 250)),
        ([Quantity(180, None, None, "180+"), Quantity(None, None, 300)], Quantity(180, None, 300)),
        ([ABOUT_200, Quantity(190, 240, 290), Quantity(190, 210, 230)], Quantity(190, 210, 230)),
        ([ABOUT_200, Quantity(220, 270, 320)], Quantity(220, None, 250)),
        ([Quantity(100, 120, 200), Quantity(110, 150, 210)], Quantity(110, 120, 200)),  # equally narrow: the earlier
    ],
)
def test_overlapping_counts_intersect(given: list[Quantity], value: Quantity) -> None:
    found = resolve(counts(*given))
    assert found.contradicted == ()
    assert (found.count.low, found.count.best, found.count.high) == (value.low, value.best, value.high)
    assert not value.words or found.count.words == value.words


def test_the_preferred_best_wins_in_an_overlap_if_it_is_possible() -> None:
    wide, narrow = Quantity(100, 140, 300), Quantity(130, 150, 170)
    assert resolve(counts(wide, narrow), prefer("count", 1)).count.best == 140
    assert resolve(counts(replace(wide, best=120), narrow), prefer("count", 1)).count.best == 150


def test_a_preference_for_a_claim_that_is_not_heard_decides_nothing() -> None:
    claims = [*counts(Quantity.exact(100), Quantity.exact(200)), claim(3, Status.RUMORED, count=Quantity.exact(300))]
    assert resolve(claims, prefer("count", 3)).contradicted == ("count",)


def test_counts_that_exclude_each_other_span_a_hull_without_best() -> None:
    found = resolve(counts(Quantity.exact(100), ABOUT_200, Quantity(500, None, None)))
    assert found.contradicted == ("count",)
    assert found.count == Quantity(100, None, None)


def test_fractions_and_percent_of_the_same_size_agree() -> None:
    found = resolve([claim(1, percent=Quantity.exact(14.0)), claim(2, percent=Quantity.exact(0.14 * 100))])
    assert (found.contradicted, found.percent.best) == ((), 14.0)


def test_the_share_of_a_unit_does_not_contradict_the_share_of_the_organization() -> None:
    of_unit = claim(1, Status.CONFIRMED, percent=Quantity.exact(40), percent_of="Engineering")
    of_all = claim(2, percent=Quantity(13.5, 14, 14.5, "14 %"))
    found = resolve([of_unit, of_all])
    assert (found.percent, found.percent_of, found.contradicted) == (of_all.percent, "", ())
    assert resolve([of_unit, of_all], prefer("percent", 1)).percent_of == "Engineering"
    assert resolve([of_unit]).percent_of == "Engineering"


@pytest.mark.parametrize("other", ["EUR", ""])
def test_currencies_are_never_combined(other: str) -> None:
    claims = [
        claim(1, amount=Quantity.exact(10), currency="USD"),
        claim(2, amount=Quantity.exact(10), currency=other),
    ]
    found = resolve(claims)
    assert (found.amount, found.currency, found.contradicted) == (Quantity(), "", ("amount",))
    preferred = resolve(claims, prefer("amount", 2))
    assert (preferred.amount, preferred.currency, preferred.contradicted) == (Quantity.exact(10), other, ())
    both = resolve(claims, prefer("amount", None))
    assert (both.amount, both.currency, both.contradicted) == (Quantity(), "", ())


# Dates -------------------------------------------------------------------------------------------------------------


def between(
    first: date | None, last: date | None, *, mode: DateMode = DateMode.WITHIN, words: str = ""
) -> ImpreciseDate:
    return ImpreciseDate(f"{first or '..'}/{last or '..'}", first, last, mode, words)


def dates(*values: ImpreciseDate) -> list[Claim]:
    return [claim(number, effective=value) for number, value in enumerate(values, 1)]


def test_overlapping_dates_intersect_and_keep_the_narrowest_wording() -> None:
    summer = between(date(2025, 7, 10), date(2025, 9, 30), words="this summer")
    found = resolve(dates(summer, JULY)).effective
    assert found == between(date(2025, 7, 10), date(2025, 7, 31), words="im Juli")
    since, before = between(date(2025, 7, 3), None), between(None, date(2025, 8, 8))
    assert resolve(dates(since, before)).effective.edtf == "2025-07-03/2025-08-08"
    assert resolve(dates(since, between(date(2025, 7, 5), None))).effective.edtf == "2025-07-05/.."


def test_a_span_narrowed_by_a_day_becomes_that_day() -> None:
    span = between(date(2025, 7, 1), date(2025, 7, 31), mode=DateMode.SPAN)
    assert resolve(dates(span, DAY)).effective == DAY
    shared = resolve(dates(span, between(date(2025, 7, 20), date(2025, 9, 30)))).effective
    assert (shared.mode, shared.earliest, shared.latest) == (DateMode.SPAN, date(2025, 7, 20), date(2025, 7, 31))


def test_dates_that_exclude_each_other_are_contradicted() -> None:
    august = ImpreciseDate.day(date(2025, 8, 2))
    found = resolve(dates(DAY, august))
    assert found.contradicted == ("effective",)
    assert found.effective == between(date(2025, 7, 16), date(2025, 8, 2))
    assert resolve(dates(DAY, august), prefer("effective", 2)).effective == august
    both = resolve(dates(DAY, august), prefer("effective", None))
    assert (both.contradicted, both.effective) == ((), found.effective)


def test_until_against_from_is_no_date_and_contradicted() -> None:
    until = ImpreciseDate("../2025-07-15", None, date(2025, 7, 15), DateMode.WITHIN, "until 15 July")
    since = ImpreciseDate("2025-07-16/..", date(2025, 7, 16), None, DateMode.WITHIN, "from 16 July")
    found = resolve([claim(1, announced=until), claim(2, announced=since)])
    assert (found.announced.edtf, found.announced.known) == ("", False)
    assert found.contradicted == ("announced",)


def test_a_date_nobody_understood_keeps_its_wording_only_when_alone() -> None:
    vague = ImpreciseDate("", None, None, words="soon")
    assert resolve(dates(vague, DAY)).effective == DAY
    assert resolve(dates(vague, replace(vague, words="later"))).effective == vague


# Sources -----------------------------------------------------------------------------------------------------------


def test_sources_are_counted_once_and_by_origin_where_known() -> None:
    claims = [claim(1, source_id=7), claim(2, source_id=7), claim(3, source_id=8), claim(4, source_id=None)]
    assert resolve(claims).source_count == 2
    assert resolve(claims, independent_sources=1).source_count == 1


def test_a_single_claim_takes_the_short_way() -> None:
    one, two = claim(1, count=ABOUT_200, announced=DAY), claim(2, count=EXACTLY_200, announced=JULY)
    assert calls(lambda: resolve([one])) < calls(lambda: resolve([one, two])) / 2


# Properties --------------------------------------------------------------------------------------------------------


@st.composite
def quantities(draw: st.DrawFn) -> Quantity:
    low, best, high = sorted(draw(st.lists(st.integers(0, 12), min_size=3, max_size=3)))
    return Quantity(*(value if draw(st.booleans()) else None for value in (low, best, high)))


@st.composite
def claim_lists(draw: st.DrawFn) -> list[Claim]:
    makers = st.tuples(st.sampled_from(Status), st.none() | quantities())
    return [claim(number, status, count=count) for number, (status, count) in enumerate(draw(st.lists(makers)), 1)]


@given(claim_lists(), st.none() | st.integers(1, 4))
def test_low_best_high_stay_in_order_whatever_the_claims(claims: list[Claim], preferred: int | None) -> None:
    for preferences in ((), prefer("count", preferred)):
        found = resolve(claims, preferences)
        assert found == resolve(claims[::-1], preferences)
        if found.count is not None:
            ends = [end for end in (found.count.low, found.count.best, found.count.high) if end is not None]
            assert ends == sorted(ends)
        if "count" in found.contradicted:
            assert found.count.best is None


def test_the_base_of_a_unit_is_none_of_the_organization() -> None:
    unit = claim(1, count=EXACTLY_200, base=Quantity.exact(300), percent_of="engineers")
    assert resolve([unit]).percent_of == "engineers"
    whole = claim(2, count=EXACTLY_200, base=Quantity.exact(1400))
    found = resolve([unit, whole])
    assert (found.base, found.percent_of) == (Quantity.exact(1400), "")


def test_a_source_is_not_counted_for_what_it_denies():
    said, denied = claim(1, source_id=1), claim(2, Status.DENIED, source_id=2)
    assert resolve([said, denied]).source_count == 1
    assert resolve([denied]).source_count == 1, "where all deny, it is theirs"
