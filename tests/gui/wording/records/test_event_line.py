"""An event reads the same wherever it is told in a line."""

from datetime import date

from db.history.comparison import Change, Difference, Names, What
from db.ledger import Ledger
from db.model.drafts import ClaimDraft, EventDraft
from db.model.records import Relationship, Scope
from db.model.values import ImpreciseDate, Quantity
from desktop.entry.form import Stored
from desktop.entry.reads import load
from desktop.events.columns import effect_text
from desktop.wording.changes.details import details, event_text
from desktop.wording.moments import Moment
from desktop.wording.records.event_line import joined, short_line, whole_line
from helpers.drafts import layoff

NB = "\N{NO-BREAK SPACE}"


def test_whole_short_and_history_say_the_parts_in_one_order(tmp_path):
    with Ledger.create(tmp_path / "a.headwater") as ledger:
        event_id = ledger.events.save(layoff(place="Leixlip")).detail["event"]
        view = ledger.at(Scope())
        event, kind = view.events.get(event_id), view.kinds["layoff"]
        names = {event.organization_id: "Scale AI"}
        known = load(ledger, None, event_id=event_id, moment=Moment())
        row = view.events.row(event_id)
    assert isinstance(known.stored, Stored)
    when = known.stored.line(view.kinds).split(" · ")
    assert whole_line(event, kind, names) == known.stored.line(view.kinds)
    assert whole_line(event, kind, names, number=3) == f"3: {known.stored.line(view.kinds)}"
    for shorter in (short_line(row, kind), event_text_of(event, names, view.kinds)):
        places = [next(i for i, part in enumerate(when) if part.startswith(one)) for one in shorter.split(" · ")]
        assert places == sorted(places)
        assert len(places) >= 4


def event_text_of(event, names, kinds):
    return event_text(event, Names(organizations=names, events={}, sources={}), kinds)


def test_what_is_not_known_leaves_no_gap_and_a_name_keeps_to_its_line():
    assert joined(kind="Layoff", who="Acme\n Corp", when="2025") == "Layoff · Acme Corp · 2025"
    assert joined(kind="Stake taken", figures=[f"USD{NB}14.3"], number=2) == f"2: Stake taken · USD{NB}14.3"


def test_a_relationship_says_who_serves_whom(tmp_path):
    with Ledger.create(tmp_path / "a.headwater") as ledger:
        event_id = ledger.events.save(layoff()).detail["event"]
        event = ledger.at(Scope()).events.get(event_id)
    names = {7: "Scale AI", 8: "Google"}
    for client, category, reference, expected in (
        (8, "data", "", "Scale AI → Google"),
        (8, "data", "4711", "Scale AI → Google (4711)"),
        (None, "", "", "Scale AI → unnamed"),
        (None, "data", "4711", "Scale AI → unnamed (data, 4711)"),
    ):
        between = Relationship(id=1, vendor_id=7, client_id=client, category=category, reference=reference)
        assert f" · {expected} · " in whole_line(event, None, names, relationship=between)


def test_the_history_tells_contracts_apart():
    def line(category, reference):
        one = Relationship(id=1, vendor_id=7, client_id=None, category=category, reference=reference)
        difference = Difference(what=What.RELATIONSHIP, change=Change.ADDED, id=1, before=None, after=one)
        names = Names(organizations={7: "Scale AI"}, events={}, sources={})
        return details([difference], names, {})[0].text

    assert line("data", "4711") == "Added Relationship: Scale AI → unnamed (data, 4711)"
    assert line("", "") == "Added Relationship: Scale AI → unnamed"


def test_a_stated_base_stands_behind_its_count(tmp_path):
    claim = ClaimDraft(
        count=Quantity.exact(350), base=Quantity.exact(2400), announced=ImpreciseDate.day(date(2025, 6, 5))
    )
    with Ledger.create(tmp_path / "a.headwater") as ledger:
        event_id = ledger.events.save(EventDraft(kind="layoff", organization="Acme", claims=(claim,))).detail["event"]
        view = ledger.at(Scope())
        event, row = view.events.get(event_id), view.events.row(event_id)
    line = whole_line(event, view.kinds["layoff"], {event.organization_id: "Acme"})
    assert line == "Layoff · Acme · 350 employees · out of 2,400 · 5 June 2025 · reported · no source"
    assert effect_text(row, view.kinds["layoff"]) == "−350 · out of 2,400"
