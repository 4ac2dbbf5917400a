"""Words for why a row of a file becomes what it does."""

from __future__ import annotations

from collections.abc import Mapping

from desktop.wording import formatting, importing
from desktop.wording.i18n import N_, _

#: Why a row is what it is beside what earlier rows said.
_MATCHED: Mapping[str, str] = {
    "repeated": N_("repeated in this file"),
    "same_content": N_("said by an earlier file"),
    "same_content_other_source": N_("the same, said by another source"),
    "same_id": N_("known by its number"),
    "corrected": N_("corrects an earlier edition"),
    "renamed": N_("the organization has another name now"),
    "other_organization": N_("is of another organization now"),
    "deleted_here": N_("its event was deleted here"),
}


def reason_name(reason: str) -> str:
    """Why a row becomes what it does, by the code of the reason: "a total, not part of the table"; empty without."""
    if reason.startswith("skip."):
        return importing.skipped_sentence(reason)
    return _(_MATCHED[reason]) if reason in _MATCHED else ""


def outcome_line(line: int, outcome: str, reason: str) -> str:
    """What becomes of one row: "Line 17: Already there, repeated in this file"."""
    name, why = importing.total_name(outcome), reason_name(reason)
    said = _("{outcome}: {reason}").format(outcome=name, reason=why) if why else name
    return _("Line {line}: {sentence}").format(line=formatting.number(line), sentence=said)


__all__ = ["outcome_line", "reason_name"]
