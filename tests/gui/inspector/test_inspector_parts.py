"""Wholes and parts, moved claims, and what a deletion says before it happens."""

from datetime import date

import pytest
import shiboken6
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QPushButton

from db.ledger import Ledger
from db.model.drafts import ClaimDraft, EventDraft, SourceDraft
from db.model.values import ImpreciseDate, Quantity
from helpers import golden
from helpers.desk import Desk

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

CTRL = Qt.KeyboardModifier.ControlModifier
KEY = Qt.Key


def draft(organization, count=None, *, kind="layoff", day=(2025, 7, 16), **more):
    claim = ClaimDraft(
        announced=ImpreciseDate.day(date(*day)),
        count=None if count is None else Quantity.exact(count),
        source=SourceDraft(publisher="Reuters"),
    )
    return EventDraft(kind=kind, organization=organization, claims=(claim,), **more)


@pytest.fixture
def ids(tmp_path):
    with Ledger.create(tmp_path / "a.headwater") as ledger:
        found = golden.fill(ledger)

        def add(*arguments, **more):
            return ledger.events.save(draft(*arguments, **more)).detail["event"]

        found["whole"] = add("Intel", 724)
        found["level"] = add("Intel", 5000, kind="reported_headcount", day=(2025, 6, 30))
        found["subsidiary"] = add("Intel Ireland", 120, place="Leixlip")
        ledger.organizations.save(
            name="Intel Ireland", organization_id=ledger.organizations.find("Intel Ireland"), parent="Intel"
        )
        return found


@pytest.fixture
def desk(qtbot, qapp, tmp_path, ids):
    made = Desk(qtbot, tmp_path / "a.headwater")
    yield made
    made.session.close()


def links(desk):
    return [one.accessibleName() for one in desk.form.parts.findChildren(QPushButton) if one.isVisible()]


def test_an_event_becomes_a_part_by_keys_and_leads_there_and_back(desk, ids):
    desk.show(ids["subsidiary"])
    desk.form.focus_on("part_of")
    desk.settle()
    line = desk.form.part_of.line
    desk.press(KEY.Key_Down)
    desk.until(lambda: len(desk.suggested(line)) == 2)
    assert desk.suggested(line) == [
        "Layoff · Intel · 724 · 16 July 2025",
        "Reported headcount · Intel · 5,000 · 30 June 2025",
    ]
    desk.keys("724")
    desk.until(lambda: len(desk.suggested(line)) == 1)
    desk.press(KEY.Key_Down)
    desk.press(KEY.Key_Return)
    with desk.qtbot.waitSignal(desk.inspector.saved):
        desk.press(KEY.Key_Return, CTRL)
    assert desk.event(ids["subsidiary"]).part_of_id == ids["whole"]
    desk.until(lambda: desk.form.whole.button.isVisible())
    assert desk.form.whole.button.accessibleName() == "Part of Layoff · Intel · 724 · 16 July 2025"
    desk.form.whole.button.click()
    desk.until(lambda: desk.inspector.shown == ids["whole"])
    assert desk.form.parts.sum.text() == "Parts: 120 of 724"
    desk.until(lambda: "Go to the part Intel Ireland · 120 · Leixlip · 16 July 2025" in links(desk))
    next(one for one in desk.form.parts.findChildren(QPushButton) if "Leixlip" in one.accessibleName()).click()
    desk.until(lambda: desk.inspector.shown == ids["subsidiary"])
    desk.form.part_of.line.clear()
    desk.save()
    assert desk.event(ids["subsidiary"]).part_of_id is None
    desk.until(lambda: not desk.form.whole.isVisible())


def test_a_part_is_added_from_its_whole(desk, ids):
    desk.show(ids["whole"])
    assert not desk.form.parts.isVisible()
    assert desk.form.links.part.isVisible()
    desk.write(lambda ledger: ledger.events.save(draft("Intel", 49, place="Ridgefield", part_of_id=ids["whole"])))
    desk.until(lambda: desk.form.parts.isVisible())
    desk.form.links.part.click()
    desk.settle()
    assert (desk.inspector.mode, desk.form.kind.text(), desk.form.organization.named().text) == (
        "new",
        "layoff",
        "Intel",
    )
    assert desk.focus is desk.form.fields["place"].editor
    desk.keys("Austin")
    desk.form.focus_on("count", 0)
    desk.keys("100")
    new = desk.save()
    assert desk.event(new).part_of_id == ids["whole"]
    desk.show(ids["whole"])
    assert desk.form.parts.sum.text() == "Parts: 149 of 724"


def test_parts_of_a_whole_without_a_count_are_at_least(desk, ids):
    whole = desk.write(lambda ledger: ledger.events.save(draft("Intel"))).detail["event"]
    desk.write(lambda ledger: ledger.events.save(draft("Intel", 49, part_of_id=whole)))
    desk.show(whole)
    assert desk.form.parts.sum.text() == "Parts: at least 49"
    desk.form.parts.complete.editor.setFocus()
    desk.press(KEY.Key_Space)
    assert desk.inspector.dirty
    desk.save()
    assert desk.event(whole).parts_complete
    desk.until(lambda: desk.form.parts.sum.text() == "Parts: 49")


def test_only_the_family_is_offered_and_an_event_is_no_part_of_itself(desk, ids):
    desk.show(ids["layoff"])
    desk.form.focus_on("part_of")
    desk.press(KEY.Key_Down)
    line = desk.form.part_of.line
    desk.until(lambda: bool(desk.suggested(line)))
    assert not any("Intel" in text or "Inflection" in text for text in desk.suggested(line))
    assert not any(text.startswith("Layoff") for text in desk.suggested(line))
    desk.keys("zzz")
    desk.until(lambda: desk.form.part_of.echo.text() == "No event of this organization is like that")


def test_a_claim_is_moved_to_the_event_it_speaks_of(desk, ids):
    desk.show(ids["contractors"])
    first, second = desk.claims(ids["contractors"])
    desk.form.cards[1].menu.move_away.trigger()
    desk.settle()
    assert desk.panel.questions.mover.isVisible()
    assert "Branchendienst" in desk.panel.questions.mover.text.text()
    assert desk.focus is desk.panel.questions.mover.field.line
    desk.keys("layoff")
    desk.until(lambda: len(desk.suggested(desk.panel.questions.mover.field.line)) == 1)
    desk.press(KEY.Key_Down)
    desk.press(KEY.Key_Return)
    assert desk.focus is desk.panel.questions.mover.move_button
    desk.press(KEY.Key_Return)
    desk.until(lambda: [claim.id for claim in desk.claims(ids["contractors"])] == [first.id])
    assert second.id in [claim.id for claim in desk.claims(ids["layoff"])]
    desk.until(lambda: len(desk.form.cards) == 1)
    desk.session.undo()
    desk.until(lambda: len(desk.form.cards) == 2)


def test_a_move_is_left_by_escape_and_waits_for_what_was_typed(desk, ids):
    desk.show(ids["contractors"])
    desk.claim.menu.move_away.trigger()
    desk.settle()
    desk.press(KEY.Key_Escape)
    assert not desk.panel.questions.mover.isVisible()
    desk.type(desk.form.fields["place"], "Berlin")
    desk.claim.menu.move_away.trigger()
    assert not desk.panel.questions.mover.isVisible()
    assert "Save or discard your changes first" in desk.panel.questions.notice.text.text()


def test_after_its_last_claim_is_moved_the_event_it_went_to_is_shown(desk, ids):
    desk.show(ids["subsidiary"])
    desk.claim.menu.move_away.trigger()
    desk.settle()
    desk.keys("724")
    desk.until(lambda: len(desk.suggested(desk.panel.questions.mover.field.line)) == 1)
    desk.press(KEY.Key_Down)
    desk.press(KEY.Key_Return)
    desk.press(KEY.Key_Return)
    desk.until(lambda: desk.inspector.shown == ids["whole"])
    assert len(desk.claims(ids["whole"])) == 2


def test_a_deletion_tells_what_the_chart_will_show(desk, ids):
    desk.show(ids["whole"])
    desk.panel.header.delete_button.click()
    assert desk.panel.questions.notice.text.text() == "Delete this event? It removes 1 claim. Undo brings it back."
    desk.until(lambda: "chart" in desk.panel.questions.notice.text.text())
    assert desk.panel.questions.notice.text.text() == (
        "Delete this event? It removes 1 claim. The chart for Intel changes from 4,156 to 4,880 employees. "
        "Undo brings it back."
    )
    assert desk.panel.questions.notice.button(1).hasFocus()
    desk.press(KEY.Key_Escape)
    assert not desk.panel.questions.notice.isVisible()
    assert desk.event(ids["whole"]) is not None
    desk.show(ids["openai"])
    desk.inspector.delete()
    desk.until(lambda: "relationships" in desk.panel.questions.notice.text.text())
    assert "Active relationships of Scale AI change from 2 to 1." in desk.panel.questions.notice.text.text()


def test_a_whole_is_not_offered_as_a_part_of_its_own_parts(desk, ids):
    part = desk.write(lambda ledger: ledger.events.save(draft("Intel", 49, part_of_id=ids["whole"]))).detail["event"]
    below = desk.write(lambda ledger: ledger.events.save(draft("Intel", 9, part_of_id=part))).detail["event"]
    desk.show(ids["whole"])
    desk.form.focus_on("part_of")
    desk.press(KEY.Key_Down)
    line = desk.form.part_of.line
    desk.until(lambda: bool(desk.suggested(line)))
    assert desk.suggested(line) == [
        "Layoff · Intel Ireland · 120 · Leixlip · 16 July 2025",
        "Reported headcount · 5,000 · 30 June 2025",
    ]
    failed = []
    moved = draft("Intel", 724, part_of_id=below)
    desk.session.write(lambda ledger: ledger.events.save(moved, event_id=ids["whole"]), None, failed.append)
    desk.until(lambda: bool(failed))
    assert failed[0].code == "event.part_circle"


def test_a_claim_that_was_dropped_is_not_restyled(desk, ids):
    """The theme lives on; what hung on a card that is gone does not."""
    desk.show(ids["layoff"])
    desk.form.add_claim()
    desk.settle()
    kept = desk.form.cards[-1].section  # Python may hold on to a heading: Qt has let go of it with its card
    desk.form.cards[-1].menu.remove.trigger()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert not shiboken6.isValid(kept)
    desk.theme.changed.emit()
