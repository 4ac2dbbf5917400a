"""Texts that say several things are taken apart where their words say how, and left whole everywhere else."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from db.reading.several import (
    Revised,
    days_of,
    first_and_last,
    of_one_sort,
    parts_of,
    revised,
    updated,
    without_mark,
    without_remark,
)


@pytest.mark.parametrize(
    ("text", "now", "before"),
    [
        ("120 (revised from 100)", "120", "100"),
        ("1,200 employees (originally 1,000 employees)", "1,200 employees", "1,000 employees"),
        ("100, later revised to 120", "120", "100"),
        ("initially 100, now 120", "120", "100"),
        ("100 → 120", "120", "100"),
        ("120 (korrigiert von 100)", "120", "100"),
        ("1.200 (bisher 1.000)", "1.200", "1.000"),
        ("zunächst 100, jetzt 120", "120", "100"),
    ],
)
def test_a_figure_and_the_one_it_corrects(text: str, now: str, before: str) -> None:
    assert revised(text) == Revised(now, before)


@pytest.mark.parametrize("text", ["120", "120 (up from 100)", "120 of 100", "120 (100)", "revised from 100", ""])
def test_no_word_says_that_one_figure_replaced_another(text: str) -> None:
    assert revised(text) is None


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("Phase 1: 120, Phase 2: 60", ["120", "60"]),
        ("1st wave 1,200; 2nd wave 60 employees", ["1,200", "60"]),
        ("1. Welle: 50, 2. Welle: 30", ["50", "30"]),
        ("50 full-time 12 part-time", ["50", "12"]),
        ("50 FT; 12 PT", ["50", "12"]),
        ("50 Vollzeit und 12 Teilzeit", ["50", "12"]),
        ("173 @ Oak Hill and 80 @ Elm Park", ["173", "80"]),
        ("Werk Nord: 50; Werk Süd: 60", ["50", "60"]),
        ("Cooked plant -- 110 ... Raw plant - 119", ["110", "119"]),
    ],
)
def test_parts_of_one_workforce(text: str, counts: list[str]) -> None:
    found = parts_of(text)
    assert found is not None
    assert ([piece.count for piece in found.pieces], found.whole) == (counts, "")


def test_parts_with_their_whole_and_with_their_days() -> None:
    found = parts_of("62 (50 FT, 12 PT)")
    assert found is not None
    assert (found.whole, [piece.words for piece in found.pieces]) == ("62", ["50 FT", "12 PT"])
    dated = parts_of("50 on 3/1/2025, 12 on 4/1/2025")
    assert dated is not None
    assert [(piece.count, piece.when) for piece in dated.pieces] == [("50", "3/1/2025"), ("12", "4/1/2025")]


@pytest.mark.parametrize(
    "text",
    ["120", "12/15", "1,200 / 300", "100, 200", "200 employees, 500 contractors", "49 of 724", "200 (14 %)", "30-50",
     "laid off: 50; hired: 20", "120 affected, 20 relocated"],
)  # fmt: skip
def test_numbers_that_no_word_makes_parts(text: str) -> None:
    assert parts_of(text) is None


@pytest.mark.parametrize(
    ("text", "whens", "counts"),
    [
        ("3/1/2025, 4/1/2025", ["3/1/2025", "4/1/2025"], ["", ""]),
        ("3/1/2025\n4/1/2025", ["3/1/2025", "4/1/2025"], ["", ""]),
        ("3/1/20254/1/2025", ["3/1/2025", "4/1/2025"], ["", ""]),
        ("March 1, 2025, April 1, 2025", ["March 1, 2025", "April 1, 2025"], ["", ""]),
        ("1. März 2025 und 1. April 2025", ["1. März 2025", "1. April 2025"], ["", ""]),
        ("1. 1/15/2025 ... 2. 1/22/2025", ["1/15/2025", "1/22/2025"], ["", ""]),
        ("Phase 1: 1/11/23 (38 workers) ... Phase 2: TBD (6 workers)", ["1/11/23", "TBD"], ["38", "6"]),
        ("6/2/23 -- 105 Employees; 7/7/23 -- 10 Employees", ["6/2/23", "7/7/23"], ["105", "10"]),
    ],
)
def test_several_days(text: str, whens: list[str], counts: list[str]) -> None:
    first = next(days_of(text))
    assert ([piece.when for piece in first], [piece.count for piece in first]) == (whens, counts)


@pytest.mark.parametrize(
    ("text", "bare"),
    [("120*", "120"), ("120 [1]", "120"), ("1,200†", "1,200"), ("12/25/25 **", "12/25/25"), ("120 (1)", "120 (1)"),
     ("[1]", "[1]"), ("*", "*")],
)  # fmt: skip
def test_the_mark_of_a_footnote(text: str, bare: str) -> None:
    assert without_mark(text) == bare


@pytest.mark.parametrize(
    ("text", "bare"),
    [("60 (all of them work remotely)", "60"), ("120 (as far as known today)", "120")],
)
def test_a_remark_behind_a_number(text: str, bare: str) -> None:
    assert without_remark(text) == bare


@pytest.mark.parametrize(
    "text",
    ["120 (up to two sites)", "120 (not confirmed yet ok)", "72 (54 of them in town)", "120 (estimate)", "(a b c)"],
)
def test_a_remark_that_makes_the_number_another_one_stays(text: str) -> None:
    assert without_remark(text) == text


def test_the_number_of_one_sort() -> None:
    assert [of_one_sort(text) for text in ("13 FT", "12 Teilzeit", "13", "13 contractors")] == ["13", "12", "", ""]


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("10/08/2020Updated12/21/2020", ("10/08/2020", "12/21/2020")), ("Updated 4/9/2019", ("", "4/9/2019")),
        ("9/9/2019 Revised 09/23/2019", ("9/9/2019", "09/23/2019")), ("Revised - 05/18/2018", ("", "05/18/2018")),
        ("9.9.2019 (aktualisiert 23.9.2019)", ("9.9.2019", "23.9.2019")), ("updated", None), ("9/9/2019", None),
    ],
)  # fmt: skip
def test_a_date_that_was_updated(text: str, dates: tuple[str, str] | None) -> None:
    assert updated(text) == dates


def test_a_first_and_a_last_day() -> None:
    assert first_and_last("beginning: 1/6/2025; completed: 3/31/2025") == ("1/6/2025", "3/31/2025")
    assert first_and_last("Beginning: March 1, 2025 - ... Ending: May 2, 2025") == ("March 1, 2025", "May 2, 2025")
    assert first_and_last("3/1/2025") is None


WORDS = st.sampled_from(
    ["120", "60", "1,200", " ", ", ", "; ", "Phase 1", ": ", "(", ")", "FT", "PT", "revised from", "→", "@", "3/1/2025",
     "and", " ... ", "\n", "Werk", "-", "--", "workers", "["]
)  # fmt: skip


@given(st.lists(WORDS, max_size=12).map("".join) | st.text(max_size=40))
@example("1" * 2000)
@example("a " * 900 + "1 2")
def test_nothing_that_is_taken_apart_is_made_up(text: str) -> None:
    """Every piece stands in the text, and no number is in two of them."""
    change, parts = revised(text), parts_of(text)
    for piece in (change.now, change.before) if change else ():
        assert piece in text
    pieces = parts.pieces if parts else ()
    assert all(piece.words in text and piece.count in piece.words and piece.when in piece.words for piece in pieces)
    assert sum(len(piece.words) for piece in pieces) <= len(text)
    for found in days_of(text):
        assert all(piece.when in text for piece in found)
    assert text.startswith(without_mark(text))
