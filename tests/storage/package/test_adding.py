"""A data package into a ledger that has something in it: what is not there is added, what is there stays."""

import pytest

from db.ledger import Ledger
from db.model.drafts import ClaimDraft, SourceDraft
from db.model.records import Scope
from db.model.values import Quantity, Status
from db.package.adding import add_package
from db.package.layout import tables_of
from db.package.linking import REFERENCES
from db.package.writing import write_package
from helpers import golden
from helpers.drafts import layoff

ALL = Scope(minimum_status=Status.DENIED)


def packed(ledger, path):
    with path.open("wb") as target:
        write_package(ledger.store, target)
    return path


def events(ledger):
    """Every event with its claims, in words."""
    names, found = ledger.organizations.names(), []
    for event in ledger.at(ALL).events.select():
        claims = sorted(
            (one.count.words if one.count else "", one.status, one.superseded) for one in ledger.events.claims(event.id)
        )
        found.append(
            (
                event.kind,
                names[event.organization_id],
                names.get(event.counterparty_id),
                event.values.source_count,
                claims,
            )
        )
    return sorted(found, key=repr)


@pytest.fixture
def ledger(tmp_path):
    with Ledger.create(tmp_path / "a.headwater") as made:
        golden.fill(made)
        yield made


@pytest.fixture
def other(tmp_path):
    with Ledger.create(tmp_path / "other.headwater") as made:
        made.events.save(layoff("Somebody else"))
        yield made


@pytest.fixture
def copy(ledger, tmp_path):
    ledger.save_copy(tmp_path / "copy.headwater")
    with Ledger.open(tmp_path / "copy.headwater") as made:
        yield made


def test_a_stranger_gets_all_of_it_as_one_operation_and_only_once(ledger, other, tmp_path):
    before = events(other)
    path = packed(ledger, tmp_path / "a.zip")
    steps = other.last_operation()
    added = add_package(other, path)
    assert (added.added["events"], added.added["claims"]) == (10, 16)
    assert events(other) == sorted(before + events(ledger), key=repr)
    assert other.check() == []
    assert other.last_operation() == steps + 1
    again = add_package(other, path)
    assert (sum(again.added.values()), again.differing.total(), again.change) == (0, 0, None)
    other.undo()
    assert events(other) == before
    assert add_package(other, path).added["events"] == 10, "what was undone comes again"


def test_a_copy_brings_what_was_added_in_it_and_changes_nothing_that_is_here(ledger, copy, tmp_path):
    copy.events.save(layoff("Newcomer"))
    copy.events.save(layoff(count=250, notes="there"), event_id=4)
    ledger.events.save(layoff(count=150, notes="here"), event_id=4)
    kept = ledger.events.get(4)
    added = add_package(ledger, packed(copy, tmp_path / "copy.zip"))
    assert added.added["events"] == 1
    assert ("events", 4) in added.differences
    assert ledger.events.get(4).notes == kept.notes == "here"
    assert {row.organization for row in ledger.at(ALL).events.select_rows()} >= {"Newcomer", "Scale AI"}
    assert ledger.check() == []


def test_what_was_deleted_here_is_not_brought_back(ledger, copy, tmp_path):
    claim = ClaimDraft(source=SourceDraft(publisher="Late"), count=Quantity.exact(1, "1"))
    with copy.operation("event.edited") as operation:
        copy.events.add_claim(operation, 4, claim)
    ledger.events.delete([4])
    before = events(ledger)
    added = add_package(ledger, packed(copy, tmp_path / "copy.zip"))
    assert (added.deleted["events"], added.deleted["claims"], added.left_out["claims"]) == (1, 2, 1)
    assert events(ledger) == before


def test_a_claim_that_was_added_in_a_copy_counts_here_too(ledger, copy, tmp_path):
    claim = ClaimDraft(source=SourceDraft(publisher="Late"), count=Quantity.exact(210, "210"))
    with copy.operation("event.edited") as operation:
        copy.events.add_claim(operation, 4, claim)
    add_package(ledger, packed(copy, tmp_path / "copy.zip"))
    assert ledger.events.get(4).values == copy.events.get(4).values


def test_organizations_and_sources_that_are_here_under_a_name_or_an_address_are_not_doubled(ledger, other, tmp_path):
    other.organizations.save(name="Scale", aliases=("Scale AI",))
    theirs = golden.REUTERS
    other.events.save(layoff("Scale", claims=(ClaimDraft(source=SourceDraft(url=theirs.url, reliability="F")),)))
    added = add_package(other, packed(ledger, tmp_path / "a.zip"))
    assert "Scale AI" not in other.organizations.names().values()
    found = [row.source for row in other.sources.rows() if row.source.url == theirs.url]
    assert [source.reliability for source in found] == ["F"]
    assert added.differing["sources"] == added.differing["organizations"] == 1


def test_only_looking_writes_nothing(ledger, other, tmp_path):
    steps = other.last_operation()
    added = add_package(other, packed(ledger, tmp_path / "a.zip"), dry_run=True)
    assert (added.added["events"], added.change, other.last_operation()) == (10, None, steps)


def test_every_column_that_names_a_row_is_known_to_do_so(ledger):
    named = {
        column.name for table in tables_of(ledger.store.connection) for column in table.columns
        if column.name.endswith("_id") and table.name not in {"operations", "operation_changes", "digests"}
    }  # fmt: skip
    assert named - {"external_id"} == REFERENCES.keys()
