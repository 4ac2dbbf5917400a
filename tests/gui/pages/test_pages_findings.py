"""The findings page, and how findings are read without anybody having to wait for them."""

import threading
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from db.ledger import Ledger
from db.model.drafts import ClaimDraft, EventDraft, SourceDraft
from db.model.values import ImpreciseDate, Quantity
from desktop.pages.findings.page import FindingsPage
from desktop.session.findings import FindingList
from desktop.session.requests import MergeEvents, MergeOrganizations, OpenEvent
from helpers import golden
from helpers.pages import Desk

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def case(tmp_path):
    path = tmp_path / "case.headwater"
    ids = golden.make(path)
    return path, ids


@pytest.fixture
def desk(qtbot, case):
    made = Desk(qtbot, FindingsPage, case[0])
    look(made)
    yield made
    made.close()


def look(desk):
    desk.until(lambda: desk.page.findings.summary is not None and not desk.page.findings.reading)
    desk.rest()


def sentences(desk):
    return [desk.page.rows.sentence(row) for row in range(desk.page.rows.rowCount())]


def choose(desk, part):
    place = next(row for row, text in enumerate(sentences(desk)) if part in text)
    desk.page.view.setCurrentIndex(desk.page.rows.index(place))


def test_findings_stand_under_their_kind(desk):
    texts = sentences(desk)
    place = texts.index("Sources contradict each other (1)")
    assert texts[place + 1].startswith("Scale AI: 3 claims disagree on “Amount”")


def test_a_finding_leads_to_its_event(desk, case):
    choose(desk, "claims disagree")
    desk.rest()
    (line,) = [row for row in desk.page.events.rows if not row.isHidden()]
    assert line.words.startswith("Stake taken")
    desk.click(line)
    assert desk.asked == [OpenEvent(case[1]["stake"])]
    QTest.keyClick(desk.page.view, Qt.Key.Key_Return)
    assert desk.asked == [OpenEvent(case[1]["stake"])] * 2


def test_a_finding_is_accepted_with_a_note_and_reopened(desk):
    counted = []
    desk.page.findings.counted.connect(counted.append)
    before = desk.page.findings.summary.open
    choose(desk, "claims disagree")
    desk.page.note.setText("A misprint: a factor of ten")
    desk.click(desk.page.accept_button)
    desk.until(lambda: counted == [before - 1])
    assert not any("claims disagree" in text for text in sentences(desk))
    desk.click(desk.page.accepted_button)
    choose(desk, "claims disagree")
    assert desk.page.note.text() == "A misprint: a factor of ten"
    desk.click(desk.page.reopen_button)
    desk.until(lambda: counted[-1] == before)
    assert desk.page.open_button.text() == f"{before} open"


def test_after_accepting_the_next_finding_is_chosen(desk):
    choose(desk, "claims disagree")
    desk.click(desk.page.accept_button)
    look(desk)
    assert desk.page._finding is not None
    assert not desk.page._finding.accepted


def test_nothing_disagrees(qtbot, tmp_path):
    Ledger.create(tmp_path / "new.headwater").close()
    desk = Desk(qtbot, FindingsPage, tmp_path / "new.headwater")
    look(desk)
    assert desk.page.empty.words.startswith("Nothing disagrees")
    desk.close()


def test_the_list_of_a_session_is_read_once_for_all(desk):
    assert FindingList.of(desk.session) is desk.page.findings


def test_words_searched_for_leave_the_findings_alone(desk):
    before = desk.page.findings.summary
    desk.session.change_scope(text="zeppelin")
    assert not desk.page.findings.reading
    assert desk.page.findings.summary is before


# What may be there twice.


def told(ledger, publisher, day, *, organization="Acme", count=200):
    claim = ClaimDraft(
        source=SourceDraft(publisher=publisher),
        announced=ImpreciseDate.day(date(2025, 3, day)),
        count=Quantity.exact(float(count)),
    )
    return ledger.events.save(EventDraft(kind="layoff", organization=organization, claims=(claim,)))


def test_events_told_twice_can_be_merged_or_left_as_two(desk):
    first = desk.write(lambda ledger: told(ledger, "Herald", 3)).detail["event"]
    second = desk.write(lambda ledger: told(ledger, "Gazette", 5)).detail["event"]
    look(desk)
    choose(desk, "Acme: Same organization and kind, 2 days apart, 200 and 200")
    desk.rest()
    lines = [row.words for row in desk.page.events.rows if not row.isHidden()]
    assert len(lines) == 2
    assert "Herald" in lines[0]
    assert "Gazette" in lines[1]
    desk.click(desk.page.merge_button)
    assert desk.asked == [MergeEvents((first, second))]
    assert desk.page.accept_button.text() == "Not the Same"
    desk.click(desk.page.accept_button)
    look(desk)
    assert not any("2 days apart" in text for text in sentences(desk))
    desk.write(lambda ledger: told(ledger, "Star", 28, count=7))
    look(desk)
    assert not any("2 days apart" in text for text in sentences(desk)), "it was said that they are two"
    desk.click(desk.page.accepted_button)
    choose(desk, "2 days apart")
    assert desk.page.note.text() == "Not the same"
    assert not desk.page.merge_button.isVisible()


def test_organizations_with_like_names(desk):
    desk.write(lambda ledger: told(ledger, "Herald", 3, organization="Acme, Inc."))
    desk.write(lambda ledger: told(ledger, "Gazette", 5, organization="ACME", count=900))
    look(desk)
    choose(desk, "“Acme, Inc.” and “ACME” differ only in legal form")
    desk.click(desk.page.merge_button)
    (request,) = desk.asked
    assert isinstance(request, MergeOrganizations)
    assert len(request.organization_ids) == 2


# After a change.


def test_every_change_is_followed(desk):
    counted = []
    desk.page.findings.counted.connect(counted.append)
    before = desk.page.findings.summary.open
    bare = desk.write(lambda ledger: ledger.events.save(EventDraft(kind="layoff", organization="Bare")))
    look(desk)
    assert (counted[-1], desk.page.open_button.text()) == (before + 1, f"{before + 1} open")
    desk.write(lambda ledger: ledger.events.delete([bare.detail["event"]]))
    look(desk)
    assert counted[-1] == before
    desk.write(lambda ledger: ledger.undo())
    look(desk)
    assert counted[-1] == before + 1


def test_a_note_being_written_outlives_a_change(desk):
    choose(desk, "claims disagree")
    desk.type(desk.page.note, "half a thought")
    desk.write(lambda ledger: ledger.events.save(EventDraft(kind="layoff", organization="Bare")))
    look(desk)
    assert desk.page.note.text() == "half a thought"


# Who waits for whom.


def test_long_work_makes_way_and_starts_again(desk):
    tasks = desk.session.tasks
    begun, order, rounds = threading.Event(), [], []

    def patient(_ledger, progress):
        rounds.append(1)
        begun.set()
        while len(rounds) == 1:  # the first time it goes on until it has to make way
            progress.report(0, 1)
        return "patient"

    tasks.read(patient, order.append, key="patient", patient=True)
    assert begun.wait(5)
    tasks.read(lambda _ledger, _progress: "first", order.append)
    desk.until(lambda: order == ["first", "patient"])
    assert len(rounds) == 2


def test_a_statement_that_was_overtaken_is_no_failure(desk):
    tasks = desk.session.tasks
    begun, got = threading.Event(), []

    def slow(ledger, _progress):
        ledger.store.connection.set_progress_handler(begun.set, 1000)  # called while the statement runs
        ledger.store.connection.execute(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
        ).fetchone()

    tasks.read(slow, got.append, got.append, key="same")
    assert begun.wait(5)
    tasks.read(lambda _ledger, _progress: "later", got.append, got.append, key="same")
    desk.until(lambda: got == ["later"])


@pytest.fixture
def crowded(qtbot, tmp_path):
    """Thirty layoffs without a source, and thirty that sink below zero."""
    path = tmp_path / "crowded.headwater"
    day = ImpreciseDate.day(date(2025, 7, 1))
    with Ledger.create(path) as ledger, ledger.operation("test") as operation:
        for number in range(30):
            bare = ClaimDraft(announced=day, count=Quantity.exact(float(number)))
            ledger.events.write(operation, EventDraft(kind="layoff", organization=f"Acme {number}", claims=(bare,)))
            level = ClaimDraft(source=SourceDraft(publisher="Herald"), announced=day, count=Quantity.exact(10.0))
            cut = ClaimDraft(
                source=SourceDraft(publisher="Herald"), announced=ImpreciseDate.day(date(2025, 8, 1)),
                count=Quantity.exact(100.0 + number),
            )  # fmt: skip
            for kind, claim in (("reported_headcount", level), ("layoff", cut)):
                ledger.events.write(operation, EventDraft(kind=kind, organization=f"Bolt {number}", claims=(claim,)))
    made = Desk(qtbot, FindingsPage, path)
    look(made)
    yield made
    made.close()


def test_of_many_findings_those_that_change_the_most_are_shown_and_the_rest_is_a_key_away(crowded):
    texts = sentences(crowded)
    assert texts[0] == "Level below zero (30)"
    assert "−119" in texts[1]
    assert texts[6] == "Show 25 more"
    assert texts[7] == "Event without source (30)"
    crowded.page.view.setCurrentIndex(crowded.page.rows.index(6))
    QTest.keyClick(crowded.page.view, Qt.Key.Key_Return)
    texts = sentences(crowded)
    assert texts.index("Event without source (30)") == 31
    assert "−114" in texts[6]
    assert crowded.page.view.currentIndex().row() == 6


def test_where_nothing_disagrees_it_says_what_was_looked_at(qtbot, tmp_path):
    path = tmp_path / "a.headwater"
    Ledger.create(path).close()
    desk = Desk(qtbot, FindingsPage, path)
    look(desk)
    assert "Looked at" in desk.page.empty.words
    desk.close()
