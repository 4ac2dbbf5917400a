"""What was chosen in the import dialog, and the plan it comes to. No Qt.

Only what the user decided is kept, apart from what the file says; the plan is made anew from both whenever one
changes. So it cannot depend on the order of the decisions, and a decision that fits no more (another separator, other
columns) rests until it fits again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from db.importing.columns.profile import date_order_of, decimal_of
from db.importing.fields import DATE_FIELDS, NUMBER_FIELDS, SEVERAL, Field, Shape
from db.importing.file.dialect import Overrides
from db.importing.file.reader import clean
from db.importing.file.repairs import Edit, Repair
from db.importing.matching.likely import Decide, Decision, Match
from db.importing.planning.asking import Question, questions
from db.importing.planning.mapping import FileMapping, fits
from db.importing.planning.mapping import plan_of as mapping_plan
from db.importing.planning.plan import (
    ImportPlan,
    Inspection,
    OwnTarget,
    Stated,
    default_plan,
    proven_decimals,
    reconsidered,
)
from db.model.drafts import SourceDraft
from db.model.text import fold
from db.model.values import ImpreciseDate, Quantity, Status
from db.reading.dates import Ambiguous, DateOrder, parse_date
from db.reading.quantities import AmbiguousQuantity, NumberConvention, parse_quantity
from desktop.wording import formatting
from desktop.wording.i18n import _
from desktop.wording.imports import importing as words
from desktop.wording.imports.questions import question_sentence
from desktop.wording.language.lines import elided

_COMMON = (
    Field.PLACE, Field.UNIT, Field.NOTES, Field.TAGS, Field.STATUS, Field.EXTERNAL_ID, Field.SOURCE_URL,
    Field.SOURCE_PUBLISHER, Field.SOURCE_TITLE, Field.SOURCE_PUBLISHED, Field.SOURCE_ACCESSED,
)  # fmt: skip

#: The meanings that are offered, by what a row is, in the order in which they are listed.
OFFERED: Mapping[Shape, tuple[Field, ...]] = {
    Shape.EVENTS: (
        Field.ORGANIZATION, Field.KIND, Field.ANNOUNCED, Field.EFFECTIVE, Field.UNTIL, Field.COUNT, Field.COUNT_LOW,
        Field.COUNT_HIGH, Field.PERCENT, Field.PERCENT_FRACTION, Field.PERCENT_LOW, Field.PERCENT_HIGH, Field.BASE,
        Field.AMOUNT, Field.CURRENCY, Field.POPULATION, Field.COUNTERPARTY, Field.CATEGORY, Field.REFERENCE,
        Field.PERSON, Field.ROLE, Field.REASON, Field.CLOSURE_FLAG, Field.TEMPORARY_FLAG, *_COMMON,
    ),
    Shape.HEADCOUNT_LEVELS: (
        Field.ORGANIZATION, Field.YEAR, Field.ANNOUNCED, Field.HEADCOUNT, Field.EMPLOYEES_START, Field.EMPLOYEES_END,
        Field.HIRES, Field.LAYOFFS, Field.POPULATION, *_COMMON,
    ),
    Shape.RELATIONSHIPS: (
        Field.VENDOR, Field.CLIENT, Field.CATEGORY, Field.REFERENCE, Field.START, Field.END, Field.ANNOUNCED,
        Field.AMOUNT, Field.CURRENCY, Field.REASON, Field.PERSON, Field.ROLE, *_COMMON,
    ),
}  # fmt: skip

#: What a meaning becomes when a row is said to be something else; what is not offered there either is not imported.
_INSTEAD: Mapping[Shape, Mapping[Field, Field]] = {
    Shape.EVENTS: {
        Field.START: Field.EFFECTIVE, Field.END: Field.UNTIL, Field.VENDOR: Field.ORGANIZATION,
        Field.CLIENT: Field.COUNTERPARTY, Field.LAYOFFS: Field.COUNT, Field.HEADCOUNT: Field.COUNT,
        Field.EMPLOYEES_START: Field.BASE, Field.YEAR: Field.ANNOUNCED,
    },
    Shape.HEADCOUNT_LEVELS: {
        Field.BASE: Field.HEADCOUNT, Field.COUNT: Field.HEADCOUNT, Field.EFFECTIVE: Field.ANNOUNCED,
    },
    Shape.RELATIONSHIPS: {
        Field.EFFECTIVE: Field.START, Field.ANNOUNCED: Field.START, Field.UNTIL: Field.END,
        Field.ORGANIZATION: Field.VENDOR, Field.COUNTERPARTY: Field.CLIENT,
    },
}  # fmt: skip


#: What is solved in one go where every row is shown with what becomes of it.
_SOLVED_LATER = frozenset({"kinds", "unread"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What the user decided; None (or no entry) leaves it to the file. ``fields`` is by :func:`column_key`.

    ``mapping``: which known table it is; it says what nothing else was decided about. ``organization`` "": a column
    says it. ``kinds``: what words of a column of kinds stand for. ``edits``: other texts for single cells, by line and
    column; ``repairs``: what texts of a column are read as, by column and text, None: kept as they are.
    ``data_set``: the one that the file is an edition of, or a new name; None: what its rows say. ``match``: what
    becomes of rows that tell of what another source told of, ``near_days`` apart at most. ``decisions``: what
    becomes of rows that may be one with something, by line and mark, ``alike`` of all of them by the reason. ``own``:
    the columns that go into fields of one's own. ``fewer_hired``: a roster that lacks many whom earlier ones had is
    complete.
    """

    overrides: Overrides = field(default_factory=Overrides)
    date_order: DateOrder | None = None
    convention: NumberConvention | None = None
    shape: Shape | None = None
    fields: Mapping[str, Field] = field(default_factory=dict)
    mapping: FileMapping | None = None
    kind: str | None = None
    kinds: Mapping[str, str] = field(default_factory=dict)
    status: Status | None = None
    publisher: str | None = None
    organization: str = ""
    keep_rest: bool | None = None
    edits: Mapping[tuple[int, str], str] = field(default_factory=dict)
    repairs: Mapping[tuple[str, str], str | None] = field(default_factory=dict)
    data_set: str | None = None
    match: Match | None = None
    near_days: int | None = None
    decisions: Mapping[tuple[int, int], Decision] = field(default_factory=dict)
    alike: Mapping[str, Decide] = field(default_factory=dict)
    own: Mapping[str, OwnTarget] = field(default_factory=dict)
    fewer_hired: bool = False

    def with_field(self, key: str, chosen: Field | None) -> Choices:
        """With another meaning for a column; None takes the decision back."""
        fields = {name: value for name, value in self.fields.items() if name != key}
        if chosen is not None:
            fields[key] = chosen
        own = {name: target for name, target in self.own.items() if name != key}
        return replace(self, fields=fields, own=own)

    def with_own(self, key: str, target: OwnTarget) -> Choices:
        """With a column that goes into a field of one's own, and means nothing else."""
        chosen = self.with_field(key, Field.IGNORE)
        return replace(chosen, own={**chosen.own, key: target})

    def for_another_file(self) -> Choices:
        """How one file was written and corrected says nothing about another."""
        return Choices(shape=self.shape, fields=self.fields, own=self.own, kind=self.kind, status=self.status,
                       publisher=self.publisher)  # fmt: skip

    def with_mapping(self, mapping: FileMapping | None) -> Choices:
        """As a known table; what was decided about columns before yields to it."""
        return replace(self, mapping=mapping, shape=None, fields={}, own={}, kind=None, kinds={}, status=None,
                       publisher=None, organization="", keep_rest=None)  # fmt: skip

    def with_kind(self, word: str, code: str) -> Choices:
        """With a word of a column of kinds that stands for a kind; "" takes the decision back."""
        kinds = {known: kind for known, kind in self.kinds.items() if known != word}
        return replace(self, kinds={**kinds, word: code} if code else kinds)

    def with_edit(self, line: int, key: str, text: str) -> Choices:
        """With another text for one cell."""
        return replace(self, edits={**self.edits, (line, key): text})

    def with_repair(self, key: str, found: str, instead: str | None) -> Choices:
        """With all cells of a column that say one thing read as another, or kept as a text."""
        return replace(self, repairs={**self.repairs, (key, found): instead})


@dataclass(frozen=True, slots=True)
class Defaults:
    """What the person's settings say about files that do not decide themselves; None: ask."""

    date_order: DateOrder | None = None
    convention: NumberConvention | None = None


def defaults_of(date_order: str, numbers: str) -> Defaults:
    """The defaults of two settings, each a code or "ask"."""
    return Defaults(
        None if date_order == "ask" else DateOrder(date_order),
        None if numbers == "ask" else NumberConvention(numbers),
    )


def column_key(inspection: Inspection, index: int) -> str:
    """What a column is remembered by: its name, or its place if it has none."""
    return inspection.header[index] or f"\0{index}"


def considered(inspection: Inspection, choices: Choices) -> Inspection:
    """A file with what is proposed for it once some of it is decided; a known table is what it is."""
    if choices.mapping is not None and fits(choices.mapping, inspection.header):
        return inspection
    at = {column_key(inspection, index): index for index in range(len(inspection.header))}
    stated = Stated(
        fields={at[key]: meant for key, meant in choices.fields.items() if key in at},
        organization=choices.organization.strip() or None,
        own={at[key]: target for key, target in choices.own.items() if key in at},
    )
    return reconsidered(inspection, stated)


def unknown_kinds(inspection: Inspection, plan: ImportPlan, kinds: Iterable[str]) -> tuple[int, tuple[str, ...]] | None:
    """The column of kinds, and the words in it that nobody knows, answered or not; None where there are none."""
    found = (one for one in questions(inspection, replace(plan, kinds=()), kinds) if one.code == "kinds")
    for one in found:
        different: dict[str, str] = {}
        for text in one.examples:
            different.setdefault(fold(text), text)  # the same word in other letters is answered with it
        return one.columns[0], tuple(different.values())
    return None


def base_plan(inspection: Inspection, mapping: FileMapping | None) -> ImportPlan:
    """What the file suggests, or the known table that it is."""
    if mapping is not None and fits(mapping, inspection.header):
        return mapping_plan(mapping, inspection)
    return default_plan(inspection)


def proposed_fields(inspection: Inspection, shape: Shape, mapping: FileMapping | None = None) -> tuple[Field, ...]:
    """What the file suggests for its columns if a row is ``shape``: every meaning at most once."""
    base = base_plan(inspection, mapping)
    if shape is base.shape:
        return base.fields
    offered, instead, taken = set(OFFERED[shape]), _INSTEAD[shape], set()
    found = []
    for item in base.fields:
        meant = item if item in offered else instead.get(item, Field.IGNORE)
        if meant in taken or meant not in offered:
            meant = Field.IGNORE
        taken.add(meant)
        found.append(meant)
    return tuple(found)


def plan_of(inspection: Inspection, choices: Choices, defaults: Defaults | None = None) -> ImportPlan:
    """The plan that file and choices come to. A decision goes before a proposal of the same meaning."""
    defaults = defaults or Defaults()
    mapping = choices.mapping if choices.mapping and fits(choices.mapping, inspection.header) else None
    base = base_plan(inspection, mapping)
    shape = choices.shape or base.shape
    organization = choices.organization.strip() or base.organization
    chosen = {
        index: choices.fields[key]
        for index in range(len(inspection.header))
        if (key := column_key(inspection, index)) in choices.fields
        and choices.fields[key] in {*OFFERED[shape], Field.IGNORE}
    }
    taken = set(chosen.values()) | ({Field.ORGANIZATION} if choices.organization.strip() else set())
    fields = tuple(
        chosen.get(index, Field.IGNORE if item in taken else item)
        for index, item in enumerate(proposed_fields(inspection, shape, mapping))
    )
    plan = replace(
        base,
        shape=shape,
        fields=fields,
        settled=base.settled | chosen.keys(),
        kind=choices.kind or base.kind,
        kinds=(*choices.kinds.items(), *base.kinds),
        status=choices.status or base.status,
        organization=organization,
        own=_own(inspection, choices, base),
        keep_rest=base.keep_rest if choices.keep_rest is None else choices.keep_rest,
        match=choices.match or base.match,
        near_days=choices.near_days or base.near_days,
        decisions=tuple(choices.decisions.values()),
        alike=tuple(choices.alike.items()),
        data_set=choices.data_set or "",
        fewer_hired=choices.fewer_hired,
    )
    if choices.publisher is not None:
        publisher = choices.publisher.strip()
        plan = replace(plan, source=SourceDraft(publisher=publisher) if publisher else None)
    places = {column_key(inspection, index): index for index in range(len(inspection.header))}
    return replace(
        plan,
        edits=tuple(Edit(line, places[key], text) for (line, key), text in choices.edits.items() if key in places),
        repairs=tuple(
            Repair(places[key], found, instead) for (key, found), instead in choices.repairs.items() if key in places
        ),
        decimals=proven_decimals(inspection, plan),
        date_order=choices.date_order
        or proven_order(inspection, plan)
        or (mapping.date_order if mapping else None)
        or defaults.date_order,
        convention=choices.convention
        or proven_convention(inspection, plan)
        or (mapping.convention if mapping else None)
        or defaults.convention,
    )


def _own(inspection: Inspection, choices: Choices, base: ImportPlan) -> tuple[tuple[int, OwnTarget], ...]:
    """The columns of fields of one's own: as decided, else as the known table says."""
    keys = [column_key(inspection, index) for index in range(len(inspection.header))]
    meant = {index: target for index, target in base.own if keys[index] not in choices.fields}
    meant |= {index: choices.own[key] for index, key in enumerate(keys) if key in choices.own}
    return tuple(sorted(meant.items()))


def proven_order(inspection: Inspection, plan: ImportPlan) -> DateOrder | None:
    """The date order that the date columns of a plan prove."""
    return date_order_of(*(inspection.profiles[index] for index in plan.columns_of(DATE_FIELDS)))


def proven_convention(inspection: Inspection, plan: ImportPlan) -> NumberConvention | None:
    """The decimal sign that the number columns of a plan prove."""
    decimal = decimal_of(*(inspection.profiles[index] for index in plan.columns_of(NUMBER_FIELDS)))
    return {".": NumberConvention.POINT, ",": NumberConvention.COMMA, None: None}[decimal]


def twice(plan: ImportPlan) -> tuple[Field, ...]:
    """Meanings that more than one column was given although each may have one."""
    return tuple(dict.fromkeys(
        item for item in plan.fields if item not in SEVERAL and plan.fields.count(item) > 1
    ))  # fmt: skip


def asked(inspection: Inspection, plan: ImportPlan) -> tuple[str, ...]:
    """What the file leaves open, answered or not: ``date_order``, ``number_convention``."""
    unanswered = replace(
        plan,
        date_order=proven_order(inspection, plan),
        convention=proven_convention(inspection, plan),
    )
    found = (question.code for question in questions(inspection, unanswered))
    return tuple(code for code in found if code in {"date_order", "number_convention"})


def date_readings(inspection: Inspection, plan: ImportPlan) -> tuple[str, ImpreciseDate, ImpreciseDate]:
    """A date to ask with, read day first and month first; of the file if one is at hand."""
    candidates = []
    for index in plan.columns_of(DATE_FIELDS):
        candidates += inspection.profiles[index].doubts
    for text in (*candidates, "03/04/2025"):
        found = parse_date(text) if text else None
        if isinstance(found, Ambiguous) and found.about == "order":
            return text, found.readings[0], found.readings[1]
    raise AssertionError("a date with two readings has two readings")


def number_readings(inspection: Inspection, plan: ImportPlan) -> tuple[str, Quantity, Quantity]:
    """An amount to ask with, read with a decimal point and with a decimal comma; of the file if one is at hand."""
    candidates = []
    for index in plan.columns_of({Field.AMOUNT}):
        candidates += [clean(cells[index]) for _, cells in inspection.sample]
        candidates += inspection.profiles[index].examples
    for text in (*candidates, "1.400"):
        found = parse_quantity(text, kind="amount") if text else None
        if isinstance(found, AmbiguousQuantity):
            point, comma = (
                parse_quantity(text, convention=which, kind="amount")
                for which in (NumberConvention.POINT, NumberConvention.COMMA)
            )
            sizes = [getattr(reading, "amount", None) for reading in (point, comma)]
            if isinstance(sizes[0], Quantity) and isinstance(sizes[1], Quantity):
                return text, sizes[0], sizes[1]
    raise AssertionError("a number with two readings has two readings")


def holding_up(inspection: Inspection, plan: ImportPlan) -> tuple[Question, ...]:
    """The questions that must be answered before the rows can be checked."""
    return tuple(one for one in questions(inspection, plan) if one.code not in _SOLVED_LATER)


def missing(inspection: Inspection, plan: ImportPlan, name: Callable[[int], str]) -> str:
    """What keeps a plan from being carried out, in words; empty if nothing does. ``name`` of a column by its index."""
    said = [question_sentence(question, inspection.header) for question in holding_up(inspection, plan)]
    for meaning in twice(plan):
        names = [elided(name(index), limit=40) for index in plan.columns_of([meaning])]
        said.append(
            _("{columns} have the same meaning, “{field}”. Only one column may have it.").format(
                columns=formatting.listing(names), field=words.field_name(meaning)
            )
        )
    return "\n".join(said)
