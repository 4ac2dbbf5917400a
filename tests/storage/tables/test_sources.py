"""Sources: one origin of several, merging identical ones, and how many independent ones an event then has."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from db.errors import UserError
from db.ledger import Ledger
from db.model.drafts import ClaimDraft, SourceDraft
from db.model.records import Scope, Source
from db.model.values import ImpreciseDate, Quantity, Status
from helpers.drafts import layoff

DAY = ImpreciseDate.day(date(2025, 7, 16))


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    with Ledger.create(tmp_path / "a.headwater") as opened:
        yield opened


def told_by(*publishers: str, **changes: str) -> tuple[ClaimDraft, ...]:
    return tuple(
        ClaimDraft(source=SourceDraft(publisher=one, **changes), announced=DAY, count=Quantity.exact(200, "200"))
        for one in publishers
    )


def save(ledger: Ledger, *publishers: str) -> int:
    return max(ledger.events.save(layoff(claims=told_by(*publishers))).ids("events") or ())


def id_of(ledger: Ledger, publisher: str) -> int:
    return next(row.source.id for row in ledger.sources.rows() if row.source.publisher == publisher)


def independent(ledger: Ledger, event_id: int) -> int:
    event = ledger.events.get(event_id)
    assert event is not None
    return event.values.source_count


def test_what_a_source_denies_is_told_apart_and_not_counted_for_the_event(ledger: Ledger) -> None:
    said, denied = told_by("A", "B")
    event_id = max(ledger.events.save(layoff(claims=(said, replace(denied, status=Status.DENIED)))).ids("events") or ())
    assert independent(ledger, event_id) == 1
    told = {row.source.publisher: (row.claims, row.denied) for row in ledger.sources.rows()}
    assert told == {"A": (1, 0), "B": (1, 1)}


def test_one_agency_story_in_five_papers_is_one_independent_source(ledger: Ledger) -> None:
    event_id = save(ledger, "A", "B", "C", "D", "E")
    other = save(ledger, "A", "Z")
    assert independent(ledger, event_id) == 5
    papers = [id_of(ledger, name) for name in "ABCDE"]
    change = ledger.sources.set_origin(papers, " Reuters ")
    assert (change.code, change.detail) == ("source.origin_set", {"name": "Reuters", "count": 5})
    assert independent(ledger, event_id) == 1
    assert independent(ledger, other) == 2
    ledger.undo()
    assert independent(ledger, event_id) == 5
    ledger.redo()
    ledger.sources.set_origin(papers[:2], "")
    assert independent(ledger, event_id) == 3


def test_an_origin_is_the_same_however_it_is_written(ledger: Ledger) -> None:
    event_id = save(ledger, "A", "B")
    ledger.sources.set_origin([id_of(ledger, "A")], "DPA")
    ledger.sources.set_origin([id_of(ledger, "B")], "dpa ")
    assert independent(ledger, event_id) == 1


def test_an_origin_that_comes_with_another_event_counts_for_the_first_too(ledger: Ledger) -> None:
    event_id = save(ledger, "A", "B")
    for name in ("A", "B"):
        ledger.events.save(layoff(claims=told_by(name, origin="Reuters")))
    assert independent(ledger, event_id) == 1


def test_editing_one_source_rebuilds_what_rests_on_it(ledger: Ledger) -> None:
    event_id = save(ledger, "A", "B")
    for name in ("A", "B"):
        source = ledger.sources.get(id_of(ledger, name))
        assert source is not None
        ledger.sources.save(replace(source, origin="Reuters"))
    assert independent(ledger, event_id) == 1


def test_merged_sources_give_their_claims_and_what_the_other_lacks(ledger: Ledger) -> None:
    event_id = save(ledger, "Reuters", "Reuters News")
    keep, other = id_of(ledger, "Reuters"), id_of(ledger, "Reuters News")
    ledger.sources.save(Source(id=other, publisher="Reuters News", url="https://reuters.example", reliability="B"))
    change = ledger.sources.merge(keep, [other, keep])
    assert (change.code, change.detail["count"]) == ("source.merged", 1)
    (row,) = ledger.sources.rows()
    assert (row.source.id, row.source.publisher, row.source.url, row.source.reliability, row.claims, row.events) == (
        keep, "Reuters", "https://reuters.example", "B", 2, 1,
    )  # fmt: skip
    assert independent(ledger, event_id) == 1
    assert ledger.check() == []
    ledger.undo()
    assert independent(ledger, event_id) == 2
    assert {row.source.publisher: row.claims for row in ledger.sources.rows()} == {"Reuters": 1, "Reuters News": 1}


def test_a_source_that_is_gone_is_not_merged(ledger: Ledger) -> None:
    save(ledger, "A")
    with pytest.raises(UserError) as refused:
        ledger.sources.merge(id_of(ledger, "A"), [99])
    assert refused.value.code == "row.gone"
    assert len(ledger.sources.rows()) == 1


def test_only_an_unused_source_is_deleted(ledger: Ledger) -> None:
    save(ledger, "A", "B")
    with pytest.raises(UserError) as refused:
        ledger.sources.delete(id_of(ledger, "A"))
    assert (refused.value.code, refused.value.values["count"]) == ("source.in_use", 1)
    ledger.sources.merge(id_of(ledger, "A"), [id_of(ledger, "B")])
    assert [row.source.publisher for row in ledger.sources.rows()] == ["A"]


def test_the_events_of_a_source(ledger: Ledger) -> None:
    first, second = save(ledger, "A"), save(ledger, "A", "B")
    save(ledger, "C")
    assert {row.id for row in ledger.at().events.of_source(id_of(ledger, "A"))} == {first, second}
    before = ledger.last_operation()
    ledger.events.delete([first])
    assert [row.id for row in ledger.at().events.of_source(id_of(ledger, "A"))] == [second]
    assert len(ledger.at(Scope(known_operation=before)).events.of_source(id_of(ledger, "A"))) == 2


def test_a_source_is_found_by_its_origin(ledger: Ledger) -> None:
    save(ledger, "A", "B")
    ledger.sources.set_origin([id_of(ledger, "B")], "Reuters")
    assert [row.source.publisher for row in ledger.sources.rows("reut")] == ["B"]


def test_a_claim_keeps_its_source_and_the_next_one_finds_it(ledger: Ledger) -> None:
    ledger.sources.save(Source(id=0, publisher="A", url="https://a.example"))
    ledger.sources.save(Source(id=0, publisher="A", url="https://a.example"))  # entered twice by hand
    ledger.events.save(layoff(claims=told_by("B")))
    event_id = max(ledger.events.save(layoff(claims=told_by("A", url="https://a.example"))).ids("events") or ())
    (claim,) = ledger.events.claims(event_id)
    assert claim.source_id == 1, "the first one, and no third"
    again = replace(told_by("A", url="https://a.example")[0], id=claim.id)
    ledger.events.save(layoff(claims=(again,)), event_id=event_id)
    assert ledger.events.claims(event_id)[0].source_id == 1
    assert [row.source.publisher for row in ledger.sources.rows()] == ["B", "A", "A"]


def test_the_same_publisher_with_another_title_is_another_source(ledger: Ledger) -> None:
    for title in ("One", "Two", "One", "Two"):
        ledger.events.save(layoff(claims=told_by("A", title=title)))
    assert sorted(row.source.title for row in ledger.sources.rows()) == ["One", "Two"]
    assert [row.claims for row in ledger.sources.rows()] == [2, 2]
