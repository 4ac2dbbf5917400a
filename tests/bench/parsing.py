"""Reading what people write: dates and numbers, each text for the first time and again.

``python -m tests.bench.parsing``.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from datetime import date, timedelta

from db.reading.dates import DateOrder, parse_date
from db.reading.quantities import NumberConvention, parse_quantity
from tests.bench.report import say

_TEXTS = (
    "16 July {0}", "July 16, {0}", "16. Juli {0}", "16.07.{0}", "July {0}", "Mitte Juli {0}", "mid-July {0}",
    "Q3 {0}", "3. Quartal {0}", "H1 {0}", "Sommer {0}", "{0}", "by July {0}", "vor Juli {0}", "since 16 July {0}",
    "between 3 July {0} and 9 July {0}", "zwischen Juli und September {0}", "July 16-18, {0}", "16.–18.07.{0}",
    "von Juli bis September {0}", "ca. July {0}", "on or about 16 July {0}", "Layoffs will begin on 16 July {0}",
    "nobody knows yet, perhaps {0}",
)  # fmt: skip
_NUMBERS = (
    "~{0}", "ca. {0} Mitarbeiter", "about {0} employees", "{0}+", "up to {0}", "100-{0}", "14 % ({0} employees)",
    "14 % von {0}", "${0} million", "some {0} of those we know",
)  # fmt: skip


def each(texts: Sequence[str], read: Callable[[str], object]) -> float:
    """Median microseconds of reading one of several texts."""
    took = []
    for text in texts:
        start = time.perf_counter()
        read(text)
        took.append((time.perf_counter() - start) * 1e6)
    return statistics.median(took)


def main() -> None:
    """Measure and print."""
    print("reading dates and numbers, medians")
    parse_date("loads the grammar in July 2025")
    parse_quantity("loads some 200 patterns")
    days = [date(1990, 1, 1) + timedelta(days=number) for number in range(10_000)]
    iso = [day.isoformat() for day in days]
    say("a date as ISO has it", each(iso, parse_date), "us", 4)
    slashed = [f"{day.month}/{day.day}/{day.year}" for day in days]
    say("a date with slashes in a declared order", each(slashed, lambda t: parse_date(t, order=DateOrder.MDY)), "us", 8)
    texts = [text.format(year) for year in range(1990, 2060) for text in _TEXTS]
    say("a date in words, the first time", each(texts, parse_date), "us", 200)
    slowest = max((each([text.format(year) for year in range(2060, 2099)], parse_date), text) for text in _TEXTS)
    say("the slowest way of writing among these", slowest[0], "us", None, slowest[1].format("..."))
    say("a date in words, again", each(texts, parse_date), "us", 4)
    plain = [str(number) for number in range(10_000)]
    say("a plain number", each(plain, parse_quantity), "us", 4)
    numbers = [text.format(number) for number in range(100, 300) for text in _NUMBERS]

    def quantity(text: str) -> object:
        return parse_quantity(text, convention=NumberConvention.POINT)

    say("a number in words, the first time", each(numbers, quantity), "us", 200)
    say("a number in words, again", each(numbers, quantity), "us", 4)


if __name__ == "__main__":
    main()
