"""Findings of many organizations: the shortcuts find what reconstructing every organization whole finds."""

import random
from datetime import date, timedelta

import pytest

from db.analysis.findings import judge as judge
from db.analysis.findings import of_levels
from db.analysis.headcount.reconstruct import reconstruct
from db.analysis.series import FindingKind
from db.errors import CancelledError
from db.findings.table import Look
from db.ledger import Ledger
from db.model.drafts import ClaimDraft, EventDraft, SourceDraft
from db.model.progress import Progress
from db.model.records import Scope
from db.model.values import ImpreciseDate, Population, Quantity, Status

PLAIN = ("layoff", "layoff", "layoff", "layoff", "layoff", "resignation", "hiring")
OTHER = ("contractors_ended", "reported_headcount", "furlough", "hiring", "layoff")


@pytest.fixture
def ledger(tmp_path):
    with Ledger.create(tmp_path / "a.headwater") as made:
        yield made


def percent(chance):
    best = float(chance.choice((1, 3, 14, 30, 60, 100)))
    return Quantity(max(best - 0.5, 0.5), best, min(best + 0.5, 100.0))


def claim(chance, *, plain):
    first = date(2024, 1, 1) + timedelta(days=chance.randrange(40))
    announced = ImpreciseDate.day(first) if chance.random() < 0.97 else None
    if not plain and chance.random() < 0.3:
        announced = ImpreciseDate(f"{first:%Y-%m}", first.replace(day=1), first.replace(day=28))
    count = Quantity.exact(float(chance.choice((0, 5, 20, 40, 130)))) if chance.random() < 0.65 else None
    return ClaimDraft(
        source=SourceDraft(publisher="Herald"),
        status=chance.choices(tuple(Status), (6, 12, 1, 1, 1)[: len(Status)])[0],
        announced=announced,
        count=count,
        percent=percent(chance) if chance.random() < 0.5 else None,
        base=Quantity.exact(300.0) if not plain and chance.random() < 0.1 else None,
    )


def fill(ledger, chance, organizations):
    """Trackers' organizations mostly; every fourth with headcounts, vague days, parts and the like."""
    with ledger.operation("test") as operation:
        for number in range(organizations):
            plain = number % 4 > 0
            for _ in range(chance.randrange(1, 14)):
                kind = chance.choice(PLAIN if plain else OTHER)
                draft = EventDraft(
                    kind=kind, organization=f"Organization {number}", claims=(claim(chance, plain=plain),)
                )
                ledger.events.write(operation, draft)


def whole(ledger, scope):
    """Levels below zero and headcounts that do not reconcile, of every organization reconstructed whole."""
    kinds = ledger.kinds.all()
    by_organization = {}
    for event in ledger.at(scope).events.select():
        by_organization.setdefault(event.organization_id, []).append(event)
    for organization_id, events in by_organization.items():
        for population in (Population.EMPLOYEES, Population.CONTINGENT):
            series = reconstruct(
                events, kinds, organization_id=organization_id, population=population, as_of=ledger.today(),
                minimum_status=scope.minimum_status,
            )  # fmt: skip
            yield from of_levels.of_headcount(series)


@pytest.mark.parametrize("seed", range(4))
def test_what_is_skipped_has_no_findings(ledger, seed):
    fill(ledger, random.Random(seed), 60)
    for scope in (Scope(), Scope(minimum_status=Status.RUMORED)):
        kinds = {
            FindingKind.BELOW_ZERO, FindingKind.NOT_RECONCILED, FindingKind.IMPLIED_APART, FindingKind.IMPLIED_ASIDE,
        }  # fmt: skip
        expected = {one.identity: one for one in whole(ledger, scope)}
        assert sum(one.kind is FindingKind.BELOW_ZERO for one in expected.values()) > 10
        assert {one.identity: one for one in ledger.at(scope).findings.all() if one.kind in kinds} == expected


def test_the_arithmetic_of_a_level_below_zero_between_implied_ones(ledger):
    def add(day, **values):
        said = ClaimDraft(source=SourceDraft(publisher="Herald"), announced=ImpreciseDate.day(day), **values)
        return ledger.events.save(EventDraft(kind="layoff", organization="Acme", claims=(said,))).detail["event"]

    tenth = Quantity(9.5, 10.0, 10.5, "10 %")
    add(date(2024, 1, 1), count=Quantity.exact(10.0), percent=tenth)
    sinks = add(date(2024, 2, 1), count=Quantity.exact(120.0))
    add(date(2024, 3, 1), count=Quantity.exact(9.0), percent=tenth)
    apart, one = ledger.at(Scope()).findings.all()
    assert apart.kind is FindingKind.IMPLIED_APART
    assert (one.kind, one.event_ids) == (FindingKind.BELOW_ZERO, (sinks,))
    assert dict(one.values) == {"level": -30.0, "day": date(2024, 2, 1)}


@pytest.mark.no_cover
def test_a_look_that_was_stopped_goes_on_where_it_was(ledger):
    fill(ledger, random.Random(1), 120)
    look, reported = Look(), []

    class Stopping(Progress):
        @property
        def cancelled(self):
            return len(reported) >= 10

        def _show(self, done, total):
            reported.append(done)

    with pytest.raises(CancelledError):
        look.run(ledger.at(), Stopping())

    class Watching(Progress):
        def _show(self, done, total):
            again.append(done)

    again = []
    change = ledger.events.save(EventDraft(kind="layoff", organization="Without source"))
    found = ledger.at().findings.update(look.run(ledger.at(), Watching()), change)
    assert again[0] == reported[-1] + 1 == 10
    assert ledger.at(found.scope).findings.marked(found) == ledger.at(Scope()).findings.all(), (
        "what was changed meanwhile was followed up"
    )
