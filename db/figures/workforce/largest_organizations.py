"""Which organizations the most people were affected at, and how sure their order is."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from db.analysis.figures.cells import Answer
from db.analysis.figures.facts import Floats, Ints
from db.figures.questions import Asked, answered
from db.figures.workforce.people import cells_of, of_kind, ranked, said, summed
from db.view.view import View


def answer(view: View, asked: Asked) -> Answer:
    """The sums by organization, the largest first, each with the ranks it can have."""
    (found, grouped), within = summed(view, of_kind(view, asked), None, by="organization")
    order = ranked(found, grouped)[: asked.top]
    first, last = possible_ranks(found.low, found.high)
    cells = cells_of(found, grouped, within, order)
    with_ranks = [
        replace(cell, extra={"rank": rank, "rank_low": int(first[row]), "rank_high": int(last[row])})
        for rank, (row, cell) in enumerate(zip(order, cells, strict=True), start=1)
    ]
    return answered("largest-organizations", with_ranks, formula="largest_organizations", **said(asked))


def possible_ranks(low: Floats, high: Floats) -> tuple[Ints, Ints]:
    """The first and the last rank that each sum can have, for intervals with NaN for an open end.

    First: behind all that are larger for sure. Last: behind all that may be larger; equal sums share a rank.
    """
    low, high = np.where(np.isnan(low), 0.0, low), np.where(np.isnan(high), np.inf, high)
    surely = len(low) - np.searchsorted(np.sort(low), high, side="right")
    maybe = len(high) - np.searchsorted(np.sort(high), low, side="right") - (high > low)
    return 1 + surely, 1 + maybe
