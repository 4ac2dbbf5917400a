"""The columns of the table of organizations: levels, their change, what is counted, fields of one's own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from db.figures.headcount.levels import OverAYear
from db.model.ids import OrganizationId
from db.model.own_fields import FieldType, FieldValue, OwnField
from db.tables.organizations import OrganizationRow
from desktop.look import plaintext
from desktop.pages.organization.levels import change_text, level_text, size_key
from desktop.widgets.record_tables import Field
from desktop.wording import formatting
from desktop.wording.i18n import _
from desktop.wording.records.own_fields import sort_key, value_text

#: What is known of the level of an organization so far.
LevelOf = Callable[[OrganizationId], OverAYear | None]


def level_columns(levels: LevelOf) -> tuple[Field[OrganizationRow], ...]:
    """The level of today, and the change over a year."""

    def size(row: OrganizationRow, name: str) -> tuple[bool, float]:
        year = levels(row.id)
        return size_key(None if year is None else getattr(year, name))

    return (
        Field(_("Employees"), lambda row: level_text(levels(row.id)), lambda row: size(row, "level"), 150, number=True),
        Field(_("Change in a year"), lambda row: change_text(levels(row.id)), lambda row: size(row, "change"), 130,
              number=True),
    )  # fmt: skip


def organization_fields(levels: LevelOf) -> tuple[Field[OrganizationRow], ...]:
    """The columns of the table."""
    return (
        Field(_("Name"), lambda row: _("{name} (mine)").format(name=row.name) if row.mine else row.name,
              lambda row: row.name.casefold(), 230, grows=True),
        Field(_("Aliases"), lambda row: row.aliases, lambda row: row.aliases.casefold(), 170),
        Field(_("Part of"), lambda row: row.parent, lambda row: row.parent.casefold(), 150),
        *level_columns(levels),
        Field(_("Events"), lambda row: _count(row.events), lambda row: row.events, 72, number=True),
        Field(_("Vendors"), lambda row: _count(row.vendors), lambda row: row.vendors, 80, number=True),
        Field(_("Clients"), lambda row: _count(row.clients), lambda row: row.clients, 76, number=True),
    )  # fmt: skip


def own_columns(
    fields: Sequence[OwnField], values: Mapping[int, Mapping[int, Sequence[FieldValue]]]
) -> tuple[Field[OrganizationRow], ...]:
    """A column for each field of one's own; ``values`` by organization and field."""

    def column(field: OwnField) -> Field[OrganizationRow]:
        def held(row: OrganizationRow) -> Sequence[FieldValue]:
            return values.get(row.id, {}).get(field.id, ())

        return Field(
            plaintext.one_line(field.name),
            lambda row: value_text(field, held(row)),
            lambda row: sort_key(field, held(row)),
            110,
            number=field.type is FieldType.NUMBER,
        )

    return tuple(column(field) for field in fields)


def _count(value: int) -> str:
    return formatting.number(value) if value else ""
