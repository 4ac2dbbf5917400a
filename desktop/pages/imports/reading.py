"""What the page of imports shows, read and worded in the reader's thread. No Qt."""

from __future__ import annotations

from dataclasses import dataclass

from db.ledger import Ledger
from db.model.ids import ImportId
from db.model.progress import Progress
from db.model.records import Scope
from db.tables.imports import ImportedFile, ImportedRow
from desktop.events import columns
from desktop.events.columns import formatted
from desktop.look import plaintext
from desktop.widgets.text_tables import Row
from desktop.wording import formatting
from desktop.wording.i18n import _
from desktop.wording.imports import importing
from desktop.wording.imports.outcomes import reason_name

#: Rows of an edition that are listed; of more it is said that they are more.
SHOWN = 1000


@dataclass(frozen=True, slots=True)
class Editions:
    """Every imported file, those of one data set together: the data set on top that an edition came of last."""

    files: tuple[ImportedFile, ...]
    data_sets: int


@dataclass(frozen=True, slots=True)
class EditionRows:
    """The first rows of an edition that have an outcome (None: any), in words."""

    import_id: ImportId
    outcome: str | None
    rows: tuple[Row, ...]


def read_editions(ledger: Ledger, _progress: Progress, *, scope: Scope) -> Editions:
    """What was imported, as it was known in the scope."""
    files = ledger.at(scope).imports.files()
    newest: dict[int, int] = {}
    for place, file in enumerate(files):
        newest.setdefault(file.data_set_id, place)
    return Editions(tuple(sorted(files, key=lambda file: newest[file.data_set_id])), len(newest))


def read_rows(
    ledger: Ledger, _progress: Progress, *, import_id: ImportId, outcome: str | None, scope: Scope
) -> EditionRows:
    """What became of the rows of an edition, with the events that they lead to."""
    view = ledger.at(scope)
    rows = view.imports.rows(import_id, outcome=outcome, limit=SHOWN)
    events = {row.id: row for row in view.events.listed([row.event_id for row in rows if row.event_id is not None])}
    said = {
        event_id: _event_text(formatted(row, view.kinds, view.today, minimum_status=scope.minimum_status).texts)
        for event_id, row in events.items()
    }
    return EditionRows(
        import_id,
        outcome,
        tuple(
            Row(
                (
                    formatting.number(row.line),
                    importing.total_name(row.outcome),
                    reason_name(row.reason),
                    said.get(row.event_id) or _other_text(row) if row.event_id is not None else _other_text(row),
                ),
                row.event_id if row.event_id in events else None,
            )
            for row in rows
        ),
    )


def _event_text(texts: tuple[str, ...]) -> str:
    shown = (columns.ORGANIZATION, columns.KIND, columns.DATE, columns.EFFECT, columns.AMOUNT, columns.PLACE)
    return plaintext.one_line(" · ".join(filter(None, (texts[one] for one in shown))))


def _other_text(row: ImportedRow) -> str:
    """What a row without an event said, or what became of its event."""
    if row.claim_id is not None:
        return _("This event is not in the ledger any more.")
    return plaintext.one_line(" · ".join(filter(None, row.cells)))


__all__ = ["SHOWN", "EditionRows", "Editions", "read_editions", "read_rows"]
