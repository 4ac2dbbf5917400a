"""Reading and writing at the same time: a commit does not wait for what a view reads."""

import pytest
from PySide6.QtWidgets import QWidget

from db.ledger import Ledger
from helpers.drafts import layoff
from helpers.pages import Desk

#: Reads the file for as long as nobody stops it.
ENDLESS = (
    "WITH RECURSIVE counted(n) AS (SELECT count(*) FROM events UNION ALL SELECT n + 1 FROM counted) "
    "SELECT count(*) FROM counted, events"
)


class Blank(QWidget):
    """A page that shows nothing."""

    def __init__(self, session, theme, settings):
        super().__init__()
        self.requested = session.failed


@pytest.fixture
def desk(qtbot, tmp_path):
    with Ledger.create(tmp_path / "a.headwater") as ledger:
        ledger.events.save(layoff())
    made = Desk(qtbot, Blank, tmp_path / "a.headwater")
    yield made
    made.close()


class Page:
    """What a view reads: at its first try it reads the file without an end."""

    def __init__(self):
        self.tries = 0
        self.found = []

    def read(self, ledger, _progress):
        self.tries += 1
        if self.tries == 1:
            ledger.connection.execute(ENDLESS).fetchone()
        return ledger.events.total()


@pytest.mark.parametrize("patient", [False, True])
def test_a_page_that_is_being_read_makes_way_for_a_commit_and_is_read_again(desk, patient):
    page = Page()
    desk.session.tasks.read(page.read, page.found.append, key="page", patient=patient)
    desk.until(lambda: page.tries)
    desk.write(lambda ledger: ledger.events.save(layoff("Acme")))
    assert page.tries == 2
    assert page.found == [2]


def test_pages_are_delivered_in_the_order_they_were_asked_for(desk):
    page, found = Page(), []
    desk.session.tasks.read(lambda ledger, progress: ("first", page.read(ledger, progress)), found.append, key="page")
    desk.session.tasks.read(lambda ledger, _progress: ("second", ledger.events.total()), found.append, key="other")
    desk.until(lambda: page.tries)
    desk.write(lambda ledger: ledger.events.save(layoff("Acme")))
    assert found == [("first", 2), ("second", 2)]


def test_what_cannot_be_begun_again_is_read_to_its_end(desk):
    tries, found = [], []
    bounded = ENDLESS.replace("FROM counted)", "FROM counted WHERE n < 1000000)")

    def read(ledger, _progress):
        tries.append(1)
        return ledger.connection.execute(bounded).fetchone()[0]

    desk.session.tasks.read(read, found.append)
    desk.until(lambda: tries)
    desk.write(lambda ledger: ledger.events.save(layoff("Acme")))
    desk.rest()
    assert (len(tries), found) == (1, [1_000_000])
