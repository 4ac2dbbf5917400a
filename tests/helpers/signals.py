"""Signals of Qt that nobody emits or that nobody listens to, told from the syntax trees."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator

from helpers.trees import Trees, last_name, nodes


def idle_signals(houses: Trees) -> list[str]:
    """``Class.signal``, with what is missing."""
    seen = _Signals(houses)
    for place in houses:
        seen.visit(houses[place])
    found = []
    for owner, names in seen.declared.items():
        found += [f"{owner}.{name}: nobody emits it" for name in names if (owner, name) not in seen.emitted]
        found += [f"{owner}.{name}: nobody listens" for name in names if (owner, name) not in seen.connected]
    return found


class _Signals(ast.NodeVisitor):
    """Walks the classes; ``x.moved.connect`` is told from other signals of that name by what ``x`` is elsewhere."""

    def __init__(self, houses: Trees) -> None:
        self.declared: dict[str, list[str]] = {}
        self.bases: dict[str, list[str]] = {}
        self.emitted: set[tuple[str, str]] = set()
        self.connected: set[tuple[str, str]] = set()
        self._classes: list[str] = []
        for node in nodes(houses):
            if isinstance(node, ast.ClassDef):
                self.bases[node.name] = [last_name(base) for base in node.bases]
                if names := list(_declared(node)):
                    self.declared[node.name] = names
        self._kinds: dict[str, set[str]] = defaultdict(set)
        for node in nodes(houses):
            for name, kind in _kinds(node):
                if kind in self.bases:
                    self._kinds[name].add(kind)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self._classes.append(node.name)
        self.generic_visit(node)
        self._classes.pop()

    def visit_Attribute(self, node: ast.Attribute) -> None:
        inner = node.value
        if isinstance(inner, ast.Attribute) and node.attr in {"connect", "disconnect"}:
            self.connected |= (
                {(owner, inner.attr) for owner in self._owners(inner)} if node.attr == "connect" else set()
            )
            self.visit(inner.value)
        else:
            # Emitted, or handed on to be.
            self.emitted |= {(owner, node.attr) for owner in self._owners(node)}
            self.generic_visit(node)

    def visit_For(self, node: ast.For) -> None:
        """``for failed in (a.failed, b.failed): failed.connect(...)``."""
        name = last_name(node.target)
        if any(
            isinstance(one, ast.Attribute) and one.attr == "connect" and last_name(one.value) == name
            for one in ast.walk(node)
        ):
            for one in ast.walk(node.iter):
                if isinstance(one, ast.Attribute):
                    self.connected |= {(owner, one.attr) for owner in self._owners(one)}
            for statement in node.body:
                self.visit(statement)
        else:
            self.generic_visit(node)

    def _owners(self, signal: ast.Attribute) -> set[str]:
        """The classes whose signal this may be."""
        every = {owner for owner, names in self.declared.items() if signal.attr in names}
        holder = last_name(signal.value)
        kinds = set(self._classes[-1:]) if holder == "self" else self._kinds[holder]
        sure = {owner for owner in every for kind in kinds if self._is(kind, owner) or self._is(owner, kind)}
        return sure or (set() if holder == "self" else every)

    def _is(self, kind: str, base: str) -> bool:
        return kind == base or any(self._is(one, base) for one in self.bases.get(kind, ()))


def _declared(node: ast.ClassDef) -> Iterator[str]:
    for one in node.body:
        if isinstance(one, ast.Assign) and isinstance(one.value, ast.Call) and last_name(one.value.func) == "Signal":
            yield last_name(one.targets[0])


def _kinds(node: ast.AST) -> Iterator[tuple[str, str]]:
    """Names, and the class that is said of them: by what is assigned, by an annotation, by what a property gives."""
    match node:
        case ast.Assign(value=ast.Call(func=made)):
            yield from ((last_name(target), last_name(made)) for target in node.targets)
        case ast.AnnAssign(target=name, annotation=said):
            yield from ((last_name(name), last_name(one)) for one in ast.walk(said))
        case ast.arg(arg=name, annotation=said) | ast.FunctionDef(name=name, returns=said) if said is not None:
            yield from ((name, last_name(one)) for one in ast.walk(said))
