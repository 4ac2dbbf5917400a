"""The number of active relationships in words."""

from __future__ import annotations

from db.analysis.series import ActiveCount
from desktop.wording import formatting
from desktop.wording.i18n import _, ngettext


def clients(count: ActiveCount) -> str:
    """How many different clients: "9", or "9 (8–10)" where dates are vague."""
    number = formatting.number(count.clients)
    return number if count.clients_low == count.clients_high else f"{number} ({count.clients_low}–{count.clients_high})"


def sentence(count: ActiveCount) -> str:
    """The figures of a day: "12 active relationships (11–13) with 9 clients, of these 2 at risk"."""
    active = formatting.number(count.active)
    if count.low != count.high:
        pattern = ngettext(
            "{count} active relationship ({low}–{high})", "{count} active relationships ({low}–{high})", count.active
        )
    else:
        pattern = ngettext("{count} active relationship", "{count} active relationships", count.active)
    active = pattern.format(count=active, low=count.low, high=count.high)
    if count.clients_high:  # none of the active ones may have a client that is not the own side
        pattern = ngettext("{active} with {clients} client", "{active} with {clients} clients", count.clients)
        active = pattern.format(active=active, clients=clients(count))
    within = [
        pattern.format(count=number)
        for pattern, number in (
            (_("{count} at risk"), count.at_risk),
            (_("{count} reduced"), count.reduced),
            (_("{count} winding down"), count.winding_down),
        )
        if number
    ]
    words = (
        _("{active}, of these {parts}").format(active=active, parts=formatting.listing(within)) if within else active
    )
    if count.paused:
        words = _("{words}; {count} paused").format(words=words, count=count.paused)
    return words
