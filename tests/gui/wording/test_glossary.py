"""One word per thing: the German catalogue keeps to the glossary, and both languages to their typography."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator

import pytest
from babel.messages.pofile import read_po

from helpers.places import ROOT

TRANSLATIONS = ROOT / "resources" / "translations"
UNITS = r"%|[KMG]B\b|Milliarden\b|Millionen\b|Mrd\.|Mio\.|USD\b|EUR\b"


def _pairs() -> Iterator[tuple[str, str]]:
    """Each text with its German one, form by form, without values and shortcut marks."""
    with (TRANSLATIONS / "de" / "LC_MESSAGES" / "headwater.po").open("rb") as file:
        catalogue = read_po(file)
    for message in catalogue:
        if message.id:
            forms = (message.id,) if isinstance(message.id, str) else message.id
            strings = (message.string,) if isinstance(message.string, str) else message.string
            yield from (
                (one.replace("&", ""), other.replace("&", "")) for one, other in zip(forms, strings, strict=True)
            )


def _glossary() -> list[dict[str, str]]:
    with (TRANSLATIONS / "glossary.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


PAIRS = list(_pairs())
GLOSSARY = _glossary()


def _term(english: str) -> re.Pattern[str]:
    """The term as a word of its own, one or several."""
    stem, ending = (english[:-1], "(?:y|ies)") if english.endswith("y") else (english, "(?:s|es)?")
    return re.compile(rf"(?<![\w-]){re.escape(stem)}{ending}(?![\w.]\w)(?!\w)", re.IGNORECASE)


def _bare(text: str) -> str:
    """Without values, options and the command line's own words."""
    return re.sub(r"\{[^}]*\}|--[\w-]+( [A-Z]+)?|headwater \w+", "{}", text)


@pytest.mark.parametrize("entry", GLOSSARY, ids=[one["english"] for one in GLOSSARY])
def test_the_word_of_the_glossary_stands_wherever_its_term_does(entry: dict[str, str]) -> None:
    term, words = _term(entry["english"]), [word.casefold() for word in entry["german"].split("|")]
    # The help lists commands and options line by line. A code that is typed or written stays as it is.
    texts = [(_bare(one), _bare(other)) for one, other in PAIRS if "exit codes" not in one]
    found = [(one, other) for one, other in texts if term.search(one)]
    assert found, "no text has this term any more: take it out"
    wrong = [
        pair for pair in found if not any(word in pair[1].casefold() for word in words) and not term.search(pair[1])
    ]
    assert not wrong, "\n".join(f"{one!r} / {other!r}" for one, other in wrong)


def test_no_word_that_the_glossary_rules_out_stands_anywhere() -> None:
    words = [word for entry in GLOSSARY for word in entry["not"].split("|") if word]
    ruled_out = re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})")
    wrong = [other for _one, other in PAIRS if ruled_out.search(_bare(other))]
    assert not wrong, "\n".join(wrong)


def test_the_glossary_has_each_term_once_and_every_column() -> None:
    terms = [entry["english"] for entry in GLOSSARY]
    assert len(set(terms)) == len(terms)
    assert all(entry["english"] and entry["german"] and entry["note"] is not None for entry in GLOSSARY)


def test_percent_and_units_stand_as_each_language_writes_them() -> None:
    wrong = [one for one, _other in PAIRS if re.search(r"[\d}][ \N{NO-BREAK SPACE}]%", one)]
    wrong += [
        other for _one, other in PAIRS if re.search(rf"[\d}}](?: (?:{UNITS})|%)|\b(?:ca\.|USD|EUR) [\d{{]", other)
    ]
    assert not wrong, "\n".join(wrong)


def test_three_dots_follow_their_word_without_a_blank() -> None:
    wrong = [text for pair in PAIRS for text in pair if re.search(r"\S[ \N{NO-BREAK SPACE}]…|\.\.\.", text)]
    assert not wrong, "\n".join(wrong)
