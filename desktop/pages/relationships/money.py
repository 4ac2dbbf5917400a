"""On how few the money hangs that is known: in each currency by itself."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from db.analysis.figures.cells import Answer, Cell
from db.figures.asking import ask
from db.figures.questions import Asked
from db.model.ids import EventId
from db.view.view import View
from desktop.drawing.compose.bars import Ranked, ranked
from desktop.pages.answers.shown import (
    About,
    Chosen,
    Line,
    Option,
    Shown,
    all_behind,
    amount_of,
    behind,
    explained,
    picked,
    refused,
    remarks,
)
from desktop.wording import formatting
from desktop.wording.figures.questions import refusal_sentence
from desktop.wording.i18n import _

_SIDES = ("vendor", "client")


def read(view: View, chosen: Chosen) -> Answer:
    """Amounts by the other side of the relationships."""
    return ask(view, "concentration", Asked(by=picked(chosen, "by", _SIDES)))


def show(answer: Answer, about: About) -> Shown:
    """Bars of one currency with their intervals, and how concentrated it is, or why that cannot be told."""
    by = picked(about.chosen, "by", _SIDES)
    sides = Option("by", _("Amounts by"), [("vendor", _("vendor")), ("client", _("client"))], by)
    if not answer.cells:
        return refused(answer, about, [sides])
    currencies = list(dict.fromkeys(str(cell.extra["currency"]) for cell in answer.cells))
    currency = picked(about.chosen, "currency", currencies)
    options = [sides]
    if len(currencies) > 1:
        names = [(code, code or _("no currency stated")) for code in currencies]
        options.append(Option("currency", _("Currency"), names, currency))
    own = [cell for cell in answer.cells if cell.extra["currency"] == currency]
    figures = {cell.group: cell for cell in own if cell.organization_id is None}
    cells = [cell for cell in own if cell.organization_id is not None]
    unnamed = _("unnamed")
    items = [
        Ranked(cell.group or unnamed, amount_of(cell), cell.organization_id, note=_share(cell)) for cell in cells
    ]  # fmt: skip
    figure = ranked(
        items, title=_("Concentration"), name=_("Known amounts"), unit=currency,
        note=_("The amount stated last of each relationship, never converted. Equal shares are never assumed."),
    )  # fmt: skip
    everything = all_behind(answer)
    events: dict[Hashable, Sequence[EventId]] = {cell.organization_id: cell.behind.placed for cell in cells}
    return Shown(
        figure=figure,
        headline=_concentrated(figures),
        headers=[_("Organization"), _("Amount ({currency})").format(currency=currency), _("Share"), _("Events")],
        numeric=(1, 2, 3),
        lines=[
            Line(
                (cell.group or unnamed, amount_of(cell).words(), _share(cell), formatting.number(cell.events)),
                cell.organization_id,
            )
            for cell in cells
        ],
        behind=behind(events),
        explanation=explained(answer, about, everything),
        options=options,
        remark=remarks(answer),
    )


def _share(cell: Cell) -> str:
    low, best, high = (_number(cell.extra[f"share_{end}"]) for end in ("low", "best", "high"))
    return formatting.percent_interval(low, best, high)


def _concentrated(figures: dict[str, Cell]) -> str:
    """How concentrated it is in words, or why it is not computable."""
    hhi = figures.get("hhi")
    if hhi is None:
        return ""
    if hhi.refused is not None:
        return _("Concentration is not computable: {why}").format(why=refusal_sentence(hhi.refused))
    effective, largest = figures["effective"], figures["largest"]
    return _("HHI {hhi}, as if of {effective} of equal size; the largest has {share}").format(
        hhi=amount_of(hhi).words(), effective=_decimal(effective), share=formatting.percent_interval(*_ends(largest))
    )


def _decimal(cell: Cell) -> str:
    ends: Sequence[float | None] = _ends(cell)
    if ends[0] is None or ends[2] is None or ends[0] == ends[2]:
        return formatting.number(cell.best, decimals=1)
    least, most = (formatting.number(end, decimals=1) for end in (ends[0], ends[2]))
    return (
        f"{formatting.number(cell.best, decimals=1)} ({least}–{most})" if cell.best is not None else f"{least}–{most}"
    )


def _ends(cell: Cell) -> tuple[float | None, float | None, float | None]:
    return cell.low, cell.best, cell.high


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None
