"""The syntax trees of both houses, by place."""

from __future__ import annotations

import ast
import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache

from helpers.places import ROOT

#: Place of a file ("db/ledger.py") to its tree.
Trees = Mapping[str, ast.Module]


@cache
def trees() -> Trees:
    """Every module of both houses."""
    return {**parsed("db"), **parsed("desktop")}


@cache
def parsed(folder: str) -> Trees:
    """Every module below a folder of the checkout."""
    with _no_rounds():
        return {
            path.relative_to(ROOT).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
            for path in sorted((ROOT / folder).rglob("*.py"))
        }


def forget() -> None:
    """Let go of every tree."""
    for kept in (trees, parsed, walked):
        kept.cache_clear()


@contextmanager
def _no_rounds() -> Iterator[None]:
    """While half a million nodes are made, the garbage collector would look through them again and again."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


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
