"""The year of what is written without one: nearest to the day of publication, or asked where two are about as near."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from db.reading.date_grammar.context import Context, chosen, closed
from db.reading.edtf import EdtfError

#: Two years are about as near as each other if the distances differ by no more than this many days.
_ALIKE = 31
#: How far away the next leap year may be.
_FARTHEST = 8


def nearest(make: Callable[[int], str], published: date, context: Context) -> str:
    """EDTF text of the year that is meant; ``make`` gives that of any year.

    A stated level is the latest one that does not lie after publication.
    """
    found = _in_years(make, published, 1) or _in_years(make, published, _FARTHEST)
    if not found:
        make(published.year)  # says what is wrong with it
        raise EdtfError("not_understood", "")
    if context.level:
        before = [edtf for edtf in found if closed(edtf)[0] <= published]
        return before[-1] if before else found[0]
    by_distance = sorted(found, key=lambda edtf: _distance(edtf, published))
    near = [edtf for edtf in by_distance if _distance(edtf, published) - _distance(by_distance[0], published) <= _ALIKE]
    return chosen(sorted(near[:2]), context, "year")


def _in_years(make: Callable[[int], str], published: date, reach: int) -> list[str]:
    found = []
    for year in range(max(published.year - reach, 1), min(published.year + reach, 9999) + 1):
        try:
            found.append(make(year))
        except EdtfError as error:
            if error.reason not in {"impossible_date", "out_of_range"}:
                raise
    return found


def _distance(edtf: str, published: date) -> int:
    """Days from the publication to the nearest day."""
    first, last = closed(edtf)
    return max((first - published).days, (published - last).days, 0)
