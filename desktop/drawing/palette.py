"""Colors by role, for the scheme of a device. No Qt.

A role is the name of a color of :class:`~desktop.look.colors.Colors` ("employees"), with ``~60`` as much per cent of it
given to the surface ("employees~60"), ``on:`` black or white, whichever is read better on a role ("on:positive"), or
``#rrggbb`` of an event kind, moved until it can be seen on the surface. ``series0`` to ``series5`` tell lines apart.
"""

from __future__ import annotations

from typing import Any

from desktop.look.colors import BLACK, WHITE, Colors, contrast, readable


class Palette:
    """The roles of one scheme as ``#rrggbb``, each found once."""

    def __init__(self, colors: Colors) -> None:
        self.colors = colors
        self._found: dict[str, str] = {}
        self.kept: dict[object, Any] = {}  # what a painter has made of them and uses again

    def __getitem__(self, role: str) -> str:
        found = self._found.get(role)
        if found is None:
            found = self._found[role] = self._resolve(role)
        return found

    def _resolve(self, role: str) -> str:
        surface = self.colors.surface
        if role.startswith("on:"):
            return max(WHITE, BLACK, key=lambda ink: contrast(ink, self[role[3:]]))
        name, _tilde, share = role.partition("~")
        if name.startswith("#"):
            color = readable(name, surface)
        elif name.startswith("series"):
            color = self.colors.series[int(name[6:]) % len(self.colors.series)]
        else:
            color = getattr(self.colors, name)
        return mix(color, surface, int(share) / 100) if share else color


def mix(color: str, other: str, share: float) -> str:
    """``color`` with a ``share`` (0 to 1) of ``other``: opaque, so that a print needs no transparency."""
    return "#" + "".join(
        f"{round(int(color[at : at + 2], 16) * (1 - share) + int(other[at : at + 2], 16) * share):02x}"
        for at in (1, 3, 5)
    )
