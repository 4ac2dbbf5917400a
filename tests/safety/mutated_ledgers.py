"""Ledgers that somebody changed, through the commands: ``python -m tests.safety mutated_ledgers [TIMES [SEED]]``.

By bytes and by values that no build writes, by turns. Each is checked, read, exported and written to; a traceback, or
a command that takes more than ten seconds, is a failure. (The negative control, what a plain read of the rows raises,
is how often a mutation is in the way of reading at all.)
"""

from __future__ import annotations

import contextlib
import io
import random
import shutil
import sys
import tempfile
import time
import traceback
from collections import Counter
from pathlib import Path

from db.errors import LedgerError
from db.ledger import Ledger
from desktop.cli.main import main as headwater
from helpers.drafts import layoff
from tests.safety._ledgers import dump, make
from tests.safety._mutations import by_bytes, by_value
from tests.safety.report import Result, tell

#: Seconds that one command may take.
_PATIENCE = 10
_TABLES = ("events", "claims", "organizations", "relationships", "sources", "headcount", "active-clients", "history")


def commands(path: Path, chance: random.Random) -> list[list[str]]:
    """What is run on each: the check, and one of the others."""
    output = str(path.with_suffix(".out"))
    others = [["export", str(path), "--table", table, "--output", output] for table in _TABLES]
    others += [["export", str(path), "--format", "datapackage", "--output", output], ["imports", str(path)]]
    return [["check", str(path), *chance.choice(([], ["--json"]))], chance.choice(others)]


def run(arguments: list[str]) -> str:
    """What is wrong with how a command ended; empty: nothing."""
    began = time.monotonic()
    said, complained = io.StringIO(), io.StringIO()
    try:
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(complained):
            code = headwater(arguments)
    except BaseException:  # noqa: BLE001 - a traceback is what must not be
        return traceback.format_exc()
    text = said.getvalue() + complained.getvalue()
    if code not in {0, 1, 3} or "Traceback" in text or "\x1b" in text:
        return f"code {code}: {text[-500:]!r}"
    took = time.monotonic() - began
    return f"took {took:.0f} s" if took > _PATIENCE else ""


def write(path: Path) -> str:
    """What is wrong with how a write ended; empty: nothing."""
    try:
        with Ledger.open(path) as ledger:
            ledger.events.save(layoff("Mutated", count=3))
            ledger.undo()
    except LedgerError:
        return ""
    except BaseException:  # noqa: BLE001 - a traceback is what must not be
        return traceback.format_exc()
    return ""


def mutate(folder: Path, times: int, seed: int) -> tuple[Counter[str], Counter[str]]:
    """So many mutated ledgers; how many mutations changed anything, and what went wrong, by its last line."""
    chance = random.Random(seed)
    original, target = make(folder, rows=60), folder / "mutated.headwater"
    sound = dump(original)
    counts: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    for number in range(times):
        shutil.copy(original, target)
        what = (by_value if number % 2 else by_bytes)(target, chance)
        counts["changed"] += dump(target) != sound
        for problem in [*map(run, commands(target, chance)), write(target)]:
            if problem:
                key = problem.strip().rsplit("\n", 1)[-1][:100]
                if key not in wrong:
                    print(f"{what}\n{problem}", flush=True)
                wrong[key] += 1
        for left in folder.glob("mutated.*"):
            left.unlink()
    return counts, wrong


def main(times: int = 13_000, seed: int = 1) -> None:
    """Mutate and tell."""
    with tempfile.TemporaryDirectory() as name:
        counts, wrong = mutate(Path(name), times, seed)
    for key, number in wrong.most_common(40):
        print(f"{number:6}  {key}")
    control = times, counts["changed"]
    tell(Result("mutated ledgers: tracebacks, raw escapes, long waits", times, sum(wrong.values()), control))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
