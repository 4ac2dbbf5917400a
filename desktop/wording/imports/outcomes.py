"""Words for why a row of a file becomes what it does."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from db.importing.matching.likely import Match
from desktop.wording import formatting
from desktop.wording.i18n import N_, _, ngettext
from desktop.wording.imports import importing
from desktop.wording.language.days import day

#: Why a row is what it is beside what earlier rows said.
_MATCHED: Mapping[str, str] = {
    "repeated": N_("repeated in this file"),
    "same_content": N_("said by an earlier file"),
    "same_content_other_source": N_("the same, said by another source"),
    "other_source": N_("another source tells of the same event"),
    "may_be_told": N_("another source may tell of it"),
    "kept_apart": N_("kept apart by you"),
    "equally_near": N_("two earlier rows are equally near"),
    "same_id": N_("known by its number"),
    "corrected": N_("corrects an earlier edition"),
    "renamed": N_("the organization has another name now"),
    "other_organization": N_("is of another organization now"),
    "deleted_here": N_("its event was deleted here"),
}


#: What becomes of rows that tell of an event which another source told of.
MATCHES: Mapping[Match, str] = {
    "propose": N_("stays apart and is a finding"),
    "join": N_("becomes one event"),
    "separate": N_("stays apart"),
}


def match_name(match: Match) -> str:
    """What becomes of rows that tell of an event which another source told of, behind those words."""
    return _(MATCHES[match])


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


def listed_outcomes(outcomes: Mapping[str, int]) -> str:
    """How many rows have which outcome: "4,270 new, 7 with a problem, not imported"."""
    said = [
        _("{n} {what}").format(n=formatting.number(count), what=importing.counted_name(name))
        for name, count in outcomes.items()
        if count
    ]
    return formatting.listing(said)


def gone_sentence(count: int) -> str:
    """How many rows of the edition before a file lacks."""
    text = ngettext(
        "{n} row of the edition before is not in this one.",
        "{n} rows of the edition before are not in this one.",
        count,
    )
    return text.format(n=formatting.number(count))


def iso_day(text: str) -> str:
    """A day in ISO as a reader writes it; empty for none."""
    return day(date.fromisoformat(text)) if text else ""


__all__ = ["MATCHES", "gone_sentence", "iso_day", "listed_outcomes", "match_name", "outcome_line", "reason_name"]
