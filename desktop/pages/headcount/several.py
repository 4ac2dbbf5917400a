"""Several organizations beside each other: in one chart, in charts of their own, or indexed to the level of one day."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from db.analysis.series import HeadcountSeries, Level
from db.model.ids import EventId, OrganizationId
from db.model.values import Population
from db.view import series as views
from db.view.view import View
from desktop.drawing.compose.compared import Line as Drawn
from desktop.drawing.compose.compared import indexed, multiples, overlaid
from desktop.drawing.figure import Figure
from desktop.pages.answers import shown as answers
from desktop.pages.answers.shown import Chosen, Line, Option, Shown
from desktop.pages.headcount import one
from desktop.pages.headcount.bridges import OTHER_DAY
from desktop.pages.headcount.one import Data
from desktop.wording import codes, formatting
from desktop.wording.figures.explaining import Explanation, of_scope
from desktop.wording.figures.series import level_words, unexplained_words
from desktop.wording.i18n import _, ngettext

#: As many lines as can be told apart; as many charts as are pleasant; how many organizations are looked into for them.
LINES, CHARTS, LOOKED = 6, 24, 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """An organization with its headcount: ``whole`` from its first level on, ``series`` within the scope's period."""

    organization_id: OrganizationId
    name: str
    whole: HeadcountSeries
    series: HeadcountSeries


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Those with a level. ``without``: the names of those that have none; ``of``: how many there are in all."""

    members: Sequence[Member]
    without: Sequence[str]
    of: int
    population: Population
    until: date
    group: str = ""  # the organization whose subsidiaries these are
    data: Data | None = None


def read(view: View, chosen: Chosen, most: int) -> Found:
    """The scope's organizations; of one the group and each of its subsidiaries; of none those with most events."""
    population = one.population_of(chosen)
    names = view.organizations.names()
    ids, group = _members(view)
    members: list[Member] = []
    without: list[str] = []
    for one_id in ids[:LOOKED]:
        if len(members) == most:
            break
        found = next((each for each in view.headcount(one_id) if each.population is population), None)
        if found is None or found.relative or not any(_known(level) for level in found.levels):
            without.append(names[one_id])
            continue
        name = names[one_id] if one_id != group else _("{organization} with subsidiaries").format(
            organization=names[one_id]
        )  # fmt: skip
        clipped = views.clipped(found, view.scope.first, view.scope.last)
        if clipped.levels:
            members.append(Member(organization_id=one_id, name=name, whole=found, series=clipped))
        else:
            without.append(names[one_id])
    return Found(
        members=members, without=without, of=len(ids), population=population, until=_until(view),
        group=names[group] if group is not None else "", data=_data(members),
    )  # fmt: skip


def _until(view: View) -> date:
    return min(view.today, view.scope.last) if view.scope.last is not None else view.today


def _members(view: View) -> tuple[Sequence[OrganizationId], OrganizationId | None]:
    """Whose headcounts to look for, in order, and the head of the group where they are one."""
    named = view.scope.organization_ids
    if len(named) == 1:
        return [named[0], *view.organizations.children(named[0])], named[0]
    known = view.organizations.by_events()
    if not named:
        return known, None
    order = {one_id: place for place, one_id in enumerate(known)}
    return sorted(named, key=lambda one_id: order.get(one_id, len(order))), None


def _known(level: Level) -> bool:
    return level.low is not None or level.best is not None or level.high is not None


def _data(members: Sequence[Member]) -> Data:
    rows = [
        (member.name, level.day, level.low, level.best, level.high, level.basis.value)
        for member in members
        for level in member.series.levels
    ]
    return Data(name="headcounts", columns=("organization", "date", "low", "best", "high", "basis"), rows=rows)


# What is shown.


def show_overlay(found: Found, about: answers.About) -> Shown:
    """All in one chart."""
    options = [one.population_option(about.chosen)]
    return _shown(found, about, options, lambda lines: overlaid(lines, until=found.until, title=_title(found)))


def show_multiples(found: Found, about: answers.About) -> Shown:
    """A chart each."""
    same = about.chosen.get("scale", "own") == "same"
    scales = [("own", _("each its own")), ("same", _("the same for all"))]
    options = [one.population_option(about.chosen), Option("scale", _("Scale"), scales, "same" if same else "own")]

    def figure(lines: Sequence[Drawn]) -> Figure:
        return multiples(
            lines, until=found.until, same_scale=same, role=found.population.value, title=_title(found)
        )  # fmt: skip

    return _shown(found, about, options, figure)


def show_index(found: Found, about: answers.About) -> Shown:
    """With the level of one day as 100; those without a level on it are named, never drawn from another day."""
    base = _base(found, about.chosen)
    options = [one.population_option(about.chosen)]
    if base is not None:
        days = sorted({base, *_bases(found)})
        choices = [(day.isoformat(), formatting.short_day(day)) for day in days]
        options.append(
            Option("base", _("100 on"), [*choices, (OTHER_DAY, _("Another day…"))], base.isoformat())
        )  # fmt: skip
    if base is None or not found.members:
        return _shown(found, about, options, lambda lines: overlaid(lines, until=found.until))
    lines, lacking = [], []
    for member in found.members:
        line = indexed(replace(_drawn(member), series=member.whole), base)
        if line is None:
            lacking.append(member.name)
        else:
            lines.append(replace(line, series=views.clipped(line.series, about.scope.first, about.scope.last)))
    words = _("No level, or one that may be 0, on {day}: {names}.").format(
        day=formatting.day(base), names=formatting.listing(lacking)
    )
    if not lines:
        return Shown(figure=None, headline=words, options=options, explanation=_explanation(found, about, base))
    shown = _shown(
        found, about, options,
        lambda drawn: overlaid(drawn, until=found.until, index=base, title=_title(found), unit=_index_words(base)),
        drawn=lines, index=base,
    )  # fmt: skip
    return replace(shown, remark=f"{shown.remark} {words}".strip()) if lacking else shown


def _index_words(base: date) -> str:
    return _("headcount at the end of {day} = 100").format(day=formatting.day(base))


def _base(found: Found, chosen: Chosen) -> date | None:
    """The day that was chosen; else the first on which all have a level."""
    wanted = one.day_of(chosen.get("base"))
    if wanted is not None:
        return wanted
    starts = [next(level.day for level in member.whole.levels if _known(level)) for member in found.members]
    if not starts:
        return None
    first = max(starts)
    shown = [member.series.levels[0].day for member in found.members if member.series.levels]
    return max(first, *shown) if shown else first


def _bases(found: Found) -> Sequence[date]:
    """The first levels, and the ends of years, that can be a base."""
    starts = [member.whole.levels[0].day for member in found.members]
    if not starts:
        return ()
    years = range(max(min(starts).year, found.until.year - 20), found.until.year)
    return [*starts, *(date(year, 12, 31) for year in years if date(year, 12, 31) >= min(starts))]


def _drawn(member: Member) -> Drawn:
    return Drawn(name=member.name, series=member.series, key=member.organization_id)


def _title(found: Found) -> str:
    return _("Headcount: {population}").format(population=codes.population_name(found.population))


def _shown(
    found: Found,
    about: answers.About,
    options: Sequence[Option],
    figure: Callable[[Sequence[Drawn]], Figure],
    *,
    drawn: Sequence[Drawn] | None = None,
    index: date | None = None,
) -> Shown:
    explanation = _explanation(found, about, index)
    if not found.members:
        return Shown(figure=None, headline=_nothing(found), options=options, explanation=explanation)
    lines = drawn if drawn is not None else [_drawn(member) for member in found.members]
    by_key = {line.key: line for line in lines}
    return Shown(
        figure=figure(lines),
        headline=_headline(lines, index),
        headers=[_("Organization"), _("Date"), _("Low"), _("Best"), _("High"), _("Basis"), _("Unexplained")],
        numeric=(2, 3, 4),
        lines=[_row(line, level, decimals=1 if index else 0) for line in lines for level in line.series.levels],
        behind=lambda key: _behind(by_key, key),
        explanation=explanation,
        options=options,
        remark=_remark(found),
    )


def _row(line: Drawn, level: Level, *, decimals: int) -> Line:
    ends = (
        tuple(formatting.number(end, decimals=decimals) if end is not None else "" for end in
              (level.low, level.best, level.high))
        if decimals else formatting.ends(level.low, level.best, level.high)
    )  # fmt: skip
    words = unexplained_words(level.unexplained)
    cells = (line.name, formatting.short_day(level.day), *ends, codes.basis_name(level.basis), words)
    return Line(cells, (line.key, level.day))


def _behind(lines: dict[Hashable, Drawn], key: Hashable) -> Sequence[EventId]:
    if not isinstance(key, tuple) or key[0] not in lines:
        return ()
    level = lines[key[0]].series.at(key[1])
    return level.event_ids if level is not None else ()


def _headline(lines: Sequence[Drawn], index: date | None) -> str:
    """Where each stands at the end."""
    parts = [
        _("{name} {figure}").format(name=line.name, figure=level_words(line.series.levels[-1]))
        for line in lines[:LINES]
    ]
    words = "; ".join(parts)
    if len(lines) > LINES:
        words = _("{words}, and {n} more").format(words=words, n=formatting.number(len(lines) - LINES))
    if index is not None:
        return _("{words} ({base})").format(words=words, base=_index_words(index))
    return words


def _remark(found: Found) -> str:
    parts = []
    if len(found.members) == 1 and not found.group:
        parts.append(_("Choose several organizations above to compare them."))
    elif len(found.members) == 1:
        parts.append(_("Choose several organizations above, or one with subsidiaries, to compare them."))
    if found.group and len(found.members) > 1:
        parts.append(_("The group holds its subsidiaries; the lines are not to be added."))
    left = found.of - len(found.members) - len(found.without)
    if left > 0:
        words = ngettext(
            "{n} of {of} organizations is not shown. Choose those to compare above.",
            "{n} of {of} organizations are not shown. Choose those to compare above.",
            left,
        )
        parts.append(words.format(n=formatting.number(left), of=formatting.number(found.of)))
    if found.without:
        few = found.without[:5]
        names = formatting.listing([*few, "…"] if len(found.without) > 5 else [*few])
        parts.append(_("No level is known of {names}.").format(names=names))
    return " ".join(parts)


def _nothing(found: Found) -> str:
    if not found.of:
        return _("No organizations in this scope")
    return _("No headcount of these organizations is known in this scope.")


def _explanation(found: Found, about: answers.About, index: date | None) -> Explanation:
    formula = _(
        "The headcount at the end of each day: reported ones, and those that a count with its percentage implies, with "
        "every change between them. The band is from the lowest to the highest. An organization holds its subsidiaries."
    )
    if index is not None:
        formula = _("{formula} Index: 100 × low / highest base, 100 × best / base, 100 × high / lowest base.").format(
            formula=formula
        )
    behind = sorted(
        {one_id for member in found.members for level in member.series.levels for one_id in level.event_ids}
    )
    names = formatting.listing([member.name for member in found.members])
    inputs = [(_("Population"), codes.population_name(found.population)), (_("Shown"), names)]
    if index is not None:
        inputs.append((_("100 on"), formatting.day(index)))
    return Explanation(_title(found), formula, (*inputs, *of_scope(about.scope)), (), behind)
