"""The quick line in the inspector, by its keys: typed, read back, filled in, saved."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from db.ledger import Ledger
from db.model.values import Status
from desktop.app import Program
from desktop.entry.form import ClaimForm, EventForm, Named
from desktop.entry.next_fact import next_event
from desktop.inspector.inspector import Inspector
from desktop.look.theme import Theme
from desktop.session.session import Session
from desktop.session.settings import Settings
from helpers import golden

# The offscreen platform says so about any window or list of suggestions; it says nothing about ours.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
LINE = "Scale AI layoff ~200 14% 16 Jul 2025 TechCrunch https://techcrunch.com/x"


class Desk:
    """An inspector with the focus in the quick line of a new event."""

    def __init__(self, qtbot, path):
        self.qtbot, self.path = qtbot, path
        self.session = Session()
        self.inspector = Inspector(self.session, Theme(QApplication.instance(), mode="light"), Settings())
        qtbot.addWidget(self.inspector)
        self.inspector.resize(380, 640)
        self.inspector.show()
        self.session.open(path)
        self.until(lambda: self.session.writable)
        self.inspector.quick_event()

    @property
    def panel(self):
        return self.inspector.panel

    @property
    def quick(self):
        return self.panel.quick

    @property
    def claim(self):
        return self.panel.form.cards[0].form()

    def until(self, condition):
        self.qtbot.waitUntil(condition)

    def type(self, text):
        QTest.keyClicks(QApplication.focusWidget(), text)
        self.until(lambda: self.quick.entry is not None and self.quick.entry.text == text)

    def press(self, key, modifiers=Qt.KeyboardModifier.NoModifier):
        QTest.keyClick(QApplication.focusWidget(), key, modifiers)
        QApplication.processEvents()

    def saved_by(self, key, modifiers=CTRL):
        with self.qtbot.waitSignal(self.inspector.saved) as caught:
            self.press(key, modifiers)
        return caught.args[0]

    def look(self, read):
        with Ledger.open(self.path, mode="read") as ledger:
            return read(ledger)


@pytest.fixture
def desk(qtbot, qapp, tmp_path):
    golden.make(tmp_path / "a.headwater")
    made = Desk(qtbot, tmp_path / "a.headwater")
    yield made
    made.session.close()


def test_the_echo_follows_the_keys(desk):
    desk.type("Scale AI lay")
    assert desk.quick.echo.text() == "Scale AI"
    assert desk.quick.rest.text() == "Kept as wording: lay"
    desk.quick.clear()
    desk.type(LINE)
    shown = desk.quick.echo.text().replace("\N{NO-BREAK SPACE}", " ")
    assert shown == "Layoff · Scale AI · ≈ 200 (150–250) · ≈ 14% (13.5–14.5%) · 16 July 2025 · TechCrunch"
    assert not desk.quick.rest.isVisible()
    assert not desk.quick.question.isVisible()
    assert desk.quick.echo.text() in desk.quick.line.accessibleDescription()


def test_a_word_alone_is_not_taken_for_something(desk):
    desk.type("hm")
    assert desk.quick.echo.text() == "Nothing understood yet"
    assert desk.quick.rest.text() == "Kept as wording: hm"


def test_enter_fills_the_form_and_saves_nothing(desk):
    before = desk.session.facts.last_operation
    desk.type(LINE)
    desk.press(Qt.Key.Key_Return)
    form = desk.panel.form.form()
    assert (form.kind, form.organization.text) == ("layoff", "Scale AI")
    assert (desk.claim.count, desk.claim.percent, desk.claim.announced) == ("~200", "14%", "16 Jul 2025")
    assert (desk.claim.publisher, desk.claim.url) == ("TechCrunch", "https://techcrunch.com/x")
    assert QApplication.focusWidget() is desk.panel.footer.save_button
    assert desk.quick.line.text() == ""
    assert desk.inspector.dirty
    assert desk.look(lambda ledger: ledger.last_operation()) == before
    event_id = desk.saved_by(Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier)
    (claim,) = desk.look(lambda ledger: ledger.events.claims(event_id))
    assert (claim.count.low, claim.count.best, claim.count.words) == (150, 200, "~200")


def test_ctrl_enter_fills_and_saves_at_once(desk):
    desk.type("OpenAI beendet Zusammenarbeit mit Scale AI, 18.06.2025, angeblich, recht unerwartet")
    event_id = desk.saved_by(Qt.Key.Key_Return)
    event = desk.look(lambda ledger: ledger.events.get(event_id))
    names = desk.look(lambda ledger: ledger.organizations.names())
    relation = desk.look(lambda ledger: ledger.relationships.get(event.relationship_id))
    assert (names[relation.vendor_id], names[relation.client_id]) == ("Scale AI", "OpenAI")
    (claim,) = desk.look(lambda ledger: ledger.events.claims(event_id))
    assert (claim.status, claim.announced.edtf, claim.wording) == (Status.RUMORED, "2025-06-18", "recht unerwartet")


def test_ctrl_shift_enter_goes_on_to_the_next(desk):
    desk.type(LINE)
    desk.saved_by(Qt.Key.Key_Return, CTRL | SHIFT)
    assert desk.inspector.mode == "new"
    assert desk.claim.publisher == "TechCrunch"
    assert desk.quick.line.text() == ""


def test_keys_pressed_before_the_names_are_there_are_not_lost(desk):
    QTest.keyClicks(desk.quick.line, LINE)
    QTest.keyClick(desk.quick.line, Qt.Key.Key_Return)
    desk.until(lambda: desk.panel.form.form().organization.text == "Scale AI")
    assert desk.panel.form.form().organization.id is not None


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ("Scale AI layoff 16 July 2025", "count"),
        ("Scale AI layoff ~200", "announced"),
        ("~200 laid off, 16 July 2025", "organization"),
        ("Scale AI 16 July 2025", "kind"),
        ("Scale AI layoff ~200 03/04/2025", "announced"),
        ("Google ends contract with Meta, 16 July 2025", "side"),
        ("Boeing layoff ~200 16 July 2025", "organization"),
        ("Scale AI will not lay off 200 people, 16 July 2025", "wording"),
    ],
)
def test_ctrl_enter_goes_to_what_is_open_and_saves_nothing(desk, line, field):
    before = desk.session.facts.last_operation
    desk.type(line)
    desk.press(Qt.Key.Key_Return, CTRL)
    form = desk.panel.form
    there = form.fields.get(field) or form.cards[0].fields[field]
    assert there.editor is QApplication.focusWidget() or there.isAncestorOf(QApplication.focusWidget())
    assert desk.look(lambda ledger: ledger.last_operation()) == before


def test_a_side_nobody_knows_is_asked_about(desk):
    desk.type("Google ends contract with Meta, 16 July 2025")
    assert desk.quick.question.isVisible()
    assert desk.quick.question.text() == "Is Google the vendor or the client?"


def test_the_side_is_asked_until_it_is_answered(desk):
    before = desk.session.facts.last_operation
    desk.type("Google ends contract with Meta, 16 July 2025")
    desk.press(Qt.Key.Key_Return)
    side = desk.panel.form.fields["side"]
    desk.until(lambda: side.echo.text() == "Is Google the vendor or the client?")
    assert side.text() == ""
    for _ in range(2):
        desk.press(Qt.Key.Key_Return, CTRL)
        desk.until(lambda: side.editor.hasFocus() and side.echo.text() == "Is Google the vendor or the client?")
    assert desk.look(lambda ledger: ledger.last_operation()) == before
    QTest.keyClicks(side.editor, "Cl")
    desk.until(lambda: side.text() == "client" and not side.echo.text())
    event_id = desk.saved_by(Qt.Key.Key_Return)

    def sides(ledger):
        event = ledger.events.get(event_id)
        relationship = ledger.at().relationships.get(event.relationship_id)
        return [ledger.organizations.get(one).name for one in (relationship.vendor_id, relationship.client_id)]

    assert desk.look(sides) == ["Meta", "Google"]


@pytest.mark.parametrize(("line", "echo"), [
    ("Scale AI layoff 200 of 1,400 16 July 2025", "200 · base 1,400"),
    ("Scale AI lays off 200 engineers 16 July 2025", "200 engineers"),
    ("Scale AI cuts a third of its workforce 16 July 2025", "≈ 33.3% (32.8–33.8%)"),
    ("Scale AI headcount 1.400 end of June 2025", "1,400 · 30 June 2025"),
])  # fmt: skip
def test_the_echo_shows_unit_and_base_and_the_last_day_of_a_level(desk, line, echo):
    desk.type(line)
    assert echo in desk.quick.echo.text().replace("\N{NO-BREAK SPACE}", " ")


def test_a_new_name_that_resembles_a_known_one_is_offered(desk):
    desk.type("ScaleAI layoff ~200 16 July 2025")
    assert "ScaleAI (new)" in desk.quick.echo.text()
    assert "similar to Scale AI" in desk.quick.question.text()
    desk.press(Qt.Key.Key_Return)
    organization = desk.panel.form.organization
    desk.until(lambda: organization.use.isVisible() or "New organization" in organization.echo.text())
    assert organization.line.text() == "ScaleAI"


def test_what_was_typed_in_the_form_before_stays(desk):
    desk.panel.form.fields["place"].set_text("Berlin")
    desk.type(LINE)
    desk.press(Qt.Key.Key_Return)
    assert desk.panel.form.form().place == "Berlin"


def test_a_line_left_behind_is_asked_about(desk):
    desk.type(LINE)
    desk.press(Qt.Key.Key_Escape)
    assert desk.panel.questions.notice.isVisible()
    assert desk.quick.line.text() == LINE


def test_saving_takes_a_line_that_was_not_entered_yet(desk):
    desk.type(LINE)
    with desk.qtbot.waitSignal(desk.inspector.saved) as caught:
        desk.panel.footer.save_button.click()
    (claim,) = desk.look(lambda ledger: ledger.events.claims(caught.args[0]))
    assert claim.count.best == 200


def test_a_line_thrown_away_leaves_nothing_unsaved(desk):
    desk.panel.form.fields["place"].set_text("Berlin")
    desk.type(LINE)
    desk.press(Qt.Key.Key_Escape)
    desk.panel.questions.notice.pressed.emit(1)  # Discard
    assert not desk.inspector.dirty
    assert desk.inspector.mode == "empty"
    desk.inspector.quick_event()
    assert desk.quick.line.text() == ""


def test_only_new_events_have_it_and_their_first_field_is_still_the_kind(desk):
    desk.inspector.revert()
    desk.inspector.new_event()
    assert desk.quick.isVisible()
    assert QApplication.focusWidget() in {desk.panel.form.kind.box, desk.panel.form.kind.box.line}
    desk.inspector.revert()
    assert not desk.quick.isVisible()


def test_new_names_are_known_in_the_next_line(desk):
    desk.type("Boeing layoff ~200 16 July 2025")
    desk.press(Qt.Key.Key_Return)
    desk.saved_by(Qt.Key.Key_Return)
    desk.inspector.quick_event()
    desk.type("Boeing layoff ~300 17 July 2025")
    desk.until(lambda: "(new)" not in desk.quick.echo.text())


def test_hostile_text_is_shown_as_typed(desk):
    desk.type("<b>Acme</b> layoff 200 <img src=x>")
    assert "<img src=x" in desk.quick.rest.text()
    assert desk.quick.echo.textFormat() == Qt.TextFormat.PlainText


def test_the_command_opens_it_in_the_window(qtbot, qapp, tmp_path):
    path = tmp_path / "tech.headwater"
    golden.make(path)
    program = Program(qapp)
    try:
        program.begin(path, sample=False)
        window = program.window
        window.resize(1366, 768)
        qtbot.waitUntil(lambda: program.session.writable)
        window.show_inspector(shown=False)
        window.actions_.perform("event.quick")
        line = window.inspector.panel.quick.line
        qtbot.waitUntil(line.isVisible)
        assert window.focusWidget() is line
        QTest.keyClicks(line, LINE)
        with qtbot.waitSignal(window.inspector.saved):
            QTest.keyClick(line, Qt.Key.Key_Return, CTRL)
        qtbot.waitUntil(lambda: program.session.facts.events == 11)
    finally:
        window.keeps_session = True
        window.close()
        program.end()
        program.theme.deleteLater()


def next_fact(desk):
    """A fact of the German article is saved; the next one of the same article is begun, in the quick line."""
    desk.panel.form.show_form(
        next_event(golden_form()), None, desk.inspector.conventions.context(), desk.session.facts.kinds
    )
    desk.inspector.quick_event()


def golden_form():
    claim = ClaimForm(publisher="Branchendienst", published="Juli 2025", reliability="C", title="Umbau")
    return EventForm(organization=Named("Scale AI"), claims=(claim,))


def test_the_next_fact_of_an_article_is_dated_by_its_publication(desk):
    next_fact(desk)
    desk.type("Scale AI appoints Jason Droege as interim CEO, letzten Monat")
    assert desk.quick.echo.text().endswith("Jason Droege, interim CEO · June 2025")
    assert not desk.quick.question.isVisible()
    event_id = desk.saved_by(Qt.Key.Key_Return)
    event, (claim,) = desk.look(lambda ledger: (ledger.events.get(event_id), ledger.events.claims(event_id)))
    assert (event.person, claim.announced.edtf, claim.announced.words) == ("Jason Droege", "2025-06", "letzten Monat")
    source = desk.look(lambda ledger: ledger.sources.get(claim.source_id))
    assert (source.publisher, source.title, source.reliability) == ("Branchendienst", "Umbau", "C")


def test_a_line_of_another_source_keeps_nothing_of_the_article_before(desk):
    next_fact(desk)
    desk.type("Scale AI layoff 200 letzten Monat TechCrunch")
    assert "depends on when the source was published" in desk.quick.question.text()
    desk.press(Qt.Key.Key_Return)
    claim = desk.claim
    assert (claim.publisher, claim.announced) == ("TechCrunch", "letzten Monat")
    assert (claim.title, claim.published, claim.reliability) == ("", "", "")


def test_a_reference_is_echoed_and_becomes_that_of_the_relationship(desk):
    desk.type("Scale AI loses client Google, ref 4711, 13 June 2025")
    assert (
        desk.quick.echo.text()
        .replace("\N{NO-BREAK SPACE}", " ")
        .endswith("Vendor: Scale AI · Client: Google · reference 4711 · 13 June 2025")
    )
    event_id = desk.saved_by(Qt.Key.Key_Return)
    event = desk.look(lambda ledger: ledger.events.get(event_id))
    assert desk.look(lambda ledger: ledger.relationships.get(event.relationship_id)).reference == "4711"
