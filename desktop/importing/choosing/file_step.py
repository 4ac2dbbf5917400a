"""The first step of an import: which file, how it is written, and what its first rows look like."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from db.importing.columns.profile import date_evidence
from db.importing.fields import DATE_FIELDS
from db.importing.file.dialect import Overrides
from db.importing.own.recognizing import own_table
from db.importing.planning.plan import ImportPlan, Inspection
from db.reading.dates import DateOrder
from db.reading.quantities import NumberConvention
from desktop.importing.choices import Choices, proven_convention
from desktop.importing.choosing.preview import TextModel
from desktop.importing.widgets import ChoiceCombo, Table, heading, labelled, muted
from desktop.look import plaintext
from desktop.look.theme import Theme
from desktop.widgets.notice import Notice
from desktop.wording.i18n import _
from desktop.wording.imports import importing as words
from desktop.wording.imports import written

#: Rows that are offered as header.
_HEADERS = 20


class FileStep(QWidget):
    """Emits ``choose_requested`` for another file and ``changed`` when :meth:`overrides` or an order was changed."""

    choose_requested = Signal()
    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.picture = QLabel()
        self.name = plaintext.label(_("No file chosen yet"))
        self.name.setProperty("role", "subheading")
        self.choose = QPushButton(_("Choose &File…"))
        self.choose.setAccessibleName(_("Choose the file to import"))
        self.choose.clicked.connect(self.choose_requested)
        self.error = Notice(theme, icon="error")
        self.encoding: ChoiceCombo[str | None] = ChoiceCombo(_("Encoding"))
        self.sheet: ChoiceCombo[str | None] = ChoiceCombo(_("Sheet or table"))
        self.skip: ChoiceCombo[int | None] = ChoiceCombo(_("Rows left out at the start"))
        self.doubt = Notice(theme)
        self.delimiter: ChoiceCombo[str | None] = ChoiceCombo(_("Separator"))
        self.quote: ChoiceCombo[str | None] = ChoiceCombo(_("Quotation mark"))
        self.header: ChoiceCombo[int | None] = ChoiceCombo(_("Header row"))
        self.decimal: ChoiceCombo[NumberConvention | None] = ChoiceCombo(_("Decimal sign"))
        self.date_order: ChoiceCombo[DateOrder | None] = ChoiceCombo(_("Order of dates"))
        self.asks = False  # whether the encoding must be chosen before going on
        self.options = QWidget()
        self.model = TextModel(self)
        self.table = Table(_("The first rows of the file, as text"))
        self.table.setModel(self.model)
        self.facts = muted(wrap=True)
        self.facts.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom)
        self._build()
        theme.changed.connect(self._on_theme)
        self._on_theme()
        self.show_nothing()

    def overrides(self) -> Overrides:
        """How the file is to be read, as far as the user said so."""
        return Overrides(
            self.encoding.value,
            self.delimiter.value,
            self.quote.value,
            self.header.value,
            self.skip.value,
            self.sheet.value,
        )

    def show_nothing(self) -> None:
        """No file is chosen."""
        self.options.setEnabled(False)
        for combo in self._combos:
            combo.fill([(_("Detected"), None)], None)
        self.facts.setText(_("A text file in any encoding, .xlsx, .xls, .ods, .zip or .gz. It is never changed."))

    def show_path(self, path: Path) -> None:
        """A file is being read."""
        plaintext.set_text(self.name, plaintext.elided(path.name, limit=80))
        plaintext.tooltip(self.name, str(path))
        self.choose.setText(_("Another &File…"))

    def show_error(self, sentence: str, tables: tuple[str, ...] = ()) -> None:
        """The file cannot be used as it is. What was chosen can still be changed: it may be the reason.

        ``tables``: those that it holds, to choose one of them.
        """
        self.error.say(sentence)
        self.doubt.say("")
        if tables:
            self._offer(tables, None, None)
        self.model.show(None)
        self.facts.setText("")

    def show_file(self, inspection: Inspection, plan: ImportPlan, choices: Choices) -> None:
        """What was found, what was chosen, and the first rows."""
        self.error.say("")
        doubt = inspection.encoding_doubt if choices.overrides.encoding is None else None
        self.asks = doubt is not None and doubt.serious
        told = [written.doubt_sentence(doubt)] if doubt else []
        told += [_("Choose the encoding in which the words look right.")] if self.asks else []
        told += [written.spare_sentence(inspection.dialect.spare)] if inspection.dialect.spare else []
        self.doubt.say(" ".join(told))
        self.options.setEnabled(True)
        self.show_choices(inspection, plan, choices)
        self.model.show(inspection)
        self.table.fit_columns()
        rows = words.rows_text(inspection.data_rows, inspection.dialect.width, inspection.blank_rows)
        if own_table(inspection.dialect.header) is not None:
            rows = _("An export of Headwater, taken back as it is: {rows}").format(rows=rows)
        self.facts.setText(rows if inspection.complete else _("The first rows; the file is still being read…"))

    def show_choices(self, inspection: Inspection | None, plan: ImportPlan | None, choices: Choices) -> None:
        """The options: what was found first, then what else there is."""
        chosen, dialect = choices.overrides, inspection.dialect if inspection else None
        self.options.setEnabled(True)
        found = _found
        self.encoding.fill(
            [(found(written.encoding_name(dialect.encoding) if dialect and not chosen.encoding else ""), None),
             *((written.encoding_name(code), code) for code in written.all_encodings())],
            chosen.encoding,
        )  # fmt: skip
        self._offer(inspection.tables if inspection else (), dialect.sheet if dialect else None, chosen.sheet)
        self.skip.fill(
            [(found(str(dialect.preamble_rows) if dialect and chosen.skip_rows is None else ""), None),
             *((str(number), number) for number in range(_HEADERS + 1))],
            chosen.skip_rows,
        )  # fmt: skip
        self.delimiter.fill(
            [(found(written.delimiter_name(dialect.delimiter) if dialect and not chosen.delimiter else ""), None),
             *((written.delimiter_name(mark), mark) for mark in written.DELIMITERS)],
            chosen.delimiter,
        )  # fmt: skip
        self.quote.fill(
            [(found(written.quote_name(dialect.quote) if dialect and chosen.quote is None else ""), None),
             *((written.quote_name(mark), mark) for mark in written.QUOTES)],
            chosen.quote,
        )  # fmt: skip
        self.header.fill(
            [(found(words.header_name(dialect.header_row) if dialect and chosen.header_row is None else ""), None),
             *((words.header_name(row), row) for row in range(_HEADERS + 1))],
            chosen.header_row,
        )  # fmt: skip
        convention = proven_convention(inspection, plan) if inspection and plan else None
        decimal = words.convention_name(convention) if convention else _("unclear from the file")
        decimal = decimal if inspection else ""
        self.decimal.fill(
            [(found(decimal), None), *((words.convention_name(item), item) for item in NumberConvention)],
            choices.convention,
        )
        self.date_order.fill(
            [(found(_evidence(inspection, plan)), None),
             *((words.date_order_name(item), item) for item in DateOrder)],
            choices.date_order,
        )  # fmt: skip

    @property
    def _combos(self) -> tuple[ChoiceCombo, ...]:
        return (
            self.sheet, self.encoding, self.delimiter, self.quote, self.skip, self.header, self.decimal,
            self.date_order,
        )  # fmt: skip

    def _offer(self, tables: tuple[str, ...], read: str | None, chosen: str | None) -> None:
        """The sheets and tables of the file, or the files in it."""
        names = tables or ((read,) if read else ())
        first = _found(plaintext.elided(read, limit=40) if read and chosen is None else "")
        self.sheet.fill([(first, None), *((plaintext.elided(name, limit=40), name) for name in names)], chosen)
        self.sheet.setEnabled(bool(tables))

    def _build(self) -> None:
        first = QHBoxLayout()
        first.setSpacing(8)
        first.addWidget(self.picture)
        first.addWidget(self.name, 1)
        first.addWidget(self.choose)
        grid = QGridLayout(self.options)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        for number, combo in enumerate(self._combos):
            grid.addLayout(labelled(combo.accessibleName(), combo), number // 4, number % 4)
            grid.setColumnStretch(number % 4, 1)
            combo.chosen.connect(self.changed)
        over = QHBoxLayout()
        over.addWidget(heading(_("The file as text")))
        over.addWidget(self.facts, 1)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(16)
        page.addLayout(first)
        page.addWidget(self.error)
        page.addWidget(self.doubt)
        page.addWidget(self.options)
        page.addLayout(over)
        page.addWidget(self.table, 1)

    def _on_theme(self) -> None:
        self.picture.setPixmap(self._theme.icon("file", "muted").pixmap(20, 20))


def _found(text: str) -> str:
    return _("Detected: {what}").format(what=text) if text else _("Detected")


def _evidence(inspection: Inspection | None, plan: ImportPlan | None) -> str:
    if inspection is None or plan is None:
        return ""
    columns = plan.columns_of(DATE_FIELDS)
    return words.evidence_name(date_evidence(inspection.profiles[index] for index in columns))


__all__ = ["FileStep"]
