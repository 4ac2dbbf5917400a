"""What a snapshot contains, on the golden case and on small ledgers of our own."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from db.analysis.series import Exclusion
from db.ledger import Ledger
from db.model.drafts import ClaimDraft, EventDraft, SourceDraft
from db.model.records import Scope
from db.model.values import ImpreciseDate, Population, Quantity, Status
from db.output.snapshot import MOST_CHARTS, Snapshot, build
from db.reading.dates import middle_day
from helpers import golden

PRINTED = date(2025, 7, 31)


def at_noon():
    return datetime(2025, 7, 31, 12, tzinfo=UTC)


@pytest.fixture
def ledger(tmp_path):
    with Ledger.create(tmp_path / "scale.headwater", clock=at_noon) as made:
        yield made


def snapshot(ledger, **changes) -> Snapshot:
    scope = Scope(organization_ids=(ledger.organizations.find(golden.NAME),), **changes)
    return build(ledger.at(scope), printed_on=PRINTED, app_version="1.2.3")


def test_the_golden_case_gives_its_headline_figures(ledger):
    golden.fill(ledger)
    made = snapshot(ledger)

    employees, contingent = (series.levels[-1] for series in made.figures[0].headcount)
    assert (round(employees.low), round(employees.best), round(employees.high)) == (1179, 1229, 1281)
    assert contingent.best == -500
    assert made.relationships.counts[-1].active == 2
    assert (made.relationships.comparison.before.negative, made.relationships.comparison.after.negative) == (0, 2)
    assert {count.kind: count.total for count in made.by_kind if count.total} == {
        "layoff": Quantity(200.0, 200.0, 200.0),
        "contractors_ended": Quantity(500.0, 500.0, 500.0),
    }


def test_first_page_facts_come_with_it(ledger):
    golden.fill(ledger)
    made = snapshot(ledger)

    assert made.organizations == ("Scale AI",)
    assert made.file_name == "scale.headwater"
    assert made.operation == ledger.last_operation()
    assert (made.printed_on, made.app_version) == (PRINTED, "1.2.3")


def test_a_rumor_is_listed_but_not_counted_until_the_scope_says_so(ledger):
    ids = golden.fill(ledger)

    made = snapshot(ledger)
    assert [(line.event.id, line.exclusion) for line in made.not_counted] == [(ids["rumor"], Exclusion.BELOW_STATUS)]
    assert ids["rumor"] not in {line.event.id for line in made.events}

    dated = add(ledger, status=Status.RUMORED, count=5)
    wider = snapshot(ledger, minimum_status=Status.RUMORED)
    assert [(line.event.id, line.exclusion) for line in wider.not_counted] == [(ids["rumor"], Exclusion.UNDATED)]
    assert dated in {line.event.id for line in wider.events}


def test_events_are_numbered_in_the_order_of_time_and_each_number_is_used_once(ledger):
    golden.fill(ledger)
    made = snapshot(ledger)

    lines = sorted((*made.events, *made.not_counted), key=lambda line: line.number)
    assert [line.number for line in lines] == list(range(1, 10))
    drawn_on = [middle_day(line.event.values.counting) for line in lines if line.event.values.counting]
    assert drawn_on == sorted(drawn_on)
    drawn = {mark.event_id for figure in made.figures for series in figure.headcount for mark in series.marks}
    assert drawn <= made.numbers.keys()


def test_sources_are_numbered_as_first_cited_and_superseded_claims_cite_none(ledger):
    ids = golden.fill(ledger)
    made = snapshot(ledger)

    cited = [number for line in (*made.events, *made.not_counted) for number in line.sources]
    assert set(cited) == set(range(1, len(made.sources) + 1))
    assert "VivaTech" not in {source.publisher for source in made.sources}
    stake = next(line for line in made.events if line.event.id == ids["stake"])
    assert len(stake.sources) == 3
    assert stake.event.values.contradicted == ("amount",)


def test_quality_counts_the_counted_events(ledger):
    golden.fill(ledger)
    made = snapshot(ledger)
    quality = made.quality

    assert (quality.events, quality.with_number, quality.with_source) == (8, 2, 8)
    assert (quality.independent, quality.confirmed, quality.contradicted) == (4, 1, 1)
    assert ledger.at(made.scope).overview.quality() == quality, "the overview says the same"


def test_quality_counts_texts_nobody_understands(ledger):
    for words in ("quite a few desks", "unknown"):
        said = ClaimDraft(
            source=SourceDraft(publisher="Herald"), announced=ImpreciseDate.day(PRINTED), count=Quantity(words=words)
        )
        ledger.events.save(EventDraft(kind="layoff", organization="Acme", claims=(said,)))
    made = build(ledger.at(Scope()), printed_on=ledger.today(), findings=ledger.at(Scope()).findings.all())
    assert (made.quality.events, made.quality.with_number, made.quality.not_understood) == (2, 0, 1)


def test_same_ledger_and_day_known_give_the_same_snapshot(ledger):
    golden.fill(ledger)
    operation = ledger.last_operation()
    before = snapshot(ledger, known_operation=operation)
    ledger.events.save(EventDraft(kind="layoff", organization=golden.NAME, claims=(
        ClaimDraft(announced=ImpreciseDate.day(date(2025, 7, 20)), count=Quantity.exact(40)),)))  # fmt: skip

    assert snapshot(ledger, known_operation=operation) == before
    assert len(snapshot(ledger).events) == len(before.events) + 1


def test_a_period_without_events_is_empty(ledger):
    golden.fill(ledger)
    made = snapshot(ledger, first=date(2030, 1, 1), last=date(2030, 12, 31))

    assert made.empty
    assert made.sources == ()


def test_what_is_planned_is_listed_apart(ledger):
    ledger.events.save(EventDraft(kind="layoff", organization=golden.NAME, claims=(
        ClaimDraft(announced=ImpreciseDate.day(date(2025, 7, 1)), effective=ImpreciseDate.day(date(2025, 9, 30)),
                   count=Quantity.exact(40)),)))  # fmt: skip

    made = snapshot(ledger)
    assert [line.exclusion for line in made.not_counted] == [Exclusion.PLANNED]
    assert made.by_kind == ()


def test_a_whole_stands_for_its_parts_and_unknown_sizes_open_the_total(ledger):
    def add(count: Quantity | None, **fields):
        claim = ClaimDraft(announced=ImpreciseDate.day(date(2025, 7, 1)), count=count)
        return ledger.events.save(EventDraft(kind="layoff", organization=golden.NAME, claims=(claim,), **fields))

    whole = add(Quantity.exact(724)).detail["event"]
    add(Quantity.exact(49), part_of_id=whole)
    assert snapshot(ledger).by_kind[0].total == Quantity(724.0, 724.0, 724.0)

    add(None)
    (layoffs,) = snapshot(ledger).by_kind
    assert (layoffs.events, layoffs.with_number) == (3, 2)
    assert (layoffs.total.low, layoffs.total.best, layoffs.total.high) == (724.0, None, None)


def test_many_organizations_are_charted_by_most_events_and_the_rest_is_told(ledger):
    for number in range(MOST_CHARTS + 2):
        for day in range(number + 1):
            claim = ClaimDraft(announced=ImpreciseDate.day(date(2025, 1, 1 + day)), count=Quantity.exact(10))
            ledger.events.save(EventDraft(kind="layoff", organization=f"Company {number}", claims=(claim,)))

    made = build(ledger.at(Scope()), printed_on=PRINTED)
    assert made.organizations == ()
    assert [made.names[figure.organization_id] for figure in made.figures] == [
        "Company 5", "Company 4", "Company 3", "Company 2",
    ]  # fmt: skip
    assert made.not_charted == 2


def test_a_change_since_counts_from_its_own_first_day_even_in_a_later_period(ledger):
    for month in (1, 6):
        ledger.events.save(EventDraft(kind="contractors_ended", organization=golden.NAME, claims=(
            ClaimDraft(announced=ImpreciseDate.day(date(2025, month, 10)), count=Quantity.exact(100)),)))  # fmt: skip

    (figure,) = snapshot(ledger, first=date(2025, 5, 1)).figures
    series = next(one for one in figure.headcount if one.population is Population.CONTINGENT)
    origin = figure.origins[figure.headcount.index(series)]
    assert series.levels[-1].best == -200
    assert origin < date(2025, 1, 11)


def add(ledger, kind="layoff", *, day=date(2025, 7, 1), count=None, status=Status.REPORTED, **fields) -> int:
    claim = ClaimDraft(
        status=status,
        announced=None if day is None else ImpreciseDate.day(day),
        count=None if count is None else Quantity.exact(count),
    )
    drafted = EventDraft(kind=kind, **{"organization": golden.NAME, **fields}, claims=(claim,))
    return ledger.events.save(drafted).detail["event"]


def test_what_has_no_date_is_listed_apart_and_the_total_says_what_the_chart_says(ledger):
    add(ledger, "reported_headcount", day=date(2025, 1, 1), count=1000)
    add(ledger, count=200)
    undated = add(ledger, day=None, count=100)
    made = snapshot(ledger)

    assert [(line.event.id, line.exclusion) for line in made.not_counted] == [(undated, Exclusion.UNDATED)]
    assert made.figures[0].headcount[0].levels[-1].best == 800
    layoffs = next(count for count in made.by_kind if count.kind == "layoff")
    assert (layoffs.events, layoffs.total) == (1, Quantity.exact(200.0))
    assert made.quality.events == 2
    assert ledger.at(made.scope).overview.quality() == made.quality, "the overview says the same"


def test_a_part_of_a_part_is_counted_once(ledger):
    whole = add(ledger, count=700)
    part = add(ledger, part_of_id=whole)
    last = add(ledger, count=40, part_of_id=part)
    made = snapshot(ledger)

    assert made.by_kind[0].total == Quantity.exact(700.0)
    assert {line.event.id for line in made.events if line.exclusion is Exclusion.PART} == {part, last}


def test_a_denial_is_in_no_total_even_where_the_scope_shows_it(ledger):
    add(ledger, count=200)
    add(ledger, count=100, status=Status.DENIED)
    made = snapshot(ledger, minimum_status=Status.DENIED)

    assert [line.exclusion for line in made.not_counted] == [Exclusion.DENIED]
    assert made.by_kind[0].total == Quantity.exact(200.0)


def test_the_anchor_is_the_latest_stake_else_a_departure_if_it_counts(ledger):
    departure = add(ledger, "leadership_departure", day=date(2025, 6, 1))
    assert snapshot(ledger).anchor.event.id == departure
    first = add(ledger, "stake_taken", day=date(2024, 1, 1))
    assert snapshot(ledger).anchor.event.id == first
    second = add(ledger, "stake_taken", day=date(2025, 2, 1))
    add(ledger, "stake_taken", day=date(2025, 9, 1))  # planned
    add(ledger, "stake_taken", day=date(2025, 3, 1), status=Status.RUMORED)
    assert snapshot(ledger).anchor.event.id == second
    assert snapshot(ledger, last=date(2024, 12, 31)).anchor.event.id == first


def test_the_anchor_is_the_stake_or_the_one_asked_for(ledger):
    ids = golden.fill(ledger)

    assert snapshot(ledger).anchor.event.id == ids["stake"]
    scope = Scope(organization_ids=(ledger.organizations.find(golden.NAME),))
    asked = build(ledger.at(scope), printed_on=PRINTED, anchor_event_id=ids["layoff"], days=30)
    assert (asked.anchor.event.id, asked.relationships.comparison.days) == (ids["layoff"], 30)
    # Two ownership events (here and at Inflection AI): the later one.
    assert build(ledger.at(Scope()), printed_on=PRINTED).anchor.event.id == ids["stake"]


def test_only_the_name_of_the_file_is_told(ledger, tmp_path):
    ledger.events.save(EventDraft(kind="layoff", organization=golden.NAME, claims=(
        ClaimDraft(source=SourceDraft(publisher="Reuters")),)))  # fmt: skip
    assert str(tmp_path) not in repr(snapshot(ledger))
