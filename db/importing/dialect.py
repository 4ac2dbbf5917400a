"""How a CSV file is written: encoding, delimiter, quote, header. Detected from its bytes, each part overridable."""

from __future__ import annotations

import codecs
import io
import re
from collections import Counter
from dataclasses import dataclass, replace
from os import PathLike
from pathlib import Path

from db.errors import ImportFileError
from db.importing.header_rows import DATE, NUMBER, URL, column_names, end_of, filled, find_header, most_usual
from db.importing.splitter import Format, Splitter

#: Offered delimiters, the more usual first (it wins a tie).
DELIMITERS = (",", ";", "\t", "|")

#: Encodings that are detected; the names are Python's.
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16-le", "utf-16-be", "cp1252")

BOMS = {"utf-8-sig": codecs.BOM_UTF8, "utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}

_CHUNK = 1 << 20
_HEAD = 2 << 20  # bytes looked at for columns and header
_SCORED = 1 << 18  # characters looked at for the delimiter
_LINE_LIMIT = 64 << 20  # bytes without a line end that no table has

# First bytes of what people pick by mistake; the second part is the value `found` of `file.binary`.
_SIGNATURES = (
    (b"PK\x03\x04", "zip"),
    (b"\xd0\xcf\x11\xe0", "xls"),
    (b"%PDF", "pdf"),
    (b"SQLite format 3\0", "sqlite"),
    (b"\x1f\x8b", "gzip"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"PAR1", "parquet"),
)

_WORDS = re.compile(r"[^\W_][\w .&'’()/+#%:$€£@?!-]*")


@dataclass(frozen=True)
class Overrides:
    """What the user (or a saved mapping) decided; None leaves it to detection. ``header_row`` 0: there is none."""

    encoding: str | None = None
    delimiter: str | None = None
    quote: str | None = None
    header_row: int | None = None


@dataclass(frozen=True)
class Dialect:
    """How one file is to be read.

    ``header_row``: the number of the (first) header row, counted from 1 over all rows as a spreadsheet does, blank
    ones too; None: the file has no header. Rows before it are preamble. ``header_rows``: how many rows the header
    takes. ``width``: number of columns; trailing columns without name and content are cut. ``raw_width``: cells a
    row may have before that cut, the ones beyond ``width`` being empty. ``header``: one name per column as written,
    empty where a column has none.
    """

    encoding: str = "utf-8"
    delimiter: str = ","
    quote: str = '"'
    header_row: int | None = 1
    header_rows: int = 1
    escape: str = ""
    skip_space: bool = False
    width: int = 0
    raw_width: int = 0
    header: tuple[str, ...] = ()

    @property
    def format(self) -> Format:
        """The part that cuts records into cells."""
        return Format(self.delimiter, self.quote, self.escape, self.skip_space)

    @property
    def preamble_rows(self) -> int:
        """Rows before the header that belong to no table."""
        return self.header_row - 1 if self.header_row else 0


def detect(path: str | PathLike[str], overrides: Overrides | None = None) -> Dialect:
    """The dialect of a file. The encoding is decided on all of its bytes, the rest on its first 2 MB.

    Raises :class:`ImportFileError` with ``file.unreadable``, ``file.empty``, ``file.binary`` (value ``found``),
    ``file.line_too_long`` or ``file.no_rows`` (value ``header``: a header without any row below it).
    """
    wanted = overrides or Overrides()
    head, encoding, size = _look(Path(path))
    encoding = wanted.encoding or encoding
    text = _decode(head, encoding, whole=size <= len(head))
    if not text.strip("\ufeff\0 \t\r\n"):
        raise ImportFileError("file.empty", path=str(path))
    if wanted.encoding is None and _is_binary(text):
        raise ImportFileError("file.binary", path=str(path), found="unknown")
    form = _format(text, wanted)
    rows = [cells for _, cells, _ in Splitter(iter(io.StringIO(text, newline="")), form)]
    if not any(filled(row) for row in rows):
        raise ImportFileError("file.empty", path=str(path))
    dialect = Dialect(
        encoding=encoding,
        delimiter=form.delimiter,
        quote=form.quote,
        escape=form.escape,
        skip_space=form.skip_space,
    )
    dialect = _with_header(dialect, rows, wanted.header_row)
    first = dialect.preamble_rows + dialect.header_rows
    if size <= len(head) and not any(filled(row) for row in rows[first:]):
        raise ImportFileError("file.no_rows", path=str(path), header=dialect.header)
    return dialect


def _look(path: Path) -> tuple[bytes, str, int]:
    """First bytes, encoding and size of a file, from one pass over it."""
    head = b""
    size = run = 0
    utf8 = codecs.getincrementaldecoder("utf-8")()
    damaged: bytes | None = None
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                if size == 0:
                    _refuse_signature(path, chunk)
                size += len(chunk)
                if len(head) < _HEAD:
                    head += chunk
                run = 0 if b"\n" in chunk or b"\r" in chunk else run + len(chunk)
                if run > _LINE_LIMIT:
                    raise ImportFileError("file.line_too_long", path=str(path), limit=_LINE_LIMIT)
                if damaged is None:
                    try:
                        utf8.decode(chunk)
                    except UnicodeDecodeError:
                        damaged = chunk
            if damaged is None:
                try:
                    utf8.decode(b"", final=True)
                except UnicodeDecodeError:
                    damaged = head
    except OSError as error:
        raise ImportFileError("file.unreadable", path=str(path), detail=error.strerror or str(error)) from error
    if size == 0:
        raise ImportFileError("file.empty", path=str(path))
    return head, _encoding(head, damaged), size


def _refuse_signature(path: Path, start: bytes) -> None:
    for signature, name in _SIGNATURES:
        if start.startswith(signature):
            raise ImportFileError("file.binary", path=str(path), found=name)


def _encoding(head: bytes, damaged: bytes | None) -> str:
    for name, bom in BOMS.items():
        if head.startswith(bom):
            return name
    start = head[:4096]
    half = max(len(start) // 2, 1)
    even, odd = start[::2].count(0) / half, start[1::2].count(0) / half
    # Western text in UTF-16 has every other byte 0, on one side only.
    if odd > 0.4 and even < 0.1:
        return "utf-16-le"
    if even > 0.4 and odd < 0.1:
        return "utf-16-be"
    if damaged is None:
        return "utf-8"
    text = damaged.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    good = sum(character > "\x7f" for character in text) - bad
    # A few broken bytes in a file of proper UTF-8 must not turn all its umlauts into two letters.
    return "utf-8" if good > 4 * bad else "cp1252"


def _decode(data: bytes, encoding: str, *, whole: bool) -> str:
    bom = BOMS.get(encoding, b"")
    try:
        decoder = codecs.getincrementaldecoder(encoding.removesuffix("-sig"))("replace")
    except LookupError as error:
        raise ImportFileError("file.encoding", encoding=encoding) from error
    text = decoder.decode(data.removeprefix(bom), final=whole)
    if not whole:  # the last line is cut
        text = text[: max(text.rfind("\n"), text.rfind("\r")) + 1] or text
    return text


def _is_binary(text: str) -> bool:
    start = text[: 1 << 16]
    control = sum(start.count(chr(code)) for code in range(32) if code not in (9, 10, 12, 13, 26))
    return control > len(start) / 50


def _format(text: str, wanted: Overrides) -> Format:
    """Delimiter and quote of the text: the pair that makes the most regular table of the most ordinary cells."""
    part = text[:_SCORED]
    part = part[: max(part.rfind("\n"), part.rfind("\r")) + 1] or part if len(text) > _SCORED else part
    quotes = (wanted.quote,) if wanted.quote is not None else ('"',)
    if wanted.quote is None and _quote_edges(part, "'") > 2 and not _quote_edges(part, '"'):
        quotes = ("'",)
    choices = (wanted.delimiter,) if wanted.delimiter else DELIMITERS
    best, best_score = None, 0.0
    for delimiter in choices:
        for quote in quotes:
            form = Format(delimiter, quote, _escape(part, quote), _skips_space(part, delimiter, quote))
            score = _score(part, form)
            if best is None or score > best_score:
                best, best_score = form, score
    assert best is not None
    if best_score == 0.0 and not wanted.delimiter:
        # One column: the delimiter that its cells do not contain.
        best = replace(best, delimiter=min(DELIMITERS, key=part.count))
    return best


def _quote_edges(text: str, quote: str) -> int:
    """How often a quote stands where a cell begins or ends."""
    return sum(text.count(d + quote) + text.count(quote + d) for d in DELIMITERS)


def _escape(text: str, quote: str) -> str:
    if not quote or "\\" + quote not in text:
        return ""
    doubled = len(re.findall(rf"[^\s,;|{quote}]{quote}{quote}[^,;|\s]", text))
    return "\\" if text.count("\\" + quote) > doubled else ""


def _skips_space(text: str, delimiter: str, quote: str) -> bool:
    return bool(quote) and text.count(f"{delimiter} {quote}") > text.count(delimiter + quote)


def _score(text: str, form: Format) -> float:
    """0 (no table of at least two columns) to 1: share of rows as wide as most, times share of ordinary cells."""
    records = Splitter(iter(io.StringIO(text, newline="")), form)
    rows = [cells for _, cells, code in records if not code and any(cells)]
    widths = Counter(map(len, rows))
    if not widths:
        return 0.0
    width, count = max(widths.items(), key=lambda item: (item[1], item[0]))
    if width < 2:
        return 0.0
    sample = [row for row in rows if len(row) == width]
    sample = sample[:: max(len(sample) // 200, 1)]
    cells = [cell.strip() for row in sample for cell in row[:100]]
    ordinary = sum(map(_ordinary, cells)) / len(cells)
    # More columns are slightly better evidence: chance makes two, seldom nine.
    return count / len(rows) * (0.1 + ordinary) * (1 - 1 / (2 * width))


def _ordinary(cell: str) -> float:
    if not cell or NUMBER.fullmatch(cell) or DATE.fullmatch(cell) or URL.fullmatch(cell):
        return 1.0
    if _WORDS.fullmatch(cell):
        return 1.0
    return 0.1 if any(mark in cell for mark in ";\t|") else 0.4


def _with_header(dialect: Dialect, rows: list[list[str]], wanted: int | None) -> Dialect:
    """The dialect with header and width. ``wanted``: the row the user named, 0 for none, None to find it."""
    if wanted:
        first, count = min(wanted, len(rows)) - 1, 1
    else:
        first, count = find_header(rows)
    if wanted == 0 or (wanted is None and count == 0):
        data = [row for row in rows if filled(row)]
        width = most_usual(map(len, data))
        return replace(dialect, header_row=None, header_rows=0, width=width, raw_width=width, header=("",) * width)
    block = rows[first : first + count]
    raw_width = max(map(len, block))
    names = column_names(block, raw_width)
    width = max((index + 1 for index, name in enumerate(names) if name), default=1)
    body = [row for row in rows[first + count :] if filled(row)]
    for row in body:
        if width < len(row) <= raw_width:
            width = max(width, end_of(row))
    # A delimiter at the end of every row, though not of the header, adds an empty cell and no column. A single
    # row with one cell more is another matter: its cells may have moved.
    usual = most_usual(map(len, body))
    if usual > raw_width and sum(end_of(row) <= raw_width for row in body) * 2 > len(body):
        raw_width = usual
    return replace(
        dialect,
        header_row=first + 1,
        header_rows=count,
        width=width,
        raw_width=raw_width,
        header=tuple(names[:width]),
    )


__all__ = ["BOMS", "DELIMITERS", "ENCODINGS", "Dialect", "Overrides", "detect"]
