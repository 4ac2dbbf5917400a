"""From the start of the process to the first picture: Headwater with the sample beside an empty window of Qt.

``python -m tests.bench.start [TIMES]``. Also names the heavy modules that were loaded by then: there should be none.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.bench.report import say, several

HEAVY = ("pyqtgraph", "numpy", "sqlite_utils", "dateutil", "filelock")

_BARE = """
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, seen)
def seen():
    print("painted", flush=True)
    app.quit()
app = QApplication([])
window = Window()
window.resize(1200, 800)
window.show()
app.exec()
"""

# The program starts as it always does; what it makes of desktop.app is watched from the moment that is imported.
_OURS = f"""
import importlib.util
import sys

class Watch:
    def find_spec(self, name, path=None, target=None):
        if name != "desktop.app":
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(name)
        run = spec.loader.exec_module
        def watched(module):
            run(module)
            watch(module)
        spec.loader.exec_module = watched
        return spec

def watch(app):
    make = app.Program._make_window
    app.Program._make_window = lambda program: look_at(make, program)

def look_at(make, program):
    from PySide6.QtCore import QTimer
    window = make(program)
    timer = QTimer(window)
    def look():
        if window.session.is_open and window.session.tasks.idle:
            timer.stop()
            print("filled", flush=True)
            window.close()
    def seen():
        print("painted", *(name for name in {HEAVY!r} if name in sys.modules), flush=True)
        timer.start(2)
    timer.timeout.connect(look)
    window.painted.connect(seen)
    return window

sys.meta_path.insert(0, Watch())
from desktop.cli.main import main
sys.exit(main(["--sample"]))
"""


def run(script: str, home: Path) -> dict[str, tuple[float, list[str]]]:
    """The seconds from the start of the process to each line it prints, with the words of the line."""
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # a program that is started twice is compiled once
    environment |= {name: str(home) for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME")}
    found = {}
    start = time.perf_counter()
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, env=environment) as child:
        assert child.stdout is not None
        for line in child.stdout:
            event, *words = line.split()
            found[event] = (time.perf_counter() - start, words)
    if child.returncode:
        raise SystemExit(f"the window ended with {child.returncode}")
    return found


def main(times: int = 7) -> None:
    """Both by turns, so that whatever else the machine does slows both."""
    bare, ours, filled = [], [], []
    heavy: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        for number in range(times + 1):
            empty, full = run(_BARE, Path(folder)), run(_OURS, Path(folder))
            if number:  # the first round only warms the disk cache
                bare.append(empty["painted"][0])
                ours.append(full["painted"][0])
                filled.append(full["filled"][0])
                heavy = full["painted"][1]
    print("start")
    ratio = statistics.median(ours) / statistics.median(bare)
    say("first picture with the sample / a bare QMainWindow", ratio, "x", 1.8)
    print(f"    bare: {several(bare)}; ours: {several(ours)}; all read: {several(filled)}")
    say("heavy modules loaded by then", len(heavy), "", 0, " ".join(heavy))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
