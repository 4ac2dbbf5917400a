"""Findings: what the golden case shows and nothing else, each kind with its figures, and accepting them."""

import json
from dataclasses import replace
from datetime import date

import pytest

from db.analysis.series import FindingKind
from db.errors import CancelledError
from db.ledger import Ledger
from db.model.drafts import ClaimDraft, EventDraft, SourceDraft
from db.model.progress import Progress
from db.model.records import Scope, Source
from db.model.values import ImpreciseDate, Quantity, Status
from db.sample import fill
from helpers.places import SAMPLE

EVERYTHING = Scope()


@pytest.fixture
def sample(tmp_path):
    with Ledger.create(tmp_path / "sample.headwater") as made:
        fill(made, json.loads(SAMPLE.read_text(encoding="utf-8")))
        yield made


@pytest.fixture
def ledger(tmp_path):
    with Ledger.create(tmp_path / "a.headwater") as made:
        yield made


def day(*parts):
    return ImpreciseDate.day(date(*parts))


def said(publisher="Herald", status=Status.REPORTED, **values):
    source = SourceDraft(publisher=publisher) if publisher else None
    values = {name: Quantity.exact(float(v)) if isinstance(v, int) else v for name, v in values.items()}
    return ClaimDraft(source=source, status=status, **values)


def add(ledger, kind, *claims, organization="Acme", **fields):
    change = ledger.events.save(EventDraft(kind=kind, organization=organization, claims=claims, **fields))
    return change.detail["event"]


def found(ledger, scope=EVERYTHING):
    return [(one.kind.value, one.event_ids) for one in ledger.at(scope).findings.all()]


def one_of(ledger, kind, scope=EVERYTHING):
    (one,) = (one for one in ledger.at(scope).findings.all() if one.kind is kind)
    return one, dict(one.values)


# The golden case ---------------------------------------------------------------------------------------------------


def test_the_sample_has_two_findings_and_nothing_else(sample):
    amount, rumor = sample.at(EVERYTHING).findings.all()
    assert (amount.kind, amount.field) == (FindingKind.CONTRADICTED, "amount")
    values = dict(amount.values)
    assert (values["low"], values["high"], values["claims"]) == (1.43e9, 14.3e9, 3)
    assert values["currency"] == "USD"
    assert rumor.kind is FindingKind.SINGLE_RUMOR
    assert dict(rumor.values) == {"publisher": "German news article"}


def test_preferring_an_amount_settles_it(sample):
    (stake,) = (event for event in sample.at(EVERYTHING).events.select() if event.kind == "stake_taken")
    (right,) = (claim for claim in sample.events.claims(stake.id) if claim.amount.best == 14.3e9)
    sample.events.prefer(stake.id, "amount", claim_id=right.id, reason="decimal slip")
    assert [one.kind for one in sample.at(EVERYTHING).findings.all()] == [FindingKind.SINGLE_RUMOR]
    sample.undo()
    assert len(sample.at(EVERYTHING).findings.all()) == 2


@pytest.mark.parametrize(("headcount", "finding"), [(1400, False), (228_000, True)])
def test_a_headcount_added_by_hand(sample, headcount, finding):
    add(sample, "reported_headcount", said(announced=day(2025, 6, 30), count=headcount), organization="Scale AI")
    kinds = [one.kind for one in sample.at(EVERYTHING).findings.all()]
    assert (FindingKind.IMPLIED_BASE in kinds) is finding
    assert len(kinds) == 2 + finding


def test_of_one_organization(sample):
    assert (
        len(sample.at(replace(EVERYTHING, organization_ids=(sample.organizations.find("Scale AI"),))).findings.all())
        == 2
    )
    assert (
        sample.at(replace(EVERYTHING, organization_ids=(sample.organizations.find("Inflection AI"),))).findings.all()
        == []
    )


# One event ---------------------------------------------------------------------------------------------------------


def test_a_rumor_contradicts_no_report(ledger):
    add(
        ledger, "layoff",
        said("A", count=100, announced=day(2025, 1, 1)), said("B", count=900, status=Status.RUMORED),
    )  # fmt: skip
    assert found(ledger) == []


def test_dates_that_cannot_both_be(ledger):
    event = add(ledger, "layoff", said("A", announced=day(2025, 3, 1)), said("B", announced=day(2025, 1, 1)))
    one, values = one_of(ledger, FindingKind.CONTRADICTED)
    assert (one.event_ids, one.field, len(one.claim_ids)) == ((event,), "announced", 2)
    assert (values["low"].earliest, values["high"].earliest) == (date(2025, 1, 1), date(2025, 3, 1))


def test_a_live_denial_beside_an_assertion(ledger):
    claims = said("A", announced=day(2025, 1, 1)), said("B", status=Status.DENIED)
    event = add(ledger, "layoff", *claims)
    one, values = one_of(ledger, FindingKind.DENIED_BESIDE)
    assert one.event_ids == (event,)
    assert values == {"asserted": 1, "denied": 1}


def test_a_rumor_of_two_is_no_single_one(ledger):
    rumor = {"status": Status.RUMORED, "announced": day(2025, 1, 1)}
    add(ledger, "layoff", said("A", **rumor), said("B", **rumor))
    single = add(ledger, "layoff", said("A", **rumor))
    assert found(ledger) == [("single_rumor", (single,))]


def test_copies_of_one_agency_are_one_source(ledger):
    sources = [SourceDraft(publisher=name, origin="Wire") for name in ("A", "B")]
    claims = [ClaimDraft(source=source, status=Status.RUMORED) for source in sources]
    event = add(ledger, "layoff", *claims)
    assert found(ledger) == [("single_rumor", (event,))]


def test_events_without_source(ledger):
    bare = add(ledger, "layoff")
    unsourced = add(ledger, "layoff", said(None, announced=day(2025, 1, 1)))
    add(ledger, "layoff", said("A", announced=day(2025, 2, 1)))
    assert found(ledger) == [("no_source", (bare,)), ("no_source", (unsourced,))]


def test_texts_nobody_understands_but_not_those_that_say_unknown(ledger):
    for words, expected in (("TBD", 0), ("several", 0), ("fourtytwo-ish", 1)):
        event = add(ledger, "layoff", said(announced=day(2025, 1, 1), count=Quantity(words=words)))
        assert len(found(ledger)) == expected
    one, values = one_of(ledger, FindingKind.NOT_UNDERSTOOD)
    assert (one.event_ids, one.field, values) == ((event,), "count", {"words": "fourtytwo-ish"})
    add(ledger, "layoff", said(announced=ImpreciseDate("", None, None, words="when the leaves fall")))
    assert [kind for kind, _ in found(ledger)] == ["not_understood"] * 2


def test_an_end_before_the_start(ledger):
    add(ledger, "furlough", said(effective=day(2025, 2, 1), until=day(2025, 3, 1)))
    wrong = add(ledger, "furlough", said(effective=day(2025, 2, 1), until=day(2025, 1, 1)))
    one, values = one_of(ledger, FindingKind.END_BEFORE_START)
    assert one.event_ids == (wrong,)
    assert (values["start"].earliest, values["end"].latest) == (date(2025, 2, 1), date(2025, 1, 1))


def test_parts_that_exceed_the_whole(ledger):
    whole = add(ledger, "layoff", said(announced=day(2025, 1, 1), count=100))
    part = {"announced": day(2025, 1, 1)}
    first = add(ledger, "layoff", said(**part, count=60), part_of_id=whole)
    assert found(ledger) == []
    rumor = add(ledger, "layoff", said("A", **part, count=90, status=Status.RUMORED), part_of_id=whole)
    assert found(ledger) == [("single_rumor", (rumor,))]
    second = add(ledger, "layoff", said(**part, count=41), part_of_id=whole)
    one, values = one_of(ledger, FindingKind.PARTS_EXCEED)
    assert one.event_ids == (whole, first, second)
    assert (values["parts"].best, values["whole"].best) == (101, 100)


# Over time ---------------------------------------------------------------------------------------------------------


def test_seen_active_after_it_ended(ledger):
    client = {"counterparty": "Client"}
    ended = add(ledger, "relationship_ended", said(announced=day(2025, 1, 10)), **client)
    add(ledger, "relationship_seen_active", said(announced=day(2025, 1, 1)), **client)
    assert found(ledger) == []
    seen = add(ledger, "relationship_seen_active", said(announced=day(2025, 2, 1)), **client)
    one, values = one_of(ledger, FindingKind.ACTIVE_AFTER_ENDED)
    assert one.event_ids == (ended, seen)
    assert values["ended"].earliest < values["seen"].earliest
    add(ledger, "relationship_started", said(announced=day(2025, 1, 20)), **client)
    assert found(ledger) == [], "it had begun again"


def test_a_headcount_that_does_not_reconcile(ledger):
    add(ledger, "reported_headcount", said(announced=day(2025, 1, 1), count=1000))
    add(ledger, "layoff", said(announced=day(2025, 2, 1), count=100))
    add(ledger, "reported_headcount", said(announced=day(2025, 3, 1), count=900))
    assert found(ledger) == []
    add(ledger, "reported_headcount", said(announced=day(2025, 6, 1), count=850))
    _, values = one_of(ledger, FindingKind.NOT_RECONCILED)
    assert (values["expected"].best, values["stated"].best, values["gap"].best) == (900, 850, -50)
    assert values["day"] == date(2025, 6, 1)
    assert found(ledger, Scope(last=date(2025, 5, 1))) == []


def test_a_tolerance_reconciles(ledger):
    add(ledger, "reported_headcount", said(announced=day(2025, 1, 1), count=1000))
    add(ledger, "reported_headcount", said(announced=day(2025, 3, 1), count=990), tolerance=10.0)
    assert found(ledger) == []


def test_a_level_below_zero(ledger):
    add(ledger, "reported_headcount", said(announced=day(2025, 1, 1), count=100))
    layoff = add(ledger, "layoff", said(announced=day(2025, 2, 1), count=130))
    one, values = one_of(ledger, FindingKind.BELOW_ZERO)
    assert one.event_ids == (layoff,)
    assert values == {"level": -30, "day": date(2025, 2, 1)}


def test_an_implied_base_against_the_headcount_before(ledger):
    report = add(ledger, "reported_headcount", said(announced=day(2025, 1, 1), count=228_000))
    percent = Quantity(2.5, 3.0, 3.5, "3 %")
    layoff = add(ledger, "layoff", said(announced=day(2025, 2, 1), count=305, percent=percent))
    one, values = one_of(ledger, FindingKind.IMPLIED_BASE)
    assert set(one.event_ids) == {report, layoff}
    assert (round(values["implied"].low), round(values["implied"].high)) == (8714, 12200)
    assert (values["stated"].best, values["count"].best, values["percent"].best) == (228_000, 305, 3)


def test_the_changes_of_a_subsidiary_count_for_the_group(ledger):
    ledger.organizations.save(name="Group")
    ledger.organizations.save(name="Branch", parent="Group")
    add(ledger, "reported_headcount", said(announced=day(2025, 1, 1), count=1000), organization="Group")
    add(ledger, "layoff", said(announced=day(2025, 2, 1), count=100), organization="Branch")
    add(ledger, "reported_headcount", said(announced=day(2025, 3, 1), count=900), organization="Group")
    assert found(ledger) == []


def test_a_headcount_of_a_subsidiary_is_none_of_the_group(ledger):
    ledger.organizations.save(name="Group")
    ledger.organizations.save(name="Branch", parent="Group")
    add(ledger, "reported_headcount", said(announced=day(2025, 1, 1), count=1000), organization="Group")
    add(ledger, "reported_headcount", said(announced=day(2025, 2, 1), count=50), organization="Branch")
    percent = Quantity(9.5, 10.0, 10.5, "10 %")
    add(ledger, "layoff", said(announced=day(2025, 2, 2), count=5, percent=percent), organization="Branch")
    add(ledger, "reported_headcount", said(announced=day(2025, 3, 1), count=995), organization="Group")
    add(ledger, "reported_headcount", said(announced=day(2025, 4, 1), count=40), organization="Group", own=True)
    assert found(ledger) == []


# Accepting ---------------------------------------------------------------------------------------------------------


def test_an_accepted_finding_stays_away_until_its_figures_change(sample):
    amount, _ = sample.at(EVERYTHING).findings.all()
    sample.findings.accept(amount, "a slip of the comma")
    amount, rumor = sample.at(EVERYTHING).findings.all()
    assert (amount.accepted, amount.note, rumor.accepted) == (True, "a slip of the comma", False)

    names = {source.id: source for source in sample.sources.many(list(range(1, 5))).values()}
    renamed = Source(id=1, publisher="Reuters News", published=names[1].published, reliability="A")
    sample.sources.save(renamed)
    assert sample.at(EVERYTHING).findings.all()[0].accepted, "the name of a source is no figure"

    stake = amount.event_ids[0]
    event = sample.events.get(stake)
    claims = sample.events.claims(stake)
    kept = tuple(
        ClaimDraft(id=claim.id, source=claim.source_id, amount=claim.amount, currency="USD", announced=claim.announced)
        for claim in claims[:2]
    )
    changed = ClaimDraft(id=claims[2].id, source=claims[2].source_id, amount=Quantity.exact(1.5e9), currency="USD")
    draft = EventDraft(
        kind="stake_taken", organization=event.organization_id, counterparty=event.counterparty_id,
        claims=(*kept, changed),
    )  # fmt: skip
    sample.events.save(draft, event_id=stake)
    assert not sample.at(EVERYTHING).findings.all()[0].accepted
    sample.undo()
    assert sample.at(EVERYTHING).findings.all()[0].accepted


def test_accepting_can_be_taken_back_and_undone(sample):
    amount, _ = sample.at(EVERYTHING).findings.all()
    before = sample.last_operation()
    sample.findings.accept(amount)
    sample.findings.accept(amount, "with a note now")
    assert sample.at(EVERYTHING).findings.all()[0].note == "with a note now"
    assert not sample.at(Scope(known_operation=before)).findings.all()[0].accepted
    sample.findings.reopen(amount)
    assert not sample.at(EVERYTHING).findings.all()[0].accepted
    sample.undo()
    assert sample.at(EVERYTHING).findings.all()[0].accepted
    for _ in range(2):
        sample.undo()
    assert not sample.at(EVERYTHING).findings.all()[0].accepted


def test_reopening_what_is_open_is_no_step(sample):
    amount, _ = sample.at(EVERYTHING).findings.all()
    before = sample.last_operation()
    assert sample.findings.reopen(amount).empty
    assert sample.last_operation() == before


def test_the_search_can_be_cancelled(sample):
    class AtOnce(Progress):
        cancelled = True

    with pytest.raises(CancelledError):
        sample.at(EVERYTHING).findings.all(AtOnce())


def test_an_earlier_day_knows_fewer_findings(ledger):
    add(ledger, "layoff", said("A", announced=day(2025, 3, 1)))
    before = ledger.last_operation()
    add(ledger, "layoff")
    assert found(ledger, Scope(known_operation=before)) == []
    assert len(found(ledger)) == 1


# What counts and percentages imply ---------------------------------------------------------------------------------


def rounded_to(percent):
    return Quantity(percent - 0.5, float(percent), percent + 0.5)


def told(ledger, when, count, percent, organization="Acme"):
    return add(
        ledger, "layoff", said(announced=when, count=count, percent=rounded_to(percent)), organization=organization
    )


def test_implied_levels_that_do_not_meet_come_with_the_largest_factor_first(ledger):
    near = [told(ledger, day(2024, 1, 1), 100, 10), told(ledger, day(2024, 6, 1), 200, 10)]
    far = [told(ledger, day(2024, 1, 1), 100, 10, "Bolt"), told(ledger, day(2024, 6, 1), 900, 10, "Bolt")]
    first, second = ledger.at(EVERYTHING).findings.all()
    assert [(one.kind, list(one.event_ids)) for one in (first, second)] == [
        (FindingKind.IMPLIED_APART, far), (FindingKind.IMPLIED_APART, near),
    ]  # fmt: skip
    values = dict(second.values)
    assert (values["count"].best, values["percent"].best, values["day"]) == (200, 10, date(2024, 5, 31))
    assert (round(values["expected"].low), round(values["expected"].high)) == (852, 953)
    assert (round(values["implied"].low), round(values["implied"].high)) == (1905, 2105)
    assert values["factor"] == pytest.approx(1905 / 953, abs=0.01)


@pytest.mark.parametrize("count", [140, 60])
def test_implied_levels_that_differ_by_less_than_half_are_only_unexplained(ledger, count):
    told(ledger, day(2024, 1, 1), 100, 10)
    told(ledger, day(2024, 6, 1), count, 10)
    assert found(ledger) == []


def test_implied_levels_of_one_day_or_long_apart_are_not_compared(ledger):
    told(ledger, day(2024, 1, 1), 100, 10)
    told(ledger, day(2024, 1, 1), 900, 10)
    told(ledger, day(2025, 2, 6), 100, 10)
    assert FindingKind.IMPLIED_APART not in {one.kind for one in ledger.at(EVERYTHING).findings.all()}


def test_an_implied_level_that_fits_neither_neighbor_is_one_finding(ledger):
    first = told(ledger, day(2025, 5, 12), 6000, 3)
    small = told(ledger, day(2025, 6, 1), 305, 3)
    last = told(ledger, day(2025, 7, 1), 9000, 4)
    (one,) = ledger.at(EVERYTHING).findings.all()
    assert (one.kind, one.event_ids) == (FindingKind.IMPLIED_ASIDE, (small, first, last))
    values = dict(one.values)
    assert (round(values["implied"].low), round(values["implied"].high)) == (8714, 12200)
    assert (round(values["after"].low), round(values["after"].high)) == (200_000, 257_143)


def test_a_known_cut_between_is_no_contradiction(ledger):
    add(ledger, "reported_headcount", said(announced=day(2025, 1, 1), count=1400))
    add(ledger, "layoff", said(announced=day(2025, 2, 1), count=700))
    told(ledger, day(2025, 3, 1), 100, 14)
    assert found(ledger) == []


def test_what_was_reported_and_changed_since_is_compared_with_what_is_implied(ledger):
    report = add(ledger, "reported_headcount", said(announced=day(2025, 1, 1), count=1400))
    add(ledger, "layoff", said(announced=day(2025, 2, 1), count=700))
    event = told(ledger, day(2025, 3, 1), 200, 14)
    one, values = one_of(ledger, FindingKind.IMPLIED_BASE)
    assert set(one.event_ids) == {report, event}
    assert (values["stated"].best, values["day"]) == (700, date(2025, 1, 1))


def test_a_stated_base_beside_a_reported_headcount_is_compared_too(ledger):
    report = add(ledger, "reported_headcount", said(announced=day(2025, 1, 1), count=1400))
    event = add(ledger, "layoff", said(announced=day(2025, 3, 1), count=350, base=2400))
    one, values = one_of(ledger, FindingKind.IMPLIED_BASE)
    assert set(one.event_ids) == {report, event}
    assert (values["base"].best, values["stated"].best) == (2400, 1400)
    assert "implied" not in values


# Days --------------------------------------------------------------------------------------------------------------


def test_days_far_from_plausible(ledger):
    today = ledger.today()
    later = ImpreciseDate.day(today.replace(year=today.year + 1))
    far = ImpreciseDate.day(today.replace(year=today.year + 6, day=1))
    coming = add(ledger, "layoff", said(announced=later))
    distant = add(ledger, "layoff", said(announced=day(2025, 1, 1), effective=far))
    old = add(ledger, "layoff", said(announced=day(1899, 12, 31)))
    back = add(ledger, "layoff", said(announced=day(2025, 3, 20), effective=day(2025, 1, 20)))
    add(ledger, "layoff", said(announced=day(2025, 3, 20), effective=day(2025, 3, 10)))  # a notice some days late
    add(ledger, "layoff", said(announced=day(2025, 1, 1), effective=later))  # planned
    add(
        ledger,
        "layoff",
        said(announced=ImpreciseDate(f"{today.year}", date(today.year, 1, 1), date(today.year, 12, 31))),
    )
    implausible = [one for one in ledger.at(EVERYTHING).findings.all() if one.kind is FindingKind.DATE_IMPLAUSIBLE]
    assert [(*one.event_ids, one.field, dict(one.values)["why"]) for one in implausible] == [
        (coming, "announced", "future"), (distant, "effective", "far"), (old, "announced", "early"),
        (back, "effective", "before_announced"),
    ]  # fmt: skip
