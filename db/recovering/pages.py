"""Rows as they lie on the pages of a file, found without any of the ways that SQLite takes to them.

A leaf of a table is a page that begins with 0x0D, a leaf of one without row ids with 0x0A; each cell on it is a record,
a long one continued on other pages. See "Database File Format", sections 1.6 and 2.1, of SQLite's documentation. What
a page says of itself is never believed further than it fits.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

_TABLE_LEAF, _INDEX_LEAF = 0x0D, 0x0A
#: By serial type: bytes of a number; 7 is a float, 8 and 9 are 0 and 1.
_WIDTHS = (0, 1, 2, 3, 4, 6, 8, 8, 0, 0)

Value = int | float | str | None


@dataclass(frozen=True, slots=True)
class Record:
    """A record of a leaf: the row id (None where the table has none), its values, and whether it is of an index."""

    row_id: int | None
    values: tuple[Value, ...]


class Pages:
    """The pages of a file. ``page_size`` is read from the header, and is ours where that says nothing possible."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        said = int.from_bytes(data[16:18], "big")
        said = 65536 if said == 1 else said
        self.size = said if data[:6] == b"SQLite" and 512 <= said <= 65536 and not said & (said - 1) else 4096

    def __len__(self) -> int:
        return len(self._data) // self.size

    def records(self, number: int) -> Iterator[Record]:
        """The records of a page (from 1) that is a leaf; what cannot be one is left out."""
        page = self._data[(number - 1) * self.size : number * self.size]
        start = 100 if number == 1 else 0
        if len(page) < self.size or page[start] not in {_TABLE_LEAF, _INDEX_LEAF}:
            return
        kind, count = page[start], int.from_bytes(page[start + 3 : start + 5], "big")
        if start + 8 + 2 * count > self.size:
            return
        for at in struct.unpack_from(f">{count}H", page, start + 8):
            try:
                record = self._cell(page, at, has_row_id=kind == _TABLE_LEAF)
            except (IndexError, ValueError, struct.error):
                continue
            if record is not None:
                yield record

    def _cell(self, page: bytes, at: int, *, has_row_id: bool) -> Record | None:
        length, at = _varint(page, at)
        row_id = None
        if has_row_id:
            row_id, at = _varint(page, at)
        if not 1 < length < len(self._data):
            return None
        most = self.size - 35 if has_row_id else (self.size - 12) * 64 // 255 - 23
        payload = page[at : at + length] if length <= most else self._long(page, at, length, most)
        return None if len(payload) < length else Record(row_id, _values(payload))

    def _long(self, page: bytes, at: int, length: int, most: int) -> bytes:
        """A payload that goes on on other pages, each of which begins with the number of the next."""
        least = (self.size - 12) * 32 // 255 - 23
        local = least + (length - least) % (self.size - 4)
        local = local if local <= most else least
        parts, left = [page[at : at + local]], length - local
        following = int.from_bytes(page[at + local : at + local + 4], "big")
        while left > 0 and 0 < following <= len(self):
            start = (following - 1) * self.size
            parts.append(self._data[start + 4 : start + 4 + min(left, self.size - 4)])
            left -= self.size - 4
            following = int.from_bytes(self._data[start : start + 4], "big")
        return b"".join(parts)


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for place in range(9):
        byte = data[at + place]
        if place == 8:
            value = value << 8 | byte
            break
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            break
    if value >= 1 << 63:
        value -= 1 << 64
    return value, at + place + 1


def _values(payload: bytes) -> tuple[Value, ...]:
    """The values of a record. Raises ValueError where it is none."""
    end, at = _varint(payload, 0)
    if not at <= end <= len(payload):
        raise ValueError(end)
    kinds = []
    while at < end:
        kind, at = _varint(payload, at)
        kinds.append(kind)
    if at != end:
        raise ValueError(at)
    found: list[Value] = []
    for kind in kinds:
        width = _WIDTHS[kind] if 0 <= kind < len(_WIDTHS) else (kind - 13) // 2
        if kind in {10, 11} or (kind > 11 and not kind % 2) or at + width > len(payload) or width < 0:
            raise ValueError(kind)  # reserved, or a blob: ledgers have none
        found.append(_value(kind, payload[at : at + width]))
        at += width
    if at != len(payload):
        raise ValueError(at)
    return tuple(found)


def _value(kind: int, data: bytes) -> Value:
    if kind == 0:
        return None
    if kind in {8, 9}:
        return kind - 8
    if kind == 7:
        return float(struct.unpack(">d", data)[0])
    if kind > 12:
        return data.decode()
    return int.from_bytes(data, "big", signed=True)


__all__ = ["Pages", "Record", "Value"]
