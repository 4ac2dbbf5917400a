"""The keyboard alone: Tab goes as the eye does, F6 and F7 land on what is seen, Enter leads into the inspector."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QToolButton

from desktop.cli.commands import write_sample
from desktop.frame.tab_order import takers
from desktop.pages.chart_page import ChartPage
from helpers.drafts import layoff
from helpers.faces import faces
from helpers.program import PAGES, Running

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def running(qtbot, tmp_path):
    path = tmp_path / "a.headwater"
    write_sample(path)
    made = Running(path)
    yield made
    made.close()


def focus():
    return QApplication.focusWidget()


def seen(widget):
    """Whether some of it is on the screen, nothing before it."""
    return widget.isVisible() and not widget.visibleRegion().isEmpty()


def test_tab_goes_from_the_left_to_the_right_on_every_page_and_back_the_same_way(running):
    window = running.window
    running.session.select(1)
    window.show_inspector(shown=True)
    running.rest()
    regions = (window.navigation, window.toolbar, window.scope_bar, window.stack, window.inspector_pane)
    for page in PAGES:
        running.do(f"page.{page}")
        window.navigation.setFocus()
        numbers, passed = [], []
        for _key in range(200):
            here = focus()
            passed.append(here)
            numbers.append(next(n for n, region in enumerate(regions) if region is here or region.isAncestorOf(here)))
            QApplication.processEvents()  # a table that gets the keyboard shows its first row
            assert seen(here), (page, here)
            QTest.keyClick(here, Qt.Key.Key_Tab)
            if focus() is window.navigation:
                break
        assert focus() is window.navigation, page
        assert numbers == sorted(numbers), page
        assert set(numbers) == set(range(len(regions))), page
        QTest.keyClick(focus(), Qt.Key.Key_Backtab)
        assert focus() is passed[-1], page
    running.do("page.events")
    names = [one.accessibleName() for one in takers((window.stack,))]
    assert names == ["Search events", "Kinds shown", "Events"], "search and filter above the table"


def test_f6_and_f7_land_on_what_is_seen(running):
    window = running.window
    for page in PAGES:
        running.do(f"page.{page}")
        window.navigation.setFocus()
        for _pane in range(3):
            running.do("view.next_pane")
            assert seen(focus()), (page, focus())
    for page in ("headcount", "relationships"):
        running.do(f"page.{page}")
        running.page.chart.setFocus()
        running.do("view.table")
        assert seen(focus())
        assert window.panes.current() == 2
        assert not running.page.chart.isVisible()
        running.do("view.table")
        assert focus() is running.page.chart


def test_enter_on_a_row_goes_to_the_first_field_and_the_pane_is_gone_with_the_selection(running):
    window = running.window
    assert window.inspector_pane.isHidden()
    running.do("page.events")
    view = running.page.view
    view.setFocus()
    view.setCurrentIndex(view.model().index(0, 0))
    running.keys("Return")
    form = window.inspector.form
    assert form.kind.box.isAncestorOf(focus())
    form.focus_on("notes")
    view.setFocus()
    running.keys("Return")  # the event is shown already
    assert form.kind.box.isAncestorOf(focus())
    running.session.select(None)
    running.rest()
    assert window.inspector_pane.isHidden()
    assert window.panes.current() == 2
    running.do("event.new")
    assert window.inspector_pane.isVisible()
    running.keys("Escape")
    assert window.inspector_pane.isHidden(), "a new event that was left leaves nothing"


def test_there_is_one_button_for_a_new_event(running):
    running.do("view.inspector")
    for page in PAGES:
        running.do(f"page.{page}")
        buttons = [*running.window.findChildren(QToolButton), *running.window.findChildren(QPushButton)]
        named = [one for one in buttons if one.isVisible() and one.accessibleName() == "New Event"]
        assert len(named) == 1, page


def test_what_is_read_meanwhile_eats_no_letter_that_is_typed_into_a_box(running):
    running.write(lambda ledger: ledger.events.save(layoff("Ruhr Guss", 40)))
    running.do("page.headcount")
    line = running.page._picker.lineEdit()
    assert line.isVisible()
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, "ru")
    line.completer().popup().hide()
    running.write(lambda ledger: ledger.events.save(layoff("Ruhr Guss", 50)))
    QTest.keyClicks(line, "hr")
    assert line.text() == "ruhr"
    line.completer().popup().hide()
    running.page._picker.setCurrentIndex(running.page._picker.findText("Ruhr Guss"))
    running.rest()
    assert line.text() == "Ruhr Guss"


#: What can stand at the end of a page's bar, in the order that the eye and the keyboard find it in everywhere.
AT_THE_END = (
    ("Zoom out", "Zoom in", "Show all"),
    ("Show the chart (F7)",),
    ("Show the table (F7)",),
    ("Copy or save the figure and its data", "Save the Numbers as CSV…"),
    ("Save this view as PDF",),
    ("How is this worked out?",),
)


def test_what_can_be_done_with_a_chart_stands_in_one_order_at_the_end_of_every_pages_bar(running):
    places = {name: place for place, names in enumerate(AT_THE_END) for name in names}
    met = set()
    for face in faces(running):
        page = running.page
        if not isinstance(page, ChartPage):
            continue
        shown = [one for one in page.findChildren(QToolButton) if one.accessibleName() in places and one.isVisible()]
        shown.sort(key=lambda one: one.mapTo(page, one.rect().center()).x())
        order = [places[one.accessibleName()] for one in shown]
        assert order == sorted(order), (face, [one.accessibleName() for one in shown])
        assert len({one.mapTo(page, one.rect().center()).y() // 8 for one in shown}) <= 1, (face, "in one row")
        met.update(order)
    assert met == set(range(len(AT_THE_END)))
