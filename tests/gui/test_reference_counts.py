"""Guards against Qt bindings that lose a reference of None or True with every call.

PySide6 6.12 does so on Python 3.11 and aborts the interpreter after some thousand calls. From Python 3.12 on these
objects are immortal, whatever becomes of their counts (Qt bindings built for older interpreters still move them); the
calls themselves are made all the same.
"""

import sys

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QLabel


class Bell(QObject):
    rung = Signal(bool)


class Ear(QObject):
    def __init__(self):
        super().__init__()
        self.heard = 0

    def on_rung(self, _loud: object) -> None:
        self.heard += 1


def lost(before: tuple[int, int]) -> int:
    """How many references of None or of True are gone since ``before``."""
    if sys.version_info >= (3, 12):
        return 0
    return max(was - now for was, now in zip(before, counts(), strict=True))


def counts() -> tuple[int, int]:
    return sys.getrefcount(None), sys.getrefcount(True)


def test_signals_keep_references(qapp):
    bell, ear = Bell(), Ear()
    bell.rung.connect(ear.on_rung)
    before = counts()
    for _ in range(5000):
        bell.rung.emit(True)
    assert ear.heard == 5000
    assert lost(before) < 100


def test_calls_without_a_result_keep_references(qtbot):
    label = QLabel()
    qtbot.addWidget(label)
    before = counts()
    for index in range(2000):
        label.setText(str(index))
    assert label.text() == "1999"
    assert lost(before) < 100


@pytest.mark.filterwarnings("default::DeprecationWarning")
def test_painted_charts_keep_references(qtbot):
    pyqtgraph = pytest.importorskip("pyqtgraph")
    plot = pyqtgraph.PlotWidget()
    qtbot.addWidget(plot)
    plot.resize(400, 300)
    plot.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    curve = plot.plot([0, 1, 2], [0, 1, 0])
    plot.show()
    plot.grab()
    before = counts()
    for frame in range(200):
        curve.setData([0, 1, 2], [0, frame, 0])
        picture = plot.grab()
    assert not picture.isNull()
    assert lost(before) < 200
