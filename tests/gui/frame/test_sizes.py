"""The window and every dialog fit a small screen: 1366x768 at 150 %, and 1920x1080 at 200 %, in both languages.

A logical pixel is a logical pixel, so what fits 910x512 here, less what a window manager puts around it, fits there.
"""

from contextlib import contextmanager

import pytest
from PySide6.QtCore import QEvent, QModelIndex, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QHelpEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QLabel,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QSplitter,
    QTableView,
    QToolTip,
    QTreeView,
    QWidget,
)

from desktop.cli.commands import write_sample
from desktop.cli.main import main
from desktop.importing.wizard import ImportWizard, Step
from desktop.look.theme import BASE_FONT
from desktop.session.requests import CompareFile, OpenAgain, SaveCopy
from desktop.session.settings import LANGUAGE, Settings
from desktop.widgets.fitting import lowest, resize_within
from desktop.widgets.record_tables import levelled
from desktop.wording import i18n
from helpers.faces import dialogs, faces, unseen
from helpers.program import Running

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

SCREEN = QSize(910, 512)
FRAME = QSize(16, 48)
ROOM = SCREEN - FRAME

#: What a title has around it.
PADDED = 16
#: What a choice has around its words: the edge and the arrow.
AROUND_CHOICE = 30


#: What a window gets of a screen, and the size of the desktop font in pixels: the smallest screens with the usual font,
#: and one of the usual size with a font that is a quarter larger.
SIZES = {"small": (ROOM, 0), "large": (QSize(1366, 768) - FRAME, round(BASE_FONT * 1.25))}


#: A tracker with names that are long, and more rows than a page of imported ones lists.
MANY = "company,date,location,laid off,percent,source\n" + "".join(
    f"Vereinigte Maschinenfabriken Werk {number % 700} Aktiengesellschaft,{2021 + number % 5}-{number % 12 + 1:02}-17,"
    f"Villingen-Schwenningen,{100 + number},{'' if number % 3 else number % 90 + 5},https://news.example.com/{number}\n"
    for number in range(2400)
)


def write_many(path):
    """A ledger with much in it, as an import makes it."""
    table = path.with_name("entlassungen_deutschland_2021_2025.csv")
    table.write_text(MANY, encoding="utf-8")
    assert main(["import", str(table), "--into", str(path), "--kind", "layoff", "--dataset", "entlassungen"]) == 0


@contextmanager
def program(qapp, path, language, size, write=write_sample):
    """The program in a language on a screen."""
    room, font = SIZES[size]
    before = qapp.font()
    larger = qapp.font()
    if font:
        larger.setPixelSize(font)
        qapp.setFont(larger)
    settings = Settings()
    settings.set(LANGUAGE, language)
    write(path)
    made = Running(path)
    made.window.showNormal()  # it begins maximized on a small screen
    made.window.resize(room)
    made.rest()
    assert i18n.language() == language
    try:
        yield made
    finally:
        made.close()
        i18n.use("en")
        qapp.setFont(before)


@pytest.fixture(params=["en", "de"])
def running(request, qapp, qtbot, tmp_path):
    with program(qapp, tmp_path / "a.headwater", request.param, "small") as made:
        yield made


def least(widget):
    """What it cannot be made smaller than."""
    return widget.minimumSize().expandedTo(widget.minimumSizeHint())


def fits(size):
    return size.width() <= ROOM.width() and size.height() <= ROOM.height()


def cut(widget):
    """Buttons with words that have less room than their words need, and no tooltip that says them."""
    return [
        (button.text(), button.width(), button.sizeHint().width())
        for button in widget.findChildren(QAbstractButton)
        if button.isVisible() and button.text() and not button.toolTip() and button.width() < button.sizeHint().width()
    ]


def clipped(widget):
    """Buttons whose words do not fit, whatever a tooltip says."""
    return [
        (button.text(), button.width())
        for button in widget.findChildren(QPushButton)
        if button.isVisible() and button.width() < button.fontMetrics().horizontalAdvance(button.text()) + 8
    ]


def cut_texts(widget):
    """Wrapped texts that have less height than they need at their width."""
    return [
        (label.text(), label.height())
        for label in widget.findChildren(QLabel)
        if label.isVisible() and label.wordWrap() and label.height() < label.heightForWidth(label.width())
    ]


def cut_titles(page):
    """Columns that are narrower than their title."""
    found = []
    for table in page.findChildren(QTableView):
        header = table.horizontalHeader()
        font = header.font()
        font.setWeight(QFont.Weight.DemiBold)
        for number in range(header.count()) if header.isVisible() else ():
            title = table.model().headerData(number, Qt.Orientation.Horizontal)
            wanted = QFontMetrics(font).horizontalAdvance(title or "") + PADDED
            if not header.isSectionHidden(number) and header.sectionSize(number) < wanted:
                found.append((table.accessibleName(), title, header.sectionSize(number), wanted))
    return found


def outside(widget):
    """What is shown and reaches out of what holds it, where that does not scroll."""
    found = []
    for child in widget.findChildren(QWidget):
        parent = child.parentWidget()
        if not child.isVisible() or child.isWindow() or isinstance(parent, QAbstractScrollArea | QSplitter):
            continue
        if isinstance(parent.parentWidget(), QAbstractScrollArea) and parent.objectName() == "qt_scrollarea_viewport":
            continue
        if not parent.rect().contains(child.geometry()) and not child.size().isEmpty():
            found.append(
                (
                    type(child).__name__,
                    child.accessibleName() or child.objectName(),
                    child.geometry(),
                    type(parent).__name__,
                )
            )
    return found


def shortened(widget):
    """Texts that are longer than their place and have no tooltip to say them: lines, choices, and cells."""
    found = []
    for one in widget.findChildren(QWidget):
        if not one.isVisible() or one.toolTip():
            continue
        if isinstance(one, QLabel) and not one.wordWrap() and one.text() and one.width() < one.sizeHint().width() - 1:
            found.append((one.text(), one.width(), one.sizeHint().width()))
        if isinstance(one, QComboBox) and not one.isEditable():
            wanted = one.fontMetrics().horizontalAdvance(one.currentText()) + AROUND_CHOICE
            if one.width() < wanted:
                found.append((one.accessibleName(), one.currentText(), one.width(), wanted))
        if isinstance(one, QTableView | QTreeView):
            found += shortened_cells(one)
    return found


def shortened_cells(view):
    found, model = [], view.model()
    groups = [QModelIndex(), *(model.index(row, 0) for row in range(model.rowCount() if is_tree(view) else 0))]
    for group in groups:
        for row in range(min(model.rowCount(group), 8)):
            for column in range(model.columnCount(group)):
                index = model.index(row, column, group)
                spanned = view.isFirstColumnSpanned(row, group) if is_tree(view) else view.columnSpan(row, column) > 1
                wide = view.fontMetrics().horizontalAdvance(str(index.data() or ""))
                if not view.isColumnHidden(column) and not spanned and wide > view.columnWidth(column):
                    found += [(view.accessibleName(), index.data())] if not told_whole(view, index) else []
    return found


def unnamed_rows(widget):
    """Trees whose first column, which names the rows, has neither what it needs nor half of the tree."""
    return [
        (tree.accessibleName(), tree.columnWidth(0))
        for tree in widget.findChildren(QTreeView)
        if tree.isVisible() and tree.columnWidth(0) < min(tree.sizeHintForColumn(0), tree.viewport().width() // 2)
    ]


def is_tree(view):
    return isinstance(view, QTreeView)


def told_whole(view, index):
    """Whether a tool tip says what is cut, as the model or as the view has it."""
    if index.data(Qt.ItemDataRole.ToolTipRole):
        return True
    view.scrollTo(index)
    place = view.visualRect(index).intersected(view.viewport().rect()).center()
    QToolTip.hideText()
    QApplication.sendEvent(view.viewport(), QHelpEvent(QEvent.Type.ToolTip, place, view.viewport().mapToGlobal(place)))
    return bool(QToolTip.text())


def uneven(dialog):
    """The air around what a dialog holds, where it is not that of the others."""
    around = dialog.layout().contentsMargins()
    sides = {around.left(), around.top(), around.right(), around.bottom()}
    return [] if sides <= {16, 24} else [("air", sorted(sides))]


def idle(dialog):
    """Where the keyboard begins, if nothing can be said or chosen there."""
    first = dialog.focusWidget()
    return [("keyboard", type(first).__name__)] if first is None or type(first) in {QScrollArea, QDialog} else []


def squeezed(dialog):
    """Names of fields whose last letter has no room: the line below one costs more than Qt measures."""
    return [
        (label.text(), label.width())
        for label in dialog.findChildren(QLabel)
        if label.isVisible()
        and label.buddy() is not None
        and not label.wordWrap()
        and drawn_apart(label) > label.contentsRect().width()
    ]


def drawn_apart(label):
    """How wide a text is, its parts before, at and behind the letter for Alt drawn by themselves."""
    metrics, (before, letter, behind) = label.fontMetrics(), parted(label.text())
    return sum(metrics.horizontalAdvance(part) for part in (before, letter, behind) if part)


def parted(text):
    before, mark, rest = text.partition("&")
    return before, rest[:1], rest[1:] if mark else ""


def amiss(widget):
    """All that is cut in a page or dialog."""
    looks = (cut, cut_texts, cut_titles, outside, shortened, unnamed_rows)
    return [wrong for look in looks for wrong in look(widget)]


@pytest.mark.parametrize(
    ("size", "language", "write"),
    [*((size, language, write_sample) for size in SIZES for language in ("en", "de")), ("small", "de", write_many)],
)
def test_every_page_and_dialog_fits_and_cuts_nothing(qapp, qtbot, tmp_path, language, size, write):
    room = SIZES[size][0]
    found, seen = {}, {ImportWizard}
    with program(qapp, tmp_path / "a.headwater", language, size, write) as running:
        window = running.window
        for face in faces(running):
            area = window.stack.currentWidget()
            wide = least(running.page).width() - area.viewport().width()
            if wide > 0:  # nothing to scroll sideways
                found[face] = [("scrolls sideways", wide)]
            elif wrong := amiss(running.page):
                found[face] = wrong
            assert (window.width(), window.height()) == (room.width(), room.height()), face
        if wrong := [*outside(window.scope_bar), *outside(window.navigation)]:
            found["frame"] = wrong
        window.show_page("overview")
        running.keys("Ctrl+N")
        running.rest()
        if wrong := [*amiss(window.inspector_pane), *clipped(window.inspector_pane)]:
            found["new event"] = wrong
        window.inspector.revert()
        for dialog in dialogs(running):
            seen.add(type(dialog))
            dialog.show()
            running.rest()
            name = type(dialog).__name__
            if least(dialog).width() > room.width() or least(dialog).height() > room.height():
                found[name] = [("too large", least(dialog))]
            dialog.resize(dialog.size().boundedTo(room))
            running.rest()
            if wrong := [*amiss(dialog), *uneven(dialog), *squeezed(dialog), *idle(dialog)]:
                found.setdefault(name, []).extend(wrong)
            dialog.close()
            dialog.deleteLater()
    assert found == {}
    assert unseen(seen) == []


def test_a_page_scrolls_only_where_it_has_less_than_it_needs(running):
    page = running.show("relationships")
    area = running.window.stack.currentWidget()
    for height in (ROOM.height(), least(page).height() + 200):
        running.window.resize(ROOM.width(), height)
        running.rest()
        needs = max(least(page).height(), lowest(page, page.width()))
        assert area.verticalScrollBar().isVisible() == (area.maximumViewportSize().height() < needs)
        assert page.height() == max(needs, area.maximumViewportSize().height())


def test_all_pages_are_listed_whole_and_lanes_seen_where_there_is_little_room(running):
    pages = running.window.navigation
    assert pages.verticalScrollBar().maximum() == 0
    for row in range(pages.count()):
        box = pages.visualItemRect(pages.item(row))
        assert box.height() >= 24
        assert box.right() <= pages.viewport().width()
        assert pages.fontMetrics().horizontalAdvance(pages.item(row).text()) + 36 <= box.width()
    for page_id in ("relationships", "headcount"):
        chart = running.show(page_id).chart
        assert not chart.bar.isVisible(), "the page scrolls, not the chart within it"


def test_levels_can_be_read_in_a_small_window(running):
    page = running.show("headcount")
    heights = [placed.area.height() for placed in page.chart.plan.panels]
    assert len(heights) == 2
    assert min(heights) >= 80


def test_the_import_fits_at_every_step(running, tmp_path):
    path = tmp_path / "rows.csv"
    rows = "Company,Announced,Laid off,Notes\nAcme,2025-07-16,200,„für immer“\nBeta,2025-07-17,~30,\n"
    path.write_text(rows, encoding="cp1252")  # guessed, and said in a notice
    window = running.window
    wizard = ImportWizard(running.session, window.theme, window.settings, path, window)
    wizard.show()
    wizard.resize(ROOM)
    running.until(lambda: wizard.inspection is not None)
    for step in Step:
        running.rest()
        running.until(lambda: wizard.step is not Step.CHECK or wizard.checked is not None)
        running.rest()  # also until what it has found is laid out
        assert wizard.step is step
        assert fits(least(wizard)), step
        assert (wizard.width(), wizard.height()) == (ROOM.width(), ROOM.height())
        shown = [one for one in (wizard.back, wizard.next, wizard.cancel) if one.isVisible()]
        assert shown
        for button in shown:
            assert wizard.rect().contains(button.rect().translated(button.mapTo(wizard, button.rect().topLeft())))
        # Nothing to scroll sideways.
        assert wizard.pages.width() >= wizard.pages.currentWidget().minimumSizeHint().width(), step
        assert not wizard.scrolled.horizontalScrollBar().isVisible(), step
        assert [one for one in cut(wizard) if not isinstance(one, QCheckBox | QRadioButton)] == [], step
        assert cut_texts(wizard) == [], step
        if step is not Step.IMPORT:
            wizard.next.click()
    running.until(lambda: wizard.report is not None)
    wizard.close()
    wizard.deleteLater()


def test_the_widest_columns_give_way_first():
    assert levelled([300, 90, 200], [100, 90, 100], 400) == [155, 90, 155]
    assert levelled([300, 90, 120], [100, 90, 100], 900) == [300, 90, 120]
    assert levelled([300, 90, 120], [100, 90, 100], 50) == [100, 90, 100]


def test_what_opens_below_the_scope_bar_fits(running):
    bar = running.window.scope_bar
    for button in (bar.organizations, bar.period, bar.known_on):
        button.click()
        running.rest()
        popup = QApplication.activePopupWidget()
        assert fits(popup.size()), button.objectName()
        assert amiss(popup) == []
        popup.close()


def test_buttons_go_below_a_sentence_that_has_no_room_beside_them(running):
    window = running.window
    text = "Another program has written into the file that you see here; what you see is the state before that."
    buttons = [(OpenAgain(), "Reload"), (SaveCopy(), "Save Mine as a Copy…"), (CompareFile(), "Compare…")]
    window.banners.show_notice("file", text, buttons=buttons)
    running.rest()
    sentence = next(one for one in window.banners.findChildren(QLabel) if one.text() == text)
    button = window.banners.findChild(QPushButton)
    for width, below in ((ROOM.width(), True), (1366, False)):
        window.resize(width, ROOM.height())
        running.rest()
        at = [one.mapTo(window, one.rect().topLeft()).y() for one in (button, sentence)]
        assert (at[0] >= at[1] + sentence.height()) is below
        assert cut_texts(window.banners) == []


def test_what_would_be_larger_than_the_screen_is_made_to_fit(running):
    room = QApplication.primaryScreen().availableSize()
    resize_within(running.window, 4000, 3000)
    assert running.window.width() < room.width()
    assert running.window.height() < room.height()
    assert running.window.windowState() == Qt.WindowState.WindowNoState
