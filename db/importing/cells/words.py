"""A name or a cell as the words it consists of, however it is written: what tables of known words are asked with."""

from __future__ import annotations

import re
import unicodedata

#: How letters and signs are spelled; a dotted capital I folds to two letters.
_SPELLED = (("i\u0307", "i"), ("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("#", " number "), ("%", " percent "))


def normalized(name: str) -> str:
    """A header name as words: lower case, ``#`` and ``%`` spelled out, umlauts as two letters, CamelCase split."""
    name = re.sub(r"(?<=[a-z])(?=[A-Z][a-z])", " ", name)
    name = unicodedata.normalize("NFKC", name).casefold()
    for letter, letters in _SPELLED:
        name = name.replace(letter, letters)
    return " ".join(re.findall(r"[^\W_]+", name))
