"""An implied level that fits neither neighbor is drawn hollow, on the screen and on paper, and on no path."""

from datetime import date

import pytest
from pypdf import PdfReader

from db.ledger import Ledger
from db.model.drafts import ClaimDraft, EventDraft
from db.model.records import Scope
from db.model.values import ImpreciseDate, Quantity
from db.output.snapshot import build
from desktop import pdf
from desktop.pages.headcount.page import HeadcountPage
from helpers.pages import Desk

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "a.headwater"
    with Ledger.create(path) as ledger:
        for day, count, percent in (
            (date(2024, 1, 10), 200, 10),
            (date(2024, 5, 2), 30, 30),
            (date(2024, 9, 3), 200, 10),
        ):
            share = Quantity(percent - 0.5, percent, percent + 0.5)
            claim = ClaimDraft(announced=ImpreciseDate.day(day), count=Quantity.exact(count), percent=share)
            ledger.events.save(EventDraft(kind="layoff", organization="Acme", claims=(claim,)))
    return path


def test_a_level_set_aside_is_seen_and_on_no_path(qtbot, path, tmp_path):
    desk = Desk(qtbot, HeadcountPage, path)
    desk.until(lambda: desk.page.chart is not None)
    desk.rest()
    series = desk.page._view.series[0]  # of employees
    (aside,) = series.aside
    assert (aside.implied.day, aside.implied.level.best) == (date(2024, 5, 1), 100)
    assert "implied, set aside" in [entry.words for entry in desk.page.chart.figure.legend]
    assert all(level.best is None or level.best > 1500 for level in series.levels)
    desk.close()
    with Ledger.open(path, mode="read") as ledger:
        snapshot = build(ledger.at(Scope()), printed_on=date(2025, 1, 1), app_version="1", findings=())
    pdf.write(snapshot, tmp_path / "a.pdf", paper="a4")
    text = " ".join(" ".join(page.extract_text().split()) for page in PdfReader(tmp_path / "a.pdf").pages)
    assert "implied, set aside" in text
