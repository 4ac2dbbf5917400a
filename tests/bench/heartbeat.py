"""How long the window stands still while 200,000 rows are imported: ``python -m tests.bench.heartbeat``.

A timer of the window should fire every 20 ms; the longest time between two of its beats is what a user would notice.
"""

from __future__ import annotations

import tempfile
import time
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import Qt, QTimer

from db.importing.planning.plan import default_plan, inspect_file
from db.importing.run import run_import
from db.ledger import Ledger
from tests.bench.generate import write
from tests.bench.report import quantile, say
from tests.bench.window import Desk


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as name:
        file = write(Path(name) / "rows.csv")
        with Ledger.create(Path(name) / "beats.headwater") as ledger:
            path = ledger.path
        desk = Desk(path)
        beats = [time.perf_counter()]
        reports: list[tuple[int, int]] = []
        done: list[object] = []
        timer = QTimer()
        timer.setTimerType(Qt.TimerType.PreciseTimer)
        timer.timeout.connect(lambda: beats.append(time.perf_counter()))
        timer.start(20)

        def work(ledger: Ledger, progress: object) -> object:
            report = run_import(ledger, file, default_plan(inspect_file(file)), progress=progress)
            return report.change

        desk.session.write_watched(work, done.append, done.append, lambda *at: reports.append(at))
        # The event loop itself, as in the program: polling would share the interpreter differently.
        finish = QTimer()
        finish.timeout.connect(lambda: desk.app.quit() if done else None)
        finish.start(50)
        desk.app.exec()
        timer.stop()
        desk.close()
    gaps = [(after - before) * 1000 for before, after in pairwise(beats)]
    print("a timer of 20 ms during the import of 200,000 rows")
    say("longest gap", max(gaps), "ms", 100, f"{len(reports)} progress reports in {beats[-1] - beats[0]:.1f} s")
    say("95 % of the gaps within", quantile(gaps, 0.95), "ms")


if __name__ == "__main__":
    main()
