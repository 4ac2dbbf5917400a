"""Many events edited at once: what is stated holds in all of them, the rest stays, and one step takes it back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from db.curation.edit_events import EventEdit, edit_events
from db.errors import UserError
from db.ledger import Ledger
from db.model.own_fields import FieldSubject, FieldType
from db.model.scope import Scope
from db.model.values import Status
from helpers.drafts import layoff


@pytest.fixture
def ledger(tmp_path):
    with Ledger.create(tmp_path / "a.headwater") as opened:
        for name, tags in (("Acme", "x, Y"), ("Birch", ""), ("Cedar", "y")):
            opened.events.save(layoff(name, tags=tags))
        opened.fields.add("Score", subject=FieldSubject.EVENT, type_=FieldType.NUMBER)
        yield opened


def rows(ledger):
    view = ledger.at(Scope(minimum_status=Status.DENIED))
    return view.events.select(), view.organizations.names()


def test_all_of_it_is_one_step(ledger):
    events, _ = rows(ledger)
    before = ledger.last_operation()
    edit = EventEdit(
        status=Status.RUMORED, add_tags="new, x", remove_tags="Y", organization="Oak", fields=((1, "4"),)
    )  # fmt: skip
    edit_events(ledger, [one.id for one in events], edit)
    assert ledger.last_operation() == before + 1
    after, names = rows(ledger)
    assert [names[one.organization_id] for one in after] == ["Oak"] * 3
    assert [one.tags for one in after] == ["x, new", "new, x", "new, x"]
    assert {one.values.status for one in after} == {Status.RUMORED}
    assert [row.id for row in ledger.at(Scope(minimum_status=Status.RUMORED, text="new")).events.select_rows()]
    values = ledger.fields.values(FieldSubject.EVENT, [one.id for one in after])
    assert {fields[1][0].number for fields in values.values()} == {4.0}
    ledger.undo()
    assert rows(ledger)[0] == events
    assert not ledger.check()


def test_a_relationship_moves_with_its_event_and_nobody_becomes_the_other_side_of_himself(ledger):
    draft = replace(layoff("Acme"), kind="relationship_ended", counterparty="Oak", side="vendor")
    ledger.events.save(draft)
    event = next(one for one in rows(ledger)[0] if one.kind == "relationship_ended")
    with pytest.raises(UserError) as refused:
        edit_events(ledger, [event.id], EventEdit(organization="Oak"))
    assert refused.value.code == "relationship.same_side"
    edit_events(ledger, [event.id], EventEdit(organization="Birch"))
    moved = ledger.events.get(event.id)
    relationship = ledger.relationships.get(moved.relationship_id)
    assert relationship.vendor_id == ledger.organizations.find("Birch")
    assert ledger.relationships.get(event.relationship_id) is None
    assert not ledger.check()


def test_nothing_stated_changes_nothing(ledger):
    before = ledger.last_operation()
    edit_events(ledger, [one.id for one in rows(ledger)[0]], EventEdit())
    assert ledger.last_operation() == before
