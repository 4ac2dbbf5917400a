"""The table of commands: complete, without doubles, and everything built from it."""

import re
from collections import Counter

import pytest

from desktop.app import Program
from desktop.assets import icon_names
from desktop.commands.catalog import COMMANDS, MENUS, SUBMENUS, plain_text
from desktop.commands.registry import key_sequences
from desktop.dialogs.shortcuts import lines
from desktop.session.bus import Bus
from desktop.session.requests import OpenSample, UseTheme
from helpers.requests import KINDS


@pytest.fixture
def window(qapp):
    program = Program(qapp)
    yield program.window
    program.end()
    program.theme.deleteLater()


def test_ids_are_unique_and_menus_exist():
    assert not [name for name, n in Counter(one.id for one in COMMANDS).items() if n > 1]
    assert {one.menu for one in COMMANDS} <= {*MENUS, *SUBMENUS}
    assert {one.icon for one in COMMANDS if one.icon} <= set(icon_names())


def test_no_key_twice(qapp):
    keys = [key.toString() for one in COMMANDS for key in key_sequences(one.shortcut)]
    assert not [key for key, n in Counter(keys).items() if n > 1]
    assert all(keys)


def test_groups_of_a_menu_stand_together():
    for menu in (*MENUS, *SUBMENUS):
        groups = [one.group for one in COMMANDS if one.menu == menu]
        runs = [group for n, group in enumerate(groups) if n == 0 or groups[n - 1] != group]
        assert len(runs) == len(set(runs)), menu


@pytest.mark.parametrize("menu", [*MENUS, *SUBMENUS])
def test_mnemonics_of_a_menu_differ(menu):
    texts = [one.text for one in COMMANDS if one.menu == menu and one.text]
    texts += [title for parent, title in SUBMENUS.values() if parent == menu]
    letters = [found[1].lower() for text in texts if (found := re.search(r"&(\w)", text))]
    assert len(letters) == len(texts), "every entry has one"
    assert len(set(letters)) == len(letters)


def test_every_command_has_a_handler(window):
    ids = {one.id for one in COMMANDS if not one.opens}
    assert ids == window.actions_.handled, "and none is for a command that is not there"


def test_every_request_is_answered(window):
    assert window.bus.answered == set(KINDS)


def test_a_command_before_the_first_picture_is_carried_out(window):
    window.actions_.perform("theme.dark")
    assert window.theme.mode == "dark"


def test_a_request_before_the_first_picture_is_carried_out(window):
    window.bus.request(UseTheme("light"))
    assert window.theme.mode == "light"


def test_a_request_that_nobody_answers_is_an_error():
    with pytest.raises(KeyError):
        Bus().request(OpenSample())


def test_every_command_is_in_its_menu(window):
    for one in COMMANDS:
        if not one.opens:
            assert window.actions_[one.id] in window.actions_.menu(one.menu).actions(), one.id


def test_shortcut_sheet_lists_every_key(qapp):
    listed = {text for _menu, text, _keys in lines()}
    assert {plain_text(one.text) for one in COMMANDS if one.shortcut} <= listed


def test_without_a_ledger_only_files_can_be_had(window):
    enabled = {one.id for one in COMMANDS if not one.opens and window.actions_[one.id].isEnabled()}
    assert {"file.new", "file.open", "file.sample", "import", "preferences", "help.about"} <= enabled
    assert not enabled & {"event.new", "undo", "redo", "snapshot", "export", "file.save_copy", "page.events"}
