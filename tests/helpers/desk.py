"""An inspector on a ledger, and the hands and eyes of the person at it."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from db.ledger import Ledger
from desktop.inspector.inspector import Inspector
from desktop.look.theme import Theme
from desktop.session.session import Session
from desktop.session.settings import Settings


class Desk:
    """An inspector on a ledger, with the waiting that a person does by looking."""

    def __init__(self, qtbot, path):
        self.qtbot, self.path = qtbot, path
        self.session = Session()
        self.theme = Theme(QApplication.instance(), mode="light")
        self.inspector = Inspector(self.session, self.theme, Settings())
        qtbot.addWidget(self.inspector)
        self.inspector.resize(380, 640)
        self.inspector.show()
        self.session.open(path)
        self.until(lambda: self.session.writable)

    @property
    def panel(self):
        return self.inspector.panel

    @property
    def form(self):
        return self.panel.form

    @property
    def claim(self):
        return self.form.cards[0]

    def until(self, condition):
        self.qtbot.waitUntil(condition)

    def settle(self):
        """Let echoes of this moment appear."""
        QApplication.processEvents()

    def show(self, event_id):
        self.session.select(event_id)
        self.until(lambda: self.inspector.shown == event_id)

    def type(self, field, text):
        field.editor.setFocus()
        field.editor.selectAll()
        QTest.keyClicks(field.editor, text)
        self.settle()

    def keys(self, text):
        """Type where the focus is, letter by letter."""
        for letter in text:
            QTest.keyClicks(self.focus, letter)
            self.settle()

    def press(self, key, modifier=Qt.KeyboardModifier.NoModifier):
        """Press one key where the focus is, or in the list of suggestions that is open."""
        QTest.keyClick(QApplication.activePopupWidget() or self.focus, key, modifier)
        self.settle()

    def tab(self, times=1):
        for _ in range(times):
            self.press(Qt.Key.Key_Tab)

    @property
    def focus(self):
        return QApplication.focusWidget()

    def suggested(self, line):
        """What the open list under a line offers."""
        popup = line.completer().popup()
        model = popup.model()
        return [str(model.index(row, 0).data()) for row in range(model.rowCount())] if popup.isVisible() else []

    def save(self):
        with self.qtbot.waitSignal(self.inspector.saved) as caught:
            self.inspector.save()
        (event_id,) = caught.args
        return event_id

    def write(self, work):
        done, failed = [], []
        self.session.write(work, done.append, failed.append)
        self.until(lambda: bool(done or failed))
        assert not failed, failed
        return done[0]

    def look(self, read):
        with Ledger.open(self.path, mode="read") as ledger:
            return read(ledger)

    def event(self, event_id):
        return self.look(lambda ledger: ledger.events.get(event_id))

    def claims(self, event_id):
        return self.look(lambda ledger: ledger.events.claims(event_id))

    def new(self, kind="layoff", organization="Scale AI"):
        self.inspector.new_event(kind, organization)
        self.settle()
