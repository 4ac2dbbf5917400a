"""The names of the built-in mappings; what they are called in their files is English."""

from __future__ import annotations

from desktop.wording.i18n import N_, _

NAMES = (
    N_("European Restructuring Monitor"),
    N_("HR roster in German: one row a person"),
    N_("HR roster: one row a person"),
    N_("Headcount by date"),
    N_("Headcount by year"),
    N_("Layoffs.fyi"),
    N_("Layoffs.fyi, as passed on by data collections"),
    N_("Medientransparenz (Austria)"),
    N_("US federal contracts (FPDS)"),
    N_("Vendors and clients"),
    N_("WARN of California"),
    N_("WARN of California, the report"),
    N_("WARN of Colorado"),
    N_("WARN of Florida"),
    N_("WARN of Illinois"),
    N_("WARN of New Jersey"),
    N_("WARN of New York"),
    N_("WARN of Ohio"),
    N_("WARN of Pennsylvania"),
    N_("WARN of Texas"),
    N_("WARN of Washington"),
    N_("WARN of all states (warn-transformer)"),
)


def preset_name(name: str) -> str:
    """What a mapping is called: a built-in one in the reader's language, one of the user's as it is."""
    return _(name) if name in NAMES else name


__all__ = ["NAMES", "preset_name"]
