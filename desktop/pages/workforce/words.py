"""What the workforce page says: names of periods and groups, and what a figure shows in one sentence."""

from __future__ import annotations

from db.analysis.figures.cells import Cell, Period
from db.model.values import Population, Status
from desktop.drawing.compose.amounts import Amount
from desktop.pages.workforce.choice import QUESTION_NAMES
from desktop.pages.workforce.reading import WorkforceView
from desktop.wording import codes, formatting
from desktop.wording.figures.explaining import grouping_name
from desktop.wording.i18n import _, ngettext
from desktop.wording.records.own_fields import not_stated


def title(view: WorkforceView) -> str:
    """The figure's name: "Layoff, people per period"."""
    name = _(QUESTION_NAMES[view.choice.question])
    kind = view.choice.of_kind
    if view.choice.grouping:
        name = _("{figure} by {group}").format(figure=_("People"), group=grouping_name(view.choice.grouping))
    if not kind:
        return name
    return _("{name}: {figure}").format(name=kind_name(view, kind), figure=name)


def kind_name(view: WorkforceView, code: str) -> str:
    """The name of a kind."""
    return codes.kind_name(view.kinds.get(code, code))


def of_kind(view: WorkforceView, label: str) -> str:
    """A kind with the population that is not its own: "Layoff (contingent workers)"."""
    code, _colon, population = label.partition(":")
    name = kind_name(view, code)
    if not population:
        return name
    return _("{name} ({count})").format(name=name, count=codes.population_name(Population(population)))


def period(found: Period | None) -> str:
    """A period: "July 2025", "Q3 2025", "1 to 20 July 2025"."""
    return "" if found is None else formatting.period(found.first, found.last)


def group(view: WorkforceView, cell: Cell) -> str:
    """The group of a cell as people call it."""
    question, label = view.choice.question, cell.group
    by = view.choice.grouping or ("kind" if question == "people-per-period" else "")
    if question == "contractors-and-employees":
        by = "population"
    match by:
        case "kind":
            return of_kind(view, label)
        case "population" if label in {one.value for one in Population}:
            return codes.population_name(Population(label))
        case "population" if label == "contingent_share":
            return _("Contingent share")
        case "status" if label in {one.value for one in Status}:
            return codes.status_name(Status(label))
    if label == ":differing":
        return _("sources differ")
    return label or not_stated()


def amount(cell: Cell) -> Amount:
    """The figure of a cell."""
    return Amount(cell.low, cell.best, cell.high, cell.events, cell.without_count)


def headline(view: WorkforceView) -> str:
    """What the figure shows, in one sentence or two."""
    count, question = view.of, view.choice.question
    number = formatting.number(count)
    parts = []
    for total in view.totals:
        name = of_kind(view, total.group)
        parts.append(_("{name}: {figure}").format(name=name, figure=amount(total).whole()))
    match question:
        case "repeat-cuts":
            days = formatting.number(float(str(view.answer.inputs.get("days", 365))))
            said = ngettext(
                "{n} organization has another event within {days} days of one before.",
                "{n} organizations have another event within {days} days of one before.", count,
            )  # fmt: skip
            parts.append(said.format(n=number, days=days))
        case "workforce-share":
            known = sum(cell.refused is None for cell in view.cells)
            said = ngettext(
                "Of {n} cut, the share of {known} is known.", "Of {n} cuts, the share of {known} is known.", count
            )
            parts.append(said.format(known=formatting.number(known), n=number))
        case "closures":
            said = ngettext(
                "{n} closure, or cut that leaves nobody.", "{n} closures, or cuts that leave nobody.", count
            )
            parts.append(said.format(n=number))
        case "people-by-field" | "largest-organizations" | "reasons" if count <= len(view.cells):
            parts.append(ngettext("{n} group", "{n} groups", count).format(n=number))
        case "contractors-and-employees":
            parts.append(_("Employees and contingent workers are never added."))
        case "notice-to-effective":
            events = sum(cell.events for cell in view.cells)
            both = sum(int(str(cell.extra["with_both"])) for cell in view.cells)
            said = ngettext(
                "{both} of {n} announcement says when it takes effect.",
                "{both} of {n} announcements say when they take effect.", events,
            )  # fmt: skip
            parts.append(said.format(both=formatting.number(both), n=formatting.number(events)))
    if count > len(view.cells):
        parts.append(_("The first {n} are shown.").format(n=formatting.number(len(view.cells))))
    return "  ·  ".join(parts)


def nothing_known(view: WorkforceView) -> str:
    """Why there is nothing to draw although there are cells; empty: there is something."""
    if view.choice.question == "notice-to-effective" and all(cell.best is None for cell in view.cells):
        return _("No announcement in this scope says when it takes effect.")
    return ""


def ratio(cell: Cell) -> str:
    """The amount of a period in percent of that of the year before: "125% (110–140%)"; empty: not known."""
    return share(*(cell.extra.get(name) for name in ("ratio_low", "ratio_best", "ratio_high")), times=100)


def share(low: object, best: object, high: object, *, times: float = 1.0) -> str:
    """A percentage with its ends; empty where nothing is known of it, as where it is between 0 and no end."""
    least, middle, most = (one * times if isinstance(one, int | float) else None for one in (low, best, high))
    if middle is None:
        if not least and most is None:
            return ""
        if least is None or most is None:
            return (
                f"≥\N{NO-BREAK SPACE}{_percent(least)}" if least is not None else f"≤\N{NO-BREAK SPACE}{_percent(most)}"
            )
        return f"{_percent(least)}–{_percent(most)}"
    if least == middle == most:
        return _percent(middle)
    if least is None or most is None:
        about = f"≈\N{NO-BREAK SPACE}{_percent(middle)}"
        return f"{about} (≥\N{NO-BREAK SPACE}{_percent(least)})" if least else about
    return f"{_percent(middle)} ({_percent(least)}–{_percent(most)})"


def _percent(value: float | None) -> str:
    """As finely as its size asks for."""
    size = abs(value or 0.0)
    return formatting.percent(value, decimals=0 if size >= 10 else 1 if size >= 1 else 2)


def days(cell: Cell) -> str:
    """A median of days with its ends: "60 days (58–62)"."""
    if cell.best is None:
        return _("no day of effect")
    words = ngettext("{n} day", "{n} days", round(abs(cell.best))).format(n=formatting.number(cell.best))
    if cell.low != cell.high and cell.low is not None and cell.high is not None:
        words += f" ({formatting.number(cell.low)}–{formatting.number(cell.high)})"
    return words
