"""The colors of the two schemes as plain values, and the arithmetic of contrast. No Qt, so that the PDF has them too.

Text colors keep 4.5:1 on every surface they stand on; edges of controls, focus rings and everything drawn in a chart
keep 3:1 (WCAG 2.2, 1.4.3 and 1.4.11).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, kw_only=True, repr=False, eq=False)
class Colors:
    """One scheme. All values are ``#rrggbb``."""

    dark: bool
    window: str  # behind everything
    surface: str  # tables, charts, fields
    raised: str  # headers, menus, cards on a surface
    hover: str
    border: str  # quiet lines that carry no meaning
    control: str  # edges of fields and buttons
    text: str
    muted: str
    accent: str  # links, focus, the default button
    accent_text: str  # on accent
    selection: str  # behind text
    positive: str
    negative: str
    warning: str
    # charts, on surface
    employees: str
    contingent: str
    unspecified: str
    band: str  # the fill between low and high; edges are drawn in the color of the line
    grid: str
    axis: str
    unexplained: str


LIGHT = Colors(
    dark=False,
    window="#f4f3f1",
    surface="#ffffff",
    raised="#faf9f7",
    hover="#e9e7e3",
    border="#dedbd6",
    control="#8b8780",
    text="#211f1c",
    muted="#625e57",
    accent="#0f6674",
    accent_text="#ffffff",
    selection="#cfe5e8",
    positive="#17713f",
    negative="#b03024",
    warning="#855600",
    employees="#0f6674",
    contingent="#8a4f9e",
    unspecified="#6f6b64",
    band="#d5e8ea",
    grid="#eae8e4",
    axis="#625e57",
    unexplained="#a35f00",
)

DARK = Colors(
    dark=True,
    window="#1c1b19",
    surface="#242320",
    raised="#2c2a27",
    hover="#383632",
    border="#3d3a36",
    control="#86827a",
    text="#eceae6",
    muted="#aba79f",
    accent="#56b7c4",
    accent_text="#06262b",
    selection="#1f4c54",
    positive="#62c790",
    negative="#f28b7d",
    warning="#e3b35e",
    employees="#56b7c4",
    contingent="#c79bd8",
    unspecified="#a09c94",
    band="#23444a",
    grid="#33312d",
    axis="#aba79f",
    unexplained="#e0a04a",
)


def luminance(color: str) -> float:
    """Relative luminance of ``#rrggbb``, 0 to 1 (WCAG 2.2, definition of relative luminance)."""
    parts = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    """Contrast ratio of two colors, 1 to 21 (WCAG 2.2, definition of contrast ratio)."""
    darker, lighter = sorted((luminance(first), luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


@lru_cache(maxsize=512)
def readable(color: str, background: str, ratio: float = 3.0) -> str:
    """``color``, moved toward black or white no further than it needs to reach ``ratio`` on ``background``.

    For colors that come from data: the kinds of a ledger have one color each for every scheme.
    """
    target = 0 if luminance(background) > 0.18 else 255
    for step in range(21):
        made = "#" + "".join(
            f"{round(part + (target - part) * step / 20):02x}"
            for part in (int(color[at : at + 2], 16) for at in (1, 3, 5))
        )
        if contrast(made, background) >= ratio:
            return made
    return "#000000" if target == 0 else "#ffffff"
