"""Export and import of whole ledgers in the window: what the dialog offers, and what comes of a data package."""

import pytest

from db.ledger import Ledger
from db.package.writing import write_package
from desktop.cli.commands import write_sample
from desktop.dialogs.file.export import FORMS, ExportDialog
from desktop.session.requests import ImportTable
from desktop.widgets import files, notify
from helpers.drafts import layoff
from helpers.program import Running

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def running(qtbot, tmp_path):
    path = tmp_path / "a.headwater"
    write_sample(path)
    made = Running(path)
    yield made
    made.close()


@pytest.fixture
def package(tmp_path):
    """What a ledger with one event of its own is packed as."""
    with Ledger.create(tmp_path / "packed.headwater") as ledger:
        ledger.events.save(layoff("Acorn"))
        with (tmp_path / "packed.zip").open("wb") as target:
            write_package(ledger.store, target)
    return tmp_path / "packed.zip"


@pytest.fixture
def asked(monkeypatch):
    """What was asked or said in a box of its own; every question is agreed to."""
    said = []
    monkeypatch.setattr(notify, "ask", lambda *_args, **named: said.append(named["text"]) or True)
    monkeypatch.setattr(notify, "show_message", lambda *_args, **named: said.append(named["details"]))
    return said


def choose(dialog, form):
    dialog.format.setCurrentIndex(dialog.format.findData(form))


def test_the_dialog_says_what_a_file_holds_and_what_it_cannot(running):
    dialog = ExportDialog(running.session, running.window.settings, running.window)
    every = dialog.table.count() - 1
    assert dialog.form == "excel-csv"
    assert "the single claims" in dialog.lost.text()
    assert not dialog.table.model().item(every).isEnabled(), "a CSV holds one table"
    choose(dialog, "xlsx")
    assert (dialog.table.currentText(), dialog.table.currentData()) == ("All tables", "")
    choose(dialog, "datapackage")
    assert not dialog.table.isEnabled()
    assert dialog.lost.isHidden()
    assert "whatever the scope bar shows" in dialog.scope.text()
    choose(dialog, "csv")
    assert dialog.table.currentData() == "events"
    dialog.deleteLater()


@pytest.mark.parametrize("form", [form for form in FORMS if form != "parquet"])
def test_every_format_is_written_where_it_was_asked_for(running, tmp_path, monkeypatch, form):
    places = []

    def place(*_args, **named):
        places.append(tmp_path / named["name"])
        return places[-1]

    monkeypatch.setattr(files, "pick_save", place)

    def accept(dialog):
        choose(dialog, form)
        dialog.write.click()

    running.in_dialog(ExportDialog, lambda: running.window.actions_.perform("export"), accept)
    running.rest()
    (path,) = places
    assert path.stat().st_size > 0
    assert path.suffix == f".{FORMS[form][1][1][0]}"
    assert str(path) in running.window.status.done.accessibleDescription()


def test_a_link_is_named_before_it_is_written_through(running, tmp_path, monkeypatch, asked):
    real, link = tmp_path / "real.csv", tmp_path / "link.csv"
    link.symlink_to(real)
    monkeypatch.setattr(files, "pick_save", lambda *_args, **_named: link)
    running.in_dialog(
        ExportDialog, lambda: running.window.actions_.perform("export"), lambda dialog: dialog.write.click()
    )
    running.rest()
    assert str(real) in asked[0]
    assert real.exists()
    assert link.is_symlink()


def test_a_package_adds_to_a_ledger_and_can_be_undone(running, package, asked):
    before = running.read(lambda ledger: ledger.organizations.names())
    running.ask(ImportTable(package))
    assert "data package" in asked[0]
    assert "Acorn" in running.read(lambda ledger: ledger.organizations.names()).values()
    assert "rows added" in running.window.status.done.accessibleDescription()
    running.do("undo")
    assert running.read(lambda ledger: ledger.organizations.names()) == before


def test_a_new_ledger_becomes_the_one_that_was_packed(qtbot, tmp_path, package, asked):
    path = tmp_path / "new.headwater"
    Ledger.create(path).close()
    running = Running(path)
    try:
        running.ask(ImportTable(package))
        running.until(lambda: "as it is" in running.window.status.done.accessibleDescription())
        running.until(lambda: running.session.writable)
        steps = running.read(lambda ledger: [ledger.undo_step().code, ledger.last_operation()])
        assert steps == ["event.added", 2]
        running.show("events")
        assert running.read(lambda ledger: len(ledger.at().events.select_rows())) == 1
    finally:
        running.rest()
        running.close()


def test_what_is_here_with_other_values_is_told_and_stays(running, tmp_path, asked):
    with Ledger.create(tmp_path / "b.headwater") as ledger:
        ledger.organizations.save(name="Meta", notes="theirs")
        with (tmp_path / "b.zip").open("wb") as target:
            write_package(ledger.store, target)
    running.ask(ImportTable(tmp_path / "b.zip"))
    assert "other values" in asked[-1]
    meta = running.read(lambda ledger: ledger.organizations.get(ledger.organizations.find("Meta")))
    assert meta.notes == ""
