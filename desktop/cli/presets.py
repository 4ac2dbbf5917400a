"""The tables whose columns are known: listed, and recognized in a file to import."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING

from desktop.cli.terminal import Refused, complain
from desktop.wording import formatting
from desktop.wording.i18n import _
from desktop.wording.imports.presets import preset_name

if TYPE_CHECKING:
    from db.importing.planning.mapping import FileMapping
    from db.importing.planning.plan import Inspection
    from db.ledger import Ledger


def list_presets(options: argparse.Namespace) -> int:
    """List the built-in mappings."""
    from desktop.importing.presets import built_in

    if options.json:
        listed = [
            {
                "preset": code,
                "name": mapping.name,
                "rows": mapping.shape.value,
                "recognized_by": mapping.recognized_by,
                "columns": {name: meant.value for name, meant in mapping.columns.items()},
            }
            for code, mapping in built_in().items()
        ]
        print(json.dumps(listed, ensure_ascii=False))  # noqa: T201
        return 0
    for code, mapping in built_in().items():
        columns = formatting.listing(list(mapping.needed))
        print(f"{code}: {preset_name(mapping.name)}")  # noqa: T201
        print("    " + _("recognized by the columns {columns}").format(columns=columns))  # noqa: T201
    return 0


def recognized(
    inspection: Inspection, options: argparse.Namespace, ledger: Ledger
) -> tuple[Inspection, FileMapping | None]:
    """The mapping that ``--preset`` names, else that of the data set that ``--dataset`` names, else the built-in one
    that fits, which is told; and the file read for it.

    Raises :class:`Refused` for a mapping that does not fit the file, and as
    :func:`desktop.importing.presets.found` does.
    """
    from db.importing.planning.mapping import best_fit, fits, grown, inspect_for, lacking, new_to
    from desktop.cli.file_options import overrides
    from desktop.importing.presets import built_in, found

    if options.preset == "none":
        return inspection, None
    if options.preset is None and (kept := _of_data_set(options.dataset, ledger)) is not None:
        read = inspect_for(kept, inspection, stated=overrides(options))
        if fits(kept, read.header):
            complain(_("Read as the last edition of “{name}”; --preset none reads it as it is found.").format(
                name=options.dataset))  # fmt: skip
            if new := new_to(kept, read.header):
                complain(_("New since that edition: {columns}.").format(columns=formatting.listing(list(new))))
            return read, grown(kept, read, built_in().values())
        complain(
            _("Not read as the last edition of “{name}”: the file has no column {columns}.").format(
                name=options.dataset, columns=formatting.listing(list(lacking(kept, read.header)))
            )
        )
    if options.preset is None:
        mapping = best_fit(built_in().values(), inspection.header)
        if mapping is not None:
            complain(_("Recognized as “{name}”; --preset none reads it as it is found.").format(
                name=preset_name(mapping.name)))  # fmt: skip
        return inspection, mapping
    mapping = found(options.preset)
    inspection = inspect_for(mapping, inspection, stated=overrides(options))
    if not fits(mapping, inspection.header):
        raise Refused(
            _("--preset: “{name}” does not fit this file, which has no column {columns}.").format(
                name=preset_name(mapping.name) or options.preset,
                columns=formatting.listing(list(lacking(mapping, inspection.header))),
            )
        )
    return inspection, mapping


def _of_data_set(name: str | None, ledger: Ledger) -> FileMapping | None:
    """How the last edition of a data set was read; where columns are periods only a file itself tells."""
    from db.importing.fields import Shape
    from desktop.importing.known import saved_mappings

    if not name:
        return None
    saved = saved_mappings(ledger.at().imports.data_sets())
    kept = next((one for known, one in saved.items() if known.casefold() == name.strip().casefold()), None)
    return None if kept is None or kept.shape is Shape.LEVELS_IN_COLUMNS else kept


__all__ = ["list_presets", "recognized"]
