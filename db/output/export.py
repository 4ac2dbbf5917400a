"""Exports of a view: one table as CSV, as CSV for spreadsheets or as Parquet; one or all of them as a workbook."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Literal

from db.model.progress import Progress
from db.model.values import Population
from db.output.csv_file import write_csv
from db.output.tables import TABLES, Wording, table_rows
from db.store.atomic import replacing
from db.view.view import View

if TYPE_CHECKING:
    from db.analysis.series import Finding
    from db.store.steps import Step

Format = Literal["csv", "excel-csv", "xlsx", "parquet"]
FORMATS: tuple[Format, ...] = ("csv", "excel-csv", "xlsx", "parquet")

_SILENT = Progress()


def export(
    view: View,
    table: str | None,
    target: Path | str | BinaryIO,
    *,
    population: Population | None = None,
    format: Format = "csv",  # noqa: A002 - the word of the command line
    language: str = "en",
    sentence: Callable[[Finding], str] | None = None,
    step_sentence: Callable[[Step], str] | None = None,
    progress: Progress = _SILENT,
    follow_links: bool = False,
) -> int:
    """Write one of :data:`TABLES` for a view and give the number of rows; a path is replaced as a whole or not at all.

    ``table`` None: all of them, which only a workbook can hold. ``population`` narrows events, claims and headcount.
    ``sentence`` and ``step_sentence`` word a finding and a step of the history for a column of its own. ``language``
    only decides the signs of ``excel-csv``. Raises :class:`UserError` ``export.table_unknown``, what the format cannot
    hold (``export.too_many_rows``, ``.text_too_long``) or needs (``.no_parquet``), and what :func:`replacing` does.
    """
    if isinstance(target, Path | str):
        with replacing(target, follow_links=follow_links) as file:
            return export(
                view, table, file, population=population, format=format, language=language,
                sentence=sentence, step_sentence=step_sentence, progress=progress,
            )  # fmt: skip
    assert table is not None or format == "xlsx"
    wording = Wording(finding=sentence, step=step_sentence)
    wanted = TABLES if table is None else (table,)
    rows = (table_rows(view, name, population=population, wording=wording, progress=progress) for name in wanted)
    match format:
        case "xlsx":
            from db.output.xlsx_file import write_xlsx

            return write_xlsx(target, rows, created=view.today)
        case "parquet":
            from db.output.parquet_file import write_parquet

            return sum(write_parquet(target, one) for one in rows)
        case "csv" | "excel-csv":
            return sum(
                write_csv(target, one, spreadsheet=format == "excel-csv", german=language == "de") for one in rows
            )


__all__ = ["FORMATS", "TABLES", "Format", "export"]
