"""What a file says twice: a row repeated is one row, and what another source says too is a second claim. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter

from db.importing.cells.words import normalized
from db.importing.facts import Facts, SourceKey
from db.importing.fields import Field
from db.importing.file.reader import Row

#: Words in the name of a column by which rows differ that agree in all that is imported.
_APART = frozenset((
    "address", "adresse", "anschrift", "city", "county", "facility", "id", "location", "number", "nummer", "ort", "plz",
    "postal", "site", "stadt", "standort", "straße", "strasse", "street", "zip",
))  # fmt: skip


def columns_apart(fields: Sequence[Field], header: Sequence[str]) -> tuple[int, ...]:
    """The columns from which nothing is imported and which keep rows apart: cities, addresses, numbers."""
    return tuple(
        index
        for index, (field, name) in enumerate(zip(fields, header, strict=True))
        if field is Field.IGNORE and not _APART.isdisjoint(normalized(name).split())
    )


class Repeats:
    """Remembers what a file said. Facts are compared as they were understood, so 09/30/2013 repeats 09/30/13."""

    def __init__(self, apart: tuple[int, ...], *, sources: bool) -> None:
        """``sources``: whether rows name a source of their own."""
        self._apart = apart
        self._named = sources
        self._seen: dict[int, set[int] | int] = {}
        self._alone: set[int] = set()

    def among(self, facts: Facts, marks: Sequence[int], rows: Sequence[Row]) -> tuple[set[int], set[int]]:
        """Places of facts that repeat another, and of those that say the same after another source."""
        repeated, again = self._among(facts, self._keys(facts, marks, rows))
        if (repeated or again) and any(facts.follows):
            repeated, again = _whole_rows(facts, repeated), again - _following(facts)
        return repeated, again

    def _among(self, facts: Facts, keys: list[int]) -> tuple[set[int], set[int]]:
        if not self._named:
            return self._repeated(keys), set()
        distinct = set(keys)
        if len(distinct) == len(keys) and self._seen.keys().isdisjoint(distinct):
            self._seen.update(zip(keys, map(_mark, facts.sources), strict=True))
            return set(), set()
        repeated: set[int] = set()
        again: set[int] = set()
        for place, (key, source) in enumerate(zip(keys, map(_mark, facts.sources), strict=True)):
            known = self._seen.setdefault(key, set())
            if isinstance(known, int):
                known = self._seen[key] = {known}
            if source in known:
                repeated.add(place)
            elif known:
                again.add(place)
            known.add(source)
        return repeated, again

    def _repeated(self, keys: list[int]) -> set[int]:
        distinct = set(keys)
        if len(distinct) == len(keys) and self._alone.isdisjoint(distinct):
            self._alone |= distinct
            return set()
        found = set()
        for place, key in enumerate(keys):
            if key in self._alone:
                found.add(place)
            self._alone.add(key)
        return found

    def _keys(self, facts: Facts, marks: Sequence[int], rows: Sequence[Row]) -> list[int]:
        if not self._apart:
            return list(marks)
        cells = map(itemgetter(1), (rows[place] for place in facts.places))
        return [hash((mark, *map(row.__getitem__, self._apart))) for mark, row in zip(marks, cells, strict=True)]


def _following(facts: Facts) -> set[int]:
    """The places of all facts in rows that say several things of one event."""
    rows = {row for row, follows in zip(facts.places, facts.follows, strict=True) if follows}
    return {place for place, row in enumerate(facts.places) if row in rows}


def _whole_rows(facts: Facts, repeated: set[int]) -> set[int]:
    """Of the repeated facts those whose row says nothing else: a figure and its correction go together."""
    together = _following(facts)
    else_rows = {row for place, row in enumerate(facts.places) if place in together and place not in repeated}
    return {place for place in repeated if place not in together or facts.places[place] not in else_rows}


def _mark(source: SourceKey | None) -> int:
    return hash((source.url or (source.publisher, source.title)) if source is not None else None)
