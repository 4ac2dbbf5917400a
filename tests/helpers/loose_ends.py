"""What is declared and never used: found in the syntax trees, by name, so that nothing has to be run."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from helpers.trees import Trees, calls, last_name, nodes, texts, walked, within, without

WORDING = "desktop/wording/"
SETTINGS = "desktop/session/settings.py"
_CODE = re.compile(r"[a-z_]{2,}(\.[a-z_]+)?")


# Options.


def idle_options(houses: Trees) -> list[str]:
    """Options that nobody reads, and those that nobody sets."""
    options = [
        last_name(node.targets[0])
        for node in nodes(within(houses, SETTINGS))
        if isinstance(node, ast.Assign) and any(last_name(one) == "Option" for one in ast.walk(node.value))
    ]
    asked: dict[str, set[str]] = defaultdict(set)
    for call in (node for node in nodes(houses) if isinstance(node, ast.Call)):
        for argument in call.args:
            asked[last_name(argument)].add(last_name(call.func))
    # What is handed to something else than the settings themselves is read and set there: a row of the preferences.
    unread = [f"{name}: nobody reads it" for name in options if not asked[name] - {"set", "reset"}]
    return unread + [f"{name}: nobody sets it" for name in options if not asked[name] - {"get", "reset"}]


# Words.


def idle_words(houses: Trees) -> list[str]:
    """Codes that have words and that nothing in either house ever says."""
    said = _said(without(houses, WORDING))
    found = []
    for place, tree in within(houses, WORDING).items():
        keys = {one for node in walked(tree) if isinstance(node, ast.Dict) for one in node.keys}
        for node in walked(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and _CODE.fullmatch(node.value):
                whole = node in keys or "." in node.value
                if whole and not said(node.value):
                    found.append(f"{place}:{node.lineno} {node.value}")
    return found


class _said:  # noqa: N801 - it is called
    def __init__(self, houses: Trees) -> None:
        self._words = texts(houses) | {name for node in nodes(houses) for name in _names(node)}
        made_up = (node.values[0] for node in nodes(houses) if isinstance(node, ast.JoinedStr) and node.values)
        self._families = {one.value for one in made_up if isinstance(one, ast.Constant)}

    def __call__(self, code: str) -> bool:
        family, _dot, reason = code.partition(".")
        return code in self._words or (f"{family}." in self._families and reason in self._words)


def _names(node: ast.AST) -> Iterable[str]:
    """What a node calls by name: an attribute, a parameter, a field."""
    match node:
        case ast.Attribute(attr=name) | ast.arg(arg=name) | ast.AnnAssign(target=ast.Name(id=name)):
            return (name,)
        case ast.keyword(arg=str(name)):
            return (name,)
    return ()


def idle_values(houses: Trees) -> list[str]:
    """Members of a vocabulary that no code says, be it by name or by value."""
    found, own = {}, set()
    for node in nodes(houses):
        if isinstance(node, ast.ClassDef) and any(last_name(base).endswith("Enum") for base in node.bases):
            for member in node.body:
                if isinstance(member, ast.Assign) and isinstance(member.value, ast.Constant):
                    found[node.name, last_name(member.targets[0])] = member.value.value
                    own.add(member.value)
    elsewhere = without(houses, WORDING)
    named = {(last_name(node.value), node.attr) for node in nodes(elsewhere) if isinstance(node, ast.Attribute)}
    said = {node.value for node in nodes(elsewhere) if isinstance(node, ast.Constant) and node not in own}
    return [".".join(key) for key, value in found.items() if key not in named and value not in said]


def unfilled_sentences(houses: Trees, sentences: Mapping[str, str], always: set[str]) -> list[str]:
    """Sentences of an error with a place for a value that is not given where the error is raised."""
    found = []
    for call in (node for node in nodes(without(houses, WORDING)) if isinstance(node, ast.Call)):
        code = call.args[0] if call.args else None
        if last_name(call.func).endswith("Error") and isinstance(code, ast.Constant) and code.value in sentences:
            given = {one.arg for one in call.keywords}
            wanted = (
                set(re.findall(r"\{(\w+)", sentences[code.value])) - always - ({"file"} if "path" in given else set())
            )
            if None not in given and wanted - given:
                found.append(f"{code.value}: {', '.join(sorted(wanted - given))}")
    return found


# Icons.


def idle_icons(houses: Trees, drawn: set[str]) -> list[str]:
    """Icons that no code names."""
    return sorted(drawn - texts(without(within(houses, "desktop/"), WORDING)))


def missing_icons(houses: Trees, drawn: set[str]) -> list[str]:
    """Icons that are asked for and not drawn."""
    asked = {
        argument.value
        for call in calls(within(houses, "desktop/"), "icon", "pixmap")
        for argument in call.args[:1]
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    }
    return sorted(asked - drawn)


# Fields.


def idle_fields(houses: Trees) -> list[str]:
    """Fields of dataclasses that nobody reads, and those with a default that nobody ever sets."""
    classes = {
        node.name: node
        for node in nodes(houses)
        if isinstance(node, ast.ClassDef) and any("dataclass" in ast.unparse(one) for one in node.decorator_list)
    }
    fields = {name: {one.target.id: one.value for one in _fields(node)} for name, node in classes.items()}
    given = _given(houses, {name: _inherited(name, classes, fields) for name in classes})
    read = texts(houses)
    for node in nodes(houses):
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
            read.add(node.attr)
        elif isinstance(node, ast.MatchClass):
            read.update(node.kwd_attrs)
    found = []
    for name, own in fields.items():
        heirs = {heir for heir, node in classes.items() if name in map(last_name, node.bases)} | {name, ""}
        for field, default in own.items():
            if field not in read:
                found.append(f"{name}.{field}: nobody reads it")
            # What is made empty is filled in place.
            filled = default is None or "default_factory" in ast.unparse(default)
            if not filled and not any(field in given[heir] for heir in heirs):
                found.append(f"{name}.{field}: nobody sets it")
    return found


def _fields(node: ast.ClassDef) -> Iterator[ast.AnnAssign]:
    for one in node.body:
        if isinstance(one, ast.AnnAssign) and "ClassVar" not in ast.unparse(one.annotation):
            yield one


def _inherited(name: str, classes: Mapping[str, ast.ClassDef], fields: Mapping[str, Mapping[str, object]]) -> list[str]:
    before = [
        one
        for base in map(last_name, classes[name].bases)
        if base in classes
        for one in _inherited(base, classes, fields)
    ]
    return [*before, *fields[name]]


def _given(houses: Trees, fields: Mapping[str, list[str]]) -> dict[str, set[str]]:
    """Class to the fields that a call of it gives; under no name those that are set on whatever it is."""
    given: dict[str, set[str]] = defaultdict(set)
    for node in nodes(houses):
        if isinstance(node, ast.Attribute) and not isinstance(node.ctx, ast.Load):
            given[""].add(node.attr)
        if not isinstance(node, ast.Call):
            continue
        name = last_name(node.func)
        words = {one.arg for one in node.keywords if one.arg}
        if name in {"replace", "_replace", "cls", "partial"}:
            given[""] |= words
        elif name in fields:
            several = any(isinstance(one, ast.Starred) for one in node.args) or any(
                not one.arg for one in node.keywords
            )
            given[name] |= set(fields[name]) if several else words | set(fields[name][: len(node.args)])
    return given


# Names.


def idle_names(houses: Trees, users: Trees) -> list[str]:
    """Functions, classes and constants of ``houses`` that ``users`` never mention. Qt calls its own by camelCase."""
    given_away = {one for tree in users.values() for one in _given_away(tree)}
    mentioned = set()
    for node in nodes(users):
        match node:
            case ast.Name(id=name, ctx=ast.Load()) | ast.Attribute(attr=name, ctx=ast.Load()):
                mentioned.add(name)
            # By getattr, or as the name of a slot; a list of what a module gives away is no use of it.
            case ast.Constant(value=str(name)) if node not in given_away:
                mentioned.add(name)
    found = []
    for place, tree in houses.items():
        for name, line in _defined(tree):
            if name not in mentioned and not re.search(r"^__|^[a-z]+[A-Z]", name):
                found.append(f"{place}:{line} {name}")
    return found


def _given_away(tree: ast.Module) -> Iterator[ast.AST]:
    """What stands in a module's ``__all__``."""
    for one in tree.body:
        if isinstance(one, ast.Assign) and last_name(one.targets[0]) == "__all__":
            yield from ast.walk(one.value)


def _defined(tree: ast.Module) -> Iterator[tuple[str, int]]:
    for node in walked(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name, node.lineno
    for node in tree.body:
        targets = (
            node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        )
        for target in targets:
            for one in target.elts if isinstance(target, ast.Tuple) else [target]:
                yield last_name(one), node.lineno
