"""The quality line: how many of the counted events are documented in which way, as overview and snapshot say it."""

from __future__ import annotations

from db.analysis.quality import Quality
from desktop.wording import formatting
from desktop.wording.i18n import _, ngettext
from desktop.wording.language.conventions import NBSP


def _share(number: int, of: int) -> str:
    """How many percent; a few of many are not none of them."""
    share = 100 * number / of
    return f"<{formatting.percent(1)}" if 0 < share < 0.5 else formatting.percent(share, decimals=0)


def quality_parts(value: Quality) -> list[str]:
    """How many of the counted events are documented in which way, with their shares; empty without any event."""
    if not value.events:
        return []
    counted = (
        (value.with_number, _("with a count")),
        (value.with_source, _("with a source")),
        (value.independent, _("with two or more independent sources")),
        (value.confirmed, _("confirmed")),
        (value.contradicted, _("contradicted")),
    )
    parts = [
        _("{number} {what} ({share})").format(
            number=formatting.number(number),
            what=what,
            share=_share(number, value.events),
        )
        for number, what in counted
        if number or what != counted[-1][1]  # that nothing is contradicted needs no word
    ]
    if value.not_understood:
        text = ngettext("{n} text not understood", "{n} texts not understood", value.not_understood)
        parts.append(text.format(n=formatting.number(value.not_understood)))
    return [part.replace(" ", NBSP) for part in parts]


def quality_line(value: Quality) -> str:
    """The same as one line: "Of 10 events: 4 with a count (40%) · 10 with a source (100%) …"."""
    parts = quality_parts(value)
    if not parts:
        return ""
    of = ngettext("Of {n} event: {parts}", "Of {n} events: {parts}", value.events)
    return of.format(n=formatting.number(value.events), parts=" · ".join(parts))
