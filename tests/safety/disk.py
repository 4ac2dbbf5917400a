"""Disks without room, at many sizes: ``python -m tests.safety disk [--steps 60]``; and plain copies after commits."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from safety._copying import copy_after_each
from safety._disk import try_all
from tests.safety.report import Result, tell


def main() -> None:
    """Everything that writes, and what a copying program finds between two commits."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, default=60)
    parser.add_argument("--commits", type=int, default=1000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        full = try_all(folder / "full", steps=options.steps)
        silent = try_all(folder / "silent", steps=8, silent=True)
        copied = copy_after_each(folder / "copied", commits=options.commits)
        wal = copy_after_each(folder / "wal", commits=50, wal=True)
    tell(
        Result("no room: done or refused, nothing left", full.tried, len(full.problems),
               (silent.tried, len(silent.problems)), "; ".join(full.problems[:2]) or f"{full.refused} refused"),
        Result("a plain copy after each commit is complete", options.commits, copied, (50, wal)),
    )  # fmt: skip


if __name__ == "__main__":
    main()
