"""The pure rule of what counts and the conditions in SQL that narrow what is read are one, whatever is recorded."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.analysis.counting import exclusion
from db.ledger import Ledger
from db.model.drafts import ClaimDraft, EventDraft
from db.model.records import Scope
from db.model.values import DateMode, Exclusion, ImpreciseDate, Quantity, Status

TODAY = date(2025, 7, 15)


def at_noon() -> datetime:
    return datetime(2025, 7, 15, 12, tzinfo=UTC)


@st.composite
def dates(draw):
    """No date, a day, an interval, or one that is open on a side; around today."""
    near = st.integers(-3, 3).map(lambda days: TODAY + timedelta(days=days))
    first, last = sorted((draw(near), draw(near)))
    shape = draw(st.sampled_from(("none", "words", "both", "since", "until")))
    return {
        "none": None,
        "words": ImpreciseDate("", None, None, words="some day"),
        "both": ImpreciseDate(f"{first}/{last}", first, last, DateMode.WITHIN, ""),
        "since": ImpreciseDate(f"{first}/..", first, None, DateMode.WITHIN, ""),
        "until": ImpreciseDate(f"../{last}", None, last, DateMode.WITHIN, ""),
    }[shape]


claims = st.builds(
    ClaimDraft,
    status=st.sampled_from(Status),
    announced=dates(),
    effective=dates(),
    count=st.none() | st.integers(1, 9).map(Quantity.exact),
)
drafts = st.lists(claims, max_size=2).map(
    lambda said: EventDraft(kind="layoff", organization="Acme", claims=tuple(said))
)


@pytest.mark.no_cover
@settings(max_examples=60, deadline=None)
@given(st.lists(drafts, min_size=1, max_size=6), st.sampled_from(Status))
def test_sql_narrows_to_what_the_rule_counts(tmp_path_factory, recorded, minimum):
    with Ledger.create(tmp_path_factory.mktemp("counting") / "a.headwater", clock=at_noon) as ledger:
        for draft in recorded:
            ledger.events.save(draft)
        view = ledger.at(Scope(minimum_status=minimum))
        reasons = {
            event.id: exclusion(event.values, as_of=view.today, minimum_status=minimum)
            for event in view.events.select()
        }
        read = {event.id for event in view.events.select(any_status=False)}
        denied = {event.id for event in view.events.select() if event.values.status is Status.DENIED}

        weaker = {one for one, reason in reasons.items() if reason is Exclusion.BELOW_STATUS}
        shown_denials = denied if minimum is Status.DENIED else set()
        assert read == (reasons.keys() - weaker - denied) | shown_denials
        assert view.overview.quality().events == list(reasons.values()).count(Exclusion.NONE)
