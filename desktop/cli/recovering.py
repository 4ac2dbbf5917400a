"""``headwater recover``: what can be read of a damaged ledger, into a new file."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.cli.terminal import DONE, PROBLEMS, Terminal, say
from desktop.wording import formatting
from desktop.wording.codes import error_sentence
from desktop.wording.i18n import _, ngettext

if TYPE_CHECKING:
    from db.recovering.recover import Recovered

#: So many lost events are named; the rest are counted.
_NAMED = 20


def recover(options: argparse.Namespace) -> int:
    """``headwater recover``."""
    from db.recovering.recover import recover as recovered

    report = recovered(Path(options.ledger), Path(options.output), progress=Terminal())
    if options.json:
        say(json.dumps({**_as_json(report), "said": lines(report, options.output)}, ensure_ascii=False))
    else:
        for line in lines(report, options.output):
            say(line)
    return DONE if report.whole and not report.problems else PROBLEMS


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
