"""Words for why a row of a file becomes what it does."""

from __future__ import annotations

from desktop.wording import formatting, importing
from desktop.wording.i18n import _


def reason_name(reason: str) -> str:
    """Why a row becomes what it does, by the code of the reason: "a total, not part of the table"; empty without."""
    return importing.skipped_sentence(reason) if reason.startswith("skip.") else ""


def outcome_line(line: int, outcome: str, reason: str) -> str:
    """What becomes of one row: "Line 17: Already there, repeated in this file"."""
    name, why = importing.total_name(outcome), reason_name(reason)
    said = _("{outcome}: {reason}").format(outcome=name, reason=why) if why else name
    return _("Line {line}: {sentence}").format(line=formatting.number(line), sentence=said)


__all__ = ["outcome_line", "reason_name"]
