"""From a key to its echo beside 200,000 events: ``python -m tests.bench.echo [LEDGER]``.

The quick line reads the whole line anew with every key; the form reads one field. A key counts until its echo is
painted.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from desktop.inspector.inspector import Inspector
from tests.bench.report import quantile, say
from tests.bench.window import Desk

LINES = (
    "Acorn Labs cuts 14% of its workforce, about 200 people, July 16, 2025, Reuters https://wire.example/x",
    "Data Bank 42 beendet Zusammenarbeit mit Blue Robotics 7, 18.06.2025, laut Branchendienst",
    "Jane Doe leaves Glass Energy 9 as CFO, end of June 2025, confirmed, to everybody's surprise",
)
COUNTS = ("about 200 employees", "14 % (ca. 200)", "between 1,200 and 1,400")


def main(ledger: Path) -> None:
    """Measure and print."""
    desk = Desk(ledger)
    inspector = Inspector(desk.session, desk.theme, desk.settings)
    inspector.resize(380, 740)
    inspector.show()
    desk.wait(lambda: desk.session.writable)
    quick, form = inspector.panel.quick, inspector.form
    start = time.perf_counter()
    inspector.quick_event()
    desk.wait(lambda: quick.ready)
    names = time.perf_counter() - start
    typed = [took for line in LINES for took in _typed(desk, quick.line, line, lambda: quick.settled, quick.clear)]
    count = form.cards[0].fields["count"]

    def forget() -> None:
        count.set_text("")

    sized = [took for text in COUNTS for took in _typed(desk, count.editor, text, lambda: form.settled, forget)]
    print(f"echo of a key with {desk.session.facts.events:,} events")
    say("quick line, median", statistics.median(typed), "ms")
    say("quick line, 95 %", quantile(typed, 0.95), "ms", 30)
    say("quick line, longest", max(typed), "ms", 50)
    say("count field, median", statistics.median(sized), "ms")
    say("count field, 95 %", quantile(sized, 0.95), "ms", 30)
    say("count field, longest", max(sized), "ms", 50)
    say("names of the ledger are there after", names * 1000, "ms", note="in the background, once per change")
    inspector.hide()
    desk.close()


def _typed(
    desk: Desk, field: QWidget, text: str, settled: Callable[[], bool], forget: Callable[[], None]
) -> list[float]:
    """Milliseconds of each key of a text, typed into a field that is emptied first."""
    forget()
    field.setFocus()
    desk.wait(settled)
    found = []
    for key in text:
        start = time.perf_counter()
        QTest.keyClick(field, key)
        while not settled():
            desk.app.processEvents()
        desk.app.processEvents()
        found.append((time.perf_counter() - start) * 1000)
    return found


if __name__ == "__main__":
    main(Path(sys.argv[1]))
