"""A ledger as a data package: out and back in, whole, with everything that was known on any day."""

import csv
import io
import json
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.errors import CancelledError, ImportFileError, WorldError
from db.ledger import Ledger
from db.model.progress import Progress
from db.model.records import Scope
from db.model.values import Status
from db.output.export import TABLES, export
from db.package.layout import DESCRIPTOR, tables_of
from db.package.loading import is_empty, load_package
from db.package.reading import is_package
from db.package.writing import write_package
from helpers import golden
from helpers.deeds import DEEDS, do
from helpers.drafts import layoff


def packed(ledger, path):
    with path.open("wb") as target:
        write_package(ledger.store, target)
    return path


def members(path):
    with zipfile.ZipFile(path) as archive:
        return {info.filename: (info.date_time, archive.read(info)) for info in archive.infolist()}


def exports(ledger, *earlier):
    """Every table, now and as known at some operations."""
    found = {}
    for known in (None, *earlier):
        view = ledger.at(Scope(minimum_status=Status.DENIED, known_operation=known))
        for table in TABLES:
            out = io.BytesIO()
            export(view, table, out)
            found[known, table] = out.getvalue()
    return found


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


# Out and in --------------------------------------------------------------------------------------------------------


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.sampled_from(DEEDS), st.integers(0, 20)), min_size=1, max_size=8), st.integers(0, 99))
def test_an_empty_ledger_becomes_the_one_that_was_packed_on_every_earlier_day_too(pair, deeds, moment):
    for one in pair.iterdir():
        one.unlink()
    with Ledger.create(pair / "a.headwater") as ledger, Ledger.create(pair / "b.headwater") as other:
        for deed, number in deeds:
            do(ledger, deed, number)
        first = packed(ledger, pair / "a.zip")
        load_package(other.store, first)
        assert other.uid == ledger.uid
        assert other.last_operation() == ledger.last_operation()
        earlier = 1 + moment % ledger.last_operation()
        assert exports(other, earlier) == exports(ledger, earlier)
        assert members(packed(other, pair / "b.zip")) == members(first)
        assert other.check() == []


def test_the_golden_case_comes_back_and_can_still_be_undone(ledger, other, tmp_path):
    golden.fill(ledger)
    load_package(other.store, packed(ledger, tmp_path / "a.zip"))
    assert exports(other, 4, 9) == exports(ledger, 4, 9)
    step = ledger.undo_step()
    assert other.undo_step() == step
    other.undo()
    other.redo()
    other.events.save(layoff("Another"))
    assert other.check() == []


@pytest.mark.parametrize(
    "text", ["", "\\N", "\\N\\N", "NULL", '"', "a\r\nb", "\r", "\n", "'", "=1", " ", "ä\u2028\x00\x1f", "🦆" * 40]
)
def test_no_text_is_taken_for_another_nor_for_none(ledger, other, tmp_path, text):
    with ledger.operation("event.added") as operation:
        for words in (text, None, "", "x"):
            operation.add("claims", {"event_id": 1, "status": "reported", "count_words": words, "wording": words})
        operation.add("events", {"kind": "layoff", "organization_id": 1, "notes": text}, row_id=1)
        operation.add("organizations", {"name": "A", "name_key": text, "notes": text}, row_id=1)
    load_package(other.store, packed(ledger, tmp_path / "a.zip"))
    for sql in ("SELECT count_words, wording FROM claims", "SELECT name_key, notes FROM organizations"):
        assert [tuple(row) for row in other.store.connection.execute(sql)] == [
            tuple(row) for row in ledger.store.connection.execute(sql)
        ]


@pytest.mark.parametrize("number", [0.1 + 0.2, 1e-300, 1.7976931348623157e308, 200.0, 14.3e9, 0.35000000000000003])
def test_numbers_come_back_to_the_last_bit(ledger, other, tmp_path, number):
    ledger.events.save(layoff(tolerance=number))
    load_package(other.store, packed(ledger, tmp_path / "a.zip"))
    (found,) = other.store.connection.execute("SELECT tolerance FROM events").fetchone()
    assert repr(found) == repr(number)


# What others see ---------------------------------------------------------------------------------------------------


def test_every_table_is_described_and_none_is_left_out(ledger, tmp_path):
    golden.fill(ledger)
    found = members(packed(ledger, tmp_path / "a.zip"))
    described = json.loads(found[DESCRIPTOR][1])
    tables = {table.name: table for table in tables_of(ledger.store.connection)}
    assert {"events", "claims", "operations", "operation_changes", "imports", "import_rows", "ledger"} <= tables.keys()
    assert [one["name"] for one in described["resources"]] == sorted(tables)
    assert {one["path"] for one in described["resources"]} | {DESCRIPTOR} == found.keys()
    for resource in described["resources"]:
        rows = list(csv.reader(io.StringIO(found[resource["path"]][1].decode(), newline="")))
        assert rows[0] == [field["name"] for field in resource["schema"]["fields"]]
        (count,) = ledger.store.connection.execute(f"SELECT count(*) FROM {resource['name']}").fetchone()
        assert len(rows) == count + 1
    assert {when for when, _ in found.values()} == {(1980, 1, 1, 0, 0, 0)}
    claims = next(one for one in described["resources"] if one["name"] == "claims")
    fields = {field["name"]: field for field in claims["schema"]["fields"]}
    assert (fields["id"]["type"], fields["count_low"]["type"], fields["wording"]["type"]) == (
        "integer", "number", "string",
    )  # fmt: skip
    assert {"fields": ["added_operation"], "reference": {"resource": "operations", "fields": ["id"]}} in (
        claims["schema"]["foreignKeys"]
    )


def test_a_ledger_may_be_written_while_it_is_packed(ledger, other, tmp_path):
    ledger.events.save(layoff())

    class Meanwhile(Progress):
        def _show(self, done, total):
            if not done:
                return
            with Ledger.open(ledger.path) as again:
                again.events.save(layoff(f"Meanwhile {done}"))

    known = ledger.last_operation()
    with (tmp_path / "a.zip").open("wb") as target:
        write_package(ledger.store, target, progress=Meanwhile())
    load_package(other.store, tmp_path / "a.zip")
    assert other.last_operation() == known < ledger.last_operation()


# What is refused -----------------------------------------------------------------------------------------------------


def test_only_our_own_packages_are_taken_for_one(ledger, tmp_path):
    assert is_package(packed(ledger, tmp_path / "a.zip"))
    (tmp_path / "text.zip").write_text("PK\x03\x04 is no zip")
    with zipfile.ZipFile(tmp_path / "plain.zip", "w") as archive:
        archive.writestr("a.csv", "a,b\n1,2\n")
    for name, text in (("theirs", '{"name": "x"}'), ("broken", "{"), ("list", "[]"), ("deep", "[" * 100_000)):
        with zipfile.ZipFile(tmp_path / f"{name}.zip", "w") as archive:
            archive.writestr(DESCRIPTOR, text)
    found = {path.name for path in tmp_path.iterdir() if is_package(path)}
    assert found == {"a.zip"}
    assert not is_package(tmp_path)
    assert not is_package(tmp_path / "missing.zip")


def changed(path, change, target):
    """The package with its members as ``change`` makes them."""
    found = {name: data for name, (_, data) in members(path).items()}
    change(found)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in found.items():
            archive.writestr(name, data)
    return target


def described(update):
    def change(found):
        description = json.loads(found[DESCRIPTOR])
        update(description)
        found[DESCRIPTOR] = json.dumps(description)

    return change


def replaced(table, before, after):
    def change(found):
        name = f"data/{table}.csv"
        assert before in found[name]
        found[name] = found[name].replace(before, after)

    return change


@pytest.fixture(scope="module")
def one_event(tmp_path_factory):
    """The package of a ledger with one event."""
    folder = tmp_path_factory.mktemp("one")
    with Ledger.create(folder / "a.headwater") as ledger:
        ledger.events.save(layoff())
        return packed(ledger, folder / "a.zip")


@pytest.fixture(scope="module")
def untouched(tmp_path_factory):
    """An empty ledger, which stays one."""
    with Ledger.create(tmp_path_factory.mktemp("empty") / "a.headwater") as ledger:
        yield ledger


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (described(lambda it: it["headwater"].update(schema_version=99)), "package.newer"),
        (described(lambda it: it["headwater"].update(schema_version=1)), "package.older"),
        (described(lambda it: it["headwater"].update(schema_version="3")), "package.damaged"),
        (described(lambda it: it["headwater"].pop("ledger")), "package.damaged"),
        (described(lambda it: it["resources"].pop()), "package.damaged"),
        (described(lambda it: it["resources"].append({"name": "x", "schema": {"fields": []}})), "package.damaged"),
        (described(lambda it: it["resources"][0]["schema"]["fields"].pop()), "package.damaged"),
        (described(lambda it: it.update(resources=7)), "package.damaged"),
        (lambda found: found.pop("data/events.csv"), "package.damaged"),
        (lambda found: found.update({"data/ledger.csv": b"uid\r\n"}), "package.damaged"),
        (lambda found: found.update({"data/events.csv": b"\xff\xfe"}), "package.damaged"),
        (replaced("events", b"layoff,1", b"layoff,one"), "package.damaged"),
        (replaced("events", b"200.0", b"about"), "package.damaged"),
        (replaced("events", b"layoff,1", b"layoff,7"), "package.damaged"),
        (replaced("events", b"layoff,1,", b"layoff,1,,"), "package.damaged"),
        (replaced("operations", b"event.added", b'"event.added'), "package.damaged"),
        (replaced("operations", b",do,", b",undone,"), "package.damaged"),
        (replaced("operations", b"+00:00", b"+0:0"), "package.damaged"),
        (replaced("operations", b"{", b"["), "package.damaged"),
        (replaced("claims", b",reported,", b",heard,"), "package.damaged"),
        (replaced("claims", b"2025-07-16", b"2025-17-16"), "package.damaged"),
        (replaced("event_kinds", b",workforce,", b",people,"), "package.damaged"),
    ],
)
def test_what_is_not_as_it_was_written_is_refused_and_nothing_of_it_stays(one_event, untouched, change, code):
    path = changed(one_event, change, one_event.with_name("b.zip"))
    with pytest.raises(ImportFileError) as refused:
        load_package(untouched.store, path)
    assert refused.value.code == code
    assert is_empty(untouched.store)
    assert untouched.kinds.all()
    assert untouched.check() == []


def test_a_bomb_is_refused_before_it_is_unpacked(ledger, other, tmp_path):
    bomb = b"id\r\n" + b"0" * (21 << 20)
    path = changed(
        packed(ledger, tmp_path / "a.zip"), lambda found: found.update({"data/claims.csv": bomb}), tmp_path / "b.zip"
    )
    with pytest.raises(ImportFileError, match=r"package\.too_large"):
        load_package(other.store, path)


def test_a_cancelled_load_leaves_the_ledger_empty(ledger, other, tmp_path):
    with ledger.operation("event.added") as operation:
        for number in range(600):
            ledger.organizations.ensure(operation, f"Company {number}")

    class Stop(Progress):
        cancelled = True

    with pytest.raises(CancelledError):
        load_package(other.store, packed(ledger, tmp_path / "a.zip"), progress=Stop())
    assert other.organizations.rows() == []


def test_a_ledger_opened_for_reading_is_not_filled(ledger, other, tmp_path):
    path = packed(ledger, tmp_path / "a.zip")
    with Ledger.open(other.path, mode="read") as reading, pytest.raises(WorldError, match=r"ledger\.read_only"):
        load_package(reading.store, path)
