"""What can be done about a ledger that is damaged, as buttons beside what is said of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from desktop.session.requests import RecoverLedger, Request, ShowBackups
from desktop.wording.i18n import _

#: Requests with their texts.
Buttons = Sequence[tuple[Request, str]]


def ways_out(path: Path | None) -> Buttons:
    """Recovering it, or going back to a backup; ``path``: None is the ledger that is open."""
    return (RecoverLedger(path), _("Recover…")), (ShowBackups(path), _("Restore a Backup…"))


__all__ = ["Buttons", "ways_out"]
