"""Writes, syncs and renames that fail: ``python -m tests.safety faults [--most 40]``.

Each deed is done once for each call of each kind that it makes, and that call is refused by the system: done or
refused with a known error, the ledger sound, nothing said to be saved that is not, and work goes on afterwards.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from safety._disk import DEEDS
from safety._faults import CALLS, available, fail_each
from tests.safety.report import Result


def main() -> None:
    """Every deed, every kind of call."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--most", type=int, default=40)
    options = parser.parse_args()
    if not available():
        print("No strace here: nothing is tried.")
        return
    good = True
    for name in DEEDS:
        with tempfile.TemporaryDirectory() as folder:
            found = fail_each(Path(folder) / "a", deeds=(name,), calls=tuple(CALLS), most=options.most)
            silent = fail_each(Path(folder) / "b", deeds=(name,), calls=("pwrite64", "write"), most=2, silent=True)
        for problem in found.problems:
            print("   ", problem)
        control = (silent.tried, len(silent.problems))
        result = Result(
            f"calls that fail: {name}", found.tried, len(found.problems), control, f"{found.refused} refused"
        )
        print(result, flush=True)
        good = good and result.good
    sys.exit(not good)


if __name__ == "__main__":
    main()
