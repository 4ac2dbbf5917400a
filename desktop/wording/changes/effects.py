"""What deleting events changes, in the words of the question that is asked before."""

from __future__ import annotations

from db.analysis.series import Level
from db.curation.effect_of_deleting import ClientsEffect, Effect, LevelEffect
from db.model.values import Basis, Population
from desktop.wording import formatting
from desktop.wording.figures import differences
from desktop.wording.i18n import _, ngettext


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
    if before is not None and after is not None and _relative(before) and _relative(after):
        text = (
            _("The chart of employees for {name} changes from “{before}” to “{after}”.")
            if employees
            else _("The chart of contingent workers for {name} changes from “{before}” to “{after}”.")
        )
    elif before is not None and after is not None and _relative(before) == _relative(after):
        text = (
            _("The chart for {name} changes from {before} to {after} employees.")
            if employees
            else _("The chart for {name} changes from {before} to {after} contingent workers.")
        )
    elif before is not None and _relative(before):
        text = (
            _("The chart of employees for {name} loses its change “{before}”.")
            if employees
            else _("The chart of contingent workers for {name} loses its change “{before}”.")
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
    return _("Active relationships of {name} change from {before} to {after}.").format(
        name=effect.organization, before=formatting.number(effect.before), after=formatting.number(effect.after)
    )


def _relative(level: Level) -> bool:
    return level.basis is Basis.RELATIVE


def _figure(level: Level | None) -> str:
    if level is None:
        return formatting.ABSENT
    if _relative(level):
        return differences.since_start(level.low, level.best, level.high)
    return formatting.figure(level.low, level.best, level.high)[0]


__all__ = ["delete_sentence", "effect_sentences"]
