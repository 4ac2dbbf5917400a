"""Merging organizations and events, and erasing a person, as somebody at the window does it."""

from datetime import date

import pytest
import shiboken6
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QRadioButton

from db.curation.merge_organizations import merge_organizations
from db.ledger import Ledger
from db.model.drafts import ClaimDraft, EventDraft, SourceDraft
from db.model.records import Scope
from db.model.values import ImpreciseDate, Quantity, Status
from desktop.dialogs.records.erase_person import PLACES, ErasePersonDialog
from desktop.dialogs.records.merge_events import MergeEventsDialog, comparison, read_candidates
from desktop.dialogs.records.merge_organizations import MergeOrganizationsDialog
from desktop.dialogs.records.organization import OrganizationDialog
from desktop.session.requests import MergeEvents
from desktop.widgets import notify
from desktop.wording.changes import steps
from helpers import golden
from helpers.drafts import layoff
from helpers.program import Running

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
SELECT = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
ALL = Scope(minimum_status=Status.DENIED)
EVIL = "<img src=x><b>Evil</b> & Co"


@pytest.fixture
def case(tmp_path):
    path = tmp_path / "case.headwater"
    with Ledger.create(path) as ledger:
        golden.fill(ledger)
        claim = ClaimDraft(source=SourceDraft(publisher="WARN notice"), count=Quantity.exact(210, "210"),
                           announced=ImpreciseDate.day(date(2025, 7, 17)))  # fmt: skip
        ledger.events.save(EventDraft(kind="layoff", organization="Scale AI, Inc.", place="Oakland", claims=(claim,)))
    return path


@pytest.fixture
def running(qapp, case):
    made = Running(case)
    yield made
    made.program.end()


@pytest.fixture
def dialogs(monkeypatch):
    """Dialogs stay open without a loop of their own: the test is at the keyboard."""
    opened = []
    for kind in (OrganizationDialog, MergeOrganizationsDialog, MergeEventsDialog, ErasePersonDialog):
        monkeypatch.setattr(kind, "exec", lambda self: (opened.append(self), self.show())[0])
        monkeypatch.setattr(kind, "deleteLater", lambda _self: None)
    yield opened
    for dialog in filter(shiboken6.isValid, opened):
        dialog.close()
        dialog.setParent(None)


@pytest.fixture
def said(monkeypatch):
    told = []
    monkeypatch.setattr(notify, "show_message", lambda _parent, **words: told.append(words))
    return told


def stored(running):
    return Ledger.open(running.session.path, mode="read")


def choose(page, *names):
    """Select rows of the organizations page by name."""
    rows = {page.table.index(row, 0).data(): row for row in range(page.table.rowCount())}
    page.view.clearSelection()
    for name in names:
        page.view.selectionModel().select(page.table.index(rows[name], 0), SELECT)


def texts(dialog):
    return " ".join(label.text() for label in dialog.findChildren(QLabel))


# Organizations.


def test_several_rows_offer_to_be_merged_and_one_shows_its_fields(running, dialogs):
    page = running.show("organizations")
    choose(page, "Scale AI", "Scale AI, Inc.")
    running.rest()
    assert page.chosen.text() == "2 organizations selected"
    assert page.names.text() == "Scale AI and Scale AI, Inc."
    assert page.merge_button.isVisible()
    assert not page.fields.name.isVisible()
    choose(page, "Meta")
    running.rest()
    assert not page.merge_button.isVisible()


def test_merging_from_the_page_moves_what_it_said_and_undo_separates(running, dialogs):
    page = running.show("organizations")
    choose(page, "Scale AI", "Scale AI, Inc.")
    page.merge_button.click()
    running.rest()
    (dialog,) = dialogs
    assert "Moves to Scale AI: 1 event." in dialog.effect.text()
    assert "“Scale AI, Inc.”" in dialog.effect.text()
    dialog.merge.click()
    running.rest()
    assert not dialog.isVisible()
    with stored(running) as ledger:
        assert ledger.organizations.find("Scale AI, Inc.") == ledger.organizations.find("Scale AI")
    names = [page.table.index(row, 0).data() for row in range(page.table.rowCount())]
    assert "Scale AI, Inc." not in names
    assert "Merged organizations into Scale AI" in running.window.status.done.text()
    running.do("undo")
    names = [page.table.index(row, 0).data() for row in range(page.table.rowCount())]
    assert "Scale AI, Inc." in names


def test_another_one_can_be_kept(running, dialogs):
    page = running.show("organizations")
    choose(page, "Scale AI", "Scale AI, Inc.")
    running.do("organization.merge")
    (dialog,) = dialogs
    with stored(running) as ledger:
        other = ledger.organizations.find("Scale AI, Inc.")
    dialog.choices.button(other).click()
    running.rest()
    assert "Moves to Scale AI, Inc.: " in dialog.effect.text()
    dialog.merge.click()
    running.rest()
    with stored(running) as ledger:
        assert ledger.organizations.get(other).aliases == ("Scale AI",)


def test_two_sides_of_one_event_are_refused_in_words(running, dialogs):
    page = running.show("organizations")
    choose(page, "Scale AI", "OpenAI")
    running.do("organization.merge")
    (dialog,) = dialogs
    assert not dialog.merge.isEnabled()
    assert "two of these as" in dialog.effect.text()


def test_a_scope_on_the_merged_one_is_on_the_kept_one_afterwards(running, dialogs):
    with stored(running) as ledger:
        kept, other = (ledger.organizations.find(name) for name in ("Scale AI", "Scale AI, Inc."))
    running.session.change_scope(organization_ids=(other,))
    running.session.write(lambda ledger: merge_organizations(ledger, kept, [other]))
    running.rest()
    assert running.session.scope.organization_ids == (kept,)


def test_fewer_than_two_are_explained(running, dialogs, said):
    running.do("organization.merge")
    assert running.window.page_id == "organizations"
    running.do("event.merge")
    assert running.window.page_id == "events"
    assert [words["title"] for words in said] == ["Merge Organizations", "Merge Events"]
    assert dialogs == []


def test_the_details_are_opened_and_saved(running, dialogs):
    page = running.show("organizations")
    choose(page, "Scale AI, Inc.")
    menu = page.context_menu()
    next(action for action in menu.actions() if action.text() == "Edit…").trigger()
    menu.close()
    running.rest()
    (dialog,) = dialogs
    assert dialog.fields.name.text() == "Scale AI, Inc."
    dialog.fields.aliases.setPlainText("OpenAI")
    dialog.save.click()
    running.rest()
    assert "already the name or alias" in dialog.error.text()
    dialog.fields.aliases.setPlainText("Scale")
    dialog.fields.parent_name.setText("Meta")
    dialog.save.click()
    running.rest()
    assert not dialog.isVisible()
    with stored(running) as ledger:
        found = ledger.organizations.get(ledger.organizations.find("Scale"))
        assert (found.name, found.parent_id) == ("Scale AI, Inc.", ledger.organizations.find("Meta"))


def test_the_context_menu_offers_what_can_be_done(running):
    page = running.show("organizations")
    choose(page, "Scale AI", "Scale AI, Inc.")
    menu = page.context_menu()
    assert {action.text(): action.isEnabled() for action in menu.actions() if action.text()} == {
        "Open Organization": False, "Edit…": False, "Add Organization": True, "Show in Scope": False, "Merge…": True,
        "Delete": False,
    }  # fmt: skip
    menu.close()


def test_names_are_shown_as_they_are(qapp, tmp_path, dialogs):
    path = tmp_path / "evil.headwater"
    with Ledger.create(path) as ledger:
        for name in (EVIL, "Other"):
            ledger.events.save(layoff(name, notes=EVIL, person=EVIL))
    running = Running(path)
    page = running.show("organizations")
    choose(page, EVIL, "Other")
    running.do("organization.merge")
    assert EVIL.replace("&", "&&") in {button.text() for button in dialogs[0].findChildren(QRadioButton)}
    running.ask(MergeEvents((1, 2)))
    assert EVIL in texts(dialogs[1])
    running.do("person.erase")
    dialogs[2].name.setText(EVIL)
    running.rest()
    for dialog in dialogs:
        assert {label.textFormat() for label in dialog.findChildren(QLabel) if "Evil" in label.text()} <= {
            Qt.TextFormat.PlainText
        }
    running.program.end()


# Events.


def layoffs(running):
    with stored(running) as ledger:
        return [row.id for row in ledger.at(ALL).events.select_rows(column="id") if row.kind == "layoff"]


def test_the_selected_events_stand_side_by_side_and_become_one(running, dialogs):
    page = running.show("events")
    kept, other = layoffs(running)
    rows = [row for row in range(page.model.rowCount()) if page.model.event_id(row) in {kept, other}]
    for row in rows:
        page.view.selectionModel().select(page.model.index(row, 0), SELECT)
    running.do("event.merge")
    (dialog,) = dialogs
    assert dialog.kept == kept, "the one with more claims"
    differing = {name for name, _texts, differs in dialog.rows if differs}
    assert differing == {"Organization", "Announced", "Count", "Sources"}
    assert "different organizations: Scale AI stays" in dialog.effect.text()
    dialog.merge.click()
    running.rest()
    assert layoffs(running) == [kept]
    with stored(running) as ledger:
        event = ledger.events.get(kept)
        assert (event.place, event.values.claim_count) == ("Oakland", 3)
    assert "Merged 2 events into one" in running.window.status.done.text()
    running.do("undo")
    assert layoffs(running) == [kept, other]


def test_the_other_one_is_kept_and_stays_selected(running, dialogs):
    first, second = layoffs(running)
    running.session.select(first)
    running.ask(MergeEvents((first, second)))
    (dialog,) = dialogs
    dialog.choices.button(second).click()
    dialog.merge.click()
    running.rest()
    assert layoffs(running) == [second]
    assert running.session.selected == second


def test_too_many_events_are_not_compared(running, dialogs, said):
    running.session.write(lambda ledger: _many(ledger, 14))
    running.rest()
    with stored(running) as ledger:
        ids = [row.id for row in ledger.at(ALL).events.select_rows()]
    running.ask(MergeEvents(tuple(ids)))
    assert dialogs == []
    assert "12" in said[0]["text"]


def _many(ledger, count):
    with ledger.operation("import.applied", file="x", rows=count) as operation:
        for number in range(count):
            ledger.events.write(operation, layoff(f"N{number}"))
    return ledger.last_change


def test_what_nobody_fills_is_left_out_and_what_is_missing_is_no_difference(case):
    with Ledger.open(case, mode="read") as ledger:
        ids = [row.id for row in ledger.at(ALL).events.select_rows(column="id") if row.kind == "layoff"]
        rows = {name: (said, differs) for name, said, differs in comparison(read_candidates(ledger, ids), {})}
    assert "Person" not in rows
    assert rows["Place"] == (["", "Oakland"], False)
    assert rows["Count"] == (["200", "210"], True)


# A person.


@pytest.fixture
def person(running):
    running.session.write(
        lambda ledger: ledger.events.save(
            layoff("Acme", kind="leadership_departure", person="Erika Muster", notes="Muster, Erika goes")
        )
    )
    running.rest()
    return running


def open_erase(running, dialogs):
    running.do("person.erase")
    (dialog,) = dialogs
    running.rest()
    return dialog


def look(running, dialog):
    running.until(lambda: dialog._look_later.isActive() is False)  # typing has paused
    running.rest()


def found(dialog):
    return {
        dialog.table.item(row, 0).text(): tuple(dialog.table.item(row, column).text() for column in (1, 2))
        for row in range(dialog.table.rowCount())
    }


def test_where_a_name_is_follows_the_typing(person, dialogs):
    dialog = open_erase(person, dialogs)
    dialog.name.setText("erika  muster")
    look(person, dialog)
    assert found(dialog) == {"Persons of events": ("1", "")}
    dialog.spellings.setPlainText("Muster, Erika")
    look(person, dialog)
    assert found(dialog) == {"Persons of events": ("1", ""), "Notes of events": ("1", "")}
    assert dialog.summary.text() == "Found in 2 texts:"
    dialog.name.setText("Nobody Known")
    dialog.spellings.setPlainText("")
    look(person, dialog)
    assert dialog.summary.text() == "The name is nowhere in this ledger."


def test_the_name_is_typed_twice_before_anything_is_erased(person, dialogs):
    dialog = open_erase(person, dialogs)
    dialog.name.setText("Erika Muster")
    look(person, dialog)
    assert not dialog.erase.isEnabled()
    dialog.again.setText("Erika")
    assert not dialog.erase.isEnabled()
    dialog.again.setText("erika muster")
    assert dialog.erase.isEnabled()
    for field in (dialog.name, dialog.again):
        QTest.keyClick(field, Qt.Key.Key_Return)
    person.rest()
    assert dialog.isVisible(), "Enter neither erases nor closes"
    assert dialog.erase.isEnabled()
    dialog.name.setText("Erika Musters")
    assert not dialog.erase.isEnabled(), "what is shown is of another name"


def test_erasing_says_so_and_undo_offers_what_was_before(person, dialogs):
    before = person.session.facts.undo.id
    person.session.change_scope(text="erika muster")
    dialog = open_erase(person, dialogs)
    dialog.name.setText("Erika Muster")
    dialog.spellings.setPlainText("Muster, Erika")
    dialog.again.setText("Erika Muster")
    look(person, dialog)
    dialog.erase.click()
    person.rest()
    assert dialog.summary.text() == "Erased a person from 2 texts; this cannot be undone"
    assert not dialog.erase.isVisible()
    assert person.session.facts.undo.id == before
    assert person.session.scope.text == ""
    with stored(person) as ledger:
        assert ledger.erasing.preview(["Erika Muster", "Muster, Erika"]) == ()
    assert b"Erika Muster" not in person.session.path.read_bytes()


def test_copies_are_listed_with_their_place(person, dialogs, tmp_path):
    with stored(person) as ledger:
        ledger.save_copy(tmp_path / "for you.headwater")
    dialog = open_erase(person, dialogs)
    assert f"\n{tmp_path}/\nfor you.headwater · " in dialog.copies.text()
    assert dialog.copies.text().startswith("1 copy of this ledger keeps the name.")


def test_backups_are_listed_as_well(person, dialogs):
    person.do("backup.now")
    person.until(lambda: person.session.backups.last is not None)
    backup = person.session.backups.last.path
    dialog = open_erase(person, dialogs)
    assert dialog.copies.text().startswith("1 copy of this ledger keeps the name.")
    assert f"\n{backup.parent}/\n{backup.name} · " in dialog.copies.text()


def test_without_copies_that_is_said(person, dialogs):
    assert open_erase(person, dialogs).copies.text() == "There is no copy of this ledger in its folder, and no backup."


def test_every_place_of_the_ledger_has_a_name(qapp, tmp_path):
    with Ledger.create(tmp_path / "a.headwater") as ledger:
        columns = {f"{table}.{column}" for table in ("events", "claims", "sources", "organizations", "aliases",
                   "relationships", "event_kinds", "imports", "import_rows", "operations", "settings", "preferences",
                   "accepted_findings") for column in ledger.erasing.columns(table)}  # fmt: skip
    named = {f"{one.partition('.')[0]}.words" if one.endswith("_words") else one for one in columns}
    assert named <= set(PLACES)


def test_moving_the_last_claim_says_that_none_is_left():
    assert "no claim left" in steps.operation_sentence("claim.moved", {"left": 0})
    assert "no claim left" not in steps.operation_sentence("claim.moved", {"left": 2})
