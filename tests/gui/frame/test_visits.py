"""Back and forward: which places are kept, and how one gets to them by keys, mouse and toolbar."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from db.model.scope import Scope
from desktop.cli.commands import write_sample
from desktop.frame.visits import MOST, Path, Place
from desktop.session.requests import NarrowScope, OpenEvent, OpenOrganization, ShowPage
from helpers.program import Running

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def place(page="events", organization=None, text="", event=None, known=None):
    scope = Scope(text=text, known_operation=known)
    return Place(page_id=page, organization_id=organization, scope=scope, event_id=event)


def test_a_step_along_a_table_or_a_letter_of_a_search_is_no_place_of_its_own():
    path = Path()
    for one in (place(), place(event=1), place(event=2), place(event=2, text="a"), place(event=2, text="ab")):
        path.visit(one)
    assert not path.back
    path.visit(place("organization", organization=3, event=2, text="ab"))
    assert path.step(-1) == place(event=2, text="ab")
    assert path.step(-1) is None
    assert path.forward


def test_another_way_ends_the_old_one():
    path = Path()
    for name in ("overview", "events", "sources"):
        path.visit(place(name))
    path.step(-1)
    path.visit(place("history"))
    assert not path.forward
    assert path.step(-1) == place("events")


@given(st.lists(st.one_of(st.integers(0, 3), st.sampled_from((-1, 1))), max_size=2 * MOST))
def test_one_never_leaves_the_path(deeds):
    path, here = Path(), None
    for deed in deeds:
        if isinstance(deed, int) and deed not in {-1, 1}:
            here = place(organization=deed)
            path.visit(here)
        else:
            before = (path.back, path.forward)
            found = path.step(deed)
            assert (found is not None) == before[deed > 0]
            here = found or here
    assert len(path._places) <= MOST


@pytest.fixture
def running(qtbot, tmp_path):
    path = tmp_path / "a.headwater"
    write_sample(path)
    made = Running(path)
    yield made
    made.close()


def at(running):
    return running.window.page_id, running.page.subject, running.session.scope.organization_ids


def test_back_and_forward_bring_page_scope_and_selection_and_leave_charts_their_arrows(running):
    window, session = running.window, running.session
    scale = running.read(lambda ledger: ledger.organizations.find("Scale AI"))
    window.navigation.setFocus()
    assert not window.actions_["go.back"].isEnabled()
    running.do("page.events")
    running.ask(OpenEvent(1))
    running.ask(OpenOrganization(scale))
    assert at(running) == ("organization", scale, ())
    assert window.navigation.currentItem().text() == "Organizations"
    window.bus.request(NarrowScope(scale))  # as one link does: scope and page are one step
    running.ask(ShowPage("headcount"))
    assert at(running) == ("headcount", None, (scale,))
    session.select(None)
    running.rest()
    running.keys("Alt+Left")
    assert at(running) == ("organization", scale, ())
    assert session.selected == 1
    running.keys("Alt+Left")
    assert at(running) == ("events", None, ())
    running.keys("Alt+Left")
    assert at(running)[0] == "overview"
    assert not window.actions_["go.back"].isEnabled()
    running.keys("Alt+Right", "Alt+Right", "Alt+Right")
    assert at(running) == ("headcount", None, (scale,))
    assert not window.actions_["go.forward"].isEnabled()
    chart = running.page.chart
    chart.setFocus()
    running.keys("Right")
    chosen = chart.selected
    assert chosen is not None
    running.keys("Alt+Right")  # there is nothing ahead, and the chart takes no step for it
    assert (chart.selected, at(running)[0]) == (chosen, "headcount")

    middle = QPoint(window.width() // 2, window.height() // 2)
    QTest.mouseClick(window.windowHandle(), Qt.MouseButton.BackButton, pos=middle)
    running.rest()
    assert at(running)[0] == "organization"
    QTest.mouseClick(window.windowHandle(), Qt.MouseButton.ForwardButton, pos=middle)
    running.rest()
    assert at(running)[0] == "headcount"
    bar = window.toolbar.widgetForAction(window.actions_["go.back"])
    bar.click()
    running.rest()
    assert at(running)[0] == "organization"


def test_another_language_keeps_the_way_back_and_what_is_said_of_the_file(running):
    running.show("sources")
    running.show("history")
    running.session.file.lose("ledger.moved")
    (said,) = running.window.banners.texts()
    running.do("language.de")
    running.rest()
    (repeated,) = running.window.banners.texts()
    assert repeated != said
    running.keys("Alt+Left")
    assert running.window.page_id == "sources"
    running.do("language.en")
