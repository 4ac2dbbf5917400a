"""From one day or checkpoint to another: what came, what left, and what remains unexplained."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from db.analysis.figures.cells import Answer, Cell
from db.analysis.series import Exclusion, HeadcountSeries
from db.figures.asking import ask
from db.figures.questions import Asked
from db.model.days import shifted
from db.reading.dates import middle_day
from db.view.view import View
from desktop.drawing.compose.bridge import CLOSING, OPENING, UNEXPLAINED, Change, bridge
from desktop.pages.answers import shown as answers
from desktop.pages.answers.shown import Chosen, Line, Option, Shown, amount_of, interval_words
from desktop.pages.headcount import one
from desktop.pages.headcount.one import About, Data
from desktop.wording import codes, formatting
from desktop.wording.figures.explaining import Explanation, of_answer
from desktop.wording.figures.questions import refusal_sentence
from desktop.wording.i18n import _

#: What stands for "a day that is not in the list".
OTHER_DAY = "other"
#: Checkpoints and turns of years that are offered, at most: the latest.
_OFFERED = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The bridge from the end of ``opening`` to the end of ``closing``. ``days``: what is offered, with checkpoints."""

    about: About
    answer: Answer | None = None
    opening: date | None = None
    closing: date | None = None
    days: Sequence[tuple[date, float | None]] = ()
    data: Data | None = None


def read(view: View, chosen: Chosen) -> Found:
    """Between the days that were chosen; else over the scope's period; else from the first level to the last."""
    about = one.about(view, chosen)
    if about.view is None or about.organization_id is None:
        return Found(about=about)
    population = one.population_of(chosen)
    series = next(
        (found for found in about.view.headcount(about.organization_id) if found.population is population), None
    )
    days = _days(series, view.today)
    opening, closing = _ends(chosen, view, days)
    if opening is None or closing is None:
        answer = ask(about.view, "headcount-bridge", Asked(population=population.value))
        return Found(about=about, answer=answer, days=days)
    first = shifted(opening, 1)
    between = about.view.under(replace(about.view.scope, first=first, last=closing))
    answer = ask(between, "headcount-bridge", Asked(population=population.value))
    return Found(
        about=about, answer=answer, opening=opening, closing=closing, days=days, data=one.data_of(answer)
    )  # fmt: skip


def _days(series: HeadcountSeries | None, today: date) -> Sequence[tuple[date, float | None]]:
    """Reported headcounts with what they say, the ends of years between them, and the day of the view."""
    if series is None or series.relative or not series.levels:
        return ()
    found: dict[date, float | None] = {series.levels[0].day: None}
    for year in range(series.levels[0].day.year, today.year):
        found[date(year, 12, 31)] = None
    found[today] = None
    for mark in series.marks:
        day = None if mark.date is None else middle_day(mark.date)
        if mark.level is not None and mark.exclusion is Exclusion.NONE and day is not None and day <= today:
            level = mark.level
            found[day] = level.best if level.best is not None else level.low
    return sorted(found.items())[-_OFFERED:]


def _ends(chosen: Chosen, view: View, days: Sequence[tuple[date, float | None]]) -> tuple[date | None, date | None]:
    if not days:
        return None, None
    first, last = view.scope.first, view.scope.last
    opening = one.day_of(chosen.get("from"))
    if opening is None:
        opening = shifted(first, -1) if first is not None and first > date.min else days[0][0]
    closing = one.day_of(chosen.get("until")) or min(last or view.today, view.today)
    closing = min(closing, view.today)
    return (opening, closing) if opening < closing else (min(opening, closing), max(opening, closing))


def show(found: Found, about: answers.About) -> Shown:
    """The waterfall, and its lines as rows."""
    options = _options(found, about.chosen)
    answer = found.answer
    if answer is None:
        return Shown(figure=None, headline=_("No organizations in this scope"), options=options)
    explanation = of_answer(
        answer, about.scope, about.kinds,
        title=_("{organization}: from one headcount to another").format(organization=found.about.name),
        event_ids=answers.all_behind(answer),
    )  # fmt: skip
    if found.opening is None or found.closing is None or not answer.cells:
        words = " ".join(dict.fromkeys(refusal_sentence(refusal) for refusal in answer.refusals))
        if found.opening is not None and found.opening == found.closing:
            words = _("Both ends are the same day. Choose two days.")
        return Shown(figure=None, headline=words, options=options, explanation=explanation)
    cells: dict[Hashable, Cell] = {cell.group: cell for cell in answer.cells}
    closing, opening, gap = cells["closing"], cells["opening"], cells["unexplained"]
    changes = [
        Change(_line_name(str(group)), amount_of(cell), key=group)
        for group, cell in cells.items()
        if group not in {OPENING, CLOSING, UNEXPLAINED}
    ]
    if opening.refused is not None or closing.refused is not None:
        return _without_level(found, options, cells, explanation)
    missing = amount_of(gap)
    figure = bridge(
        _end_name(found.opening, found.days), amount_of(opening), changes, _end_name(found.closing, found.days),
        amount_of(closing), unexplained=missing if _counts(gap) else None,
        title=found.about.name, name=codes.population_name(one.population_of(about.chosen)), unit=_("people"),
        color=one.population_of(about.chosen).value,
    )  # fmt: skip
    return Shown(
        figure=figure,
        headline=_headline(found, cells),
        headers=[_("Line"), _("Low"), _("Best"), _("High"), _("Events")],
        numeric=(1, 2, 3, 4),
        lines=[_row(found, str(group), cell) for group, cell in cells.items()],
        behind=lambda key: one.behind_of(cells, key),
        explanation=explanation,
        options=options,
    )


def _without_level(
    found: Found, options: Sequence[Option], cells: dict[Hashable, Cell], explanation: Explanation
) -> Shown:
    """No waterfall stands without both its ends: which of them is not known."""
    assert found.opening is not None
    assert found.closing is not None
    lacking = found.opening if cells["opening"].refused is not None else found.closing
    words = _("The headcount of {organization} at the end of {day} is not known. Choose a later day.").format(
        organization=found.about.name, day=formatting.day(lacking)
    )
    return Shown(figure=None, headline=words, options=options, explanation=explanation)


def _counts(cell: Cell) -> bool:
    return any((cell.low, cell.best, cell.high)) or (cell.low is None and cell.best is None)


def _line_name(group: str) -> str:
    kind, _colon, returned = group.partition(":")
    name = codes.kind_name(kind)
    return _("{kind}, returned").format(kind=name) if returned else name


def _end_name(day: date, days: Sequence[tuple[date, float | None]]) -> str:
    reported = dict(days).get(day) is not None
    words = formatting.short_day(day)
    return _("{day}, reported").format(day=words) if reported else words


def _headline(found: Found, cells: dict[Hashable, Cell]) -> str:
    gap = cells["unexplained"]
    words = _("{organization}: {opening} at the end of {first}, {closing} at the end of {last}").format(
        organization=found.about.name, opening=interval_words(cells["opening"]), first=formatting.day(found.opening),
        closing=interval_words(cells["closing"]), last=formatting.day(found.closing),
    )  # fmt: skip
    if not _counts(gap):
        return _("{words}; all of it is explained").format(words=words)
    size = amount_of(gap)
    said = formatting.interval(size.low, size.best, size.high, sign=True) if size.known else _("unknown")
    return _("{words}; unexplained: {size}").format(words=words, size=said)


def _row(found: Found, group: str, cell: Cell) -> Line:
    assert found.opening is not None
    assert found.closing is not None
    fixed = {
        "opening": _end_name(found.opening, found.days), "closing": _end_name(found.closing, found.days),
        "unexplained": _("unexplained"),
    }  # fmt: skip
    signed = group not in {"opening", "closing"}
    ends = formatting.ends(cell.low, cell.best, cell.high, sign=signed)
    events = formatting.number(cell.events) if cell.events else ""
    return Line((fixed.get(group) or _line_name(group), *ends, events), group)


def _options(found: Found, chosen: Chosen) -> Sequence[Option]:
    options = [one.population_option(chosen)]
    for name, label, day in (("from", _("From the end of"), found.opening), ("until", _("Until"), found.closing)):
        if day is None:
            continue
        known = dict(found.days)
        known.setdefault(day, None)
        choices = [(known_day.isoformat(), _offered(known_day, level)) for known_day, level in sorted(known.items())]
        options.append(Option(name, label, [*choices, (OTHER_DAY, _("Another day…"))], day.isoformat()))
    return options


def _offered(day: date, level: float | None) -> str:
    words = formatting.short_day(day)
    if level is None:
        return words
    return _("{day}: {level} reported").format(day=words, level=formatting.number(level))
