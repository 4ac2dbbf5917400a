"""The imports page: what came when from which file, what became of its rows, the next edition, and undoing one."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, QTimer, Slot
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from db.errors import LedgerError
from db.tables.imports import ImportedFile
from desktop.importing.widgets import ChoiceCombo
from desktop.look import plaintext
from desktop.look.theme import Theme
from desktop.pages.base import Page
from desktop.pages.imports.reading import SHOWN, EditionRows, Editions, read_editions, read_rows
from desktop.pages.reverting import Reverting
from desktop.session.bus import Bus
from desktop.session.requests import ImportTable, OpenEvent, SelectEvent
from desktop.session.session import Session
from desktop.session.settings import Settings
from desktop.widgets.fitting import Whole
from desktop.widgets.flow import Flow
from desktop.widgets.page_parts import MARGIN, EmptyState, muted, title_bar
from desktop.widgets.record_tables import Field, RecordTable, dress, fit_columns
from desktop.widgets.text_tables import RowsModel, RowsView
from desktop.wording import codes, formatting
from desktop.wording.i18n import _, ngettext
from desktop.wording.imports import importing
from desktop.wording.imports.outcomes import gone_sentence, iso_day, listed_outcomes
from desktop.wording.language.days import day


class ImportsPage(Page):
    """The editions of every data set, as far as the scope knows them, and the rows of the chosen one."""

    page_id = "imports"
    tables = ("imports", "data_sets", "events", "claims", "organizations", "event_kinds")

    def __init__(
        self, session: Session, theme: Theme, settings: Settings, bus: Bus, parent: QWidget | None = None
    ) -> None:
        super().__init__(session, theme, settings, bus, parent)
        self._file: ImportedFile | None = None
        self.table = RecordTable(_columns(), lambda file: file.id, self)
        self.reverting = Reverting(session, self)
        self._make()
        self._lay_out()
        self._connect()
        self._show_file()

    def _make(self) -> None:
        self.view = QTableView(self)
        self.view.setAccessibleName(_("Imports"))
        dress(self.view)
        self.view.setModel(self.table)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.view.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.view.setSortingEnabled(True)
        self.view.viewport().installEventFilter(self)
        self.count = muted(parent=self)
        self.empty = EmptyState(self.theme, icon="imports", parent=self)
        self.empty.say(
            _("Nothing was imported yet"),
            _("A table that you import is listed here with what became of each of its rows. Its next edition only"
              " adds what is new or was corrected."),
        )  # fmt: skip
        self.begin = self.empty.add_button(_("Import…"), primary=True)
        self.sentence = plaintext.label(parent=self, wrap=True, selectable=True)
        self.sentence.setProperty("role", "subheading")
        self.about = muted(parent=self, wrap=True)
        self.gone = muted(parent=self, wrap=True)
        self.error = muted(parent=self, wrap=True)
        self.error.setProperty("role", "warning")
        self.error.hide()
        self.next = self._button(_("Import the Next Edition…"))
        self.undo = self._button(_("Undo This Import…"))
        self.only: ChoiceCombo[str | None] = ChoiceCombo(_("Show only rows that became"), self)
        self.more = muted(parent=self)
        self.rows = RowsView(
            _("Rows of the file"), RowsModel([_("Line"), _("State"), _("Why"), _("What it says")], numeric=(0,)), self
        )

    def _button(self, text: str) -> QPushButton:
        made = QPushButton(text, self)
        made.setAccessibleName(text)
        return made

    def _lay_out(self) -> None:
        bar = title_bar(self, _("Imports"), self.count)
        self._panel = QFrame(self)
        self._panel.setAutoFillBackground(True)
        buttons = Flow()
        for one in (self.only, self.more, self.undo, self.next):
            buttons.addWidget(one)
        told = Whole(self._panel)
        top = QVBoxLayout(told)
        top.setContentsMargins(MARGIN, 16, MARGIN, 8)
        top.setSpacing(4)
        for widget in (self.sentence, self.about, self.gone, self.error):
            top.addWidget(widget)
        top.addLayout(buttons)
        inner = QVBoxLayout(self._panel)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        inner.addWidget(told)
        inner.addWidget(self.rows, 1)
        splitter = QSplitter(Qt.Orientation.Vertical, self)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self.view)
        splitter.addWidget(self._panel)
        splitter.setSizes([200, 400])
        splitter.setStretchFactor(1, 1)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(splitter)
        self._stack.addWidget(self.empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(bar)
        layout.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self.view.selectionModel().currentRowChanged.connect(self._on_current_changed)
        self.begin.clicked.connect(lambda: self.bus.request(ImportTable()))
        self.next.clicked.connect(self._on_next)
        self.undo.clicked.connect(self._on_undo)
        self.only.chosen.connect(self._read_rows)
        self.rows.event_chosen.connect(lambda event_id: self.bus.request(SelectEvent(event_id)))
        self.rows.event_opened.connect(lambda event_id: self.bus.request(OpenEvent(event_id)))
        self.reverting.failed.connect(self._on_failed)
        self.reverting.ended.connect(self._show_buttons)
        self.session.writable_changed.connect(self._show_buttons)

    def reload(self) -> None:
        """Read what was imported."""
        self.session.tasks.read(
            partial(read_editions, scope=self.session.scope), self._on_editions, self._on_failed, key="imports"
        )

    # What is shown.

    @Slot(object)
    def _on_editions(self, found: Editions) -> None:
        self.error.hide()
        quiet = self.view.selectionModel().blockSignals(True)
        self.table.fill(found.files)
        self.view.selectionModel().blockSignals(quiet)
        plaintext.set_text(self.count, _counted(found))
        self._stack.setCurrentIndex(0 if found.files else 1)
        QTimer.singleShot(0, self, self._fit)  # the scroll bar is there then
        place = self.table.row_of(self._file.id) if self._file is not None else None
        self._file = None
        if found.files:
            index = self.table.index(place or 0, 0)
            self.view.setCurrentIndex(index)
            self._take(self.table.record(index.row()))
        else:
            self._show_file()

    def _take(self, file: ImportedFile | None) -> None:
        """Show a file below."""
        if file is not None and file != self._file:
            self._file = file
            self._show_file()
            self._read_rows()

    def _show_file(self) -> None:
        file = self._file
        self._panel.setVisible(file is not None)
        if file is None:
            return
        plaintext.set_text(self.sentence, plaintext.one_line(f"{file.data_set}: {file.file_name}"))
        said = [
            _("recorded {day}").format(day=day(file.recorded_day)),
            _("newest day {day}").format(day=iso_day(file.newest_day)) if file.newest_day else "",
        ]
        plaintext.set_text(self.about, " · ".join(filter(None, said)))
        plaintext.set_text(self.gone, gone_sentence(len(file.gone)))
        self.gone.setVisible(bool(file.gone))
        shown = self.only.value if self.only.count() else None
        self.only.fill(
            [(_("All rows ({n})").format(n=formatting.number(file.rows)), None)]
            + [
                (f"{importing.total_name(name)} ({formatting.number(count)})", name)
                for name, count in file.outcomes.items()
                if count
            ],
            shown if shown and file.outcomes[shown] else None,
        )
        self._show_buttons()

    @Slot()
    def _show_buttons(self) -> None:
        scope = self.session.scope
        now = scope.known_on is None and scope.known_operation is None
        for button in (self.undo, self.next):
            button.setVisible(now)
            button.setEnabled(self.session.writable)

    @Slot()
    def _read_rows(self) -> None:
        if self._file is not None:
            work = partial(
                read_rows, import_id=self._file.id, outcome=self.only.value, scope=self.session.scope
            )  # fmt: skip
            self.session.tasks.read(work, self._on_rows, self._on_failed, key="imports.rows")

    @Slot(object)
    def _on_rows(self, found: EditionRows) -> None:
        file = self._file
        if file is None or (found.import_id, found.outcome) != (file.id, self.only.value):
            return
        self.rows.show_rows(found.rows)
        every = file.outcomes[found.outcome] if found.outcome else file.rows
        listed = len(found.rows)
        text = _("The first {n} are listed.").format(n=formatting.number(listed)) if SHOWN <= listed < every else ""
        plaintext.set_text(self.more, text)

    @Slot(object)
    def _on_failed(self, error: LedgerError) -> None:
        plaintext.set_text(self.error, codes.error_sentence(error))
        self.error.show()

    @Slot()
    def _fit(self) -> None:
        fit_columns(self.view, growing=self.table.growing)

    # What the user did.

    @Slot(QModelIndex, QModelIndex)
    def _on_current_changed(self, current: QModelIndex, _before: QModelIndex) -> None:
        self.error.hide()
        self._take(self.table.record(current.row()) if current.isValid() else None)

    @Slot()
    def _on_next(self) -> None:
        if self._file is not None:
            self.bus.request(ImportTable(data_set=self._file.data_set))

    @Slot()
    def _on_undo(self) -> None:
        if self._file is not None and self.session.writable:
            self.undo.setEnabled(False)
            self.reverting.revert(self._file.operation)

    # Qt.

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Give the columns the room there is now: the window, the rows below and the scroll bar change it."""
        if event.type() == QEvent.Type.Resize and watched is self.view.viewport():
            QTimer.singleShot(0, self, self._fit)
        return super().eventFilter(watched, event)


def _columns() -> list[Field[ImportedFile]]:
    number = formatting.number
    return [
        Field(_("Data set"), lambda file: file.data_set, lambda file: file.data_set.casefold(), 160),
        Field(_("File"), lambda file: file.file_name, lambda file: file.file_name.casefold(), 180),
        Field(_("Recorded"), lambda file: day(file.recorded_day), lambda file: file.id, 100),
        Field(_("Newest day"), lambda file: iso_day(file.newest_day), lambda file: file.newest_day, 100),
        Field(_("Rows"), lambda file: number(file.rows), lambda file: file.rows, 70, number=True),
        Field(
            _("What became of them"), lambda file: listed_outcomes(file.outcomes),
            lambda file: file.outcomes["new"], 200, grows=True,
        ),
        Field(
            _("Gone"), lambda file: number(len(file.gone)) if file.gone else "", lambda file: len(file.gone), 60,
            number=True,
        ),
    ]  # fmt: skip


def _counted(found: Editions) -> str:
    number = formatting.number
    files = ngettext("{n} file", "{n} files", len(found.files)).format(n=number(len(found.files)))
    data_sets = ngettext("{n} data set", "{n} data sets", found.data_sets).format(n=number(found.data_sets))
    return _("{files} of {data_sets}").format(files=files, data_sets=data_sets) if found.files else ""


__all__ = ["ImportsPage"]
