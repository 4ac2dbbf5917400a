"""The section of a snapshot that says what changed since an earlier moment of the ledger."""

from __future__ import annotations

from collections.abc import Sequence

from db.history.comparison import Change
from db.model.ids import EventId
from db.output.snapshot import Snapshot
from db.output.what_changed import EventChange, WhatChanged
from desktop.look.plaintext import one_line
from desktop.pdf.flow import BODY, CELL, CELL_BOLD, CELL_NOTE, NOTE, Cell, Column, Flow, Span
from desktop.wording import formatting
from desktop.wording.changes.between import counts_text, event_lines, figure_texts, moments_text, other_lines
from desktop.wording.changes.details import more_line
from desktop.wording.i18n import N_, _

_CHANGES = {Change.ADDED: N_("added"), Change.CHANGED: N_("changed"), Change.REMOVED: N_("removed")}


def draw_changes(flow: Flow, snapshot: Snapshot) -> None:
    """The section, where the snapshot has one."""
    found = snapshot.changes
    if found is None:
        return
    flow.section(_("What changed"))
    flow.paragraph(_("{moments}. {counts}.").format(moments=moments_text(found), counts=counts_text(found)), BODY)
    if found.empty:
        flow.paragraph(_("Nothing that this scope shows was recorded, corrected or removed."), NOTE)
        return
    _figures(flow, found)
    _events(flow, snapshot, found)
    _others(flow, found)


def _figures(flow: Flow, found: WhatChanged) -> None:
    columns = (
        Column("", share=2),
        Column(_("then"), share=1, right=True),
        Column(_("now"), share=1, right=True),
    )
    rows: list[Sequence[Cell]] = []
    for figure in figure_texts(found):
        style = CELL if figure.same else CELL_BOLD
        rows.append(([Span(one_line(figure.name), CELL)], [Span(figure.before, CELL)], [Span(figure.after, style)]))
    flow.table(columns, rows, tight=True)
    flow.space(10)


def _events(flow: Flow, snapshot: Snapshot, found: WhatChanged) -> None:
    numbers = snapshot.numbers
    rows: list[Sequence[Cell]] = [row for change in found.events if (row := _row(found, change, numbers)) is not None]
    if not rows:
        return
    if found.left_out:
        rows.append(([Span("", CELL)], [Span("", CELL)], [Span(more_line(found.left_out), CELL)]))
    columns = (Column(_("No."), points=30), Column(_("What changed"), points=74), Column(_("Event"), share=1))
    flow.table(columns, rows, again=_("What changed (continued)"))


def _row(found: WhatChanged, change: EventChange, numbers: dict[EventId, int]) -> Sequence[Cell] | None:
    told = list(event_lines(found, change, plain=True))
    if not told:
        return None
    number = numbers.get(change.event_id)
    spans = [Span(one_line(told[0].text), CELL_BOLD), *(Span(one_line(line.text), CELL_NOTE) for line in told[1:])]
    return (
        [Span(formatting.number(number) if number is not None else formatting.ABSENT, CELL)],
        [Span(_(_CHANGES[change.change]), CELL)],
        spans,
    )


def _others(flow: Flow, found: WhatChanged) -> None:
    """What else was recorded, in lines: organizations, sources, kinds."""
    told = other_lines(found)
    if not told:
        return
    flow.space(8)
    columns = (Column(_("Also recorded"), share=1),)
    rows: list[Sequence[Cell]] = [
        [[Span(one_line(line.text), CELL if line.heading or line.change else CELL_NOTE)]] for line in told
    ]
    flow.table(columns, rows, again=_("Also recorded (continued)"), tight=True)
