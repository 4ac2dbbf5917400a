"""``headwater backups`` and ``headwater restore``: which there are, and going back to one."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from db.backups.reading import unpack
from db.backups.shelf import everywhere
from db.errors import LedgerError
from db.ledger import Ledger
from db.store.lock import WriteLock
from db.store.store import local_now
from desktop.cli.terminal import DONE, USAGE, Refused, Terminal, complain, say
from desktop.wording import backups as words
from desktop.wording.codes import error_sentence
from desktop.wording.i18n import _

if TYPE_CHECKING:
    from db.backups.shelf import Backup, Why


def list_backups(options: argparse.Namespace) -> int:
    """List the backups of a ledger, the newest first; also of one that is gone or damaged."""
    backups = _backups(Path(options.ledger))
    if options.json:
        say(json.dumps([_as_json(one) for one in backups], ensure_ascii=False))
    elif not backups:
        say(_("There is no backup of this ledger."))
    else:
        for line in words.command_lines(backups):
            say(line)
    return DONE


def restore(options: argparse.Namespace) -> int:
    """Go back to a backup: in the ledger, as a step that Undo takes back, or as a new file."""
    path = Path(options.ledger)
    backup = next((one for one in _backups(path) if one.number == options.backup), None)
    if backup is None:
        raise Refused(
            _("There is no backup {n} of this ledger. See headwater backups.").format(n=options.backup), USAGE
        )
    if options.output or not path.exists():
        target = Path(options.output) if options.output else path
        unpack(backup, target, progress=Terminal())
        say(_("Wrote {path}").format(path=target))
        return DONE
    lock = WriteLock(path)
    lock.acquire(now=local_now())
    try:
        with Ledger.open(path) as ledger:
            before(ledger, "restore")
            ledger.restore(backup)
    finally:
        lock.release()
    say(_("The ledger is as it was on {moment}.").format(moment=words.moment(backup)))
    return DONE


def before(ledger: Ledger, why: Why) -> None:
    """A backup before something large is done; where none can be made that is said, and the work goes on."""
    try:
        folder = root()
    except ImportError:  # without Qt nobody knows where backups go
        complain(_("No backup was made before: Qt, which knows the folder for them, could not be loaded."))
        return
    try:
        ledger.back_up(folder, why=why)
    except LedgerError as error:
        complain(error_sentence(error))


def root() -> Path:
    """The folder of all backups. Raises ImportError without Qt, which knows it."""
    from desktop.session.places import backup_folder
    from desktop.session.settings import BACKUP_FOLDER, Settings

    return backup_folder(Settings().get(BACKUP_FOLDER))


def _backups(path: Path) -> list[Backup]:
    folder = root()
    try:
        with Ledger.open(path, mode="read") as ledger:
            return ledger.backups(folder)
    except LedgerError as error:
        found = everywhere(folder, path)
        if not found:
            raise
        if path.exists():
            complain(error_sentence(error))
        # What was at this path before another ledger took the place is left out: numbers are counted for each.
        return [one for one in found if one.uid == found[0].uid]


def _as_json(backup: Backup) -> dict[str, object]:
    return {
        "backup": backup.number,
        "made": backup.made.isoformat(),
        "why": backup.why,
        "events": backup.events,
        "claims": backup.claims,
        "organizations": backup.organizations,
        "bytes": backup.size,
        "file": str(backup.path),
    }


__all__ = ["before", "list_backups", "restore", "root"]
