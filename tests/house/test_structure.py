"""The house keeps its shape: no circle of files, no connection outside the rooms that may have one."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import PurePosixPath

import pytest

from helpers.places import ROOT
from helpers.trees import Trees, nodes, trees, walked, within, without

#: The rooms that see a connection. Everything else is given tables, reads or views.
CONNECTED = (
    "db/store", "db/tables", "db/findings", "db/history", "db/curation", "db/importing", "db/package", "db/backups",
    "db/checking", "db/recovering",
)  # fmt: skip


def imports() -> dict[str, set[str]]:
    """Module to the modules it imports anywhere: at the top, within functions, and for types alone."""
    known = {_module(place): tree for place, tree in trees().items()}
    edges: dict[str, set[str]] = {}
    for name, tree in known.items():
        wanted = edges.setdefault(name, set())
        for node in walked(tree):
            if isinstance(node, ast.ImportFrom) and node.module and not node.level:
                for alias in node.names:
                    full = f"{node.module}.{alias.name}"
                    wanted.add(full if full in known else node.module)
            elif isinstance(node, ast.Import):
                wanted.update(alias.name for alias in node.names)
        wanted.intersection_update(known)
        wanted.discard(name)
    return edges


def _module(place: str) -> str:
    return ".".join(PurePosixPath(place).with_suffix("").parts).removesuffix(".__init__")


def circles(edges: dict[str, set[str]]) -> list[set[str]]:
    """The strongly connected components with more than one module: who can be reached and reaches back."""

    def reached(start: str) -> set[str]:
        seen, ahead = set(), [start]
        while ahead:
            for one in edges[ahead.pop()]:
                if one not in seen:
                    seen.add(one)
                    ahead.append(one)
        return seen

    beyond = {name: reached(name) for name in edges}
    found: list[set[str]] = []
    for name in edges:
        if name in beyond[name] and not any(name in circle for circle in found):
            found.append({other for other in beyond[name] if name in beyond[other]})
    return found


def test_a_circle_would_be_seen() -> None:
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"b"}, "d": set()}) == [{"b", "c"}]


def test_no_files_import_each_other_in_a_circle() -> None:
    assert [sorted(circle) for circle in circles(imports())] == []


def connections(source: ast.Module) -> list[int]:
    """The lines in which an attribute called connection is asked for."""
    return [node.lineno for node in walked(source) if isinstance(node, ast.Attribute) and node.attr == "connection"]


def test_only_some_rooms_see_a_connection() -> None:
    others = without(trees(), *(f"{room}/" for room in CONNECTED))
    assert [f"{place}:{line}" for place, tree in others.items() for line in connections(tree)] == []


@pytest.mark.parametrize("text", ["ledger.store.connection.execute('')", "x = view.store.connection"])
def test_a_connection_would_be_seen(text: str) -> None:
    assert connections(ast.parse(text)) == [1]


def test_no_folder_of_the_house_is_without_a_word_on_what_it_holds() -> None:
    rooms = {place: tree for place, tree in trees().items() if place.endswith("/__init__.py")}
    assert [place for place, tree in rooms.items() if not ast.get_docstring(tree)] == []


def called(source: ast.Module) -> set[str]:
    """The names of what is called, without what stands before the last dot."""
    functions = [node.func for node in walked(source) if isinstance(node, ast.Call)]
    return {one.attr if isinstance(one, ast.Attribute) else getattr(one, "id", "") for one in functions}


def test_every_import_is_written_out_for_a_freezer_to_see() -> None:
    hidden = {"import_module", "__import__"}
    assert [place for place, tree in trees().items() if called(tree) & hidden] == []
    assert called(ast.parse("importlib.import_module('db.' + name)")) & hidden


def test_the_map_of_the_readme_has_every_room_and_no_other() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    told = set(re.findall(r"`((?:db|desktop)/[a-z_]+)/`", text.partition("## Where things are")[2].partition("```")[0]))
    rooms = {
        folder.relative_to(ROOT).as_posix()
        for house in ("db", "desktop")
        for folder in (ROOT / house).iterdir()
        if (folder / "__init__.py").exists()
    }
    assert told == rooms


def test_every_file_that_the_readme_names_is_there() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:db|desktop|tests|resources)/[A-Za-z0-9_./-]+)`", text))
    assert [place for place in sorted(named) if not (ROOT / place).exists()] == []


def written_by_hand(source: ast.Module) -> list[int]:
    """The lines in which something else than a call of an operation is given to the thread that writes."""
    operations = {
        alias.asname or alias.name
        for node in walked(source)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("desktop.operations.")
        for alias in node.names
    }
    handed = {
        # What a local name stands for, where an operation was given a name first.
        node.targets[0].id: node.value
        for node in walked(source)
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    }
    lines = []
    for node in walked(source):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args):
            continue
        owner = node.func.value
        of_session = isinstance(owner, ast.Attribute) and owner.attr in {"session", "_session"}
        if of_session and node.func.attr in {"write", "write_watched"}:
            work = node.args[0]
            work = handed.get(work.id, work) if isinstance(work, ast.Name) else work
            if not (isinstance(work, ast.Call) and isinstance(work.func, ast.Name) and work.func.id in operations):
                lines.append(node.lineno)
    return lines


def test_every_write_of_the_window_is_an_operation_of_its_own_room() -> None:
    others = without(within(trees(), "desktop/"), "desktop/session/session.py")
    assert [f"{place}:{line}" for place, tree in others.items() for line in written_by_hand(tree)] == []


def test_a_write_by_hand_would_be_seen() -> None:
    known = "from desktop.operations.events import delete_events\n"
    assert written_by_hand(ast.parse(known + "self._session.write(delete_events((1,)), done)")) == []
    assert written_by_hand(ast.parse(known + "work = delete_events((1,))\nself.session.write(work)")) == []
    assert written_by_hand(ast.parse(known + "self.session.write(lambda ledger: ledger.events.delete((1,)))")) == [2]


#: What outlives the widgets that listen to it.
LASTING = ("session.", "self.session.", "self._session.", "theme.", "self.theme.", "self._theme.")


def overridden_slots(houses: Trees) -> list[str]:
    """Methods connected to what lasts that a class below overrides: Qt does not cut that connection with the widget."""
    classes = [node for node in nodes(houses) if isinstance(node, ast.ClassDef)]
    below: dict[str, list[ast.ClassDef]] = {}
    for node in classes:
        for base in node.bases:
            below.setdefault(ast.unparse(base).partition("[")[0], []).append(node)

    def heirs(name: str) -> list[ast.ClassDef]:
        return [one for heir in below.get(name, ()) for one in (heir, *(heirs(heir.name) if heir.name != name else ()))]

    found = []
    for node in classes:
        own = {method.name for heir in heirs(node.name) for method in heir.body if isinstance(method, ast.FunctionDef)}
        for call in (one for one in ast.walk(node) if isinstance(one, ast.Call) and one.args):
            said, slot = ast.unparse(call.func), call.args[0]
            lasts = said.endswith(".connect") and said.startswith(LASTING)
            if lasts and isinstance(slot, ast.Attribute) and slot.attr in own:
                found.append(f"{node.name}.{slot.attr}")
    return found


def test_what_lasts_is_connected_to_slots_that_no_class_overrides() -> None:
    assert overridden_slots(within(trees(), "desktop/")) == []


def test_an_overridden_slot_would_be_seen() -> None:
    text = (
        "class A:\n    def __init__(self, theme): theme.changed.connect(self.restyle)\n"
        "class B(A):\n    def restyle(self): pass"
    )
    assert overridden_slots({"desktop/x.py": ast.parse(text)}) == ["A.restyle"]


#: What stands at the top: the rooms, and what a project of this kind needs around them.
TOP = {
    ".ci", ".editorconfig", ".gitignore", ".pre-commit-config.yaml", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE",
    "MANIFEST.in", "Makefile", "README.md", "db", "desktop", "pyproject.toml", "resources", "tests",
}  # fmt: skip


def test_nothing_else_stands_at_the_top() -> None:
    """Pictures, ledgers and lists that somebody made on the way are no part of the project."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode:
        pytest.skip("not a checkout")
    assert {place.partition("/")[0] for place in listed.stdout.decode().split("\0") if place} == TOP


def given_twice(source: ast.Module) -> list[str]:
    """Constants that a module gives a value and then another one: whoever meant the first gets the second."""
    names = [
        target.id
        for node in source.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name) and target.id.isupper()
    ]
    return sorted({name for name in names if names.count(name) > 1})


def test_a_constant_given_twice_would_be_seen() -> None:
    assert given_twice(ast.parse("TITLE = 23\nBODY = 8\nTITLE = 8.6\n")) == ["TITLE"]


def test_no_constant_is_given_twice() -> None:
    found = ((place, given_twice(tree)) for place, tree in trees().items())
    assert {place: names for place, names in found if names} == {}


def parts_first(source: ast.Module) -> list[int]:
    """The lines that import a part of numpy where nothing above them has imported numpy itself."""
    found, whole = [], False
    for node in source.body:
        if isinstance(node, ast.Import):
            whole = whole or any(alias.name == "numpy" for alias in node.names)
            parts = any(alias.name.startswith("numpy.") for alias in node.names)
        else:
            parts = isinstance(node, ast.ImportFrom) and bool(node.module) and str(node.module).startswith("numpy.")
        if parts and not whole:
            found.append(node.lineno)
    return found


def test_numpy_is_imported_before_its_parts() -> None:
    """Where a second thread begins with numpy and the first one with a part of it, both fail."""
    assert parts_first(ast.parse("from numpy.typing import NDArray\nimport numpy as np")) == [1]
    assert parts_first(ast.parse("import numpy as np\nfrom numpy.typing import NDArray")) == []
    assert {place: lines for place, tree in trees().items() if (lines := parts_first(tree))} == {}


def test_no_file_is_longer_than_one_reads() -> None:
    long = {place: lines for place in trees() if (lines := len((ROOT / place).read_text("utf-8").splitlines())) > 400}
    assert long == {}
