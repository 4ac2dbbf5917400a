"""Findings as a list: grouped by kind, each group under its name and count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from db.analysis.series import Finding, FindingKind
from desktop import formatting, plaintext
from desktop.finding_wording import finding_name, finding_sentence
from desktop.i18n import _
from desktop.models.findings import Summary
from desktop.theme import Theme

Index = QModelIndex | QPersistentModelIndex
Group = tuple[FindingKind, int]  # with how many there are
_DISPLAY = Qt.ItemDataRole.DisplayRole.value
_TOOLTIP = Qt.ItemDataRole.ToolTipRole.value


class FindingRows(QAbstractListModel):
    """Group names and findings in one list; a sentence is made when its row is first seen."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[Group | Finding] = []
        self._names: Mapping[int, str] = {}
        self._sentences: dict[int, str] = {}

    def fill(self, summary: Summary | None, *, accepted: bool) -> None:
        """Show the open findings of a summary, or the accepted ones."""
        self.beginResetModel()
        self._sentences.clear()
        self._rows = [] if summary is None else _grouped(summary, accepted=accepted)
        self._names = {} if summary is None else summary.names
        self.endResetModel()

    def finding(self, row: int) -> Finding | None:
        """The finding of a row; None for the name of a group."""
        found = self._rows[row] if 0 <= row < len(self._rows) else None
        return found if isinstance(found, Finding) else None

    def row_of(self, identity: str) -> int | None:
        """Where a finding stands."""
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
        if self.finding(index.row()) is None:
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren


def _grouped(summary: Summary, *, accepted: bool) -> list[Group | Finding]:
    rows: list[Group | Finding] = []
    for kind in FindingKind:
        of_kind: Sequence[Finding] = [one for one in summary.findings if one.kind is kind and one.accepted is accepted]
        if of_kind:
            rows.append((kind, summary.counts[kind][accepted]))
            rows.extend(of_kind)
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
        group = isinstance(model, FindingRows) and model.finding(index.row()) is None
        return QSize(200, line + 20 if group else 2 * line + 14)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One row."""
        model = index.model()
        if not isinstance(model, FindingRows):
            return
        finding, text = model.finding(index.row()), model.sentence(index.row())
        area = option.rect
        painter.save()
        if finding is None:
            font = QFont(option.font)
            font.setWeight(QFont.Weight.DemiBold)
            painter.setFont(font)
            painter.setPen(self._theme.color("muted"))
            painter.drawText(area.adjusted(14, 6, -12, 0), Qt.AlignmentFlag.AlignVCenter, text)
        else:
            state = option.state
            if state & QStyle.StateFlag.State_Selected:
                painter.fillRect(area, self._theme.color("selection"))
            elif state & QStyle.StateFlag.State_MouseOver:
                painter.fillRect(area, self._theme.color("hover"))
            name, color = ("check", "positive") if finding.accepted else ("warning", "warning")
            self._theme.icon(name, color).paint(painter, area.left() + 14, area.center().y() - 9, 18, 18)
            painter.setPen(self._theme.color("text"))
            box = area.adjusted(44, 0, -14, 0)
            painter.drawText(box, _WRAP, two_lines(painter, text, box.width()))
        painter.restore()


_WRAP = int(Qt.AlignmentFlag.AlignVCenter.value) | int(Qt.TextFlag.TextWordWrap.value)


def two_lines(painter: QPainter, text: str, width: int) -> str:
    """As much of a text as two lines hold."""
    metrics = painter.fontMetrics()
    if metrics.horizontalAdvance(text) <= width:
        return text
    # Words that do not fit a line's end leave room empty: a tenth is kept back for them.
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, round(width * 1.85))
