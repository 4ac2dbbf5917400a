"""Ledger and scope to series, and the numbers of events."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.analysis.relationships.anchor import default_anchor
from db.analysis.series import Basis, Exclusion
from db.ledger import Ledger
from db.model.drafts import ClaimDraft, EventDraft
from db.model.records import Event, Resolved, Scope
from db.model.values import DateMode, ImpreciseDate, Population, Status
from db.reading.dates import from_edtf
from db.view import series as views
from helpers import golden
from helpers.numbering import numbered


@pytest.fixture
def case(tmp_path):
    with Ledger.create(tmp_path / "case.headwater") as ledger:
        yield ledger, golden.fill(ledger), ledger.organizations.find(golden.NAME)


def _event(event_id, when):
    return Event(id=event_id, kind="layoff", organization_id=1, values=Resolved(announced=when))


def test_numbers_follow_the_day_on_which_a_chart_draws_them_then_the_id():
    july = ImpreciseDate("2025-07", date(2025, 7, 1), date(2025, 7, 31))
    before = ImpreciseDate("../2025-06-30", None, date(2025, 6, 30))
    events = [
        _event(4, ImpreciseDate.day(date(2025, 7, 1))),
        _event(9, None),
        _event(3, july),
        _event(7, before),
        _event(5, ImpreciseDate.day(date(2025, 7, 2))),
    ]
    assert numbered(events) == {7: 1, 4: 2, 5: 3, 3: 4, 9: 5}


days = st.dates(date(1, 1, 1), date(9999, 12, 31))
dates = st.none() | st.one_of(
    st.tuples(days, days).map(sorted), st.tuples(days, st.just("..")), st.tuples(st.just(".."), days)
).map(lambda ends: from_edtf(f"{ends[0]}/{ends[1]}", DateMode.WITHIN))


@settings(max_examples=25)
@given(st.lists(dates, max_size=8))
def test_a_scope_numbers_its_events_as_analysis_does(tmp_path_factory, found):
    with Ledger.create(tmp_path_factory.mktemp("numbers") / "a.headwater") as ledger:
        for when in found:
            ledger.events.save(EventDraft(kind="layoff", organization="Acme", claims=(ClaimDraft(announced=when),)))
        view = ledger.at(Scope())
        events = view.events.select()
        assert view.numbers([event.id for event in events]) == numbered(events)


def test_the_case_gives_employees_from_the_implied_base_and_contractors_as_a_change(case):
    ledger, _ids, organization = case
    employees, contingent = ledger.at(Scope()).headcount(organization)
    assert employees.population is Population.EMPLOYEES
    level = employees.at(date(2025, 7, 16))
    assert (round(level.low), round(level.best), round(level.high)) == (1179, 1229, 1281)
    assert contingent.relative
    assert contingent.levels[-1].best == -500


def test_a_period_narrows_what_is_shown_but_not_the_level(case):
    ledger, _ids, organization = case
    scope = Scope(first=date(2025, 8, 1), last=date(2025, 8, 31), kinds=("hiring",), text="nothing has this")
    whole = ledger.at(scope).headcount(organization)[0]
    shown = views.clipped(whole, scope.first, scope.last)
    assert shown.marks == ()
    assert [level.day for level in shown.levels] == [date(2025, 8, 1)]
    assert shown.levels[0].best == whole.at(date(2025, 8, 1)).best
    assert shown.levels[0].basis is Basis.CHANGE
    assert views.clipped(whole, None, None) is whole
    assert views.clipped(whole, None, date(2025, 7, 15)).levels == whole.levels[:1]


def test_the_stake_is_the_default_anchor_and_both_losses_come_after_it(case):
    ledger, ids, organization = case
    scope = Scope(organization_ids=(organization,))
    events, kinds = ledger.at(scope).events.select(any_day=False), ledger.kinds.all()
    anchor = default_anchor(events, kinds, as_of=ledger.today(), minimum_status=scope.minimum_status)
    assert kinds[ledger.events.get(anchor).kind].code == "stake_taken"
    series = ledger.at(scope).relationship_series(anchor, 30)
    assert (series.comparison.before.negative, series.comparison.after.negative) == (0, 2)
    assert ledger.at(scope).relationship_series().comparison is None
    assert anchor in ids.values()


def test_context_marks_say_why_an_event_does_not_count(case):
    ledger, _ids, _organization = case
    events, kinds = ledger.at(Scope()).events.select(), ledger.kinds.all()
    strict = Scope(minimum_status=Status.CONFIRMED)
    marks = views.context(events, kinds, strict, today=date(2026, 1, 1))
    assert {mark.kind for mark in marks} >= {"stake_taken", "leadership_departure"}
    assert all(mark.exclusion is Exclusion.BELOW_STATUS for mark in marks if mark.status is not Status.CONFIRMED)
    early = views.context(events, kinds, Scope(), today=date(2025, 6, 1))
    stake = next(mark for mark in early if mark.kind == "stake_taken")
    assert stake.exclusion is Exclusion.PLANNED


def test_one_organization_in_place_of_the_scopes_own():
    scope = Scope(organization_ids=(1, 2), first=date(2025, 1, 1), text="x", kinds=("layoff",), known_operation=7)
    assert views.whole(scope, 5) == replace(Scope(), organization_ids=(5,), known_operation=7)
