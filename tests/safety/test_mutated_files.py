"""Mutated files, in short: imported, named as problems or refused, and never an error."""

from __future__ import annotations

import pytest

from tests.safety.mutated_files import attack, contents


@pytest.mark.no_cover
def test_no_accident_of_a_file_is_an_error(tmp_path):
    ended, wrong = attack(tmp_path, 60, 20_250_716, [(suffix, data[:3000]) for suffix, data in contents()])
    assert not wrong
    assert ended["imported"] > 10
    assert ended["no table to a plain reader"] > 0, "the negative control"
