"""Reading and writing at the same time: a commit does not wait for what a view reads."""

from functools import partial

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtWidgets import QWidget

from db.ledger import Ledger
from desktop.session.tasks import Tasks
from helpers.drafts import layoff
from helpers.pages import Desk

#: Reads the file for as long as nobody stops it.
ENDLESS = (
    "WITH RECURSIVE counted(n) AS (SELECT count(*) FROM events UNION ALL SELECT n + 1 FROM counted) "
    "SELECT count(*) FROM counted, events"
)


class Blank(QWidget):
    """A page that shows nothing."""

    def __init__(self, _session, _theme, _settings, _bus):
        super().__init__()


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
            ledger.store.connection.execute(ENDLESS).fetchone()
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
    bounded = ENDLESS.replace("FROM counted)", "FROM counted WHERE n < 200000)")

    def read(ledger, _progress):
        tries.append(1)
        return ledger.store.connection.execute(bounded).fetchone()[0]

    desk.session.tasks.read(read, found.append)
    desk.until(lambda: tries)
    desk.write(lambda ledger: ledger.events.save(layoff("Acme")))
    desk.rest()
    assert (len(tries), found) == (1, [200_000])


def test_what_had_to_wait_is_void_when_the_ledger_is_closed(desk):
    page, left = Page(), []
    desk.session.tasks.read(page.read, page.found.append, patient=True)
    desk.until(lambda: page.tries)
    desk.session.tasks.leave(left.append)  # stops the page, which would begin again without a ledger
    desk.until(lambda: left)
    desk.rest()
    assert page.tries == 1
    assert page.found == []


def test_a_view_that_asks_while_the_ledger_is_being_closed_hears_nothing(desk):
    page, failed, left = Page(), [], []
    desk.session.tasks.leave(left.append)
    desk.session.tasks.read(page.read, page.found.append)
    desk.session.tasks.read(page.read, page.found.append, failed.append)
    desk.until(lambda: left)
    desk.rest()
    assert (page.tries, page.found, failed) == (0, [], [])


def test_what_was_read_for_a_page_that_is_gone_is_told_to_nobody(desk):
    page, told = QWidget(), []
    waiting = [page.setObjectName, partial(told.append), partial(page.setProperty, "found"), lambda _: page.isVisible()]
    waiting.append(partial(lambda page, found: told.append(page.isVisible() or found), page))
    shiboken6.delete(page)
    for number, done in enumerate(waiting):
        desk.session.tasks.read(lambda ledger, _progress: str(ledger.events.total()), done, key=str(number))
    desk.until(lambda: desk.session.tasks.idle and told)
    assert told == ["1"], "who is there hears it"


def test_a_write_without_a_ledger_is_told(desk):
    failed, left = [], []
    desk.session.tasks.leave(left.append)
    desk.session.tasks.write(lambda ledger, _progress: ledger.undo(), None, failed.append)
    desk.until(lambda: failed)
    assert failed[0].code == "ledger.closed"


def test_what_was_found_just_before_a_commit_is_shown(desk):
    """The commit asks the reader to make way when the page is read already but not handed over yet."""
    found = []
    task = desk.session.tasks.read(lambda ledger, _progress: ledger.events.total(), found.append, key="page")
    while not desk.session.tasks.reader.idle:
        pass  # what was read is handed over with the events of this thread, which are not looked at here
    task.making_way = True
    desk.rest()
    assert found == [1]


def test_what_is_asked_anew_replaces_what_was_found_but_not_yet_shown(desk):
    found = []
    desk.session.tasks.read(lambda _ledger, _progress: "first", found.append, key="page")
    while not desk.session.tasks.reader.idle:
        pass  # read, and on its way to this thread
    desk.session.tasks.read(lambda _ledger, _progress: "second", found.append, key="page")
    desk.rest()
    assert found == ["second"]


def test_damage_that_a_read_meets_is_told_as_such(qtbot, tmp_path):
    """A page of zeros where the preferences begin: opening does not read them."""
    path = tmp_path / "a.headwater"
    with Ledger.create(path) as ledger:
        find = "SELECT rootpage FROM sqlite_schema WHERE name = 'preferences'"
        (root,) = ledger.store.connection.execute(find).fetchone()
    with path.open("r+b") as file:
        file.seek((root - 1) * 4096)
        file.write(b"\0" * 4096)
    desk, failed = Desk(qtbot, Blank, path), []
    desk.session.tasks.read(
        lambda ledger, _progress: ledger.store.connection.execute("SELECT * FROM preferences").fetchall(),
        None,
        failed.append,
    )
    desk.until(lambda: failed)
    desk.close()
    assert failed[0].code == "ledger.damaged"


def test_what_a_task_leads_to_may_be_the_last_to_hold_the_session(qtbot):
    owner, failed = QObject(), []
    tasks = Tasks(owner)

    def fail(error, _holds=owner):
        failed.append(error.code)

    tasks.write(lambda _ledger, _progress: None, None, fail)
    del owner, fail
    while not tasks.idle:
        pass
    tasks.stop()
    QCoreApplication.sendPostedEvents()
    assert failed == ["ledger.closed"]
    assert not shiboken6.isValid(tasks)
