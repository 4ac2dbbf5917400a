"""How the press writes dates and sizes, in both languages: each phrase of the list, and exactly what it means.

What a phrase means was decided from the rules of the design. "asked" needs an answer, "kept" stays text.
"""

import csv
from collections import Counter
from datetime import date

import pytest

from db.model.values import ImpreciseDate
from db.reading.dates import Ambiguous, parse_date
from db.reading.quantities import AmbiguousQuantity, ParsedQuantity, parse_quantity
from helpers.places import ROOT

with (ROOT / "tests/data/phrases.tsv").open(encoding="utf-8", newline="") as file:
    PHRASES = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def number(value):
    return "-" if value is None else f"{value:.10f}".rstrip("0").rstrip(".")


def ends(value):
    return " ".join(map(number, (value.low, value.best, value.high)))


def date_said(row):
    published = date.fromisoformat(row["published"]) if row["published"] else None
    found = parse_date(row["phrase"], published=published, level=row["fact"] == "level")
    if isinstance(found, Ambiguous):
        assert len(set(found.readings)) == len(found.readings) > 1
        return "asked"
    if not isinstance(found, ImpreciseDate):
        return "kept"
    days = [end.isoformat() if end else "-" for end in (found.earliest, found.latest)]
    return " ".join((*days, found.mode.value))


def quantity_said(row):
    found = parse_quantity(row["phrase"])
    if isinstance(found, AmbiguousQuantity):
        assert found.readings[0] != found.readings[1]
        return "asked"
    if not isinstance(found, ParsedQuantity):
        return "kept"
    parts = [f"{name} {ends(value)}" for name in ("count", "percent") if (value := getattr(found, name)) is not None]
    if found.base is not None:
        parts.append(f"base {ends(found.base)}")
    if found.amount is not None:
        parts.append(f"amount {ends(found.amount)} {found.currency}".rstrip())
    parts += [f"of {found.percent_of}"] if found.percent_of else []
    parts += [f"unit {found.unit}"] if found.unit else []
    return "; ".join(parts)


def said(row):
    return (date_said if row["what"] == "date" else quantity_said)(row)


@pytest.mark.parametrize("row", PHRASES, ids=lambda row: f"{row['phrase']} {row['published']}{row['fact'][:1]}")
def test_a_phrase_of_the_press_means_what_it_says(row):
    assert said(row) == row["expected"]


def test_the_list_is_long_and_nearly_all_of_it_is_understood():
    meant = Counter(row["expected"] if row["expected"] in {"asked", "kept"} else "understood" for row in PHRASES)
    assert len({tuple(row.values())[:4] for row in PHRASES}) == len(PHRASES) >= 450
    # Of what has a meaning at all: what is kept here is no date and no size.
    assert meant["understood"] >= 9 * meant["asked"]
