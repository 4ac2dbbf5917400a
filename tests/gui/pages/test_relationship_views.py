"""The views of the relationships page: each says what it says as chart and as table, and lists what is behind it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog

from db.ledger import Ledger
from db.model.drafts import ClaimDraft, EventDraft
from db.model.scope import Scope
from db.model.values import Quantity
from db.reading.dates import parse_date
from desktop.look.theme import Theme
from desktop.pages.relationships.page import RelationshipsPage
from desktop.pages.relationships.rules_dialog import RulesDialog
from desktop.session.bus import Bus
from desktop.session.session import Session
from desktop.session.settings import Settings

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def _fill(ledger: Ledger) -> dict[str, int]:
    ids = {}

    def save(kind: str, vendor: str, client: str | None, day: str, **claim: object) -> None:
        draft = EventDraft(kind=kind, organization=vendor, counterparty=client,
                           claims=(ClaimDraft(announced=parse_date(day), **claim),))  # fmt: skip
        ids[f"{kind} {vendor}"] = ledger.events.save(draft).detail["event"]

    for number in range(1, 7):
        save("relationship_started", f"Vendor {number}", "Us", "2023-02-01",
             amount=Quantity.exact(1000.0 * number), currency="EUR")  # fmt: skip
    save("relationship_ended", "Vendor 1", "Us", "2024-03-10")
    save("relationship_ended", "Vendor 2", "Us", "2024-05")
    save("acquisition", "Vendor 3", None, "2025-06-01")
    save("layoff", "Vendor 3", None, "2025-07-01", count=Quantity.exact(40), percent=Quantity.exact(12))
    return ids


@pytest.fixture
def page(qapp, qtbot, tmp_path):
    path = tmp_path / "a.headwater"
    with Ledger.create(path, clock=lambda: datetime(2025, 9, 30, 12, tzinfo=UTC)) as ledger:
        ids = _fill(ledger)
        us = ledger.organizations.find("Us")
    session = Session()
    session.failed.connect(pytest.fail)
    with qtbot.waitSignal(session.opened):
        session.open(path)
    qtbot.waitUntil(lambda: session.writable)
    session.set_scope(Scope(known_on=None))
    shown = RelationshipsPage(session, Theme(qapp, mode="light"), Settings(), Bus())
    qtbot.addWidget(shown)
    shown.resize(1000, 640)
    shown.show()
    qtbot.waitUntil(lambda: shown.pages.currentIndex() > 0)
    yield shown, ids, us
    session.close()


def _choose(qtbot, page, view):
    page.panel.shown = None
    page.choose(view)
    qtbot.waitUntil(lambda: page.panel.shown is not None)
    return page.panel.shown


def _cells(shown):
    return [[cell.replace("\N{NO-BREAK SPACE}", " ") for cell in line.cells] for line in shown.lines]


def test_every_view_has_the_same_figures_as_chart_and_as_table(page, qtbot):
    page, ids, _us = page
    shown = _choose(qtbot, page, "bridge")
    year = next(row for row in _cells(shown) if row[0].startswith("2024"))
    assert year == ["2024", "6", "0", "2", "0", "4"]
    assert "2024: ended: −2" in page.panel.chart.describe((1, "ends"))
    page._on_key((1, "ends"))
    qtbot.waitUntil(page.panel.below.isVisible)
    listed = {row.event_id for row in page.panel.events.model().rows}
    assert listed == {ids["relationship_ended Vendor 1"], ids["relationship_ended Vendor 2"]}

    shown = _choose(qtbot, page, "churn")
    assert next(row for row in _cells(shown) if row[0] == "2024")[1:5] == ["6", "2", "0", "33.3%"]
    assert "Nobody was active" in next(row for row in _cells(shown) if row[0] == "2023")[4]

    shown = _choose(qtbot, page, "cohorts")
    assert _cells(shown)[0][:3] == ["2023", "6", "100%"]
    assert _cells(shown)[0][-1] == "66.7%"

    shown = _choose(qtbot, page, "lasting")
    assert shown.headline.startswith("2 of 6 relationships ended.")
    assert "10" in shown.remark, "two ends say little, and it is said"

    shown = _choose(qtbot, page, "money")
    assert _cells(shown)[0] == ["Vendor 6", "6,000", "28.6%", "1"]
    assert shown.headline.startswith("HHI")
    for vendor, currency in ((1, "USD"), (2, "EUR")):  # never converted: one of them is shown, the other can be chosen
        claim = ClaimDraft(announced=parse_date("2025-01-01"), amount=Quantity.exact(5e6), currency=currency)
        draft = EventDraft(
            kind="relationship_expanded", organization=f"Vendor {vendor}", counterparty="Us", claims=(claim,)
        )
        page.panel.shown = None
        page.session.write(lambda ledger, draft=draft: ledger.events.save(draft))
        qtbot.waitUntil(lambda: page.panel.shown is not None)
    assert page.panel.shown.headline.startswith("Concentration is not computable")
    page.panel.shown = None
    page._on_option("currency", "USD")
    qtbot.waitUntil(lambda: page.panel.shown is not None)
    assert _cells(page.panel.shown)[0][:2] == ["Vendor 1", "5,000,000"]
    assert page.panel.chart.visible_range()[1] > 5e6, "drawn whole, whatever was shown before"

    shown = _choose(qtbot, page, "windows")
    assert "Vendor 3" in shown.headline
    assert next(row for row in _cells(shown) if row[0] == "Layoff")[1:] == ["unknown", "40"]

    _choose(qtbot, page, "over_time")
    QTest.keyClick(page.panel.chart, Qt.Key.Key_Home)
    qtbot.waitUntil(lambda: len(page.panel.events.model().rows) == 6)
    QTest.keyClick(page, Qt.Key.Key_F7)
    assert page.panel.table.isVisible()
    assert page.explain.isEnabled()


def test_rules_are_seen_changed_and_kept_as_an_operation(page, qtbot):
    page, _ids, us = page
    page.session.set_scope(Scope(organization_ids=(us,)))
    page.chosen["side"] = "vendor"
    shown = _choose(qtbot, page, "trouble")
    rows = {row[0]: row for row in _cells(shown)}
    assert "Vendors of Us" in shown.figure.panels[0].title
    assert rows["Vendor 6"][1] == "nothing known", "not that all is well"
    assert rows["Vendor 6"][-1] == "€6,000" or "6,000" in rows["Vendor 6"][-1]
    page.options.rules.click()
    dialog = None

    def opened():
        nonlocal dialog
        dialog = next((one for one in page.findChildren(QDialog) if isinstance(one, RulesDialog)), None)
        return dialog is not None and dialog.isVisible()

    qtbot.waitUntil(opened)
    for box in dialog.limits.values():
        box.setValue(0)
    dialog.days.setValue(3650)
    dialog.limits["share_cut"].setValue(11.5)
    page.panel.shown = None
    dialog.save.click()
    qtbot.waitUntil(lambda: page.panel.shown is not None)
    rows = {row[0]: row for row in _cells(page.panel.shown)}
    assert rows["Vendor 3"][1:3] == ["largest cut", "12%"]
    assert page.session.facts.undo.code == "settings.changed"


def test_what_nothing_is_known_of_says_so(qapp, qtbot, tmp_path):
    session = Session()
    with qtbot.waitSignal(session.opened):
        session.create(tmp_path / "empty.headwater")
    page = RelationshipsPage(session, Theme(qapp, mode="dark"), Settings(), Bus())
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: page.pages.currentIndex() > 0)
    for view in page._answer_views:
        shown = _choose(qtbot, page, view)
        assert shown.figure is None
        assert shown.headline.endswith(".")
    page.arrange({"view": "money", "chosen": {"by": "client"}})
    assert page.arrangement() == {"view": "money", "chosen": {"by": "client"}}
    for view in ("churn", "windows", "trouble"):  # a saved view of another version, or of another hand
        page.panel.shown = None
        page.arrange({"view": view, "chosen": {"per": "decade", "days": "x", "side": None, "anchor": "y"}})
        qtbot.waitUntil(lambda: page.panel.shown is not None)
    session.close()
