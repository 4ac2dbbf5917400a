"""What the options of ``headwater import`` state of a file."""

from __future__ import annotations

import argparse
from collections.abc import Iterable

from db.importing.cells.words import normalized
from db.importing.fields import Field
from db.importing.planning.plan import Inspection, OwnTarget, Stated
from db.model.kinds import code_of
from db.model.own_fields import FieldSubject
from db.reading.dates import DateOrder
from db.reading.quantities import NumberConvention
from desktop.cli.terminal import Refused
from desktop.wording.i18n import _


def stated(options: argparse.Namespace, inspection: Inspection) -> Stated:
    """The options as the statements they are. Raises :class:`Refused` for a column or a meaning that does not exist."""
    if options.days is not None and options.days < 0:
        raise Refused(_("--days: days are counted from 0."))
    own = _own(options.map, inspection)
    kinds = _pairs(options.map_kind, "--map-kind", "Closure=site_closure")
    return Stated(
        fields=_fields(options.map, inspection),
        date_order=DateOrder(options.date_order) if options.date_order else None,
        convention=NumberConvention(options.decimal) if options.decimal else None,
        percent=options.percent,
        kind=code_of(options.kind) if options.kind else None,
        kinds=tuple((word, code_of(kind)) for word, kind in kinds),
        organization=options.organization,
        null_words=tuple(options.null),
        keep_rest=options.keep_rest,
        per=options.per or "month",
        nobody_left=options.nobody_left,
        fewer_hired=options.fewer_hired,
        match=options.match,
        near_days=options.days,
        data_set=options.dataset or "",
        own=own,
    )


def _pairs(texts: Iterable[str], option: str, example: str) -> list[tuple[str, str]]:
    """``left=right``; the left side may have the sign too."""
    found = []
    for text in texts:
        left, sign, right = text.rpartition("=")
        if not sign or not left.strip() or not right.strip():
            raise Refused(
                _('{option}: “{text}” is not understood. Example: {option} "{example}"').format(
                    option=option, text=text, example=example
                )
            )
        found.append((left.strip(), right.strip()))
    return found


def _fields(texts: Iterable[str], inspection: Inspection) -> dict[int, Field]:
    found: dict[int, Field] = {}
    for name, field in _pairs(texts, "--map", "Betroffene=count"):
        if _target(field) is not None:
            continue
        if field not in {item.value for item in Field}:
            raise Refused(
                _("--map: there is no meaning “{field}”. There are: {fields}.").format(
                    field=field, fields=", ".join((*(item.value for item in Field), "field:NAME", "event_field:NAME"))
                )
            )
        found[_column(name, inspection)] = Field(field)
    return found


def _own(texts: Iterable[str], inspection: Inspection) -> dict[int, OwnTarget]:
    """The columns that go into fields of one's own: ``Industry=field:Industry``, of events ``event_field:``."""
    pairs = ((name, _target(field)) for name, field in _pairs(texts, "--map", "Betroffene=count"))
    return {_column(name, inspection): target for name, target in pairs if target is not None}


def _target(text: str) -> OwnTarget | None:
    for prefix, subject in (("field:", FieldSubject.ORGANIZATION), ("event_field:", FieldSubject.EVENT)):
        name = " ".join(text.removeprefix(prefix).split())
        if text.startswith(prefix) and name:
            return OwnTarget(name, subject)
    return None


def _column(name: str, inspection: Inspection) -> int:
    """The column of a name as it is written, else without regard to case and signs, else by its number."""
    if name in inspection.header:
        return inspection.header.index(name)
    alike = [index for index, one in enumerate(inspection.header) if one and normalized(one) == normalized(name)]
    if len(alike) == 1:
        return alike[0]
    number = name.removeprefix("column_")
    if number.isascii() and number.isdecimal() and 0 < int(number) <= len(inspection.header):
        return int(number) - 1
    raise Refused(
        _("--map: there is no column “{name}”. The file has: {columns}.").format(
            name=name, columns=", ".join(one or f"column_{place}" for place, one in enumerate(inspection.header, 1))
        )
    )


__all__ = ["stated"]
