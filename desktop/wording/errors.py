"""One sentence for every known failure: what is the matter, and what to do."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from db.errors import LedgerError
from desktop.wording import formatting
from desktop.wording.i18n import N_, _, ngettext

#: Fields: {path} whole, {file} its last part, {detail} what the system said, and the values of the error.
ERRORS: Mapping[str, str] = {
    "cancelled": N_("Cancelled; nothing was changed."),
    # The ledger's file.
    "ledger.missing": N_("“{file}” does not exist any more. Look for it, or for a copy of it, with Open."),
    "ledger.empty_file": N_("“{file}” is an empty file, not a ledger. Choose another file, or a copy of the ledger."),
    "ledger.is_folder": N_("“{file}” is a folder. Choose a ledger, a file that ends in .headwater."),
    "ledger.not_a_ledger": N_("“{file}” is not a ledger. If it is a table, import it into a ledger instead."),
    "ledger.was_one": N_("“{file}” was a ledger, and what is in it now is none."),
    "ledger.other_database": N_("“{file}” is a database of another program, not a ledger. Choose another file."),
    "ledger.foreign_schema": N_(
        "“{file}” holds parts that Headwater did not put there, so it is not opened. Open a copy that you trust."
    ),
    "ledger.newer": N_("“{file}” was written by a newer Headwater. Update Headwater to open it."),
    "ledger.older": N_("“{file}” was written by an older Headwater. Open it for editing once to bring it up to date."),
    "ledger.read_only": N_("“{file}” can be read but not changed here. Save a copy where you may write."),
    "ledger.locked": N_("“{file}” is being used by another program. Close it there, then try again."),
    "ledger.in_use": N_("The ledger is already open for editing: {holder}. Close it there to edit it here."),
    "ledger.moved": N_("“{file}” was moved, deleted or replaced while open. Nothing more is written; open it anew."),
    "ledger.changed": N_(
        "Another program has written into “{file}”. You see it as it was before, and nothing of yours goes into it: "
        "reload it, or save what you see as a copy."
    ),
    "ledger.changed_large": N_(
        "Another program has written into “{file}”, and it is too large to be kept here as it was. Nothing of yours "
        "goes into it: reload it, or go back to a backup; the newest lacks ten minutes of work at most."
    ),
    "ledger.saved_badly": N_(
        "The change is saved, but the disk failed afterwards ({detail}). Check the disk, then open “{file}” anew."
    ),
    "ledger.saved_perhaps": N_(
        "The disk failed while saving ({detail}), and “{file}” cannot be read now. Check the disk, then open it anew "
        "to see whether the change is there."
    ),
    "ledger.disk_full": N_("There is no room left on the disk. Nothing was changed; free some space and try again."),
    "ledger.disk": N_("The disk could not be read or written ({detail}). Nothing was changed; check the disk."),
    "ledger.damaged": N_(
        "“{file}” is damaged ({detail}). Go back to a backup of it, or have what can be read of it recovered into a "
        "new file."
    ),
    "ledger.nothing_recovered": N_(
        "Nothing of a ledger was found in “{file}”. Go back to a backup of it, or to another copy."
    ),
    "ledger.no_permission": N_("You are not allowed to open “{file}”. Ask for permission, or choose another file."),
    "ledger.too_big": N_(
        "A text is longer than a ledger takes. Shorten what you entered. If it was in “{file}” before, the file is "
        "damaged: look at it with File > Check Ledger, and go back to a backup."
    ),
    "ledger.cannot_open": N_(
        "“{file}” could not be opened ({detail}). Check that the folder exists and that you may open it."
    ),
    "ledger.cannot_write": N_("“{file}” could not be written ({detail}). Choose another folder."),
    "ledger.exists": N_("“{file}” exists already and is not replaced. Choose another name."),
    "ledger.needs_recovery": N_("“{file}” was left in the middle of a change. Open it where it may be written, once."),
    "ledger.closed": N_("No ledger is open. Open one, or make a new one."),
    # Backups.
    "backup.busy": N_("Another Headwater is making a backup of this ledger. Try again in a moment."),
    "backup.damaged": N_(
        "No backup was made, because the ledger is damaged ({detail}). The earlier backups are kept; restore one of "
        "them."
    ),
    "backup.cannot_write": N_(
        "No backup could be written in “{folder}” ({detail}). Free some space there, or choose another folder in "
        "Preferences."
    ),
    "backup.unreadable": N_("The backup “{file}” cannot be read any more. Choose another one."),
    "restore.other_history": N_(
        "This backup is not of an earlier state of this ledger. Save it as a ledger of its own instead."
    ),
    "restore.migrated": N_(
        "This backup is of an older version of the ledger. Save it as a ledger of its own, which is brought up to date "
        "when it is opened."
    ),
    "restore.nothing": N_("The ledger is as it was in this backup, so there is nothing to restore."),
    "restore.differs": N_(
        "The history of the ledger does not lead back to this backup; the ledger may be damaged. Nothing was changed. "
        "Save the backup as a ledger of its own instead."
    ),
    # Rows.
    "import.roster_lacks": N_(
        "This roster has {found} of the {known} hirings that are known; the others would be taken back. Import one "
        "that keeps those who left (--fewer-hired: it is complete all the same; --dataset NAME: it is another roster)."
    ),
    "import.data_set_unclear": N_(
        "Part of this file is in the ledger already, from {names}. Choose that data set if this is an edition of it "
        "(--dataset), or a new name if it is not."
    ),
    "import.too_many_fields": N_(
        "{n} columns have no meaning; at most {most} can be kept as own fields. Say of each that is to be kept which "
        "field it goes into."
    ),
    "import.field_not_read": N_(
        "“{column}” cannot be “{field}”: the rows of this table are not read for that. Give it another meaning, or "
        "leave it out (ignore)."
    ),
    "row.gone": N_("This has been deleted in the meantime. Undo brings it back."),
    "event.kind_unknown": N_("There is no kind “{kind}” in this ledger. Choose one from the list."),
    "event.part_circle": N_("An event cannot be a part of itself or of one of its parts. Choose another whole."),
    "organization.name_missing": N_("Organization is empty; a name is expected, for example “Scale AI”."),
    "organization.exists": N_("There is already an organization or alias “{name}”. Use that one, or another name."),
    "organization.parent_circle": N_("An organization cannot belong to itself or its own part. Choose another parent."),
    "organization.alias_taken": N_(
        "“{name}” is already the name or alias of another organization. Leave it out, or merge the two."
    ),
    "organization.merge_one": N_("Only one organization is chosen. Choose at least two to merge them."),
    "event.merge_one": N_("Only one event is chosen. Choose at least two to merge them."),
    "person.name_missing": N_("The name is empty; a name of at least two letters is expected. Example: Erika Muster"),
    "person.not_found": N_("The name is nowhere in this ledger, so there is nothing to erase."),
    "person.replacement": N_("The replacement contains the name itself. Choose another text, or none."),
    "relationship.no_side": N_("A relationship needs a vendor or a client. Name at least one of them."),
    "relationship.same_side": N_("Vendor and client are the same. Name another counterparty, or leave it empty."),
    "kind.name_missing": N_("The kind has no name. Type one, for example “Early retirement”."),
    "kind.built_in": N_("Built-in kinds stay as they are. Make a kind of your own instead."),
    "kind.exists": N_("There is already a kind “{name}”. Use that one, or another name."),
    "kind.state_missing": N_("A relationship kind needs a state. Choose one, for example active."),
    "kind.color": N_("“{found}” is not a color. Type # and six digits, for example #0072B2."),
    "field.name_missing": N_("The field has no name. Type one, for example “Industry”."),
    "field.exists": N_("There is already a field “{name}”. Use that one, or another name."),
    "field.of_roster": N_(
        "A roster is counted by month, and nothing of a person is kept: “{name}” cannot go into a field of your own. "
        "Leave the column out."
    ),
    "choice.name_missing": N_("A choice has no name. Type one, or remove the choice."),
    "choice.exists": N_("There is already a choice “{name}”. Merge the two, or use another name."),
    "choice.merge_one": N_("Only one choice is chosen. Choose at least two to merge them."),
    "view.name_missing": N_("The view has no name. Type one, for example “Layoffs by industry”."),
    "view.exists": N_("There is already a view “{name}”. Use another name, or delete that one first."),
    "undo.nothing": N_("There is nothing to undo."),
    "revert.unknown": N_("Only what was done can be reverted; an undo is taken back with Redo."),
    "revert.final": N_("This step cannot be reverted."),
    "revert.not_in_effect": N_("This step is not in effect any more."),
    "revert.nothing": N_("Nothing is left to revert: all of it was edited since or is still needed by later steps."),
    "redo.nothing": N_("There is nothing to redo."),
    # Damage found by the check.
    "check.integrity": N_("The file is damaged: {detail}. Go back to a copy of it."),
    "check.foreign_key": N_(
        "Row {row} of “{table}” points to something that is not there. Go back to a copy of the file."
    ),
    "check.value": N_("“{found}” in “{table}”, column “{column}”, is nothing Headwater writes. Go back to a copy."),
    "check.history": N_("What is noted of operation {operation} does not fit the others. Go back to a copy."),
    # Files to import.
    "file.empty": N_("“{file}” is empty. Choose a file with a header and rows."),
    "file.no_rows": N_("“{file}” has a header but no rows, so there is nothing to import."),
    "file.binary": N_("“{file}” is not a table. Save it as CSV or .xlsx in the program it comes from."),
    "file.folder": N_("“{file}” is a folder. Choose a file in it."),
    "file.pipe": N_("“{file}” is a pipe, which can be read only once. Save what comes out of it as a file first."),
    "file.device": N_("“{file}” is a device, not a file. Choose a file."),
    "file.too_large": N_("“{file}” is larger than {limit} GB. Split it into smaller files."),
    "file.unpacks_too_large": N_("“{file}” would grow beyond measure once it is unpacked, so it is not opened."),
    "file.encrypted": N_("“{file}” is protected by a password. Save it without one."),
    "file.damaged": N_("“{file}” is damaged or cut off ({detail}). Get it once more."),
    "file.no_table": N_("“{file}” holds no table. Unpack it and choose a file."),
    "file.several_tables": N_("“{file}” holds several tables: {names}. Choose one."),
    "file.no_sheet": N_("“{file}” has no sheet or table “{sheet}”. It has {names}."),
    "file.too_wide": N_("“{file}” has {found} columns, and {limit} are the most. Check what separates them."),
    "file.line_too_long": N_("“{file}” has a line of more than {limit} characters. It is probably not a table."),
    "file.unreadable": N_(
        "“{file}” could not be read ({detail}). Check that the file exists and that you may open it."
    ),
    "file.encoding": N_("The file is not written in {encoding}. Choose another encoding."),
    # Mappings: which column of a file means what.
    "mapping.missing": N_("There is no mapping “{name}”: neither a built-in one nor a file. See headwater presets."),
    "mapping.unreadable": N_("The mapping is not written as TOML ({detail}). Correct it there."),
    "mapping.unknown": N_("The mapping says “{found}”, which means nothing here. Correct it, or take it out."),
    "mapping.no_columns": N_("The mapping gives no column a meaning. Write one below [columns]."),
    "file.is_link": N_(
        "“{file}” is a symbolic link that leads to “{target}”. Name that file, or allow links to be followed "
        "(--follow-links)."
    ),
    "package.newer": N_("“{file}” was written by a newer Headwater. Update Headwater to take it."),
    "package.older": N_(
        "“{file}” was written by an older Headwater. Open its ledger with this one, and export that once more."
    ),
    "package.damaged": N_(
        "“{file}” is not as Headwater wrote it ({detail}). Nothing was taken; export the ledger once more."
    ),
    "package.too_large": N_("“{file}” would unpack to {found} MB and is not a ledger. Choose another file."),
    "export.too_many_rows": N_(
        "“{table}” has more than {limit} rows, and a sheet cannot hold them. Export it as CSV, or narrow the scope."
    ),
    "export.text_too_long": N_(
        "“{table}” has a text of more than {limit} characters, and no cell of a sheet can hold it. Export it as CSV."
    ),
    "export.no_parquet": N_(
        "Parquet needs pyarrow, which is not installed. Get it with pip, as the extra headwater[parquet]."
    ),
    "export.table_unknown": N_("There is no table “{table}” to export. Choose another one, such as events."),
    "figures.no_question": N_("There is no question “{name}”. There are: {names}."),
    "figures.not_taken": N_("The question “{name}” has no use for --{option}. Leave it out."),
    "figures.no_field": N_("There is nothing called “{name}” to group by. There are: {names}."),
    "figures.no_kind": N_("“{name}” is not a kind of event that is about a number of people. There are: {names}."),
    "figures.too_many_periods": N_(
        "The dates reach from the year {first} to {last}: more than {most} periods. Choose longer ones, or a period."
    ),
    "figures.no_anchor_kind": N_("“{name}” is not a kind of event. There are: {names}."),
    # Cells of a file; {found} is what stands in the cell.
    "date.not_understood": N_("“{found}” is not understood as a date. Example: 16 July 2025"),
    "date.ambiguous": N_("“{found}” can be read as two dates. Choose the date order of the file."),
    "date.several": N_("“{found}” has several dates. Expected: one, for example 16 July 2025."),
    "date.two_digit_year": N_("“{found}” may be in two centuries. Write the year with four digits."),
    "date.missing": N_("The date is missing. Fill it in, or skip the row; example: 2025-07-16"),
    "number.not_understood": N_("“{found}” is not understood as a number. Example: ~200"),
    "number.ambiguous": N_("“{found}” can be read as two numbers. Choose the decimal sign of the file."),
    "number.negative": N_("“{found}” is below zero; a size is expected. Example: 200"),
    "number.other_unit": N_("“{found}” is in another unit than its column. Choose another column for it."),
    "number.missing": N_("The row has no number; a reported headcount needs one. Example: 1,400"),
    "cell.kind_missing": N_("The row does not say what happened. Choose a kind of event, for example layoff."),
    "cell.name_missing": N_("The organization is missing. Fill in a name, for example Scale AI, or skip the row."),
    "cell.error": N_("“{found}” is what a spreadsheet shows for a value that it does not have. Correct the cell."),
    "cell.no_side": N_("Vendor and client are both missing. Fill in one of them, or skip the row."),
    "cell.unknown_status": N_("“{found}” is not a status. Expected: confirmed, reported, rumored or denied."),
    "cell.unknown_population": N_("“{found}” is not a population. Expected: employees, contingent or unspecified."),
    "own.not_taken_back": N_(
        "“{file}” is an export of “{table}”, which only follows from what sources say. Import an export of the claims, "
        "or a data package."
    ),
    "own.flag": N_("“{found}” is neither yes nor no. Type one of the two."),
    "own.whole_missing": N_(
        "The row is a part of event {found}, which is not in the file; it was taken as an event of its own."
    ),
    "cell.unknown_kind": N_("“{found}” is not a kind in this ledger. Choose which kind it stands for."),
    "row.nul": N_("The line holds characters that no text has. Check the file, or skip the line."),
    "row.too_few_cells": N_("The line has fewer cells than the header. Check the separators, or skip the line."),
    "row.too_many_cells": N_("The line has more cells than the header. Check the separators, or skip the line."),
    "row.undecodable": N_("Some characters could not be read in this encoding. Choose another encoding."),
    "row.cell_too_large": N_("A cell is too long to be read. Check the quotation marks, or skip the line."),
    "row.unclosed_quote": N_("A quotation mark is opened but not closed. Check the line, or skip it."),
}

_DATES: Mapping[str, str] = {
    "not_understood": N_("“{text}” is not understood as a date; kept as text, not charted. Example: 16 July 2025"),
    "impossible_date": N_("“{text}” is a day that does not exist. Correct it; example: 28 February 2025"),
    "out_of_range": N_("“{text}” lies outside the years 1 to 9999. Example: 16 July 2025"),
    "end_before_start": N_("“{text}” ends before it begins. Example: 1 to 20 July 2025"),
    "needs_year": N_("“{text}” has no year. Add it; example: July 2025"),
    "needs_publication_date": N_(
        "“{text}” depends on when the source was published. Fill in Published; example: July 2025"
    ),
}

_QUANTITIES: Mapping[str, str] = {
    "not_understood": N_("“{text}” is not understood as a number; kept as text, not charted. Example: ~200"),
    "percent_above_100": N_("“{text}” is more than 100%. Example: 14%"),
    "reversed_range": N_("“{text}” has the larger number first. Example: 100–150"),
    "out_of_range": N_("“{text}” is too large a number. Example: 14 billion"),
    "several_numbers": N_("“{text}” may be one number or two. Write it without blanks, or as a range: 100–150"),
}


#: So many names are told of a list.
_NAMES = 12

_READINGS = {"date": _DATES, "number": _QUANTITIES}


def error_sentence(error: LedgerError) -> str:
    """One sentence (or two short ones) for a known failure: what is the matter and what to do."""
    return problem_sentence(error.code, error.values)


def problem_sentence(code: str, values: Mapping[str, object]) -> str:
    """The same for a code with its values. A code without words of its own is named in a general sentence."""
    counted = _counted(code, values)
    if counted:
        return counted
    family, _dot, reason = code.partition(".")
    if code not in ERRORS and reason in _READINGS.get(family, {}):
        return _(_READINGS[family][reason]).format(text=str(values.get("found", "")).strip())
    if code not in ERRORS:
        return _("Headwater could not do this ({code}).").format(code=code)
    path = str(values.get("path", ""))
    known = {key: _value(found) for key, found in values.items()}
    known["file"] = Path(path).name or path or _("The file")
    known["holder"] = known.get("holder") or _("somebody else")
    known["detail"] = known.get("detail") or _("no reason given")
    return _(ERRORS[code]).format_map(_Lenient(known))


def _value(found: object) -> str:
    if isinstance(found, tuple):
        names = [f"“{name}”" for name in found[:_NAMES]]
        return formatting.listing(names) if len(found) <= _NAMES else ", ".join([*names, "…"])
    return formatting.number(found) if type(found) is int else str(found)


def date_problem(reason: str, text: str) -> str:
    """Why a text is no date: what was found, what is expected, an example."""
    return _(_DATES.get(reason, _DATES["not_understood"])).format(text=text.strip())


def quantity_problem(reason: str, text: str) -> str:
    """Why a text is no count, percentage or amount."""
    return _(_QUANTITIES.get(reason, _QUANTITIES["not_understood"])).format(text=text.strip())


def has_sentence(code: str) -> bool:
    """Whether an error code has words of its own."""
    family, _dot, reason = code.partition(".")
    return code in ERRORS or code in COUNTED or reason in _READINGS.get(family, {})


#: Codes whose sentence depends on a number; :func:`_counted` has them.
COUNTED = (
    "organization.in_use", "organization.merge_opposed", "source.in_use", "kind.in_use", "kind.group_in_use",
    "check.reference", "check.twice", "check.digest", "check.circle", "check.derived",
)  # fmt: skip


def _counted(code: str, values: Mapping[str, object]) -> str:
    count = values.get("count")
    n = count if isinstance(count, int) else 0
    if code == "organization.in_use":
        text = ngettext(
            "“{name}” is used in {n} place. Delete or change that first.",
            "“{name}” is used in {n} places. Delete or change those first.",
            n,
        )
    elif code == "organization.merge_opposed":
        text = ngettext(
            "{n} event names two of these as its two sides, so they are not one organization. Change that event first.",
            "{n} events name two of these as their two sides, so they are not one organization. "
            "Change those events first.",
            n,
        )
    elif code == "source.in_use":
        text = ngettext(
            "{n} claim rests on “{name}”. Give it another source first.",
            "{n} claims rest on “{name}”. Give them another source first.",
            n,
        )
    elif code == "kind.in_use":
        text = ngettext(
            "{n} event is of the kind “{name}”. Change or delete it first.",
            "{n} events are of the kind “{name}”. Change or delete them first.",
            n,
        )
    elif code == "kind.group_in_use":
        text = ngettext(
            "{n} event is of the kind “{name}”, so its group stays as it is. Make another kind instead.",
            "{n} events are of the kind “{name}”, so its group stays as it is. Make another kind instead.",
            n,
        )
    elif code == "check.reference":
        text = ngettext(
            "{n} row of “{table}” points to a missing row of “{target}”. Go back to a copy of the file.",
            "{n} rows of “{table}” point to missing rows of “{target}”. Go back to a copy of the file.",
            n,
        )
    elif code == "check.twice":
        text = ngettext(
            "{n} row of “{table}” is there twice. Go back to a copy of the file.",
            "{n} rows of “{table}” are there twice. Go back to a copy of the file.",
            n,
        )
    elif code == "check.digest":
        text = ngettext(
            "{n} row of “{table}” or one beside it is not what operation {operation} wrote. "
            "Go back to a copy of the file.",
            "{n} rows of “{table}” hold something that operation {operation} did not write. "
            "Go back to a copy of the file.",
            n,
        )
    elif code == "check.circle":
        text = ngettext(
            "{n} row of “{table}” belongs to itself in a ring. Go back to a copy of the file.",
            "{n} rings of “{table}” belong to themselves. Go back to a copy of the file.",
            n,
        )
    elif code == "check.derived":
        text = ngettext(
            "{n} row of “{table}” has another “{column}” than follows from it. Go back to a copy of the file.",
            "{n} rows of “{table}” have another “{column}” than follows from them. Go back to a copy of the file.",
            n,
        )
    else:
        return ""
    return text.format_map(_Lenient({**{key: str(v) for key, v in values.items()}, "n": formatting.number(n)}))


class _Lenient(dict[str, str]):
    """A missing value must not turn a sentence about one failure into another failure."""

    def __missing__(self, key: str) -> str:
        return "?"
