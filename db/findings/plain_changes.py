"""The changes of organizations as plain rows, for those whose headcount a cheap walk can judge.

All events are read in one go through the file, some thousands at a time; those of a few organizations by their index.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from functools import partial

from db.analysis.headcount.sinking import Step
from db.findings.base import Found, narrowed
from db.model.ids import OrganizationId
from db.model.values import KindGroup, Population
from db.store.codec import read_day
from db.tables.reads import Reads
from db.tables.where import Parameters, counted_by, statuses

#: Versions of events read between two looks at the progress.
_PORTION = 25_000

#: An event that the walk can read: on an exact day (or without one), its count and percentage exact, absent or a plain
#: rounding; of a gain a percentage needs a count beside it. Nothing else that tells of a level.
_READABLE = (
    "e.part_of_id IS NULL AND e.base_words IS NULL AND e.until IS NULL AND e.percent_of IS NULL "
    "AND e.earliest IS e.latest AND e.count_low IS e.count_best AND e.count_best IS e.count_high "
    "AND (e.count_best IS NULL OR (e.count_best >= 0 AND e.count_best < 9e99)) AND ("
    "(e.percent_low IS NULL AND e.percent_best IS NULL AND e.percent_high IS NULL) OR ("
    "e.percent_low > 0 AND e.percent_low <= e.percent_best AND e.percent_best <= e.percent_high "
    "AND ({loses} AND e.percent_best = 100 OR "
    "e.percent_best < 100 AND e.percent_high <= 100 AND ({loses} OR e.count_best IS NOT NULL))))"
)


@dataclass(slots=True)
class Plain:
    """The changes by organization, in any order; ``others`` are organizations with anything else."""

    steps: dict[OrganizationId, list[Step]] = field(default_factory=dict)
    others: set[OrganizationId] = field(default_factory=set)

    def of(self, organization_id: OrganizationId) -> list[Step]:
        """The changes of an organization in their order."""
        return sorted(self.steps.get(organization_id, ()))


class PlainChanges:
    """Reads the changes that count, of employees."""

    def __init__(self, reads: Reads) -> None:
        self._db = reads.at.store.connection
        signs = {
            code: kind.sign if kind.population is Population.EMPLOYEES and not kind.level else 0
            for code, kind in reads.kinds.items()
            if kind.group is KindGroup.WORKFORCE
        }
        counted, counted_parameters = counted_by(reads.today)
        live, live_parameters = reads.at.live("e")
        loses = _among("e.kind", [code for code, sign in signs.items() if sign < 0])
        changes = _among("e.kind", [code for code, sign in signs.items() if sign])
        population = f"(e.population IS NULL OR e.population = '{Population.EMPLOYEES.value}')"
        plain = f"ifnull({changes[0]} AND {population} AND {_READABLE.format(loses=loses[0])}, 0)"
        shown = _among("e.status", list(statuses(reads.scope.minimum_status)))
        workforce = _among("e.kind", list(signs))
        times = _READABLE.count("{loses}")
        self._statement = (
            f"SELECT e.organization_id, {plain}, {counted} AND {shown[0]}, e.earliest, {loses[0]}, e.id, "
            "e.count_best, e.percent_low, e.percent_best, e.percent_high "
            f"FROM events e WHERE {workforce[0]} AND {live}"
        )
        self._parameters: Parameters = [
            *changes[1], *(code for _ in range(times) for code in loses[1]), *counted_parameters, *shown[1],
            *loses[1], *workforce[1], *live_parameters,
        ]  # fmt: skip
        self._days: dict[str, int] = {}
        self.found = Plain()

    def portions(self) -> list[Callable[[], Iterable[Found]]]:
        """Reading everything, as portions of work that find nothing by themselves."""
        last = self._db.execute("SELECT ifnull(max(version), 0) FROM events").fetchone()[0]
        return [partial(self._portion, start) for start in range(0, last + 1, _PORTION)]

    def of(self, only: Collection[OrganizationId]) -> Plain:
        """Those of some organizations."""
        for among, ids in narrowed("e.organization_id", only):
            self._read(among, ids)
        return self.found

    def _portion(self, start: int) -> Iterable[Found]:
        self._read(" AND e.version >= ? AND e.version < ?", [start, start + _PORTION])
        return ()

    def _read(self, among: str, parameters: Parameters) -> None:
        cursor = self._db.execute(self._statement + among, (*self._parameters, *parameters))
        cursor.row_factory = None
        steps, others, days = self.found.steps, self.found.others, self._days
        for organization_id, plain, counts, day, *rest in cursor.fetchall():
            if not plain:
                others.add(organization_id)
            elif counts:
                ordinal = days.get(day)
                if ordinal is None:
                    ordinal = days[day] = read_day(day).toordinal()
                own = steps.get(organization_id)
                if own is None:
                    own = steps[organization_id] = []
                own.append(Step(ordinal, *rest))


def _among(column: str, values: list[str]) -> tuple[str, list[str]]:
    return f"{column} IN ({', '.join('?' * len(values))})", values
