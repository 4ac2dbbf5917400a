"""What the options of ``headwater import`` say about how a file is written, and what is said and asked about that."""

from __future__ import annotations

import argparse

from db.errors import ImportFileError
from db.importing.file.dialect import Overrides
from db.importing.file.encodings import known_encoding
from db.importing.planning.plan import Inspection
from desktop.cli.terminal import Refused, complain
from desktop.wording import formatting
from desktop.wording.i18n import _
from desktop.wording.imports.written import doubt_sentence, header_sentence, spare_sentence

_MARKS = {"tab": "\t", "\\t": "\t", "space": " ", "comma": ",", "semicolon": ";", "bar": "|", "pipe": "|"}
_NO_QUOTE = {"", "none"}


def overrides(options: argparse.Namespace) -> Overrides:
    """The options as decisions. Raises :class:`Refused` for what no file can have."""
    encoding = known_encoding(options.encoding) if options.encoding else None
    if options.encoding and not encoding:
        raise Refused(
            _("--encoding: there is no encoding “{found}”. Example: --encoding cp1250").format(found=options.encoding)
        )
    quote = options.quote
    if quote is not None:
        quote = "" if quote.lower() in _NO_QUOTE else _mark(quote, "--quote")
    for option, number in (("--header-row", options.header_row), ("--skip-rows", options.skip_rows)):
        if number is not None and number < 0:
            raise Refused(_("{option}: rows are counted from 1; 0 stands for none.").format(option=option))
    return Overrides(
        encoding=encoding,
        delimiter=_mark(options.delimiter, "--delimiter") if options.delimiter is not None else None,
        quote=quote,
        header_row=options.header_row,
        skip_rows=options.skip_rows,
        sheet=options.sheet,
    )


def _mark(text: str, option: str) -> str:
    mark = _MARKS.get(text.lower(), text)
    if len(mark) != 1 or mark in "\r\n\0":
        raise Refused(
            _("{option}: “{found}” is not one character. Example: {option} ';' or {option} tab").format(
                option=option, found=text
            )
        )
    return mark


def say_how_it_is_read(inspection: Inspection, stated: Overrides) -> None:
    """Tell what was guessed about a file and not stated. Raises :class:`Refused` for what must not be guessed."""
    doubt = inspection.encoding_doubt
    if doubt is not None and doubt.serious:
        example = doubt.readings[min(1, len(doubt.readings) - 1)].encoding
        raise Refused(
            _("{sentence} Give the right one, as --encoding {first} or --encoding {other}.").format(
                sentence=doubt_sentence(doubt), first=doubt.readings[0].encoding, other=example
            )
        )
    if doubt is not None:
        complain(doubt_sentence(doubt))
    dialect = inspection.dialect
    if stated.header_row is None and dialect.header_row != 1:
        complain(header_sentence(dialect.header_row, dialect.preamble_rows))
    if inspection.dialect.spare:
        complain(spare_sentence(inspection.dialect.spare))
    if inspection.tables:
        others = [name for name in inspection.tables if name != inspection.dialect.sheet]
        complain(
            _("“{sheet}” is read. The file also has {others}; --sheet NAME chooses.").format(
                sheet=inspection.dialect.sheet, others=formatting.listing([f"“{name}”" for name in others])
            )
        )


def as_json(inspection: Inspection) -> dict[str, object]:
    """How a file is read, for the JSON of a report."""
    doubt, dialect = inspection.encoding_doubt, inspection.dialect
    readings = doubt.readings if doubt else ()
    return {
        "encoding": dialect.encoding or None,
        "encoding_doubt": [{"encoding": one.encoding, "examples": list(one.examples)} for one in readings],
        "delimiter": dialect.delimiter or None,
        "header_row": dialect.header_row,
        "cells_beyond_header": dialect.spare,
        "sheet": dialect.sheet or None,
        "sheets": list(inspection.tables),
    }


def answered(error: ImportFileError) -> str:
    """The option that answers what a file leaves open; empty if none does."""
    names = tables_of(error)
    return _("Give --sheet NAME, as --sheet {example}.").format(example=quoted(names[0])) if names else ""


def tables_of(error: ImportFileError) -> tuple[str, ...]:
    """The tables of which a file leaves open which is meant."""
    names = error.values.get("names")
    several = error.code in {"file.several_tables", "file.no_sheet"}
    return tuple(map(str, names)) if several and isinstance(names, tuple) else ()


def quoted(name: str) -> str:
    """A name as an option takes it: in quotation marks where it has more than letters, digits and plain signs."""
    return f'"{name}"' if any(not (letter.isalnum() or letter in "._-/") for letter in name) else name


__all__ = ["answered", "as_json", "overrides", "quoted", "say_how_it_is_read", "tables_of"]
