"""The bytes of a ledger are compared with how they were left: every turned bit is seen, and our own work is none."""

from __future__ import annotations

import random
from pathlib import Path

from db.checking import page_sums
from db.ledger import Ledger
from helpers.drafts import layoff


def test_every_turned_bit_is_one_page_and_what_was_written_since_is_no_alarm(tmp_path: Path) -> None:
    path, place = tmp_path / "a.headwater", tmp_path / "notes" / "a.pages"
    with Ledger.create(path) as ledger:
        for number in range(20):
            ledger.events.save(layoff(f"Company {number}", number + 1))
    assert page_sums.kept(place) is None
    page_sums.note(path, place)
    noted = page_sums.kept(place)
    assert noted is not None
    with Ledger.open(path) as ledger:  # looked at only
        assert ledger.check() == []
    now = page_sums.read(path)
    assert now is not None
    assert noted.differing(now) == 0

    chance, data = random.Random(3), path.read_bytes()
    for _time in range(50):
        turned = bytearray(data)
        turned[chance.randrange(28, len(data))] ^= 1 << chance.randrange(8)  # behind the count of changes
        path.write_bytes(turned)
        found = page_sums.read(path)
        assert found is not None
        assert noted.differing(found) == 1
    path.write_bytes(data[:-4096])
    cut = page_sums.read(path)
    assert cut is not None
    assert noted.differing(cut) == 1

    path.write_bytes(data)
    with Ledger.open(path) as ledger:
        ledger.undo()
    written = page_sums.read(path)
    assert written is not None
    assert noted.differing(written) is None


def test_what_is_being_written_or_is_no_note_says_nothing(tmp_path: Path) -> None:
    path, place = tmp_path / "a.headwater", tmp_path / "a.pages"
    Ledger.create(path).close()
    (tmp_path / "a.headwater-journal").write_bytes(b"hot")
    assert page_sums.read(path) is None
    assert page_sums.read(tmp_path / "gone.headwater") is None
    for noise in (b"", b"something else", b"headwater pages 1\nabcdefg"):
        place.write_bytes(noise)
        assert page_sums.kept(place) is None
