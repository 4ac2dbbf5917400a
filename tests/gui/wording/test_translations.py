"""The German catalogue: every text of the program is in it, worded, with the values of the English one."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from gettext import GNUTranslations
from io import BytesIO
from string import Formatter

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from desktop.commands.catalog import COMMANDS, MENUS, SUBMENUS
from desktop.wording import i18n
from helpers.places import ROOT

FOLDER = ROOT / "resources" / "translations" / "de" / "LC_MESSAGES"
MARKS = {"_", "N_", "ngettext", "pgettext"}


@pytest.fixture(scope="module")
def texts() -> Catalog:
    """What a translator would be given: the marked texts of the code."""
    found = Catalog()
    for name, line, message, comments, context in extract_from_dir(
        ROOT / "desktop", keywords={**DEFAULT_KEYWORDS, "N_": None}
    ):
        found.add(message, locations=[(name, line)], auto_comments=comments, context=context)
    return found


@pytest.fixture(scope="module")
def german() -> Catalog:
    with (FOLDER / "headwater.po").open("rb") as file:
        return read_po(file)


@pytest.fixture(scope="module")
def compiled() -> Catalog:
    with (FOLDER / "headwater.mo").open("rb") as file:
        return read_mo(file)


def _messages(catalog: Catalog) -> Iterator[Message]:
    return (message for message in catalog if message.id)


def _forms(text: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def _values(text: str) -> set[str]:
    """The named values of a text, with the way they are formatted."""
    return {f"{name}!{turn}:{form}" for _words, name, form, turn in Formatter().parse(text) if name is not None}


def _key(message: Message) -> tuple[str, tuple[str, ...]]:
    return message.context or "", _forms(message.id)


def test_every_text_is_in_german(texts: Catalog, german: Catalog) -> None:
    known = {_key(message) for message in _messages(german) if all(_forms(message.string)) and not message.fuzzy}
    missing = [f"{message.locations[0][0]}: {message.id}" for message in _messages(texts) if _key(message) not in known]
    assert not missing, "\n".join(missing)


def test_no_text_is_left_over(texts: Catalog, german: Catalog) -> None:
    used = {_key(message) for message in _messages(texts)}
    assert [message.id for message in _messages(german) if _key(message) not in used] == []
    assert not german.obsolete


def test_numbers_decide_between_two_forms(german: Catalog) -> None:
    assert german.num_plurals == 2
    assert german.plural_expr == "(n != 1)"
    plural = [message for message in _messages(german) if not isinstance(message.id, str)]
    assert plural
    assert all(len(_forms(message.string)) == 2 for message in plural)


def test_values_are_those_of_the_english_text(german: Catalog) -> None:
    wrong = []
    for message in _messages(german):
        # The singular may spell its number out; the plural has to say every value.
        english, translated = _forms(message.id), _forms(message.string)
        pairs = zip(english, translated, strict=True)
        wrong += [one for one in pairs if _values(one[0]) != _values(one[1])]
    assert not wrong, "\n".join(f"{a!r} / {b!r}" for a, b in wrong)


def test_lines_and_ends_are_those_of_the_english_text(german: Catalog) -> None:
    wrong = []
    for message in _messages(german):
        for english, translated in zip(_forms(message.id), _forms(message.string), strict=True):
            same = [
                re.findall(r"^\s*|\s*$|\n", text) + re.findall(r"[.…:?!]\Z", text) for text in (english, translated)
            ]
            if same[0] != same[1]:
                wrong.append(f"{english!r} / {translated!r}")
    assert not wrong, "\n".join(wrong)


def test_german_marks_quotations_and_keys_as_german_does(german: Catalog) -> None:
    for message in _messages(german):
        for text in _forms(message.string):
            assert text.count("„") == text.count("“"), text
            assert "”" not in text, text
            assert not re.search(r"\b(Ctrl|Shift)\b|Enter\b", text), text


def test_the_compiled_catalogue_is_the_written_one(german: Catalog, compiled: Catalog) -> None:
    def worded(catalog: Catalog) -> dict[tuple[str, tuple[str, ...]], tuple[str, ...]]:
        return {_key(message): _forms(message.string) for message in _messages(catalog)}

    assert worded(german) == worded(compiled)


def test_the_program_finds_and_uses_it() -> None:
    before = i18n.language()
    try:
        assert i18n.use("de_AT") == "de"
        assert i18n._("Events") == "Ereignisse"
        found = [i18n.ngettext("{n} finding", "{n} findings", n) for n in (0, 1, 2)]
        counted = [i18n.ngettext("{n} event", "{n} events", n).format(n=n) for n in (0, 1, 2)]
    finally:
        i18n.use(before)
    assert found == ["{n} findings", "{n} finding", "{n} findings"], "a text nobody knows stays English"
    assert counted == ["0 Ereignisse", "1 Ereignis", "2 Ereignisse"]


def _letters(words: GNUTranslations | None) -> dict[str, list[str]]:
    """Menu -> the letters that choose in it, in a language."""
    say = words.gettext if words is not None else str
    titles = [(f"{one.menu}", one.text) for one in COMMANDS if one.text]
    titles += [("menu bar", title) for title in MENUS.values()]
    titles += [(parent, title) for parent, title in SUBMENUS.values()]
    found = defaultdict(list)
    for menu, title in titles:
        text = say(title)
        letters = re.findall(r"&(\w)", text.replace("&&", ""))
        assert len(letters) == 1, f"{menu}: {text}"
        found[menu].append(letters[0].casefold())
    return found


@pytest.mark.parametrize("code", ["en", "de"])
def test_a_letter_chooses_one_command_of_a_menu(code: str) -> None:
    words = GNUTranslations(BytesIO((FOLDER / "headwater.mo").read_bytes())) if code == "de" else None
    for menu, letters in _letters(words).items():
        assert len(letters) == len(set(letters)), (menu, letters)


def test_sentences_are_not_glued_together() -> None:
    """A marked text is one literal that a translator sees whole, and nothing is added to it with a plus."""
    glued = []
    for path in sorted((ROOT / "desktop").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        marked = [
            node
            for node in ast.walk(tree)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKS
        ]
        glued += [f"{path.name}:{node.lineno} has no literal" for node in marked if _made_up(node)]
        ids = {id(node) for node in marked}
        for node in ast.walk(tree):
            sides = [node.left, node.right] if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add) else []
            # A blank between two whole sentences, or before one, is no part of either.
            if any(id(_inner(side)) in ids for side in sides) and not any(_is_blank(side) for side in sides):
                glued.append(f"{path.name}:{node.lineno} adds to a sentence")
    assert not glued, "\n".join(glued)


def _made_up(call: ast.Call) -> bool:
    """Whether a text is put together before it is looked up: an f-string, or pieces joined by an operator."""
    assert isinstance(call.func, ast.Name)
    count = {"ngettext": 2, "pgettext": 2}.get(call.func.id, 1)
    return any(isinstance(text, ast.JoinedStr | ast.BinOp) for text in call.args[:count])


def _is_blank(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and not node.value.strip()


def _inner(node: ast.expr) -> ast.expr:
    """The call below ``.format(...)``."""
    while isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "format":
        node = node.func.value
    return node
