"""All colors of the program as plain values, and the arithmetic of contrast. No Qt, so that the PDF has them too.

Text colors keep 4.5:1 on every surface they stand on, a selection among them; edges of controls, focus rings and
everything drawn in a chart keep 3:1 (WCAG 2.2, 1.4.3 and 1.4.11). The schemes of high contrast keep 7:1 and 4.5:1.
Colors that stand beside each other in a chart are told apart with deuteranopia and protanopia too. The tests of this
room compute all of it. Colors of kinds are data of the ledger, fitted to a scheme by :func:`readable`.
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
    series: tuple[str, ...]  # lines side by side, and the words at their ends


#: What stands on a color that came from data, whichever is read better; also the paper.
BLACK, WHITE = "#000000", "#ffffff"

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
    positive="#086148",
    negative="#ac1a43",
    warning="#6a4401",
    employees="#0f6674",
    contingent="#8b4ca7",
    unspecified="#777571",
    band="#d5e8ea",
    grid="#eae8e4",
    axis="#625e57",
    unexplained="#985800",
    series=("#0072b2", "#b84a00", "#00775a", "#914578", "#0f386a", "#514200"),
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
    muted="#ada9a1",
    accent="#56b7c4",
    accent_text="#06262b",
    selection="#1b434a",
    positive="#57ccad",
    negative="#ed9181",
    warning="#f8c464",
    employees="#64b8b4",
    contingent="#c99de0",
    unspecified="#94908c",
    band="#23444a",
    grid="#33312d",
    axis="#ada9a1",
    unexplained="#e3a043",
    series=("#49b1ed", "#de8653", "#35c79b", "#d687b7", "#bfe3ff", "#dcb728"),
)

HIGH_LIGHT = Colors(
    dark=False,
    window="#ffffff",
    surface="#ffffff",
    raised="#ffffff",
    hover="#ececec",
    border="#767676",
    control="#595959",
    text="#000000",
    muted="#383838",
    accent="#003f8a",
    accent_text="#ffffff",
    selection="#d5e8ff",
    positive="#054e3f",
    negative="#8e0639",
    warning="#523500",
    employees="#084a62",
    contingent="#712a9b",
    unspecified="#5e5f61",
    band="#cfe0e6",
    grid="#c4c4c4",
    axis="#383838",
    unexplained="#6b3d00",
    series=LIGHT.series,
)

HIGH_DARK = Colors(
    dark=True,
    window="#000000",
    surface="#000000",
    raised="#0f0f0f",
    hover="#2b2b2b",
    border="#8c8c8c",
    control="#a6a6a6",
    text="#ffffff",
    muted="#d6d6d6",
    accent="#6fd8ff",
    accent_text="#000000",
    selection="#00344a",
    positive="#6cf4b9",
    negative="#ffb28a",
    warning="#ffd357",
    employees="#95e1e4",
    contingent="#e0b0ff",
    unspecified="#b5b5b5",
    band="#1d3a3c",
    grid="#4a4a4a",
    axis="#d6d6d6",
    unexplained="#ffb53c",
    series=DARK.series,
)

#: What a page is written in, on white; "hair" is for quiet lines.
PRINT = {"ink": "#1d1b19", "muted": "#5c5852", "faint": "#757169", "hair": "#cfcbc5", "accent": "#0f5663"}


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
