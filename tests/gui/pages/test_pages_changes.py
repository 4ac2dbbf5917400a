"""What changed, as the page says it: figures then and now, and what happened to each event."""

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from db.ledger import Ledger
from desktop.pages.changes import ChangesPage
from desktop.session.requests import SelectEvent
from desktop.widgets.scope_popups import MomentPopup
from helpers import golden
from helpers.drafts import layoff
from helpers.pages import Desk

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def case(tmp_path):
    """The golden case, recorded a month ago."""
    path = tmp_path / "case.headwater"
    then = datetime.now(tz=UTC) - timedelta(days=30)
    with Ledger.create(path, clock=lambda: then) as ledger:
        ids = golden.fill(ledger)
    return path, ids


@pytest.fixture
def desk(qtbot, case):
    made = Desk(qtbot, ChangesPage, case[0])
    yield made
    made.close()


def told(desk):
    return [desk.page.lines.line(row).text for row in range(desk.page.lines.rowCount())]


def figures(desk):
    return [label.text() for label in desk.page.figures.findChildren(QLabel)]


def since(desk, text):
    """Choose a moment by keyboard."""
    QTest.keyClick(desk.page.since, Qt.Key.Key_Space)
    popup = desk.page.since.findChild(MomentPopup)
    popup.field.setText(text)
    QTest.keyClick(popup.field, Qt.Key.Key_Return)
    desk.rest()


def test_nothing_new_is_said_in_words(desk):
    assert desk.page.empty.isVisible()
    assert "Nothing changed" in desk.page.empty.words


def test_a_new_event_and_what_it_does_to_the_figures(desk):
    desk.write(lambda ledger: ledger.events.save(layoff(count=30)))
    assert "Added Layoff · Scale AI · 30 employees · 16 July 2025" in told(desk)
    texts = figures(desk)
    place = texts.index("Events")
    assert texts[place : place + 3] == ["Events", "9", "10"]
    assert desk.page.counts.text() == "1 event added"


def test_a_line_leads_to_its_event(desk, case):
    desk.write(lambda ledger: ledger.events.delete([case[1]["contractors"]]))
    (place,) = [row for row, text in enumerate(told(desk)) if text.startswith("Removed Contractor engagements ended")]
    desk.page.view.setCurrentIndex(desk.page.lines.index(place))
    assert desk.asked[-1] == SelectEvent(case[1]["contractors"])


def test_since_the_beginning_and_since_an_operation(desk):
    since(desk, "operation 1")
    assert desk.page.counts.text() == "9 events added"
    assert "since operation 1" in desk.page.since.text()
    since(desk, "")
    assert "since the beginning" in desk.page.since.text()
    assert desk.page.moments.text().startswith("From the beginning of the ledger to ")
