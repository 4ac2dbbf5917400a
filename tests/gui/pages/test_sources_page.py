"""Several sources at once: one origin, none, one source of them; the letter of a source; the events of one."""

from datetime import date

import pytest
from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt
from PySide6.QtTest import QTest

from db.ledger import Ledger
from db.model.drafts import ClaimDraft, SourceDraft
from db.model.records import Source
from db.model.values import ImpreciseDate, Quantity, Status
from desktop.dialogs.records.source import proposed_origin
from desktop.pages.sources.page import RELIABILITY, SourcesPage
from desktop.session.requests import OpenEvent
from desktop.wording import codes
from desktop.wording.changes import steps
from helpers.drafts import layoff
from helpers.pages import Desk, cells

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
PAPERS = ("Handelsblatt", "Le Monde", "Reuters", "The Times", "Zeit")


def claims(*publishers):
    return tuple(
        ClaimDraft(
            source=SourceDraft(publisher=one, reliability="B" if one == "Reuters" else ""),
            announced=ImpreciseDate.day(date(2025, 7, 16)),
            count=Quantity.exact(200, "200"),
        )
        for one in publishers
    )


@pytest.fixture
def desk(qtbot, tmp_path):
    path = tmp_path / "case.headwater"
    with Ledger.create(path) as ledger:
        ledger.events.save(layoff(claims=claims(*PAPERS)))
        ledger.events.save(layoff("OpenAI", claims=claims("Reuters")))
        ledger.sources.save(Source(id=0, publisher="Unused"))
    made = Desk(qtbot, SourcesPage, path, size=(1000, 640))
    yield made
    made.close()


def names(desk):
    return [desk.page.table.index(row, 0).data() for row in range(desk.page.table.rowCount())]


def select(desk, *publishers):
    selection = QItemSelection()
    for one in publishers:
        index = desk.page.table.index(names(desk).index(one), 0)
        selection.select(index, index)
    flags = QItemSelectionModel.SelectionFlag
    desk.page.view.selectionModel().select(selection, flags.ClearAndSelect | flags.Rows)
    desk.rest()


def choose(desk, name):
    desk.page.view.setCurrentIndex(desk.page.table.index(names(desk).index(name), 0))
    desk.rest()


def independent(desk):
    with Ledger.open(desk.session.path, mode="read") as ledger:
        return ledger.events.get(1).values.source_count


def test_five_papers_get_one_origin_and_count_once(desk):
    assert independent(desk) == 5
    select(desk, *PAPERS)
    several = desk.page.several
    assert several.isVisible()
    assert several.heading.text() == "5 sources selected"
    assert not desk.page.fields["publisher"].isVisible(), "one form cannot edit five"
    desk.click(several.origin_button)
    assert several.dialog.field.text() == "Reuters", "the agency among them is proposed"
    desk.click(several.dialog.ok_button)
    desk.rest()
    assert independent(desk) == 1
    assert "Origin of all: Reuters" in several.origin.text(), "they are still selected"
    assert cells(desk.page.table, names(desk).index("Zeit"))[3] == "Reuters"
    assert steps.undo_text(desk.session.facts.undo) == "Undo Same Origin: Reuters"
    desk.session.undo()
    desk.rest()
    assert independent(desk) == 5
    assert not several.clear_button.isEnabled()


def test_an_origin_is_cleared(desk):
    desk.write(lambda ledger: ledger.sources.set_origin([1, 2, 3], "dpa"))
    assert independent(desk) == 3
    select(desk, "Handelsblatt", "Le Monde", "Zeit")
    assert "differ" in desk.page.several.origin.text()
    desk.click(desk.page.several.clear_button)
    desk.rest()
    assert independent(desk) == 5
    assert "No origin" in desk.page.several.origin.text()


def test_an_origin_needs_a_name_and_cancel_changes_nothing(desk):
    select(desk, "Handelsblatt", "Zeit")
    desk.click(desk.page.several.origin_button)
    dialog = desk.page.several.dialog
    desk.type(dialog.field, " ")
    assert not dialog.ok_button.isEnabled()
    before = desk.session.facts.last_operation
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    desk.rest()
    assert desk.session.facts.last_operation == before


def test_identical_sources_become_one(desk):
    select(desk, "Reuters", "Zeit")
    desk.click(desk.page.several.merge_button)
    dialog = desk.page.several.dialog
    assert "Reuters" in dialog.choices.checkedButton().text(), "it has more claims"
    dialog.accept()
    desk.rest()
    assert "Zeit" not in names(desk)
    assert cells(desk.page.table, names(desk).index("Reuters"))[-2:] == ["2", "3"]
    assert desk.page.current().source.publisher == "Reuters"
    assert desk.page.fields["publisher"].text() == "Reuters"
    assert desk.page.fields["publisher"].isVisible()
    desk.session.undo()
    desk.rest()
    assert "Zeit" in names(desk)


def test_the_letter_is_explained_where_it_stands(desk):
    rows = names(desk)
    tips = {
        one: desk.page.table.index(rows.index(one), RELIABILITY).data(Qt.ItemDataRole.ToolTipRole)
        for one in ("Reuters", "Zeit")
    }
    assert "usually reliable" in tips["Reuters"]
    assert "not rated" in tips["Zeit"]


@pytest.mark.parametrize(
    ("letter", "words"),
    [
        ("A", "completely reliable"), ("B", "usually reliable"), ("C", "fairly reliable"),
        ("D", "not usually reliable"), ("E", "unreliable"), ("F", "reliability cannot be judged"),
    ],
)  # fmt: skip
def test_the_words_of_the_admiralty_code(letter, words):
    assert codes.reliability_name(letter) == f"{letter} · {words}"
    assert words in codes.reliability_text(letter)


def test_the_events_of_a_source_open_in_the_inspector(desk):
    choose(desk, "Reuters")
    desk.page.view.setFocus()
    QTest.keyClick(desk.page.view, Qt.Key.Key_Return)
    desk.rest()
    dialog = desk.page.events_dialog
    assert dialog.count.text() == "2 events"
    shown = [cells(dialog.table, row)[2] for row in range(dialog.table.rowCount())]
    assert sorted(shown) == ["OpenAI", "Scale AI"]
    dialog.view.setCurrentIndex(dialog.table.index(shown.index("OpenAI"), 0))
    desk.click(dialog.open_button)
    assert desk.asked == [OpenEvent(2)]


def test_a_source_without_events_has_none_to_show(desk):
    choose(desk, "Unused")
    assert not desk.page.events_button.isEnabled()
    choose(desk, "Zeit")
    assert desk.page.events_button.isEnabled()


@pytest.mark.parametrize(
    ("sources", "origin"),
    [
        ((Source(id=1, publisher="Zeit", origin="dpa"), Source(id=2, publisher="Reuters")), "dpa"),
        ((Source(id=1, publisher="Zeit"), Source(id=2, publisher="REUTERS")), "REUTERS"),
        (
            (
                Source(id=1, publisher="Zeit", published=ImpreciseDate.day(date(2025, 7, 17))),
                Source(id=2, publisher="NYT", published=ImpreciseDate.day(date(2025, 7, 16))),
            ),
            "NYT",
        ),
        ((Source(id=1, url="https://a.example"), Source(id=2, publisher="Zeit")), "Zeit"),
        ((Source(id=1, url="https://a.example"),), ""),
    ],
)
def test_what_is_proposed_as_the_origin(sources, origin):
    assert proposed_origin(sources) == origin


@pytest.mark.parametrize("width", [820, 1000, 1366])
def test_long_texts_leave_letter_and_numbers_in_sight(desk, width):
    desk.write(lambda ledger: ledger.sources.save(Source(id=0, publisher="P" * 90, title="T" * 200, url="U" * 300)))
    desk.page.resize(width, 640)
    desk.rest()
    header = desk.page.view.horizontalHeader()
    assert header.length() <= desk.page.view.viewport().width()


def test_a_hostile_name_stays_a_name(desk):
    desk.write(lambda ledger: ledger.sources.save(Source(id=0, publisher="<img src=x> & Söhne", title="<b>no</b>")))
    select(desk, "<img src=x> & Söhne", "Zeit")
    several = desk.page.several
    assert several.names.textFormat() == Qt.TextFormat.PlainText
    assert "<img src=x> & Söhne · <b>no</b>" in several.names.text()
    desk.click(several.merge_button)
    texts = [button.text() for button in several.dialog.choices.buttons()]
    assert any("<img src=x> && Söhne" in text for text in texts)
    several.dialog.reject()


def test_what_a_source_denies_stands_apart(desk):
    denial = ClaimDraft(source=SourceDraft(publisher="Meta"), status=Status.DENIED)
    desk.write(lambda ledger: ledger.events.save(layoff("OpenAI", claims=(denial,))))
    row = names(desk).index("Meta")
    assert desk.page.table.index(row, desk.page.table.columnCount() - 1).data() == "0, 1 denied"
