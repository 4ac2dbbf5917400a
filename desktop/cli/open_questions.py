"""What an import asks before it writes anything, as sentences or as JSON, each with the options that answer it."""

from __future__ import annotations

import json
from collections.abc import Sequence

from db.errors import UserError
from db.importing.file.encodings import EncodingDoubt
from db.importing.planning.asking import Question
from db.importing.planning.plan import Inspection
from desktop.cli.file_options import quoted
from desktop.cli.terminal import UNUSABLE, USAGE, complain, say
from desktop.wording.codes import error_sentence
from desktop.wording.i18n import _
from desktop.wording.imports.questions import choices, column_name, question_sentence
from desktop.wording.imports.written import doubt_sentence

#: Answers shown for one question; JSON has all of them.
_SHOWN = 8


def ask(inspection: Inspection, asked: Sequence[Question], kinds: Sequence[str], *, as_json: bool) -> int:
    """Say what has to be answered first; gives the exit code. ``kinds``: the codes of the ledger's."""
    header = inspection.header
    if as_json:
        say(json.dumps({"asked": [_as_json(one, header, kinds) for one in asked]}, ensure_ascii=False))
    else:
        for question in asked:
            complain(
                _("“{file}”: {sentence}").format(file=inspection.path, sentence=question_sentence(question, header))
            )
            answers = choices(question, header, kinds)
            for _value, option in answers[:_SHOWN]:
                complain(f"    {option}")
            if len(answers) > _SHOWN:
                complain("    …")
    # A file without a single row has nothing that an answer could be about.
    return USAGE if inspection.data_rows else UNUSABLE


def _as_json(question: Question, header: Sequence[str], kinds: Sequence[str]) -> dict[str, object]:
    return {
        "question": question.code,
        "sentence": question_sentence(question, header),
        "columns": [column_name(header, index) for index in question.columns],
        "examples": question.examples,
        "choices": [{"value": value, "option": option} for value, option in choices(question, header, kinds)],
    }


def ask_encoding(doubt: EncodingDoubt) -> int:
    """Ask in JSON how the letters of a file are to be read; gives the exit code."""
    examples = [example for one in doubt.readings for example in one.examples]
    choices_ = [(one.encoding, f"--encoding {one.encoding}") for one in doubt.readings]
    return _say("encoding", doubt_sentence(doubt), choices_, examples)


def ask_table(sentence: str, tables: Sequence[str]) -> int:
    """Ask in JSON which table of a file is meant; gives the exit code."""
    return _say("sheet", sentence, [(name, f"--sheet {quoted(name)}") for name in tables])


def ask_data_set(error: UserError, new: str) -> int:
    """Ask in JSON whether a file is an edition of a data set; ``new``: the name of one of its own."""
    names = error.values.get("names")
    known = [str(name) for name in names] if isinstance(names, tuple) else []
    answers = [(name, f"--dataset {quoted(name)}") for name in (*known, unused(new, known))]
    return _say("data_set", error_sentence(error), answers)


def ask_roster(error: UserError, new: str) -> int:
    """Ask in JSON whether a roster that lacks many of those hired is complete; ``new``: the name of another one."""
    answers = [("complete", "--fewer-hired"), (new, f"--dataset {quoted(new)}")]
    return _say("roster", error_sentence(error), answers)


def _say(code: str, sentence: str, answers: Sequence[tuple[str, str]], examples: Sequence[str] = ()) -> int:
    said = {
        "question": code, "sentence": sentence, "columns": [], "examples": list(examples),
        "choices": [{"value": value, "option": option} for value, option in answers],
    }  # fmt: skip
    say(json.dumps({"asked": [said]}, ensure_ascii=False))
    return USAGE


def unused(stem: str, names: Sequence[str]) -> str:
    """A name that none of these is."""
    taken, found, number = {name.casefold() for name in names}, stem, 1
    while found.casefold() in taken:
        number += 1
        found = f"{stem} {number}"
    return found


__all__ = ["ask", "ask_data_set", "ask_encoding", "ask_roster", "ask_table"]
