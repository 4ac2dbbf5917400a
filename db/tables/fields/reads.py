"""Fields of one's own and their values, as a view knows them."""

from __future__ import annotations

import json
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import repeat
from typing import Any, NamedTuple

from db.model.own_fields import FieldChoice, FieldSubject, FieldType, FieldValue, OwnField
from db.model.scope import FieldFilter
from db.model.text import identity
from db.store.codec import read_date
from db.tables.base import Table
from db.tables.fields.conditions import key_of

#: The code of what has no value, and of what has several that differ.
NOT_STATED, DIFFERING = -1, -2

#: After every day: something without a date is told with what holds last.
_LAST = "9999"

#: The steps of one subject: the day from which each holds, and its code.
_Steps = tuple[list[str], list[int]]


class FieldCodes(NamedTuple):
    """The values of many subjects as small numbers: ``codes`` are places in ``labels``, or one of the two above.

    ``filters`` shows what is behind a label; that of a code below 0 is made by :func:`filter_of`.
    """

    labels: tuple[str, ...]
    codes: array[int]


class FieldReads(Table):
    """Fields with their choices, in their order; values by subject."""

    def all(self, subject: FieldSubject | None = None) -> tuple[OwnField, ...]:
        """The fields of organizations, then those of events, each in their order; or those of one subject."""
        live, parameters = self._at.live("f")
        choices: dict[int, list[FieldChoice]] = {}
        for row in self._db.execute(
            f"SELECT f.id, f.field_id, f.name, f.position FROM field_choices f WHERE {live} ORDER BY f.position, f.id",
            parameters,
        ):
            choices.setdefault(row[1], []).append(FieldChoice(id=row[0], field_id=row[1], name=row[2], position=row[3]))
        found = (
            OwnField(
                id=row["id"],
                name=row["name"],
                subject=FieldSubject(row["subject"]),
                type=FieldType(row["type"]),
                position=row["position"],
                choices=tuple(choices.get(row["id"], ())),
            )
            for row in self._db.execute(
                f"SELECT f.* FROM fields f WHERE {live} ORDER BY f.subject DESC, f.position, f.id", parameters
            )
        )
        return tuple(one for one in found if subject is None or one.subject is subject)

    def get(self, field_id: int) -> OwnField | None:
        """One field."""
        return next((one for one in self.all() if one.id == field_id), None)

    def find(self, name: str, subject: FieldSubject | None = None) -> OwnField | None:
        """The field of a name, whatever its case; one of organizations before one of events."""
        wanted = identity(name)
        return next((one for one in self.all(subject) if identity(one.name) == wanted), None)

    def uses(self, field_id: int) -> dict[int | None, int]:
        """How many values there are, by choice (None: values that are no choice)."""
        live, parameters = self._at.live("v")
        rows = self._db.execute(
            f"SELECT v.choice_id, count(*) FROM field_values v WHERE v.field_id = ? AND {live} GROUP BY 1",
            (field_id, *parameters),
        )
        return {row[0]: row[1] for row in rows}

    def values(
        self, subject: FieldSubject, subject_ids: Iterable[int], *, day: date | None = None
    ) -> dict[int, dict[int, tuple[FieldValue, ...]]]:
        """What holds of some subjects on a day (None: today), by subject and field; several values: they differ."""
        return {
            subject_id: {field_id: on_day(values, day or self._at.today) for field_id, values in by_field.items()}
            for subject_id, by_field in self.steps(subject, subject_ids).items()
        }

    def steps(self, subject: FieldSubject, subject_ids: Iterable[int]) -> dict[int, dict[int, tuple[FieldValue, ...]]]:
        """All values of some subjects, by subject and field, in the order in which they hold."""
        live, parameters = self._at.live("v")
        key = key_of(subject.value)
        found: dict[int, dict[int, list[FieldValue]]] = {}
        names = self._choice_names()
        for row in self._db.execute(
            f"SELECT v.* FROM field_values v WHERE v.{key} IN (SELECT value FROM json_each(?)) AND {live} "
            "ORDER BY ifnull(v.valid_from, ''), v.id",
            (json.dumps(sorted(set(subject_ids))), *parameters),
        ):
            value = read_value_row(row, names)
            found.setdefault(value.subject_id, {}).setdefault(value.field_id, []).append(value)
        return {one: {field: tuple(values) for field, values in fields.items()} for one, fields in found.items()}

    def of_events(self, events: Iterable[tuple[int, int, date | None]]) -> dict[int, dict[int, tuple[FieldValue, ...]]]:
        """What holds of some events (id, organization, day) on their day, by event and field, both kinds of field."""
        asked = list(events)
        own = self.steps(FieldSubject.EVENT, [event for event, _, _ in asked])
        of_organizations = self.steps(FieldSubject.ORGANIZATION, {organization for _, organization, _ in asked})
        return {
            event: {
                field: on_day(values, day or date.max)
                for steps in (of_organizations.get(organization, {}), own.get(event, {}))
                for field, values in steps.items()
            }
            for event, organization, day in asked
        }

    def codes(
        self, field: OwnField, subject_ids: Sequence[int], days: Sequence[str | None] | None = None
    ) -> FieldCodes:
        """The value of each subject as a number, to group by; ``days`` (ISO): that of its own day, else of today.

        Labels come in the order of the choices, of the numbers, of the days or of the words. A value that is not
        understood is a label of its own. Meant for 200,000 subjects.
        """
        rows = self._rows_of(field)
        values = sorted({(row[3], row[4]) for row in rows}, key=lambda one: (isinstance(one[0], str), one[0], one[1]))
        places = {label: place for place, label in enumerate(dict.fromkeys(label for _, label in values))}
        single: dict[int, int] = {}
        dated: dict[int, _Steps] = {}
        by_subject: dict[int, dict[str, int]] = {}
        for subject_id, _choice, since, _order, label in rows:
            steps = by_subject.setdefault(subject_id, {})
            steps[since] = DIFFERING if since in steps else places[label]
        for subject_id, steps in by_subject.items():
            if len(steps) == 1 and "" in steps:
                single[subject_id] = steps[""]
            else:
                dated[subject_id] = list(steps), list(steps.values())
        labels = tuple(places)
        if not dated:
            return FieldCodes(labels, array("i", map(single.get, subject_ids, repeat(NOT_STATED))))
        asked: Iterable[str | None] = repeat(self._at.today.isoformat()) if days is None else days
        codes = array("i")
        for subject_id, day in zip(subject_ids, asked, strict=False):
            found = dated.get(subject_id)
            codes.append(single.get(subject_id, NOT_STATED) if found is None else _at_day(found, day or _LAST))
        return FieldCodes(labels, codes)

    def filter_of(self, field: OwnField, label: str | None, *, differing: bool = False) -> FieldFilter:
        """What the scope asks for to show what has a label of :meth:`codes`; None: what has no value, or differs."""
        if label is None:
            return FieldFilter(field_id=field.id, not_stated=not differing, differing=differing)
        rows = self._rows_of(field)
        values = {row[1] for row in rows if row[4] == label}
        return FieldFilter(field_id=field.id, values=tuple(sorted(values, key=str)))

    def labels(self, field: OwnField) -> tuple[str, ...]:
        """The values that a field has, in their order."""
        return self.codes(field, ()).labels

    def differing(self, field_id: int) -> int:
        """How many subjects have values of one field that differ and hold from the same day."""
        live, parameters = self._at.live("v")
        row = self._db.execute(
            f"SELECT count(*) FROM (SELECT 1 FROM field_values v WHERE v.field_id = ? AND {live} "
            "GROUP BY v.organization_id, v.event_id, v.valid_from HAVING count(*) > 1)",
            (field_id, *parameters),
        ).fetchone()
        return int(row[0])

    def _rows_of(self, field: OwnField) -> list[tuple[int, int | float | str, str, int | float | str, str]]:
        """Subject, what a value is told apart by, since when, what it sorts by, and its label; by day."""
        live, parameters = self._at.live("v")
        names = {choice.id: (place, choice.name) for place, choice in enumerate(field.choices)}
        cursor = self._db.execute(
            f"SELECT v.{key_of(field.subject.value)}, v.choice_id, v.number, v.date, v.day, v.words_key, v.words, "
            f"ifnull(v.valid_from, '') FROM field_values v WHERE v.field_id = ? AND {live} "
            "ORDER BY v.valid_from, v.id",
            (field.id, *parameters),
        )
        cursor.row_factory = None
        found: list[tuple[int, int | float | str, str, int | float | str, str]] = []
        first: dict[str, str] = {}
        for subject_id, choice_id, number, when, day, key, words, since in cursor.fetchall():
            if choice_id is not None:
                place, name = names.get(choice_id, (len(names), ""))
                found.append((subject_id, choice_id, since, place, name))
            elif number is not None:
                found.append((subject_id, number, since, number, f"{number:.15g}"))
            elif when is not None:
                found.append((subject_id, when, since, day or when, when))
            else:
                found.append((subject_id, key, since, key, first.setdefault(key, words)))
        return found

    def _choice_names(self) -> Mapping[int, str]:
        live, parameters = self._at.live("c")
        return dict(self._db.execute(f"SELECT c.id, c.name FROM field_choices c WHERE {live}", parameters).fetchall())


def _at_day(steps: _Steps, day: str) -> int:
    place = bisect_right(steps[0], day)
    return steps[1][place - 1] if place else NOT_STATED


def on_day(values: Sequence[FieldValue], day: date) -> tuple[FieldValue, ...]:
    """Of values in the order in which they hold, those of the latest day that is not after this one."""
    held = [one for one in values if one.valid_from is None or one.valid_from <= day]
    return tuple(one for one in held if one.valid_from == held[-1].valid_from)


def read_value_row(row: Any, names: Mapping[int, str]) -> FieldValue:
    """A value of a full row."""
    choice_id = row["choice_id"]
    return FieldValue(
        id=row["id"],
        field_id=row["field_id"],
        subject_id=row["organization_id"] if row["event_id"] is None else row["event_id"],
        text=row["words"] if choice_id is None else names.get(choice_id, ""),
        choice_id=choice_id,
        number=row["number"],
        date=read_date({"date": row["date"], "date_mode": row["date_mode"], "date_words": row["words"]}, "date"),
        valid_from=None if row["valid_from"] is None else date.fromisoformat(row["valid_from"]),
        source_id=row["source_id"],
    )


__all__ = ["DIFFERING", "NOT_STATED", "FieldCodes", "FieldReads", "on_day", "read_value_row"]
