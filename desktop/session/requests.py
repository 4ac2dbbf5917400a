"""What one room asks of another, as frozen data: each goes over the window's bus to whoever answers its type.

To add a request, add a class here and answer it in one of the modules of ``desktop/actions``.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QPoint

from db.model.ids import EventId, OrganizationId, SourceId


@dataclass(frozen=True, slots=True)
class Request:
    """Something to be done outside the room that asks for it."""


# The file.


@dataclass(frozen=True, slots=True)
class NewLedger(Request):
    """Ask for a place and make an empty ledger there."""


@dataclass(frozen=True, slots=True)
class ChooseLedger(Request):
    """Ask for a ledger and open it."""


@dataclass(frozen=True, slots=True)
class OpenSample(Request):
    """Open a fresh copy of the sample."""


@dataclass(frozen=True, slots=True)
class OpenAgain(Request):
    """Open the ledger that is shown once more, from its path."""


@dataclass(frozen=True, slots=True)
class SaveCopy(Request):
    """Ask for a place and write a complete copy of the ledger there."""


@dataclass(frozen=True, slots=True)
class ShowBackups(Request):
    """Show the backups of the ledger, to go back to one; ``path``: of one that cannot be opened."""

    path: Path | None = None


@dataclass(frozen=True, slots=True)
class CompareFile(Request):
    """Show what differs between the ledger that is shown and what is in its file by now."""


@dataclass(frozen=True, slots=True)
class RecoverLedger(Request):
    """Save what can be read of a damaged ledger (None: ask which) into a new file."""

    path: Path | None = None


@dataclass(frozen=True, slots=True)
class OpenFile(Request):
    """Open a ledger; a table is imported instead."""

    path: Path


@dataclass(frozen=True, slots=True)
class ImportTable(Request):
    """Import a table; None: one that is asked for. ``data_set``: whose next edition it is; "": found by its rows."""

    path: Path | None = None
    data_set: str = ""


# Events.


@dataclass(frozen=True, slots=True)
class NewEvent(Request):
    """Begin an event in the inspector, of a kind if one is named."""

    kind: str | None = None


@dataclass(frozen=True, slots=True)
class SelectEvent(Request):
    """Mark an event everywhere."""

    event_id: EventId


@dataclass(frozen=True, slots=True)
class OpenEvent(Request):
    """Show an event in the inspector, opening it if it is closed."""

    event_id: EventId


@dataclass(frozen=True, slots=True)
class DeleteEvents(Request):
    """Ask whether events may be deleted, and delete them."""

    event_ids: tuple[EventId, ...]


@dataclass(frozen=True, slots=True)
class MergeEvents(Request):
    """Compare events and make them one."""

    event_ids: tuple[EventId, ...]


@dataclass(frozen=True, slots=True)
class OfferEventMenu(Request):
    """Show the menu of the selected events at a point of the screen."""

    place: QPoint


# Organizations.


@dataclass(frozen=True, slots=True)
class OpenOrganization(Request):
    """Show everything about an organization on its page."""

    organization_id: OrganizationId


@dataclass(frozen=True, slots=True)
class EditOrganization(Request):
    """Show the details of an organization."""

    organization_id: OrganizationId


@dataclass(frozen=True, slots=True)
class MergeOrganizations(Request):
    """Make organizations one."""

    organization_ids: tuple[OrganizationId, ...]


# What is shown.


@dataclass(frozen=True, slots=True)
class NarrowScope(Request):
    """Narrow the scope to one organization."""

    organization_id: OrganizationId


@dataclass(frozen=True, slots=True)
class ShowFields(Request):
    """List the fields of one's own, to be made and changed."""


@dataclass(frozen=True, slots=True)
class ShowPage(Request):
    """Show a page."""

    page_id: str


@dataclass(frozen=True, slots=True)
class ShowSource(Request):
    """Show a source on the page of sources."""

    source_id: SourceId


@dataclass(frozen=True, slots=True)
class ShowStep(Request):
    """Show an operation on the page of the history."""

    operation_id: int


@dataclass(frozen=True, slots=True)
class UseTheme(Request):
    """Follow the system's colors ("system"), or keep to "light", "dark" or high "contrast"."""

    mode: str


@dataclass(frozen=True, slots=True)
class Say(Request):
    """Say a sentence in the status line."""

    text: str


@dataclass(frozen=True, slots=True)
class FollowLink(Request):
    """Open a web or mail address, after it was shown."""

    address: str
