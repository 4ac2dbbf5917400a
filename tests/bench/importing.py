"""Importing 200,000 rows beside ``sqlite-utils insert`` of the same file: ``python -m tests.bench.importing [TIMES]``.

Ours inspects the file, resolves every date and quantity, finds sources and organizations, and can be undone; the
other copies cells into one table. Both by turns, each in a process of its own.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from db.importing.planning.plan import default_plan, inspect_file
from db.importing.run import run_import
from db.ledger import Ledger
from tests.bench.generate import write
from tests.bench.report import often, peak_mb, say, several, timed


def import_file(path: Path, ledger_path: Path) -> None:
    """What a user waits for: inspecting the file with the plan it suggests, then the import into a new ledger."""
    seconds: list[float] = []
    with timed(seconds):
        plan = default_plan(inspect_file(path))
    with Ledger.create(ledger_path) as ledger:
        with timed(seconds):
            report = run_import(ledger, path, plan)
        seconds.append(peak_mb())
        seconds += often(ledger.undo, 1) + often(ledger.redo, 1)
    print(report.new, *seconds)


def main(times: int = 3) -> None:
    """Measure and print."""
    theirs, inspected, ours, undone, redone = [], [], [], [], []
    peak = 0.0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file = write(folder / "rows.csv")
        for number in range(times):
            command = [sys.executable, "-m", "sqlite_utils", "insert", str(folder / f"{number}.db"), "t", str(file)]
            with timed(theirs):
                subprocess.run([*command, "--csv", "--silent"], check=True)
            command = [sys.executable, "-m", "tests.bench.importing", str(file), str(folder / f"{number}.headwater")]
            output = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
            _, inspect, took, memory, undo, redo = map(float, output)
            inspected.append(inspect)
            ours.append(inspect + took)
            undone.append(undo)
            redone.append(redo)
            peak = max(peak, memory)
    print("import of 200,000 rows")
    say("inspect and import / sqlite-utils insert --csv", statistics.median(ours) / statistics.median(theirs), "x", 0.5)
    say("the same of the best of each", min(ours) / min(theirs), "x", 0.5)
    print(f"    ours: {several(ours)}, of that inspecting {min(inspected):.2f} s; sqlite-utils: {several(theirs)}")
    say("peak memory", peak, "MB", 500)
    say("undo of the import", min(undone), "s")
    say("redo", min(redone), "s")


if __name__ == "__main__":
    if len(sys.argv) > 2:
        import_file(Path(sys.argv[1]), Path(sys.argv[2]))
    else:
        main(*map(int, sys.argv[1:]))
