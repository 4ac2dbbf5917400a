"""What the columns of the exported tables hold, by name: the same name means the same in every table."""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum


class Holds(StrEnum):
    """What a column holds where it is not empty."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    FLAG = "flag"  # yes or no
    DAY = "day"  # a full ISO day
    DATE = "date"  # EDTF: a full ISO day where that is known, else something vaguer


_INTEGERS = frozenset((
    "id", "event", "relationship", "source", "part_of", "supersedes", "operation", "target", "events", "claims",
    "sources", "low", "best", "high", "unexplained", "active", "at_risk", "reduced", "paused", "winding_down",
    "clients",
))  # fmt: skip
_FLAGS = frozenset(("mine", "parts_complete", "own", "denied_beside", "superseded", "accepted"))
_DAYS = frozenset(("valid_from", "earliest", "latest", "date", "recorded_day", "last_evidence"))
_DATES = frozenset(("announced", "effective", "until", "published", "accessed"))
_NUMBER = re.compile("(count|percent|base|amount)_(low|best|high)|tolerance|number")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def holds(column: str) -> Holds:
    """What a column of this name holds."""
    if column in _INTEGERS:
        return Holds.INTEGER
    if column in _FLAGS:
        return Holds.FLAG
    if column in _DAYS:
        return Holds.DAY
    if column in _DATES:
        return Holds.DATE
    return Holds.NUMBER if _NUMBER.fullmatch(column) else Holds.TEXT


def full_day(text: str) -> date | None:
    """The day that a text is, if it is exactly one."""
    if _DAY.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            return None
    return None
