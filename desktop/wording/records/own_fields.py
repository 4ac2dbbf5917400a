"""Fields of one's own in words: their types, what is suggested, and values as a table shows them. No Qt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from db.model.own_fields import FieldSubject, FieldType, FieldValue, OwnField
from db.model.scope import FieldFilter
from desktop.wording import formatting
from desktop.wording.i18n import N_, _

TYPES: Mapping[FieldType, str] = {
    FieldType.CHOICE: N_("Choice"),
    FieldType.TEXT: N_("Text"),
    FieldType.NUMBER: N_("Number"),
    FieldType.DATE: N_("Date"),
}
SUBJECTS: Mapping[FieldSubject, str] = {
    FieldSubject.ORGANIZATION: N_("Organizations"),
    FieldSubject.EVENT: N_("Events"),
}
#: What is suggested for a new field of organizations: its name, its type and its choices.
SUGGESTED: Sequence[tuple[str, FieldType, tuple[str, ...]]] = (
    (N_("Industry"), FieldType.CHOICE, ()),
    (N_("Country"), FieldType.CHOICE, ()),
    (N_("Size class"), FieldType.CHOICE, ("1–9", "10–49", "50–249", "250–999", "1000+")),
    (N_("Stage"), FieldType.CHOICE, ()),
    (N_("Register ID"), FieldType.TEXT, ()),
    (N_("Website"), FieldType.TEXT, ()),
)


def type_name(type_: FieldType) -> str:
    """What a type is called."""
    return _(TYPES[type_])


def subject_name(subject: FieldSubject) -> str:
    """What fields of a subject are kept on."""
    return _(SUBJECTS[subject])


def not_stated() -> str:
    """What stands for no value."""
    return _("not stated")


def value_text(field: OwnField, values: Sequence[FieldValue]) -> str:
    """The values of a field that hold; empty for none. Several differ, and all of them are shown."""
    return " / ".join(_one(field, value) for value in values)


def sort_key(field: OwnField, values: Sequence[FieldValue]) -> tuple[bool, float, str]:
    """What a table in memory sorts by: a choice by its place, a number, a day; nothing comes last."""
    if not values:
        return True, 0.0, ""
    places = {choice.id: float(place) for place, choice in enumerate(field.choices)}
    first = values[0]
    size = places.get(first.choice_id, 0.0) if first.choice_id is not None else first.number
    if first.date is not None and first.date.earliest is not None:
        size = float(first.date.earliest.toordinal())
    return False, 1e300 if size is None else size, first.text.casefold()


def written(values: Sequence[FieldValue]) -> str:
    """The values as somebody wrote them, for a field that is edited."""
    return " / ".join(value.text for value in values)


def asked_text(field: OwnField, asked: FieldFilter) -> str:
    """The values that a filter takes: "Retail, Finance or not stated"."""
    names = {choice.id: choice.name for choice in field.choices}
    chosen = field.type is FieldType.CHOICE
    said = [names.get(int(value), "") if chosen else _plain(value) for value in asked.values]
    said += [not_stated()] * asked.not_stated + [_("values differ")] * asked.differing
    return formatting.listing([one for one in said if one])


def _plain(value: float | str) -> str:
    return value if isinstance(value, str) else formatting.number(value, decimals=3)


def _one(field: OwnField, value: FieldValue) -> str:
    if field.type is FieldType.NUMBER and value.number is not None:
        return formatting.number(value.number, decimals=3)
    if field.type is FieldType.DATE and value.date is not None:
        return formatting.imprecise(value.date)
    return value.text


def not_understood(type_: FieldType) -> str:
    """What is said below a text that is not what its type asks for."""
    if type_ is FieldType.NUMBER:
        return _("Not understood as a number; kept as it is written.")
    return _("Not understood as a date; kept as it is written.")


__all__ = [
    "SUBJECTS",
    "SUGGESTED",
    "TYPES",
    "asked_text",
    "not_stated",
    "not_understood",
    "sort_key",
    "subject_name",
    "type_name",
    "value_text",
    "written",
]  # fmt: skip
