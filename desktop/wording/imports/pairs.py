"""Words for rows that may be one with something: why they may, and what becomes of them."""

from __future__ import annotations

from collections.abc import Mapping

from db.importing.matching.likely import Brief, Decide, Likely
from db.model.values import Quantity
from desktop.wording import formatting
from desktop.wording.i18n import N_, _, ngettext
from desktop.wording.imports.outcomes import iso_day

#: What becomes of a row and its partner.
_DECIDED: Mapping[Decide, str] = {"join": N_("One event"), "separate": N_("Two events"), "skip": N_("Row left out")}

_WHY: Mapping[str, str] = {
    "other_source": N_("{apart}, another source, same organization and sort of event"),
    "corrected": N_("{apart}, earlier edition, same organization and sort of event"),
    "equally_near": N_("{apart}, one of several earlier rows that are equally near"),
    "same_id": N_("{apart}, earlier edition, the same number in the source"),
    "renamed": N_("earlier edition, the same day and figure under another name"),
    "other_organization": N_("earlier edition, the same day and figure of another organization"),
    "left_out_before": N_("{apart}, left out of an earlier edition"),
}


def decided_name(what: Decide) -> str:
    """What becomes of a row and its partner: "One event"."""
    return _(_DECIDED[what])


def why_sentence(pair: Likely) -> str:
    """Why two may be one: "3 days apart, another source, same organization and sort of event"."""
    return _(_WHY[pair.reason]).format(apart=_apart(pair.days))


def brief_text(brief: Brief) -> str:
    """A side at a glance: "16 July 2025 · 200 · 14%"."""
    figures = []
    if brief.heads is not None:
        figures.append(formatting.quantity(Quantity(*brief.heads)))
    if brief.share is not None:
        figures.append(formatting.percent(Quantity(*brief.share)))
    return " · ".join(filter(None, (iso_day(brief.day or ""), *figures)))


def place_text(file: str, line: int | None) -> str:
    """Where the other side stands: "tracker.csv, line 17"; empty where nobody imported it."""
    if not file:
        return ""
    if line is None:
        return file
    return _("{file}, line {line}").format(file=file, line=formatting.number(line))


def _apart(days: int | None) -> str:
    if days is None:
        return _("one of them without a day")
    if days == 0:
        return _("on the same day")
    return ngettext("{n} day apart", "{n} days apart", days).format(n=formatting.number(days))


__all__ = ["brief_text", "decided_name", "place_text", "why_sentence"]
