"""Which column of a file means what: proposed from its header words and from everything the column holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from db.importing.cells.kind_words import kind_said
from db.importing.cells.words import normalized
from db.importing.columns.agreement import Agreement
from db.importing.columns.header_names import Meaning, is_corrected, is_ticker, meanings
from db.importing.columns.profile import (
    ColumnProfile,
)
from db.importing.columns.shapes import Suggested, read_for, shape_of, translation
from db.importing.fields import (
    DATE_FIELDS,
    FLAGS,
    NUMBER_FIELDS,
    Field,
    Shape,
)

#: From here on words are sure; below, a core field that rests on them is asked about.
SURE = 0.8
#: From here on words keep their meaning whatever the cells look like.
_KNOWN = 0.9
#: How much of a column must be what its words promise, where they are less than known or its meaning has few words.
_AGREED = 0.8
#: From which share of it what a column is generically called is at least asked.
_HALF = 0.5
#: How many words of a column that is called one of kinds must be known.
_SOME = 0.2
#: Different words that a column of kinds has at most, and how many of them must be known where its name says nothing.
_KINDS, _MOST = 40, 0.6
#: How near in sureness another column must be to compete for a meaning, and how full beside the one that has it.
_NEAR, _FULL = 0.1, 0.05
#: From so many rows on, numbers that run from 1 to their number are no ids.
_RUNNING = 5

_NAMES = frozenset({Field.ORGANIZATION, Field.COUNTERPARTY, Field.VENDOR, Field.CLIENT, Field.PERSON})
_KEEP = DATE_FIELDS | NUMBER_FIELDS | _NAMES
_FEW_WORDS = FLAGS | {Field.STATUS, Field.KIND, Field.POPULATION}
#: What a row is about: who, when and how many.
CORE = frozenset(
    {Field.ORGANIZATION, Field.VENDOR, Field.CLIENT, Field.ANNOUNCED, Field.EFFECTIVE, Field.START, Field.END,
     Field.COUNT, Field.HEADCOUNT, Field.EMPLOYEES_START, Field.EMPLOYEES_END}
)  # fmt: skip

_ENDS = frozenset({Field.COUNT_LOW, Field.COUNT_HIGH})

#: How much less sure a translated meaning is: where it speaks of no contract, "reference" yields to an "id".
_DOUBTS = {Field.REFERENCE: 0.2, Field.YEAR: 0.1}


@dataclass(frozen=True, slots=True)
class ProposedColumn:
    """The meaning proposed for one column; ``confidence`` from 0 (a guess) to 1 (its very name).

    ``read``: how much (0 to 1) of what it holds is read with that meaning. ``rivals``: columns that could mean it too.
    """

    index: int
    field: Field
    confidence: float
    read: float = 1.0
    rivals: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a file's rows are and what its columns mean, one entry per column in their order."""

    shape: Shape
    columns: tuple[ProposedColumn, ...]

    def indexes(self, wanted: frozenset[Field]) -> list[int]:
        """The columns of any of these fields."""
        return [column.index for column in self.columns if column.field in wanted]


@dataclass(frozen=True, slots=True)
class _Offer:
    """A meaning that a column offers to take, in the words of the shape of the table."""

    column: Suggested
    field: Field
    confidence: float
    as_named: Field


def propose(
    header: Sequence[str],
    profiles: Sequence[ColumnProfile],
    stated: Mapping[int, Field] | None = None,
    *,
    one_organization: bool = False,
) -> Proposal:
    """What the columns mean. ``profiles`` has one entry per name and comes from the whole file.

    Every field is given to one column at most, the most convincing one; the rest, and what nothing speaks for, are
    ``ignore``. ``stated``: what columns mean, by their places, whatever they look like; what the others mean, and what
    a row is, follows from it. ``one_organization``: all rows are about one that no column names.
    """
    stated = stated or {}
    columns = [
        _column(index, name, profile, stated.get(index))
        for index, (name, profile) in enumerate(zip(header, profiles, strict=True))
    ]
    columns = _named_beside_ticker(columns)
    shape = read_for(shape_of(columns, one_organization=one_organization), set(stated.values()))
    translated = translation(shape, columns)
    offers = sorted(
        (
            _Offer(column, translated.get(field, field), _translated_confidence(field, sure, translated), field)
            for column in columns
            for field, sure in column.candidates
        ),
        key=lambda offer: (-offer.confidence, offer.column.index),
    )
    given: dict[int, ProposedColumn] = {}
    taken: dict[Field, _Offer] = {}
    corrected = False  # whether the count is a corrected figure
    for offer in offers:
        index = offer.column.index
        if index not in given and offer.field is Field.COUNT and corrected and offer.confidence >= SURE:
            # What the corrected figure takes the place of.
            offer = replace(offer, field=Field.COUNT_EARLIER)  # noqa: PLW2901
        if index in given or offer.field in taken or offer.field is Field.IGNORE or offer.confidence < 0.3:
            continue
        if (
            offer.field is Field.COUNT
            and offer.confidence < SURE
            and taken.keys() & {Field.COUNT_LOW, Field.COUNT_HIGH}
        ):
            continue
        corrected = corrected or (offer.field is Field.COUNT and is_corrected(offer.column.name))
        taken[offer.field] = offer
        read = offer.column.agreement.with_meaning(offer.field)
        given[index] = ProposedColumn(index, offer.field, round(offer.confidence, 3), round(read, 3))
    for offer in taken.values():
        if offer.field in CORE:
            index = offer.column.index
            given[index] = replace(given[index], rivals=_rivals(offer, offers, given))
    return Proposal(shape, tuple(_written(given.get(column.index), column) for column in columns))


def _named_beside_ticker(columns: list[Suggested]) -> list[Suggested]:
    """A column of names beside one of ticker symbols is who the rows are about, though it is only called "Name"."""
    tickers = [one for one in columns if one.best and one.best[0] is Field.ORGANIZATION and is_ticker(one.name)]
    names = [one for one in columns if one.best and one.best[0] is Field.ORGANIZATION and one not in tickers]
    if not (tickers and names):
        return columns
    sure = replace(names[0], candidates=((Field.ORGANIZATION, max(names[0].best[1], SURE)),)) if names[0].best else None
    silent = {one.index for one in tickers}
    return [
        replace(one, candidates=()) if one.index in silent else sure if sure and one is names[0] else one
        for one in columns
    ]


def _written(proposed: ProposedColumn | None, column: Suggested) -> ProposedColumn:
    """A proposal with the percentage as the column writes it; what nobody proposed is not imported."""
    if proposed is None:
        return ProposedColumn(column.index, Field.IGNORE, 0.0)
    if proposed.field is Field.PERCENT and column.profile.percent_scale == "share":
        return replace(proposed, field=Field.PERCENT_FRACTION)
    return proposed


def candidates_of(name: str, profile: ColumnProfile, stated: Field | None = None) -> list[Meaning]:
    """What a column can mean, with how sure its words and its content make it (0 to 1), the likeliest first; only what
    is stated, if that is.
    """
    return list(_column(0, name, profile, stated).candidates)


def _column(index: int, name: str, profile: ColumnProfile, stated: Field | None) -> Suggested:
    agreement = Agreement(profile)
    if stated is not None:
        return Suggested(index, name, agreement, () if stated is Field.IGNORE else ((stated, 1.0),))
    named = meanings(name)
    several = len(named) > 1
    candidates = [(field, _sureness(field, sure, agreement, several=several)) for field, sure in named]
    if not any(sure >= 0.3 for _field, sure in candidates):
        candidates = _by_content(agreement, normalized(name))
    return Suggested(index, name, agreement, tuple(sorted(candidates, key=lambda meaning: -meaning[1])))


def _sureness(field: Field, words: float, agreement: Agreement, *, several: bool) -> float:
    """How sure a meaning is that words say with a given sureness; ``several``: the words have other meanings too."""
    profile = agreement.profile
    if field is Field.EXTERNAL_ID and is_running_number(profile):
        return 0.0
    if field is Field.IGNORE:
        return words
    if not profile.sample:
        return 0.6 * words  # an empty column yields to one that says something
    if words >= _KNOWN and field in _KEEP and not several:
        return words
    agreed = agreement.with_meaning(field)
    if field in _FEW_WORDS or (words < _KNOWN and field in _KEEP):
        # Words of few meanings, and generic ones ("name", "value"): only where the cells are of that kind. Of a column
        # that is called one of kinds some are enough: what nobody knows is asked.
        enough = _SOME if words >= _KNOWN and field is Field.KIND else _HALF if words == 1.0 else _AGREED
        if field is Field.COUNT and _HALF <= agreed < enough:
            return 0.5 * words  # most are numbers: too good to leave out unsaid, so it is asked
        return words if agreed >= enough or (field is Field.KIND and words == 1.0) else 0.25 * words
    return words * (0.2 + 0.8 * agreed)


def is_running_number(profile: ColumnProfile) -> bool:
    """Whether a column only counts the rows."""
    low, high = profile.minimum, profile.maximum
    if profile.filled < _RUNNING or profile.numbers < profile.distinct or low is None or high is None:
        return False
    return profile.distinct == profile.filled and high - low + 1 <= 1.02 * profile.rows


#: Parts of names that nobody knows, and what they hint at where the cells agree.
_HINTS: dict[Field, tuple[str, ...]] = {
    Field.ANNOUNCED: ("date", "datum", "fecha", "data", "dato", "zeitpunkt", "when", "wann"),
    Field.COUNT: (
        "employee", "worker", "staff", "job", "position", "people", "persons", "mitarbeit", "beschaeftigt", "stellen",
        "emplead", "trabajador", "salarie", "poste", "dipendent", "werknemer",
    ),
    Field.PERCENT: ("percent", "prozent", "pct", "anteil", "quote"),
    Field.ORGANIZATION: (
        "company", "employer", "firm", "business", "unternehm", "arbeitgeber", "betrieb", "empresa", "entreprise",
        "societe", "azienda", "bedrijf",
    ),
}  # fmt: skip
#: Parts of names that say of a column of names whose it is.
_SIDES: dict[Field, tuple[str, ...]] = {
    Field.VENDOR: ("supplier", "vendor", "lieferant", "kreditor", "auftragnehmer"),
    Field.CLIENT: ("customer", "client", "kunde", "auftraggeber"),
}
#: How sure a guess is for a column without a name.
_NAMELESS = {Field.ANNOUNCED: 0.45, Field.PERCENT: 0.4, Field.COUNT: 0.35, Field.ORGANIZATION: 0.4}


def _by_content(agreement: Agreement, words: str) -> list[Meaning]:
    """Guesses for a column whose name says nothing, or nothing that its cells agree with."""
    profile = agreement.profile
    if not profile.sample:
        return []
    if profile.share(profile.urls) >= _AGREED:
        return [(Field.SOURCE_URL, 0.5)]
    if _tells_kinds(agreement):
        return [(Field.KIND, 0.5)]
    field = _held(agreement)
    if field is None:
        return []
    if field is Field.ORGANIZATION:
        field = next((side for side, parts in _SIDES.items() if any(part in words for part in parts)), field)
        if field in _SIDES:
            return [(field, 0.5)]
    if any(part in words for part in _HINTS.get(field, ())):
        return [(field, 0.5)]
    if words:
        return [(field, 0.35)] if field is Field.ANNOUNCED else []
    return [(field, _NAMELESS[field])]


def _tells_kinds(agreement: Agreement) -> bool:
    """Whether cells say what happened, layoffs among it, whatever their column is called: few texts, most of them known
    words of kinds.
    """
    profile = agreement.profile
    if profile.distinct > _KINDS or profile.texts < profile.distinct:
        return False
    layoff = any((found := kind_said(text)) is not None and found.kind == "layoff" for text in profile.sample)
    return layoff and agreement.with_meaning(Field.KIND) >= _MOST


def _held(agreement: Agreement) -> Field | None:
    """What the cells of a column look like: dates, percentages, counts, or names."""
    profile = agreement.profile
    if profile.share(profile.dates) >= 0.5:  # cheap to know; the parser decides
        return Field.ANNOUNCED if agreement.dates >= _AGREED else None
    if profile.share(profile.numbers) >= 0.5:
        if profile.percent_signs:
            return Field.PERCENT if agreement.percents >= _AGREED else None
        return Field.COUNT if agreement.counts >= _AGREED else None
    return Field.ORGANIZATION if agreement.texts >= _AGREED else None


def _translated_confidence(field: Field, sure: float, translated: dict[Field, Field]) -> float:
    return sure - _DOUBTS.get(field, 0.05) if field in translated else sure


def _rivals(winner: _Offer, offers: Sequence[_Offer], given: dict[int, ProposedColumn]) -> tuple[int, ...]:
    """The columns that could mean the same and mean nothing else."""
    compete = partial(_competes, winner)
    return tuple(sorted({offer.column.index for offer in offers if offer.column.index not in given and compete(offer)}))


def _competes(winner: _Offer, offer: _Offer) -> bool:
    if offer.field is not winner.field or offer.confidence < max(SURE, winner.confidence - _NEAR):
        return False
    one, other = winner.column.profile, offer.column.profile
    if other.filled < _FULL * max(one.filled, 1):
        return False
    if is_corrected(winner.column.name) and not is_corrected(offer.column.name):
        return False
    if offer.as_named is Field.YEAR or (offer.field in DATE_FIELDS and other.share(other.years) == 1.0):
        return False  # a year beside a date
    return (one.filled, one.distinct, one.sample) != (other.filled, other.distinct, other.sample)


__all__ = ["CORE", "SURE", "Proposal", "ProposedColumn", "candidates_of", "is_running_number", "propose"]
