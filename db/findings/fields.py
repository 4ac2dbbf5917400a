"""Looking for values of fields of one's own that differ: two files, or two organizations merged, said two things."""

from __future__ import annotations

from collections.abc import Iterator

from db.analysis.findings import judge
from db.analysis.series import FindingKind
from db.findings.base import Found, Search
from db.model.ids import EventId, OrganizationId


class FieldSearch(Search):
    """The step through values of one field and subject that hold from the same day."""

    def differing(self) -> Iterator[Found]:
        """One for each field and subject of the scope: an organization at any time, an event where it counts."""
        live, parameters = self.reads.at.live("v")
        together = "v.field_id, v.organization_id, v.event_id, v.valid_from"
        groups = self.db.execute(
            f"SELECT {together} FROM field_values v WHERE {live} GROUP BY {together} HAVING count(*) > 1", parameters
        ).fetchall()
        if not groups:
            return
        fields = {field.id: field for field in self.reads.fields.all()}
        wanted = self._organizations()
        for field_id, organization_id, event_id, since in groups:
            owner = self._owner(event_id) if event_id is not None else organization_id
            if field_id not in fields or owner is None or (event_id is None and wanted and owner not in wanted):
                continue
            field = fields[field_id]
            values = self.reads.fields.steps(field.subject, [event_id or organization_id])
            said = [one.text for one in values[event_id or organization_id][field_id] if _day(one.valid_from) == since]
            yield (
                f"{field_id}/{organization_id}/{event_id}/{since}",
                judge.finding(
                    FindingKind.FIELD_DIFFERS, OrganizationId(owner), (EventId(event_id),) if event_id else (),
                    figures=(field_id, organization_id or 0), own_field=field.name, told=" / ".join(said), since=since,
                ),
            )  # fmt: skip

    def _owner(self, event_id: int) -> int | None:
        """The organization of an event that is in the scope; None: it is not."""
        row = self.db.execute(
            f"SELECT e.organization_id FROM events e WHERE e.id = ? AND {self.where}", (event_id, *self.parameters)
        ).fetchone()
        return None if row is None else int(row[0])

    def _organizations(self) -> frozenset[int]:
        ids = self.scope.organization_ids
        return frozenset(self.reads.with_subsidiaries(*ids)) if ids else frozenset()


def _day(value: object) -> str | None:
    return None if value is None else str(value)


__all__ = ["FieldSearch"]
