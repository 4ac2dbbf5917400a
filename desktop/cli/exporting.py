"""``headwater export``: a table, a workbook, or the whole ledger."""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from db.ledger import Ledger
from db.model.values import Population
from desktop.cli.scopes import scope_of
from desktop.cli.terminal import DONE, Refused, Terminal, complain, pour, say
from desktop.wording import i18n
from desktop.wording.changes.steps import operation_sentence
from desktop.wording.exporting import left_out
from desktop.wording.findings import finding_sentence
from desktop.wording.i18n import _, ngettext

#: What narrows a table; a data package is always whole.
_NARROWING = ("table", "organization", "first", "last", "known_on", "population", "status")
_OPTIONS = {"first": "--from", "last": "--to", "known_on": "--as-known-on"}


def export(options: argparse.Namespace) -> int:
    """``headwater export``."""
    language = i18n.use(options.language or "")
    if options.format == "datapackage":
        count = _package(options)
    elif options.table is None and options.format != "xlsx":
        raise Refused(_("--format {format} holds one table. Name it with --table.").format(format=options.format))
    else:
        count = _tables(options, language)
        complain(left_out(options.table))
    if options.output != "-":
        said = ngettext("{n} row written to {file}.", "{n} rows written to {file}.", count)
        say(said.format(n=count, file=options.output))
    return DONE


def _tables(options: argparse.Namespace, language: str) -> int:
    from db.output.export import export as export_table

    with Ledger.open(options.ledger, mode="read") as ledger:
        view = ledger.at(scope_of(ledger, options))
        names, kinds = ledger.organizations.names(), ledger.kinds.all()
        return _written(
            options,
            lambda target: export_table(
                view,
                options.table,
                target,
                population=Population(options.population) if options.population else None,
                format=options.format,
                language=language,
                sentence=lambda finding: finding_sentence(finding, names),
                step_sentence=lambda step: operation_sentence(step.code, step.detail, step.kind, kinds=kinds),
                progress=Terminal(),
            ),
        )


def _package(options: argparse.Namespace) -> int:
    from db.package.writing import write_package

    for name in _NARROWING:
        if getattr(options, name) and (name, options.status) != ("status", "reported"):
            option = _OPTIONS.get(name, f"--{name}")
            raise Refused(_("A data package holds the whole ledger. Leave out {option}.").format(option=option))
    with Ledger.open(options.ledger, mode="read") as ledger:
        return _written(options, lambda target: write_package(ledger.store, target, progress=Terminal()))


def _written(options: argparse.Namespace, write: Callable[[BinaryIO], int]) -> int:
    """Write to the file that is named, as a whole or not at all, or to standard output."""
    if options.output == "-" and sys.stdout.isatty():
        held = io.BytesIO()
        count = write(held)
        pour(held.getvalue())
        return count
    if options.output == "-":
        return write(sys.stdout.buffer)
    from db.store.atomic import replacing

    with replacing(Path(options.output), follow_links=options.follow_links) as file:
        return write(file)
