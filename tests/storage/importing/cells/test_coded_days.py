"""What only files write for a day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.importing.cells.coded_days import century_unsure, coded_day, coded_quarter, no_day, no_end
from db.reading.dates import DateOrder, parse_date

TODAY = date(2026, 11, 29)


@given(st.dates(date(1970, 1, 1), date(2099, 12, 31)))
def test_a_serial_day_is_the_day_that_a_spreadsheet_shows(day: date) -> None:
    serial = (day - date(1899, 12, 30)).days
    for text in (str(serial), f"{serial}.0", f"{serial}.75"):
        found = coded_day(text)
        assert found is not None
        assert (found.earliest, found.latest, found.words) == (day, day, text)


@pytest.mark.parametrize("text", ["25568", "73051", "20123", "00001", "4523", "452340", "1.400", "0000000000", ""])
def test_a_number_that_is_no_day(text: str) -> None:
    assert coded_day(text) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1740787200", date(2025, 3, 1)),
        ("1740787200000", date(2025, 3, 1)),
        ("1740787199.5", date(2025, 2, 28)),
        ("20250303101500", date(2025, 3, 3)),
        ("20250303T235959Z", date(2025, 3, 3)),
    ],
)
def test_a_time_stamp_in_digits(text: str, day: date) -> None:
    found = coded_day(text)
    assert found is not None
    assert found.earliest == found.latest == day


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("5 novembre 2024", "2024-11-05"), ("1er mars 2024", "2024-03-01"), ("le 27 février 2024", "2024-02-27"),
        ("27 de marzo de 2024", "2024-03-27"), ("3 de septiembre del 2020", "2020-09-03"),
        ("31 ottobre 2020", "2020-10-31"),
        ("15 de maio de 2024", "2024-05-15"), ("9 de março de 2021", "2021-03-09"), ("12 augustus 2023", "2023-08-12"),
        ("Août 2024", "2024-08"), ("dezembro de 2022", "2022-12"),
    ],
)  # fmt: skip
def test_months_in_other_languages(text: str, edtf: str) -> None:
    found = coded_day(text)
    assert found is not None
    assert (found.edtf, found.words) == (edtf, text)


@pytest.mark.parametrize("text", ["31 novembre 2024", "5 brumaire 2024", "mars", "mars 24", "acme 2024", "5 mars"])
def test_what_is_no_month_in_other_languages(text: str) -> None:
    assert coded_day(text) is None


def test_five_digits_are_a_quarter_where_the_column_says_so() -> None:
    found = coded_quarter("20123")
    assert found is not None
    assert (found.edtf, found.latest) == ("2012-07/2012-09", date(2012, 9, 30))
    assert coded_quarter("20125") is None


@pytest.mark.parametrize("text", ["00.00.0000", "0000-00-00", "0000-00-00 00:00:00", "1900-01-00", "1/0/1900", "0"])
def test_no_day_at_all(text: str) -> None:
    assert no_day(text)


@pytest.mark.parametrize("text", ["1900-01-01", "2025-01-00", "00:00", "10.10.2000", ""])
def test_not_every_zero_is_no_day(text: str) -> None:
    assert not no_day(text)


@pytest.mark.parametrize("text", ["9999-12-31", "31.12.9999", "12/31/9999", "9999-12-31T00:00:00", "2958465"])
def test_the_last_day_that_systems_know(text: str) -> None:
    assert no_end(text)


@given(st.dates(date(1970, 1, 1), TODAY + timedelta(days=365)))
def test_two_digits_are_the_year_they_can_only_be(day: date) -> None:
    text = f"{day.month}/{day.day}/{day.year % 100:02d}"
    assert not century_unsure(text, parse_date(text, order=DateOrder.MDY), TODAY)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "unsure"),
    [("4/15/45", True), ("4/15/69", True), ("15 April '45", True), ("4/15/1945", False), ("1815-06-18", False),
     ("0026-06-26", False), ("4/15/31", False), ("4/15/32", True)],
)  # fmt: skip
def test_a_century_that_nobody_knows(text: str, *, unsure: bool) -> None:
    assert century_unsure(text, parse_date(text, order=DateOrder.MDY), TODAY) is unsure  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("2025年6月13日", "2025-06-13"), ("２０２５年６月１３日(金)", "2025-06-13"), ("2025년 6월 13일", "2025-06-13"),
        ("2025年6月", "2025-06"), ("2025年13月1日", None), ("令和7年5月2日", None),
    ],
)  # fmt: skip
def test_a_day_in_east_asian_signs(text: str, edtf: str | None) -> None:
    found = coded_day(text)
    assert (found.edtf if found is not None else None) == edtf
