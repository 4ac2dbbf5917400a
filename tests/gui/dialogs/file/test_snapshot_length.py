"""How long a snapshot will be is said before it is made, in the window and on the command line."""

import pytest

from db.importing.planning.plan import default_plan, inspect_file
from db.importing.run import run_import
from db.ledger import Ledger
from desktop.cli.main import main
from desktop.dialogs.file.snapshot import SnapshotDialog
from desktop.pdf.length import UNASKED, pages_about
from helpers.program import Running, button
from tests.bench.generate import write

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    """A ledger of some hundred events of some hundred organizations."""
    folder = tmp_path_factory.mktemp("long")
    with Ledger.create(folder / "a.headwater") as ledger:
        file = write(folder / "rows.csv", rows=1000, organizations=300)
        run_import(ledger, file, default_plan(inspect_file(file)))
    return folder / "a.headwater"


def test_many_pages_are_asked_for_and_about_as_many_as_was_said(qtbot, path):
    running = Running(path)
    events = running.session.facts.events
    said = pages_about(events)
    assert said > UNASKED

    def make(dialog):
        assert dialog._position.text() == f"About {said} pages"
        assert not button(dialog, "Save as PDF").isEnabled()
        button(dialog, "Make all pages").click()
        running.until(lambda: button(dialog, "Save as PDF").isEnabled())
        assert not button(dialog, "Make all pages").isVisible()
        return len(dialog._report.pages)

    try:
        pages = running.in_dialog(
            SnapshotDialog, lambda: running.keys("Ctrl+P"), make, ready=lambda dialog: dialog._make.isVisible()
        )
    finally:
        running.close()
    assert pages / 1.3 < said < pages * 1.3


def test_the_command_line_says_it_before_and_after(qapp, path, tmp_path, capsys):
    assert main(["snapshot", str(path), "--output", str(tmp_path / "s.pdf")]) == 0
    told = capsys.readouterr()
    assert told.err.startswith("About ")
    assert told.out.rstrip().endswith(" pages.")
