"""The case the program was made for, typed from nothing through the real window by its keys alone."""

import csv
import re
import time
from dataclasses import replace
from datetime import date

import pytest
from pypdf import PdfReader

from db.analysis.series import Basis
from db.errors import LedgerError
from db.ledger import Ledger
from db.model.records import Scope
from db.model.values import FindingKind, Status
from helpers import golden
from helpers.hands import Hands
from helpers.screen import Screen, until

pytestmark = pytest.mark.screen

EVERYTHING = Scope(minimum_status=Status.DENIED)
TITLE = "summer — Headwater"
#: Two populations are never added up.
SEVEN_HUNDRED = r"(?<![\d.,])700(?!\d)"
LABELING = "data labeling"
JULY = {
    "publisher": "TechCrunch", "url": golden.TECHCRUNCH_JULY.url, "published": "16 July 2025", "reliability": "B",
    "title": golden.TECHCRUNCH_JULY.title,
}  # fmt: skip
ARTICLE = {"publisher": "Branchendienst", "published": "Juli 2025", "reliability": "C", "title": "Umbau bei Scale AI"}
REUTERS = {
    "publisher": "Reuters", "url": golden.REUTERS.url, "published": "13 June 2025", "reliability": "A",
    "title": golden.REUTERS.title,
}  # fmt: skip
CFO = {"publisher": "VivaTech", "published": "13 June 2025", "title": golden.CFO.title}
JUNE = {
    "publisher": "TechCrunch", "url": golden.TECHCRUNCH_JUNE.url, "published": "18 June 2025", "reliability": "B",
    "title": golden.TECHCRUNCH_JUNE.title,
}  # fmt: skip


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
    return tmp_path / "summer.headwater"


@pytest.fixture
def hands(screen):
    return Hands(screen)


def read(path, work):
    """What a ledger has at this moment; None while it is being written."""
    try:
        with Ledger.open(path, mode="read") as ledger:
            return work(ledger)
    except LedgerError:
        return None


def events(ledger):
    """The events, in the order they were typed in."""
    return sorted(ledger.at(EVERYTHING).events.select(), key=lambda event: event.id)


def begin(hands, path):
    """The program without a ledger, and a new one."""
    screen = hands.screen
    screen.start()
    screen.window("Headwater")
    screen.press_until("ctrl+shift+n", lambda: screen.windows("^New Ledger$"), "the file dialog")
    screen.window("New Ledger")
    screen.type(str(path))
    screen.keys("Return")
    until(lambda: path.exists() and read(path, events) == [], f"the new ledger ({screen.titles()})")
    screen.window(TITLE)
    screen.rest()


def save(hands, path, key, what):
    """Save, look until the ledger has one event more and the window shows what comes then."""
    before = len(read(path, events) or ())
    hands.keys(*key.split())
    until(lambda: len(read(path, events) or ()) == before + 1, f"{what} ({hands.screen.titles()})")
    hands.screen.rest()
    hands.noted(what)


def new(hands, group, kind):
    """Ctrl+N, and the kind."""
    hands.keys("ctrl+n")
    hands.screen.rest()
    hands.begin(group, "kind")
    hands.fill(kind=kind)


def type_cuts(hands, path):
    """One article on two populations, and what another one has of both."""
    new(hands, "workforce", "layoff")
    hands.fill(organization="Scale AI", announced="July 16", count="200", percent="roughly 14%", **JULY)
    hands.add_claim()
    hands.fill(announced="im Juli", count="ca. 200", percent="etwa 14 %", **ARTICLE)
    hands.open("closing")
    hands.fill(reason="overexpansion of data labeling")
    hands.go("other")
    save(hands, path, "space", "layoff")

    hands.begin("workforce", "count", source=True)
    hands.fill(count="500", unit="worldwide")
    hands.add_claim()
    hands.fill(announced="July 16", count="500 global contractors")
    hands.known_source("TechC")
    save(hands, path, "ctrl+shift+Return", "contractors")


def type_people_and_course(hands, path):
    """Leaders and a change of course, from the article that is still open."""
    hands.begin("leadership", "kind", source=True)
    hands.fill(kind="leadership departure", person="Alexandr Wang", role="CEO", counterparty="Meta")
    hands.fill(announced="letzten Monat")
    hands.add_claim()
    hands.fill(announced="letzten Monat")
    hands.known_source("Branch")
    save(hands, path, "ctrl+d", "ceo")

    hands.keys("ctrl+l")
    hands.type("Scale AI appoints Jason Droege as interim CEO, letzten Monat")
    save(hands, path, "ctrl+shift+Return", "interim")

    hands.begin("strategy", "kind", source=True)
    hands.fill(kind="change of focus", announced="im Juli")
    hands.open("closing")
    hands.fill(notes="Toward sales to enterprises and governments, away from labeling in bulk")
    save(hands, path, "ctrl+d", "focus")


def type_rumor_and_parallel(hands, path):
    """A loss without a name or a date, and another company's deal."""
    hands.begin("relationship", "kind", source=True)
    hands.fill(kind="relationship ended", category=LABELING, announced="", status="r")
    hands.open("closing")
    hands.fill(notes="Some large customers, unnamed")
    save(hands, path, "ctrl+shift+Return", "rumor")

    hands.begin("ownership", "kind", source=True)
    hands.fill(kind="license", organization="Inflection AI", counterparty="Microsoft")
    hands.fill(announced="March 2024", status="r")
    save(hands, path, "ctrl+Return", "inflection")


def type_stake_and_clients(hands, path):
    """Three amounts for one stake, a client at risk, and one of which a denial is corrected."""
    new(hands, "ownership", "stake")
    hands.fill(organization="Scale AI", counterparty="Meta", amount="1,43 Milliarden Dollar")
    hands.same_source()
    hands.add_claim()
    hands.fill(announced="13 June 2025", amount="$14.3 billion")
    hands.known_source("TechC")
    hands.add_claim()
    hands.fill(announced="June 13", amount="14 billion dollars", percent="49%", **REUTERS)
    save(hands, path, "ctrl+shift+Return", "stake")

    hands.begin("relationship", "kind", source=True)
    hands.fill(kind="at risk", counterparty="Google", category=LABELING)
    hands.open("more")
    hands.fill(amount="$200 million planned for 2025")
    save(hands, path, "ctrl+Return", "google")

    new(hands, "relationship", "winding down")
    hands.fill(organization="Scale AI", counterparty="OpenAI", category=LABELING)
    hands.fill(announced="13 June 2025", status="d", **CFO)
    save(hands, path, "ctrl+Return", "openai")
    hands.begin("relationship", "title", source=True, menu=True)
    hands.correct()
    hands.type("The company said so itself five days later")
    hands.fill(announced="June 18", status="c", **JUNE)
    hands.keys("ctrl+Return")
    until(lambda: len(read(path, lambda ledger: ledger.events.claims(10)) or ()) == 2, "the corrected denial")
    hands.screen.rest()
    hands.noted("correction")


def claim_of(ledger, claim):
    """What a claim says and who says it, without ids; amounts by their best, which their rounding lies around."""
    source = ledger.sources.get(claim.source_id)
    days = claim.announced and (claim.announced.earliest, claim.announced.latest, claim.announced.mode)
    said = {name: getattr(claim, name) for name in ("count", "percent", "amount")}
    words = {name: value and value.words for name, value in said.items()}
    return (
        (source.publisher, source.published.edtf, source.reliability),
        (claim.status, claim.superseded, claim.reason),
        days,
        claim.count,
        claim.percent,
        (claim.amount and claim.amount.best, claim.currency),
        words,
    )


def case_of(ledger):
    """The events with their claims as they are compared: by kind, without order, ids or derived values."""
    names, found = ledger.organizations.names(), {}
    for event in events(ledger):
        relationship = ledger.relationships.get(event.relationship_id) if event.relationship_id else None
        claims = [claim_of(ledger, claim) for claim in ledger.events.claims(event.id)]
        assert event.kind not in found
        found[event.kind] = {
            "parties": (names[event.organization_id], names.get(event.counterparty_id)),
            "words": (event.person, event.role, event.unit, event.reason, event.notes),
            "category": relationship and relationship.category,
            "status": event.values.status,
            "date": event.values.announced and (event.values.announced.earliest, event.values.announced.latest),
            "contradicted": event.values.contradicted,
            "claims": sorted(claims, key=repr),
        }
    return found


def test_the_case_typed_from_nothing(hands, path, tmp_path):
    start = time.monotonic()
    begin(hands, path)
    type_cuts(hands, path)
    type_people_and_course(hands, path)
    type_rumor_and_parallel(hands, path)
    type_stake_and_clients(hands, path)
    for fact in hands.facts:
        print("{:12} {:4} keys {:5.1f} s".format(*fact))
    print(f"typed in {time.monotonic() - start:.1f} s with {hands.pressed} keys")

    with Ledger.create(tmp_path / "golden.headwater") as ledger:
        golden.fill(ledger)
        expected = case_of(ledger)
    typed = read(path, case_of)
    for kind, event in expected.items():
        assert typed[kind] == event
    assert len(typed) == len(expected) == 10
    check_what_comes_out(path)
    check_tables(hands, tmp_path)
    prefer(hands, path)
    report_and_undo(hands, path)
    text = printed(hands, tmp_path / "page.pdf")
    for figure in ("1,229", "1,179–1,281", "−500", "14.3"):
        assert figure in text, figure
    assert not re.search(SEVEN_HUNDRED, text)


def check_what_comes_out(path):
    """The figures of the case, as the ledger's reader computes them from what was typed."""
    with Ledger.open(path, mode="read") as ledger:
        organization = ledger.organizations.find("Scale AI")
        scope = Scope(organization_ids=(organization,))
        employees, contingent = ledger.at(scope).headcount(organization)
        before, after = (employees.at(date(2025, 7, day)) for day in (15, 16))
        assert [round(end) for end in (before.low, before.best, before.high)] == [1379, 1429, 1481]
        assert [round(end) for end in (after.low, after.best, after.high)] == [1179, 1229, 1281]
        assert before.basis is Basis.IMPLIED
        assert contingent.relative
        assert [level.best for level in contingent.levels] == [0, -500]

        anchor = next(event.id for event in events(ledger) if event.kind == "stake_taken")
        for minimum in (Status.REPORTED, Status.RUMORED):
            series = ledger.at(replace(scope, minimum_status=minimum)).relationship_series(anchor, 90)
            for day in (date(2025, 6, 1), date(2025, 7, 31)):
                assert series.at(day).active == 2
            last = series.at(date(2025, 7, 31))
            assert (last.at_risk, last.winding_down) == (1, 1)
            compared = series.comparison
            assert (compared.before.negative, compared.after.negative) == (0, 2)
            assert (compared.before.ends, compared.after.ends) == (0, 0)

        for asked in (Scope(), EVERYTHING):
            found = [(finding.kind, finding.field) for finding in ledger.at(asked).findings.all()]
            assert found == [(FindingKind.CONTRADICTED, "amount"), (FindingKind.SINGLE_RUMOR, "")]


def exported(hands, name, letters, target):
    """A table through Ctrl+E: its rows as a reader of the file gets them."""
    screen = hands.screen
    screen.press_until("ctrl+e", lambda: screen.windows("^Export$"), "the export")
    dialog = screen.window("Export")
    screen.keys(*letters)
    screen.keys("Return")
    place = screen.window("Export", beside=[dialog])
    screen.keys("ctrl+a")
    screen.type(str(target))
    screen.keys("Return")
    until(target.exists, f"the table of {name}")
    screen.until_gone(place)
    screen.window(TITLE)
    with target.open(encoding="utf-8-sig", newline="") as file:  # for spreadsheets, as the dialog proposes
        return list(csv.DictReader(file))


def check_tables(hands, tmp_path):
    """The exported tables say the same."""
    rows = exported(hands, "headcount", ["h"], tmp_path / "headcount.csv")
    levels = {population: [] for population in ("employees", "contingent")}
    for row in rows:
        levels[row["population"]].append((row["date"], row["low"], row["best"], row["high"], row["basis"]))
    assert levels["employees"] == [
        ("2025-07-15", "1379", "1429", "1481", "implied"), ("2025-07-16", "1179", "1229", "1281", "change"),
    ]  # fmt: skip
    assert [level[1:4] for level in levels["contingent"]] == [("0", "0", "0"), ("-500", "-500", "-500")]
    assert {level[4] for level in levels["contingent"]} == {"relative"}
    rows = exported(hands, "findings", ["f"], tmp_path / "findings.csv")
    assert [row["kind"] for row in rows] == ["contradicted", "single_rumor"]
    for file in tmp_path.glob("*.csv"):
        assert not re.search(SEVEN_HUNDRED, file.read_text(encoding="utf-8"))


def prefer(hands, path):
    """From the finding to the choice: 14.3 billion, and why; the finding goes."""
    screen = hands.screen
    hands.keys("ctrl+7")
    screen.rest()
    hands.keys("Down", "Return")
    screen.rest()
    hands.keys("Up", "Up", "Up", "Tab")  # from "leave open" over "both plausible" and 14 to 14.3, and to the reason
    hands.type("decimal slip")
    hands.keys("Return")

    def found():
        return read(path, lambda ledger: [finding.kind for finding in ledger.at(Scope()).findings.all()])

    until(lambda: found() == [FindingKind.SINGLE_RUMOR], f"the finding to go ({found()})")
    stake = read(path, lambda ledger: next(event for event in events(ledger) if event.kind == "stake_taken"))
    (preference,) = read(path, lambda ledger: ledger.events.preferences(stake.id))
    assert (preference.field, preference.reason) == ("amount", "decimal slip")
    assert (stake.values.amount.best, stake.values.contradicted) == (14.3e9, ())


def report_and_undo(hands, path):
    """In one line, a level that fits, 1,400 and not 1.4: it gives the figures, nothing is asked, and Ctrl+Z."""

    def employees():
        def work(ledger):
            series, _contingent = ledger.at(Scope()).headcount(ledger.organizations.find("Scale AI"))
            return [(round(level.low), round(level.best), round(level.high)) for level in series.levels]

        return read(path, work)

    implied = employees()
    hands.keys("ctrl+l")
    hands.screen.rest()
    hands.type("Scale AI headcount 1,400 end of June 2025 Reuters")
    hands.screen.rest()
    save(hands, path, "ctrl+Return", "headcount")
    assert employees() == [(1400, 1400, 1400), (1200, 1200, 1200)]
    assert read(path, lambda ledger: len(ledger.at(Scope()).findings.all())) == 1
    hands.keys("ctrl+z")
    until(lambda: employees() == implied, "the level to be taken back")
    hands.screen.rest()


def printed(hands, target):
    """What the page says that the window prints."""
    screen = hands.screen
    screen.keys("ctrl+p")
    screen.window("Snapshot")
    screen.press_until("Return", lambda: screen.windows("^Save PDF$"), "the file dialog")
    screen.window("Save PDF")
    screen.keys("ctrl+a")
    screen.type(str(target))
    screen.keys("Return")
    until(target.exists, "the PDF")
    return " ".join(" ".join(page.extract_text() for page in PdfReader(target).pages).split())
