"""A few disks without room, and copies between commits; many more: ``python -m tests.safety disk``."""

from __future__ import annotations

import os

import pytest

from safety._copying import copy_after_each
from safety._disk import try_all

pytestmark = [pytest.mark.no_cover, pytest.mark.skipif(not hasattr(os, "fork"), reason="limits are set in a fork")]


def test_without_room_it_is_done_or_refused_and_nothing_is_left(tmp_path):
    found = try_all(tmp_path / "a", steps=4)
    assert found.problems == []
    assert found.refused >= 4
    assert try_all(tmp_path / "b", steps=2, silent=True).problems  # what is not told would be seen


def test_a_plain_copy_after_each_commit_is_complete(tmp_path):
    assert copy_after_each(tmp_path / "a", commits=25) == 0
    assert copy_after_each(tmp_path / "b", commits=5, wal=True) > 0
