"""A few disks without room, calls that fail, losses of power, and copies between commits.

Many more: ``python -m tests.safety disk``, ``faults`` and ``power``.
"""

from __future__ import annotations

import os

import pytest

from safety._copying import copy_after_each
from safety._disk import try_all
from safety._faults import available, fail_each
from tests.safety.power import lost

pytestmark = [pytest.mark.no_cover, pytest.mark.skipif(not hasattr(os, "fork"), reason="limits are set in a fork")]


def test_without_room_it_is_done_or_refused_and_nothing_is_left(tmp_path):
    found = try_all(tmp_path / "a", steps=4)
    assert found.problems == []
    assert found.refused >= 4
    assert try_all(tmp_path / "b", steps=2, silent=True).problems  # what is not told would be seen


@pytest.mark.skipif(not available(), reason="needs strace")
def test_a_call_that_fails_is_told_and_work_goes_on(tmp_path):
    found = fail_each(tmp_path / "a", deeds=("save",), calls=("fdatasync",), most=2)
    assert found.problems == []
    assert found.tried == 4
    assert found.refused >= 2  # SQLite takes no notice of a folder that cannot be synced
    assert fail_each(tmp_path / "b", deeds=("save",), calls=("fdatasync",), most=1, silent=True).problems


@pytest.mark.skipif(not available(), reason="needs strace")
def test_nothing_acknowledged_is_lost_with_the_power(tmp_path):
    found = lost(tmp_path / "a", states=60)
    assert (found["tried"], found["damaged"], found["lost"]) == (60, 0, 0)
    bare = lost(tmp_path / "b", states=20, bare=True)
    assert bare["damaged"] + bare["lost"] > 5


def test_a_plain_copy_after_each_commit_is_complete(tmp_path):
    assert copy_after_each(tmp_path / "a", commits=25) == 0
    assert copy_after_each(tmp_path / "b", commits=5, wal=True) > 0
