"""The inspector as its user meets it: typed into, read, and asked."""

from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
)

from db.model.drafts import ClaimDraft, EventDraft, SourceDraft
from db.model.kinds import BUILT_IN
from db.model.values import Quantity, Status
from db.reading.dates import DateOrder
from desktop.inspector.inspector import Inspector
from desktop.session.session import Session
from desktop.session.settings import Settings
from helpers import golden
from helpers.desk import Desk

# The offscreen platform says so about any window or list of suggestions; it says nothing about ours.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

HOSTILE = '<img src="file:///etc/passwd"> & <b>Co</b>'


@pytest.fixture
def ids(tmp_path):
    return golden.make(tmp_path / "a.headwater")


@pytest.fixture
def desk(qtbot, qapp, tmp_path, ids):
    made = Desk(qtbot, tmp_path / "a.headwater")
    yield made
    made.session.close()


def test_empty_says_what_to_do(desk):
    assert desk.panel.placeholder.text.isVisible()
    assert "Ctrl+N" in desk.panel.placeholder.text.text()
    assert desk.panel.header.title.text() == "No event selected"


def test_an_event_is_entered_by_keyboard_alone(desk):
    desk.inspector.new_event()
    keys = QTest.keyClicks
    assert QApplication.focusWidget() in {desk.form.kind.box, desk.form.kind.box.line}
    for text in ("contractor engagements ended", "Acme GmbH", None, "16.07.2025", "about 500"):
        if text is not None:
            keys(QApplication.focusWidget(), text)
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        desk.settle()
    while QApplication.focusWidget() is not desk.form.fields["place"].editor:  # after what every report says
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is not desk.form.closing.header
    for text in ("Berlin", "Data"):
        keys(QApplication.focusWidget(), text)
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    with desk.qtbot.waitSignal(desk.inspector.saved) as caught:
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    event = desk.event(caught.args[0])
    assert (event.kind, event.place, event.unit) == ("contractors_ended", "Berlin", "Data")
    assert event.values.count == Quantity(450, 500, 550, "about 500")
    desk.until(lambda: "Acme GmbH" in desk.panel.header.title.text())
    assert desk.panel.header.title.text() == (
        "Contractor engagements ended · Acme GmbH · ≈\N{NO-BREAK SPACE}500 (450–550) contingent workers"
        " · Berlin · 16 July 2025 · reported · no source"
    )
    assert desk.session.selected == event.id


def test_enter_moves_on_and_saves_on_the_last_field(desk):
    desk.new()
    desk.form.organization.line.setFocus()
    QTest.keyClick(desk.form.organization.line, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is desk.claim.fields["announced"].editor
    desk.form.closing.set_open(opened=True)
    last = desk.form.fields["tags"].editor
    last.setFocus()
    with desk.qtbot.waitSignal(desk.inspector.saved):
        QTest.keyClick(last, Qt.Key.Key_Return)


def test_tab_goes_in_reading_order_also_through_a_claim_added_later(desk):
    desk.new()
    desk.form.links.add.click()
    desk.settle()
    desk.form.organization.line.setFocus()
    seen = []
    for _ in range(60):
        widget = QApplication.focusWidget()
        seen.append(widget.mapTo(desk.form, widget.rect().topLeft()))
        QTest.keyClick(widget, Qt.Key.Key_Tab)
        if QApplication.focusWidget() is desk.form.closing.header:
            break
    rows = [point.y() for point in seen]
    assert len(rows) > 20
    assert all(after >= before - 20 for before, after in pairwise(rows))


def test_echo_says_what_was_understood(desk):
    desk.new()
    fields = desk.claim.fields
    desk.type(fields["announced"], "July 2025")
    assert fields["announced"].echo.text() == "1 to 31 July 2025, one day within"
    desk.type(fields["count"], "~200")
    assert fields["count"].echo.text() == "≈\N{NO-BREAK SPACE}200 (150–250), rounded to hundreds"
    desk.type(fields["count"], "rather many")
    assert "not charted" in fields["count"].echo.text()
    assert fields["count"].editor.property("state") == "warning"
    assert fields["count"].editor.accessibleDescription() == fields["count"].echo.text()


def test_a_date_with_two_readings_is_asked_about_and_the_answer_remembered(desk):
    desk.new()
    field = desk.claim.fields["announced"]
    desk.type(field, "03/04/2025")
    assert field.echo.text() == "3 April 2025 or 4 March 2025?"
    desk.inspector.save()
    assert QApplication.focusWidget() is field.editor  # not saved: the question comes first
    desk.claim.fields["announced"].answered.emit("announced", 1, True)
    desk.settle()
    assert field.echo.text() == "4 March 2025"
    event_id = desk.save()
    (claim,) = desk.claims(event_id)
    assert (claim.announced.edtf, claim.announced.words) == ("2025-03-04", "03/04/2025")
    desk.until(lambda: desk.look(lambda ledger: ledger.settings.get("date_order")) == "mdy")
    desk.until(lambda: not desk.inspector.dirty and desk.inspector.conventions.context().order is DateOrder.MDY)
    desk.new()
    desk.type(desk.claim.fields["announced"], "05/06/2025")
    assert desk.claim.fields["announced"].echo.text() == "6 May 2025"


def test_question_buttons_answer(desk):
    desk.new()
    field = desk.claim.fields["count"]
    desk.type(field, "3-4000")
    buttons = [b for b in field.findChildren(QPushButton) if b.isVisible()]
    assert [b.text() for b in buttons] == ["3,000–4,000", "3–4,000"]
    buttons[0].click()
    desk.settle()
    assert field.echo.text() == "3,000–4,000"
    assert desk.claims(desk.save())[0].count == Quantity(3000, None, 4000, "3-4000")


def test_the_first_error_gets_the_focus_and_nothing_is_written(desk):
    desk.inspector.new_event()
    before = desk.session.facts.last_operation
    desk.inspector.save()
    assert "Kind is empty" in desk.form.kind.echo.text()
    assert desk.form.kind.box.hasFocus() or desk.form.kind.box.line.hasFocus()
    desk.form.kind.set_text("layoff")
    desk.form.organization.line.setText("Acme")
    desk.claim.fields["effective"].set_text("31.02.2025")
    desk.settle()
    desk.inspector.save()
    assert desk.claim.fields["effective"].editor.isVisible()
    assert desk.claim.fields["effective"].editor.hasFocus()
    assert "does not exist" in desk.claim.fields["effective"].echo.text()
    assert desk.look(lambda ledger: ledger.last_operation()) == before


def test_an_address_names_its_publisher(desk):
    desk.new()
    url = desk.claim.fields["url"].editor
    url.setFocus()
    QApplication.clipboard().setText("https://www.reuters.com/world/x?y=1")
    url.paste()
    assert desk.claim.fields["publisher"].text() == "reuters.com"
    desk.claim.fields["publisher"].set_text("Reuters")
    url.selectAll()
    QApplication.clipboard().setText("https://apnews.com/z")
    url.paste()
    assert desk.claim.fields["publisher"].text() == "Reuters"


def test_near_names_are_offered_and_nothing_is_merged_without_a_click(desk, ids):
    desk.new(organization="")
    desk.type(desk.form.organization, "Scale AI, Inc.")
    desk.until(desk.form.organization.use.isVisible)
    assert desk.form.organization.echo.text() == "New organization, similar to Scale AI"
    desk.form.organization.alias.click()
    event = desk.event(desk.save())
    assert event.organization_id == desk.event(ids["layoff"]).organization_id
    assert "Scale AI, Inc." in desk.look(lambda ledger: ledger.organizations.get(event.organization_id)).aliases
    desk.new(organization="")
    desk.type(desk.form.organization, "scale ai, inc.")
    desk.until(lambda: desk.form.organization.echo.text() == "Alias of Scale AI")
    desk.type(desk.form.organization, "Boeing")
    desk.until(lambda: desk.form.organization.echo.text() == "New organization")


def test_every_kind_has_its_fields_and_fits_a_narrow_panel(desk):
    desk.inspector.resize(320, 600)
    for kind in (one.code for one in BUILT_IN):
        desk.new(kind, "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft")
        for card in desk.form.cards:
            card.more.set_open(opened=True)
        desk.claim.fields["announced"].set_text("Donaudampfschifffahrtselektrizitätenhauptbetriebswerk")
        desk.settle()
        shown = {name for name, field in {**desk.form.fields, **desk.claim.fields}.items() if field.isVisible()}
        assert {"kind", "organization", "announced", "status", "publisher"} <= shown, kind
        relates = kind.startswith(("relationship", "leadership")) or kind in OWNERSHIP
        assert ("counterparty" in shown) == relates, kind
        assert ("person" in shown) == kind.startswith("leadership"), kind
        inner = desk.panel.scroller.widget()
        assert inner.minimumSizeHint().width() <= desk.panel.scroller.viewport().width(), kind
        assert inner.width() == desk.panel.scroller.viewport().width(), kind
        assert not desk.panel.scroller.horizontalScrollBar().isVisible(), kind
        desk.inspector.revert()


OWNERSHIP = {"stake_taken", "acquisition", "license_and_hire"}


def test_every_widget_has_a_name(desk, ids):
    desk.show(ids["stake"])
    kinds = (QAbstractButton, QLineEdit, QComboBox, QPlainTextEdit)
    nameless = [
        widget
        for kind in kinds
        for widget in desk.panel.findChildren(kind)
        if not widget.accessibleName() and not isinstance(widget.parent(), (QComboBox, QLineEdit))
    ]
    assert nameless == []


def test_edits_in_place_show_save_and_revert(desk, ids):
    desk.show(ids["layoff"])
    assert not desk.panel.footer.isVisible()
    place = desk.form.fields["place"]
    desk.type(place, "San Francisco")
    assert desk.panel.footer.isVisible()
    desk.panel.footer.revert_button.click()
    desk.until(lambda: place.text() == "")
    assert not desk.panel.footer.isVisible()
    desk.type(place, "San Francisco")
    before = desk.claims(ids["layoff"])
    desk.save()
    desk.until(lambda: not desk.panel.footer.isVisible())
    assert desk.event(ids["layoff"]).place == "San Francisco"
    assert desk.claims(ids["layoff"]) == before


def test_undo_elsewhere_reloads_unless_something_is_typed(desk, ids):
    desk.show(ids["layoff"])
    place = desk.form.fields["place"]
    desk.type(place, "Berlin")
    desk.save()
    desk.until(lambda: not desk.inspector.dirty)
    desk.session.undo()
    desk.until(lambda: place.text() == "")
    desk.session.redo()
    desk.until(lambda: place.text() == "Berlin")
    desk.type(place, "Bonn")
    desk.session.undo()
    desk.until(desk.panel.questions.notice.isVisible)
    assert "changed meanwhile" in desk.panel.questions.notice.text.text()
    assert place.text() == "Bonn"
    desk.inspector.revert()
    desk.until(lambda: place.text() == "" and not desk.panel.questions.notice.isVisible())


def test_another_selection_does_not_lose_what_was_typed(desk, ids):
    desk.show(ids["layoff"])
    desk.type(desk.form.fields["place"], "Bonn")
    desk.session.select(ids["stake"])
    assert desk.panel.questions.notice.isVisible()
    assert desk.form.fields["place"].text() == "Bonn"
    desk.panel.questions.notice.button(0).click()  # save, then go there
    desk.until(lambda: desk.panel.header.title.text().startswith("Stake taken"))
    assert desk.event(ids["layoff"]).place == "Bonn"


def test_escape_asks_only_if_something_was_typed(desk, ids):
    desk.show(ids["layoff"])
    desk.new()
    QTest.keyClick(desk.form.fields["place"].editor, Qt.Key.Key_Escape)
    desk.until(lambda: desk.panel.header.title.text().startswith("Layoff"))
    desk.new()
    desk.type(desk.form.fields["place"], "Bonn")
    QTest.keyClick(desk.form.fields["place"].editor, Qt.Key.Key_Escape)
    assert desk.panel.questions.notice.isVisible()
    assert desk.panel.questions.notice.button(2).hasFocus()
    QTest.keyClick(desk.panel.questions.notice.button(2), Qt.Key.Key_Escape)
    assert not desk.panel.questions.notice.isVisible()
    assert desk.form.fields["place"].text() == "Bonn"
    desk.inspector.cancel()
    desk.panel.questions.notice.button(1).click()
    desk.until(lambda: desk.panel.header.title.text().startswith("Layoff"))
    with desk.qtbot.waitSignal(desk.inspector.closed):
        QTest.keyClick(desk.panel, Qt.Key.Key_Escape)


def decision(desk):
    return desk.panel.decisions.decisions[0]


def test_a_contradicted_amount_is_shown_with_its_values_and_decided(desk, ids):
    desk.show(ids["stake"])
    assert desk.event(ids["stake"]).values.contradicted == ("amount",)
    texts = [button.accessibleName() for button in decision(desk).findChildren(QRadioButton)]
    assert any("1.43" in text and "Branchendienst" in text for text in texts)
    assert any("14.3" in text and "TechCrunch, 16 July 2025" in text for text in texts)
    assert texts[-2:] == ["All plausible", "Leave open"]
    next(b for b in decision(desk).findChildren(QRadioButton) if "TechCrunch" in b.text()).click()
    decision(desk).reason.set_text("the filing says so")
    decision(desk).apply.click()
    desk.until(lambda: desk.event(ids["stake"]).values.contradicted == ())
    preference = desk.look(lambda ledger: ledger.events.preferences(ids["stake"]))[0]
    assert preference.reason == "the filing says so"
    desk.until(lambda: "USD\N{NO-BREAK SPACE}14.3" in desk.panel.header.title.text())
    decision(desk).choices.buttons()[-1].click()  # leave open
    decision(desk).apply.click()
    desk.until(lambda: desk.event(ids["stake"]).values.contradicted == ("amount",))


def test_a_correction_keeps_the_old_claim_in_the_history(desk, ids):
    desk.show(ids["contractors"])
    count = len(desk.claims(ids["contractors"]))
    desk.claim.menu.correct.trigger()
    desk.type(desk.claim.fields["reason"], "misread")
    desk.type(desk.claim.fields["count"], "450")
    desk.save()
    claims = desk.claims(ids["contractors"])
    assert len(claims) == count + 1
    new = next(claim for claim in claims if claim.reason == "misread")
    old = next(claim for claim in claims if claim.id == new.supersedes_id)
    assert (old.superseded, new.count) == (True, Quantity.exact(450, "450"))
    desk.until(lambda: any("Superseded" in text for text in history(desk)))


def history(desk):
    layout = desk.panel.history.superseded
    return [layout.itemAt(i).widget().text() for i in range(layout.count())]


def test_a_claim_of_the_same_source_is_one_key(desk, ids):
    desk.show(ids["focus"])
    QTest.keyClick(desk.form.fields["unit"].editor, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    desk.settle()
    assert len(desk.form.cards) == 2
    assert desk.form.cards[1].fields["publisher"].text() == desk.claim.fields["publisher"].text() != ""
    desk.form.cards[1].menu.remove.trigger()
    desk.settle()
    assert not desk.inspector.dirty


def test_save_and_next_keeps_organization_and_source(desk):
    desk.new()
    desk.type(desk.claim.fields["count"], "200")
    desk.type(desk.claim.fields["publisher"], "Reuters")
    with desk.qtbot.waitSignal(desk.inspector.saved):
        desk.inspector.save_and_next()
    assert desk.panel.header.title.text() == "New event"
    assert desk.form.organization.named().text == "Scale AI"
    assert (desk.claim.fields["publisher"].text(), desk.claim.fields["count"].text()) == ("Reuters", "")
    assert not desk.inspector.dirty


def test_delete_says_what_goes_and_can_be_undone(desk, ids):
    desk.show(ids["layoff"])
    live = sum(not claim.superseded for claim in desk.claims(ids["layoff"]))
    desk.panel.header.delete_button.click()
    assert f"removes {live} claims" in desk.panel.questions.notice.text.text()
    assert desk.panel.questions.notice.button(1).hasFocus()
    desk.panel.questions.notice.button(0).click()
    desk.until(lambda: desk.panel.header.title.text() == "No event selected")
    desk.session.undo()
    desk.until(lambda: desk.event(ids["layoff"]) is not None)


def test_duplicate_selects_the_copy(desk, ids):
    desk.show(ids["layoff"])
    desk.panel.header.duplicate_button.click()
    desk.until(lambda: desk.session.selected not in {None, ids["layoff"]})
    desk.until(lambda: desk.inspector.shown == desk.session.selected)
    assert desk.event(desk.session.selected).values.count == desk.event(ids["layoff"]).values.count


def test_a_second_reader_cannot_edit_and_is_told_why(desk, qtbot, ids):
    other = Session()
    inspector = Inspector(other, desk.theme, Settings())
    qtbot.addWidget(inspector)
    inspector.show()
    panel = inspector.panel
    other.open(desk.path)
    qtbot.waitUntil(lambda: other.write_error is not None)
    other.select(ids["layoff"])
    qtbot.waitUntil(lambda: panel.header.title.text().startswith("Layoff"))
    assert "already open for editing" in panel.locked.text()
    assert panel.locked.isVisible()
    assert panel.form.fields["place"].editor.isReadOnly()
    assert not panel.form.kind.box.isEnabled()
    assert not panel.header.delete_button.isEnabled()
    other.close()


def test_names_are_shown_as_stored(desk):
    draft = EventDraft(
        kind="layoff", organization=HOSTILE, place=HOSTILE,
        claims=tuple(
            ClaimDraft(source=SourceDraft(publisher=HOSTILE + str(n)), count=Quantity.exact(n), status=Status.REPORTED)
            for n in (10, 20)
        ),
    )  # fmt: skip
    change = desk.write(lambda ledger: ledger.events.save(draft))
    desk.show(change.detail["event"])
    assert HOSTILE in desk.panel.header.title.text()
    assert desk.panel.header.title.textFormat() == Qt.TextFormat.PlainText
    assert desk.form.organization.line.text() == HOSTILE
    assert desk.claim.fields["publisher"].text() == HOSTILE + "10"
    for button in decision(desk).findChildren(QRadioButton):
        assert "<img" not in button.toolTip()
    desk.panel.history.section.set_open(opened=True)
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in labels(desk))


def labels(desk):
    desk.until(lambda: bool(desk.panel.history.steps.texts()))
    return desk.panel.history.section.body.findChildren(QLabel)


def test_a_failed_write_keeps_the_texts(desk, ids):
    desk.show(ids["layoff"])
    desk.type(desk.form.fields["place"], "Bonn")
    desk.path.rename(desk.path.with_name("b.headwater"))
    desk.inspector.save()
    desk.until(desk.panel.questions.notice.isVisible)
    assert "moved" in desk.panel.questions.notice.text.text()
    assert desk.form.fields["place"].text() == "Bonn"
    assert desk.inspector.dirty


def test_a_new_event_is_not_overtaken_by_one_that_is_still_being_read(desk, ids):
    """Ctrl+N right after a click on an event: the answer to the click comes later and must not win."""
    desk.session.select(next(iter(ids.values())))
    desk.inspector.new_event()
    desk.until(lambda: desk.session.tasks.idle)
    desk.settle()
    assert desk.panel.header.title.text() == "New event"


def test_when_the_fiscal_year_begins_is_asked_once(desk):
    desk.new()
    field = desk.claim.fields["announced"]
    desk.type(field, "FY2025")
    assert field.echo.text() == "Which of these is meant?"
    offered = [b.text() for b in field.findChildren(QPushButton) if b.isVisible()]
    assert len(set(offered)) == len(offered) == 6
    (october,) = (b for b in field.findChildren(QPushButton) if b.isVisible() and "October 2024" in b.text())
    october.click()
    desk.settle()
    event_id = desk.save()
    assert desk.claims(event_id)[0].announced.edtf == "2024-10/2025-09"
    desk.until(lambda: desk.look(lambda ledger: ledger.settings.get("fiscal_year")) == "-3")
    desk.until(lambda: desk.inspector.conventions.context().fiscal == -3 and not desk.inspector.dirty)
    desk.new()
    desk.type(desk.claim.fields["announced"], "GJ 2023/24")
    assert desk.claim.fields["announced"].echo.text() == "1 October 2023 to 30 September 2024, one day within"


def test_a_question_that_no_setting_answers_offers_nothing_to_remember(desk):
    desk.new()
    field = desk.claim.fields["announced"]
    desk.type(field, "winter 2025")
    buttons = {type(b) for b in field.findChildren(QAbstractButton) if b.isVisible()}
    assert buttons == {QPushButton}
