"""The views of the headcount page: each with a sentence, a table, the events behind it, and a file of its numbers."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from db.ledger import Ledger
from db.model.drafts import ClaimDraft, EventDraft
from db.model.records import Scope
from db.model.values import ImpreciseDate, Population, Quantity
from desktop.dialogs.day import DayDialog
from desktop.pages.headcount import page as page_module
from desktop.pages.headcount.page import HeadcountPage
from desktop.wording import i18n
from helpers.pages import Desk, cells

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

VIEWS = ("overlay", "multiples", "index", "bridge", "flows", "turnover")
EVENTS = (
    ("Acme", "reported_headcount", date(2022, 12, 31), 1400),
    ("Acme", "hiring", date(2023, 3, 1), 50),
    ("Acme", "layoff", date(2023, 7, 16), 250),
    ("Acme", "reported_headcount", date(2023, 12, 31), 1100),
    ("Acme Labs", "reported_headcount", date(2022, 6, 30), 300),
    ("Beta", "reported_headcount", date(2021, 12, 31), 900),
    ("Beta", "layoff", date(2023, 2, 1), 300),
    ("=Changes", "layoff", date(2023, 1, 18), 12_000),
)


@pytest.fixture
def desk(qapp, qtbot, tmp_path):
    path = tmp_path / "a.headwater"
    with Ledger.create(path) as ledger:
        with ledger.operation("event.added"):
            for organization, kind, day, count in EVENTS:
                claim = ClaimDraft(announced=ImpreciseDate.day(day), count=Quantity.exact(count))
                ledger.events.save(EventDraft(kind=kind, organization=organization, claims=(claim,)))
        ids = {name: ledger.organizations.find(name) for name, *_rest in EVENTS}
        ledger.organizations.save(name="Acme Labs", organization_id=ids["Acme Labs"], parent=ids["Acme"])
    one = Desk(qtbot, HeadcountPage, path)
    one.ids = ids
    yield one
    one.close()
    i18n.use("en")


def look(desk, view):
    desk.page.choose(view)
    desk.rest()
    return desk.page.panel


def rows(panel):
    model = panel.table.model()
    return [[text.replace("\N{NO-BREAK SPACE}", " ") for text in cells(model, n)] for n in range(model.rowCount())]


def test_every_view_has_a_sentence_a_table_an_explanation_and_a_file(desk, tmp_path, monkeypatch):
    page = desk.page
    page.chosen["organization"] = desk.ids["Acme"]
    for view in VIEWS:
        panel = look(desk, view)
        assert panel.headline.text(), view
        assert panel.chart.isVisible(), view
        assert page.bar.tabs.tabText(page.bar.tabs.currentIndex()) == page.view_box.currentText()
        assert page.explain.explanation.formula, view
        assert panel.chart.figure.stops.all, view
        QTest.keyClick(page, Qt.Key.Key_F7)
        assert panel.table.isVisible(), view
        assert rows(panel), view
        QTest.keyClick(page, Qt.Key.Key_F7)
        path = tmp_path / f"{view}.csv"
        monkeypatch.setattr(page_module, "pick_save", lambda *_a, path=path, **_k: path)
        desk.click(page.bar.csv)
        header, first, *_rest = path.read_text("utf-8-sig").splitlines()
        assert len(first.split(",")) >= len(header.split(",")) > 3, view
    page.choose("over_time")
    desk.rest()
    assert page.content.isVisible()
    assert page.explain.explanation.formula


def test_a_bridge_between_two_days_adds_up_and_lists_the_events_behind_a_line(desk, qtbot):
    page = desk.page
    page.chosen["organization"] = desk.ids["Acme"]
    panel = look(desk, "bridge")
    offered = [page.options.boxes["from"].itemData(n) for n in range(page.options.boxes["from"].count())]
    assert {"2022-12-31", "2023-12-31", "other"} <= set(offered)
    page.options.chosen.emit("until", "2023-12-31")
    desk.rest()
    table = {row[0]: row for row in rows(panel)}
    figures = {name: row[2] for name, row in table.items()}
    assert figures == {
        "31 Dec 2022, reported": "1,400", "Hiring": "+50", "Layoff": "−250", "unexplained": "−100",
        "31 Dec 2023, reported": "1,100",
    }  # fmt: skip
    assert "unexplained: −100" in panel.headline.text()
    panel.chart.setFocus()
    for _step in range(3):
        QTest.keyClick(panel.chart, Qt.Key.Key_Right)
        desk.rest()
    assert panel.below.isVisible()
    shown = panel.events.model()
    assert [cells(shown, n)[2] for n in range(shown.rowCount())] == ["250"]
    desk.click(panel.close_events)
    assert not panel.below.isVisible()
    page.options.chosen.emit("until", "other")
    dialog = page.findChild(DayDialog)
    assert dialog.isVisible()
    desk.type(dialog.line, "nonsense")
    assert not dialog.buttons.buttons()[0].isEnabled()
    desk.type(dialog.line, "2023-06")
    dialog.accept()
    desk.rest()
    said = panel.headline.text().replace("\N{NO-BREAK SPACE}", " ")
    assert "at the end of 30 June 2023; unexplained: ≈ 0 (−100 to 0)" in said


def test_several_are_those_of_the_scope_or_a_group_and_who_has_no_level_is_named(desk):
    panel = look(desk, "overlay")
    assert {row[0] for row in rows(panel)} == {"Acme", "Acme Labs", "Beta"}
    assert "No level is known of =Changes." in panel.remark.text()
    desk.session.set_scope(Scope(organization_ids=(desk.ids["Acme"],)))
    desk.rest()
    assert {row[0] for row in rows(panel)} == {"Acme with subsidiaries", "Acme Labs"}
    desk.session.set_scope(Scope(organization_ids=(desk.ids["Acme"], desk.ids["Beta"])))
    desk.rest()
    panel = look(desk, "index")
    assert [row for row in rows(panel) if row[0] == "Beta"][-1][2:5] == ["66.7", "66.7", "66.7"]
    desk.page.options.chosen.emit("base", "2022-06-30")
    desk.rest()
    assert "No level, or one that may be 0, on 30 June 2022: Acme." in panel.remark.text()
    desk.page.options.chosen.emit("population", Population.CONTINGENT.value)
    desk.rest()
    assert panel.place.currentWidget() is panel.empty
    assert "No headcount of these organizations" in panel.empty.words


def test_turnover_differs_by_definition_and_says_by_what(desk):
    desk.page.chosen["organization"] = desk.ids["Acme"]
    panel = look(desk, "turnover")
    table = {row[0]: row for row in rows(panel)}
    assert table["Opening"][2] == "17.9%"
    assert table["Schlüter"][2] == "17.2%"
    assert table["Closing"][2] == "22.7%"
    assert table["Replaced (ZVEI)"][4] == "Nothing says which leavers were replaced."
    assert table["Voluntary"][1:5] == ["", "", "", "Nobody is recorded to have left for this reason."]
    assert "average of two points: 1,250" in panel.remark.text().replace("\N{NO-BREAK SPACE}", " ")
    desk.page.chosen["organization"] = desk.ids["=Changes"]
    panel = look(desk, "turnover")
    assert "Only changes are known" in panel.empty.words
    panel = look(desk, "flows")
    assert "12,000 left" in panel.headline.text()


def test_an_empty_ledger_says_so_in_every_view(qapp, qtbot, tmp_path):
    path = tmp_path / "empty.headwater"
    Ledger.create(path).close()
    desk = Desk(qtbot, HeadcountPage, path)
    for view in VIEWS:
        panel = look(desk, view)
        assert panel.place.currentWidget() is panel.empty, view
        assert "No organizations in this scope" in panel.empty.words, view
        assert not desk.page.bar.csv.isEnabled()
    desk.close()
