"""Handlers of what is done to records as a whole: merging organizations, merging events, erasing a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from desktop import formatting, notify
from desktop.actions.registry import Handler
from desktop.i18n import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from db.ledger import Ledger
    from db.operations import ChangeSet
    from db.progress import Progress
    from db.tables.organizations import OrganizationRow
    from desktop.dialogs.merge_events import Candidate
    from desktop.window import Window

#: So many are still compared side by side.
MOST = 12


class RecordActions(QObject):
    """Opens the dialogs, and follows up on what was merged or erased."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._session = window.session
        self._session.ledger_changed.connect(self._on_ledger_changed)

    def handlers(self) -> Mapping[str, Handler]:
        """Command id -> what carries it out."""
        return {
            "event.merge": self.merge_events,
            "organization.edit": self.edit_organization,
            "organization.merge": self.merge_organizations,
            "person.erase": self.erase_person,
        }

    # Events.

    def merge_events(self, argument: object = None) -> None:
        """Compare events (the given ids, else those selected in the table) and make them one."""
        if not self._session.writable:
            return
        if isinstance(argument, list | tuple):
            ids = tuple(one for one in argument if isinstance(one, int))
            self._session.tasks.read(partial(_candidates, ids=ids), self._choose_event, key="merge")
            return
        page = self._window.page
        view, model = getattr(page, "view", None), getattr(page, "model", None)
        if self._window.page_id != "events" or view is None or model is None:
            self._window.show_page("events")
            self._explain_events()
            return
        versions = model.versions(view.rows_chosen()[: MOST + 1])
        if len(versions) < 2:
            self._explain_events()
            return
        self._session.tasks.read(partial(_candidates, versions=tuple(versions)), self._choose_event, key="merge")

    def _explain_events(self) -> None:
        notify.show_message(
            self._window,
            title=_("Merge Events"),
            text=_("Select two or more events that tell of the same thing."),
            details=_("In the table of events, click one, then hold Ctrl and click the others."),
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
        from desktop.dialogs.merge_events import MergeEventsDialog

        dialog = MergeEventsDialog(self._session, found, self._window)
        dialog.exec()
        dialog.deleteLater()

    # Organizations.

    def edit_organization(self, argument: object) -> None:
        """Show the details of an organization, given by its id."""
        if not isinstance(argument, int):
            return
        from desktop.dialogs.organization import OrganizationDialog

        dialog = OrganizationDialog(self._session, argument, self._window)
        dialog.exec()
        dialog.deleteLater()

    def merge_organizations(self, argument: object = None) -> None:
        """Make organizations one: the given ids, else those selected in the table."""
        if not self._session.writable:
            return
        chosen = getattr(self._window.page, "chosen_ids", None)
        ids = argument if isinstance(argument, list | tuple) else chosen() if callable(chosen) else ()
        if len(ids) < 2:
            self._window.show_page("organizations")
            notify.show_message(
                self._window,
                title=_("Merge Organizations"),
                text=_("Select two or more organizations that are the same one."),
                details=_("In the table of organizations, click one, then hold Ctrl and click the others."),
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
        wanted = frozenset(one for one in ids if isinstance(one, int))
        self._session.tasks.read(partial(_rows, ids=wanted), self._choose_organization, key="merge")

    def _choose_organization(self, found: Sequence[OrganizationRow]) -> None:
        if len(found) < 2:
            return
        from desktop.dialogs.merge_organizations import MergeOrganizationsDialog

        dialog = MergeOrganizationsDialog(self._session, found, self._window)
        dialog.exec()
        dialog.deleteLater()

    # A person.

    def erase_person(self, argument: object = None) -> None:
        """Ask whom to erase; the argument is a name to begin with."""
        from desktop.dialogs.erase_person import ErasePersonDialog

        name = argument if isinstance(argument, str) else ""
        dialog = ErasePersonDialog(self._session, self._window, name=name)
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
            self._narrow_to_kept(gone, change.detail.get("kept"))
        elif change.code == "event.merged" and self._session.selected in gone:
            kept = change.detail.get("event")
            self._session.select(kept if isinstance(kept, int) else None)
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

    def _narrow_to_kept(self, gone: set[int], kept: object) -> None:
        scope = self._session.scope
        if gone.isdisjoint(scope.organization_ids) or not isinstance(kept, int):
            return
        ids = dict.fromkeys(kept if one in gone else one for one in scope.organization_ids)
        self._session.set_scope(replace(scope, organization_ids=tuple(ids)))


def _candidates(
    ledger: Ledger, _progress: Progress, *, ids: tuple[int, ...] = (), versions: tuple[int, ...] = ()
) -> Sequence[Candidate]:
    from desktop.dialogs.merge_events import read_candidates

    return read_candidates(ledger, ids or tuple(ledger.events.ids(versions)))


def _rows(ledger: Ledger, _progress: Progress, *, ids: frozenset[int]) -> Sequence[OrganizationRow]:
    return [row for row in ledger.organizations.rows() if row.id in ids]


__all__ = ["MOST", "RecordActions"]
