"""Tables that are known as a whole, before any of their columns: rosters of persons, levels in columns.

In a roster nothing may be taken for what it would be elsewhere: a name is no organization, a department no client.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from db.importing.cells.words import normalized
from db.importing.columns.periods import period_columns
from db.importing.columns.profile import ColumnProfile
from db.importing.columns.proposing import Proposal, ProposedColumn, candidates_of
from db.importing.fields import DATE_FIELDS, NUMBER_FIELDS, SEVERAL, Field, Shape

#: The meanings that header words suggest for a column, each with how sure they make it (0 to 1).
_Candidates = Sequence[tuple[Field, float]]

#: What a column of a roster means, by what it would mean elsewhere; all others mean nothing.
_IN_A_ROSTER = {
    Field.HIRED: Field.HIRED, Field.START: Field.HIRED, Field.LEFT: Field.LEFT, Field.END: Field.LEFT,
    Field.EFFECTIVE: Field.LEFT, Field.UNTIL: Field.LEFT, Field.LEAVING_REASON: Field.LEAVING_REASON,
    Field.REASON: Field.LEAVING_REASON, Field.ORGANIZATION: Field.ORGANIZATION, Field.POPULATION: Field.POPULATION,
}  # fmt: skip
#: Names of columns that say who somebody is; "contact person" and "employees" do not.
_PERSON = re.compile(
    r"employee|(?:employee|emp|staff|worker|personnel|associate) (?:id|no|nr|number|name|code)|employeeid|empid|"
    r"(?:first|last|family|given|full) name|surname|date of birth|dob|gender|vorname|nachname|familienname|"
    r"geburtsdatum|geschlecht|personal ?(?:nummer|nr)|mitarbeiter ?(?:id|nummer|nr|name)"
)
#: What speaks of contracts or events beside a start.
_NO_PERSON = frozenset({Field.VENDOR, Field.CLIENT, Field.REFERENCE, Field.AMOUNT, Field.COUNT, Field.KIND})
#: How sure the words must make an organization of a roster: "Name" is that of a person.
_SURE = 0.9
#: What may stand beside levels in columns.
_BESIDE_LEVELS = frozenset({Field.ORGANIZATION, Field.PLACE, Field.UNIT, Field.NOTES, Field.POPULATION, Field.KIND})
_NUMBERS = 0.9
_OF_AN_ORGANIZATION = frozenset({Field.ORGANIZATION, Field.ALIASES, Field.PARENT, Field.NOTES})
#: What no mere list of organizations has.
_ABOUT_SOMETHING = frozenset({Field.KIND, Field.VENDOR, Field.CLIENT, Field.COUNTERPARTY})


#: What columns mean, by their places, with how sure that is.
_Found = Mapping[int, tuple[Field, float]]


def known_as_a_whole(
    header: Sequence[str], profiles: Sequence[ColumnProfile], stated: Mapping[int, Field] | None = None
) -> Proposal | None:
    """What a table is that is known as a whole; None for any other. ``profiles``: one for each name of the header.

    ``stated``: what columns mean, by their places, whatever they look like.
    """
    said = stated or {}
    candidates = [
        candidates_of(name, profile, said.get(index))
        for index, (name, profile) in enumerate(zip(header, profiles, strict=True))
    ]
    for shape, found in (
        (Shape.PERSONS, _roster([normalized(name) for name in header], candidates)),
        (Shape.LEVELS_IN_COLUMNS, _levels(header, profiles, candidates)),
        (Shape.ORGANIZATIONS, _directory(candidates)),
    ):
        if found:
            places = (found.get(index, (Field.IGNORE, 0.0)) for index in range(len(header)))
            return Proposal(shape, tuple(ProposedColumn(at, field, sure) for at, (field, sure) in enumerate(places)))
    return None


def _roster(names: Sequence[str], candidates: Sequence[_Candidates]) -> _Found | None:
    """What the columns of a roster mean, by their places; None for any other table.

    ``names``: those of the columns as words. It has a day of entry, and a day of leaving or who somebody is.
    """
    best = [max(options, key=lambda option: option[1], default=(Field.IGNORE, 0.0)) for options in candidates]
    fields = {field for field, _ in best}
    somebody = any(map(_PERSON.fullmatch, names))
    if Field.HIRED not in fields and (not somebody or Field.START not in fields or fields & _NO_PERSON):
        return None
    if Field.LEFT not in fields and not somebody:
        return None
    found: dict[int, tuple[Field, float]] = {}
    for index, (field, sure) in sorted(enumerate(best), key=lambda item: -item[1][1]):
        meant = _IN_A_ROSTER.get(field)
        taken = {given for given, _ in found.values()} - SEVERAL
        if meant is None or meant in taken or (meant is Field.ORGANIZATION and sure < _SURE):
            continue
        found[index] = (meant, sure)
    return found


def _levels(
    header: Sequence[str], profiles: Sequence[ColumnProfile], candidates: Sequence[_Candidates]
) -> _Found | None:
    """What the columns of a table with one column a period mean, by their places; None for any other table."""
    periods = period_columns(header)
    if not periods or any(
        profiles[index].distinct and profiles[index].share(profiles[index].numbers) < _NUMBERS for index in periods
    ):
        return None
    found: dict[int, tuple[Field, float]] = dict.fromkeys(periods, (Field.LEVEL, 0.8))
    beside = [
        (sure, index, field)
        for index, options in enumerate(candidates)
        for field, sure in options
        if index not in found and field in _BESIDE_LEVELS
    ]
    for sure, index, field in sorted(beside, key=lambda offer: (-offer[0], offer[1])):
        if index not in found and field not in {given for given, _ in found.values()}:
            found[index] = (field, sure)
    return found


def _directory(candidates: Sequence[_Candidates]) -> _Found | None:
    """What the columns of a list of organizations mean; None for a table that says anything of when or how many."""
    found: dict[int, tuple[Field, float]] = {}
    best = {options[0][0] for options in candidates if options}
    if best & (DATE_FIELDS | NUMBER_FIELDS | _ABOUT_SOMETHING) or not best & {Field.ALIASES, Field.PARENT}:
        return None
    offers = [(sure, index, field) for index, options in enumerate(candidates) for field, sure in options]
    for sure, index, field in sorted(offers, key=lambda offer: (-offer[0], offer[1])):
        taken = {given for given, _ in found.values()}
        if field in _OF_AN_ORGANIZATION and index not in found and field not in taken:
            found[index] = (field, sure)
    return found if Field.ORGANIZATION in {field for field, _ in found.values()} else None


__all__ = ["known_as_a_whole"]
