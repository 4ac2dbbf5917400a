"""All tables of a ledger, given one store: what rooms that write are handed."""

from __future__ import annotations

import contextlib

from db.store.operations import ChangeSet, Operation
from db.store.store import Store
from db.tables.base import At
from db.tables.event_kinds import Kinds
from db.tables.events import Events
from db.tables.fields.writes import Fields
from db.tables.imports import Imports
from db.tables.organizations import Organizations
from db.tables.relationships import Relationships
from db.tables.saved_views import SavedViews
from db.tables.settings import Settings
from db.tables.sources import Sources


class Tables:
    """The tables as they are now, whatever was known before. For reading as a page does, there are views."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.now = At.of(store)
        self.settings = Settings(self.now)
        self.sources = Sources(self.now)
        self.relationships = Relationships(self.now)
        self.kinds = Kinds(self.now)
        self.imports = Imports(self.now)
        self.saved_views = SavedViews(self.now)
        self.fields = Fields(self.now, settings=self.settings)
        self.organizations = Organizations(self.now, fields=self.fields)
        self.events = Events(
            self.now,
            kinds=self.kinds,
            organizations=self.organizations,
            sources=self.sources,
            relationships=self.relationships,
            fields=self.fields,
        )

    def operation(self, code: str, **detail: object) -> contextlib.AbstractContextManager[Operation]:
        """Run a named operation in one transaction: see :meth:`db.store.store.Store.operation`."""
        return self.store.operation(code, **detail)

    @property
    def last_change(self) -> ChangeSet:
        """What the last operation changed."""
        return self.store.last_change
