"""The pages of organizations and sources: finding a row, editing it beside the table, adding and deleting."""

import pytest
from PySide6.QtCore import QRect, Qt

from db.ledger import Ledger
from db.model.drafts import ClaimDraft, SourceDraft
from desktop.pages.organizations import OrganizationsPage
from desktop.pages.sources.page import SourcesPage
from desktop.session.requests import FollowLink, NarrowScope
from helpers import golden
from helpers.drafts import layoff
from helpers.pages import Desk, cells

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def case(tmp_path):
    path = tmp_path / "case.headwater"
    golden.make(path)
    return path


@pytest.fixture
def organizations(qtbot, case):
    made = Desk(qtbot, OrganizationsPage, case)
    yield made
    made.close()


@pytest.fixture
def sources(qtbot, case):
    made = Desk(qtbot, SourcesPage, case)
    yield made
    made.close()


def names(desk):
    return [desk.page.table.index(row, 0).data() for row in range(desk.page.table.rowCount())]


def choose(desk, name):
    desk.page.view.setCurrentIndex(desk.page.table.index(names(desk).index(name), 0))
    desk.rest()


def stored(desk, name):
    with Ledger.open(desk.session.path, mode="read") as ledger:
        return ledger.organizations.get(ledger.organizations.find(name))


def test_organizations_with_what_is_known_of_them(organizations):
    place = names(organizations).index("Scale AI")
    row = cells(organizations.page.table, place)
    assert [*row[:3], *row[5:]] == ["Scale AI", "", "", "9", "", "3"]


def test_a_search_finds_aliases(organizations):
    desk = organizations
    choose(desk, "OpenAI")
    desk.page.fields.aliases.setPlainText("Open AI\nOpenAI, Inc.")
    desk.click(desk.page.save_button)
    desk.type(desk.page.search, "inc.")
    desk.until(lambda: names(desk) == ["OpenAI"])
    desk.rest()
    assert stored(desk, "Open AI").name == "OpenAI"


def test_an_organization_gets_parent_and_notes(organizations):
    desk = organizations
    choose(desk, "Scale AI")
    desk.type(desk.page.fields.parent_name, "Meta")
    desk.rest()
    desk.page.fields.notes.setPlainText("Stake of 49 %")
    desk.page.fields.mine.click()
    desk.click(desk.page.save_button)
    found = stored(desk, "Scale AI")
    assert (found.notes, found.mine) == ("Stake of 49 %", True)
    assert "Meta" in cells(desk.page.table, names(desk).index("Scale AI (mine)"))


def test_a_group_is_shown_from_both_ends(organizations):
    desk = organizations
    for name in ("OpenAI", "Inflection AI"):
        choose(desk, name)
        desk.type(desk.page.fields.parent_name, "Microsoft")
        desk.click(desk.page.save_button)
    assert cells(desk.page.table, names(desk).index("OpenAI"))[2] == "Microsoft"
    choose(desk, "Microsoft")
    assert desk.page.fields.group.text() == "Subsidiaries: Inflection AI and OpenAI"
    choose(desk, "Meta")
    assert desk.page.fields.group.text() == ""


def test_ones_own_organization_is_marked_and_first(organizations):
    desk = organizations
    choose(desk, "OpenAI")
    desk.page.fields.mine.click()
    desk.click(desk.page.save_button)
    assert names(desk)[0] == "OpenAI (mine)"
    choose(desk, "Meta")
    desk.page.fields.mine.click()
    desk.click(desk.page.save_button)
    assert names(desk)[0] == "Meta (mine)"
    assert "OpenAI" in names(desk), "there is one at most"


def test_the_parent_is_suggested(organizations):
    desk = organizations
    choose(desk, "Scale AI")
    desk.type(desk.page.fields.parent_name, "mic")
    desk.rest()
    assert desk.page.fields.suggestions.stringList() == ["Microsoft"]
    desk.page.fields.parent_name.completer().popup().hide()


def test_one_is_added_and_then_is_the_chosen_one(organizations):
    desk = organizations
    desk.click(desk.page.add)
    desk.type(desk.page.fields.name, "Surge AI")
    desk.click(desk.page.save_button)
    desk.rest()
    assert desk.page.current().name == "Surge AI"
    desk.click(desk.page.scope_button)
    assert desk.asked == [NarrowScope(stored(desk, "Surge AI").id)]


def test_a_name_that_exists_is_refused_beside_the_field(organizations):
    desk = organizations
    desk.click(desk.page.add)
    desk.type(desk.page.fields.name, "openai")
    desk.click(desk.page.save_button)
    assert desk.page.error.isVisible()
    assert "already" in desk.page.error.text()
    assert desk.page.fields.name.text() == "openai", "what was typed stays"


def test_one_in_use_is_not_deleted_and_says_why(organizations):
    desk = organizations
    choose(desk, "Scale AI")
    desk.click(desk.page.delete_button)
    assert desk.page.error.isVisible()
    assert "Scale AI" in desk.page.error.text()
    assert "Scale AI" in names(desk)


def test_one_without_use_is_deleted(organizations):
    desk = organizations
    desk.write(lambda ledger: ledger.organizations.save(name="Mistyped"))
    choose(desk, "Mistyped")
    desk.click(desk.page.delete_button)
    assert "Mistyped" not in names(desk)
    assert not desk.page.fields.name.isVisible(), "nothing is edited any more"


def test_what_is_being_typed_survives_a_change_elsewhere(organizations):
    desk = organizations
    choose(desk, "Meta")
    desk.type(desk.page.fields.name, "Meta Platforms")
    desk.write(lambda ledger: ledger.organizations.save(name="Another"))
    assert desk.page.fields.name.text() == "Meta Platforms"


def test_numbers_sort_as_numbers_and_the_choice_stays(organizations):
    desk = organizations
    choose(desk, "Scale AI")
    model = desk.page.view.model()
    titles = [model.headerData(column, Qt.Orientation.Horizontal) for column in range(model.columnCount())]
    desk.page.view.sortByColumn(titles.index("Events"), Qt.SortOrder.DescendingOrder)
    assert names(desk)[0] == "Scale AI"
    assert desk.page.current().name == "Scale AI"


def test_a_ledger_that_cannot_be_written_is_only_read(qtbot, case):
    with Ledger.open(case):
        pass
    first = Desk(qtbot, OrganizationsPage, case)
    second = Desk(qtbot, OrganizationsPage, case, writable=False)
    second.rest()
    assert not second.page.add.isEnabled()
    assert not second.page.save_button.isEnabled()
    first.close()
    second.close()


def test_five_thousand_organizations(qtbot, tmp_path):
    path = tmp_path / "many.headwater"
    with Ledger.create(path) as ledger, ledger.operation("import.applied", file="x", rows=5000) as operation:
        for number in range(5000):
            ledger.organizations.add(operation, f"Company {number:04}")
    desk = Desk(qtbot, OrganizationsPage, path)
    assert desk.page.count.text() == "5,000"
    desk.type(desk.page.search, "4321")
    desk.until(lambda: names(desk) == ["Company 4321"])
    desk.close()


# Sources.


def test_sources_with_their_claims(sources):
    desk = sources
    place = names(desk).index("Branchendienst")
    assert cells(desk.page.table, place)[3:] == ["", "July 2025", "C", "8", "8"]


def test_a_source_is_rated_and_dated(sources):
    desk = sources
    choose(desk, "VivaTech")
    desk.page.reliability.setCurrentIndex(desk.page.reliability.findData("B"))
    desk.type(desk.page.fields["published"], "mid-June 2025")
    desk.click(desk.page.save_button)
    row = desk.page.current()
    assert row.source.reliability == "B"
    assert row.source.published.words == "mid-June 2025"
    assert "completely reliable" in desk.page.reliability.toolTip()


def test_a_date_that_may_be_two_is_asked_back(sources):
    desk = sources
    choose(desk, "VivaTech")
    desk.type(desk.page.fields["published"], "03/04/2025")
    desk.click(desk.page.save_button)
    assert "3 April 2025" in desk.page.error.text()
    assert "4 March 2025" in desk.page.error.text()


def test_only_web_and_mail_addresses_can_be_opened(sources):
    desk = sources
    choose(desk, "Reuters")
    desk.click(desk.page.link_button)
    assert desk.asked == [FollowLink("https://www.reuters.com/business/google-scale-ai-2025-06-13")]
    desk.type(desk.page.fields["url"], "file:///etc/passwd")
    assert not desk.page.link_button.isEnabled()


def test_a_source_in_use_says_so(sources):
    desk = sources
    choose(desk, "Reuters")
    desk.click(desk.page.delete_button)
    assert "Reuters" in desk.page.error.text()
    assert "Reuters" in names(desk)


def test_a_source_is_added_and_deleted(sources):
    desk = sources
    desk.click(desk.page.add)
    desk.click(desk.page.save_button)
    assert "needs" in desk.page.error.text()
    desk.type(desk.page.fields["publisher"], "Handelsblatt")
    desk.click(desk.page.save_button)
    desk.rest()
    assert desk.page.current().source.publisher == "Handelsblatt"
    desk.click(desk.page.delete_button)
    assert "Handelsblatt" not in names(desk)


def test_no_source_matches(sources):
    sources.type(sources.page.search, "zeppelin")
    sources.until(lambda: sources.page.empty.isVisible())
    assert "zeppelin" in sources.page.empty.words


def test_many_rows_leave_no_column_beyond_the_edge(qtbot, tmp_path):
    path = tmp_path / "many.headwater"
    with Ledger.create(path) as ledger:
        for number in range(40):
            source = SourceDraft(publisher=f"Paper {number}", url=f"https://paper.example/{number}")
            ledger.events.save(layoff(f"Company {number}", claims=(ClaimDraft(source=source),)))
    for page in (OrganizationsPage, SourcesPage):
        desk = Desk(qtbot, page, path)
        view = desk.page.view
        assert view.verticalScrollBar().isVisible()
        desk.until(lambda view=view: not view.horizontalScrollBar().isVisible())
        assert view.horizontalHeader().length() <= view.viewport().width()
        desk.close()


def test_the_keyboard_is_seen_on_a_row_and_frames_no_cell(organizations):
    desk = organizations
    view, accent = desk.page.view, desk.theme.colors.accent
    choose(desk, "OpenAI")

    def row():
        box = view.visualRect(view.currentIndex())
        return view.viewport().grab(QRect(0, box.y(), view.viewport().width(), box.height())).toImage()

    view.setFocus()
    desk.until(view.hasFocus)
    seen = row()
    assert seen.pixelColor(1, seen.height() // 2).name() == accent
    # One line over the whole row, above and below: no cell has a frame of its own.
    for edge in (0, seen.height() - 1):
        assert {seen.pixelColor(x, edge).name() for x in range(seen.width())} == {accent}
    assert accent not in {seen.pixelColor(x, seen.height() - 4).name() for x in range(4, seen.width())}
    desk.page.search.setFocus()
    desk.until(lambda: not view.hasFocus())
    assert row().pixelColor(50, 0).name() != accent
