"""Every page with its views and every dialog of the program, one after another, as they are registered.

Nobody keeps a list: what is added is looked at as soon as it is there, or named by :func:`unseen`.
"""

import importlib
import pkgutil
from datetime import date

from PySide6.QtWidgets import QDialog

import desktop
from db.figures.relationships.rules import Rules
from db.model.own_fields import FieldSubject, FieldType, OwnField
from desktop.dialogs.about import AboutDialog
from desktop.dialogs.crash import CrashDialog
from desktop.dialogs.day import DayDialog
from desktop.dialogs.file.export import ExportDialog
from desktop.dialogs.file.restore import RestoreDialog
from desktop.dialogs.file.snapshot import SnapshotDialog
from desktop.dialogs.file.two_files import TwoFilesDialog
from desktop.dialogs.own.field_editor import FieldDialog
from desktop.dialogs.own.field_list import FieldsDialog
from desktop.dialogs.own.kind_editor import KindDialog
from desktop.dialogs.own.kind_list import KindsDialog
from desktop.dialogs.preferences import PreferencesDialog
from desktop.dialogs.records.edit_events import EditEventsDialog
from desktop.dialogs.records.erase_person import ErasePersonDialog
from desktop.dialogs.records.merge_events import MergeEventsDialog, read_candidates
from desktop.dialogs.records.merge_organizations import MergeOrganizationsDialog
from desktop.dialogs.records.organization import OrganizationDialog
from desktop.dialogs.records.source import MergeDialog, OriginDialog, SourceEventsDialog
from desktop.dialogs.saved_views import SavedViewsDialog
from desktop.dialogs.shortcuts import ShortcutsDialog
from desktop.frame.page_table import PAGES
from desktop.pages.answers.page import AnswersPage
from desktop.pages.relationships.rules_dialog import RulesDialog


def faces(running):
    """Shows each page, and each view of a page that has several; gives its name once it is at rest."""
    for page_id in PAGES:
        if page_id == "organization":
            rows = running.read(lambda ledger: ledger.organizations.rows())
            running.window.show_organization(max(rows, key=lambda row: row.events).id)
        else:
            running.window.show_page(page_id)
        running.rest()
        yield page_id
        page = running.page
        if isinstance(page, AnswersPage):
            for code, _words in page.choices()[1:]:
                page.choose(code)
                running.rest()
                yield f"{page_id}: {code}"
            page.choose(page.choices()[0][0])
            running.rest()


def dialogs(running):
    """Makes each dialog but the import's, for a ledger with the sample in it."""
    session, theme, settings, window = running.session, running.window.theme, running.window.settings, running.window
    rows, sources, kinds = running.read(
        lambda ledger: (ledger.organizations.rows(), ledger.sources.rows(), ledger.kinds.all())
    )
    chosen = running.read(lambda ledger: [row.id for row in ledger.at().events.select_rows(limit=3)])
    candidates = running.read(lambda ledger: read_candidates(ledger, tuple(chosen)))
    found = running.read(lambda ledger: ledger.compared_with(session.path))
    field = OwnField(id=0, name="Industry", subject=FieldSubject.ORGANIZATION, type=FieldType.CHOICE)
    yield AboutDialog(theme, window)
    yield CrashDialog(ValueError("a"), None, window)
    yield DayDialog("", date(2025, 7, 16), latest=date(2025, 12, 31), parent=window)
    yield EditEventsDialog(session, chosen, window)
    yield ErasePersonDialog(session, window)
    yield ExportDialog(session, settings, window)
    yield FieldDialog(session, field, parent=window)
    yield FieldsDialog(session, window)
    yield KindDialog(session, theme, kinds["layoff"])
    yield KindsDialog(session, theme, window)
    yield MergeEventsDialog(session, candidates, window)
    yield MergeOrganizationsDialog(session, rows[:3], window)
    yield OrganizationDialog(session, rows[0].id, window)
    yield PreferencesDialog(settings, window.bus, window)
    yield RestoreDialog(session, window)
    yield RulesDialog(session, Rules(), window)
    yield SavedViewsDialog(session, "{}", window)
    yield ShortcutsDialog(window)
    yield SnapshotDialog(session, theme, settings, window)
    yield OriginDialog([row.source for row in sources[:2]], window)
    yield MergeDialog(sources[:3], window)
    yield SourceEventsDialog(session, sources[0].source, window)
    yield TwoFilesDialog(found, kinds, window)


def unseen(seen):
    """The dialogs of the program that are not among the types ``seen``; what others only derive from is none."""
    for part in pkgutil.walk_packages(desktop.__path__, "desktop."):
        if not part.name.endswith("__main__"):
            importlib.import_module(part.name)
    made = [QDialog]
    for one in made:
        made += one.__subclasses__()
    own = {one for one in made if one.__module__.startswith("desktop.") and not one.__subclasses__()}
    return sorted(one.__name__ for one in own - set(seen))
