"""The workforce page: each question as a figure and a table of the same cells, the rows behind a click, narrowing."""

from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from db.figures.asking import ask
from db.ledger import Ledger
from db.model.drafts import ClaimDraft, EventDraft
from db.model.own_fields import FieldSubject, FieldType
from db.model.scope import Scope
from db.model.values import ImpreciseDate, Population, Quantity, Status
from db.output.answers import csv_of
from desktop.charts import data
from desktop.pages.workforce.choice import QUESTION_NAMES, Choice
from desktop.pages.workforce.page import WorkforcePage
from desktop.session.requests import ShowPage
from helpers.pages import Desk

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

JULY = ImpreciseDate("2024-07", date(2024, 7, 1), date(2024, 7, 31))
SUMMER = ImpreciseDate("2024-06/2024-08", date(2024, 6, 15), date(2024, 8, 10))


def _told(
    kind, organization, when, count=None, *, low=None, percent=None, status=Status.REPORTED, effective=None, **more
):
    number = None if count is None else Quantity(count if low is None else low, count, count)
    when = ImpreciseDate.day(when) if isinstance(when, date) else when
    claim = ClaimDraft(
        announced=when, count=number, percent=None if percent is None else Quantity.exact(percent),
        status=status, effective=None if effective is None else ImpreciseDate.day(effective),
    )  # fmt: skip
    return EventDraft(kind=kind, organization=organization, claims=(claim,), **more)


EVENTS = (
    _told("layoff", "Acme", date(2023, 5, 2), 100, effective=date(2023, 7, 1), place="Berlin"),
    _told("layoff", "Acme", date(2024, 2, 2), 50, low=40, reason="costs"),
    _told("layoff", "Acme", JULY, 30),
    _told("layoff", "Bolt", SUMMER, 80),
    _told("layoff", "Bolt", date(2024, 7, 9)),
    _told("layoff", "Bolt", date(2024, 7, 10), 5, status=Status.RUMORED),
    _told("layoff", "<b>& Co", date(2024, 9, 1), 12, population=Population.CONTINGENT),
    _told("contractors_ended", "Bolt", date(2024, 7, 20), 500),
    _told("layoff", "Gone", date(2024, 3, 3), percent=100),
    _told("reported_headcount", "Acme", date(2023, 1, 1), 1000),
)


@pytest.fixture
def desk(qapp, qtbot, tmp_path):
    path = tmp_path / "work.headwater"
    with Ledger.create(path) as ledger, ledger.operation("event.added"):
        for draft in EVENTS:
            ledger.events.save(draft)
    made = Desk(qtbot, WorkforcePage, path, size=(800, 640))
    yield made
    made.close()


def _table(page):
    model = page.twins.currentWidget().model()
    return [[model.index(row, n).data().replace("\N{NO-BREAK SPACE}", " ") for n in range(model.columnCount())]
            for row in range(model.rowCount())]  # fmt: skip


def _ask(desk, **found):
    desk.page.arrange({**Choice().plain(), **found})
    desk.rest()


def test_every_question_has_a_figure_a_table_of_the_same_cells_and_explains_itself(desk, tmp_path):
    page = desk.page
    for question in QUESTION_NAMES:
        _ask(desk, question=question, table=True)
        assert page.shows_table
        with Ledger.open(desk.session.path, mode="read") as ledger:
            answer = ask(ledger.at(Scope()), question, page.bar.choice.asked)
        assert len(_table(page)) == len(answer.cells) > 0, question
        stops = page.chart.figure.stops.all
        assert {stop.key for stop in stops} <= set(range(len(answer.cells)))
        assert all(page.chart.describe(stop.key) for stop in stops), question
        assert page.explain.explanation.formula
        data.copy_data(page._answer)
        assert QGuiApplication.clipboard().text().encode() == csv_of(answer)
    data.save_data(answer, tmp_path / "cells.csv")
    assert (tmp_path / "cells.csv").read_bytes() == csv_of(answer)


def test_a_click_lists_the_rows_that_come_to_the_figure_and_what_may_lie_in_it(desk):
    page = desk.page
    assert "6 events, 2 of them without a number" in page.headline.text()
    assert [panel.title for panel in page.chart.figure.panels] == ["Layoff", "Layoff (Contingent workers)"]
    _ask(desk, by="organization", kind="layoff", per="month", table=True)
    rows = _table(page)
    july = next(n for n, row in enumerate(rows) if row[:2] == ["July 2024", "Bolt"])
    assert rows[july][2:] == ["2", "1", "0", "80", "–"]
    august = next(n for n, row in enumerate(rows) if row[:2] == ["August 2024", "Bolt"])
    assert rows[august][2:] == ["0", "0", "0", "0", "80"], "it may lie there, and is counted in July"
    page._on_row_clicked(page.twins.currentWidget().model().index(july, 0))
    desk.rest()
    assert page.behind.isVisible()
    assert "2 events, 1 of them without a number" in page.behind.title.text()
    assert {row.cells[1] for row in page.behind.table.model().rows} == {"Bolt"}
    assert len(page.behind.table.model().rows) == 2
    assert len(page.explain.explanation.event_ids) == 2
    page._on_row_clicked(page.twins.currentWidget().model().index(august, 0))
    desk.rest()
    assert [row.cells[-1] for row in page.behind.table.model().rows] == ["possibly"]
    desk.click(page.behind.close_button)
    assert not page.behind.isVisible()


def test_everything_filters_everything_and_a_chip_lifts_it(desk):
    page = desk.page
    page.show_table(yes=False)
    desk.rest()
    box, chart = page.chart.box.geometry(), page.chart
    first = next(stop for stop in chart.figure.stops.all)
    at = chart.place_of(first.key)
    QTest.mouseDClick(chart.view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(int(at.x()), int(at.y())))
    page._on_cell_opened(first.key)
    desk.rest()
    shown = desk.session.scope
    assert (shown.first, shown.last) == (date(2023, 7, 1), date(2023, 7, 31)), "on the day it takes effect"
    assert desk.session.scope.kinds == ("layoff",)
    assert [chip.text() for chip in page.chips.chips] == ["July 2023", "Layoff"]
    for _again in range(2):
        desk.click(page.chips.chips[0])
    assert desk.session.scope == Scope()
    assert not page.chips.isVisible()
    chart.box.brushed.emit(date(2024, 2, 1).toordinal(), date(2024, 8, 1).toordinal())
    desk.rest()
    assert (desk.session.scope.first, desk.session.scope.last) == (date(2024, 2, 1), date(2024, 7, 31))
    desk.session.set_scope(Scope())
    _ask(desk, question="largest-organizations")
    page._on_cell_opened(0)
    desk.rest()
    assert [chip.text() for chip in page.chips.chips] == ["Acme"]
    assert box.width() > 0
    desk.session.set_scope(Scope())
    desk.rest()
    page._show_behind((0,))
    desk.rest()
    desk.click(page.behind.show_all)
    assert desk.asked[-1] == ShowPage("events")
    assert desk.session.scope.kinds == ("layoff",)


def test_a_field_of_ones_own_groups_and_narrows_and_may_go(desk):
    def add(ledger):
        ledger.fields.add("Industry", subject=FieldSubject.ORGANIZATION, type_=FieldType.TEXT)
        field_id = ledger.fields.find("Industry").id
        return ledger.fields.set(field_id, [ledger.organizations.find("Acme")], "Steel")

    desk.write(add)
    page = desk.page
    _ask(desk, question="people-by-field", by="Industry", table=True)
    assert [row[0] for row in _table(page)] == ["Steel", "not stated"]
    page._on_cell_opened(0)
    desk.rest()
    assert len(desk.session.scope.fields) == 1
    assert [row[0] for row in _table(page)] == ["Steel"]
    desk.session.set_scope(Scope())
    desk.write(lambda ledger: ledger.fields.delete(ledger.fields.find("Industry").id))
    assert page.bar.choice.by == ""


def test_without_data_it_says_what_to_do(desk):
    page = desk.page
    _ask(desk, kind="furlough")
    assert "Nothing in this scope counts toward the figure." in page.empty.words
    assert page.bar.isVisible()
    _ask(desk, question="notice-to-effective", kind="contractors_ended")
    assert "No announcement in this scope says when it takes effect." in page.empty.words
    assert page.arrangement()["kind"] == "contractors_ended"
    desk.write(lambda ledger: ledger.events.save(_told("layoff", "Old", date(2, 1, 1), 4)))
    _ask(desk)
    assert "Choose longer periods" in page.empty.words
    _ask(desk, per="year")
    assert page.pages.currentWidget() is page.content
