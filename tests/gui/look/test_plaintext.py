"""Names that look like markup are shown as they are stored, in every sink that guesses."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QTextDocument
from PySide6.QtWidgets import QLabel, QMenu, QMessageBox, QPlainTextEdit, QPushButton, QTextEdit

from desktop.look import plaintext

HOSTILE = [
    "R&D <Europe> Ltd",
    "<Unknown>",
    "<b>Acme</b>",
    "<i>",
    "</p>",
    "<p style='color:red'>Red</p>",
    '<img src="file:///etc/hostname">',
    "<img src=/dev/zero>",
    '<img src="//server/share/x.png">',
    '<a href="file:///etc/hostname">click</a>',
    '<a href="javascript:alert(1)">click</a>',
    "<script>alert(1)</script>",
    "<style>* { color: red }</style>x",
    "<table><tr><td>1</td></tr></table>",
    "<html><body>Acme",
    "<!-- Acme -->",
    "<!DOCTYPE html>",
    "<?xml version='1.0'?>",
    "<br>",
    "&lt;b&gt;",
    "&amp;",
    "&nbsp;&#65;",
    "AT&T",
    "A & B",
    "a < b > c",
    "1 < 2",
    "\"quoted\" 'name'",
    "<font size=7>BIG</font>",
    "<meta http-equiv=refresh content=0>",
    "Acme <ceo@example.org>",
    "= 1 + 1",
    "%1 %n {name} %(name)s",
    "Müller & Söhne <GmbH>",
    "<svg onload=x>",
]


def shown(markup: str) -> str:
    """What Qt makes of a text it takes for HTML."""
    document = QTextDocument()
    document.setHtml(markup)
    return document.toPlainText()


@pytest.mark.parametrize("name", HOSTILE)
def test_labels_show_names_as_stored(qtbot, name):
    made, given = plaintext.label(name), QLabel()
    qtbot.addWidget(made)
    qtbot.addWidget(given)
    plaintext.set_text(given, name)
    for label in (made, given):
        assert label.textFormat() is Qt.TextFormat.PlainText
        assert label.text() == name


@pytest.mark.parametrize("name", HOSTILE)
def test_tool_tips_show_names_as_stored(qtbot, name):
    action = QAction()
    plaintext.tooltip(action, name)
    guessing = QTextEdit()  # guesses as a tool tip does; what it took for plain would show our escapes
    qtbot.addWidget(guessing)
    guessing.setText(action.toolTip())
    assert guessing.toPlainText() == name


@pytest.mark.parametrize("name", HOSTILE)
def test_message_boxes_show_names_as_stored(qtbot, name):
    box = plaintext.message_box(None, icon=QMessageBox.Icon.Warning, title="Delete", text=name, details=name)
    qtbot.addWidget(box)
    texts = [part for part in box.findChildren(QLabel) if part.text() == name]
    assert len(texts) == 2
    assert {part.textFormat() for part in texts} == {Qt.TextFormat.PlainText}


def test_an_empty_tool_tip_stays_empty():
    assert plaintext.tooltip_text("") == ""


def test_tool_tips_keep_lines_and_blanks(qapp):
    assert shown(plaintext.tooltip_text("one\n  two")) == "one\n  two"


def test_control_characters_are_seen():
    assert plaintext.one_line("Ac\x00me\n Inc") == "Ac\ufffdme Inc"
    assert "\x00" not in plaintext.escape("a\x00b")


def test_an_ampersand_in_a_menu_or_button_is_no_shortcut(qtbot):
    button = QPushButton(plaintext.mnemonic_safe("AT&T"))
    qtbot.addWidget(button)
    assert button.shortcut().isEmpty()
    menu = QMenu()
    qtbot.addWidget(menu)
    assert menu.addAction(plaintext.mnemonic_safe("AT&T")).text() == "AT&&T"


def test_long_names_are_cut_with_an_ellipsis():
    assert plaintext.elided("x" * 80, limit=10) == "x" * 9 + "…"
    assert plaintext.elided("short") == "short"


def test_what_is_typed_into_several_lines_is_kept_letter_by_letter(qtbot):
    editor = QPlainTextEdit()
    qtbot.addWidget(editor)
    editor.setPlainText("14\u00a0%\nof 1,400")
    editor.moveCursor(editor.textCursor().MoveOperation.End)
    editor.insertPlainText("\u202fheads")
    assert plaintext.typed(editor) == "14\u00a0%\nof 1,400\u202fheads"
