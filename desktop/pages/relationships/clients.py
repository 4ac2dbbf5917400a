"""Starts and ends as a bridge, churn and retention, and cohorts."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence

from db.analysis.figures.cells import Answer, Cell, Period
from db.figures.asking import ask
from db.figures.questions import Asked
from db.model.ids import EventId
from db.view.view import View
from desktop.drawing.compose import bars
from desktop.drawing.compose.amounts import Amount
from desktop.drawing.compose.bridge import CLOSING, OPENING, Change, bridge
from desktop.drawing.compose.cohort import Cell as Share
from desktop.drawing.compose.cohort import Cohort, cohorts
from desktop.pages.answers.shown import (
    About,
    Chosen,
    Line,
    Shown,
    all_behind,
    amount_of,
    behind,
    explained,
    interval_words,
    per_of,
    per_option,
    period_words,
    refused,
    remarks,
)
from desktop.wording import formatting
from desktop.wording.figures.questions import refusal_sentence
from desktop.wording.i18n import _, ngettext

#: The months that a cohort is followed.
_MONTHS = 12
_Steps = Sequence[tuple[Period, Mapping[str, Cell]]]


def read_churn(view: View, chosen: Chosen) -> Answer:
    """By period: active before, starts, ends, others, active at the end; churn and retention."""
    return ask(view, "client-churn", Asked(per=per_of(chosen)))


def read_cohorts(view: View, chosen: Chosen) -> Answer:
    """By period of the start: the share still active by month."""
    return ask(view, "client-cohorts", Asked(per=per_of(chosen)))


def show_bridge(answer: Answer, about: About) -> Shown:
    """From the active ones before the first period to those at the end of the last."""
    steps = _by_period(answer)
    options = [per_option(about.chosen)]
    if not steps:
        return refused(answer, about, options)
    per = str(answer.inputs["per"])
    changes: list[Change] = []
    events: dict[Hashable, Sequence[EventId]] = {}
    for number, (period, cells) in enumerate(steps):
        for group, words in (("starts", _("started")), ("ends", _("ended")), ("others", _("paused or resumed"))):
            cell = cells[group]
            if cell.best:
                sign = -1 if group == "ends" else 1
                amount = Amount(*(sign * cell.best,) * 3, events=cell.events)
                changes.append(Change(f"{period_words(period, per)}: {words}", amount, (number, group)))
                events[number, group] = cell.behind.placed
    first, last = steps[0], steps[-1]
    opening, closing = amount_of(first[1]["opening"]), amount_of(last[1]["closing"])
    figure = bridge(
        _("Active before {day}").format(day=formatting.short_day(first[0].first)), opening, changes,
        _("Active on {day}").format(day=formatting.short_day(last[0].last)), closing,
        title=_("Starts and ends"), name=_("Relationships"),
        note=_("Changes stand on the middle days of their dates; whiskers are what vague dates leave open. A start "
               "that nobody knows is in the opening figure."),
    )  # fmt: skip
    everything = all_behind(answer)
    lines = [
        Line(
            (
                period_words(period, per),
                *(interval_words(cells[group]) for group in ("opening", "starts", "ends", "others", "closing")),
            ),
            (number, "starts" if cells["starts"].best else "ends"),
        )
        for number, (period, cells) in enumerate(steps)
    ]
    return Shown(
        figure=figure,
        headline=_("{opening} active before {day}, {closing} at the end").format(
            opening=opening.words(), day=formatting.day(first[0].first), closing=closing.words()
        ),
        headers=[
            _("Period"), _("Active before"), _("Started"), _("Ended"), _("Paused or resumed"), _("Active at the end"),
        ],
        numeric=range(1, 6),
        lines=lines,
        behind=behind({**events, OPENING: everything, CLOSING: everything}),
        explanation=explained(answer, about, everything),
        options=options,
        remark=remarks(answer),
    )  # fmt: skip


def show_churn(answer: Answer, about: About) -> Shown:
    """Churn and retention by period, in percent of those active before it."""
    steps = _by_period(answer)
    options = [per_option(about.chosen)]
    if not steps:
        return refused(answer, about, options)
    named = (("churn_percent", _("Churn"), "negative"), ("retention_percent", _("Retention"), "positive"))
    series = [
        bars.Series(
            title,
            [
                bars.Period(
                    period.first, period.last, amount_of(cells[group]), (number, group), partial=period.incomplete
                )
                for number, (period, cells) in enumerate(steps)
                if period.first is not None and period.last is not None
            ],
            note=_("in percent of the relationships active before the period"),
            color=color,
        )
        for group, title, color in named
    ]
    per = str(answer.inputs["per"])
    by_first = {period.first: period for period, _cells in steps}
    figure = bars.per_period(
        series, name_of=lambda day: period_words(by_first.get(day), per).split(" (")[0], title=_("Churn and retention"),
        same_height=True,
        note=_("Who starts within a period is not in it. A period that nobody was active before has no figure."),
    )  # fmt: skip
    latest = next(
        ((period, cells) for period, cells in reversed(steps) if cells["churn_percent"].best is not None), None
    )
    headline = ""
    if latest is not None:
        cell = latest[1]["churn_percent"]
        headline = _("{period}: {churn} churn, {part} of {whole} ended").format(
            period=period_words(latest[0], per), churn=formatting.percent_interval(cell.low, cell.best, cell.high),
            part=formatting.number(latest[1]["churned"].best), whole=formatting.number(latest[1]["opening"].best),
        )  # fmt: skip
    everything = all_behind(answer)
    return Shown(
        figure=figure,
        headline=headline,
        headers=[_("Period"), _("Active before"), _("Of these ended"), _("Resumed"), _("Churn"), _("Retention")],
        numeric=range(1, 6),
        lines=[_churn_line(number, period_words(period, per), cells) for number, (period, cells) in enumerate(steps)],
        behind=behind(_ends(steps)),
        explanation=explained(answer, about, everything),
        options=options,
        remark=remarks(answer),
    )


def show_cohorts(answer: Answer, about: About) -> Shown:
    """The triangle of cohorts."""
    options = [per_option(about.chosen)]
    if not answer.cells:
        return refused(answer, about, options)
    by_period: dict[str, list[Cell]] = {}
    for cell in answer.cells:
        assert cell.period is not None
        by_period.setdefault(cell.period.code, []).append(cell)
    per = str(answer.inputs["per"])
    rows: list[Cohort] = []
    lines: list[Line] = []
    events: dict[Hashable, Sequence[EventId]] = {}
    for number, cells in enumerate(by_period.values()):
        found = {_int(cell.extra["months"]): cell for cell in cells}
        name, whole = period_words(cells[0].period, per).split(" (")[0], _int(cells[0].extra["whole"])
        ages = range(_MONTHS + 1)
        rows.append(Cohort(name, whole, [_share(found.get(age)) for age in ages], number))
        words = [
            formatting.percent_interval(found[age].low, found[age].best, found[age].high) if age in found else ""
            for age in ages
        ]
        lines.append(Line((name, formatting.number(whole), *words), (number, 0)))
        events |= {(number, age): cells[0].behind.placed for age in ages}
    figure = cohorts(
        rows, unit=_("months"), title=_("Cohorts"), name=_("Share still active"),
        note=_("Months are counted from the end of the period in which the relationships started; hatched months are "
               "not over."),
    )  # fmt: skip
    everything, started = all_behind(answer), sum(row.size for row in rows)
    return Shown(
        figure=figure,
        headline=ngettext(
            "{n} relationship with a known start", "{n} relationships with a known start", started
        ).format(n=formatting.number(started)),
        headers=[
            _("Started in"), _("Relationships"),
            *(_("Month {n}").format(n=formatting.number(n)) for n in range(_MONTHS + 1)),
        ],
        numeric=range(1, _MONTHS + 3),
        lines=lines,
        behind=behind(events),
        explanation=explained(answer, about, everything),
        options=options,
        remark=" ".join(filter(None, (
            remarks(answer), _("Relationships that nobody knows the start of are in no cohort."),
        ))),
    )  # fmt: skip


def _by_period(answer: Answer) -> _Steps:
    found: dict[str, tuple[Period, dict[str, Cell]]] = {}
    for cell in answer.cells:
        if cell.period is not None:
            found.setdefault(cell.period.code, (cell.period, {}))[1][cell.group] = cell
    return list(found.values())


def _ends(steps: _Steps) -> dict[Hashable, Sequence[EventId]]:
    """The ends of each period: what its churn is made of."""
    return {
        (number, group): cells["ends"].behind.placed
        for number, (_period, cells) in enumerate(steps)
        for group in ("churn_percent", "retention_percent")
    }


def _churn_line(number: int, period: str, cells: Mapping[str, Cell]) -> Line:
    churn, retention = cells["churn_percent"], cells["retention_percent"]
    why = refusal_sentence(churn.refused) if churn.refused is not None else ""
    return Line(
        (
            period,
            interval_words(cells["opening"]),
            interval_words(cells["churned"]),
            interval_words(cells["resumed"]),
            why or formatting.percent_interval(churn.low, churn.best, churn.high),
            formatting.percent_interval(retention.low, retention.best, retention.high),
        ),
        (number, "churn_percent"),
    )


def _share(cell: Cell | None) -> Share:
    """A cell of the triangle; a month that is not over has no share."""
    if cell is None:
        return Share(None, None, None, partial=True)
    low, best, high = (None if end is None else end / 100 for end in (cell.low, cell.best, cell.high))
    return Share(low, best, high, partial=False)


def _int(value: object) -> int:
    return value if isinstance(value, int) else 0
