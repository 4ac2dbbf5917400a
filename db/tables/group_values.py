"""What events are grouped by: for each row of the facts a code, and what the codes mean. The one way to a group.

A field of one's own counts as it was on the event's day: of a value per organization, the latest that is valid from a
day no later than that; one without such a day was always so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from db.analysis.figures.facts import POPULATIONS, Facts, Ints
from db.model.ids import OrganizationId
from db.model.text import fold
from db.model.values import STATUS_ORDER, ImpreciseDate
from db.reading.dates import parse_date
from db.tables.reads import Reads


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Groups:
    """``codes``: for each row asked for a place in ``labels``; the empty label is "not stated".

    ``organizations``: whose label it is, where the groups are organizations.
    """

    codes: Ints
    labels: Sequence[str]
    organizations: Sequence[OrganizationId] = ()


#: What can be grouped by besides fields of one's own.
BUILT_IN = ("kind", "organization", "population", "status", "reason", "place")


def names(reads: Reads) -> tuple[str, ...]:
    """Everything there is to group by: what is built in, then the fields of one's own in their order."""
    return (*BUILT_IN, *dict.fromkeys(row[1] for row in _fields(reads)))


def groups(reads: Reads, facts: Facts, rows: Ints, by: str) -> Groups | None:
    """The groups of some rows by something that :func:`names` has; None: nothing is called so."""
    if by in _READ:
        return _READ[by](reads, facts, rows)
    field = next((row for row in _fields(reads) if fold(str(row[1])) == fold(by)), None)
    return None if field is None else _of_field(reads, facts, rows, int(field[0]), str(field[2]))


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


def _fields(reads: Reads) -> list[tuple[int, str, str]]:
    condition, parameters = reads.at.live("f")
    return reads.at.store.connection.execute(
        f"SELECT f.id, f.name, f.subject FROM fields f WHERE {condition} ORDER BY f.position, f.id", parameters
    ).fetchall()


def _of_field(reads: Reads, facts: Facts, rows: Ints, field: int, subject: str) -> Groups:
    of_event = subject.startswith("event")
    labels: dict[str, int] = {"": 0}
    values: dict[int, list[tuple[int, int]]] = {}
    for whose, day, label in _values(reads, field, "event_id" if of_event else "organization_id"):
        values.setdefault(whose, []).append((day, labels.setdefault(label, len(labels))))
    subjects = facts.ints("id" if of_event else "organization")[rows]
    known = np.fromiter(values, np.int64, len(values))
    codes = np.zeros(len(rows), np.int64)
    plain = {whose: found[0][1] for whose, found in values.items() if len(found) == 1 and not found[0][0]}
    if plain:
        keys = np.array(sorted(plain), np.int64)
        at = np.minimum(np.searchsorted(keys, subjects), len(keys) - 1)
        hit = keys[at] == subjects
        codes[hit] = np.array([plain[int(key)] for key in keys], np.int64)[at[hit]]
    dated = np.flatnonzero(np.isin(subjects, known[[int(one) not in plain for one in known]])) if len(known) else ()
    for place in dated:
        codes[place] = _valid(values[int(subjects[place])], _middle(facts, int(rows[place])))
    return Groups(codes=codes, labels=list(labels))


def _valid(found: Sequence[tuple[int, int]], day: int) -> int:
    """The value that was valid on a day; of two from the same day the one recorded last."""
    until = [one for one in sorted(found, key=lambda one: one[0]) if one[0] <= day]
    return until[-1][1] if until else 0


def _middle(facts: Facts, row: int) -> int:
    earliest, latest = int(facts.ints("earliest")[row]), int(facts.ints("latest")[row])
    return (earliest + latest) // 2 if earliest and latest else earliest or latest


def _values(reads: Reads, field: int, subject: str) -> list[tuple[int, int, str]]:
    """Whose value, from which day (0: always), and what it is called."""
    condition, parameters = reads.at.live("v")
    choice, choice_parameters = reads.at.live("c")
    rows = reads.at.store.connection.execute(
        f"SELECT v.{subject} AS whose, v.valid_from, c.name, v.number, v.date, v.words FROM field_values v "
        f"LEFT JOIN field_choices c ON c.id = v.choice_id AND {choice} "
        f"WHERE v.field_id = ? AND v.{subject} IS NOT NULL AND {condition} ORDER BY v.version",
        (*choice_parameters, field, *parameters),
    ).fetchall()
    return [(row["whose"], _from(row["valid_from"]), _label(row["name"], row["number"], row["date"], row["words"]))
            for row in rows]  # fmt: skip


def _from(text: str | None) -> int:
    read = parse_date(text) if text else None
    day = read.earliest if isinstance(read, ImpreciseDate) else None
    return day.toordinal() if day else 0


def _label(choice: str | None, number: float | None, day: str | None, words: str | None) -> str:
    if choice is not None:
        return choice
    if number is not None:
        return f"{number:g}"
    return day or words or ""
