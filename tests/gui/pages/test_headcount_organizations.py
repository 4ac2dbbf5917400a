"""The headcount page goes from organization to organization of every kind, and draws each as a fresh page does."""

import random
from datetime import date, timedelta

import pytest

from db.ledger import Ledger
from db.model.drafts import ClaimDraft, EventDraft
from db.model.records import Scope
from db.model.values import ImpreciseDate, Population, Quantity, Status
from desktop.pages.headcount.page import HeadcountPage
from desktop.session.bus import Bus
from helpers.pages import Desk

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

JULY = ImpreciseDate("2024-07", date(2024, 7, 1), date(2024, 7, 31))
OPEN = ImpreciseDate("2024-03-01/..", date(2024, 3, 1), None)
UNREAD = ImpreciseDate("", None, None, words="soon")


def _report(year, count):
    return "reported_headcount", date(year, 1, 1), count


#: Each with its events: kind, date, count, and what else the claim or the event says.
KINDS = {
    "yearly": [_report(2019 + number, 1000 + 137 * number) for number in range(6)],
    "yearly and undated": [*[_report(2018 + number, 90 + number) for number in range(5)], ("layoff", None, 7)],
    "one point": [_report(2023, 4200)],
    "vague point": [("reported_headcount", JULY, Quantity(300, None, 400))],
    "point without a number": [("reported_headcount", date(2024, 2, 1), None)],
    "undated only": [("layoff", None, 200), ("hiring", UNREAD, 5)],
    "relative only": [("layoff", date(2023, 1, 18), 12_000), ("hiring", date(2024, 5, 1), 800)],
    "changes without a number": [("layoff", JULY, None), ("layoff", date(2024, 9, 1), None)],
    "negative": [_report(2022, 100), ("layoff", date(2022, 6, 1), 150), ("layoff", OPEN, 30)],
    "rumored only": [("layoff", date(2024, 4, 2), 60, {"status": Status.RUMORED})],
    "planned only": [("layoff", date(2199, 4, 2), 60)],
    "implied": [("layoff", date(2023, 3, 1), 200, {"percent": Quantity(13.5, 14.0, 14.5)})],
    "everybody": [("site_closure", date(2024, 1, 1), None), ("layoff", date(2024, 6, 1), None, {"percent": 100})],
    "contractors": [("contractors_ended", date(2024, 8, 1), 500)],
    "both": [_report(2021, 50_000), ("layoff", JULY, 9000), ("contractors_ended", date(2024, 8, 1), 500)],
    "nobody's": [("layoff", date(2024, 8, 1), 90, {"population": Population.UNSPECIFIED})],
    "nothing": [("stake_taken", date(2025, 6, 12), None)],
    "very many": [
        ("layoff" if number % 3 else "hiring", date(2015, 1, 1) + timedelta(days=2 * number), 10 + number % 90)
        for number in range(800)
    ],
}
DRAWS_NOTHING = {"undated only", "nothing"}


def _draft(organization, kind, when, count, more=None):
    more = dict(more or {})
    if isinstance(when, date):
        when = ImpreciseDate.day(when)
    if isinstance(count, int):
        count = Quantity.exact(count)
    if isinstance(more.get("percent"), int):
        more["percent"] = Quantity.exact(more["percent"])
    population = more.pop("population", None)
    claim = ClaimDraft(announced=when, count=count, **more)
    return EventDraft(kind=kind, organization=organization, population=population, claims=(claim,))


@pytest.fixture(scope="module")
def ledger_of_every_kind(tmp_path_factory):
    path = tmp_path_factory.mktemp("kinds") / "kinds.headwater"
    with Ledger.create(path) as ledger:
        with ledger.operation("event.added"):
            for organization, events in KINDS.items():
                for event in events:
                    ledger.events.save(_draft(organization, *event))
        ids = {name: ledger.organizations.find(name) for name in KINDS}
    return path, ids


@pytest.fixture
def desk(qapp, qtbot, ledger_of_every_kind):
    one = Desk(qtbot, HeadcountPage, ledger_of_every_kind[0])
    yield one
    one.close()


def _choose(desk, page, organization_id):
    desk.session.set_scope(Scope(organization_ids=(organization_id,)))
    desk.until(lambda: page._view is not None and page._view.organization_id == organization_id)
    desk.rest()


def _seen(page):
    """What a user sees of the page: its sentence, and the picture where there is one."""
    if page.pages.currentWidget() is page.empty:
        return page.empty.words
    image = page.chart.grab().toImage()
    return page.headline.text(), (image.width(), image.height(), bytes(image.constBits()))


def _fresh(desk, organization_id, kept):
    page = HeadcountPage(desk.session, desk.theme, desk.settings, Bus())
    desk.qtbot.addWidget(page)
    page.resize(desk.page.size())
    page.show()
    _choose(desk, page, organization_id)
    seen = _seen(page)
    page.close()
    kept.append(page)  # the reader's thread must not be the one that clears it up
    return seen


@pytest.mark.no_cover
def test_each_organization_is_drawn_as_on_a_fresh_page_whatever_was_shown_before(desk, ledger_of_every_kind):
    ids = ledger_of_every_kind[1]
    kept = []
    fresh = {name: _fresh(desk, ids[name], kept) for name in KINDS}
    for seed in (1, 2):
        names = list(KINDS) * 2
        random.Random(seed).shuffle(names)
        for before, name in zip(["nothing yet", *names], names, strict=False):
            _choose(desk, desk.page, ids[name])
            same = _seen(desk.page) == fresh[name]  # on its own: the difference of two pictures says nothing
            assert same, f"{name!r} after {before!r} (seed {seed})"


def test_an_organization_with_nothing_to_draw_has_the_sentence_of_an_empty_page(desk, ledger_of_every_kind):
    for name, organization_id in ledger_of_every_kind[1].items():
        if name == "very many":
            continue
        _choose(desk, desk.page, organization_id)
        empty = desk.page.pages.currentWidget() is desk.page.empty
        assert empty == (name in DRAWS_NOTHING), name
        if empty:
            assert f"No headcount of {name} in this scope" in desk.page.empty.words
            assert ("2 events without a date cannot be drawn" in desk.page.empty.words) == (name == "undated only")
