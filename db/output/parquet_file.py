"""A table as Parquet, for those who compute with it: typed columns, written in portions.

Needs pyarrow, which is an extra: it is larger than the rest of the program.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice
from typing import Any, BinaryIO

from db.errors import UserError
from db.output.columns import Holds, holds
from db.output.tables import Row, Rows
from db.tables.export_rows import Cell

_PORTION = 20_000


def write_parquet(target: BinaryIO, rows: Rows) -> int:
    """Write a table and give the number of its rows. Raises :class:`UserError` ``export.no_parquet``.

    Days are days and yes is true; a date that may be vague stays text.
    """
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError:
        raise UserError("export.no_parquet") from None
    types = {
        Holds.TEXT: pa.string(), Holds.DATE: pa.string(), Holds.INTEGER: pa.int64(), Holds.NUMBER: pa.float64(),
        Holds.FLAG: pa.bool_(), Holds.DAY: pa.date32(),
    }  # fmt: skip
    what = [holds(name) for name in rows.header]
    schema = pa.schema([(name, types[kind]) for name, kind in zip(rows.header, what, strict=True)])
    count = 0
    with parquet.ParquetWriter(target, schema) as writer:
        for portion in _portions(rows.rows):
            columns = [_column(kind, cells) for kind, cells in zip(what, zip(*portion, strict=True), strict=True)]
            writer.write_table(
                pa.Table.from_arrays([pa.array(c, t.type) for c, t in zip(columns, schema, strict=True)], schema=schema)
            )
            count += len(portion)
    return count


def _portions(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while portion := list(islice(rows, _PORTION)):
        yield portion


def _column(kind: Holds, cells: Sequence[Cell]) -> Sequence[Any]:
    if kind is Holds.FLAG:
        return [None if cell is None else cell == "yes" for cell in cells]
    if kind is Holds.DAY:
        return [date.fromisoformat(str(cell)) if cell else None for cell in cells]
    return cells
