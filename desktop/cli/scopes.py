"""The scope that options of a command say, and the moments they name."""

from __future__ import annotations

import argparse
from datetime import date

from db.ledger import Ledger
from db.model.ids import OrganizationId
from db.model.records import Scope
from db.model.values import ImpreciseDate, Status
from db.reading.dates import parse_date
from desktop.cli.terminal import Refused
from desktop.wording.i18n import _
from desktop.wording.moments import Moment, read_moment


def scope_of(ledger: Ledger, options: argparse.Namespace) -> Scope:
    """What is to be shown. Raises :class:`Refused` for what is not understood or not there."""
    first, last = _day(options.first, "--from", last=False), _day(options.last, "--to", last=True)
    if first and last and first > last:
        raise Refused(_("--from lies after --to: nothing can be in between."))
    known = moment(ledger, options.known_on, "--as-known-on")
    return Scope(
        organization_ids=tuple(dict.fromkeys(_organization(ledger, name) for name in options.organization)),
        first=first,
        last=last,
        minimum_status=Status(options.status),
        known_on=known.day,
        known_operation=known.operation,
    )


def moment(ledger: Ledger, text: str | None, option: str) -> Moment:
    """The day or operation an option names; none: now."""
    read = read_moment(text or "", today=ledger.today())
    if read is None:
        raise Refused(
            _("{option}: “{text}” is not understood. Examples: 2025-07-16, operation 11").format(
                option=option, text=text
            )
        )
    return read


def _day(text: str | None, option: str, *, last: bool) -> date | None:
    """The day an option names: of a month or a quarter the first, or the last."""
    if not text:
        return None
    read = parse_date(text)
    day = (read.latest if last else read.earliest) if isinstance(read, ImpreciseDate) else None
    if day is None:
        raise Refused(
            _("{option}: “{text}” is not understood as a date. Example: 2025-07-16").format(option=option, text=text)
        )
    return day


def _organization(ledger: Ledger, name: str) -> OrganizationId:
    found = ledger.organizations.find(name)
    if found is not None:
        return found
    said = _("There is no organization “{name}” in this ledger.").format(name=name)
    near = [match.name for match in ledger.organizations.matching(name, limit=5)]
    if near:
        said += " " + _("Did you mean {names}?").format(names=", ".join(near))
    raise Refused(said)
