"""Numbers, intervals and dates (from ``days``) as the reader's language writes them; what everybody asks.

Every function takes ``language`` ("en", "de"); left out, it is the chosen language of the texts. Absent numbers are
shown as a dash, never as 0. Nothing is shown more precisely than it was given: a month stays a month.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from db.model.values import Quantity
from desktop.wording.language.conventions import ABSENT, NBSP, conventions
from desktop.wording.language.days import day, imprecise, moment, month, period, short_day
from desktop.wording.language.rounding import Rounded, rounded

MINUS = "−"

#: Allows for the noise of binary fractions when an end is rounded: 0.29 x 100 is 28.999999999999996.
_NOISE = 1e-6


# --- numbers ---------------------------------------------------------------------------------------------------------


def number(value: float | None, *, decimals: int = 0, fixed: bool = False, language: str | None = None) -> str:
    """1400 -> "1,400" / "1.400". At most ``decimals`` places, without trailing zeros; halves round away from zero.

    ``fixed`` keeps all the places: what stands beside another number in the same unit.
    """
    if value is None or math.isnan(value):
        return ABSENT
    rule = conventions(language)
    if math.isinf(value):
        return MINUS + "∞" if value < 0 else "∞"
    scaled = math.floor(abs(value) * 10**decimals + 0.5 + _NOISE)
    text = f"{scaled // 10**decimals:,}".replace(",", rule.group)
    places = f"{scaled % 10**decimals:0{decimals}}" if decimals else ""
    places = places if fixed else places.rstrip("0")
    sign = MINUS if value < 0 and scaled else ""
    return sign + text + (rule.decimal + places if places else "")


def signed(value: float | None, *, decimals: int = 0, fixed: bool = False, language: str | None = None) -> str:
    """A change: "+200", "−1,400", "0"."""
    text = number(value, decimals=decimals, fixed=fixed, language=language)
    return text if value is None or not text.strip("0.,") or text[0] in {MINUS, ABSENT} else "+" + text


def quantity(value: Quantity | None, *, decimals: int = 0, language: str | None = None) -> str:
    """A count as its source gives it, with what is uncertain about it.

    "200", "≈ 200 (150–250)", "150–250", "≥ 500", "at most 300", "≈ 200 (at most 300)"; "unknown" where a source speaks
    of a number without a size, a dash for None. Ends are rounded to nearest, as the best is.
    """
    if value is None:
        return ABSENT
    return as_given(value.low, value.best, value.high, decimals=decimals, language=language)


def as_given(
    low: float | None,
    best: float | None,
    high: float | None,
    *,
    decimals: int = 0,
    sign: bool = False,
    language: str | None = None,
) -> str:
    """Like :func:`quantity` for bare ends. ``sign`` writes a change: each end with its sign, and 0 is an end too."""

    def plain(end: float) -> str:
        return (signed if sign else number)(end, decimals=decimals, language=language)

    return _interval(low, best, high, places=decimals, plain=plain, unit=str, open_zero=not sign, language=language)


# --- what is calculated ----------------------------------------------------------------------------------------------


def interval(
    low: float | None, best: float | None, high: float | None, *, sign: bool = False, language: str | None = None
) -> str:
    """What was calculated, no finer than its width allows: "≈ 1.37 million (0.90–2.77 million)", "≈ 880 (770–990)".

    ``sign`` writes a change: each end with its sign, and 0 is an end too.
    """
    if _within_a_half(low, best, high):
        return as_given(low, best, high, sign=sign, language=language)
    shown = rounded(low, best, high)
    plain, unit = _writer(shown, sign=sign, language=language)
    places = 0 if not shown.unit else None
    return _interval(
        shown.low, shown.best, shown.high, places=places, plain=plain, unit=unit, open_zero=not sign, language=language
    )


def figure(
    low: float | None, best: float | None, high: float | None, *, sign: bool = False, language: str | None = None
) -> tuple[str, str]:
    """The same in two texts, for a large one and a small one: "≈ 1,229" and "1,179–1,281".

    Without a best the interval is the large one; the small one is empty where there is nothing to add.
    """
    if best is None or low == best == high or _within_a_half(low, best, high) or (low is None and high is None):
        return interval(low, best, high, sign=sign, language=language), ""
    shown = rounded(low, best, high)
    plain, unit = _writer(shown, sign=sign, language=language)
    bounds = _interval(
        shown.low, None, shown.high, places=None, plain=plain, unit=unit, open_zero=not sign, language=language
    )
    return f"≈{NBSP}{unit(plain(best if shown.best is None else shown.best))}", bounds


def ends(
    low: float | None, best: float | None, high: float | None, *, sign: bool = False, language: str | None = None
) -> tuple[str, str, str]:
    """Low, best and high each for itself, as a table has them in its columns; an absent one is empty."""
    shown, word = rounded(low, best, high), signed if sign else number
    texts = ["" if end is None else word(end, language=language) for end in (shown.low, shown.best, shown.high)]
    return texts[0], texts[1], texts[2]


def _within_a_half(low: float | None, best: float | None, high: float | None) -> bool:
    """Whether it is known to the last head: "≈ 156" has no ends beside it."""
    if low is None or best is None or high is None:
        return False
    return best - low <= 0.5 + _NOISE and high - best <= 0.5 + _NOISE


def _writer(shown: Rounded, *, sign: bool, language: str | None) -> tuple[Callable[[float], str], Callable[[str], str]]:
    """How to write one end, and how to put the unit to it: in millions where two places hold all that is shown."""
    ends = [end for end in (shown.low, shown.best, shown.high) if end is not None]
    largest = max(map(abs, ends), default=0.0)
    scales = [one for one in conventions(language).scales if shown.unit * 100 >= one[0] <= largest]
    scale, word = scales[0] if scales else (1.0, "")
    places = max(0, round(math.log10(scale / shown.unit))) if word else 0
    while places and all(_short(end / scale, places - 1) for end in ends):  # no zero at the end of all of them
        places -= 1

    def plain(end: float) -> str:
        return (signed if sign else number)(end / scale, decimals=places, fixed=True, language=language)

    return plain, lambda text: text + word


def percent(value: float | Quantity | None, *, decimals: int = 1, language: str | None = None) -> str:
    """A share in percent: 14 -> "14%" / "14 %"; an interval as in :func:`quantity`."""
    rule = conventions(language)
    if value is None:
        return ABSENT
    if not isinstance(value, Quantity):
        value = Quantity.exact(value)
    places = max(decimals, _half_unit(value))
    return _interval(
        value.low,
        value.best,
        value.high,
        places=places,
        plain=lambda end: number(end, decimals=places, language=language),
        unit=rule.percent.format,
        open_zero=True,
        language=language,
    )


def percent_interval(low: float | None, best: float | None, high: float | None) -> str:
    """A share in percent with its interval."""
    if best is None and low is None:
        return "" if high is None else f"≤{NBSP}{percent(high)}"
    middle = percent(best) if best is not None else ""
    if low is None or high is None or low == high:
        return middle or percent(low)
    ends = percent(Quantity(low, None, high))
    return f"{middle} ({ends})" if middle else ends


def money(value: float | Quantity | None, currency: str, *, language: str | None = None) -> str:
    """An amount in whole units of its currency: "USD 14.3 billion" / "14,3 Mrd. USD", "≈ USD 900 (850–950)".

    Large amounts are scaled only where that hides no digit. An unknown currency (empty) is left out, never guessed.
    """
    rule = conventions(language)
    if value is None:
        return ABSENT
    if not isinstance(value, Quantity):
        value = Quantity.exact(value)
    ends = [end for end in (value.low, value.best, value.high) if end]
    places = 2 if value.low == value.high else 3  # "1.43 billion" was read as 1.425 to 1.435
    scale, word = next(
        (
            found
            for found in rule.scales
            if ends and max(map(abs, ends)) >= found[0] and all(_short(end / found[0], places) for end in ends)
        ),
        (1.0, ""),
    )

    def plain(end: float) -> str:
        return number(end / scale, decimals=places if word else 2, language=language)

    def unit(text: str) -> str:
        return rule.money.format(text, currency=currency, scale=word).strip(NBSP)

    return _interval(
        value.low, value.best, value.high, places=None, plain=plain, unit=unit, open_zero=True, language=language
    )


def _half_unit(value: Quantity) -> int:
    """Decimal places of a number that carries half a unit of its last digit, as "12.5 %" (12.45 to 12.55) does.

    0 for every other: what was computed is not shown more precisely because its ends happen to be round.
    """
    if value.low is None or value.best is None or value.high is None:
        return 0
    halves = value.best - value.low, value.high - value.best
    return next((p for p in (2, 3) if all(math.isclose(h, 5 / 10**p, abs_tol=1e-9) for h in halves)), 0)


def _short(value: float, places: int) -> bool:
    """Whether so many decimal places hold all of it."""
    return math.isclose(value, round(value, places), rel_tol=0, abs_tol=1e-9)


def _interval(
    low: float | None,
    best: float | None,
    high: float | None,
    *,
    places: int | None,
    plain: Callable[[float], str],
    unit: Callable[[str], str],
    open_zero: bool,
    language: str | None,
) -> str:
    """Words an interval: ``plain`` writes one end, ``unit`` puts the unit to a number or a range of them.

    ``places`` None leaves the ends as they are. ``open_zero``: a lower end of 0 says nothing, counts have it anyway.
    """
    rule = conventions(language)
    if low is None and best is None and high is None:
        return rule.unknown
    if best is not None and low == best == high:
        return unit(plain(best))
    if places is not None and best is not None and low is not None and high is not None:
        half = (0.5 + _NOISE) / 10**places
        if best - low <= half and high - best <= half:
            return f"≈{NBSP}{unit(plain(best))}"  # less than the last digit shown: "≈ 156", not "≈ 156 (156–157)"
    if places is not None:
        low = None if low is None else math.floor(low * 10**places + 0.5 + _NOISE) / 10**places
        high = None if high is None else math.floor(high * 10**places + 0.5 + _NOISE) / 10**places
    bottom = None if low is None or (open_zero and low == 0 and high is not None and low != high) else low
    middle = unit(plain(best)) if best is not None else ""
    if bottom is not None and high is not None:
        if plain(bottom) == plain(high):
            return unit(plain(high))
        # A dash beside signs reads as one more of them.
        pattern = "{}–{}" if open_zero and bottom >= 0 else rule.to
        bounds = unit(pattern.format(plain(bottom), plain(high)))
    elif bottom is not None:
        bounds = f"≥{NBSP}{unit(plain(bottom))}"
    elif high is not None:
        bounds = rule.at_most.format(unit(plain(high)))
    else:
        bounds = ""
    if not middle:
        return bounds
    return f"≈{NBSP}{middle} ({bounds})" if bounds else f"≈{NBSP}{middle}"


# --- lists -----------------------------------------------------------------------------------------------------------


def listing(items: list[str], *, language: str | None = None) -> str:
    """Names in a sentence: "a", "a and b", "a, b and c"."""
    if len(items) < 2:
        return "".join(items)
    return conventions(language).listing.format(", ".join(items[:-1]), items[-1])


__all__ = [
    "ABSENT", "MINUS", "as_given", "day", "ends", "figure", "imprecise", "interval", "listing", "moment", "money",
    "month", "number", "percent", "period", "quantity", "short_day", "signed",
]  # fmt: skip
