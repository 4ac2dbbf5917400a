"""Findings as a list: grouped by kind, each group under its name and count; of many those that change the most."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from db.analysis.series import Finding, FindingKind
from db.model.ids import OrganizationId
from desktop.look import plaintext
from desktop.look.selecting import paint_bar
from desktop.look.theme import Theme
from desktop.session.findings import Summary
from desktop.wording import formatting
from desktop.wording.findings import finding_name, finding_sentence
from desktop.wording.i18n import _, ngettext

Index = QModelIndex | QPersistentModelIndex
Group = tuple[FindingKind, int]  # with how many there are
#: Above this many findings in all, a group shows so many until the rest is asked for.
_MANY, _FIRST = 25, 5
_DISPLAY = Qt.ItemDataRole.DisplayRole.value
_TOOLTIP = Qt.ItemDataRole.ToolTipRole.value


@dataclass(frozen=True, slots=True)
class More:
    """The line that leads to the rest of a group."""

    kind: FindingKind
    hidden: int


class FindingRows(QAbstractListModel):
    """Group names and findings in one list; a sentence is made when its row is first seen."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[Group | Finding | More] = []
        self._whole: set[FindingKind] = set()  # groups that are shown to their end
        self._summary: Summary | None = None
        self._accepted = False
        self._names: Mapping[OrganizationId, str] = {}
        self._sentences: dict[int, str] = {}

    def fill(self, summary: Summary | None, *, accepted: bool) -> None:
        """Show the open findings of a summary, or the accepted ones."""
        self.beginResetModel()
        self._sentences.clear()
        self._summary, self._accepted = summary, accepted
        self._rows = [] if summary is None else _grouped(summary, self._whole, accepted=accepted)
        self._names = {} if summary is None else summary.names
        self.endResetModel()

    def finding(self, row: int) -> Finding | None:
        """The finding of a row; None for the name of a group."""
        found = self._rows[row] if 0 <= row < len(self._rows) else None
        return found if isinstance(found, Finding) else None

    def more(self, row: int) -> FindingKind | None:
        """The group whose rest a row leads to; None for any other row."""
        found = self._rows[row] if 0 <= row < len(self._rows) else None
        return found.kind if isinstance(found, More) else None

    def show_all(self, kind: FindingKind) -> None:
        """Show a group to its end."""
        self._whole.add(kind)
        self.fill(self._summary, accepted=self._accepted)

    def row_of(self, identity: str) -> int | None:
        """Where a finding stands; its group is shown to its end where it would be hidden."""
        summary = self._summary
        hidden = next((one for one in summary.findings if one.identity == identity), None) if summary else None
        shown = any(isinstance(one, Finding) and one.identity == identity for one in self._rows)
        if hidden is not None and hidden.accepted is self._accepted and not shown:
            self.show_all(hidden.kind)
        return next(
            (row for row, one in enumerate(self._rows) if isinstance(one, Finding) and one.identity == identity), None
        )

    def sentence(self, row: int) -> str:
        """The finding in a sentence, or the name of the group."""
        found = self._sentences.get(row)
        if found is None:
            one = self._rows[row]
            if isinstance(one, Finding):
                found = finding_sentence(one, self._names)
            elif isinstance(one, More):
                found = ngettext("Show {n} more", "Show {n} more", one.hidden).format(n=formatting.number(one.hidden))
            else:
                found = _("{name} ({n})").format(name=finding_name(one[0]), n=formatting.number(one[1]))
            found = self._sentences[row] = plaintext.one_line(found)
        return found

    # Qt.

    def rowCount(self, parent: Index | None = None) -> int:
        """Groups and findings."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = _DISPLAY) -> object:
        """The sentence."""
        if role not in {_DISPLAY, _TOOLTIP} or not 0 <= index.row() < len(self._rows):
            return None
        text = self.sentence(index.row())
        return text if role == _DISPLAY else plaintext.tooltip_text(text)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Names of groups cannot be chosen."""
        if self.finding(index.row()) is None and self.more(index.row()) is None:
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren


def _grouped(summary: Summary, whole: Collection[FindingKind], *, accepted: bool) -> list[Group | Finding | More]:
    rows: list[Group | Finding | More] = []
    many = (summary.accepted if accepted else summary.open) > _MANY
    for kind in FindingKind:
        of_kind: Sequence[Finding] = [one for one in summary.findings if one.kind is kind and one.accepted is accepted]
        if not of_kind:
            continue
        rows.append((kind, summary.counts[kind][accepted]))
        # One more line would tell no more than the one that leads to it.
        shown = of_kind[:_FIRST] if many and kind not in whole and len(of_kind) > _FIRST + 1 else of_kind
        rows.extend(shown)
        if len(shown) < len(of_kind):
            rows.append(More(kind, len(of_kind) - len(shown)))
    return rows


class FindingDelegate(QStyledItemDelegate):
    """Paints a group's name, or the sign and the sentence of a finding on up to two lines."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Room for two lines; one for a group."""
        line = option.fontMetrics.height()
        model = index.model()
        group = isinstance(model, FindingRows) and model.finding(index.row()) is None  # or what leads to its rest
        return QSize(200, line + 20 if group else 2 * line + 14)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One row."""
        model = index.model()
        if not isinstance(model, FindingRows):
            return
        finding, text = model.finding(index.row()), model.sentence(index.row())
        area = option.rect
        painter.save()
        if model.more(index.row()) is not None:
            self._paint_more(painter, option, text)
        elif finding is None:
            font = QFont(option.font)
            font.setWeight(QFont.Weight.DemiBold)
            painter.setFont(font)
            painter.setPen(self._theme.color("muted"))
            painter.drawText(area.adjusted(14, 6, -12, 0), Qt.AlignmentFlag.AlignVCenter, text)
        else:
            state = option.state
            if state & QStyle.StateFlag.State_Selected:
                painter.fillRect(area, self._theme.color("selection"))
                paint_bar(painter, option)
            elif state & QStyle.StateFlag.State_MouseOver:
                painter.fillRect(area, self._theme.color("hover"))
            name, color = ("check", "positive") if finding.accepted else ("warning", "warning")
            self._theme.icon(name, color).paint(painter, area.left() + 14, area.center().y() - 9, 18, 18)
            painter.setPen(self._theme.color("text"))
            box = area.adjusted(44, 0, -14, 0)
            painter.drawText(box, _WRAP, two_lines(painter, text, box.width()))
        painter.restore()

    def _paint_more(self, painter: QPainter, option: QStyleOptionViewItem, text: str) -> None:
        state = option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, self._theme.color("selection"))
            paint_bar(painter, option)
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(option.rect, self._theme.color("hover"))
        painter.setPen(self._theme.color("accent"))
        painter.drawText(option.rect.adjusted(44, 0, -14, 0), Qt.AlignmentFlag.AlignVCenter, text)


_WRAP = int(Qt.AlignmentFlag.AlignVCenter.value) | int(Qt.TextFlag.TextWordWrap.value)


def two_lines(painter: QPainter, text: str, width: int) -> str:
    """As much of a text as two lines hold."""
    metrics = painter.fontMetrics()
    if metrics.horizontalAdvance(text) <= width:
        return text
    # Words that do not fit a line's end leave room empty: a tenth is kept back for them.
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, round(width * 1.85))
