"""Who came and who left, period by period: one side above 0, the other below it, on one axis.

How a page shows them::

    flows = [Flow(first, last, joined=Amount(50, 50, 50, events=1), left=Amount(200, 250, 300, events=2), key="2025")]
    chart.show_figure(joined_and_left(flows, name_of=words))

Keys: ``(key, "joined")`` and ``(key, "left")``; of what is planned ``(key, "joined:planned")`` and so on.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from desktop.drawing.compose.amounts import Amount, least, most
from desktop.drawing.figure import Entry, Figure, Panel, Stop, Stops, Values
from desktop.drawing.marks import Bar, Columns, Key, Label, Level, Look, PanelMark, Pattern, Rule, Wash, Whisker
from desktop.drawing.scales import day_at, finest, reach
from desktop.wording import formatting
from desktop.wording.i18n import _

#: More periods than this, and no bar has its figure over it.
_LABELED = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """A period with its two sides, both positive; None: nothing is recorded, which is not 0.

    ``partial``: it is not over. ``planned``: it lies ahead.
    """

    first: date
    last: date
    joined: Amount | None
    left: Amount | None
    key: str
    partial: bool = False
    planned: bool = False


_SIDES = (("joined", "positive", 1), ("left", "negative", -1))


def joined_and_left(
    flows: Sequence[Flow], *, name_of: Callable[[Flow], str], title: str = "", note: str = "", unit: str = ""
) -> Figure:
    """Bars up for who joined, down for who left; hatched where the period is not over or what is planned."""
    marks: list[PanelMark] = [Level(0.0, Look("axis", width=0.9))]
    ahead = [flow for flow in flows if flow.planned]
    if ahead:
        begin, end = _ordinal(min(flow.first for flow in ahead)), _ordinal(max(flow.last for flow in ahead)) + 1
        marks.append(Wash(begin, end, Look("grid", "", pattern=Pattern.HATCH), _("planned")))
        marks.append(Rule(begin, Look("control", width=0.8, dash=(2.0, 2.0))))
    stops: list[Stop] = []
    for name, role, sign in _SIDES:
        mine = [(flow, amount) for flow in flows if (amount := _side(flow, name)) is not None]
        if mine:
            marks.append(_columns(mine, name, role, sign))
            marks += _labels(mine, sign)
        stops += [Stop(_key(flow, name), _middle(flow), 0) for flow, _amount in mine]
    stops.sort(key=lambda stop: stop.x)
    tops = [amount.top for flow in flows for name, *_rest in _SIDES if (amount := _side(flow, name)) is not None]
    up = max((flow.joined.top for flow in flows if flow.joined is not None), default=0.0)
    down = max((flow.left.top for flow in flows if flow.left is not None), default=0.0)
    air = (max(tops, default=1.0) or 1.0) * 0.2
    panel = Panel(
        marks, Values(-down - air, up + air, form=_unsigned), title=_("joined above 0, left below"), note=unit,
        height=240.0, least=130.0,
    )  # fmt: skip
    stretches = [(flow.first, flow.last) for flow in flows]
    told = {_key(flow, name): (flow, name) for flow in flows for name, *_rest in _SIDES}

    def describe(key: Key) -> str:
        if key not in told:
            return ""
        flow, name = told[key]
        return _("{period}: {figure}").format(period=name_of(flow), figure=_said(flow, name))

    def read(x: float, _panel: int, _row: int) -> str:
        day = day_at(np.floor(x))
        flow = next((one for one in flows if one.first <= day <= one.last), None)
        if flow is None:
            return ""
        both = "   ·   ".join(_said(flow, name) for name, *_rest in _SIDES)
        return _("{period}: {figure}").format(period=name_of(flow), figure=both)

    return Figure(
        [panel], reach(stretches), title=title, note=note, legend=_legend(flows), stops=Stops(lambda: stops),
        describe=describe, read=read, finest=finest(stretches),
    )  # fmt: skip


def _side(flow: Flow, name: str) -> Amount | None:
    return flow.joined if name == "joined" else flow.left


def _key(flow: Flow, name: str) -> Key:
    return flow.key, f"{name}:planned" if flow.planned else name


def _said(flow: Flow, name: str) -> str:
    amount = _side(flow, name)
    if amount is None:
        return _("no joiner is recorded") if name == "joined" else _("no leaver is recorded")
    pattern = _("{figure} joined") if name == "joined" else _("{figure} left")
    words = pattern.format(figure=amount.whole())
    return _("{words}, planned").format(words=words) if flow.planned else words


def _columns(mine: Sequence[tuple[Flow, Amount]], name: str, role: str, sign: int) -> Columns:
    return Columns(
        np.array([_ordinal(flow.first) for flow, _a in mine], dtype=np.float64),
        np.array([_ordinal(flow.last) + 1 for flow, _a in mine], dtype=np.float64),
        np.array([min(sign * least(amount), sign * _top(amount)) for _f, amount in mine], dtype=np.float64),
        np.array([sign * amount.middle for _f, amount in mine], dtype=np.float64),
        np.array([max(sign * least(amount), sign * _top(amount)) for _f, amount in mine], dtype=np.float64),
        Look("text", role),
        open=np.array([amount.open and sign > 0 for _f, amount in mine], dtype=bool),
        partial=np.array([flow.partial or flow.planned for flow, _a in mine], dtype=bool),
        keys=[_key(flow, name) for flow, _a in mine],
    )


def _top(amount: Amount) -> float:
    """The figure over a bar says where it is open."""
    high = most(amount)
    return amount.middle if not np.isfinite(high) else high


def _labels(mine: Sequence[tuple[Flow, Amount]], sign: int) -> list[Label]:
    """The figure over each bar, or below one that hangs."""
    if len(mine) > _LABELED:
        highest = max(mine, key=lambda one: one[1].middle if one[1].known else 0.0)
        mine = [highest]
    return [
        Label(
            _middle(flow), sign * amount.top, amount.short(), "text" if amount.known else "muted", bold=amount.known,
            above=sign > 0, below=sign < 0,
        )
        for flow, amount in mine
    ]  # fmt: skip


def _legend(flows: Sequence[Flow]) -> list[Entry]:
    words = {"joined": _("joined"), "left": _("left")}
    found: list[Entry] = [
        Entry([Bar(0, 1, Look(fill=role), height=0.6)], words[name])
        for name, role, _sign in _SIDES
        if any(_side(flow, name) is not None for flow in flows)
    ]
    if any(flow.partial and (flow.joined is not None or flow.left is not None) for flow in flows):
        found.append(Entry([Bar(0, 1, Look("muted", "", pattern=Pattern.HATCH), height=0.7)], _("period not complete")))
    if any(flow.planned for flow in flows):
        found.append(Entry([Bar(0, 1, Look("axis", "", pattern=Pattern.HATCH), height=0.7)], _("planned")))
    amounts = [amount for flow in flows for amount in (flow.joined, flow.left) if amount is not None]
    if any(amount.high is not None and amount.high > least(amount) for amount in amounts):
        found.append(
            Entry(
                [Bar(0, 0.55, Look(fill="muted"), height=0.5), Whisker(0.3, 0.9, Look("text"))], _("lowest to highest")
            )
        )
    return found


def _unsigned(value: float) -> str:
    return formatting.number(abs(value))


def _ordinal(day: date) -> float:
    return float(day.toordinal())


def _middle(flow: Flow) -> float:
    return (flow.first.toordinal() + flow.last.toordinal() + 1) / 2
