"""From saving an event to seeing it, in the real window on a large ledger: ``python -m tests.bench.saving LEDGER``.

LEDGER is written to. A size is typed in the inspector and saved; what is measured ends when the table has the new
words in its row, or the chart the new level. Each once while nothing else is going on, and once while the findings
of the whole ledger are being looked for, as they are for some seconds after every change.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QLineEdit

from db.ledger import Ledger
from db.model.scope import Scope
from desktop.app import Program
from desktop.events.columns import EFFECT
from desktop.pages.events import EventsPage
from desktop.pages.headcount.page import HeadcountPage
from desktop.session.findings import FindingList
from desktop.widgets.text_tables import RowsView
from tests.bench.report import say
from tests.bench.window import Desk  # first: it chooses the platform

#: An organization of the generated file with some dozens of events.
ORGANIZATION = "Tide Games 5"
TIMES = 7


class Window:
    """The program's window on a ledger, with an event of the organization selected."""

    def __init__(self, ledger: Path) -> None:
        self.desk = Desk()
        self.program = Program(self.desk.app, self.desk.settings)
        self.session, self.window = self.program.session, self.program.window
        self.window.resize(1440, 900)
        self.program.begin(ledger, sample=False)
        self.desk.wait(lambda: self.session.writable)
        self.desk.wait(self.at_rest)
        found: list[tuple[int, int]] = []
        self.session.tasks.read(lambda ledger, _progress: _event(ledger), found.append)
        self.desk.wait(lambda: bool(found))
        self.organization_id, self.event_id = found[0]
        self.window.show_inspector(shown=True)
        self.session.select(self.event_id)

    def at_rest(self) -> bool:
        """Whether nothing is being read, the findings included."""
        return self.session.tasks.idle and not FindingList.of(self.session).reading

    def type(self, count: int) -> None:
        """Type a size into the first claim of the event."""
        form = self.window.inspector.form
        self.pause(0.4)  # what was saved or undone before is in the form by then
        self.desk.wait(lambda: self.window.inspector.mode == "event" and bool(form.cards))
        editor = form.cards[0].fields["count"].editor
        assert isinstance(editor, QLineEdit)
        editor.setText(str(count))

    def pause(self, seconds: float) -> None:
        """Let the window live for a while."""
        end = time.perf_counter() + seconds
        self.desk.wait(lambda: time.perf_counter() > end)

    def until_seen(self, act: Callable[[], object], seen: Callable[[], bool]) -> float:
        """Milliseconds from an action to what is to be seen."""
        start = time.perf_counter()
        act()
        self.desk.wait(seen, 20)
        return (time.perf_counter() - start) * 1000

    def shows(self, page_id: str) -> object:
        """Go to a page and wait until all is there."""
        self.window.show_page(page_id)
        self.desk.wait(lambda: self.window.page is not None)
        self.desk.wait(self.at_rest)
        return self.window.page

    def close(self) -> None:
        """End the threads."""
        self.window.hide()
        self.program.end()


def _event(ledger: Ledger) -> tuple[int, int]:
    """The organization, and its event in the middle of its time that has a number of people."""
    organization_id = ledger.organizations.find(ORGANIZATION)
    assert organization_id is not None
    events = ledger.at(Scope(organization_ids=(organization_id,))).events.select()
    counted = [event.id for event in events if event.values.count is not None and event.values.count.known]
    return organization_id, counted[len(counted) // 2]


def in_table(page: EventsPage, count: int) -> bool:
    """Whether the current row has a size."""
    return f"{count:,}" in (page.model.index(page.view.currentIndex().row(), EFFECT).data() or "")


def in_chart(page: HeadcountPage, count: int) -> bool:
    """Whether the chart, and the table behind it, have an event of this size."""
    listed = {view.accessibleName(): view.model() for view in page.findChildren(RowsView)}
    rows = listed["Events of the chart by number"]
    return any(f"{count:,}" in rows.index(row, 3).data() for row in range(rows.rowCount()))


def measure(window: Window, seen: Callable[[int], bool], where: str) -> None:
    """Save, undo and redo while nothing else goes on; save while the findings are looked for; say how long."""
    found: dict[str, list[float]] = {"saved": [], "undone": [], "redone": [], "busy": []}
    for number in range(TIMES):
        count, then = 2_001 + 10 * number, 2_002 + 10 * number
        for size in (count, then):
            window.type(size)
            took = window.until_seen(window.window.inspector.save, partial(seen, size))
            found["saved" if size == count else "busy"].append(took)
            if size == count:
                window.pause(0.6 + 0.05 * number)  # the findings start anew shortly after a change
        found["undone"].append(window.until_seen(window.session.undo, partial(seen, count)))
        found["redone"].append(window.until_seen(window.session.redo, partial(seen, then)))
        window.desk.wait(window.at_rest)
    words = {
        "saved": "saved", "busy": "saved while findings are looked for", "undone": "undone", "redone": "redone",
    }  # fmt: skip
    for name, times in found.items():
        say(f"{words[name]}, until {where}", statistics.median(times), "ms", 150, f"slowest {max(times):.0f} ms")


def main(ledger: Path) -> None:
    """Measure and print."""
    print("saving in the window on a ledger of 200,000 events")
    window = Window(ledger)
    events = window.shows("events")
    assert isinstance(events, EventsPage)
    window.desk.wait(lambda: events.view.currentIndex().isValid())
    measure(window, lambda count: in_table(events, count), "it is in the table")
    window.session.change_scope(organization_ids=(window.organization_id,))
    headcount = window.shows("headcount")
    assert isinstance(headcount, HeadcountPage)
    measure(window, lambda count: in_chart(headcount, count), "it is in the chart")
    window.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
