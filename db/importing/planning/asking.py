"""What has to be asked before a file is imported, with what the file itself gives to ask with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from db.importing.cells import cell as c
from db.importing.cells.counted import quantities
from db.importing.columns.agreement import Agreement
from db.importing.columns.header_names import meanings
from db.importing.columns.profile import DateEvidence, date_evidence
from db.importing.columns.proposing import CORE, SURE, ProposedColumn, is_running_number
from db.importing.fields import DATE_FIELDS, NUMBER_FIELDS, PEOPLE_FIELDS, PERCENT_SCALES, Field, Shape
from db.importing.own.recognizing import own_table
from db.importing.planning.plan import ImportPlan, Inspection, profiles_of
from db.model.kinds import BUILT_IN
from db.model.values import KindGroup

#: A column of which its parser reads less is asked about.
_HALF = 0.5
#: The fields of which a row of a table of events needs one, or a kind that needs none.
_SAYS = (DATE_FIELDS - {Field.SOURCE_PUBLISHED, Field.SOURCE_ACCESSED}) | (NUMBER_FIELDS - {Field.BASE, Field.YEAR})
#: What says how many, and the kinds of which that is the point.
_HOW_MANY = (PEOPLE_FIELDS - {Field.BASE}) | PERCENT_SCALES | {Field.PERCENT_LOW, Field.PERCENT_HIGH, Field.AMOUNT}
_OF_PEOPLE = frozenset(kind.code for kind in BUILT_IN if kind.group is KindGroup.WORKFORCE)
#: A column of which less are numbers holds none of people; nor does one of so many digits each.
_NUMBERS, _CODE = 0.8, 5
_WHEN = frozenset({Field.ANNOUNCED, Field.EFFECTIVE, Field.START, Field.END})


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One thing that is asked once.

    ``organization_missing``, ``sides_missing``: no column says who. ``level_missing``: none says how many.
    ``entry_missing``: none of a roster says when somebody came. ``leavers_missing``: nobody in it has left.
    ``nothing_said``: none says when or how many. ``count_unclaimed``: none says how many, though one of ``columns``
    may. ``column``: what ``field`` says is not sure of ``columns``, or which of them does. ``unread``: less than half
    of the cells can be what their column promises. ``date_order``: 03/04/2025, and nothing in the file decides.
    ``number_convention``: $1.400 likewise. ``percent``: 0.14 is 14 % or 0.14 %. ``kind``: nothing says what happened.
    ``kinds``: words of a column of kinds that nobody knows, all in ``examples``.
    """

    code: str
    columns: tuple[int, ...] = ()
    field: Field | None = None
    examples: tuple[str, ...] = ()


def questions(
    inspection: Inspection, plan: ImportPlan, kind_codes: Iterable[str] | None = None
) -> tuple[Question, ...]:
    """What must be answered before anything is written. ``kind_codes``: of the ledger; None: of every ledger."""
    if own_table(inspection.dialect.header) is not None:
        return ()
    codes = frozenset(kind.code for kind in BUILT_IN) if kind_codes is None else frozenset(kind_codes)
    return (
        *_who(plan),
        *_says_something(inspection, plan),
        *_columns(inspection, plan),
        *_conventions(inspection, plan),
        *_kinds(inspection, plan, codes),
    )


def _who(plan: ImportPlan) -> Iterable[Question]:
    fields = set(plan.fields)
    if plan.shape is Shape.RELATIONSHIPS:
        if not fields & {Field.VENDOR, Field.CLIENT}:
            yield Question(code="sides_missing")
    elif Field.ORGANIZATION not in fields and not plan.organization:
        yield Question(code="organization_missing")


def _says_something(inspection: Inspection, plan: ImportPlan) -> Iterable[Question]:
    fields = set(plan.fields)
    if plan.shape is Shape.HEADCOUNT_LEVELS:
        if not fields & {Field.EMPLOYEES_START, Field.EMPLOYEES_END, Field.HEADCOUNT}:
            yield Question(code="level_missing")
    elif plan.shape is Shape.PERSONS:
        if Field.HIRED not in fields:
            yield Question(code="entry_missing")
        elif not plan.nobody_left and not any(one.distinct for one in profiles_of(inspection, plan, {Field.LEFT})):
            yield Question(code="leavers_missing")
    elif plan.shape is Shape.EVENTS and not fields & (_SAYS | {Field.KIND}):
        yield Question(code="nothing_said")
    elif plan.shape is Shape.EVENTS and plan.kind in _OF_PEOPLE and not fields & _HOW_MANY:
        numbers = tuple(_unclaimed(inspection, plan))
        if numbers:
            yield Question(code="count_unclaimed", columns=numbers, field=Field.COUNT)


def _unclaimed(inspection: Inspection, plan: ImportPlan) -> Iterable[int]:
    """Columns without a meaning that hold numbers of people, as far as anybody can tell; no years and no codes."""
    own = {index for index, _ in plan.own}
    for index, (name, profile) in enumerate(zip(inspection.header, inspection.profiles, strict=True)):
        free = plan.fields[index] is Field.IGNORE and index not in own and index not in plan.settled
        if not free or profile.distinct < 2 or profile.share(profile.numbers) < _NUMBERS or profile.percent_signs:
            continue
        codes = len({len(text) for text in profile.sample}) == 1 and len(profile.sample[0]) >= _CODE
        if codes or profile.years == profile.numbers or is_running_number(profile):
            continue
        if Field.IGNORE not in {field for field, _ in meanings(name)} and Agreement(profile).counts >= _NUMBERS:
            yield index


def _columns(inspection: Inspection, plan: ImportPlan) -> Iterable[Question]:
    """Columns that a core field rests on without being sure, or that compete for it; cells that nobody can read."""
    proposed = [
        column
        for column in inspection.proposal.columns
        if plan.fields[column.index] is column.field is not Field.IGNORE and column.index not in plan.settled
    ]
    surest = max((column.confidence for column in inspection.proposal.columns if column.field in _WHEN), default=0.0)
    for column in proposed:
        if column.field not in CORE or not inspection.profiles[column.index].filled:
            continue
        rivals = tuple(index for index in column.rivals if plan.fields[index] is Field.IGNORE)
        rivals = tuple(index for index in rivals if index not in plan.settled)
        doubtful = rivals or _is_doubtful(column, surest)
        if doubtful or column.read < _HALF:
            yield Question(
                code="column" if doubtful else "unread",
                columns=(column.index, *rivals),
                field=column.field,
                examples=tuple(inspection.profiles[column.index].examples[:3]),
            )


def _is_doubtful(column: ProposedColumn, surest_date: float) -> bool:
    """Whether what is proposed is less than sure; of several dates one is enough."""
    return column.confidence < SURE and (column.field not in _WHEN or surest_date < SURE)


def _conventions(inspection: Inspection, plan: ImportPlan) -> Iterable[Question]:
    dates = profiles_of(inspection, plan, DATE_FIELDS)
    if plan.date_order is None and date_evidence(dates) in {DateEvidence.AMBIGUOUS, DateEvidence.CONFLICT}:
        doubts = [text for profile in dates for text in profile.doubts]
        proofs = [text for profile in dates for text in profile.proofs]
        yield Question(
            code="date_order", columns=tuple(plan.columns_of(DATE_FIELDS)), examples=tuple((doubts or proofs)[:3])
        )
    if plan.convention is None:
        for index in plan.columns_of({Field.AMOUNT}):
            if inspection.profiles[index].decimal_either:
                read = quantities(Field.AMOUNT, None)
                either = [text for text in inspection.profiles[index].sample if read(text).bad == "number.ambiguous"]
                yield Question(
                    code="number_convention", columns=(index,), field=Field.AMOUNT, examples=tuple(either[:3])
                )
    if plan.percent is None:
        for index in plan.columns_of(PERCENT_SCALES):
            profile = inspection.profiles[index]
            if index not in plan.settled and profile.percent_scale is None:
                yield Question(
                    code="percent", columns=(index,), field=Field.PERCENT, examples=tuple(profile.examples[:3])
                )


def _kinds(inspection: Inspection, plan: ImportPlan, codes: frozenset[str]) -> Iterable[Question]:
    if plan.shape is not Shape.EVENTS:
        return
    for index in plan.columns_of({Field.KIND}):
        parse = c.kinds(codes, plan.kinds)
        unknown = tuple(text for text in inspection.profiles[index].sample if parse(text).bad)
        if unknown:
            yield Question(code="kinds", columns=(index,), field=Field.KIND, examples=unknown)
        profile = inspection.profiles[index]
        # A row without a date as well is a total or a note; one that is none is a problem by name.
        dated = max((inspection.profiles[when].filled for when in plan.columns_of(_WHEN)), default=profile.rows)
        silent = profile.filled < dated or any(parse(text).value is None for text in profile.sample)
        if not plan.kind and silent and not unknown:
            yield Question(code="kind", columns=(index,))
        return
    if not plan.kind:
        yield Question(code="kind")


__all__ = ["Question", "questions"]
