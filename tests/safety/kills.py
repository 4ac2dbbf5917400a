"""SIGKILL at random moments of everything that writes: ``python -m tests.safety kills [--kills 125] [--deed NAME]``."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from safety._deeds import DEEDS
from safety._killing import kill
from tests.safety.report import Result

#: Whose protection is another's (Qt's), or would have to be taken out of SQLite: nothing to leave out.
WITHOUT_CONTROL = ("settings",)


def main() -> None:
    """Each deed, and each without what protects it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=125)
    parser.add_argument("--deed", default="")
    options = parser.parse_args()
    results = []
    with tempfile.TemporaryDirectory() as name:
        for place, deed in enumerate(DEEDS):
            if options.deed not in deed.name:
                continue
            found = kill(deed, Path(name) / f"{place}", times=options.kills)
            control = None
            if deed.name not in WITHOUT_CONTROL:
                harmed = kill(deed, Path(name) / f"bare-{place}", times=options.kills, control=True)
                control = (harmed.tried, len(harmed.problems))
            note = "; ".join(found.problems[:2]) or f"{found.hot} within a transaction"
            results.append(Result(f"killed: {deed.name}", found.tried, len(found.problems), control, note))
            print(results[-1], flush=True)  # a run takes many minutes
    if not all(one.good for one in results):
        sys.exit(1)


if __name__ == "__main__":
    main()
