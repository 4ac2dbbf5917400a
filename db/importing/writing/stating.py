"""What the columns of a file say of fields of one's own, beside what its rows tell as events.

A value that a file of before said is known, also where somebody decided against it. What a field lacks is added. What
differs from the ledger is never put in its place: it stands beside it, and is a finding; only a new row of a later day
than all that is known of its organization tells of a change from that day on. Of one file the values of different days
hold from these days on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from db.errors import UserError
from db.history.reverting import reverted
from db.importing.file.reader import Row, clean
from db.importing.planning.plan import ImportPlan, OwnTarget
from db.importing.planning.rest import MOST, targets
from db.importing.rows.layout import own_null_words
from db.importing.writing.settling import Settled
from db.model.ids import SourceId
from db.model.own_fields import FieldSubject, FieldType, FieldValue, OwnField
from db.model.text import identity
from db.reading.own_values import read_value
from db.reading.plain import is_unknown, plain
from db.store.operations import Operation
from db.tables.fields.conditions import key_of
from db.tables.tables import Tables

#: A field that a file begins is one of choices where it has at most so many, and each stands in several rows.
_CHOICES, _ROWS_A_CHOICE = 200, 2

#: Whose value it is: the id of an organization or event, or the name or number of one that is not there yet.
Subject = int | str


class _Said(NamedTuple):
    """One cell: whose, on which day ("" unknown), the text, and whether its row tells of something new."""

    subject: Subject
    day: str
    text: str
    new: bool


class Addition(NamedTuple):
    """A value to be added: the place of its target, whose it is, since when, and its text."""

    target: int
    subject: Subject
    since: str | None
    text: str


@dataclass
class Stating:
    """Collects the cells of a file batch by batch; says then what they add, and writes it.

    Raises :class:`UserError` ``import.too_many_fields`` when it is made for more than can be meant.
    """

    tables: Tables
    plan: ImportPlan
    said: dict[int, list[_Said]] = field(default_factory=dict)
    _unborn: int = 0

    def __post_init__(self) -> None:
        self._nothing = own_null_words(self.plan)
        self._targets = targets(self.plan)
        if len(self._targets) > MOST:
            raise UserError("import.too_many_fields", n=len(self._targets), most=MOST)

    def take(self, rows: Sequence[Row], batch: Settled, events: Mapping[int, int]) -> None:
        """The cells of a batch; ``events``: the event of each row by its place, as far as it is known."""
        if not self._targets:
            return
        claims_of: list[int | None] = [deed.claim_id for deed in batch.deeds]
        none: list[int | None] = [None] * len(batch.facts)
        batches = [(batch.facts, none), *([(batch.told, claims_of)] if batch.deeds else [])]
        for facts, claims in batches:
            new, seen = claims is not claims_of, set[int]()
            for place, name, day, claim_id in zip(
                facts.places, facts.organizations, facts.earliest, claims, strict=True
            ):
                if place not in seen:
                    seen.add(place)
                    event = events.get(place) or self._event_of(claim_id)
                    self._take(name, rows[place][1], day or "", event, new=new)

    def take_listed(self, name: str, cells: Sequence[str]) -> None:
        """The cells of a row that only names an organization."""
        self._take(name, cells, "", None, new=False)

    def _take(self, name: str, cells: Sequence[str], day: str, event: int | None, *, new: bool) -> None:
        self._unborn += 1
        for at, (index, target) in enumerate(self._targets):
            text = clean(cells[index])
            if text and text.casefold() not in self._nothing and not is_unknown(plain(text)):
                of_event: Subject = f"new {self._unborn}" if event is None else event
                subject = identity(name) if target.subject is FieldSubject.ORGANIZATION else of_event
                self.said.setdefault(at, []).append(_Said(subject, day, text, new))

    def _event_of(self, claim_id: int | None) -> int | None:
        """The event that a claim of before is on."""
        if claim_id is None:
            return None
        row = self.tables.store.connection.execute(
            "SELECT event_id FROM claims WHERE id = ? AND retired_operation IS NULL", (claim_id,)
        ).fetchone()
        return None if row is None else int(row[0])

    def additions(self, organizations: Mapping[str, int], *, before: int) -> list[Addition]:
        """What is to be added; ``organizations``: ids by what makes names one; ``before``: the operation until now."""
        found: list[Addition] = []
        for at, said in sorted(self.said.items()):
            target = self._targets[at][1]
            cells = said
            if target.subject is FieldSubject.ORGANIZATION:
                cells = [one._replace(subject=organizations.get(str(one.subject), one.subject)) for one in said]
            found += _Field(self.tables, at, target, before).additions(cells)
        return found

    def write(self, operation: Operation, additions: Sequence[Addition], source_id: SourceId | None) -> None:
        """Add them; a field that is not there yet is made, and its type follows from what the file says of it."""
        fields = self.tables.fields
        for at, said in sorted(self.said.items()):
            mine = [one for one in additions if one.target == at and isinstance(one.subject, int)]
            if not mine:
                continue
            target = self._targets[at][1]
            own = fields.find(target.name, target.subject)
            if own is None:
                type_ = self._type([one.text for one in said])
                own = fields.get(fields.create(operation, target.name, subject=target.subject, type_=type_))
                assert own is not None
            choices = _choices(self.tables, own.id) if own.type is FieldType.CHOICE else {}
            values: list[dict[str, Any]] = []
            for one in mine:
                if own.type is not FieldType.CHOICE:
                    read = read_value(own.type, one.text, order=self.plan.date_order, convention=self.plan.convention)
                    columns = {"choice_id": None, **read.columns()}
                else:
                    key = identity(one.text)
                    if key not in choices:
                        choices[key] = fields.choice(operation, own.id, one.text)
                    columns = {**read_value(own.type, "").columns(), "choice_id": choices[key]}
                values.append({key_of(own.subject.value): one.subject, "valid_from": one.since, **columns})
            fields.add_values(operation, own, values, source_id=source_id)

    def _type(self, texts: Sequence[str]) -> FieldType:
        """What the values of a new field are, by all that the file says of it."""
        order, convention = self.plan.date_order, self.plan.convention
        different = set(texts)
        for type_ in (FieldType.NUMBER, FieldType.DATE):
            if all(read_value(type_, text, order=order, convention=convention).understood for text in different):
                return type_
        few = len({identity(text) for text in different}) <= max(3, min(_CHOICES, len(texts) // _ROWS_A_CHOICE))
        return FieldType.CHOICE if few and max(map(len, different)) <= 80 else FieldType.TEXT


class _Field:
    """What the ledger says of one field, to be compared with a file."""

    def __init__(self, tables: Tables, at: int, target: OwnTarget, before: int) -> None:
        self._tables, self._at, self._target, self._before = tables, at, target, before
        self._own = tables.fields.find(target.name, target.subject)
        self._ever = set[tuple[int, str, object]]()
        if self._own is not None:
            self._ever = _ever_said(tables, self._own)

    def additions(self, said: Sequence[_Said]) -> list[Addition]:
        """What the cells of one column add, one subject after the other."""
        by_subject: dict[Subject, list[_Said]] = {}
        for one in said:
            by_subject.setdefault(one.subject, []).append(one)
        known = [subject for subject in by_subject if isinstance(subject, int)]
        steps = self._tables.fields.steps(self._target.subject, known) if self._own is not None else {}
        newest = self._newest()
        found: list[Addition] = []
        for subject, cells in by_subject.items():
            held = steps.get(subject, {}).get(self._own.id, ()) if self._own and isinstance(subject, int) else ()
            if held and isinstance(subject, int):
                found += self._beside(subject, cells, held, newest.get(subject, ""))
            else:
                found += [
                    one for one in self._alone(subject, cells)
                    if (one.subject, one.since or "", self._key(one.text)) not in self._ever
                ]  # fmt: skip
        return found

    def _alone(self, subject: Subject, cells: Sequence[_Said]) -> list[Addition]:
        """The values of a subject that has none: the first holds since ever, others from their days on."""
        dated = self._target.subject is FieldSubject.ORGANIZATION
        first: dict[tuple[str, object], _Said] = {}
        for one in sorted(cells, key=lambda one: one.day) if dated else cells:
            first.setdefault((one.day if dated else "", self._key(one.text)), one)
        steps: dict[str, dict[object, str]] = {}
        for (day, key), one in first.items():
            steps.setdefault(day, {})[key] = one.text
        found: list[Addition] = []
        before: dict[object, str] = {}
        for place, (day, values) in enumerate(steps.items()):
            if values.keys() != before.keys():
                since = day if place and day else None
                found += [Addition(self._at, subject, since, text) for text in values.values()]
            before = values
        return found

    def _beside(self, subject: int, cells: Sequence[_Said], held: Sequence[FieldValue], newest: str) -> list[Addition]:
        """What differs from the values of a subject that has some."""
        steps: dict[str, set[object]] = {}
        for value in held:
            since = value.valid_from.isoformat() if value.valid_from is not None else ""
            steps.setdefault(since, set()).add(self._key(value.text))
        found: list[Addition] = []
        for one in sorted(cells, key=lambda one: one.day):
            key = self._key(one.text)
            day = one.day or "9999"
            since = max((step for step in steps if step <= day), default="")
            if key in steps.get(since, ()) or (subject, since, key) in self._ever:
                continue
            if one.new and one.day > max(newest, since) and newest:
                since = one.day
                if (subject, since, key) in self._ever:
                    continue
            steps.setdefault(since, set()).add(key)
            found.append(Addition(self._at, subject, since or None, one.text))
        return found

    def _key(self, text: str) -> object:
        """What makes two texts the same value."""
        own = self._own
        if own is None or own.type in (FieldType.TEXT, FieldType.CHOICE):
            return identity(text)
        read = read_value(own.type, text)
        return read.number if read.number is not None else read.date.edtf if read.date is not None else identity(text)

    def _newest(self) -> dict[int, str]:
        """The newest day that was known of each organization before this file."""
        if self._target.subject is not FieldSubject.ORGANIZATION:
            return {}
        rows = self._tables.store.connection.execute(
            "SELECT organization_id, max(earliest) FROM events WHERE retired_operation IS NULL "
            "AND earliest IS NOT NULL AND added_operation <= ? GROUP BY 1",
            (self._before,),
        )
        return {row[0]: row[1] for row in rows}


def _ever_said(tables: Tables, own: OwnField) -> set[tuple[int, str, object]]:
    """What files said of a field that were imported and not taken back: subject, since when, and the value."""
    connection = tables.store.connection
    taken_back = reverted(connection)
    imports = {
        row[0]
        for row in connection.execute(
            "SELECT applied_by FROM operations WHERE code = 'import.applied' AND kind = 'do' AND undone_by IS NULL"
        )
        if row[0] not in taken_back
    }
    names: dict[int, set[str]] = {}
    for choice_id, name in connection.execute("SELECT id, name FROM field_choices WHERE field_id = ?", (own.id,)):
        names.setdefault(choice_id, set()).add(identity(name))
    found: set[tuple[int, str, object]] = set()
    for row in connection.execute(
        f"SELECT {key_of(own.subject.value)}, ifnull(valid_from, ''), choice_id, number, date, words, added_operation "
        "FROM field_values WHERE field_id = ?",
        (own.id,),
    ):
        if row[6] in imports and row[0] is not None:
            if row[2] is not None:
                found.update((row[0], row[1], name) for name in names.get(row[2], ()))
            else:
                value = row[3] if row[3] is not None else row[4] if row[4] is not None else identity(row[5])
                found.add((row[0], row[1], value))
    return found


def _choices(tables: Tables, field_id: int) -> dict[str, int]:
    """The choices of a field by every name they had, those included that were merged into one of them."""
    connection = tables.store.connection
    rows = connection.execute(
        "SELECT id, name, retired_operation IS NULL FROM field_choices WHERE field_id = ? ORDER BY version DESC",
        (field_id,),
    ).fetchall()
    live = {row[0] for row in rows if row[2]}
    found = {identity(row[1]): row[0] for row in rows if row[2]}
    became = dict(
        connection.execute(
            "SELECT o.choice_id, n.choice_id FROM field_values o JOIN field_values n "
            "ON n.id = o.id AND n.added_operation = o.retired_operation AND n.choice_id <> o.choice_id "
            "JOIN operations p ON p.id = n.added_operation AND p.code = 'choice.merged' AND p.undone_by IS NULL "
            "WHERE o.field_id = ?",
            (field_id,),
        ).fetchall()
    )
    for choice_id, name, _ in rows:
        one, seen = choice_id, set[int]()
        while one not in live and one in became and one not in seen:
            seen.add(one)
            one = became[one]
        if one in live:
            found.setdefault(identity(name), one)
    return found


__all__ = ["Addition", "Stating"]
