"""The pages as a table: their names for people, and what imports each of them when it is first shown.

The imports are written out, one in each function, because a freezer packs what it can read in the source.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.wording.i18n import N_

if TYPE_CHECKING:
    from desktop.pages.base import Page


def _overview() -> type[Page]:
    from desktop.pages.overview.page import OverviewPage

    return OverviewPage


def _events() -> type[Page]:
    from desktop.pages.events import EventsPage

    return EventsPage


def _headcount() -> type[Page]:
    from desktop.pages.headcount.page import HeadcountPage

    return HeadcountPage


def _workforce() -> type[Page]:
    from desktop.pages.workforce.page import WorkforcePage

    return WorkforcePage


def _relationships() -> type[Page]:
    from desktop.pages.relationships.page import RelationshipsPage

    return RelationshipsPage


def _parallel() -> type[Page]:
    from desktop.pages.parallel.page import ParallelPage

    return ParallelPage


def _organizations() -> type[Page]:
    from desktop.pages.organizations import OrganizationsPage

    return OrganizationsPage


def _organization() -> type[Page]:
    from desktop.pages.organization.page import OrganizationPage

    return OrganizationPage


def _sources() -> type[Page]:
    from desktop.pages.sources.page import SourcesPage

    return SourcesPage


def _findings() -> type[Page]:
    from desktop.pages.findings.page import FindingsPage

    return FindingsPage


def _changes() -> type[Page]:
    from desktop.pages.changes import ChangesPage

    return ChangesPage


def _history() -> type[Page]:
    from desktop.pages.history.page import HistoryPage

    return HistoryPage


def _imports() -> type[Page]:
    from desktop.pages.imports.page import ImportsPage

    return ImportsPage


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class PageEntry:
    """A page: its name for people, and what imports its class. The icon has the page's id as name.

    ``under``: the page of the list that it is reached from; it is not in the list itself.
    """

    text: str
    load: Callable[[], type[Page]]
    under: str = ""


#: Page id -> its entry, in the order of the list.
PAGES: Mapping[str, PageEntry] = {
    "overview": PageEntry(N_("Overview"), _overview),
    "events": PageEntry(N_("Events"), _events),
    "headcount": PageEntry(N_("Headcount"), _headcount),
    "workforce": PageEntry(N_("Workforce"), _workforce),
    "relationships": PageEntry(N_("Relationships"), _relationships),
    "parallel": PageEntry(N_("Parallel cases"), _parallel),
    "organizations": PageEntry(N_("Organizations"), _organizations),
    "organization": PageEntry(N_("Organization"), _organization, under="organizations"),
    "sources": PageEntry(N_("Sources"), _sources),
    "findings": PageEntry(N_("Findings"), _findings),
    "changes": PageEntry(N_("What changed"), _changes),
    "history": PageEntry(N_("History"), _history),
    "imports": PageEntry(N_("Imports"), _imports),
}
#: The pages of the list, in its order.
LISTED: tuple[str, ...] = tuple(page_id for page_id, entry in PAGES.items() if not entry.under)


def listed(page_id: str) -> str:
    """The page of the list that stands for a page: itself, or the one it is reached from."""
    return PAGES[page_id].under or page_id
