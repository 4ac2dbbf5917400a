"""The headcount of one organization as it is printed: a panel for each population over one time axis.

Step line for the best, a band between low and high, squares for reported headcounts, a hollow diamond for an implied
level, a dashed line for what the known changes leave unexplained, and above it the numbered events. Shapes and line
styles carry the meaning; color only helps.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from db.analysis.series import Basis, Exclusion, HeadcountSeries, Level, Mark, SetAside
from db.model.ids import EventId
from db.model.values import Population
from db.output.snapshot import OrganizationFigures, Snapshot
from desktop.look.colors import LIGHT, readable
from desktop.pdf.axes import Pin, Pins, TimeAxis, ValueAxis, draw_pins, middle, place_pins, time_axis, value_axis
from desktop.pdf.canvas import INK, MUTED, PAPER, Circle, Shape, Style
from desktop.pdf.flow import CELL_BOLD, MARGIN, NOTE, Badge, Flow
from desktop.pdf.words import level as level_texts
from desktop.wording import codes, formatting
from desktop.wording.i18n import _

_LEFT, _RIGHT = 36.0, 66.0  # for the numbers of the axis, and for the level at the end
_HEIGHT = {Population.EMPLOYEES: 112.0, Population.CONTINGENT: 64.0}
_LINE = {Population.EMPLOYEES: LIGHT.employees, Population.CONTINGENT: LIGHT.contingent}
_BAND = {Population.EMPLOYEES: "#dcebed", Population.CONTINGENT: "#ece2f0"}
_VALUE = Style(7.4, bold=True)
_RANGE = Style(6.3, color=MUTED)
_DASH = (3.0, 2.0)


_NAME = Style(9.4, bold=True)


def draw_headcount(flow: Flow, snapshot: Snapshot, figures: OrganizationFigures, *, named: bool) -> None:
    """The panels of one organization; none breaks across pages. ``named`` puts its name above them."""
    axis = _axis(flow, snapshot, figures.headcount)
    if axis is None:
        return
    name = snapshot.names.get(figures.organization_id, "")
    panels = zip(_panels(flow, snapshot, figures, axis), figures.origins, strict=True)
    for place, ((series, pins), origin) in enumerate(panels):
        page = len(flow.pages)
        flow.need(_panel_height(series, pins) + 16 * named)
        if named and (place == 0 or len(flow.pages) > page):
            flow.page.text(MARGIN, flow.y + 9, flow.measure.elided(name, _NAME, flow.inner), _NAME)
            flow.y += 16
        _panel(flow, snapshot, series, pins, axis=axis, origin=origin)
    flow.y += 4


def first_height(flow: Flow, snapshot: Snapshot) -> float:
    """The height of the first panel of all: what a heading above it must be kept with."""
    for figures in snapshot.figures[:1]:
        axis = _axis(flow, snapshot, figures.headcount)
        if axis is not None:
            return _panel_height(*_panels(flow, snapshot, figures, axis)[0]) + 16
    return 0.0


def _panels(
    flow: Flow, snapshot: Snapshot, figures: OrganizationFigures, axis: TimeAxis
) -> list[tuple[HeadcountSeries, Pins]]:
    numbers = snapshot.numbers
    return [(series, place_pins(flow, _pins(snapshot, series, numbers, axis))) for series in figures.headcount]


def _axis(flow: Flow, snapshot: Snapshot, headcount: Sequence[HeadcountSeries]) -> TimeAxis | None:
    days = [level.day for series in headcount for level in series.levels]
    for mark in (mark for series in headcount for mark in series.marks):
        if mark.date is not None:
            days += [day for day in (mark.date.earliest, mark.date.latest) if day is not None]
    left, right = MARGIN + _LEFT, flow.width - MARGIN - _RIGHT
    return time_axis(days, first=snapshot.scope.first, last=snapshot.scope.last, left=left, right=right)


def _pins(snapshot: Snapshot, series: HeadcountSeries, numbers: dict[EventId, int], axis: TimeAxis) -> list[Pin]:
    found: list[Pin] = []
    for mark in series.marks:
        if mark.date is None or not axis.holds(mark.date) or mark.event_id not in numbers:
            continue
        reach = None if mark.date.exact else axis.ends(mark.date)
        badge = event_badge(snapshot, mark.kind, numbers[mark.event_id], mark.exclusion)
        found.append(Pin(axis.x(middle(mark.date)), badge, reach))
    return found


def event_badge(snapshot: Snapshot, kind: str, number: int, exclusion: Exclusion) -> Badge:
    """The marker of an event: in the color of its kind, hollow or hatched where it is in no total."""
    known = snapshot.kinds.get(kind)
    color = readable(known.color if known and known.color else MUTED, PAPER, 4.5)
    hollow = exclusion in {Exclusion.BELOW_STATUS, Exclusion.DENIED, Exclusion.PLANNED}
    return Badge(number, color, filled=not hollow, hatched=exclusion is Exclusion.PLANNED)


def _panel_height(series: HeadcountSeries, pins: Pins) -> float:
    return 15 + pins.height + _height(series) + 22


def _height(series: HeadcountSeries) -> float:
    """A panel without levels has its markers only."""
    return _HEIGHT.get(series.population, 64.0) if series.levels else 12.0


def _panel(
    flow: Flow, snapshot: Snapshot, series: HeadcountSeries, pins: Pins, *, axis: TimeAxis, origin: date | None
) -> None:
    title = codes.population_name(series.population)
    flow.page.text(MARGIN, flow.y + 8, title, CELL_BOLD)
    note = _note(series, origin)
    if note:
        flow.right(flow.width - MARGIN, flow.y + 8, flow.measure.elided(note, NOTE, flow.inner - 90), NOTE)
    strip = flow.y + 15 + pins.height
    top, bottom = strip + 2, strip + 2 + _height(series)
    levels = [level for level in series.levels if level.day <= axis.last]
    values = value_axis(
        [*_values(levels), *map(_mid, shown_aside(series, axis.last))], top=top, bottom=bottom, relative=series.relative
    )
    axis.draw(flow, top, bottom)
    if levels:
        values.draw(flow, axis.left, axis.right, sign=series.relative)
    end = min(axis.last, max(snapshot.as_of, levels[-1].day)) if levels else axis.last
    line = _LINE.get(series.population, LIGHT.unspecified)
    _band(flow, levels, end=end, axis=axis, values=values, fill=_BAND.get(series.population, "#e8e6e2"), line=line)
    draw_pins(flow, pins, right=axis.right, base=strip - 6.6, foot=bottom)
    _steps(flow, levels, end=end, axis=axis, values=values, color=line)
    _unexplained(flow, series, axis, values)
    _anchors(flow, levels, axis=axis, values=values, color=line)
    for one in shown_aside(series, axis.last):
        _diamond(flow, axis.x(one.implied.day), values.y(_mid(one)), LIGHT.muted)
    _last_level(flow, series, levels, axis=axis, values=values, end=end)
    flow.y = bottom + 20


def _note(series: HeadcountSeries, origin: date | None) -> str:
    if series.relative and origin is not None:
        day = formatting.day(origin)
        return _("change since {day}; no level is known").format(day=day)
    if series.population is Population.UNSPECIFIED:
        return _("in no level: the sources do not say which population this is")
    if not series.levels:
        return _("no level or change with a known size")
    bases = {level.basis for level in series.levels}
    if Basis.IMPLIED in bases and Basis.REPORTED not in bases:
        return _("level implied by count and percentage; no headcount was reported")
    return ""


def _values(levels: Sequence[Level]) -> list[float]:
    ends = [value for level in levels for value in (level.low, level.best, level.high) if value is not None]
    open_ended = any(level.high is None for level in levels)
    return [*ends, max(ends) * 1.2] if ends and open_ended else ends


def _stretches(levels: Sequence[Level], end: date) -> list[tuple[Level, date]]:
    """Each level with the day on which the next one takes over."""
    days = [level.day for level in levels[1:]] + [max(end, levels[-1].day)] if levels else []
    return list(zip(levels, days, strict=True))


def _band(
    flow: Flow, levels: Sequence[Level], *, end: date, axis: TimeAxis, values: ValueAxis, fill: str, line: str
) -> None:
    upper: list[tuple[float, float]] = []
    lower: list[tuple[float, float]] = []
    for level, until in _stretches(levels, end):
        high = values.top if level.high is None else values.y(level.high)
        low = values.bottom if level.low is None else values.y(level.low)
        for x in (axis.x(level.day), axis.x(until)):
            upper.append((x, high))
            lower.append((x, low))
    if not upper or all(a[1] == b[1] for a, b in zip(upper, lower, strict=True)):
        return
    flow.page.shape(*upper, *reversed(lower), fill=fill)
    for edge in (upper, lower):
        flow.page.marks.append(Shape(tuple(edge), line=line, width=0.3))


def _steps(flow: Flow, levels: Sequence[Level], *, end: date, axis: TimeAxis, values: ValueAxis, color: str) -> None:
    """The best as a step line, interrupted where there is none."""
    points: list[tuple[float, float]] = []
    for level, until in [*_stretches(levels, end), (None, end)]:
        if level is None or level.best is None:
            if len(points) > 1:
                flow.page.marks.append(Shape(tuple(points), line=color, width=1.3))
            points = []
            continue
        y = values.y(level.best)
        points += [(axis.x(level.day), y), (axis.x(until), y)]


def _unexplained(flow: Flow, series: HeadcountSeries, axis: TimeAxis, values: ValueAxis) -> None:
    for gap in series.gaps:
        before = series.at(gap.first)
        if not gap.unexplained.best or before is None or before.best is None or gap.stated.best is None:
            continue
        start = axis.x(gap.first), values.y(before.best)
        stop = axis.x(gap.last), values.y(gap.stated.best)
        flow.page.line(start, stop, color=LIGHT.unexplained, width=0.9, dash=_DASH)
        missing = gap.unexplained
        size, _bounds = formatting.figure(missing.low, missing.best, missing.high, sign=True)
        text = _("unexplained {size}").format(size=size)
        style = Style(6.3, color=LIGHT.unexplained)
        if stop[0] - start[0] > flow.measure.width(text, style) + 12:
            x, y = (start[0] + stop[0]) / 2, (start[1] + stop[1]) / 2
            half = flow.measure.width(text, style) / 2 + 2
            flow.page.rect(x - half, y - 4, 2 * half, 8, fill=PAPER)
            flow.center(x, y + 2.2, text, style)


def _anchors(flow: Flow, levels: Sequence[Level], *, axis: TimeAxis, values: ValueAxis, color: str) -> None:
    """A square where a headcount was reported, a hollow diamond where one is implied."""
    before: Level | None = None
    for level in levels:
        x = axis.x(level.day)
        y = values.y(level.best) if level.best is not None else None
        if y is not None and level.basis is Basis.REPORTED:
            flow.page.rect(x - 2.6, y - 2.6, 5.2, 5.2, fill=color, line=PAPER, stroke=0.6)
        elif y is not None and level.basis is Basis.IMPLIED and (before is None or before.basis is not Basis.IMPLIED):
            _diamond(flow, x, y, color)
        before = level


def _diamond(flow: Flow, x: float, y: float, color: str) -> None:
    flow.page.shape((x, y - 3.4), (x + 3.4, y), (x, y + 3.4), (x - 3.4, y), fill=PAPER, line=color, width=0.9)


def shown_aside(series: HeadcountSeries, last: date) -> list[SetAside]:
    """The levels set aside up to a day that have a place on the axis: hollow, and on no path."""
    return [one for one in series.aside if one.implied.day <= last and one.implied.level.best is not None]


def _mid(one: SetAside) -> float:
    return one.implied.level.best or 0.0


def _last_level(
    flow: Flow, series: HeadcountSeries, levels: Sequence[Level], *, axis: TimeAxis, values: ValueAxis, end: date
) -> None:
    """The level at the end of the line, in words beside it."""
    if not levels:
        return
    level = levels[-1]
    known = [value for value in (level.best, level.low, level.high) if value is not None]
    if not known:
        return
    x, y = axis.x(end) + 6, values.y(known[0])
    texts = zip(level_texts(level, relative=series.relative), (_VALUE, _RANGE), (8.4, 7.2), strict=True)
    for text, style, height in texts:
        for line in flow.measure.wrap(text, style, flow.width - MARGIN - x) if text else ():
            flow.page.text(x, y + 2.6, line, style)
            y += height


# The legend.


def draw_headcount_legend(flow: Flow, figures: Sequence[OrganizationFigures]) -> None:
    """What the shapes mean, those that were drawn only, in as many lines as they need."""
    series = [one for figure in figures for one in figure.headcount]
    levels = [level for one in series for level in one.levels]
    marks: list[Mark] = [mark for one in series for mark in one.marks]
    excluded = {mark.exclusion for mark in marks}
    bases = {level.basis for level in levels}
    entries: list[tuple[str, str]] = [("line", _("best reading"))]
    if any(not level.low == level.best == level.high for level in levels):
        entries.append(("band", _("lowest to highest reading")))
    if Basis.REPORTED in bases:
        entries.append(("square", _("reported headcount")))
    if Basis.IMPLIED in bases:
        entries.append(("diamond", _("implied by count and percentage")))
    if any(one.aside for one in series):
        entries.append(("aside", _("implied, set aside")))
    if any(gap.unexplained.best for one in series for gap in one.gaps):
        entries.append(("dash", _("unexplained by known changes")))
    entries.append(("number", _("event, numbered as in the table")))
    if any(mark.date is not None and mark.date.known and not mark.date.exact for mark in marks):
        entries.append(("reach", _("days on which it may have happened")))
    if excluded & {Exclusion.BELOW_STATUS, Exclusion.DENIED}:
        entries.append(("hollow", _("weaker than the scope asks for: not counted")))
    if Exclusion.PLANNED in excluded:
        entries.append(("planned", _("planned: not yet counted")))
    draw_legend(flow, entries)


def draw_legend(flow: Flow, entries: Sequence[tuple[str, str]]) -> None:
    """Symbols with their words, side by side over as many lines as they need."""
    x = MARGIN
    flow.need(14)
    for symbol, text in entries:
        width = 20 + flow.measure.width(text, NOTE) + 14
        if x + width > flow.width - MARGIN + 14 and x > MARGIN:
            x = MARGIN
            flow.y += 11
        _symbol(flow, symbol, x, flow.y + 5)
        flow.page.text(x + 20, flow.y + 7.4, text, NOTE)
        x += width
    flow.y += 14


def _symbol(flow: Flow, symbol: str, x: float, y: float) -> None:
    page, teal = flow.page, LIGHT.employees
    match symbol:
        case "line":
            page.line((x, y), (x + 15, y), color=teal, width=1.3)
        case "band":
            page.rect(x, y - 3, 15, 6, fill=_BAND[Population.EMPLOYEES], line=teal, stroke=0.3)
        case "square":
            page.rect(x + 5, y - 2.6, 5.2, 5.2, fill=teal)
        case "diamond":
            _diamond(flow, x + 7.5, y, teal)
        case "aside":
            _diamond(flow, x + 7.5, y, LIGHT.muted)
        case "dash":
            page.line((x, y), (x + 15, y), color=LIGHT.unexplained, width=0.9, dash=_DASH)
        case "number" | "hollow" | "planned":
            fill = INK if symbol == "number" else PAPER
            dash = (1.4, 1.0) if symbol == "hollow" else ()
            page.marks.append(Circle(x + 7.5, y, 4, line=INK, fill=fill, width=0.7, dash=dash))
            if symbol == "number":
                flow.center(x + 7.5, y + 1.8, "1", Style(5, bold=True, color=PAPER))
            if symbol == "planned":
                page.hatch(x + 5, y - 2.5, 5, 5, color=MUTED, step=1.8)
        case "reach":
            page.rect(x, y - 1, 15, 1.9, fill=INK)


def last_level(series: HeadcountSeries) -> Level | None:
    """The level at the end of what is drawn."""
    return series.levels[-1] if series.levels else None
