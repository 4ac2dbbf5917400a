"""Known tables in the import dialog: which of them a file is, and which it can be. No Qt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress

from db.errors import UserError
from db.importing.fields import Shape
from db.importing.planning.mapping import FileMapping, best_fit, fits, grown, lacking, new_to
from db.importing.planning.mapping_text import read_mapping
from db.importing.planning.plan import Inspection
from db.tables.imports import DataSet
from desktop.importing.presets import built_in
from desktop.wording import formatting
from desktop.wording.i18n import _
from desktop.wording.imports.presets import preset_name
from desktop.wording.language.lines import elided

#: How files of the ledger's data sets were read, by the name of the data set.
Saved = Mapping[str, FileMapping]


def saved_mappings(data_sets: Iterable[DataSet]) -> dict[str, FileMapping]:
    """How files of some data sets were read. One that this version does not understand says nothing."""
    found = {}
    for one in data_sets:
        with suppress(UserError):
            found[one.name] = read_mapping(one.mapping)
    return found


def proposed(inspection: Inspection, saved: Saved | None = None, data_set: str = "") -> FileMapping | None:
    """The known table that a file is, ``data_set`` before all others; None: none.

    That all rows are about one organization holds for its own data set alone. Where columns are periods the next file
    has a new one, which only the file itself tells. What a later edition has more is proposed beside what is known.
    """
    saved = {name: one for name, one in (saved or {}).items() if one.shape is not Shape.LEVELS_IN_COLUMNS}
    own = saved.get(data_set)
    if own is not None and fits(own, inspection.header):
        return grown(own, inspection, built_in().values())
    general = [one for one in saved.values() if not one.organization]
    kept = best_fit(general, inspection.header)
    if kept is not None:
        return grown(kept, inspection, built_in().values())
    return best_fit(built_in().values(), inspection.header)


def settles(inspection: Inspection, mapping: FileMapping, saved: Saved) -> bool:
    """Whether a known table leaves nothing to look at: one of this ledger may have got a column more since."""
    return mapping in built_in().values() or not new_to(_before(mapping, saved), inspection.header)


def _before(mapping: FileMapping, saved: Saved) -> FileMapping:
    """The mapping as the last edition was read, without what a later one has more."""
    return saved.get(mapping.name, mapping)


def new_columns(inspection: Inspection, mapping: FileMapping | None, saved: Saved) -> str:
    """Which columns the last edition did not have, in words; empty if none, or the file is no later edition."""
    if mapping is None or mapping.name not in saved or not fits(mapping, inspection.header):
        return ""
    new = [elided(name, limit=40) for name in new_to(saved[mapping.name], inspection.header)]
    if not new:
        return ""
    return _("New since the last edition of “{name}”: {columns}. Check what that means.").format(
        name=name_of(mapping), columns=formatting.listing(new[:5] + (["…"] if len(new) > 5 else []))
    )


def offered(
    inspection: Inspection, chosen: FileMapping | None, saved: Saved | None = None
) -> list[tuple[str, FileMapping | None]]:
    """The known tables that a file can be, with their names, the chosen one among them; first: none."""
    every = (*(saved or {}).values(), *built_in().values())
    known = [one for one in every if fits(one, inspection.header)]
    # The chosen one stands for itself as it was before it had the columns that are new.
    found = [chosen if chosen is not None and one.name == chosen.name else one for one in known]
    if chosen is not None and chosen not in found:
        found.append(chosen)
    return [(_("as found"), None), *((name_of(one), one) for one in found)]


def name_of(mapping: FileMapping) -> str:
    """What a known table is called."""
    return preset_name(mapping.name) or _("a table without a name")


def taken_for(inspection: Inspection, mapping: FileMapping | None) -> str:
    """What known table a file is taken for; empty if for none."""
    return name_of(mapping) if mapping is not None and fits(mapping, inspection.header) else ""


def not_fitting(inspection: Inspection, mapping: FileMapping | None) -> str:
    """Why a file is not the chosen table, in words; empty if it is, or none was chosen."""
    if mapping is None or fits(mapping, inspection.header):
        return ""
    missing = [elided(name, limit=40) for name in lacking(mapping, inspection.header)[:5]]
    if not missing:
        return _("“{name}” does not fit this file, so its columns are read as found.").format(name=name_of(mapping))
    return _("“{name}” does not fit this file, which has no column {columns}. Its columns are read as found.").format(
        name=name_of(mapping), columns=formatting.listing(missing)
    )


__all__ = [
    "Saved",
    "name_of",
    "new_columns",
    "not_fitting",
    "offered",
    "proposed",
    "saved_mappings",
    "settles",
    "taken_for",
]
