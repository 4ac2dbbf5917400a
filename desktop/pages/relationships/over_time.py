"""Active relationships, clients and states from day to day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date

from db.analysis.relationships.over_time import count_rows
from db.analysis.series import ActiveCount, RelationshipSeries
from db.model.ids import EventId
from db.view.view import View
from desktop.drawing.compose.over_time import Line as Drawn
from desktop.drawing.compose.over_time import over_time
from desktop.pages.answers.shown import About, Chosen, Line, Shown
from desktop.wording import formatting
from desktop.wording.figures import explaining
from desktop.wording.figures.active import sentence
from desktop.wording.i18n import N_, _

#: States that lie within the active ones, and paused beside them, with the role of their color.
_STATES = (
    (N_("At risk"), "at_risk", "warning"),
    (N_("Reduced"), "reduced", "positive"),
    (N_("Winding down"), "winding_down", "negative"),
    (N_("Paused"), "paused", "unspecified"),
)


@dataclass(frozen=True, slots=True)
class Found:
    """The series, and the as-known-on day."""

    series: RelationshipSeries
    today: date


def read(view: View, _chosen: Chosen) -> Found:
    """The relationships of the scope."""
    return Found(view.relationship_series(), view.today)


def show(found: Found, about: About) -> Shown:
    """A panel for the active ones, one for clients, and one for each state that occurs."""
    counts = tuple(count_rows(found.series))
    if not counts:
        return Shown(figure=None, headline=_("No active relationship is known in this scope."))
    last = found.today if about.scope.last is None else min(found.today, about.scope.last)
    days = [count.day for count in counts]
    by_day = _events(found.series)

    def drawn(name: str, fields: tuple[str, str, str], color: str, height: float) -> Drawn:
        low, best, high = ([getattr(count, field) for count in counts] for field in fields)
        return Drawn(name, days, best, low, high, color, height)

    lines = [drawn(_("Active relationships"), ("low", "active", "high"), "employees", 110.0)]
    if any(count.clients_high for count in counts):
        lines.append(drawn(_("Clients"), ("clients_low", "clients", "clients_high"), "contingent", 84.0))
    lines += [
        drawn(_(name), (field,) * 3, color, 50.0)
        for name, field, color in _STATES
        if any(getattr(count, field) for count in counts)
    ]
    by_key = dict(zip(days, counts, strict=True))
    figure = over_time(
        lines, until=max(last, days[-1]), first=about.scope.first,
        keys=[day if day in by_day else None for day in days],
        describe=lambda key: _told(by_key[key]) if isinstance(key, date) and key in by_key else "",
        title=_("Relationships over time"),
        note=_("At the end of each day. The band is what vague dates leave open; reduced, at risk and winding down are "
               "active, paused is not."),
    )  # fmt: skip
    now = found.series.at(last)
    return Shown(
        figure=figure,
        headline=_("{day}: {figures}").format(day=formatting.day(last), figures=sentence(now)) if now else "",
        headers=[
            _("Date"), _("Active"), _("Low"), _("High"), _("Clients"), _("At risk"), _("Reduced"), _("Winding down"),
            _("Paused"),
        ],
        numeric=range(1, 9),
        lines=[_line(count) for count in counts],
        behind=lambda key: _behind(by_day, key),
        explanation=explaining.Explanation(
            _("Relationships over time"),
            _("A relationship is active from its start, or from its first evidence backwards, until it ends; paused "
              "ones are not active. Low and high are the least and the most that vague dates allow."),
            explaining.of_scope(about.scope),
            event_ids=sorted({one for ids in by_day.values() for one in ids}),
        ),
    )  # fmt: skip


def _line(count: ActiveCount) -> Line:
    values = (
        count.active, count.low, count.high, count.clients, count.at_risk, count.reduced, count.winding_down,
        count.paused,
    )  # fmt: skip
    return Line((formatting.short_day(count.day), *map(formatting.number, values)), count.day)


def _told(count: ActiveCount) -> str:
    return _("{day}: {figures}").format(day=formatting.day(count.day), figures=sentence(count))


def _events(series: RelationshipSeries) -> dict[date, list[EventId]]:
    """The events by the first and last possible day of the state that they begin: where a count can change."""
    found: dict[date, list[EventId]] = defaultdict(list)
    for lane in series.lanes:
        for span in lane.spans:
            for day in {span.first_earliest, span.first_latest}:
                if day is not None:
                    found[day] += span.event_ids
    return found


def _behind(by_day: dict[date, list[EventId]], key: Hashable) -> tuple[EventId, ...]:
    return tuple(sorted(set(by_day.get(key, ())))) if isinstance(key, date) else ()
