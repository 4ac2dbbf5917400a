"""Series as figures show them, and the figures themselves."""

from __future__ import annotations

from datetime import date, timedelta

from db.analysis.relationships.over_time import relationship_series
from db.analysis.series import Basis, Exclusion, Gap, HeadcountSeries, Level, Mark
from db.model.kinds import by_code
from db.model.records import Event, Relationship, Resolved
from db.model.values import ImpreciseDate, Population, Quantity, Status
from desktop.drawing.compose.headcount import headcount
from desktop.drawing.compose.lane_order import Arrangement, arranged
from desktop.drawing.compose.lanes import lanes
from helpers.numbering import numbered

KINDS = by_code()
MAY = ImpreciseDate("2025-05", date(2025, 5, 1), date(2025, 5, 31))


def level(day, low, best, high, basis=Basis.CHANGE, **more):
    return Level(day=day, low=low, best=best, high=high, basis=basis, **more)


def mark(event_id, kind, when, **more):
    when = ImpreciseDate.day(when) if isinstance(when, date) else when
    return Mark(event_id=event_id, kind=kind, date=when, status=Status.REPORTED, **more)


EMPLOYEES = HeadcountSeries(
    organization_id=1,
    population=Population.EMPLOYEES,
    levels=(
        level(date(2025, 3, 1), 1500, 1500, 1500, Basis.REPORTED, event_ids=(5,)),
        level(date(2025, 5, 16), 1350, 1400, 1500, event_ids=(6,)),
        level(date(2025, 7, 16), 1150, 1200, 1300, event_ids=(1,)),
        level(date(2025, 10, 1), 1100, 1100, 1100, Basis.REPORTED, unexplained=Quantity(-200, -100, -50)),
    ),
    marks=(
        mark(1, "layoff", date(2025, 7, 16), size=Quantity.exact(-200)),
        mark(5, "reported_headcount", date(2025, 3, 1), level=Quantity.exact(1500)),
        mark(6, "resignation", MAY, size=Quantity(-150, -100, 0)),
        mark(7, "reported_headcount", date(2025, 10, 1), level=Quantity.exact(1100)),
        mark(8, "layoff", date(2025, 9, 1), size=Quantity.exact(-50), exclusion=Exclusion.BELOW_STATUS),
        mark(9, "layoff", date(2025, 12, 1), size=Quantity.exact(-80), exclusion=Exclusion.PLANNED),
        mark(10, "hiring", date(2025, 8, 1), size=Quantity.exact(80), exclusion=Exclusion.DENIED),
    ),
    gaps=(
        Gap(
            first=date(2025, 3, 1), last=date(2025, 10, 1), expected=Quantity(1150, 1200, 1300),
            stated=Quantity.exact(1100), unexplained=Quantity(-200, -100, -50), reconciles=False,
        ),
    ),
)  # fmt: skip
CONTINGENT = HeadcountSeries(
    organization_id=1,
    population=Population.CONTINGENT,
    relative=True,
    levels=(
        level(date(2025, 6, 30), 0, 0, 0, Basis.RELATIVE),
        level(date(2025, 7, 16), -500, -500, -500, Basis.RELATIVE, event_ids=(2,)),
    ),
    marks=(mark(2, "contractors_ended", date(2025, 7, 16), size=Quantity.exact(-500)),),
)
NUMBERS = {5: 1, 6: 2, 1: 3, 2: 4, 10: 5, 8: 6, 7: 7, 9: 8}
UNTIL = date(2025, 11, 22)


def headcount_figure(series=(EMPLOYEES, CONTINGENT), numbers=None, **more):
    """The headcount of these series, each event told as "event no. 5"."""
    numbers = NUMBERS if numbers is None else numbers
    more.setdefault("until", UNTIL)
    return headcount(series, numbers, kinds=KINDS, descriptions={one: f"event no. {one}" for one in numbers}, **more)


def relationships(count):
    """So many relationships of Scale AI around a stake: series, events, names. That of client 2 is a rumor."""
    events, number = [], 0
    names = {0: "Scale AI", **{one: f"Client {one}" for one in range(1, count + 1)}}
    relationships = [Relationship(id=one, vendor_id=0, client_id=one, category="data") for one in names if one]
    for one in relationships:
        steps = ["relationship_started", "relationship_at_risk", "relationship_ended"]
        if one.id == 2:
            steps = ["relationship_ended"]
        for step, kind in enumerate(steps):
            number += 1
            day = date(2024, 1, 1) + timedelta(days=10 * one.id + 100 * step)
            when = ImpreciseDate("x", day - timedelta(days=9), day + timedelta(days=9)) if one.id % 2 else None
            status = Status.RUMORED if one.id == 2 else Status.REPORTED
            values = Resolved(status=status, announced=when or ImpreciseDate.day(day))
            events.append(Event(id=number, kind=kind, organization_id=0, relationship_id=one.id, values=values))
    anchor = Event(
        id=9000, kind="stake_taken", organization_id=0,
        values=Resolved(status=Status.CONFIRMED, announced=ImpreciseDate.day(date(2024, 6, 1))),
    )  # fmt: skip
    events.append(anchor)
    series = relationship_series(relationships, events, KINDS, as_of=UNTIL, anchor=anchor, window_days=30)
    return series, events, names


def lanes_figure(count, arrangement=None, *, own=None, **more):
    """Lanes of so many relationships."""
    series, events, names = relationships(count)
    lines = arranged(series.lanes, names, arrangement or Arrangement(), today=UNTIL)
    return lanes(
        series, lines, numbered(events), events={event.id: event for event in events}, kinds=KINDS, names=names,
        describe=lambda one: f"event no. {one}", own=own, until=UNTIL, **more,
    )  # fmt: skip
