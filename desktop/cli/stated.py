"""What the options of ``headwater import`` state of a file."""

from __future__ import annotations

import argparse
from collections.abc import Iterable

from db.importing.columns import Field, normalized
from db.importing.plan import Inspection, Stated
from db.model.kinds import code_of
from db.reading.dates import DateOrder
from db.reading.quantities import NumberConvention
from desktop.cli.terminal import Refused
from desktop.wording.i18n import _


def stated(options: argparse.Namespace, inspection: Inspection) -> Stated:
    """The options as the statements they are. Raises :class:`Refused` for a column or a meaning that does not exist."""
    if options.days is not None and options.days < 0:
        raise Refused(_("--days: days are counted from 0."))
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
        match=options.match,
        near_days=options.days,
        data_set=options.dataset or "",
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
        if field not in {item.value for item in Field}:
            raise Refused(
                _("--map: there is no meaning “{field}”. There are: {fields}.").format(
                    field=field, fields=", ".join(item.value for item in Field)
                )
            )
        found[_column(name, inspection)] = Field(field)
    return found


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
