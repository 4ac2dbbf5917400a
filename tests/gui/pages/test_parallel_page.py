"""The page of parallel cases over its sample: how cases are chosen, what followed, what is not known, and the print."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from db.figures.asking import ask
from db.figures.parallel_stories import stories
from db.figures.questions import Asked
from db.ledger import Ledger
from db.model.drafts import ClaimDraft, EventDraft
from db.model.scope import Scope
from db.model.values import ImpreciseDate, Quantity, Status
from desktop import pdf
from desktop.actions.files import fill_parallel_sample
from desktop.drawing.marks import Pin, Point, Style
from desktop.look.theme import Theme
from desktop.pages.parallel.page import ParallelPage
from desktop.pdf.view_report import lay_out_view
from desktop.session.bus import Bus
from desktop.session.session import Session
from desktop.session.settings import Settings

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def _page(qapp, qtbot, path):
    session = Session()
    session.failed.connect(pytest.fail)
    with qtbot.waitSignal(session.opened):
        session.open(path)
    page = ParallelPage(session, Theme(qapp, mode="light"), Settings(), Bus())
    qtbot.addWidget(page)
    page.resize(1000, 640)
    page.show()
    qtbot.waitUntil(lambda: page.panel.shown is not None)
    return page


def _choose(qtbot, page, view):
    page.panel.shown = None
    page.choose(view)
    qtbot.waitUntil(lambda: page.panel.shown is not None)
    return page.panel.shown


def _cells(shown):
    return [[cell.replace("\N{NO-BREAK SPACE}", " ") for cell in line.cells] for line in shown.lines]


def test_the_sample_tells_four_stories_and_no_cause(qapp, qtbot, tmp_path):
    path = tmp_path / "p.headwater"
    with Ledger.create(path) as ledger:
        fill_parallel_sample(ledger)
        index = ask(ledger.at(), "parallel-index")
        told = {(one.name, level.month): level.index for one in stories(ledger.at(), Asked()) for level in one.levels}
    for cell in index.cells:  # the page draws what the question answers
        found = told[cell.group, cell.extra["months"]]
        assert (found.low, found.best, found.high) == (cell.low, cell.best, cell.high)
    page = _page(qapp, qtbot, path)
    shown = page.panel.shown
    assert shown.headline.startswith("4 cases: every organization in the scope")
    assert "No cut is known of: Inflection AI and Character.AI." in shown.remark
    assert shown.figure.note.startswith("4 stories, no cause.")
    assert ["Character.AI", "0", "1 Aug 2024", "≈ 170 (160–180)", "100", "3"] in _cells(shown)
    QTest.keyClick(page.panel.chart, Qt.Key.Key_Home)
    qtbot.waitUntil(page.panel.below.isVisible)

    shown = _choose(qtbot, page, "days")
    days = {(row[0], row[2]): row[3] for row in _cells(shown)}
    assert days["Scale AI", "First cut"] == "33 days"
    assert days["Windsurf", "First cut"] == "≈ 20 (17–23) days"
    assert days["Inflection AI", "First cut"].startswith("none known by ")

    shown = _choose(qtbot, page, "shares")
    shares = {(row[0], row[2]): row[3] for row in _cells(shown)}
    assert shares["Scale AI", "Share cut within 6 months"] == "14% (13.5–14.5%)"
    assert shares["Character.AI", "Share cut within 6 months"] == "None is known."

    assert "needs 10 cases; there are 4" in _choose(qtbot, page, "curve").headline
    assert page.printed() is None, "there is nothing to print"

    page.chosen["anchors"] = ["acquisition"]
    shown = _choose(qtbot, page, "days")
    assert shown.headline.startswith("1 case: ")
    report = lay_out_view(page.printed(), paper="a4")
    assert pdf.write_report(report, tmp_path / "p.pdf") == len(report.pages)
    assert (tmp_path / "p.pdf").read_bytes().startswith(b"%PDF")
    page.session.close()


def test_cases_that_are_rumors_are_hollow_and_called_so_in_every_view(qapp, qtbot, tmp_path):
    path = tmp_path / "r.headwater"
    with Ledger.create(path) as ledger:
        first = ClaimDraft(announced=ImpreciseDate.day(date(2023, 1, 1)))
        ledger.events.save(EventDraft(kind="stake_taken", organization="Zelkova", claims=(first,)))
        for name, status in (("Acorn", Status.RUMORED), ("Birch", Status.CONFIRMED)):
            for kind, day in (("reported_headcount", 0), ("stake_taken", 9), ("layoff", 40)):
                when = ImpreciseDate.day(date(2024, 1, 1) + timedelta(days=day))
                claim = ClaimDraft(announced=when, count=Quantity.exact(100 - day) if day != 9 else None, status=status)
                ledger.events.save(EventDraft(kind=kind, organization=name, claims=(claim,)))
    page = _page(qapp, qtbot, path)
    assert [row[0] for row in _cells(page.panel.shown)].count("Acorn (rumored)") == 0, "rumors are not asked for"
    page.panel.shown = None
    page.session.set_scope(Scope(minimum_status=Status.RUMORED))
    qtbot.waitUntil(lambda: page.panel.shown is not None)
    assert {row[0] for row in _cells(page.panel.shown)} == {"Acorn (rumored)", "Birch"}
    rows = page.panel.shown.figure.panels[-1].rows
    styles = {rows.name(n): {pin.style for pin in rows.marks(n) if isinstance(pin, Pin)} for n in range(rows.count)}
    assert styles["Acorn (rumored)"] == {Style.HOLLOW}
    assert Style.HOLLOW not in styles["Birch"]
    for view in ("days", "shares"):
        rows = _choose(qtbot, page, view).figure.panels[0].rows
        fills = {
            rows.name(n): [one.look.fill for one in rows.marks(n) if isinstance(one, Point)] for n in range(rows.count)
        }
        assert (fills["Acorn (rumored)"], fills["Birch"]) == (["surface"], ["negative"])
    page.session.close()


def test_a_list_of_cutters_gives_no_time_to_a_first_cut(qapp, qtbot, tmp_path):
    path = tmp_path / "c.headwater"
    with Ledger.create(path) as ledger:
        for number in range(11):
            for kind, day in (("stake_taken", 0), ("layoff", 30 + number)):
                when = ImpreciseDate.day(date(2024, 1, 1) + timedelta(days=day))
                claim = ClaimDraft(announced=when, count=Quantity.exact(5) if day else None)
                ledger.events.save(EventDraft(kind=kind, organization=f"Case {number}", claims=(claim,)))
    page = _page(qapp, qtbot, path)
    assert "Every organization here has cut" in _choose(qtbot, page, "curve").headline
    assert "Every organization here has cut" in _choose(qtbot, page, "days").remark
    page.chosen.update(anchors="nonsense", what="never")
    assert _choose(qtbot, page, "curve").figure is None
    page.panel.shown = None
    page.session.set_scope(Scope(known_on=date(2020, 1, 1)))  # before there were kinds
    qtbot.waitUntil(lambda: page.panel.shown is not None)
    assert page.panel.shown.headline == "No event of these kinds counts at any organization."
    page.session.close()
