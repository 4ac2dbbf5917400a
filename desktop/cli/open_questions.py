"""What an import asks before it writes anything, as sentences or as JSON, each with the options that answer it."""

from __future__ import annotations

import json
from collections.abc import Sequence

from db.importing.asking import Question
from db.importing.plan import Inspection
from desktop.cli.terminal import UNUSABLE, USAGE, complain, say
from desktop.wording.i18n import _
from desktop.wording.import_questions import choices, column_name, question_sentence

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


__all__ = ["ask"]
