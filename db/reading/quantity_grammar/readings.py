"""What reading a count, a percentage or an amount comes to."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from db.model.values import Quantity

Kind = Literal["count", "percent", "amount"]


class NumberConvention(StrEnum):
    """Which sign marks the decimals: 1,400.5 (point) or 1.400,5 (comma)."""

    POINT = "point"
    COMMA = "comma"


@dataclass(frozen=True, slots=True)
class ParsedQuantity:
    """What one text says. A field is None where the text says nothing about it.

    ``percent_of`` names a unit the percentage is of; empty is the organization as a whole. ``base`` is the whole a
    count or percentage is said to be part of ("14 % of 1,400"); with ``percent_of`` it is the base of that unit, or a
    total that is no base at all. ``unit`` is what is counted where that is more than people ("FTE", "engineers").
    ``currency`` is an ISO code, empty if not given.
    """

    words: str
    count: Quantity | None = None
    percent: Quantity | None = None
    percent_of: str = ""
    base: Quantity | None = None
    amount: Quantity | None = None
    currency: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class AmbiguousQuantity:
    """A text with two readings. ``about``: convention (decimal point, decimal comma), or thousands ("3-4000": 3,000 to
    4,000, or 3 to 4,000).
    """

    words: str
    readings: tuple[ParsedQuantity, ParsedQuantity]
    about: Literal["convention", "thousands"] = "convention"


@dataclass(frozen=True, slots=True)
class QuantityNotUnderstood:
    """A text without a reading.

    ``reason``: not_understood, percent_above_100, reversed_range, out_of_range, several_numbers.
    """

    words: str
    reason: str


QuantityReading = ParsedQuantity | AmbiguousQuantity | QuantityNotUnderstood


@dataclass(frozen=True, slots=True)
class Sign:
    """How digits are read. ``strict``: the sign marks decimals also where people are counted, who are whole.

    ``thousands``: whether the first number of "3-4000" is in thousands too; None if nobody said.
    """

    convention: NumberConvention
    strict: bool = False
    thousands: bool | None = None


class Thousands(Exception):  # noqa: N818
    """Asks whether the first number of a range is in thousands, as the second is."""


class Refused(Exception):  # noqa: N818
    """Carries a reason code out of the grammar."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
