"""A snapshot laid out as a report: masthead, headline figures, charts, findings, events, sources."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from db.analysis.series import BeforeAfter, Exclusion, Finding, WindowFigures
from db.output.snapshot import EventLine, Snapshot
from desktop.look.plaintext import one_line
from desktop.pdf import words
from desktop.pdf.canvas import PageMarks, Style
from desktop.pdf.cases import draw_cases
from desktop.pdf.changes import draw_changes
from desktop.pdf.drawn import draw_figure, height_of
from desktop.pdf.figures import event_badge, headcount_figures, relationship_figure
from desktop.pdf.flow import (
    CELL,
    CELL_BOLD,
    CELL_NOTE,
    NOTE,
    Badge,
    Cell,
    Column,
    Flow,
    Span,
)
from desktop.pdf.front import headline, masthead, nothing, single
from desktop.wording import codes, formatting
from desktop.wording.findings import finding_name, finding_sentence, looked_at
from desktop.wording.i18n import _, ngettext

#: Open findings of one kind that are printed; of more their number is told.
_OF_ONE_KIND = 10


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
    masthead(flow, snapshot, title)
    if not snapshot.events:
        nothing(flow, snapshot)
    else:
        headline(flow, snapshot)
        _headcount(flow, snapshot)
        _relationships(flow, snapshot)
        draw_cases(flow, snapshot)
    _findings(flow, snapshot)
    draw_changes(flow, snapshot)
    _events(flow, snapshot)
    _sources(flow, snapshot)
    return Report(title, paper, flow.width, flow.height, tuple(flow.finish()))


# Charts.


def _headcount(flow: Flow, snapshot: Snapshot) -> None:
    if not snapshot.figures:
        return
    figures = headcount_figures(snapshot, named=not single(snapshot))
    flow.section(_("Headcount"), keep=height_of(flow, figures[0]))
    for figure in figures:
        draw_figure(flow, figure)
    if snapshot.not_charted:
        flow.paragraph(words.left_out(snapshot.not_charted), NOTE)


def _relationships(flow: Flow, snapshot: Snapshot) -> None:
    series = snapshot.relationships
    if not series.lanes:
        return
    figure = relationship_figure(snapshot)
    flow.section(_("Relationships"), keep=height_of(flow, figure))
    draw_figure(flow, figure)
    if series.comparison is not None and snapshot.anchor is not None:
        _comparison(flow, snapshot, series.comparison, snapshot.anchor)


def _comparison(flow: Flow, snapshot: Snapshot, comparison: BeforeAfter, anchor: EventLine) -> None:
    kind = codes.kind_name(snapshot.kinds.get(anchor.event.kind, anchor.event.kind))
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
    if not snapshot.events:
        return
    flow.section(_("What does not agree"))
    if not snapshot.findings:
        flow.paragraph(looked_at(), NOTE)
        flow.paragraph(_("Nothing of this was found."), NOTE)
        return
    rows = []
    for kind, group in groupby(snapshot.findings, key=lambda finding: finding.kind):
        found = list(group)
        # Accepted ones are printed with their notes, however many they are.
        shown = [finding for place, finding in enumerate(found) if place < _OF_ONE_KIND or finding.accepted]
        rows += [_finding_row(finding, snapshot) for finding in shown]
        if len(shown) < len(found):
            left = len(found) - len(shown)
            more = ngettext("and {n} more that changes less", "and {n} more that change less", left)
            text = more.format(n=formatting.number(left))
            rows.append(([Span(finding_name(kind), CELL_BOLD)], [Span(text, CELL)], [Span("", CELL)]))
    columns = (Column(_("Finding"), share=1), Column(_("Arithmetic"), share=2.4), Column(_("Events"), points=56))
    flow.table(columns, rows, again=_("What does not agree (continued)"))


def _finding_row(finding: Finding, snapshot: Snapshot) -> tuple[list[Span], list[Span], list[Span]]:
    numbers = snapshot.numbers
    cited = sorted(numbers[event_id] for event_id in finding.event_ids if event_id in numbers)
    sentence = [Span(finding_sentence(finding, snapshot.names), CELL)]
    if finding.accepted:
        note = _("Accepted: {note}").format(note=one_line(finding.note)) if finding.note else _("Accepted")
        sentence.append(Span(note, CELL_NOTE))
    events = ", ".join(str(number) for number in cited) or formatting.ABSENT
    return [Span(finding_name(finding.kind), CELL_BOLD)], sentence, [Span(events, CELL)]


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
        total = count.total
        heads = formatting.ABSENT if total is None else formatting.interval(total.low, total.best, total.high)
        kind = codes.kind_name(snapshot.kinds.get(count.kind, count.kind))
        cells = (kind, formatting.number(count.events), formatting.number(count.with_number), heads)
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
    if not any(source.reliability for source in snapshot.sources):
        return
    flow.y += 5
    flow.paragraph(
        _("Reliability is the letter of the Admiralty code: A is completely reliable, E unreliable, F not judged."),
        NOTE,
    )
