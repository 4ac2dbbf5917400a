"""``headwater imports``: what was imported into a ledger, edition by edition."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from db.ledger import Ledger
from desktop.cli.terminal import DONE, say
from desktop.wording.i18n import _
from desktop.wording.imports.outcomes import gone_sentence, listed_outcomes

if TYPE_CHECKING:
    from db.tables.imports import ImportedFile


def list_imports(options: argparse.Namespace) -> int:
    """List every file that was imported and not undone, the newest first."""
    with Ledger.open(Path(options.ledger), mode="read") as ledger:
        files = ledger.at().imports.files()
    if options.json:
        say(json.dumps([_as_json(file) for file in files], ensure_ascii=False))
        return DONE
    if not files:
        say(_("Nothing was imported into this ledger."))
    for file in files:
        say(f"{file.data_set}: {file.file_name} · {file.recorded_day.isoformat()}")
        say(f"    {listed_outcomes(file.outcomes)}")
        if file.gone:
            say("    " + gone_sentence(len(file.gone)))
    return DONE


def _as_json(file: ImportedFile) -> dict[str, object]:
    return {
        "import": file.id,
        "data_set": file.data_set,
        "file": file.file_name,
        "recorded_at": file.recorded_at.isoformat(),
        "newest_day": file.newest_day,
        "rows": file.rows,
        **file.outcomes,
        "gone": len(file.gone),
    }


__all__ = ["list_imports"]
