"""What an event holds of its claims is what its claims come to, whatever was done before."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.analysis.resolve import resolve
from db.errors import UserError
from db.ledger import Ledger
from db.model.scope import Scope
from db.model.text import fold
from db.model.values import Status
from helpers.deeds import DEEDS, do
from helpers.drafts import layoff

EVERYTHING = Scope(minimum_status=Status.DENIED)


@pytest.mark.no_cover
@settings(max_examples=60, deadline=None)
@given(deeds=st.lists(st.tuples(st.sampled_from(DEEDS), st.integers(0, 9)), min_size=2, max_size=18))
def test_stored_values_are_those_of_the_claims(tmp_path_factory: pytest.TempPathFactory, deeds) -> None:
    path = tmp_path_factory.mktemp("derived") / "a.headwater"
    with Ledger.create(path, clock=lambda: datetime(2025, 7, 20, 9, tzinfo=UTC)) as ledger:
        ledger.events.save(layoff())
        for deed, number in deeds:
            with contextlib.suppress(UserError):  # two sides that are one
                do(ledger, deed, number)
        view = ledger.at(EVERYTHING)
        for event in view.events.select():
            claims = view.events.claims(event.id)
            cited = {claim.source_id for claim in claims if claim.source_id is not None and not claim.superseded}
            sources = view.sources.many(sorted(cited)).values()
            independent = len({fold(source.origin) or source.id for source in sources})
            assert event.values == resolve(claims, view.events.preferences(event.id), independent_sources=independent)
