"""A few kills of each deed, and that harm would be seen; hundreds of them: ``python -m tests.safety kills``."""

from __future__ import annotations

import os

import pytest

from safety._deeds import DEEDS
from safety._killing import kill

KILLS = 12 if os.environ.get("CI") else 6


@pytest.mark.no_cover
@pytest.mark.skipif(not hasattr(os, "fork"), reason="a process that is forked starts at once")
@pytest.mark.parametrize("deed", DEEDS, ids=lambda deed: deed.name)
def test_nothing_is_lost_or_half_done(deed, tmp_path):
    assert kill(deed, tmp_path / "a", times=KILLS).problems == []


@pytest.mark.no_cover
@pytest.mark.skipif(not hasattr(os, "fork"), reason="a process that is forked starts at once")
def test_harm_would_be_seen(tmp_path):
    deed = next(one for one in DEEDS if one.name == "edit, import, undo")
    assert kill(deed, tmp_path / "a", times=60, control=True).problems
