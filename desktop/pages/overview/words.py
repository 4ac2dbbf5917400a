"""What the cards and rows of the overview say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from db.analysis.figures.cells import Answer, Cell
from db.analysis.series import HeadcountSeries
from db.model.records import EventKind
from db.tables.overview import Heads
from desktop.pages.overview.reading import First
from desktop.widgets.page_parts import hidden_text
from desktop.wording import codes, formatting
from desktop.wording.figures import differences
from desktop.wording.figures.series import implied
from desktop.wording.i18n import _, ngettext

if TYPE_CHECKING:
    from desktop.drawing.compose.bars import Period


def beside_events(first: First) -> str:
    """What is not among the events in the totals: listed in no total, or too weak to be shown."""
    apart, hidden = first.figures.apart, hidden_text(first.hidden)
    parts = [_("{n} more in no total").format(n=formatting.number(apart))] if apart else []
    if hidden:
        parts.append(hidden)
    return " · ".join(parts) or _("in scope")


def people(heads: Heads) -> tuple[str, str]:
    """How many people, and of how many events: "≥ 896,695", "in 2,854 events; 1,511 without a count"."""
    without = _("{n} without a count").format(n=formatting.number(heads.without)) if heads.without else ""
    if not heads.events:
        return formatting.ABSENT, without or _("none in scope")
    among = ngettext("in {n} event", "in {n} events", heads.events).format(n=formatting.number(heads.events))
    if without:
        figure = formatting.as_given(heads.people.low, None, None)
        return figure, _("{among}; {without}").format(among=among, without=without)
    figure, bounds = formatting.figure(heads.people.low, heads.people.best, heads.people.high)
    return figure, " · ".join(filter(None, (bounds, among)))


def short_level(series: HeadcountSeries) -> str:
    """The last level without its interval; what no level is known for says how many fewer or more there are."""
    level = series.levels[-1]
    if series.relative:
        return differences.parts(level.low, level.best, level.high)[0]
    text = formatting.figure(level.low, level.best, level.high)[0]
    return _("{level}, implied").format(level=text) if implied(series) else text


def over_time(answer: Answer, periods: Sequence[Period]) -> tuple[str, str]:
    """The name of the panel of people over time, and what it shows in a sentence for who does not see it."""
    per = answer.inputs["per"]
    title = _("People per month") if per == "month" else _("People per quarter")
    title = _("People per year") if per == "year" else title
    most = max(periods, key=lambda one: one.amount.top)
    name = formatting.period(most.first, most.last)
    said = _("{name}: the most in {period}, {figure}").format(name=title, period=name, figure=most.amount.whole())
    return title, said


def people_of(cell: Cell) -> str:
    """How many people: "≥ 58,024"."""
    from desktop.drawing.compose.amounts import Amount  # loads numpy

    return Amount(cell.low, cell.best, cell.high, cell.events, cell.without_count).short()


def again(cell: Cell) -> str:
    """How often, and how soon."""
    repeats, gap = (int(str(cell.extra[name])) for name in ("repeats", "gap_best"))
    said = ngettext("{n} time again", "{n} times again", repeats).format(n=formatting.number(repeats))
    soonest = ngettext("after {n} day at the soonest", "after {n} days at the soonest", gap)
    return f"{said}, {soonest.format(n=formatting.number(gap))}"


def events(count: int) -> str:
    """So many events."""
    return ngettext("{n} event", "{n} events", count).format(n=formatting.number(count))


def changed_title() -> str:
    """The name of the list of what changed."""
    return _("Changed in the last 7 days")


def changed(cell: Cell, kinds: Mapping[str, EventKind]) -> tuple[str, str]:
    """A kind, with its people then and now."""
    from desktop.drawing.compose.amounts import Amount

    now = Amount(cell.low, cell.best, cell.high, cell.events, cell.without_count)
    ends = [cell.extra.get(f"then_{name}") for name in ("low", "best", "high")]
    low, best, high = (one if isinstance(one, int | float) else None for one in ends)
    then = Amount(low, best, high)
    code = cell.group or str(cell.extra.get("kind", ""))
    before = then.short() if cell.extra.get("then_events") else _("nothing")
    return codes.kind_name(kinds.get(code, code)), _("{before} then, {now} now").format(before=before, now=now.short())


def change_of_events(cell: Cell) -> str:
    """How many events more or fewer: "+12"."""
    then = cell.extra.get("then_events")
    return formatting.signed(cell.events - (then if isinstance(then, int) else 0))


def rules_met(cell: Cell) -> str:
    """Which rules a vendor meets, with what is known."""
    found = []
    share = cell.extra.get("share_cut")
    if isinstance(share, int | float) and share:
        found.append(_("cut {share}").format(share=formatting.percent(share)))
    counts = {name: cell.extra.get(name) for name in ("cuts", "leaders_left", "owner_changed", "clients_lost")}
    known = {name: int(count) for name, count in counts.items() if isinstance(count, int | float) and count}
    for name, count in known.items():
        match name:
            case "cuts":
                said = ngettext("{n} cut", "{n} cuts", count)
            case "leaders_left":
                said = ngettext("{n} leader gone", "{n} leaders gone", count)
            case "owner_changed":
                said = ngettext("{n} change of owner", "{n} changes of owner", count)
            case _:
                said = ngettext("{n} client lost", "{n} clients lost", count)
        found.append(said.format(n=formatting.number(count)))
    return ", ".join(found)
