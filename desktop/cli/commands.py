"""The commands without a window: the same operations as in it, with the same words.

Each takes the parsed options and gives the exit code; failures of the file are left to the caller as errors.
"""

from __future__ import annotations

import argparse
import contextlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from db.errors import LedgerError
from db.ledger import Ledger
from db.model.ids import NO_ORGANIZATION, OrganizationId
from db.model.records import Scope
from desktop import assets
from desktop.cli.scopes import moment, scope_of
from desktop.cli.terminal import DONE, PROBLEMS, Terminal, complain, say
from desktop.pdf.length import UNASKED, pages_about
from desktop.session.leftovers import TemporaryFolder
from desktop.version import VERSION
from desktop.wording import formatting, i18n
from desktop.wording.backups import pages_differ
from desktop.wording.codes import error_sentence
from desktop.wording.findings import finding_name, finding_sentence
from desktop.wording.i18n import _, ngettext

if TYPE_CHECKING:
    from db.analysis.series import Finding

_SAMPLE = "samples/scale_ai.json"
_PARALLEL = "samples/parallel_cases.json"


# Snapshot -----------------------------------------------------------------------------------------------


def snapshot(options: argparse.Namespace) -> int:
    """``headwater snapshot``."""
    i18n.use(options.language or "")
    with Ledger.open(options.ledger, mode="read") as ledger:
        since = None
        if options.changed_since is not None:
            then = moment(ledger, options.changed_since, "--changed-since")
            since = Scope(known_on=then.day, known_operation=then.operation)
        scope = scope_of(ledger, options)
        about = pages_about(ledger.at(scope).events.count())
        if about > UNASKED:
            complain(_("About {pages} pages will be written.").format(pages=formatting.number(about)))
        pages = _print(ledger, scope, Path(options.output), paper=options.paper, changed_since=since)
    text = ngettext("The snapshot was written to {file}, {pages} page.",
                    "The snapshot was written to {file}, {pages} pages.", pages)  # fmt: skip
    say(text.format(file=options.output, pages=formatting.number(pages)))
    return DONE


def _print(ledger: Ledger, scope: Scope, target: Path, *, paper: str, changed_since: Scope | None = None) -> int:
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

        return pdf.write(made, target, paper=paper)


@contextlib.contextmanager
def _painting() -> Iterator[None]:
    """Fonts and painters need Qt's application object; it shows nothing and needs no display."""
    import os

    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtGui import QGuiApplication

    application = QGuiApplication.instance() or QGuiApplication(["headwater"])
    yield
    del application


# Check and sample ----------------------------------------------------------------------------------------------------


def check(options: argparse.Namespace) -> int:
    """``headwater check``."""
    if options.pages:
        return _pages(Path(options.ledger), json_=options.json)
    with Ledger.open(options.ledger, mode="read") as ledger:
        damage = ledger.check(Terminal())
        findings = [] if damage else ledger.at().findings.all(Terminal())
        names = {} if damage else ledger.organizations.names()
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


def _pages(path: Path, *, json_: bool) -> int:
    """Only whether the bytes are as the window left them; no ledger is open in this process."""
    from db.checking import page_sums
    from desktop.session import places

    noted, now = page_sums.kept(places.page_sums(path)), page_sums.read(path)
    differ = noted.differing(now) if noted is not None and now is not None else None
    of = len(now.sums) if now is not None else 0
    if json_:
        say(json.dumps({"pages": of, "differ": differ}))
    elif differ is None:
        say(_("Nothing can be said: the file was written to since a window closed it, or is being written to."))
    elif differ:
        say(pages_differ(differ, of, path))
    else:
        say(_("Every byte is as it was left."))
    return PROBLEMS if differ else DONE


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
    write_sample(Path(options.ledger), parallel=options.parallel)
    say(_("The sample was written to {file}. Open it with: headwater {file}").format(file=options.ledger))
    return DONE


def write_sample(path: Path, *, parallel: bool = False) -> None:
    """Make the sample ledger; nothing is left of it where that fails. Raises ``ledger.exists``."""
    from db.sample import fill

    with Ledger.create(path) as ledger:
        try:
            fill(ledger, json.loads(assets.text(_PARALLEL if parallel else _SAMPLE)))
        except BaseException:
            ledger.close()
            path.unlink(missing_ok=True)
            raise


def print_sample(target: Path) -> None:
    """Print the sample as a PDF, through a ledger that is gone afterwards."""
    with contextlib.closing(TemporaryFolder()) as folder:
        path = folder.path / "sample.headwater"
        write_sample(path)
        with Ledger.open(path, mode="read") as ledger:
            _print(ledger, Scope(), target, paper="a4")
