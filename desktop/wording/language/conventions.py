"""How each language writes numbers and dates; :mod:`desktop.wording.formatting` applies it.

The words for months and bounds are conventions here, as they are in CLDR, and not texts of the catalogue: they
inflect, and they must be right before any catalogue is loaded.
"""

from __future__ import annotations

from dataclasses import dataclass

from desktop.wording import i18n

NBSP = "\N{NO-BREAK SPACE}"

#: What stands where nothing is known; never 0.
ABSENT = "–"


@dataclass(frozen=True, repr=False, eq=False)  # nobody compares or prints them, and each made method costs start-up
class Conventions:
    """How one language writes numbers and dates. Patterns use ``{}`` or named fields."""

    decimal: str
    group: str
    percent: str
    money: str
    scales: tuple[tuple[float, str], ...]  # largest first: 1e9 and what stands behind the number
    months: tuple[str, ...]
    short_months: tuple[str, ...]
    seasons: tuple[str, ...]  # spring to winter, EDTF 21 to 24; a winter lies in two years
    day: str
    short_day: str
    quarter: str
    half: str
    about: str
    perhaps: str
    at_most: str
    to: str  # between two ends that a dash would not separate clearly
    between: str
    later: str
    earlier: str
    unknown: str
    listing: str  # the last two of a list


_ENGLISH = Conventions(
    decimal=".",
    group=",",
    percent="{}%",
    money=f"{{currency}}{NBSP}{{}}{{scale}}",
    scales=((1e12, f"{NBSP}trillion"), (1e9, f"{NBSP}billion"), (1e6, f"{NBSP}million")),
    months=(
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
    short_months=("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    seasons=("spring", "summer", "autumn", "winter"),
    day="{d} {month}",
    short_day="{d} {short} {y}",
    quarter="Q{} {}",
    half="H{} {}",
    about="about {}",
    perhaps="{} (uncertain)",
    at_most="at most {}",
    to="{} to {}",
    between="between {} and {}",
    later="{} or later",
    earlier="{} or earlier",
    unknown="unknown",
    listing="{} and {}",
)  # fmt: skip

_GERMAN = Conventions(
    decimal=",",
    group=".",
    percent=f"{{}}{NBSP}%",
    money=f"{{}}{{scale}}{NBSP}{{currency}}",
    scales=((1e12, f"{NBSP}Bio."), (1e9, f"{NBSP}Mrd."), (1e6, f"{NBSP}Mio.")),
    months=(
        "Januar", "Februar", "März", "April", "Mai", "Juni",
        "Juli", "August", "September", "Oktober", "November", "Dezember",
    ),
    short_months=("Jan.", "Feb.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sept.", "Okt.", "Nov.", "Dez."),
    seasons=("Frühling", "Sommer", "Herbst", "Winter"),
    day="{d}. {month}",
    short_day="{d:02}.{m:02}.{y}",
    quarter="{}. Quartal {}",
    half="{}. Halbjahr {}",
    about="etwa {}",
    perhaps="{} (unsicher)",
    at_most="höchstens {}",
    to="{} bis {}",
    between="zwischen {} und {}",
    later="{} oder später",
    earlier="{} oder früher",
    unknown="unbekannt",
    listing="{} und {}",
)  # fmt: skip

_CONVENTIONS = {"en": _ENGLISH, "de": _GERMAN}


def conventions(language: str | None = None) -> Conventions:
    """The conventions of a language, of the chosen one where none is named."""
    return _CONVENTIONS.get(language or i18n.language(), _ENGLISH)
