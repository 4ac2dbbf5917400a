"""An event as it was known on an earlier day: shown as it was then, said so, and not to be edited."""

from datetime import UTC, date, datetime, timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit

from db.ledger import Ledger
from db.model.drafts import ClaimDraft, EventDraft, SourceDraft
from db.model.values import ImpreciseDate, Quantity, Status
from desktop.wording import i18n
from desktop.wording.moments import Moment
from helpers.desk import Desk

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

JULY, AUGUST = date(2025, 7, 20), date(2025, 8, 10)
CTRL = Qt.KeyboardModifier.ControlModifier


def claim(publisher, count, *, claim_id=None):
    return ClaimDraft(
        id=claim_id,
        announced=ImpreciseDate.day(date(2025, 7, 16)),
        count=Quantity.exact(count),
        status=Status.REPORTED,
        source=SourceDraft(publisher=publisher),
    )


class Clock:
    """A clock that is set to noon of a day, and goes on a minute with every look at it."""

    def __init__(self, day):
        self.now = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)

    def __call__(self):
        self.now += timedelta(minutes=1)
        return self.now


@pytest.fixture
def ids(tmp_path):
    """Recorded in July with two claims that contradict each other; in August decided, edited and renamed."""
    path = tmp_path / "a.headwater"
    with Ledger.create(path, clock=Clock(JULY)) as ledger:
        both = (claim("Reuters", 200), claim("Branchendienst", 500))
        layoff = EventDraft(kind="layoff", organization="Scale AI", place="Berlin", claims=both)
        found = {"layoff": ledger.events.save(layoff).detail["event"], "july": ledger.last_operation()}
    with Ledger.open(path, clock=Clock(AUGUST)) as ledger:
        first, second = ledger.events.claims(found["layoff"])
        ledger.events.save(
            EventDraft(
                kind="layoff",
                organization="Scale AI",
                place="San Francisco",
                claims=(claim("Reuters Ltd", 250, claim_id=first.id), claim("Branchendienst", 500, claim_id=second.id)),
            ),
            event_id=found["layoff"],
        )
        ledger.events.prefer(found["layoff"], "count", claim_id=second.id, reason="the filing")
        organization = ledger.organizations.find("Scale AI")
        ledger.organizations.save(name="Scale Holding", organization_id=organization)
        later = EventDraft(kind="hiring", organization="Scale AI Labs", claims=(claim("Reuters", 7),))
        found["later"] = ledger.events.save(later).detail["event"]
    return found


@pytest.fixture
def desk(qtbot, qapp, tmp_path, ids):
    made = Desk(qtbot, tmp_path / "a.headwater")
    yield made
    made.session.close()


def as_known(desk, day=None, *, operation=None):
    """Choose a moment in the scope bar, and look until the inspector has followed."""
    desk.session.change_scope(known_on=day, known_operation=operation)
    desk.until(lambda: desk.session.tasks.idle)
    desk.settle()


def title(desk):
    return desk.panel.header.title.text()


def banner(desk):
    prompt = desk.panel.as_known.banner
    return prompt.text.text() if prompt.isVisible() else ""


def open_decision(desk):
    (decision,) = desk.panel.decisions.decisions
    return decision


def test_an_event_that_was_edited_later_is_shown_as_it_was(desk, ids):
    desk.show(ids["layoff"])
    assert title(desk).startswith("Layoff · Scale Holding · 500 employees")
    as_known(desk, JULY)
    assert banner(desk) == "As known on 20 July 2025 – not editable here."
    assert title(desk).startswith("Layoff · Scale AI · 200–500 employees")
    assert desk.form.fields["place"].text() == "Berlin"
    assert desk.form.organization.line.text() == "Scale AI"
    first, second = desk.form.cards
    assert (first.fields["publisher"].text(), first.fields["count"].text()) == ("Reuters", "200")
    assert (second.fields["publisher"].text(), second.fields["count"].text()) == ("Branchendienst", "500")
    texts = [label.text() for label in open_decision(desk).findChildren(QLabel)]
    assert any("contradict" in text for text in texts)  # it was decided later


def test_typing_does_nothing_and_back_to_today_edits_again(desk, ids):
    desk.show(ids["layoff"])
    as_known(desk, JULY)
    before = desk.form.form()
    editors = [
        editor
        for kind in (QLineEdit, QPlainTextEdit)
        for editor in desk.form.findChildren(kind)
        if editor.isVisible() and editor.isEnabled()
    ]
    assert len(editors) > 10
    for editor in editors:
        editor.setFocus()
        QTest.keyClicks(editor, "x")
        QTest.keyClick(editor, Qt.Key.Key_D, CTRL)
        QTest.keyClick(editor, Qt.Key.Key_Return, CTRL)
    desk.settle()
    assert desk.form.form() == before
    assert not desk.inspector.dirty
    assert not desk.panel.footer.isVisible()
    operation = desk.look(lambda ledger: ledger.last_operation())
    desk.panel.as_known.banner.button(0).click()
    desk.until(lambda: desk.form.fields["place"].text() == "San Francisco")
    assert desk.session.scope.known_on is None
    assert banner(desk) == ""
    assert desk.look(lambda ledger: ledger.last_operation()) == operation
    desk.type(desk.form.fields["place"], "Oakland")
    desk.save()
    assert desk.event(ids["layoff"]).place == "Oakland"


def test_what_cannot_be_pressed_says_why(desk, ids):
    desk.show(ids["layoff"])
    as_known(desk, JULY)
    why = "As known on 20 July 2025 – not editable here."
    header, decision = desk.panel.header, open_decision(desk)
    for button in (header.duplicate_button, header.delete_button, decision.apply):
        assert not button.isEnabled()
        assert why in button.toolTip()
    for gone in (desk.form.links.add, desk.form.links.part, desk.form.links.other, desk.claim.menu):
        assert not gone.isVisible()
    desk.inspector.delete()
    assert not desk.panel.questions.notice.isVisible()
    as_known(desk)
    assert header.delete_button.isEnabled()
    assert "Delete event" in header.delete_button.toolTip()
    assert open_decision(desk).apply.isEnabled()


def test_the_history_ends_at_that_day(desk, ids):
    desk.show(ids["layoff"])
    desk.panel.history.section.set_open(opened=True)
    steps = desk.panel.history.steps
    desk.until(lambda: any("San Francisco" in text for text in steps.texts()))
    as_known(desk, JULY)
    desk.until(lambda: bool(steps.texts()) and not any("San Francisco" in text for text in steps.texts()))
    assert "Claim of Reuters added: reported · 16 July 2025 · 200" in steps.texts()
    as_known(desk)
    desk.until(lambda: any("San Francisco" in text for text in steps.texts()))


def test_an_operation_is_a_moment_too(desk, ids):
    desk.show(ids["layoff"])
    as_known(desk, operation=ids["july"])
    assert banner(desk) == f"As known at operation {ids['july']} – not editable here."
    assert desk.form.fields["place"].text() == "Berlin"


def test_an_event_that_was_not_there_yet_is_told(desk, ids):
    desk.show(ids["later"])
    as_known(desk, JULY)
    assert not desk.form.isVisible()
    assert desk.panel.placeholder.text.text() == "As known on 20 July 2025: this event was not in the ledger."
    assert desk.session.selected == ids["later"]
    desk.session.select(ids["layoff"])
    desk.until(lambda: desk.form.isVisible() and desk.form.fields["place"].text() == "Berlin")
    desk.session.select(ids["later"])
    desk.until(desk.panel.placeholder.text.isVisible)
    desk.panel.as_known.banner.button(0).click()
    desk.until(lambda: title(desk).startswith("Hiring · Scale AI Labs"))
    assert desk.form.isVisible()


def test_an_event_that_is_deleted_by_now_is_still_shown_then(desk, ids):
    desk.show(ids["layoff"])
    as_known(desk, JULY)
    desk.write(lambda ledger: ledger.events.delete([ids["layoff"]]))
    as_known(desk, AUGUST)
    assert desk.form.fields["place"].text() == "San Francisco"
    as_known(desk)
    assert title(desk) == "No event selected"
    assert desk.session.selected is None


def test_a_new_event_leads_back_to_today(desk, ids):
    desk.show(ids["layoff"])
    as_known(desk, JULY)
    desk.inspector.new_event("hiring", "Acme")
    notice = desk.panel.questions.notice
    assert notice.text.text() == "As known on 20 July 2025. Events are entered as known today."
    assert desk.inspector.mode == "event"
    desk.press(Qt.Key.Key_Escape)
    assert not notice.isVisible()
    desk.inspector.new_event("hiring", "Acme")
    assert notice.button(0).hasFocus()
    desk.press(Qt.Key.Key_Space)
    desk.until(lambda: desk.inspector.mode == "new")
    desk.until(lambda: desk.session.tasks.idle)
    assert desk.session.scope.known_on is None
    assert (desk.form.kind.text(), desk.form.organization.line.text()) == ("hiring", "Acme")
    assert desk.event(desk.save()).kind == "hiring"


def test_what_is_being_typed_is_asked_about_first(desk, ids):
    desk.show(ids["layoff"])
    desk.type(desk.form.fields["place"], "Oakland")
    as_known(desk, JULY)
    notice = desk.panel.questions.notice
    assert notice.isVisible()
    assert desk.form.fields["place"].text() == "Oakland"
    notice.button(2).click()  # keep editing: it is today's event that is typed
    assert banner(desk) == ""
    desk.save()
    desk.until(lambda: desk.form.fields["place"].text() == "Berlin")
    assert banner(desk).startswith("As known on 20 July 2025")
    assert desk.event(ids["layoff"]).place == "Oakland"


def test_a_new_event_without_text_gives_way(desk, ids):
    desk.session.select(ids["layoff"])
    desk.inspector.new_event()
    as_known(desk, JULY)
    assert desk.form.fields["place"].text() == "Berlin"
    assert desk.inspector.mode == "event"


@pytest.fixture
def german(ids, qtbot, qapp, tmp_path):
    i18n.use("de")
    made = Desk(qtbot, tmp_path / "a.headwater")
    yield made
    made.session.close()
    i18n.use("en")


def test_a_narrow_panel_holds_it_in_german(german, ids):
    german.inspector.resize(320, 640)
    german.session.select(ids["layoff"])
    as_known(german, JULY)
    assert german.form.fields["place"].text() == "Berlin"
    prompt = german.panel.as_known.banner
    assert banner(german) == "Stand vom 20. Juli 2025 – hier nicht zu bearbeiten."
    assert prompt.button(0).text() == "Stand von heute zeigen"
    assert german.inspector.rect().contains(prompt.rect().translated(prompt.mapTo(german.inspector, QPoint())))
    assert prompt.button(0).width() >= prompt.button(0).sizeHint().width()


def test_a_moment_is_that_of_a_scope():
    for moment in (Moment(), Moment(day=JULY), Moment(operation=7), Moment(JULY, 7)):
        assert Moment.of(moment.scope) == moment
