"""How a file will be imported: what was found in it, what is chosen, and what has to be asked first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from db.importing.collection import no_collection
from db.importing.columns import (
    DATE_FIELDS,
    NUMBER_FIELDS,
    PEOPLE_FIELDS,
    ColumnProfile,
    DateEvidence,
    Field,
    Profiler,
    Proposal,
    Shape,
    date_evidence,
    date_order_of,
    decimal_of,
    propose,
)
from db.importing.dialect import Dialect, Overrides, detect
from db.importing.reader import Row, RowReader, display_names
from db.model.drafts import SourceDraft
from db.model.progress import Progress
from db.model.values import Status
from db.reading.dates import DateOrder
from db.reading.quantities import NumberConvention

#: Rows kept for looking at.
_SAMPLE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """What one pass over a file found. ``header`` has display names, each only once."""

    path: Path
    dialect: Dialect
    header: tuple[str, ...]
    profiles: tuple[ColumnProfile, ...]
    proposal: Proposal
    sample: tuple[Row, ...]
    data_rows: int
    blank_rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportPlan:
    """What the user (or the proposal) decided. Its meaning does not depend on the order of the decisions.

    ``fields`` has one entry per column. ``kind`` is that of rows without a column for it, ``source`` what rows without
    a source of their own rest on; None: the file itself. ``decimals``: the columns of people with a cell that shows
    which sign marks decimals in them ("1234.000"); elsewhere 1.400 people are 1,400.
    """

    dialect: Dialect
    shape: Shape
    fields: tuple[Field, ...]
    date_order: DateOrder | None = None
    convention: NumberConvention | None = None
    decimals: tuple[tuple[int, NumberConvention], ...] = ()
    kind: str = "layoff"
    status: Status = Status.REPORTED
    source: SourceDraft | None = None

    def columns_of(self, fields: Iterable[Field]) -> list[int]:
        """The columns that have one of these meanings."""
        wanted = set(fields)
        return [index for index, field in enumerate(self.fields) if field in wanted]


def inspect_file(path: Path, overrides: Overrides | None = None, *, progress: Progress | None = None) -> Inspection:
    """Read a file once and say what it holds. Raises :class:`db.errors.ImportFileError`."""
    with no_collection():
        dialect = detect(path, overrides)
    reader = RowReader(path, dialect, progress=progress)
    profiler = Profiler(dialect.width)
    sample: list[Row] = []
    with no_collection():
        for batch in reader.batches():
            profiler.add(batch.rows)
            if len(sample) < _SAMPLE:
                sample.extend(batch.rows[: _SAMPLE - len(sample)])
    profiles = profiler.result()
    header = display_names(dialect.header)
    return Inspection(
        path=path,
        dialect=dialect,
        header=header,
        profiles=profiles,
        proposal=propose(dialect.header, profiles),
        sample=tuple(sample),
        data_rows=reader.data_rows,
        blank_rows=reader.blank_rows,
    )


def default_plan(
    inspection: Inspection, *, date_order: DateOrder | None = None, convention: NumberConvention | None = None
) -> ImportPlan:
    """The plan that the file itself suggests; an order or a convention it proves goes before the one given."""
    fields = tuple(column.field for column in inspection.proposal.columns)
    if inspection.proposal.shape is Shape.HEADCOUNT_LEVELS:
        # Beside levels, a year's hires and layoffs are as a rule computed from them: only taken when asked for.
        fields = tuple(Field.IGNORE if field in {Field.HIRES, Field.LAYOFFS} else field for field in fields)
    plan = ImportPlan(dialect=inspection.dialect, shape=inspection.proposal.shape, fields=fields)
    return replace(
        plan,
        decimals=proven_decimals(inspection, plan),
        date_order=date_order_of(*_profiles(inspection, plan, DATE_FIELDS)) or date_order,
        convention=_proven_convention(inspection, plan) or convention,
    )


def questions(inspection: Inspection, plan: ImportPlan) -> tuple[str, ...]:
    """What must be answered before anything is written.

    ``organization_missing`` or ``sides_missing`` (no column says who), ``level_missing`` (none says how many),
    ``date_order`` (03/04/2025 and nothing in the file decides), ``number_convention`` ($1.400 likewise).
    """
    asked = []
    fields = set(plan.fields)
    if plan.shape is Shape.RELATIONSHIPS:
        if not fields & {Field.VENDOR, Field.CLIENT}:
            asked.append("sides_missing")
    elif Field.ORGANIZATION not in fields:
        asked.append("organization_missing")
    if plan.shape is Shape.HEADCOUNT_LEVELS and not fields & {
        Field.EMPLOYEES_START, Field.EMPLOYEES_END, Field.HEADCOUNT,
    }:  # fmt: skip
        asked.append("level_missing")
    if plan.date_order is None and date_evidence(_profiles(inspection, plan, DATE_FIELDS)) in {
        DateEvidence.AMBIGUOUS, DateEvidence.CONFLICT,
    }:  # fmt: skip
        asked.append("date_order")
    if plan.convention is None and any(p.decimal_either for p in _profiles(inspection, plan, {Field.AMOUNT})):
        asked.append("number_convention")
    return tuple(asked)


def ambiguous_example(inspection: Inspection, plan: ImportPlan) -> str:
    """A date of the file that both orders can read, to ask with; empty if the sample has none."""
    from db.reading.dates import Ambiguous, parse_date

    for index in plan.columns_of(DATE_FIELDS):
        for _, cells in inspection.sample:
            found = parse_date(cells[index].strip())
            if isinstance(found, Ambiguous) and found.about == "order":
                return cells[index].strip()
    return ""


def _profiles(inspection: Inspection, plan: ImportPlan, fields: Iterable[Field]) -> list[ColumnProfile]:
    return [inspection.profiles[index] for index in plan.columns_of(fields)]


_CONVENTIONS = {".": NumberConvention.POINT, ",": NumberConvention.COMMA}


def _proven_convention(inspection: Inspection, plan: ImportPlan) -> NumberConvention | None:
    return _CONVENTIONS.get(decimal_of(*_profiles(inspection, plan, NUMBER_FIELDS)) or "")


def proven_decimals(inspection: Inspection, plan: ImportPlan) -> tuple[tuple[int, NumberConvention], ...]:
    """The columns of people that show which sign marks decimals in them, and that sign's convention."""
    found = []
    for index in plan.columns_of(PEOPLE_FIELDS):
        convention = _CONVENTIONS.get(decimal_of(inspection.profiles[index]) or "")
        if convention is not None:
            found.append((index, convention))
    return tuple(found)
