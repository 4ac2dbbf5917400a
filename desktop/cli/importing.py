"""``headwater import``: a file into a ledger, with what the file leaves open asked for by an option."""

from __future__ import annotations

import argparse
import contextlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from db.errors import ImportFileError, UserError
from db.ledger import Ledger
from db.store.store import local_now
from desktop.cli.terminal import DONE, PROBLEMS, Refused, Terminal, complain, say
from desktop.session.leftovers import TemporaryFolder
from desktop.wording import formatting
from desktop.wording.codes import error_sentence
from desktop.wording.i18n import _

if TYPE_CHECKING:
    from db.importing.facts import CellProblem
    from db.importing.planning.fates import ColumnFate
    from db.importing.planning.mapping import FileMapping
    from db.importing.planning.plan import ImportPlan, Inspection
    from db.importing.run import ImportReport

_REPORT = ("rows", "new", "new_claim", "amends", "duplicate", "skipped", "problem")
#: Problems told one by one before the rest is only counted.
_TOLD = 20


def import_file(options: argparse.Namespace) -> int:
    """``headwater import``."""
    from desktop.cli.file_options import as_json
    from desktop.importing.presets import code_of

    source = Path(options.file)
    inspection = _inspected(source, options)
    with ledger_to_fill(Path(options.into), dry_run=options.dry_run) as ledger:
        inspection, mapping, plan = _planned(inspection, options, ledger)
        report = _run(ledger, source, plan, options)
    if options.rejects:
        _write_rejects(source, Path(options.rejects), plan, report)
    figures = {name: int(getattr(report, name)) for name in _REPORT}
    if options.json:
        skipped = [{"line": skip.line, "reason": skip.code, "found": skip.found} for skip in report.skips]
        kept = [{"line": cell.line, "column": cell.column, "found": cell.found} for cell in report.kept]
        told = {
            **figures,
            "skipped_rows": skipped,
            "kept_as_text": kept,
            "columns": [_fate(one) for one in report.columns],
            "kind": report.kind,
            "file": as_json(inspection),
            "preset": code_of(mapping),
        }
        say(json.dumps(told, ensure_ascii=False))
    else:
        _tell(figures, report, options)
    return PROBLEMS if report.problem else DONE


def _planned(
    inspection: Inspection, options: argparse.Namespace, ledger: Ledger
) -> tuple[Inspection, FileMapping | None, ImportPlan]:
    """How the file is imported, as a known table or as found; what is still open is asked."""
    from db.importing.fields import Shape
    from db.importing.planning.asking import questions
    from db.importing.planning.mapping import plan_of
    from db.importing.planning.plan import default_plan, reconsidered
    from db.importing.rows.layout import side_of_all
    from desktop.cli.open_questions import ask
    from desktop.cli.presets import recognized
    from desktop.cli.stated import stated
    from desktop.wording.imports.importing import shape_name

    inspection, mapping = recognized(inspection, options, ledger)
    said = stated(options, inspection)
    inspection = inspection if mapping else reconsidered(inspection, said)
    plan = plan_of(mapping, inspection, said) if mapping else default_plan(inspection, said)
    if options.organization and plan.shape is Shape.RELATIONSHIPS and side_of_all(plan) is None:
        raise Refused(_("--organization is one side of every contract, and here both sides or none have a column."))
    if options.kind and plan.shape is not Shape.EVENTS:
        template = _("--kind says what happened where a row is an event, and here a row is {shape}.")
        raise Refused(template.format(shape=shape_name(plan.shape)))
    kinds = ledger.kinds.all()
    if asked := questions(inspection, plan, kinds):
        raise Refused("", ask(inspection, asked, list(kinds), as_json=options.json))
    return inspection, mapping, plan


def _run(ledger: Ledger, source: Path, plan: ImportPlan, options: argparse.Namespace) -> ImportReport:
    from db.importing.run import run_import
    from desktop.cli.open_questions import ask_data_set, ask_roster

    try:
        return run_import(ledger, source, plan, progress=Terminal(), dry_run=options.dry_run, ask=True)
    except UserError as error:
        if options.json and error.code == "import.data_set_unclear":
            raise Refused("", ask_data_set(error, source.stem)) from error
        if error.code == "import.roster_lacks":
            said = ("", ask_roster(error, source.stem)) if options.json else (error_sentence(error),)
            raise Refused(*said) from error
        raise


def _inspected(source: Path, options: argparse.Namespace) -> Inspection:
    """The file, read as the options say; what was guessed about its bytes is told, or asked for."""
    from db.importing.planning.plan import inspect_file
    from desktop.cli.file_options import answered, overrides, say_how_it_is_read, tables_of
    from desktop.cli.open_questions import ask_encoding, ask_table

    stated = overrides(options)
    try:
        inspection = inspect_file(source, stated, progress=Terminal())
    except ImportFileError as error:
        if options.json and (tables := tables_of(error)):
            raise Refused("", ask_table(error_sentence(error), tables)) from error
        if answer := answered(error):
            raise Refused(f"{error_sentence(error)} {answer}") from error
        raise
    doubt = inspection.encoding_doubt
    if options.json and doubt is not None and doubt.serious:
        raise Refused("", ask_encoding(doubt))
    say_how_it_is_read(inspection, stated)
    return inspection


@contextlib.contextmanager
def ledger_to_fill(path: Path, *, dry_run: bool) -> Iterator[Ledger]:
    """The ledger to import into, made if it is missing, and gone again if nothing came of it."""
    if dry_run:
        with contextlib.closing(TemporaryFolder()) as folder:
            if path.exists():
                with Ledger.open(path, mode="read") as ledger:
                    yield ledger
            else:
                with Ledger.create(folder.path / path.name) as ledger:
                    yield ledger
        return
    from db.store.lock import WriteLock

    lock = WriteLock(path)
    lock.acquire(now=local_now())
    try:
        fresh = not path.exists()
        with Ledger.create(path) if fresh else Ledger.open(path) as ledger:
            if not fresh:
                from desktop.cli.backups import before

                before(ledger, "import")
            ledger.store.nobody_reads()
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
    from desktop.wording.codes import kind_name
    from desktop.wording.imports.importing import (
        TOTALS,
        field_values_sentence,
        kept_sentence,
        persons_counted,
        report_sentence,
        skipped_line,
        total_name,
    )
    from desktop.wording.imports.questions import columns_sentences

    if options.dry_run:
        say(_("{file}: what an import would do. Nothing was written.").format(file=options.file))
        for name in TOTALS:
            if figures[name]:
                say(f"  {formatting.number(figures[name]):>9}  {total_name(name)}")
    else:
        say(report_sentence(Path(options.file).name, figures))
    if report.persons:
        say(persons_counted(report.persons, report.alone))
    for sentence in columns_sentences(report.columns):
        say(sentence)
    if report.field_values:
        say(field_values_sentence(report.field_values))
    if report.kind:
        say(
            _("What happened: {kind}, in every row whose columns say nothing else.").format(kind=kind_name(report.kind))
        )
    for skip in report.skips[:_TOLD]:
        complain(f"  {skipped_line(skip)}")
    if len(report.skips) > _TOLD:
        complain("  " + _("… and {n} more rows that are skipped.").format(n=report.skipped - _TOLD))
    for problem in report.problems[:_TOLD]:
        complain(f"  {problem_line(problem)}")
    if len(report.problems) > _TOLD:
        complain("  " + _("… and {n} more; --rejects FILE writes them all.").format(n=len(report.problems) - _TOLD))
    for cell in report.kept[:_TOLD]:
        complain(f"  {_placed(cell, kept_sentence(cell))}")
    if len(report.kept) > _TOLD:
        complain("  " + _("… and {n} more cells kept as text.").format(n=len(report.kept) - _TOLD))


def _fate(column: ColumnFate) -> dict[str, object]:
    """A column with what it became: a meaning, ``field:NAME`` (one's own), null (left out)."""
    became = f"field:{column.own}" if column.own else column.field.value
    return {"column": column.name, "place": column.place, "became": became if column.imported else None}


def problem_line(problem: CellProblem) -> str:
    """A problem of an import with its place."""
    from desktop.wording.imports.importing import problem_sentence

    return _placed(problem, problem_sentence(problem))


def _placed(cell: CellProblem, sentence: str) -> str:
    from desktop.wording.imports.importing import problem_place

    return _("{place}: {sentence}").format(place=problem_place(cell), sentence=sentence)


def _write_rejects(source: Path, target: Path, plan: ImportPlan, report: ImportReport) -> None:
    from db.importing.fields import Shape
    from db.importing.file.rejects import write_rejects
    from desktop.wording.imports.importing import problem_sentence

    reasons: dict[int, str] = {}
    for problem in report.problems:
        if problem.code == "row.undecodable":  # a warning: the row was taken
            continue
        said = problem_sentence(problem)
        text = _("{place}: {sentence}").format(place=problem.column, sentence=said) if problem.column else said
        reasons[problem.line] = f"{reasons[problem.line]} {text}" if problem.line in reasons else text
    write_rejects(source, target, plan.dialect, reasons, persons=plan.shape is Shape.PERSONS)
