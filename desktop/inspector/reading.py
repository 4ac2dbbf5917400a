"""What a typed text means, as the form echoes it: understood, asked about, or kept as words. No Qt."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Generic, Literal, TypeVar

from db.dates import Ambiguous, DateOrder, NotUnderstood, parse_date
from db.quantities import (
    AmbiguousQuantity,
    Kind,
    NumberConvention,
    ParsedQuantity,
    QuantityNotUnderstood,
    parse_quantity,
)  # fmt: skip
from db.values import DateMode, ImpreciseDate, Quantity
from desktop import formatting, wording
from desktop.i18n import _

T = TypeVar("T")
State = Literal["", "warning", "question", "error"]

#: A date from this many years ahead on is probably a slip.
_AHEAD = 5
_EARLIEST_YEAR = 1900


@dataclass(frozen=True, slots=True)
class Context:
    """What texts are read by: the ledger's conventions, the day its source was published, and today."""

    today: date
    order: DateOrder | None = None
    convention: NumberConvention | None = None
    published: date | None = None


@dataclass(frozen=True, slots=True)
class Reading(Generic[T]):
    """A value, or None for an empty field, and what is said beneath it.

    ``question`` and ``error`` keep the form from being saved; a ``warning`` does not. ``choices`` are the answers to
    a question, in the order of the parsers' readings.
    """

    value: T | None = None
    echo: str = ""
    state: State = ""
    choices: tuple[str, ...] = ()


def read_date(text: str, context: Context, *, chosen: int | None = None) -> Reading[ImpreciseDate]:
    """A date field; ``chosen`` is the answer to its question, if there was one."""
    if not text.strip():
        return Reading()
    read = parse_date(
        text,
        order=context.order,
        published=context.published,
        default_year=context.published.year if context.published else None,
    )
    if isinstance(read, Ambiguous):
        if chosen is None:
            choices = tuple(formatting.imprecise(reading) for reading in read.readings)
            question = _("{first} or {second}?").format(first=choices[0], second=choices[1])
            return Reading(None, question, "question", choices)
        read = read.readings[chosen]
    if isinstance(read, NotUnderstood):
        problem = wording.date_problem(read.reason, text)
        if read.reason == "impossible_date":
            return Reading(None, problem, "error")
        return Reading(ImpreciseDate("", None, None, DateMode.WITHIN, text), problem, "warning")
    return _doubted(read, context)


def _doubted(value: ImpreciseDate, context: Context) -> Reading[ImpreciseDate]:
    echo = date_echo(value)
    first, last = value.earliest, value.latest
    if first is not None and first.year >= context.today.year + _AHEAD:
        problem = _("{echo}: more than five years ahead. Check the year.")
    elif (first or last or context.today).year < _EARLIEST_YEAR:
        problem = _("{echo}: before 1900. Check the year.")
    else:
        return Reading(value, echo)
    return Reading(value, problem.format(echo=echo), "warning")


def date_echo(value: ImpreciseDate) -> str:
    """First and last day, and whether one day within or the whole is meant: "1 to 31 July 2025, one day within"."""
    if not value.known:
        return _("No date known")
    if value.earliest is None or value.latest is None or value.exact:
        return formatting.imprecise(replace(value, edtf=""))
    days = formatting.imprecise(ImpreciseDate("", value.earliest, value.latest, DateMode.SPAN))
    if value.mode is DateMode.SPAN:
        return _("{days}, the whole span").format(days=days)
    return _("{days}, one day within").format(days=days)


def read_number(
    text: str, context: Context, *, kind: Kind = "count", chosen: int | None = None
) -> Reading[ParsedQuantity]:
    """A count, percentage or amount field; one text may hold several of them."""
    if not text.strip():
        return Reading()
    read = parse_quantity(text, convention=context.convention, kind=kind)
    if isinstance(read, AmbiguousQuantity):
        if chosen is None:
            choices = tuple(number_echo(reading) for reading in read.readings)
            question = _("{first} or {second}?").format(first=choices[0], second=choices[1])
            return Reading(None, question, "question", choices)
        read = read.readings[chosen]
    if isinstance(read, QuantityNotUnderstood):
        words = Quantity(words=text)
        kept = ParsedQuantity(text, **{kind: words})  # type: ignore[arg-type]
        return Reading(kept, wording.quantity_problem(read.reason, text), "warning")
    echo = number_echo(read)
    if read.amount is not None and read.amount.known and not read.currency:
        return Reading(read, _("{echo}, no currency. Example: USD 14.3 billion").format(echo=echo), "warning")
    return Reading(read, echo)


def number_echo(read: ParsedQuantity) -> str:
    """What was understood: "≈ 200 (150–250)", "≈ 14% (13.5–14.5%) · base 1,400"."""
    parts = []
    if read.count is not None:
        parts.append(formatting.quantity(read.count))
    if read.percent is not None:
        share = formatting.percent(read.percent)
        parts.append(_("{share} of {unit}").format(share=share, unit=read.percent_of) if read.percent_of else share)
    if read.amount is not None:
        parts.append(formatting.money(read.amount, read.currency))
    if read.base is not None:
        parts.append(_("base {base}").format(base=formatting.quantity(read.base)))
    return " · ".join(parts)
