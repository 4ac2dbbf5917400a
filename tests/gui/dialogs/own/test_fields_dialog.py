"""Fields of one's own in the window: made in their dialog, then a column, a filter and an entry of the forms."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from db.ledger import Ledger
from db.model.own_fields import FieldSubject, FieldType
from desktop.dialogs.own.field_editor import FieldDialog
from desktop.dialogs.own.field_list import FieldsDialog
from desktop.pages.events import EventsPage
from desktop.pages.organizations import OrganizationsPage
from desktop.session.requests import ShowFields
from desktop.widgets import notify
from helpers.desk import Desk as Inspecting
from helpers.drafts import layoff
from helpers.pages import Desk, cells

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def case(tmp_path):
    path = tmp_path / "case.headwater"
    with Ledger.create(path) as ledger:
        for name, count in (("Acme", 10), ("Birch", 20), ("Cedar", 30)):
            ledger.events.save(layoff(name, count))
        ledger.fields.add(
            "Industry", subject=FieldSubject.ORGANIZATION, type_=FieldType.CHOICE, choices=["Retail", "IT"]
        )
        ledger.fields.add("Score", subject=FieldSubject.EVENT, type_=FieldType.NUMBER)
        industry = ledger.fields.find("Industry")
        ledger.fields.set(industry.id, [ledger.organizations.find("Birch")], "IT")
    return path


def titles(model):
    return [str(model.headerData(place, Qt.Orientation.Horizontal)) for place in range(model.columnCount())]


def test_a_field_is_made_renamed_merged_ordered_and_deleted_in_its_dialog(qtbot, case, monkeypatch):
    desk = Desk(qtbot, OrganizationsPage, case)
    dialog = FieldsDialog(desk.session)
    qtbot.addWidget(dialog)
    dialog.show()
    desk.rest()
    dialog.suggest(2)
    assert next(item.text() for item in dialog.editor._rows()) == "1–9"
    QTest.mouseClick(dialog.editor.save, Qt.MouseButton.LeftButton)
    desk.rest()
    assert dialog.current().name == "Size class"
    desk.click(dialog.up_button)
    assert [field.name for field in desk.session.facts.fields] == ["Size class", "Industry", "Score"]
    dialog.choose(desk.session.facts.fields[1].id)
    desk.click(dialog.edit_button)
    editor: FieldDialog = dialog.editor
    editor.name.setText("Branch")
    QTest.keyClicks(editor.new, "Tech")
    QTest.keyClick(editor.new, Qt.Key.Key_Return)
    for row in (0, 1):
        editor.list.item(row).setSelected(True)
    desk.click(editor.merge)
    assert [item.text() for item in editor._rows()] == ["Retail", "Tech"]
    desk.click(editor.save)
    assert dialog.editor is None
    (branch,) = [field for field in desk.session.facts.fields if field.name == "Branch"]
    assert [choice.name for choice in branch.choices] == ["Retail", "Tech"]
    row = next(row for row in range(3) if "Birch" in cells(desk.page.table, row))
    assert cells(desk.page.table, row)[-1] == "Retail"
    dialog.make(FieldSubject.EVENT)
    dialog.editor.name.setText("score")
    desk.click(dialog.editor.save)
    assert "already a field" in dialog.editor.error.text()
    dialog.editor.reject()
    dialog.choose(branch.id)
    asked = []
    monkeypatch.setattr(notify, "ask", lambda _parent, **words: asked.append(words["details"]) or True)
    desk.click(dialog.delete_button)
    assert asked[0].startswith("1 value goes")
    assert "Branch" not in titles(desk.page.table)
    dialog.close()
    desk.close()


def test_an_organization_has_an_entry_for_each_field_and_a_column(qtbot, case):
    desk = Desk(qtbot, OrganizationsPage, case)
    assert titles(desk.page.table)[-1] == "Industry"
    desk.click(desk.page.fields_button)
    assert desk.asked == [ShowFields()]
    desk.page.view.selectRow(0)
    desk.rest()
    industry = desk.session.facts.fields[0]
    line = desk.page.fields.own.lines[industry.id]
    assert line.placeholderText() == "not stated"
    desk.type(line, "Finance")
    desk.click(desk.page.save_button)
    assert cells(desk.page.table, 0)[-1] == "Finance"
    assert desk.session.facts.undo.code == "organization.edited"
    assert [choice.name for choice in desk.session.facts.fields[0].choices] == ["Retail", "IT", "Finance"]
    desk.session.undo()
    desk.rest()
    assert cells(desk.page.table, 0)[-1] == ""
    desk.page.table.sort(len(titles(desk.page.table)) - 1)
    assert next(cells(desk.page.table, row)[0] for row in range(3)) == "Birch"
    desk.close()


def test_events_are_filtered_sorted_and_shown_with_fields(qtbot, case):
    desk = Desk(qtbot, EventsPage, case)
    model, header = desk.page.model, desk.page.view.horizontalHeader()
    names = titles(model)
    assert names[-2:] == ["Industry", "Score"]
    assert [header.isSectionHidden(names.index(name)) for name in ("Industry", "Score")] == [True, False]
    assert header.logicalIndex(header.count() - 1) == names.index("Notes")
    model.sort(names.index("Industry"))
    desk.rest()
    assert [cells(model, row)[names.index("Industry")] for row in range(3)] == ["IT", "", ""]
    button = desk.page.fields
    button._fill()
    (part,) = [menu for menu in button._menu.findChildren(type(button._menu)) if menu.title() == "Industry"]
    assert [action.text() for action in part.actions()] == ["Retail", "IT", "not stated", "values differ"]
    part.actions()[1].trigger()
    desk.rest()
    assert model.rowCount() == 1
    assert button.text() == "Industry"
    assert "IT" in button.toolTip()
    part.actions()[1].trigger()
    part.actions()[0].trigger()
    desk.rest()
    assert desk.page.empty.isVisible()
    desk.click(desk.page._clear)
    assert model.rowCount() == 3
    desk.write(lambda ledger: ledger.fields.delete(desk.session.facts.fields[0].id))
    assert titles(model)[-1] == "Score"
    desk.close()


def test_an_event_is_saved_with_its_fields_in_one_step(qtbot, case):
    desk = Inspecting(qtbot, case)
    (event_id, *_) = desk.look(lambda ledger: [row.id for row in ledger.at().events.select_rows(column="id")])
    desk.show(event_id)
    score = next(field for field in desk.session.facts.fields if field.name == "Score")
    line = desk.form.own_fields.lines[score.id]
    line.setFocus()
    QTest.keyClicks(line, "n/a yet")
    desk.settle()
    assert "Not understood as a number" in desk.form.own_fields._echoes[score.id].text()
    line.selectAll()
    QTest.keyClicks(line, "7.5")
    desk.settle()
    desk.save()

    def stored(ledger):
        return ledger.fields.values(FieldSubject.EVENT, [event_id])[event_id][score.id][0].number

    assert desk.look(stored) == 7.5
    assert desk.session.facts.undo.code == "event.edited"
    assert desk.event(event_id).values.counting.earliest == date(2025, 7, 16)
    desk.inspector.close()
    desk.session.close()
