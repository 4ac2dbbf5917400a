"""Collections of files that are hard to cut into cells, with what is right beside them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bench import dialects
from db.importing.file.dialect import detect

pytestmark = pytest.mark.corpus


@pytest.fixture(scope="module")
def nasty() -> Path:
    folder = os.environ.get("HEADWATER_CORPUS")
    if not folder:
        pytest.skip("HEADWATER_CORPUS is not set")
    return Path(folder) / "nasty"


def test_csv_spectrum(nasty):
    assert len(dialects.hits(dialects.spectrum(nasty), dialects.ours)) == 12


def test_separators_and_quotation_marks_of_edge_cases(nasty):
    assert len(dialects.hits(dialects.edge_cases(nasty), dialects.our_form)) == 21


def test_pollock_is_read_right_or_what_was_hurt_is_named(nasty):
    right, silent = [], []
    for path, truth in dialects.pollock(nasty):
        rows, problems = dialects.read_with_problems(path)
        if rows == truth:
            right.append(path.name)
        elif rows[1:] == truth[1:]:
            continue  # only names of columns are written otherwise
        elif not problems and not detect(path).spare:
            silent.append(path.name)
    assert len(right) >= 14
    # Another table below the first: its rows are as wide, and read as its own.
    assert set(silent) <= {"file_multitable_same.csv"}
