"""The first page of a report: masthead, headline figures, and the organizations side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from db.model.scope import Scope
from db.model.values import Population
from db.output.snapshot import OrganizationFigures, Snapshot
from desktop.look.plaintext import one_line
from desktop.pdf import words
from desktop.pdf.canvas import ACCENT, HAIR, MUTED, Style
from desktop.pdf.figures import last_level
from desktop.pdf.flow import (
    BODY,
    CAPS,
    CELL,
    CELL_BOLD,
    CELL_NOTE,
    FIGURE,
    MARGIN,
    NOTE,
    SMALL,
    TITLE,
    Cell,
    Column,
    Flow,
    Span,
)
from desktop.wording import formatting
from desktop.wording.figures.quality import quality_parts
from desktop.wording.i18n import _, ngettext


def masthead(flow: Flow, snapshot: Snapshot, title: str) -> None:
    """What it is about, and the scope it was taken under."""
    page, right = flow.page, flow.width - MARGIN
    page.rect(MARGIN, MARGIN - 4, flow.inner, 2.4, fill=ACCENT)
    page.text(MARGIN, MARGIN + 13, _("Headcount and relationships").upper(), Style(7, bold=True, spacing=7,
                                                                                 color=ACCENT))  # fmt: skip
    flow.right(right, MARGIN + 13, formatting.day(snapshot.printed_on), Style(7.6, color=MUTED))
    flow.y = MARGIN + 20
    for line in flow.measure.wrap(title, TITLE, flow.inner)[:3]:
        page.text(MARGIN, flow.y + 21, flow.measure.elided(line, TITLE, flow.inner), TITLE)
        flow.y += 28
    flow.y += 8
    facts_between_lines(flow, words.facts(snapshot))


def facts_between_lines(flow: Flow, facts: Sequence[tuple[str, str]]) -> None:
    """Labels and values in four columns between hairlines."""
    flow.page.line((MARGIN, flow.y), (flow.width - MARGIN, flow.y), color=HAIR)
    flow.y += 6
    width = flow.inner / 4
    for start in range(0, len(facts), 4):
        deepest = 0
        for place, (label, value) in enumerate(facts[start : start + 4]):
            x = MARGIN + place * width
            flow.page.text(x, flow.y + 6.4, label.upper(), CAPS)
            lines = flow.measure.wrap(value, SMALL, width - 12)[:3]
            for row, line in enumerate(lines):
                flow.page.text(x, flow.y + 16 + row * 9.6, line, SMALL)
            deepest = max(deepest, len(lines))
        flow.y += 13 + deepest * 9.6 + 2
    flow.page.line((MARGIN, flow.y), (flow.width - MARGIN, flow.y), color=HAIR)
    flow.y += 4


def nothing(flow: Flow, snapshot: Snapshot) -> None:
    """In the place of figures where there is no event."""
    flow.y += 34
    flow.paragraph(_("No events in this scope"), Style(15, bold=True), after=6)
    text = _("Nothing that the ledger holds lies in this period with this status. A wider scope may show more.")
    if snapshot.not_counted:
        text = words.not_counted(snapshot)
    elif snapshot.scope == Scope(minimum_status=snapshot.scope.minimum_status):
        text = _("The ledger holds no events yet.")
    flow.paragraph(text, BODY)


@dataclass(frozen=True, slots=True)
class _Tile:
    label: str
    figure: str
    below: str


def single(snapshot: Snapshot) -> bool:
    """Whether title and chart are about one and the same organization, so that its name need not be repeated."""
    return len(snapshot.figures) == 1 and len(snapshot.organizations) == 1


def headline(flow: Flow, snapshot: Snapshot) -> None:
    """The figures, how well they are documented, and the organizations if they are several."""
    flow.y += 12
    tiles = _tiles(snapshot)
    width = flow.inner / len(tiles)
    room = width - 10
    labels = [flow.measure.wrap(tile.label, NOTE, room)[:2] for tile in tiles]
    deepest = max(len(lines) for lines in labels)
    for place, (tile, label) in enumerate(zip(tiles, labels, strict=True)):
        x = MARGIN + place * width
        if place:
            flow.page.line((x - 8, flow.y + 2), (x - 8, flow.y + 38 + deepest * 9))
        size = next((s for s in (17.0, 14.0, 11.5, 9.5) if flow.measure.width(tile.figure, Style(s, bold=True)) < room),
                    8.0)  # fmt: skip
        style = FIGURE if size == FIGURE.size else Style(size, bold=True)
        flow.page.text(x, flow.y + 17, flow.measure.elided(tile.figure, style, room), style)
        flow.page.text(x, flow.y + 27.5, flow.measure.elided(tile.below, SMALL, room), SMALL)
        for row, line in enumerate(label):
            flow.page.text(x, flow.y + 38.5 + row * 9, line, NOTE)
    flow.y += 40 + deepest * 9
    _quality(flow, snapshot)
    if snapshot.figures and not single(snapshot):
        _organizations(flow, snapshot)
    for text in words.definitions(snapshot):
        flow.paragraph(text, NOTE, after=0.6)


def _tiles(snapshot: Snapshot) -> list[_Tile]:
    tiles: list[_Tile] = []
    if single(snapshot):
        charted = snapshot.figures[0]
        for series, origin in zip(charted.headcount, charted.origins, strict=True):
            if not series.levels:
                continue
            figure, below = words.level(last_level(series), relative=series.relative)
            tiles.append(_Tile(words.level_label(snapshot, series, origin), figure, below))
    else:
        organizations = {line.event.organization_id for line in snapshot.events}
        tiles.append(_Tile(_("organizations with events"), formatting.number(len(organizations)), ""))
    counts = snapshot.relationships.counts
    if counts:
        last = counts[-1]
        figure, below = formatting.figure(last.low, last.active, last.high)
        served = ngettext("{n} client", "{n} clients", last.clients).format(n=formatting.number(last.clients))
        below = " · ".join(filter(None, (below, served if last.clients else "")))
        tiles.append(_Tile(_("active relationships"), figure, below))
    number = sum(count.with_number for count in snapshot.by_kind)
    below = _("{number} with a count").format(number=formatting.number(number))
    label = _("events")
    if snapshot.not_counted:
        label = _("events, {number} more not counted").format(number=formatting.number(len(snapshot.not_counted)))
    tiles.append(_Tile(label, formatting.number(len(snapshot.events)), below))
    tiles.append(_finding_tile(snapshot))
    return tiles


def _finding_tile(snapshot: Snapshot) -> _Tile:
    """The open findings; where there are none, what remains unexplained is no less worth a figure."""
    open_ones = sum(not finding.accepted for finding in snapshot.findings)
    accepted = len(snapshot.findings) - open_ones
    below = _("{number} accepted").format(number=formatting.number(accepted)) if accepted else ""
    jumps = snapshot.unexplained
    if open_ones or not jumps:
        if jumps:
            text = ngettext("{number} unexplained difference", "{number} unexplained differences", jumps)
            below = " · ".join(filter(None, (below, text.format(number=formatting.number(jumps)))))
        return _Tile(ngettext("open finding", "open findings", open_ones), formatting.number(open_ones), below)
    return _Tile(ngettext("unexplained difference", "unexplained differences", jumps), formatting.number(jumps), below)


def _quality(flow: Flow, snapshot: Snapshot) -> None:
    """How well the counted events are documented, in one line."""
    parts = quality_parts(snapshot.quality)
    if not parts:
        return
    flow.y += 7
    text = " · ".join(parts)
    label = _("Of {number} events").format(number=formatting.number(snapshot.quality.events)).upper()
    width = flow.measure.width(label, CAPS) + 8
    flow.page.text(MARGIN, flow.y + 8.6, label, CAPS)
    lines = flow.measure.wrap(text, SMALL, flow.inner - width)
    for row, line in enumerate(lines):
        flow.page.text(MARGIN + width, flow.y + 8.8 + row * 9.8, line, SMALL)
    flow.y += 9.8 * len(lines) + 8


def _organizations(flow: Flow, snapshot: Snapshot) -> None:
    """The charted organizations with their levels at the end of the period."""

    def cell(figures: OrganizationFigures, population: Population) -> Cell:
        for series, origin in zip(figures.headcount, figures.origins, strict=True):
            if series.population is population:
                figure, below = words.level(last_level(series), relative=series.relative)
                since = formatting.short_day(origin) if series.relative and origin is not None else ""
                note = _("change since {day}").format(day=since) if since else ""
                return [Span(figure, CELL_BOLD), Span(below, CELL_NOTE), Span(note, CELL_NOTE)]
        return [Span(formatting.ABSENT, CELL)]

    columns = (
        Column(_("Organization"), share=2),
        Column(_("Employees"), share=1, right=True),
        Column(_("Contingent workers"), share=1, right=True),
    )
    rows = (
        (
            [Span(one_line(snapshot.names.get(figures.organization_id, "")), CELL)],
            cell(figures, Population.EMPLOYEES),
            cell(figures, Population.CONTINGENT),
        )
        for figures in snapshot.figures
    )
    flow.table(columns, rows)
    flow.y += 8
