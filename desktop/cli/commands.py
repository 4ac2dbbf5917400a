"""The commands without a window: the same operations as in it, with the same words.

Each takes the parsed options and gives the exit code; failures of the file are left to the caller as errors.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from db.errors import LedgerError
from db.ledger import Ledger
from db.model.ids import NO_ORGANIZATION, OrganizationId
from db.model.records import Scope
from db.model.values import ImpreciseDate, Population, Status
from db.reading.dates import parse_date
from desktop import assets
from desktop.cli.terminal import DONE, PROBLEMS, Refused, Terminal, say
from desktop.version import VERSION
from desktop.wording import i18n
from desktop.wording.codes import error_sentence
from desktop.wording.findings import finding_name, finding_sentence
from desktop.wording.i18n import _, ngettext
from desktop.wording.moments import Moment, read_moment
from desktop.wording.steps import operation_sentence

if TYPE_CHECKING:
    from db.analysis.series import Finding

_SAMPLE = "samples/scale_ai.json"


# Export and snapshot -----------------------------------------------------------------------------------------------


def export(options: argparse.Namespace) -> int:
    """``headwater export``."""
    from db.output.export import export as export_table

    language = i18n.use(options.language or "")
    with Ledger.open(options.ledger, mode="read") as ledger:
        scope = _scope(ledger, options)
        names, kinds = ledger.organizations.names(), ledger.kinds.all()
        to_stdout = options.output == "-"
        count = export_table(
            ledger.at(scope),
            options.table,
            sys.stdout.buffer if to_stdout else Path(options.output),
            population=Population(options.population) if options.population else None,
            format=options.format,
            language=language,
            sentence=lambda finding: finding_sentence(finding, names),
            step_sentence=lambda step: operation_sentence(step.code, step.detail, step.kind, kinds=kinds),
            progress=Terminal(),
        )
    if not to_stdout:
        said = ngettext("{n} row written to {file}.", "{n} rows written to {file}.", count)
        say(said.format(n=count, file=options.output))
    return DONE


def snapshot(options: argparse.Namespace) -> int:
    """``headwater snapshot``."""
    i18n.use(options.language or "")
    with Ledger.open(options.ledger, mode="read") as ledger:
        since = None
        if options.changed_since is not None:
            moment = _moment(ledger, options.changed_since, "--changed-since")
            since = Scope(known_on=moment.day, known_operation=moment.operation)
        _print(ledger, _scope(ledger, options), Path(options.output), paper=options.paper, changed_since=since)
    say(_("The snapshot was written to {file}.").format(file=options.output))
    return DONE


def _print(ledger: Ledger, scope: Scope, target: Path, *, paper: str, changed_since: Scope | None = None) -> None:
    from db.output import snapshot as snapshots

    view = ledger.at(scope)
    findings = view.findings.all(Terminal())
    made = snapshots.build(
        view,
        printed_on=ledger.today(),
        app_version=VERSION,
        findings=findings,
        changed_since=changed_since,
    )
    with _painting():
        from desktop import pdf

        pdf.write(made, target, paper=paper)


@contextlib.contextmanager
def _painting() -> Iterator[None]:
    """Fonts and painters need Qt's application object; it shows nothing and needs no display."""
    import os

    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtGui import QGuiApplication

    application = QGuiApplication.instance() or QGuiApplication(["headwater"])
    yield
    del application


def _scope(ledger: Ledger, options: argparse.Namespace) -> Scope:
    first, last = _day(options.first, "--from", last=False), _day(options.last, "--to", last=True)
    if first and last and first > last:
        raise Refused(_("--from lies after --to: nothing can be in between."))
    known = _moment(ledger, options.known_on, "--as-known-on")
    return Scope(
        organization_ids=tuple(dict.fromkeys(_organization(ledger, name) for name in options.organization)),
        first=first,
        last=last,
        minimum_status=Status(options.status),
        known_on=known.day,
        known_operation=known.operation,
    )


def _moment(ledger: Ledger, text: str | None, option: str) -> Moment:
    """The day or operation an option names; none: now."""
    read = read_moment(text or "", today=ledger.today())
    if read is None:
        raise Refused(
            _("{option}: “{text}” is not understood. Examples: 2025-07-16, operation 11").format(
                option=option, text=text
            )
        )
    return read


def _day(text: str | None, option: str, *, last: bool) -> date | None:
    """The day an option names: of a month or a quarter the first, or the last."""
    if not text:
        return None
    read = parse_date(text)
    day = (read.latest if last else read.earliest) if isinstance(read, ImpreciseDate) else None
    if day is None:
        raise Refused(
            _("{option}: “{text}” is not understood as a date. Example: 2025-07-16").format(option=option, text=text)
        )
    return day


def _organization(ledger: Ledger, name: str) -> OrganizationId:
    found = ledger.organizations.find(name)
    if found is not None:
        return found
    said = _("There is no organization “{name}” in this ledger.").format(name=name)
    near = [match.name for match in ledger.organizations.matching(name, limit=5)]
    if near:
        said += " " + _("Did you mean {names}?").format(names=", ".join(near))
    raise Refused(said)


# Check and sample ----------------------------------------------------------------------------------------------------


def check(options: argparse.Namespace) -> int:
    """``headwater check``."""
    with Ledger.open(options.ledger, mode="read") as ledger:
        damage = ledger.check()
        findings = [] if damage else ledger.at().findings.all(Terminal())
        names = ledger.organizations.names()
        uid = "" if damage else ledger.uid
    still_open = [finding for finding in findings if not finding.accepted]
    if options.json:
        say(json.dumps({"ledger": uid, **_checked(damage, findings, names)}, ensure_ascii=False))
        return PROBLEMS if damage or still_open else DONE
    for problem in damage:
        say(error_sentence(problem))
    for finding in still_open:
        say(f"{finding_name(finding.kind)} · {finding_sentence(finding, names)}")
    if not damage:
        accepted = len(findings) - len(still_open)
        said = [_("The file is sound."), ngettext("{n} open finding", "{n} open findings", len(still_open))]
        if accepted:
            said.append(ngettext("{n} accepted", "{n} accepted", accepted).format(n=accepted))
        say(f"{said[0]} {', '.join(said[1:]).format(n=len(still_open))}.")
    return PROBLEMS if damage or still_open else DONE


def _checked(
    damage: Sequence[LedgerError], findings: Sequence[Finding], names: dict[OrganizationId, str]
) -> dict[str, object]:
    return {
        "sound": not damage,
        "problems": [{"code": problem.code, "sentence": error_sentence(problem)} for problem in damage],
        "open": sum(not finding.accepted for finding in findings),
        "accepted": sum(finding.accepted for finding in findings),
        "findings": [
            {
                "kind": finding.kind.value,
                "organization": names.get(finding.organization_id or NO_ORGANIZATION, ""),
                "events": finding.event_ids,
                "claims": finding.claim_ids,
                "field": finding.field,
                "accepted": finding.accepted,
                "note": finding.note,
                "sentence": finding_sentence(finding),
            }
            for finding in findings
        ],
    }


def sample(options: argparse.Namespace) -> int:
    """``headwater sample``."""
    write_sample(Path(options.ledger))
    say(_("The sample was written to {file}. Open it with: headwater {file}").format(file=options.ledger))
    return DONE


def write_sample(path: Path) -> None:
    """Make the sample ledger; nothing is left of it where that fails. Raises ``ledger.exists``."""
    from db.sample import fill

    with Ledger.create(path) as ledger:
        try:
            fill(ledger, json.loads(assets.text(_SAMPLE)))
        except BaseException:
            ledger.close()
            path.unlink(missing_ok=True)
            raise


def print_sample(target: Path) -> None:
    """Print the sample as a PDF, through a ledger that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="headwater-") as folder:
        path = Path(folder) / "sample.headwater"
        write_sample(path)
        with Ledger.open(path, mode="read") as ledger:
            _print(ledger, Scope(), target, paper="a4")
