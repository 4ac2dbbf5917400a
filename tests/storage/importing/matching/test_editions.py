"""A file that comes again: nothing is counted twice, corrections are seen, what somebody edited or deleted stays so."""

from __future__ import annotations

import itertools
import os
from collections import Counter
from pathlib import Path

import pytest

from db.importing.cells.names import core, set_status_aside
from db.importing.matching.editions import MAYBE, SAME, in_common, is_older
from db.importing.planning.plan import Stated, default_plan, inspect_file
from db.importing.run import ImportReport, run_import
from db.ledger import Ledger
from db.model.drafts import EventDraft
from db.model.scope import Scope
from db.model.values import Status
from db.reading.dates import DateOrder

CORPUS = Path(os.environ.get("HEADWATER_CORPUS", "/nowhere"))


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    with Ledger.create(tmp_path / "a.headwater") as opened:
        yield opened


def brought(ledger: Ledger, text: str, name: str = "tracker.csv") -> ImportReport:
    path = ledger.store.path.with_name(name)
    path.write_text(text, encoding="utf-8")
    return run_import(ledger, path, default_plan(inspect_file(path), Stated(date_order=DateOrder.MDY)))


def outcomes(report: ImportReport) -> dict[str, int]:
    found = {name: getattr(report, name) for name in ("new", "new_claim", "amends", "duplicate", "skipped", "problem")}
    assert sum(found.values()) == report.rows, "every row has one outcome"
    return {name: count for name, count in found.items() if count}


def counts(ledger: Ledger) -> list[tuple[str, float | None]]:
    """Each event with its organization and count, by name."""
    names = ledger.organizations.names()
    rows = ledger.at().events.select_rows(column="id")
    found = [(names[row.organization_id], row.values.count and row.values.count.best) for row in rows]
    return sorted(found, key=lambda one: (one[0], one[1] or 0))


def claims(ledger: Ledger, name: str) -> list[tuple[float | None, bool]]:
    """The counts that were claimed about an organization, and whether each is superseded."""
    organization = ledger.organizations.find(name)
    events = [row.id for row in ledger.at().events.select_rows() if row.organization_id == organization]
    found = [claim for event in events for claim in ledger.events.claims(event)]
    return sorted((claim.count and claim.count.best, claim.superseded) for claim in found)


TRACKER = """company,date,total_laid_off,percentage_laid_off,location
Acorn,2025-01-10,120,,Berlin
Birch,2025-01-20,30,,Graz
Cedar,2025-02-01,,10%,Wien
Dogwood,2025-02-11,500,,Linz
Elm,2025-03-01,75,,Paris
Fir,2025-03-09,15,,Lyon
"""


def test_the_same_file_again_adds_nothing_and_leaves_no_step(ledger: Ledger) -> None:
    assert outcomes(brought(ledger, TRACKER)) == {"new": 6}
    before = ledger.last_operation()
    assert outcomes(brought(ledger, TRACKER, "under_another_name.csv")) == {"duplicate": 6}
    assert ledger.last_operation() == before


def test_a_newer_edition_amends_what_it_corrects_and_the_older_figure_is_history(ledger: Ledger) -> None:
    brought(ledger, TRACKER)
    newer = TRACKER.replace("Acorn,2025-01-10,120", "Acorn,2025-01-10,180").replace("2025-03-09", "2025-03-12")
    report = brought(ledger, newer + "Gum,2025-04-01,9,,Rome\n", "newer.csv")
    assert outcomes(report) == {"new": 1, "amends": 2, "duplicate": 4}
    assert counts(ledger) == [
        ("Acorn", 180), ("Birch", 30), ("Cedar", None), ("Dogwood", 500), ("Elm", 75), ("Fir", 15), ("Gum", 9),
    ]  # fmt: skip
    assert claims(ledger, "Acorn") == [(120, True), (180, False)]
    ledger.undo()
    assert counts(ledger)[0] == ("Acorn", 120)
    assert len(counts(ledger)) == 6


def test_an_older_edition_goes_below_the_present_figures(ledger: Ledger) -> None:
    newer = TRACKER.replace("Acorn,2025-01-10,120", "Acorn,2025-01-10,180") + "Gum,2025-04-01,9,,Rome\n"
    brought(ledger, newer)
    assert outcomes(brought(ledger, TRACKER, "older.csv")) == {"amends": 1, "duplicate": 5}
    assert claims(ledger, "Acorn") == [(120, True), (180, False)]
    assert ("Acorn", 180) in counts(ledger)


def test_three_editions_in_any_order_say_the_same(tmp_path: Path) -> None:
    editions = [TRACKER]
    for count, added in ((150, "Gum,2025-05-01,9,,Rome\n"), (180, "Hazel,2025-07-01,8,,Bern\n")):
        last = editions[-1].replace("Acorn,2025-01-10,120", f"Acorn,2025-01-10,{count}")
        editions.append(last.replace("Acorn,2025-01-10,150", f"Acorn,2025-01-10,{count}") + added)
    found = []
    for number, order in enumerate(itertools.permutations(range(3))):
        with Ledger.create(tmp_path / f"{number}.headwater") as opened:
            for edition in order:
                brought(opened, editions[edition], f"edition_{edition}.csv")
            found.append((counts(opened), claims(opened, "Acorn")))
            assert opened.check() == []
    assert all(one == found[0] for one in found)
    assert found[0][1] == [(120, True), (150, True), (180, False)]


def test_what_an_event_lacked_is_added_and_what_a_file_leaves_blank_stays(ledger: Ledger) -> None:
    brought(ledger, TRACKER)
    newer = TRACKER.replace("Cedar,2025-02-01,,10%", "Cedar,2025-02-01,40,").replace(
        "Elm,2025-03-01,75", "Elm,2025-03-01,"
    )
    assert outcomes(brought(ledger, newer, "newer.csv")) == {"duplicate": 6}
    assert ("Cedar", 40) in counts(ledger)
    assert ("Elm", 75) in counts(ledger)
    organization = ledger.organizations.find("Cedar")
    (event,) = [row for row in ledger.at().events.select_rows() if row.organization_id == organization]
    assert event.values.percent.best == 10


def test_what_somebody_deleted_or_corrected_stays_so(ledger: Ledger) -> None:
    brought(ledger, TRACKER)
    by_name = {ledger.organizations.names()[row.organization_id]: row.id for row in ledger.at().events.select_rows()}
    ledger.events.delete([by_name["Birch"]])
    event = ledger.events.get(by_name["Fir"])
    ledger.events.save(EventDraft(kind=event.kind, organization="Fir", place="Marseille"), event_id=event.id)
    before = counts(ledger)
    newer = TRACKER.replace("Birch,2025-01-20,30", "Birch,2025-01-20,33") + "Gum,2025-04-01,9,,Rome\n"
    assert outcomes(brought(ledger, newer, "newer.csv")) == {"new": 1, "duplicate": 6}
    assert counts(ledger) == [*before, ("Gum", 9)]


def test_a_renamed_organization_stays_one_and_one_that_goes_on_does_not_become_another(ledger: Ledger) -> None:
    brought(ledger, TRACKER + "Dogwood,2025-03-30,7,,Linz\n")
    newer = TRACKER.replace("Elm,", "Elm Holdings Group,").replace("Dogwood,2025-02-11", "Oak,2025-02-11")
    report = brought(ledger, newer + "Dogwood,2025-03-30,7,,Linz\nGum,2025-04-01,9,,Rome\n", "newer.csv")
    assert outcomes(report) == {"new": 1, "amends": 2, "duplicate": 5}
    assert ledger.organizations.find("Elm") == ledger.organizations.find("Elm Holdings Group")
    assert ledger.organizations.find("Oak") != ledger.organizations.find("Dogwood")
    assert ("Oak", 500) in counts(ledger)
    assert ("Dogwood", 7) in counts(ledger)


def test_a_notice_is_known_by_its_number(ledger: Ledger) -> None:
    brought(ledger, "company,date,total_laid_off,notice_id\nAcorn,2025-03-03,120,N-1\n")
    report = brought(ledger, "company,date,total_laid_off,notice_id\nAcorn,2025-03-03,180,N-1\n", "second.csv")
    assert outcomes(report) == {"amends": 1}
    assert claims(ledger, "Acorn") == [(120, True), (180, False)]


def test_another_tracker_with_little_in_common_stays_apart(ledger: Ledger) -> None:
    brought(ledger, TRACKER)
    other = "company,date,total_laid_off\n" + "".join(f"Other {n},2025-02-{n:02},{n * 10}\n" for n in range(1, 20))
    assert outcomes(brought(ledger, other, "other.csv")) == {"new": 19}
    assert ledger.store.connection.execute("SELECT count(*) FROM data_sets").fetchone()[0] == 2


def test_the_same_said_by_another_source_is_a_second_claim(ledger: Ledger) -> None:
    rows = "company,date,total_laid_off,source\nAcorn,2025-03-03,20,https://one.example/x\n"
    assert outcomes(brought(ledger, rows + "Acorn,03/03/2025,20,https://two.example/y\n")) == {"new": 1, "new_claim": 1}
    assert claims(ledger, "Acorn") == [(20, False), (20, False)]


def test_a_row_repeated_in_one_file_is_one_whatever_its_spelling_unless_an_address_differs(ledger: Ledger) -> None:
    rows = "company,date,total_laid_off,street address\nAcorn,09/30/2013,20,1 Main St\n"
    report = brought(ledger, rows + "Acorn,09/30/13,20,1 Main St\nAcorn,09/30/2013,20,7 Side St\n")
    assert outcomes(report) == {"new": 2, "duplicate": 1}


def test_rows_alike_but_for_their_address_are_followed_one_by_one(ledger: Ledger) -> None:
    header = "company,date,total_laid_off,street address\n"
    others = [f"Firm {n},2025-{n % 9 + 1:02}-{n % 27 + 1:02},{n},{n} High St\n" for n in range(1, 41)]
    alike = [f"Acorn,2025-09-30,20,{n} Main St\n" for n in range(1, 5)]
    brought(ledger, header + "".join(others + alike))
    report = brought(ledger, header + "".join(others + alike[:3]) + "Birch,2025-10-01,5,\n", "without_one.csv")
    assert outcomes(report) == {"duplicate": 43, "new": 1}
    lacking = ledger.store.connection.execute("SELECT gone FROM imports WHERE id = 2").fetchone()[0]
    assert lacking == "[44]", "one of the four, and none of the three that are still there"
    corrected = "Acorn,2025-09-30,25,1 Main St\n"
    report = brought(ledger, header + corrected + "".join(others + alike[1:]), "corrected.csv")
    assert outcomes(report) == {"duplicate": 43, "amends": 1}
    assert [count for name, count in counts(ledger) if name == "Acorn"] == [20, 20, 20, 25]
    brought(ledger, header + corrected + "".join(others + alike[1:]), "corrected_again.csv")
    assert [count for name, count in counts(ledger) if name == "Acorn"] == [20, 20, 20, 25]


def test_a_figure_that_another_notice_had_does_not_outweigh_both_of_its_days(ledger: Ledger) -> None:
    header = "company,notice date,effective date,total_laid_off\n"
    others = "".join(f"Firm {n},2025-01-{n:02},2025-03-{n:02},{n}\n" for n in range(1, 21))
    brought(ledger, header + others + "Acorn,2025-02-01,2025-04-01,6\nAcorn,2025-02-15,2025-04-15,10\n")
    rows = "Acorn,2025-02-01,2025-04-01,10\nAcorn,2025-02-15,2025-04-15,14\n"
    assert outcomes(brought(ledger, header + others + rows, "next.csv")) == {"duplicate": 20, "amends": 2}


def test_what_two_data_sets_say_is_found_in_each(ledger: Ledger) -> None:
    rows = [f"Firm {n},2025-{n % 9 + 1:02}-{n % 27 + 1:02},{n}" for n in range(1, 21)]
    for name in ("one", "two"):
        header = "company,date,total_laid_off,source\n"
        text = header + "".join(f"{row},https://{name}.example/\n" for row in rows)
        path = ledger.store.path.with_name(f"{name}.csv")
        for more in ("", f"{name},2025-09-30,77,https://{name}.example/\n"):
            path.write_text(text + more, encoding="utf-8")
            plan = default_plan(inspect_file(path), Stated(data_set=name))
            report = run_import(ledger, path, plan)
        assert outcomes(report) == {"duplicate": 20, "new": 1}, name


@pytest.mark.parametrize("day", ["2025-03-03", ""])
def test_a_notice_that_a_newer_edition_rescinds_is_denied(ledger: Ledger, day: str) -> None:
    brought(ledger, TRACKER + f"Oak,{day},40,,Oslo\n")
    report = brought(ledger, TRACKER + f"Oak - RESCINDED,{day},40,,Oslo\n", "newer.csv")
    assert outcomes(report) == {"amends": 1, "duplicate": 6}
    organization = ledger.organizations.find("Oak")
    everything = ledger.at(Scope(minimum_status=Status.DENIED)).events.select_rows()
    (event,) = [row for row in everything if row.organization_id == organization]
    assert event.values.status is Status.DENIED
    assert "Oak" not in dict(counts(ledger)), "what was taken back is in no total"


def test_names_that_differ_by_an_accent_or_a_sign_are_two(ledger: Ledger) -> None:
    names = ["Bär", "Bar", "Open", "&Open", "Open Co", "Acorn, Inc.", "Acorn Inc"]
    rows = "".join(f'"{name}",2025-01-{day:02},{day}\n' for day, name in enumerate(names, start=1))
    brought(ledger, "company,date,total_laid_off\n" + rows)
    assert sorted(ledger.organizations.names().values()) == sorted(names)


def test_rows_that_an_edition_lacks_are_remembered_unless_it_is_an_excerpt(ledger: Ledger) -> None:
    rows = [f"Firm {n},2025-{n % 9 + 1:02}-{n % 27 + 1:02},{n}\n" for n in range(1, 41)]
    header = "company,date,total_laid_off\n"
    brought(ledger, header + "".join(rows))
    brought(ledger, header + "".join(rows[:-1]) + "Firm 99,2025-12-01,5\n", "newer.csv")
    gone = [row[0] for row in ledger.store.connection.execute("SELECT gone FROM imports ORDER BY id")]
    assert gone == [None, "[40]"]
    brought(ledger, header + "".join(rows[5:12]) + "Firm 98,2026-01-01,5\n", "excerpt.csv")
    assert ledger.store.connection.execute("SELECT gone FROM imports WHERE id = 3").fetchone()[0] is None
    assert len(counts(ledger)) == 42


def test_an_edition_that_spells_a_name_in_another_way_speaks_of_the_same_organization(ledger: Ledger) -> None:
    brought(ledger, TRACKER.replace("Elm", "Mr. Elm Inc."))
    report = brought(ledger, TRACKER.replace("Elm", "Mr Elm Inc") + "Mr Elm Inc,2025-05-01,8,,Paris\n", "newer.csv")
    assert outcomes(report) == {"new": 1, "duplicate": 6}
    assert ledger.organizations.find("Mr. Elm Inc.") == ledger.organizations.find("Mr Elm Inc")


@pytest.mark.parametrize(
    ("written", "name", "status"),
    [
        ("Acorn Ltd - UPDATE", "Acorn Ltd", "- UPDATE"),
        ("Acorn Ltd (Amendment 2)", "Acorn Ltd", "(Amendment 2)"),
        ("BirchRevised (4/17/20)", "Birch", "Revised (4/17/20)"),
        ("Acorn Inc. Update Supplemental", "Acorn Inc.", "Update Supplemental"),
        ("Acorn (CANCELLED)**", "Acorn", "(CANCELLED)**"),
        ("Acornrevised", "Acornrevised", ""),
        ("Department of Correction", "Department of Correction", ""),
        ("Advised", "Advised", ""),
        ("Update", "Update", ""),
    ],
)
def test_what_a_row_says_of_itself_is_no_part_of_a_name(written: str, name: str, status: str) -> None:
    assert set_status_aside(written) == (name, status)


def test_names_without_their_legal_form() -> None:
    assert core("Acorn, Inc.") == core("ACORN") == core("Acorn Ltd")
    assert core("Open Co") != core("Open")
    assert core("Ltd") == "ltd"


def test_what_is_in_common_is_measured_within_the_span_of_both() -> None:
    one = {(f"Firm {n}", f"2025-01-{n:02}") for n in range(1, 21)}
    two = {(f"Firm {n}", f"2025-01-{n:02}") for n in range(11, 31)}
    assert in_common(one, two) == 1.0
    assert in_common(one, {(f"Else {n}", f"2025-01-{n:02}") for n in range(1, 21)}) == 0.0
    assert MAYBE <= in_common(one, set(sorted(one)[:3])) < SAME, "three rows prove nothing, and are a reason to ask"
    assert in_common(one, set(sorted(one)[:1])) == 0.0, "one row says nothing"
    assert is_older("2025-01-01", ["2025-03-01"])
    assert not is_older("2025-02-25", ["2025-03-01"])


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the real files are not here")
@pytest.mark.no_cover
@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1)])
def test_real_editions_of_one_tracker_end_alike_in_any_order(ledger: Ledger, order: tuple[int, ...]) -> None:
    names = ("kaggle_2023_null_words.csv", "layoffsfyi_utf16_tab.csv", "kaggle_2026_01.csv")
    for place in order:
        path = CORPUS / "layoffs" / names[place]
        outcomes(run_import(ledger, path, default_plan(inspect_file(path), Stated(date_order=DateOrder.MDY))))
    found = counts(ledger)
    assert (len(found), sum(count or 0 for _, count in found)) == (4272, 824_721)
    assert Counter(name for name, _ in found)["Scale AI"] == 2
