"""What a row of a file said, in the parts by which it is known again. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from math import isclose
from typing import NamedTuple

from db.importing.cells.names import core, letters
from db.importing.facts import Facts, Value

#: Kinds that sources take for each other: a notice of a layoff becomes one of a closure, a layoff a furlough.
_CUTS = frozenset({"layoff", "site_closure", "furlough", "other_separation"})

#: Low, best and high.
Figure = tuple[float | None, float | None, float | None]
FIGURES = ("count", "percent", "base", "amount")
DATES = ("announced", "effective", "until")


class Statement(NamedTuple):
    """What one row said of one event.

    ``organization``, ``counterparty``, ``place``, ``unit``, ``person``: for comparison, without legal forms and signs.
    ``dates``: announced, effective, until in EDTF; ``day``: the first that counts, ISO. ``figures``: count, percentage,
    base, amount.
    """

    organization: str
    family: str
    dates: tuple[str | None, ...]
    day: str | None
    figures: tuple[Figure | None, ...]
    place: str
    unit: str
    person: str
    counterparty: str
    reference: str
    external_id: str
    url: str
    status: str


def family(kind: str) -> str:
    """Kinds that are one for recognizing a row have one family."""
    return "cut" if kind in _CUTS else kind


def figure(low: Value, best: Value, high: Value) -> Figure | None:
    """A quantity from its columns; None where it says nothing."""
    if low is None and best is None and high is None:
        return None
    return low, best, high  # type: ignore[return-value]


class Reader:
    """Makes statements of facts, whatever columns these have."""

    def __init__(self, value_columns: Sequence[str], text_columns: Sequence[str]) -> None:
        self._values = {name: place for place, name in enumerate(value_columns)}
        self._texts = {name: place for place, name in enumerate(text_columns)}
        self._cores: dict[str, str] = {}

    def announced(self, facts: Facts) -> Sequence[str | None]:
        """The first day of each fact's announcement, ISO; where a file announces nothing, of what counts."""
        place = self._values.get("announced")
        if place is None:
            return facts.earliest
        return [_first_day(edtf) for edtf in facts.values[place]]

    def core(self, name: str) -> str:
        """:func:`core`, remembered."""
        found = self._cores.get(name)
        if found is None:
            found = self._cores[name] = core(name)
        return found

    def statement(self, facts: Facts, at: int) -> Statement:
        """What one fact says."""
        source = facts.sources[at]
        return Statement(
            organization=self.core(facts.organizations[at]),
            family=family(facts.kinds[at]),
            dates=tuple(self._value(facts, name, at) for name in DATES),  # type: ignore[misc]
            day=facts.earliest[at],
            figures=tuple(
                figure(*(self._value(facts, f"{name}_{end}", at) for end in ("low", "best", "high")))
                for name in FIGURES
            ),
            place=letters(self._text(facts, "place", at)),
            unit=letters(self._text(facts, "unit", at)),
            person=letters(self._text(facts, "person", at)),
            counterparty=self.core(facts.counterparties[at] or ""),
            reference=(facts.references[at] or "").casefold(),
            external_id=(facts.external_ids[at] or "").casefold(),
            url=source.url if source is not None else "",
            status=str(facts.statuses[at]),
        )

    def _value(self, facts: Facts, name: str, at: int) -> Value:
        place = self._values.get(name)
        return None if place is None else facts.values[place][at]

    def _text(self, facts: Facts, name: str, at: int) -> str | None:
        place = self._texts.get(name)
        return None if place is None else facts.texts[place][at]


def _first_day(edtf: Value) -> str | None:
    """A whole day as it is; of what is vaguer nothing: it says no newest day."""
    return edtf if isinstance(edtf, str) and len(edtf) == 10 and edtf[:4].isdigit() else None


def said(row: Mapping[str, Value], *, organization: str, counterparty: str) -> Statement:
    """The statement of a claim with its event, as they stand in the ledger."""
    return Statement(
        organization=organization,
        family=family(str(row["kind"])),
        dates=tuple(row[name] for name in DATES),  # type: ignore[misc]
        day=row["earliest"],  # type: ignore[arg-type]
        figures=tuple(figure(row[f"{name}_low"], row[f"{name}_best"], row[f"{name}_high"]) for name in FIGURES),
        place=letters(row["place"]),  # type: ignore[arg-type]
        unit=letters(row["unit"]),  # type: ignore[arg-type]
        person=letters(row["person"]),  # type: ignore[arg-type]
        counterparty=counterparty,
        reference=str(row["reference"] or "").casefold(),
        external_id=str(row["external_id"] or "").casefold(),
        url=str(row["url"] or ""),
        status=str(row["status"]),
    )


class Likeness(NamedTuple):
    """How two statements about one organization compare.

    ``dates``: how many dates both have, and how many of them are equal. ``figures``: likewise of count and percentage,
    rounded ones being equal; ``one_sided``: how many only one of them has. ``days``: between the days that count; None:
    one has none. ``place`` and ``other``: 1 equal, 0 one says nothing, -1 different; ``other`` is unit, person,
    counterparty and reference together.
    """

    dates_both: int
    dates_equal: int
    figures_both: int
    figures_equal: int
    days: int | None
    one_sided: int
    place: int
    other: int
    same_url: bool
    same_status: bool


def likeness(one: Statement, two: Statement) -> Likeness:
    """How two statements compare; what one of them leaves blank is not compared."""
    dates = [(a, b) for a, b in zip(one.dates, two.dates, strict=True) if a and b]
    figures = [(a, b) for a, b in zip(one.figures[:2], two.figures[:2], strict=True) if a and b]
    others = [
        _compared(a, b)
        for a, b in (
            (one.unit, two.unit), (one.person, two.person), (one.counterparty, two.counterparty),
            (one.reference, two.reference),
        )
    ]  # fmt: skip
    return Likeness(
        dates_both=len(dates),
        dates_equal=sum(a == b for a, b in dates),
        figures_both=len(figures),
        figures_equal=sum(alike(a, b) for a, b in figures),
        days=days_between(one.day, two.day),
        one_sided=sum(bool(a) != bool(b) for a, b in zip(one.figures[:2], two.figures[:2], strict=True)),
        place=_compared(one.place, two.place),
        other=min(others),
        same_url=bool(one.url) and one.url == two.url,
        same_status=one.status == two.status,
    )


def alike(one: Figure, two: Figure) -> bool:
    """Whether two figures are one: equal, or one of them rounded to a whole number (11.5 and 12)."""
    return all(_same(a, b) for a, b in zip(one, two, strict=True))


def _same(one: float | None, two: float | None) -> bool:
    if one is None or two is None:
        return one is two
    if isclose(one, two, rel_tol=1e-9):
        return True
    return abs(one - two) <= 0.5 and float(one).is_integer() != float(two).is_integer()


def _compared(one: str, two: str) -> int:
    return 0 if not one or not two else 1 if one == two else -1


def days_between(one: str | None, two: str | None) -> int | None:
    """Days between two ISO days, or None where one is missing."""
    if one is None or two is None:
        return None
    return abs((date.fromisoformat(one) - date.fromisoformat(two)).days)
