"""The history of an event in the inspector, and the name written beside what is done."""

import pytest
from PySide6.QtCore import Qt

from db.ledger import Ledger
from db.model.drafts import ClaimDraft, SourceDraft
from db.model.values import Quantity
from desktop.inspector.inspector import Inspector
from desktop.inspector.panel.history_block import STEPS
from desktop.look.theme import Theme
from desktop.session.session import Session
from desktop.session.settings import Settings
from helpers.drafts import layoff

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


class Bench:
    """The inspector on an open ledger."""

    def __init__(self, qtbot, qapp, path):
        self.qtbot, self.session = qtbot, Session()
        self.inspector = Inspector(self.session, Theme(qapp, mode="light"), Settings())
        qtbot.addWidget(self.inspector)
        self.inspector.resize(380, 800)
        self.inspector.show()
        self.session.open(path)
        self.until(lambda: self.session.writable)

    def until(self, condition):
        self.qtbot.waitUntil(lambda: bool(condition()))

    def write(self, work):
        done = []
        self.session.write(work, done.append)
        self.until(lambda: done)

    @property
    def block(self):
        return self.inspector.panel.history.steps

    def texts(self):
        return [text.replace("\N{NO-BREAK SPACE}", " ") for text in self.block.texts()]


@pytest.fixture
def bench(qtbot, qapp, tmp_path):
    path = tmp_path / "a.headwater"
    with Ledger.create(path) as ledger:
        ledger.store.actor = "Ada"
        ledger.events.save(layoff())
        ledger.events.save(layoff("Other"))
    made = Bench(qtbot, qapp, path)
    yield made
    made.inspector.close()
    made.session.close()


def correction(ledger):
    claim = ledger.events.claims(1)[0]
    kept = ClaimDraft(id=claim.id, source=claim.source_id, announced=claim.announced, count=claim.count)
    newer = ClaimDraft(
        source=SourceDraft(publisher="Bloomberg"), announced=claim.announced, count=Quantity.exact(210, "210"),
        supersedes_id=claim.id, reason="misread",
    )  # fmt: skip
    return ledger.events.save(layoff(1, claims=(kept, newer)), event_id=1)


def test_an_event_tells_who_changed_what_and_why(bench):
    bench.session.select(1)
    bench.inspector.panel.history.section.set_open(opened=True)
    bench.until(lambda: bench.texts())
    assert bench.texts()[:2] == ["Added Layoff: Scale AI", "Claim of TechCrunch added: reported · 16 July 2025 · 200"]
    assert bench.texts()[-1].endswith(" · Ada")
    bench.write(correction)
    bench.until(lambda: len(bench.texts()) > 4)
    assert bench.texts()[:4] == [
        "Saved Layoff: Scale AI",
        "Count of TechCrunch’s claim corrected: 200 → 210",
        "TechCrunch’s claim corrected by Bloomberg",
        "Reason for the correction: misread",
    ]
    assert not any("Other" in text for text in bench.texts())


def test_a_closed_section_reads_nothing(bench):
    bench.session.select(1)
    bench.until(lambda: bench.session.tasks.idle)
    assert bench.texts() == []


def test_another_event_has_another_history(bench):
    bench.inspector.panel.history.section.set_open(opened=True)
    bench.session.select(1)
    bench.until(lambda: bench.texts())
    bench.session.select(2)
    bench.until(lambda: bench.texts()[:1] == ["Added Layoff: Other"])


def test_a_long_history_is_shown_step_by_step(bench):
    for number in range(STEPS + 3):
        bench.write(lambda ledger, number=number: ledger.events.save(layoff(count=number + 1), event_id=1))
    bench.session.select(1)
    bench.inspector.panel.history.section.set_open(opened=True)
    bench.until(lambda: bench.block.more.isVisible())
    assert bench.block.more.text() == "Show 4 earlier steps"
    assert "Added Layoff: Scale AI" not in bench.texts()
    bench.qtbot.mouseClick(bench.block.more, Qt.MouseButton.LeftButton)
    bench.until(lambda: "Added Layoff: Scale AI" in bench.texts())
    assert bench.block.more.isHidden()


def test_the_name_of_the_preferences_is_written_from_now_on(bench):
    bench.session.set_actor("Grace")
    bench.write(lambda ledger: ledger.events.save(layoff("Third")))
    bench.session.set_actor("")
    bench.write(lambda ledger: ledger.events.save(layoff("Fourth")))
    found = []
    bench.session.tasks.read(
        lambda ledger, _progress: [row.step.actor for row in ledger.at().history.rows(ledger.at().history.order()[:2])],
        found.extend,
    )
    bench.until(lambda: found)
    assert found == ["", "Grace"]
