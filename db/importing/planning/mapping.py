"""A mapping: what the columns of a table that comes again and again mean, and how it writes dates and numbers.

The built-in presets, what the user saved under a name, and what a data set keeps are all the same thing. It speaks of
columns by their names, so it fits a file whose columns were reordered or added to.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count

from db.errors import ImportFileError
from db.importing.cells.words import normalized
from db.importing.columns.proposing import SURE, Proposal, ProposedColumn
from db.importing.fields import SEVERAL, Field, Shape
from db.importing.file.dialect import Overrides
from db.importing.matching.likely import Match
from db.importing.planning.plan import (
    NEAR_DAYS,
    ImportPlan,
    Inspection,
    OwnTarget,
    PercentScale,
    Stated,
    default_plan,
    inspect_file,
)
from db.model.drafts import SourceDraft
from db.model.progress import Progress
from db.model.values import Status
from db.reading.dates import DateOrder
from db.reading.quantities import NumberConvention

#: A percentage is written in percent or as a share; a file shows which, so one stands for the other.
_PERCENTS = frozenset({Field.PERCENT, Field.PERCENT_FRACTION})
_COMPUTED = frozenset({Field.HIRES, Field.LAYOFFS})


@dataclass(frozen=True, slots=True, kw_only=True)
class FileMapping:
    """Decisions about one kind of file, by the names of its columns.

    ``columns``: the meaning of each named column, ``places``: of columns without a name, counted from 1.
    ``recognized_by``: the names that a file must have to be taken for one of this kind; empty: all that mean
    something. ``overrides``: how the bytes are to be read where a file does not show it. ``date_order`` and
    ``convention`` likewise yield to what a file proves. The rest as in :class:`db.importing.planning.plan.ImportPlan`;
    ``organization`` "": a column says it. ``own``: the columns, by name, that go into fields of one's own;
    where the rest is kept (``keep_rest``), those go too that ``columns`` does not name.
    """

    name: str = ""
    recognized_by: tuple[str, ...] = ()
    columns: Mapping[str, Field] = field(default_factory=dict)
    places: Mapping[int, Field] = field(default_factory=dict)
    overrides: Overrides = field(default_factory=Overrides)
    shape: Shape = Shape.EVENTS
    kind: str = "layoff"
    status: Status = Status.REPORTED
    publisher: str = ""
    organization: str = ""
    kinds: tuple[tuple[str, str], ...] = ()
    keep_rest: bool = False
    null_words: tuple[str, ...] = ()
    percent: PercentScale | None = None
    date_order: DateOrder | None = None
    convention: NumberConvention | None = None
    match: Match = "propose"
    near_days: int = NEAR_DAYS
    own: Mapping[str, OwnTarget] = field(default_factory=dict)

    @property
    def needed(self) -> tuple[str, ...]:
        """The names of columns that a file must have for this mapping to fit."""
        return self.recognized_by or tuple(name for name, meant in self.columns.items() if meant is not Field.IGNORE)


def located(names: Iterable[str], header: Sequence[str]) -> dict[str, int]:
    """Where each of the names stands in a header: as written, else in other letters ("Total laid off" is
    "total_laid_off"). Names that the header lacks are left out.
    """
    exact: dict[str, int] = {}
    similar: dict[str, int] = {}
    for index, written in enumerate(header):
        exact.setdefault(written, index)
        similar.setdefault(normalized(written), index)
    wanted = tuple(names)
    found = {name: exact[name] for name in wanted if name in exact}
    taken = set(found.values())
    for name in wanted:
        near = similar.get(normalized(name)) if normalized(name) else None
        if name not in found and near is not None and near not in taken:
            found[name] = near
            taken.add(near)
    return found


def fits(mapping: FileMapping, header: Sequence[str]) -> bool:
    """Whether a header (display names) has every column that the mapping needs, or as many without a name."""
    needed = mapping.needed
    if not needed:  # of tables whose columns have no names
        return bool(mapping.places) and not any(header) and max(mapping.places) <= len(header)
    return len(located(needed, header)) == len(needed)


def lacking(mapping: FileMapping, header: Sequence[str]) -> tuple[str, ...]:
    """The names of columns that the mapping needs and a header has not."""
    there = located(mapping.needed, header)
    return tuple(name for name in mapping.needed if name not in there)


def new_to(mapping: FileMapping, header: Sequence[str]) -> tuple[str, ...]:
    """The named columns of a header that the mapping says nothing of, as a later edition has them.

    Where the rest is kept, none is new: it goes where the rest goes.
    """
    known = set(located((*mapping.columns, *mapping.own), header).values())
    unknown = (name for at, name in enumerate(header) if name and at not in known)
    return () if mapping.keep_rest else tuple(unknown)


def grown(mapping: FileMapping, inspection: Inspection, others: Iterable[FileMapping]) -> FileMapping:
    """The mapping with what those columns of a file mean that are new to it.

    They mean what they mean in another known table that the file is, else what the file surely shows; never what the
    mapping has another column for. What is not sure is not imported until somebody says what it is.
    """
    new = set(new_to(mapping, inspection.header))
    if not new:
        return mapping
    other = best_fit((one for one in others if one.shape is mapping.shape), inspection.header)
    if other is not None:
        meant = fields_of(other, inspection)
    elif inspection.proposal.shape is mapping.shape:
        columns = inspection.proposal.columns
        meant = tuple(one.field if one.confidence >= SURE else Field.IGNORE for one in columns)
    else:
        meant = (Field.IGNORE,) * len(inspection.header)
    taken = set(mapping.columns.values()) - SEVERAL - {Field.IGNORE}
    more: dict[str, Field] = {}
    for name, field_ in zip(inspection.header, meant, strict=True):
        if name in new:
            more[name] = Field.IGNORE if field_ in taken else field_
            taken |= {field_} - SEVERAL - {Field.IGNORE}
    return replace(mapping, columns={**mapping.columns, **more})


def best_fit(mappings: Iterable[FileMapping], header: Sequence[str]) -> FileMapping | None:
    """Of the mappings that fit a header the one that knows most of its columns; of several the first."""
    order = count()
    fitting = [(len(located(one.columns, header)), -next(order), one) for one in mappings if fits(one, header)]
    return max(fitting, key=lambda item: item[:2])[2] if fitting else None


def fields_of(mapping: FileMapping, inspection: Inspection) -> tuple[Field, ...]:
    """The meaning of each column of a file; a column that the mapping does not know is not imported.

    Where several columns of the file are called as columns of one meaning, the one that the mapping names first has it.
    """
    header = inspection.header
    at = located(mapping.columns, header)
    found: dict[int, Field] = {}
    taken: set[Field] = set()
    named = ((at[name], meant) for name, meant in mapping.columns.items() if name in at)
    placed = ((place - 1, meant) for place, meant in mapping.places.items() if 0 < place <= len(header))
    for index, meant in (*named, *((index, meant) for index, meant in placed if not header[index])):
        if meant not in taken:
            found[index] = _percent(inspection, index, meant)
            taken |= {meant} - SEVERAL
    return tuple(found.get(index, Field.IGNORE) for index in range(len(header)))


def recognized(mapping: FileMapping, inspection: Inspection) -> Inspection:
    """A file with what the mapping says as the proposal for its columns."""
    fields = enumerate(fields_of(mapping, inspection))
    columns = (ProposedColumn(index, meant, 0.0 if meant is Field.IGNORE else 1.0) for index, meant in fields)
    return replace(inspection, proposal=Proposal(mapping.shape, tuple(columns)))


def plan_of(mapping: FileMapping, inspection: Inspection, stated: Stated | None = None) -> ImportPlan:
    """The plan that a mapping comes to for a file: what the user states goes first, then what the file proves about
    dates and numbers.
    """
    stated = stated or Stated()
    inspection = recognized(mapping, inspection)
    plan = default_plan(
        inspection,
        replace(
            stated,
            percent=stated.percent or mapping.percent,
            kind=stated.kind or mapping.kind,
            kinds=(*stated.kinds, *mapping.kinds),
            organization=stated.organization or mapping.organization or None,
            null_words=(*mapping.null_words, *stated.null_words),
            keep_rest=stated.keep_rest or mapping.keep_rest,
            match=stated.match or mapping.match,
            near_days=mapping.near_days if stated.near_days is None else stated.near_days,
            own=_own_of(mapping, inspection, stated),
        ),
    )
    # What a proposal would leave out as computed is what a mapping means.
    meant = dict(enumerate(column.field for column in inspection.proposal.columns))
    free = _COMPUTED - set(stated.fields.values())
    figures = {index: field for index, field in meant.items() if field in free and index not in stated.fields}
    fields = tuple({**dict(enumerate(plan.fields)), **figures}.values())
    if plan.keep_rest:  # what is left out by name stays out
        at = located(mapping.columns, inspection.header)
        left_out = {at[name] for name, meant in mapping.columns.items() if meant is Field.IGNORE and name in at}
        plan = replace(plan, settled=plan.settled | left_out)
    said = {at for at, field in meant.items() if field is fields[at] and field not in {Field.IGNORE, *_PERCENTS}}
    return replace(
        plan,
        fields=fields,
        settled=plan.settled | said,
        status=mapping.status,
        source=SourceDraft(publisher=mapping.publisher) if mapping.publisher else None,
        date_order=plan.date_order or mapping.date_order,
        convention=plan.convention or mapping.convention,
    )


def mapping_of_plan(plan: ImportPlan, header: Sequence[str], name: str = "") -> FileMapping:
    """What a plan decided about a file with this header (display names), to be used again."""
    return FileMapping(
        name=name,
        columns={
            column: meant
            for place, (column, meant) in enumerate(zip(header, plan.fields, strict=True))
            if column and not (plan.keep_rest and meant is Field.IGNORE and place not in plan.settled)
        },
        places={
            place: meant
            for place, (column, meant) in enumerate(zip(header, plan.fields, strict=True), start=1)
            if not column and meant is not Field.IGNORE
        },
        overrides=plan.dialect.overrides,
        shape=plan.shape,
        kind=plan.kind,
        status=plan.status,
        publisher=plan.source.publisher if plan.source else "",
        organization=plan.organization or "",
        kinds=_kinds_of(plan),
        keep_rest=plan.keep_rest,
        null_words=plan.null_words,
        percent=plan.percent,
        date_order=plan.date_order,
        convention=plan.convention,
        match=plan.match,
        near_days=plan.near_days,
        own={header[index]: target for index, target in plan.own if header[index]},
    )


def _kinds_of(plan: ImportPlan) -> tuple[tuple[str, str], ...]:
    """The words of kinds that were stated, and those that were put right in the check."""
    repaired = {one.found: one.instead for one in plan.repairs if plan.fields[one.column] is Field.KIND and one.instead}
    stated = tuple((word, kind) for word, kind in plan.kinds if word not in repaired)
    return (*stated, *repaired.items())


def _own_of(mapping: FileMapping, inspection: Inspection, stated: Stated) -> dict[int, OwnTarget]:
    """The columns of fields of one's own: as stated, else as the mapping says."""
    at = located(mapping.own, inspection.header)
    meant = {index: mapping.own[name] for name, index in at.items() if index not in stated.fields}
    return {**meant, **stated.own}


def inspect_for(
    mapping: FileMapping, inspection: Inspection, *, stated: Overrides, progress: Progress | None = None
) -> Inspection:
    """A file looked at as the mapping says, where that is needed and makes it fit; else as it was found."""
    wanted = overrides_for(mapping, inspection, stated)
    if wanted == stated:
        return inspection
    try:
        again = inspect_file(inspection.path, wanted, progress=progress)
    except ImportFileError:
        return inspection
    return again if fits(mapping, again.header) else inspection


def overrides_for(mapping: FileMapping, inspection: Inspection, stated: Overrides) -> Overrides:
    """How a file is to be read for a mapping: ``stated`` is what the user said, and stays.

    A file that shows how it is written is left as it was found. An encoding is taken over if the bytes leave it open;
    separator, quotation mark and header row if the columns that the mapping needs are not found otherwise.
    """
    kept, found = mapping.overrides, inspection.dialect
    wanted = stated
    if kept.sheet in inspection.tables and stated.sheet is None:
        wanted = replace(wanted, sheet=kept.sheet)
    if stated.encoding is None and kept.encoding and found.encoding and not found.encoding.startswith("utf"):
        wanted = replace(wanted, encoding=kept.encoding)
    if not fits(mapping, inspection.header):
        wanted = replace(
            wanted,
            delimiter=stated.delimiter or kept.delimiter,
            quote=kept.quote if stated.quote is None else stated.quote,
            header_row=kept.header_row if stated.header_row is None else stated.header_row,
            skip_rows=kept.skip_rows if stated.skip_rows is None else stated.skip_rows,
        )
    read_so = replace(
        wanted,
        encoding=wanted.encoding and found.encoding,
        delimiter=wanted.delimiter and found.delimiter,
        quote=None if wanted.quote is None else found.quote,
        header_row=None if wanted.header_row is None else found.header_row or 0,
        skip_rows=None if wanted.skip_rows is None else found.preamble_rows,
        sheet=wanted.sheet and found.sheet,
    )
    return stated if wanted == read_so else wanted


def _percent(inspection: Inspection, index: int, meant: Field) -> Field:
    """In percent or as a share: as the column shows it."""
    if meant not in _PERCENTS:
        return meant
    proposed = inspection.proposal.columns[index].field
    if proposed in _PERCENTS:
        return proposed
    return Field.PERCENT_FRACTION if inspection.profiles[index].percent_scale == "share" else Field.PERCENT


__all__ = [
    "FileMapping", "best_fit", "fields_of", "fits", "grown", "inspect_for", "lacking", "located",
    "mapping_of_plan", "new_to", "overrides_for", "plan_of", "recognized",
]  # fmt: skip
