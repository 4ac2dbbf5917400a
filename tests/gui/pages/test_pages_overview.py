"""The overview: figures with their intervals, sparklines, the last events, the findings; each leads somewhere."""

import subprocess
import sys
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QTest

from db.ledger import Ledger
from db.model.drafts import ClaimDraft, EventDraft
from db.model.records import Scope
from db.model.values import ImpreciseDate, KindGroup, Population, Quantity, Status
from db.output.snapshot import build
from desktop.pages.overview.findings import top
from desktop.pages.overview.page import OverviewPage
from desktop.pages.overview.reading import added
from desktop.pages.overview.tiles import with_figure
from desktop.session.requests import NarrowScope, OpenEvent, ShowPage
from desktop.wording.language.conventions import NBSP
from helpers import golden
from helpers.pages import Desk

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def case(tmp_path):
    path = tmp_path / "case.headwater"
    ids = golden.make(path)
    return path, ids


@pytest.fixture
def desk(qtbot, case):
    made = Desk(qtbot, OverviewPage, case[0])
    made.until(lambda: made.page.findings.summary is not None)
    made.rest()
    yield made
    made.close()


def test_the_figures_of_the_case(desk):
    words = {key: card.words for key, card in desk.page.cards.items()}
    assert words["events"] == "Events: 9, 1 rumor hidden"
    assert words["organizations"].startswith("Organizations: 2,")
    assert words["contingent"] == "Contingent workers: 500 fewer, since the start · Scale AI"
    assert words["clients"] == "Active relationships: 2, 2 clients · 1 at risk · 1 winding down"
    assert "Scale AI" in words["employees"]
    assert words["findings"].startswith(f"Open findings: {desk.page.findings.summary.open}")


def test_the_implied_headcount_is_drawn_small(desk):
    assert desk.page.headcounts.words[0].startswith("Scale AI, ≈")
    assert desk.page.headcounts.rows[0]._spark.levels


def test_the_last_events_lead_to_themselves(desk, case):
    assert len(desk.page.latest.words) == 9
    assert desk.page.latest.words[-1].startswith("License-and-hire, Inflection AI · Microsoft")
    desk.click(desk.page.latest.rows[8])
    desk.click(desk.page.cards["findings"])
    desk.click(desk.page.headcounts.rows[0])
    scale = desk.page._first.organizations[0].id
    assert desk.asked == [
        OpenEvent(case[1]["inflection"]), ShowPage("findings"), NarrowScope(scale), ShowPage("headcount"),
    ]  # fmt: skip


def test_the_quality_line_counts_what_is_documented_and_what_is_not_understood(desk):
    line = desk.page.quality.text().replace(NBSP, " ")
    assert line.startswith("Of 9 events: ")
    assert "1 contradicted (11%)" in line
    assert "understood" not in line
    said = ClaimDraft(announced=ImpreciseDate.day(date(2025, 7, 1)), count=Quantity(words="quite a few desks"))
    desk.write(lambda ledger: ledger.events.save(EventDraft(kind="layoff", organization="Acme", claims=(said,))))
    desk.until(lambda: not desk.page.findings.reading)
    desk.rest()
    line = desk.page.quality.text().replace(NBSP, " ")
    assert line.startswith("Of 10 events: ")
    assert line.endswith("1 text not understood")


def test_findings_are_told_in_sentences(desk):
    assert any("claims disagree" in words for words in desk.page.top.words)


def test_one_kind_of_finding_does_not_crowd_out_the_others(desk):
    first, *rest = (one for one in desk.page.findings.summary.findings if not one.accepted)
    shown = top((first, first, first, first, first, first, *rest))
    assert {one.kind for one in shown} >= {one.kind for one in rest[:4]}


def test_a_smaller_scope_changes_every_part(desk, case):
    with Ledger.open(case[0], mode="read") as ledger:
        inflection = ledger.organizations.find("Inflection AI")
    desk.session.change_scope(organization_ids=(inflection,))
    desk.rest()
    assert desk.page.cards["events"].words.startswith("Events: 1")
    assert len(desk.page.latest.words) == 1
    assert desk.page.headcounts.words == []
    assert desk.page.cards["employees"].words == "Employees: –, no headcount known"


def test_one_event_is_enough(qtbot, tmp_path):
    path = tmp_path / "one.headwater"
    with Ledger.create(path) as ledger:
        ledger.events.save(EventDraft(kind="layoff", organization="Acme", claims=(
            ClaimDraft(announced=ImpreciseDate.day(date(2025, 7, 1)), count=Quantity.exact(40)),)))  # fmt: skip
    desk = Desk(qtbot, OverviewPage, path)
    assert desk.page.cards["employees"].words == "Employees: 40 fewer, since the start · Acme"
    desk.rest()
    assert desk.page.headcounts.words == ["Acme, 40 fewer"]
    desk.close()


def test_an_empty_ledger_says_what_to_do(qtbot, tmp_path):
    Ledger.create(tmp_path / "new.headwater").close()
    desk = Desk(qtbot, OverviewPage, tmp_path / "new.headwater")
    assert desk.page.empty.isVisible()
    assert "Ctrl+N" in desk.page.empty.words
    desk.close()


def test_sums_keep_what_is_not_known():
    assert added([Quantity(-250, -200, -150), Quantity.exact(-500)]) == Quantity(-750, -700, -650)
    assert added([Quantity(None, None, -1), Quantity.exact(-5)]) == Quantity(None, None, -6)


def test_the_first_picture_loads_nothing_heavy():
    code = (
        "import desktop.pages.overview.page, desktop.pages.events, sys; "
        "print({'numpy', 'pyqtgraph', 'sqlite_utils', 'dateutil'} & set(sys.modules))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "set()"


def test_counts_of_a_scope(case):
    with Ledger.open(case[0], mode="read") as ledger:
        figures = ledger.at(Scope()).overview.figures()
        assert (figures.events, figures.organizations) == (9, 2)
        assert figures.by_status[Status.RUMORED] == 1
        assert ledger.at(Scope(minimum_status=Status.RUMORED)).overview.hidden() == {}
        names = [one.name for one in ledger.at(Scope()).overview.busiest()]
        assert names == ["Scale AI", "Inflection AI"]
        workforce = ledger.at(Scope()).overview.busiest(group=KindGroup.WORKFORCE)
        assert [(one.name, one.events) for one in workforce] == [("Scale AI", 2)]
        everything = ledger.at(Scope(minimum_status=Status.DENIED)).overview.latest()
        assert everything[-1].id == case[1]["rumor"], "what has no date comes last"


def test_what_has_happened_stands_before_what_is_planned_and_that_soonest_first(tmp_path):
    def told(*day):
        when = ImpreciseDate.day(date(*day))
        return EventDraft(kind="layoff", organization="Acme", claims=(ClaimDraft(announced=when),))

    with Ledger.create(tmp_path / "planned.headwater") as ledger:
        far, soon = told(2090, 12, 31), told(2090, 1, 1)
        for draft in (far, told(2020, 1, 1), soon, told(2024, 5, 1),
                      EventDraft(kind="layoff", organization="Acme", claims=(ClaimDraft(),))):  # fmt: skip
            ledger.events.save(draft)
        latest = ledger.at(Scope()).overview.latest()
    days = [row.values.counting.earliest.year if row.values.counting else None for row in latest]
    assert days == [2024, 2020, 2090, 2090, None]
    assert latest[2].values.counting.earliest.month == 1


def test_an_effect_is_told_whole_or_not_at_all(qapp):
    metrics = QFontMetrics(qapp.font())
    name, effect = "An Organization with a Long Name", "−1,000 · 15%"
    for width in range(0, 400, 7):
        said = with_figure(metrics, name, effect, width)
        assert metrics.horizontalAdvance(said) <= width or not said
        assert said.endswith(effect) or "−" not in said
    assert with_figure(metrics, name, effect, 2000) == f"{name} · {effect}"
    assert with_figure(metrics, name, "", 2000) == name
    assert with_figure(metrics, "", effect, 2000) == effect


def test_several_organizations_show_no_headcount_of_one_beside_the_figures_of_all(qtbot, tmp_path):
    def told(kind, organization, count=None, percent=None, **more):
        count = None if count is None else Quantity.exact(count)
        percent = None if percent is None else Quantity(percent - 0.5, percent, percent + 0.5)
        when = ImpreciseDate.day(date(2025, 7, 1))
        return EventDraft(kind=kind, organization=organization,
                          claims=(ClaimDraft(announced=when, count=count, percent=percent),), **more)  # fmt: skip

    path = tmp_path / "several.headwater"
    with Ledger.create(path) as ledger:
        whole = ledger.events.save(told("layoff", "Small", 40)).detail["event"]
        for draft in (told("layoff", "Small", 15, part_of_id=whole), told("layoff", "Small"),
                      told("layoff", "Implied", 1000, 10), told("reported_headcount", "Large", 228_000),
                      told("layoff", "Small", 7, population=Population.CONTINGENT),
                      told("contractors_ended", "Large", 500)):  # fmt: skip
            ledger.events.save(draft)
    desk = Desk(qtbot, OverviewPage, path)
    desk.rest()
    words = {key: card.words for key, card in desk.page.cards.items()}
    assert words["employees"] == "People laid off: ≥ 1,040, in 2 events; 1 without a count"
    assert desk.page.explain.isVisible()
    assert "3 events are behind it." in desk.page.explain.explanation.text
    assert words["contingent"] == "Contractors let go: 507, in 2 events"
    many = desk.page.many
    assert many.isVisible()
    assert "People per month: the most in July 2025" in many.trend.picture.accessibleDescription()
    assert [text.replace(NBSP, " ") for text in many.largest.words] == [
        "Implied, rank 1–2, 1,000", "Small, rank 1–2 · 1 without a number, ≥ 40",
    ]  # fmt: skip
    assert many.again.words == []
    assert many.changed.words[0].replace(NBSP, " ").startswith("Layoff, nothing then, ≥ 1,0")
    assert many.vendors.words == []
    assert "No vendor is known" in many.vendors._note.text()
    QTest.mouseClick(many.trend.picture, Qt.MouseButton.LeftButton)
    assert desk.asked[-1] == ShowPage("workforce")
    assert not any("228,000" in text for text in words.values())
    assert [text.replace(NBSP, " ") for text in desk.page.headcounts.words] == [
        "Large, 228,000", "Implied, ≈ 9,000, implied", "Small, 40 fewer, or more",
    ]  # fmt: skip
    with Ledger.open(path, mode="read") as ledger:
        ids = [ledger.organizations.find(name) for name in ("Large", "Small")]
        printed = {one.kind: one for one in build(ledger.at(Scope()), printed_on=date(2025, 8, 1)).by_kind}
    assert printed["layoff"].total.low == 1047, "the same people, those of contractors among them"
    desk.session.set_scope(Scope(organization_ids=ids[:1]))
    desk.rest()
    assert desk.page.cards["employees"].words == "Employees: 228,000, Large"
    assert not many.isVisible()
    desk.session.set_scope(Scope(organization_ids=tuple(ids)))
    desk.rest()
    assert desk.page.cards["employees"].words.startswith("People laid off: ≥ 40")
    desk.write(lambda ledger: ledger.organizations.save(name="Small", organization_id=ids[1], parent=ids[0]))
    desk.rest()
    assert desk.page.cards["employees"].words.startswith("Employees: 22"), "one covers the other"
    desk.close()


def test_the_events_counted_are_those_of_a_print(case):
    with Ledger.open(case[0]) as ledger:
        for when in (None, date(2100, 1, 1)):
            said = ClaimDraft(announced=when and ImpreciseDate.day(when), count=Quantity.exact(7))
            ledger.events.save(EventDraft(kind="layoff", organization="Acme", claims=(said,)))
        figures = ledger.at(Scope()).overview.figures()
        printed = build(ledger.at(Scope()), printed_on=date(2025, 8, 1))
        assert (figures.events, figures.apart) == (len(printed.events), 2) == (9, 2)


def test_ones_own_organization_comes_first(case):
    with Ledger.open(case[0]) as ledger:
        mine = ledger.organizations.find("Inflection AI")
        ledger.organizations.save(name="Inflection AI", organization_id=mine, mine=True)
        assert [one.name for one in ledger.at(Scope()).overview.busiest()] == ["Inflection AI", "Scale AI"]


@pytest.mark.parametrize("figure", ["9", "≈ 1,229", "≈ 1,369,916", "at most 1,369,916"])
def test_a_large_figure_is_made_smaller_rather_than_cut(desk, figure):
    card = desk.page.cards["employees"]
    card.resize(150, card.height())
    card.say(figure)
    width = card._area().width()
    assert QFontMetrics(card._figure_font(width)).horizontalAdvance(figure) <= width
