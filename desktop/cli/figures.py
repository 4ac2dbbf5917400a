"""``headwater figures``: a question, answered as rows."""

from __future__ import annotations

import argparse
import json
from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING

from db.analysis.figures.cells import Per
from db.errors import UserError
from db.figures.questions import QUESTIONS, RULES, Asked
from db.ledger import Ledger
from db.output.answers import csv_of, plain
from desktop.cli.scopes import moment, scope_of
from desktop.cli.terminal import DONE, Refused, complain, pour, say
from desktop.wording.codes import error_sentence
from desktop.wording.figures.questions import formula_sentence, question_title, refusal_sentence
from desktop.wording.i18n import _, ngettext

if TYPE_CHECKING:
    from db.analysis.figures.cells import Answer

#: Days, or rows, at most.
_MOST = 36_500


def figures(options: argparse.Namespace) -> int:
    """``headwater figures``."""
    if options.list:
        return _listed()
    if options.ledger is None or options.question is None:
        raise Refused(_("Name a ledger and a question. See headwater figures --list."))
    with Ledger.open(options.ledger, mode="read") as ledger:
        from db.figures.asking import ask

        try:
            answer = ask(ledger.at(scope_of(ledger, options)), options.question, _asked(ledger, options))
        except UserError as error:
            raise Refused(error_sentence(error)) from error
        text = _json(answer) if options.format == "json" else csv_of(answer)
    for refusal in answer.refusals:
        complain(refusal_sentence(refusal))
    _write(options.output, text)
    if options.output != "-":
        count = len(answer.cells)
        said = ngettext("{n} row written to {file}.", "{n} rows written to {file}.", count)
        say(said.format(n=count, file=options.output))
    return DONE


def _listed() -> int:
    for name, question in QUESTIONS.items():
        taken = " ".join(f"--{field.name}" for field in fields(Asked) if field.name in question.takes)
        say(f"{name}: {question_title(name)}")
        if taken:
            say(f"    {taken}")
    return DONE


def _asked(ledger: Ledger, options: argparse.Namespace) -> Asked:
    then = None
    if options.then is not None:
        told = moment(ledger, options.then, "--then")
        then = replace(scope_of(ledger, options), known_on=told.day, known_operation=told.operation)
    for name in ("top", "days"):
        number = getattr(options, name)
        if number is not None and not 1 <= number <= _MOST:
            raise Refused(_("--{option}: {n} is not between 1 and {most}.").format(option=name, n=number, most=_MOST))
    return Asked(
        per=Per(options.per) if options.per else None,
        by=options.by or "",
        kind=options.kind or "",
        population=options.population or "",
        top=options.top,
        days=options.days,
        anchor=options.anchor,
        then=then,
        rules=tuple(_rule(text) for text in options.rules),
    )


def _rule(text: str) -> tuple[str, float]:
    name, _sign, limit = text.partition("=")
    try:
        number = float(limit)
    except ValueError:
        number = -1.0
    if name.strip() not in RULES or not 0 <= number < _MOST:
        said = _("--rules: “{text}” is not understood. Examples: cuts=3, share_cut=0. There are: {names}")
        raise Refused(said.format(text=text, names=", ".join(RULES)))
    return name.strip(), number


def _json(answer: Answer) -> bytes:
    cells = [
        {
            **{name: plain(cell.column(name)) for name in answer.columns},
            "incomplete": cell.period is not None and cell.period.incomplete,
            **({"why": refusal_sentence(cell.refused)} if cell.refused is not None else {}),
            "event_ids": cell.behind.placed,
            "possible_event_ids": cell.behind.possible,
        }
        for cell in answer.cells
    ]
    whole = {
        "question": answer.question,
        "formula": formula_sentence(answer.formula),
        "inputs": {name: plain(value) for name, value in answer.inputs.items()},
        "columns": answer.columns,
        "cells": cells,
        "refusals": [refusal_sentence(refusal) for refusal in answer.refusals],
    }
    return (json.dumps(whole, ensure_ascii=False) + "\n").encode()


def _write(output: str, content: bytes) -> None:
    if output == "-":
        pour(content)
        return
    from db.store.atomic import replacing

    with replacing(Path(output)) as file:
        file.write(content)
