"""The headcount and the relationships page over the case: sentence, chart, table twin, and what to do without data."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from db.ledger import Ledger
from db.model.drafts import ClaimDraft, EventDraft
from db.model.records import Scope
from db.model.values import ImpreciseDate, Quantity, Status
from db.output.snapshot import build
from db.reading.dates import middle_day
from desktop.look.theme import Theme
from desktop.pages.headcount.page import HeadcountPage
from desktop.pages.headcount.reading import read_headcount
from desktop.pages.relationships.page import RelationshipsPage
from desktop.pages.relationships.reading import read_relationships
from desktop.session.bus import Bus
from desktop.session.requests import NewEvent
from desktop.session.session import Session
from desktop.session.settings import Settings
from helpers import golden
from helpers.requests import noting

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
    with qtbot.waitSignal(session.opened):
        session.open(path)
    qtbot.waitUntil(lambda: session.writable)
    yield session, ids, organization
    session.close()


def _shown(qtbot, qapp, kind, session, bus=None):  # a page that asks for nothing needs no bus
    page = kind(session, Theme(qapp, mode="light"), Settings(), bus or Bus())
    qtbot.addWidget(page)
    page.resize(840, 640)
    page.show()
    qtbot.waitUntil(lambda: page.pages.currentIndex() > 0)
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
    assert second == "Scale AI, contingent workers since 15 July 2025: 500 fewer than at the start; no level is known"
    events = {row[2]: row for row in _cells(page._events)}
    layoff = events["Layoff"]
    assert layoff[1] == "16 July 2025"
    assert layoff[3].startswith("200, 14%")
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
    bus, asked = noting()
    page = _shown(qtbot, qapp, HeadcountPage, session, bus)
    assert page.pages.currentWidget() is page.empty
    assert "Scale AI" in page.empty.words
    page._on_new_event()
    assert asked == [NewEvent()]


def test_relationships_compare_around_the_stake(case, qtbot, qapp):
    session, ids, organization = case
    session.set_scope(Scope(organization_ids=(organization,)))
    page = _shown(qtbot, qapp, RelationshipsPage, session)
    assert "Stake taken" in page.comparison.anchor_box.currentText()
    assert [cell.text() for cell in page.comparison.cells[4][1:]] == ["0", "2"]
    changed = [page.comparison.changed.item(row).text() for row in range(page.comparison.changed.count())]
    assert any("OpenAI: winding down" in words for words in changed)
    assert page.comparison.excluded.count() == 1
    page.comparison.days_box.setCurrentIndex(0)
    page.comparison.days_box.activated.emit(0)
    qtbot.waitUntil(lambda: page._view.series.comparison.days == 30)
    page.comparison.excluded.itemClicked.emit(page.comparison.excluded.item(0))
    assert session.selected in ids.values()


def test_what_is_left_out_says_why_as_the_scope_changes(case, qtbot, qapp):
    session, _ids, organization = case
    session.set_scope(Scope(organization_ids=(organization,)))
    page = _shown(qtbot, qapp, RelationshipsPage, session)
    assert "weaker than the chosen status" in page.comparison.excluded.item(0).text()
    assert _cells(page._lanes)[-1][4] == "weaker than the chosen status"  # rumors stand last, as in the chart
    session.change_scope(minimum_status=Status.RUMORED)
    qtbot.waitUntil(lambda: "without a date" in page.comparison.excluded.item(0).text())


def test_an_empty_ledger_asks_for_a_first_event(qapp, qtbot, tmp_path):
    path = tmp_path / "empty.headwater"
    Ledger.create(path).close()
    session = Session()
    with qtbot.waitSignal(session.opened):
        session.open(path)
    qtbot.waitUntil(lambda: session.writable)
    for kind in (HeadcountPage, RelationshipsPage):
        page = _shown(qtbot, qapp, kind, session)
        assert page.pages.currentWidget() is page.empty
        assert page.chart is None
        assert len(page.empty.words) > 40
    session.close()


def _add(ledger, kind, day, count=None, **fields):
    claim = ClaimDraft(
        announced=None if day is None else ImpreciseDate.day(day),
        count=None if count is None else Quantity.exact(count),
    )
    drafted = EventDraft(kind=kind, organization="Acme", claims=(claim,), **fields)
    return ledger.events.save(drafted).detail["event"]


def test_two_contracts_of_one_pair_are_told_apart_by_their_references(qapp, qtbot, tmp_path):
    path = tmp_path / "contracts.headwater"
    with Ledger.create(path) as ledger:
        for client, category, reference in (
            ("Bolt", "staff", "4711"),
            ("Bolt", "staff", "4712"),
            (None, "staff", "77"),
        ):
            _add(
                ledger, "relationship_started", date(2024, 1, 1), counterparty=client, category=category,
                reference=reference,
            )  # fmt: skip
        _add(ledger, "relationship_ended", date(2025, 7, 1), counterparty="Bolt", reference="4711")
        _add(ledger, "stake_taken", date(2025, 6, 1))
        acme = ledger.organizations.find("Acme")
    session = Session()
    session.failed.connect(pytest.fail)
    with qtbot.waitSignal(session.opened):
        session.open(path)
    qtbot.waitUntil(lambda: session.writable)
    session.set_scope(Scope(organization_ids=(acme,)))
    page = _shown(qtbot, qapp, RelationshipsPage, session)
    rows = page.chart.figure.panels[-1].rows
    names = [rows.name(index) for index in range(rows.count)]
    assert names == ["Bolt (client) · staff, 4711", "Bolt (client) · staff, 4712", "unnamed client · staff, 77"]
    page.lane_bar.search.setText("4712")
    page.lane_bar.search.returnPressed.emit()
    assert [row[3] for row in _cells(page._lanes)] == ["4712"], "chart and table have the same lanes"
    assert page.chart.figure.panels[-1].rows.count == 1
    assert page.lane_bar.count.text() == "1 of 3"
    page.lane_bar.search.clear()
    page.lane_bar.search.returnPressed.emit()
    assert [row[1:5] for row in _cells(page._lanes)] == [
        ["Bolt", "staff", "4711", "active"], ["Bolt", "staff", "4711", "ended"], ["Bolt", "staff", "4712", "active"],
        ["unnamed", "staff", "77", "active"],
    ]  # fmt: skip
    changed = [page.comparison.changed.item(row).text() for row in range(page.comparison.changed.count())]
    assert [words.partition(" ")[2] for words in changed] == ["Bolt (staff, 4711): ended 30 days after"]
    session.close()


def test_the_table_lists_what_has_no_date_with_that_reason(qapp, qtbot, tmp_path):
    path = tmp_path / "undated.headwater"
    with Ledger.create(path) as ledger:
        _add(ledger, "reported_headcount", date(2025, 1, 1), 1000)
        _add(ledger, "layoff", date(2025, 7, 1), 200)
        _add(ledger, "layoff", None, 100)
        view = read_headcount(ledger, Scope(), None)
        assert view.series[0].levels[-1].best == 800
    session = Session()
    session.failed.connect(pytest.fail)
    with qtbot.waitSignal(session.opened):
        session.open(path)
    qtbot.waitUntil(lambda: session.writable)
    page = _shown(qtbot, qapp, HeadcountPage, session)
    layoffs = {row[3]: row[6] for row in _cells(page._events) if row[2] == "Layoff"}
    assert layoffs == {"200": "", "100": "without a date"}
    assert {row[3] for row in _cells(page._levels)} == {"1,000", "800"}
    session.close()


def test_a_departure_offers_itself_as_anchor_and_the_latest_of_two_stakes_before_it(tmp_path):
    with Ledger.create(tmp_path / "anchors.headwater") as ledger:
        _add(ledger, "relationship_started", date(2024, 1, 1), counterparty="Client")
        departure = _add(ledger, "leadership_departure", date(2025, 6, 1))
        assert read_relationships(ledger, Scope(), None, 90).anchor == departure
        _add(ledger, "stake_taken", date(2025, 2, 1))
        latest = _add(ledger, "stake_taken", date(2025, 3, 1))
        view = read_relationships(ledger, Scope(), None, 90)
        assert view.anchor == view.series.comparison.anchor_event_id == latest


def test_an_event_has_one_number_on_every_page_and_in_the_print(tmp_path):
    with Ledger.create(tmp_path / "numbers.headwater") as ledger:
        golden.fill(ledger)
        other = ledger.events.save(
            EventDraft(
                kind="layoff", organization="Acme", claims=(ClaimDraft(announced=ImpreciseDate.day(date(2020, 1, 1))),)
            )
        ).detail["event"]
        headcount = read_headcount(ledger, Scope(), ledger.organizations.find(golden.NAME))
        relationships = read_relationships(ledger, Scope(), None, 90)
        printed = build(ledger.at(Scope()), printed_on=date(2025, 8, 1)).numbers
        assert relationships.numbers == printed
        assert headcount.numbers == {one: printed[one] for one in headcount.events}
        assert printed[other] == 1
        dates = {one: event.values.counting for one, event in headcount.events.items() if event.values.counting}
        steps = sorted(dates, key=lambda one: (middle_day(dates[one]), one))
        assert steps == sorted(dates, key=headcount.numbers.__getitem__), "left to right is from number to number"
