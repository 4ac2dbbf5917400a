"""Columns without a meaning as fields of one's own: what they are called, and whether they tell of the organization."""

from __future__ import annotations

from collections.abc import Iterator

from db.importing.cells.words import normalized
from db.importing.fields import Field, Shape
from db.importing.file.reader import display_names
from db.importing.planning.plan import ImportPlan, OwnTarget
from db.model.own_fields import FieldSubject

#: More columns are a matrix or a mistake; which of them are to be kept is then said one by one.
MOST = 200
#: What is said of a company and not of what happened to it; one of these words in a column's name is enough.
_OF_ORGANIZATIONS = frozenset((
    "industry", "industries", "sector", "sektor", "branche", "wirtschaftszweig", "wirtschaftsbereich", "naics", "sic",
    "nace", "country", "land", "staat", "stage", "funding", "funds", "raised", "finanzierung",
    "finanzierungsphase", "homepage", "website", "webseite", "domain", "ticker", "symbol", "isin", "lei", "duns", "cik",
    "register", "registernummer", "handelsregister", "handelsregisternummer", "hrb", "ownership", "eigentuemer",
    "inhaber", "rechtsform", "gruendungsjahr", "founded", "founder", "ceo", "vat", "ust", "steuernummer", "parent",
    "konzern",
))  # fmt: skip
_SIZES = frozenset(
    {"company size", "size", "size class", "groesse", "groessenklasse", "unternehmensgroesse", "legal form"}
)


def targets(plan: ImportPlan) -> tuple[tuple[int, OwnTarget], ...]:
    """The columns of fields of one's own: those that were named and, where the rest is kept, all without a meaning.

    What was left out by name stays out.
    """
    return tuple(sorted({**dict(_kept(plan)), **dict(plan.own)}.items()))


def _kept(plan: ImportPlan) -> Iterator[tuple[int, OwnTarget]]:
    if not plan.keep_rest or plan.shape is Shape.PERSONS:
        return
    names = display_names(plan.dialect.header)
    for index, field in enumerate(plan.fields):
        if field is Field.IGNORE and index not in plan.settled:
            yield (
                index,
                OwnTarget(" ".join(names[index].split()) or f"column_{index + 1}", _subject(names[index], plan.shape)),
            )


def _subject(name: str, shape: Shape) -> FieldSubject:
    words = normalized(name)
    tells = shape in {Shape.ORGANIZATIONS, Shape.LEVELS_IN_COLUMNS} or words in _SIZES
    if tells or not _OF_ORGANIZATIONS.isdisjoint(words.split()):
        return FieldSubject.ORGANIZATION
    return FieldSubject.EVENT


__all__ = ["MOST", "targets"]
