"""A moment of the ledger as it is typed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.wording.moments import Moment, read_moment

TODAY = date(2026, 3, 5)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("", Moment()),
        ("  ", Moment()),
        ("2025-07-21", Moment(day=date(2025, 7, 21))),
        ("21.07.2025", Moment(day=date(2025, 7, 21))),
        ("July 2025", Moment(day=date(2025, 7, 31))),
        ("Q3 2025", Moment(day=date(2025, 9, 30))),
        ("2025", Moment(day=date(2025, 12, 31))),
        ("day-7", Moment(day=date(2026, 2, 26))),
        ("#11", Moment(operation=11)),
        ("operation 11", Moment(operation=11)),
        ("Operation no. 11", Moment(operation=11)),
        ("Vorgang 1.211", Moment(operation=1211)),
        ("operation 1,211", Moment(operation=1211)),
        ("since 2025", None),  # no end
        ("soon", None),
        ("31.02.2025", None),
    ],
)
def test_days_and_operations(text, moment):
    assert read_moment(text, today=TODAY) == moment


@given(
    st.one_of(st.builds(Moment, day=st.dates()), st.builds(Moment, operation=st.integers(1, 10**12)), st.just(Moment()))
)
def test_its_own_text_is_read_back(moment):
    assert read_moment(moment.text, today=TODAY) == moment


@given(st.text(max_size=40))
def test_no_text_is_too_odd(text):
    read_moment(text, today=TODAY)
