"""What earlier editions of a roster came to, cell by cell: a later one is counted anew and holds for all of it."""

from __future__ import annotations

from collections.abc import Collection

from db.importing.matching.editions import SAME, in_common
from db.importing.matching.said import Earlier
from db.model.text import identity

#: What is counted by month in a roster; how many there were follows from it.
CHANGES = ("hiring", "layoff", "resignation", "other_separation", "contractors_engaged", "contractors_ended")


#: Whose (as names are compared), what happened, and the first and last day of the month or quarter, ISO.
CountedCell = tuple[str, str, str, str]


def counted_before(
    earlier: Earlier, days: Collection[tuple[str, str]], *, data_set_id: int | None, is_new: bool
) -> dict[CountedCell, int]:
    """What the data set that a roster is an edition of says of every cell now.

    ``days``: the organizations of the roster, as written, with the first days of its cells. ``data_set_id``: the one
    that was chosen; ``is_new``: none is.
    """
    found = data_set_id
    if found is None and not is_new:
        named = {(earlier.named(name), day) for name, day in days}
        known = dict.fromkeys(edition.data_set_id for edition in reversed(earlier.editions))
        found = next((one for one in known if in_common(named, earlier.days(one)) >= SAME), None)
    if found is None:
        return {}
    return {
        (identity(name), kind, first, last): count for name, kind, first, last, count in earlier.counts(found, CHANGES)
    }


__all__ = ["CHANGES", "CountedCell", "counted_before"]
