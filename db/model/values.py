"""The values every layer speaks in: imprecise quantities and dates, and the closed vocabularies.

A value keeps three things together: what the source wrote (``words``), what that allows (an interval), and, where
there is one, the single best reading. An absent end is ``None`` and never 0.

No I/O and no wording for people here: the face words these codes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Status(StrEnum):
    """How strongly a source asserts something; *denied* asserts that it did not happen."""

    CONFIRMED = "confirmed"
    REPORTED = "reported"
    RUMORED = "rumored"
    DENIED = "denied"


#: Strongest first; the order in which a minimum status is read ("reported or better").
STATUS_ORDER: tuple[Status, ...] = (Status.CONFIRMED, Status.REPORTED, Status.RUMORED, Status.DENIED)


class Population(StrEnum):
    """Whose heads are counted. The populations are never added to each other silently."""

    EMPLOYEES = "employees"
    CONTINGENT = "contingent"
    UNSPECIFIED = "unspecified"


class KindGroup(StrEnum):
    """The family of an event kind; decides which fields its form shows and which chart draws it."""

    WORKFORCE = "workforce"
    RELATIONSHIP = "relationship"
    LEADERSHIP = "leadership"
    OWNERSHIP = "ownership"
    STRATEGY = "strategy"


class RelationshipState(StrEnum):
    """The state of a vendor-client relationship on a day."""

    ACTIVE = "active"
    AT_RISK = "at_risk"
    REDUCED = "reduced"
    PAUSED = "paused"
    WINDING_DOWN = "winding_down"
    ENDED = "ended"


class DateMode(StrEnum):
    """How an imprecise date is meant: some one day within its bounds, or the whole of them."""

    WITHIN = "within"
    SPAN = "span"


class Basis(StrEnum):
    """What a level rests on."""

    REPORTED = "reported"  # a source states the level of this day
    CHANGE = "change"  # a level before, and a change
    IMPLIED = "implied"  # count and percentage of one event imply it
    RELATIVE = "relative"  # no level is known: cumulated changes from 0


class Exclusion(StrEnum):
    """Why an event is listed and drawn but in no total."""

    NONE = ""
    BELOW_STATUS = "below_status"  # weaker than the scope asks for (drawn hollow)
    PLANNED = "planned"  # its date lies after the as-known-on day (drawn hatched)
    DENIED = "denied"
    UNDATED = "undated"
    UNIT_PERCENT = "unit_percent"  # a percentage of a named unit moves no level
    PART = "part"  # its whole has the count


class FindingKind(StrEnum):
    """What the numbers or sources do not agree on."""

    CONTRADICTED = "contradicted"
    DENIED_BESIDE = "denied_beside"
    IMPLIED_BASE = "implied_base"
    NOT_RECONCILED = "not_reconciled"
    IMPLIED_APART = "implied_apart"
    IMPLIED_ASIDE = "implied_aside"
    BELOW_ZERO = "below_zero"
    PARTS_EXCEED = "parts_exceed"
    END_BEFORE_START = "end_before_start"
    DATE_IMPLAUSIBLE = "date_implausible"
    ACTIVE_AFTER_ENDED = "active_after_ended"
    POSSIBLE_DUPLICATE = "possible_duplicate"
    GONE = "gone"
    FIELD_DIFFERS = "field_differs"
    SINGLE_RUMOR = "single_rumor"
    NO_SOURCE = "no_source"
    NOT_UNDERSTOOD = "not_understood"


@dataclass(frozen=True, slots=True)
class Quantity:
    """An interval of numbers with the wording it came from.

    ``low`` None: nothing is said about the lower end (a count is still never below 0). ``high`` None: open upward
    ("500+"). ``best`` None: no single reading is better than the others ("up to 300"). All three None: the source
    says there is a number but not which ("unknown", "several"). Where present, low <= best <= high.

    Percentages are in percent (14 %, not 0.14); amounts are in whole units of their currency.
    """

    low: float | None = None
    best: float | None = None
    high: float | None = None
    words: str = ""

    @classmethod
    def exact(cls, value: float, words: str = "") -> Quantity:
        """A number without uncertainty."""
        return cls(value, value, value, words)

    @property
    def known(self) -> bool:
        """Whether anything at all is said about the size."""
        return self.low is not None or self.best is not None or self.high is not None


@dataclass(frozen=True, slots=True)
class ImpreciseDate:
    """A date as a source gave it: EDTF text (ISO 8601-2 level 0 or 1), its first and last possible day, its wording.

    ``earliest`` None: open toward the past ("before July"); ``latest`` None: open toward the future ("since July").
    Both None with empty ``edtf``: unknown, or not understood (then ``words`` keeps the text).
    """

    edtf: str
    earliest: date | None
    latest: date | None
    mode: DateMode = DateMode.WITHIN
    words: str = ""

    @classmethod
    def day(cls, day: date, words: str = "") -> ImpreciseDate:
        """One exactly known day."""
        return cls(day.isoformat(), day, day, DateMode.WITHIN, words)

    @property
    def known(self) -> bool:
        """Whether at least one bound is known."""
        return self.earliest is not None or self.latest is not None

    @property
    def exact(self) -> bool:
        """Whether it is a single known day."""
        return self.earliest is not None and self.earliest == self.latest
