"""The tables whose columns are known: listed, and recognized in a file to import."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING

from desktop.cli.terminal import Refused, complain
from desktop.wording import formatting
from desktop.wording.i18n import _
from desktop.wording.presets import preset_name

if TYPE_CHECKING:
    from db.importing.mapping import FileMapping
    from db.importing.plan import Inspection


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


def recognized(inspection: Inspection, options: argparse.Namespace) -> tuple[Inspection, FileMapping | None]:
    """The mapping that ``--preset`` names, else the built-in one that fits, which is told; and the file read for it.

    Raises :class:`Refused` for a mapping that does not fit the file, and as
    :func:`desktop.importing.presets.found` does.
    """
    from db.importing.mapping import best_fit, fits, inspect_for, lacking
    from desktop.cli.file_options import overrides
    from desktop.importing.presets import built_in, found

    if options.preset == "none":
        return inspection, None
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


__all__ = ["list_presets", "recognized"]
