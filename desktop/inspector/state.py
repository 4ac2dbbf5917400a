"""The states of the inspector, each by one word."""

from __future__ import annotations

from enum import StrEnum


class Mode(StrEnum):
    """What is shown."""

    EMPTY = "empty"
    EVENT = "event"  # a stored one
    NEW = "new"
    UNKNOWN = "unknown"  # a stored one that was not in the ledger at the moment that is shown


class Asked(StrEnum):
    """What the panel asks or tells that a person has not answered or seen off yet."""

    NOTHING = ""
    LEAVE = "leave"  # may what was typed be left
    DELETE = "delete"  # may the event be deleted
    CHANGED = "changed"  # word that it was changed or deleted meanwhile
    TODAY = "today"  # may the ledger be shown as known today, so that an event can be entered


class Intent(StrEnum):
    """What a person wants of what was typed."""

    FILL = "fill"  # the quick line fills the form, and no more
    SAVE = "save"
    NEXT = "next"  # save, and begin the next event of the same source
