"""What events are grouped by: for each row of the facts a code, and what the codes mean. The one way to a group.

A field of one's own counts as it was on the event's day.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from db.analysis.figures.facts import POPULATIONS, Facts, Ints
from db.model.ids import OrganizationId
from db.model.own_fields import FieldSubject, OwnField
from db.model.text import fold
from db.model.values import STATUS_ORDER
from db.tables.fields.reads import DIFFERING, NOT_STATED
from db.tables.reads import Reads


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Groups:
    """``codes``: for each row asked for a place in ``labels``; the empty label is "not stated".

    ``organizations``: whose label it is, where the groups are organizations.
    """

    codes: Ints
    labels: Sequence[str]
    organizations: Sequence[OrganizationId] = ()


#: The label of those whose sources state values that differ, and nobody decided.
SEVERAL = ":differing"
#: What can be grouped by besides fields of one's own.
BUILT_IN = ("kind", "organization", "population", "status", "reason", "place")


def names(reads: Reads) -> tuple[str, ...]:
    """Everything there is to group by: what is built in, then the fields of one's own in their order."""
    return (*BUILT_IN, *dict.fromkeys(field.name for field in reads.fields.all()))


def groups(reads: Reads, facts: Facts, rows: Ints, by: str) -> Groups | None:
    """The groups of some rows by something that :func:`names` has; None: nothing is called so."""
    if by in _READ:
        return _READ[by](reads, facts, rows)
    field = reads.fields.find(by)
    return None if field is None else _of_field(reads, facts, rows, field)


def _by_organization(reads: Reads, facts: Facts, rows: Ints) -> Groups:
    ids, codes = np.unique(facts.ints("organization")[rows], return_inverse=True)
    called = reads.organizations.names()
    organizations = [OrganizationId(int(one)) for one in ids]
    return Groups(codes=codes, labels=[called.get(one, "") for one in organizations], organizations=organizations)


def _by_kind(_reads: Reads, facts: Facts, rows: Ints) -> Groups:
    return Groups(codes=facts.ints("kind")[rows].astype(np.int64), labels=facts.texts["kind"])


def _by_population(reads: Reads, facts: Facts, rows: Ints) -> Groups:
    """The event's own population, else that of its kind."""
    own = facts.ints("population")[rows].astype(np.int64)
    kinds = [reads.kinds.get(code) for code in facts.texts["kind"]]
    of_kind = np.array([POPULATIONS.index(kind.population if kind else None) for kind in kinds], np.int64)
    none = len(POPULATIONS) - 1
    return Groups(
        codes=np.where(own == none, of_kind[facts.ints("kind")[rows]], own),
        labels=[one.value if one else "" for one in POPULATIONS],
    )


def _by_status(_reads: Reads, facts: Facts, rows: Ints) -> Groups:
    return Groups(
        codes=facts.ints("status")[rows].astype(np.int64), labels=[*(status.value for status in STATUS_ORDER), ""]
    )


def _by_text(name: str) -> Callable[[Reads, Facts, Ints], Groups]:
    def read(_reads: Reads, facts: Facts, rows: Ints) -> Groups:
        """Texts that differ in upper and lower case alone are one group, under the first of them."""
        places: dict[str, int] = {}
        labels: list[str] = []
        merged = np.empty(len(facts.texts[name]), np.int64)
        for number, text in enumerate(facts.texts[name]):
            merged[number] = place = places.setdefault(fold(text), len(places))
            if place == len(labels):
                labels.append(text)
        return Groups(codes=merged[facts.ints(name)[rows]], labels=labels)

    return read


_READ: Mapping[str, Callable[[Reads, Facts, Ints], Groups]] = {
    "kind": _by_kind,
    "organization": _by_organization,
    "population": _by_population,
    "status": _by_status,
    "reason": _by_text("reason"),
    "place": _by_text("place"),
}


# Fields of one's own -----------------------------------------------------------------------------------------------


def _of_field(reads: Reads, facts: Facts, rows: Ints, field: OwnField) -> Groups:
    of_event = field.subject is FieldSubject.EVENT
    subjects = facts.ints("id" if of_event else "organization")[rows]
    found = reads.fields.codes(field, subjects.tolist(), _days(facts, rows))
    codes = np.array(found.codes, np.int64)
    # Not stated comes first, and what differs last.
    codes = np.where(codes == NOT_STATED, 0, np.where(codes == DIFFERING, len(found.labels) + 1, codes + 1))
    return Groups(codes=codes, labels=["", *found.labels, SEVERAL])


def _days(facts: Facts, rows: Ints) -> list[str | None]:
    """The day on which each event asks for a value, as the scope's filters ask."""
    days, places = np.unique(facts.ints("earliest")[rows], return_inverse=True)
    written = [date.fromordinal(day).isoformat() if day else None for day in days.tolist()]
    return [written[place] for place in places.tolist()]
