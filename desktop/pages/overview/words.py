"""What the cards and rows of the overview say."""

from __future__ import annotations

from db.analysis.series import HeadcountSeries
from db.tables.overview import Heads
from desktop.pages.overview.reading import First
from desktop.widgets.page_parts import hidden_text
from desktop.wording import differences, formatting
from desktop.wording.i18n import _, ngettext
from desktop.wording.series import implied


def beside_events(first: First) -> str:
    """What is not among the events in the totals: listed in no total, or too weak to be shown."""
    apart, hidden = first.figures.apart, hidden_text(first.hidden)
    parts = [_("{n} more in no total").format(n=formatting.number(apart))] if apart else []
    if hidden:
        parts.append(hidden)
    return " · ".join(parts) or _("in scope")


def people(heads: Heads) -> tuple[str, str]:
    """How many people, and of how many events: "at least 896,695", "in 2,854 events; 1,511 without a count"."""
    without = _("{n} without a count").format(n=formatting.number(heads.without)) if heads.without else ""
    if not heads.events:
        return formatting.ABSENT, without or _("none in scope")
    among = ngettext("in {n} event", "in {n} events", heads.events).format(n=formatting.number(heads.events))
    if without:
        figure = _("at least {n}").format(n=formatting.number(heads.people.low))
        return figure, _("{among}; {without}").format(among=among, without=without)
    figure, bounds = formatting.figure(heads.people.low, heads.people.best, heads.people.high)
    return figure, " · ".join(filter(None, (bounds, among)))


def short_level(series: HeadcountSeries) -> str:
    """The last level without its interval; what no level is known for says how many fewer or more there are."""
    level = series.levels[-1]
    if series.relative:
        return differences.parts(level.low, level.best, level.high)[0]
    text = formatting.figure(level.low, level.best, level.high)[0]
    return _("{level}, implied").format(level=text) if implied(series) else text
