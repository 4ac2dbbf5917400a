"""Why people were let go, as sources put it; events without a reason are a group of their own."""

from __future__ import annotations

from db.analysis.figures.cells import Answer
from db.figures.questions import Asked, answered
from db.figures.workforce.people import cells_of, of_kind, ranked, said, summed
from db.view.view import View


def answer(view: View, asked: Asked) -> Answer:
    """People by reason, the most first."""
    found, within = summed(view, of_kind(view, asked), None, by="reason")
    return answered(
        "reasons", cells_of(*found, within, ranked(*found)[: asked.top]), formula="people.by_field", **said(asked)
    )
