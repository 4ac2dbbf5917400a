"""A page on a ledger, as its user meets it: with the waiting that a person does by looking."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.look.theme import Theme
from desktop.session.session import Session
from desktop.session.settings import Settings
from helpers.requests import noting


class Desk:
    """One page, shown, on an open ledger. ``asked`` lists what the page requested of other rooms."""

    def __init__(self, qtbot, page, path, *, size=(900, 640), writable=True):
        self.qtbot = qtbot
        self.session = Session()
        self.theme = Theme(QApplication.instance(), mode="light")
        self.settings = Settings()
        bus, self.asked = noting()
        self.page = page(self.session, self.theme, self.settings, bus)
        qtbot.addWidget(self.page)
        self.page.resize(*size)
        self.page.show()
        self.session.open(path)
        self.until(lambda: self.session.writable if writable else self.session.is_open)
        self.rest()

    def until(self, condition):
        """Look until it is so."""
        self.qtbot.waitUntil(lambda: bool(condition()))

    def rest(self):
        """Look until nothing is being read or written any more, and everything that came is shown."""
        for _again in range(3):
            self.until(lambda: self.session.tasks.idle)
            QApplication.processEvents()

    def type(self, field, text):
        """Type over what a field holds."""
        field.setFocus()
        field.selectAll()
        QTest.keyClicks(field, text)

    def click(self, button):
        """Click a button, and look."""
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        self.rest()

    def write(self, work):
        """Change the ledger from elsewhere."""
        done, failed = [], []
        self.session.write(work, done.append, failed.append)
        self.until(lambda: done or failed)
        assert not failed, failed
        self.rest()
        return done[0]

    def close(self):
        """End the session's threads."""
        self.page.close()
        self.session.close()


def cells(model, row):
    """The texts of a row of a model."""
    return [model.index(row, column).data() for column in range(model.columnCount())]
