"""Handlers of what is done to records as a whole: merging organizations, merging events, erasing a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot

from db.model.ids import EventId, OrganizationId
from desktop.actions.handlers import Handlers
from desktop.commands.registry import Handler
from desktop.session.bus import Bus
from desktop.session.requests import EditOrganization, MergeEvents, MergeOrganizations, OpenOrganization
from desktop.widgets import notify
from desktop.wording import formatting
from desktop.wording.i18n import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from db.ledger import Ledger
    from db.model.progress import Progress
    from db.model.scope import Scope
    from db.store.operations import ChangeSet
    from db.tables.organizations import OrganizationRow
    from desktop.dialogs.records.merge_events import Candidate
    from desktop.frame.window import Window

#: So many are still compared side by side.
MOST = 12


class RecordActions(Handlers):
    """Opens the dialogs, and follows up on what was merged or erased."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._session.ledger_changed.connect(self._on_ledger_changed)

    def handlers(self) -> Mapping[str, Handler]:
        """Command id -> what carries it out."""
        return {
            "event.merge": self.merge_chosen_events,
            "organization.open": self.open_organization,
            "organization.merge": self.merge_chosen_organizations,
            "person.erase": self.erase_person,
        }

    def answer(self, bus: Bus) -> None:
        """Take the requests that are about records as a whole."""
        bus.answer(MergeEvents, lambda asked: self.merge_events(asked.event_ids))
        bus.answer(OpenOrganization, lambda asked: self._window.show_organization(asked.organization_id))
        bus.answer(EditOrganization, lambda asked: self.edit_organization(asked.organization_id))
        bus.answer(MergeOrganizations, lambda asked: self.merge_organizations(asked.organization_ids))

    # Events.

    def merge_events(self, event_ids: tuple[EventId, ...]) -> None:
        """Compare events and make them one."""
        if self.may_change_events():
            self._session.tasks.read(partial(_candidates, ids=event_ids), self._choose_event, key="merge")

    def merge_chosen_events(self) -> None:
        """Compare the events chosen in the table and make them one."""
        page = self._window.page
        versions = page.chosen_events(MOST + 1) if page is not None else ()
        if len(versions) < 2:
            self._window.show_page("events")
            self._explain_events()
            return
        self._session.tasks.read(partial(_candidates, versions=tuple(versions)), self._choose_event, key="merge")

    def _explain_events(self) -> None:
        notify.show_message(
            self._window,
            title=_("Merge Events"),
            text=_("Select two or more events that tell of the same thing."),
            details=_("In the table of events, select two or more rows (Shift+Arrow or Ctrl+click)."),
        )

    def _choose_event(self, found: Sequence[Candidate]) -> None:
        if len(found) < 2:
            self._explain_events()
            return
        if len(found) > MOST:
            most = formatting.number(MOST)
            notify.show_message(
                self._window,
                title=_("Merge Events"),
                text=_("At most {n} events can be compared and merged at once. Select fewer.").format(n=most),
            )
            return
        from desktop.dialogs.records.merge_events import MergeEventsDialog

        dialog = MergeEventsDialog(self._session, found, self._window)
        dialog.exec()
        dialog.deleteLater()

    # Organizations.

    def open_organization(self) -> None:
        """Show the organization that is chosen on the page, else that of the selected event, else of the scope."""
        page, selected = self._window.page, self._session.selected
        chosen = page.chosen_organizations() if page is not None else ()
        scope = self._session.scope
        if chosen:
            self._window.show_organization(chosen[0])
        elif selected is not None:
            work = partial(_organization_of, event_id=selected, scope=scope)
            self._session.tasks.read(work, self._on_organization, key="organization.open")
        else:
            self._on_organization(scope.organization_ids[0] if scope.organization_ids else None)

    def _on_organization(self, organization_id: OrganizationId | None) -> None:
        if organization_id is None:
            self._window.show_page("organizations")
            self._window.status.say(_("Choose an organization, or an event of it, first."))
        else:
            self._window.show_organization(organization_id)

    def edit_organization(self, organization_id: OrganizationId) -> None:
        """Show the details of an organization."""
        from desktop.dialogs.records.organization import OrganizationDialog

        dialog = OrganizationDialog(self._session, organization_id, self._window)
        dialog.exec()
        dialog.deleteLater()

    def merge_chosen_organizations(self) -> None:
        """Make the organizations chosen in the table one."""
        page = self._window.page
        self.merge_organizations(page.chosen_organizations() if page is not None else ())

    def merge_organizations(self, ids: Sequence[OrganizationId]) -> None:
        """Make organizations one."""
        if not self._session.writable:
            return
        if len(ids) < 2:
            self._window.show_page("organizations")
            notify.show_message(
                self._window,
                title=_("Merge Organizations"),
                text=_("Select two or more organizations that are the same one."),
                details=_("In the table of organizations, select two or more rows (Shift+Arrow or Ctrl+click)."),
            )
            return
        if len(ids) > MOST:
            most = formatting.number(MOST)
            notify.show_message(
                self._window,
                title=_("Merge Organizations"),
                text=_("At most {n} organizations can be merged at once. Select fewer.").format(n=most),
            )
            return
        self._session.tasks.read(partial(_rows, ids=frozenset(ids)), self._choose_organization, key="merge")

    def _choose_organization(self, found: Sequence[OrganizationRow]) -> None:
        if len(found) < 2:
            return
        from desktop.dialogs.records.merge_organizations import MergeOrganizationsDialog

        dialog = MergeOrganizationsDialog(self._session, found, self._window)
        dialog.exec()
        dialog.deleteLater()

    # A person.

    def erase_person(self) -> None:
        """Ask whom to erase."""
        from desktop.dialogs.records.erase_person import ErasePersonDialog

        dialog = ErasePersonDialog(self._session, self._window)
        dialog.exec()
        dialog.deleteLater()

    # Afterwards.

    @Slot(object)
    def _on_ledger_changed(self, change: ChangeSet) -> None:
        """What was shown of a merged one is shown of the one that was kept."""
        if change.kind == "undo":
            return
        merged = change.detail.get("merged")
        gone = {one for one in merged if isinstance(one, int)} if isinstance(merged, list) else set()
        if change.code == "organization.merged":
            page, stays = self._window.page, change.detail.get("kept")
            if page is not None and page.subject in gone and isinstance(stays, int):
                self._window.show_organization(OrganizationId(stays))
            self._narrow_to_kept(set(map(OrganizationId, gone)), change.detail.get("kept"))
        elif change.code == "event.merged" and self._session.selected in gone:
            kept = change.detail.get("event")
            self._session.select(EventId(kept) if isinstance(kept, int) else None)
        elif change.code == "person.erased" and change.detail.get("compacted") is False:
            notify.show_message(
                self._window,
                title=_("Erase a Person"),
                text=_("The name is erased, but the file could not be rewritten because another program reads it."),
                details=_(
                    "Its bytes may still be in unused parts of the file. Close the other program, then erase again."
                ),
                warning=True,
            )

    def _narrow_to_kept(self, gone: set[OrganizationId], kept: object) -> None:
        scope = self._session.scope
        if gone.isdisjoint(scope.organization_ids) or not isinstance(kept, int):
            return
        ids = dict.fromkeys(OrganizationId(kept) if one in gone else one for one in scope.organization_ids)
        self._session.set_scope(replace(scope, organization_ids=tuple(ids)))


def _candidates(
    ledger: Ledger, _progress: Progress, *, ids: tuple[EventId, ...] = (), versions: tuple[int, ...] = ()
) -> Sequence[Candidate]:
    from desktop.dialogs.records.merge_events import read_candidates

    return read_candidates(ledger, ids or tuple(ledger.events.ids(versions)))


def _organization_of(ledger: Ledger, _progress: Progress, *, event_id: EventId, scope: Scope) -> OrganizationId | None:
    event = ledger.at(scope).events.get(event_id)
    return event.organization_id if event is not None else None


def _rows(ledger: Ledger, _progress: Progress, *, ids: frozenset[OrganizationId]) -> Sequence[OrganizationRow]:
    return [row for row in ledger.organizations.rows() if row.id in ids]


__all__ = ["MOST", "RecordActions"]
