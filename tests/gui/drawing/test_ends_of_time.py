"""Every page and every figure of events on the first and the last day of the calendar: drawn, or said why not."""

import pytest
from PySide6.QtWidgets import QApplication

from db.ledger import Ledger
from desktop.charts.chart import Chart
from helpers import ends_of_time
from helpers.faces import faces
from helpers.program import Running

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.mark.parametrize("day", ends_of_time.DAYS)
def test_every_page_shows_the_ends_of_the_calendar(qapp, tmp_path, day):
    path = tmp_path / "ends.headwater"
    with Ledger.create(path) as ledger:
        ends_of_time.fill(ledger)
        everything = ledger.organizations.find("All")
    running = Running(path)
    try:
        running.session.change_scope(organization_ids=(everything,), first=day, last=day, known_on=ends_of_time.DAYS[1])
        running.rest()
        drawn = set()
        for face in faces(running):
            charts = [chart for chart in running.window.findChildren(Chart) if chart.isVisible()]
            for chart in charts:
                chart.grab()
                begin, end = chart.figure.extent
                drawn |= {face} if begin < end else set()
        QApplication.processEvents()
        assert drawn >= {
            "headcount", "headcount: bridge", "headcount: flows", "headcount: index", "workforce", "relationships",
            "relationships: bridge", "relationships: over_time", "relationships: lasting",
        }  # fmt: skip
    finally:
        running.close()
