"""Two files that began as one ledger, or did not: what only one of them has."""

import sqlite3
from contextlib import closing

import pytest

from db.history.comparison import Change
from db.history.comparison_tables import What
from db.ledger import Ledger
from db.model.drafts import ClaimDraft, EventDraft


def layoff(name):
    return EventDraft(kind="layoff", organization=name, claims=(ClaimDraft(),))


@pytest.fixture
def mine(tmp_path):
    with Ledger.create(tmp_path / "mine.headwater") as ledger:
        ledger.events.save(layoff("Acme"))
        ledger.save_copy(tmp_path / "theirs.headwater")
        yield ledger


def test_each_side_has_its_own_steps(mine, tmp_path):
    path = tmp_path / "theirs.headwater"
    found = mine.compared_with(path)
    assert (found.common, found.rewritten, found.mine.own, found.theirs.own) == (mine.last_operation(), 0, 0, 0)
    with Ledger.open(path) as theirs:
        theirs.events.save(layoff("Bolt"))
        theirs.events.save(layoff("Wire"))
    found = mine.compared_with(path)
    assert (found.mine.own, found.theirs.own, found.rewritten) == (0, 2, 0)
    assert found.theirs.differences[What.EVENT] == {Change.ADDED: 2}
    assert found.theirs.records[What.EVENT] == found.mine.records[What.EVENT] + 2
    mine.undo()
    found = mine.compared_with(path)
    assert (found.mine.own, found.theirs.own, found.rewritten) == (1, 2, 0)
    assert [step.kind for step in found.mine.steps] == ["undo"]


def test_rows_that_no_step_changed_are_counted(mine, tmp_path):
    path = tmp_path / "theirs.headwater"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE organizations SET notes = 'by hand'")
    found = mine.compared_with(path)
    assert (found.rewritten, found.mine.own, found.theirs.own) == (1, 0, 0)


def test_another_ledger_has_nothing_in_common(mine, tmp_path):
    Ledger.create(tmp_path / "other.headwater").close()
    found = mine.compared_with(tmp_path / "other.headwater")
    assert (found.common, found.theirs.own) == (0, 1)
    assert found.mine.own == mine.last_operation()
