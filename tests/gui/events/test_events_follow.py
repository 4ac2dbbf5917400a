"""The events table after a change: what it shows is what a page opened now would show, with the selection kept."""

from datetime import date

import pytest
from PySide6.QtCore import Qt

from db.ledger import Ledger
from db.model.drafts import ClaimDraft, EventDraft
from db.model.records import Scope
from db.model.values import ImpreciseDate, Quantity, Status
from desktop.events.columns import COLUMNS
from desktop.pages.events import EventsPage
from helpers import golden
from helpers.drafts import layoff
from helpers.pages import Desk, cells

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def case(tmp_path):
    path = tmp_path / "case.headwater"
    ids = golden.make(path)
    return path, ids


@pytest.fixture
def desk(qtbot, case):
    made = Desk(qtbot, EventsPage, case[0])
    yield made
    made.close()


def shown(desk):
    desk.rest()
    return [cells(desk.page.model, row) for row in range(desk.page.model.rowCount())]


def shown_anew(desk):
    """What the page shows after it has read everything again."""
    desk.page.model.forget()
    desk.page.reload()
    return shown(desk)


def early(organization="Zebra", **changes):
    claim = ClaimDraft(announced=ImpreciseDate.day(date(2019, 3, 4)), count=Quantity.exact(7), status=Status.RUMORED)
    return EventDraft(kind="layoff", organization=organization, claims=(claim,), place="Berlin", **changes)


CHANGES = {
    "added": lambda ledger, ids: ledger.events.save(layoff("Newcomer", 12)),
    "added, weak": lambda ledger, ids: ledger.events.save(early()),
    "edited": lambda ledger, ids: ledger.events.save(layoff(count=321), event_id=ids["layoff"]),
    "moved": lambda ledger, ids: ledger.events.save(early("Scale AI"), event_id=ids["layoff"]),
    "of another organization": lambda ledger, ids: ledger.events.save(layoff("Zebra"), event_id=ids["layoff"]),
    "deleted": lambda ledger, ids: ledger.events.delete([ids["layoff"], ids["stake"]]),
    "renamed": lambda ledger, ids: ledger.organizations.save(
        name="Aardvark", organization_id=ledger.organizations.find("Scale AI")
    ),
}
SCOPES = {
    "all": {},
    "words": {"text": "scale"},
    "kinds": {"kinds": ("layoff", "contractors_ended")},
    "rumored": {"minimum_status": Status.RUMORED},
    "period": {"first": date(2025, 7, 1), "last": date(2025, 7, 31)},
}


@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize("change", CHANGES)
def test_a_change_its_undo_and_its_redo_are_shown_where_they_belong(desk, case, change, scope):
    desk.session.change_scope(**SCOPES[scope])
    before = shown(desk)
    desk.write(lambda ledger: CHANGES[change](ledger, case[1]))
    after = shown(desk)
    assert after == shown_anew(desk)
    desk.session.undo()
    assert shown(desk) == before
    desk.session.redo()
    assert shown(desk) == after


@pytest.mark.no_cover
@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("column", range(len(COLUMNS)))
def test_a_change_is_shown_in_every_order(desk, case, column, descending):
    order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
    desk.page.view.sortByColumn(column, order)
    desk.rest()
    for change in ("added", "edited", "moved", "deleted"):
        desk.write(lambda ledger, change=change: CHANGES[change](ledger, case[1]))
        assert shown(desk) == shown_anew(desk), change


def test_changes_in_quick_succession_are_all_shown(desk):
    for count in range(1, 31):
        desk.session.write(lambda ledger, count=count: ledger.events.save(layoff("Acme", count)))
    found = shown(desk)
    assert len([row for row in found if "Acme" in row]) == 30
    assert found == shown_anew(desk)


def test_a_change_beside_a_new_order_is_shown_in_it(desk):
    desk.session.write(lambda ledger: ledger.events.save(layoff("Acme", 5)))
    desk.page.view.sortByColumn(2, Qt.SortOrder.AscendingOrder)
    desk.session.write(lambda ledger: ledger.events.save(layoff("Zebra", 6)))
    found = shown(desk)
    names = [row[2] for row in found]
    assert names == sorted(names, key=str.casefold)
    assert {"Acme", "Zebra"} <= set(names)


def test_the_edited_event_stays_chosen_where_it_goes(desk, case):
    desk.session.change_scope(minimum_status=Status.RUMORED)
    desk.session.select(case[1]["layoff"])
    desk.rest()
    before = desk.page.view.currentIndex().row()
    desk.write(lambda ledger: CHANGES["moved"](ledger, case[1]))
    row = desk.page.view.currentIndex().row()
    assert row != before
    assert cells(desk.page.model, row)[0] == "4 March 2019"
    assert desk.page.view.rows_chosen() == [row]
    assert desk.session.selected == case[1]["layoff"]


def test_the_numbers_above_the_table_follow(desk):
    assert desk.page.count.text() == "9 events · 1 rumor hidden"
    desk.write(lambda ledger: ledger.events.save(early()))
    assert desk.page.count.text() == "9 events · 2 rumors hidden"
    desk.write(lambda ledger: ledger.events.save(layoff()))
    assert desk.page.count.text() == "10 events · 2 rumors hidden"


def test_the_last_event_leaves_an_empty_page(qtbot, tmp_path):
    path = tmp_path / "one.headwater"
    with Ledger.create(path) as ledger:
        ledger.events.save(layoff())
    desk = Desk(qtbot, EventsPage, path)
    desk.write(lambda ledger: ledger.events.delete([row.id for row in ledger.at(Scope()).events.select_rows()]))
    assert desk.page.empty.isVisible()
    desk.session.undo()
    assert len(shown(desk)) == 1
    assert desk.page.view.isVisible()
    desk.close()
