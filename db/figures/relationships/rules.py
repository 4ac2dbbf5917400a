"""The rules for trouble that a ledger keeps: a setting, changed as an operation, and the same for whoever asks."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from db.figures.questions import RULES
from db.tables.settings import Settings
from db.view.view import View

#: The key of the setting.
KEY = "trouble_rules"
DAYS = 365
_MOST_DAYS = 36_500
#: A limit is never more: a share is at most all, and nobody counts further.
MOST = 10_000.0


@dataclass(frozen=True, slots=True)
class Rules:
    """``days`` that are looked back, and from how much on each rule of :data:`RULES` is met; 0: no rule."""

    days: int = DAYS
    limits: Mapping[str, float] = field(default_factory=lambda: dict(RULES))


def kept_rules(view: View) -> Rules:
    """The rules of a ledger as they are now; what is not understood of them is as in the beginning."""
    try:
        found = json.loads(Settings(view.at).get(KEY) or "{}")
    except ValueError:
        found = {}
    said = found if isinstance(found, dict) else {}
    days = said.get("days")
    known = isinstance(days, int) and not isinstance(days, bool) and 1 <= days <= _MOST_DAYS
    limits = {name: _limit(said.get(name), limit) for name, limit in RULES.items()}
    return Rules(days if isinstance(days, int) and known else DAYS, limits)


def text_of(rules: Rules) -> str:
    """The rules as a setting keeps them."""
    return json.dumps({"days": rules.days, **rules.limits})


def _limit(value: object, otherwise: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return otherwise
    return float(value) if 0 <= value <= MOST else otherwise
