"""The scope of the last session as text, so that the next one begins where the last one ended."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from db.model.ids import OrganizationId
from db.model.scope import FieldFilter, Scope
from db.model.values import Status


def kept(path: Path, scope: Scope) -> str:
    """The scope of a ledger as JSON. The words searched for are not kept: an emptied list would puzzle tomorrow."""
    return json.dumps({"ledger": str(path), **values_of(scope)})


def values_of(scope: Scope) -> dict[str, Any]:
    """A scope as plain values, without the words searched for."""
    return {
        "organizations": scope.organization_ids,
        "first": scope.first.isoformat() if scope.first else None,
        "last": scope.last.isoformat() if scope.last else None,
        "status": scope.minimum_status,
        "known_on": scope.known_on.isoformat() if scope.known_on else None,
        "known_operation": scope.known_operation,
        "kinds": scope.kinds,
        "fields": [asdict(one) for one in scope.fields],
    }


def restored(text: str, path: Path) -> Scope | None:
    """The scope kept for this ledger; None if there is none, or the text is not what :func:`kept` wrote."""
    try:
        found = json.loads(text)
        if found["ledger"] != str(path):
            return None
        return scope_of(found)
    except (ValueError, KeyError, TypeError):
        return None


def scope_of(found: Mapping[str, Any]) -> Scope:
    """The scope of plain values. Raises ValueError, KeyError or TypeError for what :func:`values_of` does not give."""
    return Scope(
        organization_ids=tuple(OrganizationId(int(one)) for one in found["organizations"]),
        first=_day(found["first"]),
        last=_day(found["last"]),
        minimum_status=Status(found["status"]),
        known_on=_day(found["known_on"]),
        known_operation=None if found.get("known_operation") is None else int(found["known_operation"]),
        kinds=tuple(map(str, found["kinds"])),
        fields=tuple(_filter(one) for one in found.get("fields", ())),
    )


def _filter(found: dict[str, Any]) -> FieldFilter:
    values = tuple(one if isinstance(one, int | float | str) else str(one) for one in found["values"])
    return FieldFilter(
        field_id=int(found["field_id"]), values=values, not_stated=bool(found["not_stated"]),
        differing=bool(found["differing"]),
    )  # fmt: skip


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
