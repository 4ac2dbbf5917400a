"""How files are cut into cells, beside ``csv.Sniffer`` and clevercsv: ``python -m tests.bench.dialects [FOLDER]``.

Three collections of files that are hard to read, with what is right beside them; they lie in the folder that
``HEADWATER_CORPUS`` names, under ``nasty``. A hit is a file whose rows all come out as they should (csv_spectrum,
pollock) or whose separator and quotation mark are the stated ones (edge_cases).
"""

from __future__ import annotations

import csv
import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import clevercsv

from db.errors import ImportFileError
from db.importing.file.dialect import Dialect, Overrides, detect
from db.importing.file.reader import RowReader

Rows = list[list[str]]
Form = tuple[str, str]

_SIGNS = {
    "comma": ",", "semicolon": ";", "tab": "\t", "vslash": "|", "space": " ", "doublequote": '"', "singlequote": "'",
}  # fmt: skip


def ours(path: Path) -> Rows:
    """The rows of a file as an import has them, its header first; none where it is refused."""
    return read_with_problems(path)[0]


def read_with_problems(path: Path) -> tuple[Rows, int]:
    """The rows of a file with its header, and how many records were named as problems."""
    try:
        dialect = detect(path)
    except ImportFileError as error:
        header = error.values.get("header")
        return ([list(header)] if isinstance(header, tuple) else []), 1
    batches = list(RowReader(path, dialect).batches())
    header = [list(dialect.header)] if dialect.header_row else []
    rows = [cells for batch in batches for _, cells in batch.rows]
    return [*header, *rows], sum(len(batch.problems) for batch in batches)


def sniffer(path: Path) -> Rows:
    """The rows as csv.Sniffer has them."""
    text = _text(path)
    return list(csv.reader(text.splitlines(keepends=True), csv.Sniffer().sniff(text[:100_000])))


def clever(path: Path) -> Rows:
    """The rows as clevercsv has them."""
    text = _text(path)
    found = clevercsv.Sniffer().sniff(text[:100_000])
    return [list(row) for row in clevercsv.reader(text.splitlines(keepends=True), found)]


def our_form(path: Path) -> Form:
    """Separator and quotation mark as an import finds them."""
    found: Dialect = detect(path, Overrides(header_row=0))
    return found.delimiter, found.quote


def sniffed_form(path: Path) -> Form:
    """The same of csv.Sniffer."""
    found = csv.Sniffer().sniff(_text(path)[:100_000])
    return found.delimiter, found.quotechar or '"'


def clever_form(path: Path) -> Form:
    """The same of clevercsv."""
    found = clevercsv.Sniffer().sniff(_text(path)[:100_000])
    return found.delimiter, found.quotechar or '"'


def _text(path: Path) -> str:
    return path.read_bytes().decode("utf-8", "replace")


def spectrum(folder: Path) -> Iterator[tuple[Path, Rows]]:
    """Each file of csv_spectrum with its rows.

    The truth of location_coordinates contradicts its file (another telephone number, no list around the object): the
    number is taken from the file. The copies of the "crlf" files have LF, unlike their truth.
    """
    for path in sorted((folder / "csv_spectrum" / "csvs").glob("*.csv")):
        truth = (folder / "csv_spectrum" / "json" / f"{path.stem}.json").read_text(encoding="utf-8")
        records = json.loads(truth.replace("\\r\\n", "\\n"))
        if isinstance(records, dict):
            records = [records]
        rows = [list(records[0]), *[list(record.values()) for record in records]]
        if path.stem == "location_coordinates":
            rows[1][0] = _text(path).splitlines()[1].split(",")[0]
        yield path, rows


def pollock(folder: Path) -> Iterator[tuple[Path, Rows]]:
    """Each polluted file with the rows of its clean twin."""
    for path in sorted((folder / "pollock" / "csv").glob("*.csv")):
        with (folder / "pollock" / "clean" / path.name).open(encoding="utf-8", newline="") as file:
            yield path, list(csv.reader(file))


def edge_cases(folder: Path) -> Iterator[tuple[Path, Form]]:
    """Each edge case with the separator and quotation mark that are annotated."""
    lines = (folder / "edge_cases" / "dialect_annotations.txt").read_text(encoding="utf-8").splitlines()
    known = {parts[0]: parts for parts in (line.split("|") for line in lines[2:])}
    for path in sorted((folder / "edge_cases").iterdir()):
        if path.name in known:
            yield path, (_SIGNS[known[path.name][2]], _SIGNS[known[path.name][3]])


def hits(truths: Iterator[tuple[Path, object]], read: Callable[[Path], object]) -> list[str]:
    """The names of the files that come out right."""
    found = []
    for path, truth in truths:
        try:
            if read(path) == truth:
                found.append(path.name)
        except Exception:  # noqa: BLE001 - what the others raise is their business
            continue
    return found


def main(folder: Path) -> None:
    """Measure and print."""
    print("dialects: files that come out right")
    print(f"    {'':14}{'of':>4}{'ours':>8}{'csv.Sniffer':>14}{'clevercsv':>12}")
    for name, collection, readers in (
        ("csv_spectrum", spectrum, (ours, sniffer, clever)),
        ("pollock", pollock, (ours, sniffer, clever)),
        ("edge_cases", edge_cases, (our_form, sniffed_form, clever_form)),
    ):
        total = sum(1 for _ in collection(folder))
        counts = [len(hits(collection(folder), read)) for read in readers]
        print(f"    {name:14}{total:>4}{counts[0]:>8}{counts[1]:>14}{counts[2]:>12}")


if __name__ == "__main__":
    given = sys.argv[1] if len(sys.argv) > 1 else os.environ.get("HEADWATER_CORPUS", "")
    if given:
        main(Path(given) / "nasty")
    else:
        print("dialects: skipped, HEADWATER_CORPUS is not set")
