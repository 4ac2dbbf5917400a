"""Where the backups of a ledger are: a folder of its own for each, named by the ledger's uid, below the one folder.

A backup is a packed ledger: any program that unpacks gzip makes a ledger of it. What is to be known of it without
unpacking stands as JSON in the comment of its header.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import struct
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, get_args

from db.backups import rule

#: Why a backup was made: work went on, or something large was about to be done; or somebody asked for one.
Why = Literal["work", "import", "deletion", "restore", "asked"]

SUFFIX = ".headwater.gz"
_NAME = re.compile(r"(\d{6,})-\d{8}-\d{6}Z\.headwater\.gz")
_UID = re.compile(r"[0-9a-fA-F-]{1,64}")
#: What is not complete, whoever began it.
_PART = ".part"

# A header of gzip (RFC 1952) with a comment: magic, deflate, the flag for it, the moment, nothing, any system.
_HEADER = struct.Struct("<2sBBIBB")
_MAGIC, _DEFLATE, _COMMENT = b"\x1f\x8b", 8, 16
#: A comment is at most so long; what is longer is none of ours.
_LONGEST = 16_384


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """One backup: where it is, and what it holds.

    ``ledger`` is where the ledger was; ``operation`` and ``operation_uid`` are its last operation.
    """

    path: Path
    number: int
    size: int
    made: datetime
    why: Why
    uid: str
    ledger: Path
    operation: int
    operation_uid: str
    events: int
    claims: int
    organizations: int

    @property
    def contents(self) -> tuple[int, int, int]:
        """Events, claims and organizations."""
        return self.events, self.claims, self.organizations


@dataclass(frozen=True, slots=True)
class Shelf:
    """The folder of the backups of one ledger; it need not be there yet."""

    folder: Path

    @classmethod
    def of(cls, root: Path, uid: str) -> Shelf:
        """The shelf of the ledger with a uid, below the folder of all backups."""
        if not _UID.fullmatch(uid):  # as a file says it
            raise ValueError(uid)
        return cls(root / uid)

    def backups(self) -> list[Backup]:
        """What is on it, the newest first. What cannot be read is left out."""
        found = list[Backup]()
        with contextlib.suppress(OSError):
            for path in self.folder.iterdir():
                backup = read_header(path)
                if backup is not None:
                    found.append(backup)
        return sorted(found, key=lambda one: one.number, reverse=True)

    def newest(self) -> Backup | None:
        """The one made last."""
        return next(iter(self.backups()), None)

    def next_name(self, made: datetime) -> tuple[int, Path]:
        """The number of a new one, above all that were ever seen here, and where it goes."""
        numbers = [0]
        with contextlib.suppress(OSError):
            numbers += [int(found[1]) for one in self.folder.iterdir() if (found := _NAME.fullmatch(one.name))]
        number, moment = max(numbers) + 1, made.astimezone(UTC)
        return number, self.folder / f"{number:06d}-{moment.year:04d}{moment:%m%d-%H%M%S}Z{SUFFIX}"

    def part(self) -> Path:
        """What is copied to before it is packed."""
        return self.folder / f"copy{_PART}"

    def clean(self) -> None:
        """Take away what was never completed. Only for whoever has the lock of the shelf."""
        with contextlib.suppress(OSError):
            for path in self.folder.iterdir():
                if path.name.endswith((_PART, f"{_PART}-journal")):
                    with contextlib.suppress(OSError):
                        path.unlink()

    def thin(self, *, now: datetime, limit: int = rule.LIMIT) -> list[Backup]:
        """Let go of what is superfluous; gives what is gone. Backups of ledgers that share a uid are judged apart."""
        gone = list[Backup]()
        groups: dict[Path, list[Backup]] = {}
        for one in self.backups():
            groups.setdefault(one.ledger, []).append(one)
        for group in groups.values():
            for one in rule.superfluous(group, now=now, limit=limit):
                with contextlib.suppress(OSError):
                    one.path.unlink()
                    gone.append(one)
        return gone


def everywhere(root: Path, ledger: Path) -> list[Backup]:
    """The backups of whatever was at a path, the newest first: for a ledger that cannot be asked for its uid."""
    place, found = ledger.resolve(), list[Backup]()
    with contextlib.suppress(OSError):
        for folder in root.iterdir():
            if folder.is_dir():
                found += [one for one in Shelf(folder).backups() if one.ledger == place]
    return sorted(found, key=lambda one: (one.made, one.number), reverse=True)


def header(backup: Backup) -> bytes:
    """The first bytes of a backup."""
    said = {
        "headwater": 1,
        "number": backup.number,
        "made": backup.made.astimezone(UTC).isoformat(timespec="seconds"),
        "why": backup.why,
        "uid": backup.uid,
        "ledger": str(backup.ledger),
        "operation": backup.operation,
        "operation_uid": backup.operation_uid,
        "events": backup.events,
        "claims": backup.claims,
        "organizations": backup.organizations,
    }
    seconds = int(backup.made.timestamp()) & 0xFFFF_FFFF
    return _HEADER.pack(_MAGIC, _DEFLATE, _COMMENT, seconds, 0, 255) + json.dumps(said).encode("ascii") + b"\0"


def read_header(path: Path) -> Backup | None:
    """What a backup says of itself; None where it is none."""
    if not _NAME.fullmatch(path.name):
        return None
    try:
        if not path.is_file():  # who opens a pipe waits for it
            return None
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            start = file.read(_HEADER.size + _LONGEST)
        magic, method, flags, *_rest = _HEADER.unpack_from(start)
        comment, end, _data = start[_HEADER.size :].partition(b"\0")
        if (magic, method, flags) != (_MAGIC, _DEFLATE, _COMMENT) or not end:
            return None
        return _read(json.loads(comment), path, size)
    except (OSError, struct.error, ValueError, KeyError, TypeError, RecursionError):
        return None


def _read(said: dict[str, object], path: Path, size: int) -> Backup | None:
    why = said["why"]
    numbers = [said[name] for name in ("number", "operation", "events", "claims", "organizations")]
    if said["headwater"] != 1 or why not in get_args(Why) or not all(type(one) is int for one in numbers):
        return None
    made = datetime.fromisoformat(str(said["made"]))
    if made.tzinfo is None:
        return None
    number, operation, events, claims, organizations = numbers
    return Backup(
        path=path, number=number, size=size, made=made, why=why, uid=str(said["uid"]),  # type: ignore[arg-type]
        ledger=Path(str(said["ledger"])), operation=operation, operation_uid=str(said["operation_uid"]),  # type: ignore[arg-type]
        events=events, claims=claims, organizations=organizations,  # type: ignore[arg-type]
    )  # fmt: skip
