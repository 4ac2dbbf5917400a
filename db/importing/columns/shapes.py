"""What the rows of a table are, by what its columns most likely mean, and how that changes what they mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from db.importing.cells.words import normalized
from db.importing.columns.agreement import Agreement
from db.importing.columns.header_names import Meaning
from db.importing.columns.profile import (
    ColumnProfile,
)
from db.importing.fields import (
    DATE_FIELDS,
    UNREAD,
    Field,
    Shape,
)

#: What only tables that are known as a whole have.
_NOTHING_ELSEWHERE = dict.fromkeys((Field.LEVEL, Field.HIRED, Field.ALIASES, Field.PARENT), Field.IGNORE)
#: The two sides of a contract where a row is an event: the vendor is the one that it is about.
SIDES = {Field.VENDOR: Field.ORGANIZATION, Field.CLIENT: Field.COUNTERPARTY}
#: What a column means in another shape than the one its words suggest.
_TRANSLATED: dict[Shape, dict[Field, Field]] = {
    Shape.EVENTS: {
        Field.START: Field.EFFECTIVE, Field.END: Field.UNTIL, Field.LAYOFFS: Field.COUNT, Field.YEAR: Field.ANNOUNCED,
        Field.HEADCOUNT: Field.BASE, Field.EMPLOYEES_START: Field.BASE, Field.EMPLOYEES_END: Field.IGNORE,
        Field.HIRES: Field.IGNORE, Field.LEFT: Field.EFFECTIVE, Field.LEAVING_REASON: Field.REASON,
        **_NOTHING_ELSEWHERE,
    },
    Shape.RELATIONSHIPS: {
        Field.EFFECTIVE: Field.START, Field.UNTIL: Field.END, Field.YEAR: Field.IGNORE, Field.HEADCOUNT: Field.IGNORE,
        Field.ORGANIZATION: Field.IGNORE, Field.LAYOFFS: Field.IGNORE, Field.HIRES: Field.IGNORE,
        Field.LEFT: Field.END, Field.LEAVING_REASON: Field.IGNORE, **_NOTHING_ELSEWHERE,
    },
    Shape.HEADCOUNT_LEVELS: {
        Field.COUNT: Field.LAYOFFS, Field.REFERENCE: Field.EXTERNAL_ID, Field.LEFT: Field.IGNORE,
        Field.LEAVING_REASON: Field.IGNORE, **_NOTHING_ELSEWHERE,
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Suggested:
    """A column with what its name and its cells suggest, the surest first."""

    index: int
    name: str
    agreement: Agreement
    candidates: tuple[Meaning, ...]

    @property
    def profile(self) -> ColumnProfile:
        """What its cells are."""
        return self.agreement.profile

    @property
    def best(self) -> Meaning | None:
        """The surest meaning with its confidence."""
        return self.candidates[0] if self.candidates else None


def shape_of(columns: Sequence[Suggested], *, one_organization: bool) -> Shape:
    """What a row is. ``one_organization``: all rows are of one that no column names."""
    best = {column.best[0] for column in columns if column.best and column.best[1] >= 0.5}
    levels = best & {Field.EMPLOYEES_START, Field.EMPLOYEES_END, Field.HEADCOUNT}
    dated = (one_organization or Field.ORGANIZATION in best) and best & (DATE_FIELDS | {Field.YEAR})
    # A headcount beside a count of people laid off is the base of that event, beside a notice the count itself.
    apart = best & {Field.COUNT, Field.KIND, Field.PERCENT} or _is_notice(columns)
    if dated and levels and not (levels == {Field.HEADCOUNT} and apart):
        return Shape.HEADCOUNT_LEVELS
    if Field.KIND not in best and _is_contract(best):
        return Shape.RELATIONSHIPS
    return Shape.EVENTS


def read_for(shape: Shape, stated: set[Field]) -> Shape:
    """What a row is, or the first other thing it can be that is read for all that is stated."""
    fitting = [one for one in (shape, *UNREAD) if not stated & UNREAD[one]]
    return fitting[0] if fitting else shape


def _is_contract(best: set[Field]) -> bool:
    """Whether a row is a contract: between two sides, or with one side and from or until a day."""
    sides = best & {Field.VENDOR, Field.CLIENT}
    term = best & {Field.START, Field.END}
    numbered = {Field.ORGANIZATION, Field.REFERENCE} <= best
    laid_off = best & {Field.COUNT, Field.LAYOFFS, Field.PERCENT}
    return len(sides) == 2 or bool(term and (sides or numbered) and not laid_off)


def _is_notice(columns: Sequence[Suggested]) -> bool:
    """Whether a row is a notice of a layoff: it says when it was given or takes effect, or that a site closes."""
    effective = {Field.EFFECTIVE, Field.CLOSURE_FLAG}
    return any(
        column.best
        and (column.best[0] in effective or (column.best[0] is Field.ANNOUNCED and _speaks_of_notice(column.name)))
        for column in columns
    )


def _speaks_of_notice(name: str) -> bool:
    return bool({"notice", "warn", "notification", "meldedatum", "meldung", "anzeige"} & set(normalized(name).split()))


def translation(shape: Shape, columns: Sequence[Suggested]) -> dict[Field, Field]:
    """What meanings become in a table of this shape."""
    translated = _TRANSLATED[shape]
    best = {column.best[0] for column in columns if column.best}
    # The number of a contract; a table of layoffs numbers its notices.
    sides = {Field.KIND, Field.COUNTERPARTY, Field.VENDOR, Field.CLIENT, Field.CATEGORY}
    if shape is not Shape.RELATIONSHIPS and not best & sides:
        translated = {**translated, Field.REFERENCE: Field.EXTERNAL_ID}
    if shape is Shape.RELATIONSHIPS and not best & {Field.VENDOR, Field.CLIENT}:
        translated = {**translated, Field.ORGANIZATION: Field.CLIENT}  # the account that a subscription is of
    if shape is Shape.EVENTS and Field.ORGANIZATION not in best:  # what happened to a contract, told by its two sides
        translated = {**translated, **SIDES}
    if shape is Shape.EVENTS and not best & {Field.COUNT, Field.LAYOFFS} and _is_notice(columns):
        translated = {**translated, Field.HEADCOUNT: Field.COUNT}
    return translated
