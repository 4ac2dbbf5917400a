"""The syntax trees of both houses, by place."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from functools import cache

from helpers.places import ROOT

#: Place of a file ("db/ledger.py") to its tree.
Trees = Mapping[str, ast.Module]


@cache
def trees() -> Trees:
    """Every module of both houses."""
    paths = [path for house in ("db", "desktop") for path in sorted((ROOT / house).rglob("*.py"))]
    return {path.relative_to(ROOT).as_posix(): ast.parse(path.read_text(encoding="utf-8")) for path in paths}


def within(houses: Trees, *rooms: str) -> Trees:
    """Those of some rooms alone."""
    return {place: tree for place, tree in houses.items() if place.startswith(rooms)}


def without(houses: Trees, *rooms: str) -> Trees:
    """Those of all other rooms."""
    return {place: tree for place, tree in houses.items() if not place.startswith(rooms)}


def nodes(houses: Trees) -> Iterator[ast.AST]:
    """Every node of every tree."""
    for tree in houses.values():
        yield from walked(tree)


@cache
def walked(tree: ast.Module) -> tuple[ast.AST, ...]:
    """The nodes of a tree, which is walked once."""
    return tuple(ast.walk(tree))


def last_name(node: ast.AST | None) -> str:
    """``b`` of ``b`` and of ``a.b``; empty for anything else."""
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def texts(houses: Trees) -> set[str]:
    """Every literal text."""
    return {node.value for node in nodes(houses) if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def calls(houses: Trees, *names: str) -> list[ast.Call]:
    """The calls of something that ends in one of these names."""
    return [node for node in nodes(houses) if isinstance(node, ast.Call) and last_name(node.func) in names]
