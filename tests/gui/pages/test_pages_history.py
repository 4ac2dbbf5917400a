"""The history page: what was done when and by whom, what it changed, and taking back a step that is not the last."""

from dataclasses import fields, replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox

from db.curation.merge_organizations import merge_organizations
from db.history.comparison_tables import AcceptedFinding, Alias, Setting
from db.importing.planning.plan import default_plan, inspect_file
from db.importing.run import run_import
from db.ledger import Ledger
from db.model.drafts import ClaimDraft, SourceDraft
from db.model.records import Claim, Event, EventKind, Organization, Preference, Relationship, Source
from db.model.values import Quantity, Status
from desktop.pages.history.page import HistoryPage
from desktop.session.requests import OpenEvent
from desktop.wording import codes
from desktop.wording.changes import details as history
from desktop.wording.changes import steps
from desktop.wording.changes.past import read_lines
from desktop.wording.records import record_values
from helpers.drafts import layoff
from helpers.pages import Desk, cells

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "a.headwater"
    with Ledger.create(path) as ledger:
        ledger.store.actor = "Ada"
        ledger.events.save(layoff())
        ledger.store.actor = ""
        ledger.events.save(layoff("Other", count=40, place="Berlin"))
        claim = ledger.events.claims(1)[0]
        about = ClaimDraft(
            id=claim.id, source=claim.source_id, announced=claim.announced, count=Quantity(150, 200, 250, "~200")
        )
        ledger.events.save(layoff(1, claims=(about,)), event_id=1)
    return path


@pytest.fixture
def desk(qtbot, path):
    made = Desk(qtbot, HistoryPage, path)
    yield made
    made.close()


def listed(desk):
    return [cells(desk.page.table, row)[1:] for row in range(desk.page.table.rowCount())]


def told(desk):
    return [desk.page.lines.index(row, 0).data() for row in range(desk.page.lines.rowCount())]


def choose(desk, row):
    desk.page.view.setCurrentIndex(desk.page.table.index(row, 0))
    desk.rest()


def answer(monkeypatch, text):
    """Whatever is asked next is answered with the button of this text; gives what was asked."""
    asked = []

    def exec_(box):
        asked.append(f"{box.text()} {box.informativeText()}")
        button = next(one for one in box.buttons() if one.text().replace("&", "") == text)
        button.click()

    monkeypatch.setattr(QMessageBox, "exec", exec_)
    return asked


def test_the_latest_step_is_on_top_with_who_did_what(desk):
    assert listed(desk) == [
        ["", "Saved Layoff: Scale AI", "in effect"],
        ["", "Added Layoff: Other", "in effect"],
        ["Ada", "Added Layoff: Scale AI", "in effect"],
        ["", "Created the ledger", "in effect"],
    ]
    assert desk.page.count.text() == "4"


def test_the_chosen_step_says_what_was_before_and_after(desk):
    assert desk.page.sentence.text() == "Saved Layoff: Scale AI"
    assert told(desk) == ["Layoff: Scale AI", "Count of TechCrunch’s claim: 200 → ≈ 200 (150–250)"]
    choose(desk, 1)
    assert told(desk)[:2] == [
        "Added Layoff: Other",
        "Claim of TechCrunch added: reported · 16 July 2025 · 40",
    ]
    assert "Added Organization: Other" in told(desk)


def test_a_new_step_is_listed_at_once_and_an_undone_one_says_so(desk):
    desk.write(lambda ledger: ledger.events.delete([2]))
    assert listed(desk)[0] == ["", "Deleted Layoff: Other", "in effect"]
    desk.write(lambda ledger: ledger.undo())
    assert [row[1:] for row in listed(desk)[:2]] == [
        ["Undone: Layoff, Other, deleted", ""], ["Deleted Layoff: Other", "undone"],
    ]  # fmt: skip
    desk.click(desk.page.states[2])
    assert [row[1] for row in listed(desk)] == ["Deleted Layoff: Other"]
    assert desk.page.revert_button.isHidden()
    desk.click(desk.page.states[1])
    assert len(listed(desk)) == 4


def test_steps_are_found_by_what_and_who(desk):
    QTest.keyClicks(desk.page.search, "ada scale")
    QTest.keyClick(desk.page.search, Qt.Key.Key_Return)
    desk.rest()
    assert [row[1] for row in listed(desk)] == ["Added Layoff: Scale AI"]
    desk.type(desk.page.search, "zzz")
    QTest.keyClick(desk.page.search, Qt.Key.Key_Return)
    desk.rest()
    assert listed(desk) == []
    assert desk.page.empty.isVisible()


def test_a_line_leads_to_its_event(desk):
    choose(desk, 1)
    desk.page.details.activated.emit(desk.page.lines.index(0, 0))
    desk.rest()
    assert desk.asked == [OpenEvent(2)]


def test_a_step_that_nothing_was_edited_of_is_reverted_after_a_question(desk, monkeypatch):
    asked = answer(monkeypatch, "Revert")
    choose(desk, 1)
    desk.click(desk.page.revert_button)
    assert asked == ["Revert “Add Layoff: Other”? What was done later stays. Undo brings everything back."]
    assert listed(desk)[0][1] == "Reverted: Layoff, Other, added"
    assert listed(desk)[2] == ["", "Added Layoff: Other", "reverted"]
    assert told(desk)[0] == "Removed Layoff: Other"
    assert steps.undo_text(desk.session.facts.undo) == "Undo Revert Add Layoff: Other"


@pytest.mark.parametrize(("button", "left"), [("Revert All", 1), ("Revert, Keep Edited", 2), ("Cancel", 2)])
def test_what_was_edited_since_is_counted_and_kept_or_not(desk, monkeypatch, button, left):
    asked = answer(monkeypatch, button)
    choose(desk, 2)
    desk.click(desk.page.revert_button)
    assert "1 of 1 record was edited since." in asked[0]
    events = []
    desk.session.tasks.read(lambda ledger, _progress: ledger.events.total(), events.append)
    desk.rest()
    assert events == [left]


def test_what_cannot_be_taken_back_is_said(desk, monkeypatch):
    answer(monkeypatch, "Revert, Keep Edited")
    choose(desk, 2)
    desk.click(desk.page.revert_button)
    assert "Nothing is left to revert" in desk.page.error.text()
    assert desk.page.error.isVisible()


def test_an_earlier_day_knows_no_later_steps(desk):
    desk.session.change_scope(known_operation=2)
    desk.rest()
    assert [row[1] for row in listed(desk)] == ["Added Layoff: Scale AI", "Created the ledger"]
    assert desk.page.revert_button.isHidden()


def test_thousands_of_steps_come_in_portions(qtbot, tmp_path):
    path = tmp_path / "many.headwater"
    with Ledger.create(path) as ledger:
        for number in range(450):
            ledger.settings.set("fiscal_year", str(number))
    desk = Desk(qtbot, HistoryPage, path)
    table = desk.page.table
    assert table.rowCount() == 451
    assert table.index(400, 2).data() is None
    desk.rest()
    assert table.index(400, 2).data() == "Changed a setting of the ledger"
    desk.close()


def lines(ledger, operation_id=None, **about):
    found = read_lines(ledger, operation_id or ledger.last_operation(), ledger.kinds.all(), **about)
    return [line.text.replace("\N{NO-BREAK SPACE}", " ") for line in found.lines]


@pytest.fixture
def ledger(path):
    with Ledger.open(path) as opened:
        yield opened


def test_a_correction_says_old_new_and_why(ledger):
    claim = ledger.events.claims(1)[0]
    kept = ClaimDraft(id=claim.id, source=claim.source_id, announced=claim.announced, count=claim.count)
    newer = ClaimDraft(
        source=SourceDraft(publisher="Bloomberg"), announced=claim.announced, count=Quantity.exact(210, "210"),
        supersedes_id=claim.id, reason="misread",
    )  # fmt: skip
    ledger.events.save(layoff(1, claims=(kept, newer)), event_id=1)
    said = lines(ledger, event_id=1)
    assert said == [
        "Count of TechCrunch’s claim corrected: ≈ 200 (150–250) → 210",
        "TechCrunch’s claim corrected by Bloomberg",
        "Reason for the correction: misread",
    ]


def test_a_decision_says_for_whom_and_why(ledger):
    claims = (ClaimDraft(count=Quantity.exact(200, "200")), ClaimDraft(count=Quantity.exact(500, "500")))
    ledger.events.save(layoff("Third", claims=claims))
    ids = [one.id for one in ledger.events.claims(3)]
    ledger.events.prefer(3, "count", claim_id=ids[1], reason="memo")
    assert lines(ledger) == [
        "Layoff: Third", "Count: 200–500 → 500", "Contradicted: Count → –",
        "Count: decided for no source (500)", "Reason for the decision: memo",
    ]  # fmt: skip
    ledger.events.prefer(3, "count", claim_id=None, reason="", both=True)
    assert "Count: decided for all claims as plausible" in lines(ledger)


def test_names_sources_kinds_and_settings_have_lines_of_their_own(ledger):
    ledger.organizations.save(name="Scale", organization_id=1, aliases=("Scale AI, Inc.",), mine=True)
    assert lines(ledger) == [
        "Organization: Scale", "Name: Scale AI → Scale", "My organization: no → yes", "Alias “Scale AI, Inc.” added",
    ]  # fmt: skip
    ledger.sources.save(replace(ledger.sources.get(1), reliability="B", title="Cuts"))
    assert lines(ledger) == [
        "Source: TechCrunch", "Title: – → Cuts", "Reliability: – → B · usually reliable",
    ]  # fmt: skip
    ledger.settings.set("date_order", "dmy")
    assert lines(ledger) == ["Added Setting: Order of day and month", "Value: dmy"]
    ledger.settings.set("fiscal_year", "-3")
    assert lines(ledger) == [
        "Added Setting: Start of the fiscal year", "Value: fiscal 2025 is October 2024 to September 2025",
    ]  # fmt: skip


def test_a_long_operation_is_cut_and_the_rest_counted(ledger):
    with ledger.operation("event.added", kind="layoff"):
        for number in range(30):
            ledger.events.save(layoff(f"Company {number}", claims=(ClaimDraft(status=Status.REPORTED),)))
    said = lines(ledger, limit=10)
    assert len(said) == 11
    assert said[-1] == "and 80 more"  # 30 events, claims and organizations, less those shown


def import_412(ledger):
    path = ledger.path.with_name("layoffs.csv")
    rows = "".join(f"Company {number},2024-03-01,{number + 1}\n" for number in range(412))
    path.write_text("company,date,total_laid_off\n" + rows)
    return run_import(ledger, path, default_plan(inspect_file(path)))


@pytest.mark.parametrize(
    ("write", "undo", "redone"),
    [
        (lambda ledger: ledger.events.save(layoff("X")), "Undo Add Layoff: X", "Redone: Layoff, X, added"),
        (lambda ledger: ledger.events.save(layoff(1, count=9), event_id=1), "Undo Edit Layoff: Scale AI",
         "Redone: Layoff, Scale AI, saved"),
        (lambda ledger: ledger.events.delete([1]), "Undo Delete Layoff: Scale AI", "Redone: Layoff, Scale AI, deleted"),
        (lambda ledger: ledger.events.delete([1, 2]), "Undo Delete 2 Events", "Redone: 2 events deleted"),
        (lambda ledger: ledger.events.save(layoff(1, kind="relationship_started", counterparty="Meta")),
         "Undo Add Relationship started: Scale AI", "Redone: Relationship started, Scale AI, added"),
        (lambda ledger: merge_organizations(ledger, 1, [2]), "Undo Merge Organizations: Scale AI",
         "Redone: organizations merged into Scale AI"),
        (import_412, "Undo Import of layoffs.csv, 412 rows", "Redone: Import of layoffs.csv, 412 rows"),
        (lambda ledger: ledger.revert(2, edited="undo"), "Undo Revert Add Layoff: Scale AI",
         "Redone: “Layoff, Scale AI, added” reverted"),
    ],
)  # fmt: skip
def test_undo_and_redo_name_their_step(ledger, write, undo, redone):
    write(ledger)
    assert steps.undo_text(ledger.undo_step(), kinds=ledger.kinds.all()) == undo
    ledger.undo()
    assert steps.redo_text(ledger.redo_step(), kinds=ledger.kinds.all()) == undo.replace("Undo", "Redo")
    assert steps.change_sentence(ledger.redo(), kinds=ledger.kinds.all()) == redone


def test_every_field_that_can_differ_has_words():
    records = (
        Event, Claim, Preference, Relationship, Organization, Alias, Source, EventKind, AcceptedFinding, Setting,
    )  # fmt: skip
    told_otherwise = {"id", "values", "aliases", "superseded", "key", "field", "claim_id"}
    known = {*record_values.FIELD_NAMES, *codes.FIELDS, *history.SILENT, *told_otherwise}
    assert {each.name for record in records for each in fields(record)} - known == set()


def test_many_steps_leave_no_column_beyond_the_edge(qtbot, path):
    with Ledger.open(path) as ledger:
        for number in range(20):
            ledger.events.save(layoff(f"Company {number}"))
    desk = Desk(qtbot, HistoryPage, path)
    view = desk.page.view
    assert view.verticalScrollBar().isVisible()
    desk.until(lambda: view.horizontalHeader().length() == view.viewport().width())
    assert not view.horizontalScrollBar().isVisible()
    desk.close()
