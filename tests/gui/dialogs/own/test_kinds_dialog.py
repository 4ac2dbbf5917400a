"""Event kinds of one's own: made, changed and removed in their dialog, and seen everywhere at once."""

from datetime import date

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from db.ledger import Ledger
from db.model.drafts import ClaimDraft, EventDraft
from db.model.records import EventKind, Scope
from db.model.values import ImpreciseDate, KindGroup, Population, Quantity, RelationshipState
from db.output.snapshot import build
from desktop import pdf
from desktop.actions.kinds import KindActions
from desktop.dialogs.own.kind_list import KindsDialog
from desktop.dialogs.own.kind_table import COLORS, SYMBOLS, contrast_text, copy_name, name_problem, taken_names
from desktop.frame.window import Window
from desktop.inspector.inspector import Inspector
from desktop.look.colors import DARK, LIGHT, contrast
from desktop.look.symbols import Symbols
from desktop.look.theme import Theme
from desktop.pages.events import EventsPage
from desktop.pages.headcount.page import HeadcountPage
from desktop.session.session import Session
from desktop.session.settings import Settings
from desktop.wording.changes import steps
from helpers.pages import Desk, cells

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
RETIREMENT = EventKind(
    code="", name="Early retirement", group=KindGroup.WORKFORCE, population=Population.EMPLOYEES, sign=-1,
    color="#009E73", symbol="star",
)  # fmt: skip


def event(kind, count, day):
    claim = ClaimDraft(announced=ImpreciseDate.day(day), count=Quantity.exact(count, str(count)))
    return EventDraft(kind=kind, organization="Scale AI", claims=(claim,))


@pytest.fixture
def case(tmp_path):
    path = tmp_path / "case.headwater"
    with Ledger.create(path) as ledger:
        ledger.kinds.save(RETIREMENT)
        ledger.events.save(event("reported_headcount", 1000, date(2025, 1, 1)))
        ledger.events.save(event("early_retirement", 50, date(2025, 3, 1)))
    return path


class KindDesk(Desk):
    """A page with the dialog of kinds before it."""

    def __init__(self, qtbot, path, page=EventsPage):
        super().__init__(qtbot, page, path)
        self.dialog = KindsDialog(self.session, self.theme)
        qtbot.addWidget(self.dialog)
        self.dialog.show()
        self.rest()

    def editor(self, button):
        """The editor that a button opens."""
        self.click(button)
        assert self.dialog.editor is not None
        return self.dialog.editor

    def save(self, editor):
        self.click(editor.save_button)
        self.until(lambda: self.dialog.editor is None)
        self.rest()

    def kinds(self):
        return self.session.facts.kinds


@pytest.fixture
def desk(qtbot, case):
    made = KindDesk(qtbot, case)
    yield made
    made.dialog.close()
    made.close()


def listed(dialog):
    """Group -> the texts of its rows."""
    model = dialog.list
    found = {}
    for number in range(model.rowCount()):
        group = model.item(number)
        found[group.text()] = [
            [group.child(row, column).text() for column in range(4)] for row in range(group.rowCount())
        ]
    return found


def test_kinds_are_listed_by_group_with_what_they_do(desk):
    found = listed(desk.dialog)
    assert list(found) == ["Workforce", "Relationship", "Leadership", "Ownership", "Strategy"]
    assert found["Workforce"][0] == ["Early retirement", "Lowers headcount · Employees", "1", "you"]
    assert ["Reported headcount", "States the headcount · Employees", "1", "built in"] in found["Workforce"]
    assert ["Relationship at risk", "State: at risk", "", "built in"] in found["Relationship"]


def test_built_in_kinds_can_only_be_duplicated(desk):
    dialog = desk.dialog
    dialog.choose("layoff")
    assert dialog.duplicate_button.isEnabled()
    assert not dialog.edit_button.isEnabled()
    assert not dialog.delete_button.isEnabled()
    editor = desk.editor(dialog.duplicate_button)
    assert editor.name.text() == "Layoff (copy)"
    desk.type(editor.name, "Layoff of apprentices")
    desk.save(editor)
    made = desk.kinds()["layoff_of_apprentices"]
    assert (made.sign, made.population, made.symbol, made.built_in) == (
        -1,
        Population.EMPLOYEES,
        "triangle_down",
        False,
    )
    assert dialog.current().kind == made, "the new one is chosen"


def test_a_new_relationship_kind(desk):
    editor = desk.editor(desk.dialog.new_button)
    desk.type(editor.name, "Contract lapsed")
    editor.group.setCurrentIndex(editor.group.findData("relationship"))
    assert editor.state.isVisible()
    assert not editor.population.isVisible()
    assert not editor.effect.isVisible()
    editor.state.setCurrentIndex(editor.state.findData("ended"))
    desk.click(editor.symbols.buttons()[list(SYMBOLS).index("cross")])
    desk.click(editor.colors.buttons()[list(COLORS).index("#56B4E9")])
    desk.save(editor)
    made = desk.kinds()["contract_lapsed"]
    assert (made.group, made.state, made.sign, made.population) == (
        KindGroup.RELATIONSHIP, RelationshipState.ENDED, 0, None,
    )  # fmt: skip
    assert (made.symbol, made.color) == ("cross", "#56B4E9")
    desk.session.undo()
    desk.rest()
    assert "contract_lapsed" not in desk.kinds()
    assert "Contract lapsed" not in str(listed(desk.dialog))


@pytest.mark.parametrize("name", ["Layoff", " lAYOFF ", "Entlassung", "early  RETIREMENT"])
def test_a_name_that_is_taken_is_said_while_it_is_typed(desk, name):
    taken = taken_names(desk.kinds())
    assert "already" in name_problem(name, "", taken)
    editor = desk.editor(desk.dialog.new_button)
    desk.type(editor.name, name)
    assert "already" in editor.problem.text()
    assert not editor.save_button.isEnabled()
    desk.type(editor.name, "Something else")
    assert not editor.problem.isVisible()
    assert editor.save_button.isEnabled()
    editor.reject()


def test_an_empty_name_cannot_be_saved_and_a_kind_may_keep_its_own(desk):
    desk.dialog.choose("early_retirement")
    editor = desk.editor(desk.dialog.edit_button)
    assert editor.save_button.isEnabled()
    desk.type(editor.name, " ")
    assert not editor.save_button.isEnabled()
    assert "no name" in editor.problem.text()
    editor.reject()


def test_copies_get_free_names(desk):
    layoff = desk.kinds()["layoff"]
    desk.write(lambda ledger: ledger.kinds.save(EventKind(code="", name="Layoff (copy)", group=KindGroup.STRATEGY)))
    assert copy_name(layoff, taken_names(desk.kinds())) == "Layoff (copy 2)"


def test_a_kind_in_use_is_not_deleted_and_says_by_how_many_events(desk):
    dialog = desk.dialog
    dialog.choose("early_retirement")
    desk.click(dialog.delete_button)
    assert dialog.note.isVisible()
    assert "1 event is of the kind “Early retirement”" in dialog.note.text()
    assert "early_retirement" in desk.kinds()
    desk.write(lambda ledger: ledger.events.delete([2]))
    dialog.choose("early_retirement")
    desk.click(dialog.delete_button)
    assert "early_retirement" not in desk.kinds()
    desk.session.undo()
    desk.rest()
    assert "Early retirement" in str(listed(dialog))


def test_what_a_change_of_the_effect_does_is_said_before(desk):
    desk.dialog.choose("early_retirement")
    editor = desk.editor(desk.dialog.edit_button)
    assert not editor.warning.isVisible()
    assert not editor.group.isEnabled(), "events are of this kind"
    desk.type(editor.name, "Retired early")
    assert not editor.warning.isVisible(), "a name changes no chart"
    editor.effect.setCurrentIndex(1)
    assert "1 event" in editor.warning.text()
    assert "charts" in editor.warning.text()
    editor.effect.setCurrentIndex(0)
    assert not editor.warning.isVisible()
    editor.population.setCurrentIndex(1)
    assert editor.warning.isVisible()
    editor.reject()


def test_a_color_of_ones_own_says_how_well_it_is_seen(desk):
    desk.dialog.choose("early_retirement")
    editor = desk.editor(desk.dialog.edit_button)
    desk.type(editor.hex, "#ffff00")
    assert "drawn darker on light" in editor.contrast.text()
    assert editor.colors.checkedId() == -1
    desk.type(editor.hex, "#000080")
    assert "drawn lighter on dark" in editor.contrast.text()
    desk.type(editor.hex, "blue")
    assert "not a color" in editor.contrast.text()
    assert not editor.save_button.isEnabled()
    desk.type(editor.hex, "#0072b2")
    assert editor.colors.checkedId() == list(COLORS).index("#0072B2")
    desk.save(editor)
    assert desk.kinds()["early_retirement"].color == "#0072b2"


@pytest.mark.parametrize("color", [*COLORS, "#ffffff", "#000000", "#7a7a7a"])
def test_the_sentence_on_contrast_is_true(color):
    text = contrast_text(color)
    assert ("darker on light" in text) == (contrast(color, LIGHT.surface) < 3)
    assert ("lighter on dark" in text) == (contrast(color, DARK.surface) < 3)
    if "Below" in text:
        assert " 3:1 on" not in text, "what is below 3 must not read as 3"


def test_every_symbol_is_drawn_differently(desk):
    symbols = Symbols(desk.theme)
    drawn = set()
    for symbol in SYMBOLS:
        kind = EventKind(code="x", group=KindGroup.STRATEGY, color="#0072B2", symbol=symbol)
        drawn.add(bytes(symbols.kind(kind, None).pixmap(16, 16).toImage().constBits()))
    assert len(drawn) == len(SYMBOLS)


def test_renaming_shows_in_the_table_and_the_inspector_at_once(desk, qtbot):
    inspector = Inspector(desk.session, desk.theme, desk.settings)
    qtbot.addWidget(inspector)
    inspector.show()
    desk.session.select(2)
    desk.rest()
    desk.dialog.choose("early_retirement")
    editor = desk.editor(desk.dialog.edit_button)
    desk.type(editor.name, "Retired at 60")
    desk.save(editor)
    desk.rest()
    model = desk.page.model
    desk.until(lambda: any("Retired at 60" in str(cells(model, row)) for row in range(model.rowCount())))
    assert "Retired at 60" in inspector.panel.header.title.text()
    assert inspector.form.kind.box.line.text() == "Retired at 60"
    assert not inspector.dirty
    assert desk.session.facts.undo.code == "kind.edited"
    assert steps.undo_text(desk.session.facts.undo) == "Undo Edit Kind: Retired at 60"


def test_a_new_kind_can_be_chosen_in_an_event_that_is_being_typed(desk, qtbot):
    inspector = Inspector(desk.session, desk.theme, desk.settings)
    qtbot.addWidget(inspector)
    inspector.show()
    inspector.new_event("", "Scale AI")
    desk.rest()
    desk.write(lambda ledger: ledger.kinds.save(EventKind(code="", name="Sabbatical", group=KindGroup.WORKFORCE)))
    box = inspector.form.kind.box
    box.line.setFocus()
    QTest.keyClicks(box.line, "sabbat")
    box.settle()
    assert box.value() == "sabbatical"
    assert inspector.form.form().organization.text == "Scale AI"


def test_the_headcount_page_follows(qtbot, case):
    desk = KindDesk(qtbot, case, HeadcountPage)

    def last():
        return desk.page._view.series[0].levels[-1].best

    desk.until(lambda: desk.page._view is not None and desk.page._view.series)
    assert last() == 950
    desk.dialog.choose("early_retirement")
    editor = desk.editor(desk.dialog.edit_button)
    editor.effect.setCurrentIndex(1)
    desk.save(editor)
    desk.until(lambda: last() == 1050)
    desk.session.undo()
    desk.until(lambda: last() == 950)
    desk.dialog.close()
    desk.close()


def test_the_filter_offers_it_and_lets_go_of_one_that_is_gone(qtbot, case):
    settings = Settings()
    window = Window(Session(), Theme(QApplication.instance(), mode="light"), settings)
    qtbot.addWidget(window)
    actions = KindActions(window)
    assert set(actions.handlers()) == {"kinds"}
    session = window.session
    session.open(case)
    qtbot.waitUntil(lambda: session.writable)
    session.write(lambda ledger: ledger.kinds.save(EventKind(code="", name="Sabbatical", group=KindGroup.STRATEGY)))
    qtbot.waitUntil(lambda: "sabbatical" in session.facts.kinds)
    session.change_scope(kinds=("sabbatical", "early_retirement"))
    session.undo()
    qtbot.waitUntil(lambda: "sabbatical" not in session.facts.kinds)
    assert session.scope.kinds == ("early_retirement",)
    session.close()


def test_it_is_printed_by_its_name(qtbot, case, tmp_path):
    with Ledger.open(case) as ledger:
        made = build(ledger.at(Scope()), printed_on=date(2025, 7, 31))
    pdf.write(made, tmp_path / "a.pdf", paper="a4")
    text = " ".join(page.extract_text() for page in PdfReader(tmp_path / "a.pdf").pages)
    assert "Early retirement" in " ".join(text.split())
    assert "950" in text


def test_without_the_right_to_write_kinds_are_only_looked_at(qtbot, case):
    first = Desk(qtbot, EventsPage, case)
    second = Desk(qtbot, EventsPage, case, writable=False)
    dialog = KindsDialog(second.session, second.theme)
    qtbot.addWidget(dialog)
    dialog.show()
    second.rest()
    dialog.choose("early_retirement")
    for button in (dialog.new_button, dialog.duplicate_button, dialog.edit_button, dialog.delete_button):
        assert not button.isEnabled()
    assert listed(dialog)["Workforce"][0][0] == "Early retirement"
    dialog.close()
    first.close()
    second.close()


def test_everything_in_the_editor_has_a_name_and_is_reached_by_tab(desk):
    editor = desk.editor(desk.dialog.new_button)
    reached = set()
    editor.name.setFocus()
    for _step in range(40):
        focused = editor.focusWidget()
        reached.add(focused)
        assert focused.accessibleName() or getattr(focused, "text", str)(), focused
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    assert {editor.name, editor.group, editor.effect, editor.population, editor.hex, editor.custom} <= reached
    editor.reject()
