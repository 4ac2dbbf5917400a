"""Pairs in the check: both sides beside each other, decided one by one or all alike, and kept when one goes back."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from db.ledger import Ledger
from helpers.import_desk import texts

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

TRACKER = """company,date,total_laid_off,location
Acorn,2025-01-10,120,Berlin
Birch,2025-01-20,30,Graz
Cedar,2025-02-01,80,Wien
"""
PAPERS = """company,date,total_laid_off,publisher,location
<b>Acorn</b>,2025-01-01,1,Gazette,
Acorn,2025-01-13,118,Gazette,Potsdam
Birch,2025-01-21,30,Gazette,Graz
Cedar,2025-02-20,81,Gazette,Wien
"""


@pytest.fixture
def pairs(desk):
    desk.run(desk.open(desk.file(TRACKER, "tracker.csv")))
    wizard = desk.open(desk.file(PAPERS, "papers.csv"))
    desk.check(wizard)
    wizard.check_step.views.setCurrentIndex(2)
    return wizard


def again(desk, wizard):
    desk.until(lambda: wizard.checked is not None)
    return wizard.check_step.pairs


def becomes(panel):
    return [row[panel.model.BECOMES] for row in texts(panel.table)]


def shown(panel):
    """The texts of both sides, those that differ in capitals."""
    return [
        label.text().upper() if label.property("role") == "subheading" else label.text()
        for label in panel._area.widget().findChildren(QLabel)
    ]


def outcomes(desk):
    with Ledger.open(desk.ledger_path, mode="read") as ledger:
        return ledger.at().imports.files()[0].outcomes


def test_both_sides_stand_beside_each_other_and_a_pair_is_decided_by_key(desk, pairs):
    step, panel = pairs.check_step, pairs.check_step.pairs
    assert step.views.tabText(2) == "Pairs (2)"
    assert "2 rows may tell of something that is known already" in step.notice.text
    assert texts(panel.table)[0] == [
        "Two events, undecided", "Acorn", "13 January 2025 · 118", "10 January 2025 · 120",
        "3 days apart, another source, same organization and sort of event",
    ]  # fmt: skip
    desk.until(lambda: "Known: tracker.csv, line 2" in shown(panel))
    told = shown(panel)
    assert told[told.index("Count") + 1 :][:2] == ["118", "120"]
    assert told[told.index("Place") + 1 :][:2] == ["POTSDAM", "BERLIN"]
    assert told[told.index("Organization") + 1 :][:2] == ["Acorn", "Acorn"]
    panel.table.setFocus()
    QTest.keyClick(panel.one_event, Qt.Key.Key_Space)
    assert becomes(panel)[0] == "One event", "shown at once"
    assert panel.table.currentIndex().row() == 1, "the next pair"
    panel = again(desk, pairs)
    assert becomes(panel) == ["One event", "Two events, undecided"]
    assert pairs.checked.report.new_claim == 1
    pairs.back.click()
    desk.check(pairs)
    assert becomes(again(desk, pairs)) == ["One event", "Two events, undecided"], "going back keeps it"
    panel.table.setCurrentIndex(panel.model.index(1, 0))
    panel.leave_out.click()
    again(desk, pairs)
    desk.run(pairs)
    assert outcomes(desk) == {"new": 2, "new_claim": 1, "amends": 0, "duplicate": 0, "skipped": 1, "problem": 0}


def test_all_alike_are_decided_in_one_go_and_papers_may_be_further_apart(desk, pairs):
    panel = pairs.check_step.pairs
    panel.days.choose(30)
    panel = again(desk, pairs)
    assert len(becomes(panel)) == 3
    assert panel.all_alike.text() == "For all 3 pairs of this sort"
    panel.all_alike.click()
    panel.one_event.click()
    assert becomes(panel) == ["One event"] * 3
    again(desk, pairs)
    panel.table.setCurrentIndex(panel.model.index(0, 0))
    panel.two_events.click()
    again(desk, pairs)
    assert becomes(panel) == ["Two events", "One event", "One event"], "a single decision goes first"
    desk.run(pairs)
    assert outcomes(desk)["new_claim"] == 2
