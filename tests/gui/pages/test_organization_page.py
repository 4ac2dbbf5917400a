"""The page of one organization: what it says, where it leads, and that it follows the ledger and the scope."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QPushButton

from db.ledger import Ledger
from db.model.drafts import ClaimDraft, EventDraft
from db.model.own_fields import FieldSubject, FieldType
from db.model.values import ImpreciseDate, Quantity
from desktop.pages.organization.page import OrganizationPage
from desktop.pages.organizations import OrganizationsPage
from desktop.session.requests import (
    EditOrganization,
    NarrowScope,
    OpenEvent,
    OpenOrganization,
    ShowPage,
    ShowSource,
    ShowStep,
)
from helpers import golden
from helpers.drafts import layoff
from helpers.pages import Desk, cells

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def case(tmp_path):
    path = tmp_path / "case.headwater"
    golden.make(path)
    with Ledger.open(path) as ledger:
        scale = ledger.organizations.find("Scale AI")
        ledger.organizations.save(name="Outlier", parent="Scale AI")
        ledger.organizations.save(
            organization_id=scale, name="Scale AI", aliases=("Scale & Co",), parent="Meta", notes="<b>bold</b>"
        )
        ledger.fields.add("Industry", subject=FieldSubject.ORGANIZATION, type_=FieldType.TEXT)
    return path


def found(path, name):
    with Ledger.open(path, mode="read") as ledger:
        return ledger.organizations.find(name)


@pytest.fixture
def desk(qtbot, case):
    made = Desk(qtbot, OrganizationPage, case, size=(1180, 700))
    yield made
    made.close()


def show(desk, name):
    desk.page.show_record(found(desk.session.path, name))
    desk.rest()
    desk.until(lambda: desk.page.findings.summary is not None)
    desk.rest()


def test_everything_about_one_organization_and_where_it_leads(desk):
    page, path = desk.page, desk.session.path
    assert "No organization chosen" in page.empty.words
    show(desk, "Scale AI")
    scale = page.subject
    assert (page.name.text(), page.about_line.text()) == ("Scale AI", "part of Meta")
    said = page.cards.cards["employees"].words.replace("\N{NO-BREAK SPACE}", " ")
    assert said.startswith("Employees: ≈ 1,229, 1,179–1,281")
    assert page.cards.cards["findings"].words == "Open findings: 2"
    assert page.relationships.words[:2] == [
        "OpenAI (client), data labeling, winding down · 18 Jun 2025",
        "Google (client), data labeling, at risk · 13 Jun 2025",
    ]
    assert page.events.title.text() == "Events (8)"
    assert page.events.words[1].startswith("Layoff, −200 · 14%")
    assert len(page.sources.words) == page.known.source_count
    assert page.history.words[0].startswith("Saved organization Scale AI")
    assert [one.split(",")[0] for one in page.conflicts.words if "claims disagree" in one]
    texts = [one.text() for one in page.facts.findChildren(QPushButton)]
    assert {"Meta", "Outlier"} <= set(texts)
    shown = [one.text() for one in page.facts.findChildren(type(page.name))]
    assert {"Scale & Co", "<b>bold</b>", "not stated"} <= set(shown), "as they were typed, and what is not known"

    page.relationships.rows[1].click()
    page.events.rows[1].click()
    page.sources.rows[0].click()
    page.history.rows[0].click()
    page.events.link.click()
    page.edit_button.click()
    next(one for one in page.facts.findChildren(QPushButton) if one.text() == "Outlier").click()
    kinds = [type(one) for one in desk.asked]
    assert kinds == [
        OpenOrganization, OpenEvent, ShowSource, ShowStep, NarrowScope, ShowPage, EditOrganization, OpenOrganization,
    ]  # fmt: skip
    assert desk.asked[0] == OpenOrganization(found(path, "Google"))
    assert desk.asked[-1] == OpenOrganization(found(path, "Outlier"))
    assert desk.asked[4] == NarrowScope(scale)


def test_the_headcount_explains_itself_and_leads_to_its_rows(desk):
    show(desk, "Scale AI")
    told = desk.page.explain.explanation
    assert told.title == "Headcount of Scale AI"
    assert dict(told.inputs)["Employees"].replace("\N{NO-BREAK SPACE}", " ") == "≈ 1,229 (1,179–1,281)"
    assert "what came - what left" in told.formula
    desk.page.explain.rows_asked.emit(told.event_ids)
    desk.rest()
    assert desk.asked == [ShowPage("events")]
    with Ledger.open(desk.session.path, mode="read") as ledger:
        shown = {event.id for event in ledger.at(desk.session.scope).events.select()}
    assert shown == set(told.event_ids)
    show(desk, "Google")
    assert not desk.page.explain.isEnabled()


def test_the_table_twin_has_the_levels_of_the_chart(desk):
    show(desk, "Scale AI")
    part = desk.page.headcount
    assert part.chart.isVisible()
    desk.page.toggle_table()
    assert part.table.isVisible()
    rows = [cells(part.table.model(), row) for row in range(part.table.model().rowCount())]
    last = [one for one in rows if one[0] == "Employees"][-1]
    assert last[2:5] == ["1,179", "1,229", "1,281"]
    desk.page.toggle_table()
    assert part.chart.isVisible()


def test_it_follows_changes_the_scope_and_what_is_gone(desk):
    show(desk, "Outlier")
    page = desk.page
    assert page.cards.cards["employees"].words.startswith("Employees: –")
    assert "No headcount is known" in page.headcount.words[0]
    assert page.events.words == ["No event in this scope. Choose a wider one above."]
    desk.write(lambda ledger: ledger.events.save(layoff("Outlier", 30)))
    assert page.events.title.text() == "Events (1)"
    desk.session.change_scope(first=date(2026, 1, 1))
    desk.rest()
    assert page.events.title.text() == "Events"
    desk.session.change_scope(first=None, organization_ids=(found(desk.session.path, "Google"),))
    desk.rest()
    assert "not among the organizations of the scope" in page.about_line.text()
    assert page.events.title.text() == "Events (1)"
    desk.session.change_scope(organization_ids=(), known_operation=1)
    desk.rest()
    assert "was not in the ledger" in page.empty.words
    desk.session.change_scope(known_operation=None)
    empty = found(desk.session.path, "Outlier")
    desk.write(lambda ledger: ledger.undo())  # the layoff
    desk.write(lambda ledger: ledger.organizations.delete(empty))
    assert "not in the ledger any more" in page.empty.words
    desk.write(lambda ledger: ledger.undo())
    assert page.name.isVisible()


def test_a_row_leads_to_the_organization_it_names_by_its_menu(desk):
    show(desk, "Scale AI")
    row = desk.page.relationships.rows[0]
    QApplication.sendEvent(row, QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(4, 4), QPoint(4, 4)))
    (menu,) = row.findChildren(QMenu)
    (action,) = menu.actions()
    assert action.text() == "Open Organization"
    action.trigger()
    menu.close()
    assert desk.asked == [OpenOrganization(found(desk.session.path, "OpenAI"))]


@pytest.fixture
def listed(qtbot, case):
    today = date.today()
    with Ledger.open(case) as ledger:
        for days, count in ((500, 1000), (200, None), (100, None)):
            kind = "reported_headcount" if count else "layoff"
            size = Quantity.exact(count or 40)
            when = ImpreciseDate.day(today - timedelta(days=days))
            ledger.events.save(
                EventDraft(kind=kind, organization="Outlier", claims=(ClaimDraft(announced=when, count=size),))
            )
    made = Desk(qtbot, OrganizationsPage, case, size=(1200, 600))
    yield made
    made.close()


def test_the_list_shows_levels_with_their_change_and_leads_to_the_page(listed):
    page, table = listed.page, listed.page.table
    ids = [table.record(row).id for row in range(table.rowCount())]
    listed.until(lambda: not page.levels.missing(ids))
    listed.rest()
    rows = {cells(table, row)[0]: cells(table, row)[3:5] for row in range(table.rowCount())}
    assert rows["Outlier"] == ["920", "80 fewer"]
    assert rows["Scale AI"][0].replace("\N{NO-BREAK SPACE}", " ") == "≈ 1,149 (1,099–1,201)", "with its subsidiary"
    assert rows["Google"] == ["", ""], "unknown is no 0"
    page.view.sortByColumn(3, Qt.SortOrder.DescendingOrder)
    listed.rest()
    assert [table.record(row).name for row in range(3)] == ["Meta", "Scale AI", "Outlier"]
    page.view.setCurrentIndex(table.index(2, 0))
    page.view.setFocus()
    QTest.keyClick(page.view, Qt.Key.Key_Return)
    outlier = table.record(2).id
    assert listed.asked == [OpenOrganization(outlier)]
    menu = page.context_menu()
    names = [action.text() for action in menu.actions() if not action.isSeparator()]
    assert names[:2] == ["Open Organization", "Edit…"]
    menu.actions()[1].trigger()
    menu.deleteLater()
    assert listed.asked[-1] == EditOrganization(outlier)
    listed.write(lambda ledger: ledger.events.save(layoff("Outlier", 20)))
    listed.until(lambda: not page.levels.missing(ids))
    listed.rest()
