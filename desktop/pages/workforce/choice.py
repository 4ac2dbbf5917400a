"""What is asked on the workforce page: one of its questions, and what goes with it. No Qt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

from db.analysis.figures.cells import Per
from db.figures.questions import QUESTIONS, Asked
from db.model.records import EventKind
from db.model.values import KindGroup
from desktop.wording.i18n import N_

#: The questions of the page, in the order in which they are offered.
QUESTION_NAMES: Mapping[str, str] = {
    "people-per-period": N_("People per period"),
    "people-by-field": N_("People by group"),
    "largest-organizations": N_("Largest organizations"),
    "repeat-cuts": N_("Who cuts again"),
    "workforce-share": N_("Share of the workforce"),
    "year-over-year": N_("Year over year"),
    "contractors-and-employees": N_("Contractors and employees"),
    "reasons": N_("Reasons"),
    "closures": N_("Closures"),
    "notice-to-effective": N_("Notice to effect"),
}
#: How long periods are where nothing is chosen.
LENGTHS: Mapping[str, Per] = {
    "people-per-period": Per.MONTH,
    "year-over-year": Per.YEAR,
    "contractors-and-employees": Per.QUARTER,
    "notice-to-effective": Per.YEAR,
}
FIRST = "people-per-period"
LAYOFF = "layoff"
#: What the people of one kind are grouped by besides fields of one's own.
GROUPS = ("organization", "place", "reason", "status")


@dataclass(frozen=True, slots=True)
class Choice:
    """``per`` None: as long as the question likes; ``by`` empty: no groups; ``kind`` empty: every kind, each apart."""

    question: str = FIRST
    per: Per | None = None
    by: str = ""
    kind: str = LAYOFF

    def takes(self, what: str) -> bool:
        """Whether the question has a use for "per", "by" or "kind"."""
        return what in QUESTIONS[self.question].takes

    @property
    def length(self) -> Per | None:
        """How long the periods are; None: the question has none."""
        return (self.per or LENGTHS[self.question]) if self.takes("per") else None

    @property
    def grouping(self) -> str:
        """What it is grouped by; empty: by nothing."""
        if not self.takes("by"):
            return ""
        return self.by or ("organization" if self.question == "people-by-field" else "")

    @property
    def of_kind(self) -> str:
        """The kind of event; empty: every one, which only periods without groups show apart."""
        if not self.takes("kind"):
            return ""
        several = self.question == FIRST and not self.grouping
        return self.kind if self.kind or several else LAYOFF

    @property
    def asked(self) -> Asked:
        """What is put to the question."""
        return Asked(per=self.length, by=self.grouping, kind=self.of_kind)

    def among(self, kinds: Mapping[str, EventKind], fields: Iterable[str]) -> Self:
        """The same, as far as its kind and its field are still there."""
        known = self.kind in changing(kinds)
        grouped = not self.by or self.by in GROUPS or self.by in set(fields)
        return replace(self, kind=self.kind if known or not self.kind else LAYOFF, by=self.by if grouped else "")

    def plain(self) -> dict[str, object]:
        """As a saved view keeps it."""
        return {"question": self.question, "per": self.per.value if self.per else "", "by": self.by, "kind": self.kind}

    @classmethod
    def of(cls, found: Mapping[str, Any]) -> Self:
        """From what a saved view kept; what is not known is passed over."""
        question, per = str(found.get("question", FIRST)), found.get("per")
        return cls(
            question if question in QUESTION_NAMES else FIRST,
            Per(per) if per in {one.value for one in Per} else None,
            str(found.get("by", "")),
            str(found.get("kind", LAYOFF)),
        )


def changing(kinds: Mapping[str, EventKind]) -> list[str]:
    """The kinds of events that are about a number of people, and state no level."""
    return [code for code, kind in kinds.items() if kind.group is KindGroup.WORKFORCE and not kind.level]
