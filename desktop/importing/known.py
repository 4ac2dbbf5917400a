"""Known tables in the import dialog: which of them a file is, and which it can be. No Qt."""

from __future__ import annotations

from db.importing.mapping import FileMapping, best_fit, fits, lacking
from db.importing.plan import Inspection
from desktop.importing.presets import built_in
from desktop.look import plaintext
from desktop.wording import formatting
from desktop.wording.i18n import _
from desktop.wording.presets import preset_name


def proposed(inspection: Inspection) -> FileMapping | None:
    """The known table that a file is; None: none."""
    return best_fit(built_in().values(), inspection.header)


def offered(inspection: Inspection, chosen: FileMapping | None) -> list[tuple[str, FileMapping | None]]:
    """The known tables that a file can be, with their names, the chosen one among them; first: none."""
    found = [one for one in built_in().values() if fits(one, inspection.header)]
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
    missing = [plaintext.elided(name, limit=40) for name in lacking(mapping, inspection.header)[:5]]
    if not missing:
        return _("“{name}” does not fit this file, so its columns are read as found.").format(name=name_of(mapping))
    return _("“{name}” does not fit this file, which has no column {columns}. Its columns are read as found.").format(
        name=name_of(mapping), columns=formatting.listing(missing)
    )


__all__ = ["name_of", "not_fitting", "offered", "proposed", "taken_for"]
