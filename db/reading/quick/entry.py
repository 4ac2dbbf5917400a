"""A quick line to the fields of an event: ``parse_quick``.

First what can be recognized by itself (addresses, known names, dates, quantities), then the kind, and from it who is
who. Nothing is invented: what is not sure stays empty or becomes a doubt, and every word is accounted for.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Literal

from db.model.records import EventKind
from db.model.values import ImpreciseDate, KindGroup, Status
from db.reading.dates import DateOrder
from db.reading.quantities import NumberConvention
from db.reading.quick import actors
from db.reading.quick.board import Board, lower
from db.reading.quick.days import By, FoundDate, find_dates
from db.reading.quick.match import find_kind, mentions, publisher
from db.reading.quick.names import Names
from db.reading.quick.references import FoundReference, find_reference
from db.reading.quick.result import Doubt, Field, QuickEntry
from db.reading.quick.sizes import FoundSize, as_amount, find_sizes
from db.reading.quick.words import HEDGES, NEGATIONS, statuses

_URL = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_YEAR_LEADS = frozenset(("in", "im", "jahr", "jahre", "year", "since", "seit", "fy"))


def parse_quick(
    text: str,
    *,
    names: Names,
    kinds: Mapping[str, EventKind],
    order: DateOrder | None = None,
    convention: NumberConvention | None = None,
    published: ImpreciseDate | date | None = None,
    fiscal: int | None = None,
) -> QuickEntry:
    """Read one line. ``order``, ``convention``, ``fiscal`` as in the parsers; ``published`` resolves "last month"."""
    return _Reader(text, names, kinds, convention).read(By(order, published, fiscal))


class _Reader:
    """The state of reading one line."""

    def __init__(
        self, text: str, names: Names, kinds: Mapping[str, EventKind], convention: NumberConvention | None
    ) -> None:
        self.board = Board(text)
        self.names = names
        self.kinds = kinds
        self.convention = convention
        self.doubts: list[Doubt] = []
        self.texts: dict[str, str] = {}

    def read(self, by: By) -> QuickEntry:
        board = self.board
        self._url()
        reference = find_reference(board)
        if reference is not None:
            board.take(reference.start, reference.number, "filler")
            board.take(reference.number, reference.end, "reference")
        found = mentions(board, self.names)
        found, self.texts["publisher"] = publisher(board, self.names, found)
        dates = find_dates(board, by)
        for day in dates:
            board.take(day.start, day.end, "announced")
        sizes = find_sizes(board, self.convention)
        match, others = find_kind(board, self.kinds, sizes, len(found))
        for size in sizes:
            board.take(size.start, size.end, "count")
        if match is not None:
            for start, end in match.parts:
                board.take(start, end, "kind")
            if others:
                self.doubts.append(Doubt("kind", "several"))
        status = self._status()
        group = self.kinds[match.code].group if match else None
        self._reference(reference, group)
        cast = actors.cast(board, self.names, match, group, found)
        self.doubts += cast.doubts
        self._dates(dates, sizes, self.kinds[match.code] if match else None)
        self._sizes(sizes, group)
        self._unsaid()
        board.finish()
        rest = [board.text[span.start : span.end] for span in board.spans if span.field == "rest"]
        return QuickEntry(
            text=board.text,
            kind=match.code if match else "",
            organization=cast.organization,
            counterparty=cast.counterparty,
            side=cast.side,
            status=status,
            person=cast.person,
            role=cast.role,
            wording=" … ".join(" ".join(part.split()) for part in rest),
            spans=tuple(board.spans),
            doubts=tuple(self.doubts),
            **self.texts,
        )

    def _url(self) -> None:
        match = _URL.search(self.board.text)
        if match is not None:
            url = match[0].rstrip(".,;:!?)]}'")
            self.board.take(match.start(), match.start() + len(url), "url")
            self.texts["url"] = url

    def _reference(self, found: FoundReference | None, group: KindGroup | None) -> None:
        """A contract's number is that of a relationship; of anything else it is kept as it was written."""
        if found is None:
            return
        if group is not KindGroup.RELATIONSHIP:
            self.board.relabel(found.start, found.end, "rest")
            return
        self.texts["reference"] = found.text
        if found.deal is not None:
            self.board.take(*found.deal, "filler")

    def _status(self) -> Status | None:
        said: list[Status] = []
        for status, pattern in statuses():
            for match in pattern.finditer(self.board.masked()):
                self.board.take(match.start(), match.end(), "status")
                said.append(status)
        distinct = [s for s in dict.fromkeys(said) if s is not Status.REPORTED or len(set(said)) == 1]
        if len(distinct) > 1:
            self.doubts.append(Doubt("status", "several"))
            return None
        return distinct[0] if distinct else None

    # Dates and sizes.

    def _dates(self, dates: list[FoundDate], sizes: list[FoundSize], kind: EventKind | None) -> None:
        group = kind and kind.group
        for found in dates:
            comes = found.later and (kind is None or not kind.level)
            field: Literal["announced", "effective"] = "effective" if found.effective or comes else "announced"
            if self.texts.get(field):
                self.board.relabel(found.start, found.end, "rest")
                self._doubt(field, "several")
                continue
            self.board.relabel(found.start, found.end, field)
            self.texts[field] = found.text
            if found.reason:
                self._doubt(field, found.reason)
            elif not found.strong and not sizes and group is KindGroup.WORKFORCE and not self._led(found):
                self._doubt(field, "year_or_count")

    def _led(self, found: FoundDate) -> bool:
        """Whether a bare year is introduced as one."""
        before = [word.low for word in self.board.words if word.end <= found.start]
        return bool(before) and before[-1] in _YEAR_LEADS

    def _sizes(self, sizes: list[FoundSize], group: KindGroup | None) -> None:
        for found in sizes:
            read: FoundSize | None = found
            if group is KindGroup.OWNERSHIP and found.reading.count is not None and not found.heads:
                scaled = re.search(r"[a-z]", lower(found.text)) is not None
                read = as_amount(found, self.convention) if scaled else None
            field = _field(read, group)
            if read is None or not field:
                self.board.relabel(found.start, found.end, "rest")
                self._doubt("rest", "number", found.text)
            elif self.texts.get(field):
                self.board.relabel(found.start, found.end, "rest")
                self._doubt(field, "several", found.text)
            else:
                self.board.relabel(found.start, found.end, field)
                self.texts[field] = read.text
                if read.reason:
                    self._doubt(field, read.reason)

    def _unsaid(self) -> None:
        """What was not understood but must not go unseen: numbers, and words that turn a sentence round."""
        for word in self.board.words:
            if not self.board.free_word(word):
                continue
            if word.low in NEGATIONS:
                self._doubt("rest", "negation", self.board.text[word.start : word.end])
            elif word.low in HEDGES:
                self._doubt("rest", "hedge", self.board.text[word.start : word.end])
            elif any(c.isdigit() for c in word.low):
                self._doubt("rest", "number", self.board.text[word.start : word.end])

    def _doubt(self, field: Field, reason: str, detail: str = "") -> None:
        self.doubts.append(Doubt(field, reason, detail))


def _field(found: FoundSize | None, group: KindGroup | None) -> Literal["", "count", "percent", "amount"]:
    """The field a quantity belongs to; empty where the kind has none for it."""
    if found is None or group is KindGroup.LEADERSHIP:
        return ""
    if found.reading.amount is not None:
        return "amount"
    if group is KindGroup.RELATIONSHIP:
        return ""
    if found.reading.count is None:
        return "percent"
    return "" if group is KindGroup.OWNERSHIP else "count"


__all__ = ["parse_quick"]
