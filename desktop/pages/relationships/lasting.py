"""How long relationships last: Kaplan and Meier's curve, and Turnbull's where ends are intervals."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from db.analysis.figures.cells import Answer, Cell
from db.figures.asking import ask
from db.model.ids import EventId
from db.view.view import View
from desktop.drawing.compose.survival import Group, Step, survival
from desktop.pages.answers.shown import (
    About,
    Chosen,
    Line,
    Shown,
    all_behind,
    behind,
    explained,
    refused,
    remarks,
)
from desktop.wording import formatting
from desktop.wording.i18n import _, ngettext

_CURVES = ("kaplan_meier", "turnbull")


def read(view: View, _chosen: Chosen) -> Answer:
    """The curve of the relationships in the scope."""
    return ask(view, "relationship-survival")


def show(answer: Answer, about: About) -> Shown:
    """Steps with their band, and how many are at risk below."""
    if not answer.cells:
        return refused(answer, about)
    names = dict(zip(_CURVES, (_("on middle days"), _("within bounds")), strict=True))
    curves = {code: [cell for cell in answer.cells if cell.group == code] for code in _CURVES}
    vague = any(cell.extra["time"] != cell.extra["until"] for cell in curves["turnbull"])
    subjects, median = answer.inputs["subjects"], answer.inputs["median"]
    half = float(median) if isinstance(median, int | float) else None
    count = subjects if isinstance(subjects, int) else 0
    groups = [Group(names["kaplan_meier"], _steps(curves["kaplan_meier"]), count, half, "kaplan_meier")]
    if vague:
        steps = _interval_steps(curves["turnbull"], curves["kaplan_meier"])
        groups.append(Group(names["turnbull"], steps, count, _half(steps), "turnbull"))
    figure = survival(
        groups, unit=_("days"), title=_("How long relationships last"), name=_("Relationships that last longer"),
        note=_("The band has a confidence of 95 percent. Ends stand on the middle days of their dates, or anywhere "
               "within their bounds (Turnbull). What is still there has lasted so long at least; what was there before "
               "anything is known of it comes in when it is first known."),
    )  # fmt: skip
    said = _("More than half are left at the end.") if half is None else ngettext(
        "Half of the relationships have ended after {n} day.", "Half of the relationships have ended after {n} days.",
        round(half)).format(n=formatting.number(half))  # fmt: skip
    ends = answer.inputs["ends"]
    known = ngettext("{ends} of {n} relationship ended.", "{ends} of {n} relationships ended.", count).format(
        ends=formatting.number(ends if isinstance(ends, int) else None), n=formatting.number(count)
    )
    everything = all_behind(answer)
    drawn = [cell for code in _CURVES if code == "kaplan_meier" or vague for cell in curves[code]]
    events: dict[Hashable, Sequence[EventId]] = {(cell.group, cell.extra["time"]): cell.behind.placed for cell in drawn}
    return Shown(
        figure=figure,
        headline=f"{known} {said}",
        headers=[_("Ends"), _("Days"), _("Until"), _("At risk"), _("Ended"), _("Share that lasts longer")],
        numeric=range(1, 6),
        lines=[
            Line(
                (
                    names[cell.group],
                    *(_number(cell.extra.get(name)) for name in ("time", "until", "at_risk", "ended")),
                    formatting.percent_interval(cell.low, cell.best, cell.high),
                ),
                (cell.group, cell.extra["time"]),
            )
            for cell in drawn
        ],
        behind=behind(events, everything),
        explanation=explained(answer, about, everything),
        remark=remarks(answer),
    )


def _steps(cells: Sequence[Cell]) -> list[Step]:
    return [
        Step(
            _float(cell.extra["time"]),
            (cell.best or 0.0) / 100,
            None if cell.low is None else cell.low / 100,
            None if cell.high is None else cell.high / 100,
            int(_float(cell.extra["at_risk"])),
        )
        for cell in cells
    ]


def _interval_steps(cells: Sequence[Cell], beside: Sequence[Cell]) -> list[Step]:
    """The curve has fallen at the end of each interval; at risk are those of the other curve at that time."""
    found = []
    for cell in cells:
        until = _float(cell.extra["until"])
        later = [int(_float(one.extra["at_risk"])) for one in beside if _float(one.extra["time"]) >= until]
        last = int(_float(beside[-1].extra["at_risk"])) if beside else 0
        found.append(Step(until, (cell.best or 0.0) / 100, None, None, later[0] if later else last))
    return found


def _half(steps: Sequence[Step]) -> float | None:
    return next((step.time for step in steps if step.share <= 0.5), None)


def _number(value: object) -> str:
    return formatting.number(value) if isinstance(value, int | float) else ""


def _float(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0
