"""Damage, in short: single bits are found, and nothing that somebody changed ends in a traceback."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing

import pytest

from db.errors import WorldError
from db.ledger import Ledger
from db.recovering.recover import recover
from db.store.atomic import replacing
from helpers.drafts import layoff
from helpers.places import ROOT
from tests.safety._ledgers import make
from tests.safety.bit_flips import flips
from tests.safety.mutated_ledgers import mutate, run
from tests.safety.recovering import DAMAGES, share


def test_the_check_finds_what_sqlite_does_not(tmp_path):
    counts = flips(make(tmp_path, rows=300), tmp_path / "flipped.headwater", 25)
    assert counts["check"] == 0
    assert counts["integrity_check"] > 0, "the negative control"


def test_a_changed_ledger_ends_in_a_sentence(tmp_path):
    counts, wrong = mutate(tmp_path, 30, seed=5)
    assert not wrong
    assert counts["changed"] > 10


def test_most_of_a_damaged_ledger_is_recovered(tmp_path):
    original = make(tmp_path, rows=600)
    for name in ("one page zeroed", "a tenth cut off", "page 1 zeroed"):
        damage, _, worst = DAMAGES[name]
        found, plain, sound = share(original, tmp_path, damage, seed=3)
        assert sound
        assert found >= worst, name
        assert not plain or name == "one page zeroed", "the negative control"
    with pytest.raises(WorldError, match="exists"):
        recover(original, original)


def test_nothing_is_not_passed_off_as_a_ledger(tmp_path):
    damaged, target = tmp_path / "zero.headwater", tmp_path / "recovered.headwater"
    damaged.write_bytes(bytes(200_000))
    with pytest.raises(WorldError, match="nothing_recovered"):
        recover(damaged, target)
    assert not target.exists()
    assert run(["recover", str(damaged), "--output", str(tmp_path / "new.headwater")]) == ""


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_what_is_no_file_is_refused_by_name(tmp_path):
    os.mkfifo(pipe := tmp_path / "pipe.headwater")
    for act in (lambda: recover(pipe, tmp_path / "new.headwater"), lambda: Ledger.open(pipe), lambda: _replace(pipe)):
        with pytest.raises(WorldError, match=r"file\.device"):
            act()
    assert pipe.is_fifo(), "nothing took its place"


def _replace(path):
    with replacing(path) as file:
        file.write(b"x")


def test_an_older_ledger_is_recovered(tmp_path):
    for version in (1, 2, 3, 4):
        stored = ROOT / "tests" / "data" / "ledgers" / f"{version}.headwater"
        target = tmp_path / f"{version}.headwater"
        report = recover(stored, target)
        assert report.problems == ()
        (copy := tmp_path / f"{version}-copy.headwater").write_bytes(stored.read_bytes())
        with Ledger.open(copy) as migrated, Ledger.open(target) as recovered:
            assert [row.values for row in recovered.at().events.select_rows()] == [
                row.values for row in migrated.at().events.select_rows()
            ]


def test_a_text_that_no_build_writes_is_said_at_once_and_shortened_by_recovery(tmp_path):
    path = tmp_path / "a.headwater"
    with Ledger.create(path) as ledger:
        ledger.events.save(layoff("Acorn"))
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE organizations SET name = ?", ("A" * 25_000_000,))
        connection.commit()
    with pytest.raises(WorldError, match=r"ledger\.too_big"), Ledger.open(path, mode="read") as ledger:
        ledger.at().organizations.names()
    with Ledger.open(path, mode="read") as ledger:
        assert "check.integrity" in {problem.code for problem in ledger.check()}
    recover(path, tmp_path / "b.headwater")
    with Ledger.open(tmp_path / "b.headwater") as ledger:
        assert list(ledger.at().organizations.names().values()) == ["A" * 1000 + "…"]


def test_an_interval_that_ends_before_it_begins_is_damage(tmp_path):
    path = tmp_path / "a.headwater"
    with Ledger.create(path) as ledger:
        ledger.events.save(layoff("Acorn", 220))
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE events SET count_low = 999")
        connection.commit()
    with pytest.raises(WorldError, match=r"ledger\.damaged"), Ledger.open(path, mode="read") as ledger:
        ledger.at().events.select_rows()


def test_a_rule_that_breaks_on_damaged_pages_is_no_fault_of_the_program(tmp_path):
    path = tmp_path / "a.headwater"
    with Ledger.create(path) as ledger:
        for number in range(3):
            ledger.events.save(layoff("Acorn", number + 1))
    earlier = bytearray(path.read_bytes())
    with Ledger.open(path) as ledger:
        ledger.events.save(layoff("Acorn", 9))
    with closing(sqlite3.connect(path)) as connection:
        root, size = connection.execute(
            "SELECT rootpage, page_size FROM sqlite_schema, pragma_page_size WHERE name = 'operation_changes'"
        ).fetchone()
    # One page is of a later moment than the others: what is done next has been noted there already.
    place = slice((root - 1) * size, root * size)
    earlier[place] = path.read_bytes()[place]
    path.write_bytes(earlier)
    with Ledger.open(path) as ledger:
        before = ledger.last_operation()
        with pytest.raises(WorldError, match=r"ledger\.damaged"):
            ledger.events.save(layoff("Acorn", 9))
        assert ledger.last_operation() == before


def test_a_number_behind_which_there_is_none_is_damage(tmp_path):
    path = tmp_path / "a.headwater"
    with Ledger.create(path) as ledger:
        ledger.events.save(layoff("Acorn", 1))
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE events SET id = 9223372036854775807")
        connection.commit()
    with Ledger.open(path) as ledger, pytest.raises(WorldError, match=r"ledger\.damaged"):
        ledger.events.save(layoff("Acorn", 9))
