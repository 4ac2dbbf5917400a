"""``headwater recover``: what can be read of a damaged ledger, into a new file."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from db.errors import WorldError
from desktop.cli import backups
from desktop.cli.terminal import DONE, PROBLEMS, UNUSABLE, Refused, Terminal, quoted, say
from desktop.wording import backups as words
from desktop.wording import formatting
from desktop.wording.codes import error_sentence
from desktop.wording.i18n import _, ngettext

if TYPE_CHECKING:
    from db.backups.shelf import Backup
    from db.recovering.recover import Recovered

#: So many lost events are named; the rest are counted.
_NAMED = 20


def recover(options: argparse.Namespace) -> int:
    """``headwater recover``."""
    from db.recovering.recover import recover as recovered

    path = Path(options.ledger)
    try:
        report = recovered(path, Path(options.output), progress=Terminal())
    except WorldError as error:
        if error.code == "ledger.nothing_recovered":
            said = [error_sentence(error), *_instead(_newest(path), path, json=options.json)]
            raise Refused("\n".join(said), UNUSABLE) from None
        raise
    whole = report.whole and not report.problems
    backup = _newest(path)
    said = [*lines(report, options.output), *_instead(None if whole else backup, path, json=options.json)]
    if options.json:
        number = backup and backup.number
        say(json.dumps({**_as_json(report), "backup": number, "said": said}, ensure_ascii=False))
    else:
        for line in said:
            say(line)
    return DONE if whole else PROBLEMS


def _newest(path: Path) -> Backup | None:
    """The newest backup of what was at a path."""
    from db.backups.shelf import everywhere

    try:
        root = backups.root()
    except ImportError:  # without Qt nobody knows where backups are
        return None
    return next(iter(everywhere(root, path)), None)


def _instead(backup: Backup | None, path: Path, *, json: bool) -> list[str]:
    """The newest backup, and for whoever reads it in a terminal how that becomes a ledger."""
    if backup is None:
        return []
    target = path.with_name(f"{path.stem} restored.headwater")
    command = f"headwater restore {quoted(path)} --backup {backup.number} --output {quoted(target)}"
    return [words.newest(backup), *([] if json else [command])]


def lines(report: Recovered, output: str) -> list[str]:
    """What became of the ledger, a sentence each."""
    there, count = report.events, report.events + len(report.lost)
    text = ngettext("{n} of {of} event is in {file}.", "{n} of {of} events are in {file}.", count)
    found = [text.format(n=formatting.number(there), of=formatting.number(count), file=output)]
    for table, expected in sorted(report.expected.items()):
        missing = expected - report.rows.get(table, 0)
        if missing > 0:
            text = ngettext("{n} row of “{table}” is lost.", "{n} rows of “{table}” are lost.", missing)
            found.append(text.format(n=formatting.number(missing), table=table))
    if report.lost:
        named = [str(one) for one in report.lost[:_NAMED]] + ["…"] * (len(report.lost) > _NAMED)
        found.append(_("Lost events, by number: {names}").format(names=", ".join(named)))
    for table, number in sorted(report.mended.items()):
        text = ngettext(
            "{n} row of “{table}” was changed or added so that the others fit.",
            "{n} rows of “{table}” were changed or added so that the others fit.",
            number,
        )
        found.append(text.format(n=formatting.number(number), table=table))
    found += map(error_sentence, report.problems)
    if report.whole and not report.problems:
        found.append(_("Nothing is known to be missing."))
    return found


def _as_json(report: Recovered) -> dict[str, object]:
    return {
        "events": report.events,
        "lost": list(report.lost),
        "rows": report.rows,
        "expected": report.expected,
        "mended": report.mended,
        "sound": not report.problems,
        "problems": [{"code": one.code, "sentence": error_sentence(one)} for one in report.problems],
    }


__all__ = ["lines", "recover"]
