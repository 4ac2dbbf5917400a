"""Which words people write: the letters of languages beyond a to z, and what may stand inside a word."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

#: Languages by the letters they write beside a to z.
_LETTERS = {
    "German": "äöüß", "French": "àâæçéèêëîïôœùûüÿ", "Spanish": "áéíñóúü", "Portuguese": "ãáâàçéêíóôõúü",
    "Italian": "àèéìîòóù", "Dutch": "ëïéèöüê", "Nordic": "åäöæøéü", "Icelandic": "áðéíóúýþæö", "Catalan": "àçèéíïòóúü",
    "Polish": "ąćęłńóśźż", "Czech": "áčďéěíňóřšťúůýž", "Slovak": "áäčďéíľňóôšťúýž", "Hungarian": "áéíóöőúüű",
    "Romanian": "ăâîșşțţ", "Croatian": "čćđšž", "Turkish": "çğıöşüâîİ", "Estonian": "äõöüšž", "Lithuanian": "ąčęėįšųūž",
    "Latvian": "āčēģīķļņšūž",
    "Russian": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя", "Ukrainian": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
    "Serbian": "абвгдђежзијклљмнњопрстћуфхцчџш", "Greek": "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ",
}  # fmt: skip
LANGUAGES = {name: frozenset(letters + letters.upper()) for name, letters in _LETTERS.items()}
_LATIN = frozenset(LANGUAGES) - {"Russian", "Ukrainian", "Serbian", "Greek"}

#: Signs that stand in names and notes of every language; the second part also between two letters.
_SIGNS = frozenset("“”„‘’‚–—…€£©®™°§•«»·¡¿ªº½¼¾²³µ±×№†\u00a0\u202f")
_INNER = frozenset("’‘–—·\u00a0\u202f®™©…«»“”")
#: Letters that are words of their own.
_ALONE = frozenset("àáèéêíòóôúyåöæøñçаивксуояіє")


@lru_cache(maxsize=50_000)
def languages_of(word: str) -> frozenset[str]:
    """The languages that a word with a letter beyond a to z may be of; all of them if its only such signs are usual.

    Empty: nobody writes so. "£ódzka" has a sign of currency at a letter, "MŸller" a capital inside, "Mьller" letters
    of two scripts.
    """
    letters = {letter for letter in word if letter > "\x7f" and letter.isalpha()}
    if any(_is_east_asian(letter) for letter in letters):
        return _east_asian(word)
    if not _stands_well(word) or (len(word) == 1 and letters and word.casefold() not in _ALONE):
        return frozenset()
    if not letters:
        return frozenset(LANGUAGES)
    found = {name for name, known in LANGUAGES.items() if letters <= known}
    if any("a" <= letter.casefold() <= "z" for letter in word):
        found &= _LATIN
    return frozenset(found)


def _stands_well(word: str) -> bool:
    """Whether every sign stands where people put it, and capitals do not follow small letters."""
    for place, sign in enumerate(word):
        before, after = word[place - 1 : place] if place else "", word[place + 1 : place + 2]
        if sign.isalpha():
            capital = sign > "\x7f" and sign.isupper() and before.isalpha()
            if capital and (before.islower() or after.islower()):
                return False
        elif sign > "\x7f":
            if sign not in _SIGNS:
                return False
            if sign not in _INNER and before.isalpha() and after.isalpha():
                return False
            if after.isalpha() and (sign in "©®™§" or (sign in "€£" and after > "\x7f")):
                return False
    return True


def _is_east_asian(letter: str) -> bool:
    return "\u1100" <= letter <= "\u11ff" or "\u2e80" <= letter <= "\ud7ff" or "\uf900" <= letter <= "\uffef"


def _east_asian(word: str) -> frozenset[str]:
    """The East Asian language of a word: by its script; Chinese where only ideographs are in it."""
    found = set()
    for place, letter in enumerate(word):
        if letter <= "\x7f":
            continue
        beside = word[max(place - 1, 0) : place + 2]
        if not _is_east_asian(letter) or "\uff61" <= letter <= "\uff9f" or any("a" <= one <= "z" for one in beside):
            return frozenset()  # half a letter of another script, or a sign within a word of ours
        name = unicodedata.name(letter, "")
        if not name:
            return frozenset()
        if name.startswith("HANGUL"):
            found.add("Korean")
        elif name.startswith(("HIRAGANA", "KATAKANA")):
            found.add("Japanese")
    if len(found) > 1:
        return frozenset()
    return frozenset(found or {"Chinese", "Japanese"})


#: Where the national standards have their frequent ideographs: an encoding of the standard, its first bytes.
_FREQUENT = {
    "gb18030": ("gb2312", range(0xB0, 0xD8)),
    "big5": ("big5", range(0xA4, 0xC7)),
    "cp932": ("shift_jis", range(0x88, 0x99)),
    "euc-jp": ("euc_jp", range(0xB0, 0xD0)),
}


def commonness(text: str, encoding: str) -> float:
    """The share of East Asian letters in a text that are common where its encoding is used; 1 where it has none.

    Korean is written in hangul, Japanese with kana among the ideographs. Bytes of one language that are read in an
    encoding of another become rare ideographs.
    """
    letters = [letter for letter in text if _is_east_asian(letter) and letter.isalpha()]
    if not letters:
        return 1.0
    hangul = sum("\uac00" <= letter <= "\ud7ff" for letter in letters)
    if encoding == "euc-kr":
        return 1.1 if hangul >= 0.98 * len(letters) else hangul / len(letters)
    kana = sum("\u3040" <= letter <= "\u30ff" for letter in letters)
    if encoding not in _FREQUENT:
        return 0.5
    standard, first = _FREQUENT[encoding]
    frequent = sum(letter.encode(standard, "ignore")[:1] in [bytes([one]) for one in first] for letter in letters)
    share = (frequent + kana) / len(letters)
    # A few kana tell Japanese; without any, or in Chinese, the same bytes may be of a neighbor.
    japanese = encoding in {"cp932", "euc-jp"}
    return share * (1.0 if (kana > 0) == japanese else 0.85)


__all__ = ["LANGUAGES", "commonness", "languages_of"]
