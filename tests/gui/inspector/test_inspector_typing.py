"""Any text in any field: nothing raises, no letter is lost, and saving keeps it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit

from desktop.look import plaintext
from helpers import golden
from helpers.desk import Desk

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

#: What a keyboard can give to a line: anything but controls, lone surrogates and the ends of lines.
LETTERS = st.characters(exclude_categories=("Cc", "Cs", "Cf", "Cn", "Co", "Zl", "Zp"), max_codepoint=0x1FFFF)
TEXTS = st.one_of(
    st.text(LETTERS, min_size=1, max_size=24),
    st.sampled_from([
        "<img src=x>", "'; DROP TABLE events; --", "=1+1", "%s %d {kind}", "1.400", "03/04/2025", "~200",
        "14 % von 1.400", "31.02.2025", "last month", "&File", "𝟏𝟐", "٣٤", "²", "9" * 40, "1e400", "-5", "0", "–",
        "２０２５", "∞", "nan",
    ]),
)  # fmt: skip


@pytest.fixture
def desk(qtbot, qapp, tmp_path):
    golden.make(tmp_path / "a.headwater")
    made = Desk(qtbot, tmp_path / "a.headwater")
    yield made
    made.session.close()


def strike(widget, letter):
    """One key with any letter."""
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        event = QKeyEvent(kind, Qt.Key.Key_unknown, Qt.KeyboardModifier.NoModifier, letter)
        QApplication.sendEvent(widget, event)


def shown(editor):
    return plaintext.typed(editor) if isinstance(editor, QPlainTextEdit) else editor.text()


@pytest.mark.no_cover
@given(data=st.data())
@settings(max_examples=12)
def test_any_text_in_any_field(desk, data):
    desk.inspector.revert()
    desk.session.select(None)
    kind = data.draw(st.sampled_from(["layoff", "reported_headcount", "relationship_ended", "stake_taken"]), "kind")
    desk.new(kind, "")
    desk.form.closing.set_open(opened=True)
    desk.claim.more.set_open(opened=True)
    desk.settle()
    fields = {**desk.form.fields, **{f"claim {name}": field for name, field in desk.claim.fields.items()}}
    typed = {}
    for name, field in fields.items():
        editor = field.editor
        if not editor.isVisible() or not isinstance(editor, QLineEdit | QPlainTextEdit):
            continue
        text = data.draw(st.one_of(st.just(""), TEXTS), name)
        editor.setFocus()
        for letter in text:
            strike(editor, letter)
        typed[name] = text
        assert shown(editor) == text or name == "claim publisher", name  # a pasted address may name it
    desk.settle()
    for name, text in typed.items():
        if text:
            assert shown(fields[name].editor) == text, name
    before = desk.session.facts.last_operation
    desk.inspector.save()
    desk.until(desk.panel.footer.save_button.isEnabled)
    if desk.inspector.mode == "new":  # kept from being saved: the reason stands beneath a field that has the focus
        assert desk.session.facts.last_operation == before
        if desk.panel.questions.notice.isVisible():  # only the ledger knew, as of two aliases of one organization
            assert desk.panel.questions.notice.text.text()
            return
        errors = [field for field in fields.values() if getattr(field, "state", "") in {"error", "question"}]
        assert errors
        assert all(field.echo.text() for field in errors)
        assert desk.panel.focusWidget() in {widget for field in errors for widget in (field.editor, *inner(field))}
    else:
        assert desk.session.facts.last_operation > before


def inner(field):
    return field.editor.findChildren(QLineEdit)


def test_a_fact_with_its_claim_takes_few_keys(desk):
    """Who types two letters a second enters a dated layoff with count, percentage and source in under 20 seconds."""
    strokes = 0

    def keys(text):
        nonlocal strokes
        desk.keys(text)
        strokes += len(text)

    def tab(times=1):
        nonlocal strokes
        desk.tab(times)
        strokes += times

    desk.inspector.new_event("layoff", "Scale AI")  # as where one organization is in scope
    assert desk.focus is desk.claim.fields["announced"].editor
    keys("16.7.2025")
    tab()
    keys("~200")
    tab()
    keys("14 %")
    desk.press(Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    with desk.qtbot.waitSignal(desk.inspector.saved) as caught:
        desk.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    event = desk.event(caught.args[0])
    assert (event.values.count.best, event.values.percent.best) == (200, 14)
    assert event.values.announced.exact
    assert event.values.source_count == 1
    assert strokes + 2 < 40


@pytest.mark.parametrize(
    ("kind", "name", "claim"),
    [
        ("layoff", "announced", 0),
        ("leadership_departure", "person", -1),
        ("stake_taken", "counterparty", -1),
        ("relationship_started", "counterparty", -1),
    ],
)
def test_a_new_event_of_a_known_organization_begins_with_what_its_kind_asks_for(desk, kind, name, claim):
    desk.inspector.new_event(kind, "Scale AI")
    fields = desk.form.fields if claim < 0 else desk.form.cards[claim].fields
    assert desk.focus is fields[name].editor
