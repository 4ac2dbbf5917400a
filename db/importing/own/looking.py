"""Looking at single rows of our own export: what is wrong with one, and what its cells say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from db.importing.facts import CellProblem
from db.importing.file.dialect import Dialect
from db.importing.own.cells import BadCellError, Cells
from db.importing.own.events import Grouping
from db.importing.own.recognizing import own_table
from db.model.records import EventKind
from db.model.values import KindGroup


class OwnRows:
    """The rows of one file, each by itself."""

    def __init__(self, dialect: Dialect, kind_codes: Iterable[str]) -> None:
        table = own_table(dialect.header)
        assert table is not None
        self._table, self._header = table, dialect.header
        self._places = {name: place for place, name in enumerate(dialect.header)}
        self._spreadsheet = dialect.encoding == "utf-8-sig"
        # Which group a kind is of makes no cell right or wrong.
        self._kinds = {code: EventKind(code=code, group=KindGroup.STRATEGY) for code in kind_codes}

    def problems(self, line: int, cells: Sequence[str]) -> list[CellProblem]:
        """The first thing that is wrong with a row, if there is any."""
        try:
            Grouping(self._table, self._header, self._kinds).add(self._read(line, cells))
        except BadCellError as bad:
            return [bad.problem]
        return []

    def meanings(self, cells: Sequence[str]) -> list[object]:
        """What each cell says; None: nothing."""
        read = self._read(0, cells)
        return [read.text(name) or None for name in self._header]

    def _read(self, line: int, cells: Sequence[str]) -> Cells:
        return Cells(line, cells, self._places, spreadsheet=self._spreadsheet)
