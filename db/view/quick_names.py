"""The names that a line typed in a hurry is searched for, read from a view."""

from __future__ import annotations

from db.reading.quick.names import Names
from db.tables.reads import Reads


def quick_names(view: Reads) -> Names:
    """The names a view knows; the view should show everything."""
    pairs = (
        (relation.vendor_id, relation.client_id)
        for relation in view.relationships.select()
        if relation.vendor_id is not None and relation.client_id is not None
    )
    return Names(
        view.organizations.names(),
        view.organizations.aliases(),
        relationships=pairs,
        publishers=view.sources.publishers(),
    )
