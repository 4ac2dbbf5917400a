"""Text of a figure: fonts in points of the reader, measured, cut to a width, and drawn; every width is found once."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QGuiApplication, QPainter, QStaticText, QTextLayout, QTransform

from desktop.drawing.scripts import visual
from desktop.wording.language.lines import one_line

#: Body text of a figure, and smaller notes, in points.
TEXT, SMALL = 9.0, 8.0

#: Tried in this order on paper; the last one is wide but has nearly every script. Qt falls back further by itself.
PAPER_FAMILIES = ("Helvetica Neue", "Segoe UI", "Nimbus Sans", "Liberation Sans", "Noto Sans", "DejaVu Sans")
_KEPT = 20_000

_shown: dict[str, str] = {}


def shown(text: str) -> str:
    """A text as it can be drawn: on one line, and a sign that no font has told by its number, "[U+10D0F]"."""
    if text.isascii() and text.isprintable():
        return text
    found = _shown.get(text)
    if found is None:
        if len(_shown) > _KEPT:
            _shown.clear()
        line = one_line(text)
        found = _shown[text] = "".join(f"[U+{ord(sign):04X}]" if _missing(sign) else sign for sign in line)
    return found


_signs: dict[str, bool] = {}


def _missing(sign: str) -> bool:
    """Whether no font here has a sign, those Qt falls back to included."""
    if ord(sign) < 0x250:
        return False
    if sign not in _signs:
        layout = QTextLayout(sign)
        layout.beginLayout()
        layout.createLine()
        layout.endLayout()
        _signs[sign] = any(0 in run.glyphIndexes() for run in layout.glyphRuns())
    return _signs[sign]


@dataclass(eq=False)
class Type:
    """The fonts of a device. ``unit``: its units in a point. ``paper``: in the families of a print, word by word."""

    unit: float
    paper: bool = False
    _fonts: dict[tuple[float, bool], QFont] = field(default_factory=dict)
    _metrics: dict[tuple[float, bool], QFontMetricsF] = field(default_factory=dict)
    _widths: dict[tuple[str, float, bool], float] = field(default_factory=dict)
    _statics: dict[tuple[str, float, bool], QStaticText] = field(default_factory=dict)
    _elided: dict[tuple[str, float, bool, int], str] = field(default_factory=dict)

    def font(self, size: float = TEXT, *, bold: bool = False) -> QFont:
        """The font in a size of points, with digits of equal width."""
        found = self._fonts.get((size, bold))
        if found is None:
            found = QFont(QGuiApplication.font())
            if self.paper:
                found.setFamilies(list(PAPER_FAMILIES))
                found.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
            found.setPixelSize(max(1, round(size * self.unit)))
            found.setWeight(
                (QFont.Weight.Bold if self.paper else QFont.Weight.DemiBold) if bold else QFont.Weight.Normal
            )
            found.setFeature(QFont.Tag("tnum"), 1)
            self._fonts[size, bold] = found
        return found

    def width(self, text: str, size: float = TEXT, *, bold: bool = False) -> float:
        """How wide a text is drawn, in units of the device."""
        key = (text, size, bold)
        found = self._widths.get(key)
        if found is None:
            if len(self._widths) > _KEPT:
                self._widths.clear()
            found = self._widths[key] = self._metric(size, bold=bold).horizontalAdvance(shown(text))
        return found

    def _static(self, line: str, size: float, *, bold: bool) -> QStaticText:
        """A text whose glyphs are found once: the same words are drawn in every frame."""
        key = (line, size, bold)
        found = self._statics.get(key)
        if found is None:
            if len(self._statics) > _KEPT:
                self._statics.clear()
            found = self._statics[key] = QStaticText(line)
            found.setTextFormat(Qt.TextFormat.PlainText)
            found.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
            found.prepare(QTransform(), self.font(size, bold=bold))
        return found

    def ascent(self, size: float = TEXT) -> float:
        """From the baseline to the top of a capital letter, about."""
        return self._metric(size, bold=False).capHeight()

    def _metric(self, size: float, *, bold: bool) -> QFontMetricsF:
        found = self._metrics.get((size, bold))
        if found is None:
            found = self._metrics[size, bold] = QFontMetricsF(self.font(size, bold=bold))
        return found

    def elided(self, text: str, room: float, size: float = TEXT, *, bold: bool = False) -> str:
        """The text, cut with an ellipsis where it is wider than ``room``; empty where not even one letter fits."""
        line = shown(text)
        if self.width(line, size, bold=bold) <= room + 0.5:
            return line
        key = (line, size, bold, int(room))
        found = self._elided.get(key)
        if found is None:
            if len(self._elided) > _KEPT:
                self._elided.clear()
            low, high = 0, len(line)
            metric = self._metric(size, bold=bold)
            while low < high:
                middle = (low + high + 1) // 2
                if metric.horizontalAdvance(line[:middle].rstrip() + "…") <= room:
                    low = middle
                else:
                    high = middle - 1
            found = self._elided[key] = line[:low].rstrip() + "…" if low else ""
        return found

    def draw(
        self, painter: QPainter, x: float, y: float, text: str, color: str, size: float = TEXT, *, bold: bool = False
    ) -> None:
        """One line from ``x`` on the baseline ``y``."""
        line = shown(text)
        painter.setFont(self.font(size, bold=bold))
        painter.setPen(QColor(color))
        if not self.paper:
            painter.drawStaticText(
                QPointF(x, y - self._metric(size, bold=bold).ascent()), self._static(line, size, bold=bold)
            )
            return
        # Word by word: in the fonts Qt embeds, the glyph of the blank is said to be a tab, and a reader's search for
        # "Scale AI" finds nothing. From gaps between words every reader makes blanks.
        blank = self.width(" ", size, bold=bold)
        for word in visual(line.replace("\N{NO-BREAK SPACE}", " ")):
            if word:
                painter.drawText(QPointF(x, y), word)
            x += self.width(word, size, bold=bold) + blank
