"""Our own tables come back: out as CSV, in again, and nothing of what they say is lost, doubled or made up."""

import csv
import io
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.errors import ImportFileError
from db.importing.planning.asking import questions
from db.importing.planning.plan import default_plan, inspect_file
from db.importing.run import run_import
from db.ledger import Ledger
from db.model.drafts import ClaimDraft, EventDraft, SourceDraft
from db.model.formulas import as_written, harmless
from db.model.records import EventKind, Scope
from db.model.values import ImpreciseDate, Quantity, Status
from db.output.export import TABLES, export
from helpers import golden
from helpers.deeds import DEEDS, do
from helpers.drafts import layoff

ALL = Scope(minimum_status=Status.DENIED)
#: Names of rows within one ledger, counted anew in another.
IDS = {"id", "event", "source", "relationship", "part_of", "supersedes", "uid", "event_uid"}
#: What the table of events cannot carry.
LOST = {"sources", "claims", "contradicted", "denied_beside"}


def written(ledger, table, path, **options):
    export(ledger.at(ALL), table, path, **options)
    return path


def taken(ledger, path, **options):
    inspection = inspect_file(path)
    plan = default_plan(inspection)
    assert questions(inspection, plan) == ()
    return run_import(ledger, path, plan, **options)


def rows(ledger, table):
    """What a table says, event by event, whatever the numbers of its rows and their order."""
    out = io.BytesIO()
    export(ledger.at(ALL), table, out)
    found = list(csv.DictReader(io.StringIO(out.getvalue().decode(), newline="")))
    events, names = {}, {}
    for row in found:
        event = row["event" if table == "claims" else "id"]
        said = tuple(sorted((name, cell) for name, cell in row.items() if name not in IDS))
        names[row["id"]] = said
        events.setdefault(event, []).append((said, row.get("supersedes", ""), row["part_of"]))
    contents = {event: tuple(sorted(said for said, _, _ in claims)) for event, claims in events.items()}
    return sorted(
        (sorted((said, names.get(superseded, ())) for said, superseded, _ in claims), contents.get(claims[0][2], ()))
        for claims in events.values()
    )


@pytest.fixture
def ledger(tmp_path):
    with Ledger.create(tmp_path / "a.headwater") as made:
        yield made


@pytest.fixture
def other(tmp_path):
    with Ledger.create(tmp_path / "other.headwater") as made:
        yield made


@pytest.fixture(scope="module")
def pair(tmp_path_factory):
    return tmp_path_factory.mktemp("pair")


# Round trips ---------------------------------------------------------------------------------------------------------

FORMS = [{}, {"format": "excel-csv"}, {"format": "excel-csv", "language": "de"}]


@pytest.mark.parametrize("form", FORMS)
def test_the_golden_case_comes_back_from_its_claims_alone(ledger, other, tmp_path, form):
    golden.fill(ledger)
    report = taken(other, written(ledger, "claims", tmp_path / "claims.csv", **form))
    assert (report.rows, report.new, report.duplicate, report.problem, report.events) == (16, 16, 0, 0, 10)
    assert rows(other, "claims") == rows(ledger, "claims")
    assert rows(other, "events") == rows(ledger, "events")
    assert other.check() == []


@pytest.mark.parametrize("form", FORMS)
def test_the_golden_case_comes_back_from_its_events_without_sources_and_single_claims(ledger, other, tmp_path, form):
    golden.fill(ledger)
    report = taken(other, written(ledger, "events", tmp_path / "events.csv", **form))
    assert (report.rows, report.new, report.events) == (10, 10, 10)
    before, after = rows(ledger, "events"), rows(other, "events")
    assert [[cell for cell in row[0][0][0] if cell[0] not in LOST] for row in after] == [
        [cell for cell in row[0][0][0] if cell[0] not in LOST] for row in before
    ]
    assert taken(other, tmp_path / "events.csv").duplicate == 10


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.sampled_from(DEEDS), st.integers(0, 20)), min_size=1, max_size=7))
def test_whatever_was_done_comes_back_from_the_claims_and_only_once(pair, deeds):
    for one in pair.iterdir():
        one.unlink()
    with Ledger.create(pair / "a.headwater") as ledger, Ledger.create(pair / "b.headwater") as other:
        for deed, number in deeds:
            do(ledger, deed, number)
        for kind in ledger.kinds.all().values():  # kinds of one's own are in no table
            if not kind.built_in:
                other.kinds.save(EventKind(code="", name=kind.name, group=kind.group, built_in=False))
        path = written(ledger, "claims", pair / "claims.csv")
        if len(path.read_bytes().splitlines()) == 1:
            return
        report = taken(other, path)
        assert (report.new, report.problem) == (report.rows, 0)
        assert rows(other, "claims") == rows(ledger, "claims")
        for into in (other, ledger):
            again = taken(into, path)
            assert (again.duplicate, again.new, again.events, again.change) == (again.rows, 0, 0, None)
        assert taken(ledger, written(ledger, "events", pair / "events.csv")).new == 0


# What is known, what is new ------------------------------------------------------------------------------------------


def test_what_was_deleted_or_edited_since_stays_so(ledger, tmp_path):
    golden.fill(ledger)
    path = written(ledger, "claims", tmp_path / "claims.csv")
    ledger.events.delete([1])
    ledger.events.save(layoff(count=999), event_id=4)
    before = rows(ledger, "claims")
    report = taken(ledger, path)
    assert (report.duplicate, report.new) == (16, 0)
    assert rows(ledger, "claims") == before


def test_a_copy_brings_the_claims_that_were_added_in_it(ledger, tmp_path):
    ids = golden.fill(ledger)
    ledger.save_copy(tmp_path / "copy.headwater")
    with Ledger.open(tmp_path / "copy.headwater") as copy:
        claim = ClaimDraft(source=SourceDraft(publisher="Another"), count=Quantity.exact(210, "210"))
        with copy.operation("event.edited") as operation:
            copy.events.add_claim(operation, ids["layoff"], claim)
        path = written(copy, "claims", tmp_path / "claims.csv")
    report = taken(ledger, path)
    assert (report.new, report.duplicate, report.events) == (1, 16, 0)
    assert [claim.count.words for claim in ledger.events.claims(ids["layoff"])][-1] == "210"
    ledger.undo()
    assert len(ledger.events.claims(ids["layoff"])) == 2


def test_two_equal_events_stay_two_and_come_but_once(ledger, other, tmp_path):
    for _ in range(2):
        ledger.events.save(layoff())
    path = written(ledger, "claims", tmp_path / "claims.csv")
    assert taken(other, path).events == 2
    assert taken(other, path).events == 0
    ledger.events.save(layoff())
    assert taken(other, written(ledger, "claims", path)).events == 1


def test_a_source_that_is_there_already_is_cited_and_left_as_it_is(ledger, other, tmp_path):
    source = SourceDraft(publisher="TechCrunch", url="https://example.org/1", reliability="B")
    ledger.events.save(layoff(claims=(ClaimDraft(source=source),)))
    theirs = SourceDraft(publisher="TC", url="https://example.org/1", reliability="E")
    other.events.save(layoff("Other", claims=(ClaimDraft(source=theirs),)))
    taken(other, written(ledger, "claims", tmp_path / "claims.csv"))
    (row,) = other.sources.rows()
    assert (row.source.publisher, row.source.reliability, row.claims) == ("TC", "E", 2)


def test_parts_and_corrections_hang_together_again(ledger, other, tmp_path):
    ledger.events.save(layoff("Filler"))
    whole = ledger.events.save(layoff(count=724)).detail["event"]
    first = ClaimDraft(count=Quantity.exact(40, "40"))
    part = ledger.events.save(layoff(count=49, part_of_id=whole, claims=(first,))).detail["event"]
    (old,) = ledger.events.claims(part)
    kept = ClaimDraft(id=old.id, count=old.count)
    newer = ClaimDraft(count=Quantity.exact(49, "49"), supersedes_id=old.id, reason="misread")
    ledger.events.save(layoff(part_of_id=whole, claims=(kept, newer)), event_id=part)
    path = written(ledger, "claims", tmp_path / "claims.csv")
    other.events.save(layoff("Somebody else"))  # ids differ
    taken(other, path)
    found = {event.values.count.words: event for event in other.at(ALL).events.select()}
    assert found["49"].part_of_id == found["724"].id
    assert [claim.superseded for claim in other.events.claims(found["49"].id)] == [True, False]


def test_contracts_of_one_pair_stay_apart_and_so_do_losses_of_unnamed_clients(ledger, other, tmp_path):
    def save(**more):
        ledger.events.save(EventDraft(organization="A", claims=(ClaimDraft(),), **more))

    for category, reference in (("x", ""), ("", ""), ("x", "7"), ("x", "8")):
        save(kind="relationship_started", counterparty="B", category=category, reference=reference)
    save(kind="relationship_ended")
    save(kind="relationship_ended")
    save(kind="relationship_ended", side="client", counterparty="C")
    taken(other, written(ledger, "claims", tmp_path / "claims.csv"))
    assert rows(other, "claims") == rows(ledger, "claims")
    assert len(other.relationships.select()) == len(ledger.relationships.select())


# What is not as it was written ---------------------------------------------------------------------------------------


def test_a_row_that_somebody_broke_is_named_and_the_others_are_taken(ledger, other, tmp_path):
    golden.fill(ledger)
    path = written(ledger, "claims", tmp_path / "claims.csv")
    text = path.read_text(encoding="utf-8")
    for before, after in (("48.5", "many"), ("leadership_departure", "promotion"), (",rumored,", ",hearsay,")):
        assert before in text
        text = text.replace(before, after, 1)
    path.write_text(text, encoding="utf-8", newline="")
    report = taken(other, path)
    assert (report.rows, report.new, report.problem) == (16, 13, 3)
    assert {(one.column, one.found, one.code) for one in report.problems} == {
        ("percent_low", "many", "number.not_understood"), ("kind", "promotion", "cell.unknown_kind"),
        ("status", "hearsay", "cell.unknown_status"),
    }  # fmt: skip


def test_columns_may_be_moved_or_taken_out_and_days_written_anew(ledger, other, tmp_path):
    ledger.events.save(layoff(place="Berlin"))
    path = written(ledger, "claims", tmp_path / "claims.csv", format="excel-csv", language="de")
    with path.open(encoding="utf-8-sig", newline="") as file:
        table = list(csv.DictReader(file, delimiter=";"))
    kept = [name for name in reversed(list(table[0])) if not name.startswith("amount")]
    table[0]["announced"] = "16.07.2025"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, kept, delimiter=";", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(table)
    assert taken(other, path).new == 1
    (event,) = other.at(ALL).events.select()
    assert (event.place, event.values.announced) == ("Berlin", ImpreciseDate.day(date(2025, 7, 16)))


def test_a_part_whose_whole_is_not_in_the_file_is_said(ledger, other, tmp_path):
    whole = ledger.events.save(layoff(count=724)).detail["event"]
    ledger.events.save(layoff("Part", part_of_id=whole))
    path = tmp_path / "claims.csv"
    export(ledger.at(Scope(organization_ids=(ledger.organizations.find("Part"),))), "claims", path)
    report = taken(other, path)
    assert (report.new, report.problem, [one.code for one in report.problems]) == (1, 0, ["own.whole_missing"])


def test_a_look_beforehand_writes_nothing(ledger, other, tmp_path):
    golden.fill(ledger)
    report = taken(other, written(ledger, "claims", tmp_path / "claims.csv"), dry_run=True)
    assert (report.new, report.events) == (16, 10)
    assert other.last_operation() == 1


@pytest.mark.parametrize("form", FORMS)
def test_what_only_follows_from_claims_is_never_taken_for_what_a_source_says(ledger, tmp_path, form):
    ledger.events.save(layoff())
    path = tmp_path / "table.csv"
    for table in TABLES:
        if table in {"events", "claims"}:
            continue
        export(ledger.at(ALL), table, path, sentence=str, step_sentence=str, **form)
        with pytest.raises(ImportFileError) as refused:
            inspect_file(path)
        assert (refused.value.code, refused.value.values["table"]) == ("own.not_taken_back", table)


# Formulas ------------------------------------------------------------------------------------------------------------


@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=12) | st.text("'=@a", max_size=4))
def test_an_apostrophe_is_put_before_a_formula_and_taken_off_again(text):
    shown = harmless(text)
    assert as_written(shown) == text
    assert shown in {text, f"'{text}"}
    assert not shown.startswith(tuple("=+-@\t\r\n\0＝＋－＠"))


TEXTS = ("=1+1", "@Acorn", "+49 30 1234", "-5", "'=x", "''", "a;b,c", 'say "so"', "two\r\nlines", " lead", "ä")


@pytest.mark.parametrize("form", FORMS)
def test_names_and_notes_come_back_as_they_were_written(ledger, other, tmp_path, form):
    for text in TEXTS:
        ledger.events.save(layoff(text, notes=text, count=1234567.5))
    taken(other, written(ledger, "claims", tmp_path / "claims.csv", **form))
    events, names = other.at(ALL).events.select(), other.organizations.names()
    assert [event.notes for event in events] == list(TEXTS)
    assert [names[event.organization_id] for event in events] == [" ".join(text.split()) for text in TEXTS]
    assert {event.values.count.best for event in events} == {1234567.5}
