"""A ledger of 200,000 events beside an empty one, from opening it to what one does in it.

``python -m tests.bench.opening [LEDGER]``. LEDGER is written to.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from datetime import date
from itertools import pairwise
from pathlib import Path

from db.findings.table import Look
from db.ledger import Ledger
from db.model.drafts import ClaimDraft, EventDraft, SourceDraft
from db.model.progress import Progress
from db.model.scope import Scope
from db.model.values import ImpreciseDate, Quantity
from desktop.pages.events import EventsPage
from desktop.session.bus import Bus
from tests.bench.report import often, say
from tests.bench.window import Desk


def open_page(ledger: Path) -> tuple[Desk, EventsPage, float]:
    """Seconds from asking for the ledger to an Events page that answers."""
    desk = Desk()
    page = EventsPage(desk.session, desk.theme, desk.settings, Bus())
    page.resize(1200, 800)
    page.show()
    ordered: list[object] = []
    page.model.ordered.connect(ordered.append)
    start = time.perf_counter()
    desk.session.open(ledger)
    desk.wait(lambda: bool(ordered))
    page.repaint()
    return desk, page, time.perf_counter() - start


def search(desk: Desk, page: EventsPage, text: str) -> float:
    """Seconds from the words to the rows that have them, the wait for the next key aside."""
    ordered: list[object] = []
    page.model.ordered.connect(ordered.append)
    start = time.perf_counter()
    desk.session.change_scope(text=text)
    desk.wait(lambda: bool(ordered))
    return time.perf_counter() - start


def save(desk: Desk) -> float:
    """Seconds from saving one event to its change set in the window."""
    draft = EventDraft(
        kind="layoff",
        organization="Acorn Labs",
        claims=(
            ClaimDraft(
                source=SourceDraft(publisher="Gazette", url="https://gazette.example/new"),
                announced=ImpreciseDate.day(date(2026, 1, 2)),
                count=Quantity.exact(200, "200"),
            ),
        ),
    )
    changes: list[object] = []
    start = time.perf_counter()
    desk.session.write(lambda ledger: ledger.events.save(draft), changes.append)
    desk.wait(lambda: bool(changes))
    return time.perf_counter() - start


def main(path: Path) -> None:
    """Measure and print."""
    print("a ledger of 200,000 events")
    with tempfile.TemporaryDirectory() as name:
        with Ledger.create(Path(name) / "empty.headwater") as ledger:
            empty = ledger.path
        desk, page, nothing = open_page(empty)
        page.hide()
        desk.close()
    desk, page, full = open_page(path)
    say("opening it to a usable Events page, more than an empty one", full - nothing, "s", 1.0, f"{full:.2f} s")
    desk.wait(lambda: desk.session.writable)
    desk.wait(lambda: desk.session.tasks.idle)
    typed = ["a", "ac", "aco", "acorn", "acorn l", "berlin", "labs seattle", "nowhere to be found"]
    answers = [search(desk, page, text) * 1000 for text in typed]
    say("search as you type, median", statistics.median(answers), "ms", 150, f"slowest {max(answers):.0f} ms")
    search(desk, page, "")
    saved = [save(desk) * 1000 for _ in range(5)]
    say("saving event after event, to the change set in the window", statistics.median(saved), "ms")
    rested = []
    for _ in range(5):
        desk.wait(lambda: desk.session.tasks.idle)
        rested.append(save(desk) * 1000)
    say("the same while nothing is being read", statistics.median(rested), "ms", 150)
    page.hide()
    desk.close()
    with Ledger.open(path, mode="read") as ledger:
        busiest = ledger.organizations.find("Acorn Labs")
        assert busiest is not None
        took = often(lambda: ledger.at().headcount(busiest))
        say("headcount of the organization with thousands of events", statistics.median(took) * 1000, "ms", 50)
        middling = ledger.organizations.find("Tide Games 5")
        assert middling is not None
        took = often(lambda: ledger.at().headcount(middling))
        say("headcount of an organization with some dozens", statistics.median(took) * 1000, "ms", 50)
        steps: list[float] = []

        class Steps(Progress):
            def _show(self, done: int, total: int) -> None:
                steps.append(time.perf_counter())

        took = often(lambda: ledger.at().findings.all(Steps()), 1)
        longest = max(after - before for before, after in pairwise(steps))
        say("all findings", took[0], "s", 3.0, f"longest step {longest * 1000:.0f} ms")
    with Ledger.open(path) as ledger:
        found = Look().run(ledger.at())
        draft = EventDraft(kind="layoff", organization=middling, claims=(ClaimDraft(count=Quantity.exact(200, "200")),))
        change = ledger.events.save(draft)
        view = ledger.at(found.scope)
        took = often(lambda: view.findings.marked(view.findings.update(found, change)))
        say("findings after one saved event", statistics.median(took) * 1000, "ms", 20)
        shown = [event.id for event in ledger.at(Scope(organization_ids=(middling,))).events.select()]
        took = often(lambda: ledger.at().numbers(shown), 1)
        say("numbers of some dozens of events among all, the first time", took[0] * 1000, "ms")
        ledger.events.save(draft)
        took = often(lambda: ledger.at().numbers(shown), 1)
        say("the same after a saved event", took[0] * 1000, "ms", 20)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
