"""The scope a ledger was left with is the one it opens with."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from db.model.records import Scope
from db.model.values import Status
from desktop.session.scope_memory import kept, restored

days = st.none() | st.dates()


@given(
    st.lists(st.integers(1, 10**9)).map(tuple),
    days,
    days,
    st.sampled_from(Status),
    days,
    st.lists(st.text()).map(tuple),
)
def test_what_was_kept_comes_back(organizations, first, last, status, known_on, kinds):
    scope = Scope(
        organization_ids=organizations, first=first, last=last, minimum_status=status, known_on=known_on, kinds=kinds
    )
    path = Path("a.headwater").absolute()
    assert restored(kept(path, scope), path) == scope
    assert restored(kept(path, scope), path.with_name("b.headwater")) is None


@given(st.text() | st.sampled_from(["{}", "[]", "null", '{"ledger": "/a"}', "1"]))
def test_anything_else_is_no_scope(text):
    assert restored(text, Path("/a")) is None


def test_a_search_is_not_kept():
    path = Path("/a")
    assert restored(kept(path, Scope(text="acme", first=date(2025, 1, 1))), path) == Scope(first=date(2025, 1, 1))
