"""The findings of a scope in the order they are told, kept so that a change moves only what it touched."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import chain

from db.analysis.findings.ranking import weight
from db.analysis.series import Finding, FindingKind
from db.findings.base import Subject
from db.findings.duplicates import Names
from db.model.ids import EventId
from db.model.records import Scope

#: What was found by one step of the search, by what it was found for.
Shelf = Mapping[Subject, tuple[Finding, ...]]
#: Where a finding stands among all; the same for two of the same identity and organization only.
Place = tuple[int, float, tuple[int, ...], str, tuple[int, ...], int, str]

_ORDER = {kind: number for number, kind in enumerate(FindingKind)}


@dataclass(frozen=True, slots=True)
class Order:
    """Findings and their places, both in order, each once; ``again``: how often more a place was found."""

    places: list[Place] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    again: dict[Place, int] = field(default_factory=dict)

    @classmethod
    def of(cls, told: Iterable[Finding]) -> Order:
        """Some findings in order."""
        order = cls()
        by_place: dict[Place, Finding] = {}
        for one in told:
            place = _place(one)
            if place in by_place:
                order.again[place] = order.again.get(place, 0) + 1
            by_place[place] = one
        order.places.extend(sorted(by_place))
        order.findings.extend(map(by_place.__getitem__, order.places))
        return order

    def moved(self, gone: Iterable[Finding], fresh: Iterable[Finding]) -> Order:
        """The same without those that are ``gone`` and with the ``fresh`` ones."""
        order = Order(self.places.copy(), self.findings.copy(), self.again.copy())
        for one in gone:
            order._take(_place(one))
        for one in fresh:
            order._add(_place(one), one)
        return order

    def _take(self, place: Place) -> None:
        if place in self.again:
            self.again[place] -= 1
            if not self.again[place]:
                del self.again[place]
            return
        at = bisect_left(self.places, place)
        del self.places[at], self.findings[at]

    def _add(self, place: Place, one: Finding) -> None:
        at = bisect_left(self.places, place)
        if at < len(self.places) and self.places[at] == place:
            self.again[place] = self.again.get(place, 0) + 1
            self.findings[at] = one
        else:
            self.places.insert(at, place)
            self.findings.insert(at, one)


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingSet:
    """The findings of a scope, kept so that after a change only what it touched is looked at again.

    ``shelves`` by step; ``order``: all that stands on them. ``parts`` are the events that are or were parts, by their
    whole; ``names`` those of the organizations, taken apart.
    """

    scope: Scope
    as_of: date
    kept: str  # the file it was read from
    operation: int
    shelves: Mapping[str, Shelf]
    order: Order = field(repr=False)
    parts: Mapping[EventId, frozenset[EventId]] = field(repr=False)
    names: Names = field(repr=False)

    def all(self) -> list[Finding]:
        """The findings by kind, those first that change the most; what was found in two ways is one."""
        return self.order.findings.copy()


def in_order(shelves: Mapping[str, Shelf]) -> Order:
    """Everything on the shelves."""
    return Order.of(chain.from_iterable(chain.from_iterable(shelf.values()) for shelf in shelves.values()))


def _place(one: Finding) -> Place:
    rank = _ORDER[one.kind], -weight(one)
    return *rank, one.event_ids, one.field, one.claim_ids, one.organization_id or 0, one.identity


__all__ = ["FindingSet", "Order", "Shelf", "in_order"]
