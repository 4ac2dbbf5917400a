"""Findings after a change: the same as of a new look, whatever was changed, and without looking at everything."""

import random
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.errors import LedgerError
from db.findings.table import Look
from db.ledger import Ledger
from db.model.drafts import ClaimDraft, EventDraft, SourceDraft
from db.model.records import EventKind, Scope
from db.model.values import ImpreciseDate, KindGroup, Population, Quantity, Status

NAMES = ("Acme", "Acme, Inc.", "Consolidated Widgets", "Consolidated Widgts", "Bolt", "Wire Works")
KINDS = (
    "layoff", "layoff", "layoff", "resignation", "hiring", "reported_headcount", "contractors_ended", "furlough",
    "relationship_seen_active", "relationship_ended", "leadership_departure", "retreat",
)  # fmt: skip
SCOPES = (
    Scope(),
    Scope(minimum_status=Status.RUMORED),
    Scope(organization_ids=(1,)),
    Scope(first=date(2024, 1, 10), last=date(2024, 2, 10), minimum_status=Status.RUMORED),
    Scope(known_operation=12),
)


class Analyst:
    """Does what comes to mind, with whatever there is in the ledger."""

    def __init__(self, ledger: Ledger, seed: int) -> None:
        self.ledger, self.chance = ledger, random.Random(seed)

    def act(self) -> None:
        """One operation; what the ledger refuses is left."""
        deeds = (
            self.add, self.add, self.add, self.add, self.edit, self.edit, self.delete, self.duplicate, self.prefer,
            self.rename, self.subordinate, self.edit_source, self.edit_kind, self.merge, self.move_claim, self.undo,
            self.undo, self.redo, self.judge, self.judge,
        )  # fmt: skip
        try:
            self.chance.choice(deeds)()
        except LedgerError:
            self.ledger.organizations.save(name=f"Refused {self.ledger.last_operation()}")

    def row(self, table: str, column: str = "id") -> int:
        rows = self.ledger.store.connection.execute(
            f"SELECT {column} FROM {table} WHERE retired_operation IS NULL ORDER BY id"
        ).fetchall()
        return self.chance.choice(rows)[0] if rows else 0

    def draft(self) -> EventDraft:
        pick = self.chance
        kind = pick.choice(KINDS)
        counterparty = pick.choice(("Client", "Customer")) if kind.startswith("relationship") else None
        return EventDraft(
            kind=kind,
            organization=pick.choice(NAMES),
            counterparty=counterparty,
            person=pick.choice(("", "", "A. Smith", "B. Jones")) if kind == "leadership_departure" else "",
            place=pick.choice(("", "", "Berlin", "Oslo")),
            part_of_id=self.row("events") or None if pick.random() < 0.3 else None,
            claims=tuple(self.claim() for _ in range(pick.choice((0, 1, 1, 1, 2, 3)))),
        )

    def claim(self) -> ClaimDraft:
        pick = self.chance
        first = date(2024, 1, 1) + timedelta(days=pick.randrange(50))
        vague = ImpreciseDate("2024-01", date(2024, 1, 1), date(2024, 1, 31))
        unread = ImpreciseDate("", None, None, words="when the leaves fall")
        count = pick.choice((None, None, Quantity.exact(5.0), Quantity.exact(40.0), Quantity(30.0, 40.0, 50.0, "~40")))
        return ClaimDraft(
            source=SourceDraft(publisher=pick.choice(("Herald", "Gazette", "Wire"))) if pick.random() < 0.8 else None,
            status=pick.choice((Status.REPORTED, Status.REPORTED, Status.CONFIRMED, Status.RUMORED, Status.DENIED)),
            announced=pick.choices((ImpreciseDate.day(first), vague, unread, None), (8, 2, 1, 1))[0],
            until=ImpreciseDate.day(first + timedelta(days=pick.randrange(-5, 20))) if pick.random() < 0.2 else None,
            count=count if pick.random() < 0.9 else Quantity(words="fourtytwo-ish"),
            percent=Quantity(9.5, 10.0, 10.5, "10 %") if pick.random() < 0.4 else None,
            base=Quantity.exact(300.0) if pick.random() < 0.1 else None,
        )

    def add(self) -> None:
        self.ledger.events.save(self.draft())

    def edit(self) -> None:
        self.ledger.events.save(self.draft(), event_id=self.row("events") or None)

    def delete(self) -> None:
        self.ledger.events.delete([self.row("events"), self.row("events")])

    def duplicate(self) -> None:
        self.ledger.events.duplicate(self.row("events"))

    def prefer(self) -> None:
        claim = self.row("claims")
        row = self.ledger.store.connection.execute("SELECT event_id FROM claims WHERE id = ?", (claim,)).fetchone()
        field = self.chance.choice(("count", "announced"))
        self.ledger.events.prefer(row[0] if row else 0, field, claim_id=claim, reason="")

    def rename(self) -> None:
        one = self.ledger.organizations.get(self.row("organizations"))
        if one is not None:
            name = self.chance.choice((one.name, one.name + " AG", "Acme Ltd"))
            aliases = self.chance.choice(((), ("The Acme",), ("Bolts",)))
            self.ledger.organizations.save(
                name=name, organization_id=one.id, aliases=aliases, parent=one.parent_id, notes=one.notes
            )

    def subordinate(self) -> None:
        one = self.ledger.organizations.get(self.row("organizations"))
        parent = self.chance.choice((None, self.row("organizations") or None))
        if one is not None and parent != one.id:
            self.ledger.organizations.save(name=one.name, organization_id=one.id, parent=parent)

    def edit_source(self) -> None:
        source = self.ledger.sources.get(self.row("sources"))
        if source is not None:
            self.ledger.sources.save(replace(source, publisher=self.chance.choice(("Herald", "Star")),
                                             origin=self.chance.choice(("", "Agency"))))  # fmt: skip

    def edit_kind(self) -> None:
        kind = self.ledger.kinds.get("retreat")
        if kind is not None:  # adding it may have been undone
            self.ledger.kinds.save(replace(kind, sign=self.chance.choice((-1, 0, 1))))

    def merge(self) -> None:
        """All claims of one event become those of another."""
        kept, gone = self.row("events"), self.row("events")
        if kept == gone:
            return
        with self.ledger.operation("test.merged") as operation:
            for claim in self.ledger.events.claims(gone):
                operation.replace("claims", claim.id, {"event_id": kept})
            operation.retire("events", gone)
            operation.stale_events.add(kept)

    def move_claim(self) -> None:
        claim, event = self.row("claims"), self.row("events")
        row = self.ledger.store.connection.execute("SELECT event_id FROM claims WHERE id = ?", (claim,)).fetchone()
        if row is not None and event:
            with self.ledger.operation("test.moved") as operation:
                operation.replace("claims", claim, {"event_id": event})
                operation.stale_events.update((row[0], event))

    def undo(self) -> None:
        self.ledger.undo()

    def redo(self) -> None:
        self.ledger.redo()

    def judge(self) -> None:
        found = self.ledger.at(SCOPES[1]).findings.all()
        if found:
            one = self.chance.choice(found)
            if one.accepted:
                self.ledger.findings.reopen(one)
            else:
                self.ledger.findings.accept(one, "fine")


def begun(folder: str | Path, seed: int) -> tuple[Ledger, Analyst]:
    """A ledger with a kind of its own and some events."""
    ledger = Ledger.create(Path(folder) / "a.headwater")
    ledger.kinds.save(
        EventKind(code="", name="Retreat", group=KindGroup.WORKFORCE, population=Population.EMPLOYEES, sign=-1,
                  built_in=False)
    )  # fmt: skip
    analyst = Analyst(ledger, seed)
    with ledger.operation("test.begun") as operation:
        for _ in range(14):
            ledger.events.write(operation, analyst.draft())
    return ledger, analyst


def steps(ledger: Ledger, analyst: Analyst, number: int) -> Iterator[None]:
    for _ in range(number):
        analyst.act()
        yield


@pytest.mark.no_cover
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 2**32), number=st.integers(1, 12))
def test_after_every_change_the_findings_are_those_of_a_new_look(seed, number):
    with tempfile.TemporaryDirectory() as folder:
        ledger, analyst = begun(folder, seed)
        with ledger:
            kept = {scope: Look().run(ledger.at(scope)) for scope in SCOPES}

            def holds(scope):
                return ledger.at(scope).findings.marked(kept[scope]) == ledger.at(scope).findings.all()

            for step, _ in enumerate(steps(ledger, analyst, number)):
                for scope in SCOPES:
                    kept[scope] = ledger.at(scope).findings.update(kept[scope], ledger.last_change)
                # A new look takes longest: one scope has it after this change, and all have it after the last.
                assert holds(SCOPES[step % len(SCOPES)]), ledger.last_change
            assert all(map(holds, SCOPES)), ledger.last_change


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 2**32), number=st.integers(2, 12))
def test_a_late_reader_follows_up_change_by_change(seed, number):
    """The ledger goes on while changes are still to be followed up: in the end nothing is missing."""
    with tempfile.TemporaryDirectory() as folder:
        ledger, analyst = begun(folder, seed)
        with ledger:
            found, changes = Look().run(ledger.at()), []
            for _ in steps(ledger, analyst, number):
                changes.append(ledger.last_change)
            for change in changes:
                found = ledger.at(found.scope).findings.update(found, change)
            assert ledger.at(found.scope).findings.marked(found) == ledger.at().findings.all()


def test_two_quick_undos_are_followed_one_by_one(tmp_path):
    """While the first is looked at, the second has taken away an organization with a like name."""
    with Ledger.create(tmp_path / "a.headwater") as ledger:
        for name in ("Acme", "Acme, Inc.", "Acme Ltd"):
            ledger.organizations.save(name=name)
        found = Look().run(ledger.at())
        assert len(found.all()) > 1
        for change in (ledger.undo(), ledger.undo()):
            found = ledger.at().findings.follow(found, change)
        assert found.all() == ledger.at().findings.all() == []


def test_most_changes_need_no_new_look(tmp_path):
    ledger, analyst = begun(tmp_path, 7)
    with ledger:
        found, followed = Look().run(ledger.at()), 0
        for _ in steps(ledger, analyst, 60):
            after = ledger.at(found.scope).findings.follow(found, ledger.last_change)
            followed += after is not None
            found = after or Look().run(ledger.at())
        assert followed > 45
        assert {one.kind.value for one in found.all()} >= {"possible_duplicate", "no_source", "not_understood"}


def test_what_cannot_be_followed_takes_a_new_look(tmp_path):
    ledger, analyst = begun(tmp_path, 7)
    with ledger:
        found = Look().run(ledger.at())
        analyst.add()
        analyst.add()
        assert ledger.at(found.scope).findings.follow(found, ledger.last_change) is None, "an operation is missing"
        of_one = Look().run(ledger.at(Scope(organization_ids=(1,))))
        ledger.organizations.save(name="Bolt", organization_id=ledger.organizations.find("Bolt"), parent=1)
        assert ledger.at(of_one.scope).findings.follow(of_one, ledger.last_change) is None, (
            "the scope holds more than before"
        )


def test_one_more_event_elsewhere_leaves_all_else_alone(tmp_path):
    ledger, _ = begun(tmp_path, 7)
    with ledger:
        for day in (2, 3):
            said = ClaimDraft(
                source=SourceDraft(publisher=f"Paper {day}"), announced=ImpreciseDate.day(date(2024, 5, day)),
                count=Quantity.exact(1000.0),
            )  # fmt: skip
            ledger.events.save(EventDraft(kind="layoff", organization="Acme", claims=(said,)))
            ledger.events.save(EventDraft(kind="reported_headcount", organization="Acme", claims=(said,)))
        found = Look().run(ledger.at())
        said = ClaimDraft(source=SourceDraft(publisher="Star"), count=Quantity(words="a lot, surely"))
        saved = ledger.events.save(EventDraft(kind="change_of_focus", organization="Elsewhere", claims=(said,)))
        after = ledger.at(found.scope).findings.follow(found, saved)
        assert after is not None
        assert len(after.all()) == len(found.all()) + 1
        again = {shelf for shelf, kept in found.shelves.items() if after.shelves[shelf] is not kept}
        assert again == {"not_understood"}
        assert {"headcounts", "told_twice", "no_source"} < found.shelves.keys()
