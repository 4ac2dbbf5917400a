"""A short run of :mod:`tests.safety.two_windows`."""

from tests.safety.two_windows import results


def test_no_edit_of_two_programs_is_lost():
    assert [str(one) for one in results(24) if not one.good] == []
