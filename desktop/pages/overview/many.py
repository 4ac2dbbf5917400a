"""The part of the overview that is about many organizations together."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt, Slot
from PySide6.QtGui import QFontInfo, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from db.model.scope import Scope
from desktop.look import plaintext
from desktop.look.theme import BASE_FONT, Theme
from desktop.pages.overview import words
from desktop.pages.overview.many_reading import ROWS, Beside, Many, read_beside, read_many
from desktop.pages.overview.section import Section
from desktop.session.bus import Bus
from desktop.session.requests import NarrowScope, ShowPage
from desktop.session.session import Session
from desktop.widgets.page_parts import muted
from desktop.widgets.request_button import RequestButton
from desktop.wording.figures.ranks import ranks
from desktop.wording.i18n import _

_HEIGHT = 216
_GAP = 10


class ManyPart(QWidget):
    """People over time, the largest organizations, who cuts again, what changed, and vendors in trouble."""

    def __init__(self, session: Session, theme: Theme, bus: Bus, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.trend = Trend(theme, bus, self)

        def section(title: str, link: str, whole: str) -> Section:
            return Section(theme, bus, title, link=link, whole=whole, rows=ROWS, parent=self)

        self.largest = section(_("Largest organizations"), _("Workforce"), "workforce")
        self.again = section(_("Who cuts again"), _("Workforce"), "workforce")
        self.changed = section(words.changed_title(), _("What changed"), "changes")
        self.vendors = section(_("Vendors in trouble"), _("Relationships"), "relationships")
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(_GAP)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)
        self.arrange(0)

    def arrange(self, room: int) -> None:
        """Two sections beside each other where they have ``room``, in pixels; else below each other."""
        parts = (self.largest, self.again, self.changed, self.vendors)
        wide = max(part.minimumSizeHint().width() for part in parts)
        columns = 2 if 2 * wide + _GAP <= room else 1
        self._grid.addWidget(self.trend, 0, 0, 1, 2)
        for number, part in enumerate(parts):
            self._grid.addWidget(part, 1 + number // columns, number % columns, 1, 3 - columns)

    def read(self, scope: Scope) -> None:
        """Ask the reader: first what is quick, then what may take longer."""
        tasks, failed = self._session.tasks, self._session.failed.emit
        for part in (self.largest, self.again, self.changed, self.vendors):
            part.show_rows(0, "…")
        tasks.read(partial(read_many, scope=scope), self._on_many, failed, key="overview.many", patient=True)
        tasks.read(partial(read_beside, scope=scope), self._on_beside, failed, key="overview.beside", patient=True)

    @Slot(object)
    def _on_many(self, found: Many) -> None:
        self.trend.show_figure(found.figure, found.described)
        self.largest.show_rows(len(found.largest), _("No layoff with an organization counts in this scope."))
        for row, cell in zip(self.largest.rows, found.largest, strict=False):
            figure = words.people_of(cell)
            if cell.organization_id is not None:
                row.asks = NarrowScope(cell.organization_id), ShowPage("workforce")
            row.say(cell.group, second=ranks(cell), right=figure, tip=f"{cell.group}: {figure}")
        self.again.show_rows(len(found.again), _("Nobody has two layoffs within a year of each other."))
        for row, cell in zip(self.again.rows, found.again, strict=False):
            if cell.organization_id is not None:
                row.asks = NarrowScope(cell.organization_id), ShowPage("workforce")
            said = words.again(cell)
            row.say(cell.group, second=said, right=words.events(cell.events), tip=f"{cell.group}: {said}")

    @Slot(object)
    def _on_beside(self, found: Beside) -> None:
        self.changed.show_rows(len(found.changed), _("Nothing that counts is otherwise than then."))
        for row, cell in zip(self.changed.rows, found.changed, strict=False):
            row.asks = (ShowPage("changes"),)
            name, said = words.changed(cell, found.kinds)
            row.say(name, second=said, right=words.change_of_events(cell), tip=f"{name}: {said}")
        none = _("No vendor meets a rule.") if found.vendors else _("No vendor is known. Record a relationship first.")
        self.vendors.show_rows(len(found.troubled), none)
        for row, cell in zip(self.vendors.rows, found.troubled, strict=False):
            if cell.organization_id is not None:
                row.asks = NarrowScope(cell.organization_id), ShowPage("relationships")
            said = words.rules_met(cell)
            row.say(cell.group, second=said, right=words.events(cell.events), tip=f"{cell.group}: {said}")


class Trend(QFrame):
    """A card with a figure that is only looked at: painted as charts are, without what makes them move."""

    def __init__(self, theme: Theme, bus: Bus, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.picture = Picture(theme, bus, self)
        self.note: QLabel = muted(parent=self, wrap=True)
        self.link = RequestButton(_("Workforce"), ShowPage("workforce"), bus, self)
        self.link.setProperty("role", "link")
        title = plaintext.label(_("People laid off"), parent=self)
        title.setProperty("role", "subheading")
        top = QHBoxLayout()
        top.setContentsMargins(8, 0, 0, 0)
        top.addWidget(title)
        top.addStretch()
        top.addWidget(self.link)
        self.note.setContentsMargins(8, 4, 8, 8)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(4)
        layout.addLayout(top)
        layout.addWidget(self.picture)
        layout.addWidget(self.note)

    def show_figure(self, figure: object, described: str) -> None:
        """Draw it; without one, say that there is none."""
        self.picture.show_figure(figure, described)
        self.picture.setVisible(figure is not None)
        plaintext.set_text(self.note, _("No layoff with a day counts in this scope."))
        self.note.setVisible(figure is None)


class Picture(QWidget):
    """The figure itself; a click leads to the page that has it whole."""

    def __init__(self, theme: Theme, bus: Bus, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._bus = theme, bus
        self._figure: object = None
        self.setFixedHeight(_HEIGHT)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(_("People laid off"))
        theme.changed.connect(self.update)

    def show_figure(self, figure: object, described: str) -> None:
        """Draw another; ``described`` says in words what it shows."""
        self._figure = figure
        self.setAccessibleDescription(described)
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(600, _HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Laid out for the width there is."""
        if self._figure is None:
            return
        from desktop.drawing.figure import Figure
        from desktop.drawing.layout import lay_out
        from desktop.drawing.painter import paint_figure
        from desktop.drawing.palette import Palette
        from desktop.drawing.place import Device
        from desktop.drawing.text import Type

        assert isinstance(self._figure, Figure)
        kind = Type(QFontInfo(QApplication.font()).pixelSize() / BASE_FONT * 4 / 3)
        layout = lay_out(self._figure, kind, self.width(), height=self.height())
        painter = QPainter(self)
        painter.setClipRect(QRectF(self.rect()))
        paint_figure(Device(painter, kind, Palette(self._theme.colors)), layout)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """To the page."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._bus.request(ShowPage("workforce"))
