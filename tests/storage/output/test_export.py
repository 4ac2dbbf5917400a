"""CSV as others read it: the golden numbers, exact texts, formulas made harmless, files old or new but never half."""

import csv
import io
import json
import os
import subprocess
import sys
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.errors import CancelledError, UserError, WorldError
from db.ledger import Ledger
from db.model.drafts import ClaimDraft, EventDraft, SourceDraft
from db.model.progress import Progress
from db.model.records import Scope
from db.model.values import ImpreciseDate, Population, Quantity, Status
from db.output.export import TABLES, export
from db.sample import fill
from helpers.drafts import layoff
from helpers.places import ROOT, SAMPLE


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    with Ledger.create(tmp_path_factory.mktemp("ledger") / "sample.headwater") as made:
        fill(made, json.loads(SAMPLE.read_text(encoding="utf-8")))
        yield made


@pytest.fixture
def ledger(tmp_path):
    with Ledger.create(tmp_path / "a.headwater") as made:
        yield made


def raw(ledger, table, scope=Scope(), **options):  # noqa: B008 - frozen
    out = io.BytesIO()
    count = export(ledger.at(scope), table, out, **options)
    return count, out.getvalue()


def read(ledger, table, scope=Scope(), **options):  # noqa: B008 - frozen
    count, data = raw(ledger, table, scope, **options)
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8"), newline="")))
    assert len(rows) == count
    return rows


def scale(sample, **options):
    return Scope(organization_ids=(sample.organizations.find("Scale AI"),), **options)


# The golden case ---------------------------------------------------------------------------------------------------


def test_headcount_of_the_sample(sample):
    _, data = raw(sample, "headcount", scale(sample))
    assert data.decode().splitlines() == [
        "organization,population,date,low,best,high,basis,unexplained",
        "Scale AI,employees,2025-07-15,1379,1429,1481,implied,",
        "Scale AI,employees,2025-07-16,1179,1229,1281,change,",
        *(line for line in data.decode().splitlines() if "contingent" in line),
    ]


def test_contractors_count_from_zero_and_are_never_among_the_employees(sample):
    rows = read(sample, "headcount", scale(sample), population=Population.CONTINGENT)
    assert [(row["date"], row["best"], row["basis"]) for row in rows][-1] == ("2025-07-16", "-500", "relative")
    assert "700" not in {row[key] for row in read(sample, "headcount") for key in ("low", "best", "high")}


def test_headcount_without_an_organization_is_that_of_all_with_workforce_events(sample):
    assert {row["organization"] for row in read(sample, "headcount")} == {"Scale AI"}


def test_active_clients_of_the_sample(sample):
    rows = read(sample, "active-clients", scale(sample, first=date(2025, 6, 1), last=date(2025, 7, 31)))
    assert [tuple(row.values()) for row in rows] == [
        ("Scale AI", "2025-06-01", "2", "0", "0", "0", "0", "2"),
        ("Scale AI", "2025-06-13", "2", "1", "0", "0", "0", "2"),
        ("Scale AI", "2025-06-18", "2", "1", "0", "0", "1", "2"),
    ]
    assert list(rows[0]) == [
        "organization", "date", "active", "at_risk", "reduced", "paused", "winding_down", "clients",
    ]  # fmt: skip
    with_rumors = read(sample, "active-clients", scale(sample, minimum_status=Status.RUMORED))
    assert {row["active"] for row in with_rumors} == {"2"}


def test_clients_are_counted_for_vendors_only(sample):
    google = Scope(organization_ids=(sample.organizations.find("Google"),))
    assert read(sample, "active-clients", google) == []


def test_events_of_the_sample(sample):
    rows = {row["kind"]: row for row in read(sample, "events")}
    assert len(rows) == 9, "the rumor is left out"
    layoff = rows["layoff"]
    assert [layoff[f"count_{end}"] for end in ("low", "best", "high")] == ["200", "200", "200"]
    assert [layoff[f"percent_{end}"] for end in ("low", "best", "high")] == ["13.5", "14", "14.5"]
    assert (layoff["earliest"], layoff["latest"], layoff["status"], layoff["sources"]) == (
        "2025-07-16", "2025-07-16", "reported", "1",
    )  # fmt: skip
    assert layoff["effective"] == layoff["amount_best"] == "", "unknown is empty, never 0"
    assert rows["relationship_at_risk"]["counterparty"] == rows["relationship_at_risk"]["client"] == "Google"
    assert rows["relationship_at_risk"]["amount_best"] == "200000000"
    assert len(read(sample, "events", Scope(minimum_status=Status.RUMORED))) == 10
    assert [row["kind"] for row in read(sample, "events", population=Population.CONTINGENT)] == ["contractors_ended"]


def test_claims_of_the_sample_with_their_sources_and_history(sample):
    rows = read(sample, "claims")
    assert [int(row["id"]) for row in rows] == sorted(int(row["id"]) for row in rows)
    superseded = [row for row in rows if row["superseded"] == "yes"]
    assert [(row["status"], row["publisher"]) for row in superseded] == [("denied", "TechCrunch")]
    (german,) = (row for row in rows if row["kind"] == "layoff" and row["count_words"] == "ca. 200")
    assert (german["count_low"], german["count_high"], german["announced_words"]) == ("150", "250", "im Juli")
    assert (german["reliability"], german["origin"], german["published"]) == ("C", "Bloomberg", "2025-07")


def test_findings_of_the_sample(sample):
    rows = read(sample, "findings", sentence=lambda one: f"about {one.field}")
    assert [(row["kind"], row["field"], row["accepted"]) for row in rows] == [
        ("contradicted", "amount", "no"), ("single_rumor", "", "no"),
    ]  # fmt: skip
    assert rows[0]["values"] == '{"low": 1430000000, "high": 14300000000, "claims": 3, "currency": "USD"}'
    assert rows[0]["sentence"] == "about amount"


@pytest.mark.parametrize("table", TABLES)
def test_every_table_comes_out_the_same_each_time(sample, table):
    first, second = raw(sample, table), raw(sample, table)
    assert first == second
    assert first[0] > 0 or table == "fields"  # the sample has none of its own


def test_history_is_in_order(sample):
    rows = read(sample, "history")
    assert [int(row["operation"]) for row in rows] == list(range(1, 12))
    assert rows[0]["action"] == "ledger.created"
    assert {row["state"] for row in rows} == {"in_effect"}


def test_history_says_who_did_what_and_what_became_of_it(ledger):
    ledger.store.actor = "Ada"
    ledger.events.save(layoff())
    ledger.events.save(layoff("Other"))
    ledger.revert(2)
    ledger.undo()
    ledger.revert(2)
    rows = read(ledger, "history", step_sentence=lambda step: f"said {step.code}")
    assert [(row["operation"], row["kind"], row["action"], row["target"], row["state"]) for row in rows] == [
        ("1", "do", "ledger.created", "", "in_effect"),
        ("2", "do", "event.added", "", "reverted"),
        ("3", "do", "event.added", "", "in_effect"),
        ("4", "do", "operation.reverted", "2", "undone"),
        ("5", "undo", "operation.reverted", "4", ""),
        ("6", "do", "operation.reverted", "2", "in_effect"),
    ]
    assert (rows[1]["actor"], rows[1]["subject"], rows[1]["event"]) == ("Ada", "Scale AI", "1")
    assert rows[1]["sentence"] == "said event.added"
    assert rows[1]["recorded_at"].startswith(rows[1]["recorded_day"][:8])
    assert len(read(ledger, "history", Scope(known_operation=3))) == 3


def test_an_unknown_table_is_refused(sample):
    with pytest.raises(UserError, match=r"export\.table_unknown"):
        raw(sample, "sheets")


# Texts and numbers -------------------------------------------------------------------------------------------------


def event_with(ledger, **texts):
    claim = ClaimDraft(
        source=SourceDraft(publisher="P", url="https://example.org/1"),
        announced=ImpreciseDate.day(date(2025, 1, 2)),
        count=Quantity(None, None, 300.0, "up to 300"),
        amount=Quantity.exact(-13.5, "-13.5"),
        currency="EUR",
    )
    return ledger.events.save(EventDraft(kind="layoff", organization="=SUM(A1)", claims=(claim,), **texts))


@pytest.mark.no_cover
@given(st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=40))
def test_csv_gives_every_text_back(tmp_path_factory, text):
    with Ledger.create(tmp_path_factory.mktemp("texts") / "a.headwater") as ledger:
        event_with(ledger, notes=text)
        assert read(ledger, "events")[0]["notes"] == text


def test_an_open_end_is_empty_and_not_zero(ledger):
    event_with(ledger)
    (row,) = read(ledger, "events")
    assert (row["count_low"], row["count_best"], row["count_high"]) == ("", "", "300")
    assert row["count_words"] == "up to 300"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝"])
def test_only_the_spreadsheet_variant_makes_formulas_harmless(ledger, start):
    event_with(ledger, notes=f"{start}1+1")
    _, exact = raw(ledger, "events")
    _, excel = raw(ledger, "events", format="excel-csv")
    assert not exact.startswith(b"\xef\xbb\xbf")
    assert excel.startswith(b"\xef\xbb\xbf")
    (row,) = csv.DictReader(io.StringIO(excel.decode("utf-8-sig"), newline=""))
    assert row["notes"] == f"'{start}1+1"
    assert row["organization"] == "'=SUM(A1)"
    assert row["amount_best"] == "-13.5", "a negative number is a number"
    (row,) = csv.DictReader(io.StringIO(exact.decode(), newline=""))
    assert row["notes"] == f"{start}1+1"


def test_german_spreadsheets_get_semicolons_and_decimal_commas(ledger):
    event_with(ledger)
    _, data = raw(ledger, "events", format="excel-csv", language="de")
    (row,) = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";")
    assert (row["amount_best"], row["count_high"], row["announced"]) == ("-13,5", "300", "2025-01-02")


def test_more_rows_than_a_page(ledger):
    with ledger.operation("event.added") as operation:
        for number in range(2100):
            ledger.events.write(operation, EventDraft(kind="hiring", organization="Many", notes=str(number)))
    assert [row["notes"] for row in read(ledger, "events")] == [str(number) for number in range(2100)]


def test_as_known_on_an_earlier_operation(ledger):
    event_with(ledger, notes="first")
    known = ledger.last_operation()
    (event,) = ledger.at(Scope()).events.select()
    ledger.events.save(EventDraft(kind="layoff", organization="Other", notes="second"), event_id=event.id)
    assert [row["notes"] for row in read(ledger, "events", Scope(known_operation=known))] == ["first"]
    assert [row["notes"] for row in read(ledger, "events")] == ["second"]
    assert len(read(ledger, "claims", Scope(known_operation=known))) == 1
    assert read(ledger, "claims") == []


# Files -------------------------------------------------------------------------------------------------------------


class CancelAtOnce(Progress):
    cancelled = True


def test_a_cancelled_export_leaves_the_old_file_and_nothing_else(sample, tmp_path):
    target = tmp_path / "events.csv"
    target.write_text("old")
    with pytest.raises(CancelledError):
        export(sample.at(Scope()), "events", target, progress=CancelAtOnce())
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_an_export_replaces_the_whole_file_and_keeps_its_permissions(sample, tmp_path):
    target = tmp_path / "events.csv"
    target.write_text("old " * 10_000)
    target.chmod(0o640)
    assert export(sample.at(Scope()), "events", target) == 9
    assert len(target.read_bytes()) == len(raw(sample, "events")[1])
    assert target.stat().st_mode & 0o777 == 0o640
    assert list(tmp_path.iterdir()) == [target]


def test_a_link_is_named_and_only_followed_where_that_is_said(sample, tmp_path):
    real, link = tmp_path / "real.csv", tmp_path / "link.csv"
    real.write_text("old")
    link.symlink_to(real)
    with pytest.raises(WorldError) as refused:
        export(sample.at(Scope()), "sources", link)
    assert refused.value.code == "file.is_link"
    assert refused.value.values == {"path": str(link), "target": str(real)}
    assert real.read_text() == "old"
    export(sample.at(Scope()), "sources", link, follow_links=True)
    assert link.is_symlink()
    assert real.read_text(encoding="utf-8").startswith("id,publisher")


def test_a_program_that_is_killed_leaves_no_part_of_a_file(tmp_path):
    target = tmp_path / "events.csv"
    script = (
        "import os, signal, sys\n"
        "from db.store.atomic import replacing\n"
        "with replacing(sys.argv[1]) as file:\n"
        "    file.write(b'x' * 1_000_000)\n"
        "    file.flush()\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    if not hasattr(os, "O_TMPFILE"):
        pytest.skip("this system has no files without a name")
    done = subprocess.run([sys.executable, "-c", script, str(target)], cwd=ROOT, check=False)
    assert done.returncode < 0
    assert list(tmp_path.iterdir()) == []


def test_a_new_file_is_for_its_owner_alone(sample, tmp_path):
    export(sample.at(Scope()), "events", tmp_path / "events.csv")
    assert (tmp_path / "events.csv").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(("name", "code"), [(".", "ledger.is_folder"), ("missing/a.csv", "ledger.cannot_write")])
def test_what_cannot_be_written_is_said(sample, tmp_path, name, code):
    with pytest.raises(WorldError) as error:
        export(sample.at(Scope()), "events", tmp_path / name)
    assert error.value.code == code


def test_what_has_no_date_is_listed_but_moves_no_level(ledger):
    def add(kind, count, when):
        claim = ClaimDraft(announced=when, count=Quantity.exact(count))
        ledger.events.save(EventDraft(kind=kind, organization="Acme", claims=(claim,)))

    add("reported_headcount", 1000, ImpreciseDate.day(date(2025, 1, 1)))
    add("layoff", 200, ImpreciseDate.day(date(2025, 7, 1)))
    add("layoff", 100, None)
    assert [row["best"] for row in read(ledger, "headcount")] == ["1000", "800"]
    assert sorted(row["count_best"] for row in read(ledger, "events")) == ["100", "1000", "200"]
