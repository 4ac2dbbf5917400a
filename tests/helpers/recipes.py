"""A copy of the tree, in which a recipe of the README is followed and what must then work is tried."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from helpers.patience import PATIENCE
from helpers.places import ROOT

#: What a copy has; the rest is history, caches and pictures.
_PARTS = ("db", "desktop", "resources", "tests", "pyproject.toml", "Makefile", "README.md")
_HEADING = "## How to add …"
#: What a recipe calls by name: files, and folders with a slash at the end.
_PLACE = re.compile(r"`((?:db|desktop|resources|tests)/[\w./]*|README\.md|pyproject\.toml)`")


class Tree:
    """The whole program once more, to be changed."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.touched: set[str] = set()
        for part in _PARTS:
            if (ROOT / part).is_dir():
                # What is compiled already is good for the copy too: files keep the time of their last change. What is
                # being compiled by a test beside this one has another ending, and is soon gone.
                shutil.copytree(ROOT / part, root / part, ignore=shutil.ignore_patterns("pictures", "*.pyc.*"))
            else:
                shutil.copy2(ROOT / part, root / part)

    # Following a recipe.

    def edit(self, place: str, old: str, new: str) -> None:
        """Put ``new`` where ``old`` is, which is there once."""
        text = (self.root / place).read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{place} has {text.count(old)} times {old!r}"
        self.write(place, text.replace(old, new))

    def insert(self, place: str, before: str, text: str) -> None:
        """Put a text before another one."""
        self.edit(place, before, text + before)

    def append(self, place: str, text: str) -> None:
        """Put a text at the end of a file."""
        self.write(place, (self.root / place).read_text(encoding="utf-8") + text)

    def write(self, place: str, text: str) -> None:
        """Write a file, new or not."""
        self.touched.add(place)
        path = self.root / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def followed(self, name: str, *, beside: frozenset[str] = frozenset()) -> None:
        """Hold that the README's recipe of this name tells what was touched, and nothing else."""
        named = set(_PLACE.findall(recipe(name)))
        for place in sorted(self.touched - beside):
            assert any(_is(place, one) for one in named), f"the recipe does not tell of {place}"
        for one in sorted(named):
            assert any(_is(place, one) for place in self.touched), f"{one} is told and not needed"

    # Trying it.

    def run(self, *arguments: str, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        """Run this Python in the copy, without a display."""
        around = {
            **os.environ,
            "PYTHONPATH": f"{self.root}{os.pathsep}{self.root / 'tests'}",
            "QT_QPA_PLATFORM": "offscreen",
            **(env or {}),
        }
        command = [sys.executable, *arguments]
        return subprocess.run(
            command, cwd=self.root, env=around, capture_output=True, text=True, check=False, timeout=PATIENCE
        )

    def say(self, code: str, *arguments: str, env: dict[str, str] | None = None) -> str:
        """What a few lines of Python print in the copy."""
        done = self.run("-c", code, *arguments, env=env)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def headwater(self, *arguments: str, env: dict[str, str] | None = None) -> str:
        """What the copy's command line prints."""
        done = self.run("-m", "desktop", *arguments, env=env)
        assert done.returncode in (0, 1), done.stdout + done.stderr
        return done.stdout

    def test(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run tests of the copy."""
        return self.run("-m", "pytest", "-q", "-p", "no:xdist", *arguments)

    def contracts(self) -> subprocess.CompletedProcess[str]:
        """Run the import contracts."""
        return self.run("-c", "from importlinter.cli import lint_imports_command as run; run()")


def recipe(name: str) -> str:
    """The words of the README on how to add something."""
    told = (ROOT / "README.md").read_text(encoding="utf-8").partition(_HEADING)[2]
    found = re.search(rf"^- \*\*{name}\*\*:(.*?)(?=^- \*\*|^$)", told, re.MULTILINE | re.DOTALL)
    assert found, f"the README does not tell how to add {name}"
    return found[1]


def recipes() -> list[str]:
    """What the README tells how to add."""
    told = (ROOT / "README.md").read_text(encoding="utf-8").partition(_HEADING)[2].partition("\n## ")[0]
    return re.findall(r"^- \*\*(.+?)\*\*:", told, re.MULTILINE)


def _is(place: str, named: str) -> bool:
    return place.startswith(named) if named.endswith("/") else place == named
