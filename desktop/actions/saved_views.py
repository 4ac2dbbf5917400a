"""Handlers of views saved under a name: what is shown and how it is arranged, in the ledger."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Slot

from db.model.saved_views import SavedView
from db.model.scope import Scope
from desktop.actions.handlers import Handlers
from desktop.commands.registry import Handler
from desktop.frame.page_table import PAGES
from desktop.look import plaintext
from desktop.session.scope_memory import scope_of, values_of
from desktop.wording.i18n import _

if TYPE_CHECKING:
    from db.ledger import Ledger
    from db.model.progress import Progress
    from desktop.frame.window import Window


class SavedViewActions(Handlers):
    """The menu of saved views, and their dialog."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        menu = window.actions_.menu("views")
        menu.aboutToShow.connect(self._fill)
        self._session.opened.connect(self._fill)
        self._session.closed.connect(self._fill)
        self._session.ledger_changed.connect(self._fill)
        self._fill()

    def handlers(self) -> Mapping[str, Handler]:
        """Command id -> what carries it out."""
        return {"views": self.show}

    def show(self) -> None:
        """List the views, to be shown, named and deleted, and save what is shown now."""
        from desktop.dialogs.saved_views import SavedViewsDialog

        if self._session.is_open:
            dialog = SavedViewsDialog(self._session, self.content(), self._window)
            dialog.chosen.connect(self.apply)
            dialog.exec()
            dialog.deleteLater()

    def content(self) -> str:
        """What is shown now, and how it is arranged, as JSON."""
        scope, page = self._session.scope, self._window.page
        found: dict[str, object] = {"scope": {**values_of(scope), "text": scope.text}}
        if page is not None:
            found.update(page=page.page_id, arrangement=page.arrangement())
        return json.dumps(found, ensure_ascii=False)

    @Slot(object)
    def apply(self, view: SavedView) -> None:
        """Show a view; what it names and is gone is left out, and said."""
        try:
            found = json.loads(view.content)
            scope = replace(scope_of(found["scope"]), text=str(found["scope"].get("text", "")))
        except (ValueError, KeyError, TypeError, AttributeError):
            self._window.status.say(_("The view “{name}” cannot be read.").format(name=plaintext.elided(view.name)))
            return

        def read(ledger: Ledger, _progress: Progress) -> Scope:
            names = ledger.organizations.names()
            return replace(scope, organization_ids=tuple(one for one in scope.organization_ids if one in names))

        self._session.tasks.read(read, partial(self._show, view.name, scope, found), key="views.apply")

    def _show(self, name: str, wanted: Scope, found: Mapping[str, Any], scope: Scope) -> None:
        known = {field.id for field in self._session.facts.fields}
        kinds = self._session.facts.kinds
        scope = replace(
            scope,
            fields=tuple(one for one in scope.fields if one.field_id in known),
            kinds=tuple(code for code in scope.kinds if code in kinds),
        )
        self._session.set_scope(scope)
        if found.get("page") in PAGES:
            self._window.show_page(str(found["page"]))
        page, arranged = self._window.page, found.get("arrangement")
        if page is not None and isinstance(arranged, dict):
            page.arrange(arranged)
        shown = _("View “{name}”").format(name=plaintext.elided(name, limit=60))
        if scope != wanted:
            shown = _("{view}, without what has been deleted since").format(view=shown)
        self._window.status.say(shown)

    @Slot()
    def _fill(self, _change: object = None) -> None:
        menu = self._window.actions_.menu("views")
        menu.clear()
        for view in self._session.facts.views:
            action = menu.addAction(plaintext.mnemonic_safe(plaintext.elided(view.name, limit=60)))
            action.triggered.connect(partial(self.apply, view))
        if not self._session.facts.views:
            menu.addAction(_("No view is saved yet")).setEnabled(False)
