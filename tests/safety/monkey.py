"""A monkey at the real window: commands, keys and clicks at random, from a seed.

``python -m tests.safety monkey [--minutes 10] [--seed 1]``. It fails with the first exception that nobody takes, and
where memory grows by more than a twentieth, or file descriptors or threads become more, after the first third. Before
that, everything is done once: what is loaded with its first use is no growth.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import os
import random
import sys
import tempfile
import threading
import time
import traceback
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QPoint, QSettings, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QWidget

from db.ledger import Ledger
from desktop.actions.files import fill_sample
from desktop.app import Program
from desktop.commands.catalog import COMMANDS
from desktop.widgets import files
from tests.safety.report import Result, tell

#: Commands that leave the window, the machine's other programs, or what is tried.
_LEFT = frozenset({"file.quit", "file.close", "file.new", "file.open", "file.sample", "help.website"})
_COMMANDS = tuple(one.id for one in COMMANDS if not one.opens and one.id not in _LEFT)
_KEYS = (
    Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Space, Qt.Key.Key_Up,
    Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_Delete,
    Qt.Key.Key_Backspace, Qt.Key.Key_PageDown, Qt.Key.Key_F6,
)  # fmt: skip
_TEXTS = ("Acme", "200", "~14 %", "July 2025", "R&D <b>", "'; --", "https://example.org/a", "0", "-")
_HELD = (Qt.KeyboardModifier.NoModifier,) * 4 + (Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier)


class Monkey:
    """Does what comes to mind; remembers the last of it, and what went wrong."""

    def __init__(self, program: Program, seed: int) -> None:
        self.program, self.chance = program, random.Random(seed)
        self.errors: list[str] = []
        self.done: deque[str] = deque(maxlen=25)
        self.deeds = 0
        self._closing = QTimer()
        self._closing.setInterval(30)
        self._closing.timeout.connect(self._leave_what_is_open)
        self._closing.start()

    def see_everything(self) -> None:
        """Every command once."""
        for name in _COMMANDS:
            action = self.program.window.actions_[name]
            if action.isEnabled():
                self.note(name)
                action.trigger()
                QTest.qWait(20)

    def act(self) -> None:
        """One deed."""
        self.deeds += 1
        self.chance.choice((self.command, self.command, self.key, self.key, self.type, self.click, self.click,
                            self.select, self.undo, self.theme, self.resize))()  # fmt: skip
        QApplication.processEvents()

    def note(self, deed: str) -> None:
        self.done.append(deed)

    def command(self) -> None:
        window = self.program.window
        names = [name for name in _COMMANDS if window.actions_[name].isEnabled()]
        name = self.chance.choice(names)
        self.note(name)
        window.actions_[name].trigger()

    def key(self) -> None:
        key, held = self.chance.choice(_KEYS), self.chance.choice(_HELD)
        self.note(f"{key} {held}")
        QTest.keyClick(self._focus(), key, held)

    def type(self) -> None:
        text = self.chance.choice(_TEXTS)
        self.note(text)
        QTest.keyClicks(self._focus(), text)

    def click(self) -> None:
        seen = [one for one in self.program.window.findChildren(QWidget) if one.isVisible() and one.width() > 4]
        widget = self.chance.choice(seen)
        at = QPoint(self.chance.randrange(widget.width()), self.chance.randrange(max(1, widget.height())))
        self.note(f"click {type(widget).__name__} {at.toTuple()}")
        deed = QTest.mouseDClick if self.chance.random() < 0.1 else QTest.mouseClick
        deed(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)

    def select(self) -> None:
        self.note("select")
        self.program.session.select(self.chance.choice((None, 1, 2, 3, 4, 5, 999)))

    def undo(self) -> None:
        self.note("undo, undo or redo")
        for deed in self.chance.choice((("undo", "undo"), ("undo",), ("redo",), ("redo", "redo"))):
            action = self.program.window.actions_[deed]
            if action.isEnabled():
                action.trigger()

    def theme(self) -> None:
        name = self.chance.choice(("theme.light", "theme.dark", "theme.contrast"))
        self.note(name)
        self.program.window.actions_[name].trigger()

    def resize(self) -> None:
        self.note("resize")
        self.program.window.resize(self.chance.randrange(780, 1600), self.chance.randrange(440, 900))

    def _focus(self) -> QWidget:
        return QApplication.activePopupWidget() or QApplication.focusWidget() or self.program.window

    def _leave_what_is_open(self) -> None:
        """A dialog or menu holds everything else up: after a key or two it is left."""
        popup, modal = QApplication.activePopupWidget(), QApplication.activeModalWidget()
        if popup is not None:
            if isinstance(popup, QMenu) and self.chance.random() < 0.3:
                QTest.keyClick(popup, Qt.Key.Key_Down)
            else:
                popup.close()
        elif modal is not None:
            inside = [one for one in modal.findChildren(QWidget) if one.isVisible() and one.width() > 4]
            if inside and self.chance.random() < 0.6:
                QTest.keyClick(self.chance.choice(inside), self.chance.choice(_KEYS))
            elif isinstance(modal, QDialog):
                modal.reject()
            else:
                modal.close()


@contextmanager
def _watched(monkey: Monkey) -> Iterator[None]:
    def note(_kind: object, error: BaseException, trace: object) -> None:
        said = "".join(traceback.format_exception(error))
        monkey.errors.append(f"{said}\nafter {list(monkey.done)}")

    before, pickers = sys.excepthook, (files.pick_open, files.pick_save)
    sys.excepthook = note  # type: ignore[assignment]
    files.pick_open = files.pick_save = lambda *_args, **_named: None  # a dialog of the machine's own
    try:
        yield
    finally:
        sys.excepthook = before
        files.pick_open, files.pick_save = pickers


def _open_files() -> int:
    """The files that are open, but for the locks of the samples: their folders stay until the program ends."""
    found = 0
    for handle in Path("/proc/self/fd").iterdir():
        with contextlib.suppress(OSError):  # that of the listing itself
            found += not handle.readlink().name.startswith("in-use")
    return found


def _settled(program: Program) -> tuple[int, int, int]:
    """Bytes of memory, file descriptors and threads, when nothing is going on."""
    for _again in range(20):
        QTest.qWait(20)
        if program.session.tasks.idle:
            break
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGESIZE"), _open_files(), threading.active_count()


def run(
    app: QApplication, folder: Path, seconds: float, seed: int, *, thorough: bool = False
) -> tuple[Monkey, list[tuple[int, int, int]]]:
    """Let it loose on a ledger; what was measured after each third."""
    path = folder / "sample.headwater"
    with Ledger.create(path) as ledger:
        fill_sample(ledger)
    program = Program(app)
    program.begin(path, sample=False)
    while not program.session.writable:
        QTest.qWait(20)
    monkey, measured = Monkey(program, seed), []
    with _watched(monkey):
        if thorough:
            monkey.see_everything()
        for _third in range(3):
            end = time.monotonic() + seconds / 3
            while time.monotonic() < end and not monkey.errors:
                monkey.act()
            monkey._leave_what_is_open()
            measured.append(_settled(program))
    monkey._closing.stop()
    program.window.keeps_session = True
    program.window.close()
    program.end()
    return monkey, measured


def main() -> None:
    """For many minutes, in folders of its own."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        for part in ("CONFIG", "DATA", "STATE"):
            os.environ[f"XDG_{part}_HOME"] = name
        for form in (QSettings.Format.IniFormat, QSettings.Format.NativeFormat):
            QSettings.setPath(form, QSettings.Scope.UserScope, name)
        monkey, measured = run(QApplication([]), Path(name), asked.minutes * 60, asked.seed, thorough=True)
    for error in monkey.errors:
        print(error, file=sys.stderr)
    (warm, files_warm, threads_warm), (memory, files_open, threads) = measured[0], measured[-1]
    growth = memory / warm - 1
    note = f"{growth:+.1%}: {', '.join(str(one[0] >> 20) for one in measured)} MB"
    tell(
        Result(
            "a monkey at the window: deeds, and errors", monkey.deeds, len(monkey.errors), note=f"seed {asked.seed}"
        ),
        Result(
            "memory grows by more than a twentieth",
            1,
            int(growth > 0.05),
            note=note,
        ),
        Result("file descriptors become more", files_open, max(0, files_open - files_warm)),
        Result("threads become more", threads, max(0, threads - threads_warm)),
    )


if __name__ == "__main__":
    main()
