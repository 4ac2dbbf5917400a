"""Words for the rules for trouble."""

from __future__ import annotations

from collections.abc import Mapping

from desktop.wording import formatting
from desktop.wording.i18n import N_, _, ngettext

#: Rule -> what it counts, in a table and in a sentence.
RULES: Mapping[str, str] = {
    "share_cut": N_("largest cut"),
    "cuts": N_("cuts"),
    "leaders_left": N_("leaders gone"),
    "owner_changed": N_("changes of owner"),
    "clients_lost": N_("clients lost or shrinking"),
}
#: What a rule means, for who sets it.
MEANINGS: Mapping[str, str] = {
    "share_cut": N_("Percent of the workforce that a source says was cut at once"),
    "cuts": N_("Layoffs, closures and ended engagements"),
    "leaders_left": N_("Departures of leaders"),
    "owner_changed": N_("Stakes taken, acquisitions and the like"),
    "clients_lost": N_("Relationships that ended, wind down, are reduced or at risk"),
}


def rule_name(code: str) -> str:
    """What a rule counts."""
    return _(RULES[code])


def rule_title(code: str) -> str:
    """The same as the name of a field."""
    name = rule_name(code)
    return name[:1].upper() + name[1:]


def limit_words(code: str, limit: float) -> str:
    """From how much on a rule is met: "cuts ≥ 2", "largest cut ≥ 10%"."""
    number = formatting.percent(limit) if code == "share_cut" else formatting.number(limit)
    return _("{rule} ≥ {limit}").format(rule=rule_name(code), limit=number)


def rules_sentence(days: int, limits: Mapping[str, float]) -> str:
    """All rules that are in use."""
    used = [limit_words(code, limit) for code, limit in limits.items() if limit]
    words = formatting.listing(used) if used else _("none in use")
    pattern = ngettext("Rules, for the last {n} day: {rules}.", "Rules, for the last {n} days: {rules}.", days)
    return pattern.format(n=formatting.number(days), rules=words)
