"""Names that no other operation and no other ledger has: UUIDs of version 7, which sort by when they were made."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import datetime


def new_uid(now: datetime) -> str:
    """A UUID of version 7 (RFC 9562): 48 bits of milliseconds, the rest at random but for version and variant."""
    milliseconds = int(now.timestamp() * 1000) & 0xFFFF_FFFF_FFFF
    number = milliseconds << 80 | int.from_bytes(os.urandom(10))
    number = number & ~(0xF << 76) | 0x7 << 76
    number = number & ~(0x3 << 62) | 0x2 << 62
    text = f"{number:032x}"
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))


def new_uids(moments: Sequence[datetime]) -> list[str]:
    """One for each of these moments, which are in order; so are the uids, within one millisecond too."""
    return sorted(map(new_uid, moments))
