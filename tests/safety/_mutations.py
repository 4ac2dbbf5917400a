"""What can be done to a ledger so that it is no longer as Headwater wrote it: by bytes, and by values in its rows."""

from __future__ import annotations

import contextlib
import random
import sqlite3
from pathlib import Path

PAGE = 4096

#: What is put in the place of a value, by the type of its column; NULL besides, where a column may hold it.
TEXTS = (
    "", "?", "confirmed ", "Employees", "workforce\x00", "9999-99-99", "2025-13-45", "../..", "../../..", "[", "{}",
    "[]", "null", '{"a": NaN}', "[" * 3000, "x" * 70_000, "\x1b[2J\x1b]0;t\x07", "<img src=x>", "=1+1", "\ud7ff\uffff",
    "1e999", "-1", "2025-01-01/2024-01-01", "within ", "within", "span", "denied", "contingent", "active",
    "relationship_started",
)  # fmt: skip
NUMBERS = (0, 1, -1, 2, 7, 10**6, 2**31, 2**53 + 1, 2**63 - 1, -(2**63))
REALS = (0.0, -0.0, -1.0, 0.5, 1e18, 1.7976931348623157e308, -1e300, 5e-324, float("inf"), float("-inf"))
RAW = (b"\xff\xfe", b"\xc3", b"a\x80b", b"\xed\xa0\x80")


def by_value(path: Path, chance: random.Random) -> str:
    """Change one to three values in rows of a table; says which."""
    said = []
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        tables = [
            row[0]
            for row in connection.execute(
                "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '%sqlite%'"
            )
        ]
        for _ in range(chance.randint(1, 3)):
            table = chance.choice(tables)
            columns = connection.execute(f"PRAGMA table_info({table})").fetchall()
            _, name, kind, *_ = chance.choice(columns)
            what: object = chance.choice({"TEXT": TEXTS, "INTEGER": NUMBERS, "REAL": REALS}[kind])
            put = "?"
            if kind == "TEXT" and not chance.randrange(6):
                what, put = chance.choice(RAW), "CAST(? AS TEXT)"
            if not chance.randrange(8):
                what = None
            some = (
                ""
                if not chance.randrange(4)
                else f" WHERE {columns[0][1]} IN (SELECT {columns[0][1]} FROM {table} ORDER BY random() LIMIT 3)"
            )
            with contextlib.suppress(sqlite3.Error):
                connection.execute(f"UPDATE {table} SET {name} = {put}{some}", (what,))
                said.append(f"{table}.{name} = {str(what)[:30]!r}{'' if some else ' throughout'}")
    return "; ".join(said)


def by_bytes(path: Path, chance: random.Random) -> str:
    """Change bytes, bits, whole pages, or the length of the file; says how."""
    data = bytearray(path.read_bytes())
    pages = len(data) // PAGE
    first = PAGE * chance.randrange(pages)
    way = chance.choice(("bits", "bytes", "zeroed", "garbage", "swapped", "cut", "numbers"))
    if way == "bits":
        for _ in range(chance.randint(1, 12)):
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    elif way == "bytes":
        for _ in range(chance.randint(1, 40)):
            data[chance.randrange(len(data))] = chance.randrange(256)
    elif way == "zeroed":
        data[first : first + PAGE] = bytes(PAGE)
    elif way == "garbage":
        data[first : first + PAGE] = chance.randbytes(PAGE)
    elif way == "swapped":
        other = PAGE * chance.randrange(pages)
        data[first : first + PAGE], data[other : other + PAGE] = data[other : other + PAGE], data[first : first + PAGE]
    elif way == "cut":
        del data[chance.randrange(100, len(data)) :]
    else:  # the head of a page: kind, cells, pointers
        start = first + (100 if not first else 0)
        for _ in range(chance.randint(1, 6)):
            data[start + chance.randrange(24)] = chance.randrange(256)
    path.write_bytes(data)
    return f"{way} at page {first // PAGE + 1}"
