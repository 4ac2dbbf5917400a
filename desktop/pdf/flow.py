"""The flow of a report over pages: margins, running heads and feet, sections, paragraphs and tables.

A row never breaks across pages; a table's header is repeated; a heading stays with what follows it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from desktop.pdf.canvas import ACCENT, FAINT, HAIR, INK, MUTED, PAPER, Circle, Measure, PageMarks, Style
from desktop.wording import formatting
from desktop.wording.i18n import _

#: Width and height in points.
PAPERS = {"a4": (595.28, 841.89), "letter": (612.0, 792.0)}
MARGIN = 51.0  # 18 mm
_FOOT = 30.0

TITLE = Style(23, bold=True)
SECTION = Style(8.2, bold=True, spacing=7, color=ACCENT)
TABLE_TITLE = Style(8.6, bold=True)
CAPS = Style(6.0, bold=True, spacing=6, color=MUTED)
BODY = Style(8.6)
SMALL = Style(7.4)
NOTE = Style(7.2, color=MUTED)
FIGURE = Style(17, bold=True)
CELL = Style(7.6)
CELL_BOLD = Style(7.6, bold=True)
CELL_NOTE = Style(6.9, color=MUTED)
RUNNING = Style(6.8, color=FAINT)
LEADING = 1.32


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text in a cell or paragraph, on lines of its own; an address makes it a link."""

    text: str
    style: Style = CELL
    url: str = ""


@dataclass(frozen=True, slots=True)
class Badge:
    """The number of an event, in a circle as in the charts."""

    number: int
    color: str
    filled: bool = True
    hatched: bool = False


Cell = Sequence[Span] | Badge


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its header, its share of the width (or its width in points), numbers to the right."""

    header: str
    share: float = 0.0
    points: float = 0.0
    right: bool = False


@dataclass(slots=True)
class Flow:
    """Where the report stands: the current page and how far down it is filled."""

    paper: str
    running: str  # at the left of the head, from the second page on
    footer: str
    measure: Measure = field(default_factory=Measure)
    pages: list[PageMarks] = field(default_factory=list)
    y: float = 0.0

    def __post_init__(self) -> None:
        self.width, self.height = PAPERS[self.paper]
        self.new_page()

    # `width` and `height` follow from the paper.
    width: float = field(init=False)
    height: float = field(init=False)

    @property
    def page(self) -> PageMarks:
        """The page being filled."""
        return self.pages[-1]

    @property
    def inner(self) -> float:
        """The width between the margins."""
        return self.width - 2 * MARGIN

    @property
    def bottom(self) -> float:
        """How far down a page may be filled."""
        return self.height - MARGIN - _FOOT * 0.35

    @property
    def room(self) -> float:
        """What is left of this page, in points."""
        return self.bottom - self.y

    def new_page(self) -> None:
        """Goes on at the top of a new page."""
        self.pages.append(PageMarks())
        self.y = MARGIN
        if len(self.pages) > 1:
            self.page.text(MARGIN, MARGIN - 12, self.measure.elided(self.running, RUNNING, self.inner), RUNNING)
            self.page.line((MARGIN, MARGIN - 6), (self.width - MARGIN, MARGIN - 6))
            self.y += 8

    def need(self, height: float) -> None:
        """Begins a new page unless ``height`` fits on this one."""
        if self.room < height and self.y > MARGIN + 10:
            self.new_page()

    def space(self, height: float) -> None:
        """Leaves a gap, but none at the top of a page."""
        if self.y > MARGIN + 10:
            self.y += height

    # Texts.

    def right(self, x: float, y: float, text: str, style: Style) -> None:
        """A text that ends at ``x``."""
        self.page.text(x - self.measure.width(text, style), y, text, style)

    def center(self, x: float, y: float, text: str, style: Style) -> None:
        """A text around ``x``."""
        self.page.text(x - self.measure.width(text, style) / 2, y, text, style)

    def section(self, title: str, *, keep: float = 60.0) -> None:
        """A heading with a hairline, together with at least ``keep`` points of what follows."""
        self.space(20)
        self.need(keep + 22)
        self.page.text(MARGIN, self.y + 8, title.upper(), SECTION)
        self.page.line((MARGIN, self.y + 13.5), (self.width - MARGIN, self.y + 13.5), color=ACCENT, width=0.7)
        self.y += 22

    def paragraph(self, text: str, style: Style = BODY, *, width: float = 0.0, after: float = 4.0) -> None:
        """A text over as many lines and pages as it takes."""
        leading = style.size * LEADING
        for line in self.measure.wrap(text, style, width or self.inner):
            self.need(leading)
            self.page.text(MARGIN, self.y + style.size, line, style)
            self.y += leading
        self.y += after

    # Tables.

    def table(
        self,
        columns: Sequence[Column],
        rows: Iterable[Sequence[Cell]],
        *,
        title: str = "",
        again: str = "",
        tight: bool = False,
    ) -> None:
        """A table with hairlines between its rows; ``again`` stands above its header on the pages it goes on to.

        ``title``: above the header, and together with it and the first two rows on one page.
        A column in which nothing stands is left out; the first one names the rows and stays.
        """
        rows = list(rows)
        kept = [n for n in range(len(columns)) if n == 0 or any(_says(row[n]) for row in rows)]
        columns, rows = [columns[n] for n in kept], [[row[n] for n in kept] for row in rows]
        air = 1.6 if tight else 3.2
        widths = self._widths(columns)
        if title and rows:
            first = sum(self._laid(row, widths, air)[1] for row in rows[:2])
            self.need(TABLE_TITLE.size * LEADING + _UNDER_TITLE + _HEADER + first)
            self.paragraph(title, TABLE_TITLE, after=_UNDER_TITLE)
        begun = False
        for row in rows:
            cells, height = self._laid(row, widths, air)
            if not begun or self.room < height:
                if begun:
                    self._rule()
                    self.new_page()
                    if again:
                        self.page.text(MARGIN, self.y + 7, again, replace(CAPS, color=FAINT))
                        self.y += 12
                elif self.room < height + _HEADER:
                    self.new_page()
                self._header(columns, widths)
                begun = True
            else:
                self.page.line((MARGIN, self.y), (self.width - MARGIN, self.y), width=0.3)
            self._row(columns, widths, cells, air=air)
            self.y += height
        if begun:
            self._rule()

    def _laid(
        self, row: Sequence[Cell], widths: Sequence[float], air: float
    ) -> tuple[Sequence[list[Span] | Badge], float]:
        """The lines of a row, and how high it is."""
        cells = [self._lines(cell, width) for cell, width in zip(row, widths, strict=True)]
        return cells, max(_height(lines) for lines in cells) + 2 * air

    def _rule(self) -> None:
        self.page.line((MARGIN, self.y), (self.width - MARGIN, self.y), color=INK, width=0.5)

    def _widths(self, columns: Sequence[Column]) -> list[float]:
        """Widths of the cells' contents; columns are 9 points apart."""
        free = self.inner - sum(column.points for column in columns)
        shares = sum(column.share for column in columns) or 1.0
        return [(column.points or free * column.share / shares) - _GAP for column in columns]

    def _header(self, columns: Sequence[Column], widths: Sequence[float]) -> None:
        x = MARGIN
        for column, width in zip(columns, widths, strict=True):
            text = self.measure.elided(column.header.upper(), CAPS, width + _GAP)
            if column.right:
                self.right(x + width, self.y + 7, text, CAPS)
            else:
                self.page.text(x, self.y + 7, text, CAPS)
            x += width + _GAP
        self.y += 11.5
        self._rule()

    def _lines(self, cell: Cell, width: float) -> list[Span] | Badge:
        if isinstance(cell, Badge):
            return cell
        return [
            replace(span, text=line)
            for span in cell
            if span.text
            for line in self.measure.wrap(span.text, span.style, width)
        ]

    def _row(
        self, columns: Sequence[Column], widths: Sequence[float], cells: Sequence[list[Span] | Badge], *, air: float
    ) -> None:
        x, page, measure = MARGIN, self.page, self.measure
        for column, width, lines in zip(columns, widths, cells, strict=True):
            if isinstance(lines, Badge):
                draw_badge(page, measure, x + badge_half(lines.number, 5.6) + 0.8, self.y + 8.0, lines)
            else:
                y = self.y + air - 0.2
                for span in lines:
                    at = x + width - measure.width(span.text, span.style) if column.right else x
                    page.text(at, y + span.style.size, span.text, span.style, url=span.url)
                    y += span.style.size * LEADING
            x += width + _GAP

    # The end.

    def finish(self) -> list[PageMarks]:
        """The pages, each with its foot: file and operation at the left, page n of m at the right."""
        total = len(self.pages)
        y = self.height - MARGIN * 0.62
        for number, page in enumerate(self.pages, start=1):
            page.line((MARGIN, y - 10), (self.width - MARGIN, y - 10), color=HAIR)
            text = _("Page {page} of {pages}").format(page=number, pages=total)
            width = self.measure.width(text, RUNNING)
            page.text(MARGIN, y, self.measure.elided(self.footer, RUNNING, self.inner - width - 20), RUNNING)
            page.text(self.width - MARGIN - width, y, text, RUNNING)
        return self.pages


_GAP = 9.0
#: What the header of a table takes at least, and the air between a table and its title.
_HEADER, _UNDER_TITLE = 16.0, 3.0


def _says(cell: Cell) -> bool:
    """Whether there is more in a cell than the sign for nothing."""
    return isinstance(cell, Badge) or any(span.text not in {"", formatting.ABSENT} for span in cell)


def _height(lines: list[Span] | Badge) -> float:
    return 10.0 if isinstance(lines, Badge) else sum(span.style.size * LEADING for span in lines)


def badge_half(number: int, radius: float) -> float:
    """Half the width of a marker: numbers of three digits and more draw the circle out."""
    return radius * (1.0 + max(0, len(str(number)) - 2) * 0.42)


def draw_badge(page: PageMarks, measure: Measure, x: float, y: float, badge: Badge, *, radius: float = 5.6) -> None:
    """A number in a circle around (x, y): filled if it counts, hollow if it does not, hatched if planned."""
    number = str(badge.number)
    fill = badge.color if badge.filled else PAPER
    dash = () if badge.filled or badge.hatched else (1.4, 1.0)
    stretch = badge_half(badge.number, radius) - radius
    page.marks.append(Circle(x, y, radius, stretch=stretch, line=badge.color, fill=fill, width=0.7, dash=dash))
    if badge.hatched:
        half = radius * 0.7
        page.hatch(x - half, y - half, 2 * half, 2 * half, color=HAIR, step=1.8)
    size = radius * (1.2 if len(number) == 1 else 1.08)
    style = Style(size, bold=True, color=PAPER if badge.filled else badge.color)
    page.text(x - measure.width(number, style) / 2, y + style.size * 0.355, number, style)
