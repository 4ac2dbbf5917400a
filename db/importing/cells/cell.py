"""A cell and what it means: parsed once per distinct text of a column, as the columns it will stand in.

An import reads the same cell many times; what a text comes to is remembered, so that the full grammar of dates and
quantities costs little even at 200,000 rows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import NamedTuple

from db.importing.cells.kind_words import beside_kind, kind_said
from db.importing.cells.names import set_status_aside
from db.importing.fields import Field
from db.importing.file.reader import clean
from db.model.kinds import BUILT_IN, code_of
from db.model.text import fold, identity
from db.model.values import ImpreciseDate, Population, Quantity, Status

#: A number and nothing else.
_FIGURE = re.compile(r"[-+~]?\s*[$€£]?\s*\d[\d.,'’\u00a0\u202f ]*\s*[$€£]?")

#: Distinct texts remembered per column.
_REMEMBERED = 20_000


class PartCell(NamedTuple):
    """A part of what a cell says, in its words, with its number and its date as far as it has them."""

    words: str
    heads: Cell | None
    when: Cell | None


class More(NamedTuple):
    """What a cell says beside what its column asks for.

    ``heads``, ``share``, ``base``: a count, a percentage and a base beside it; ``of``: the unit that these are of.
    ``before``: the count that it takes the place of. ``parts``: what it adds up, or the days that it names.
    ``aside``: what a name has behind it that is of the row ("- UPDATE").
    """

    heads: Cell | None = None
    share: Cell | None = None
    base: Cell | None = None
    of: str = ""
    before: Cell | None = None
    parts: tuple[PartCell, ...] = ()
    aside: str = ""


class Cell(NamedTuple):
    """A parsed cell.

    ``value``: what was understood; None: the cell says nothing. ``columns``: how it stands in a row. ``key``: what
    makes two cells the same evidence. ``bad``: the code of what is wrong; ``expected``: a code for what would be right.
    ``bounds``: the first and last day of a date, as they stand in columns. ``more``: what else it says. ``kept``: the
    code of what is said of a cell that is kept as text only; its row is taken.
    """

    value: object
    columns: tuple[str | float | None, ...]
    key: str = ""
    bad: str = ""
    expected: str = ""
    bounds: tuple[str | None, str | None] = (None, None)
    more: More | None = None
    kept: str = ""


Parse = Callable[[str], Cell]


class Column:
    """One column of the file with its meaning. ``known`` maps texts to parsed cells; :meth:`look` adds to it."""

    def __init__(self, index: int, field: Field, parse: Parse, blank: Cell, null_words: frozenset[str]) -> None:
        self.index = index
        self.field = field
        self.known: dict[str, Cell] = {"": blank}
        self._parse = parse
        self._blank = blank
        self._null_words = null_words
        self._longest_null = max(map(len, null_words), default=0)
        self.any_odd = False  # whether any cell so far was bad, said more than its column asks for, or was kept as text

    def read(self, texts: Iterable[str]) -> list[Cell]:
        """The parsed cells of many texts."""
        known, look = self.known.get, self.look
        return [known(text) or look(text) for text in texts]

    def look(self, text: str) -> Cell:
        """Parse a text that is not known yet."""
        cleaned = clean(text)
        found = self._blank if self._says_nothing(cleaned) else self._parse(cleaned)
        if found.bad or found.kept or found.more is not None:
            self.any_odd = True
        if len(self.known) < _REMEMBERED:
            self.known[text] = found
        return found

    def _says_nothing(self, cleaned: str) -> bool:
        if not cleaned or cleaned[0] == "#":
            return not cleaned or cleaned.casefold() in _NO_VALUE
        return len(cleaned) <= self._longest_null and cleaned.casefold() in self._null_words


NO_DATE = Cell(None, (None, None, None))
NO_QUANTITY = Cell(None, (None, None, None, None))
NO_TEXT = Cell(None, (None,))


def date_cell(value: ImpreciseDate) -> Cell:
    """A date as a cell."""
    first = value.earliest.isoformat() if value.earliest else None
    last = value.latest.isoformat() if value.latest else None
    return Cell(value, (value.edtf, value.mode.value, value.words), value.edtf, bounds=(first, last))


def quantity_cell(value: Quantity) -> Cell:
    """A quantity as a cell."""
    return Cell(
        value,
        (value.low, value.best, value.high, value.words),
        f"{_plain(value.low)}:{_plain(value.best)}:{_plain(value.high)}",
    )


def reworded(cell: Cell, text: str) -> Cell:
    """The same date or quantity with other words: all that its cell says."""
    value = cell.value
    if isinstance(value, Quantity | ImpreciseDate):
        value = replace(value, words=text)
    return cell._replace(value=value, columns=(*cell.columns[:-1], text))


def kept_as_text(blank: Cell, text: str, code: str) -> Cell:
    """A date or quantity of which only the words are known, and the code of why."""
    value = ImpreciseDate("", None, None, words=text) if blank == NO_DATE else Quantity(words=text)
    cell = date_cell(value) if isinstance(value, ImpreciseDate) else quantity_cell(value)
    return cell._replace(key=text, kept=code)


#: What a spreadsheet shows for a value that it does not have, English and German.
_NO_VALUE = frozenset({"#n/a", "#na", "#nv", "#null!", "#leer!"})
_ERROR = re.compile(r"#{3,}|#[a-z/0\u00c0-\u024f_]{2,20}[!?]|#getting_data|#daten_abrufen", re.IGNORECASE)


def is_error(cleaned: str) -> bool:
    """Whether a cell is what a spreadsheet shows where a formula failed or a column is too narrow."""
    return cleaned[:1] == "#" and _ERROR.fullmatch(cleaned) is not None


def _plain(value: float | None) -> str:
    return "" if value is None else f"{value:g}"


def as_written(blank: Cell) -> Parse:
    """Keep what a date or a number says as its wording only; of anything else there is nothing to keep."""

    def keep(text: str) -> Cell:
        if blank is NO_DATE:
            return Cell(ImpreciseDate("", None, None, words=text), ("", "within", text), text)
        if blank is NO_QUANTITY:
            return quantity_cell(Quantity(words=text))._replace(key=text)
        return blank

    return keep


def scaled(parse: Parse, unit: str) -> Parse:
    """The same for a column whose name states a unit: "120" below "Employees (thousands)" is 120 thousand."""

    def read(text: str) -> Cell:
        return parse(f"{text} {unit}" if _FIGURE.fullmatch(text) else text)

    return read if unit else parse


def plain_text(text: str) -> Cell:
    """A text as it is, blanks around it aside; what a spreadsheet shows for a failed formula says nothing."""
    if is_error(text):
        return NO_TEXT
    return Cell(text, (text,), fold(text))


def address(text: str) -> Cell:
    """Where a source is: its web address, or (an "Internal memo" is a source too) its title."""
    web = text.startswith(_WEB) or text[:8].lower().startswith(_WEB)
    return _cell((text, (text, "") if web else ("", text), text, "", "", (None, None), None, ""))


_WEB = ("https://", "http://")
_cell = Cell._make  # every row may have an address of its own: without the defaults a third of the time


NO_ADDRESS = Cell(None, ("", ""))


def name(text: str) -> Cell:
    """A name: single blanks. What a spreadsheet shows for a failed formula names nobody."""
    if is_error(text):
        return NO_TEXT._replace(bad="cell.error", expected="name")
    single = " ".join(text.split())
    return Cell(single, (single,), identity(single))


def name_in_a_row(text: str) -> Cell:
    """A name whose row may say of itself, behind the name, that it corrects another or takes it back."""
    found = name(text)
    bare, aside = set_status_aside(found.columns[0]) if isinstance(found.columns[0], str) else ("", "")
    return name(bare)._replace(more=More(aside=aside)) if aside else found


def year(text: str) -> Cell:
    """A year with four digits."""
    digits = text.removesuffix(".0")
    if len(digits) == 4 and digits.isascii() and digits.isdecimal() and digits >= "1000":
        return Cell(int(digits), (digits,), digits)
    return NO_TEXT._replace(bad="date.not_understood", expected="year")


def status(text: str) -> Cell:
    """One of the four words of a status."""
    word = fold(text)
    if word in {item.value for item in Status}:
        return Cell(Status(word), (word,), word)
    return NO_TEXT._replace(bad="cell.unknown_status", expected="status")


#: What HR systems call who works somewhere; the first that is found counts: a fixed term is no agency.
_WORKING = (
    (Population.EMPLOYEES, re.compile(
        r"fixed[ -]?term|befrist|employee|angestellt|mitarbeit|arbeitnehmer|beschaftigt"
    )),
    (Population.CONTINGENT, re.compile(
        r"contingent|contract(?:or|ed)?\b|freelanc|frei(?:e|er|beruf)|leih|zeitarbeit|\bextern|agency|consultant|"
        r"\btemp\b|third[ -]party|outsourc|werkvertrag|selbst"
    )),
    (Population.EMPLOYEES, re.compile(
        r"regular|permanent|(?:full|part)[ -]?time|vollzeit|teilzeit|salaried|hourly|intern\b|praktik|trainee|"
        r"apprentice|azubi|auszubild|werkstudent|staff"
    )),
)  # fmt: skip


def population(text: str) -> Cell:
    """One of the three populations, or what HR systems call those who belong to it ("Contingent Worker")."""
    word = fold(text)
    found = next((one for one, words in _WORKING if words.search(word)), None)
    if word in {item.value for item in Population}:
        found = Population(word)
    if found is not None:
        return Cell(found, (found.value,), found.value)
    return NO_TEXT._replace(bad="cell.unknown_population", expected="population")


NO_KIND = Cell(None, (None, None, None))


def kinds(codes: frozenset[str], said: Iterable[tuple[str, str]] = ()) -> Parse:
    """The code of an event kind, the name it was made from, or a word of which it is ``said`` what it stands for.

    Else what files use to write: then the columns behind the kind are the status of a notice that was taken back, and a
    tag for what lasts or does not.
    """
    known = {fold(word): code for word, code in said}

    def parse(text: str) -> Cell:
        code = known.get(fold(text)) or code_of(text)
        if code in codes:
            return Cell(code, (code, None, None), code)
        found = kind_said(text)
        if found is None or (found.kind and found.kind not in codes):
            return NO_KIND._replace(bad="cell.unknown_kind", expected="kind")
        status = found.status.value if found.status else None
        return Cell(found.kind or None, (found.kind or None, status, found.tag or None), found.kind)

    return parse


_BUILT_IN = frozenset(kind.code for kind in BUILT_IN)
_YES = {"yes", "y", "true", "t", "1", "x", "ja", "wahr"}


_NO = {"no", "n", "false", "f", "0", "nein", "falsch", "none"}
#: What stands in columns that say of a notice whether it is one of a closure, or of a temporary layoff.
_FLAG_WORDS = re.compile(r"clos|lay-?\s?off|perm|temp|furlough|unknown|partial|reduc|plant|schlie|befrist|entlass")


def is_flag(text: str) -> bool:
    """Whether a text says yes or no, or what it is that is so."""
    word = fold(text)
    return word in _YES or word in _NO or bool(_FLAG_WORDS.search(word))


def is_kind(text: str) -> bool:
    """Whether a text says a kind of event that every ledger knows, or something of one."""
    return code_of(text) in _BUILT_IN or kind_said(text) is not None


def flag(stem: str, tag: str = "") -> Parse:
    """Yes or no; a text with ``stem`` in it ("Plant Closing" for a closure) is a yes too.

    The columns are those of a kind: a status, and as tag what the words say of how long it lasts, else ``tag`` for yes.
    """

    def parse(text: str) -> Cell:
        word = fold(text)
        yes = word in _YES or stem in word
        status, lasts = beside_kind(text)
        return Cell(yes, (None, status.value if status else None, lasts or (tag if yes else "") or None))

    return parse
