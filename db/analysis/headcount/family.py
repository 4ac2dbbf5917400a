"""Which events count toward the headcount of an organization with its subsidiaries. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from db.model.ids import OrganizationId
from db.model.records import Event, EventKind


def counting_toward(
    events: Iterable[Event],
    kinds: Mapping[str, EventKind],
    *,
    organization_id: OrganizationId,
    family: Collection[OrganizationId],
) -> list[Event]:
    """The events of an organization and those of everything below it (``family``, itself included).

    A reported headcount covers the organization with its subsidiaries unless marked "own". So the level of a
    subsidiary is none of the group's, nor is an own one where there are subsidiaries; and a percentage of a
    subsidiary is not of the group: of such a change only the count remains.
    """
    found: list[Event] = []
    for event in events:
        if event.organization_id not in family or event.kind not in kinds:
            continue
        below = event.organization_id != organization_id
        if kinds[event.kind].level:
            if below or (event.own and len(family) > 1):
                continue
            found.append(event)
        elif below and event.values.percent is not None:
            found.append(replace(event, values=replace(event.values, percent=None, percent_of="")))
        else:
            found.append(event)
    return found
