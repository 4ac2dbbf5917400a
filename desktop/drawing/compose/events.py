"""Events as pins: where they stand in time, and how they look."""

from __future__ import annotations

import math
from collections.abc import Mapping

from db.analysis.series import Exclusion
from db.model.ids import EventId
from db.model.records import EventKind
from db.model.values import ImpreciseDate
from db.reading.dates import middle_day
from desktop.drawing.marks import Pin, Style

_STYLES = {
    Exclusion.NONE: Style.SOLID,
    Exclusion.PLANNED: Style.PLANNED,
    Exclusion.DENIED: Style.DENIED,
}


def style_of(exclusion: Exclusion) -> Style:
    """How an event that counts looks, or one that does not for this reason."""
    return _STYLES.get(exclusion, Style.HOLLOW)


def pin(
    event_id: EventId,
    when: ImpreciseDate | None,
    number: int,
    kind: EventKind | None,
    *,
    style: Style = Style.SOLID,
    sign: int = 0,
) -> Pin | None:
    """An event in the middle of its days, with its interval; None: it has no place in time."""
    if when is None or not when.known:
        return None
    middle = middle_day(when) or when.earliest or when.latest
    if middle is None:
        return None
    first, last = math.nan, math.nan
    if not when.exact:
        first = when.earliest.toordinal() if when.earliest is not None else -math.inf
        last = when.latest.toordinal() + 1 if when.latest is not None else math.inf
    color = kind.color if kind is not None and kind.color else "muted"
    x = middle.toordinal() + 0.5 * (not when.exact)
    symbol = kind.symbol if kind is not None else ""
    return Pin(x, number, color, style, first, last, sign, event_id, symbol)


def spoken(descriptions: Mapping[EventId, str], key: object) -> str:
    """What is said of an event."""
    return descriptions.get(EventId(key), "") if isinstance(key, int) else ""
