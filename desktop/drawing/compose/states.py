"""How the states of a relationship are drawn: by color, pattern and height, the same on screen and paper."""

from __future__ import annotations

from db.model.values import RelationshipState
from desktop.drawing.figure import Entry
from desktop.drawing.marks import Bar, Look, Pattern, Pin, Point, Shape, Style
from desktop.wording import codes
from desktop.wording.i18n import _

_LOOKS = {
    RelationshipState.ACTIVE: Look("positive", "positive~15"),
    RelationshipState.REDUCED: Look("positive", "positive~42"),
    RelationshipState.AT_RISK: Look("warning", "warning~47", pattern=Pattern.HATCH),
    RelationshipState.WINDING_DOWN: Look("negative", "negative~62", pattern=Pattern.FALLING),
    RelationshipState.PAUSED: Look("unspecified", "unspecified~86", pattern=Pattern.DOTS),
}
_LOW = {RelationshipState.REDUCED, RelationshipState.WINDING_DOWN}
_HIGH_SHARE, _LOW_SHARE = 0.62, 0.4


def look_of(state: RelationshipState) -> Look:
    """Color, outline and pattern of a state."""
    return _LOOKS.get(state, Look("muted"))


def height_of(state: RelationshipState) -> float:
    """The share of the row that its bar takes: less is going on in a low one."""
    return _LOW_SHARE if state in _LOW else _HIGH_SHARE


def unheard(state: RelationshipState) -> Look:
    """A state that nothing has been heard of for long: paler, with an outline of dashes."""
    look = look_of(state)
    return Look(look.ink, f"{look.ink}~88", 1.3, (2.6, 1.8))


def end_mark() -> Look:
    """The cross at the end of a relationship."""
    return Look("muted", width=1.6)


def sample(state: RelationshipState) -> Entry:
    """A legend's sample of a state."""
    if state is RelationshipState.ENDED:
        return Entry([Point(0.5, end_mark(), Shape.CROSS, 3.2)], codes.state_name(state))
    return Entry([Bar(0, 1, look_of(state), height_of(state) + 0.1)], codes.state_name(state))


def other_samples(*, unknown: bool, vague: bool, stale: bool, hollow: bool) -> list[Entry]:
    """The legend of what is not certain, where it occurs."""
    active = look_of(RelationshipState.ACTIVE)
    found = [
        (unknown, Entry([Bar(0, 1, Look(active.ink, "positive~70"), soft=(0.7, 0.0))], _("since an unknown start"))),
        (vague, Entry([Bar(0, 1, active, soft=(0.6, 0.0))], _("a tapered end: the day is not known exactly"))),
        (stale, Entry([Bar(0, 1, unheard(RelationshipState.ACTIVE))], _("no evidence since"))),
        (hollow, Entry([Pin(0.5, 1, "muted", Style.HOLLOW)], _("in no total"))),
    ]
    return [entry for occurs, entry in found if occurs]
