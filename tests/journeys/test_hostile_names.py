"""Names that look like markup, in every place of the window, on paper and in tables: shown as stored, nothing opened.

A place is any widget, cell, tool tip, menu or graphics item; one that guesses whether its text is HTML may only get
the escaped form.
"""

import csv
import io
import os
import subprocess
import sys
import time
import unicodedata
from datetime import date

import pytest
from pypdf import PdfReader
from PySide6.QtWidgets import QMenu, QMessageBox

from db.ledger import Ledger
from db.model.drafts import ClaimDraft, EventDraft, SourceDraft
from db.model.records import EventKind, Scope
from db.model.values import ImpreciseDate, KindGroup, Population, Quantity, Status
from db.output.export import TABLES, export
from desktop.importing.wizard import ImportWizard
from desktop.look import plaintext
from desktop.pages.chart_page import ChartPage
from desktop.session.requests import DeleteEvents, NarrowScope, OpenEvent
from helpers.patience import PATIENCE
from helpers.places import ROOT
from helpers.program import PAGES, Running
from helpers.texts import sinks, top_levels

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

NAMES = [
    "R&D <Europe> Ltd", "<Unknown>", "<b>Acme</b>", "<i>", "</p>", "<p style='color:red'>Red</p>",
    '<img src="file:///etc/hostname">', "<img src=missing.png>", '<img src="//server/share/x.png">',
    '<a href="file:///etc/hostname">click</a>', '<a href="javascript:alert(1)">click</a>',
    "<script>alert(1)</script>", "<style>* { color: red }</style>x", "<table><tr><td>1</td></tr></table>",
    "<html><body>Acme", "<!-- Acme -->", "<!DOCTYPE html>", "<?xml version='1.0'?>", "<br>", "&lt;b&gt;", "&amp;",
    "&nbsp;&#65;", "AT&T", "a < b > c", "\"quoted\" 'name'", "<font size=7>BIG</font>",
    "<meta http-equiv=refresh content=0>", "Acme <ceo@example.org>", '=HYPERLINK("x")', "%1 %n {name} %(name)s",
    "Müller & Söhne <GmbH>", "<svg onload=x>",
]  # fmt: skip
#: The name of the ledger's file; no system allows all of the others there.
FILE = "R&D <b>x & <img src=missing.png>"


def fill(ledger, names):
    """Every name as organization, counterparty, source, kind, person, place, notes and all other free texts."""
    for number, name in enumerate(names):
        other = names[(number + 1) % len(names)]
        ledger.kinds.save(
            EventKind(
                code="", name=name, group=KindGroup.WORKFORCE, population=Population.EMPLOYEES, sign=-1, built_in=False
            )
        )
        own = next(kind.code for kind in ledger.kinds.all().values() if kind.name == name)
        source = SourceDraft(publisher=name, title=name, origin=name, notes=name, url=f"https://example.org/{number}")
        day = ImpreciseDate.day(date(2025, 1 + number % 12, 1 + number % 28), name)
        claim = ClaimDraft(source=source, announced=day, count=Quantity.exact(100, name), wording=name)
        percent = Quantity(13.5, 14, 14.5, name)
        texts = {"notes": name, "place": name, "unit": name, "reason": name, "tags": name}
        for kind, more, said in (
            (own, {}, claim),
            ("layoff", {}, ClaimDraft(source=source, announced=day, count=Quantity.exact(90, name), percent=percent)),
            ("leadership_departure", {"person": name, "role": name}, claim),
            ("relationship_started", {"counterparty": other, "category": name}, claim),
        ):
            claims = (said, ClaimDraft(source=source, count=Quantity.exact(7, name))) if kind == "layoff" else (said,)
            ledger.events.save(EventDraft(kind=kind, organization=name, claims=claims, **texts, **more))
        ledger.events.save(
            EventDraft(kind="relationship_ended", organization=name, counterparty=other, category=name,
                       claims=(ClaimDraft(source=source, status=Status.RUMORED),))
        )  # fmt: skip


def make(folder, names):
    path = folder / f"{FILE}.headwater"
    with Ledger.create(path) as ledger:
        fill(ledger, names)
    return path


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """A ledger of nothing but such names; the tests only read it."""
    return make(tmp_path_factory.mktemp("hostile"), NAMES)


@pytest.fixture
def running(qapp, hostile):
    made = Running(hostile)
    yield made
    made.close()


def tour(running, look, *, events=8):
    """Every page with chart and table, some events in the inspector, the menus; ``look`` is called at each stop."""
    running.session.change_scope(minimum_status=Status.RUMORED)
    running.rest()
    for page_id in PAGES:
        page = running.show(page_id)
        if page_id == "findings":
            running.until(lambda page=page: page.findings.summary is not None and not page.findings.reading)
        look(page_id)
        if isinstance(page, ChartPage):
            running.do("view.table")
            look(f"{page_id}, table")
            running.do("view.table")
    ids = [event.id for event in running.read(lambda ledger: ledger.at(running.session.scope).events.select())]
    for event_id in ids[:: max(1, len(ids) // events)]:
        running.ask(OpenEvent(event_id))
        look(f"event {event_id}")
    for organization in running.read(lambda ledger: list(ledger.organizations.names()))[:events]:
        running.ask(NarrowScope(organization))
        for page_id in ("headcount", "relationships", "overview"):
            running.show(page_id)
            look(f"{page_id} of {organization}")
    for menu in running.window.findChildren(QMenu):
        menu.aboutToShow.emit()
    look("menus")


def everything():
    return [sink for window in top_levels() for sink in sinks(window)]


def squeezed(text):
    """Without blanks and joined letters: paper breaks lines where it likes, and a font may join "fi"."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def test_every_place_shows_names_as_stored(running):
    taken_for_markup, seen = {}, {}

    def look(place):
        if place == "events":
            everything()  # rows are read when they are asked for
            running.rest()
        found = everything()
        for sink in found:
            if not sink.trusted:
                taken_for_markup.setdefault(repr(sink), place)
        seen[place] = "\n".join(plaintext.one_line(sink.drawn) for sink in found)

    tour(running, look)
    assert taken_for_markup == {}
    for place in (
        "overview",
        "events",
        "headcount, table",
        "relationships, table",
        "organizations",
        "sources",
        "findings",
    ):
        assert "&lt;b&gt;" in seen[place], place
    for page_id in ("organizations", "sources", "events", "relationships"):
        assert [name for name in NAMES if name not in seen[page_id]] == [], page_id
    assert FILE in running.window.windowTitle()
    assert FILE in seen["menus"], "among the recent ledgers"


def test_undo_status_line_and_questions_show_names_as_stored(qapp, tmp_path):
    running = Running(make(tmp_path, NAMES[:3]))
    try:
        for name in NAMES[:10]:
            draft = EventDraft(kind="layoff", organization=name, claims=(ClaimDraft(status=Status.REPORTED),))
            change = running.write(lambda ledger, draft=draft: ledger.events.save(draft))
            event_id = change.detail["event"]
            assert [sink for sink in everything() if not sink.trusted] == []
            running.session.select(event_id)
            running.rest()

            def question(box):
                return [sink for sink in sinks(box) if not sink.trusted], [sink.drawn for sink in sinks(box)]

            untrusted, texts = running.in_dialog(
                QMessageBox,
                lambda event_id=event_id: running.window.bus.request(DeleteEvents((event_id,))),
                question,
            )
            assert untrusted == []
            assert any("Delete 1 event?" in text for text in texts)
            box = plaintext.message_box(running.window, title=name, text=name, details=name)
            assert [sink for sink in sinks(box) if not sink.trusted] == []
            assert sum(sink.drawn == name for sink in sinks(box)) >= 2
            box.deleteLater()
    finally:
        running.close()


def test_the_import_shows_names_as_stored(running, tmp_path):
    table = tmp_path / "<b>x & <img src=missing.png>.csv"
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["Company", "Announced", "Laid off", "<i>Remarks</i> & more"])
    writer.writerows([name, "soon", "200", name] for name in NAMES)
    table.write_text(text.getvalue(), encoding="utf-8")
    wizard = ImportWizard(running.session, running.window.theme, running.program.settings, table, running.window)
    wizard.show()
    running.until(lambda: wizard.inspection is not None)
    shown = []
    for ready in (lambda: wizard.next.isEnabled(), lambda: wizard.next.isEnabled(), lambda: wizard.checked is not None):
        running.until(ready)
        found = sinks(wizard)
        assert [sink for sink in found if not sink.trusted] == []
        shown += [sink.drawn for sink in found]
        if wizard.checked is None:
            wizard.next.click()
    assert [
        name for name in (*NAMES, table.name, "<i>Remarks</i> & more") if not any(name in one for one in shown)
    ] == []
    wizard.reject()
    wizard.deleteLater()


def test_paper_shows_names_as_stored(running, tmp_path):
    running.session.change_scope(minimum_status=Status.RUMORED)
    running.rest()
    reader = PdfReader(running.print_to(tmp_path / "page.pdf"))
    text = squeezed("".join(page.extract_text() for page in reader.pages))
    assert [name for name in NAMES if squeezed(name) not in text] == []
    assert squeezed(FILE) in text
    links = [
        note.get_object()["/A"]["/URI"]
        for page in reader.pages
        for note in page.get("/Annots", ())
        if "/URI" in note.get_object().get("/A", {})
    ]
    assert all(link.startswith("https://example.org/") for link in links)


@pytest.mark.parametrize("form", ["csv", "excel-csv"])
def test_tables_hold_names_as_stored_and_no_formula(running, tmp_path, form):
    cells = {}
    for name in TABLES:
        target, scope = tmp_path / f"{name}.csv", Scope(minimum_status=Status.RUMORED)
        running.read(lambda ledger, name=name, target=target: export(ledger.at(scope), name, target, format=form))  # noqa: B023
        text = target.read_bytes().decode("utf-8-sig")
        cells[name] = {cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row}
    for table in ("events", "organizations", "sources"):
        stored = {cell.removeprefix("'") if form == "excel-csv" else cell for cell in cells[table]}
        assert [name for name in NAMES if name not in stored] == [], table
    formulas = {cell for table in cells.values() for cell in table if cell.startswith("=")}
    assert formulas == ({'=HYPERLINK("x")'} if form == "csv" else set())


# Nothing is opened ---------------------------------------------------------------------------------------------------

VISIT = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
app = QApplication([])
if sys.argv[1] == "guess":
    from PySide6.QtWidgets import QLabel
    label = QLabel(sys.argv[2])
    label.show()
    label.grab()
else:
    import importlib.util
    spec = importlib.util.spec_from_file_location("hostile", sys.argv[2])
    hostile = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(hostile)
    from helpers.program import Running
    running = Running(Path(sys.argv[3]))
    hostile.tour(running, lambda place: running.window.grab(), events=3)
    running.print_to(Path(sys.argv[3]).with_name("page.pdf"))
    running.close()
print("DONE", flush=True)
"""


def opened(pipe, *arguments):
    """Whether a process that shows things opens a pipe to read from it: whoever does waits there for a writer."""
    env = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests")]),
    }
    process = subprocess.Popen(
        [sys.executable, "-c", VISIT, *map(str, arguments)],
        env=env, cwd=pipe.parent, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    try:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            try:
                os.close(os.open(pipe, os.O_WRONLY | os.O_NONBLOCK))
            except OSError:
                if process.poll() is not None:
                    said = process.stdout.read()
                    assert "DONE" in said, said
                    return False
                time.sleep(0.01)
            else:
                return True
        pytest.fail("neither ended nor opened it")
    finally:
        process.kill()
        process.communicate()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_no_name_opens_a_file(tmp_path):
    pipe = tmp_path / "canary.png"
    os.mkfifo(pipe)
    image = f'<img src="{pipe.as_uri()}">'
    assert opened(pipe, "guess", image), "a label that guesses opens it"
    names = [image, f"<img src={pipe}>", "<img src=canary.png>", f'<b>x</b><img src="{pipe}">']
    assert not opened(pipe, "tour", __file__, make(tmp_path, names))
