"""Writing fields of one's own: making and ordering them, their choices, and the values of one subject or of many."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from itertools import count
from typing import Any

from db.errors import UserError
from db.model.ids import SourceId
from db.model.own_fields import FieldChoice, FieldSubject, FieldType, OwnField
from db.model.text import fold, identity
from db.reading.own_values import ReadValue, read_value
from db.reading.quantities import NumberConvention
from db.store.operations import ChangeSet, Operation
from db.tables.base import At
from db.tables.fields.conditions import key_of
from db.tables.fields.reads import FieldReads
from db.tables.settings import Settings

#: So few rows are written one by one, so that a change names them; more are written together.
_FEW = 200
Columns = dict[str, str | int | float | None]


class Fields(FieldReads):
    """``ledger.fields``. Every method of it is one operation."""

    def __init__(self, at: At, *, settings: Settings) -> None:
        super().__init__(at)
        self._settings = settings

    # Fields.

    def add(self, name: str, *, subject: FieldSubject, type_: FieldType, choices: Sequence[str] = ()) -> ChangeSet:
        """Add a field behind the others; ``field`` of the change's detail is its id.

        Raises :class:`UserError`: ``field.name_missing``, ``field.exists``, ``choice.name_missing``,
        ``choice.exists``.
        """
        with self._store.operation("field.added", name=" ".join(name.split())) as operation:
            operation.detail["field"] = self.create(operation, name, subject=subject, type_=type_, choices=choices)
        return self._store.last_change

    def edit(self, field_id: int, *, name: str, choices: Sequence[tuple[int | None, str]] = ()) -> ChangeSet:
        """Rename a field and give it these choices in this order: (id, name), a new one without an id.

        A choice that is left out goes, and with it what has it: see :meth:`uses`. Raises as :meth:`add`, and
        ``row.gone``.
        """
        field = self._known(field_id)
        name = self._free_name(name, field.subject, but=field_id)
        wanted = _clean_choices([text for _, text in choices])
        with self._store.operation("field.edited", name=name) as operation:
            operation.replace("fields", field_id, {"name": name})
            kept = {choice_id for choice_id, _ in choices}
            for choice in field.choices:
                if choice.id not in kept:
                    self._drop(operation, "v.choice_id = ?", [choice.id])
                    operation.retire("field_choices", choice.id)
            for position, ((choice_id, _), text) in enumerate(zip(choices, wanted, strict=True)):
                columns = _choice_columns(field_id, text, position)
                if choice_id is None:
                    operation.add("field_choices", columns)
                else:
                    operation.replace("field_choices", choice_id, columns)
        return self._store.last_change

    def reorder(self, field_ids: Sequence[int]) -> ChangeSet:
        """Give fields the places in which they are listed here."""
        with self._store.operation("field.moved") as operation:
            for position, field_id in enumerate(field_ids):
                operation.replace("fields", field_id, {"position": position})
        return self._store.last_change

    def delete(self, field_id: int) -> ChangeSet:
        """Remove a field with its choices and all values; :meth:`uses` says how many these are."""
        field = self._known(field_id)
        with self._store.operation("field.deleted", name=field.name) as operation:
            self._drop(operation, "v.field_id = ?", [field_id])
            for choice in field.choices:
                operation.retire("field_choices", choice.id)
            operation.retire("fields", field_id)
        return self._store.last_change

    def merge_choices(self, keep_id: int, other_ids: Iterable[int]) -> ChangeSet:
        """Make several choices of a field one: what had another has the kept one. Raises ``row.gone``."""
        field, kept = self._of_choice(keep_id)
        others = [one for one in field.choices if one.id in set(other_ids) - {keep_id}]
        if not others:
            raise UserError("choice.merge_one")
        ids: list[str | int] = [one.id for one in others]
        with self._store.operation("choice.merged", name=kept.name, field_name=field.name) as operation:
            rows = self._live(f"v.choice_id IN ({', '.join('?' * (len(ids) + 1))})", [*ids, keep_id])
            stays = {_place(row) for row in rows if row["choice_id"] == keep_id}
            names = ("id", *(name for name in VALUE_COLUMNS if name != "choice_id"))
            changed: list[tuple[Any, ...]] = []
            for row in rows:
                if row["choice_id"] != keep_id and _place(row) not in stays:
                    stays.add(_place(row))
                    changed.append(tuple(row[name] for name in names))
            operation.retire_all("field_values", [row["id"] for row in rows if row["choice_id"] != keep_id])
            _add(operation, {"choice_id": keep_id}, names, changed)
            for one in others:
                operation.retire("field_choices", one.id)
        return self._store.last_change

    # Values.

    def set(
        self,
        field_id: int,
        subject_ids: Iterable[int],
        text: str,
        *,
        valid_from: date | None = None,
        source_id: SourceId | None = None,
    ) -> ChangeSet:
        """Give subjects a value, in place of what holds today; empty: they have none at all any more.

        With ``valid_from`` it begins on that day, and what holds from other days stays. A text that is no choice of a
        field of choices becomes one. What the type does not understand is kept as it is written. Of two values that
        differ, this is the decision. Raises ``row.gone``.
        """
        field, ids = self._known(field_id), list(dict.fromkeys(subject_ids))
        words = " ".join(text.split())
        code = "field.set" if words else "field.cleared"
        with self._store.operation(code, name=field.name, value=words, count=len(ids)) as operation:
            self.write(operation, field, ids, words, valid_from=valid_from, source_id=source_id)
        return self._store.last_change

    # Within an operation.

    def create(
        self, operation: Operation, name: str, *, subject: FieldSubject, type_: FieldType, choices: Sequence[str] = ()
    ) -> int:
        """Add a field, and give its id."""
        name = self._free_name(name, subject)
        texts = _clean_choices(choices) if type_ is FieldType.CHOICE else []
        position = max((one.position for one in self.all(subject)), default=-1) + 1
        field_id = operation.add(
            "fields", {"name": name, "subject": subject.value, "type": type_.value, "position": position}
        )
        for place, choice in enumerate(texts):
            operation.add("field_choices", _choice_columns(field_id, choice, place))
        return field_id

    def write(
        self,
        operation: Operation,
        field: OwnField,
        subject_ids: Sequence[int],
        text: str,
        *,
        valid_from: date | None = None,
        source_id: SourceId | None = None,
    ) -> None:
        """What :meth:`set` does, as a part of something else."""
        subject_ids = self._there(field.subject, subject_ids)
        held = self._held(field, subject_ids)
        if not text:
            operation.retire_all("field_values", [row[0] for rows in held.values() for row in rows])
            return
        columns = self.columns(operation, field, text)
        same = tuple(columns[name] for name in _COMPARED)
        given = valid_from.isoformat() if valid_from is not None else None
        today = self._at.today.isoformat()
        gone: list[int] = []
        new: list[tuple[int | None, int, str | None]] = []
        for subject_id in subject_ids:
            rows = held.get(subject_id, ())
            since = given if given is not None else _since(rows, today)
            replaced = [row for row in rows if row[1] == since] if rows else rows
            if len(replaced) == 1 and replaced[0][2:] == same:
                continue
            gone += [row[0] for row in replaced]
            # A change of what was there, not another value.
            new.append((replaced[0][0] if replaced else None, subject_id, since))
        operation.retire_all("field_values", gone)
        fixed: Columns = {"field_id": field.id, "source_id": source_id, **columns}
        _add(operation, fixed, ("id", key_of(field.subject.value), "valid_from"), new)

    def add_values(
        self, operation: Operation, field: OwnField, values: Sequence[Columns], *, source_id: SourceId | None
    ) -> None:
        """Add values beside what is there: the columns of each, without field and source. All have the same columns."""
        if values:
            names = tuple(values[0])
            rows = [(None, *(value[name] for name in names)) for value in values]
            _add(operation, {"field_id": field.id, "source_id": source_id}, ("id", *names), rows)

    def _there(self, subject: FieldSubject, subject_ids: Sequence[int]) -> list[int]:
        """Those of some subjects that are not gone. Raises ``row.gone`` where all of them are."""
        table = "organizations" if subject is FieldSubject.ORGANIZATION else "events"
        rows = self._db.execute(
            f"SELECT id FROM {table} WHERE id IN (SELECT value FROM json_each(?)) AND ifnull(retired_operation, 0) = 0",
            (json.dumps(subject_ids),),
        )
        live = {row[0] for row in rows}
        if subject_ids and not live:
            raise UserError("row.gone", table=table, id=subject_ids[0])
        return [one for one in subject_ids if one in live]

    def _held(self, field: OwnField, subject_ids: Sequence[int]) -> dict[int, list[tuple[Any, ...]]]:
        """The id, day and content of the live values of some subjects, by subject."""
        key = key_of(field.subject.value)
        cursor = self._db.execute(
            f"SELECT v.{key}, v.id, v.valid_from, {', '.join(f'v.{name}' for name in _COMPARED)} FROM field_values v "
            f"WHERE v.field_id = ? AND v.{key} IN (SELECT value FROM json_each(?)) AND v.retired_operation IS NULL",
            (field.id, json.dumps(subject_ids)),
        )
        cursor.row_factory = None
        held: dict[int, list[tuple[Any, ...]]] = {}
        for subject_id, *row in cursor.fetchall():
            held.setdefault(subject_id, []).append(tuple(row))
        return held

    def columns(self, operation: Operation, field: OwnField, text: str) -> Columns:
        """The columns of a value; a choice that is not there yet is added behind the others."""
        read = self.read(field, text)
        if field.type is not FieldType.CHOICE:
            return {"choice_id": None, **read.columns()}
        return {**ReadValue("").columns(), "choice_id": self.choice(operation, field.id, read.words)}

    def read(self, field: OwnField, text: str) -> ReadValue:
        """What a text would be as a value of a field, by the ledger's own way of writing numbers."""
        said = self._settings.get("numbers")
        return read_value(field.type, text, convention=NumberConvention(said) if said else None)

    def choice(self, operation: Operation, field_id: int, name: str) -> int:
        """The id of a choice by its name, whatever its case; added where there is none."""
        wanted = identity(name)
        rows = self._db.execute(
            "SELECT id, name, position FROM field_choices WHERE field_id = ? AND retired_operation IS NULL ORDER BY id",
            (field_id,),
        ).fetchall()
        for row in rows:
            if identity(row["name"]) == wanted:
                return int(row["id"])
        position = max((row["position"] for row in rows), default=-1) + 1
        return operation.add("field_choices", _choice_columns(field_id, name, position))

    def forget(self, operation: Operation, subject: FieldSubject, subject_ids: Sequence[int]) -> None:
        """Values go with what they are of."""
        self._drop(
            operation, f"v.{key_of(subject.value)} IN (SELECT value FROM json_each(?))", [json.dumps(subject_ids)]
        )

    def hand_over(self, operation: Operation, subject: FieldSubject, old_ids: Sequence[int], new_id: int) -> None:
        """What several had is what one has; where they differ all of it stays, to be decided."""
        key = key_of(subject.value)
        rows = self._live(f"v.{key} IN (SELECT value FROM json_each(?))", [json.dumps([new_id, *old_ids])])
        rows.sort(key=lambda row: (row[key] != new_id, row["id"]))
        same: set[tuple[object, ...]] = set()
        for row in rows:
            said = (row["field_id"], row["valid_from"], *_told_apart(row))
            if said in same:
                operation.retire("field_values", row["id"])
            elif row[key] != new_id:
                operation.replace("field_values", row["id"], {key: new_id})
            same.add(said)

    def _drop(self, operation: Operation, where: str, parameters: Sequence[str | int]) -> None:
        operation.retire_all("field_values", [row["id"] for row in self._live(where, parameters)])

    def _live(self, where: str, parameters: Sequence[str | int]) -> list[Any]:
        return self._db.execute(
            f"SELECT v.* FROM field_values v WHERE {where} AND v.retired_operation IS NULL ORDER BY v.id", parameters
        ).fetchall()

    def _known(self, field_id: int) -> OwnField:
        field = self.get(field_id)
        if field is None:
            raise UserError("row.gone", table="fields", id=field_id)
        return field

    def _of_choice(self, choice_id: int) -> tuple[OwnField, FieldChoice]:
        for field in self.all():
            for choice in field.choices:
                if choice.id == choice_id:
                    return field, choice
        raise UserError("row.gone", table="field_choices", id=choice_id)

    def _free_name(self, name: str, subject: FieldSubject, *, but: int | None = None) -> str:
        name = " ".join(name.split())
        if not name:
            raise UserError("field.name_missing")
        same = self.find(name, subject)
        if same is not None and same.id != but:
            raise UserError("field.exists", name=same.name)
        return name


def _clean_choices(names: Sequence[str]) -> list[str]:
    cleaned = [" ".join(name.split()) for name in names]
    seen: set[str] = set()
    for name in cleaned:
        if not name:
            raise UserError("choice.name_missing")
        if identity(name) in seen:
            raise UserError("choice.exists", name=name)
        seen.add(identity(name))
    return cleaned


def _choice_columns(field_id: int, name: str, position: int) -> Columns:
    return {"field_id": field_id, "name": name, "name_key": fold(name), "position": position}


def _add(operation: Operation, fixed: Columns, names: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Add values that have ``fixed`` in common; the first of ``names`` is the id, None for a new one."""
    if len(rows) <= _FEW:
        for row_id, *row in rows:
            operation.add("field_values", {**fixed, **dict(zip(names[1:], row, strict=True))}, row_id=row_id)
        return
    new = count(operation.next_id("field_values"))
    ids, *columns = zip(*rows, strict=True)
    operation.add_many(
        "field_values",
        {
            "id": [next(new) if one is None else one for one in ids],
            **dict(zip(names[1:], columns, strict=True)),
            **{name: [value] * len(rows) for name, value in fixed.items()},
        },
    )


def _since(rows: Sequence[tuple[Any, ...]], today: str) -> str | None:
    """The day from which what holds today does."""
    days = [row[1] for row in rows if row[1] is not None and row[1] <= today]
    return max(days) if days else None


#: What makes two values of a field the same, where a value is set again.
_COMPARED = ("choice_id", "words", "number", "date")

#: The columns of a value, without those of its versions.
VALUE_COLUMNS = (
    "field_id", "organization_id", "event_id", "choice_id", "words", "words_key", "number", "date", "date_mode", "day",
    "valid_from", "source_id",
)  # fmt: skip


def _place(row: Mapping[str, Any]) -> tuple[object, ...]:
    return row["organization_id"], row["event_id"], row["valid_from"]


def _told_apart(row: Mapping[str, Any]) -> Collection[object]:
    """What makes two values the same."""
    if row["choice_id"] is not None:
        return (row["choice_id"],)
    for name in ("number", "date", "words_key"):
        if row[name] is not None:
            return (row[name],)
    return ()


__all__ = ["VALUE_COLUMNS", "Fields"]
