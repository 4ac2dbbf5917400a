"""Jumping about in a table of 200,000 events: ``python -m tests.bench.table [LEDGER]``."""

from __future__ import annotations

import random
import statistics
import sys
import time
from pathlib import Path

from desktop.events.model import EventTable
from desktop.events.view import EventView
from tests.bench.report import memory_mb, quantile, say
from tests.bench.window import Desk

JUMPS = 200


def main(ledger: Path) -> None:
    """Measure and print."""
    desk = Desk(ledger)
    model = EventTable(desk.session, desk.theme)
    view = EventView(model, desk.session, desk.theme, desk.settings, page="events")
    view.resize(1200, 800)
    view.show()
    model.reload()
    desk.wait(lambda: model.rowCount() > 0)
    chance = random.Random(7)
    paints, arrivals = [], []
    for _ in range(JUMPS):
        row = chance.randrange(model.rowCount())
        start = time.perf_counter()
        view.scrollTo(model.index(row, 0), EventView.ScrollHint.PositionAtTop)
        view.viewport().repaint()
        paints.append((time.perf_counter() - start) * 1000)
        desk.wait(lambda row=row: model.shown(row) is not None)
        arrivals.append((time.perf_counter() - start) * 1000)
        start = time.perf_counter()
        view.viewport().repaint()
        paints.append((time.perf_counter() - start) * 1000)
    print(f"table of {model.rowCount():,} events, {JUMPS} jumps")
    say("repaint, median", statistics.median(paints), "ms")
    say("repaint, 95 %", quantile(paints, 0.95), "ms", 16)
    say("until the rows of a jump are there, median", statistics.median(arrivals), "ms")
    say("until the rows of a jump are there, 95 %", quantile(arrivals, 0.95), "ms")
    say("memory of the process", memory_mb(), "MB", 250)
    view.hide()
    desk.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
