"""The second step of an import: what a row is, what each column means, and the questions the file leaves open."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QHBoxLayout,
    QHeaderView,
    QInputDialog,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from db.importing.fields import Field, Shape
from db.importing.planning.mapping import FileMapping
from db.importing.planning.plan import ImportPlan, Inspection, OwnTarget
from db.importing.rows.layout import side_of_all
from db.model.own_fields import FieldSubject
from db.model.values import STATUS_ORDER, Status
from db.reading.dates import DateOrder
from db.reading.quantities import NumberConvention
from desktop.importing.choices import (
    Choices,
    asked,
    date_readings,
    holding_up,
    number_readings,
    unknown_kinds,
)
from desktop.importing.choosing.kind_words import KindWords
from desktop.importing.choosing.meaning_delegate import MeaningDelegate, _unmistakable
from desktop.importing.choosing.preview import ColumnsModel
from desktop.importing.choosing.question import Question
from desktop.importing.known import Saved, new_columns, not_fitting, offered
from desktop.importing.widgets import ChoiceCombo, Table, heading, labelled
from desktop.look import plaintext
from desktop.look.theme import Theme
from desktop.session.session import Facts
from desktop.widgets.notice import Notice
from desktop.widgets.undo_line import clearable
from desktop.wording import codes, formatting
from desktop.wording.i18n import _
from desktop.wording.imports import importing as words


class ColumnsStep(QWidget):
    """Emits ``changed`` with the new :class:`Choices` after every decision, ``open_requested`` and ``save_requested``
    for mappings in files.
    """

    changed = Signal(object)
    open_requested = Signal()
    save_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices = Choices()
        self.shown: tuple[Inspection | None, ImportPlan | None] = (None, None)
        self.known: ChoiceCombo[FileMapping | None] = ChoiceCombo(_("Known table"))
        self.organization = QLineEdit()
        self.organization.setAccessibleName(_("Same organization for all rows"))
        self.organization.setPlaceholderText(_("as its column says"))
        clearable(self.organization)
        self.rest = QCheckBox(_("&Keep other columns as own fields"))
        self.rest.setAccessibleName(_("Keep columns without a meaning as fields of your own"))
        self.open = QPushButton(_("&Open Mapping…"))
        self.open.setAccessibleName(_("Open a mapping from a file"))
        self.save = QPushButton(_("&Save Mapping…"))
        self.save.setAccessibleName(_("Save these meanings as a mapping"))
        self.note = Notice(theme, icon="info")
        self.shape: ChoiceCombo[Shape] = ChoiceCombo(_("Each row is"))
        self.kind: ChoiceCombo[str] = ChoiceCombo(_("Kind, where no column names it"))
        self.status: ChoiceCombo[Status] = ChoiceCombo(_("Status, where no column has it"))
        self.publisher = QLineEdit()
        self.publisher.setAccessibleName(_("Source, where no column names one"))
        self.publisher.setPlaceholderText(_("the file itself"))
        clearable(self.publisher)
        self.dates = Question(_("Which date order does the file use?"))
        self.numbers = Question(_("Which sign marks the decimals?"))
        self.words = KindWords()
        self.model = ColumnsModel(theme, self)
        self.table = Table(_("The columns of the file and what they mean"))
        self.table.setModel(self.model)
        self.delegate = MeaningDelegate(theme, self.table)
        self.missing = Notice(theme)
        self._build()
        self.known.chosen.connect(self._on_known)
        self.organization.editingFinished.connect(self._on_defaults)
        self.rest.clicked.connect(self._on_defaults)
        self.open.clicked.connect(self.open_requested)
        self.save.clicked.connect(self.save_requested)
        self.shape.chosen.connect(self._on_shape)
        self.kind.chosen.connect(self._on_defaults)
        self.status.chosen.connect(self._on_defaults)
        self.publisher.editingFinished.connect(self._on_defaults)
        self.dates.answered.connect(self._on_answered)
        self.numbers.answered.connect(self._on_answered)
        self.words.answered.connect(self._on_word)
        self.delegate.chosen.connect(self._on_meaning)

    def show_plan(
        self,
        inspection: Inspection,
        plan: ImportPlan,
        choices: Choices,
        *,
        missing: str,
        facts: Facts,
        saved: Saved | None = None,
    ) -> None:
        """The columns and choices of a file; ``missing`` is what keeps it from being imported.

        ``saved``: how files of the ledger's data sets were read.
        """
        self._choices, self.shown = choices, (inspection, plan)
        self.known.fill(offered(inspection, choices.mapping, saved), choices.mapping)
        new = new_columns(inspection, choices.mapping, saved or {})
        self.note.say(not_fitting(inspection, choices.mapping) or new)
        self.rest.setChecked(plan.keep_rest)
        self.rest.setEnabled(Field.IGNORE in plan.fields)
        self.shape.fill([(words.shape_name(item), item) for item in Shape], plan.shape)
        named = [(codes.kind_name(kind), code) for code, kind in facts.kinds.items()]
        self.kind.fill([*([] if plan.kind else [(_("choose one"), "")]), *named], plan.kind)
        # Of a relationship it is the two dates that say what happened, of a headcount nothing else can.
        self.kind.setEnabled(plan.shape is Shape.EVENTS)
        self.status.fill([(codes.status_name(item), item) for item in STATUS_ORDER], plan.status)
        if not self.publisher.hasFocus():
            self.publisher.setText(_publisher(plan))
        if not self.organization.hasFocus():
            self.organization.setText(plan.organization or "")
        self.organization.setEnabled(plan.shape is not Shape.RELATIONSHIPS or side_of_all(plan) is not None)
        self.model.show(inspection, plan, choices)
        self.delegate.fields = tuple(OwnTarget(field.name, field.subject) for field in facts.fields)
        self._ask(inspection, plan)
        index, unknown = unknown_kinds(inspection, plan, facts.kinds) or (0, ())
        self.words.ask(unknown, self.model.name(index), list(facts.kinds), dict(plan.kinds))
        self.missing.say(missing)

    def choose_meaning(self, column: int, field: Field | OwnTarget) -> None:
        """Give a column a meaning, or a field of one's own to go into."""
        key = self.model.key(column)
        if isinstance(field, OwnTarget):
            self.changed.emit(self._choices.with_own(key, field))
        else:
            self.changed.emit(self._choices.with_field(key, field))

    def first_open(self) -> QWidget:
        """Where the first question that holds up the next step is answered; the columns where there is none."""
        inspection, plan = self.shown
        for one in holding_up(inspection, plan) if inspection is not None and plan is not None else ():
            if one.code == "date_order":
                return self.dates.buttons[0]
            if one.code == "number_convention":
                return self.numbers.buttons[0]
            if one.code == "kind" and self.kind.isEnabled():
                return self.kind
            if one.columns:
                self.table.setCurrentIndex(self.model.index(one.columns[0], ColumnsModel.MEANING))
                break
        return self.table

    def _ask(self, inspection: Inspection, plan: ImportPlan) -> None:
        open_questions = asked(inspection, plan)
        if "date_order" in open_questions:
            text, day_first, month_first = date_readings(inspection, plan)
            self.dates.ask(
                _("The file does not decide what “{text}” is.").format(text=plaintext.elided(text)),
                ((formatting.imprecise(day_first), DateOrder.DMY), (formatting.imprecise(month_first), DateOrder.MDY)),
                plan.date_order,
            )
        self.dates.setVisible("date_order" in open_questions)
        if "number_convention" in open_questions:
            text, point, comma = number_readings(inspection, plan)
            self.numbers.ask(
                _("The file does not decide what “{text}” is.").format(text=plaintext.elided(text)),
                (
                    (_("{number} (decimal point)").format(number=_unmistakable(point.best)), NumberConvention.POINT),
                    (_("{number} (decimal comma)").format(number=_unmistakable(comma.best)), NumberConvention.COMMA),
                ),
                plan.convention,
            )
        self.numbers.setVisible("number_convention" in open_questions)

    def _on_shape(self) -> None:
        self._emit(shape=self.shape.value)

    def _on_known(self) -> None:
        self.changed.emit(self._choices.with_mapping(self.known.value))

    def _on_defaults(self) -> None:
        plan = self.shown[1]
        if plan is None:
            return
        now = {
            "kind": (plan.kind, self.kind.value),
            "status": (plan.status, self.status.value),
            "publisher": (_publisher(plan), self.publisher.text().strip()),
            "organization": (plan.organization or "", self.organization.text().strip()),
            "keep_rest": (plan.keep_rest, self.rest.isChecked()),
        }
        decided = {name: chosen for name, (before, chosen) in now.items() if chosen != before}
        if decided:
            self._emit(**decided)

    def _on_answered(self) -> None:
        answers: dict[str, object] = {}
        if isinstance(self.dates.answer, DateOrder):
            answers["date_order"] = self.dates.answer
        if isinstance(self.numbers.answer, NumberConvention):
            answers["convention"] = self.numbers.answer
        self._emit(**answers)

    def _on_word(self, word: str, code: str) -> None:
        self.changed.emit(self._choices.with_kind(word, code))

    def _on_meaning(self, column: int, field: object) -> None:
        if isinstance(field, OwnTarget) and not field.name:
            field = self._new_field(column, field.subject)
        if isinstance(field, Field | OwnTarget):
            self.choose_meaning(column, field)

    def _new_field(self, column: int, subject: FieldSubject) -> OwnTarget | None:
        """Ask what a field is to be called; one of that name is taken if there is one."""
        words = _("Name of the field"), self.model.name(column)
        name, sure = QInputDialog.getText(self, _("Own Field"), words[0], QLineEdit.EchoMode.Normal, words[1])
        name = " ".join(name.split())
        return OwnTarget(name, subject) if sure and name else None

    def _emit(self, **changes: object) -> None:
        self.changed.emit(replace(self._choices, **changes))  # type: ignore[arg-type]

    def _build(self) -> None:
        first = QHBoxLayout()
        first.setSpacing(16)
        for widget in (self.shape, self.kind, self.status, self.publisher):
            first.addLayout(labelled(widget.accessibleName(), widget), 1)
        second = QHBoxLayout()
        second.setSpacing(16)
        second.addLayout(labelled(self.known.accessibleName(), self.known), 1)
        second.addLayout(labelled(self.organization.accessibleName(), self.organization), 1)
        second.addWidget(self.rest, 2, Qt.AlignmentFlag.AlignBottom)
        over = QHBoxLayout()
        over.setSpacing(8)
        over.addWidget(heading(_("What each column means")))
        over.addStretch(1)
        over.addWidget(self.open)
        over.addWidget(self.save)
        questions = QHBoxLayout()
        questions.setSpacing(16)
        questions.addWidget(self.dates, 1)
        questions.addWidget(self.numbers, 1)
        table = self.table
        table.setItemDelegateForColumn(ColumnsModel.MEANING, self.delegate)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.verticalHeader().hide()
        table.clicked.connect(self._on_clicked)
        header = table.horizontalHeader()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(ColumnsModel.EXAMPLES, QHeaderView.ResizeMode.Stretch)
        wide = table.fontMetrics().averageCharWidth()
        table.setColumnWidth(ColumnsModel.NAME, 30 * wide)
        table.setColumnWidth(ColumnsModel.MEANING, 40 * wide)
        table.setColumnWidth(ColumnsModel.SURE, 17 * wide)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(8)
        page.addWidget(self.missing)  # where it is seen in a small window, too
        page.addLayout(second)
        page.addLayout(first)
        page.addWidget(self.note)
        page.addLayout(questions)
        page.addWidget(self.words)
        page.addLayout(over)
        page.addWidget(self.table, 1)

    def _on_clicked(self, index: QModelIndex) -> None:
        if index.column() == ColumnsModel.MEANING:
            self.table.edit(index)


def _publisher(plan: ImportPlan) -> str:
    return plan.source.publisher if plan.source else ""
