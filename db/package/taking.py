"""Taking a data package into a ledger, whatever is in it."""

from __future__ import annotations

from pathlib import Path

from db.model.progress import Progress
from db.package.adding import AddedPackage, add_package
from db.package.loading import is_empty, load_package
from db.tables.tables import Tables

_SILENT = Progress()


def take_package(tables: Tables, path: Path, *, progress: Progress = _SILENT, dry_run: bool = False) -> AddedPackage:
    """An empty ledger becomes that of the package, any other gets what it has not; all or nothing.

    ``dry_run`` only says what would be added. Raises as :func:`load_package` and :func:`add_package`.
    """
    if is_empty(tables.store) and not dry_run:
        return AddedPackage(whole=load_package(tables.store, path, progress=progress))
    return add_package(tables, path, progress=progress, dry_run=dry_run)
