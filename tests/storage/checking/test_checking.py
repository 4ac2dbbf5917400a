"""The check of a ledger: silent on all that Headwater writes, and it names what somebody else wrote."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

import pytest

from db.errors import CancelledError
from db.ledger import Ledger
from db.model.progress import Progress
from db.package.taking import take_package
from db.package.writing import write_package
from helpers.drafts import layoff
from tests.safety._ledgers import make


@pytest.fixture(scope="module")
def original(tmp_path_factory) -> Path:
    """A ledger with every deed and an import of several runs that was undone and redone."""
    return make(tmp_path_factory.mktemp("checked"), rows=1300)


@pytest.fixture
def copy(original, tmp_path) -> Path:
    path = tmp_path / "copy.headwater"
    path.write_bytes(original.read_bytes())
    return path


EVENT_ID = "(SELECT max(e.id) FROM events e WHERE e.retired_operation IS NULL AND e.count_best > 1 AND e.place > '')"
EVENT = f"SELECT version FROM events WHERE retired_operation IS NULL AND id = {EVENT_ID}"


def codes(path: Path) -> set[str]:
    with Ledger.open(path, mode="read") as ledger:
        return {problem.code for problem in ledger.check()}


def change(path: Path, *statements: str) -> None:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def test_what_headwater_wrote_is_sound(original, tmp_path):
    assert codes(original) == set()
    with Ledger.open(original) as ledger:
        ledger.save_copy(tmp_path / "saved.headwater")
        with (target := tmp_path / "package.zip").open("wb") as file:
            write_package(ledger.store, file)
        ledger.erasing.erase(["Company 1"], replacement="")
    assert codes(tmp_path / "saved.headwater") == set() == codes(original)
    with Ledger.create(tmp_path / "taken.headwater") as taken:
        take_package(taken, target)
        taken.events.save(layoff("Acorn", count=4))
        take_package(taken, target)
        assert taken.check() == []


def test_a_run_is_the_same_whether_it_is_known_or_read_back(original):
    with contextlib.closing(sqlite3.connect(original)) as connection:
        longest = connection.execute(
            "SELECT max(last - first) FROM digests WHERE table_name = 'claims' AND first > 0"
        ).fetchone()
    assert longest == (499,), "the import was digested as it was written"


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE claims SET count_best = count_best + 1 WHERE version = {claims}", "check.digest"),
        ("UPDATE events SET place = place || 'x' WHERE version = {events}", "check.digest"),
        (
            "UPDATE claims SET retired_operation = 3 WHERE version = {claims}",
            "check.digest",
        ),
        ("DELETE FROM claims WHERE version = {claims}", "check.digest"),
        ("UPDATE events SET version = 900000 WHERE version = (SELECT max(version) FROM events)", "check.digest"),
        ("UPDATE import_rows SET outcome = 'skipped' WHERE line = 9", "check.digest"),
        ("UPDATE operations SET actor = 'me' WHERE id = 3", "check.digest"),
        ("UPDATE operation_changes SET added = added + 1 WHERE operation_id = 4", "check.digest"),
        ("UPDATE ledger SET uid = 'x'", "check.digest"),
        ("DELETE FROM digests WHERE operation_id = 5", "check.digest"),
        ("UPDATE operations SET abandoned = 1 - abandoned WHERE id = 6", "check.history"),
        ("UPDATE operations SET undone_by = 3 WHERE id = 2", "check.history"),
        ("UPDATE claims SET status = 'certain' WHERE version = {claims}", "check.value"),
        ("UPDATE claims SET announced = '2024-99-01' WHERE version = {claims}", "check.value"),
        ("UPDATE claims SET count_high = 9e999 WHERE version = {claims}", "check.value"),
        ("UPDATE claims SET count_low = 70000 WHERE count_high < 70000", "check.value"),
        ("UPDATE operations SET detail = '[]' WHERE id = 3", "check.value"),
        ("UPDATE sources SET title = CAST(x'c328' AS TEXT), url = CAST(x'ff' AS TEXT)", "check.integrity"),
        ("UPDATE event_kinds SET kind_group = CAST(x'c328' AS TEXT)", "check.value"),
        ("UPDATE events SET part_of_id = id WHERE version = {events}", "check.circle"),
        ("UPDATE organizations SET name_key = 'x' WHERE retired_operation IS NULL", "check.derived"),
        ("UPDATE events SET search_key = 'x' WHERE version = {events}", "check.derived"),
        ("UPDATE events SET earliest = '2001-01-01' WHERE version = {events}", "check.derived"),
        ("UPDATE events SET count_high = 400000 WHERE version = {events}", "check.derived"),
        ("UPDATE events SET organization_id = 77777 WHERE version = {events}", "check.reference"),
        ("UPDATE claims SET added_operation = 99999 WHERE version = {claims}", "check.foreign_key"),
    ],
)
def test_what_somebody_else_wrote_is_named(copy, statement, code):
    # The last event that was imported and is live, and its claim.
    change(
        copy,
        statement.format(
            events=f"({EVENT})",
            claims=f"(SELECT version FROM claims WHERE retired_operation IS NULL AND event_id = {EVENT_ID} LIMIT 1)",
        ),
    )
    assert code in codes(copy)


def test_cancelling_stops_it(original):
    class Cancelled(Progress):
        cancelled = True

    with Ledger.open(original, mode="read") as ledger:
        with pytest.raises(CancelledError):
            ledger.check(Cancelled())
        assert ledger.check() == []
