"""What the tests of the import dialog share."""

import pytest

from helpers.import_desk import Desk


@pytest.fixture
def desk(qtbot, tmp_path):
    made = Desk(qtbot, tmp_path)
    yield made
    made.session.close()
