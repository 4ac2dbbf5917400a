"""The row of numbered events above a panel, stacked where they would cover each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from desktop.charts import draw
from desktop.charts.draw import Spot
from desktop.charts.frame import Chart
from desktop.charts.plot import Band, Box

#: Height of one row of discs; a triangle below each disc included.
ROW = 26.0
ROWS = 5
#: Events without room that are closer than this are counted together.
CROWD = 34.0


@dataclass(frozen=True, slots=True)
class Placed:
    """An event in the strip: its row from below, its center, and the ends of its interval, in pixels.

    ``more``: it stands for itself and so many others that found no room.
    """

    spot: Spot
    row: int
    center: float
    left: float
    right: float
    more: int = 0


def stack(spots: Sequence[Spot], box: Box) -> list[Placed]:
    """Gives each event in sight the lowest row in which it covers nothing.

    A long interval may cross others where every row is taken; events that find no room at all are counted in a row
    above.
    """
    taken: list[list[tuple[float, float]]] = [[] for _ in range(ROWS)]
    found: list[Placed] = []
    width = box.width()
    for spot in spots:
        left = box.x(spot.first) if spot.first is not None else -20.0
        right = box.x(spot.last) if spot.last is not None else width + 20
        if right < -20 or left > width + 20:
            continue
        inside = (max(left, 0.0), min(right, width))
        center = min(max(box.x(spot.middle), inside[0]), inside[1]) if spot.vague else box.x(spot.middle)
        half = draw.disc_width(spot.number) / 2 + 1.5
        disc = (center - half, center + half)
        whole = (min(left, disc[0]), max(right, disc[1]))
        row = _free(taken, whole)
        if row is None:
            row = _free(taken, disc)
            whole = disc
        if row is None:
            crowd = next((one for one in found if one.row == ROWS and abs(one.center - center) < CROWD), None)
            if crowd is not None:
                found[found.index(crowd)] = replace(crowd, more=crowd.more + 1)
            else:
                found.append(Placed(spot, ROWS, center, center, center, more=1))
            continue
        taken[row].append(whole)
        found.append(Placed(spot, row, center, left, right))
    return found


def _free(taken: list[list[tuple[float, float]]], wanted: tuple[float, float]) -> int | None:
    for row, others in enumerate(taken):
        if all(wanted[1] < left or wanted[0] > right for left, right in others):
            return row
    return None


class Strip(Band):
    """The events of one panel over the same time as its box."""

    def __init__(self, chart: Chart, box: Box) -> None:
        super().__init__(self._paint_events, ROW)
        self._chart = chart
        self._box = box
        self.spots: Sequence[Spot] = ()

    def show_spots(self, spots: Sequence[Spot]) -> None:
        """Take other events, in the order of time."""
        self.spots = spots
        self.update()

    def fit_height(self) -> None:
        """Be as high as what is in sight needs."""
        rows = max((placed.row + 1 for placed in stack(self.spots, self._box)), default=0)
        self.set_height(rows * ROW + 4 if rows else 0)

    def _paint_events(self, painter: QPainter, _band: Band) -> None:
        chart, surface = self._chart, self._chart.colors.surface
        placed = stack(self.spots, self._box)
        hits = []
        bottom = self.rect().bottom() - 2
        for item in placed:
            if item.spot.vague and not item.more:
                middle = bottom - item.row * ROW - ROW / 2 - 2
                left, right = max(item.left, -5.0), min(item.right, self._box.width() + 5)
                bar = QRectF(left, middle - 4, right - left, 8)
                draw.fuzzy_bar(painter, bar, item.spot, surface)
                hits.append((bar.adjusted(0, -6, 0, 6), item.spot.event_id))
        for item in placed:
            center = QPointF(item.center, bottom - item.row * ROW - ROW / 2 - 2)
            if item.more:
                hits.append((self._paint_crowd(painter, center, item.more), item.spot.event_id))
                continue
            box = draw.disc(painter, center, item.spot, surface=surface, ring=chart.ring(item.spot.event_id))
            if item.spot.sign:
                tip = QPointF(center.x(), box.bottom() + (3.5 if item.spot.sign < 0 else 5.5))
                draw.arrow(painter, tip, down=item.spot.sign < 0, color=item.spot.color)
            hits.append((box.adjusted(-3, -3, 3, 5), item.spot.event_id))
        chart.remember(self, hits)

    def _paint_crowd(self, painter: QPainter, center: QPointF, count: int) -> QRectF:
        rect = QRectF(center.x() - CROWD / 2, center.y() - 7, CROWD, 16)
        words = f"+{count}"
        draw.text(
            painter,
            rect,
            words,
            self._chart.colors.muted,
            size=draw.SMALL,
            bold=True,
            align=Qt.AlignmentFlag.AlignHCenter,
        )
        return rect
