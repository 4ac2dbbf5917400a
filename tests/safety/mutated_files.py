"""Files with bytes changed, cut, doubled and joined, imported: ``python -m tests.safety mutated_files [TIMES [SEED]]``.

Each is imported, named as problems row by row, or refused with a sentence. An unhandled exception, rows whose outcomes
do not add up, and more than ten seconds are failures. The files are those of the tests, a workbook, and what lies where
HEADWATER_CORPUS points. (The negative control: how many of them csv.reader, told the right dialect, cannot read as a
table of one width.)
"""

from __future__ import annotations

import csv
import gzip
import io
import os
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from random import Random

import openpyxl

from db.errors import LedgerError
from db.importing.planning.plan import default_plan, inspect_file
from db.importing.run import run_import
from db.ledger import Ledger
from helpers.places import DATA
from tests.safety.report import Result, tell

#: Seconds of work that one file may take, whatever else the computer does.
_PATIENCE = 10
#: Bytes taken of the beginning of a file.
_HEAD = 20_000
_SIGNS = b"\"'\\,;\t|\n\r\0#"
_PIECES = (
    b"9" * 400, b"\xff\xfe", b"\xef\xbb\xbf", b"1e999", b"NaN", b"\xe2\x80\xa8", b"99/99/9999", b"9" * 22, b"Total",
    b"(1,000)", b"=1+1", b"\x1a", b"\xed\xa0\x80", "\u0661\u0662".encode(), b"PK\x03\x04", b"0000-00-00",
    b"1.234.567,8", "\u202e".encode(), b"12/2025/13", b"-1", b"1" + b",000" * 90, b"\n" * 300,
    b'"' * 999, "２０２５年".encode(),
)  # fmt: skip


def mutated(chance: Random, content: bytes, other: bytes) -> bytes:
    """The content after one to four accidents."""
    data = bytearray(content)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(data) + 1)
        match chance.randrange(7):
            case 0:
                for _ in range(chance.choice((1, 5, 50))):
                    data[chance.randrange(len(data))] = chance.randrange(256)
            case 1:
                del data[max(at, 1) :]
            case 2:
                data += other
            case 3:
                data[at:at] = data[at : at + chance.randrange(2000)]
            case 4:
                data[at:at] = bytes(chance.choice(_SIGNS) for _ in range(chance.choice((1, 3, 30))))
            case 5:
                data[at:at] = chance.choice(_PIECES)
            case _:
                data[:] = data.replace(chance.choice((b",", b";", b'"', b"\n")), bytes([chance.choice(_SIGNS)]))
        data[:] = data or b"x"
    return gzip.compress(bytes(data)) if chance.random() < 0.05 else bytes(data)


def contents() -> list[tuple[str, bytes]]:
    """What is mutated, by its suffix."""
    folders = [DATA, *map(Path, filter(None, [os.environ.get("HEADWATER_CORPUS")]))]
    texts = [path for folder in folders for path in sorted(folder.rglob("*")) if path.suffix in {".csv", ".tsv"}]
    found = [(path.suffix, path.read_bytes()[:_HEAD]) for path in texts]
    book, packed = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["Company", "Date", "Laid off", "%"])
    for number in range(20):
        book.active.append([f"Acorn {number}", f"2025-06-{number + 1:02}", number * 10, number / 100])
    book.save(packed)
    return [one for one in found if one[1]] + [(".xlsx", packed.getvalue())] * (1 + len(found) // 20)


def attempt(ledger: Ledger, path: Path) -> tuple[str, str]:
    """How an import of a file ended, and what is wrong with that; empty: nothing."""
    began = time.process_time()
    try:
        report = run_import(ledger, path, default_plan(inspect_file(path)), dry_run=True)
    except LedgerError as error:
        ended, wrong = "refused", "" if error.code.startswith(("file.", "import.", "own.")) else error.code
    except BaseException:  # noqa: BLE001 - a traceback is what must not be
        return "error", traceback.format_exc()
    else:
        outcomes = report.new, report.new_claim, report.amends, report.duplicate, report.skipped, report.problem
        ended, wrong = "imported", "" if sum(outcomes) == report.rows else f"{outcomes} of {report.rows}"
    took = time.process_time() - began
    return ended, wrong or (f"took {took:.0f} s" if took > _PATIENCE else "")


def is_plain(data: bytes) -> bool:
    """Whether a plain reader makes a table of one width of a text."""
    try:
        text = data.decode()
        dialect = csv.Sniffer().sniff(text[:4096])
        return len({len(row) for row in csv.reader(io.StringIO(text, newline=""), dialect) if row}) == 1
    except (UnicodeDecodeError, csv.Error):
        return False


def attack(
    folder: Path, times: int, seed: int, sources: Sequence[tuple[str, bytes]]
) -> tuple[Counter[str], Counter[str]]:
    """So many mutated files; how they ended, and what went wrong, by its last line."""
    chance = Random(seed)
    ended: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    with Ledger.create(folder / "mutated.headwater") as ledger:
        for number in range(times):
            suffix, content = chance.choice(sources)
            path = folder / f"file{suffix}"
            data = mutated(chance, content, chance.choice(sources)[1])
            path.write_bytes(data)
            how, problem = attempt(ledger, path)
            ended[how] += 1
            ended["no table to a plain reader"] += not is_plain(data)
            if problem:
                key = problem.strip().rsplit("\n", 1)[-1][:100]
                if key not in wrong:
                    print(f"{number} of seed {seed}\n{problem}", flush=True)
                wrong[key] += 1
    return ended, wrong


def main(times: int = 20_000, seed: int = 1) -> None:
    """Mutate and tell."""
    with tempfile.TemporaryDirectory() as name:
        ended, wrong = attack(Path(name), times, seed, contents())
    for key, number in wrong.most_common(40):
        print(f"{number:6}  {key}")
    note = f"imported {ended['imported']}, refused {ended['refused']}"
    control = times, ended["no table to a plain reader"]
    tell(Result("mutated files: exceptions, lost rows, long waits", times, sum(wrong.values()), control, note))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
