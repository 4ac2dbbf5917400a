"""The rows an import did not take, as a file to correct and import again: every cell as written, and the reason."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import Path

from db.importing.file.dialect import Dialect
from db.importing.file.reader import RowReader, display_names
from db.store.atomic import replacing


def write_rejects(
    source: Path | str,
    target: Path | str,
    dialect: Dialect,
    reasons: Mapping[int, str],
    *,
    reason_column: str = "reason",
    persons: bool = False,
) -> int:
    """Write the records of ``source`` whose line (of their first cell) has a reason; gives their number.

    UTF-8 with commas whatever the source has. Cells beyond the header keep their place before the reason, which is in
    the column after the header's. Rows of ``persons`` are named by their
    lines alone. Raises ``ledger.cannot_write`` and what reading raises.
    """
    header = display_names(dialect.header) or tuple(f"column_{number}" for number in range(1, dialect.width + 1))
    count = 0
    with replacing(target) as file:
        text = io.TextIOWrapper(file, encoding="utf-8", newline="")
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow(["line", reason_column] if persons else [*header, reason_column])
        for batch in RowReader(source, dialect).batches():
            records = dict(batch.rows)
            records.update((problem.line, list(problem.cells)) for problem in batch.problems)
            for line in sorted(records.keys() & reasons.keys()):
                cells = [str(line)] if persons else records[line]
                padding = [""] * (len(header) - len(cells)) if not persons else []
                writer.writerow([*cells, *padding, reasons[line]])
                count += 1
        text.flush()
        text.detach()
    return count
