"""Pages as lists of marks, and the painter that puts them on any device: a PDF, a printer, a picture for the preview.

All coordinates are in points (1/72 inch) from the top left corner of the page. Texts are measured once, at
:data:`RESOLUTION`, and every device gets the same layout scaled. Everything is a vector; nothing is rasterized.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF, QTextCharFormat, QTextLayout

from desktop.drawing.layout import Layout
from desktop.drawing.painter import paint_figure
from desktop.drawing.palette import Palette
from desktop.drawing.place import Device
from desktop.drawing.scripts import visual
from desktop.drawing.text import PAPER_FAMILIES, Type, shown
from desktop.look.colors import LIGHT, PRINT, WHITE

#: Dots per inch in which texts are measured and the PDF is written: fine enough that no width is rounded visibly.
RESOLUTION = 1200
UNIT = RESOLUTION / 72

INK, MUTED, FAINT, HAIR = PRINT["ink"], PRINT["muted"], PRINT["faint"], PRINT["hair"]
ACCENT, PAPER = PRINT["accent"], WHITE


@dataclass(frozen=True, slots=True)
class Style:
    """How a text looks: size in points, weight, extra space between letters in percent of their width."""

    size: float
    bold: bool = False
    spacing: float = 0.0
    color: str = INK


@dataclass(frozen=True, slots=True)
class Text:
    """A line of text from ``x`` on its baseline ``y``."""

    x: float
    y: float
    text: str
    style: Style
    url: str = ""


@dataclass(frozen=True, slots=True)
class Shape:
    """A polygon (``closed``) or a polyline, with a line, a fill or both. ``dash`` in points."""

    points: tuple[tuple[float, float], ...]
    line: str = ""
    fill: str = ""
    width: float = 0.5
    dash: tuple[float, ...] = ()
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Circle:
    """A circle around (``x``, ``y``), drawn out by ``stretch`` points to either side."""

    x: float
    y: float
    radius: float
    stretch: float = 0.0
    line: str = ""
    fill: str = ""
    width: float = 0.5
    dash: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Drawing:
    """A figure that is laid out, its left upper corner at (``x``, ``y``)."""

    x: float
    y: float
    layout: Layout
    type: Type


Mark = Text | Shape | Circle | Drawing


@dataclass(slots=True)
class PageMarks:
    """What stands on one page, in the order of painting."""

    marks: list[Mark] = field(default_factory=list)

    def text(self, x: float, y: float, text: str, style: Style, *, url: str = "") -> None:
        """A text that begins at ``x``."""
        if text:
            self.marks.append(Text(x, y, text, style, url))

    def line(
        self, start: tuple[float, float], end: tuple[float, float], *, color: str = HAIR, width: float = 0.4,
        dash: tuple[float, ...] = (),
    ) -> None:  # fmt: skip
        """A straight line."""
        self.marks.append(Shape((start, end), line=color, width=width, dash=dash))

    def rect(
        self, x: float, y: float, width: float, height: float, *, fill: str = "", line: str = "", stroke: float = 0.5,
        dash: tuple[float, ...] = (),
    ) -> None:  # fmt: skip
        """A rectangle."""
        corners = ((x, y), (x + width, y), (x + width, y + height), (x, y + height))
        self.marks.append(Shape(corners, line=line, fill=fill, width=stroke, dash=dash, closed=True))

    def shape(self, *points: tuple[float, float], fill: str = "", line: str = "", width: float = 0.5) -> None:
        """A filled or outlined polygon."""
        self.marks.append(Shape(points, line=line, fill=fill, width=width, closed=True))

    def hatch(
        self, x: float, y: float, width: float, height: float, *, color: str, step: float = 2.2, stroke: float = 0.45
    ) -> None:
        """Diagonal lines within a rectangle, drawn one by one since the patterns of Qt depend on the device."""
        offset = step
        while offset < width + height:
            start = (x + min(offset, width), y + max(0.0, offset - width))
            end = (x + max(0.0, offset - height), y + min(offset, height))
            self.line(start, end, color=color, width=stroke)
            offset += step


class Measure:
    """Widths of texts and lines broken to a width; every word is measured once."""

    def __init__(self) -> None:
        self._metrics: dict[tuple[float, bool, float], QFontMetricsF] = {}
        self._widths: dict[tuple[float, bool, float], dict[str, float]] = {}

    def width(self, text: str, style: Style) -> float:
        """The width of a line of text in points."""
        key = (style.size, style.bold, style.spacing)
        widths = self._widths.setdefault(key, {})
        found = widths.get(text)
        if found is None:
            if key not in self._metrics:
                self._metrics[key] = QFontMetricsF(font(style))
            found = widths[text] = self._metrics[key].horizontalAdvance(text) / UNIT
        return found

    def wrap(self, text: str, style: Style, width: float) -> list[str]:
        """The text in lines no wider than ``width``; a word that is too long for a line of its own is cut."""
        lines: list[str] = []
        space = self.width(" ", style)
        for paragraph in text.splitlines():
            line, used = "", 0.0
            for word in paragraph.split(" "):
                size = self.width(word, style)
                if line and used + space + size <= width:
                    line, used = f"{line} {word}", used + space + size
                    continue
                if line:
                    lines.append(line)
                *full, line = self._cut(word, style, width) if size > width else [word]
                lines.extend(full)
                used = self.width(line, style)
            lines.append(line)
        return lines or [""]

    def _cut(self, word: str, style: Style, width: float) -> list[str]:
        """A word in pieces, preferably after one of the signs at which an address can be broken."""
        pieces: list[str] = []
        while self.width(word, style) > width and len(word) > 1:
            at = len(word) - 1
            while at > 1 and self.width(word[:at], style) > width:
                at -= 1
            soft = max(word.rfind(sign, 0, at) for sign in "/-_.?&")
            at = soft + 1 if soft > at // 2 else at
            pieces.append(word[:at])
            word = word[at:]
        return [*pieces, word]

    def elided(self, text: str, style: Style, width: float) -> str:
        """The text on one line, cut with an ellipsis if it is wider than ``width``."""
        if self.width(text, style) <= width:
            return text
        while text and self.width(f"{text}…", style) > width:
            text = text[:-1]
        return f"{text.rstrip()}…"


def font(style: Style) -> QFont:
    """The font of a style, in dots of :data:`RESOLUTION`, with digits of equal width."""
    made = QFont()
    made.setFamilies(list(PAPER_FAMILIES))
    made.setPixelSize(round(style.size * UNIT))
    made.setBold(style.bold)
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    made.setFeature(QFont.Tag("tnum"), 1)
    if style.spacing:
        # Not the absolute spacing: Qt scales that with the device.
        made.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 100 + style.spacing)
    return made


class Press:
    """Puts pages on a painter whose device has ``dpi`` dots per inch. Fonts and pens are made once."""

    def __init__(self, painter: QPainter, *, dpi: float) -> None:
        self._painter = painter
        self._measure = Measure()
        self._fonts: dict[Style, QFont] = {}
        self._pens: dict[tuple[str, float, tuple[float, ...]], QPen] = {}
        self._brushes: dict[str, QBrush] = {}
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        painter.scale(dpi / RESOLUTION, dpi / RESOLUTION)

    def put(self, page: PageMarks) -> None:
        """Paints one page."""
        for mark in page.marks:
            if isinstance(mark, Text):
                self._text(mark)
            elif isinstance(mark, Shape):
                self._shape(mark)
            elif isinstance(mark, Drawing):
                self._drawing(mark)
            else:
                self._dress(mark.line, mark.fill, mark.width, mark.dash)
                radius, half = mark.radius * UNIT, (mark.radius + mark.stretch) * UNIT
                box = QRectF(mark.x * UNIT - half, mark.y * UNIT - radius, 2 * half, 2 * radius)
                self._painter.drawRoundedRect(box, radius, radius)

    def _text(self, mark: Text) -> None:
        made = self._fonts.get(mark.style)
        if made is None:
            made = self._fonts[mark.style] = font(mark.style)
        painter = self._painter
        painter.setPen(self._pen(mark.style.color, 0.5, ()))
        if mark.url:
            self._link(mark, made)
            return
        painter.setFont(made)
        # Word by word: in the fonts Qt embeds, the glyph of the blank is said to be a tab, and a reader's search for
        # "Scale AI" finds nothing. From gaps between words every reader makes blanks.
        x, y, blank = mark.x, mark.y * UNIT, self._measure.width(" ", mark.style)
        for word in visual(shown(mark.text).replace("\N{NO-BREAK SPACE}", " ")):
            if word:
                painter.drawText(QPointF(x * UNIT, y), word)
            x += self._measure.width(word, mark.style) + blank

    def _link(self, mark: Text, made: QFont) -> None:
        """A text that a PDF reader can follow: Qt makes the annotation from the format of a text layout."""
        layout = QTextLayout(mark.text, made)
        formats = QTextLayout.FormatRange()
        formats.start, formats.length = 0, len(mark.text)
        anchor = QTextCharFormat()
        anchor.setAnchor(True)
        anchor.setAnchorHref(mark.url)
        formats.format = anchor
        layout.setFormats([formats])
        layout.beginLayout()
        line = layout.createLine()
        line.setLineWidth(1e7)
        layout.endLayout()
        layout.draw(self._painter, QPointF(mark.x * UNIT, mark.y * UNIT - line.ascent()))

    def _drawing(self, mark: Drawing) -> None:
        self._painter.save()
        self._painter.translate(mark.x * UNIT, mark.y * UNIT)
        paint_figure(Device(self._painter, mark.type, Palette(LIGHT)), mark.layout)
        self._painter.restore()

    def _shape(self, mark: Shape) -> None:
        self._dress(mark.line, mark.fill, mark.width, mark.dash)
        points = mark.points
        if mark.closed:
            if len(points) == 4 and points[0][1] == points[1][1] and points[1][0] == points[2][0]:
                (left, top), (right, bottom) = points[0], points[2]
                box = QRectF(left * UNIT, top * UNIT, (right - left) * UNIT, (bottom - top) * UNIT)
                self._painter.drawRect(box)
            else:
                self._painter.drawPolygon(_polygon(points))
        elif len(points) == 2:
            (x1, y1), (x2, y2) = points
            self._painter.drawLine(QPointF(x1 * UNIT, y1 * UNIT), QPointF(x2 * UNIT, y2 * UNIT))
        else:
            self._painter.drawPolyline(_polygon(points))

    def _dress(self, line: str, fill: str, width: float, dash: tuple[float, ...]) -> None:
        self._painter.setPen(self._pen(line, width, dash) if line else Qt.PenStyle.NoPen)
        if fill not in self._brushes:
            self._brushes[fill] = QBrush(QColor(fill)) if fill else QBrush(Qt.BrushStyle.NoBrush)
        self._painter.setBrush(self._brushes[fill])

    def _pen(self, color: str, width: float, dash: tuple[float, ...]) -> QPen:
        key = (color, width, dash)
        if key not in self._pens:
            pen = QPen(QColor(color), width * UNIT)
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
            if dash:
                pen.setDashPattern([part / width for part in dash])
            self._pens[key] = pen
        return self._pens[key]


def _polygon(points: tuple[tuple[float, float], ...]) -> QPolygonF:
    return QPolygonF([QPointF(x * UNIT, y * UNIT) for x, y in points])
