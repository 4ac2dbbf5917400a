"""The words of a quick line beside the kinds': statuses, roles, publishers, fillers; and all of them as patterns."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from db.model.values import Status
from db.reading.quick.phrases import CONTINGENT, EMPLOYEES, KINDS, SHORT

#: What a kind becomes when the heads in the line are contractors.
OF_CONTINGENT: Mapping[str, str] = {
    "layoff": "contractors_ended", "other_separation": "contractors_ended", "relationship_ended": "contractors_ended",
    "hiring": "contractors_engaged", "relationship_started": "contractors_engaged",
    "reported_headcount": "reported_contingent_headcount",
}  # fmt: skip

STATUSES: Mapping[Status, str] = {
    Status.RUMORED: (
        "not confirmed|nicht bestätigt|unconfirmed|unbestätigt(?:e[nrs]?)?|rumou?r(?:s|ed)?|allegedly|"
        "gerücht(?:e|en|eweise|en zufolge)?|angeblich(?:e[nrs]?)?|gerüchteküche|speculation|spekulation"
    ),
    Status.CONFIRMED: (
        "(?:officially )?confirm(?:ed|s)|bestätigt(?:e[nrs]?|en)?|bestätigung|official(?:ly)?|offiziell"
    ),
    Status.DENIED: "den(?:ied|ies|ial)|dementier(?:t|te|en|ten)|dementi|bestreitet|bestritten|bestritt",
    Status.REPORTED: "reported(?:ly)?|reports|berichtet(?: wird)?|laut berichten|berichten zufolge|gemeldet",
}

ROLES = (
    r"(?:(?:interim[s]?|acting|deputy|co|stellvertretende[rn]?|vice)[- ]?)?(?:ceo|cfo|coo|cto|cmo|cio|chro|cpo|"
    r"chief \w+(?: \w+)? officer|chief of staff|chair(?:man|woman|person)?|president|managing director|general counsel|"
    r"founder|co-founder|geschäftsführer(?:in)?|vorstandsvorsitzende[rn]?|vorstandschef(?:in)?|\w*vorständin|\w*vorstand|"
    r"finanzchef(?:in)?|technikchef(?:in)?|personalchef(?:in)?|konzernchef(?:in)?|firmenchef(?:in)?|"
    r"aufsichtsratschef(?:in)?|mitgründer(?:in)?|gründer(?:in)?|head of \w+|vp of \w+|leiter(?:in)? \w+)"
)


def words_of(text: str) -> frozenset[str]:
    """The words of a list written as a text."""
    return frozenset(text.split())


NEGATIONS = words_of("""
    not no never nicht kein keine keinen keiner keinem nie neither without ohne denying
""")
HEDGES = words_of("""
    could might könnte könnten möglicherweise eventuell vielleicht perhaps possibly possible
""")

FILLERS = words_of("""
    a an the of in at on by with to for from its their his her and or as has have had is was were are been be will
    also after der die das dem den des ein eine einen einer eines bei beim mit von vom zum zur im am auf für und
    oder als hat haben hatte ist sind wurde wurden werden wird sich seine seinen seiner ihre ihren ihrer laut via
    per about according source quelle announces announced says said meldet sagt kündigt angekündigt new neue neuer
    neuen aus durch client customer kunde kunden supplier vendor lieferant investor over um who which s ihr sein it
    er sie es effective wirksam company companies firm unternehmen firma konzern inzwischen now jetzt zu
""")

#: Capitalized words that are no names, beside every word of the other tables.
NOUNS = words_of("""
    mitarbeiter mitarbeitern mitarbeiterinnen stellen jobs unternehmen konzern firma startup tochter kunde kunden
    lieferant arbeitsplätze belegschaft team teams abteilung bereich standort werk ende anfang mitte million
    millionen milliarde milliarden dollar euro prozent mehr rund etwa circa über bis unter fast knapp zusammenarbeit
    vertrag auftragnehmer auftragnehmern freelancer company employees staff about around up more than nearly update
    breaking exclusive exklusiv news report bericht monat woche jahr quartal month week year quarter today yesterday
    heute gestern gerücht deal nach vor seit wegen trotz grund when while because
""")

PUBLISHERS: tuple[str, ...] = (
    "Reuters", "TechCrunch", "Bloomberg", "CNBC", "CNN", "BBC", "Forbes", "Axios", "The Verge", "The Information",
    "Financial Times", "Wall Street Journal", "WSJ", "New York Times", "NYT", "Washington Post", "Business Insider",
    "VentureBeat", "Layoffs.fyi", "Handelsblatt", "FAZ", "Frankfurter Allgemeine", "Süddeutsche Zeitung",
    "WirtschaftsWoche", "Manager Magazin", "Heise", "Golem", "t3n", "Spiegel Online", "Gründerszene", "Tagesschau",
    "dpa", "AFP", "Associated Press",
)  # fmt: skip

#: What may stand before a publisher nobody has heard of.
CREDITS = r"according to|source|sources|via|per|quelle|laut|berichtet|wie"


@dataclass(frozen=True, slots=True)
class Phrase:
    """One way to say a kind: its parts in order, with a gap between two of them."""

    code: str
    first: str
    parts: tuple[re.Pattern[str], ...]


def _pattern(text: str) -> re.Pattern[str]:
    # Not within a word; where a phrase ends with a blank and says what must follow, that may be one.
    return re.compile(rf"(?<!\w)(?:{text.strip().replace(' ', chr(92) + 's+')})(?:(?<!\w)|(?!\w))")


@cache
def phrases() -> tuple[Phrase, ...]:
    """Every phrase of the table, compiled."""
    return tuple(
        Phrase(code, first, tuple(_pattern(part) for part in _in_full(phrase).split("…")))
        for code, first, listed in KINDS
        for phrase in listed.split(";")
    )


def _in_full(phrase: str) -> str:
    """A phrase without abbreviations."""
    for short, full in SHORT.items():
        phrase = phrase.replace(short, full)
    return " ".join(phrase.split())


@cache
def phrases_of_names(names: tuple[tuple[str, str], ...]) -> tuple[Phrase, ...]:
    """Phrases for kinds of the user's own: (code, name in lower case); the name is taken literally."""
    return tuple(
        Phrase(code, "", (re.compile("(?<!\\w)" + "\\s+".join(map(re.escape, name.split())) + "(?!\\w)"),))
        for code, name in names
        if name.split()
    )


@cache
def vocabulary() -> frozenset[str]:
    """Single words that mean something to us: an organization of that name has to be written as it is."""
    listed = [*(_in_full(phrases_) for _, _, phrases_ in KINDS), *STATUSES.values(), EMPLOYEES, CONTINGENT, ROLES]
    found = {word for text in listed for word in _spelled(text)}
    return frozenset(found | FILLERS | NOUNS | NEGATIONS | HEDGES)


def _spelled(pattern: str) -> set[str]:
    """The words in a pattern: what stands there, with and without the endings it allows."""
    found = set(re.findall(r"[^\W\d_]{2,}", pattern))
    for stem, endings in re.findall(r"([^\W\d_]{2,})\(\?:([^()]*)\)", pattern):
        found |= {stem + ending for ending in endings.split("|")}
    return found | {word + letter for word, letter in re.findall(r"([^\W\d_]{2,})([^\W\d_])\?", pattern)}


@cache
def statuses() -> tuple[tuple[Status, re.Pattern[str]], ...]:
    """The statuses with their patterns."""
    return tuple((status, _pattern(words)) for status, words in STATUSES.items())


@cache
def role_pattern() -> re.Pattern[str]:
    """What a person may be."""
    return _pattern(ROLES)


@cache
def heads_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Employees and contractors."""
    return _pattern(EMPLOYEES), _pattern(CONTINGENT)
