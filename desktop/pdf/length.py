"""How long a snapshot will be, known before it is made: an event takes about as much paper as any other."""

from __future__ import annotations

#: Lines of the table, of its sources and findings: measured on imported tables and on ledgers entered by hand.
_EVENTS_ON_A_PAGE = 13
#: The figures and charts before them.
_BEFORE = 2

#: So many pages are made without asking.
UNASKED = 60


def pages_about(events: int) -> int:
    """The pages that so many events will take, as near as anybody wants to know: 7, 40, 330."""
    pages = _BEFORE + events / _EVENTS_ON_A_PAGE
    return round(pages) if pages < 20 else 10 * round(pages / 10)


__all__ = ["UNASKED", "pages_about"]
