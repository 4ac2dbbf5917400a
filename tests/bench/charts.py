"""How long a frame of a chart takes: ``python -m tests.bench.charts``.

10,000 events in one chart and 5,000 lanes, as large as a window shows them; median and 95 % of panning, zooming and
scrolling, and the time until a chart is first drawn. Nothing is asserted.
"""

from __future__ import annotations

import os
import random
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from statistics import median, quantiles

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parents[1]))

from PySide6.QtWidgets import QApplication

from db.analysis.relationships.over_time import relationship_series
from db.analysis.series import Basis, HeadcountSeries, Level, Mark
from db.model.kinds import by_code
from db.model.records import Event, Relationship, Resolved
from db.model.values import ImpreciseDate, Population, Quantity, Status
from desktop.charts.chart import Chart
from desktop.drawing.compose.headcount import headcount
from desktop.drawing.compose.lane_order import Arrangement, arranged
from desktop.drawing.compose.lanes import lanes
from desktop.drawing.figure import Figure
from desktop.look.colors import LIGHT

_FRAMES = 60
_KINDS = by_code()
_TODAY = date(2026, 1, 1)


def events_maker(count: int = 10_000) -> Callable[[], Figure]:
    """So many changes of one headcount over 27 years, a tenth of them vague."""
    chance = random.Random(1)
    days = sorted(date(1999, 1, 1) + timedelta(days=chance.randrange(9800)) for _ in range(count))
    levels, marks, best = [], [], 50_000.0
    for number, day in enumerate(days, start=1):
        size = chance.randrange(-60, 61)
        best += size
        when = ImpreciseDate.day(day) if number % 10 else ImpreciseDate("", day, day + timedelta(days=20))
        marks.append(Mark(event_id=number, kind="layoff" if size < 0 else "hiring", date=when, status=Status.REPORTED, size=Quantity.exact(size)))  # type: ignore[arg-type]  # fmt: skip # noqa: E501
        levels.append(Level(day=day, low=best - 300, best=best, high=best + 200, basis=Basis.CHANGE))
    series = HeadcountSeries(organization_id=1, population=Population.EMPLOYEES, levels=tuple(levels), marks=tuple(marks))  # type: ignore[arg-type]  # fmt: skip # noqa: E501
    numbers = {n: n for n in range(1, count + 1)}
    return lambda: headcount([series], numbers, kinds=_KINDS, until=_TODAY)  # type: ignore[arg-type]


def lanes_maker(count: int = 5_000) -> Callable[[], Figure]:
    """So many relationships with four events each: what makes their figure of what was read."""
    chance = random.Random(2)
    names = {n: f"Organization {n}" for n in range(100)}
    relationships, events = [], []
    for number in range(1, count + 1):
        relationships.append(Relationship(id=number, vendor_id=number % 10, client_id=10 + number % 90, category="data", reference=str(number)))  # type: ignore[arg-type]  # fmt: skip # noqa: E501
        day = date(2015, 1, 1) + timedelta(days=chance.randrange(2500))
        for kind in ("relationship_started", "relationship_at_risk", "relationship_reduced", "relationship_ended"):
            when = ImpreciseDate("", day, day + timedelta(days=chance.choice((0, 0, 40))))
            events.append(Event(id=len(events) + 1, kind=kind, organization_id=number % 10, relationship_id=number, values=Resolved(status=Status.REPORTED, announced=when)))  # type: ignore[arg-type]  # fmt: skip # noqa: E501
            day += timedelta(days=60 + chance.randrange(500))
    series = relationship_series(relationships, events, _KINDS, as_of=_TODAY)
    by_id, numbers = {event.id: event for event in events}, {event.id: event.id for event in events}

    def make() -> Figure:
        lines = arranged(series.lanes, names, Arrangement(), today=_TODAY)
        return lanes(series, lines, numbers, events=by_id, kinds=_KINDS, names=names, until=_TODAY)  # type: ignore[arg-type]

    return make


def timed(app: QApplication, step: Callable[[int], object]) -> list[float]:
    """Milliseconds of each frame: the step, and what is painted after it; of this process, others may be busy."""
    found = []
    for number in range(_FRAMES):
        begun = time.process_time()
        step(number)
        app.processEvents()
        found.append((time.process_time() - begun) * 1000)
    return found


def say(name: str, found: list[float]) -> None:
    """One line."""
    print(f"{name:38} median {median(found):6.1f} ms   95 % {quantiles(found, n=20)[-1]:6.1f} ms", flush=True)


def first_drawing(app: QApplication, make: Callable[[], Figure]) -> tuple[Chart, list[float]]:
    """A chart on a figure that is composed anew each time."""
    found = []
    chart = Chart(LIGHT)
    chart.resize(1100, 640)
    chart.show()
    app.processEvents()
    for _ in range(5):
        begun = time.process_time()
        chart.show_figure(make())
        app.processEvents()
        found.append((time.process_time() - begun) * 1000)
    return chart, found


def main() -> None:
    """Both charts."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    for name, make in (("10,000 events", events_maker()), ("5,000 lanes", lanes_maker())):
        chart, first = first_drawing(app, make)
        print(f"{name + ': composed and drawn':38} median {median(first):6.1f} ms   worst {max(first):6.1f} ms")
        first_x, last_x = chart.figure.extent
        span = last_x - first_x
        say(f"{name}: pan, whole", timed(app, lambda n: chart.set_range(first_x + n, last_x + n)))  # noqa: B023
        say(f"{name}: pan, half", timed(app, lambda n: chart.set_range(first_x + n * 9, first_x + span / 2 + n * 9)))  # noqa: B023
        say(f"{name}: zoom", timed(app, lambda n: chart.set_range(first_x + n * span / 150, last_x - n * span / 150)))  # noqa: B023
        chart.fit()
        if chart.bar.maximum():
            say(f"{name}: scroll", timed(app, lambda n: chart.bar.setValue(n * 97)))  # noqa: B023
        chart.close()


if __name__ == "__main__":
    main()
