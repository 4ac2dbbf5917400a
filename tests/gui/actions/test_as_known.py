"""With an earlier day chosen nothing that is seen can be changed by a command, and that is said."""

import pytest

from desktop.cli.commands import write_sample
from desktop.session.requests import DeleteEvents, MergeEvents
from helpers.program import Running

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

CHANGING = ("event.delete", "event.duplicate", "event.merge")


@pytest.fixture
def running(qtbot, tmp_path):
    path = tmp_path / "a.headwater"
    write_sample(path)
    made = Running(path)
    yield made
    made.close()


def enabled(running):
    return [one for one in CHANGING if running.window.actions_[one].isEnabled()]


def test_commands_that_change_events_rest_while_an_earlier_day_is_shown(running):
    first, second = running.read(lambda ledger: [row.id for row in ledger.at().events.select_rows(limit=2)])
    running.session.select(first)
    running.rest()
    assert enabled(running) == list(CHANGING)
    running.session.change_scope(known_operation=5)
    running.rest()
    assert enabled(running) == []
    before = running.read(lambda ledger: ledger.last_operation())
    for request in (DeleteEvents((first,)), MergeEvents((first, second))):
        running.window.status.say("")
        running.ask(request)
        assert "as they were known earlier" in running.window.status.done.text()
    assert running.read(lambda ledger: ledger.last_operation()) == before
    running.session.change_scope(known_operation=None)
    running.rest()
    assert enabled(running) == list(CHANGING)
