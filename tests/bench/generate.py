"""A large file of layoffs, the same in every run: ``python -m tests.bench.generate FILE [ROWS]``.

The columns and how often they are empty are those of the layoff trackers on the web. Some organizations are in the
file very often, most now and then; almost every row has an address of its own.
"""

from __future__ import annotations

import csv
import random
import sys
from datetime import date, timedelta
from pathlib import Path

ROWS = 200_000
ORGANIZATIONS = 5_000
SEED = 20_250_716

HEADER = (
    "company", "location", "total_laid_off", "date", "percentage_laid_off", "industry", "source", "stage",
    "funds_raised", "country", "date_added",
)  # fmt: skip

_HEADS = (
    "Acorn", "Blue", "Cloud", "Data", "Ember", "Fern", "Glass", "Harbor", "Iron", "Juniper", "Kite", "Lumen", "Maple",
    "Nova", "Orbit", "Pine", "Quartz", "River", "Stone", "Tide", "Umbra", "Vector", "Willow", "Xenon", "Yarrow",
)  # fmt: skip
_TAILS = (
    "Labs", "Works", "Health", "Systems", "Logic", "Pay", "Foods", "Motors", "Media", "Robotics", "Bank", "Energy",
    "Travel", "Security", "Learning", "Retail", "Games", "Analytics", "& Söhne", "Group",
)  # fmt: skip
_PLACES = (
    ("SF Bay Area", "United States"), ("New York City", "United States"), ("Seattle", "United States"),
    ("Bengaluru", "India"), ("Toronto", "Canada"), ("Tel Aviv", "Israel"), ("London", "United Kingdom"),
    ("Berlin", "Germany"), ("München", "Germany"), ("São Paulo", "Brazil"), ("Singapore", "Singapore"),
)  # fmt: skip
_INDUSTRIES = ("Finance", "Retail", "Healthcare", "Transportation", "Food", "Consumer", "Data", "Hardware", "Other")
_STAGES = ("Post-IPO", "Unknown", "Series B", "Series C", "Acquired", "Seed", "Series D", "Private Equity")
_HOSTS = ("www.techpaper.example", "news.example", "www.gazette.example", "wire.example", "www.linkedin.example")
_WORDS = ("layoffs", "cuts", "staff", "restructuring", "workforce", "percent", "teams", "round", "jobs", "after")
_FIRST, _DAYS = date(2020, 3, 1), 2_150


def write(path: Path, *, rows: int = ROWS, organizations: int = ORGANIZATIONS, seed: int = SEED) -> Path:
    """Write the file and give its path."""
    chance = random.Random(seed)
    names = [
        f"{_HEADS[n % 25]} {_TAILS[n // 25 % 20]}{f' {n // 500 + 1}' if n >= 500 else ''}" for n in range(organizations)
    ]
    # Each organization once, then the early ones far more often than the late ones.
    often = range(organizations, rows)
    whose = [*range(min(rows, organizations)), *(int(organizations * chance.random() ** 2) for _ in often)]
    days = sorted((chance.randrange(_DAYS) for _ in whose), reverse=True)  # the latest first, as trackers list them
    sizes = [int(30 * 3000 ** (chance.random() ** 2)) for _ in names]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        chance.shuffle(whose)
        for number, (at, day) in enumerate(zip(whose, days, strict=True)):
            place, country = chance.choice(_PLACES)
            happened = _FIRST + timedelta(days=day)
            count, share = _cut(chance, sizes[at])
            writer.writerow(
                (
                    names[at],
                    place,
                    "" if chance.random() < 0.35 else f"{count}.0",
                    _written(happened),
                    "" if chance.random() < 0.37 else str(share),
                    chance.choice(_INDUSTRIES),
                    _source(chance, number),
                    chance.choice(_STAGES),
                    "" if chance.random() < 0.11 else chance.randrange(1, 3000),
                    country,
                    _written(happened + timedelta(days=chance.randrange(4))),
                )
            )
    return path


def _cut(chance: random.Random, size: int) -> tuple[int, float]:
    """How many of so many employees go, more or less, and their share: mostly a small one, now and then all."""
    share = 1.0 if chance.random() < 0.01 else max(0.01, round(chance.random() ** 2 * 0.5, 2))
    return max(1, round(size * chance.uniform(0.8, 1.25) * share)), share


def _written(day: date) -> str:
    return f"{day.month}/{day.day}/{day.year}"


def _source(chance: random.Random, number: int) -> str:
    if chance.random() < 0.04:
        return chance.choice(("Internal memo", "LinkedIn", "Company executive"))
    words = "-".join(chance.choice(_WORDS) for _ in range(5))
    return f"https://{chance.choice(_HOSTS)}/{2020 + number % 6}/{number % 12 + 1:02}/{words}-{number}"


if __name__ == "__main__":
    write(Path(sys.argv[1]), rows=int(sys.argv[2]) if len(sys.argv) > 2 else ROWS)
