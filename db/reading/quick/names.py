"""The names a quick line is searched for: organizations with their aliases, who supplies whom, known publishers.

Made once per change of the ledger (some 0.1 s for 20,000 organizations, off the GUI thread); a search costs a few
dictionary look-ups per word of the line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from db.model.ids import OrganizationId
from db.model.text import fold
from db.reading.quick.words import PUBLISHERS, words_of

_LEGAL = words_of("""
    inc incorporated corp corporation co company llc ltd limited plc gmbh mbh ag se kg kgaa sa sas spa srl bv nv ab
    oy as holding holdings group
""")
_EDGES = "()[]{}\"'“”„‚‘’«»<>,;:!?."


class Names:
    """Known names. ``organizations``: id and name; ``aliases``: id and alias; ``relationships``: (vendor, client)."""

    def __init__(
        self,
        organizations: Mapping[OrganizationId, str],
        aliases: Iterable[tuple[OrganizationId, str]] = (),
        *,
        relationships: Iterable[tuple[OrganizationId, OrganizationId]] = (),
        publishers: Iterable[str] = (),
    ) -> None:
        self._names = dict(organizations)
        self._ids: dict[str, list[OrganizationId]] = {}
        self._longest: dict[str, int] = {}
        self._cores: dict[str, OrganizationId] = {}
        self._relationships = frozenset(relationships)
        for organization_id, name in (*self._names.items(), *aliases):
            self._add(organization_id, name)
        self._publishers = {fold(name): name for name in (*PUBLISHERS, *publishers) if name.strip()}
        self._publisher_words = max(len(key.split()) for key in self._publishers)

    def _add(self, organization_id: OrganizationId, name: str) -> None:
        key = fold(name)
        words = key.split()
        if not words:
            return
        ids = self._ids.setdefault(key, [])
        if organization_id not in ids:
            ids.append(organization_id)
        first = words[0].strip(_EDGES) or words[0]
        self._longest[first] = max(self._longest.get(first, 0), len(words))
        self._cores.setdefault(core(key), organization_id)

    def longest(self, word: str) -> int:
        """The number of words of the longest name that begins with a word (folded, without signs around it)."""
        return self._longest.get(word, 0)

    def ids(self, text: str) -> tuple[OrganizationId, ...]:
        """The organizations with exactly this name or alias, but for case, accents and blanks."""
        return tuple(self._ids.get(fold(text), ()))

    def name(self, organization_id: OrganizationId) -> str:
        """The name of an organization."""
        return self._names.get(organization_id, "")

    def similar(self, text: str) -> str:
        """The organization whose name is the same but for signs, blanks and legal form; empty for none."""
        found = self._cores.get(core(fold(text)))
        return "" if found is None else self.name(found)

    def side(self, organization_id: OrganizationId | None, other_id: OrganizationId | None) -> str:
        """What the first organization is to the other one in the ledger: vendor, client, or "" (neither, or both)."""
        if organization_id is None or other_id is None:
            return ""
        sells = (organization_id, other_id) in self._relationships
        buys = (other_id, organization_id) in self._relationships
        return "" if sells == buys else "vendor" if sells else "client"

    def publisher(self, text: str) -> str:
        """A known publisher in its usual spelling; empty for none."""
        return self._publishers.get(fold(text), "")

    @property
    def publisher_words(self) -> int:
        """The number of words of the longest publisher."""
        return self._publisher_words


def core(key: str) -> str:
    """A folded name without signs, blanks and legal form: "scale ai, inc." and "scaleai" are the same."""
    words = re.findall(r"\w+", key)
    while len(words) > 1 and words[-1] in _LEGAL:
        words.pop()
    return "".join(words)
