"""A short run of :mod:`tests.safety.noticed`."""

from tests.safety.noticed import results


def test_a_ledger_is_never_written_into_once_it_is_another():
    found = results(3, 4)
    assert [str(one) for one in found if not one.good] == []
