"""The facts in memory: a column a property of all events there ever were, and which of them count for a scope.

A row is a version of an event. A block never changes; :meth:`Facts.followed` gives the next one. Days are ordinals, 0:
not known. Whether an event counts is asked of :mod:`db.analysis.counting`, once for each thing that can be the case.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import product

import numpy as np
from numpy.typing import NDArray

from db.analysis.counting import reason, settle_all
from db.model.ids import EventId, OrganizationId
from db.model.records import Event, EventKind, Resolved
from db.model.values import STATUS_ORDER, Exclusion, ImpreciseDate, Population, Quantity, Status

Array = NDArray[np.generic]
Flags = NDArray[np.bool_]
Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

#: An operation later than any.
NEVER = np.iinfo(np.int32).max
POPULATIONS: tuple[Population | None, ...] = (*Population, None)
#: The columns, with what holds them. Texts are codes: places in :attr:`Facts.texts`, 0 is no text.
COLUMNS: Mapping[str, type[np.generic]] = {
    "version": np.int64, "id": np.int64, "added": np.int32, "retired": np.int32, "kind": np.int32, "status": np.int8,
    "organization": np.int64, "counterparty": np.int64, "population": np.int8, "earliest": np.int32,
    "latest": np.int32, "span": np.bool_, "low": np.float64, "best": np.float64, "high": np.float64,
    "percent_low": np.float32, "percent_best": np.float32, "percent_high": np.float32, "of_unit": np.bool_,
    "part_of": np.int64, "complete": np.bool_, "reason": np.int32, "place": np.int32,
    "sources": np.int16, "contradicted": np.bool_,
}  # fmt: skip
TEXTS = ("kind", "reason", "place")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Counted:
    """The rows of a block that are in the totals of a scope; ``rests`` stand for an unknown rest beside parts."""

    rows: Ints
    rests: Flags


@dataclass(frozen=True, slots=True, eq=False)
class Sizes:
    """The counts of rows, 0 where an end is not known. ``known``: bits that say of what something is known.

    ``differ``: where the three ends are not one number.
    """

    known: NDArray[np.uint8]
    low: Floats
    best: Floats
    high: Floats
    differ: Flags


#: What the bits of :attr:`Sizes.known` say: anything, a best, a high end.
ANY, BEST, HIGH = 1, 2, 4


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Facts:
    """All versions of all events up to ``operation``, in the order of their versions."""

    operation: int
    columns: Mapping[str, Array]
    texts: Mapping[str, tuple[str, ...]]
    _settled: dict[object, tuple[Ints, Ints]] = field(default_factory=dict)
    _sizes: list[Sizes] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.columns["id"])

    def ints(self, name: str) -> Ints:
        """A column of whole numbers."""
        return self.columns[name]  # type: ignore[return-value]

    def floats(self, name: str) -> Floats:
        """A column of numbers; NaN: not known."""
        return self.columns[name]  # type: ignore[return-value]

    def flags(self, name: str) -> Flags:
        """A column of yes and no."""
        return self.columns[name]  # type: ignore[return-value]

    @property
    def last_version(self) -> int:
        """The version of the last row; 0 for none."""
        return int(self.columns["version"][-1]) if len(self) else 0

    @property
    def sizes(self) -> Sizes:
        """The counts, worked out once."""
        if not self._sizes:
            low, best, high = (self.floats(name) for name in ("low", "best", "high"))
            has_best, has_high = ~np.isnan(best), ~np.isnan(high)
            known = (has_best | has_high | ~np.isnan(low)) * ANY + has_best * BEST + has_high * HIGH
            low, best, high = (np.fmax(end, 0.0) for end in (low, best, high))
            self._sizes.append(Sizes(known.astype(np.uint8), low, best, high, (low != best) | (best != high)))
        return self._sizes[0]

    def followed(self, operation: int, fresh: Facts, retired: Mapping[int, int]) -> Facts:
        """The block with newer rows, and with versions (by number) that were retired since by an operation."""
        columns = {name: np.concatenate((self.columns[name], fresh.columns[name])) for name in COLUMNS}
        if retired:
            versions = np.fromiter(retired, np.int64, len(retired))
            places = np.searchsorted(columns["version"], versions)
            columns["retired"][places] = np.fromiter(retired.values(), np.int64, len(retired))
        return Facts(operation=operation, columns=columns, texts=fresh.texts)

    # What counts.

    def known(self, operation: int | None) -> Flags:
        """The rows that are known as of an operation; None: now."""
        if operation is None:
            live: Flags = self.ints("retired") == NEVER
            return live
        return (self.ints("added") <= operation) & (self.ints("retired") > operation)

    def counted(
        self,
        kinds: Mapping[str, EventKind],
        *,
        known: int | None,
        as_of: date,
        minimum_status: Status,
        organizations: Collection[OrganizationId] = (),
        among: Flags | None = None,
    ) -> Counted:
        """What is in the totals of a scope whatever its period; ``organizations`` empty: of all.

        ``among`` narrows what is given, not what stands for what: wholes and parts are settled before.
        """
        shown = self.known(known)
        if organizations:
            shown = shown & self._of(organizations)
        taken = shown & self._by_themselves(as_of, minimum_status)
        rests = np.zeros(len(self), np.bool_)
        related = self._related(shown)
        if len(related):
            key = (known, as_of, minimum_status, tuple(sorted(organizations)))
            if key not in self._settled:
                self._settled[key] = self._settle(related, kinds, as_of, minimum_status)
            counted, standing_for_rest = self._settled[key]
            taken[related] = False
            taken[counted] = True
            rests[standing_for_rest] = True
        if among is not None:
            taken &= among
        rows = np.flatnonzero(taken)
        return Counted(rows=rows, rests=rests[rows])

    def of_kinds(self, wanted: Iterable[str]) -> Flags:
        """The rows of some kinds."""
        chosen = set(wanted)
        found: Flags = np.array([text in chosen for text in self.texts["kind"]], np.bool_)[self.ints("kind")]
        return found

    def _of(self, organizations: Collection[OrganizationId]) -> Flags:
        most = int(max(self.ints("organization").max(initial=0), self.ints("counterparty").max(initial=0)))
        wanted = np.zeros(most + 1, np.bool_)
        wanted[[one for one in organizations if one <= most]] = True
        wanted[0] = False
        return wanted[self.ints("organization")] | wanted[self.ints("counterparty")]

    def _by_themselves(self, as_of: date, minimum_status: Status) -> Flags:
        """Whether rows count, parts aside: the rule is asked about each thing that can be the case."""
        day = as_of.toordinal()
        earliest, latest = self.ints("earliest"), self.ints("latest")
        case = self.ints("status").astype(np.int8) * 8 + (earliest > 0) * 4 + (latest > 0) * 2 + (earliest > day)
        table = np.zeros(8 * (len(STATUS_ORDER) + 1), np.bool_)
        cases = product(range(len(STATUS_ORDER) + 1), (0, 1), (0, 1), (0, 1))
        for number, (rank, begins, ends, later) in enumerate(cases):
            status = STATUS_ORDER[rank] if rank < len(STATUS_ORDER) else None
            begin = (day + 1 if later else day) if begins else None
            why = reason(
                status, _day(begin), _day(day + 1 if ends else None), as_of=f"{day:08}", minimum_status=minimum_status
            )
            table[number] = why is Exclusion.NONE
        counts: Flags = table[case]
        return counts

    def _related(self, shown: Flags) -> Ints:
        """The rows that are a part of another shown one, and those that have parts."""
        parts = np.flatnonzero(shown & (self.ints("part_of") > 0))
        if not len(parts):
            return parts
        wholes = np.flatnonzero(shown & np.isin(self.ints("id"), self.ints("part_of")[parts]))
        return np.union1d(parts, wholes)

    def _settle(
        self, related: Ints, kinds: Mapping[str, EventKind], as_of: date, minimum_status: Status
    ) -> tuple[Ints, Ints]:
        rows = {EventId(int(event)): int(row) for event, row in zip(self.ints("id")[related], related, strict=True)}
        settled = settle_all(
            [self._event(row) for row in rows.values()], kinds, as_of=as_of, minimum_status=minimum_status
        )
        return (
            np.array([rows[event.id] for event in settled.counted], np.int64),
            np.array([rows[event] for event in settled.rests], np.int64),
        )

    def _event(self, row: int) -> Event:
        """As much of an event as settling wholes and parts asks for."""
        ends = (float(self.columns[name][row]) for name in ("low", "best", "high"))
        numbers = [None if np.isnan(end) else end for end in ends]
        earliest, latest = int(self.columns["earliest"][row]), int(self.columns["latest"][row])
        status = int(self.columns["status"][row])
        return Event(
            id=EventId(int(self.columns["id"][row])),
            kind=self.texts["kind"][int(self.columns["kind"][row])],
            organization_id=OrganizationId(int(self.columns["organization"][row])),
            population=POPULATIONS[int(self.columns["population"][row])],
            part_of_id=EventId(int(self.columns["part_of"][row])) or None,
            parts_complete=bool(self.columns["complete"][row]),
            values=Resolved(
                status=STATUS_ORDER[status] if status < len(STATUS_ORDER) else None,
                count=Quantity(numbers[0], numbers[1], numbers[2]),
                announced=ImpreciseDate(
                    "",
                    date.fromordinal(earliest) if earliest else None,
                    date.fromordinal(latest) if latest else None,
                ),
            ),
        )


def _day(ordinal: int | None) -> str | None:
    """Days that only compare: written so that they sort."""
    return None if ordinal is None else f"{ordinal:08}"


def nothing(texts: Mapping[str, Sequence[str]] | None = None) -> Facts:
    """A block without rows."""
    empty: dict[str, Array] = {name: np.empty(0, kind) for name, kind in COLUMNS.items()}
    return Facts(operation=0, columns=empty, texts=dict.fromkeys(TEXTS, ("",)) if texts is None else {
        name: tuple(found) for name, found in texts.items()
    })  # fmt: skip
