"""The table twin of each question of the workforce page: the same figures in the same order, a row for each cell."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from db.analysis.figures.cells import Cell
from desktop.pages.workforce import words
from desktop.pages.workforce.reading import WorkforceView
from desktop.wording import formatting
from desktop.wording.i18n import _

#: A header, whether numbers stand below it, and the text of a cell.
Column = tuple[str, bool, Callable[[WorkforceView, Cell], str]]


def columns(view: WorkforceView) -> Sequence[Column]:
    """The columns of the question."""
    sums = (
        (_("Events"), True, lambda _view, cell: formatting.number(cell.events)),
        (_("Without a number"), True, lambda _view, cell: formatting.number(cell.without_count)),
        *_ends(lambda cell: (cell.low, cell.best, cell.high)),
    )
    return _MADE[view.choice.question](view, sums)


def _ends(of: Callable[[Cell], tuple[float | None, float | None, float | None]]) -> tuple[Column, ...]:
    def end(place: int) -> Callable[[WorkforceView, Cell], str]:
        return lambda _view, cell: _number(of(cell)[place])

    return (_("Low"), True, end(0)), (_("Best"), True, end(1)), (_("High"), True, end(2))


def _number(value: float | None) -> str:
    return formatting.ABSENT if value is None else formatting.number(value, decimals=1)


def _extra(name: str) -> Callable[[WorkforceView, Cell], str]:
    def text(_view: WorkforceView, cell: Cell) -> str:
        value = cell.extra.get(name)
        return _number(value) if isinstance(value, int | float) else formatting.ABSENT

    return text


def _period(_view: WorkforceView, cell: Cell) -> str:
    name = words.period(cell.period)
    incomplete = cell.period is not None and cell.period.incomplete
    return _("{period} (not complete)").format(period=name) if incomplete else name


def _periods(_view: WorkforceView, sums: Sequence[Column]) -> Sequence[Column]:
    return (_("Period"), False, _period), (_("Group"), False, words.group), *sums


def _groups(_view: WorkforceView, sums: Sequence[Column]) -> Sequence[Column]:
    return (_("Group"), False, words.group), *sums


def _largest(_view: WorkforceView, sums: Sequence[Column]) -> Sequence[Column]:
    def ranks(_view: WorkforceView, cell: Cell) -> str:
        low, high = cell.extra.get("rank_low"), cell.extra.get("rank_high")
        return f"{low}" if low == high else f"{low}–{high}"

    return (
        (_("Rank"), True, _extra("rank")), (_("Possible ranks"), True, ranks), (_("Organization"), False, words.group),
        *sums,
    )  # fmt: skip


def _repeats(_view: WorkforceView, sums: Sequence[Column]) -> Sequence[Column]:
    return (
        (_("Organization"), False, words.group), (_("Times again"), True, _extra("repeats")),
        (_("Shortest gap in days"), True, _extra("gap_best")), (_("At least"), True, _extra("gap_low")),
        (_("At most"), True, _extra("gap_high")), (_("Same days"), True, _extra("same_days")), *sums,
    )  # fmt: skip


def _shares(_view: WorkforceView, _sums: Sequence[Column]) -> Sequence[Column]:
    def rate(_view: WorkforceView, cell: Cell) -> str:
        found = words.share(*(cell.extra.get(f"rate_{end}") for end in ("low", "best", "high")))
        return found or formatting.ABSENT

    def basis(_view: WorkforceView, cell: Cell) -> str:
        found = cell.extra.get("basis")
        return (_("stated") if found == "stated" else _("computed")) if found else _("not known")

    return (
        (_("Organization"), False, words.group), (_("Date"), False, _day("date")),
        *((f"{name} %", True, text) for name, _numeric, text in _ends(lambda cell: (cell.low, cell.best, cell.high))),
        (_("Basis"), False, basis), (_("Separations of its year / average headcount"), True, rate),
    )  # fmt: skip


def _day(name: str) -> Callable[[WorkforceView, Cell], str]:
    from datetime import date

    def text(_view: WorkforceView, cell: Cell) -> str:
        value = cell.extra.get(name)
        return formatting.short_day(value) if isinstance(value, date) else formatting.ABSENT

    return text


def _years(_view: WorkforceView, sums: Sequence[Column]) -> Sequence[Column]:
    return (
        (_("Period"), False, _period), *sums,
        (_("Year before: events"), True, _extra("previous_events")),
        (_("Without a number"), True, _extra("previous_without_count")), (_("Low"), True, _extra("previous_low")),
        (_("Best"), True, _extra("previous_best")), (_("High"), True, _extra("previous_high")),
        (_("Ratio"), True, lambda _view, cell: words.ratio(cell) or formatting.ABSENT),
    )  # fmt: skip


def _closures(_view: WorkforceView, sums: Sequence[Column]) -> Sequence[Column]:
    def what(view: WorkforceView, cell: Cell) -> str:
        code = str(cell.extra["what"])
        return _("everybody leaves") if code == "everybody" else words.kind_name(view, code)

    return (
        (_("Organization"), False, words.group), (_("What"), False, what),
        (_("Place"), False, lambda _view, cell: str(cell.extra["place"] or "")),
        (_("From"), False, _day("earliest")), (_("Until"), False, _day("latest")), *sums[2:],
    )  # fmt: skip


def _notice(_view: WorkforceView, sums: Sequence[Column]) -> Sequence[Column]:
    low, best, high = sums[2:]
    return (
        (_("Period"), False, _period), (_("Announcements"), True, sums[0][2]),
        (_("With a day of effect"), True, _extra("with_both")), (_("Median of days"), True, best[2]),
        (_("At least"), True, low[2]), (_("At most"), True, high[2]), (_("Shortest"), True, _extra("shortest")),
        (_("Longest"), True, _extra("longest")),
    )  # fmt: skip


_MADE: Mapping[str, Callable[[WorkforceView, Sequence[Column]], Sequence[Column]]] = {
    "people-per-period": _periods,
    "people-by-field": _groups,
    "largest-organizations": _largest,
    "repeat-cuts": _repeats,
    "workforce-share": _shares,
    "year-over-year": _years,
    "contractors-and-employees": _periods,
    "reasons": _groups,
    "closures": _closures,
    "notice-to-effective": _notice,
}
