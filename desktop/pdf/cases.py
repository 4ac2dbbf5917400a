"""The parallel cases of a snapshot: how they were chosen, their figure, and what followed in each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from db.analysis.figures.cells import Cell
from db.model.ids import OrganizationId
from db.output.snapshot import Snapshot
from desktop.drawing.compose.parallel import case_name
from desktop.drawing.compose.stories import stories_figure
from desktop.look.plaintext import one_line
from desktop.pdf.drawn import draw_figure, height_of
from desktop.pdf.flow import CELL, CELL_BOLD, NOTE, Column, Flow, Span
from desktop.wording.figures.cases import SHARES, SORTS, figure_of, how_chosen, what_lacks
from desktop.wording.figures.questions import refusal_sentence
from desktop.wording.i18n import _

#: Of the shares that the answer has, the one that a row has room for.
_SHARE = "share_12"


def draw_cases(flow: Flow, snapshot: Snapshot) -> None:
    """The section, where there are cases to lay beside each other."""
    answer = snapshot.cases
    if answer is None:
        return
    anchors = str(answer.inputs["anchors"]).split(", ")
    figure = stories_figure(snapshot.stories, snapshot.kinds, snapshot.names, today=snapshot.as_of)
    figure = replace(figure, title="")  # the heading of the section has it
    flow.section(_("Parallel cases"), keep=height_of(flow, figure))
    flow.paragraph(
        how_chosen(snapshot.kinds, anchors, len(snapshot.stories), snapshot.scope.minimum_status), NOTE, after=6
    )
    draw_figure(flow, figure)
    remarks = [refusal_sentence(one) for one in answer.refusals]
    if said := " ".join([*remarks, *what_lacks(snapshot.stories)]):
        flow.paragraph(one_line(said), NOTE)
    flow.space(8)
    flow.table(
        (
            Column(_("Organization"), share=1.3),
            *(Column(_(title), share=1) for title in SORTS.values()),
            Column(_("Share cut {months}").format(months=_(SHARES[_SHARE])), share=1.2),
        ),
        [_row(cells) for cells in _by_case(answer.cells).values()],
        title=_("What followed, and how soon"),
        again=_("What followed, and how soon (continued)"),
    )


def _by_case(cells: Sequence[Cell]) -> dict[OrganizationId, dict[str, Cell]]:
    found: dict[OrganizationId, dict[str, Cell]] = {}
    for cell in cells:
        if cell.organization_id is not None:  # the middle of all is in no row
            found.setdefault(cell.organization_id, {})[str(cell.extra["what"])] = cell
    return found


def _row(cells: dict[str, Cell]) -> list[list[Span]]:
    first = next(iter(cells.values()))
    name = case_name(one_line(first.group), rumored=bool(first.extra["rumored"]))
    texts = [figure_of(cells[what]) for what in (*SORTS, _SHARE)]
    return [[Span(name, CELL_BOLD)], *([Span(text, CELL)] for text in texts)]
