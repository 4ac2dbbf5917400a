"""The import dialog on a ledger, with the waiting that a person does by looking."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTableView

from db.ledger import Ledger
from db.model.records import Scope
from desktop.importing.widgets import ChoiceCombo
from desktop.importing.wizard import ImportWizard, Step
from desktop.look.theme import Theme
from desktop.session.session import Session
from desktop.session.settings import Settings

LAYOFFS = """Company,Announced,Count,Notes
<b>Acme</b> & Co,03/04/2025,1.400,closing
Nordlicht,05/06/2025,200,
Übermut AG,soon,85,
,07/08/2025,12,no name
too,few
Süd & Söhne,08/09/2025,unknown,
"""


class Desk:
    """A wizard on a ledger, with the waiting that a person does by looking."""

    def __init__(self, qtbot, folder):
        self.qtbot, self.folder = qtbot, folder
        self.ledger_path = folder / "facts.headwater"
        self.session = Session()
        self.theme = Theme(QApplication.instance(), mode="light")
        self.settings = Settings()
        self.session.create(self.ledger_path)
        self.until(lambda: self.session.writable)
        self.wizards = []
        self.changes = []
        self.session.ledger_changed.connect(self.changes.append)

    def until(self, condition):
        self.qtbot.waitUntil(lambda: condition() not in (False, None, ""))

    def file(self, text, name="layoffs.csv", encoding="utf-8"):
        path = self.folder / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        return path

    def open(self, path=None):
        wizard = ImportWizard(self.session, self.theme, self.settings, path)
        self.qtbot.addWidget(wizard)
        self.wizards.append(wizard)  # as the window would while it is shown
        wizard.show()
        if path is not None:
            self.until(lambda: wizard.inspection is not None or wizard.file_step.error.text)
        return wizard

    def columns(self, path):
        wizard = self.open(path)
        if wizard.step is Step.CHECK:  # a table that is known goes there by itself
            QTest.mouseClick(wizard.back, Qt.MouseButton.LeftButton)
        else:
            QTest.keyClick(wizard, Qt.Key.Key_Return)
        assert wizard.step is Step.COLUMNS
        return wizard

    def check(self, wizard):
        while wizard.step is not Step.CHECK:
            assert wizard.next.isEnabled(), wizard.columns_step.missing.text
            wizard.next.click()
        self.until(lambda: wizard.checked is not None)

    def run(self, wizard):
        self.check(wizard)
        wizard.next.click()
        self.until(wizard.report_step.sentence.text)
        return figures(wizard.report_step.totals)

    def events(self):
        with Ledger.open(self.ledger_path, mode="read") as ledger:
            return ledger.at(Scope()).events.count(any_status=True)

    def inspected(self, wizard):
        self.until(lambda: wizard.inspection is not None)


def figures(totals):
    return {name: int(label.text().replace(",", "")) for name, label in totals.figures.items() if label.isVisible()}


def texts(table: QTableView):
    model = table.model()
    columns = range(model.columnCount())
    return [[model.index(row, column).data() for column in columns] for row in range(model.rowCount())]


def column(wizard, name):
    model = wizard.columns_step.model
    return next(row for row in range(model.rowCount()) if model.name(row) == name)


def means(wizard, name, field):
    """Choose the meaning of a column as a person without a mouse does."""
    table = wizard.columns_step.table
    table.setFocus()
    table.setCurrentIndex(table.model().index(column(wizard, name), 0))
    QTest.keyClick(table, Qt.Key.Key_Return)
    combo = table.findChild(ChoiceCombo)
    combo.choose(field)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def answer(question, text):
    next(button for button in question.buttons if button.text() == text).click()


def rows(step):
    """The rows of the check without what becomes of them and why."""
    return [row[2:] for row in texts(step.table)]
