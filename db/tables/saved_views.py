"""Views saved under a name."""

from __future__ import annotations

from db.errors import UserError
from db.model.saved_views import SavedView
from db.model.text import identity
from db.store.operations import ChangeSet
from db.tables.base import Table


class SavedViews(Table):
    """``ledger.saved_views``: as they are now."""

    def all(self) -> tuple[SavedView, ...]:
        """Every view, as they were saved one after the other."""
        rows = self._db.execute(
            "SELECT id, name, content FROM saved_views WHERE retired_operation IS NULL ORDER BY position, id"
        )
        return tuple(SavedView(id=row["id"], name=row["name"], content=row["content"]) for row in rows)

    def save(self, name: str, content: str) -> ChangeSet:
        """Save a view; one of the same name is what this is from now on. Raises ``view.name_missing``."""
        name, known = _named(name), self.all()
        same = next((one for one in known if identity(one.name) == identity(name)), None)
        with self._store.operation("view.saved", name=name) as operation:
            if same is not None:
                operation.replace("saved_views", same.id, {"name": name, "content": content})
            else:
                operation.add("saved_views", {"name": name, "content": content, "position": len(known)})
        return self._store.last_change

    def rename(self, view_id: int, name: str) -> ChangeSet:
        """Give a view another name. Raises ``view.name_missing``, ``view.exists`` and ``row.gone``."""
        name = _named(name)
        if any(one.id != view_id and identity(one.name) == identity(name) for one in self.all()):
            raise UserError("view.exists", name=name)
        with self._store.operation("view.renamed", name=name) as operation:
            operation.replace("saved_views", view_id, {"name": name})
        return self._store.last_change

    def delete(self, view_id: int) -> ChangeSet:
        """Remove a view; what it showed stays. Raises ``row.gone``."""
        view = next((one for one in self.all() if one.id == view_id), None)
        if view is None:
            raise UserError("row.gone", table="saved_views", id=view_id)
        with self._store.operation("view.deleted", name=view.name) as operation:
            operation.retire("saved_views", view_id)
        return self._store.last_change


def _named(name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise UserError("view.name_missing")
    return name
