"""How to add a room, followed to the letter; and that README tells of nothing that is not tried here."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from helpers.recipes import Tree, recipes

MAP = """
import runpy
runpy.run_path("tests/house/test_structure.py")["test_the_map_of_the_readme_has_every_room_and_no_other"]()
"""


def test_a_room(tree: Tree) -> None:
    room = "db/forecast/__init__.py"
    tree.write(room, '"""What may come: projections of a series. Reads views."""\n')
    refused = tree.contracts()
    assert refused.returncode != 0
    assert "db.forecast" in refused.stdout
    assert "AssertionError" in tree.run("-c", MAP).stderr
    tree.edit(
        "pyproject.toml",
        '  "output | curation | importing | package | backups | recovering",\n',
        '  "output | curation | importing | package | backups | recovering | forecast",\n',
    )
    tree.insert("README.md", "| `db/curation/` |", "| `db/forecast/` | what may come |\n")
    tree.followed("a room", beside=frozenset({room}))
    assert tree.contracts().returncode == 0
    tree.say(MAP)


def test_a_recipe_that_tells_too_little_or_too_much_would_be_seen(tree: Tree) -> None:
    tree.write("pyproject.toml", "")
    with pytest.raises(AssertionError, match=r"README\.md is told and not needed"):
        tree.followed("a room")
    tree.write("db/ledger.py", "")
    with pytest.raises(AssertionError, match=r"does not tell of db/ledger\.py"):
        tree.followed("a room")
    with pytest.raises(AssertionError, match="does not tell how to add a wing"):
        tree.followed("a wing")


def test_every_recipe_of_the_readme_is_tried() -> None:
    tried = [
        name.replace("_", " ")
        for path in Path(__file__).parent.glob("test_*.py")
        for name in re.findall(r"^def test_(an?_\w+?)\(tree", path.read_text(encoding="utf-8"), re.MULTILINE)
    ]
    assert sorted(recipes()) == sorted(one for one in tried if "would be seen" not in one)
