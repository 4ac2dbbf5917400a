"""The window and every dialog fit a small screen: 1366x768 at 150 %, and 1920x1080 at 200 %, in both languages.

A logical pixel is a logical pixel, so what fits 910x512 here, less what a window manager puts around it, fits there.
"""

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QAbstractButton, QApplication, QCheckBox, QLabel, QRadioButton, QTableView

from desktop.cli.commands import write_sample
from desktop.dialogs.about import AboutDialog
from desktop.dialogs.crash import CrashDialog
from desktop.dialogs.erase_person import ErasePersonDialog
from desktop.dialogs.export import ExportDialog
from desktop.dialogs.kind_editor import KindDialog
from desktop.dialogs.kind_list import KindsDialog
from desktop.dialogs.merge_events import MergeEventsDialog, read_candidates
from desktop.dialogs.merge_organizations import MergeOrganizationsDialog
from desktop.dialogs.organization import OrganizationDialog
from desktop.dialogs.preferences import PreferencesDialog
from desktop.dialogs.shortcuts import ShortcutsDialog
from desktop.dialogs.snapshot import SnapshotDialog
from desktop.dialogs.source import MergeDialog, OriginDialog, SourceEventsDialog
from desktop.importing.wizard import ImportWizard, Step
from desktop.session.settings import LANGUAGE, Settings
from desktop.widgets.fitting import resize_within
from desktop.widgets.record_tables import levelled
from desktop.wording import i18n
from helpers.program import PAGES, Running

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

SCREEN = QSize(910, 512)
FRAME = QSize(16, 48)
ROOM = SCREEN - FRAME

#: What a title has around it.
PADDED = 16


@pytest.fixture(params=["en", "de"])
def running(request, qtbot, tmp_path):
    settings = Settings()
    settings.set(LANGUAGE, request.param)
    path = tmp_path / "a.headwater"
    write_sample(path)
    made = Running(path)
    made.window.showNormal()  # it begins maximized on a small screen
    made.window.resize(ROOM)
    made.rest()
    assert i18n.language() == request.param
    yield made
    made.close()
    i18n.use("en")


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
        for number in range(header.count()) if table.isVisible() else ():
            title = table.model().headerData(number, Qt.Orientation.Horizontal)
            wanted = QFontMetrics(font).horizontalAdvance(title or "") + PADDED
            if not header.isSectionHidden(number) and header.sectionSize(number) < wanted:
                found.append((table.accessibleName(), title, header.sectionSize(number), wanted))
    return found


def test_every_page_works_in_a_small_window(running):
    window = running.window
    for page in PAGES:
        running.show(page)
        assert fits(least(window)), page
        assert (window.width(), window.height()) == (ROOM.width(), ROOM.height()), page
        # Nothing to scroll sideways, and no word of a button cut.
        area = window.stack.currentWidget()
        assert area.viewport().width() >= least(running.page).width(), page
        assert cut(running.page) == [], page
        assert cut_titles(running.page) == [], page


def test_a_page_scrolls_only_where_it_has_less_than_it_needs(running):
    page = running.show("relationships")
    area = running.window.stack.currentWidget()
    for height in (ROOM.height(), least(page).height() + 200):
        running.window.resize(ROOM.width(), height)
        running.rest()
        needs = least(page).height()
        assert area.verticalScrollBar().isVisible() == (area.maximumViewportSize().height() < needs)
        assert page.height() == max(needs, area.maximumViewportSize().height())


def test_levels_can_be_read_in_a_small_window(running):
    page = running.show("headcount")
    heights = [placed.area.height() for placed in page.chart.plan.panels]
    assert len(heights) == 2
    assert min(heights) >= 80


def dialogs(running):
    session, theme, settings, window = running.session, running.window.theme, running.window.settings, running.window
    rows, sources, kinds = running.read(
        lambda ledger: (ledger.organizations.rows(), ledger.sources.rows(), ledger.kinds.all())
    )
    chosen = running.read(lambda ledger: [row.id for row in ledger.at().events.select_rows(limit=3)])
    candidates = running.read(lambda ledger: read_candidates(ledger, tuple(chosen)))
    yield AboutDialog(theme, window)
    yield CrashDialog(ValueError("a"), None, window)
    yield ErasePersonDialog(session, window)
    yield ExportDialog(session, settings, window)
    yield KindDialog(session, theme, kinds["layoff"])
    yield KindsDialog(session, theme, window)
    yield MergeEventsDialog(session, candidates, window)
    yield MergeOrganizationsDialog(session, rows[:3], window)
    yield OrganizationDialog(session, rows[0].id, window)
    yield PreferencesDialog(settings, window.bus, window)
    yield ShortcutsDialog(window)
    yield SnapshotDialog(session, theme, settings, window)
    yield OriginDialog([row.source for row in sources[:2]], window)
    yield MergeDialog(sources[:3], window)
    yield SourceEventsDialog(session, sources[0].source, window)


def test_every_dialog_fits_with_its_buttons(running):
    for dialog in dialogs(running):
        dialog.show()
        running.rest()
        assert fits(least(dialog)), type(dialog).__name__
        dialog.resize(dialog.size().boundedTo(ROOM))
        running.rest()
        assert cut(dialog) == [], type(dialog).__name__
        assert cut_texts(dialog) == [], type(dialog).__name__
        dialog.close()
        dialog.deleteLater()


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


def test_what_would_be_larger_than_the_screen_is_made_to_fit(running):
    room = QApplication.primaryScreen().availableSize()
    resize_within(running.window, 4000, 3000)
    assert running.window.width() < room.width()
    assert running.window.height() < room.height()
    assert running.window.windowState() == Qt.WindowState.WindowNoState
