"""What a relationship is called: its two sides, and what tells it apart from others of the same two."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Protocol

from db.model.ids import NO_ORGANIZATION, OrganizationId
from desktop.wording.i18n import _
from desktop.wording.language.lines import one_line

#: A vendor and a client; one of them may be unnamed.
Sides = tuple[OrganizationId | None, OrganizationId | None]


class Between(Protocol):
    """A relationship, a lane, or a row of one."""

    @property
    def vendor_id(self) -> OrganizationId | None:
        """Who serves; None: unnamed."""

    @property
    def client_id(self) -> OrganizationId | None:
        """Who is served; None: unnamed."""

    @property
    def category(self) -> str:
        """What is bought."""

    @property
    def reference(self) -> str:
        """The number of the contract."""


def sides_of(one: Between, names: Mapping[OrganizationId, str]) -> str:
    """Both sides: "Scale AI → Google"."""
    unnamed = _("unnamed")
    vendor, client = (names.get(side or NO_ORGANIZATION, "") or unnamed for side in (one.vendor_id, one.client_id))
    return _("{vendor} → {client}").format(vendor=vendor, client=client)


def what_of(one: Between) -> str:
    """What is bought, and the number of the contract: "data labeling, 4711"; empty where neither is known."""
    return ", ".join(filter(None, (one_line(one.category), one_line(one.reference))))


def whole_name(one: Between, names: Mapping[OrganizationId, str]) -> str:
    """All that identifies it: "Scale AI → Google (data labeling, 4711)"."""
    name, what = sides_of(one, names), what_of(one)
    return f"{name} ({what})" if what else name


def shared_sides(relationships: Iterable[Between]) -> frozenset[Sides]:
    """The pairs that have more than one relationship, which their names do not tell apart."""
    found = Counter((one.vendor_id, one.client_id) for one in relationships)
    return frozenset(sides for sides, count in found.items() if count > 1)


def apart(one: Between, shared: frozenset[Sides] = frozenset()) -> str:
    """What its sides do not say: the number, and for an unnamed side or a ``shared`` pair also what is bought."""
    sides = (one.vendor_id, one.client_id)
    return what_of(one) if None in sides or sides in shared else one_line(one.reference)


def told_apart(name: str, one: Between, shared: frozenset[Sides] = frozenset()) -> str:
    """A name with that: "Google (4711)"."""
    what = apart(one, shared)
    return f"{name} ({what})" if what else name


def lane_name(
    one: Between,
    names: Mapping[OrganizationId, str],
    *,
    own: OrganizationId | None = None,
    shared: frozenset[Sides] = frozenset(),
) -> str:
    """A relationship by its other side where one is ``own``, the only organization looked at, else by both.

    With what tells it apart, where the sides do not: "unnamed client · data labeling, 4711".
    """
    return " · ".join(filter(None, (_short_name(one, names, own), apart(one, shared))))


def _short_name(one: Between, names: Mapping[OrganizationId, str], own: OrganizationId | None) -> str:
    if own is not None and one.vendor_id == own:
        if one.client_id is None:
            return _("unnamed client")
        return _("{name} (client)").format(name=names.get(one.client_id, _("unnamed")))
    if own is not None and one.client_id == own:
        if one.vendor_id is None:
            return _("unnamed vendor")
        return _("{name} (vendor)").format(name=names.get(one.vendor_id, _("unnamed")))
    return sides_of(one, names)


__all__ = ["Between", "Sides", "apart", "lane_name", "shared_sides", "sides_of", "told_apart", "what_of", "whole_name"]
