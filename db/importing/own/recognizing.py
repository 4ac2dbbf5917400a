"""Is a file an export of ours, and how is it written? Its first line says both."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from db.errors import ImportFileError
from db.importing.file.dialect import Dialect
from db.tables.export_columns import NOT_TAKEN_BACK, SENTENCE
from db.tables.export_rows import CLAIM_COLUMNS, EVENT_COLUMNS

#: Columns without which a table cannot be told to be ours: nobody else's has them all.
_MARKS = {
    "claims": frozenset(("id", "event", "kind", "organization", "status", "uid", "event_uid")),
    "events": frozenset(("id", "kind", "organization", "status", "contradicted", "claims", "uid")),
}
_COLUMNS = {"claims": frozenset(CLAIM_COLUMNS), "events": frozenset(EVENT_COLUMNS)}
_BOM = "\ufeff"
#: Bytes in which a header of ours ends.
_HEAD = 1 << 14


def own_table(header: Sequence[str]) -> str | None:
    """Which of our tables a header is of, whatever the order of its columns and even if some were taken out."""
    names = frozenset(header)
    if len(names) == len(header):
        for table, marks in _MARKS.items():
            if marks <= names <= _COLUMNS[table]:
                return table
    return None


def own_dialect(path: Path) -> Dialect | None:
    """How a file is written, if it is an export of ours that can be taken back; None: anything else.

    Raises :class:`ImportFileError` ``own.not_taken_back`` (``table``) for one that cannot: its rows would be taken for
    what sources say, and are only what follows from that.
    """
    try:
        with path.open("rb") as file:
            start = file.read(_HEAD)
    except OSError:
        return None
    line = start.partition(b"\n")[0].decode("utf-8", "replace").rstrip("\r")
    for delimiter in ",;\t":
        header = tuple(name.strip('"') for name in line.removeprefix(_BOM).split(delimiter))
        for table, columns in NOT_TAKEN_BACK.items():
            if {*header} - {SENTENCE} == {*columns}:
                raise ImportFileError("own.not_taken_back", path=str(path), table=table)
        if own_table(header) is not None:
            encoding = "utf-8-sig" if line.startswith(_BOM) else "utf-8"
            width = len(header)
            return Dialect(encoding=encoding, delimiter=delimiter, width=width, raw_width=width, header=header)
    return None
