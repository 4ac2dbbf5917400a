"""The preview of a printed snapshot: page by page as it will be, then saved as a PDF or printed."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt, Slot
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from db.errors import LedgerError
from db.ledger import Ledger
from db.model.ids import EventId
from db.model.progress import Progress
from db.output.snapshot import Snapshot, build
from desktop import pdf
from desktop.look.announcing import announce
from desktop.look.plaintext import label, set_text, tooltip
from desktop.look.theme import Theme, set_role
from desktop.pdf.length import UNASKED, pages_about
from desktop.pdf.report import Report
from desktop.session.session import Session
from desktop.session.settings import CHANGES_PRINTED, PAPER, Settings
from desktop.version import VERSION
from desktop.widgets import files
from desktop.widgets.fitting import resize_within
from desktop.widgets.forms import name_label
from desktop.widgets.since_button import SinceButton
from desktop.wording import formatting
from desktop.wording.errors import error_sentence
from desktop.wording.i18n import _, ngettext


class PageView(QWidget):
    """One page of a report, as large as fits, on white in every theme."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._report: Report | None = None
        self._page = 0
        self._picture: QImage | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(260, 240)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("Preview of the page"))
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """About a page in reading size."""
        return QSize(560, 720)

    def show_page(self, report: Report | None, page: int) -> None:
        """Show a page (from 0), or nothing."""
        self._report, self._page, self._picture = report, page, None
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The page is painted anew in the new size."""
        super().resizeEvent(event)
        self._picture = None

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The page with a thin edge."""
        report = self._report
        if report is None:
            return
        scale = min((self.width() - 4) / report.width, (self.height() - 4) / report.height)
        if self._picture is None:
            self._picture = pdf.picture(report, self._page, dpi=72 * scale, ratio=self.devicePixelRatioF())
        width, height = report.width * scale, report.height * scale
        box = QRectF((self.width() - width) / 2, (self.height() - height) / 2, width, height)
        painter = QPainter(self)
        painter.drawImage(box, self._picture)
        painter.setPen(QColor(self._theme.colors.accent if self.hasFocus() else self._theme.colors.border))
        painter.drawRect(box)
        painter.end()


class SnapshotDialog(QDialog):
    """Shows the snapshot of the session's scope and puts it on paper.

    ``anchor_event_id``: the event of the before/after figures; None leaves the choice to the snapshot.
    """

    def __init__(
        self,
        session: Session,
        theme: Theme,
        settings: Settings,
        parent: QWidget | None = None,
        *,
        anchor_event_id: EventId | None = None,
        days: int = 90,
    ) -> None:
        super().__init__(parent)
        self._session, self._settings = session, settings
        self._anchor, self._days = anchor_event_id, days
        self._snapshot: Snapshot | None = None
        self._report: Report | None = None
        self._page = 0
        self._agreed = False  # however many pages it takes
        self.setWindowTitle(_("Snapshot"))
        self._theme = theme
        self._view = PageView(theme, self)
        self._build()
        resize_within(self, 760, 960)  # the higher, the more of a page can be read
        self._restyle()
        theme.changed.connect(self._restyle)
        self._show_page()
        self._read()

    # Layout.

    def _build(self) -> None:
        self._paper = QComboBox(self)
        self._paper.setAccessibleName(_("Paper"))
        self._paper.addItem(_("A4"), "a4")
        self._paper.addItem(_("Letter"), "letter")
        self._paper.setCurrentIndex(max(0, self._paper.findData(self._settings.get(PAPER))))
        self._paper.currentIndexChanged.connect(self._on_paper)
        self._changes = QCheckBox(_("&What changed"), self)
        self._changes.setAccessibleName(_("What changed"))
        self._changes.setChecked(self._settings.get(CHANGES_PRINTED))
        self._changes.toggled.connect(self._on_changes)
        self._since = SinceButton(self._settings, self._theme, self)
        self._since.setVisible(self._changes.isChecked())
        self._since.changed.connect(self._read)
        caption = name_label(_("&Paper:"), self._paper)
        self._back = self._step_button(_("Previous page"))
        self._back.clicked.connect(self._on_back)
        self._next = self._step_button(_("Next page"))
        self._next.clicked.connect(self._on_next)
        self._position = label(_("Reading the ledger…"), parent=self)
        self._notice = label("", parent=self, wrap=True)
        self._notice.hide()
        set_role(self._notice, "warning")
        bar = QHBoxLayout()
        parts: tuple[QWidget | None, ...] = (
            caption, self._paper, self._changes, self._since, None, self._back, self._position, self._next,
        )  # fmt: skip
        for widget in parts:
            if widget is None:
                bar.addStretch(1)
            else:
                bar.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(16)
        layout.addLayout(bar)
        layout.addWidget(self._view, 1)
        layout.addWidget(self._notice)
        layout.addWidget(self._buttons())

    def _step_button(self, name: str) -> QPushButton:
        button = QPushButton(self)
        button.setAccessibleName(name)
        tooltip(button, name)
        button.setAutoDefault(False)
        button.setFixedWidth(36)
        return button

    def _buttons(self) -> QDialogButtonBox:
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        self._save = QPushButton(_("&Save PDF…"), self)
        self._print = QPushButton(_("P&rint…"), self)
        self._make = QPushButton(_("&Make All Pages"), self)
        self._make.setAccessibleName(_("Make all pages"))
        set_role(self._make, "primary")
        self._make.clicked.connect(self._on_make)
        box.addButton(self._make, QDialogButtonBox.ButtonRole.ActionRole)
        self._make.hide()
        set_role(self._save, "primary")
        for button, name in ((self._save, _("Save as PDF")), (self._print, _("Print on a printer"))):
            button.setAccessibleName(name)
            button.setEnabled(False)
            box.addButton(button, QDialogButtonBox.ButtonRole.ActionRole)
        self._save.setDefault(True)
        self._save.clicked.connect(self._on_save)
        self._print.clicked.connect(self._on_print)
        box.rejected.connect(self.reject)
        return box

    @Slot()
    def _restyle(self) -> None:
        self._back.setIcon(self._theme.icon("chevron-left"))
        self._next.setIcon(self._theme.icon("chevron-right"))

    # Reading.

    @Slot(bool)
    def _on_changes(self, checked: bool) -> None:  # noqa: FBT001 - Qt's signal
        self._settings.set(CHANGES_PRINTED, checked)
        self._since.setVisible(checked)
        self._read()

    @Slot()
    def _read(self) -> None:
        scope = self._session.scope
        self._session.tasks.read(
            lambda ledger, _progress: ledger.at(scope).events.count(), self._on_counted, self._on_failed, key="snapshot"
        )

    @Slot(object)
    def _on_counted(self, events: int) -> None:
        pages = pages_about(events)
        long = pages > UNASKED and not self._agreed
        self._make.setVisible(long)
        (self._make if long else self._save).setDefault(True)
        if not long:
            self._build_it()
            return
        shown = formatting.number(pages)
        set_text(self._position, _("About {pages} pages").format(pages=shown))
        text = _(
            "{events} events are in scope and take about {pages} pages, which takes some time. Narrow the scope, or "
            "have all of them made."
        )
        self._say(text.format(events=formatting.number(events), pages=shown), warning=True)

    @Slot()
    def _on_make(self) -> None:
        self._agreed = True
        self._make.hide()
        self._save.setDefault(True)
        self._notice.hide()
        set_text(self._position, _("Reading the ledger…"))
        self._build_it()

    def _build_it(self) -> None:
        scope, anchor, days = self._session.scope, self._anchor, self._days
        since = self._since.scope if self._changes.isChecked() else None

        app_version = VERSION

        def work(ledger: Ledger, progress: Progress) -> Snapshot:
            view = ledger.at(scope)
            return build(
                view,
                printed_on=ledger.today(),
                app_version=app_version,
                findings=view.findings.all(progress),
                anchor_event_id=anchor,
                days=days,
                changed_since=since,
            )

        self._session.tasks.read(work, self._on_built, self._on_failed, key="snapshot")

    @Slot(object)
    def _on_built(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._lay_out()

    @Slot(object)
    def _on_failed(self, error: LedgerError) -> None:
        self._say(error_sentence(error), warning=True)

    def _lay_out(self) -> None:
        if self._snapshot is None:
            return
        self._report = pdf.lay_out(self._snapshot, paper=self._paper.currentData())
        self._page = min(self._page, len(self._report.pages) - 1)
        self._save.setEnabled(True)
        self._print.setEnabled(True)
        self._show_page()

    # Pages.

    def _show_page(self) -> None:
        self._view.show_page(self._report, self._page)
        pages = len(self._report.pages) if self._report is not None else 0
        self._back.setEnabled(self._page > 0)
        self._next.setEnabled(self._page + 1 < pages)
        if pages:
            text = _("Page {page} of {pages}").format(page=self._page + 1, pages=pages)
            set_text(self._position, text)
            self._view.setAccessibleDescription(text)

    @Slot()
    def _on_back(self) -> None:
        self._turn(self._page - 1)

    @Slot()
    def _on_next(self) -> None:
        self._turn(self._page + 1)

    def _turn(self, page: int) -> None:
        if self._report is not None and 0 <= page < len(self._report.pages):
            self._page = page
            self._show_page()

    @Slot()
    def _on_paper(self) -> None:
        self._settings.set(PAPER, self._paper.currentData())
        self._lay_out()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Page Up and Page Down turn the pages, Home and End go to the first and the last."""
        last = len(self._report.pages) - 1 if self._report is not None else 0
        target = {
            Qt.Key.Key_PageUp: self._page - 1,
            Qt.Key.Key_PageDown: self._page + 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }.get(Qt.Key(event.key()))
        if target is None:
            super().keyPressEvent(event)
        else:
            self._turn(target)

    # Paper.

    def suggested_name(self) -> str:
        """A file name that says what and when, without signs a file system refuses."""
        if self._snapshot is None or self._report is None:
            return "headwater.pdf"
        plain = "".join(sign if sign.isalnum() or sign in " -_.,&" else " " for sign in self._report.title)
        return f"{' '.join(plain.split())[:80].strip(' .')} {self._snapshot.printed_on.isoformat()}.pdf"

    @Slot()
    def _on_save(self) -> None:
        name = self.suggested_name()
        path = files.pick_save(self, self._settings, title=_("Save PDF"), kind=files.PDFS, name=name)
        if path is not None:
            self.save_to(path)

    def save_to(self, path: Path) -> None:
        """Write the PDF and say so, or why not."""
        if self._report is None or self._snapshot is None:
            return
        try:
            pages = pdf.write_report(self._report, path, version=self._snapshot.app_version)
        except LedgerError as error:
            self._say(error_sentence(error), warning=True)
            return
        text = ngettext("Saved {file}, {pages} page.", "Saved {file}, {pages} pages.", pages)
        self._say(text.format(file=path.name, pages=formatting.number(pages)))

    @Slot()
    def _on_print(self) -> None:
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        if self._report is None:
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(self._report.title)
        pdf.prepare(printer, self._report)
        dialog = QPrintDialog(printer, self)
        dialog.setMinMax(1, len(self._report.pages))
        dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            pdf.prepare(printer, self._report)
            try:
                first, last = printer.fromPage() or 1, printer.toPage() or None
                pdf.paint(self._report, printer, dpi=printer.resolution(), first=first, last=last)
            except LedgerError:
                self._say(_("The printer could not be used. Save a PDF instead."), warning=True)
                return
            self._say(_("Sent to the printer."))

    def _say(self, text: str, *, warning: bool = False) -> None:
        set_role(self._notice, "warning" if warning else "positive")
        set_text(self._notice, text)
        self._notice.show()
        announce(self._notice, text, urgent=warning)
