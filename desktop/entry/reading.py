"""What a typed text means, as the form echoes it: understood, asked about, or kept as words. No Qt."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Generic, Literal, TypeVar

from db.model.values import DateMode, ImpreciseDate, Quantity
from db.reading.dates import Ambiguous, DateOrder, NotUnderstood, parse_date
from db.reading.quantities import (
    AmbiguousQuantity,
    Kind,
    NumberConvention,
    ParsedQuantity,
    QuantityNotUnderstood,
    parse_quantity,
    rounding_unit,
)  # fmt: skip
from desktop.wording import codes, formatting
from desktop.wording.i18n import _
from desktop.wording.language.conventions import NBSP

T = TypeVar("T")
State = Literal["", "warning", "question", "error"]

#: A date from this many years ahead on is probably a slip.
_AHEAD = 5
_EARLIEST_YEAR = 1900


@dataclass(frozen=True, slots=True)
class Context:
    """What texts are read by: the ledger's conventions, when the source was published, and today.

    ``published`` may be as vague as a month: "last month" then is the month before it. ``level``: the dates are those
    of a stated headcount, and ``stored_level``: they were when they were stored. ``fiscal``: see
    :func:`db.reading.dates.parse_date`.
    """

    today: date
    order: DateOrder | None = None
    convention: NumberConvention | None = None
    published: ImpreciseDate | date | None = None
    fiscal: int | None = None
    level: bool = False
    stored_level: bool = False

    @property
    def year(self) -> int | None:
        """The year that "in July" means: that of publication, if there is only one."""
        if not isinstance(self.published, ImpreciseDate):
            return self.published.year if self.published else None
        first, last = self.published.earliest, self.published.latest
        return first.year if first is not None and last is not None and first.year == last.year else None


@dataclass(frozen=True, slots=True)
class Reading(Generic[T]):
    """A value, or None for an empty field, and what is said beneath it.

    ``question`` and ``error`` keep the form from being saved; a ``warning`` does not. ``choices`` are the answers to
    a question, in the order of the parsers' readings; ``remember``: the setting of the ledger an answer may become,
    and its value for each of them.
    """

    value: T | None = None
    echo: str = ""
    state: State = ""
    choices: tuple[str, ...] = ()
    remember: tuple[str, tuple[str, ...]] = ("", ())


#: Where the answer to a question about dates is remembered.
_SETTING = {"order": "date_order", "fiscal": "fiscal_year"}


def _question(choices: tuple[str, ...]) -> str:
    if len(choices) == 2:
        return _("{first} or {second}?").format(first=choices[0], second=choices[1])
    return _("Which of these is meant?")


def read_date(text: str, context: Context, *, chosen: int | None = None) -> Reading[ImpreciseDate]:
    """A date field; ``chosen`` is the answer to its question, if there was one."""
    if not text.strip():
        return Reading()
    read = parse_date(
        text, order=context.order, published=context.published, default_year=context.year, level=context.level,
        fiscal=context.fiscal,
    )  # fmt: skip
    if isinstance(read, Ambiguous):
        if chosen is None or chosen >= len(read.readings):
            choices = tuple(formatting.imprecise(reading) for reading in read.readings)
            remember = (_SETTING[read.about], read.answers) if read.about in _SETTING and read.answers else ("", ())
            return Reading(None, _question(choices), "question", choices, remember)
        read = read.readings[chosen]
    if isinstance(read, NotUnderstood):
        problem = codes.date_problem(read.reason, text)
        if read.reason == "impossible_date":
            return Reading(None, problem, "error")
        return Reading(ImpreciseDate("", None, None, DateMode.WITHIN, text), problem, "warning")
    return _doubted(read, context)


def _doubted(value: ImpreciseDate, context: Context) -> Reading[ImpreciseDate]:
    echo = date_echo(value)
    first, last = value.earliest, value.latest
    if first is not None and first > _years_after(context.today, _AHEAD):
        problem = _("{echo}: more than five years ahead. Check the year.")
    elif (first or last or context.today).year < _EARLIEST_YEAR:
        problem = _("{echo}: before 1900. Check the year.")
    else:
        return Reading(value, echo)
    return Reading(value, problem.format(echo=echo), "warning")


def _years_after(day: date, years: int) -> date:
    """The same day so many years later; the last of February where there is none."""
    try:
        return day.replace(year=min(day.year + years, date.max.year))
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def date_echo(value: ImpreciseDate) -> str:
    """First and last day, and whether one day within or the whole is meant: "1 to 31 July 2025, one day within"."""
    if not value.known:
        return _("No date known")
    if value.exact:
        return formatting.imprecise(value)
    if value.earliest is None or value.latest is None:
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
        if chosen is None or chosen >= len(read.readings):
            choices = tuple(number_echo(reading) for reading in read.readings)
            remember = ("numbers", ("point", "comma")) if read.about == "convention" else ("", ())
            return Reading(None, _question(choices), "question", choices, remember)
        read = read.readings[chosen]
    if isinstance(read, QuantityNotUnderstood):
        words = Quantity(words=text)
        kept = ParsedQuantity(text, **{kind: words})  # type: ignore[arg-type]
        return Reading(kept, codes.quantity_problem(read.reason, text), "warning")
    echo = number_echo(read)
    if read.amount is not None and read.amount.known and not read.currency:
        return Reading(read, _("{echo}, no currency. Example: USD 14.3 billion").format(echo=echo), "warning")
    return Reading(read, echo)


def number_echo(read: ParsedQuantity) -> str:
    """What was understood: "≈ 200 (150–250), rounded to hundreds", "≈ 14% (13.5–14.5%) · base 1,400"."""
    parts = []
    if read.count is not None:
        parts.append(_count_echo(read.count, read.unit))
    if read.percent is not None:
        share = formatting.percent(read.percent, decimals=_decimals(read.percent))
        parts.append(_("{share} of {unit}").format(share=share, unit=read.percent_of) if read.percent_of else share)
    if read.amount is not None:
        parts.append(formatting.money(read.amount, read.currency))
    if read.base is not None:
        of = read.percent_of if read.percent is None else ""
        parts.append(_("base {base}").format(base=_count_echo(read.base, of)))
    return f"{NBSP}· ".join(parts)


def _decimals(value: Quantity) -> int:
    """As many places as were typed, at least one: an echo hides no digit."""
    ends = [end for end in (value.low, value.best, value.high) if end is not None]
    return next((p for p in (1, 2, 3) if all(abs(end - round(end, p)) < 1e-9 for end in ends)), 3)


def _count_echo(value: Quantity, unit: str = "") -> str:
    """A count with what is counted and what its interval was made from."""
    best = value.best
    whole = best is None or best == int(best)
    shown = formatting.quantity(value, decimals=0 if whole else _decimals(value))
    shown = f"{shown}{NBSP}{unit}" if unit else shown
    if best is None or value.low is None or value.high is None or not whole:
        return shown
    half, rounding = best - value.low, rounding_unit(best)
    if half != value.high - best or rounding < 10:
        return shown
    if half == rounding / 2:
        pattern = {
            10: _("{number}, rounded to tens"),
            100: _("{number}, rounded to hundreds"),
            1000: _("{number}, rounded to thousands"),
        }.get(int(rounding), _("{number}, rounded to {unit}"))
        return pattern.format(number=shown, unit=formatting.number(rounding))
    return _("{number}, a quarter either way").format(number=shown) if half == best / 4 else shown
