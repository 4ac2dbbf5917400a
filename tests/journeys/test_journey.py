"""One ledger through the real window: every page, the exported tables and the printed page say the same numbers."""

import csv
import io
import re
from datetime import date

import pytest
from pypdf import PdfReader

from db.ledger import Ledger
from db.model.drafts import ClaimDraft, EventDraft
from db.model.records import Scope
from db.model.values import ImpreciseDate, Quantity, Status
from db.output.export import export
from desktop.session.requests import NarrowScope
from helpers import golden
from helpers.program import PAGES, Running, cells
from helpers.texts import shown_texts

pytestmark = [
    pytest.mark.qt_log_ignore("This plugin does not support", extend=True),
]

#: Low, best and high of the employees before and after the layoff, as the case has them.
BEFORE, AFTER = ("1,379", "1,429", "1,481"), ("1,179", "1,229", "1,281")


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "scale.headwater"
    golden.make(path)
    return path


@pytest.fixture
def running(qapp, path):
    made = Running(path)
    organization = made.read(lambda ledger: ledger.organizations.find(golden.NAME))
    made.ask(NarrowScope(organization))
    yield made
    made.close()


def plain(text):
    return " ".join(text.replace("\N{NO-BREAK SPACE}", " ").split())


def headcount(running):
    """The sentences of the headcount page, and its table by population and day: low, best, high."""
    page = running.show("headcount")
    if not page.shows_table:
        running.keys("F7")
    assert page.shows_table
    lines = [plain(line) for line in page.headline.text().split("\n")]
    return lines, {(row[0], row[1]): tuple(row[2:5]) for row in cells(page._levels.model())}


def relationships(running):
    """The active count of the last day in the page's table, and negative changes before and after the stake."""
    page = running.show("relationships")
    turned = tuple(cell.text() for cell in page.comparison.cells[4][1:])
    return page, cells(page._counts.model())[-1], turned


def table(running, name, tmp_path, **options):
    """The rows of an exported table of the window's scope, as its reader gets them."""
    target, scope = tmp_path / f"{name}.csv", running.session.scope
    running.read(lambda ledger: export(ledger.at(scope), name, target, **options))
    return list(csv.DictReader(io.StringIO(target.read_bytes().decode("utf-8"), newline="")))


def printed(running, tmp_path):
    """The text of the snapshot, in one line."""
    reader = PdfReader(running.print_to(tmp_path / "snapshot.pdf"))
    return plain(" ".join(page.extract_text() for page in reader.pages))


def findings(running):
    """The sentences of the open findings as the window lists them."""
    page = running.show("findings")
    running.until(lambda: page.findings.summary is not None and not page.findings.reading)
    return [row[0] for place, row in enumerate(cells(page.rows)) if page.rows.finding(place) is not None]


def report(running, heads):
    """A reported headcount for the end of June 2025, by the analyst's own knowledge."""
    claim = ClaimDraft(
        announced=ImpreciseDate.day(date(2025, 6, 30)), count=Quantity.exact(heads), status=Status.CONFIRMED,
        source=golden.REUTERS,
    )  # fmt: skip
    draft = EventDraft(kind="reported_headcount", organization=golden.NAME, claims=(claim,))
    running.write(lambda ledger: ledger.events.save(draft))


def levels(rows, population="employees"):
    return [
        (row["date"], row["low"], row["best"], row["high"], row["basis"])
        for row in rows
        if row["population"] == population
    ]


def test_window_table_csv_and_print_say_the_same_headcount(running, tmp_path):
    (employees, contingent), twin = headcount(running)
    assert employees == "Scale AI: ≈ 1,229 (1,179–1,281) employees since 16 July 2025 (implied)"
    assert contingent.startswith("Scale AI, contingent workers since 15 July 2025: 500 fewer than at the start")
    assert twin["Employees", "15 Jul 2025"] == BEFORE
    assert twin["Employees", "16 Jul 2025"] == AFTER
    assert twin["Contingent workers", "16 Jul 2025"] == ("−500", "−500", "−500")

    rows = table(running, "headcount", tmp_path)
    assert levels(rows) == [
        ("2025-07-15", "1379", "1429", "1481", "implied"),
        ("2025-07-16", "1179", "1229", "1281", "change"),
    ]
    assert [row[1:4] for row in levels(rows, "contingent")] == [("0", "0", "0"), ("-500", "-500", "-500")]

    text = printed(running, tmp_path)
    for number in ("1,229", "1,179–1,281", "−500"):
        assert number in text, number


def test_window_table_csv_and_print_say_the_same_relationships(running, tmp_path):
    page, last, turned = relationships(running)
    assert "2 active relationships with 2 clients, of these 1 at risk and 1 winding down" in plain(page.headline.text())
    assert "Stake taken" in page.comparison.anchor_box.currentText()
    assert turned == ("0", "2")
    assert (last[1], last[4], last[5], last[7]) == ("2", "2", "1", "1")
    rows = table(running, "active-clients", tmp_path)
    assert {(row["active"], row["clients"]) for row in rows} == {("2", "2")}
    assert (rows[-1]["at_risk"], rows[-1]["winding_down"]) == ("1", "1")
    assert "Before and after event 1: Stake taken" in printed(running, tmp_path)


def test_exactly_two_findings_everywhere(running, tmp_path):
    rows = findings(running)
    assert len(rows) == 2
    places = running.window.navigation
    running.until(lambda: places.item(PAGES.index("findings")).text() == "Findings (2)")
    assert sorted(row["kind"] for row in table(running, "findings", tmp_path)) == ["contradicted", "single_rumor"]


@pytest.mark.parametrize("minimum", [Status.REPORTED, Status.RUMORED])
def test_people_of_two_populations_are_never_added(running, tmp_path, minimum):
    running.session.change_scope(minimum_status=minimum)
    running.rest()
    seen = {}
    for page_id in PAGES:
        running.show(page_id)
        seen[page_id] = " ".join(shown_texts(running.window))
    seen["print"] = printed(running, tmp_path)
    for name in ("events", "claims", "headcount", "findings"):
        seen[name + ".csv"] = str([list(row.values()) for row in table(running, name, tmp_path)])
    assert "1,229" in seen["headcount"]
    assert {place for place, text in seen.items() if re.search(r"(?<![\d.,])700(?![\d])", text)} == set()


def test_rumors_change_no_number(running, tmp_path):
    before = headcount(running), relationships(running)[1:], table(running, "headcount", tmp_path)
    running.window.scope_bar.rumors.click()
    running.rest()
    assert running.session.scope.minimum_status is Status.RUMORED
    assert (headcount(running), relationships(running)[1:], table(running, "headcount", tmp_path)) == before
    page = running.page
    listed = [page.comparison.excluded.item(row).text() for row in range(page.comparison.excluded.count())]
    assert ["without a date" in text for text in listed] == [True]
    assert "rumors are counted" in printed(running, tmp_path)


def test_a_reported_headcount_that_fits_gives_the_level_and_undo_takes_it_back(running, tmp_path):
    before = headcount(running)
    report(running, 1400)
    (employees, _contingent), twin = headcount(running)
    assert employees.startswith("Scale AI: 1,200 employees since 16 July 2025")
    assert twin["Employees", "30 Jun 2025"] == ("1,400", "1,400", "1,400")
    assert twin["Employees", "16 Jul 2025"] == ("1,200", "1,200", "1,200")
    assert [row[1:] for row in levels(table(running, "headcount", tmp_path))] == [
        ("1400", "1400", "1400", "reported"),
        ("1200", "1200", "1200", "change"),
    ]
    text = printed(running, tmp_path)
    assert "1,400" in text
    assert "1,200" in text
    assert len(findings(running)) == 2

    running.keys("Ctrl+Z")
    assert headcount(running) == before


def test_a_reported_headcount_that_cannot_be_is_a_finding_and_undo_takes_it_back(running, tmp_path):
    before = headcount(running)
    report(running, 228_000)
    found = {row["kind"]: row for row in table(running, "findings", tmp_path)}
    assert set(found) == {"contradicted", "single_rumor", "implied_base"}
    listed = findings(running)
    assert len(listed) == 3
    assert any("228,000" in sentence for sentence in listed)
    assert "228,000" in printed(running, tmp_path)

    running.keys("Ctrl+Z")
    assert len(findings(running)) == 2
    assert headcount(running) == before


def test_undo_by_keys_goes_back_to_the_beginning_and_redo_returns(running, path):
    with Ledger.open(path, mode="read") as ledger:
        events = ledger.at(Scope()).events.count(any_status=True)
    steps = 0
    while running.window.actions_["undo"].isEnabled():
        running.keys("Ctrl+Z")
        steps += 1
    assert steps >= events
    assert running.read(lambda ledger: ledger.at(Scope()).events.count(any_status=True)) == 0
    while running.window.actions_["redo"].isEnabled():
        running.keys("Ctrl+Shift+Z")
    assert headcount(running)[1]["Employees", "16 Jul 2025"] == AFTER
    with Ledger.open(path, mode="read") as ledger:
        assert ledger.at(Scope()).events.count(any_status=True) == events
