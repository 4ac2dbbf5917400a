"""The events page: the table as it is read, chosen, sorted, searched and copied."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QColor, QFontMetrics, QGuiApplication, QImage
from PySide6.QtTest import QAbstractItemModelTester, QTest

from db.ledger import Ledger
from db.model.drafts import ClaimDraft, EventDraft
from db.model.kinds import BUILT_IN, by_code
from db.model.records import EventKind, Resolved
from db.model.values import ImpreciseDate, KindGroup, Population, Quantity, Status
from db.tables.event_reads import EventRow
from desktop.events import columns
from desktop.events.columns import COUNTERPARTY, DATE, EFFECT, KIND, ORGANIZATION, effect_text, formatted
from desktop.events.model import PORTION
from desktop.look.symbols import Symbols
from desktop.pages.events import EventsPage
from desktop.session.requests import DeleteEvents, NewEvent, OpenEvent, Say
from desktop.wording import codes, i18n
from helpers import golden
from helpers.pages import Desk, cells

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
KINDS = by_code(BUILT_IN)


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


@pytest.fixture
def many(qtbot, tmp_path):
    path = tmp_path / "many.headwater"
    with Ledger.create(path) as ledger, ledger.operation("import.applied", file="many.csv", rows=450) as operation:
        for number in range(450):
            when = ImpreciseDate.day(date.fromordinal(date(2020, 1, 1).toordinal() + number))
            ledger.events.write(operation, EventDraft(
                kind="layoff", organization=f"Company {number % 30}", place=f"Place {number}",
                claims=(ClaimDraft(announced=when, count=Quantity.exact(number + 1)),),
            ))  # fmt: skip
    made = Desk(qtbot, EventsPage, path)
    yield made
    made.close()


def column(desk, number):
    return [desk.page.model.index(row, number).data() for row in range(desk.page.model.rowCount())]


def choose(desk, *rows):
    model = desk.page.view.selectionModel()
    model.clearSelection()
    flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    for row in rows:
        model.setCurrentIndex(desk.page.model.index(row, 0), flags)
    desk.rest()


# What an event looks like.


def row(kind="layoff", **values):
    return EventRow(
        id=1, kind=kind, organization_id=1, organization="Acme", counterparty="", place="", notes="",
        values=Resolved(**values),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "values", "shown"),
    [
        ("layoff", {"count": Quantity.exact(49)}, "−49"),
        ("layoff", {"count": Quantity(150, 200, 250), "percent": Quantity(13.5, 14, 14.5)}, "−200 (150–250) · 14%"),
        ("layoff", {"count": Quantity(500, None, None)}, "−500 or more"),
        ("layoff", {"count": Quantity(0, None, 300)}, "up to −300"),
        ("hiring", {"count": Quantity(100, None, 150)}, "+100 to +150"),
        ("layoff", {"percent": Quantity(13.5, 14, 14.5)}, "−14%"),
        ("layoff", {"count": Quantity()}, "unknown"),
        ("layoff", {}, ""),
        ("hiring", {"count": Quantity.exact(1400)}, "+1,400"),
        ("reported_headcount", {"count": Quantity.exact(1400)}, "1,400"),
        ("stake_taken", {"percent": Quantity(48.5, 49, 49.5)}, "49%"),
    ],
)
def test_an_effect_has_its_sign_and_its_doubt(kind, values, shown):
    assert effect_text(row(kind, **values), KINDS[kind]).replace("\xa0", " ") == shown


def test_a_vague_date_is_shown_with_what_was_written():
    july = ImpreciseDate("2025-07", date(2025, 7, 1), date(2025, 7, 31), words="im Juli")
    assert columns.date_text(july) == "July 2025 · “im Juli”"
    assert columns.date_text(ImpreciseDate.day(date(2025, 7, 16), "July 16")) == "16 July 2025"
    assert columns.date_text(ImpreciseDate("", None, None, words="someday soon")) == "someday soon"


@pytest.fixture
def german():
    i18n.use("de")
    yield
    i18n.use("en")


def test_german_words_fit_their_columns_from_the_start(german, desk):
    metrics = QFontMetrics(desk.theme.number_font())
    sign = 8 + 16 + 6 + 8
    wide = {number: desk.page.view.columnWidth(number) - sign for number in (KIND, columns.STATUS)}
    for status in Status:
        assert metrics.horizontalAdvance(codes.status_name(status)) <= wide[columns.STATUS]
    assert metrics.horizontalAdvance("Einsatz Externer beendet") <= wide[KIND]


def test_what_lies_ahead_is_planned_and_quiet():
    ahead = row(announced=ImpreciseDate.day(date(2030, 1, 1)), status=Status.REPORTED)
    shown = formatted(ahead, KINDS, date(2025, 7, 1))
    assert shown.texts[columns.STATUS] == "reported, planned"
    assert shown.weak
    assert not formatted(ahead, KINDS, date(2031, 1, 1)).planned


def test_a_rumor_is_quiet_until_the_scope_counts_it():
    rumor = row(announced=ImpreciseDate.day(date(2025, 1, 1)), status=Status.RUMORED)
    assert formatted(rumor, KINDS, date(2025, 7, 1)).weak
    assert not formatted(rumor, KINDS, date(2025, 7, 1), minimum_status=Status.RUMORED).weak


def ink(icon):
    image = QImage(icon.pixmap(16, 16).toImage())
    return sum(QColor(image.pixelColor(x, y)).alpha() > 100 for x in range(16) for y in range(16))


def test_a_rumor_is_drawn_hollow(desk):
    symbols = Symbols(desk.theme, desk.page)
    kind = KINDS["layoff"]
    assert ink(symbols.kind(kind, Status.RUMORED)) < ink(symbols.kind(kind, Status.REPORTED)) * 0.8
    assert ink(symbols.status(Status.RUMORED)) < ink(symbols.status(Status.REPORTED)) * 0.8


# The page.


def test_the_case_is_listed_the_latest_first(desk):
    assert column(desk, DATE)[0] == "16 July 2025"
    assert column(desk, KIND)[-1] == "License-and-hire"
    assert desk.page.count.text() == "9 events · 1 rumor hidden"


def test_the_contradicted_amount_is_marked_for_eyes_and_ears(desk):
    model = desk.page.model
    place = column(desk, KIND).index("Stake taken")
    index = model.index(place, columns.AMOUNT)
    assert not index.data(Qt.ItemDataRole.DecorationRole).isNull()
    assert index.data(Qt.ItemDataRole.AccessibleTextRole).endswith("contradicted")
    assert "contradict" in index.data(Qt.ItemDataRole.ToolTipRole)


def test_typing_narrows_the_scope(desk):
    desk.type(desk.page.search, "google")
    desk.until(lambda: desk.page.model.rowCount() == 1)
    desk.rest()
    assert column(desk, COUNTERPARTY) == ["Google"]
    assert desk.session.scope.text == "google"


def test_no_match_says_so_and_offers_the_way_back(desk):
    desk.type(desk.page.search, "zeppelin")
    desk.until(lambda: desk.page.empty.isVisible())
    assert "zeppelin" in desk.page.empty.words
    button = next(b for b in desk.page.empty.findChildren(type(desk.page._clear)) if b.isVisible())
    desk.click(button)
    assert desk.page.model.rowCount() == 9
    assert desk.page.search.text() == ""


def test_an_empty_ledger_says_what_to_do(qtbot, tmp_path):
    Ledger.create(tmp_path / "new.headwater").close()
    desk = Desk(qtbot, EventsPage, tmp_path / "new.headwater")
    assert "Ctrl+N" in desk.page.empty.words
    desk.click(desk.page._new)
    assert desk.asked == [NewEvent()]
    desk.close()


def test_kinds_are_ticked_in_the_menu(desk):
    menu = desk.page.kinds.menu()
    menu.aboutToShow.emit()
    layoff = next(action for action in menu.actions() if action.data() == "layoff")
    layoff.trigger()
    desk.rest()
    assert column(desk, KIND) == ["Layoff"]
    assert desk.page.kinds.text() == "Layoff"


def test_a_click_on_a_header_sorts(desk):
    desk.page.view.sortByColumn(ORGANIZATION, Qt.SortOrder.AscendingOrder)
    desk.rest()
    assert column(desk, ORGANIZATION)[0] == "Inflection AI"
    desk.page.view.sortByColumn(ORGANIZATION, Qt.SortOrder.DescendingOrder)
    desk.rest()
    assert column(desk, ORGANIZATION)[-1] == "Inflection AI"


def test_the_selection_keeps_to_its_events(desk, case):
    kinds = column(desk, KIND)
    choose(desk, kinds.index("Stake taken"), kinds.index("Layoff"))
    assert desk.session.selected == case[1]["layoff"]
    desk.page.view.sortByColumn(KIND, Qt.SortOrder.AscendingOrder)
    desk.rest()
    chosen = {column(desk, KIND)[place] for place in desk.page.view.rows_chosen()}
    assert chosen == {"Stake taken", "Layoff"}
    assert desk.session.selected == case[1]["layoff"]


def test_what_is_selected_elsewhere_is_selected_here(desk, case):
    desk.session.select(case[1]["google"])
    desk.rest()
    assert desk.page.model.event_id(desk.page.view.currentIndex().row()) == case[1]["google"]


def test_a_change_elsewhere_is_seen(desk, case):
    desk.write(lambda ledger: ledger.events.delete([case[1]["layoff"]]))
    assert "Layoff" not in column(desk, KIND)
    desk.write(lambda ledger: ledger.organizations.save(
        name="Scale", organization_id=ledger.organizations.find("Scale AI")))  # fmt: skip
    assert "Scale AI" not in column(desk, ORGANIZATION)
    assert "Scale" in column(desk, ORGANIZATION)


def test_keys_open_delete_and_copy(desk, case):
    kinds = column(desk, KIND)
    choose(desk, kinds.index("Layoff"))
    QTest.keyClick(desk.page.view, Qt.Key.Key_Return)
    QTest.keyClick(desk.page.view, Qt.Key.Key_Delete)
    QTest.keyClick(desk.page.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    desk.until(lambda: len(desk.asked) == 3)
    layoff = case[1]["layoff"]
    assert desk.asked == [OpenEvent(layoff), DeleteEvents((layoff,)), Say("Copied 1 event")]
    titles, values = (line.split("\t") for line in QGuiApplication.clipboard().text().splitlines())
    assert dict(zip(titles, values, strict=True))["Effect"] == "-200 · 14%"


def test_no_copied_cell_is_a_formula(desk):
    desk.write(lambda ledger: ledger.events.save(
        EventDraft(kind="hiring", organization='=HYPERLINK("http://x")', claims=(ClaimDraft(),))))  # fmt: skip
    desk.page.view.selectAll()
    desk.page.view.copy()
    desk.until(lambda: desk.asked)
    assert "\t'=HYPERLINK" in QGuiApplication.clipboard().text()


def test_widths_of_columns_are_remembered(qtbot, desk, case):
    desk.page.view.setColumnWidth(ORGANIZATION, 211)
    desk.page.hide()
    again = Desk(qtbot, EventsPage, case[0], writable=False)
    assert again.page.view.columnWidth(ORGANIZATION) == 211
    again.close()


# Many rows.


def test_rows_come_in_portions_and_are_blank_until_then(many):
    model = many.page.model
    last = model.rowCount() - 1
    assert model.index(last, KIND).data() is None, "blank, and asked for"
    many.rest()
    assert cells(model, last)[EFFECT] == "−1"
    assert model.index(last - PORTION - 60, KIND).data() is None, "nothing between was read"
    many.rest()


def test_the_end_key_selects_an_event_that_was_not_there_yet(many):
    choose(many, 0)
    QTest.keyClick(many.page.view, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    many.rest()
    assert many.page.view.currentIndex().row() == 449
    assert many.session.selected == many.page.model.event_id(449)


def test_all_rows_can_be_deleted_without_having_been_seen(many):
    many.page.view.selectAll()
    QTest.keyClick(many.page.view, Qt.Key.Key_Delete)
    many.until(lambda: many.asked)
    (request,) = many.asked
    assert isinstance(request, DeleteEvents)
    assert sorted(request.event_ids) == list(range(1, 451))


def test_a_selected_event_stays_where_it_is_on_the_screen(many):
    many.session.select(200)
    many.rest()
    view = many.page.view
    before = view.rowViewportPosition(view.currentIndex().row())
    many.write(lambda ledger: ledger.events.delete(range(300, 350)))
    assert many.page.model.event_id(view.currentIndex().row()) == 200
    assert view.rowViewportPosition(view.currentIndex().row()) == before


def test_the_model_keeps_the_rules_of_models(many):
    QAbstractItemModelTester(many.page.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    many.session.change_scope(text="Place 123")
    many.rest()
    assert many.page.model.rowCount() == 1


def test_a_kind_is_called_as_it_was_known_then(desk):
    own = EventKind(
        code="",
        name="Early retirement",
        group=KindGroup.WORKFORCE,
        population=Population.EMPLOYEES,
        sign=-1,
        built_in=False,
    )

    def name_it(ledger):
        ledger.kinds.save(own)
        code = next(kind.code for kind in ledger.kinds.all().values() if kind.name == own.name)
        ledger.events.save(EventDraft(kind=code, organization="Acme", claims=(ClaimDraft(),)))
        return ledger.kinds.save(replace(ledger.kinds.get(code), name="Retirement"))

    then = desk.write(name_it).operation_id - 1
    desk.session.change_scope(text="acme")
    desk.rest()
    assert cells(desk.page.model, 0)[1] == "Retirement"
    desk.session.change_scope(known_operation=then)
    desk.rest()
    assert cells(desk.page.model, 0)[1] == "Early retirement"
