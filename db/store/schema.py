"""What makes a SQLite file a ledger: its marks, its versions, and the schema that each of them has."""

from __future__ import annotations

import hashlib
import re
import sqlite3

#: Marks a file as a ledger in SQLite's header; "Hdwt" in ASCII.
APPLICATION_ID = 0x48647774

#: The suffix of a ledger's file name.
SUFFIX = ".headwater"

VERSIONED = (
    "event_kinds",
    "organizations",
    "aliases",
    "sources",
    "relationships",
    "data_sets",
    "imports",
    "events",
    "claims",
    "preferences",
    "accepted_findings",
    "settings",
    "fields",
    "field_choices",
    "field_values",
    "saved_views",
)


#: What SQLite itself may add (ANALYZE does), word for word: whoever writes a file may call a trigger "sqlite_x", or
#: give a table of statistics a column that computes. Nothing of ours makes automatic indexes.
_OF_SQLITE = frozenset(
    ("table", name, name, f"CREATE TABLE {name}({columns})")
    for name, columns in (
        ("sqlite_sequence", "name,seq"),
        ("sqlite_stat1", "tbl,idx,stat"),
        ("sqlite_stat2", "tbl,idx,sampleno,sample"),
        ("sqlite_stat3", "tbl,idx,neq,nlt,ndlt,sample"),
        ("sqlite_stat4", "tbl,idx,neq,nlt,ndlt,sample"),
    )
)

#: What SQLite takes for space, with the comma or bracket it surrounds; other kinds of space are letters of a name.
_SPACES = re.compile(r"[ \t\n\r\f]*([,()])[ \t\n\r\f]*|[ \t\n\r\f]+")


def fingerprint(connection: sqlite3.Connection) -> str:
    """A digest of the whole schema, what SQLite adds by itself aside: what the allow-list compares."""
    found = connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name, sql")
    # A column that a migration adds is broken into lines by SQLite, not by us: spaces make no difference.
    rows = [(*row[:3], _SPACES.sub(_closer, str(row[3]))) for row in map(tuple, found) if row not in _OF_SQLITE]
    return hashlib.sha256(repr(rows).encode()).hexdigest()


def _closer(spaces: re.Match[str]) -> str:
    return spaces[1] or " "


def roots_are_sound(connection: sqlite3.Connection) -> bool:
    """Whether every table and index begins on a page of its own; pages shared by two are read as what they are not."""
    every, different = connection.execute(
        "SELECT count(*), count(DISTINCT nullif(rootpage, 0)) FROM sqlite_schema WHERE type IN ('table', 'index')"
    ).fetchone()
    return bool(every == different)


#: The fingerprint of each schema version this code can read; a ledger with anything more or less is refused.
FINGERPRINTS: dict[int, str] = {
    1: "c18719ecf51674ea3f377a5f232fe2ef1d564164fec0b58f1b207e00d7c298fb",
    2: "75ae7defab2b4ded82359c437498e8af90377a6cab3089e49d983968bdd340e9",
    3: "7e7aeee6d1ca2603e0fb1d210e5b582d9bfbf48c091fd19aaab1e6fffafbc9cc",
    4: "bb47885da3ec96adf02be886a64655e1a4556620b0cdd9d2038156584216ac55",
    5: "d02bde13ef6bf84ee0474859f84bd3c2dc8f15020a5d6b0985d44b06782052eb",
}


def newest() -> int:
    """The schema version that this code writes."""
    return max(FINGERPRINTS)
