"""``headwater presets``: which tables are known, and what each is recognized by."""

from __future__ import annotations

import argparse
import json

from desktop.wording import formatting
from desktop.wording.i18n import _
from desktop.wording.presets import preset_name


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


__all__ = ["list_presets"]
