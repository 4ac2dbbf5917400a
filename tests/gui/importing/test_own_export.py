"""Our own export in the import dialog: no meaning is asked for, and every row is told."""

import io

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from db.ledger import Ledger
from db.model.records import Scope
from db.model.values import Status
from db.output.export import export
from desktop.importing.wizard import Step
from helpers import golden
from helpers.import_desk import figures, rows

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture(scope="module")
def claims(tmp_path_factory):
    """The claims of the golden case, as they are exported."""
    out = io.BytesIO()
    with Ledger.create(tmp_path_factory.mktemp("golden") / "golden.headwater") as ledger:
        golden.fill(ledger)
        export(ledger.at(Scope(minimum_status=Status.DENIED)), "claims", out)
    return out.getvalue().decode()


def test_the_columns_need_no_meaning_and_all_comes_back(desk, claims):
    wizard = desk.open(desk.file(claims, "claims.csv"))
    assert "An export of Headwater" in wizard.file_step.facts.text()
    QTest.keyClick(wizard, Qt.Key.Key_Return)
    assert wizard.step is Step.CHECK
    desk.until(lambda: wizard.checked is not None)
    assert any("TechCrunch" in cells for cells in rows(wizard.check_step))
    wizard.back.click()
    assert wizard.step is Step.FILE
    wizard.next.click()
    desk.until(lambda: wizard.checked is not None)
    assert desk.run(wizard) == {"new": 16, "duplicate": 0, "problem": 0, "rows": 16}
    assert desk.events() == 10


def test_a_broken_cell_is_corrected_where_it_is_seen(desk, claims):
    wizard = desk.open(desk.file(claims.replace(",rumored,", ",hearsay,"), "claims.csv"))
    wizard.next.click()
    desk.until(lambda: wizard.checked is not None)
    assert figures(wizard.check_step.totals)["problem"] == 1
    assert any("hearsay" in cells for cells in rows(wizard.check_step))


def test_a_table_that_only_follows_from_claims_is_refused_by_name(desk):
    header = "organization,population,date,low,best,high,basis,unexplained\n"
    wizard = desk.open(desk.file(f"{header}A,employees,2025-07-16,1,1,1,reported,\n", "headcount.csv"))
    desk.until(lambda: "headcount" in wizard.file_step.error.text)
    assert not wizard.next.isEnabled()
