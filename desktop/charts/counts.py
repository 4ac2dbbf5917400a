"""The number of active relationships as a step line with its band, and in words."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from db.analysis.series import ActiveCount
from desktop.charts import draw
from desktop.charts.plot import Box, seconds
from desktop.look.colors import Colors
from desktop.wording import formatting
from desktop.wording.i18n import _, ngettext


def paint(painter: QPainter, box: Box, found: Sequence[ActiveCount], colors: Colors, *, until: float) -> None:
    """Draw the counts; the last one runs to ``until``."""
    if not found:
        return
    places = np.array([seconds(count.day) for count in found])
    ends = np.append(places[1:], max(until, places[-1]))
    left = np.clip([box.x(place) for place in places], -9, box.width() + 9)
    right = np.clip([box.x(place) for place in ends], -9, box.width() + 9)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(draw.mix(colors.employees, colors.surface, 0.8)))
    for count, begin, end in zip(found, left, right, strict=True):
        if count.high > count.low and end > begin:
            top = box.y(count.high)
            painter.drawRect(QRectF(begin, top, end - begin, box.y(count.low) - top))
    x = np.column_stack([left, right]).ravel()  # step lines of pyqtgraph fail when clipped
    y = np.repeat([box.y(count.active) for count in found], 2)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(draw.pen(colors.employees, 2))
    painter.drawPath(pg.functions.arrayToQPath(x, y, connect="all"))
    if len(found) == 1:
        painter.drawPoint(QPointF(x[0], y[0]))


def clients(count: ActiveCount) -> str:
    """How many different clients: "9", or "9 (8–10)" where dates are vague."""
    number = formatting.number(count.clients)
    return number if count.clients_low == count.clients_high else f"{number} ({count.clients_low}–{count.clients_high})"


def sentence(count: ActiveCount) -> str:
    """The figures of a day: "12 active relationships (11–13) with 9 clients, of these 2 at risk"."""
    active = formatting.number(count.active)
    if count.low != count.high:
        pattern = ngettext(
            "{count} active relationship ({low}–{high})", "{count} active relationships ({low}–{high})", count.active
        )
    else:
        pattern = ngettext("{count} active relationship", "{count} active relationships", count.active)
    active = pattern.format(count=active, low=count.low, high=count.high)
    if count.clients_high:  # none of the active ones may have a client that is not the own side
        pattern = ngettext("{active} with {clients} client", "{active} with {clients} clients", count.clients)
        active = pattern.format(active=active, clients=clients(count))
    within = [
        pattern.format(count=number)
        for pattern, number in (
            (_("{count} at risk"), count.at_risk),
            (_("{count} reduced"), count.reduced),
            (_("{count} winding down"), count.winding_down),
        )
        if number
    ]
    words = (
        _("{active}, of these {parts}").format(active=active, parts=formatting.listing(within)) if within else active
    )
    if count.paused:
        words = _("{words}; {count} paused").format(words=words, count=count.paused)
    return words
