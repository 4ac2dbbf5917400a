"""What is tried to break a ledger, at length: ``python -m tests.safety [script [its arguments]]`` (``make safety``).

A script is a module of this folder that is no test: it tries something thousands of times or for many minutes, beside
a negative control, tells it by :mod:`tests.safety.report`, and ends with another code than 0 where it failed. Without
a name all of them run, each in a process of its own. The short runs of the same things are tests: ``test_*.py`` here.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).parent


def scripts() -> list[str]:
    """The scripts by name; what they share begins with an underscore or is the report."""
    names = sorted(path.stem for path in FOLDER.glob("*.py"))
    return [name for name in names if not name.startswith(("_", "test_")) and name not in {"conftest", "report"}]


def main(arguments: list[str]) -> int:
    """Run one script, or all of them; gives how many failed."""
    known = scripts()
    if arguments and arguments[0] not in known:
        print(f"There is no script {arguments[0]}; there are: {', '.join(known)}.", file=sys.stderr)
        return 2
    tests = str(FOLDER.parent)  # what tests import of their helpers, scripts do as well
    environment = {"QT_QPA_PLATFORM": "offscreen", **os.environ, "PYTHONPATH": tests}
    failed = []
    for name in arguments[:1] or known:
        print(f"{name} ...", flush=True)
        command = [sys.executable, "-m", f"tests.safety.{name}", *arguments[1:]]
        if subprocess.run(command, env=environment, check=False).returncode:
            failed.append(name)
    print(f"failed: {', '.join(failed)}" if failed else "nothing failed")
    return min(len(failed), 1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
