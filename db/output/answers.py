"""The answer to a question as CSV: exactly its cells, as files and programs take them."""

from __future__ import annotations

import io
from datetime import date

from db.analysis.figures.cells import Answer, Extra
from db.output.csv_file import write_csv
from db.output.tables import Rows


def csv_of(answer: Answer) -> bytes:
    """A row for each cell under the columns of the question, days in ISO, nothing rounded."""
    target = io.BytesIO()
    rows = ([plain(value) for value in row] for row in answer.rows())
    write_csv(target, Rows(answer.question, answer.columns, iter(rows)), spreadsheet=False, german=False)
    return target.getvalue()


def plain(value: Extra) -> str | int | float | None:
    """A value as a file has it."""
    if isinstance(value, bool):
        return int(value)
    return value.isoformat() if isinstance(value, date) else value
