"""Views that hold no more than a question needs: records of a large ledger are read in seconds, its columns at once."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from db.model.ids import OrganizationId
from db.model.values import KindGroup
from db.view.series import whole
from db.view.view import View

#: With more organizations than this, everything is read.
_MANY = 5_000


def of_groups(view: View, *groups: KindGroup) -> View:
    """The same scope with the kinds of some groups alone; of none of them where the scope has others."""
    scope = view.scope
    kinds = [code for code, kind in view.kinds.items() if kind.group in groups]
    wanted = [code for code in kinds if not scope.kinds or code in scope.kinds]
    return view.under(replace(scope, kinds=tuple(wanted) or ("",)))


def of_organizations(view: View, organizations: Collection[OrganizationId]) -> View:
    """Everything of some organizations, whatever the period, the words and the kinds of the scope."""
    scope = whole(view.scope)
    return view.under(replace(scope, organization_ids=tuple(sorted(organizations))) if
                      len(organizations) <= _MANY else scope)  # fmt: skip
