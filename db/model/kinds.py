"""The built-in event kinds: data that a new ledger is filled with. Users add their own beside them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from db.model.records import EventKind
from db.model.text import fold
from db.model.values import KindGroup, Population, RelationshipState

_E, _C = Population.EMPLOYEES, Population.CONTINGENT

# Colors: the Okabe-Ito set, safe for color-blind readers. Kinds of one symbol differ in a color that they tell apart
# too, so that no two kinds are drawn alike.
_VERMILLION, _BLUE, _SKY, _GREEN, _ORANGE, _PURPLE, _GRAY = (
    "#D55E00", "#0072B2", "#56B4E9", "#009E73", "#E69F00", "#CC79A7", "#7F7F7F",
)  # fmt: skip


def _workforce(
    code: str, population: Population, sign: int, color: str, symbol: str, *, level: bool = False
) -> EventKind:
    return EventKind(
        code=code, group=KindGroup.WORKFORCE, population=population, sign=sign, level=level, color=color, symbol=symbol
    )


def _relationship(code: str, state: RelationshipState, color: str, symbol: str) -> EventKind:
    return EventKind(code=f"relationship_{code}", group=KindGroup.RELATIONSHIP, state=state, color=color, symbol=symbol)


def _other(code: str, group: KindGroup, color: str, symbol: str) -> EventKind:
    return EventKind(code=code, group=group, color=color, symbol=symbol)


BUILT_IN: tuple[EventKind, ...] = (
    _workforce("layoff", _E, -1, _VERMILLION, "triangle_down"),
    _workforce("resignation", _E, -1, _ORANGE, "triangle_left"),
    _workforce("other_separation", _E, -1, _GRAY, "triangle_down"),
    _workforce("hiring", _E, +1, _GREEN, "triangle_up"),
    _workforce("contractors_ended", _C, -1, _PURPLE, "triangle_down"),
    _workforce("contractors_engaged", _C, +1, _SKY, "triangle_up"),
    _workforce("transfer_in", _E, +1, _SKY, "triangle_right"),
    _workforce("transfer_out", _E, -1, _BLUE, "triangle_left"),
    _workforce("site_closure", _E, -1, _VERMILLION, "square"),
    _workforce("furlough", _E, 0, _ORANGE, "pause"),
    _workforce("reported_headcount", _E, 0, _BLUE, "square", level=True),
    _workforce("reported_contingent_headcount", _C, 0, _PURPLE, "square", level=True),
    _relationship("started", RelationshipState.ACTIVE, _GREEN, "circle"),
    _relationship("expanded", RelationshipState.ACTIVE, _BLUE, "triangle_up"),
    _relationship("seen_active", RelationshipState.ACTIVE, _SKY, "circle"),
    _relationship("at_risk", RelationshipState.AT_RISK, _ORANGE, "diamond"),
    _relationship("reduced", RelationshipState.REDUCED, _ORANGE, "pentagon"),
    _relationship("paused", RelationshipState.PAUSED, _GRAY, "pause"),
    _relationship("resumed", RelationshipState.ACTIVE, _GREEN, "triangle_right"),
    _relationship("winding_down", RelationshipState.WINDING_DOWN, _VERMILLION, "hexagon"),
    _relationship("ended", RelationshipState.ENDED, _VERMILLION, "cross"),
    _other("leadership_departure", KindGroup.LEADERSHIP, _PURPLE, "star"),
    _other("leadership_appointment", KindGroup.LEADERSHIP, _BLUE, "star"),
    _other("stake_taken", KindGroup.OWNERSHIP, _BLUE, "diamond"),
    _other("acquisition", KindGroup.OWNERSHIP, _BLUE, "pentagon"),
    _other("license_and_hire", KindGroup.OWNERSHIP, _SKY, "pentagon"),
    _other("restructuring", KindGroup.STRATEGY, _GRAY, "hexagon"),
    _other("change_of_focus", KindGroup.STRATEGY, _GRAY, "diamond"),
)


def code_of(name: str) -> str:
    """The code that a name stands for, as files have it too: "Early retirement (Bridge)" is early_retirement_bridge."""
    return re.sub(r"[^a-z0-9]+", "_", fold(name)).strip("_")


def by_code(kinds: Iterable[EventKind] = BUILT_IN) -> dict[str, EventKind]:
    """Kinds by their code."""
    return {kind.code: kind for kind in kinds}
