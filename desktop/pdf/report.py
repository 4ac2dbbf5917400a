"""A snapshot laid out as a report: masthead, headline figures, charts, findings, events, sources."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from db.analysis.series import BeforeAfter, Exclusion, WindowFigures
from db.snapshot import EventLine, OrganizationFigures, Snapshot
from db.values import Population
from desktop import formatting, wording
from desktop.i18n import _, ngettext
from desktop.pdf import words
from desktop.pdf.canvas import ACCENT, HAIR, MUTED, PageMarks, Style
from desktop.pdf.changes import draw_changes
from desktop.pdf.figures import draw_headcount, draw_headcount_legend, event_badge, first_height, last_level
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
    Badge,
    Cell,
    Column,
    Flow,
    Span,
)
from desktop.pdf.lanes import draw_relationships, least_height
from desktop.plaintext import one_line
from desktop.quality_wording import quality_parts


@dataclass(frozen=True, slots=True)
class Report:
    """Pages ready to be painted on ``paper`` ('a4' or 'letter'); width and height in points."""

    title: str
    paper: str
    width: float
    height: float
    pages: tuple[PageMarks, ...]


def lay_out(snapshot: Snapshot, *, paper: str) -> Report:
    """The report of a snapshot. Needs a QGuiApplication, since texts are measured."""
    title = words.title(snapshot)
    flow = Flow(paper=paper, running=title, footer=words.footer(snapshot))
    _masthead(flow, snapshot, title)
    if not snapshot.events:
        _nothing(flow, snapshot)
    else:
        _headline(flow, snapshot)
        _headcount(flow, snapshot)
        _relationships(flow, snapshot)
    _findings(flow, snapshot)
    draw_changes(flow, snapshot)
    _events(flow, snapshot)
    _sources(flow, snapshot)
    return Report(title, paper, flow.width, flow.height, tuple(flow.finish()))


# The first page.


def _masthead(flow: Flow, snapshot: Snapshot, title: str) -> None:
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
    _facts(flow, words.facts(snapshot))


def _facts(flow: Flow, facts: Sequence[tuple[str, str]]) -> None:
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


def _nothing(flow: Flow, snapshot: Snapshot) -> None:
    flow.y += 34
    flow.paragraph(_("No events in this scope"), Style(15, bold=True), after=6)
    text = _("Nothing that the ledger holds lies in this period with this status. A wider scope may show more.")
    if snapshot.not_counted:
        text = _("No event counts in this scope. Those that are weaker, denied or planned are listed below.")
    flow.paragraph(text, BODY)


@dataclass(frozen=True, slots=True)
class _Tile:
    label: str
    figure: str
    below: str


def _single(snapshot: Snapshot) -> bool:
    """Whether title and chart are about one and the same organization, so that its name need not be repeated."""
    return len(snapshot.figures) == 1 and len(snapshot.organizations) == 1


def _headline(flow: Flow, snapshot: Snapshot) -> None:
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
    if snapshot.figures and not _single(snapshot):
        _organizations(flow, snapshot)
    for text in words.definitions(snapshot):
        flow.paragraph(text, NOTE, after=0.6)


def _tiles(snapshot: Snapshot) -> list[_Tile]:
    tiles: list[_Tile] = []
    if _single(snapshot):
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
        exact = last.low == last.active == last.high
        below = "" if exact else formatting.interval(last.low, None, last.high)
        tiles.append(_Tile(_("active relationships"), formatting.number(last.active), below))
    number = sum(count.with_number for count in snapshot.by_kind)
    below = _("{number} with a count").format(number=formatting.number(number))
    label = _("events")
    if snapshot.not_counted:
        label = _("events, {number} more not counted").format(number=formatting.number(len(snapshot.not_counted)))
    tiles.append(_Tile(label, formatting.number(len(snapshot.events)), below))
    open_ones = sum(not finding.accepted for finding in snapshot.findings)
    accepted = len(snapshot.findings) - open_ones
    below = _("{number} accepted").format(number=formatting.number(accepted)) if accepted else ""
    tiles.append(_Tile(ngettext("open finding", "open findings", open_ones), formatting.number(open_ones), below))
    return tiles


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


# Charts.


def _headcount(flow: Flow, snapshot: Snapshot) -> None:
    if not snapshot.figures:
        return
    flow.section(_("Headcount"), keep=first_height(flow, snapshot))
    for figures in snapshot.figures:
        draw_headcount(flow, snapshot, figures, named=not _single(snapshot))
    draw_headcount_legend(flow, snapshot.figures)
    if snapshot.not_charted:
        flow.paragraph(words.left_out(snapshot.not_charted), NOTE)


def _relationships(flow: Flow, snapshot: Snapshot) -> None:
    series = snapshot.relationships
    if not series.lanes:
        return
    flow.section(_("Relationships"), keep=least_height(series.lanes))
    draw_relationships(flow, snapshot)
    if series.comparison is not None and snapshot.anchor is not None:
        _comparison(flow, snapshot, series.comparison, snapshot.anchor)


def _comparison(flow: Flow, snapshot: Snapshot, comparison: BeforeAfter, anchor: EventLine) -> None:
    kind = wording.kind_name(snapshot.kinds.get(anchor.event.kind, anchor.event.kind))
    text = _("Before and after event {number}: {kind}, {day}").format(
        number=anchor.number, kind=kind, day=formatting.day(comparison.anchor)
    )
    flow.space(8)
    flow.need(100)
    flow.paragraph(text, Style(8.6, bold=True), after=3)
    columns = (
        Column("", share=1.5),
        Column(_("Before"), share=1, right=True),
        Column(_("After"), share=1, right=True),
    )
    before, after = comparison.before, comparison.after

    def row(label: str, name: str) -> Sequence[Cell]:
        cells = [[Span(formatting.number(getattr(window, name)), CELL)] for window in (before, after)]
        return [[Span(label, CELL)], *cells]

    days = ngettext("{n} day", "{n} days", comparison.days).format(n=comparison.days)
    flow.table(
        columns,
        [
            [[Span(days, CELL)], [Span(_window(before), CELL_NOTE)], [Span(_window(after), CELL_NOTE)]],
            row(_("Active the day before it begins"), "active_at_start"),
            row(_("Active at its end"), "active_at_end"),
            row(_("Started"), "starts"),
            row(_("Ended"), "ends"),
            row(_("Turned at risk, reduced, paused, winding down or ended"), "negative"),
        ],
        tight=True,
    )
    flow.y += 5
    if comparison.after.last > snapshot.as_of:
        text = _("The days after {day} are not known yet.").format(day=formatting.day(snapshot.as_of))
        flow.paragraph(text, NOTE)


def _window(window: WindowFigures) -> str:
    return _("{first} to {last}").format(
        first=formatting.short_day(window.first), last=formatting.short_day(window.last)
    )


# Tables.


def _findings(flow: Flow, snapshot: Snapshot) -> None:
    if not snapshot.findings:
        return
    numbers = snapshot.numbers
    flow.section(_("What does not agree"))
    rows = []
    for finding in snapshot.findings:
        cited = sorted(numbers[event_id] for event_id in finding.event_ids if event_id in numbers)
        sentence = [Span(wording.finding_sentence(finding, snapshot.names), CELL)]
        if finding.accepted:
            note = _("Accepted: {note}").format(note=one_line(finding.note)) if finding.note else _("Accepted")
            sentence.append(Span(note, CELL_NOTE))
        name = wording.finding_name(finding.kind)
        events = ", ".join(str(number) for number in cited) or formatting.ABSENT
        rows.append(([Span(events, CELL)], [Span(name, CELL_BOLD)], sentence))
    columns = (Column(_("Events"), points=52), Column(_("Finding"), share=1), Column(_("Arithmetic"), share=2.4))
    flow.table(columns, rows, again=_("What does not agree (continued)"))


def _events(flow: Flow, snapshot: Snapshot) -> None:
    if snapshot.events:
        flow.section(_("Events"))
        _kinds(flow, snapshot)
        flow.space(12)
        _event_table(flow, snapshot, snapshot.events, again=_("Events (continued)"))
    if snapshot.not_counted:
        flow.section(_("Listed, but in no total"))
        _event_table(flow, snapshot, snapshot.not_counted, again=_("Listed, but in no total (continued)"))


def _kinds(flow: Flow, snapshot: Snapshot) -> None:
    columns = (
        Column(_("Kind"), share=2),
        Column(_("Events"), share=0.7, right=True),
        Column(_("With a count"), share=0.9, right=True),
        Column(_("People in total"), share=1.6, right=True),
    )
    rows: list[Sequence[Cell]] = []
    for count in snapshot.by_kind:
        total = formatting.quantity(count.total) if count.total is not None else formatting.ABSENT
        kind = wording.kind_name(snapshot.kinds.get(count.kind, count.kind))
        cells = (kind, formatting.number(count.events), formatting.number(count.with_number), total)
        rows.append([[Span(cell, CELL)] for cell in cells])
    flow.table(columns, rows, again=_("Events by kind (continued)"), tight=True)


def _event_table(flow: Flow, snapshot: Snapshot, lines: Sequence[EventLine], *, again: str) -> None:
    sources = {source.id: number for number, source in enumerate(snapshot.sources, start=1)}
    columns = (
        Column(_("No."), points=27),
        Column(_("Date"), share=1.25),
        Column(_("Kind"), share=1.35),
        Column(_("Organization"), share=1.2),
        Column(_("Effect or value"), share=1.45),
        Column(_("Status"), points=62),
        Column(_("Sources"), points=47),
    )

    def row(line: EventLine) -> Sequence[Cell]:
        badge = event_badge(snapshot, line.event.kind, line.number, line.exclusion)
        cited = ", ".join(f"S{number}" for number in line.sources) or formatting.ABSENT
        return (
            badge if line.exclusion is not Exclusion.NONE else Badge(line.number, badge.color),
            words.date_spans(line),
            words.kind_spans(snapshot, line),
            words.side_spans(snapshot, line),
            words.effect_spans(snapshot, line, sources),
            words.status_spans(line),
            [Span(cited, CELL)],
        )

    flow.table(columns, (row(line) for line in lines), again=again)


def _sources(flow: Flow, snapshot: Snapshot) -> None:
    if not snapshot.sources:
        return
    flow.section(_("Sources"))
    columns = (
        Column(_("No."), points=32),
        Column(_("Source"), share=3),
        Column(_("Published"), share=1),
        Column(_("Accessed"), share=1),
        Column(_("Reliability"), points=84),
    )
    rows = (
        (
            [Span(f"S{number}", CELL_BOLD)],
            words.source_spans(source),
            words.source_date(source.published),
            words.source_date(source.accessed),
            [Span(source.reliability or formatting.ABSENT, CELL)],
        )
        for number, source in enumerate(snapshot.sources, start=1)
    )
    flow.table(columns, rows, again=_("Sources (continued)"))
    flow.y += 5
    flow.paragraph(
        _("Reliability is the letter of the Admiralty code: A is completely reliable, E unreliable, F not judged."),
        NOTE,
    )
