"""The real program on a screen, driven by its keys; what it did is read from its files."""

import signal
import subprocess
import sys
from datetime import date

import pytest
from pypdf import PdfReader

from db.errors import LedgerError
from db.ledger import Ledger
from db.model.records import Scope
from db.model.values import Status
from desktop.actions.files import fill_sample
from helpers.patience import PATIENCE
from helpers.screen import Screen, until

pytestmark = pytest.mark.screen

EVERYTHING = Scope(minimum_status=Status.DENIED)
TITLE = "tech — Headwater"
ROWS = """Company,Announced,Employees affected,Remarks
Nordlicht Optik,2025-05-02,120,plant in Jena
Alder & Sons,2025-05-19,45,
Birkenfeld Logistik,2025-06-30,310,two depots
"""


@pytest.fixture
def screen(tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    made = Screen(home)
    yield made
    made.close()
    assert "Traceback" not in made.said()


@pytest.fixture
def path(tmp_path):
    """The sample as a ledger of one's own."""
    path = tmp_path / "tech.headwater"
    with Ledger.create(path) as ledger:
        fill_sample(ledger)
    return path


def read(path, work):
    """What a ledger has at this moment; None while it is being written."""
    try:
        with Ledger.open(path, mode="read") as ledger:
            return work(ledger)
    except LedgerError:
        return None


def operation(path):
    """The number of the last operation."""
    return read(path, lambda ledger: ledger.last_operation())


def events_of(path, name):
    """The events of an organization."""

    def work(ledger):
        found = ledger.organizations.find(name)
        return (
            [event for event in ledger.at(EVERYTHING).events.select() if event.organization_id == found]
            if found
            else []
        )

    return read(path, work) or []


def count_of(path, name):
    """The best count of the one event of an organization; None where there is none."""
    found = events_of(path, name)
    return found[0].values.count.best if len(found) == 1 and found[0].values.count is not None else None


def lock_of(path):
    """Who has a ledger, as the file beside it says."""
    lock = path.with_suffix(".headwater-lock")
    return lock.read_text(encoding="utf-8") if lock.exists() else ""


def start(screen, path):
    """The program with its window on a ledger that it can write."""
    process = screen.start(path)
    until(lambda: str(process.pid) in lock_of(path), f"the program to take the ledger ({screen.said()})")
    screen.window(TITLE)
    return process


def undo(screen, path):
    """Ctrl+Z, seen in the ledger."""
    before = operation(path)
    screen.press_until("ctrl+z", lambda: (operation(path) or before) > before, "an undo")


def choose_file(screen, target):
    """Type a path into the file dialog that has the keyboard."""
    screen.type(str(target))
    screen.keys("Return")


def import_rows(screen, path, table):
    """Through the import by keyboard alone."""
    screen.keys("ctrl+i")
    dialog = screen.window("Import")
    choose_file(screen, table)
    screen.until_gone(dialog)
    wizard = screen.window("Import", beside=[dialog])
    steps = "alt+n alt+n alt+i"  # columns, check, import
    screen.press_until(steps, lambda: len(events_of(path, "Birkenfeld Logistik")) == 1, "the imported rows")
    screen.press_until("Escape", lambda: wizard not in screen.windows(), "the end of the import")
    screen.window(TITLE)


def enter_event(screen, organization, count):
    """A layoff, typed: kind, organization, day and count; saved with Ctrl+Enter."""
    screen.rest()
    screen.keys("ctrl+n")
    screen.rest()
    screen.type("layoff")
    screen.rest()
    screen.keys("Tab")
    screen.rest()
    screen.type(organization)
    screen.keys("Tab", "Tab")  # over the heading of the claim
    screen.type("16.07.2025")
    screen.keys("Tab")
    screen.type(count)
    screen.keys("ctrl+Return")


def print_snapshot(screen, target):
    """Ctrl+P, and save the PDF."""
    screen.keys("ctrl+p")
    preview = screen.window("Snapshot")
    screen.press_until("Return", lambda: screen.windows("^Save PDF$"), "the file dialog")
    screen.window("Save PDF")
    screen.keys("ctrl+a")
    choose_file(screen, target)
    until(target.exists, "the PDF")
    screen.window("Snapshot")
    screen.press_until("Escape", lambda: preview not in screen.windows(), "the end of the preview")
    screen.window(TITLE)
    return " ".join(" ".join(page.extract_text() for page in PdfReader(target).pages).split())


def test_a_days_work_by_keyboard(screen, path, tmp_path):
    table = tmp_path / "notices.csv"
    table.write_text(ROWS, encoding="utf-8")
    process = start(screen, path)
    import_rows(screen, path, table)
    assert [count_of(path, name) for name in ("Nordlicht Optik", "Alder & Sons", "Birkenfeld Logistik")] == [
        120,
        45,
        310,
    ]

    screen.keys("ctrl+3")  # the headcount page, remembered at the end
    enter_event(screen, "Ruhr Guss", "about 500")
    until(lambda: count_of(path, "Ruhr Guss") == 500, f"the new event ({screen.titles()})")
    (event,) = events_of(path, "Ruhr Guss")
    assert event.kind == "layoff"
    assert event.values.announced.earliest == event.values.announced.latest == date(2025, 7, 16)

    screen.rest()
    screen.keys("ctrl+a")  # still in the field that was typed last
    screen.type("540")
    screen.keys("ctrl+Return")
    until(lambda: count_of(path, "Ruhr Guss") == 540, "the corrected event")

    text = print_snapshot(screen, tmp_path / "page.pdf")
    for words in ("1,229", "1,179–1,281", "Ruhr Guss", "540", "Birkenfeld Logistik", "tech.headwater"):
        assert words in text, words

    undo(screen, path)
    assert count_of(path, "Ruhr Guss") == 500
    undo(screen, path)
    assert events_of(path, "Ruhr Guss") == []
    assert count_of(path, "Nordlicht Optik") == 120
    undo(screen, path)
    assert events_of(path, "Nordlicht Optik") == events_of(path, "Birkenfeld Logistik") == []
    assert len(read(path, lambda ledger: ledger.at(EVERYTHING).events.select())) == 10

    screen.keys("ctrl+q")
    assert process.wait(timeout=PATIENCE) == 0
    assert lock_of(path) == ""
    (settings,) = (screen.home / "config").rglob("headwater.ini")
    assert "page=headcount" in settings.read_text(encoding="utf-8")


def test_keys_typed_ahead_of_the_window_arrive_in_their_fields(screen, path):
    start(screen, path)
    screen.rest()
    screen.keys("ctrl+3", "ctrl+n")  # building the chart takes longer than typing on
    screen.type("layoff\tRuhr Guss\t\t16.07.2025\t500\t14 %")
    screen.keys("ctrl+Return")
    until(lambda: count_of(path, "Ruhr Guss") == 500, f"the new event ({screen.titles()})")
    (event,) = events_of(path, "Ruhr Guss")
    assert (event.kind, event.values.percent.best) == ("layoff", 14)
    assert event.values.announced.earliest == event.values.announced.latest == date(2025, 7, 16)
    undo(screen, path)  # still in the field that was typed last
    assert events_of(path, "Ruhr Guss") == []
    assert len(read(path, lambda ledger: ledger.at(EVERYTHING).events.select())) == 10


def test_a_ledger_moved_away_is_not_written_to(screen, path, tmp_path):
    start(screen, path)
    undo(screen, path)
    moved = tmp_path / "archive.headwater"
    path.rename(moved)
    before, content = operation(moved), moved.read_bytes()
    for _again in range(3):
        screen.keys("ctrl+z")
    enter_event(screen, "Ruhr Guss", "500")
    screen.rest()
    # Asks about what was typed; ends where it had noticed the loss before, and took no keys for an event any more.
    screen.keys("ctrl+q")
    screen.rest()
    assert (operation(moved), moved.read_bytes()) == (before, content)
    assert not path.exists()


def test_a_second_window_on_a_ledger_reads_it_and_says_who_has_it(screen, path, qapp):
    from desktop.app import Program

    first = start(screen, path)
    reader = Program(qapp)
    reader.begin(path, sample=False)
    try:
        from PySide6.QtTest import QTest

        def told():
            QTest.qWait(10)
            return reader.window.banners.texts()

        (said,) = until(told, "the second window to say why it cannot write")
        assert str(first.pid) in said
        assert not reader.session.writable
        assert not reader.window.actions_["event.new"].isEnabled()
        assert not reader.window.actions_["undo"].isEnabled()
    finally:
        reader.window.close()
        reader.end()

    screen.start(path)
    main = screen.windows(f"^{TITLE}$")
    second = screen.window(TITLE, beside=main)
    before = operation(path)
    for _again in range(3):
        screen.keys("ctrl+z")
    enter_event(screen, "Ruhr Guss", "500")
    assert second in screen.windows(), screen.said()
    assert (operation(path), str(first.pid) in lock_of(path)) == (before, True)
    screen.xdotool("windowfocus", "--sync", main[0])
    undo(screen, path)
    assert operation(path) == before + 1


def test_after_a_kill_nothing_is_asked_and_nothing_is_lost(screen, path):
    process = start(screen, path)
    undo(screen, path)
    before = operation(path)
    process.send_signal(signal.SIGKILL)
    process.wait(timeout=PATIENCE)
    assert str(process.pid) in lock_of(path), "the lock's file is left behind"

    start(screen, path)
    assert operation(path) == before
    undo(screen, path)
    assert screen.titles() == [TITLE]


def test_the_sample_on_a_screen_and_without_one(screen, tmp_path):
    process = screen.start("--sample")
    screen.window("Scale AI (sample) — Headwater")
    screen.press_until("ctrl+q", lambda: process.poll() is not None, "the end")
    assert process.returncode == 0
    assert list(screen.home.glob("headwater-*")) == [], "the sample's copy is taken away"

    env = {name: value for name, value in screen.env.items() if name != "DISPLAY"}
    done = subprocess.run(
        [sys.executable, "-m", "desktop", "--sample"],
        cwd=tmp_path, env=env, capture_output=True, text=True, timeout=PATIENCE, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    printed = tmp_path / "headwater-sample.pdf"
    assert str(printed) in done.stdout
    text = " ".join(page.extract_text() for page in PdfReader(printed).pages)
    assert "1,229" in text
