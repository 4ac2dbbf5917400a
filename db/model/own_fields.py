"""Fields of one's own: what a user keeps on organizations or events beside what the ledger itself knows of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from db.model.ids import SourceId
from db.model.values import ImpreciseDate


class FieldSubject(StrEnum):
    """What a field is kept on."""

    ORGANIZATION = "organization"
    EVENT = "event"


class FieldType(StrEnum):
    """What the values of a field are."""

    TEXT = "text"
    CHOICE = "choice"
    NUMBER = "number"
    DATE = "date"


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChoice:
    """One of the values that a field of choices may have."""

    id: int
    field_id: int
    name: str
    position: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnField:
    """A field with its choices in their order (none for other types)."""

    id: int
    name: str
    subject: FieldSubject
    type: FieldType
    position: int = 0
    choices: tuple[FieldChoice, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldValue:
    """What is stated of one subject.

    ``text`` is the name of the choice, else the words as they were written; ``number`` and ``date`` are what these
    were read as. ``valid_from``: it holds from that day on; None: since ever.
    """

    id: int
    field_id: int
    subject_id: int
    text: str
    choice_id: int | None = None
    number: float | None = None
    date: ImpreciseDate | None = None
    valid_from: dt.date | None = None
    source_id: SourceId | None = None

    def understood(self, type_: FieldType) -> bool:
        """Whether the words are what the type of the field asks for; if not, they are kept as they are."""
        match type_:
            case FieldType.NUMBER:
                return self.number is not None
            case FieldType.DATE:
                return self.date is not None
            case _:
                return True


__all__ = ["FieldChoice", "FieldSubject", "FieldType", "FieldValue", "OwnField"]
