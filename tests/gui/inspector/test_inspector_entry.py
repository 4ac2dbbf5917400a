"""Entering facts by keyboard alone: sources used again, names that are alike, the next fact of an article."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from db.model.drafts import ClaimDraft, EventDraft
from db.model.values import Population, Quantity, Status
from helpers import golden
from helpers.desk import Desk

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

CTRL = Qt.KeyboardModifier.ControlModifier
CTRL_SHIFT = CTRL | Qt.KeyboardModifier.ShiftModifier
KEY = Qt.Key


@pytest.fixture
def ids(tmp_path):
    return golden.make(tmp_path / "a.headwater")


@pytest.fixture
def desk(qtbot, qapp, tmp_path, ids):
    made = Desk(qtbot, tmp_path / "a.headwater")
    yield made
    made.session.close()


def go_to(desk, field, index=-1):
    desk.form.focus_on(field, index)
    desk.settle()


def sources(desk):
    return desk.look(lambda ledger: ledger.sources.count())


# One article, several facts.


def test_five_facts_of_one_article_by_keys_alone(desk):
    before = sources(desk)
    desk.inspector.new_event()
    desk.keys("layoff")
    desk.tab()
    desk.keys("Acme GmbH")
    desk.tab()
    go_to(desk, "announced", 0)
    desk.keys("16.07.2025")
    go_to(desk, "count", 0)
    desk.keys("~200")
    go_to(desk, "publisher", 0)
    desk.keys("Handelsblatt")
    with desk.qtbot.waitSignal(desk.inspector.saved):
        desk.press(KEY.Key_Return, CTRL_SHIFT)
    for number, kind in enumerate(("contractor engagements ended", "hiring", "site closure", "restructuring"), start=1):
        assert desk.form.kind.box.hasFocus() or desk.form.kind.box.line.hasFocus()
        desk.keys(kind)
        desk.tab()
        go_to(desk, "announced", 0)
        assert desk.focus.text() == "16.07.2025"
        with desk.qtbot.waitSignal(desk.inspector.saved):
            desk.press(*((KEY.Key_D, CTRL) if number % 2 else (KEY.Key_Return, CTRL_SHIFT)))
    assert sources(desk) == before + 1
    claims = desk.look(lambda ledger: [ledger.events.claims(one)[0].source_id for one in range(11, 16)])
    assert len(set(claims)) == 1
    events = [desk.event(one) for one in range(11, 16)]
    assert len({event.organization_id for event in events}) == 1
    assert [event.kind for event in events] == [
        "layoff", "contractors_ended", "hiring", "site_closure", "restructuring",
    ]  # fmt: skip


def test_a_new_event_offers_the_source_used_last(desk):
    desk.inspector.new_event("layoff", "Acme")
    desk.until(lambda: desk.claim.same.isVisible())
    assert desk.claim.same.accessibleName() == (
        "Same source (Ctrl+D): TechCrunch · OpenAI winds down its work with Scale AI"
    )
    before = sources(desk)
    desk.press(KEY.Key_D, CTRL)
    assert desk.claim.fields["title"].text() == "OpenAI winds down its work with Scale AI"
    assert desk.inspector.mode == "new"
    assert not desk.claim.same.isVisible()
    event_id = desk.save()
    assert sources(desk) == before
    assert desk.claims(event_id)[0].source_id is not None


def test_the_source_used_last_is_the_one_typed_last(desk):
    desk.new()
    desk.type(desk.claim.fields["publisher"], "Tagesschau")
    desk.type(desk.claim.fields["origin"], "dpa")
    desk.save()
    desk.until(lambda: not desk.inspector.dirty)
    desk.inspector.new_event("hiring", "Acme")
    desk.settle()
    assert desk.claim.same.accessibleName().endswith("Tagesschau")
    desk.claim.same.click()
    assert (desk.claim.fields["publisher"].text(), desk.claim.fields["origin"].text()) == ("Tagesschau", "dpa")


def test_contractors_of_the_same_news(desk):
    desk.new("layoff", "Acme")
    desk.type(desk.claim.fields["announced"], "July 2025")
    desk.claim.fields["effective"].set_text("1 August 2025")
    desk.type(desk.claim.fields["count"], "200")
    desk.claim.fields["publisher"].set_text("Reuters")
    desk.settle()
    assert desk.form.links.other.text() == "And contractors…"
    desk.form.links.other.setFocus()
    with desk.qtbot.waitSignal(desk.inspector.saved) as caught:
        desk.press(KEY.Key_Space)
    layoff = desk.event(caught.args[0])
    assert (desk.inspector.mode, desk.form.kind.text()) == ("new", "contractors_ended")
    assert desk.form.links.other.text() == "And employees…"
    assert desk.focus is desk.claim.fields["count"].editor
    desk.keys("500")
    with desk.qtbot.waitSignal(desk.inspector.saved) as caught:
        desk.press(KEY.Key_Return, CTRL)
    contractors = desk.event(caught.args[0])
    assert contractors.values.count.best == 500
    assert contractors.organization_id == layoff.organization_id
    assert contractors.values.announced == layoff.values.announced
    assert contractors.values.effective == layoff.values.effective
    assert desk.claims(contractors.id)[0].source_id == desk.claims(layoff.id)[0].source_id


def test_contractors_beside_a_stored_layoff(desk, ids):
    desk.show(ids["layoff"])
    before = desk.session.facts.last_operation
    desk.form.links.other.click()
    desk.settle()
    assert (desk.inspector.mode, desk.form.kind.text()) == ("new", "contractors_ended")
    assert desk.form.organization.named().text == "Scale AI"
    assert desk.session.facts.last_operation == before  # nothing was changed, so nothing is saved
    desk.show(ids["stake"])
    assert not desk.form.links.other.isVisible()


def test_a_total_that_nobody_split_says_so(desk):
    desk.new()
    population = desk.form.fields["population"]
    assert population.editor.currentText() == "Employees (as usual)"
    population.set_text("unspecified")
    desk.settle()
    assert population.echo.text() == "A total that nobody split: listed, but in no headcount."
    desk.type(desk.claim.fields["count"], "700")
    event = desk.event(desk.save())
    assert event.population is Population.UNSPECIFIED
    desk.until(lambda: "700 people, population not specified" in desk.panel.header.title.text())


# Sources.


def test_a_known_source_is_found_by_its_publisher_and_used_again(desk, ids):
    before = sources(desk)
    stored = desk.look(lambda ledger: ledger.sources.get(ledger.events.claims(ids["google"])[0].source_id))
    desk.new("layoff", "Google")
    go_to(desk, "publisher", 0)
    desk.keys("reut")
    line = desk.claim.fields["publisher"].editor
    desk.until(lambda: bool(desk.suggested(line)))
    assert desk.suggested(line) == ["Reuters · Google, Scale AI's largest customer, plans to split · 13 June 2025"]
    desk.press(KEY.Key_Down)
    desk.press(KEY.Key_Return)
    texts = {name: desk.claim.fields[name].text() for name in ("publisher", "url", "published", "reliability")}
    assert texts == {
        "publisher": "Reuters", "url": stored.url, "published": "13 June 2025", "reliability": "A",
    }  # fmt: skip
    event_id = desk.save()
    assert sources(desk) == before
    assert desk.claims(event_id)[0].source_id == stored.id
    assert desk.look(lambda ledger: ledger.sources.get(stored.id)) == stored


def test_leaving_on_a_suggestion_takes_it(desk):
    desk.new("layoff", "Google")
    go_to(desk, "url", 0)
    desk.keys("openai-scale")
    line = desk.claim.fields["url"].editor
    desk.until(lambda: bool(desk.suggested(line)))
    desk.press(KEY.Key_Down)
    desk.press(KEY.Key_Tab)
    desk.until(lambda: desk.claim.fields["publisher"].text() == "TechCrunch")
    assert line.text() == golden.TECHCRUNCH_JUNE.url


def test_ctrl_enter_saves_also_from_an_open_list(desk):
    desk.new("layoff", "Acme")
    go_to(desk, "publisher", 0)
    desk.keys("Reuters")
    desk.until(lambda: bool(desk.suggested(desk.claim.fields["publisher"].editor)))
    with desk.qtbot.waitSignal(desk.inspector.saved) as caught:
        desk.press(KEY.Key_Return, CTRL)
    (claim,) = desk.claims(caught.args[0])
    source = desk.look(lambda ledger: ledger.sources.get(claim.source_id))
    assert (source.publisher, source.title) == ("Reuters", "")  # typed, and not taken for the suggestion


def test_a_source_that_was_edited_after_it_was_picked_is_another_one(desk):
    before = sources(desk)
    desk.new("layoff", "Acme")
    desk.press(KEY.Key_D, CTRL)
    desk.type(desk.claim.fields["url"], "https://techcrunch.com/another")
    event_id = desk.save()
    assert sources(desk) == before + 1
    (claim,) = desk.claims(event_id)
    assert desk.look(lambda ledger: ledger.sources.get(claim.source_id)).url == "https://techcrunch.com/another"


def test_papers_that_print_one_story_are_one_source(desk):
    desk.new()
    for index, publisher in enumerate(("Spiegel", "FAZ", "Reuters")):
        if index:
            desk.form.links.add.click()
        desk.form.cards[index].fields["publisher"].set_text(publisher)
        desk.form.cards[index].fields["origin"].set_text("dpa" if index < 2 else "")
    desk.settle()
    assert desk.form.claims.independence.text() == "3 sources, of which 2 are independent"
    event = desk.event(desk.save())
    assert event.values.source_count == 2
    desk.until(lambda: desk.panel.header.title.text().endswith("2 sources"))
    desk.form.cards[2].fields["origin"].set_text("DPA")
    desk.settle()
    assert desk.form.claims.independence.text() == "3 sources with 1 origin: one independent source"


def test_a_closed_claim_still_says_what_it_says(desk):
    desk.new()
    card = desk.form.cards[0]
    card.fields["count"].set_text("~200, 14 %")
    card.fields["publisher"].set_text("Spiegel")
    desk.show(desk.save())
    header = desk.form.cards[0].section.header
    assert header.text() == "Spiegel · reported"
    header.click()
    assert header.text() == "~200, 14 % · Spiegel · reported"
    assert header.accessibleName() == "~200, 14 % · Spiegel · reported"


def test_a_source_that_denies_does_not_stand_behind_the_event(desk):
    desk.new()
    for index, publisher in enumerate(("Spiegel", "FAZ", "Meta")):
        if index:
            desk.form.links.add.click()
        desk.form.cards[index].fields["publisher"].set_text(publisher)
    desk.form.cards[2].fields["status"].set_text("denied")
    desk.settle()
    assert desk.form.claims.independence.text() == "2 independent sources"
    assert desk.event(desk.save()).values.source_count == 2


def test_every_letter_of_reliability_is_explained(desk):
    desk.new()
    box = desk.claim.fields["reliability"].editor
    texts = [box.itemText(index) for index in range(box.count())]
    assert [text[:1] for text in texts[1:]] == list("ABCDEF")
    assert "completely reliable" in texts[1]
    assert "reliability cannot be judged" in texts[6]
    tips = [box.itemData(index, Qt.ItemDataRole.ToolTipRole) for index in range(box.count())]
    assert "A: completely reliable" in tips[1]
    box.setFocus()
    desk.press(KEY.Key_B)
    assert desk.claim.fields["reliability"].text() == "B"
    assert "usually reliable" in box.toolTip()


# Names.


def typed_organization(desk, text):
    desk.new(organization="")
    go_to(desk, "organization")
    desk.keys(text)
    desk.until(lambda: desk.form.organization.echo.text() != "" or bool(desk.suggested(desk.form.organization.line)))


@pytest.mark.parametrize(("tabs", "name"), [(1, "Scale AI"), (2, "Scale AI"), (3, "Scale AI, Inc.")])
def test_a_near_name_is_decided_by_keys(desk, ids, tabs, name):
    typed_organization(desk, "Scale AI, Inc.")
    desk.until(desk.form.organization.use.isVisible)
    assert desk.form.organization.state == "warning"
    desk.tab(tabs)
    desk.press(KEY.Key_Space)
    assert not desk.form.organization.use.isVisible()
    event = desk.event(desk.save())
    found = desk.look(lambda ledger: ledger.organizations.get(event.organization_id))
    assert found.name == name
    assert found.aliases == (("Scale AI, Inc.",) if tabs == 2 else ())
    assert (found.id == desk.event(ids["layoff"]).organization_id) == (tabs < 3)


def test_a_near_name_that_nobody_decided_is_a_new_organization(desk):
    typed_organization(desk, "Scael AI")
    desk.until(lambda: desk.form.organization.echo.text() == "New organization, similar to Scale AI")
    event = desk.event(desk.save())
    assert desk.look(lambda ledger: ledger.organizations.get(event.organization_id)).name == "Scael AI"


def test_half_a_name_does_not_become_the_whole_of_another(desk):
    typed_organization(desk, "Scale")
    desk.until(lambda: desk.suggested(desk.form.organization.line) == ["Scale AI"])
    assert not desk.form.organization.use.isVisible()
    desk.press(KEY.Key_Tab)
    assert desk.form.organization.line.text() == "Scale"
    event = desk.event(desk.save())
    assert desk.look(lambda ledger: ledger.organizations.get(event.organization_id)).name == "Scale"


def test_an_alias_in_the_list_stands_for_its_organization(desk, ids):
    organization_id = desk.event(ids["layoff"]).organization_id
    desk.write(
        lambda ledger: ledger.organizations.save(
            name="Scale AI", organization_id=organization_id, aliases=("Remotasks",)
        )
    )
    typed_organization(desk, "remo")
    line = desk.form.organization.line
    desk.until(lambda: desk.suggested(line) == ["Scale AI, also “Remotasks”"])
    desk.press(KEY.Key_Down)
    desk.press(KEY.Key_Tab)
    desk.settle()
    assert desk.form.organization.named().id == organization_id
    assert line.text() == "Scale AI"


# What keeps a form from being saved.


@pytest.mark.parametrize(
    ("kind", "field", "text", "said"),
    [
        ("reported_headcount", "tolerance", "some", "Tolerance: “some” is not a number of people. Example: 25"),
        ("layoff", "part_of", "the big one", "Part of: “the big one” is not an event; choose one from the list"),
        ("stake_taken", "counterparty", "Acme", "Investor: “Acme” is the organization itself; name another one"),
    ],
)  # fmt: skip
def test_an_error_names_field_value_and_example(desk, kind, field, text, said):
    desk.new(kind, "Acme")
    desk.form.closing.set_open(opened=False)
    editor = desk.form.fields[field].editor
    editor.setText(text)
    desk.settle()
    before = desk.session.facts.last_operation
    desk.press(KEY.Key_Return, CTRL)
    assert desk.form.fields[field].echo.text().startswith(said)
    assert desk.form.fields[field].state == "error"
    assert editor.isVisible()
    assert editor.hasFocus()
    assert desk.session.facts.last_operation == before


def test_a_kind_that_does_not_exist_is_named(desk):
    desk.inspector.new_event()
    desk.keys("lunch")
    desk.tab()
    desk.keys("Acme")
    desk.press(KEY.Key_Return, CTRL)
    assert desk.form.kind.echo.text() == "“lunch” is not a kind; choose one from the list, for example Layoff."
    desk.until(lambda: desk.focus in {desk.form.kind.box, desk.form.kind.box.line})


# Decisions.


def test_a_claim_is_denied_by_another_source(desk, ids):
    desk.show(ids["layoff"])
    desk.claim.menu.deny.trigger()
    desk.settle()
    assert desk.focus is desk.form.cards[2].fields["publisher"].editor
    desk.keys("Scale AI press office")
    with desk.qtbot.waitSignal(desk.inspector.saved):
        desk.press(KEY.Key_Return, CTRL)
    event = desk.event(ids["layoff"])
    assert event.values.denied_beside
    assert (event.values.status, event.values.count.best) == (Status.REPORTED, 200)
    assert desk.claims(ids["layoff"])[-1].status is Status.DENIED


@pytest.mark.parametrize(
    ("choice", "contradicted", "count", "words"),
    [
        (0, False, (300, 300, 300), "decided by you"),
        (1, False, (500, 500, 500), "decided by you"),
        (2, False, (300, None, 500), "decided by you"),
        (3, True, (300, None, 500), "contradict each other"),
    ],
)
def test_four_ways_to_decide(desk, choice, contradicted, count, words):
    from db.model.drafts import SourceDraft
    from desktop.inspector.form.decisions import Decision

    draft = EventDraft(
        kind="layoff", organization="Acme", claims=tuple(
            ClaimDraft(source=SourceDraft(publisher=name), count=Quantity.exact(n))
            for name, n in (("Reuters", 300), ("Spiegel", 500))
        ),
    )  # fmt: skip
    event_id = desk.write(lambda ledger: ledger.events.save(draft)).detail["event"]
    desk.show(event_id)

    def badge():
        return desk.panel.findChild(Decision)

    def shown():
        return [button.accessibleName() for button in badge().choices.buttons()]

    assert shown() == ["Prefer Reuters: 300", "Prefer Spiegel: 500", "Both plausible", "Leave open"]
    if choice == 3:  # leaving it open is a choice only after another one
        desk.write(lambda ledger: ledger.events.prefer(event_id, "count", claim_id=None, both=True, reason="x"))
        desk.until(lambda: desk.event(event_id).values.contradicted == ())
        desk.until(lambda: badge().reason.text() == "x")
    badge().choices.buttons()[choice].setFocus()
    badge().choices.buttons()[choice].click()
    badge().reason.editor.setFocus()
    badge().reason.editor.selectAll()
    desk.keys("because")
    desk.press(KEY.Key_Return)
    desk.until(lambda: bool(desk.event(event_id).values.contradicted) == contradicted and decided(desk, badge, words))
    value = desk.event(event_id).values.count
    assert (value.low, value.best, value.high) == count
    reasons = [one.reason for one in desk.look(lambda ledger: ledger.events.preferences(event_id))]
    assert reasons == ([] if choice == 3 else ["because"])


def decided(desk, badge, words):
    from PySide6.QtWidgets import QLabel

    return badge() is not None and any(words in label.text() for label in badge().findChildren(QLabel))


def test_a_correction_is_struck_out_with_its_reason(desk, ids):
    desk.show(ids["contractors"])
    desk.claim.menu.correct.trigger()
    desk.settle()
    assert desk.focus is desk.claim.fields["reason"].editor
    desk.keys("misread")
    desk.type(desk.claim.fields["count"], "450")
    with desk.qtbot.waitSignal(desk.inspector.saved):
        QTest.keyClick(QApplication.focusWidget(), KEY.Key_Return, CTRL)
    layout = desk.panel.history.superseded
    desk.until(lambda: bool(layout.count()) and "misread" in layout.itemAt(0).widget().text())
    why, claim = (layout.itemAt(index).widget() for index in range(2))
    assert why.text() == "Superseded by TechCrunch: misread"
    assert claim.font().strikeOut()
    assert "500" in claim.text()
    assert desk.event(ids["contractors"]).values.contradicted == ("count",)
