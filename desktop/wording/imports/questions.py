"""What is asked before a file is imported, and how a command line answers it; what became of each column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from db.importing.fields import Field
from db.importing.planning.asking import Question
from db.importing.planning.fates import ColumnFate
from desktop.wording import formatting
from desktop.wording.i18n import N_, _, ngettext
from desktop.wording.imports import importing as words
from desktop.wording.language.lines import elided

#: What is asked, where no column has to be named. date_order and number_convention: the window shows both readings.
_SENTENCES: Mapping[str, str] = {
    "organization_missing": N_(
        "No column says which organization a row is about. Give one that meaning, or name one for all rows."
    ),
    "sides_missing": N_("No column names a vendor or a client. Give one of these meanings to a column."),
    "level_missing": N_("No column says how many people there are. Give one the meaning “Headcount”."),
    "entry_missing": N_("No column says when a person came. Give one the meaning “Person: day of entry”."),
    "leavers_missing": N_(
        "Nobody in this roster has left, so earlier headcounts would come out too low. Import one that keeps those who "
        "left, or say that nobody has."
    ),
    "nothing_said": N_("No column says when something happened or how many were affected. Give one such a meaning."),
    "count_unclaimed": N_(
        "No column says how many were affected, but {columns} has numbers. Give one the meaning “{field}”, or say that "
        "they are left out."
    ),
    "date_order": N_("Dates such as {examples} can be read in two ways. Choose the order of day and month."),
    "number_convention": N_("Numbers such as {examples} can be read in two ways. Choose the decimal sign."),
    "percent": N_("{columns} has percentages such as {examples}: in percent, or as shares of 1? Choose which."),
    "kind": N_("Nothing in the file says what kind of event its rows are. Choose one."),
    "kinds": N_("{columns} has words that are not a kind of event: {examples}. Choose what they stand for."),
}
_ONE_COLUMN = N_("{columns} ({examples}) may be “{field}”, but that is not sure. Choose its meaning.")
_UNREAD = N_("Most cells of {columns} ({examples}) cannot be “{field}”. Choose its meaning.")
_SEVERAL_COLUMNS = N_("More than one column may be “{field}”: {columns}. Choose the meaning of one.")

#: The meanings that answer a question without a column.
_MISSING: Mapping[str, tuple[Field, ...]] = {
    "organization_missing": (Field.ORGANIZATION,),
    "sides_missing": (Field.VENDOR, Field.CLIENT),
    "level_missing": (Field.HEADCOUNT,),
    "entry_missing": (Field.HIRED,),
    "nothing_said": (Field.ANNOUNCED, Field.EFFECTIVE, Field.COUNT, Field.PERCENT, Field.AMOUNT),
}
#: The options that answer a question with one of a few words.
_OPTIONS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "date_order": ("--date-order", ("dmy", "mdy")),
    "number_convention": ("--decimal", ("point", "comma")),
    "percent": ("--percent", ("share", "percent")),
}
_FLAGS: Mapping[str, tuple[str, str]] = {"leavers_missing": ("nobody_left", "--nobody-left")}
#: Cells quoted in a sentence, and their longest piece.
_QUOTED, _LENGTH = 6, 40


def question_sentence(question: Question, header: Sequence[str]) -> str:
    """What is asked, with examples from the file. ``header``: the display names of its columns."""
    several = question.code == "column" and len(question.columns) > 1
    known = {"column": _SEVERAL_COLUMNS if several else _ONE_COLUMN, "unread": _UNREAD, **_SENTENCES}
    shown = [_quoted(text) for text in question.examples[:_QUOTED]]
    if len(question.examples) > _QUOTED:
        more = len(question.examples) - _QUOTED
        shown.append(ngettext("{n} more", "{n} more", more).format(n=formatting.number(more)))
    return _(known[question.code]).format(
        columns=formatting.listing([_quoted(column_name(header, index)) for index in question.columns]),
        examples=formatting.listing(shown),
        field=words.field_name(question.field) if question.field else "",
    )


def choices(question: Question, header: Sequence[str], kinds: Sequence[str]) -> list[tuple[str, str]]:
    """What can be answered, each with the option of the command line that says it. ``kinds``: those of the ledger."""
    match question.code:
        case "column" | "unread":
            assert question.field is not None
            names = [column_name(header, index) for index in question.columns]
            return [
                *((question.field.value, f'--map "{name}={question.field.value}"') for name in names),
                *((Field.IGNORE.value, f'--map "{name}={Field.IGNORE.value}"') for name in names[:1]),
            ]
        case "count_unclaimed":
            names = [column_name(header, index) for index in question.columns]
            meant = [(Field.COUNT.value, f'--map "{name}={Field.COUNT.value}"') for name in names]
            return [*meant, *((Field.IGNORE.value, f'--map "{name}={Field.IGNORE.value}"') for name in names)]
        case "kind":
            return [(kind, f"--kind {kind}") for kind in kinds]
        case "kinds":
            return [(word, f'--map-kind "{word}=KIND"') for word in question.examples]
        case code if code in _FLAGS:
            return [_FLAGS[code]]
        case code if code in _OPTIONS:
            option, values = _OPTIONS[code]
            return [(value, f"{option} {value}") for value in values]
        case code:
            found = [(field.value, f'--map "COLUMN={field.value}"') for field in _MISSING[code]]
            return [("organization", "--organization NAME"), *found] if code == "organization_missing" else found


def column_name(header: Sequence[str], index: int) -> str:
    """A column by its name, or by its place if it has none."""
    return header[index] or f"column_{index + 1}"


def columns_sentences(fates: Sequence[ColumnFate]) -> list[str]:
    """What became of each column, in at most two sentences."""

    def named(one: ColumnFate) -> str:
        return elided(one.name or f"column_{one.place}", limit=_LENGTH)

    meant = [f"{named(one)} → {words.field_name(one.field)}" for one in fates if one.field is not Field.IGNORE]
    meant += [f"{named(one)} → {elided(one.own, limit=_LENGTH)}" for one in fates if one.own]
    left = [named(one) for one in fates if not one.imported]
    said = []
    if meant:
        said.append(_("Columns: {columns}.").format(columns=" · ".join(meant)))
    if left:
        said.append(_("Not imported: {columns}.").format(columns=" · ".join(left)))
    return said


def _quoted(text: str) -> str:
    return _("“{text}”").format(text=elided(text, limit=_LENGTH))


__all__ = ["choices", "column_name", "columns_sentences", "question_sentence"]
