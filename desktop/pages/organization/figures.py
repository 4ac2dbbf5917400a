"""The figures at the top: the headcounts with their change over a year, and how much else there is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from db.analysis.series import Finding, HeadcountSeries
from db.figures.headcount.levels import OverAYear
from db.model.ids import EventId
from db.model.values import Population, Quantity
from desktop.look import plaintext
from desktop.look.theme import Theme
from desktop.pages.organization.reading import Known
from desktop.pages.overview.tiles import FigureCard
from desktop.session.bus import Bus
from desktop.session.requests import NarrowScope, ShowPage
from desktop.wording import codes, formatting
from desktop.wording.figures import differences
from desktop.wording.figures.explaining import Explanation
from desktop.wording.i18n import _, ngettext

#: From this width on the cards stand in one row.
_WIDE = 900
_POPULATIONS = {"employees": Population.EMPLOYEES, "contingent": Population.CONTINGENT}


class Cards(QWidget):
    """A card a figure; each leads to the page that has the whole."""

    def __init__(self, theme: Theme, bus: Bus, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        captions = {
            "employees": _("Employees"),
            "contingent": _("Contingent workers"),
            "relationships": _("Active relationships"),
            "events": _("Events"),
            "findings": _("Open findings"),
        }
        self.cards = {key: FigureCard(theme, bus, caption, self) for key, caption in captions.items()}
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(8)
        self._arrange()

    def _arrange(self) -> None:
        wanted = 5 if self.width() >= _WIDE else 3
        if wanted != self._columns:
            self._columns = wanted
            for number, card in enumerate(self.cards.values()):
                self._grid.addWidget(card, number // wanted, number % wanted)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Two rows where one would cut what the cards say."""
        super().resizeEvent(event)
        self._arrange()

    def show_counts(self, known: Known) -> None:
        """Say what is only counted."""
        self.cards["events"].say(formatting.number(known.events), _("in scope"))

    def show_known(self, known: Known) -> None:
        """Say the figures that are calculated, or that they are not there yet."""
        narrow = NarrowScope(known.asked)
        for key, page in (
            ("employees", "headcount"), ("contingent", "headcount"), ("relationships", "relationships"),
            ("events", "events"), ("findings", "findings"),
        ):  # fmt: skip
            self.cards[key].asks = (narrow, ShowPage(page))
        if not known.complete:
            for key in ("employees", "contingent", "relationships", "findings"):
                self.cards[key].say("…")
            return
        for key, population in _POPULATIONS.items():
            series = [] if known.headcount is None else known.headcount.series
            found = next((one for one in series if one.population is population and one.levels), None)
            year = None if known.headcount is None else known.headcount.years.get(population)
            self._say_level(key, found, year)
        self._say_relationships(known)

    def say_findings(self, found: Sequence[Finding] | None) -> None:
        """How many findings are open; None: not known yet."""
        if found is None:
            self.cards["findings"].say("…", _("still looking"))
            return
        accepted = sum(one.accepted for one in found)
        text = ngettext("{n} accepted", "{n} accepted", accepted).format(n=formatting.number(accepted))
        self.cards["findings"].say(formatting.number(len(found) - accepted), text if accepted else "")

    def _say_level(self, key: str, series: HeadcountSeries | None, year: OverAYear | None) -> None:
        card = self.cards[key]
        if series is None or year is None:
            card.say(formatting.ABSENT, _("no headcount known"))
            return
        level = series.at(year.day) or series.levels[-1]
        texts = differences.parts if series.relative else formatting.figure
        figure, bounds = texts(level.low, level.best, level.high)
        card.say(figure, " · ".join(filter(None, (bounds, change_words(year)))))
        plaintext.tooltip(card, "\n".join(filter(None, (bounds, change_words(year), explained(year)))))

    def _say_relationships(self, known: Known) -> None:
        card = self.cards["relationships"]
        if known.active is None:
            card.say(formatting.ABSENT, _("none in scope"))
            return
        n = len(known.lanes)
        card.say(
            formatting.number(known.active),
            ngettext("of {n} recorded", "of {n} recorded", n).format(n=formatting.number(n)),
        )


def change_words(year: OverAYear) -> str:
    """The change over a year: "in a year: ≈ 200 fewer"; that it is not known, where it is not."""
    return differences.in_a_year(year.change)


def explained(year: OverAYear) -> str:
    """What the two figures are, and how they are worked out."""
    return _(
        "The level is that at the end of {day}. The change since {since} is what came - what left + what is "
        "unexplained in between; it is not known where the level of {since} is not."
    ).format(day=formatting.day(year.day), since=formatting.day(year.since))


def explanation(known: Known) -> Explanation | None:
    """How the level and its change are worked out, of which events; None where no headcount is known."""
    found = known.headcount
    if found is None or not found.years:
        return None
    inputs: list[tuple[str, str]] = []
    behind: dict[EventId, None] = {}
    for series in found.series:
        year = found.years.get(series.population)
        if year is None:
            continue
        level = _("not known") if year.level is None else _interval(year.level)
        inputs.append((codes.population_name(series.population), level))
        inputs.append((_("Change in a year"), _("not known") if year.change is None else change_words(year)))
        behind |= dict.fromkeys(mark.event_id for mark in series.marks if not mark.exclusion)
    one = next(iter(found.years.values()))
    name = plaintext.one_line(known.names.get(known.asked, ""))
    return Explanation(
        _("Headcount of {organization}").format(organization=name), explained(one), inputs, event_ids=tuple(behind)
    )


def _interval(value: Quantity) -> str:
    return formatting.interval(value.low, value.best, value.high)


__all__ = ["Cards", "change_words", "explained", "explanation"]
