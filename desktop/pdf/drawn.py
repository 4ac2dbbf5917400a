"""Figures of ``desktop/drawing`` in the flow of a report: the marks of the screen in the smaller sizes of print."""

from __future__ import annotations

from dataclasses import replace

from desktop.drawing.figure import Figure, part
from desktop.drawing.layout import Layout, lay_out
from desktop.drawing.text import Type
from desktop.pdf.canvas import UNIT, Drawing
from desktop.pdf.flow import MARGIN, Flow

#: How large a point of the screen is in print: 9 become 7.4.
PRINT = 0.82


def draw_figure(flow: Flow, figure: Figure) -> None:
    """Put a figure where the flow stands. One with more rows or panels than a page holds goes on over the next ones.

    Its legend and what stands above the rows is printed once, the axis on every page.
    """
    kind = Type(UNIT * PRINT, paper=True)
    for piece in _pieces(flow, figure, kind):
        layout = _layout(flow, piece, kind)
        flow.need(layout.height / UNIT)
        flow.page.marks.append(Drawing(MARGIN, flow.y, layout, kind))
        flow.y += layout.height / UNIT + 4


def height_of(flow: Flow, figure: Figure, *, rows: int = 12) -> float:
    """What a figure needs on the page on which it begins, in points; of many rows so many."""
    kind = Type(UNIT * PRINT, paper=True)
    last = len(figure.panels) - 1
    if last >= 0 and (all_ := figure.panels[last].rows) is not None and all_.count > rows:
        figure = part(figure, last, 0, rows)
    return _layout(flow, figure, kind).height / UNIT


def _layout(flow: Flow, figure: Figure, kind: Type) -> Layout:
    return lay_out(figure, kind, flow.inner * UNIT)


def _pieces(flow: Flow, figure: Figure, kind: Type) -> list[Figure]:
    """The figure, or its rows or panels in as many parts as pages are needed."""
    last = len(figure.panels) - 1
    rows = figure.panels[last].rows if last >= 0 else None
    if _layout(flow, figure, kind).height / UNIT <= flow.room:
        return [figure]
    if rows is None:
        return _panels(flow, figure, kind)
    high = rows.height * PRINT
    taken = _layout(flow, part(figure, last, 0, 0), kind).height / UNIT
    after = replace(figure, legend=(), title="", panels=figure.panels[last:])
    taken_after = _layout(flow, part(after, 0, 0, 0), kind).height / UNIT
    found: list[Figure] = []
    first, room = 0, flow.room
    while first < rows.count:
        held = int((room - (taken_after if found else taken)) / high)
        if held < min(rows.count - first, 3) and not found and room < flow.bottom - MARGIN - 20:
            flow.new_page()
            room = flow.room
            continue
        end = min(first + max(held, 1), rows.count)
        piece = part(after, 0, first, end) if found else part(figure, last, first, end)
        found.append(piece if end == rows.count else replace(piece, note=""))
        first, room = end, flow.bottom - MARGIN - 8
    return found


def _panels(flow: Flow, figure: Figure, kind: Type) -> list[Figure]:
    """As many rows of panels as a page holds, and the others on the next ones."""
    columns, after = _layout(flow, figure, kind).columns, replace(figure, legend=(), title="")
    found: list[Figure] = []
    first, room = 0, flow.room
    while first < len(figure.panels):
        piece = replace(after if found else figure, panels=figure.panels[first:])
        while len(piece.panels) > columns and _layout(flow, piece, kind).height / UNIT > room:
            piece = replace(piece, panels=piece.panels[: (len(piece.panels) - 1) // columns * columns])
        first += len(piece.panels)
        found.append(piece if first == len(figure.panels) else replace(piece, note=""))
        room = flow.bottom - MARGIN - 8
    return found
