"""Every figure in one run: ``python -m tests.bench`` (``make bench``). Some minutes; fails only if something breaks."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench.generate import write


def main() -> None:
    """Each script in a process of its own: memory and warmth of one are not those of the next."""
    with tempfile.TemporaryDirectory() as name:
        file, ledger = write(Path(name) / "rows.csv"), Path(name) / "large.headwater"
        print("making a ledger of 200,000 events ...", flush=True)
        made = [sys.executable, "-m", "tests.bench.importing", str(file), str(ledger)]
        subprocess.run(made, check=True, stdout=subprocess.DEVNULL)
        scripts = (
            ("start",),
            ("charts",),
            ("parsing",),
            ("importing",),
            ("heartbeat",),
            ("dialects",),
            ("table", str(ledger)),
            ("opening", str(ledger)),
            ("saving", str(ledger)),
            ("figures", str(ledger)),
            ("echo", str(ledger)),
        )
        for script, *arguments in scripts:
            subprocess.run([sys.executable, "-m", f"tests.bench.{script}", *arguments], check=True)


if __name__ == "__main__":
    main()
