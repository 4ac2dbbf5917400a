"""Questions of a ledger of 200,000 events: the facts read once, then each figure from memory.

``python -m tests.bench.figures LEDGER``. LEDGER is only read.
"""

from __future__ import annotations

import statistics
import sys
from pathlib import Path

from db.analysis.figures.cells import Per
from db.analysis.figures.sums import covering, sums
from db.figures.asking import ask
from db.figures.questions import Asked
from db.ledger import Ledger
from db.model.scope import Scope
from db.tables.facts import counted, facts
from tests.bench.report import often, say, timed

ASKED = (
    ("people-per-period", Asked()),
    ("people-per-period", Asked(per=Per.QUARTER, by="place")),
    ("people-by-field", Asked(by="place")),
    ("largest-organizations", Asked(top=20)),
    ("repeat-cuts", Asked(top=20)),
    ("year-over-year", Asked()),
    ("reasons", Asked()),
    ("data-quality", Asked()),
)


def main(path: Path) -> None:
    """Measure and print."""
    print("figures of a ledger of 200,000 events")
    with Ledger.open(path, mode="read") as ledger:
        view = ledger.at()
        read: list[float] = []
        with timed(read):
            block = facts(view)
        say("the facts, read once", read[0], "s")
        layoffs = counted(view, block, ["layoff"])
        months = covering(block, layoffs, Per.MONTH, None, None, as_of=view.today)
        say("sums by month", 1000 * statistics.median(often(lambda: sums(block, layoffs, months))), "ms", 50)
        for question, asked in ASKED:
            found = often(lambda question=question, asked=asked: ask(view, question, asked))  # type: ignore[misc]
            say(f"{question} {asked.by}".strip(), 1000 * statistics.median(found), "ms", 100)
        then = ledger.at(Scope(known_operation=ledger.last_operation()))
        found = often(lambda: ask(then, "people-per-period"))
        say("people-per-period, as known on", 1000 * statistics.median(found), "ms", 100)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
