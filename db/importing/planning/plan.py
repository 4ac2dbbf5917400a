"""How a file will be imported: what was found in it, what is chosen, and what has to be asked first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal, NamedTuple

from db.errors import UserError
from db.importing.cells.kind_words import kind_of_table
from db.importing.collection import no_collection
from db.importing.columns.profile import ColumnProfile, Profiler, date_order_of, decimal_of
from db.importing.columns.proposing import Proposal, propose
from db.importing.columns.shapes import SIDES
from db.importing.columns.whole_tables import known_as_a_whole
from db.importing.fields import DATE_FIELDS, NUMBER_FIELDS, PEOPLE_FIELDS, PERCENT_SCALES, UNREAD, Field, Shape
from db.importing.file.dialect import Dialect, Overrides, examine
from db.importing.file.encodings import EncodingDoubt
from db.importing.file.reader import Row, RowReader, display_names
from db.importing.file.repairs import Edit, Repair
from db.importing.matching.likely import Decide, Decision, Match, Wishes
from db.importing.own.recognizing import own_dialect
from db.model.drafts import SourceDraft
from db.model.kinds import BUILT_IN
from db.model.own_fields import FieldSubject
from db.model.progress import Progress
from db.model.values import KindGroup, Status
from db.reading.dates import DateOrder
from db.reading.quantities import NumberConvention

#: What can happen to a contract on a day.
_OF_CONTRACTS = frozenset(kind.code for kind in BUILT_IN if kind.group is KindGroup.RELATIONSHIP)
#: Rows kept for looking at.
_SAMPLE = 200

#: Days between two papers that may tell of one event, unless somebody says otherwise.
NEAR_DAYS = 7
#: The periods by which a roster is counted.
Per = Literal["month", "quarter"]
#: What a percentage of 0.14 is: 14 % (written as a share of 1), or 0.14 %.
PercentScale = Literal["share", "percent"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """What one pass over a file found. ``header`` has display names, each only once.

    ``encoding_doubt``: in which other ways its letters could be read; None: there is no doubt. ``tables``: the sheets
    and tables, or files of a zip, that can be chosen from, if there are several. ``complete``: whether the profiles,
    the rows and the proposal are of the whole file, or only of its beginning.
    """

    path: Path
    dialect: Dialect
    header: tuple[str, ...]
    profiles: tuple[ColumnProfile, ...]
    proposal: Proposal
    sample: tuple[Row, ...]
    data_rows: int
    blank_rows: int
    encoding_doubt: EncodingDoubt | None = None
    tables: tuple[str, ...] = ()
    complete: bool = True


class OwnTarget(NamedTuple):
    """A field of one's own that a column goes into: its name, and what it is kept on. It may not be there yet."""

    name: str
    subject: FieldSubject = FieldSubject.ORGANIZATION


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportPlan:
    """What the user (or the proposal) decided. Its meaning does not depend on the order of the decisions.

    ``fields`` has one entry per column; ``settled``: the columns whose meaning the user stated. ``kind``: that of rows
    without a column for it ("": nothing says it, and it has to be asked), ``kinds`` what words of the
    file stand for (word, code of a kind). ``organization``: whom all rows are about, where no column says it.
    ``source``: what rows without a source of their own rest on; None: the file itself. ``decimals``: the columns of
    people with a cell that shows which sign marks decimals in them ("1234.000"); elsewhere 1.400 people are 1,400.
    ``mixed``: the columns where both signs stand before three digits ("12.000 €", "$12,000").
    ``percent``: how percentages are written; None: as the meaning of their column says. ``null_words``: what stands for
    nothing in this file, beside the words that always do. ``keep_rest``: columns without a meaning go into
    fields of their names. ``edits`` and ``repairs``: what was corrected in the check; the file stays as it is.
    ``per``: by which period a roster is counted; ``nobody_left``: one without leavers is complete all the same,
    ``fewer_hired``: so is one that lacks many whom earlier editions had.
    ``match``: whether a row that tells of an event which another source told of is left apart and proposed, joined, or
    kept separate; ``near_days``: how many days such rows may be apart. ``alike``: what becomes of all rows that may be
    one with something for one reason, ``decisions`` of single ones. ``data_set``: the name of the data set that the
    file is an edition of; "": the one that it is found to be an edition of, else a new one. ``own``: the columns that
    go into fields of one's own; they have no other meaning.
    """

    dialect: Dialect
    shape: Shape
    fields: tuple[Field, ...]
    settled: frozenset[int] = frozenset()
    date_order: DateOrder | None = None
    convention: NumberConvention | None = None
    decimals: tuple[tuple[int, NumberConvention], ...] = ()
    mixed: frozenset[int] = frozenset()
    percent: PercentScale | None = None
    kind: str = "layoff"
    kinds: tuple[tuple[str, str], ...] = ()
    status: Status = Status.REPORTED
    organization: str | None = None
    source: SourceDraft | None = None
    null_words: tuple[str, ...] = ()
    keep_rest: bool = False
    edits: tuple[Edit, ...] = ()
    repairs: tuple[Repair, ...] = ()
    per: Per = "month"
    match: Match = "propose"
    near_days: int = NEAR_DAYS
    alike: tuple[tuple[str, Decide], ...] = ()
    decisions: tuple[Decision, ...] = ()
    data_set: str = ""
    nobody_left: bool = False
    fewer_hired: bool = False
    own: tuple[tuple[int, OwnTarget], ...] = ()

    @property
    def wishes(self) -> Wishes:
        """What is to become of rows that may be one with something."""
        return Wishes(self.match, self.near_days, self.alike, self.decisions)

    def columns_of(self, fields: Iterable[Field]) -> list[int]:
        """The columns that have one of these meanings."""
        wanted = set(fields)
        return [index for index, field in enumerate(self.fields) if field in wanted]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """What the user says of a file, which goes before everything that the file suggests; None: left to the file.

    ``fields`` is by the index of the column. The rest as in :class:`ImportPlan`.
    """

    fields: Mapping[int, Field] = field(default_factory=dict)
    date_order: DateOrder | None = None
    convention: NumberConvention | None = None
    percent: PercentScale | None = None
    kind: str | None = None
    kinds: tuple[tuple[str, str], ...] = ()
    organization: str | None = None
    null_words: tuple[str, ...] = ()
    keep_rest: bool = False
    per: Per = "month"
    match: Match | None = None
    near_days: int | None = None
    data_set: str = ""
    nobody_left: bool = False
    fewer_hired: bool = False
    own: Mapping[int, OwnTarget] = field(default_factory=dict)


def inspect_file(
    path: Path,
    overrides: Overrides | None = None,
    *,
    progress: Progress | None = None,
    at_most: int | None = None,
) -> Inspection:
    """Read a file once and say what it holds; ``at_most`` so many rows of it, for a first look.

    Raises :class:`db.errors.ImportFileError`.
    """
    own = own_dialect(path)
    with no_collection():
        found = examine(path, overrides)
    dialect = own or found.dialect
    reader = RowReader(path, dialect, progress=progress)
    profiler = Profiler(dialect.width)
    sample: list[Row] = []
    with no_collection():
        for batch in reader.batches():
            profiler.add(batch.rows)
            if len(sample) < _SAMPLE:
                sample.extend(batch.rows[: _SAMPLE - len(sample)])
            if at_most is not None and reader.data_rows >= at_most:
                break
    profiles = profiler.result()
    header = display_names(dialect.header)
    return Inspection(
        path=path,
        dialect=dialect,
        header=header,
        profiles=profiles,
        proposal=known_as_a_whole(dialect.header, profiles) or propose(dialect.header, profiles),
        sample=tuple(sample),
        data_rows=reader.data_rows,
        blank_rows=reader.blank_rows,
        encoding_doubt=None if own else found.doubt,
        tables=found.tables,
        complete=reader.finished,
    )


def reconsidered(inspection: Inspection, stated: Stated) -> Inspection:
    """A file with what is proposed for it once some of it is stated: a column that was named by somebody decides what
    a row is and what the others are taken for.
    """
    fields = {**stated.fields, **dict.fromkeys(stated.own, Field.IGNORE)}
    if not (fields or stated.organization):
        return inspection
    header, profiles = inspection.dialect.header, inspection.profiles
    again = known_as_a_whole(header, profiles, fields) or propose(
        header, profiles, fields, one_organization=bool(stated.organization)
    )
    return replace(inspection, proposal=again)


def default_plan(inspection: Inspection, stated: Stated | None = None) -> ImportPlan:
    """The plan that the file itself suggests, with what the user states of it instead."""
    stated = stated or Stated()
    shape, fields = _shaped(inspection, stated)
    plan = ImportPlan(
        dialect=inspection.dialect,
        shape=shape,
        fields=fields,
        settled=frozenset((*stated.fields, *stated.own)),
        mixed=frozenset(at for at, one in enumerate(inspection.profiles) if len(one.either_signs) > 1),
        percent=stated.percent,
        kinds=stated.kinds,
        organization=stated.organization,
        null_words=(*stated.null_words, *_own_null_words(inspection, fields)),
        keep_rest=stated.keep_rest,
        per=stated.per,
        match=stated.match or "propose",
        near_days=NEAR_DAYS if stated.near_days is None else stated.near_days,
        data_set=stated.data_set,
        nobody_left=stated.nobody_left,
        fewer_hired=stated.fewer_hired,
        own=tuple(sorted(stated.own.items())),
    )
    return replace(
        plan,
        kind=stated.kind or kind_of_table(inspection.path, inspection.header),
        decimals=proven_decimals(inspection, replace(plan, convention=stated.convention)),
        date_order=stated.date_order or date_order_of(*profiles_of(inspection, plan, DATE_FIELDS)),
        convention=stated.convention or _proven_convention(inspection, plan),
    )


def _shaped(inspection: Inspection, stated: Stated) -> tuple[Shape, tuple[Field, ...]]:
    """What a row is and what its columns mean. Raises ``import.field_not_read``.

    Contracts of which only one day is known are events of the kind that is stated, if one is. What the rows of a shape
    are not read for is not imported, and no statement says otherwise in vain.
    """
    shape, fields = inspection.proposal.shape, _fields(inspection, stated)
    if shape is Shape.RELATIONSHIPS and stated.kind in _OF_CONTRACTS and not {Field.START, Field.END} & set(fields):
        shape, fields = Shape.EVENTS, tuple(SIDES.get(field, field) for field in fields)
    unread = UNREAD.get(shape, frozenset())
    for index in stated.fields:
        if fields[index] in unread:
            raise UserError("import.field_not_read", column=inspection.header[index], field=fields[index].value)
    return shape, tuple(Field.IGNORE if field in unread else field for field in fields)


def _own_null_words(inspection: Inspection, fields: Sequence[Field]) -> list[str]:
    """The words for nothing among the numbers and dates of a file: elsewhere in it they say nothing either."""
    profiles = [
        profile
        for profile, field in zip(inspection.profiles, fields, strict=True)
        if field in NUMBER_FIELDS | DATE_FIELDS
    ]
    return sorted({word for profile in profiles for word in profile.null_words})


def _fields(inspection: Inspection, stated: Stated) -> tuple[Field, ...]:
    """What each column means: as stated, else as proposed; a proposal yields to a statement of the same meaning."""
    fields = [column.field for column in inspection.proposal.columns]
    if inspection.proposal.shape is Shape.HEADCOUNT_LEVELS:
        # Beside levels, a year's hires and layoffs are as a rule computed from them: only taken when asked for.
        fields = [Field.IGNORE if field in {Field.HIRES, Field.LAYOFFS} else field for field in fields]
    taken = set(stated.fields.values())
    if taken & PERCENT_SCALES:
        taken |= PERCENT_SCALES
    if stated.organization:
        taken.add(Field.ORGANIZATION)
    fields = [Field.IGNORE if field in taken else field for field in fields]
    scales = {"share": Field.PERCENT_FRACTION, "percent": Field.PERCENT}
    for index, stated_field in stated.fields.items():
        fields[index] = stated_field
    for index in stated.own:
        fields[index] = Field.IGNORE
    if stated.percent is not None:
        fields = [scales[stated.percent] if field in PERCENT_SCALES else field for field in fields]
    return tuple(fields)


def profiles_of(inspection: Inspection, plan: ImportPlan, fields: Iterable[Field]) -> list[ColumnProfile]:
    """What the columns with one of these meanings hold."""
    return [inspection.profiles[index] for index in plan.columns_of(fields)]


_CONVENTIONS = {".": NumberConvention.POINT, ",": NumberConvention.COMMA}


def _proven_convention(inspection: Inspection, plan: ImportPlan) -> NumberConvention | None:
    return _CONVENTIONS.get(decimal_of(*profiles_of(inspection, plan, NUMBER_FIELDS)) or "")


def proven_decimals(inspection: Inspection, plan: ImportPlan) -> tuple[tuple[int, NumberConvention], ...]:
    """The columns of people that show which sign marks decimals in them, and that sign's convention.

    A convention that the plan has goes before what they show.
    """
    found = []
    for index in plan.columns_of(PEOPLE_FIELDS):
        convention = _CONVENTIONS.get(decimal_of(inspection.profiles[index]) or "")
        if convention is not None and plan.convention in {None, convention}:
            found.append((index, convention))
    return tuple(found)
