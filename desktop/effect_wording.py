"""What deleting events changes, in the words of the question that is asked before."""

from __future__ import annotations

from db.analysis.series import Level
from db.effects import ClientsEffect, Effect, LevelEffect
from db.values import Basis, Population
from desktop import formatting
from desktop.i18n import _, ngettext


def delete_sentence(effect: Effect) -> str:
    """The whole question for one event: what is removed, what the charts show then, that it can be undone."""
    claims = ngettext(
        "Delete this event? It removes {n} claim.", "Delete this event? It removes {n} claims.", effect.claims
    ).format(n=formatting.number(effect.claims))
    return " ".join([claims, *effect_sentences(effect), _("Undo brings it back.")])


def effect_sentences(effect: Effect) -> list[str]:
    """One sentence for each chart that changes; names at most the organizations that were compared."""
    found = [_level(one) for one in effect.levels] + [_clients(one) for one in effect.clients]
    if effect.more:
        found.append(
            ngettext(
                "Charts of {n} more organization may change.",
                "Charts of {n} more organizations may change.",
                effect.more,
            ).format(n=formatting.number(effect.more))
        )
    return found


def _level(effect: LevelEffect) -> str:
    before, after = effect.before, effect.after
    name = effect.organization
    employees = effect.population is not Population.CONTINGENT
    if before is not None and after is not None and _relative(before) == _relative(after):
        text = (
            _("The chart for {name} changes from {before} to {after} employees.")
            if employees
            else _("The chart for {name} changes from {before} to {after} contingent workers.")
        )
    elif before is not None and _relative(before):
        text = (
            _("The chart for {name} loses its change of {before} employees.")
            if employees
            else _("The chart for {name} loses its change of {before} contingent workers.")
        )
    elif before is not None:
        text = (
            _("The chart for {name} loses its level of {before} employees.")
            if employees
            else _("The chart for {name} loses its level of {before} contingent workers.")
        )
    else:
        text = (
            _("The chart for {name} then shows {after} employees.")
            if employees
            else _("The chart for {name} then shows {after} contingent workers.")
        )
    return text.format(name=name, before=_figure(before), after=_figure(after))


def _clients(effect: ClientsEffect) -> str:
    return _("Active clients of {name} change from {before} to {after}.").format(
        name=effect.organization, before=formatting.number(effect.before), after=formatting.number(effect.after)
    )


def _relative(level: Level) -> bool:
    return level.basis is Basis.RELATIVE


def _figure(level: Level | None) -> str:
    if level is None:
        return formatting.ABSENT
    if level.best is not None:
        return (formatting.signed if _relative(level) else formatting.number)(level.best)
    return formatting.interval(level.low, None, level.high, sign=_relative(level))


__all__ = ["delete_sentence", "effect_sentences"]
