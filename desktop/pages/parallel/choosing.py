"""How cases are chosen, and how that is said."""

from __future__ import annotations

from db.analysis.parallel_cases import ANCHORS
from db.model.values import KindGroup
from db.view.view import View
from desktop.pages.answers.shown import About, Chosen, Option
from desktop.wording import codes
from desktop.wording.i18n import _

#: Kinds that a case can begin with.
_GROUPS = (KindGroup.OWNERSHIP, KindGroup.LEADERSHIP, KindGroup.STRATEGY, KindGroup.WORKFORCE)


def anchors_of(chosen: Chosen) -> tuple[str, ...]:
    """The codes of the chosen kinds; by default the changes of ownership."""
    found = chosen.get("anchors")
    return tuple(str(one) for one in found) if isinstance(found, list | tuple) and found else ANCHORS


def known_anchors(view: View, chosen: Chosen) -> tuple[str, ...]:
    """Those of them that the ledger has, at the moment that is looked at; none: there were no kinds yet."""
    found = tuple(one for one in anchors_of(chosen) if one in view.kinds)
    return found or tuple(one for one in ANCHORS if one in view.kinds)


def kinds_option(about: About) -> Option:
    """Which kinds of events a case begins with."""
    names = [
        (code, codes.kind_name(kind)) for code, kind in about.kinds.items() if kind.group in _GROUPS and not kind.level
    ]
    return Option("anchors", _("Cases begin with"), names, anchors_of(about.chosen), several=True)
