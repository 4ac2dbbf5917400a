"""What a text alone does not say about a date, and the question that is asked where that is not enough."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from db.reading.edtf import EdtfError, bounds


@dataclass(frozen=True, slots=True)
class Context:
    """How a text is read.

    ``day_before``: the month a bare day of month belongs to, if any. ``level``: a headcount is stated, not a change.
    ``fiscal``: months from January of the year that names a fiscal year to its start (-3: October before);
    ``starts``: those that are offered where nobody said. ``infer``: whether what has no year takes the one nearest to
    publication. ``ahead``: a year-end is that of publication. ``answer``: which of several readings is meant, once
    that is decided.
    """

    order: str
    published: date | None
    year: int | None
    day_before: int | None = None
    level: bool = False
    fiscal: int | None = None
    infer: bool = True
    ahead: bool = False
    answer: int | None = None
    starts: tuple[int, ...] = ()


class Asked(Exception):  # noqa: N818
    """Several readings, none better than the others; ``about`` says of what kind the question is.

    ``answers``: what each of them would say of other texts too, if it does.
    """

    def __init__(self, count: int, about: str, answers: Sequence[str]) -> None:
        super().__init__(about)
        self.count = count
        self.about = about
        self.answers = answers


def chosen(options: Sequence[str], context: Context, about: str, answers: Sequence[str] = ()) -> str:
    """The only option, or the one that the context's answer names; raises Asked without an answer."""
    if len(options) == 1:
        return options[0]
    if context.answer is None:
        raise Asked(len(options), about, answers)
    if context.answer >= len(options):
        raise EdtfError("not_understood", "")
    return options[context.answer]


def closed(edtf: str) -> tuple[date, date]:
    """Bounds of a point, which never has an open end."""
    first, last = bounds(edtf)
    if first is None or last is None:
        raise EdtfError("not_understood", edtf)
    return first, last
