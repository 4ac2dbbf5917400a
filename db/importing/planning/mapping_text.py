"""A mapping as text: a small TOML file that people read, send and correct.

``[rows]`` says what a row is, ``[file]`` how the file is written, ``[columns]`` what its columns mean, by name,
``[unnamed_columns]`` by place, ``[kinds]`` which kind of event a word in its cells stands for, ``[matching]`` what
becomes of rows that tell of what another source told of, ``[own_fields]`` and ``[event_fields]`` into which fields of
one's own a column goes, of organizations and of events. A word that this version does not know is refused by name,
never passed over.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import TypeVar

from db.errors import UserError
from db.importing.fields import Field, Shape
from db.importing.file.dialect import Overrides
from db.importing.matching.likely import Match
from db.importing.planning.mapping import FileMapping, mapping_of_plan
from db.importing.planning.plan import NEAR_DAYS, ImportPlan, OwnTarget, PercentScale
from db.model.own_fields import FieldSubject
from db.model.values import Status
from db.reading.dates import DateOrder
from db.reading.quantities import NumberConvention

Word = TypeVar("Word", bound=StrEnum)
_Table = Mapping[str, object]

_MATCHING = frozenset({"other_sources", "days"})
_TOP = frozenset({
    "name", "recognized_by", "rows", "file", "columns", "unnamed_columns", "kinds", "matching", "own_fields",
    "event_fields",
})  # fmt: skip
_ROWS = frozenset({"are", "kind", "status", "source", "organization", "keep_rest"})
_FILE = frozenset(
    {
        "encoding",
        "delimiter",
        "quote",
        "header_row",
        "skip_rows",
        "sheet",
        "date_order",
        "decimal",
        "percent",
        "null_words",
    }
)


#: Where a mapping tells of fields of one's own, by what they are kept on.
_OWN = (("own_fields", FieldSubject.ORGANIZATION), ("event_fields", FieldSubject.EVENT))


def read_mapping(text: str) -> FileMapping:
    """The mapping that a text says.

    Raises :class:`UserError` ``mapping.unreadable`` (value ``detail``: where the TOML is broken), ``mapping.unknown``
    (value ``found``: a word that means nothing here) and ``mapping.no_columns``.
    """
    try:
        data = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise UserError("mapping.unreadable", detail=str(error)) from error
    _only(data, _TOP)
    rows, file, matching = (_table(data, name) for name in ("rows", "file", "matching"))
    _only(matching, _MATCHING)
    _only(rows, _ROWS)
    _only(file, _FILE)
    columns = {name: _word(Field, found) for name, found in _table(data, "columns").items()}
    places = {_place(name): _word(Field, found) for name, found in _table(data, "unnamed_columns").items()}
    if not any(meant is not Field.IGNORE for meant in (*columns.values(), *places.values())):
        raise UserError("mapping.no_columns")
    return FileMapping(
        name=_text(data, "name") or "",
        recognized_by=_texts(data, "recognized_by"),
        columns=columns,
        places=places,
        overrides=Overrides(
            _text(file, "encoding"),
            _text(file, "delimiter"),
            _text(file, "quote"),
            _number(file, "header_row"),
            _number(file, "skip_rows"),
            _text(file, "sheet"),
        ),
        shape=_optional(Shape, rows, "are") or Shape.EVENTS,
        kind=_kind(rows),
        status=_optional(Status, rows, "status") or Status.REPORTED,
        publisher=_text(rows, "source") or "",
        organization=_text(rows, "organization") or "",
        kinds=tuple((word, _said(word, kind)) for word, kind in _table(data, "kinds").items()),
        keep_rest=_flag(rows, "keep_rest"),
        null_words=_texts(file, "null_words"),
        percent=_percent(file),
        date_order=_optional(DateOrder, file, "date_order"),
        convention=_optional(NumberConvention, file, "decimal"),
        match=_match(matching),
        near_days=NEAR_DAYS if (days := _number(matching, "days")) is None else days,
        own={
            name: OwnTarget(_said(name, found), subject)
            for heading, subject in _OWN
            for name, found in _table(data, heading).items()
        },
    )


def mapping_of(plan: ImportPlan, header: Sequence[str], name: str = "") -> str:
    """What a plan decided about a file with this header (display names), as text that :func:`read_mapping` reads."""
    return written(mapping_of_plan(plan, header, name))


def written(mapping: FileMapping) -> str:
    """A mapping as TOML, without what it leaves open."""
    overrides = mapping.overrides
    rows = {
        "are": mapping.shape.value,
        "kind": mapping.kind,
        "status": mapping.status.value,
        "source": mapping.publisher or None,
        "organization": mapping.organization or None,
        "keep_rest": mapping.keep_rest or None,
    }
    file = {
        "encoding": overrides.encoding,
        "delimiter": overrides.delimiter,
        "quote": overrides.quote,
        "header_row": overrides.header_row,
        "skip_rows": overrides.skip_rows,
        "sheet": overrides.sheet,
        "date_order": mapping.date_order,
        "decimal": mapping.convention,
        "percent": mapping.percent,
        "null_words": list(mapping.null_words) or None,
    }
    matching = {
        "other_sources": None if mapping.match == "propose" else mapping.match,
        "days": None if mapping.near_days == NEAR_DAYS else mapping.near_days,
    }
    top = {"name": mapping.name or None, "recognized_by": list(mapping.recognized_by) or None}
    parts = [_lines(top)]
    tables: tuple[tuple[str, Mapping[str, object]], ...] = (
        ("rows", rows),
        ("file", file),
        ("columns", mapping.columns),
        ("unnamed_columns", {str(place): meant for place, meant in mapping.places.items()}),
        ("kinds", dict(mapping.kinds)),
        ("matching", matching),
        *(
            (heading, {name: to.name for name, to in mapping.own.items() if to.subject is kept})
            for heading, kept in _OWN
        ),
    )
    for heading, table in tables:
        lines = _lines(table)
        if lines:
            parts.append(f"[{heading}]\n{lines}")
    return "\n".join(part for part in parts if part)


# Writing.


def _lines(table: Mapping[str, object]) -> str:
    return "".join(f"{_key(name)} = {_value(value)}\n" for name, value in table.items() if value is not None)


def _key(name: str) -> str:
    bare = name.isascii() and name.replace("_", "").replace("-", "").isalnum()
    return name if bare else _string(name)


def _value(value: object) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_string, value))}]"
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int) else _string(str(value))


_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def _string(text: str) -> str:
    """A basic string; characters that TOML forbids in it are escaped."""
    return f'"{"".join(_ESCAPES.get(one) or _escaped(one) for one in text)}"'


def _escaped(character: str) -> str:
    return f"\\u{ord(character):04x}" if character < " " or character == "\x7f" else character


# Reading.


def _only(table: _Table, known: frozenset[str]) -> None:
    for name in table:
        if name not in known:
            raise UserError("mapping.unknown", found=name)


def _table(data: _Table, name: str) -> _Table:
    found = data.get(name, {})
    if not isinstance(found, dict):
        raise UserError("mapping.unknown", found=f"{name} = {found}")
    return found


def _text(table: _Table, name: str) -> str | None:
    found = table.get(name)
    if found is not None and not isinstance(found, str):
        raise UserError("mapping.unknown", found=f"{name} = {found}")
    return found


def _kind(rows: _Table) -> str:
    """The kind of rows that say none; "": a file has to say it."""
    found = _text(rows, "kind")
    return "layoff" if found is None else found


def _texts(table: _Table, name: str) -> tuple[str, ...]:
    found = table.get(name, [])
    if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
        raise UserError("mapping.unknown", found=f"{name} = {found}")
    return tuple(found)


def _number(table: _Table, name: str) -> int | None:
    found = table.get(name)
    if found is not None and (isinstance(found, bool) or not isinstance(found, int) or found < 0):
        raise UserError("mapping.unknown", found=f"{name} = {found}")
    return found


def _flag(table: _Table, name: str) -> bool:
    found = table.get(name, False)
    if not isinstance(found, bool):
        raise UserError("mapping.unknown", found=f"{name} = {found}")
    return found


def _said(name: str, found: object) -> str:
    if not isinstance(found, str):
        raise UserError("mapping.unknown", found=f"{name} = {found}")
    return found


def _percent(table: _Table) -> PercentScale | None:
    match table.get("percent"):
        case None:
            return None
        case "share":
            return "share"
        case "percent":
            return "percent"
        case found:
            raise UserError("mapping.unknown", found=f"percent = {found}")


def _match(table: _Table) -> Match:
    match table.get("other_sources"):
        case None | "propose":
            return "propose"
        case "join":
            return "join"
        case "separate":
            return "separate"
        case found:
            raise UserError("mapping.unknown", found=f"other_sources = {found}")


def _place(name: str) -> int:
    if not (name.isascii() and name.isdecimal() and 0 < len(name) < 7 and int(name)):
        raise UserError("mapping.unknown", found=name)
    return int(name)


def _optional(words: type[Word], table: _Table, name: str) -> Word | None:
    return _word(words, table[name]) if name in table else None


def _word(words: type[Word], found: object) -> Word:
    try:
        return words(str(found))
    except ValueError as error:
        raise UserError("mapping.unknown", found=str(found)) from error


__all__ = ["mapping_of", "read_mapping", "written"]
