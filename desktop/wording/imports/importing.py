"""Words for importing: what a column can mean, how a file is written, what is wrong with a cell, what came of it."""

from __future__ import annotations

from collections.abc import Mapping

from db.importing.columns.profile import DateEvidence
from db.importing.facts import CellProblem, SkippedRow
from db.importing.fields import Field, Shape
from db.model.values import ImpreciseDate, Population, Quantity, Status
from db.reading.dates import DateOrder
from db.reading.quantities import NumberConvention, ParsedQuantity
from desktop.wording import codes, formatting
from desktop.wording.i18n import N_, _, ngettext
from desktop.wording.language.lines import elided

FIELDS: Mapping[Field, str] = {
    Field.ORGANIZATION: N_("Organization"),
    Field.COUNTERPARTY: N_("Counterparty"),
    Field.VENDOR: N_("Vendor"),
    Field.CLIENT: N_("Client"),
    Field.CATEGORY: N_("Category"),
    Field.REFERENCE: N_("Reference"),
    Field.KIND: N_("Kind of event"),
    Field.COUNT: N_("Count"),
    Field.COUNT_LOW: N_("Count, at least"),
    Field.COUNT_HIGH: N_("Count, at most"),
    Field.COUNT_EARLIER: N_("Count before a correction"),
    Field.PERCENT: N_("Percentage (14 or 14%)"),
    Field.PERCENT_FRACTION: N_("Percentage as a share (0.14)"),
    Field.PERCENT_LOW: N_("Percentage, at least"),
    Field.PERCENT_HIGH: N_("Percentage, at most"),
    Field.BASE: N_("Base: headcount before"),
    Field.AMOUNT: N_("Amount"),
    Field.CURRENCY: N_("Currency"),
    Field.POPULATION: N_("Population"),
    Field.ANNOUNCED: N_("Announced"),
    Field.EFFECTIVE: N_("Effective from"),
    Field.UNTIL: N_("Effective until"),
    Field.PLACE: N_("Place"),
    Field.UNIT: N_("Unit"),
    Field.REASON: N_("Reason"),
    Field.PERSON: N_("Person"),
    Field.ROLE: N_("Role"),
    Field.SOURCE_URL: N_("Source: web address"),
    Field.SOURCE_PUBLISHER: N_("Source: publisher"),
    Field.SOURCE_TITLE: N_("Source: title"),
    Field.SOURCE_PUBLISHED: N_("Source: published"),
    Field.SOURCE_ACCESSED: N_("Source: accessed"),
    Field.NOTES: N_("Notes"),
    Field.TAGS: N_("Tags"),
    Field.STATUS: N_("Status"),
    Field.EXTERNAL_ID: N_("Number in the source"),
    Field.START: N_("Relationship started"),
    Field.END: N_("Relationship ended"),
    Field.YEAR: N_("Year"),
    Field.HEADCOUNT: N_("Headcount"),
    Field.EMPLOYEES_START: N_("Headcount at the start of the year"),
    Field.EMPLOYEES_END: N_("Headcount at the end of the year"),
    Field.HIRES: N_("Hired in the year"),
    Field.LAYOFFS: N_("Laid off in the year"),
    Field.LEVEL: N_("Headcount at the end of the column's period"),
    Field.HIRED: N_("Person: day of entry"),
    Field.LEFT: N_("Person: day of leaving"),
    Field.LEAVING_REASON: N_("Person: reason for leaving"),
    Field.ALIASES: N_("Other names of the organization"),
    Field.PARENT: N_("Parent of the organization"),
    Field.CLOSURE_FLAG: N_("Site closure: yes or no"),
    Field.TEMPORARY_FLAG: N_("Temporary: yes or no"),
    Field.IGNORE: N_("Do not import"),
}

SHAPES: Mapping[Shape, str] = {
    Shape.EVENTS: N_("an event"),
    Shape.HEADCOUNT_LEVELS: N_("a headcount of one year or day"),
    Shape.RELATIONSHIPS: N_("a vendor and its client"),
    Shape.LEVELS_IN_COLUMNS: N_("headcounts, one period per column"),
    Shape.PERSONS: N_("a person, who is only counted"),
    Shape.ORGANIZATIONS: N_("an organization"),
}

DATE_ORDERS: Mapping[DateOrder, str] = {
    DateOrder.DMY: N_("day, month, year"),
    DateOrder.MDY: N_("month, day, year"),
    DateOrder.YMD: N_("year, month, day"),
}

_EVIDENCE: Mapping[DateEvidence, str] = {
    DateEvidence.NONE: N_("no dates of this kind"),
    DateEvidence.AMBIGUOUS: N_("unclear from the file"),
    DateEvidence.CONFLICT: N_("both orders occur"),
}

CONVENTIONS: Mapping[NumberConvention, str] = {
    NumberConvention.POINT: N_("Point  1,400.5"),
    NumberConvention.COMMA: N_("Comma  1.400,5"),
}

_PROBLEMS: Mapping[str, str] = {
    "date.ambiguous": N_("“{found}” can be read in two ways. Choose the date order."),
    "date.other_order": N_("“{found}” does not fit the order of day and month of this file. Expected: {expected}."),
    "date.missing": N_("The row has no date. Expected: a date or a year, for example 16 July 2025."),
    "date.two_digit_year": N_("“{found}” may be in two centuries. Write the year with four digits."),
    "date.several": N_("“{found}” has several dates. Expected: one, for example 16 July 2025."),
    "number.ambiguous": N_("“{found}” can be read in two ways. Choose the decimal sign."),
    "number.missing": N_("The row has no number. Expected: a count, for example 200."),
    "number.negative": N_("“{found}” is below zero. Expected: a count, for example 200."),
    "number.other_unit": N_("“{found}” is another sort of number than the column. Expected: {expected}."),
    "cell.error": N_("“{found}” is what a spreadsheet shows for a value that it does not have. Correct the cell."),
    "cell.unknown_status": N_("“{found}” is not a status. Expected: confirmed, reported, rumored or denied."),
    "cell.unknown_population": N_("“{found}” is not a population. Expected: employees, contingent or unspecified."),
    "cell.unknown_kind": N_("“{found}” is not a kind of event in this ledger. Expected: for example layoff."),
    "cell.kind_missing": N_("The row does not say what happened. Expected: a kind of event, for example layoff."),
    "cell.name_missing": N_("The name is missing. Expected: an organization, for example Scale AI."),
    "organization.alias_taken": N_("“{found}” has the name of another organization. Take it out, or merge the two."),
    "organization.other_parent": N_("“{found}” is not the parent that the ledger has. Change it there if it is right."),
    "organization.parent_circle": N_("An organization cannot belong to itself or to what belongs to it."),
    "person.no_organization": N_("The row does not say which organization the person belongs to."),
    "person.no_entry": N_("The day of entry is missing."),
    "person.population_not_understood": N_("What kind of worker this is, is not understood."),
    "person.date_not_understood": N_("The day of entry or of leaving is not understood."),
    "person.left_before_entry": N_("The day of leaving is before that of entry."),
    "cell.no_side": N_("The row names neither a vendor nor a client. Expected: at least one of them."),
}

_EXPECTED: Mapping[str, str] = {
    "count": N_("a count, for example 200"),
    "percent": N_("a percentage, for example 14%"),
    "fraction": N_("a share of 1, for example 0.14"),
    "amount": N_("an amount, for example USD 14 billion"),
    "date": N_("a date, for example 16 July 2025"),
    "year": N_("a year, for example 2025"),
}

#: The totals of an import, in the order in which they are shown. Together they are the rows of the file.
TOTALS: Mapping[str, tuple[str, str]] = {
    "new": (N_("New"), N_("Rows that become events of their own.")),
    "new_claim": (N_("New claim"), N_("Rows that another source adds to an event that is there.")),
    "amends": (N_("Amends"), N_("Rows that correct what an earlier edition of the file said.")),
    "duplicate": (N_("Already there"), N_("Rows that say what the ledger, or an earlier row, says already.")),
    "skipped": (N_("Skipped"), N_("Rows that are not part of the table: totals, notes, the header again.")),
    "problem": (N_("Problem"), N_("Rows that are not imported because something in them is not understood.")),
}

#: Why a row is not part of the table.
_SKIPPED: Mapping[str, str] = {
    "skip.total": N_("a total, not part of the table"),
    "skip.sum": N_("the sum of the rows above, not part of the table"),
    "skip.note": N_("a note, not part of the table"),
    "skip.count_of": N_("a count of rows, not part of the table"),
    "skip.numbers_only": N_("figures without a name or a date, not part of the table"),
    "skip.left_out": N_("left out by you"),
    "skip.left_out_before": N_("left out of an earlier edition"),
    "skip.rule": N_("a line drawn between rows, not part of the table"),
    "skip.header_again": N_("the names of the columns once more"),
}

#: Longest piece of a cell quoted in a sentence.
_QUOTED = 60


def field_name(field: Field) -> str:
    """What a column can mean: "Source: web address"."""
    return _(FIELDS[field])


def shape_name(shape: Shape) -> str:
    """What a row is, behind "Each row is": "an event"."""
    return _(SHAPES[shape])


def header_name(row: int | None) -> str:
    """Which row has the names of the columns."""
    return _("No header") if not row else _("Row {number}").format(number=formatting.number(row))


def date_order_name(order: DateOrder) -> str:
    """The order of the parts of a numeric date: "day, month, year"."""
    return _(DATE_ORDERS[order])


def evidence_name(evidence: DateEvidence) -> str:
    """What the dates of a file prove about their order."""
    if evidence in _EVIDENCE:
        return _(_EVIDENCE[evidence])
    return date_order_name(DateOrder(evidence.value))


def convention_name(convention: NumberConvention) -> str:
    """The decimal sign with an example."""
    return _(CONVENTIONS[convention])


def confidence_name(confidence: float) -> str:
    """How sure a proposal is, from 0 to 1."""
    if confidence >= 0.8:
        return _("sure")
    return _("likely") if confidence >= 0.55 else _("a guess")


def problem_sentence(problem: CellProblem) -> str:
    """What is wrong with a cell or row: what was found, what is expected, an example."""
    family, _dot, reason = problem.code.partition(".")
    found = elided(problem.found, limit=_QUOTED)
    if problem.code in _PROBLEMS:
        expected = _EXPECTED.get(problem.expected)
        return _(_PROBLEMS[problem.code]).format(found=found, expected=_(expected) if expected else problem.expected)
    if family == "row":
        return codes.problem_sentence(problem.code, {})
    if problem.expected in _EXPECTED:
        return _not_taken(reason, found, _(_EXPECTED[problem.expected]))
    return _("“{found}” cannot be taken ({code}).").format(found=found, code=problem.code)


def skipped_sentence(code: str) -> str:
    """Why a row is skipped: "a total, not part of the table"."""
    return _(_SKIPPED[code])


def skipped_line(skip: SkippedRow) -> str:
    """A row that is skipped, with its place: "Line 17: a total, not part of the table (“Total 50”)"."""
    return _("Line {line}: {sentence} (“{found}”)").format(
        line=formatting.number(skip.line),
        sentence=skipped_sentence(skip.code),
        found=elided(skip.found, limit=_QUOTED),
    )


def _not_taken(reason: str, found: str, expected: str) -> str:
    """A cell that is no date or number, by reason. In an import the row waits; nothing is kept as a text."""
    texts = {
        "impossible_date": _("“{found}” is a day that does not exist. Expected: {expected}."),
        "out_of_range": _("“{found}” is out of range. Expected: {expected}."),
        "end_before_start": _("“{found}” ends before it begins. Expected: {expected}."),
        "needs_year": _("“{found}” has no year. Expected: {expected}."),
        "needs_publication_date": _("“{found}” depends on when it was written. Expected: {expected}."),
        "percent_above_100": _("“{found}” is more than 100%. Expected: {expected}."),
        "reversed_range": _("“{found}” has the larger number first. Expected: {expected}."),
        "several_numbers": _("“{found}” may be one number or several. Expected: {expected}."),
    }
    return texts.get(reason, _("“{found}” is not understood. Expected: {expected}.")).format(
        found=found, expected=expected
    )


#: Why a cell of a row that was read is kept as text only.
_KEPT: Mapping[str, str] = {
    "text.several": N_("“{found}” may be one number or several; it is kept as text."),
    "text.error": N_("“{found}” is what a spreadsheet shows for a value that it does not have; it is kept as text."),
}


def kept_sentence(cell: CellProblem) -> str:
    """Why a cell is kept as text only: "“12/15” may be one number or several; it is kept as text."."""
    return _(_KEPT[cell.code]).format(found=elided(cell.found, limit=_QUOTED))


def kept_count(cells: int) -> str:
    """How many cells are kept as text only; empty for none."""
    if not cells:
        return ""
    text = ngettext("{n} cell is kept as text and in no total.", "{n} cells are kept as text and in no total.", cells)
    return text.format(n=formatting.number(cells))


def persons_counted(persons: int, alone: int) -> str:
    """What a roster came to, and that some of its figures are one person; empty for any other table."""
    if not persons:
        return ""
    n = formatting.number
    text = ngettext(
        "{n} person was counted; no name and no reason is kept.",
        "{n} persons were counted; no name and no reason is kept.",
        persons,
    ).format(n=n(persons))
    if not alone:
        return text
    one = ngettext(
        "{n} figure is of one person: counted by quarter it may say less of them.",
        "{n} figures are of one person each: counted by quarter they may say less of them.",
        alone,
    ).format(n=n(alone))
    return f"{text} {one}"


def problem_place(problem: CellProblem) -> str:
    """Where a problem is: "Line 17, Date"."""
    line = formatting.number(problem.line)
    if not problem.column:
        return _("Line {line}").format(line=line)
    return _("Line {line}, {column}").format(line=line, column=elided(problem.column, limit=40))


def meaning_text(value: object, field: Field) -> str:
    """What a cell was understood as, in the reader's language; empty where it says nothing."""
    match value:
        case None:
            return ""
        case bool():
            return _("yes") if value else _("no")
        case ImpreciseDate():
            return formatting.imprecise(value)
        case ParsedQuantity():
            return formatting.money(value.amount, value.currency)
        case Quantity() if field in _PERCENTS:
            return formatting.percent(value)
        case Quantity():
            return formatting.quantity(value)
        case Status():
            return codes.status_name(value)
        case Population():
            return codes.population_name(value)
        case str() if field is Field.KIND:
            return codes.kind_name(value)
        case _:
            return str(value)


_PERCENTS = {Field.PERCENT, Field.PERCENT_FRACTION, Field.PERCENT_LOW, Field.PERCENT_HIGH}


def total_name(name: str) -> str:
    """One of the totals: "Already there"."""
    return _(TOTALS[name][0])


def total_explained(name: str) -> str:
    """What a total counts."""
    return _(TOTALS[name][1])


def rows_text(rows: int, columns: int, blank: int) -> str:
    """How large a file is: "4,277 rows · 11 columns · 2 blank rows left out"."""
    parts = [
        ngettext("{n} row", "{n} rows", rows).format(n=formatting.number(rows)),
        ngettext("{n} column", "{n} columns", columns).format(n=formatting.number(columns)),
    ]
    if blank:
        text = ngettext("{n} blank row left out", "{n} blank rows left out", blank)
        parts.append(text.format(n=formatting.number(blank)))
    return " · ".join(parts)


def report_sentence(file: str, counts: Mapping[str, int]) -> str:
    """What an import came to: "Imported 4,277 rows of kaggle.csv: 4,270 new, 7 problem."

    ``counts`` has ``rows`` and the totals of :data:`TOTALS`, which add up to it.
    """
    rows = counts["rows"]
    number = formatting.number(rows)
    known = counts["duplicate"]
    if known and known + counts["skipped"] == rows:
        return ngettext(
            "Nothing new: the {n} row is already in the ledger.",
            "Nothing new: all {n} rows are already in the ledger.",
            known,
        ).format(n=formatting.number(known))
    taken = counts["new"] + counts.get("new_claim", 0) + counts.get("amends", 0)
    parts = formatting.listing(
        [
            _("{n} {what}").format(n=formatting.number(counts[name]), what=_(word))
            for name, word in _IN_A_SENTENCE.items()
            if counts.get(name)
        ]
    )
    if not taken:
        text = ngettext(
            "Nothing was imported from {file}, {n} row: {parts}.",
            "Nothing was imported from {file}, {n} rows: {parts}.",
            rows,
        )
    elif taken == rows:
        text = ngettext("Imported {n} row of {file}: {parts}.", "Imported {n} rows of {file}: {parts}.", rows)
    else:
        text = ngettext(
            "Imported {taken} of {n} row of {file}: {parts}.", "Imported {taken} of {n} rows of {file}: {parts}.", rows
        )
    return text.format(n=number, taken=formatting.number(taken), file=elided(file), parts=parts)


def field_values_sentence(count: int) -> str:
    """How many values of fields of one's own an import adds."""
    text = ngettext("{n} value of a field of your own.", "{n} values of fields of your own.", count)
    return text.format(n=formatting.number(count))


_IN_A_SENTENCE: Mapping[str, str] = {
    "new": N_("new"),
    "new_claim": N_("with a new claim on an event"),
    "amends": N_("amending an earlier edition"),
    "duplicate": N_("already there"),
    "skipped": N_("skipped because not part of the table"),
    "problem": N_("with a problem, not imported"),
}


def counted_name(outcome: str) -> str:
    """An outcome behind the number of its rows: "4 with a new claim on an event"."""
    return _(_IN_A_SENTENCE[outcome])
