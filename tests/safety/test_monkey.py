"""A short run of :mod:`tests.safety.monkey`; HEADWATER_MONKEY=60 lets it go on for so many seconds."""

import os

import pytest


@pytest.mark.no_cover
@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_monkey_finds_no_fault(qapp, qtbot, tmp_path):
    from tests.safety.monkey import run

    seconds = float(os.environ.get("HEADWATER_MONKEY", "10"))
    monkey, measured = run(qapp, tmp_path, seconds, seed=int(os.environ.get("HEADWATER_MONKEY_SEED", "7")))
    assert monkey.errors == []
    assert monkey.deeds > 20
    (_, files, threads), (_, files_after, threads_after) = measured[0], measured[-1]
    assert threads_after <= threads
    assert files_after <= files + 2  # what is opened once, whenever it is
