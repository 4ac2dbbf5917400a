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
from db.model.progress import Progress
from db.model.records import Scope
from db.model.values import ImpreciseDate, Population, Status
from db.reading.dates import DateOrder, parse_date
from db.store.store import local_now
from desktop import assets
from desktop.version import VERSION
from desktop.wording import formatting, i18n
from desktop.wording.codes import error_sentence
from desktop.wording.findings import finding_name, finding_sentence
from desktop.wording.i18n import _, ngettext
from desktop.wording.moments import Moment, read_moment
from desktop.wording.steps import operation_sentence

if TYPE_CHECKING:
    from db.analysis.series import Finding
    from db.importing.facts import CellProblem
    from db.importing.plan import ImportPlan
    from db.importing.run import ImportReport

DONE, PROBLEMS, USAGE, UNUSABLE = range(4)
_SAMPLE = "samples/scale_ai.json"
#: Some of them are no outcome of an import yet: so many of its rows there are.
_REPORT = ("rows", "new", "new_claim", "amends", "duplicate", "skipped", "problem")
#: Problems told one by one before the rest is only counted.
_TOLD = 20


class Refused(Exception):  # noqa: N818
    """An option that cannot be meant as it is, or a file that cannot be used: the sentence, and the exit code."""

    def __init__(self, sentence: str, code: int = USAGE) -> None:
        super().__init__(sentence)
        self.code = code


class _Terminal(Progress):
    """Progress in one line of a terminal; silent where standard error is none."""

    def __init__(self) -> None:
        self._shown = -1
        self._speaks = sys.stderr is not None and sys.stderr.isatty()

    def _show(self, done: int, total: int) -> None:
        percent = 100 * done // total if total else 100
        if self._speaks and percent != self._shown:
            self._shown = percent
            sys.stderr.write("\r    \r" if percent == 100 else f"\r{percent:3d}%")
            sys.stderr.flush()


# Import ------------------------------------------------------------------------------------------------------------


def import_file(options: argparse.Namespace) -> int:
    """``headwater import``."""
    from db.importing.run import run_import

    source = Path(options.file)
    plan = _plan(source, options)
    with _ledger_to_fill(Path(options.into), dry_run=options.dry_run) as ledger:
        report = run_import(ledger, source, plan, progress=_Terminal(), dry_run=options.dry_run)
    if options.rejects:
        _write_rejects(source, Path(options.rejects), plan, report)
    figures = {name: int(getattr(report, name, 0)) for name in _REPORT}
    if options.json:
        skipped = [{"line": skip.line, "reason": skip.code, "found": skip.found} for skip in report.skips]
        _say(json.dumps({**figures, "skipped_rows": skipped}, ensure_ascii=False))
    else:
        _tell(figures, report, options)
    return PROBLEMS if report.problem else DONE


def _plan(source: Path, options: argparse.Namespace) -> ImportPlan:
    """What the file itself suggests, with the order of its dates; what it leaves open is asked for."""
    from db.importing.plan import ambiguous_example, default_plan, inspect_file, questions
    from db.reading.quantities import NumberConvention
    from desktop.wording.importing import question_sentence

    inspection = inspect_file(source, progress=_Terminal())
    plan = default_plan(
        inspection,
        date_order=DateOrder(options.date_order) if options.date_order else None,
        convention=NumberConvention(options.decimal) if options.decimal else None,
    )
    for code in questions(inspection, plan):
        if code == "date_order":
            example = ambiguous_example(inspection, plan) or "03/04/2025"
            raise Refused(
                _("Dates such as “{example}” can be read in two ways. Give --date-order dmy, mdy or ymd.").format(
                    example=example
                )
            )
        if code == "number_convention":
            raise Refused(
                _("Numbers such as “1.400” can be read in two ways. Give --decimal point or --decimal comma.")
            )
        raise Refused(_("“{file}”: {sentence}").format(file=source, sentence=question_sentence(code)), UNUSABLE)
    return plan


@contextlib.contextmanager
def _ledger_to_fill(path: Path, *, dry_run: bool) -> Iterator[Ledger]:
    """The ledger to import into, made if it is missing, and gone again if nothing came of it."""
    if dry_run:
        with tempfile.TemporaryDirectory(prefix="headwater-") as folder:
            if path.exists():
                with Ledger.open(path, mode="read") as ledger:
                    yield ledger
            else:
                with Ledger.create(Path(folder) / path.name) as ledger:
                    yield ledger
        return
    from db.store.lock import WriteLock

    lock = WriteLock(path)
    lock.acquire(now=local_now())
    try:
        fresh = not path.exists()
        with Ledger.create(path) if fresh else Ledger.open(path) as ledger:
            try:
                yield ledger
            except BaseException:
                ledger.close()
                if fresh:
                    path.unlink(missing_ok=True)
                raise
    finally:
        lock.release()


def _tell(figures: dict[str, int], report: ImportReport, options: argparse.Namespace) -> None:
    from desktop.wording.importing import TOTALS, report_sentence, skipped_line, total_name

    if options.dry_run:
        _say(_("{file}: what an import would do. Nothing was written.").format(file=options.file))
        for name in TOTALS:
            if figures[name]:
                _say(f"  {formatting.number(figures[name]):>9}  {total_name(name)}")
    else:
        _say(report_sentence(Path(options.file).name, figures))
    for skip in report.skips[:_TOLD]:
        _complain(f"  {skipped_line(skip)}")
    if len(report.skips) > _TOLD:
        _complain("  " + _("… and {n} more rows that are skipped.").format(n=report.skipped - _TOLD))
    for problem in report.problems[:_TOLD]:
        _complain(f"  {problem_line(problem)}")
    if len(report.problems) > _TOLD:
        _complain("  " + _("… and {n} more; --rejects FILE writes them all.").format(n=len(report.problems) - _TOLD))


def problem_line(problem: CellProblem) -> str:
    """A problem of an import with its place."""
    from desktop.wording.importing import problem_place, problem_sentence

    return _("{place}: {sentence}").format(place=problem_place(problem), sentence=problem_sentence(problem))


def _write_rejects(source: Path, target: Path, plan: ImportPlan, report: ImportReport) -> None:
    from db.importing.rejects import write_rejects
    from desktop.wording.importing import problem_sentence

    reasons: dict[int, str] = {}
    for problem in report.problems:
        if problem.code == "row.undecodable":  # a warning: the row was taken
            continue
        said = problem_sentence(problem)
        text = _("{place}: {sentence}").format(place=problem.column, sentence=said) if problem.column else said
        reasons[problem.line] = f"{reasons[problem.line]} {text}" if problem.line in reasons else text
    write_rejects(source, target, plan.dialect, reasons)


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
            progress=_Terminal(),
        )
    if not to_stdout:
        said = ngettext("{n} row written to {file}.", "{n} rows written to {file}.", count)
        _say(said.format(n=count, file=options.output))
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
    _say(_("The snapshot was written to {file}.").format(file=options.output))
    return DONE


def _print(ledger: Ledger, scope: Scope, target: Path, *, paper: str, changed_since: Scope | None = None) -> None:
    from db.output import snapshot as snapshots

    view = ledger.at(scope)
    findings = view.findings.all(_Terminal())
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
        findings = [] if damage else ledger.at().findings.all(_Terminal())
        names = ledger.organizations.names()
        uid = "" if damage else ledger.uid
    still_open = [finding for finding in findings if not finding.accepted]
    if options.json:
        _say(json.dumps({"ledger": uid, **_checked(damage, findings, names)}, ensure_ascii=False))
        return PROBLEMS if damage or still_open else DONE
    for problem in damage:
        _say(error_sentence(problem))
    for finding in still_open:
        _say(f"{finding_name(finding.kind)} · {finding_sentence(finding, names)}")
    if not damage:
        accepted = len(findings) - len(still_open)
        said = [_("The file is sound."), ngettext("{n} open finding", "{n} open findings", len(still_open))]
        if accepted:
            said.append(ngettext("{n} accepted", "{n} accepted", accepted).format(n=accepted))
        _say(f"{said[0]} {', '.join(said[1:]).format(n=len(still_open))}.")
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
    _say(_("The sample was written to {file}. Open it with: headwater {file}").format(file=options.ledger))
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


def _say(text: str) -> None:
    print(text)  # noqa: T201


def _complain(text: str) -> None:
    print(text, file=sys.stderr)  # noqa: T201
