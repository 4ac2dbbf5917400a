"""What does not agree about the organization, open findings first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QWidget

from db.analysis.series import Finding
from db.model.ids import OrganizationId
from desktop.look.theme import Theme
from desktop.pages.organization.part import Line, Part
from desktop.pages.organization.reading import LINES
from desktop.session.bus import Bus
from desktop.session.findings import other_organization
from desktop.session.requests import OpenEvent, Request, ShowPage
from desktop.wording.findings import finding_sentence
from desktop.wording.i18n import _


class FindingsPart(Part):
    """Each leads to its event, or to the page of findings."""

    def __init__(self, theme: Theme, bus: Bus, parent: QWidget | None = None) -> None:
        super().__init__(theme, bus, _("Findings"), link=_("All findings"), parent=parent)
        self.lead(ShowPage("findings"))

    def wait(self) -> None:
        """They are still being looked for."""
        self.fill((), nothing=_("Still looking…"))

    def show_found(self, found: Sequence[Finding], names: Mapping[OrganizationId, str], own: OrganizationId) -> None:
        """List them."""
        ordered = sorted(found, key=lambda one: one.accepted)
        lines = [self._line(one, names, own) for one in ordered[:LINES]]
        self.fill(lines, total=len(found), nothing=_("Nothing disagrees."))

    def _line(self, finding: Finding, names: Mapping[OrganizationId, str], own: OrganizationId) -> Line:
        sign, color = ("check", "positive") if finding.accepted else ("warning", "warning")
        asks: Request = OpenEvent(finding.event_ids[0]) if finding.event_ids else ShowPage("findings")
        others = (finding.organization_id, other_organization(finding))
        return Line(
            text=finding_sentence(finding, {one: name for one, name in names.items() if one != own}),
            right=_("accepted") if finding.accepted else "",
            sign=self._theme.icon(sign, color),
            asks=(asks,),
            organization_id=next((one for one in others if one not in {None, own}), None),
        )
