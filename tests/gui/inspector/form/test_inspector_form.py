"""From typed texts to drafts and back, without a window."""

from dataclasses import replace
from datetime import date

import pytest

from db.ledger import Ledger
from db.model.progress import Progress
from db.model.records import Scope, Source
from db.model.values import ImpreciseDate, Quantity, Status
from db.reading.dates import DateOrder
from db.reading.quantities import NumberConvention
from desktop.entry import drafting, lookup, reads
from desktop.entry.form import ClaimForm, EventForm, Named, form_of
from desktop.entry.reading import Context, read_date, read_number
from desktop.operations.events import save_event
from desktop.wording.language.lines import host_of
from desktop.wording.moments import Moment
from helpers import golden

TODAY = date(2025, 7, 21)
CONTEXT = Context(today=TODAY)


@pytest.fixture
def ledger(tmp_path):
    with Ledger.create(tmp_path / "a.headwater") as made:
        made.ids = golden.fill(made)
        yield made


def load(ledger, event_id):
    return reads.load(ledger, Progress(), event_id=event_id, moment=Moment()).stored


def save(ledger, form, stored=None, context=CONTEXT):
    outcome = drafting.outcome_of(form, stored, context, ledger.kinds.all())
    assert outcome.problems == ()
    change = save_event(outcome, stored.event.id if stored else None)(ledger)
    return change if change.empty else load(ledger, change.detail["event"])


def layoff(**claim):
    return EventForm(kind="layoff", organization=Named("Acme"), claims=(ClaimForm(**claim),))


@pytest.mark.parametrize(
    ("text", "echo", "state"),
    [
        ("16.07.2025", "16 July 2025", ""),
        ("July 2025", "1 to 31 July 2025, one day within", ""),
        ("1-20 July 2025", "1 to 20 July 2025, the whole span", ""),
        ("since July 16, 2025", "16 July 2025 or later", ""),
        ("unknown", "No date known", ""),
        ("16 July 2032", "16 July 2032: more than five years ahead. Check the year.", "warning"),
        ("16 July 1825", "16 July 1825: before 1900. Check the year.", "warning"),
        ("03/04/2025", "3 April 2025 or 4 March 2025?", "question"),
        ("", "", ""),
    ],
)
def test_date_echo(text, echo, state):
    reading = read_date(text, CONTEXT)
    assert (reading.echo, reading.state) == (echo, state)


def test_a_text_that_is_no_date_is_kept_and_an_impossible_day_refused():
    kept = read_date("shortly after the deal", CONTEXT)
    assert kept.value == ImpreciseDate("", None, None, words="shortly after the deal")
    assert kept.state == "warning"
    refused = read_date("31.02.2025", CONTEXT)
    assert (refused.value, refused.state) == (None, "error")
    assert "31.02.2025" in refused.echo


def test_relative_words_wait_for_the_day_of_publication():
    assert read_date("last month", CONTEXT).state == "warning"
    read = read_date("last month", replace(CONTEXT, published=date(2025, 7, 16)))
    assert read.echo == "1 to 30 June 2025, one day within"


@pytest.mark.parametrize(
    ("text", "kind", "echo", "state"),
    [
        ("~200", "count", "≈ 200 (150–250), rounded to hundreds", ""),
        ("100-150", "count", "100–150", ""),
        ("14 %", "count", "≈ 14% (13.5–14.5%)", ""),
        ("14 % of 1400", "count", "≈ 14% (13.5–14.5%) · base 1,400", ""),
        ("up to 300", "count", "at most 300", ""),
        ("several", "count", "unknown", ""),
        ("$14.3 billion", "amount", "≈ USD 14.3 billion (USD 14.25–14.35 billion)", ""),
        ("500", "amount", "500, no currency. Example: USD 14.3 billion", "warning"),
        ("1.400", "count", "1,400", ""),
        ("$1.400", "amount", "USD 1.4 or USD 1,400?", "question"),
    ],
)  # fmt: skip
def test_number_echo(text, kind, echo, state):
    reading = read_number(text, CONTEXT, kind=kind)
    assert reading.echo.replace("\N{NO-BREAK SPACE}", " ") == echo
    assert reading.state == state


def test_conventions_of_the_ledger_answer_the_questions():
    context = Context(today=TODAY, order=DateOrder.MDY, convention=NumberConvention.COMMA)
    assert read_date("03/04/2025", context).echo == "4 March 2025"
    assert read_number("1.400", context).value.count.best == 1400


def test_saving_what_nobody_touched_changes_nothing(ledger):
    for name, event_id in ledger.ids.items():
        stored = load(ledger, event_id)
        change = save(ledger, form_of(stored), stored)
        assert getattr(change, "empty", False), name


def test_one_field_may_hold_count_and_percentage(ledger):
    stored = save(ledger, layoff(count="14 % (about 200 employees)"))
    (claim,) = stored.live
    assert (claim.count.best, claim.percent.best) == (200, 14)
    form = form_of(stored)
    assert (form.claims[0].count, form.claims[0].percent) == ("14 % (about 200 employees)", "")
    again = save(ledger, replace(form, place="Berlin"), stored)
    assert (again.live[0].count, again.live[0].percent) == (claim.count, claim.percent)
    only = save(ledger, replace(form, claims=(replace(form.claims[0], count="180"),)), stored)
    assert (only.live[0].count, only.live[0].percent) == (Quantity.exact(180, "180"), None)


def test_the_percentage_field_wins_over_the_count_field(ledger):
    (claim,) = save(ledger, layoff(count="14 % (200 employees)", percent="13 %")).live
    assert (claim.count.best, claim.percent.best) == (200, 13)


def test_percentage_of_a_unit_and_base(ledger):
    (claim,) = save(ledger, layoff(percent="30 % of the data team", base="~120")).live
    assert (claim.percent_of, claim.base.best, claim.count) == ("the data team", 120, None)


def test_words_that_are_no_number_are_kept(ledger):
    (claim,) = save(ledger, layoff(count="a good part of them")).live
    assert claim.count == Quantity(words="a good part of them")


def test_a_date_follows_the_publication_it_depends_on(ledger):
    stored = save(ledger, layoff(announced="last month", published="16 July 2025", publisher="Reuters"))
    assert stored.live[0].announced.edtf == "2025-06"
    form = form_of(stored)
    moved = save(ledger, replace(form, claims=(replace(form.claims[0], published="16 May 2025"),)), stored)
    assert moved.live[0].announced.edtf == "2025-04"


def test_an_answer_is_kept_with_the_words(ledger):
    form = layoff(announced="03/04/2025", choices=(("announced", 1),))
    stored = save(ledger, form)
    assert stored.live[0].announced == ImpreciseDate.day(date(2025, 3, 4), "03/04/2025")
    assert save(ledger, form_of(stored), stored).empty


@pytest.mark.parametrize(
    ("form", "field"),
    [
        (EventForm(organization=Named("Acme")), "kind"),
        (EventForm(kind="layof", organization=Named("Acme")), "kind"),
        (EventForm(kind="layoff"), "organization"),
        (EventForm(kind="acquisition", organization=Named("Acme"), counterparty=Named(" Acme ")), "counterparty"),
        (layoff(announced="31.02.2025"), "announced"),
        (layoff(accessed="03/04/2025"), "accessed"),
        (layoff(amount="$1.400"), "amount"),
        (replace(layoff(), tolerance="some"), "tolerance"),
    ],
)  # fmt: skip
def test_what_keeps_a_form_from_being_saved(ledger, form, field):
    problems = drafting.outcome_of(form, None, CONTEXT, ledger.kinds.all()).problems
    assert [problem[0] for problem in problems] == [field]


def test_problems_come_in_the_order_of_the_form(ledger):
    form = replace(layoff(published="31.02.2025", amount="$1.400", announced="03/04/2025"), organization=Named())
    problems = drafting.outcome_of(form, None, CONTEXT, ledger.kinds.all()).problems
    assert [problem[0] for problem in problems] == ["organization", "announced", "amount", "published"]


def test_end_before_start_is_doubted_but_saved(ledger):
    form = layoff(effective="16 July 2025", until="1 July 2025")
    assert drafting.readings(form.claims[0], None, CONTEXT)["until"].state == "warning"
    assert save(ledger, form).live[0].until.earliest == date(2025, 7, 1)


def test_correcting_the_details_of_a_source_corrects_it_for_all_its_claims(ledger):
    first, second = (
        save(ledger, layoff(publisher="Reuters", url="https://reuters.com/x", count=n)) for n in ("10", "20")
    )
    assert first.live[0].source_id == second.live[0].source_id
    form = form_of(first)
    save(ledger, replace(form, claims=(replace(form.claims[0], reliability="A", published="2025-07-16"),)), first)
    source = load(ledger, second.event.id).source(second.live[0])
    assert (source.reliability, source.published.edtf) == ("A", "2025-07-16")


def test_another_source_takes_the_place_of_one_that_nobody_else_uses(ledger):
    stored = save(ledger, layoff(publisher="Handelsbaltt"))
    form = form_of(stored)
    again = save(ledger, replace(form, claims=(replace(form.claims[0], publisher="Handelsblatt"),)), stored)
    assert again.source(again.live[0]).publisher == "Handelsblatt"
    assert [row.source.publisher for row in ledger.sources.rows("Handels")] == ["Handelsblatt"]
    ledger.undo()
    assert [row.source.publisher for row in ledger.sources.rows("Handels")] == ["Handelsbaltt"]


def test_a_superseded_claim_survives_every_edit(ledger):
    stored = save(ledger, layoff(count="300", publisher="Reuters"))
    (old,) = stored.live
    form = form_of(stored)
    corrected = replace(form.claims[0], claim_id=None, supersedes_id=old.id, count="200", reason="misread")
    stored = save(ledger, replace(form, claims=(corrected,)), stored)
    assert stored.event.values.count.best == 200
    stored = save(ledger, replace(form_of(stored), place="Berlin"), stored)
    assert [(c.count.best, c.superseded, c.reason) for c in stored.claims] == [(300, True, ""), (200, False, "misread")]


def test_a_source_with_a_line_break_in_its_title_stays_untouched(ledger):
    stored = save(ledger, layoff(publisher="Reuters"))
    source = stored.source(stored.live[0])
    ledger.sources.save(Source(id=source.id, publisher="Reuters", title="one\ntwo"))
    stored = load(ledger, stored.event.id)
    save(ledger, replace(form_of(stored), place="Berlin"), stored)
    assert load(ledger, stored.event.id).source(stored.live[0]).title == "one\ntwo"


def test_sides_of_a_relationship(ledger):
    form = EventForm(
        kind="relationship_ended", organization=Named("Acme"), counterparty=Named("Bolt"), side="client",
        category="payroll",
    )  # fmt: skip
    stored = save(ledger, form)
    names = ledger.organizations.names()
    assert (names[stored.relationship.vendor_id], names[stored.relationship.client_id]) == ("Bolt", "Acme")
    assert form_of(stored).side == "client"
    assert form_of(stored).category == "payroll"


def test_the_reference_of_a_relationship_is_kept_changed_and_taken_out(ledger):
    form = EventForm(
        kind="relationship_started", organization=Named("Acme"), counterparty=Named("Bolt"), category="payroll",
        reference="4711",
    )  # fmt: skip
    first = save(ledger, form)
    second = save(ledger, replace(form, reference="4712"))
    assert second.relationship.id != first.relationship.id
    noted = save(ledger, replace(form_of(first), notes="renewed"), first)
    assert noted.relationship == first.relationship
    joined = save(ledger, replace(form_of(second), reference="4711"), second)
    assert joined.relationship == first.relationship
    without = save(ledger, replace(form_of(joined), reference=""), joined)
    assert (without.relationship.category, without.relationship.reference) == ("payroll", "")
    assert form_of(load(ledger, first.event.id)).reference == "4711"


@pytest.mark.parametrize(
    ("typed", "near"),
    [("Scale AI, Inc.", "Scale AI"), ("Scale-AI", "Scale AI"), ("scale ai", None), ("Boeing", None), ("Sca", None)],
)
def test_near_names(ledger, typed, near):
    found = lookup.look_up(ledger, Progress(), text=typed)
    assert (found.near.name if found.near else None) == near


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("https://www.reuters.com/a?b=c", "reuters.com"),
        ("http://user:secret@news.example.org:8080/", "news.example.org"),
        ("javascript:alert(1)", ""),
        ("https://[broken", ""),
        ("reuters", ""),
    ],
)
def test_publisher_of_an_address(text, host):
    assert host_of(text) == host


def test_the_next_fact_keeps_what_an_article_has_in_common():
    form = ClaimForm(
        status=Status.RUMORED, count="200", publisher="Reuters", url="https://x.org", announced="July 2025"
    )
    after = form.next_fact()
    assert (after.publisher, after.url, after.announced, after.status) == (
        "Reuters", "https://x.org", "July 2025", Status.RUMORED,
    )  # fmt: skip
    assert after.count == ""


def test_the_end_of_a_month_is_its_last_day_for_a_headcount_and_its_last_days_for_a_change(ledger):
    kinds = ledger.kinds.all()
    for kind, days in (
        ("reported_headcount", (date(2025, 6, 30),) * 2),
        ("layoff", (date(2025, 6, 21), date(2025, 6, 30))),
    ):
        form = replace(layoff(announced="Ende Juni", published="2025-07-16", count="1400"), kind=kind)
        when = drafting.outcome_of(form, None, CONTEXT, kinds).draft.claims[0].announced
        assert (when.earliest, when.latest) == days


def test_another_kind_reads_the_words_anew_and_what_nobody_touched_stays_with_its_own(ledger):
    stored = save(ledger, layoff(announced="year-end 2025", count="1400"))
    assert stored.live[0].announced.edtf == "2025-12"
    form = replace(form_of(stored), kind="reported_headcount")
    assert save(ledger, form, stored).live[0].announced.edtf == "2025-12-31"


def test_a_publication_date_is_no_level():
    context = replace(CONTEXT, level=True)
    form = replace(layoff(published="end of June 2025").claims[0], announced="last month")
    assert drafting.readings(form, None, context)["published"].value.edtf == "2025-06-21/2025-06-30"


@pytest.mark.parametrize(("text", "before", "after"), [
    ("rund 350 der 2.400 Stellen (etwa 15 %)", 2400, (2045, 2050, 2055)), ("200 of 1,400", 1400, (1200, 1200, 1200)),
    ("200 out of its 1,400 employees", 1400, (1200, 1200, 1200)), ("14 % von 1.400", 1400, (1197, 1204, 1211)),
    ("half of its 400 employees", 400, (198, 200, 202)),
])  # fmt: skip
def test_a_base_that_is_stated_in_the_count_is_the_level_before(ledger, text, before, after):
    stored = save(ledger, layoff(count=text, announced="2025-03-12"))
    employees = ledger.at(Scope()).headcount(stored.event.organization_id)[0]
    first, last = employees.at(date(2025, 3, 11)), employees.at(date(2025, 3, 12))
    assert (first.best, (round(last.low), round(last.best), round(last.high))) == (before, after)


@pytest.mark.parametrize("words", ["end of 2025", "year-end 2025", "Jahresende 2025", "zum Jahresende 2025"])
def test_a_headcount_at_the_end_of_a_year_comes_after_the_changes_of_that_year(ledger, words):
    for kind, when, count in (("reported_headcount", "2025-06-30", "1400"), ("layoff", "2025-11-15", "200"),
                              ("reported_headcount", words, "1200")):  # fmt: skip
        form = replace(layoff(announced=when, count=count), kind=kind, organization=Named("Birch"))
        stored = save(ledger, form)
    employees = ledger.at(Scope()).headcount(stored.event.organization_id)[0]
    assert [(level.day, level.best) for level in employees.levels] == [
        (date(2025, 6, 30), 1400), (date(2025, 11, 15), 1200), (date(2025, 12, 31), 1200),
    ]  # fmt: skip
    assert employees.levels[-1].unexplained.best == 0
