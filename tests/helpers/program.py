"""The whole program in the test's own process, as its user meets it: commands, keys, pages, and looking until it rests.

Nothing of pytest is used, so that a process of its own can be such a user too.
"""

import time

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QPushButton

from desktop.app import Program
from desktop.commands.catalog import command
from desktop.dialogs.file.snapshot import SnapshotDialog
from desktop.session.settings import Settings
from helpers.patience import PATIENCE
from helpers.texts import columns_of

PAGES = (
    "overview", "events", "headcount", "workforce", "relationships", "parallel", "organizations", "sources", "findings",
    "changes", "history", "imports",
)  # fmt: skip


class Running:
    """The program with its window shown on a ledger that can be written."""

    def __init__(self, path, *, width=1440, height=900):
        app = QApplication.instance() or QApplication([])
        self.program = Program(app, Settings())
        self.session = self.program.session
        self.failures = []
        self.session.failed.disconnect()
        self.session.failed.connect(self.failures.append)
        self.session.open_failed.connect(self.failures.append)
        self.window.resize(width, height)
        self.program.begin(path, sample=False)
        self.until(lambda: self.session.writable or self.failures)
        self.rest()

    @property
    def window(self):
        return self.program.window

    @property
    def page(self):
        return self.window.page

    def until(self, condition, *, patience=PATIENCE):
        """Look until it is so."""
        deadline = time.monotonic() + patience
        while not condition():
            if time.monotonic() > deadline:
                raise AssertionError("it never became so")
            QTest.qWait(5)

    def rest(self):
        """Look until nothing is being read or written any more, and everything that came is shown."""
        for _again in range(3):
            QApplication.processEvents()
            self.until(lambda: self.session.tasks.idle)
        QApplication.processEvents()
        assert not self.failures, self.failures

    def do(self, command):
        """Carry out a command as menus do, and look."""
        self.window.actions_.perform(command)
        self.rest()

    def ask(self, request):
        """Ask for something as pages do, and look."""
        self.window.bus.request(request)
        self.rest()

    def keys(self, *sequences):
        """Press keys where the focus is, and look after each."""
        for sequence in sequences:
            QTest.keySequence(QApplication.focusWidget() or self.window, QKeySequence(sequence))
            self.rest()

    def type(self, text):
        """Type where the focus is."""
        QTest.keyClicks(QApplication.focusWidget(), text)

    def show(self, page_id):
        """Go to a page by its key; gives the page."""
        self.keys(command(f"page.{page_id}").shortcut)
        assert self.window.page_id == page_id
        return self.page

    def write(self, work):
        """Change the ledger as a view does."""
        done = []
        self.session.write(work, done.append, self.failures.append)
        self.until(lambda: done or self.failures)
        self.rest()
        return done[0]

    def read(self, work):
        """What a view would read."""
        done = []
        self.session.tasks.read(lambda ledger, _progress: work(ledger), done.append, self.failures.append)
        self.until(lambda: done or self.failures)
        return done[0]

    def in_dialog(self, kind, open_it, then, *, ready=lambda dialog: True):
        """Open a dialog that waits for its user, act in it once it is ready, and close it; gives what ``then`` gave."""
        given = []
        deadline = time.monotonic() + PATIENCE
        watch = QTimer()
        watch.setInterval(10)

        def look():
            dialog = QApplication.activeModalWidget()
            if isinstance(dialog, kind) and (ready(dialog) or time.monotonic() > deadline):
                watch.stop()
                try:
                    assert ready(dialog), "the dialog was never ready"
                    given.append(then(dialog))
                except AssertionError as error:
                    given.append(error)
                finally:
                    if isinstance(dialog, QDialog):
                        dialog.reject()

        watch.timeout.connect(look)
        watch.start()
        open_it()
        self.until(lambda: given)
        watch.stop()
        self.window.activateWindow()
        self.until(self.window.isActiveWindow)
        self.rest()
        if isinstance(given[0], AssertionError):
            raise given[0]
        return given[0]

    def print_to(self, target):
        """Ctrl+P, and save the PDF under a name."""

        def save(dialog):
            dialog.save_to(target)

        self.in_dialog(
            SnapshotDialog,
            lambda: self.keys("Ctrl+P"),
            save,
            ready=lambda dialog: button(dialog, "Save as PDF").isEnabled(),
        )
        return target

    def close(self):
        """Close the window, and end the program."""
        inspector = self.window.inspector_pane.made
        if inspector is not None:
            inspector.revert()
        self.window.close()
        self.program.end()


def button(widget, name):
    """The button with an accessible name."""
    return next(one for one in widget.findChildren(QPushButton) if one.accessibleName() == name)


def cells(model):
    """The texts of a model's rows, with ordinary blanks."""
    return [
        [str(model.index(row, column).data() or "").replace("\N{NO-BREAK SPACE}", " ") for column in columns_of(model)]
        for row in range(model.rowCount())
    ]


def press(widget, key):
    """One key in a widget."""
    QTest.keyClick(widget, Qt.Key(key))
