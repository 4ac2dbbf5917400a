"""Words for backups: when the last one was made, why, how large, and what going back to one would change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from db.history.comparison import Change, What
from desktop.wording import formatting
from desktop.wording.i18n import N_, _, ngettext
from desktop.wording.language import days

if TYPE_CHECKING:
    from db.backups.restoring import RestorePreview
    from db.backups.shelf import Backup

WHY: Mapping[str, str] = {
    "work": N_("while working"),
    "import": N_("before an import"),
    "deletion": N_("before a deletion"),
    "restore": N_("before restoring"),
    "asked": N_("asked for"),
}
#: Sorts of records, in the plural; events, claims and organizations come first.
SORTS: Mapping[What, str] = {
    What.EVENT: N_("Events"),
    What.CLAIM: N_("Claims"),
    What.ORGANIZATION: N_("Organizations"),
    What.RELATIONSHIP: N_("Relationships"),
    What.SOURCE: N_("Sources"),
    What.PREFERENCE: N_("Decisions"),
    What.ALIAS: N_("Aliases"),
    What.KIND: N_("Kinds of events"),
    What.ACCEPTED_FINDING: N_("Accepted findings"),
    What.SETTING: N_("Settings"),
    What.FIELD: N_("Fields"),
    What.FIELD_CHOICE: N_("Choices of fields"),
    What.FIELD_VALUE: N_("Values of fields"),
    What.SAVED_VIEW: N_("Saved views"),
}
_COUNTED = (What.EVENT, What.CLAIM, What.ORGANIZATION)


def last_backup(made: datetime, *, today: date) -> str:
    """For the status line: "Last backup 10:42", with the day where it is another."""
    local = made.astimezone()
    if local.date() == today:
        return _("Last backup {time}").format(time=f"{local:%H:%M}")
    return _("Last backup {time}").format(time=f"{days.short_day(local.date())}, {local:%H:%M}")


def row(backup: Backup) -> tuple[str, ...]:
    """A line of the list: when, why, events, claims, organizations, size."""
    events, claims, organizations = map(formatting.number, backup.contents)
    local = backup.made.astimezone()
    made = f"{days.short_day(local.date())}, {local:%H:%M}"
    return made, _(WHY[backup.why]), events, claims, organizations, size(backup.size)


def moment(backup: Backup) -> str:
    """When it was made, by the clock here."""
    return days.moment(backup.made.astimezone())


def newest(backup: Backup) -> str:
    """What the newest backup of a ledger would bring back."""
    text = ngettext(
        "The newest backup of it was made on {moment} and holds {n} event.",
        "The newest backup of it was made on {moment} and holds {n} events.",
        backup.events,
    )
    return text.format(moment=moment(backup), n=formatting.number(backup.events))


def size(count: int) -> str:
    """Bytes, no finer than anybody wants to know."""
    for unit, letters in ((10**9, "GB"), (10**6, "MB")):
        if count >= unit:
            return f"{formatting.number(count / unit, decimals=1)} {letters}"
    return f"{formatting.number(max(1, round(count / 1000)))} KB"


def effect_rows(preview: RestorePreview) -> list[tuple[str, ...]]:
    """What would differ, by sort: name, now, in the backup, come back, change, go."""
    counts = dict(zip(_COUNTED, zip(preview.now, preview.then, strict=True), strict=True))
    rows = []
    for sort, name in SORTS.items():
        found = preview.differences.get(sort, {})
        if sort not in counts and not found:
            continue
        totals = map(formatting.number, counts.get(sort, ()))
        changes = (_number(found, change) for change in (Change.ADDED, Change.CHANGED, Change.REMOVED))
        rows.append((_(name), *(list(totals) or ["", ""]), *changes))
    return rows


def pages_differ(differ: int, of: int, path: Path) -> str:
    """What a look at the bytes of a ledger has found."""
    text = ngettext(
        "{n} of {of} pages of “{file}” is not as it was left: the disk or another program has changed it.",
        "{n} of {of} pages of “{file}” are not as they were left: the disk or another program has changed them.",
        differ,
    )
    return text.format(n=formatting.number(differ), of=formatting.number(of), file=path.name)


def place_sentence(damaged: Path) -> str:
    """What becomes of a ledger that cannot be opened."""
    text = _("The backup takes the place of “{file}”.")
    if damaged.exists():
        text = _(
            "The backup takes the place of “{file}”, and the file that is there now is kept beside it under another "
            "name."
        )
    return text.format(file=damaged.name)


def effect_sentence(preview: RestorePreview) -> str:
    """In one sentence, with the way back."""
    if not preview.differences:
        return _("The ledger is as it was in this backup.")
    steps = ngettext(
        "{n} step was done since. Restoring is a step of its own, and Undo takes it back.",
        "{n} steps were done since. Restoring is a step of its own, and Undo takes it back.",
        preview.operations,
    )
    return steps.format(n=formatting.number(preview.operations))


def command_lines(backups: Sequence[Backup]) -> list[str]:
    """The list on the command line; the number is what ``headwater restore`` takes."""
    table = [(str(one.number), *row(one)) for one in backups]
    heads = ("", _("Made"), _("Occasion"), _("Events"), _("Claims"), _("Organizations"), _("On disk"))
    widths = [max(len(line[place]) for line in (heads, *table)) for place in range(len(heads))]
    right = {0, 3, 4, 5, 6}
    return [
        "  ".join(cell.rjust(width) if place in right else cell.ljust(width)
                  for place, (cell, width) in enumerate(zip(line, widths, strict=True))).rstrip()
        for line in (heads, *table)
    ]  # fmt: skip


def _number(found: Mapping[Change, int], change: Change) -> str:
    return formatting.number(found[change]) if found.get(change) else "–"
