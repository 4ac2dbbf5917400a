"""Texts for places with a single line. No Qt: the command line uses them too."""

from __future__ import annotations

from urllib.parse import urlsplit

#: Control characters, which HTML cannot hold and a line cannot show: seen as the replacement character.
CONTROLS = dict.fromkeys([*range(0x20), *range(0x7F, 0xA0)], "\ufffd")


def one_line(text: str) -> str:
    """``text`` for places with a single line (cells, titles, menus): blanks joined, control characters made seen."""
    return " ".join(text.split()).translate(CONTROLS)


def elided(text: str, *, limit: int = 60) -> str:
    """``text`` on one line, at most ``limit`` characters, cut at the end with an ellipsis."""
    line = one_line(text)
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def host_of(text: str) -> str:
    """The host of a web address without "www."; empty if it is none."""
    try:
        parts = urlsplit(text.strip())
        host = parts.hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.") if parts.scheme in {"http", "https"} and "." in host else ""
