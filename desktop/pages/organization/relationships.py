"""The relationships of the organization with their state, the one heard of last first."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from db.analysis.series import Lane
from db.model.ids import OrganizationId
from desktop.look.theme import Theme
from desktop.pages.organization.part import Line, Part
from desktop.pages.organization.reading import LINES, Known
from desktop.session.bus import Bus
from desktop.session.requests import NarrowScope, OpenEvent, OpenOrganization, ShowPage
from desktop.wording import codes, formatting
from desktop.wording.i18n import _
from desktop.wording.records.relationships import lane_name, what_of


class RelationshipsPart(Part):
    """Each leads to the page of its other side; without one, to its last event."""

    def __init__(self, theme: Theme, bus: Bus, parent: QWidget | None = None) -> None:
        super().__init__(theme, bus, _("Relationships"), link=_("All relationships"), parent=parent)

    def show_known(self, known: Known) -> None:
        """List them."""
        self.lead(NarrowScope(known.asked), ShowPage("relationships"))
        lines = [_line(lane, known) for lane in known.lanes[:LINES]]
        nothing = _("No relationship is recorded: an event with a client or vendor begins one.")
        if not known.complete:
            nothing = _("Reading the events…")
        elif known.headcount is None:
            nothing = _("Too many events to be put in order here at once.")
        self.fill(lines, total=len(known.lanes), nothing=nothing)


def _line(lane: Lane, known: Known) -> Line:
    other = _other(lane, known.asked)
    state = codes.state_name(lane.spans[-1].state) if lane.spans else _("in no total")
    asks: tuple[OpenOrganization | OpenEvent, ...] = ()
    if other is not None and other in known.names:
        asks = (OpenOrganization(other),)
    elif lane.event_ids:
        asks = (OpenEvent(lane.event_ids[-1]),)
    seen = formatting.short_day(lane.last_evidence) if lane.last_evidence is not None else ""
    return Line(
        text=lane_name(lane, known.names, own=known.asked),
        second=what_of(lane) if other is not None else "",
        right=" · ".join(filter(None, (state, seen))),
        asks=asks,
        organization_id=other,
    )


def _other(lane: Lane, own: OrganizationId) -> OrganizationId | None:
    """The other side; of a relationship of a subsidiary, its client."""
    return lane.vendor_id if lane.client_id == own else lane.client_id
