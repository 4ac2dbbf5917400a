"""As known on a day: a ledger read so shows what a copy of the file put away on that day shows today."""

import io
import itertools
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from db.ledger import Ledger
from db.model.drafts import ClaimDraft, EventDraft, SourceDraft
from db.model.records import EventKind, Scope
from db.model.values import ImpreciseDate, KindGroup, Population, Quantity, Status
from db.output.export import TABLES, export
from db.output.snapshot import build
from helpers import golden

FIRST = datetime(2025, 8, 1, 9, tzinfo=UTC)


class Days:
    """A clock that is set by hand."""

    def __init__(self):
        self.now = FIRST

    def __call__(self):
        return self.now

    def next(self):
        self.now += timedelta(days=1)


def retirement(organization, count, day):
    """A change of a kind that is the user's own."""
    claim = ClaimDraft(announced=ImpreciseDate.day(day), count=Quantity.exact(count, str(count)))
    return EventDraft(kind="early_retirement", organization=organization, claims=(claim,))


def claims_of(ledger, event_id):
    """The claims of an event as a form holds them."""
    names = (
        "id", "status", "announced", "effective", "until", "count", "percent", "percent_of", "base", "amount",
        "currency", "wording", "supersedes_id", "reason",
    )  # fmt: skip
    return tuple(
        ClaimDraft(source=claim.source_id, **{name: getattr(claim, name) for name in names})
        for claim in ledger.events.claims(event_id)
    )


def story(ledger):
    """What happens to the ledger: one step a day, of every sort; gives the steps."""
    ids = {}

    def golden_case():
        ids.update(golden.fill(ledger))

    def correct_the_count():
        claims = claims_of(ledger, ids["layoff"])
        changed = (replace(claims[0], count=Quantity(150.0, 200.0, 250.0, "~200")), *claims[1:])
        ledger.events.save(EventDraft(kind="layoff", organization=golden.NAME, claims=changed), event_id=ids["layoff"])

    def prefer():
        claim = ledger.events.claims(ids["stake"])[0]
        ledger.events.prefer(ids["stake"], "amount", claim_id=claim.id, reason="A slip of the decimal point")

    def add_a_headcount():
        claim = ClaimDraft(
            source=SourceDraft(publisher="Own count"),
            announced=ImpreciseDate.day(date(2025, 6, 30)),
            count=Quantity.exact(1400, "1,400"),
        )
        ledger.events.save(EventDraft(kind="reported_headcount", organization=golden.NAME, claims=(claim,)))

    def rename():
        found = ledger.organizations.find("Scale AI")
        kept = ledger.organizations.get(found)
        ledger.organizations.save(name="Scale", organization_id=found, aliases=("Scale AI",), notes=kept.notes)

    def own_kind():
        ledger.kinds.save(
            EventKind(
                code="", name="Early retirement", group=KindGroup.WORKFORCE, population=Population.EMPLOYEES, sign=-1,
                built_in=False,
            )
        )  # fmt: skip
        code = next(kind.code for kind in ledger.kinds.all().values() if kind.name == "Early retirement")
        ledger.events.save(replace(retirement("Scale AI", 30, date(2025, 7, 20)), kind=code))

    def rate_a_source():
        source = ledger.sources.rows()[0].source
        ledger.sources.save(replace(source, reliability="F", origin="Bloomberg"))

    def accept():
        ledger.findings.accept(ledger.at(Scope()).findings.all()[0], "Seen")

    def delete():
        ledger.events.delete([ids["contractors"]])

    def take_back():
        ledger.undo()
        ledger.undo()

    return [golden_case, correct_the_count, prefer, add_a_headcount, rename, own_kind, rate_a_source, accept, delete,
            take_back]  # fmt: skip


def everything(ledger, scope):
    """All that a scope shows: each table as it is exported, and what is printed but for the day and the file's name."""
    shown = {}
    for table in TABLES:
        if table != "history":
            file = io.BytesIO()
            export(ledger.at(scope), table, file)
            shown[table] = file.getvalue().decode()
    printed = build(ledger.at(scope), printed_on=date(2026, 1, 1), findings=ledger.at(scope).findings.all())
    shown["snapshot"] = replace(printed, scope=Scope(), operation=0, file_name="", cases=None)
    shown["cases"] = printed.cases and printed.cases.rows()
    shown["rows"] = ledger.at(scope).events.select_rows()
    shown["counts"] = ledger.at(scope).events.count(), len(ledger.at(scope).findings.all())
    return shown


@pytest.mark.no_cover
@pytest.mark.parametrize("minimum", [Status.REPORTED, Status.RUMORED])
def test_a_later_ledger_as_known_on_a_day_shows_what_the_copy_of_that_day_shows(tmp_path, minimum):
    clock = Days()
    with Ledger.create(tmp_path / "now.headwater", clock=clock) as ledger:
        kept = []
        for step in story(ledger):
            step()
            copy = tmp_path / f"copy{len(kept)}.headwater"
            ledger.save_copy(copy)
            kept.append((copy, clock.now))
            clock.next()
        pictures = []
        for copy, then in kept:
            scope = Scope(minimum_status=minimum)
            with Ledger.open(copy, mode="read", clock=lambda then=then: then) as old:
                before = everything(old, scope)
                operation = old.last_operation()
            assert everything(ledger, replace(scope, known_on=then.date())) == before
            assert everything(ledger, replace(scope, known_operation=operation))["events"] == before["events"]
            pictures.append(before)
        assert all(one != other for one, other in itertools.pairwise(pictures))  # every step is seen
