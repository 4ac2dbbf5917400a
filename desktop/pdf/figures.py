"""The figures of a snapshot, as the pages show its headcount and relationships, and the badges of its tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from db.analysis.series import Exclusion, HeadcountSeries, Lane, Level
from db.output.snapshot import Snapshot
from desktop.drawing.compose.headcount import headcount, legend
from desktop.drawing.compose.lanes import lanes
from desktop.drawing.figure import Figure
from desktop.look.colors import readable
from desktop.look.plaintext import one_line
from desktop.pdf.canvas import MUTED, PAPER
from desktop.pdf.flow import Badge
from desktop.wording import formatting
from desktop.wording.i18n import ngettext

#: Lanes in one figure; a reader follows no more, and the table has the rest.
MOST_LANES = 30


def headcount_figures(snapshot: Snapshot, *, named: bool) -> list[Figure]:
    """A figure for each charted organization, the first with the legend of all; ``named`` puts the names above."""
    found: list[Figure] = []
    for figures in snapshot.figures:
        found.append(
            headcount(
                figures.headcount,
                snapshot.numbers,
                kinds=snapshot.kinds,
                origins=[day for _one, day in zip(figures.headcount, figures.origins, strict=True)],
                first=snapshot.scope.first,
                last=snapshot.scope.last,
                until=snapshot.as_of,
                title=one_line(snapshot.names.get(figures.organization_id, "")) if named else "",
            )
        )
    every = [series for figures in snapshot.figures for series in figures.headcount]
    pins = [pin for figure in found for panel in figure.panels if panel.strip is not None for pin in panel.strip.pins]
    return [replace(figure, legend=legend(every, pins) if not n else ()) for n, figure in enumerate(found)]


def relationship_figure(snapshot: Snapshot) -> Figure:
    """The active count and the lanes, the oldest first; of too many those with the most events, and that is said."""
    series, own = snapshot.relationships, snapshot.scope.organization_ids
    chosen = _chosen(series.lanes)
    left_out = len(series.lanes) - len(chosen)
    note = ngettext(
        "One more relationship is not drawn; its events are in the table.",
        "{number} more relationships are not drawn; their events are in the table.",
        left_out,
    ).format(number=formatting.number(left_out))
    lines = {line.event.id: line.event for line in (*snapshot.events, *snapshot.not_counted)}
    return lanes(
        series,
        chosen,
        snapshot.numbers,
        events=lines,
        kinds=snapshot.kinds,
        names=snapshot.names,
        own=own[0] if len(own) == 1 else None,
        first=snapshot.scope.first,
        last=snapshot.scope.last,
        until=snapshot.as_of,
        note=note if left_out else "",
    )


def _chosen(found: Sequence[Lane]) -> list[Lane]:
    """Those with the most events if there are too many, in their old order; without a state they come last."""
    most = sorted(found, key=lambda lane: -len(lane.event_ids))[:MOST_LANES]
    kept = {lane.relationship_id for lane in most}
    return sorted((lane for lane in found if lane.relationship_id in kept), key=lambda lane: not lane.spans)


def event_badge(snapshot: Snapshot, kind: str, number: int, exclusion: Exclusion) -> Badge:
    """The marker of an event: in the color of its kind, hollow or hatched where it is in no total."""
    known = snapshot.kinds.get(kind)
    color = readable(known.color if known and known.color else MUTED, PAPER, 4.5)
    hollow = exclusion in {Exclusion.BELOW_STATUS, Exclusion.DENIED, Exclusion.PLANNED}
    return Badge(number, color, filled=not hollow, hatched=exclusion is Exclusion.PLANNED)


def last_level(series: HeadcountSeries) -> Level | None:
    """The level at the end of what is drawn."""
    return series.levels[-1] if series.levels else None
