"""The headcount and the relationships page over the case: sentence, chart, table twin, and what to do without data."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from db.ledger import Ledger
from db.records import Scope
from db.values import Status
from desktop.pages.headcount import HeadcountPage
from desktop.pages.relationships import RelationshipsPage
from desktop.session import Session
from desktop.settings import Settings
from desktop.theme import Theme
from helpers import golden

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def case(qapp, qtbot, tmp_path):
    """A session on the case, its events by name, and the id of its organization."""
    path = tmp_path / "case.headwater"
    with Ledger.create(path) as ledger:
        ids = golden.fill(ledger)
        organization = ledger.organizations.find(golden.NAME)
    session = Session()
    session.failed.connect(pytest.fail)
    with qtbot.waitSignal(session.opened, timeout=20_000):
        session.open(path)
    qtbot.waitUntil(lambda: session.writable, timeout=20_000)
    yield session, ids, organization
    session.close()


def _shown(qtbot, qapp, kind, session):
    page = kind(session, Theme(qapp, mode="light"), Settings())
    qtbot.addWidget(page)
    page.resize(840, 640)
    page.show()
    qtbot.waitUntil(lambda: page.pages.currentIndex() > 0, timeout=20_000)
    return page


def _plain(text):
    return text.replace("\N{NO-BREAK SPACE}", " ")


def _cells(table):
    model = table.model()
    return [
        [_plain(model.index(row, column).data()) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def test_headcount_says_the_level_and_its_twin_has_the_same_numbers(case, qtbot, qapp):
    session, ids, organization = case
    session.set_scope(Scope(organization_ids=(organization,)))
    page = _shown(qtbot, qapp, HeadcountPage, session)
    first, second = _plain(page.headline.text()).split("\n")
    assert first == "Scale AI: ≈ 1,229 (1,179–1,281) employees since 16 July 2025 (implied)"
    assert second == "Scale AI: −500 contingent workers since 15 July 2025; no level is known"
    events = {row[2]: row for row in _cells(page._events)}
    layoff = events["Layoff"]
    assert layoff[1] == "16 July 2025"
    assert layoff[3].startswith("200, ≈ 14%")
    level = next(row for row in _cells(page._levels) if row[:2] == ["Employees", "16 Jul 2025"])
    assert level[2:5] == ["1,179", "1,229", "1,281"]
    assert level[7] == layoff[0]
    assert page.chart.describe(ids["layoff"]).startswith(f"{layoff[0]}:")


def test_f7_shows_the_table_and_the_chart_again(case, qtbot, qapp):
    session, _ids, _organization = case
    page = _shown(qtbot, qapp, HeadcountPage, session)
    assert not page.shows_table
    QTest.keyClick(page, Qt.Key.Key_F7)
    assert page.shows_table
    assert page._levels.isVisible()
    QTest.keyClick(page, Qt.Key.Key_F7)
    assert page.chart.isVisible()


def test_choosing_in_chart_or_table_selects_everywhere(case, qtbot, qapp):
    session, ids, organization = case
    session.set_scope(Scope(organization_ids=(organization,)))
    page = _shown(qtbot, qapp, HeadcountPage, session)
    QTest.keyClick(page.chart, Qt.Key.Key_Home)
    assert session.selected in ids.values()
    session.select(ids["layoff"])
    assert page.chart.selected == ids["layoff"]
    row = page._events.currentIndex().row()
    assert _cells(page._events)[row][2] == "Layoff"


def test_picking_an_organization_leaves_the_scope_alone(case, qtbot, qapp):
    session, _ids, _organization = case
    page = _shown(qtbot, qapp, HeadcountPage, session)
    assert page._picker.currentText() == "Scale AI"  # it has the most events
    page._picker.setCurrentIndex(page._picker.findText("Meta"))
    page._picker.activated.emit(page._picker.currentIndex())
    qtbot.waitUntil(lambda: page.pages.currentWidget() is page.empty)
    assert "Meta" in page.empty.words
    assert session.scope == Scope()


def test_an_empty_period_says_what_to_do(case, qtbot, qapp):
    session, _ids, organization = case
    session.set_scope(Scope(organization_ids=(organization,), first=date(2019, 1, 1), last=date(2019, 12, 31)))
    page = _shown(qtbot, qapp, HeadcountPage, session)
    assert page.pages.currentWidget() is page.empty
    assert "Scale AI" in page.empty.words
    with qtbot.waitSignal(page.requested) as asked:
        page._on_new_event()
    assert asked.args == ["event.new", None]


def test_relationships_compare_around_the_stake(case, qtbot, qapp):
    session, ids, organization = case
    session.set_scope(Scope(organization_ids=(organization,)))
    page = _shown(qtbot, qapp, RelationshipsPage, session)
    assert "Stake taken" in page._anchor.currentText()
    assert [cell.text() for cell in page._cells[4][1:]] == ["0", "2"]
    changed = [page._changed.item(row).text() for row in range(page._changed.count())]
    assert any("OpenAI: winding down" in words for words in changed)
    assert page._excluded.count() == 1
    page._window.setCurrentIndex(0)
    page._window.activated.emit(0)
    qtbot.waitUntil(lambda: page.chart._series.comparison.days == 30)
    page._on_item_chosen(page._excluded.item(0))
    assert session.selected in ids.values()


def test_what_is_left_out_says_why_as_the_scope_changes(case, qtbot, qapp):
    session, _ids, organization = case
    session.set_scope(Scope(organization_ids=(organization,)))
    page = _shown(qtbot, qapp, RelationshipsPage, session)
    assert "weaker than the chosen status" in page._excluded.item(0).text()
    assert _cells(page._lanes)[-1][3] == "weaker than the chosen status"  # rumors stand last, as in the chart
    session.change_scope(minimum_status=Status.RUMORED)
    qtbot.waitUntil(lambda: "without a date" in page._excluded.item(0).text())


def test_an_empty_ledger_asks_for_a_first_event(qapp, qtbot, tmp_path):
    path = tmp_path / "empty.headwater"
    Ledger.create(path).close()
    session = Session()
    with qtbot.waitSignal(session.opened, timeout=20_000):
        session.open(path)
    qtbot.waitUntil(lambda: session.writable, timeout=20_000)
    for kind in (HeadcountPage, RelationshipsPage):
        page = _shown(qtbot, qapp, kind, session)
        assert page.pages.currentWidget() is page.empty
        assert page.chart is None
        assert len(page.empty.words) > 40
    session.close()
