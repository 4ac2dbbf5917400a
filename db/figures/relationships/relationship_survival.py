"""How long relationships last: the curve of Kaplan and Meier, and Turnbull's where ends are intervals."""

from __future__ import annotations

from collections import defaultdict

from db.analysis.figures.cells import Answer, Behind, Cell, Refusal
from db.analysis.relationships.interval_censored import relationship_intervals, turnbull
from db.analysis.relationships.survival import kaplan_meier, relationship_spells
from db.analysis.series import RelationshipSeries
from db.figures.questions import Asked, answered, refused
from db.model.ids import EventId, RelationshipId
from db.model.values import RelationshipState
from db.view.series import whole
from db.view.view import View

NAME = "relationship-survival"
#: With fewer ends a curve says little: the single relationships are shown instead.
FEW = 10


def answer(view: View, _asked: Asked) -> Answer:
    """The share of relationships that last longer than a number of days, in percent, with its 95 % interval.

    ``kaplan_meier``: each end on its middle day; a step a day on which one ends. ``turnbull``: each end anywhere within
    its bounds; between ``time`` and ``until`` nothing says where the curve falls.
    """
    series = view.under(whole(view.scope)).relationship_series()
    spells = relationship_spells(series, as_of=view.today)
    curve = kaplan_meier(spells)
    if curve is None or not curve.ends:
        return refused(NAME, Refusal("figure.no_ends"), formula="relationship_survival")
    ending = _ending(series)
    ended_at: dict[float, list[EventId]] = defaultdict(list)
    for spell in spells:
        if spell.ended and spell.relationship_id is not None:
            ended_at[spell.exit] += ending.get(spell.relationship_id, ())
    cells = [
        Cell(
            group="kaplan_meier",
            events=len(ended_at[point.time]),
            low=None if point.low is None else 100 * point.low,
            best=100 * point.survival,
            high=None if point.high is None else 100 * point.high,
            extra={
                "time": point.time,
                "until": point.time,
                "at_risk": point.at_risk,
                "ended": point.ended,
                "error": None if point.error is None else 100 * point.error,
            },
            behind=Behind.of(sorted(ended_at[point.time])),
        )
        for point in curve.points
    ]
    cells += [
        Cell(
            group="turnbull",
            best=100 * mass.survival,
            extra={"time": mass.first, "until": mass.last, "mass": 100 * mass.mass},
        )
        for mass in turnbull(relationship_intervals(series, as_of=view.today))
        if mass.last is not None
    ]
    found = answered(
        NAME, cells, formula="relationship_survival", subjects=curve.subjects, ends=curve.ends, median=curve.median,
        confidence=100 * curve.confidence, unknown_starts=sum(not spell.known_start for spell in spells),
    )  # fmt: skip
    return found if curve.ends >= FEW else found.remarked(Refusal("figure.few_ends", {"n": curve.ends, "few": FEW}))


def _ending(series: RelationshipSeries) -> dict[RelationshipId, tuple[EventId, ...]]:
    """The events that make the first end of each relationship."""
    found = {}
    for lane in series.lanes:
        ends = [span for span in lane.spans if span.state is RelationshipState.ENDED]
        if ends:
            found[lane.relationship_id] = ends[0].event_ids
    return found
