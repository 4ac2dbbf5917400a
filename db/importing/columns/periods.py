"""Names of columns that are periods: "Jan 2025", "Q1/25", "2024", "31.12.2024"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from db.importing.cells.coded_days import coded_day, coded_quarter
from db.model.values import ImpreciseDate
from db.reading.dates import parse_date

#: Words around the period: "Headcount Jan 2025", "Dec 2024 (FTE)".
_AROUND = re.compile(
    r"(?:head ?counts?|hc|ftes?|employees|staff|mitarbeiter(?:zahl)?|beschäftigte|bestand|belegschaft|as of|at|per|zum|"
    r"stand|am|ende|end of|eop)[\s:_-]+|[\s_-]*[(\[](?:head ?counts?|ftes?|employees|mitarbeiter)[)\]]",
    re.IGNORECASE,
)
_LONGEST = 40
#: As many columns as this at least, one after another.
_FEWEST = 3


def end_of_period(name: str) -> ImpreciseDate | None:
    """The last day of the period that the name of a column is, in its words; None for any other name."""
    text = _AROUND.sub("", name).strip().replace("_", " ")
    if not text or len(name) > _LONGEST or not any(map(str.isdecimal, text)):
        return None
    found = coded_quarter(text) or coded_day(text) or parse_date(text)
    if not isinstance(found, ImpreciseDate) or found.earliest is None or found.latest is None:
        return None
    if (found.latest - found.earliest).days > 366 or not 1900 <= found.latest.year <= 2100:
        return None
    return ImpreciseDate.day(found.latest, name)


def period_columns(header: Sequence[str]) -> list[int]:
    """The columns that are periods, in the order of time and none twice; none where they are too few to be a table."""
    found = [(index, day.latest) for index, name in enumerate(header) if (day := end_of_period(name)) is not None]
    days = [day for _, day in found if day is not None]
    in_order = days == sorted(set(days)) or days == sorted(set(days), reverse=True)
    return [index for index, _ in found] if len(found) >= _FEWEST and in_order else []


__all__ = ["end_of_period", "period_columns"]
