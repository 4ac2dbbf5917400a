"""One view of a page laid out as a report: what it says, its figure and table, and how it was worked out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from desktop.drawing.figure import Figure
from desktop.look.plaintext import one_line
from desktop.pdf.canvas import ACCENT, MUTED, Style
from desktop.pdf.drawn import draw_figure, height_of
from desktop.pdf.flow import BODY, CELL, MARGIN, NOTE, TITLE, Column, Flow, Span
from desktop.pdf.front import facts_between_lines
from desktop.pdf.report import Report
from desktop.wording import formatting
from desktop.wording.figures.explaining import Explanation
from desktop.wording.i18n import _

#: Rows of the table that are printed at most; how many there are is said.
_MOST = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedView:
    """``page`` and ``title`` name it; ``rows`` are those of its table under ``headers``, ``numeric`` to the right."""

    page: str
    title: str
    headline: str
    remark: str
    figure: Figure
    headers: Sequence[str]
    numeric: Sequence[int]
    rows: Sequence[Sequence[str]]
    explanation: Explanation
    file_name: str
    operation: int
    printed_on: date


def lay_out_view(view: PrintedView, *, paper: str) -> Report:
    """The pages of a view. Needs a QGuiApplication, since texts are measured."""
    footer = _("{file} · operation {number} · printed on {day}").format(
        file=one_line(view.file_name),
        number=formatting.number(view.operation),
        day=formatting.day(view.printed_on),
    )
    flow = Flow(paper=paper, running=view.title, footer=footer)
    page, right = flow.page, flow.width - MARGIN
    page.rect(MARGIN, MARGIN - 4, flow.inner, 2.4, fill=ACCENT)
    page.text(MARGIN, MARGIN + 13, view.page.upper(), Style(7, bold=True, spacing=7, color=ACCENT))
    flow.right(right, MARGIN + 13, formatting.day(view.printed_on), Style(7.6, color=MUTED))
    flow.y = MARGIN + 20
    page.text(MARGIN, flow.y + 21, flow.measure.elided(view.title, TITLE, flow.inner), TITLE)
    flow.y += 36
    facts_between_lines(flow, view.explanation.inputs)
    flow.y += 8
    if view.headline:
        flow.paragraph(view.headline, Style(BODY.size, bold=True))
    if view.remark:
        flow.paragraph(view.remark, NOTE)
    flow.space(6)
    flow.need(height_of(flow, view.figure))
    draw_figure(flow, view.figure)
    _definition(flow, view.explanation)
    _table(flow, view)
    return Report(view.title, paper, flow.width, flow.height, tuple(flow.finish()))


def _definition(flow: Flow, explanation: Explanation) -> None:
    if not explanation.formula and not explanation.why_not:
        return
    flow.section(_("How it is worked out"), keep=30)
    if explanation.formula:
        flow.paragraph(explanation.formula, BODY)
    for sentence in explanation.why_not:
        flow.paragraph(_("Not computable: {why}").format(why=sentence), NOTE)


def _table(flow: Flow, view: PrintedView) -> None:
    flow.section(_("Table"))
    numeric = set(view.numeric)
    columns = [
        Column(header, share=1.0 if number in numeric else 1.6, right=number in numeric)
        for number, header in enumerate(view.headers)
    ]
    rows = ([[Span(one_line(cell), CELL)] for cell in row] for row in view.rows[:_MOST])
    flow.table(columns, rows, again=_("Table (continued)"), tight=True)
    if len(view.rows) > _MOST:
        said = _("The first {n} of {count} rows.").format(
            n=formatting.number(_MOST), count=formatting.number(len(view.rows))
        )
        flow.y += 4
        flow.paragraph(said, NOTE)
