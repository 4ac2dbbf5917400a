"""The columns of the events table, and an event's row in words: written once, in the thread that reads.

To add a column: one entry in :data:`COLUMNS` and one text in :func:`texts`, in the same place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from db.analysis.counting import exclusion
from db.model.own_fields import FieldType, OwnField
from db.model.records import EventKind
from db.model.values import Exclusion, ImpreciseDate, Quantity, Status
from db.tables.event_reads import EventRow
from desktop.look.plaintext import one_line
from desktop.wording import codes, formatting
from desktop.wording.formatting import MINUS
from desktop.wording.i18n import N_, _
from desktop.wording.language.conventions import NBSP
from desktop.wording.records.event_line import out_of


@dataclass(frozen=True, slots=True)
class Column:
    """One column: what it sorts by (a key of the door's orders), its header, its first width, where numbers stand."""

    order: str
    title: str
    width: int
    number: bool = False
    #: The fields whose contradiction is marked here.
    fields: tuple[str, ...] = ()
    #: The field of one's own that stands here: its title is the user's.
    own: OwnField | None = None

    @property
    def heading(self) -> str:
        """The header in the reader's language."""
        return one_line(self.title) if self.own is not None else _(self.title)


COLUMNS: tuple[Column, ...] = (
    Column("date", N_("Date"), 138, fields=("announced", "effective", "until")),
    Column("kind", N_("Kind"), 152),
    Column("organization", N_("Organization"), 110),
    Column("counterparty", N_("Counterparty"), 104),
    Column("count", N_("Effect"), 104, number=True, fields=("count", "percent", "base")),
    Column("amount", N_("Amount"), 100, number=True, fields=("amount",)),
    Column("status", N_("Status"), 98),
    Column("sources", N_("Sources"), 76, number=True),
    Column("place", N_("Place"), 120),
    Column("notes", N_("Notes"), 240),
)
DATE, KIND, ORGANIZATION, COUNTERPARTY, EFFECT, AMOUNT, STATUS, SOURCES, PLACE, NOTES = range(len(COLUMNS))

#: A kind whose name is about as long as most are; a few longer ones are cut.
_TYPICAL_KIND = "contractors_ended"

#: Reasons for quiet text. What has no date says so itself.
_WEAK = frozenset((Exclusion.BELOW_STATUS, Exclusion.DENIED, Exclusion.PLANNED))


@dataclass(slots=True)
class Formatted:
    """An event as the table shows it: one text per column, and what the signs beside them need."""

    row: EventRow
    texts: tuple[str, ...]
    planned: bool
    contradicted: tuple[int, ...]  # columns
    weak: bool  # in no total: planned, weaker than the scope asks for, or denied


def own_columns(fields: Sequence[OwnField]) -> tuple[Column, ...]:
    """The columns of fields of one's own, which stand behind :data:`COLUMNS`."""
    return tuple(
        Column(f"field:{field.id}", field.name, 110, number=field.type is FieldType.NUMBER, own=field)
        for field in fields
    )


def typical(column: int) -> tuple[str, ...]:
    """Words of the language that a column is to be wide enough for from the start; they stand beside a sign."""
    if column == KIND:
        return (codes.kind_name(_TYPICAL_KIND),)
    return tuple(codes.status_name(status) for status in Status) if column == STATUS else ()


def formatted(
    row: EventRow,
    kinds: Mapping[str, EventKind],
    as_of: date,
    *,
    minimum_status: Status = Status.REPORTED,
    own: Sequence[str] = (),
) -> Formatted:
    """A row in words, under a scope's minimum status. ``as_of``: what lies after that day is planned. ``own``: the
    texts of fields of one's own, which stand behind the others.
    """
    excluded = exclusion(row.values, as_of=as_of, minimum_status=minimum_status)
    planned = excluded is Exclusion.PLANNED
    marked = tuple(
        number for number, column in enumerate(COLUMNS) if not set(column.fields).isdisjoint(row.values.contradicted)
    )
    shown = (*texts(row, kinds.get(row.kind), planned=planned), *map(one_line, own))
    return Formatted(row, shown, planned, marked, excluded in _WEAK)


def texts(row: EventRow, kind: EventKind | None, *, planned: bool = False) -> tuple[str, ...]:
    """The text of every column."""
    values = row.values
    return (
        date_text(values.counting),
        one_line(codes.kind_name(kind or row.kind)),
        one_line(row.organization),
        one_line(row.counterparty),
        effect_text(row, kind),
        amount_text(values.amount, values.currency),
        status_text(values.status, planned=planned),
        formatting.number(values.source_count),
        one_line(row.place),
        one_line(row.notes),
    )


def date_text(when: ImpreciseDate | None) -> str:
    """A date as it is understood; one that is vague with what was written: "July 2025 · “im Juli”"."""
    if when is None:
        return ""
    shown = formatting.imprecise(when)
    written = one_line(when.words)
    if not written or when.exact or not when.known or written.casefold() == shown.casefold():
        return one_line(shown)
    return _("{shown} · “{words}”").format(shown=shown, words=written)


def effect_text(row: EventRow, kind: EventKind | None) -> str:
    """What the event does to a level, or the level it states: "−200 (150–250) · 14%", "+40", "1,400"."""
    count, percent = row.values.count, row.values.percent
    sign = kind.sign if kind is not None else 0
    parts = []
    if count is not None:
        parts.append(signed_quantity(count, sign))
    if row.values.base is not None:
        parts.append(out_of(row.values.base))
    if percent is not None:
        share = percent if percent.best is None else Quantity.exact(percent.best)
        shown = formatting.percent(share)
        parts.append(shown if count is not None or not sign else _signs(sign) + shown)
    return " · ".join(parts)


def amount_text(amount: Quantity | None, currency: str) -> str:
    """An amount with what is best about it; between which bounds it lies is in the tool tip."""
    if amount is None:
        return ""
    if amount.best is None or amount.low == amount.high:
        return formatting.money(amount, currency)
    return f"≈{NBSP}{formatting.money(amount.best, currency)}"


def signed_quantity(count: Quantity, sign: int) -> str:
    """A count as an effect: the best with its sign, what else is possible behind it in parentheses."""
    if not sign or not count.known:
        return formatting.quantity(count)
    if count.best is not None and count.low == count.best == count.high:
        return formatting.signed(sign * count.best)
    if count.best is None:
        return _signed_bounds(count.low or 0, count.high, sign)
    bounds = Quantity(count.low, None, count.high)
    best = formatting.signed(sign * count.best)
    return f"{best} ({formatting.quantity(bounds)})" if bounds.known else f"≈{NBSP}{best}"


def _signed_bounds(low: float, high: float | None, sign: int) -> str:
    """Bounds as an effect, the sign at each: "−100 to −150", "up to −300", "−500 or more"."""
    if high is None:
        return _("{number} or more").format(number=formatting.signed(sign * low))
    if low == 0:
        return _("up to {number}").format(number=formatting.signed(sign * high))
    return _("{low} to {high}").format(low=formatting.signed(sign * low), high=formatting.signed(sign * high))


def _signs(sign: int) -> str:
    return MINUS if sign < 0 else "+"


def status_text(status: Status | None, *, planned: bool = False) -> str:
    """How strongly it is asserted, and whether it is yet to come."""
    if status is None:
        return _("no claim")
    word = codes.status_name(status)
    return _("{status}, planned").format(status=word) if planned else word


def tooltip(shown: Formatted, column: int) -> str:
    """What does not fit a cell: dates by role as written and as understood, fields that sources disagree on."""
    values, lines = shown.row.values, [shown.texts[column]]
    if column == DATE:
        lines = []
        for role, when in (("announced", values.announced), ("effective", values.effective), ("until", values.until)):
            if when is not None:
                understood = formatting.imprecise(when)
                line = _("{field}: {value}").format(field=codes.field_name(role), value=understood)
                if when.words and when.words.casefold() != understood.casefold():
                    line = _("{line}, written “{words}”").format(line=line, words=when.words)
                lines.append(line)
    elif column == EFFECT:
        lines = _effect_lines(shown)
    elif column == AMOUNT and values.amount is not None:
        lines = [formatting.money(values.amount, values.currency)]
        if values.amount.words:
            lines.append(_("Written “{words}”").format(words=values.amount.words))
    if column in shown.contradicted:
        lines.append(_("Sources contradict each other here."))
    return "\n".join(line for line in lines if line)


def _effect_lines(shown: Formatted) -> list[str]:
    values = shown.row.values
    lines = []
    for field, value in (("count", values.count), ("percent", values.percent), ("base", values.base)):
        if value is not None:
            text = (formatting.percent if field == "percent" else formatting.quantity)(value)
            if field == "percent" and values.percent_of:
                text = _("{share} of {unit}").format(share=text, unit=values.percent_of)
            line = _("{field}: {value}").format(field=codes.field_name(field), value=text)
            lines.append(_("{line}, written “{words}”").format(line=line, words=value.words) if value.words else line)
    return lines
