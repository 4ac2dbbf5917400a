"""Rows that may be one with something: both sides are named, what was decided holds, and nobody is asked twice."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from db.importing.fields import Field
from db.importing.file.repairs import Repair
from db.importing.matching.likely import Decide, Decision, Likely
from db.importing.planning.mapping_text import read_mapping
from db.importing.planning.plan import ImportPlan, default_plan, inspect_file
from db.importing.run import ImportReport, run_import
from db.ledger import Ledger

TRACKER = """company,date,total_laid_off,location
Acorn,2025-01-10,120,Berlin
Birch,2025-01-20,30,Graz
Cedar,2025-02-01,80,Wien
Dogwood,2025-02-11,500,Linz
Elm,2025-03-01,75,Paris
"""
PAPERS = """company,date,total_laid_off,publisher
Acorn,2025-01-13,118,Gazette
Birch,2025-02-10,30,Gazette
Cedar,2025-02-01,300,Gazette
Yew,2025-04-01,10,Gazette
"""


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    with Ledger.create(tmp_path / "a.headwater") as opened:
        yield opened


class _Watcher:
    def begin(self, *_: object) -> None: ...

    def rows(self, *_: object) -> None: ...

    def records(self, *_: object) -> None: ...


def planned(ledger: Ledger, text: str, name: str) -> tuple[Path, ImportPlan]:
    path = ledger.store.path.with_name(name)
    path.write_text(text, encoding="utf-8")
    return path, default_plan(inspect_file(path))


def brought(ledger: Ledger, text: str, name: str = "tracker.csv", **choices: object) -> ImportReport:
    path, plan = planned(ledger, text, name)
    return run_import(ledger, path, replace(plan, **choices))


def pairs(ledger: Ledger, text: str, name: str, **choices: object) -> tuple[Likely, ...]:
    path, plan = planned(ledger, text, name)
    return run_import(ledger, path, replace(plan, **choices), dry_run=True, watch=_Watcher()).likely


def decided(one: Likely, what: Decide) -> tuple[Decision, ...]:
    return (Decision(one.line, one.mark, what, one.claim_id, one.other),)


def outcomes(report: ImportReport) -> dict[str, int]:
    found = {name: getattr(report, name) for name in ("new", "new_claim", "amends", "duplicate", "skipped", "problem")}
    assert sum(found.values()) == report.rows, "every row has one outcome"
    return {name: count for name, count in found.items() if count}


def duplicates_found(ledger: Ledger) -> list[bool]:
    """Whether each possible duplicate is accepted."""
    return [one.accepted for one in ledger.at().findings.all() if one.kind.value == "possible_duplicate"]


def test_another_source_is_proposed_with_the_days_between_and_both_figures(ledger: Ledger) -> None:
    brought(ledger, TRACKER)
    (one,) = pairs(ledger, PAPERS, "papers.csv")
    assert (one.line, one.organization, one.reason, one.days, one.what) == (2, "Acorn", "other_source", 3, "separate")
    assert (one.mine.day, one.mine.heads, one.theirs.day, one.theirs.heads) == (
        "2025-01-13", (118, 118, 118), "2025-01-10", (120, 120, 120),
    )  # fmt: skip
    further = pairs(ledger, PAPERS, "papers.csv", near_days=30)
    assert [(pair.organization, pair.days) for pair in further] == [("Acorn", 3), ("Birch", 21)]


def test_undecided_it_is_new_with_its_reason_and_a_finding(ledger: Ledger) -> None:
    brought(ledger, TRACKER)
    report = brought(ledger, PAPERS, "papers.csv")
    assert outcomes(report) == {"new": 4}
    assert duplicates_found(ledger) == [False]


def test_one_pair_is_joined_the_other_rows_are_not_touched(ledger: Ledger) -> None:
    brought(ledger, TRACKER)
    acorn, _birch = pairs(ledger, PAPERS, "papers.csv", near_days=30)
    report = brought(ledger, PAPERS, "papers.csv", near_days=30, decisions=decided(acorn, "join"))
    assert outcomes(report) == {"new": 3, "new_claim": 1}
    assert outcomes(brought(ledger, PAPERS + "Zelkova,2025-05-01,4,Gazette\n", "more.csv")) == {
        "duplicate": 4, "new": 1,
    }  # fmt: skip
    ledger.undo()
    ledger.undo()
    assert ledger.at().events.count(any_status=True) == 5


@pytest.mark.parametrize("all_alike", [False, True])
def test_what_is_kept_apart_is_no_finding_any_more(ledger: Ledger, *, all_alike: bool) -> None:
    brought(ledger, TRACKER)
    (acorn,) = pairs(ledger, PAPERS, "papers.csv")
    choices = {"match": "separate"} if all_alike else {"decisions": decided(acorn, "separate")}
    report = brought(ledger, PAPERS, "papers.csv", **choices)
    assert outcomes(report) == {"new": 4}
    assert dict(report.reasons) == {("new", "kept_apart"): 1}
    assert duplicates_found(ledger) == [True]


def test_a_row_that_is_left_out_stays_out_of_the_next_edition_until_somebody_says_otherwise(ledger: Ledger) -> None:
    brought(ledger, TRACKER)
    (acorn,) = pairs(ledger, PAPERS, "papers.csv")
    report = brought(ledger, PAPERS, "papers.csv", decisions=decided(acorn, "skip"))
    assert outcomes(report) == {"new": 3, "skipped": 1}
    assert [(skip.line, skip.code, skip.found) for skip in report.skips] == [(2, "skip.left_out", "Acorn")]
    more = "company,date,total_laid_off,publisher\nYew,2025-04-01,10,Gazette\n" + PAPERS.split("\n", 1)[1].replace(
        "Yew,2025-04-01,10,Gazette\n", "Fir,2025-05-01,3,Gazette\n"
    )
    again = brought(ledger, more, "more.csv", data_set="papers")
    assert outcomes(again) == {"new": 1, "duplicate": 3, "skipped": 1}
    assert [skip.code for skip in again.skips] == ["skip.left_out_before"]
    (before,) = pairs(ledger, more, "more.csv", data_set="papers")
    assert (before.reason, before.what) == ("left_out_before", "skip")
    joined = brought(ledger, more, "more.csv", data_set="papers", decisions=decided(before, "join"))
    assert outcomes(joined)["new_claim"] == 1


def test_a_correction_can_be_an_event_of_its_own(ledger: Ledger) -> None:
    brought(ledger, TRACKER)
    newer = TRACKER.replace("Acorn,2025-01-10,120", "Acorn,2025-01-12,120").replace(
        "Cedar,2025-02-01,80", "Cedar,2025-02-01,90"
    )
    found = pairs(ledger, newer, "newer.csv")
    assert [(one.organization, one.reason, one.what) for one in found] == [
        ("Acorn", "corrected", "join"), ("Cedar", "corrected", "join"),
    ]  # fmt: skip
    report = brought(ledger, newer, "newer.csv", decisions=decided(found[0], "separate"))
    assert outcomes(report) == {"new": 1, "amends": 1, "duplicate": 3}
    assert outcomes(brought(ledger, newer, "newest.csv")) == {"duplicate": 5}


def test_two_earlier_rows_that_are_equally_near_are_both_named(ledger: Ledger) -> None:
    rows = "Gum,2025-03-01,60,Rome\nGum,2025-03-09,90,Rome\n"
    brought(ledger, TRACKER + rows)
    newer = TRACKER + "Gum,2025-03-05,,Rome\n" + "Holm,2025-04-01,5,Rome\n"
    found = [one for one in pairs(ledger, newer, "newer.csv") if one.organization == "Gum"]
    assert [(one.reason, one.theirs.day, one.what) for one in found] == [
        ("equally_near", "2025-03-01", "separate"), ("equally_near", "2025-03-09", "separate"),
    ]  # fmt: skip
    report = brought(ledger, newer, "newer.csv", decisions=decided(found[1], "join"))
    assert outcomes(report) == {"new": 1, "amends": 1, "duplicate": 5}


def test_two_papers_in_one_file_are_held_against_each_other(ledger: Ledger) -> None:
    text = "company,date,total_laid_off,publisher\nAcorn,2025-01-10,100,Gazette\nAcorn,2025-01-12,105,Courier\n"
    (one,) = pairs(ledger, text, "papers.csv")
    assert (one.line, one.other_line, one.days) == (3, 2, 2)
    report = brought(ledger, text, "papers.csv", decisions=decided(one, "join"))
    assert outcomes(report) == {"new": 1, "new_claim": 1}


def test_a_row_whose_partner_in_the_file_is_left_out_is_not_lost(ledger: Ledger) -> None:
    brought(ledger, TRACKER)
    text = "company,date,total_laid_off,publisher\nAcorn,2025-01-11,120,Gazette\nAcorn,2025-01-11,120,Courier\n"
    first, *_rest = pairs(ledger, text, "papers.csv")
    report = brought(ledger, text, "papers.csv", decisions=decided(first, "skip"))
    assert outcomes(report) == {"new": 1, "skipped": 1}


def test_a_decision_about_a_row_that_says_something_else_now_rests(ledger: Ledger) -> None:
    brought(ledger, TRACKER)
    (acorn,) = pairs(ledger, PAPERS, "papers.csv")
    said = decided(acorn, "skip")
    report = brought(ledger, PAPERS.replace("118", "119"), "papers.csv", decisions=said)
    assert outcomes(report) == {"new": 4}


def test_what_becomes_of_all_alike_is_kept_with_the_data_set(ledger: Ledger) -> None:
    brought(ledger, TRACKER)
    brought(ledger, PAPERS, "papers.csv", match="join", near_days=30)
    kept = {one.name: read_mapping(one.mapping) for one in ledger.at().imports.data_sets()}
    assert (kept["papers"].match, kept["papers"].near_days, kept["tracker"].match) == ("join", 30, "propose")


def test_words_of_kinds_that_were_put_right_in_the_check_are_kept_with_the_data_set(ledger: Ledger) -> None:
    text = "company,date,action,total_laid_off\nAcorn,2025-01-10,Zumachen,120\nBirch,2025-01-20,Layoff,30\n"
    _, plan = planned(ledger, text, "actions.csv")
    fields = tuple(Field.KIND if index == 2 else field for index, field in enumerate(plan.fields))
    brought(ledger, text, "actions.csv", fields=fields, repairs=(Repair(2, "Zumachen", "site_closure"),))
    (kept,) = ledger.at().imports.data_sets()
    assert ("Zumachen", "site_closure") in read_mapping(kept.mapping).kinds
