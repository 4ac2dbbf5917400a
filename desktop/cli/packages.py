"""``headwater import`` of a data package; anything else is imported as a table."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from desktop.cli.importing import import_file, ledger_to_fill
from desktop.cli.parser import command_parser
from desktop.cli.terminal import DONE, PROBLEMS, Refused, Terminal, complain, say
from desktop.wording.exporting import package_sentences
from desktop.wording.i18n import _

#: The options that mean something for a package.
_MEANT = frozenset(("file", "into", "dry_run", "json"))


def import_any(options: argparse.Namespace) -> int:
    """``headwater import``."""
    from db.package.reading import is_package

    return _import_package(options) if is_package(Path(options.file)) else import_file(options)


def _import_package(options: argparse.Namespace) -> int:
    from db.package.taking import take_package

    defaults = command_parser("import")
    for name, value in vars(options).items():
        if value != defaults.get_default(name) and name not in _MEANT:
            option = f"--{name.replace('_', '-')}"
            raise Refused(_("A data package says itself what it holds. Leave out {option}.").format(option=option))
    with ledger_to_fill(Path(options.into), dry_run=options.dry_run) as ledger:
        taken = take_package(ledger, Path(options.file), progress=Terminal(), dry_run=options.dry_run)
    if options.json:
        counts = ("added", "known", "differing", "deleted", "left_out")
        said = {name: dict(getattr(taken, name)) for name in counts}
        say(json.dumps({"whole": taken.whole, **said, "differences": taken.differences}, ensure_ascii=False))
    else:
        first, *others = package_sentences(Path(options.file).name, taken)
        if options.dry_run:
            say(_("{file}: what an import would do. Nothing was written.").format(file=options.file))
        say(first)
        for other in others:
            complain(other)
    return DONE if taken.complete else PROBLEMS
