"""Texts for people, in the reader's language: gettext's functions and the switch between languages.

Every text a user reads goes through ``_`` (or ``ngettext`` where a number decides, ``pgettext`` where one word means
two things); ``N_`` marks a text that is worded later. English is the language of the marks and needs no catalogue, so
nothing is loaded until another language is chosen. ``use`` is called once at start, before any text is made.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from gettext import GNUTranslations

#: Code -> the language's own name for itself.
LANGUAGES = {"en": "English", "de": "Deutsch"}


class _Active:
    """The chosen language: the one piece of state the functions below share, as in gettext itself."""

    def __init__(self) -> None:
        self.language = "en"
        self.catalogue: GNUTranslations | None = None


_active = _Active()


def _(message: str) -> str:
    """The text in the chosen language."""
    return message if _active.catalogue is None else _active.catalogue.gettext(message)


def N_(message: str) -> str:
    """Marks a text for translation and returns it as it is; ``_`` words it where it is shown."""
    return message


def ngettext(singular: str, plural: str, n: int) -> str:
    """The form of the text that fits ``n``, by the language's own plural rule."""
    if _active.catalogue is None:
        return singular if n == 1 else plural
    return _active.catalogue.ngettext(singular, plural, n)


def pgettext(context: str, message: str) -> str:
    """The text in the chosen language, told apart by ``context`` from the same words with another meaning."""
    return message if _active.catalogue is None else _active.catalogue.pgettext(context, message)


def in_all(messages: Iterable[str]) -> dict[str, frozenset[str]]:
    """Each text in every language we speak; for names that must not be taken in any of them."""
    loaded = [_load(code) for code in LANGUAGES if code != "en"]
    catalogues = [catalogue for catalogue in loaded if catalogue is not None]
    return {one: frozenset((one, *(catalogue.gettext(one) for catalogue in catalogues))) for one in messages}


def language() -> str:
    """The code of the chosen language, a key of :data:`LANGUAGES`."""
    return _active.language


def use(code: str) -> str:
    """Chooses the language of all texts from now on and returns the one taken.

    ``code`` may carry a country ("de_AT", "de-CH"); empty means the system's language; one we do not speak gives
    English. A language without an installed catalogue keeps its numbers and dates and shows English texts.
    """
    wanted = (code or system_language()).replace("-", "_").partition("_")[0].lower()
    _active.language = wanted if wanted in LANGUAGES else "en"
    _active.catalogue = None if _active.language == "en" else _load(_active.language)
    return _active.language


def system_language() -> str:
    """The language the system asks programs to speak, as a key of :data:`LANGUAGES`; English if it is neither.

    Reads the environment as gettext does, and asks the system where that says nothing (macOS, Windows).
    """
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "")
        if value:
            break
    else:
        import locale

        value = locale.getlocale()[0] or ""
    # Windows names languages in words.
    found = value.partition(":")[0].replace("German", "de")[:2].lower()
    return found if found in LANGUAGES else "en"


def _load(code: str) -> GNUTranslations | None:
    from gettext import GNUTranslations

    from desktop import assets

    try:
        with assets.path(f"translations/{code}/LC_MESSAGES/headwater.mo").open("rb") as file:
            return GNUTranslations(file)
    except FileNotFoundError:
        return None
