"""Fields of one's own as conditions on events (alias ``e``) and as their order. Every text of the user is bound.

The value that counts for an event is the one that holds on its day: of those that hold from that day or before it, the
latest. One of an organization is that of the event's organization.
"""

from __future__ import annotations

import sqlite3

from db.model.own_fields import FieldSubject
from db.model.scope import FieldFilter
from db.model.text import like

Parameters = list[str | int | float]
#: A condition on the rows of an alias and what is bound in it.
Condition = tuple[str, Parameters]

#: What a value (alias ``v``) is told apart by, whatever the type of its field.
VALUE = "coalesce(v.choice_id, v.number, v.date, v.words_key)"
#: What a value sorts by: a choice by its place, else by what was understood, else by the words.
SORTED = (
    "coalesce((SELECT c.position FROM field_choices c WHERE c.id = v.choice_id ORDER BY c.version DESC LIMIT 1), "
    "v.number, v.day, v.words_key)"
)
#: The day up to which a value of an event's organization may hold from.
_DAY = "ifnull(e.earliest, '9999')"


def of_filter(connection: sqlite3.Connection, asked: FieldFilter, value: Condition, later: Condition) -> Condition:
    """The condition of a filter; ``value`` and ``later``: those for a value to be known, of alias ``v`` and ``n``."""
    row = connection.execute("SELECT subject FROM fields WHERE id = ? LIMIT 1", (asked.field_id,)).fetchone()
    if row is None:
        return "0", []
    key = key_of(row[0])
    subject = "e.organization_id" if key == "organization_id" else "e.id"
    marks = f"({', '.join('?' * len(asked.values))})"
    wanted = [f"(count(*) = 1 AND min({VALUE}) IN {marks})"] * bool(asked.values)
    wanted += ["count(*) > 1"] * asked.differing
    parts: list[str] = []
    parameters: Parameters = []
    live, known = value
    if wanted:
        having = f" HAVING {' OR '.join(wanted)}"
        stated = f"FROM field_values v WHERE v.field_id = ? AND {live}"
        if _is_dated(connection, asked.field_id):
            step, step_parameters = _step(key, later)
            parts.append(f"EXISTS (SELECT 1 {stated} AND v.{key} = {subject} AND {step} GROUP BY v.{key}{having})")
            parameters += [asked.field_id, *known, *step_parameters, *asked.values]
        else:
            parts.append(f"{subject} IN (SELECT v.{key} {stated} GROUP BY v.{key}{having})")
            parameters += [asked.field_id, *known, *asked.values]
    if asked.not_stated:
        stated = f"SELECT v.{key} FROM field_values v WHERE v.field_id = ? AND {live}"
        part = f"{subject} NOT IN ({stated} AND v.valid_from IS NULL)"
        parameters += [asked.field_id, *known]
        if _is_dated(connection, asked.field_id):
            part = f"({part} AND NOT EXISTS ({stated} AND v.{key} = {subject} AND v.valid_from <= {_DAY}))"
            parameters += [asked.field_id, *known]
        parts.append(part)
    return (f"({' OR '.join(parts)})" if parts else "0"), parameters


def key_of(subject: str) -> str:
    """The column of a value that names what it is of."""
    return "organization_id" if subject == FieldSubject.ORGANIZATION.value else "event_id"


def _is_dated(connection: sqlite3.Connection, field_id: int) -> bool:
    """Whether any value of a field ever began on a day of its own."""
    row = connection.execute(
        "SELECT EXISTS (SELECT 1 FROM field_values WHERE field_id = ? AND valid_from IS NOT NULL)", (field_id,)
    ).fetchone()
    return bool(row[0])


def _step(key: str, later: Condition) -> Condition:
    """The condition for a value to be of the latest day that is not after the event's."""
    live, parameters = later
    latest = (
        f"SELECT max(ifnull(n.valid_from, '')) FROM field_values n WHERE n.{key} = v.{key} "
        f"AND n.field_id = v.field_id AND {live} AND ifnull(n.valid_from, '') <= {_DAY}"
    )
    return f"ifnull(v.valid_from, '') = ({latest})", parameters


def of_word(connection: sqlite3.Connection, word: str, value: Condition, choice: Condition) -> Condition:
    """What finds a word in the values of fields, to stand after other conditions; empty where there are no fields.

    ``choice``: the condition for a choice (alias ``f``) to be known.
    """
    if connection.execute("SELECT 1 FROM fields LIMIT 1").fetchone() is None:
        return "", []
    chosen, chosen_parameters = choice
    names = connection.execute(f"SELECT f.id, f.name_key FROM field_choices f WHERE {chosen}", chosen_parameters)
    ids: Parameters = [row[0] for row in names if word in row[1]]
    live, known = value
    marks = f"({', '.join('?' * len(ids))})"
    said = f"FROM field_values v WHERE {live} AND (v.choice_id IN {marks} OR v.words_key LIKE ? ESCAPE '\\')"
    parameters: Parameters = [*known, *ids, like(word)]
    return (
        f" OR e.organization_id IN (SELECT v.organization_id {said}) OR e.id IN (SELECT v.event_id {said})",
        [*parameters, *parameters],
    )


def order_of(connection: sqlite3.Connection, field_id: int, value: Condition) -> tuple[str, Parameters, str]:
    """A join, what is bound in it, and what events sort by where a field orders them.

    That is the value on the event's day, and where several differ the lowest of them.
    """
    row = connection.execute("SELECT subject FROM fields WHERE id = ? LIMIT 1", (field_id,)).fetchone()
    key = key_of(row[0] if row is not None else "")
    subject = "e.organization_id" if key == "organization_id" else "e.id"
    live, known = value
    if not _is_dated(connection, field_id):
        values = (
            f"SELECT v.{key} AS subject, min({SORTED}) AS value FROM field_values v WHERE v.field_id = ? AND {live}"
        )
        return f" LEFT JOIN ({values} GROUP BY 1) w ON w.subject = {subject}", [field_id, *known], "w.value"
    for number in known:  # what is bound stands in joins; these are numbers of operations, written out
        live = live.replace("?", str(int(number)), 1)
    held = (
        f"(SELECT {SORTED} FROM field_values v WHERE v.{key} = {subject} AND v.field_id = {int(field_id)} AND {live} "
        f"AND ifnull(v.valid_from, '') <= {_DAY} ORDER BY ifnull(v.valid_from, '') DESC, {SORTED} LIMIT 1)"
    )
    return "", [], held
